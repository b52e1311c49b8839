"""What two tellings are to each other.

A pair is ``positive`` where no field says no and enough say yes (rules a to d), ``unsure`` where only the date is wanting, ``veto`` where a field
says no. Some that are no one event have to do with each other all the same: a plan called off and its new start, a visit and the talks in it, a
set and one of its members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.record.facts import Telling, World
from dragoman.record.joins import MEASURED, SPEECH, Fields, country, join, strength
from dragoman.record.sides import Side
from dragoman.record.tellings import (
    BEFALLING,
    DEEDS,
    PLANS,
    RIVAL,
    STALE,
    Answer,
    Dates,
    Named,
    Places,
    View,
    at_distance,
    breadth,
    dates,
    manner,
    measuring,
    naming,
    parties,
    places,
    told_apart,
    types,
    view,
    weapon,
)

SERIES = 730
"""Days that a set may cover whose members swarm."""
YEAR = 400
"""Days after a calling off within which a new start is looked for."""
SUDDEN = frozenset({"ASSAULT", "COERCE", *SPEECH, *BEFALLING})
"""Types whose deeds nobody announces and calls off, or counts from one to the next."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What two tellings are to each other."""

    answer: Literal["positive", "unsure", "veto", "none"]
    rule: str
    """``a`` to ``d``; for a veto the field, or M5, M6, ``set``, ``part``; empty where nothing joins them."""
    strength: int = 0
    """How much agrees; the stronger pairs are joined first."""
    measured: float = 1.0
    """How far apart measured values lie, as a share; the nearer are joined first among equals."""
    days: int = 0
    """Days between the publications; the nearer are joined first."""

    @property
    def ties(self) -> bool:
        """Whether their events have to be drawn together."""
        return self.answer in ("positive", "unsure") or self.rule in ("M5", "M6", "set", "part")

    @property
    def why(self) -> str:
        """The rule in words."""
        return WHY.get(self.rule, self.rule)


WHY = {
    "a": "equal dates and actors",
    "b": "evidence",
    "c": "same place and actors, told within three days",
    "d": "told again in one report",
    "guess": "nothing but the date is open",
    "M5": "taken up again after it was called off",
    "M6": "told anew after it was called off",
    "set": "several acts at once, and one of them",
    "part": "a visit, and what was done on it",
}
"""Rules in words."""


def pair(left: Telling, right: Telling, world: World) -> Pair:
    """What two tellings are to each other, in either order."""
    a, b = view(left, world), view(right, world)
    if b.telling.id < a.telling.id:
        a, b = b, a
    found = _compare(a, b, world)
    if isinstance(found, str):
        return Pair("veto", _related(a, b, found, world) or found)
    answer, rule = join(a, b, found)
    stop = _stopped(a, b, found.when, same_page=found.same_page)
    if stop is not None and (answer != "none" or _same_plan(a, b)):
        return Pair("veto", stop)
    if answer == "none":
        return Pair("none", "part" if _part(a, b) or _part(b, a) else "")
    days = found.days if found.days is not None else YEAR
    return Pair(answer, rule, strength(a, b, found), found.distance, days)


def is_part(one: Telling, visit: Telling, world: World) -> bool:
    """Whether one is what a guest did on a visit that another tells as a whole."""
    return _part(view(one, world), view(visit, world))


def _related(a: View, b: View, field: str, world: World) -> str | None:
    """What two have to do with each other that a field keeps apart."""
    if field == "set":
        return "set" if _member(a, b, world) or _member(b, a, world) else "one and several"
    if field == "dates" and _same_plan(a, b):
        return _stopped(a, b, "no", same_page=_same_page(a, b))
    if field == "recipients" and (_part(a, b) or _part(b, a)):
        return "part"
    return None


def _member(one: View, several: View, world: World) -> bool:
    """Whether a single act lies surely among several told at once."""
    if not several.telling.is_set or not _same_parties(one, several) or not (_stands(one) and _stands(several)):
        return False
    if one.telling.type in SUDDEN and (breadth(several) is None or (breadth(several) or 0) > SERIES):
        return False
    who, whom = parties(one, several, world)
    fits = who == "same" and whom in ("same", "empty") and types(one, several) == "yes"
    return fits and manner(one, several) != "no" and places(one, several) != "no" and _inside(one, several)


def _part(one: View, visit: View) -> bool:
    both = one.telling.type == visit.telling.type == "CONSULT" and visit.telling.mode == "visit"
    if not both or visit.form != "stretch" or visit.window is None or at_distance(one) or not one.actors:
        return False
    if one.actors != visit.actors or not one.recipients or one.recipients == visit.recipients:
        return False
    inside = places(one, visit) in ("same", "contains") and _inside(one, visit) and breadth(one) != breadth(visit)
    return inside and _stands(one) and _stands(visit)


