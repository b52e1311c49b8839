"""What the tests of extract share: trees written by hand, so that rules are tested without a model."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc


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
