"""Words to numbers: WordPiece against a frozen table, case classes, hashed features."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.pieces import CASE_CLASSES, FEATURE_SIZES, MAX_PIECES, Pieces, case_class, hashed_features, shape

TABLE: list[tuple[str, list[int]]] = [
    (word, ids) for word, ids in json.loads((Path(__file__).parent / "wordpiece.json").read_text("utf-8"))
]
"""Words and their pieces as `tokenizers` 0.23.3 cuts them: BertWordPieceTokenizer over our vocabulary, lower-cased, accents stripped."""


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    vocab = resources.files("dragoman.language") / "weights" / "vocab.txt"
    return Pieces({word: number for number, word in enumerate(vocab.read_text("utf-8").splitlines())})


def test_pieces_are_those_of_the_library(pieces: Pieces) -> None:
    wrong = {
        word: (found, wanted)
        for word, ids in TABLE
        if (found := list(pieces(word).pieces)) != (wanted := ids[:MAX_PIECES] or [pieces.unknown])
    }
    assert len(TABLE) >= 300
    assert not wrong


@given(st.text(max_size=300))
def test_any_word_has_one_to_eight_pieces(word: str) -> None:
    found = Pieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "##a": 4, "e": 5})(word)
    assert 1 <= len(found.pieces) <= MAX_PIECES
    assert 0 <= found.case < CASE_CLASSES
    assert all(0 <= number < size for number, size in zip(found.features, FEATURE_SIZES, strict=True))


@given(st.text(max_size=60))
def test_a_word_means_the_same_at_each_asking(word: str) -> None:
    own = Pieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3})
    assert own(word) == own(word) == Pieces(own.vocab)(word)


def test_features_do_not_depend_on_the_process() -> None:
    assert hashed_features("Envoys") == (117, 994, 394, 92)


@pytest.mark.parametrize(
    "word, number",
    [("talks", 0), ("Oslo", 1), ("NATO", 2), ("A", 3), ("iPhone", 4), ("1,000", 5), ("T-72", 6), ("…", 7), ("북", 8)],
)
def test_case_classes(word: str, number: int) -> None:
    assert case_class(word) == number


def test_a_shape_cuts_runs_at_three() -> None:
    assert shape("Ouagadougou") == "Xxxx"
    assert shape("12,345") == "dd,ddd"
