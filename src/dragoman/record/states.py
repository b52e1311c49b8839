"""States while lines are drawn, what words tie, and the relations that rules draw between figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dragoman.record.compare import ALWAYS, NEVER, Measured, reach
from dragoman.record.facts import Relation, State


@dataclass(slots=True, eq=False)
class Point:
    """A state while lines are drawn."""

    first: Measured
    """The figure that stands for it."""
    members: list[Measured]
    """Its figures, ``first`` among them, in the order in which they joined."""
    finest: Measured
    """The figure that has its number most finely: others are compared with it."""
    until: int
    """The last day of which a figure says that it was so."""
    low: float
    high: float
    """The numbers between which those lie that may tell the same."""
    copies: list[Measured] = field(default_factory=list)
    withdrawn: int = NEVER
    """The day on which its origin disowned it."""
    given_up: int = NEVER
    """The day on which it was withdrawn, or put right by words or by a number of its own origin."""

    @classmethod
    def of(cls, first: Measured) -> Point:
        """A state that begins with a figure."""
        return cls(first, [first], first, _true_on(first), *reach(first))

    def join(self, told: Measured) -> None:
        """Another figure tells it."""
        self.members.append(told)
        self.until = max(self.until, _true_on(told))
        if (told.half, not told.closed) < (self.finest.half, not self.finest.closed):
            self.finest = told
            self.low, self.high = reach(told)

    @property
    def standing(self) -> Measured:
        """The figure through which it is compared with others: the first that is closed to both sides, else the first."""
        return next((one for one in self.members if one.closed), self.first)

    def state(self) -> State:
        """As an answer."""
        figures = sorted(one.figure.id for one in (*self.members, *self.copies))
        gone = None if self.withdrawn == NEVER else date.fromordinal(self.withdrawn)
        return State(self.first.figure.id, tuple(figures), gone)


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of reports tie within a block."""

    newer: dict[str, list[Measured]] = field(default_factory=lambda: defaultdict(list))
    """Figure that words call outdated, to those that they put in its place."""
    pairs: set[frozenset[str]] = field(default_factory=set)
    """All pairs of figures that words tie."""

    def outdated(self, told: Measured) -> bool:
        """Whether the report itself calls the number outdated."""
        return told.figure.id in self.newer


def _true_on(told: Measured) -> int:
    return told.start if told.start != ALWAYS else min(told.end, told.day)


def tied(words: Words, points: Iterable[Point]) -> set[frozenset[int]]:
    """The pairs of states that words tie, each state by its ``id()``."""
    of = {one.figure.id: id(point) for point in points for one in point.members}
    found = (frozenset(of[one] for one in pair if one in of) for pair in words.pairs)
    return {pair for pair in found if len(pair) == 2}


def direction(older: Measured, newer: Measured) -> Literal["up", "down"] | None:
    """Whether a number rose or fell."""
    before, after = (one.extent.low if one.number is None else one.number for one in (older, newer))
    return None if before == after else "up" if after > before else "down"


def revised_by(older: Measured, newer: Measured, rule: str, why: str) -> Relation:
    """An origin's number gives way to another."""
    return Relation(
        "revised_by", older.figure.id, newer.figure.id, rule, direction=direction(older, newer),
        why=f"{older.shown}, then {newer.shown}: {why}",
    )  # fmt: skip


def contradicts(later: Measured, earlier: Measured, rule: str, why: str) -> Relation:
    """Two numbers cannot both be right."""
    return Relation(
        "contradicts", later.figure.id, earlier.figure.id, rule, why=f"{later.shown} against {earlier.shown}: {why}"
    )


def repeats_stale(told: Measured, old: Measured, newer: Measured | None, rule: str) -> Relation:
    """A figure tells an old number as new."""
    why = "disowned by its origin" if newer is None else f"{newer.shown} had taken its place"
    return Relation(
        "repeats_stale",
        told.figure.id,
        old.figure.id,
        rule,
        newer=None if newer is None else newer.figure.id,
        why=f"{told.shown} told again: {why}",
    )
