"""Parsed sentences made by hand: what stands here does not depend on a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
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
        from spacy.tokens import Doc

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
