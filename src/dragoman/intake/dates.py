"""The day on a date line: ISO 8601, or day, month name and year in either order."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
_TIME = r"(?:[\s,T]*(?:at\s+)?\d{1,2}[:.h]\d{2}.{0,24})?"
_WEEKDAY = r"(?:[A-Za-z]{3,6}day,?\s+|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)[.,]*\s+)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_DAY_FIRST = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})" + _TIME, re.ASCII
)
_MONTH_FIRST = re.compile(_WEEKDAY + r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME, re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})" + _TIME, re.ASCII)


def day_of(text: str) -> date | None:
    """The day that a whole text names, null if it is anything else.

    A day and a month in numbers are read only where their order cannot be mistaken (``27/01/2025``).

    >>> day_of("Tuesday, 2 September 2025"), day_of("Sept. 2, 2025 14:05 GMT"), day_of("2025-09-02T14:05:00+02:00")
    (datetime.date(2025, 9, 2), datetime.date(2025, 9, 2), datetime.date(2025, 9, 2))
    >>> day_of("02/09/2025"), day_of("soon")
    (None, None)
    """
    text = text.strip()
    if len(text) > 80:
        return None
    if found := _ISO.fullmatch(text):
        return _day(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        return _day(found[3], _month(found[2]), found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(found[3], _month(found[1]), found[2])
    if found := _NUMBERS.fullmatch(text):
        one, two = int(found[1]), int(found[2])
        if (one > 12) != (two > 12):
            return _day(found[3], str(min(one, two)), str(max(one, two)))
        if one == two:
            return _day(found[3], str(one), str(one))
    return None


def _month(name: str) -> str:
    small = name.lower()
    return next(
        (str(number) for number, month in enumerate(_MONTHS, 1) if month.startswith(small)),
        "0" if small != "sept" else "9",
    )


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
