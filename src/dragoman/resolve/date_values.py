"""Reckoning with dates: days, weeks, months, years, sets and stretches, as EDTF (ISO 8601-2)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.model.edtf import bounds

GRAINS = ("day", "week", "month", "quarter", "year", "decade", "century")
"""From fine to coarse."""
_GRAIN_OF = {"minute": "day", "hour": "day", "night": "day", "weekend": "week", "fortnight": "week"}
_PARTS_OF_YEAR = {"early": (1, 4), "middle": (5, 8), "late": (9, 12)}
_PARTS_OF_DECADE = {"early": (0, 3), "middle": (4, 6), "late": (7, 9)}


@dataclass(frozen=True, slots=True)
class Value:
    """What a date means: its EDTF value, the first and last day, and how finely it is told."""

    edtf: str
    first: date | None
    last: date | None
    grain: str
    time_of_day: str | None = None

    @property
    def is_point(self) -> bool:
        """Whether it is one day, month or year, not a set or a stretch."""
        return not set("[/") & set(self.edtf)


def value(edtf: str, grain: str) -> Value:
    """A value from its EDTF form. Raises ``ValueError`` for what is no EDTF value."""
    first, last = bounds(edtf)
    return Value(edtf, first, last, grain)


def on(day: date) -> Value:
    """A day."""
    return Value(day.isoformat(), day, day, "day")


def grain_of(unit: str) -> str:
    """How finely a date is told that is counted in a unit."""
    return _GRAIN_OF.get(unit, unit)


def some_day(first: date | None, last: date | None, grain: str = "day") -> Value:
    """One unknown day between two; open where one is null."""
    if first is not None and first == last:
        return on(first)
    start, end = (day.isoformat() if day else "" for day in (first, last))
    return Value(f"[{start}..{end}]", first, last, grain)


def stretch(start: Value | None, end: Value | None) -> Value:
    """All days from one value to another; open where one is null.

    >>> stretch(value("2011", "year"), on(date(2025, 9, 2))).edtf
    '2011/2025-09-02'
    """
    left, right = (_end(one, side) if one else ".." for one, side in ((start, "first"), (end, "last")))
    grain = (start or end or on(date.min)).grain
    return value(f"{left}/{right}", grain)


def _end(one: Value, side: str) -> str:
    if one.is_point:
        return one.edtf
    if one.edtf.startswith("["):
        ends = one.edtf[1:-1].split("..")
        return (ends[0] if side == "first" else ends[-1]) or ".."
    day: date | None = getattr(one, side)
    return day.isoformat() if day else ".."


def move_months(day: date, count: int) -> date:
    """The same day some months later, or the last day of that month.

    >>> move_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def move(day: date, unit: str, count: int) -> date:
    """A day some units later, or earlier where the count is negative. Less than a day does not change it."""
    try:
        if unit in {"minute", "hour"}:
            hours = count if unit == "hour" else 0
            return day + timedelta(days=int(hours / 24))
        if unit in {"day", "night"}:
            return day + timedelta(days=count)
        if unit in {"week", "weekend", "fortnight"}:
            return day + timedelta(days=count * (14 if unit == "fortnight" else 7))
    except OverflowError:
        return date.min if count < 0 else date(9998, 12, 31)
    return move_months(day, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])


def at_grain(day: date, unit: str) -> Value:
    """What a count of units leads to: a day for days and weeks, a month for months, a year for years."""
    if unit in {"month", "quarter"}:
        return value(f"{day:%Y-%m}", "month")
    if unit in {"year", "decade", "century"}:
        return value(f"{day.year:04}", "year")
    return replace(on(day), grain="week" if unit in {"week", "fortnight"} else "day")


def holding(day: date, unit: str) -> Value:
    """The calendar unit that holds a day: a week from Monday to Sunday, a month, a year, a decade.

    >>> holding(date(2024, 6, 11), "week").edtf
    '[2024-06-10..2024-06-16]'
    """
    monday = day - timedelta(days=day.weekday())
    if unit == "weekend":
        return some_day(monday + timedelta(days=5), monday + timedelta(days=6))
    if unit in {"week", "fortnight"}:
        return some_day(monday, monday + timedelta(days=6), "week")
    if unit == "month":
        return value(f"{day:%Y-%m}", "month")
    if unit == "quarter":
        return quarter(day.year, (day.month - 1) // 3 + 1)
    if unit == "year":
        return value(f"{day.year:04}", "year")
    if unit == "decade":
        return decade(day.year // 10 * 10)
    if unit == "century":
        return value(f"{day.year // 100:02}XX", "century")
    return on(day)


def quarter(year: int, number: int) -> Value:
    """Three months of a year, as a set of its months."""
    return value(f"[{year:04}-{number * 3 - 2:02}..{year:04}-{number * 3:02}]", "quarter")


def decade(year: int) -> Value:
    """Ten years, by the first of them."""
    return value(f"{year // 10:03}X", "decade")


def part_of(whole: Value, edge: str) -> Value:
    """The early, middle or late part of a week, month, year or decade; a day is told no more finely.

    >>> part_of(value("2024", "year"), "late").edtf
    '[2024-09..2024-12]'
    """
    first, last = whole.first, whole.last
    if first is None or last is None or (last - first).days < 5:
        return whole
    days = (last - first).days + 1
    if whole.grain == "year" and whole.is_point:
        low, high = _PARTS_OF_YEAR[edge]
        return value(f"[{first.year:04}-{low:02}..{first.year:04}-{high:02}]", "month")
    if whole.grain == "decade":
        low, high = (first.year + years for years in _PARTS_OF_DECADE[edge])
        return value(f"[{low:04}..{high:04}]", "year")
    if days == 7:
        low, high = {"early": (0, 2), "middle": (2, 4), "late": (3, 6)}[edge]
    else:
        third = days // 3
        low, high = {"early": (0, third - 1), "middle": (third, days - third - 1), "late": (days - third, days - 1)}[
            edge
        ]
    return some_day(first + timedelta(days=low), first + timedelta(days=high))


def weekday(base: date, number: int, side: str) -> date:
    """The day of the week (ISO 8601, Monday is 1) nearest to a day, that day included: on the side of the past or future.

    >>> weekday(date(2024, 8, 24), 4, "past")
    datetime.date(2024, 8, 22)
    """
    ahead = (number - base.isoweekday()) % 7
    return base + timedelta(days=ahead if side == "future" else ahead - 7 if ahead else 0)


def day_of(year: int, month: int, day: int) -> date | None:
    """A day; null for what is no day of the calendar."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def framed(one: Value, frame: str, published: date | None, tense: str) -> Value:
    """A date with the word before it: "since 2019" lasts to the day of publication, "by March" is a day up to its end."""
    if frame == "since":
        return stretch(one, on(published)) if published and one.first and one.first <= published else one
    if frame == "until":
        return stretch(None, one)
    if frame == "after":
        start = one.last + timedelta(days=1) if one.last is not None and one.grain != "day" else one.last
        return some_day(
            start, published if tense == "past" and published and start and start < published else None, one.grain
        )
    if frame in {"by", "before"} and one.last is not None and one.first is not None:
        end = one.last if frame == "by" else one.first - timedelta(days=1)
        start = published if tense == "future" and published is not None and published <= end else None
        if start is None and frame == "by" and one.is_point:
            return replace(value(f"[..{one.edtf}]", one.grain), time_of_day=one.time_of_day)
        return some_day(start, end, one.grain)
    return one
