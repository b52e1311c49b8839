"""The examples of cues and the great kinds of attribution, read with the shipped model."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.codebook.examples import Example
from dragoman.extract.attribution import attributions
from dragoman.model import Claim

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp() -> Any:
    from dragoman import language

    return language.load()


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


def words(text: str) -> list[str]:
    """The words of a text, punctuation left out."""
    return re.findall(r"\w+(?:['’.-]\w+)*|%", text)


def is_told(claim: Claim, example: Example) -> bool:
    """Whether a claim has the sources, a word of the cue and the content that an example marks."""
    sources = [link.source.words.words for link in claim.attribution if link.source.words]
    cue = claim.attribution[-1].cue
    content = words(" ".join(span.words for span in claim.content))
    same_cue = cue is not None and set(cue.words.split()) & set(" ".join(example.words("cue")).split())
    return (
        sources == list(example.words("source"))
        and bool(same_cue)
        and content == words(" ".join(example.words("content")))
    )


def test_the_examples_of_the_cues_are_found(nlp: Any, codebook: Codebook) -> None:
    examples = [example for cue in codebook.cues for example in cue.examples if not example.negative]
    missed = [
        one for one in examples if not any(is_told(claim, one) for claim in attributions(nlp(one.text), codebook))
    ]
    assert len(missed) <= 0.05 * len(examples), "\n".join(f"{one.where}: {one.marked}" for one in missed)


CASES = [
    (
        '"We will rebuild," said Ana Roe, the mayor of Kalt, "if the money comes."',
        "Ana Roe, the mayor of Kalt",
        ["We will rebuild", "if the money comes"],
    ),
    ('Ana Roe said: "It is over. Nobody came."', "Ana Roe", ["It is over. Nobody came"]),
    ('"It is over," Ana Roe said. "Nobody came."', "Ana Roe", ["It is over", "Nobody came"]),
    (
        "The ministry said the bridge was closed and added that ferries would run.",
        "The ministry",
        ["ferries would run"],
    ),
    ("Ana Roe spoke on Monday, warning that the dam could break.", "Ana Roe", ["the dam could break"]),
    ("The dam, engineers say, was never inspected.", "engineers", ["The dam", "was never inspected"]),
    ("The police said in a statement that two men had fled.", "The police", ["two men had fled"]),
    ("According to a guard quoted by Radio Norland, the gate was open.", "a guard", ["the gate was open"]),
]


@pytest.mark.parametrize("text, source, pieces", CASES)
def test_kinds_of_attribution(nlp: Any, codebook: Codebook, text: str, source: str, pieces: list[str]) -> None:
    claims = attributions(nlp(text), codebook)
    found = [(one.attribution[-1].source.words, [words(span.words) for span in one.content]) for one in claims]
    assert any(
        who is not None and who.words == source and content == [words(piece) for piece in pieces]
        for who, content in found
    ), found


@pytest.mark.parametrize(
    "text", ["", "\n\n", '"', "“”", ": :", "said", '"Said" said said.', "according to", 'X: "…', "‘’'\"«»"]
)
def test_any_text_is_read(nlp: Any, codebook: Codebook, text: str) -> None:
    doc = nlp(text)
    for claim in attributions(doc, codebook):
        for span in claim.content:
            assert doc.text[span.start : span.end] == span.words
