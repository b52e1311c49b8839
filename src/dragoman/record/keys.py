"""Keys by which tellings that have to do with each other find each other in an index.

Guaranteed: of two tellings whose pair ties (`Pair.ties`) each seeks a key of the other. The reverse is not so: a key is a reason to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import floor, log2
from typing import NamedTuple

from dragoman.record import sides
from dragoman.record.facts import Telling, World
from dragoman.record.joins import MEASURED, country
from dragoman.record.pairs import SERIES, YEAR, is_counted, may_start_anew
from dragoman.record.tellings import BEFALLING, STALE, View, view

_LIMIT = 20_000
_MADE: dict[int, tuple[View, Keys]] = {}
"""The keys made last: a new telling is asked for its keys several times."""
_STRETCH = 16
"""Days in a stretch of the calendar."""
_AGE = 30 * YEAR
"""Days up to which the members of a set are looked for."""


class Keys(NamedTuple):
    """The keys under which a telling is found, and those under which it looks for others."""

    own: frozenset[str]
    sought: frozenset[str]


def keys(telling: Telling, world: World) -> Keys:
    """Keys by which the tellings that it may be joined with are found; see the guarantee above.

    Most keys are sought as they are found. Where two only matter to each other in two parts (what was called off and a new start, several acts and
    one, a telling without a date and any other), each part seeks the other.
    """
    seen = view(telling, world)
    made = _MADE.get(id(seen))
    if made is None or made[0] is not seen:  # the view is held here, so no other one can have its id
        if len(_MADE) >= _LIMIT:
            _MADE.clear()
        made = _MADE[id(seen)] = (seen, _sided(_keys(seen, world), seen))
    return made[1]


def _sided(found: Iterator[str], a: View) -> Keys:
    own, sought = set(), set()
    for key in found:
        kind = key[key.rindex("|") + 1]
        part = _PARTS.get(kind)
        if part is None:
            own.add(key)
            sought.add(key)
            continue
        rare = part(a)
        own.add(f"{key}|{'rare' if rare else 'common'}")
        sought.add(f"{key}|{'common' if rare else 'rare'}")
        if kind == "p" and rare:
            sought.add(f"{key}|rare")  # two without a date may be one
    return Keys(frozenset(own), frozenset(sought))


_PARTS: dict[str, Callable[[View], bool]] = {
    "y": lambda a: a.telling.status == "cancelled",
    "s": lambda a: a.telling.is_set,
    "p": lambda a: a.window is None,
}
"""Kinds of keys with two parts, by the letter that begins their last piece, and who is of the rarer part."""


def _keys(a: View, world: World) -> Iterator[str]:
    yield f"page|={a.telling.page.report}"
    families = sorted(a.families) or [a.telling.type]
    near = [f"p{day // (STALE + 1) + step}" for day in _day(a.published) for step in (0, 1)]
    for one in _meeting(a, world):
        yield from (f"{family}|{one}|{time}" for family in families for time in (*_times(a), *near))
    for kind, values in a.names.items():
        if kind != "weapon":
            yield from (f"{kind}|={value}" for value in sorted(values))
        else:
            yield from (f"weapon|{value}|={time}" for value in sorted(values) for time in near)
    for counted, nth in a.ordinals.items():
        yield from (f"ordinal|{nth} {counted}|={min(side)}" for side in (a.actors, a.pooled) if side)
    for (kind, unit), value in a.measures.items():
        size = floor(log2(abs(value))) if value else 0
        yield from (
            f"{family}|{kind} {unit}|{size + step}|{day // (MEASURED + 1) + later}"
            for family in families for step in (0, 1) for day in _day(a.published) for later in (0, 1)
        )  # fmt: skip
    if a.behind:
        same = "+".join(sorted(a.behind)) if len(a.behind) > 1 else f"{min(a.behind)}@{country(a)}"
        yield from (f"{family}|{same}|{year}" for family in families for year in _years(a))


def _years(a: View) -> Iterator[str]:
    """Years within which a new start of the same is looked for, and the members of a set."""
    if may_start_anew(a):
        yield from (f"y{day // (YEAR + 1) + later}" for day in _day(a.published) for later in (0, 1))
    if is_counted(a) and a.first is not None and a.last is not None and a.last - a.first < _AGE:
        yield from (f"s{year}" for year in range(a.first // YEAR, a.last // YEAR + 1))


def _day(day: int | None) -> tuple[int, ...]:
    return () if day is None else (day,)


def _times(a: View) -> list[str]:
    """Stretches of the calendar in which its date lies; its exact bounds too where it is too wide for that."""
    window = a.window
    if (
        window is None
        and a.telling.is_set
        and a.first is not None
        and a.last is not None
        and a.last - a.first <= SERIES
    ):
        window = (a.first, a.last)
    if window is None:
        return [] if a.form == "none" else [f"{a.first}/{a.last}"]
    # A day more on either side: single days one apart may be one.
    times = [f"t{stretch}" for stretch in range((window[0] - 1) // _STRETCH, (window[1] + 1) // _STRETCH + 1)]
    return times if a.window is not None else [*times, f"{a.first}/{a.last}"]


def _meeting(a: View, world: World) -> list[str]:
    """Those through whom it meets others: who takes part, and for what nobody does, who is affected and where."""
    talks = a.telling.type == "CONSULT"
    side = a.pooled if talks else a.actors
    if side:
        if len(side) <= sides.FEW:
            return sorted({name for one in side for name in sides.names(one, a.known.get(one), world)})
        hosts = sorted(a.actors)[: 1 if len(a.actors) > sides.FEW else None]
        return sorted({min(side), *(name for one in hosts for name in sides.names(one, a.known.get(one), world))})
    place = a.telling.place
    found = [f"to {min(a.recipients)}"] if a.recipients else []
    if place is not None and a.telling.type in BEFALLING and a.telling.type != "death":
        found += [f"in {place.geonames}"] if place.geonames is not None else []
        found += [
            f"in {name}"
            for name in (place.name.casefold(), *(one.casefold() for one in place.within), place.country)
            if name
        ]
    return found
