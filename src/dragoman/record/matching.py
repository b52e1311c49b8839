"""Which merged events are of the kind that a claim of first, last or n times counts, and how surely.

Each answer is *yes*, *maybe* or *no*. What is surely so raises the least that a record allows, what may be so only the most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.model import Place
from dragoman.model.edtf import bounds
from dragoman.record.coverage import CALLS, MEETINGS, TALK, TALKS, VISITS, Days
from dragoman.record.facts import Group, Holder, Relation, Telling, World
from dragoman.record.offices import Answer, holds, in_office, is_country, is_role

HELD = frozenset({"happened", "under_way"})
_SURE = frozenset({"CT+", "PR+"})
_SAID = frozenset({"assertion", "belief", "estimate", "confirmation", "admission"})
"""Attitudes that assert; a demand, a threat or a question asserts nothing."""
_PERSONAL = frozenset({"visit", "third-party"})
AT_A_DISTANCE = "phone"
"""The mode of calls, by telephone or video."""
_GATHERING = "multilateral"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is counted: events of a kind, with some parties, at a place."""

    of: str
    parties: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    """Those of the parties who must be the doers. Left out: for visits all but the last, who is the host; else any side will do."""
    place: str | None = None
    marks: tuple[tuple[str, str], ...] = ()
    """Of which one must be told: ``("thing", "recorders of flight AB12")``."""
    narrower: tuple[str, ...] = ()
    """Words that narrow the kind further ("security" dialogue). An event whose telling lacks them only may be of the kind."""


def days(group: Group, tellings: Sequence[Telling]) -> Days:
    """The first and the last day on which an event may lie, wherever its tellings disagree. Nothing lies after the day on which it is told as having been."""
    found = [bounds(value) for value in group.when] or [(None, None)]
    firsts, lasts = zip(*found, strict=True)
    first = None if None in firsts else min(day for day in firsts if day)
    last = None if None in lasts else max(day for day in lasts if day)
    told = min((one.page.published for one in tellings if one.status in HELD and one.page.published), default=None)
    if told is not None and (last is None or group.status == "under_way") and (first is None or first <= told):
        last = told
    return first, last


def is_held(group: Group, tellings: Sequence[Telling], relations: Iterable[Relation], world: World) -> Answer:
    """Whether an event is told as having been, by somebody who still says so."""
    if group.status not in HELD:
        return "no"
    ended = [(one.left, one.until) for one in relations if one.type in ("denies", "corrects") and one.right == group.id]
    by_id = {one.id: one for one in tellings}
    denials = [by_id[left] for left, until in ended if until is None and left in by_id]
    best: Answer = "no"
    for telling in tellings:
        if telling.status not in HELD:
            continue
        for holder in telling.holders:
            if (
                holder.certainty in _SURE
                and holder.attitude in _SAID
                and not _is_taken_back(holder, telling, denials, world)
            ):
                best = "maybe" if holder.guessed and best == "no" else best if holder.guessed else "yes"
    return "maybe" if best == "yes" and "status" in group.contested else best


def _is_taken_back(holder: Holder, telling: Telling, denials: Sequence[Telling], world: World) -> bool:
    """Whether a holder's own voice later denied what the holder had said."""
    voices = {_voice(one, world) for one in holder.entities}
    return bool(voices) and any(
        voices == {_voice(one, world) for one in other.entities} and _is_later(denial, telling)
        for denial in denials
        for other in denial.holders
    )


def _is_later(one: Telling, other: Telling) -> bool:
    return (one.page.published or date.max) > (other.page.published or date.max)


def _voice(entity: str, world: World) -> str:
    seen = {entity}
    while (above := world.controlled_by.get(entity)) and above not in seen:
        entity = above
        seen.add(above)
    return entity


def fits(wanted: Wanted, group: Group, tellings: Sequence[Telling], when: Days, world: World) -> Answer:
    """Whether an event is of the kind that is counted, with its parties, at its place."""
    return least(
        _kind(wanted.of, group, tellings, world),
        _is_with(wanted, group, when, world),
        _is_at(wanted.place, group.place) if wanted.place is not None else "yes",
        _is_marked(wanted, tellings),
    )


def least(*answers: Answer) -> Answer:
    """The weakest of some answers.

    >>> least("yes", "maybe")
    'maybe'
    """
    return "no" if "no" in answers else "maybe" if "maybe" in answers else "yes"


def _kind(of: str, group: Group, tellings: Sequence[Telling], world: World) -> Answer:
    type_, _, mode = (TALK, "", "") if of in (MEETINGS, CALLS, TALKS, VISITS) else of.partition(" ")
    told = [one for one in tellings if one.status in HELD] or list(tellings)
    if group.type != type_:
        return "maybe" if "type" in group.contested and any(one.type == type_ for one in told) else "no"
    modes = {group.mode} if group.mode else {one.mode for one in told if one.mode}
    if of in (MEETINGS, CALLS, TALKS, VISITS):
        return _manner(of, modes, group.place is not None or _is_in_person(told, world))
    if not mode or modes == {mode}:
        return "yes"
    return "maybe" if not modes or mode in modes else "no"


