"""Checks of first, last and n times, and of spans of time, against what a record held when the claim was published.

Absence is not zero: too many, an earlier one or a later one contradict a claim at once, but only a person's statement that the record is complete
(`Coverage`) lets it confirm one, or say that something did not happen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf
from typing import Literal

from dragoman.codebook.tolerance import half
from dragoman.model import words
from dragoman.model.base import Number
from dragoman.model.edtf import bounds
from dragoman.model.words import Op
from dragoman.record.coverage import MEETINGS, Coverage, Days, covering
from dragoman.record.facts import Group, Relation, Telling, World
from dragoman.record.matching import Wanted
from dragoman.record.occurrences import Occurrences, Tally
from dragoman.record.offices import is_role, terms
from dragoman.record.spans import Span, between

_DAY = timedelta(days=1)
_LISTED = 12
"""How many events a reason names before it only counts them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a claim says that a record can check.

    >>> Asked("count", parties=("anna-ito", "jan-kos"), n=5, window="2011/2025-09-02").of
    'meetings in person'
    """

    kind: Literal["count", "first", "ordinal", "recency", "arithmetic"]
    of: str = MEETINGS
    """What counts: as `Coverage.of`."""
    parties: tuple[str, ...] = ()
    """Ids of entities, or offices in words; for visits the host comes last, and may be a state."""
    actors: tuple[str, ...] = ()
    """Those of the parties who must be the doers; as `Wanted.actors`."""
    place: str | None = None
    marks: tuple[tuple[str, str], ...] = ()
    narrower: tuple[str, ...] = ()
    n: int | None = None
    """How many times, or the how-manieth."""
    op: Op = "="
    """The bound that the words give to ``n``, or to the span of ``years`` …: ``>=`` for "at least five times", ``>`` for "in more than five years"."""
    window: str | None = None
    """EDTF; open where it is left out."""
    event: str | None = None
    """The id of the merged event that the claim is about. It does not count itself."""
    before: str | None = None
    """When the event that the claim is about takes place (EDTF), where the record does not hold it."""
    undated: bool = False
    """Whether the claim is about one event and nothing says when that was."""
    last: str | None = None
    """Recency: when the last one was (EDTF); none came after it."""
    none_in: str | None = None
    """Recency: a window without any."""
    decades: Number | None = None
    """Recency: the first in so many of these units, which may be joined (six years and eight months); arithmetic: the span. Likewise the next ones."""
    years: Number | None = None
    months: Number | None = None
    weeks: Number | None = None
    days: Number | None = None
    from_: str | None = None
    """Arithmetic: where the span begins (EDTF), and ``to`` where it ends."""
    to: str | None = None
    what: str = ""
    """The words of the claim."""
    told: str | None = None
    """The id of the event of the claim's own reading that the claim is about."""
    claim: str | None = None
    """The id of the claim in its reading."""
    unclear: str = ""
    """Why it cannot be checked, where the words leave something open that a check needs."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check, and what it used."""

    kind: str
    claimed: Number | str | None
    record_min: int | None
    """The least that the events held allow."""
    record_max: int | None
    """The most; None where nothing says that they are complete."""
    verdict: words.Verdict
    why: str
    """The reason in plain words, with the events counted."""
    events: tuple[str, ...] = ()
    """The ids of the merged events that were counted, those that only may count among them."""
    coverage: tuple[str, ...] = ()
    """The ids of the coverage statements used."""


def check(
    asked: Asked, groups: Sequence[Group], tellings: Mapping[str, Telling], world: World, *, as_published: date,
    coverage: Sequence[Coverage] = (), relations: Sequence[Relation] = (), rejected: frozenset[str] = frozenset(),
) -> Verdict:  # fmt: skip
    """Compare a claim with what was held as published by a day.

    ``groups`` and ``relations`` are those drawn from what was published by then; ``rejected`` are ids of events that a person rejected. Raises
    ``ValueError`` for a date that is no EDTF value.
    """
    if asked.kind == "arithmetic":
        return _arithmetic(asked)
    missing = [one for one in asked.parties if is_role(one, world) and not terms(one, world)]
    if asked.unclear or missing or not (asked.parties or asked.place or asked.marks):
        why = asked.unclear or (
            f"nobody is known to have held the office: {missing[0]}" if missing else "nobody is named"
        )
        return Verdict(asked.kind, _claimed(asked), None, None, "cannot be checked", why)
    wanted = Wanted(asked.of, asked.parties, asked.actors, asked.place, asked.marks, asked.narrower)
    held = Occurrences(wanted, groups, tellings, world, relations, as_published, rejected, asked.event)
    return _Checking(asked, held, coverage, {one.id: one for one in groups}).verdict()


