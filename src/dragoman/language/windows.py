"""Windows: stretches of words that go through the network together, and the arrays they become.

A window holds whole paragraphs, several short ones or one long one; a paragraph that is longer than the limit is cut. After the
network has found its sentences, the next window starts where the last unfinished sentence began, so no sentence is cut that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dragoman.language.pieces import Pieces

PIECE_LIMIT = 128
"""As in training: windows of 180 pieces cost 0.7 points of attachment, for the later positions are hardly known."""
SHORT = 60

Ints = npt.NDArray[np.int64]


class Arrays(NamedTuple):
    """Inputs of the network for one window: pieces (P), their case classes (P), their words (P, -1 outside), features (W, 4)."""

    pieces: Ints
    cases: Ints
    words: Ints
    features: Ints


def encode(forms: Sequence[str], pieces: Pieces) -> Arrays:
    """Turn the words of one window into arrays, with the start and end pieces around them."""
    ids, cases, owner, features = [pieces.start], [7], [-1], []
    for number, form in enumerate(forms):
        word = pieces(form)
        ids.extend(word.pieces)
        cases.extend([word.case] * len(word.pieces))
        owner.extend([number] * len(word.pieces))
        features.append(word.features)
    ids.append(pieces.end)
    cases.append(7)
    owner.append(-1)
    pieces_of, cases_of, words_of, features_of = (
        np.asarray(rows, dtype=np.int64) for rows in (ids, cases, owner, features)
    )
    return Arrays(pieces_of, cases_of, words_of, features_of)


def first_window(sizes: Sequence[int], paragraphs: Sequence[int], begin: int) -> int:
    """Return where a window that begins at `begin` ends (exclusive).

    `sizes` are pieces per word, `paragraphs` paragraph numbers per word. A window takes words up to the piece limit; it goes
    on into the next paragraph only while what it holds and that paragraph are short.

    >>> first_window([1] * 10, [0] * 4 + [1] * 6, 0)
    10
    >>> first_window([50] * 10, [0] * 4 + [1] * 6, 0)
    2
    """
    total, stop = 0, begin
    while stop < len(sizes):
        if stop > begin and paragraphs[stop] != paragraphs[stop - 1]:
            following = _paragraph_size(sizes, paragraphs, stop)
            if total > SHORT or following > SHORT:
                break
        if total + sizes[stop] > PIECE_LIMIT:
            break
        total += sizes[stop]
        stop += 1
    return max(stop, begin + 1)


def _paragraph_size(sizes: Sequence[int], paragraphs: Sequence[int], begin: int) -> int:
    total = 0
    for index in range(begin, len(sizes)):
        if paragraphs[index] != paragraphs[begin] or total > SHORT:
            break
        total += sizes[index]
    return total