def _manner(of: str, modes: set[str], in_person: bool) -> Answer:
    """Whether talks are of a manner. A gathering where some happened to be is no meeting of theirs, and may be a visit."""
    if modes == {_GATHERING}:
        return "maybe" if of == VISITS else "no"
    if of == TALKS:
        return "yes"
    if of == CALLS:
        return (
            "yes"
            if modes == {AT_A_DISTANCE}
            else "maybe"
            if AT_A_DISTANCE in modes or not (modes or in_person)
            else "no"
        )
    if modes == {AT_A_DISTANCE}:
        return "no"
    if of == VISITS:
        return "yes" if modes == {"visit"} else "maybe"
    return "yes" if (modes and modes <= _PERSONAL) or (not modes and in_person) else "maybe"


def _is_in_person(tellings: Sequence[Telling], world: World) -> bool:
    return any(word in world.in_person for one in tellings for word in one.trigger.casefold().split())


def _is_marked(wanted: Wanted, tellings: Sequence[Telling]) -> Answer:
    if wanted.marks and not any(mark in one.marks for one in tellings for mark in wanted.marks):
        return "no"
    if wanted.narrower:
        said = [set(one.trigger.casefold().split()) for one in tellings]
        return "yes" if any(words >= set(wanted.narrower) for words in said) else "maybe"
    return "yes"


def _is_at(wanted: str, place: Place | None) -> Answer:
    """Whether a place lies in another that is given by its name or, a country, by its code."""
    if place is None:
        return "maybe"
    if wanted in (place.name, place.country, *place.within):
        return "yes"
    if len(wanted) == 3 and wanted.isupper():
        return "no" if place.country is not None else "maybe"
    # Whether it was in Gao nobody knows who is told of Mali only; that it was not, who is told of Kayes.
    return "maybe" if place.precision in ("country", "admin1", "admin2", "region", "sea") else "no"


def _is_with(wanted: Wanted, group: Group, when: Days, world: World) -> Answer:
    if not wanted.parties:
        return "yes"
    if wanted.of == VISITS:
        return _is_visit(wanted, group, when, world)
    sides = {
        party: (among(party, group.actors, when, world), among(party, group.recipients, when, world))
        for party in wanted.parties
    }
    talk = group.type == TALK
    answers: list[Answer] = []
    for party, (doing, done_to) in sides.items():
        if not wanted.actors or (talk and not group.recipients):
            answers.append(most(doing, done_to))
        else:
            answers.append(doing if party in wanted.actors else done_to)
    answer = least(*answers)
    if talk and len(wanted.parties) > 1 and _is_crowd(wanted.parties, sides, group, when, world):
        return least(answer, "maybe")
    return answer


def _is_crowd(
    parties: Sequence[str], sides: Mapping[str, tuple[Answer, Answer]], group: Group, when: Days, world: World
) -> bool:
    """Whether all parties stand on one side and others with them: they all were there, which is no talk of these alone."""
    if any(all(side[at] == "no" for side in sides.values()) for at in (0, 1)):
        home = {world.countries.get(one, one) for one in parties}
        for one in (*group.actors, *group.recipients):
            known = any(among(party, (one,), when, world) != "no" for party in parties)
            if not known and world.countries.get(one, one) not in home:
                return True
    return False


def _is_visit(wanted: Wanted, group: Group, when: Days, world: World) -> Answer:
    """Whether the first of the parties travel and the last is the host."""
    guests = wanted.actors or (wanted.parties[:-1] if len(wanted.parties) > 1 else wanted.parties)
    hosts = [one for one in wanted.parties if one not in guests]
    came = least(*(among(guest, group.actors, when, world) for guest in guests))
    if came == "no" or not hosts:
        return came
    received = [_receives(host, group, when, world) for host in hosts]
    return least(came, *received)


def _receives(host: str, group: Group, when: Days, world: World) -> Answer:
    country = group.place.country if group.place is not None else None
    if not is_country(host, world):
        return most(
            among(host, group.recipients, when, world),
            among(host, group.actors, when, world) if not group.recipients else "no",
        )
    if country is not None:
        return "yes" if country == host else "no"
    return among(host, group.recipients, when, world)


def most(*answers: Answer) -> Answer:
    """The strongest of some answers."""
    return "yes" if "yes" in answers else "maybe" if "maybe" in answers else "no"


def among(party: str, ids: Sequence[str], when: Days, world: World) -> Answer:
    """Whether a party is one of some entities: itself, in a joint holder, by its office on the day, or as the state of those who act for it."""
    if party in ids or any(party in world.members.get(one, ()) for one in ids):
        return "yes"
    if is_role(party, world):
        return most("no", *(holds(one, party, when, world) for one in ids))
    if not is_country(party, world):
        return "no"
    answer: Answer = "no"
    for one in ids:
        if in_office(one, party, when, world) or _voice(one, world) == party:
            return "yes"
        if world.countries.get(one) == party:
            answer = "maybe"
    return answer
