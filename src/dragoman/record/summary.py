"""What the tellings of one event make of it: its type, status, date, place and parties, what is contested, and how that came about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

from dragoman.model import Place
from dragoman.model.edtf import bounds
from dragoman.model.words import Status
from dragoman.record import stands
from dragoman.record.facts import Group, Step, Telling, World
from dragoman.record.tellings import DEEDS, PLANS, STALE, dates, parties, places, view

Value = TypeVar("Value", bound=Hashable)
_STEPS = {"under_way": 1, "attempted": 1, "happened": 2, "cancelled": 2}
_MOST = 3 / 4
"""The share of works above which what they say stands for the event, and what the others say is in its history alone."""


def by_publication(telling: Telling) -> tuple[date, str]:
    """The order in which tellings count: by day of publication, those without one last, then by id."""
    return telling.page.published or date.max, telling.id


@dataclass(frozen=True, slots=True)
class _Course:
    """Where an event stands, and what brought it there."""

    status: Status
    closing: Telling | None
    """The telling that closed it."""
    stale: tuple[tuple[str, str], ...]


def summarize(
    members: Sequence[Telling],
    world: World,
    *,
    copies: Sequence[Telling] = (),
    guessed: bool = False,
    newest: date | None,
) -> Group:
    """The merged event that some tellings tell. ``copies`` are among its tellings, and change nothing."""
    members = sorted(members, key=by_publication)
    found = stands.stances(members, world)
    told = _asserted(members, found)
    course = _course(told, world)
    stale = {one for one, _ in course.stale}
    current = [one for one in told if one.id not in stale]
    kind = _type(current)
    when, dates_apart = _when(current, course.status)
    place, places_apart = _place(current, world)
    actors, recipients = _parties(current)
    denied = not stands.standing(found, denies=False) and any(one.denies for one in found)
    contested = {
        "type": any(not stands.same_act(current[0], other, world) for other in current[1:]),
        "when": dates_apart,
        "place": places_apart,
        "actors": _actors_apart(current, world),
    }
    fields = {name for name, apart in contested.items() if apart} | (set() if denied else stands.disputed(found, world))
    closed = _closed(course, told)
    group = Group(
        id=members[0].id,
        tellings=tuple(one.id for one in sorted([*members, *copies], key=by_publication)),
        type=kind,
        mode=_most((one.mode, one) for one in current if one.type == kind and one.mode),
        status="denied" if denied else course.status,
        actors=actors,
        recipients=recipients,
        place=place,
        when=when,
        closed=closed,
        is_set=members[0].is_set,
        contested=tuple(name for name in ("type", "when", "place", "actors", "status") if name in fields),
        history=_history(members, world),
        stale=course.stale,
        guessed=guessed,
    )
    return replace(group, overdue=is_overdue(group, newest))


def _before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other


def is_overdue(group: Group, newest: date | None) -> bool:
    """Whether a plan's last possible day had passed without a word by the day of the newest page."""
    ends = [bounds(one)[1] for one in group.when]
    last = max((end for end in ends if end), default=None)
    return group.status in PLANS and None not in ends and last is not None and newest is not None and last < newest


def _asserted(members: Sequence[Telling], found: Iterable[stands.Stance]) -> list[Telling]:
    """The tellings whose words count for what the event is: no denials, none that its own voice took back; all where nothing is left."""
    taken_back: set[str] = set()
    stood: set[str] = set()
    for one in found:
        (taken_back if one.denies or one.until else stood).add(one.telling.id)
    return [one for one in members if one.id not in taken_back - stood] or list(members)


def _course(told: Sequence[Telling], world: World) -> _Course:
    """The status, moved by a further step in order of publication only."""
    status: Status | None = None
    closing: Telling | None = None
    stale = []
    for one in sorted(told, key=_by_day):
        step = _STEPS.get(one.status, 0)
        if status is None or status == "denied" or (closing is None and step > _STEPS.get(status, 0)):
            status, closing = one.status, one if step == 2 else None
        elif closing is None:
            continue
        elif one.status in PLANS:
            if closing.status == "cancelled" and _reinstated(one, closing, world):
                status, closing = one.status, None
            elif _later(one, closing):
                stale.append((one.id, closing.id))
        elif closing.status == "cancelled" and one.status in DEEDS:
            status, closing = one.status, one if step == 2 else None
    return _Course(status or "happened", closing, tuple(stale))


