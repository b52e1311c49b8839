"""Words to dates: every date of a report, counted from the day of publication or from a date told before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from dragoman.codebook import Codebook
from dragoman.codebook.dates import Dates
from dragoman.extract.events import Told
from dragoman.extract.times import Time
from dragoman.model import Span, When
from dragoman.model.words import DateBasis
from dragoman.resolve import date_values as dv
from dragoman.resolve.date_values import GRAINS, Value

T = TypeVar("T")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s?([ap])?\.?m?\.?", re.IGNORECASE)
_AHEAD = frozenset({"planned", "promised", "threatened", "hypothetical"})
_ONE_WAY = frozenset({"weekday", "date", "season", "named"})
_MOST = frozenset({"more", "over"})
_FAR = 6


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in words and what it means."""

    time: Time
    value: Value
    basis: DateBasis


class Calendar:
    """The dates of one report, in the order of its text.

    `published` is the anchor; where it is null only what is written out becomes a date.
    """

    def __init__(self, codebook: Codebook, published: date | None, times: tuple[Time, ...] = (), told: tuple[Told, ...] = ()) -> None:
        self.dates: Dates = codebook.dates
        self.published = published
        self.told: list[Dated] = []
        """What was told up to now."""
        self._at: dict[int, Dated] = {}
        self._times = {time.span.start: time for time in times}
        self._of_trigger: dict[int, Dated] = {}
        for time in times:
            found = self._relation(time, times, told) if time.form.does == "relation" else self._dated(time, time.tense)
            if found is not None:
                self.told.append(found)
                self._at[time.span.start] = found

    def at(self, words: Span) -> Dated | None:
        """The date of some words, as `extract` found them."""
        return self._at.get(words.start)

    def when(self, told: Told) -> When | None:
        """The date of an event: that of the nearest words that give a day, month or year; with the hour beside it."""
        after = self._of_trigger.get(told.event.trigger.start)
        if after is not None and not any(self._own(words) for words in told.times):
            return _when(after)
        hour = None
        for words in told.times:
            found = self._turned(words, told.event.status)
            if found is None:
                continue
            if found.time.form.does == "clock":
                hour = hour or found
                continue
            if hour is not None and found.value.time_of_day is None:
                found = replace(found, value=replace(found.value, time_of_day=hour.value.time_of_day))
            return _when(found)
        return _when(hour) if hour is not None else None

    def _own(self, words: Span) -> bool:
        time = self._times.get(words.start)
        return time is not None and time.form.does != "relation"

    def _turned(self, words: Span, status: str) -> Dated | None:
        """A date in the direction of the event: what is planned lies ahead, what happened lies behind."""
        found = self._at.get(words.start)
        if found is None or self.published is None or found.time.form.does not in _ONE_WAY:
            return found
        first, last, other = found.value.first, found.value.last, None
        if status in _AHEAD and last is not None and last < self.published and not found.time.told:
            other = self._dated(found.time, "future")
        elif status == "happened" and first is not None and first > self.published:
            other = self._dated(found.time, "past")
        return other or found

    def _dated(self, time: Time, tense: str) -> Dated | None:
        """What a date means, with all that stands around it; null where nothing supports one."""
        try:
            base, basis = self._base(time)
            core = self._core(time, base, tense)
            if core is None:
                return None
            if time.edge is not None:
                core = dv.part_of(core, time.edge)
            part = _time_of_day(time.part) or core.time_of_day
            core = replace(core, time_of_day=part)
            if time.frame is not None:
                core = self._framed(time, core, tense)
            return Dated(time, core, basis)
        except (ValueError, OverflowError):
            return None  # the thirtieth of February, or a year beyond the calendar

    def _framed(self, time: Time, core: Value, tense: str) -> Value:
        if time.frame == "span" and time.end is not None:
            other = self._dated(time.end, tense)
            if other is None:
                return core
            end = other.value
            if core.first and end.last and end.last < core.first and time.end.form.does == "weekday":
                later = end.last + timedelta(days=7)
                end = dv.on(later)
            if core.first and end.last and end.last < core.first and "year" in time.end.slots:
                core = self._core(replace(time, slots={**time.slots, "year": time.end.slots["year"]}), self.published, tense) or core
            return dv.stretch(core, end) if not (core.first and end.last and end.last < core.first) else core
        if "/" in core.edtf or time.frame in {"at", "span"}:
            return core
        return replace(dv.framed(core, time.frame or "at", self.published, tense), time_of_day=core.time_of_day)

    def _base(self, time: Time) -> tuple[date | None, DateBasis]:
        """The day that a date is counted from, and what the date then rests on."""
        form = time.form
        if form.of == "previous":
            unit = self.dates.units.get(time.slots.get("unit", "").lower(), "day")
            found = self._previous(time, unit)
            if found is not None:
                return found.value.last, found.basis if found.basis == "stated" else "anchored"
            known = form.does in {"move", "open"} or form.shift != 0
            return (self.published if known else None), "anchored"
        stated = form.does in {"year", "decade", "century", "half", "months"} or "iso" in time.slots
        has_year = "year" in time.slots or form.does in {"decade", "century"} or "iso" in time.slots
        return self.published, "stated" if has_year and (stated or form.does in {"date", "season", "quarter", "named"}) and time.frame != "since" else "anchored"

    def _previous(self, time: Time, unit: str) -> Dated | None:
        """The last date told before this one that is fine enough to count units from; not one told aside."""
        rank = GRAINS.index(dv.grain_of(unit))
        fine = [
            d for d in self.told
            if d.time.span.start < time.span.start and d.value.last is not None and GRAINS.index(d.value.grain) <= rank and d.time.frame not in {"until", "before", "after"}
            and d.time.form.does != "clock"
        ]  # fmt: skip
        if unit == "night":
            nights = [d for d in fine if d.value.time_of_day == "night" and time.sentence - d.time.sentence <= 2 * _FAR]
            fine = nights or fine
        near = [d for d in fine if not d.time.background or d.time.sentence == time.sentence] or fine
        same = [d for d in near[-3:] if d.value.grain == dv.grain_of(unit)]
        return (same or near or [None])[-1]

    def _core(self, time: Time, base: date | None, tense: str) -> Value | None:
        rule = _RULES.get(time.form.does)
        return rule(self, time, base, tense) if rule is not None else None

    def _relation(self, time: Time, times: tuple[Time, ...], told: tuple[Told, ...]) -> Dated | None:
        """A date counted from an act that the next words tell: "two days after the vote". The act gets its date too."""
        number, unit = self._number(time), self.dates.units.get(time.slots.get("unit", "hours").lower(), "hour")
        beside = [d for d in self.told if d.time.sentence == time.sentence and d.time.form.does != "clock"]
        act = _next_act(time, told)
        before = self._same_act(act, time, told) or self._previous(time, unit)
        base = self.published
        known: Dated | None = None
        if beside:
            known, own_is_known = beside[-1], True
        elif before is not None and before.value.last is not None:
            known, own_is_known = before, act is None or not _is_clause(time, act)
            own_is_known = not own_is_known
        else:
            own_is_known = True
        anchor = known.value.last if known is not None else base
        if anchor is None or number is None:
            return None
        # The main act lies `sign` units from the other: what is known gives what is not.
        count = number * time.form.sign * (-1 if own_is_known else 1)
        moved = dv.at_grain(dv.move(anchor, unit, count), unit)
        words = set(time.span.words.lower().split())
        if words & {"nearly", "almost"}:
            ends = sorted((moved, dv.at_grain(dv.move(anchor, unit, count - (1 if count > 0 else -1)), unit)), key=lambda v: v.edtf)
            moved = dv.value(f"[{ends[0].edtf}..{ends[1].edtf}]", moved.grain)
        elif words & _MOST and count < 0 and moved.last is not None:
            moved = dv.value(f"[..{moved.edtf}]", moved.grain)
        if own_is_known:
            if act is not None:
                self._of_trigger[act.event.trigger.start] = Dated(time, moved, "derived")
            if known is not None:
                return replace(known, time=time) if known in beside else Dated(time, dv.on(anchor), "derived")
            return Dated(time, dv.on(anchor), "anchored")
        if act is not None and known is not None:
            self._of_trigger[act.event.trigger.start] = replace(known, basis="derived")
        return Dated(time, moved, "anchored")

    def _same_act(self, act: Told | None, time: Time, told: tuple[Told, ...]) -> Dated | None:
        """The day of an act told before, where the words go on with a noun for it: "on the day of the drill"."""
        if act is None or _is_clause(time, act):
            return None
        for one in reversed(told):
            if one.event.trigger.start < time.span.start and (one.event.type, one.event.mode) == (act.event.type, act.event.mode):
                found = next((d for words in one.times if (d := self.at(words)) is not None and d.value.grain == "day" and d.time.form.does != "clock"), None)
                if found is not None:
                    return found
        return None

    def _number(self, time: Time) -> int | None:
        word = time.slots.get("n", "0" if time.form.does == "relation" else "").lower()
        if word.isdigit():
            return int(word)
        return self.dates.numbers.get(word)

    # What each form of the codebook does.

    def _written(self, time: Time, base: date | None, tense: str) -> Value | None:
        slots, form = time.slots, time.form
        if "iso" in slots:
            return dv.value(slots["iso"], "day")
        if "nth" in slots:
            before = self._previous(time, "month")
            start = before.value.last if before is not None else base
            day = dv.day_of(start.year, start.month, int(re.sub(r"\D", "", slots["nth"]))) if start else None
            return dv.on(day) if day else None
        month = _lookup(self.dates.months, slots["month"])
        number = self._ordinal(slots.get("day"))
        year = int(slots["year"]) if "year" in slots else None
        if year is None and form.year is not None and base is not None:
            year = base.year + form.year
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
            if day is not None and "year" in slots and first is not None and dated.value.is_point and (first.month, first.day) == (month, day):
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
        number, unit = self._number(time), self.dates.units[time.slots["unit"].lower()]
        if base is None or number is None:
            return None
        return dv.at_grain(dv.move(base, unit, number * time.form.sign), unit)

    def _stretch(self, time: Time, base: date | None, _: str) -> Value | None:
        number, unit = self._number(time) if "n" in time.slots else 1, self.dates.units[time.slots["unit"].lower()]
        if base is None or number is None:
            return None
        return dv.stretch(dv.at_grain(dv.move(base, unit, -number), unit), dv.on(base))

    def _within(self, time: Time, base: date | None, _: str) -> Value | None:
        number, unit = self._number(time), self.dates.units[time.slots["unit"].lower()]
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
            side = time.form.side or tense
            if (side == "past" and found.first > base) or (side == "last" and found.last >= base):
                found = dv.value(f"{year - 1:04}-{number}", "quarter")
            elif (side == "future" and found.last < base) or (side == "next" and found.first <= base):
                found = dv.value(f"{year + 1:04}-{number}", "quarter")
        return found

    def _part_of_year(self, time: Time, base: date | None, _: str) -> Value | None:
        """A quarter, a half, or the first months of a year."""
        if "year" not in time.slots and base is None:
            return None
        year = int(time.slots["year"]) if "year" in time.slots else base.year + (time.form.year or 0) if base else 0
        words = re.findall(r"\w+", time.span.words.lower())
        if time.form.does == "months":
            number = self._number(time) or 1
            return dv.value(f"{year:04}-01/{year:04}-{min(number, 12):02}", "month")
        if time.form.does == "half":
            return dv.value(f"[{year:04}-01..{year:04}-06]" if "first" in words else f"[{year:04}-07..{year:04}-12]", "quarter")
        number = next((n for w in words if (n := self._ordinal(w) if not w.isdigit() else None)), None)
        return dv.quarter(year, number) if number and number <= 4 else None

    def _clock(self, time: Time, base: date | None, _: str) -> Value | None:
        """An hour: of the day told last before it, close by; else of the day of publication where it opens its line."""
        before = self._previous(time, "day") if time.governor >= 0 else None
        if before is not None and time.sentence - before.time.sentence <= _FAR and not before.time.background and before.value.last is not None:
            base = before.value.last
        return replace(dv.on(base), time_of_day=_time_of_day(time.slots.get("clock") or time.span.words.split()[-1])) if base else None


