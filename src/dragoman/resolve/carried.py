"""Dates and places that a report does not repeat: the same act told again, a story that goes on, what lasts or is to come."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from datetime import date

from dragoman.extract import Extraction
from dragoman.extract.events import Told
from dragoman.model import Event, Place, Report, When
from dragoman.resolve.date_forms import Dated
from dragoman.resolve.dates import Calendar

_AHEAD = frozenset({"planned", "promised"})
_PAST = frozenset({"happened", "attempted"})
_REACH = 2
"""Sentences over which a story keeps its day without saying so."""


class Story:
    """A report as it is told: its paragraphs and sentences, and the days that its main clauses name."""

    def __init__(self, found: Extraction, calendar: Calendar, report: Report) -> None:
        text = report.text
        self.published: date | None = report.published
        self._paragraphs = [at for at in range(len(text)) if text[at] != "\n" and (at == 0 or text[at - 1] == "\n")]
        self._sentences = [one.start for one in found.sentences]
        self.first = 2
        """The first paragraph of the body; the headline is the one before."""
        self.second = 3
        self.days: list[Dated] = [d for d in calendar.told if _is_step(d, report.published)]
        self.stamped = {self.paragraph(t.span.start) for t in found.times if t.governor < 0 and t.form.does == "clock"}
        """Paragraphs that open with an hour, as the entries of a live report do."""

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph at an offset."""
        return bisect.bisect_right(self._paragraphs, offset)

    def sentence(self, offset: int) -> int:
        """The number of the sentence at an offset."""
        return bisect.bisect_right(self._sentences, offset)


def _is_step(dated: Dated, published: date | None) -> bool:
    """Whether a date is a past day that the story itself reaches, not one told aside or in a name."""
    time, value = dated.time, dated.value
    if (
        time.background
        or time.governor < 0
        or time.frame not in {None, "at", "by"}
        or time.form.does == "clock"
        or time.tense == "future"
    ):
        return False
    return (
        value.last is not None
        and value.grain == "day"
        and (value.first == value.last or time.frame == "by")
        and (published is None or value.last <= published)
    )


def carry(events: Sequence[Event], found: Extraction, calendar: Calendar, report: Report) -> tuple[Event, ...]:
    """Return the events with the dates and places that follow from others of the same report.

    In this order: an act told again has the date and place of its first telling; steps of a story keep the day told last before
    them in their paragraph; what is under way is so on the day of publication, and what is planned lies after it. All other
    events without a date stay without.
    """
    story = Story(found, calendar, report)
    out: list[Event] = []
    for event, told in zip(events, found.events, strict=True):
        when = event.when or _again(event, events) or _going_on(event, told, story) or _open(event, told, story)
        dated = event.replace(when=when)
        out.append(
            dated
            if dated.place is not None
            else dated.replace(place=_place_again(dated, events) or _place_going_on(dated, told, events, story))
        )
    return tuple(out)


def _parties(event: Event) -> set[str]:
    return {p.entity or p.words.words.lower() for p in (*event.actors, *event.recipients)}


def _is_same(one: Event, other: Event) -> bool:
    """Whether two tellings may be of one act: the same kind and parties, and neither is told as another's repetition."""
    if (
        one is other
        or (one.type, one.mode) != (other.type, other.mode)
        or (one.status in _AHEAD) != (other.status in _AHEAD)
    ):
        return False
    mine, theirs = _parties(one), _parties(other)
    if one.trigger.words.split()[-1].lower() == other.trigger.words.split()[-1].lower():
        return True
    return not mine or not theirs or bool(mine & theirs)


def _again(event: Event, events: Sequence[Event]) -> When | None:
    """The date of the same act where it is told with one; null where there are several such dates."""
    if event.status not in _PAST:
        return None
    dates = {
        e.when.edtf: e.when
        for e in events
        if e.when is not None and e.status in _PAST and _is_same(event, e) and _is_day(e.when)
    }
    if len(dates) != 1:
        return None
    return _derived(next(iter(dates.values())))


def _is_day(when: When) -> bool:
    return when.earliest is not None and when.earliest == when.latest


def _derived(when: When) -> When:
    return When.of(when.edtf, basis="derived")


def _going_on(event: Event, told: Told, story: Story) -> When | None:
    """The day told last before a step of the story, near it in its paragraph; the second paragraph goes on with the first."""
    if not told.narrated or event.status not in _PAST:
        return None
    here, sentence = story.paragraph(event.trigger.start), story.sentence(event.trigger.start)
    before = [d for d in story.days if d.time.span.start < event.trigger.start]
    if not before:
        return None
    last, there = before[-1], story.paragraph(before[-1].time.span.start)
    same = there == here and sentence - story.sentence(last.time.span.start) <= _REACH
    follows = here == story.second and there == story.first
    return When.of(last.value.edtf, basis="derived") if same or follows else None


def _open(event: Event, told: Told, story: Story) -> When | None:
    """What is under way is so on the day of publication; what is planned lies after it; an entry with its hour is of that day."""
    if story.published is None:
        return None
    if event.status in _AHEAD:
        return When.of(f"[{story.published}..]", basis="anchored")
    stamped = event.status in _PAST and not told.times and story.paragraph(event.trigger.start) in story.stamped
    return When.of(story.published.isoformat(), basis="anchored") if stamped or event.status == "under_way" else None


def _place_again(event: Event, events: Sequence[Event]) -> Place | None:
    """The place of the same act where it is told with one."""
    places: Mapping[str, Place] = {
        e.place.name: e.place for e in events if e.place is not None and _is_same(event, e) and _same_day(event, e)
    }
    return next(iter(places.values())) if len(places) == 1 else None


def _same_day(one: Event, other: Event) -> bool:
    return one.when is None or other.when is None or one.when.edtf == other.when.edtf


def _place_going_on(event: Event, told: Told, events: Sequence[Event], story: Story) -> Place | None:
    """The place told last before a step of the story, in its paragraph."""
    if not told.narrated or event.status not in _PAST:
        return None
    here = story.paragraph(event.trigger.start)
    before = [
        e
        for e in events
        if e.trigger.start < event.trigger.start
        and story.paragraph(e.trigger.start) == here
        and e.place is not None
        and e.place.precision not in {None, "site"}
    ]
    return before[-1].place if before and before[-1].status in _PAST else None
