"""How well mentions are put together, against a gold standard: MUC, B³, CEAF-e and their mean, the CoNLL F1.

Clusters are sets of mentions; both sides may hold single mentions, and mentions that the other side lacks. Standards: Vilain et al. 1995 (MUC), Bagga and Baldwin 1998 (B³),
Luo 2005 (CEAF with φ4), as in the CoNLL-2012 reference scorer.

>>> gold = [{1, 2, 3}, {4, 5}]
>>> round(score(gold, gold).conll, 3), round(score(gold, [{1, 2}, {3}, {4, 5}]).muc.f1, 3)
(1.0, 0.8)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

__all__ = ["F1", "Scores", "score"]

Clusters = Sequence[AbstractSet[Hashable]]


@dataclass(frozen=True)
class F1:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where nothing is right."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Scores:
    """The three measures."""

    muc: F1
    b_cubed: F1
    ceaf_e: F1

    @property
    def conll(self) -> float:
        """The mean of the three F1."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def score(gold: Iterable[AbstractSet[Hashable]], found: Iterable[AbstractSet[Hashable]]) -> Scores:
    """The three measures of clusters that were found. No mention is in two clusters of one side."""
    wanted, given = [one for one in gold if one], [one for one in found if one]
    to_gold, to_found = _owners(wanted), _owners(given)
    aligned = _aligned(wanted, given, to_found)
    return Scores(
        F1(_links(given, to_gold), _links(wanted, to_found)),
        F1(_shares(given, to_gold), _shares(wanted, to_found)),
        F1(aligned / len(given) if given else 0.0, aligned / len(wanted) if wanted else 0.0),
    )


def _owners(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: at for at, cluster in enumerate(clusters) for mention in cluster}


def _parts(cluster: AbstractSet[Hashable], owners: Mapping[Hashable, int]) -> tuple[Counter[int], int]:
    """The sizes of the parts into which the other side cuts a cluster, and how many mentions it lacks."""
    known = Counter(owners[one] for one in cluster if one in owners)
    return known, len(cluster) - known.total()


def _links(clusters: Clusters, owners: Mapping[Hashable, int]) -> float:
    """MUC: the share of the links of clusters that the other side has too."""
    kept = total = 0
    for cluster in clusters:
        parts, lacking = _parts(cluster, owners)
        kept += len(cluster) - len(parts) - lacking
        total += len(cluster) - 1
    return kept / total if total else 0.0


def _shares(clusters: Clusters, owners: Mapping[Hashable, int]) -> float:
    """B³: the mean, over mentions, of the share of their cluster that is in their cluster of the other side."""
    right = total = 0.0
    for cluster in clusters:
        parts, _ = _parts(cluster, owners)
        right += sum(size * size for size in parts.values()) / len(cluster)
        total += len(cluster)
    return right / total if total else 0.0


def _aligned(gold: Clusters, found: Clusters, to_found: Mapping[Hashable, int]) -> float:
    """CEAF-e: the likeness (φ4) of the clusters that are aligned one to one so that it is greatest."""
    likeness = {
        (row, column): 2 * size / (len(cluster) + len(found[column]))
        for row, cluster in enumerate(gold)
        for column, size in _parts(cluster, to_found)[0].items()
    }
    return sum(_best(rows, columns, likeness) for rows, columns in _islands(likeness))


def _islands(pairs: Iterable[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that pairs tie to each other, and to no others: each is aligned by itself."""
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for row, column in pairs:
        by_row.setdefault(row, []).append(column)
        by_column.setdefault(column, []).append(row)
    seen: set[int] = set()
    found = []
    for start in by_row:
        if start in seen:
            continue
        rows, columns, waiting = {start}, set[int](), [start]
        while waiting:
            for column in by_row[waiting.pop()]:
                if column not in columns:
                    columns.add(column)
                    new = set(by_column[column]) - rows
                    rows |= new
                    waiting += new
        seen |= rows
        found.append((sorted(rows), sorted(columns)))
    return found


def _best(rows: Sequence[int], columns: Sequence[int], likeness: Mapping[tuple[int, int], float]) -> float:
    """The greatest sum of an alignment one to one (Kuhn and Munkres, by shortest augmenting paths)."""
    value = [[likeness.get((row, column), 0.0) for column in columns] for row in rows]
    if len(rows) > len(columns):
        value = [list(row) for row in zip(*value, strict=True)]
    across, down = len(value), len(value[0])
    row_price, column_price = [0.0] * (across + 1), [0.0] * (down + 1)
    owner = [0] * (down + 1)
    """The row of each column, both counted from 1; 0 for none."""
    for row in range(1, across + 1):
        owner[0], column = row, 0
        nearest, came, done = [float("inf")] * (down + 1), [0] * (down + 1), [False] * (down + 1)
        while owner[column]:
            done[column] = True
            at, step, then = owner[column], float("inf"), 0
            for other in range(1, down + 1):
                if done[other]:
                    continue
                cost = -value[at - 1][other - 1] - row_price[at] - column_price[other]
                if cost < nearest[other]:
                    nearest[other], came[other] = cost, column
                if nearest[other] < step:
                    step, then = nearest[other], other
            for other in range(down + 1):
                if done[other]:
                    row_price[owner[other]] += step
                    column_price[other] -= step
                else:
                    nearest[other] -= step
            column = then
        while column:
            owner[column] = owner[came[column]]
            column = came[column]
    return sum(value[row - 1][column - 1] for column, row in enumerate(owner) if column and row)
