"""Dates of the Extended Date/Time Format (ISO 8601-2): the first and the last day that a value can mean.

Levels 0 and 1 are read (days, months, years, seasons, ``?`` ``~`` ``%``, unspecified digits ``X``, intervals), and of level 2 the sets that a
reading holds: ``[..2025-09-02]`` is one unknown day up to that one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date

LONGEST = 256
"""Characters in the longest value that is read."""

_POINT = re.compile(r"(\d[\dX]{3})(?:-([\dX]{2})(?:-([\dX]{2})(?:T[\d:.+Z-]+)?)?)?[?~%]?", re.ASCII)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}

Bounds = tuple[date | None, date | None]


def bounds(edtf: str) -> Bounds:
    """The earliest and the latest day, both inclusive; null where the value is open.

    >>> bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> bounds("[..2025-09-02]")
    (None, datetime.date(2025, 9, 2))
    >>> bounds("2011/2025-09-02")
    (datetime.date(2011, 1, 1), datetime.date(2025, 9, 2))

    Seasons (``2024-21`` is spring) are those of the northern half of the earth. Raises ``ValueError`` for what is no EDTF value of the kinds above.
    """
    if len(edtf) > LONGEST:
        raise ValueError(f"a date of {len(edtf)} characters: the limit is {LONGEST}")
    try:
        earliest, latest = _bounds(edtf)
    except ValueError as error:
        raise ValueError(f"{edtf!r} is no EDTF date: {error}") from error
    if earliest and latest and earliest > latest:
        raise ValueError(f"{edtf!r} ends before it begins")
    return earliest, latest


def together(values: Iterable[str]) -> Bounds:
    """The earliest and the latest day that some values can mean together; null where one of them is open, or there is none.

    >>> together(["2024-02", "2024-03-05"])
    (datetime.date(2024, 2, 1), datetime.date(2024, 3, 5))
    >>> together(["2024-02", "[..2024-03-05]"])
    (None, datetime.date(2024, 3, 5))
    >>> together([])
    (None, None)
    """
    ends = [bounds(one) for one in values]
    firsts, lasts = [first for first, _ in ends if first], [last for _, last in ends if last]
    return (
        min(firsts) if ends and len(firsts) == len(ends) else None,
        max(lasts) if ends and len(lasts) == len(ends) else None,
    )


def _bounds(edtf: str) -> Bounds:
    if (edtf[:1], edtf[-1:]) in {("[", "]"), ("{", "}")}:
        return _set(edtf[1:-1])
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        return _end(start)[0], _end(end)[1]
    return _point(edtf)


def _end(point: str) -> Bounds:
    return (None, None) if point in ("", "..") else _point(point)


def _set(members: str) -> Bounds:
    ranges = [member.strip() for member in members.split(",")]
    found = [_range(member) for member in ranges]
    firsts, lasts = zip(*found, strict=True)
    return (
        None if None in firsts else min(day for day in firsts if day),
        None if None in lasts else max(day for day in lasts if day),
    )


def _range(member: str) -> Bounds:
    start, dots, end = member.partition("..")
    if not dots:
        return _point(member)
    if not (start or end):
        raise ValueError("a set needs a day on one side of '..'")
    return _end(start)[0], _end(end)[1]


def _point(text: str) -> Bounds:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no day, month or year")
    year, month, day = match.groups()
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if last < 1:
        raise ValueError("there is no year 0 here")
    first = max(first, 1)
    if month is None or "X" in month or "X" in year:
        return date(first, 1, 1), date(last, 12, 31)
    if int(month) in _SEASONS and day is None:
        start, end = _SEASONS[int(month)]
        return date(first, start, 1), _month_end(first + (end < start), end)
    if day is None or "X" in day:
        return date(first, int(month), 1), _month_end(last, int(month))
    exact = date(first, int(month), int(day))
    return exact, exact


def _month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month:02}")
    return date(year, month, calendar.monthrange(year, month)[1])
