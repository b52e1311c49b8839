"""Spans of time as they are told: "in five years" is four and a half to five and a half, "a year and a day" is exact."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf

from dragoman.model.base import Number
from dragoman.model.edtf import bounds
from dragoman.model.words import Op

_DAYS = {"decades": 3652.425, "years": 365.2425, "months": 30.436875, "weeks": 7.0, "days": 1.0}


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in the units in which it is told, the largest first.

    >>> Span((("years", 6), ("months", 8)))
    Span(units=(('years', 6), ('months', 8)), op='=')
    >>> str(_)
    '6 years, 8 months'
    """

    units: tuple[tuple[str, Number], ...]
    op: Op = "="

    def __str__(self) -> str:
        return ", ".join(f"{number:g} {unit if number != 1 else unit[:-1]}" for unit, number in self.units)

    @property
    def length(self) -> float:
        """In days."""
        return sum(number * _DAYS[unit] for unit, number in self.units)

    @property
    def unit(self) -> float:
        """The smallest unit told, in days: half of it is what rounding may hide."""
        return min((_DAYS[unit] for unit, _ in self.units), default=0.0)

    def lengths(self) -> tuple[float, float]:
        """The shortest and the longest length that the words may mean, in days.

        >>> [round(one / 365.2425, 1) for one in Span((("years", 5),)).lengths()]
        [4.5, 5.5]
        """
        if self.op in (">", ">="):
            return self.length, inf
        if self.op in ("<", "<="):
            return self.length - self.unit, self.length
        wide = self.unit if self.op == "~" else self.unit / 2 if self.unit > 1 else 0.0
        return self.length - wide, self.length + wide

    def after(self, day: date) -> date:
        """The day that lies the whole span later, by the calendar: a month after 31 January is the last of February. Raises ``OverflowError`` beyond the year 9999."""
        months = sum(
            int(number * {"decades": 120, "years": 12, "months": 1}.get(unit, 0)) for unit, number in self.units
        )
        rest = sum(number * {"weeks": 7, "days": 1}.get(unit, 0) for unit, number in self.units)
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        if not date.min.year <= year <= date.max.year:
            raise OverflowError(f"{self} after {day} is beyond the calendar")
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=float(rest))

    def fits(self, start: str, end: str) -> bool:
        """Whether the span from one date to another (EDTF) may be told so: rounded, or, as an age is, in whole units that are over.

        >>> Span((("years", 1), ("days", 1))).fits("2023-11-15", "2024-11-16"), Span((("years", 80),)).fits("1945", "2025")
        (True, True)
        """
        (first, last), (early, late) = bounds(start), bounds(end)
        if first is None or last is None or early is None or late is None:
            raise ValueError("a span needs two closed dates")
        low, high = self.lengths()
        if self.op == "=" and self.unit > 1:
            high = self.length + self.unit - 1
        slack_low, slack_high = low - self.length, high - self.length
        shortest = self.after(first) + timedelta(days=slack_low)
        longest = None if slack_high == inf else self.after(last) + timedelta(days=slack_high)
        return shortest <= late and (longest is None or longest >= early)


def between(start: str, end: str) -> tuple[int, int]:
    """The least and the most whole years between two dates (EDTF). Raises ``ValueError`` where one is open.

    >>> between("1945", "2025-09")
    (79, 80)
    """
    (first, last), (early, late) = bounds(start), bounds(end)
    if first is None or last is None or early is None or late is None:
        raise ValueError("a span needs two closed dates")
    return _years(last, early), _years(first, late)


def _years(start: date, end: date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
