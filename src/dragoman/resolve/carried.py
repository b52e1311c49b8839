"""Dates and places that a report does not repeat: the same act told again, a story that goes on, what lasts or is to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dragoman.extract.events import Told
from dragoman.extract.times import Time
from dragoman.model import Event, Place, Report, When

_AHEAD = frozenset({"planned", "promised"})
_PAST = frozenset({"happened", "attempted"})
_REACH = 2
"""Sentences over which a story keeps its day without saying so."""


def carry(events: Sequence[Event], told: Sequence[Told], times: Sequence[Time], report: Report) -> tuple[Event, ...]:
    """Return the events with the dates and places that follow from others of the same report.

    In this order: an act told again has the date and place of its first telling; steps of a story keep the day told last before
    them in their paragraph; what is under way is so on the day of publication, and what is planned lies after it. All other
    events without a date stay without.
    """
    paragraphs = _paragraphs(report.text)
    out: list[Event] = []
    for number, event in enumerate(events):
        found = event
        if found.when is None:
            found = found.replace(when=_again(found, events, number) or _going_on(found, told[number], events, told, paragraphs) or _open(found, told[number], times, report, paragraphs))
        if found.place is None:
            found = found.replace(place=_place_again(found, events) or _place_going_on(found, told[number], events, paragraphs))
        out.append(found)
    return tuple(out)


def _paragraphs(text: str) -> list[int]:
    """The offsets at which the paragraphs of a text start."""
    return [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]


def _paragraph(offset: int, starts: Sequence[int]) -> int:
    return sum(1 for start in starts if start <= offset)


def _parties(event: Event) -> set[str]:
    return {p.entity or p.words.words.lower() for p in (*event.actors, *event.recipients)}


def _is_same(one: Event, other: Event) -> bool:
    """Whether two tellings may be of one act: the same kind and parties, and neither is told as another's repetition."""
    if one is other or (one.type, one.mode) != (other.type, other.mode) or (one.status in _AHEAD) != (other.status in _AHEAD):
        return False
    mine, theirs = _parties(one), _parties(other)
    return not mine or not theirs or bool(mine & theirs)


def _again(event: Event, events: Sequence[Event], number: int) -> When | None:
    """The date of the same act where it is told with one; null where there are several such dates."""
    if event.status not in _PAST:
        return None
    dates = {e.when.edtf: e.when for e in events if e.when is not None and e.status in _PAST and _is_same(event, e) and _is_day(e.when)}
    if len(dates) != 1:
        return None
    return _derived(next(iter(dates.values())))


def _is_day(when: When) -> bool:
    return when.earliest is not None and when.earliest == when.latest


def _derived(when: When) -> When:
    return When.of(when.edtf, basis="derived")


def _going_on(event: Event, told: Told, events: Sequence[Event], all_told: Sequence[Told], paragraphs: Sequence[int]) -> When | None:
    """The day told last before a step of the story, in its paragraph and near it."""
    if not told.narrated or event.status not in _PAST:
        return None
    here = _paragraph(event.trigger.start, paragraphs)
    sentences = sorted({e.evidence.start for e in events})
    for other, other_told in zip(reversed(events), reversed(all_told), strict=True):
        if other.trigger.start >= event.trigger.start or other.when is None or not other_told.narrated:
            continue
        near = sentences.index(event.evidence.start) - sentences.index(other.evidence.start) <= _REACH
        if _paragraph(other.trigger.start, paragraphs) != here or not near:
            return None
        return _derived(other.when) if _is_day(other.when) and other.status in _PAST else None
    return None


def _open(event: Event, told: Told, times: Sequence[Time], report: Report, paragraphs: Sequence[int]) -> When | None:
    """What is under way is so on the day of publication; what is planned lies after it; an entry with its hour is of that day."""
    published: date | None = report.published
    if published is None:
        return None
    if event.status in _AHEAD:
        return When.of(f"[{published}..]", basis="anchored")
    if event.status == "under_way":
        return When.of(published.isoformat(), basis="anchored")
    here = _paragraph(event.trigger.start, paragraphs)
    stamped = any(t.governor < 0 and t.form.does == "clock" and _paragraph(t.span.start, paragraphs) == here for t in times)
    return When.of(published.isoformat(), basis="anchored") if stamped and event.status in _PAST and not told.times else None


def _place_again(event: Event, events: Sequence[Event]) -> Place | None:
    """The place of the same act where it is told with one."""
    places: Mapping[str, Place] = {e.place.name: e.place for e in events if e.place is not None and _is_same(event, e) and _same_day(event, e)}
    return next(iter(places.values())) if len(places) == 1 else None


def _same_day(one: Event, other: Event) -> bool:
    return one.when is None or other.when is None or one.when.edtf == other.when.edtf


def _place_going_on(event: Event, told: Told, events: Sequence[Event], paragraphs: Sequence[int]) -> Place | None:
    """The place told last before a step of the story, in its paragraph."""
    if not told.narrated or event.status not in _PAST:
        return None
    here = _paragraph(event.trigger.start, paragraphs)
    before = [e for e in events if e.trigger.start < event.trigger.start and _paragraph(e.trigger.start, paragraphs) == here and e.place is not None]
    return before[-1].place if before and before[-1].status in _PAST else None