_Rule = Callable[[Calendar, Time, date | None, str], Value | None]
_RULES: Mapping[str, _Rule] = {
    "date": Calendar._written, "named": Calendar._named, "weekday": Calendar._weekday, "day": Calendar._day, "unit": Calendar._unit,
    "move": Calendar._move, "stretch": Calendar._stretch, "within": Calendar._within, "open": Calendar._open, "year": Calendar._in_year,
    "season": Calendar._season, "decade": Calendar._decade, "century": Calendar._century, "quarter": Calendar._part_of_year,
    "half": Calendar._part_of_year, "months": Calendar._part_of_year, "clock": Calendar._clock,
}  # fmt: skip


def _when(found: Dated) -> When:
    value = found.value
    return When.of(value.edtf, basis=found.basis, words=found.time.span, time_of_day=value.time_of_day)


def _lookup(table: Mapping[str, T], word: str) -> T:
    lowered = {name.lower().replace("’", "'"): one for name, one in table.items()}
    return lowered[word.lower().replace("’", "'")]


def _time_of_day(words: str | None) -> str | None:
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


def _next_act(time: Time, told: tuple[Told, ...]) -> Told | None:
    """The first act told after some words of their sentence, before the next comma."""
    for one in told:
        trigger, evidence = one.event.trigger, one.event.evidence
        if trigger.start >= time.span.end and evidence.start <= time.span.start < evidence.end:
            gap = evidence.words[time.span.end - evidence.start : trigger.start - evidence.start]
            return one if "," not in gap and len(gap.split()) <= 12 else None
    return None


def _is_clause(time: Time, act: Told) -> bool:
    """Whether an act is told as news after the words, not with a noun that is known: "after ministers signed"."""
    gap = act.event.evidence.words[time.span.end - act.event.evidence.start : act.event.trigger.start - act.event.evidence.start].split()
    return len(gap) > 1 or not gap or gap[0].lower() not in {"the", "that", "this", "his", "her", "their", "its"}