def _by_day(one: Telling) -> tuple[date, int, str]:
    """The order of steps: of publication, and of a calling off the day on which it was made, however late it is told."""
    day = one.page.published or date.max
    if one.status == "cancelled" and one.closed:
        day = min(day, one.closed)
    return day, _STEPS.get(one.status, 0), one.id


def _later(one: Telling, other: Telling) -> bool:
    return _before(other.page.published, one.page.published)


def _reinstated(plan: Telling, off: Telling, world: World) -> bool:
    """Whether a plan, told more than three days after it was called off, is to be carried out on its day all the same (M6)."""
    a, b = view(plan, world), view(off, world)
    if a.published is None or b.stopped is None or a.published - b.stopped <= STALE:
        return False
    ahead = a.last is None or a.last >= a.published
    return ahead and dates(a, b, named=False, same_place=False) == "equal"


def _closed(course: _Course, told: Iterable[Telling]) -> date | None:
    """The day on which it was called off, else that of the publication that says so."""
    if course.status != "cancelled" or course.closing is None:
        return None
    days = [one.closed for one in told if one.status == "cancelled" and one.closed]
    return min(days) if days else course.closing.page.published


def _type(told: Sequence[Telling]) -> str:
    """What most works say; where as many say another, an act rather than what befell somebody, then what was told first."""
    works: defaultdict[str, set[str]] = defaultdict(set)
    for one in told:
        works[one.type].add(one.page.work)
    first = [one.type for one in told]
    return min(works, key=lambda kind: (-len(works[kind]), not kind.isupper(), first.index(kind)))


def _most(values: Iterable[tuple[Value, Telling]]) -> Value | None:
    """The value that most works give, the first told where as many give another."""
    works: dict[Value, set[str]] = {}
    for value, telling in values:
        works.setdefault(value, set()).add(telling.page.work)
    return max(works, key=lambda value: len(works[value]), default=None)


def _when(told: Sequence[Telling], status: Status) -> tuple[tuple[str, ...], bool]:
    """The meeting of the dates, or all that do not meet, and whether there are such. A deed has its own day, whatever was planned."""
    dated = [one for one in told if one.edtf and bounds(one.edtf) != (None, None)]
    if status in DEEDS:
        dated = [one for one in dated if one.status not in PLANS] or dated
    exact: dict[str, set[str]] = {}
    stretches = {one.edtf for one in dated if one.edtf and _form(one.edtf) == "stretch"}
    for one in dated:
        edtf = one.edtf or ""
        # A day in a stretch that others tell is no other date.
        if _form(edtf) == "stretch" or (_form(edtf) == "day" and not any(_meet(edtf, other) for other in stretches)):
            exact.setdefault(edtf, set()).add(one.page.work)
    loose = sorted({one.edtf for one in dated if one.edtf and _form(one.edtf) == "set"})
    if not exact:
        return _meeting(loose)
    outside = [edtf for edtf in loose if not any(_meet(edtf, other) for other in exact)]
    apart = len(exact) > 1 or bool(outside)
    works = sum(len(these) for these in exact.values())
    most = [edtf for edtf, these in exact.items() if len(these) > _MOST * works]
    return tuple(sorted(most or exact, key=_sortable)), apart


def _form(edtf: str) -> Literal["day", "stretch", "set"]:
    first, last = bounds(edtf)
    return "day" if first == last else "stretch" if "/" in edtf else "set"


def _meet(one: str, other: str) -> bool:
    (first, last), (start, end) = bounds(one), bounds(other)
    return not (_before(last, start) or _before(end, first))


def _sortable(edtf: str) -> tuple[date, date, str]:
    first, last = bounds(edtf)
    return first or date.min, last or date.max, edtf


