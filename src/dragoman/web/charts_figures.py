"""Data of the figures chart: every figure of a count as a mark, the lines of those who give them, and what is drawn between.

Pure functions from what a record answers. Days are ISO 8601; an open end of a time is null.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.model.tables import Cell
from dragoman.record.compare import ALWAYS, NEVER, time
from dragoman.record.facts import Relation
from dragoman.record.figures import block
from dragoman.record.views import RecordedFigure, Series

ROWS = (
    "as_of", "low", "point", "high", "op", "origin", "words", "counted", "of", "place", "published", "outlet", "report", "url", "recorded_at",
    "part", "line", "id",
)  # fmt: skip
"""The columns of a chart's data; they keep their names and order, and new ones come last."""
_TOTALS = frozenset({None, "cumulative", "total", "planned"})
"""How figures add up that may stand on one axis with the lines."""
_DENIALS = frozenset({"CT-", "PR-", "PS-"})
_PLAIN = re.compile(r"[^\W_]|[.-]")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure as the chart draws it."""

    id: str
    chart: str
    """The key of the chart to which it belongs."""
    part: str
    """``point`` ``tick`` ``stale`` ``alone``."""
    line: int | None
    """The place of its line among the lines."""
    letter: str
    """That of its origin; empty for a figure in no line."""
    hue: int | None
    """The place of its origin among the origins."""
    under: str | None
    """For a tick: the point whose number it restates."""
    times: int
    """How many pages of its work it stands for; 0 for one that another of the work stands for."""
    counted: str
    of: str
    place: str | None
    words: str
    op: str
    low: float | None
    point: float | None
    high: float | None
    value: float | None
    """Where it stands on the axis of numbers; null for a number word without a policy."""
    least: float | None
    most: float | None
    """What it may stand for under the policy in force; null where that is open."""
    as_of: str | None
    start: str | None
    end: str | None
    """The first and the last day of which it can speak."""
    published: str | None
    outlet: str | None
    report: str
    title: str
    url: str | None
    recorded_at: str
    origin: str
    ahead: bool
    """Whether it is planned, promised or forecast."""
    withdrawn: str | None
    """The day on which its origin disowned it."""
    drawn: bool
    """Whether it stands on the chart; parts, shares and other units stand in the table alone."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of the chart."""

    key: str
    letter: str
    hue: int
    """The place of its origin among the origins."""
    origin: str
    kind: str
    """What kind of holder it is."""
    counted: str
    place: str | None
    ahead: bool
    points: tuple[str, ...]
    """The ids of its points in order of time."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something drawn between two figures."""

    type: str
    left: str
    right: str
    direction: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Band:
    """What a party admits, against what others claim."""

    admitted: str
    claimed: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A figures chart."""

    counted: tuple[str, ...]
    unit: str | None
    lines: tuple[Drawn, ...]
    marks: tuple[Mark, ...]
    """In order of the time that they speak of."""
    links: tuple[Link, ...]
    bands: tuple[Band, ...]
    days: tuple[str, ...]
    """The days on which something was published, in order."""

    @property
    def span(self) -> tuple[str, str] | None:
        """The first and the last day on the chart."""
        found = [one for mark in self.marks if mark.drawn for one in (mark.start, mark.end, mark.published) if one]
        return (min(found), max(found)) if found else None

    @property
    def top(self) -> float:
        """The greatest number on the chart."""
        found = (one for mark in self.marks if mark.drawn for one in (mark.value, mark.most) if one is not None)
        return max(found, default=1)


def key_of(name: str) -> str:
    """A block as a part of an address, from which `block_of` makes it again.

    >>> key_of("killed|coal miners|FRA")
    'killed~coal_miners~FRA'
    """
    return "".join(
        "~" if one == "|" else "_" if one == " " else one if _PLAIN.fullmatch(one) else f"={ord(one):x}="
        for one in name
    )


def block_of(key: str) -> str:
    """The block of an address.

    >>> block_of("sold~t=2f=year~")
    'sold|t/year|'
    """
    plain = key.replace("~", "|").replace("_", " ")
    return re.sub("=([0-9a-f]{1,6})=", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), plain)


def chart(series: Sequence[Series], alone: Sequence[RecordedFigure], names: Mapping[str, str]) -> Chart:
    """The chart of some series and of figures in none. ``names`` are those of the codebook for ids that no page names."""
    ordered = sorted(series, key=lambda one: (one.line.modal, -len(one.figures), one.line.key))
    units = Counter(one.quantity.unit for each in ordered for one in each.figures) or Counter(
        one.quantity.unit for one in alone
    )
    unit = min(units, key=lambda one: (-units[one], one or ""), default=None)
    hues: dict[tuple[str, ...], int] = {}
    lines, marks = [], list[Mark]()
    for number, one in enumerate(ordered):
        line = _line(one, hues.setdefault(one.line.origin, len(hues)), names)
        lines.append(line)
        marks += _of_line(one, number, line, unit)
    marks += [_mark(one, None, None, _voice(one, names), unit) for one in alone]
    marks.sort(key=lambda one: (one.start or one.end or "~", one.published or "~", one.value or 0, one.id))
    known = {one.id for one in marks}
    between = {(one.type, one.left, one.right): one for each in ordered for one in each.relations}
    between |= {(one.type, one.left, one.right): one for figure in alone for one in figure.relations}
    links = tuple(_link(between[name]) for name in sorted(between) if {name[1], name[2]} <= known)
    figures = {one.id: one for one in (*(figure for each in ordered for figure in each.figures), *alone)}
    return Chart(
        counted=tuple(sorted({one.counted for one in marks})), unit=unit, lines=tuple(lines), marks=tuple(marks), links=links,
        bands=tuple(_bands(marks, figures)), days=tuple(sorted({one.published for one in marks if one.published})),
    )  # fmt: skip


def rows(found: Chart) -> list[Mapping[str, Cell]]:
    """The same as rows with the columns `ROWS`."""
    keys = dict(enumerate(one.key for one in found.lines))
    return [
        {
            "as_of": one.as_of, "low": one.low, "point": one.point, "high": one.high, "op": one.op, "origin": one.origin,
            "words": one.words, "counted": one.counted, "of": one.of, "place": one.place, "published": one.published,
            "outlet": one.outlet, "report": one.report, "url": one.url, "recorded_at": one.recorded_at, "part": one.part,
            "line": None if one.line is None else keys[one.line], "id": one.id,
        }
        for one in found.marks
    ]  # fmt: skip


def _letter(number: int) -> str:
    """A, B, … Z, AA, AB, …"""
    return (_letter(number // 26 - 1) if number >= len(_LETTERS) else "") + _LETTERS[number % 26]


def _line(one: Series, hue: int, names: Mapping[str, str]) -> Drawn:
    known = {id_: entity for figure in one.figures for id_, entity in figure.entities.items()}
    kinds = []
    for who in one.line.origin:
        entity = known.get(who)
        kinds += [", ".join(filter(None, (entity.kind, entity.country)))] if entity else []
    return Drawn(
        key=one.line.key, letter=_letter(hue), hue=hue, origin=_names(one.line.origin, one.figures, names), kind="; ".join(dict.fromkeys(kinds)),
        counted=one.line.counted, place=one.line.place, ahead=one.line.modal, points=tuple(state.first for state in one.line.states),
    )  # fmt: skip


def _names(origin: Sequence[str], figures: Iterable[RecordedFigure], names: Mapping[str, str]) -> str:
    known = {id_: entity.name for figure in figures for id_, entity in figure.entities.items()}
    found = [known.get(who) or names.get(who, who) for who in origin]
    return " and ".join(found) if found else "no named source"


def _voice(one: RecordedFigure, names: Mapping[str, str]) -> str:
    """Who says a figure that stands in no line."""
    holder = one.figure.holder
    if holder.voice == "author":
        return f"{one.report.outlet or 'the report'}, in its own voice"
    if holder.voice == "named":
        return _names(holder.entities, [one], names)
    return " ".join(holder.words.split()) or "a source without a name"


def _of_line(one: Series, number: int, line: Drawn, unit: str | None) -> list[Mark]:
    """The marks of a line. Of the figures of one work that restate one point, the first stands for all."""
    by_id = {figure.id: figure for figure in one.figures}
    state_of = {id_: state for state in one.line.states for id_ in state.figures}
    restated = {relation.left: relation.right for relation in one.relations if relation.type == "restates"}
    under = {}
    for figure in one.figures:
        state = state_of.get(figure.id) or state_of.get(restated.get(figure.id, ""))
        if figure.part == "tick" and state is not None:
            under[figure.id] = state.first
    stands: dict[tuple[str, str], str] = {}
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for figure in one.figures:
        point, work = under.get(figure.id, figure.id), figure.figure.page.work
        copied = point in by_id and not figure.figure.page.counts and by_id[point].figure.page.work == work
        name = point if copied or figure.id not in under else stands.setdefault((point, work), figure.id)
        pages[name].add(figure.report.id)
    times = {id_: len(its) for id_, its in pages.items()}
    return [
        _mark(
            figure, number, line.hue, line.origin, unit, under=under.get(figure.id), times=times.get(figure.id, 0),
            withdrawn=state_of[figure.id].withdrawn if figure.id in state_of and figure.part != "stale" else None,
        )
        for figure in one.figures
    ]  # fmt: skip


def _mark(
    one: RecordedFigure, line: int | None, hue: int | None, origin: str, unit: str | None, *, under: str | None = None, times: int = 1,
    withdrawn: date | None = None,
) -> Mark:  # fmt: skip
    quantity, figure = one.quantity, one.figure
    start, end = time(figure)
    least, most = (None if one.bounds is None or not _finite(end_) else end_ for end_ in one.bounds or (None, None))
    value = next((number for number in (quantity.point, quantity.low, quantity.high) if number is not None), None)
    if value is None and least is not None and most is not None:
        value = (least + most) / 2
    denied = figure.holder.attitude == "denial" or figure.holder.certainty in _DENIALS
    ahead = figure.time_ref == "future" or quantity.aggregation == "planned"
    return Mark(
        id=one.id, chart=key_of(block(figure)), part=one.part, line=line, letter="" if hue is None else _letter(hue), hue=hue, under=under, times=times, counted=quantity.counted,
        of=quantity.of or figure.population, place=quantity.place.name if quantity.place else None, words=" ".join(quantity.words.words.split()),
        op=quantity.op, low=quantity.low, point=quantity.point, high=quantity.high, value=value, least=least, most=most,
        as_of=quantity.as_of or (one.report.published.isoformat() if one.report.published else None),
        start=_day(start), end=_day(end), published=one.report.published.isoformat() if one.report.published else None,
        outlet=one.report.outlet, report=one.report.id, title=one.report.title, url=one.report.url,
        recorded_at=one.report.first_seen.isoformat(), origin=origin, ahead=ahead, withdrawn=withdrawn.isoformat() if withdrawn else None,
        drawn=value is not None and times > 0 and not denied and quantity.aggregation in _TOTALS and quantity.unit == unit and (start != ALWAYS or end != NEVER),
    )  # fmt: skip


def _finite(number: float | None) -> bool:
    return number is not None and abs(number) != float("inf")


def _day(ordinal: int) -> str | None:
    return None if ordinal in (ALWAYS, NEVER) else date.fromordinal(ordinal).isoformat()


def _link(one: Relation) -> Link:
    return Link(one.type, one.left, one.right, one.direction, one.why)


def _bands(marks: Sequence[Mark], figures: Mapping[str, RecordedFigure]) -> Iterable[Band]:
    """Each number that a party admits, with the number nearest in time that others claim."""
    drawn = [one for one in marks if one.drawn and not one.ahead and one.part in ("point", "alone")]
    admitted = {one.id for one in drawn if figures[one.id].figure.holder.attitude == "admission"}
    for one in drawn:
        others = [
            other for other in drawn if other.id not in admitted and other.part == "point" and other.line != one.line
        ]
        if one.id not in admitted or not others or one.value is None:
            continue
        claimed = min(others, key=lambda other: (_apart(one, other), other.id))
        if claimed.value is not None and claimed.value != one.value:
            yield Band(one.id, claimed.id, *sorted((one.value, claimed.value)))


def _apart(one: Mark, other: Mark) -> int:
    """Days between the times of two marks."""
    days = [date.fromisoformat(day) if day else None for day in (one.end or one.start, other.end or other.start)]
    return abs((days[0] - days[1]).days) if days[0] and days[1] else NEVER
