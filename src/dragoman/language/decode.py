"""From scores to structure: trees with one root, well-formed names. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]

_NEVER = -1e12
_ROOT_COST = 1e7
"""More than the scores of a sentence together; the graph takes 1e4 off an arc between sentences."""


def is_tree(heads: Sequence[int]) -> bool:
    """Tell whether heads (0 the root, else 1-based) form one tree with one root.

    >>> is_tree([2, 0, 2]), is_tree([2, 1, 0]), is_tree([0, 0])
    (True, False, False)
    """
    size = len(heads)
    if sum(1 for h in heads if h == 0) != 1:
        return False
    state = [0] * (size + 1)
    state[0] = 2
    for first in range(1, size + 1):
        path = []
        node = first
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node - 1]
        if state[node] == 1:
            return False
        for seen in path:
            state[seen] = 2
    return True


def best_tree(scores: Floats) -> list[int]:
    """Return the best tree with one root for scores (n, n + 1), column 0 the root; greedy where greedy is a tree.

    Maximum spanning arborescence after Chu and Liu (1965) and Edmonds (1967). Every arc from the root costs more than all other arcs
    together can bring, so the best arborescence has one.

    >>> best_tree(np.asarray([[0.0, 0.0, 9.0], [5.0, 9.0, 0.0]]))
    [2, 0]
    """
    greedy = [int(h) for h in scores.argmax(1)]
    if is_tree(greedy):
        return greedy
    size = len(scores)
    if not np.isfinite(scores).all():
        return _star(0, size)
    full = np.full((size + 1, size + 1), _NEVER)
    full[1:, :] = scores
    full[1:, 0] -= _ROOT_COST
    full[np.arange(1, size + 1), np.arange(1, size + 1)] = _NEVER
    tree = [int(h) for h in _edmonds(full)[1:]]
    return tree if is_tree(tree) else _star(int(scores[:, 0].argmax()), size)


def _star(root: int, size: int) -> list[int]:
    """Hang every word on the root. The last resort for scores that are no numbers."""
    return [0 if i == root else root + 1 for i in range(size)]


def _edmonds(score: Floats) -> npt.NDArray[np.int64]:
    """Return the heads of the maximum arborescence of a dense matrix score[dependent, head] rooted at 0."""
    size = len(score)
    heads = score.argmax(1)
    heads[0] = -1
    cycle = _cycle(heads)
    if cycle is None:
        return np.asarray(heads, dtype=np.int64)
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    count = len(outside)
    small = np.full((count + 1, count + 1), _NEVER)
    small[:count, :count] = score[np.ix_(outside, outside)]
    members = np.asarray(cycle)
    own = score[members, heads[members]]
    into = score[np.ix_(members, outside)] - own[:, None]
    enter = into.argmax(0)
    small[count, :count] = into.max(0)
    out_of = score[np.ix_(outside, members)]
    leave = out_of.argmax(1)
    small[:count, count] = out_of.max(1)
    small[0, :] = _NEVER
    solved = _edmonds(small)
    result = heads.copy()
    for position in range(1, count):
        head = solved[position]
        result[outside[position]] = members[leave[position]] if head == count else outside[head]
    chosen = solved[count]
    broken = members[enter[chosen]]
    result[broken] = outside[chosen]
    return np.asarray(result, dtype=np.int64)


def _cycle(heads: npt.NDArray[np.int64]) -> list[int] | None:
    size = len(heads)
    state = [0] * size
    state[0] = 2
    for first in range(1, size):
        path = []
        node = first
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return None


def best_names(scores: Floats, labels: Sequence[str]) -> list[int]:
    """Return the best well-formed BIO sequence for scores (n, labels): arg-max where that is well-formed, else Viterbi."""
    greedy = [int(i) for i in scores.argmax(1)]
    if well_formed([labels[i] for i in greedy]):
        return greedy
    count = len(labels)
    allowed = np.zeros((count, count), dtype=bool)
    for before, left in enumerate(labels):
        for after, right in enumerate(labels):
            allowed[before, after] = not right.startswith("I-") or (left[2:] == right[2:] and left != "O")
    penalty = np.where(allowed, 0.0, -1e9)
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    first = np.asarray([-1e9 if label.startswith("I-") else 0.0 for label in labels])
    best = logs[0] + first
    back = np.zeros((len(scores), count), dtype=np.int64)
    for position in range(1, len(scores)):
        ways = best[:, None] + penalty
        back[position] = ways.argmax(0)
        best = ways.max(0) + logs[position]
    path = [int(best.argmax())]
    for position in range(len(scores) - 1, 0, -1):
        path.append(int(back[position, path[-1]]))
    return path[::-1]


def well_formed(labels: Sequence[str]) -> bool:
    """Tell whether every I- label continues a span of its own type.

    >>> well_formed(["B-PER", "I-PER", "O"]), well_formed(["O", "I-PER"])
    (True, False)
    """
    before = "O"
    for label in labels:
        if label.startswith("I-") and (before == "O" or before[2:] != label[2:]):
            return False
        before = label
    return True


def spans_of(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, type) of the spans of a BIO sequence, end exclusive.

    >>> spans_of(["B-PER", "I-PER", "O", "B-ORG"])
    [(0, 2, 'PER'), (3, 4, 'ORG')]
    """
    spans: list[tuple[int, int, str]] = []
    start = -1
    for position, label in enumerate([*labels, "O"]):
        if start >= 0 and not label.startswith("I-"):
            spans.append((start, position, labels[start][2:]))
            start = -1
        if label.startswith("B-"):
            start = position
    return spans