def _meeting(sets: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The days that all sets allow; the sets themselves where there are none."""
    if not sets:
        return (), False
    first = max((start for start in (bounds(one)[0] for one in sets) if start), default=None)
    last = min((end for end in (bounds(one)[1] for one in sets) if end), default=None)
    if _before(last, first):
        return tuple(sorted(sets, key=_sortable)), True
    same = [one for one in sets if bounds(one) == (first, last)]
    if same:
        return (same[0],), False
    return ((str(first) if first == last else f"[{first or ''}..{last or ''}]"),), False


def _place(told: Sequence[Telling], world: World) -> tuple[Place | None, bool]:
    """The narrowest place that most works give, and whether two of them are no one place."""
    placed = [one for one in told if one.place]
    if not placed:
        return None, False
    apart = False
    narrow = list(placed)
    for at, one in enumerate(placed):
        for other in placed[at + 1 :]:
            lie = places(view(one, world), view(other, world))
            apart = apart or lie in ("near", "no")
            if lie == "contains":
                wide = one if _holds(one, other) else other
                narrow = [telling for telling in narrow if telling is not wide]
    works: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for one in narrow or placed:
        if one.place:
            works[one.place.name, one.place.country].add(one.page.work)
    best = max(works, key=lambda name: len(works[name]))
    return next(one.place for one in placed if one.place and (one.place.name, one.place.country) == best), apart


def _holds(one: Telling, other: Telling) -> bool:
    """Of two places, one within the other, whether the first is the wider."""
    if one.place is None or other.place is None or other.place.precision == "country":
        return False
    return one.place.precision == "country" or one.place.name in other.place.within


def _parties(told: Sequence[Telling]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The actors and the recipients that most works give, those who tell a host before those who do not."""
    talks = [one for one in told if one.type == "CONSULT" and _ids(one, "recipients")]
    said = talks or told
    actors = _most((ids, one) for one in said if (ids := _ids(one, "actors"))) or ()
    return actors, _most((ids, one) for one in said if (ids := _ids(one, "recipients"))) or ()


def _ids(telling: Telling, side: Literal["actors", "recipients"]) -> tuple[str, ...]:
    parties = telling.actors if side == "actors" else telling.recipients
    return tuple(one.entity for one in parties if one.entity)


def _actors_apart(told: Sequence[Telling], world: World) -> bool:
    """Whether two tellings lay it to others. Talks have no doer; a body and its part, somebody with others are not apart."""
    different = {frozenset(_ids(one, "actors")): view(one, world) for one in told if one.type != "CONSULT"}
    views = list(different.values())
    return any(parties(one, other, world)[0] == "no" for at, one in enumerate(views) for other in views[:at])


def _history(members: Sequence[Telling], world: World) -> tuple[Step, ...]:
    """What changed, by day of publication."""
    steps: list[Step] = []
    before: frozenset[str] = frozenset()
    days: list[date | None] = [*sorted({one.page.published for one in members if one.page.published})]
    for day in days or [None]:
        known = [one for one in members if day is None or (one.page.published and one.page.published <= day)]
        found = stands.stances(known, world)
        asserted = _asserted(known, found)
        against = standing_voices(found)
        denied = bool(against) and not stands.standing(found, denies=False)
        step = Step(
            published=day,
            status="denied" if denied else _course(asserted, world).status,
            type=_type(asserted),
            contested=stands.in_dispute(found, world),
            admitted=any(one.until is None for one in stands.admissions(found, world)),
        )
        if not steps or against != before or _changed(step, steps[-1]):
            steps.append(step)
        before = against
    return tuple(steps)


def standing_voices(found: Iterable[stands.Stance]) -> frozenset[str]:
    """The voices whose denials stand."""
    return frozenset(who for one in stands.standing(found, denies=True) for who in one.voice)


def _changed(one: Step, other: Step) -> bool:
    return (one.status, one.type, one.contested, one.admitted) != (
        other.status,
        other.type,
        other.contested,
        other.admitted,
    )