@dataclass(frozen=True, slots=True)
class _Checking:
    asked: Asked
    held: Occurrences
    coverage: Sequence[Coverage]
    groups: Mapping[str, Group]

    def verdict(self) -> Verdict:
        if self.asked.undated and self.asked.event is None and self.asked.kind != "count":
            return self._undated()
        if self.asked.kind == "recency":
            return self._recency()
        if self.asked.kind == "count":
            if self.asked.n is None:
                return self._open("the claim gives no number")
            return self._number(*_bounds(self.asked.n, self.asked.op), "")
        before = self._before()
        if self.asked.kind == "first":
            return self._number(0, 0, " before", before)
        if self.asked.n is None:
            return self._open("the claim gives no number")
        return self._number(self.asked.n - 1, self.asked.n - 1, " before", before)

    def _undated(self) -> Verdict:
        """One event whose day nothing says: the only one that is held, or one that is not held yet."""
        start, end = self._window()
        if self.asked.kind == "ordinal" and self.asked.n is not None:
            return self._number(self.asked.n, inf, "")  # the n-th is among them
        if self.asked.last is not None:
            start = _after(bounds(self.asked.last)[1])
        known = [one for one in self.held.all if one.meets(start, end) and not one.is_set]
        if len(known) > 1:
            return self._open(f"{len(known)} are held, and nothing says which of them is meant: say when it was")
        event = known[0].members[0].group.id if known else None
        asked = replace(self.asked, event=event, undated=False)
        held = self.held.without(event) if event else self.held
        return _Checking(asked, held, self.coverage, self.groups).verdict()

    def _window(self) -> Days:
        start, end = bounds(self.asked.window) if self.asked.window is not None else (None, None)
        day = self.held.as_published
        return start, day if end is None else min(end, day)

    def _before(self) -> Days:
        """The first and the last day on which the event that the claim is about may lie; a day beyond the last one known where nothing says it."""
        if self.asked.before is not None:
            return bounds(self.asked.before)
        group = self.groups.get(self.asked.event or "")
        if group is None or not group.when:
            late = self.held.as_published + _DAY
            return late, late
        firsts, lasts = zip(*(bounds(value) for value in group.when), strict=True)
        return (
            None if None in firsts else min(day for day in firsts if day),
            None if None in lasts else max(day for day in lasts if day),
        )

    def _number(self, low: float, high: float, where: str, before: Days | None = None) -> Verdict:
        """A number claimed, of events in a window, or of those in it before an event."""
        start, end = self._window()
        sure = possible = (start, end)
        if before is not None:
            sure = (start, _earlier(end, before[0] or date.min))
            possible = (start, _earlier(end, before[1] or date.max))
        tally = self.held.tally(sure, possible)
        used = self._covered(possible)
        top = tally.most if used else None
        over, under = tally.least > high, top is not None and top < low
        verdict: words.Verdict = "not contradicted"
        if over or under:
            verdict = "inconsistent"
        elif top is not None:
            verdict = "consistent"
        number = f"{tally.least}" if top in (None, tally.least) else f"{tally.least} to {top}"
        why = f"{number} held{where}{_in(start, end)}{self._named(tally)}{_complete(used)}"
        return self._verdict(verdict, why, tally, top, used)

    def _recency(self) -> Verdict:
        first, last = self._before()
        end = self._window()[1]
        if self.asked.none_in is not None:
            start, stop = bounds(self.asked.none_in)
            return self._quiet((start, _min(stop, end)), None)
        sure_end, end = _earlier(end, first or date.min), _earlier(end, last or date.max)
        if self.asked.last is not None:
            then = bounds(self.asked.last)
            if then[1] is None:
                return self._open("the day of the last one is open")
            return self._quiet((then[1] + _DAY, end), then, sure_end)
        gap = _span(self.asked)
        if not gap.units:
            return self._open("neither a day nor a span is given")
        anchor = last or first or self.held.as_published
        short, long = gap.lengths()
        quiet = _back(anchor, short)
        return self._quiet((quiet + _DAY, end), (None if long == inf else _back(anchor, long), quiet), sure_end)

    def _quiet(self, window: Days, then: Days | None, sure_end: date | None = None) -> Verdict:
        """A window without any, and one at a time before it, where the claim says so."""
        sure = window if sure_end is None else (window[0], sure_end)
        after = self.held.tally(sure, window)
        used = self._covered(window)
        top = after.most if used else None
        if after.least:
            why = f"{after.least} held{_in(*window)}{self._named(after)}"
            return self._verdict("inconsistent", why, after, top, used)
        why = f"none held for sure{_in(*window)}{self._named(after)}"
        if then is not None:
            earlier = self.held.tally(then)
            known = self._covered(then)
            why += f"; {earlier.least or 'none'} held{_in(*then)}{self._named(earlier)}"
            if known and earlier.most == 0:
                return self._verdict("inconsistent", why + _complete(known), after, top, known)
            if not earlier.least and not known:
                return self._verdict("not contradicted", why, after, top, used)
        verdict: words.Verdict = "consistent" if top is not None else "not contradicted"
        return self._verdict(verdict, why + _complete(used), after, top, used)

    def _covered(self, window: Days) -> tuple[str, ...]:
        wanted = self.held.wanted
        return covering(
            self.coverage, self.held.world, of=wanted.of, parties=wanted.parties, place=wanted.place, window=window,
            as_published=self.held.as_published,
        )  # fmt: skip

    def _named(self, tally: Tally) -> str:
        """The events by their when and place."""
        shown = []
        for group in tally.named[:_LISTED]:
            when = f"{'several, ' * group.is_set}{' or '.join(group.when) or 'undated'}"
            shown.append(f"{when} in {group.place.name}" if group.place is not None else when)
        more = len(tally.named) - _LISTED
        return f": {'; '.join(shown)}{f' and {more} more' if more > 0 else ''}" if shown else ""

    def _open(self, why: str) -> Verdict:
        return Verdict(self.asked.kind, _claimed(self.asked), None, None, "cannot be checked", why)

    def _verdict(
        self, verdict: words.Verdict, why: str, tally: Tally, top: int | None, used: tuple[str, ...]
    ) -> Verdict:
        claimed = _claimed(self.asked)
        return Verdict(self.asked.kind, claimed, tally.least, top, verdict, why, tally.events, used)


