"""Words to dates: every date of a report, counted from the day of publication or from a date told before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dragoman.codebook import Codebook
from dragoman.extract.events import Told
from dragoman.extract.times import Time
from dragoman.model import Span, When
from dragoman.model.words import DateBasis
from dragoman.resolve import date_values as dv
from dragoman.resolve.date_forms import Dated, Forms, time_of_day
from dragoman.resolve.date_values import Value

_AHEAD = frozenset({"planned", "promised", "threatened", "hypothetical"})
_ONE_WAY = frozenset({"weekday", "date", "season", "named"})
_MOST = frozenset({"more", "over"})


class Calendar:
    """The dates of one report, in the order of its text.

    `published` is the anchor; where it is null only what is written out becomes a date.
    """

    def __init__(
        self, codebook: Codebook, published: date | None, times: tuple[Time, ...] = (), told: tuple[Told, ...] = ()
    ) -> None:
        self.forms = Forms(codebook.dates)
        self.published = published
        self._at: dict[int, Dated] = {}
        self._times = {time.span.start: time for time in times}
        self._of_trigger: dict[int, Dated] = {}
        for time in times:
            found = self._relation(time, told) if time.form.does == "relation" else self._dated(time, time.tense)
            if found is not None:
                self.forms.told.append(found)
                self._at[time.span.start] = found

    @property
    def told(self) -> tuple[Dated, ...]:
        """The dates of the report, in the order of its text."""
        return tuple(self.forms.told)

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
            found = self._turned(words, told)
            if found is None:
                continue
            if found.time.form.does == "clock":
                hour = hour or found
                continue
            if hour is not None and found.value.time_of_day is None:
                found = replace(found, value=replace(found.value, time_of_day=hour.value.time_of_day))
            return _when(found)
        return _when(hour) if hour is not None else None

    def closed(self, told: Told) -> date | None:
        """The day on which an act was called off; null where the words do not give one day."""
        for words in told.closing:
            found = self.at(words)
            if found is not None and found.value.first is not None and found.value.first == found.value.last:
                return found.value.first if self.published is None or found.value.first <= self.published else None
        return None

    def _own(self, words: Span) -> bool:
        time = self._times.get(words.start)
        return time is not None and time.form.does != "relation"

    def _turned(self, words: Span, told: Told) -> Dated | None:
        """A date in the direction of the event: what is planned lies ahead, what happened lies behind, what was called off was to come after that."""
        status = told.event.status
        found = self._at.get(words.start)
        if found is None or self.published is None or found.time.form.does not in _ONE_WAY:
            return found
        first, last, other = found.value.first, found.value.last, None
        if (status in _AHEAD and last is not None and last < self.published and not found.time.told) or (
            status == "cancelled"
            and last is not None
            and words not in told.closing
            and last < (self.closed(told) or last)
        ):
            other = self._dated(found.time, "future")
        elif status == "cancelled" and not told.closing and last is not None and last < self.published:
            # Nothing dates the calling off: the nearer of the two days is meant.
            ahead = self._dated(found.time, "future")
            if ahead is not None and ahead.value.first is not None:
                nearer = ahead.value.first - self.published < self.published - last
                other = ahead if nearer else None
        elif status == "happened" and first is not None and first > self.published:
            other = self._dated(found.time, "past")
        return other or found

    def _dated(self, time: Time, tense: str) -> Dated | None:
        """What a date means, with all that stands around it; null where nothing supports one."""
        try:
            base, basis = self._base(time)
            core = self.forms.core(time, base, tense)
            if core is None:
                return None
            if time.edge is not None:
                core = dv.part_of(core, time.edge)
            part = time_of_day(time.part) or core.time_of_day
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
                core = (
                    self.forms.core(
                        replace(time, slots={**time.slots, "year": time.end.slots["year"]}), self.published, tense
                    )
                    or core
                )
            return dv.stretch(core, end) if not (core.first and end.last and end.last < core.first) else core
        if "/" in core.edtf or time.frame in {"at", "span"}:
            return core
        return replace(dv.framed(core, time.frame or "at", self.published, tense), time_of_day=core.time_of_day)

    def _base(self, time: Time) -> tuple[date | None, DateBasis]:
        """The day that a date is counted from, and what the date then rests on."""
        form = time.form
        if form.of == "previous":
            unit = self.forms.dates.units.get(time.slots.get("unit", "").lower(), "day")
            found = self.forms.previous(time, unit)
            if found is not None:
                return found.value.last, found.basis if found.basis == "stated" else "anchored"
            known = form.does in {"move", "open"} or form.shift != 0
            return (self.published if known else None), "anchored"
        stated = form.does in {"year", "decade", "century", "half", "months"} or "iso" in time.slots
        has_year = "year" in time.slots or form.does in {"decade", "century"} or "iso" in time.slots
        return self.published, "stated" if has_year and (
            stated or form.does in {"date", "season", "quarter", "named"}
        ) and time.frame != "since" else "anchored"

    def _relation(self, time: Time, told: tuple[Told, ...]) -> Dated | None:
        """A date counted from an act that the next words tell: "two days after the vote". The act gets its date too."""
        number, unit = (
            self.forms.number(time),
            self.forms.dates.units.get(time.slots.get("unit", "hours").lower(), "hour"),
        )
        beside = [d for d in self.forms.told if d.time.sentence == time.sentence and d.time.form.does != "clock"]
        act = _next_act(time, told)
        before = self._same_act(act, time, told) or self.forms.previous(time, unit)
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
            ends = sorted(
                (moved, dv.at_grain(dv.move(anchor, unit, count - (1 if count > 0 else -1)), unit)),
                key=lambda v: v.edtf,
            )
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
            if one.event.trigger.start < time.span.start and (one.event.type, one.event.mode) == (
                act.event.type,
                act.event.mode,
            ):
                found = next(
                    (
                        d
                        for words in one.times
                        if (d := self.at(words)) is not None and d.value.grain == "day" and d.time.form.does != "clock"
                    ),
                    None,
                )
                if found is not None:
                    return found
        return None


def _when(found: Dated) -> When:
    value = found.value
    return When.of(value.edtf, basis=found.basis, words=found.time.span, time_of_day=value.time_of_day)


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
    gap = act.event.evidence.words[
        time.span.end - act.event.evidence.start : act.event.trigger.start - act.event.evidence.start
    ].split()
    return len(gap) > 1 or not gap or gap[0].lower() not in {"the", "that", "this", "his", "her", "their", "its"}
