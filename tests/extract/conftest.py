"""Parsed sentences made by hand: what stands here does not depend on a model."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

_MORPH = {
    "VBD": "Tense=Past|VerbForm=Fin",
    "VBZ": "Tense=Pres|VerbForm=Fin",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VB": "VerbForm=Inf",
    "MD": "VerbForm=Fin",
    "NNS": "Number=Plur",
    "WP": "PronType=Rel",
}


@pytest.fixture
def parse() -> Callable[[str], Doc]:
    """A document from lines ``word lemma POS tag relation head [name]``; a head is the number of a line, from 1."""

    def build(table: str) -> Doc:
        import spacy

        rows = [line.split() for line in table.strip().splitlines()]
        return Doc(
            spacy.blank("en").vocab,
            words=[r[0] for r in rows],
            lemmas=[r[1] for r in rows],
            pos=[r[2] for r in rows],
            tags=[r[3] for r in rows],
            morphs=[_MORPH.get(r[3], "") for r in rows],
            deps=[r[4] for r in rows],
            heads=[int(r[5]) - 1 for r in rows],
            ents=[f"B-{r[6]}" if len(r) > 6 else "O" for r in rows],
        )

    return build


def make(*sentences: str) -> Doc:
    """A report from sentences of lines ``word pos relation head [lemma] [features]``, heads counted from 1, 0 the root."""
    words: list[str] = []
    pos: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    lemmas: list[str] = []
    morphs: list[str] = []
    starts: list[bool | int | None] = []
    for sentence in sentences:
        first = len(words)
        for line in sentence.strip().splitlines():
            word, tag, relation, head, *rest = line.split()
            words.append(word)
            pos.append(tag)
            deps.append("ROOT" if head == "0" else relation)
            heads.append(len(words) - 1 if head == "0" else first + int(head) - 1)
            lemmas.append(rest[0] if rest else word.lower())
            morphs.append(rest[1] if len(rest) > 1 else "")
            starts.append(len(words) - 1 == first)
    return Doc(
        English().vocab, words=words, pos=pos, deps=deps, heads=heads, lemmas=lemmas, morphs=morphs, sent_starts=starts
    )


@pytest.fixture
def tree() -> Callable[..., Doc]:
    """Makes a report from trees written by hand."""
    return make
