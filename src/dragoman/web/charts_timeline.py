"""Data of the timeline: events with the time that they can mean, in lanes; many of them as counts of a stretch of time.

Pure functions from outlines of events. Days are ISO 8601; an open end of a time is null.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dragoman.codebook import Codebook
from dragoman.record.facts import Group
from dragoman.record.outlines import Outline

NODES = 300
"""Events that are drawn each by itself; more are counted."""
FEW = 100
"""One in so many of many events may lie before, and one after, the days that are drawn unless others are asked for."""
LANES = 12
"""Lanes, the last of them for all that has none of its own."""
OTHERS = "others"
PLANNED = frozenset({"planned", "promised", "threatened"})
Unit = Literal["day", "week", "month", "year", "decade"]
_LONGEST: tuple[tuple[int, Unit], ...] = ((92, "day"), (450, "week"), (2_600, "month"), (36_600, "year"))
"""Up to how many days a stretch is counted in which unit."""


@dataclass(frozen=True, slots=True)
class Node:
    """An event on the timeline."""

    id: str
    label: str
    type: str
    mode: str | None
    status: str
    start: str | None
    end: str | None
    """The first and the last day that it can mean; null where that is open."""
    when: str
    """As EDTF, several values where its tellings disagree."""
    about: bool
    """Whether the date is uncertain or approximate."""
    planned: bool
    cancelled: bool
    """Whether it was called off, put off or denied."""
    contested: bool
    place: str
    lane: str


@dataclass(frozen=True, slots=True)
class Bin:
    """How many events lie in a stretch of time."""

    start: str
    end: str
    lane: str
    sure: int
    """Events that lie wholly in it."""
    may: int
    """Events that may lie in it or not: their dates are longer than it."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline: nodes, or bins where there are too many events."""

    number: int
    """Events that are drawn."""
    undated: int
    outside: int
    """Events that lie before or after the days that are drawn."""
    reaching: int
    """Events of which only one end is known, and that not among these days."""
    unit: Unit | None
    """What the bins are; null for nodes."""
    lanes: tuple[str, ...]
    nodes: tuple[Node, ...]
    bins: tuple[Bin, ...]
    start: str | None
    end: str | None
    """The days between which it is drawn."""


Names = Callable[[Iterable[str]], Mapping[str, str]]
"""From ids of entities to their names."""


def nodes(some: Sequence[tuple[Outline, str]], names: Names, codebook: Codebook) -> list[Node]:
    """Events as nodes, each with its lane."""
    groups = [one.group for one, _ in some]
    known = names({who for group in groups for who in (*group.actors, *group.recipients)})
    return [
        Node(
            id=group.id, label=label(group, known, codebook), type=group.type, mode=group.mode, status=group.status,
            start=one.earliest.isoformat() if one.earliest else None, end=one.latest.isoformat() if one.latest else None,
            when=" or ".join(group.when), about=any(each.endswith(("?", "~", "%")) for each in group.when), planned=group.status in PLANNED,
            cancelled=group.status in ("cancelled", "denied"), contested=bool(group.contested), place=group.place.name if group.place else "", lane=lane,
        )
        for group, (one, lane) in zip(groups, some, strict=True)
    ]  # fmt: skip


def label(group: Group, names: Mapping[str, str], codebook: Codebook) -> str:
    """An event in a few words: who, what, to whom, where."""
    who, whom = (
        ", ".join(name_of(one, names, codebook) for one in some[:3]) + (" …" if len(some) > 3 else "")
        for some in (group.actors, group.recipients)
    )
    what = (group.mode or group.type.lower()).replace("_", " ")
    where = f", {group.place.name}" if group.place is not None else ""
    return f"{who or 'somebody'}: {what}{f' → {whom}' if whom else ''}{where}"


def name_of(id_: str, names: Mapping[str, str], codebook: Codebook) -> str:
    """The name of who takes part: that of a page, else the codebook's for a country."""
    if id_ in names:
        return names[id_]
    row = codebook.countries.get(id_)
    return row.name if row is not None else id_


def timeline(
    outlines: Iterable[Outline], names: Names, codebook: Codebook, *, by: Literal["type", "actor"] = "type", since: date | None = None,
    until: date | None = None,
) -> Timeline:  # fmt: skip
    """The timeline of some events, between two days if they are given; else of the days between which nearly all of many lie."""
    dated: list[Outline] = []
    undated = 0
    for one in outlines:
        if one.earliest is None and one.latest is None:
            undated += 1
        elif not (since and one.latest and one.latest < since) and not (
            until and one.earliest and one.earliest > until
        ):
            dated.append(one)
    first, last = _ends(dated, since, until)
    near = [
        one
        for one in dated
        if not (first and one.latest and one.latest < first) and not (last and one.earliest and one.earliest > last)
    ]
    # Of an event with an open end nothing says where in the days that are drawn it lies, if its known end lies elsewhere.
    inside = [one for one in near if _known(one, first, last)]
    lane_of = _by_type(inside) if by == "type" else _by_actor(inside, names, codebook)
    lanes = _lanes(Counter(lane_of))
    known = set(lanes)
    rows = [(one, lane if lane in known else OTHERS) for one, lane in zip(inside, lane_of, strict=True)]
    drawn: list[Node] = []
    bins: tuple[Bin, ...] = ()
    unit: Unit | None = None
    if len(rows) > NODES and first is not None and last is not None:
        unit = unit_of(first, last)
        bins = tuple(counted(((one.earliest, one.latest, lane) for one, lane in rows), unit, first, last))
    else:
        drawn = sorted(
            nodes(rows, names, codebook), key=lambda one: (one.start or one.end or "", one.end or "", one.id)
        )
    return Timeline(
        number=len(rows), undated=undated, outside=len(dated) - len(near), reaching=len(near) - len(inside), unit=unit, lanes=lanes, nodes=tuple(drawn), bins=bins,
        start=first.isoformat() if first else None, end=last.isoformat() if last else None,
    )  # fmt: skip