def _arithmetic(asked: Asked) -> Verdict:
    """Whether a span is that between its two dates."""
    gap = _span(asked)
    if asked.from_ is None or asked.to is None or not gap.units:
        return Verdict(asked.kind, str(gap), None, None, "cannot be checked", "a span needs two dates and a length")
    try:
        low, high = between(asked.from_, asked.to)
        right = gap.fits(asked.from_, asked.to)
    except (ValueError, OverflowError) as error:
        return Verdict(asked.kind, str(gap), None, None, "cannot be checked", str(error))
    why = f"from {asked.from_} to {asked.to} {'is' if right else 'is not'} {gap}"
    return Verdict(asked.kind, str(gap), low, high, "arithmetic only" if right else "inconsistent", why)


def _span(asked: Asked) -> Span:
    told = ((unit, getattr(asked, unit)) for unit in ("decades", "years", "months", "weeks", "days"))
    return Span(tuple((unit, number) for unit, number in told if number is not None), asked.op)


def _bounds(n: int, op: Op) -> tuple[float, float]:
    """The numbers that a claimed one admits."""
    if op in (">=", ">"):
        return n + (op == ">"), inf
    if op in ("<=", "<"):
        return 0, n - (op == "<")
    loose = half(n, op)
    return n - loose, n + loose


def _claimed(asked: Asked) -> Number | str | None:
    if asked.kind == "first":
        return 0
    if asked.kind != "recency":
        return asked.n
    if asked.last is not None:
        return f"last in {asked.last}"
    return f"none in {asked.none_in if asked.none_in is not None else _span(asked)}"


def _in(start: date | None, end: date | None) -> str:
    """A window in words."""
    if start is None:
        return f" up to {end}" if end is not None else ""
    return f" from {start}" if end is None else f" on {start}" if start == end else f" from {start} to {end}"


def _complete(used: tuple[str, ...]) -> str:
    return f"; complete by {', '.join(used)}" if used else "; nothing says that this is complete"


def _earlier(end: date | None, before: date) -> date:
    """The last day of a window that ends before a day."""
    stop = before - _DAY if before > date.min else before
    return stop if end is None else min(end, stop)


def _min(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one is not None and other is not None else one or other


def _after(day: date | None) -> date | None:
    return day + _DAY if day is not None and day < date.max else day


def _back(day: date, length: float) -> date:
    """A day some days earlier; the first of the calendar where that lies before it."""
    return day - timedelta(days=round(min(length, (day - date.min).days)))