def _inside(one: View, whole: View) -> bool:
    if one.first is None or one.last is None or whole.first is None or whole.last is None:
        return False
    return whole.first <= one.first and one.last <= whole.last


def is_counted(a: View) -> bool:
    """Whether it is an act that stands, of a type that is counted from one to the next, however long ago."""
    return a.telling.type not in SUDDEN and _stands(a)


def _stands(a: View) -> bool:
    return a.telling.status not in ("cancelled", "denied", "hypothetical")


def _same_page(a: View, b: View) -> bool:
    return a.telling.page.report == b.telling.page.report


def _days(a: View, b: View) -> int | None:
    return abs(a.published - b.published) if a.published is not None and b.published is not None else None


def _compare(a: View, b: View, world: World) -> Fields | str:
    """The answers of all fields, or the first field that keeps the two apart."""
    kind = types(a, b)
    one, other = a.telling, b.telling
    if kind == "no":
        return "type"
    if (one.status == "hypothetical") != (other.status == "hypothetical"):
        return "status"
    if one.is_set != other.is_set:
        return "set"
    if manner(a, b) == "no":
        return "manner"
    evidence = naming(a, b)
    if evidence == "no":
        return "evidence"
    place = places(a, b)
    if place == "no":
        return "place"
    if evidence == "none" and _plainly_apart(a, b):
        return "dates"
    return _compare_parties(a, b, world, kind=kind, evidence=evidence, place=place)


def _plainly_apart(a: View, b: View) -> bool:
    """Whether two single days are too far apart for any rule that needs no evidence; asked before the parties, for it is quick."""
    if a.form != "day" or b.form != "day" or a.first is None or b.first is None:
        return False
    return abs(a.first - b.first) > 1 and "cancelled" not in (a.telling.status, b.telling.status)


def _compare_parties(a: View, b: View, world: World, *, kind: Answer, evidence: Named, place: Places) -> Fields | str:
    same_page = _same_page(a, b)
    if same_page and told_apart(a, b):
        return "page"
    who, whom = parties(a, b, world)
    days = _days(a, b)
    named = _named(a, b, evidence, who, days)
    rivals = named and a.telling.type in RIVAL and b.telling.type in RIVAL
    if whom == "no":
        return "recipients"
    if who == "no" and not rivals:
        return "actors"
    when = dates(a, b, named=named, same_place=place == "same")
    if when == "no":
        return "dates"
    measured, distance = measuring(a, b)
    return Fields(
        kind=kind,
        place=place,
        who=who,
        whom=whom,
        when=when,
        evidence=evidence,
        named=named,
        measured=measured and days is not None and days <= MEASURED,
        distance=distance,
        days=days,
        same_page=same_page,
    )


def _named(a: View, b: View, evidence: Named, who: Side, days: int | None) -> bool:
    """Whether the evidence that names says yes. What there is once needs nobody's name; within a summit much is done by others."""
    if evidence == "one":
        return True
    firm = who in ("same", "related", "office") or (who == "empty" and a.telling.type in BEFALLING)
    if evidence == "frame":
        return firm
    if evidence == "nth":
        return who == "same"
    return firm and days is not None and days <= STALE and weapon(a, b)


def _stopped(a: View, b: View, when: Dates, *, same_page: bool) -> str | None:
    """M5 and M6: whether a plan or deed is a new start after a calling off."""
    off, new = (a, b) if a.telling.status == "cancelled" else (b, a)
    if off.telling.status != "cancelled" or new.telling.status not in PLANS | DEEDS:
        return None
    if same_page:
        closed = off.telling.closed.toordinal() if off.telling.closed else off.last or off.published
        anew = when != "equal" and new.first is not None and closed is not None and new.first > closed
        return "M5" if new.telling.again or anew else None
    if off.stopped is None or new.published is None or new.published < off.stopped:
        return None
    if new.telling.again:
        return "M5"
    return "M6" if new.published - off.stopped > STALE and when != "equal" else None


def may_start_anew(a: View) -> bool:
    told = a.telling
    if told.status == "cancelled" or told.status in PLANS:
        return True
    return told.status in DEEDS and (told.again or told.type not in SUDDEN)


def _same_plan(a: View, b: View) -> bool:
    """Whether both may tell one undertaking, called off and taken up again."""
    if types(a, b) != "yes" or not (_same_parties(a, b) and may_start_anew(a) and may_start_anew(b)):
        return False
    if a.published is None or b.published is None:
        return _same_page(a, b)
    return abs(a.published - b.published) <= YEAR


def _same_parties(a: View, b: View) -> bool:
    """Whether the same are meant to take part in both; somebody alone, in the same country."""
    alone = len(a.behind) == 1
    return a.behind == b.behind != frozenset() and (not alone or (country(a) is not None and country(a) == country(b)))
