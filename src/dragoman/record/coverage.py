"""Statements that a record is complete for something: without one no count can be confirmed (absence is not zero).

A statement is a person's: *meetings in person of A and B, 2011 to 2 September 2025, complete, as published by that day, by N.N.* It covers no manner
but its own, and only what is asked as published on or after its own day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.model.edtf import bounds
from dragoman.record.facts import World
from dragoman.record.offices import held_through, is_role, same_office

MEETINGS = "meetings in person"
CALLS = "calls by phone or video"
TALKS = "talks of any kind"
VISITS = "visits"
TALK = "CONSULT"
"""The type of all four."""

_WIDER = {MEETINGS: (TALKS, TALK), CALLS: (TALKS, TALK), TALKS: (TALK,), VISITS: (TALK,)}
_DAY = timedelta(days=1)

Days = tuple[date | None, date | None]
"""The first and the last day, both inclusive; None where it is open."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A person's statement that a record holds all events of a kind, between some parties, in a window.

    >>> stated = Coverage(id="v1", of="visits", parties=("anna-ito", "FRA"), window="2011/2025-09-02", as_published=date(2025, 9, 2), by="N.N.")
    >>> stated.complete
    True
    """

    id: str
    of: str
    """``meetings in person``, ``calls by phone or video``, ``talks of any kind``, ``visits``, else a type with or without its mode: ``ASSAULT aerial``."""
    parties: tuple[str, ...]
    """Ids of entities, or offices in words (``U.S. secretary of state``); for visits the host comes last."""
    window: str
    """EDTF."""
    as_published: date
    """The day up to which reports were looked at."""
    by: str
    """Who says so."""
    place: str | None = None
    """Only what happened there; the name of a place or the code of a country."""
    complete: bool = True
    """False for a statement that the record is known to lack some."""
    why: str = ""
    """From which source, and whatever else the author wants to say."""


def covering(
    statements: Sequence[Coverage],
    world: World,
    *,
    of: str,
    parties: Sequence[str],
    place: str | None,
    window: Days,
    as_published: date,
) -> tuple[str, ...]:
    """The ids of the statements that together span a window for what is asked; empty where they leave a day open.

    The window is inclusive. An open end is spanned only by an open end.
    """
    first, last = window
    if first is not None and last is not None and first > last:
        return ()
    fitting = sorted(
        (start or date.min, end or date.max, one.id)
        for one in statements
        if one.complete and one.as_published <= as_published and _is_wide_enough(one.of, of)
        and (one.place is None or one.place == place) and _names(one.parties, parties, window, world)
        for start, end in [bounds(one.window)]
    )  # fmt: skip
    reached, goal, used = first or date.min, last or date.max, list[str]()
    while True:
        best = max(((end, id_) for start, end, id_ in fitting if start <= reached and end >= reached), default=None)
        if best is None:
            return ()
        used.append(best[1])
        if best[0] >= goal:
            return tuple(used)
        reached = best[0] + _DAY


def _is_wide_enough(wide: str, narrow: str) -> bool:
    """Whether all events of one kind are events of another."""
    return wide == narrow or wide in _WIDER.get(narrow, ()) or wide == narrow.split(" ", maxsplit=1)[0]


def _names(stated: Sequence[str], asked: Sequence[str], window: Days, world: World) -> bool:
    """Whether every party of a statement is one of those asked for, or an office that one of these holds throughout."""
    return all(
        any(
            one == other
            or (is_role(one, world) and (same_office(one, other, world) or held_through(one, other, window, world)))
            for other in asked
        )
        for one in stated
    )
