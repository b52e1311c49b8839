"""Words to windows: every word in one, in order, below the limit."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.pieces import MAX_PIECES, Pieces
from dragoman.language.windows import PIECE_LIMIT, SHORT, encode, first_window

WORDS = st.lists(st.tuples(st.integers(1, MAX_PIECES), st.booleans()), min_size=1, max_size=400)


@given(WORDS)
def test_every_word_lies_in_one_window(words: list[tuple[int, bool]]) -> None:
    sizes = [size for size, _ in words]
    paragraphs = list(accumulate(int(new) for _, new in words))
    begin = 0
    while begin < len(sizes):
        stop = first_window(sizes, paragraphs, begin)
        assert begin < stop <= len(sizes)
        assert sum(sizes[begin:stop]) <= PIECE_LIMIT
        if stop < len(sizes) and paragraphs[stop] == paragraphs[stop - 1]:  # cut inside a paragraph: because it is full
            assert sum(sizes[begin : stop + 1]) > PIECE_LIMIT
        if paragraphs[begin] != paragraphs[stop - 1]:  # several paragraphs: the last one that was added is short
            assert sum(s for s, p in zip(sizes, paragraphs, strict=True) if p == paragraphs[stop - 1]) <= SHORT
        begin = stop
    assert begin == len(sizes)


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=40))
def test_arrays_fit_each_other_for_any_text(forms: list[str]) -> None:
    pieces = Pieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "##a": 4})
    arrays = encode(forms, pieces)
    assert arrays.pieces.shape == arrays.cases.shape == arrays.words.shape
    assert arrays.features.shape == (len(forms), 4)
    assert (arrays.pieces[0], arrays.pieces[-1]) == (pieces.start, pieces.end)
    assert arrays.words[0] == arrays.words[-1] == -1
    assert np.array_equal(np.unique(arrays.words[1:-1]), np.arange(len(forms)))
    assert (np.diff(arrays.words[1:-1]) >= 0).all()
