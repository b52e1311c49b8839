"""What a record concluded from a chain, in one shape for the rules alone and for a whole record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chain_files import Entry

from dragoman.record.facts import Figure, Group, Line, Relation, Support, Telling, World

BETWEEN_EVENTS = ("part_of", "member_of", "taken_up_again")
"""Relations of events; all others about events say who stands for or against them."""
SYMMETRIC = frozenset({"contradicts", "corroborates"})
Tie = tuple[str, frozenset[str] | tuple[str, str]]
"""Type and the two states, in order unless the type has none."""


@dataclass(frozen=True)
class Difference:
    """Something that was concluded and must not be, or the reverse."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


@dataclass(frozen=True)
class Checked:
    """What came of a check."""

    verdict: str
    record_min: float | None = None
    record_max: float | None = None
    why: str = ""


class Conclusions(Protocol):
    """What was concluded, with the chain's own ids for pages, figures and tellings. Nothing is worked out before it is asked for."""

    copies: bool
    """Whether copies have entries of their own, which support counts as pages."""

    @property
    def figures(self) -> Mapping[str, Figure]:
        """By id."""

    @property
    def tellings(self) -> Mapping[str, Telling]:
        """By id."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""

    @property
    def alone(self) -> tuple[str, ...]:
        """Figures in no line."""

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Between figures."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """Events."""

    @property
    def event_relations(self) -> tuple[Relation, ...]:
        """Between events."""

    @property
    def stands(self) -> tuple[Relation, ...]:
        """Denials and admissions of events and figures."""

    @property
    def works(self) -> frozenset[frozenset[str]]:
        """The pages of every work of more than one."""

    def support(self, kind: str, about: str) -> Support:
        """Of a figure or an event: ``figure`` or ``event``, and the id of the figure or of a telling."""

    def check(self, entry: Entry) -> Checked:
        """What comes of one entry of ``checks``."""

    def at(self, day: date) -> Conclusions:
        """What could be known as published by a day."""

    def voice(self, entity: str) -> str:
        """The topmost controller of an entity."""


class States:
    """Which figures say one and the same: a state goes by its first figure, every other figure by its own id."""

    def __init__(self, found: Conclusions) -> None:
        self.of = {id_: state.first for line in found.lines for state in line.states for id_ in state.figures}

    def __getitem__(self, figure: str) -> str:
        return self.of.get(figure, figure)

    def tie(self, type_: str, left: str, right: str) -> Tie:
        """A relation between two figures as one between their states."""
        one, other = self[left], self[right]
        return type_, frozenset({one, other}) if type_ in SYMMETRIC else (one, other)


def sets(wanted: Iterable[str], found: Iterable[str]) -> str:
    """What is missing from a set, and what is too much in it."""
    missing, more = sorted({*wanted} - {*found}), sorted({*found} - {*wanted})
    return "; ".join([*([f"missing {missing}"] if missing else []), *([f"too much {more}"] if more else [])])


def members(line: Line) -> list[str]:
    """Every figure of a line, stale ones too."""
    return sorted({*(id_ for state in line.states for id_ in state.figures), *line.ticks, *line.stale})


def day(value: date | None) -> str:
    """A day as a chain writes it, empty where there is none."""
    return value.isoformat() if value else ""


def top(entity: str, world: World) -> str:
    """The topmost controller of an entity."""
    seen = {entity}
    while (above := world.controlled_by.get(entity)) and above not in seen:
        entity = above
        seen.add(entity)
    return entity