def _ends(dated: Sequence[Outline], since: date | None, until: date | None) -> tuple[date | None, date | None]:
    """The days between which events are drawn: a few that lie far from all the others do not squeeze those into nothing."""
    firsts = sorted(one.earliest or one.latest or date.min for one in dated)
    lasts = sorted(one.latest or one.earliest or date.max for one in dated)
    if not dated:
        return since, until
    few = len(dated) // FEW if len(dated) > NODES and since is None and until is None else 0
    return since or firsts[few], until or max(lasts[-1 - few], firsts[few])


def _known(one: Outline, first: date | None, last: date | None) -> bool:
    """Whether both ends of an event are known, or the one that is known lies between two days."""
    end = one.earliest or one.latest
    if None not in (one.earliest, one.latest) or end is None:
        return True
    return (first is None or end >= first) and (last is None or end <= last)


def _by_type(some: Sequence[Outline]) -> list[str]:
    return [one.type for one in some]


def _by_actor(some: Sequence[Outline], names: Names, codebook: Codebook) -> list[str]:
    """The first actor of each."""
    firsts = [next(iter(one.group.actors), "") for one in some]
    known = names(set(firsts) - {""})
    return [name_of(one, known, codebook) if one else OTHERS for one in firsts]


def _lanes(known: Mapping[str, int]) -> tuple[str, ...]:
    ordered = sorted((one for one in known if one != OTHERS), key=lambda one: (-known[one], one))
    rest = len(ordered) > LANES or OTHERS in known
    return (*ordered[: LANES - rest], OTHERS) if rest else tuple(ordered)


def unit_of(first: date, last: date) -> Unit:
    """In what events between two days are counted.

    >>> unit_of(date(2031, 1, 1), date(2031, 3, 1)), unit_of(date(2026, 1, 1), date(2031, 1, 1))
    ('day', 'month')
    """
    return next((unit for longest, unit in _LONGEST if (last - first).days <= longest), "decade")


def counted(
    events: Iterable[tuple[date | None, date | None, str]], unit: Unit, first: date, last: date
) -> Iterator[Bin]:
    """Events between two days, counted by day, week, month, year or decade in each lane."""
    stretches = list(_stretches(unit, first, last))
    place = {start: at for at, (start, _) in enumerate(stretches)}
    sure: defaultdict[tuple[str, int], int] = defaultdict(int)
    may: defaultdict[tuple[str, int], int] = defaultdict(int)
    for start, end, lane in events:
        # An open end reaches no further than the day that is known: what is open says nothing of any one stretch.
        low, high = (min(max(day, first), last) for day in (start or end or first, end or start or last))
        one, other = place[_begin(unit, low)], place[_begin(unit, high)]
        if one == other and start is not None and end is not None:
            sure[lane, one] += 1
        else:
            for at in range(one, other + 1):
                may[lane, at] += 1
    for lane, at in sorted(sure.keys() | may.keys(), key=lambda name: (name[1], name[0])):
        start_, end_ = stretches[at]
        yield Bin(start_.isoformat(), end_.isoformat(), lane, sure[lane, at], may[lane, at])


def _begin(unit: Unit, day: date) -> date:
    """The first day of the unit in which a day lies."""
    if unit == "week":
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    if unit == "decade":
        return date(max(1, day.year - day.year % 10), 1, 1)
    return day if unit == "day" else date(day.year, day.month if unit == "month" else 1, 1)


def _stretches(unit: Unit, first: date, last: date) -> Iterator[tuple[date, date]]:
    start = _begin(unit, first)
    while start <= last:
        if date.max - start < timedelta(days=3_660):
            yield start, date.max
            return
        after = _begin(
            unit, start + timedelta(days={"day": 1, "week": 7, "month": 31, "year": 366, "decade": 3_660}[unit])
        )
        yield start, after - timedelta(days=1)
        start = after


def by_stretch(bins: Sequence[Bin]) -> list[tuple[str, str, int, int]]:
    """Bins of all lanes together: first and last day, events that lie in it, events that may."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in bins:
        both = found.setdefault((one.start, one.end), [0, 0])
        both[0] += one.sure
        both[1] += one.may
    return [(start, end, sure, may) for (start, end), (sure, may) in sorted(found.items())]


def zoomed(first: date, last: date, unit: float, shift: float = 0) -> tuple[str, str]:
    """The days between which a closer or wider view lies: ``unit`` times as long, moved by a part of its length.

    >>> zoomed(date(2031, 1, 1), date(2031, 1, 31), 0.5), zoomed(date(2031, 1, 1), date(2031, 1, 31), 1, 1)
    (('2031-01-08', '2031-01-23'), ('2031-01-31', '2031-03-02'))
    """
    length = max(1, (last - first).days)
    middle = first.toordinal() + length / 2 + shift * length
    half = max(1.0, length * unit) / 2
    ends = (
        min(max(int(middle - half), 1), date.max.toordinal()),
        min(max(int(middle + half), 1), date.max.toordinal()),
    )
    return date.fromordinal(ends[0]).isoformat(), date.fromordinal(ends[1]).isoformat()
