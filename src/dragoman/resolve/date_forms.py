"""What each form of the codebook's dates means, counted from a base: the day of publication or a date told before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from dragoman.codebook.dates import Dates
from dragoman.extract.times import Time
from dragoman.model.words import DateBasis
from dragoman.resolve import date_values as dv
from dragoman.resolve.date_values import GRAINS, Value

T = TypeVar("T")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s?([ap])?\.?m?\.?", re.IGNORECASE)
FAR = 6
"""Sentences over which an hour keeps the day told before it."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in words and what it means."""

    time: Time
    value: Value
    basis: DateBasis


class Forms:
    """The forms of dates over the dates that a report has told up to now."""

    def __init__(self, dates: Dates) -> None:
        self.dates = dates
        self.told: list[Dated] = []
        self._rules: Mapping[str, Callable[[Time, date | None, str], Value | None]] = {
            "date": self._written, "named": self._named, "weekday": self._weekday, "day": self._day, "unit": self._unit, "move": self._move,
            "stretch": self._stretch, "within": self._within, "open": self._open, "year": self._in_year, "season": self._season,
            "decade": self._decade, "century": self._century, "quarter": self._part_of_year, "half": self._part_of_year,
            "months": self._part_of_year, "clock": self._clock,
        }  # fmt: skip

    def core(self, time: Time, base: date | None, tense: str) -> Value | None:
        """What a date means by itself, without the words around it; null where nothing supports one.

        Raises ``ValueError`` or ``OverflowError`` where it leads out of the calendar.
        """
        rule = self._rules.get(time.form.does)
        return rule(time, base, tense) if rule is not None else None

    def previous(self, time: Time, unit: str) -> Dated | None:
        """The last date told before this one that is fine enough to count units from; not one told aside."""
        rank = GRAINS.index(dv.grain_of(unit))
        fine = [
            d for d in self.told
            if d.time.span.start < time.span.start and d.value.last is not None and GRAINS.index(d.value.grain) <= rank and d.time.frame not in {"until", "before", "after"}
            and d.time.form.does != "clock"
        ]  # fmt: skip
        if unit == "night":
            nights = [d for d in fine if d.value.time_of_day == "night" and time.sentence - d.time.sentence <= 2 * FAR]
            fine = nights or fine
        near = [d for d in fine if not d.time.background or d.time.sentence == time.sentence] or fine
        same = [d for d in near[-3:] if d.value.grain == dv.grain_of(unit)] or near
        return same[-1] if same else None

    def number(self, time: Time) -> int | None:
        word = time.slots.get("n", "0" if time.form.does == "relation" else "").lower()
        if word.isdigit():
            return int(word)
        return self.dates.numbers.get(word)

    def _written(self, time: Time, base: date | None, tense: str) -> Value | None:
        slots, form = time.slots, time.form
        if "iso" in slots:
            return dv.value(slots["iso"], "day")
        if "nth" in slots:
            before = self.previous(time, "month")
            start = before.value.last if before is not None else base
            day = dv.day_of(start.year, start.month, int(re.sub(r"\D", "", slots["nth"]))) if start else None
            return dv.on(day) if day else None
        month = _lookup(self.dates.months, slots["month"])
        number = self._ordinal(slots.get("day"))
        year = int(slots["year"]) if "year" in slots else None
        if year is None and form.year is not None and base is not None:
            year = base.year + form.year
        if year is None and number is not None and base is not None and "weekday" in slots:
            # A day of the week decides between this year and its neighbours.
            near = [
                d for y in (base.year, base.year - 1, base.year + 1) if (d := dv.day_of(y, month, number)) is not None
            ]
            named = [d for d in near if d.isoweekday() == _lookup(self.dates.weekdays, slots["weekday"])]
            year = min(named, key=lambda d: abs(d - base)).year if named else None
        if year is None:
            direction = {"last": "past", "next": "future"}.get(form.side or "", tense)
            year = self._year(month, number, base, direction, strict=form.side is not None)
        if year is None:
            return None
        if number is None:
            return dv.value(f"{year:04}-{month:02}", "month")
        end = self._ordinal(slots.get("day2"))
        day = dv.day_of(year, month, number)
        if day is None:
            return None
        last = dv.day_of(year, month, end) if end else None
        return dv.stretch(dv.on(day), dv.on(last)) if last is not None and last > day else dv.on(day)

    def _year(self, month: int, day: int | None, base: date | None, tense: str, *, strict: bool = False) -> int | None:
        """The year of a month or day that is told without one: that of an earlier mention, else the nearest."""
        for dated in reversed(self.told):
            first, slots = dated.value.first, dated.time.slots
            if (
                day is not None
                and "year" in slots
                and first is not None
                and dated.value.is_point
                and (first.month, first.day) == (month, day)
            ):
                return first.year
        if base is None:
            return None
        here, now = (month, day or 0), (base.month, base.day if day else 0)
        if tense == "past":
            return base.year - (here > now or (strict and here == now))
        return base.year + (here < now or (strict and here == now))

    def _ordinal(self, word: str | None) -> int | None:
        if word is None:
            return None
        digits = re.sub(r"\D", "", word)
        return int(digits) if digits else self.dates.ordinals.get(word.lower())

    def _named(self, time: Time, base: date | None, tense: str) -> Value | None:
        month, day = (int(n) for n in _lookup(self.dates.named_days, time.slots["named_day"]).split("-"))
        year = int(time.slots["year"]) if "year" in time.slots else self._year(month, day, base, tense)
        found = dv.day_of(year, month, day) if year is not None else None
        return dv.on(found) if found else None

    def _weekday(self, time: Time, base: date | None, tense: str) -> Value | None:
        if base is None:
            return None
        number = _lookup(self.dates.weekdays, time.slots["weekday"])
        form = time.form
        if form.week is not None:
            monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * form.week)
            return dv.on(monday + timedelta(days=number - 1))
        if form.side == "last":
            return dv.on(dv.weekday(base - timedelta(days=1), number, "past"))
        if form.side == "next":
            return dv.on(dv.weekday(base + timedelta(days=1), number, "future"))
        return dv.on(dv.weekday(base, number, tense))

    def _day(self, time: Time, base: date | None, _: str) -> Value | None:
        return dv.on(base + timedelta(days=time.form.shift)) if base else None

    def _unit(self, time: Time, base: date | None, _: str) -> Value | None:
        if base is None:
            return None
        unit = self.dates.units[time.slots["unit"].lower()] if "unit" in time.slots else "weekend"
        if unit in {"minute", "hour"}:
            return None
        found = dv.holding(dv.move(base, unit, time.form.shift), unit)
        if unit == "night":
            return replace(found, time_of_day="night")
        if unit == "weekend" and time.form.shift == -1 and base.isoweekday() >= 6:
            return found
        if time.form.half == "past" and found.first is not None and found.first < base:
            return dv.some_day(found.first, base, found.grain)
        if time.form.half == "coming" and found.last is not None and found.last > base:
            return dv.some_day(base, found.last, found.grain)
        return found

    def _move(self, time: Time, base: date | None, _: str) -> Value | None:
        number, unit = self.number(time), self.dates.units[time.slots["unit"].lower()]
        if base is None or number is None:
            return None
        return dv.at_grain(dv.move(base, unit, number * time.form.sign), unit)

    def _stretch(self, time: Time, base: date | None, _: str) -> Value | None:
        number, unit = self.number(time) if "n" in time.slots else 1, self.dates.units[time.slots["unit"].lower()]
        if base is None or number is None:
            return None
        return dv.stretch(dv.at_grain(dv.move(base, unit, -number), unit), dv.on(base))

    def _within(self, time: Time, base: date | None, _: str) -> Value | None:
        number, unit = self.number(time), self.dates.units[time.slots["unit"].lower()]
        return dv.some_day(base, dv.move(base, unit, number)) if base and number is not None else None

    def _open(self, time: Time, base: date | None, _: str) -> Value | None:
        if base is None or time.form.edtf is None:
            return None
        return dv.value(time.form.edtf.format(base=base, before=base - timedelta(days=1)), "day")

    def _in_year(self, time: Time, _: date | None, __: str) -> Value | None:
        return dv.value(time.slots["year"], "year")

    def _decade(self, time: Time, base: date | None, _: str) -> Value | None:
        digits = re.sub(r"\D", "", time.slots["decade"])
        if len(digits) == 2:
            century = (base.year if base else 2000) // 100 * 100
            year = century + int(digits)
            digits = str(year if base is None or year <= base.year else year - 100)
        return dv.decade(int(digits))

    def _century(self, time: Time, _: date | None, __: str) -> Value | None:
        number = self._ordinal(time.slots["ordinal"])
        return dv.value(f"{number - 1:02}XX", "century") if number and 2 <= number <= 22 else None

    def _season(self, time: Time, base: date | None, tense: str) -> Value | None:
        number = _lookup(self.dates.seasons, time.slots["season"].lower())
        year = int(time.slots["year"]) if "year" in time.slots else base.year if base else None
        if year is None:
            return None
        found = dv.value(f"{year:04}-{number}", "quarter")
        if "year" not in time.slots and base is not None and found.first is not None and found.last is not None:
            first, last = found.first, found.last
            side = time.form.side or tense
            if (side == "past" and first > base) or (side == "last" and last >= base):
                found = dv.value(f"{year - 1:04}-{number}", "quarter")
            elif (side == "future" and last < base) or (side == "next" and first <= base):
                found = dv.value(f"{year + 1:04}-{number}", "quarter")
        return found

    def _part_of_year(self, time: Time, base: date | None, _: str) -> Value | None:
        """A quarter, a half, or the first months of a year."""
        if "year" not in time.slots and base is None:
            return None
        year = int(time.slots["year"]) if "year" in time.slots else base.year + (time.form.year or 0) if base else 0
        words = re.findall(r"\w+", time.span.words.lower())
        if time.form.does == "months":
            return dv.value(f"{year:04}-01/{year:04}-{min(self.number(time) or 1, 12):02}", "month")
        if time.form.does == "half":
            return dv.value(
                f"[{year:04}-01..{year:04}-06]" if "first" in words else f"[{year:04}-07..{year:04}-12]", "quarter"
            )
        number = next((n for w in words if (n := self._ordinal(w) if not w.isdigit() else None)), None)
        return dv.quarter(year, number) if number and number <= 4 else None

    def _clock(self, time: Time, base: date | None, _: str) -> Value | None:
        """An hour: of the day told last before it, close by; else of the day of publication where it opens its line."""
        before = self.previous(time, "day") if time.governor >= 0 else None
        if (
            before is not None
            and time.sentence - before.time.sentence <= FAR
            and not before.time.background
            and before.value.last is not None
        ):
            base = before.value.last
        return (
            replace(dv.on(base), time_of_day=time_of_day(time.slots.get("clock") or time.span.words.split()[-1]))
            if base
            else None
        )


def _lookup(table: Mapping[str, T], word: str) -> T:
    lowered = {name.lower().replace("’", "'"): one for name, one in table.items()}
    return lowered[word.lower().replace("’", "'")]


def time_of_day(words: str | None) -> str | None:
    """An hour as 17:05, a stretch or a word as it is."""
    if words is None or not words[:1].isdigit() or "/" in words:
        return {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}.get(words or "", words)
    match = _CLOCK.fullmatch(words.strip())
    if match is None:
        return words
    hour, minute, half = int(match[1]), match[2] or "00", (match[3] or "").lower()
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute}"
