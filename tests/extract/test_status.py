"""Where an act stands, from its clause and the words above it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.extract.status import status

Parse = Callable[[str], Any]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


VERBS = [
    ("Chad Chad PROPN NNP nsubj 2\nleft leave VERB VBD ROOT 2", 1, "happened"),
    ("Chad Chad PROPN NNP nsubj 3\nwill will AUX MD aux 3\nleave leave VERB VB ROOT 3", 2, "planned"),
    ("Chad Chad PROPN NNP nsubj 3\nmay may AUX MD aux 3\nleave leave VERB VB ROOT 3", 2, "hypothetical"),
    (
        "Chad Chad PROPN NNP nsubj 4\ndid do AUX VBD aux 4\nnot not PART RB advmod 4\nleave leave VERB VB ROOT 4",
        3,
        "denied",
    ),
    (
        (
            "Chad Chad PROPN NNP nsubj 5\nhas have AUX VBZ aux 5\nnot not PART RB advmod 5\njust just ADV RB advmod 5\n"
            "left leave VERB VBN ROOT 5"
        ),
        4,
        "happened",
    ),
    (
        (
            "Chad Chad PROPN NNP nsubj 2\npromised promise VERB VBD ROOT 2\nto to PART TO mark 4\n"
            "leave leave VERB VB xcomp 2"
        ),
        3,
        "promised",
    ),
    (
        (
            "Chad Chad PROPN NNP nsubj 3\nwill will AUX MD aux 3\ncontinue continue VERB VB ROOT 3\nto to PART TO mark 5\n"
            "leave leave VERB VB xcomp 3"
        ),
        4,
        "planned",
    ),
    ("Ministers minister NOUN NNS nsubj 3\nto to PART TO mark 3\nmeet meet VERB VB ROOT 3", 2, "planned"),
]
NOUNS = [
    ("Chad Chad PROPN NNP nsubj 2\ncancelled cancel VERB VBD ROOT 2\ntalks talk NOUN NNS obj 2", 2, "cancelled"),
    ("Chad Chad PROPN NNP nsubj 2\nrescheduled reschedule VERB VBD ROOT 2\ntalks talk NOUN NNS obj 2", 2, "planned"),
    (
        "Chad Chad PROPN NNP nsubj 3\nwill will AUX MD aux 3\ncome come VERB VB ROOT 3\nfor for ADP IN case 5\ntalks talk NOUN NNS obl 3",
        4,
        "planned",
    ),
    (
        "Chad Chad PROPN NNP nsubj 3\nwill will AUX MD aux 3\ncome come VERB VB ROOT 3\nafter after ADP IN case 5\ntalks talk NOUN NNS obl 3",
        4,
        "happened",
    ),
    ("no no DET DT det 2\ntalks talk NOUN NNS ROOT 2", 1, "denied"),
    ("planned planned ADJ JJ amod 2\ntalks talk NOUN NNS ROOT 2", 1, "planned"),
    ("Chad Chad PROPN NNP nsubj 2\nheld hold VERB VBD ROOT 2\ntalks talk NOUN NNS obj 2", 2, "happened"),
    ("threat threat NOUN NN ROOT 1\nof of ADP IN case 3\nwar war NOUN NN nmod 1", 2, "threatened"),
    ("threat threat NOUN NN ROOT 1\nsince since ADP IN case 3\nwar war NOUN NN nmod 1", 2, "happened"),
]


@pytest.mark.parametrize(("table", "at", "wanted"), [*VERBS, *NOUNS])
def test_the_words_say_where_the_act_stands(parse: Parse, codebook: Codebook, table: str, at: int, wanted: str) -> None:
    assert status(parse(table)[at], codebook) == wanted
