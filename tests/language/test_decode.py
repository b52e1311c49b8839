"""From scores to structure: trees with one root and well-formed names, whatever the scores."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dragoman.language.decode import best_names, best_tree, is_tree, spans_of, well_formed

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
Floats = npt.NDArray[np.float64]


def scores(rows: int, columns: int) -> st.SearchStrategy[Floats]:
    return arrays.arrays(np.float64, (rows, columns), elements=st.floats(-50, 50, width=32))


def arcs(largest: int) -> st.SearchStrategy[Floats]:
    return st.integers(1, largest).flatmap(lambda size: scores(size, size + 1)).map(without_loops)


def without_loops(found: Floats) -> Floats:
    found[np.arange(len(found)), np.arange(1, len(found) + 1)] = -1e9
    return found


def worth(found: Floats, heads: tuple[int, ...] | list[int]) -> float:
    return float(sum(found[i, head] for i, head in enumerate(heads)))


@given(arcs(30))
def test_one_tree_with_one_root(found: Floats) -> None:
    assert is_tree(best_tree(found))


@given(arcs(30))
def test_the_greedy_tree_where_greedy_is_one(found: Floats) -> None:
    greedy = [int(head) for head in found.argmax(1)]
    if is_tree(greedy):
        assert best_tree(found) == greedy


@given(arcs(5))
def test_no_tree_is_better(found: Floats) -> None:
    trees = (heads for heads in product(range(len(found) + 1), repeat=len(found)) if is_tree(heads))
    assert worth(found, best_tree(found)) >= max(worth(found, heads) for heads in trees) - 1e-6


def test_scores_that_are_no_numbers_still_give_a_tree() -> None:
    assert is_tree(best_tree(np.full((6, 7), np.nan)))
    assert is_tree(best_tree(np.full((6, 7), -np.inf)))


def test_a_long_sentence_of_equal_words_ends() -> None:
    size = 120
    assert is_tree(best_tree(without_loops(np.tile(np.linspace(0, 1, size + 1), (size, 1)))))


@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=20))
def test_names_are_well_formed_for_any_wish(wish: list[str]) -> None:
    found = np.full((len(wish), len(LABELS)), -4.0)
    found[np.arange(len(wish)), [LABELS.index(label) for label in wish]] = 4.0
    best = [LABELS[number] for number in best_names(found, LABELS)]
    assert well_formed(best)
    if well_formed(wish):
        assert best == wish


@given(st.integers(1, 5).flatmap(lambda size: scores(size, len(LABELS))))
def test_no_well_formed_names_are_better(found: Floats) -> None:
    choices = [row for row in product(range(len(LABELS)), repeat=len(found)) if well_formed([LABELS[i] for i in row])]
    assert worth(found, best_names(found, LABELS)) >= max(worth(found, row) for row in choices) - 1e-4


@given(st.lists(st.sampled_from(LABELS), max_size=20).filter(well_formed))
def test_spans_hold_every_labelled_word_once(labels: list[str]) -> None:
    spans = spans_of(labels)
    inside = [i for start, end, _ in spans for i in range(start, end)]
    assert inside == [i for i, label in enumerate(labels) if label != "O"]
    assert len(spans) == sum(label.startswith("B-") for label in labels)
