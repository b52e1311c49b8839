"""What two tellings are to each other.

A pair is ``positive`` where no field says no and enough say yes (rules a to d), ``unsure`` where only the date is wanting, ``veto`` where a field
says no. Some that are no one event have to do with each other all the same: a plan called off and its new start, a visit and the talks in it, a
set and one of its members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.record.facts import Telling, World
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

SPEECH = frozenset({"statement", "ACCUSE", "REQUEST", "REJECT", "THREATEN"})
"""Acts of words, of which one speaker does many a day."""
MEASURED = 30
"""Days between publications within which a measured value tells an event from others."""
SEASON = 92
"""Days that a date may leave open and still be tied by nothing else, as a guess."""
SERIES = 730
"""Days that a set may cover whose members swarm."""
YEAR = 400
"""Days after a calling off within which a new start is looked for."""
SUDDEN = frozenset({"ASSAULT", "COERCE", *SPEECH, *BEFALLING})
"""Types whose deeds nobody announces and calls off, or counts from one to the next."""
_THIN = frozenset({"same", "empty", "one empty", "within"})
"""What two tellings of one act in one report say of those who take part: the later says less."""
_SWARMING = frozenset({"ASSAULT", "COERCE", "accident", "death"})
"""Types of which there are many on one day."""


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


@dataclass(frozen=True, slots=True)
class _Fields:
    """The answers of the fields that said no veto."""

    kind: Answer
    place: Places
    who: Side
    whom: Side
    when: Dates
    evidence: Named
    named: bool
    measured: bool
    distance: float
    days: int | None
    same_page: bool


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
    answer, rule = _join(a, b, found)
    stop = _stopped(a, b, found.when, same_page=found.same_page)
    if stop is not None and (answer != "none" or _same_plan(a, b)):
        return Pair("veto", stop)
    if answer == "none":
        return Pair("none", "part" if _part(a, b) or _part(b, a) else "")
    days = found.days if found.days is not None else YEAR
    return Pair(answer, rule, _strength(a, b, found), found.distance, days)


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


def _compare(a: View, b: View, world: World) -> _Fields | str:
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
    return _compare_parties(a, b, world, kind=kind, evidence=evidence, place=place)


def _compare_parties(a: View, b: View, world: World, *, kind: Answer, evidence: Named, place: Places) -> _Fields | str:
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
    return _Fields(
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


def country(a: View) -> str | None:
    return a.telling.place.country if a.telling.place else None


def _join(a: View, b: View, f: _Fields) -> tuple[Literal["positive", "unsure", "none"], str]:
    if f.named or (f.measured and f.kind == "yes"):
        return "positive", "b"
    if f.kind != "yes":
        return "none", ""
    if f.same_page:
        return _join_on_one_page(a, b, f)
    if not _acting(a, b, f) or f.whom in ("no", "office") or not _said_once(a, b, f):
        return "none", ""
    sudden = a.telling.type in _SWARMING or b.telling.type in _SWARMING
    if f.when in ("equal", "close"):
        placed = f.place == "same" and (f.whom != "words" or a.telling.type == "accident")
        return ("positive" if placed or not sudden or (f.whom == "same" and f.place != "none") else "unsure"), "a"
    return _dated_loosely(a, b, f, sudden=sudden)


def _join_on_one_page(a: View, b: View, f: _Fields) -> tuple[Literal["positive", "unsure", "none"], str]:
    """One report seldom tells two of its acts as one without a word that says so: rule d, and of a only what is named by one word or done to the same."""
    one, other = a.telling, b.telling
    if f.when == "slack" or one.type != other.type or (one.status == "denied") != (other.status == "denied"):
        return "none", ""
    first, later = (one, other) if one.start <= other.start else (other, one)
    alike = bool(a.words & b.words)
    if first.position == "headline" and later.position == "lead":
        return "positive", "d"
    if later.definite and later.start > first.start:
        return "positive", "d"
    if alike and f.who in _THIN and f.whom in _THIN:
        return "positive", "d"
    certain = f.when == "equal" and _acting(a, b, f) and _said_once(a, b, f)
    return ("positive", "a") if certain and f.whom == "same" else ("none", "")


def _dated_loosely(a: View, b: View, f: _Fields, *, sudden: bool) -> tuple[Literal["positive", "unsure", "none"], str]:
    """Rule c, and what is left unsure for want of a date. Of acts that swarm, a country or an open date tells nothing."""
    at_once = f.days is not None and f.days <= STALE
    if f.when in ("possible", "none") and f.place == "same" and at_once:
        wide = a.telling.type in RIVAL and _is_wide(a)
        narrow = (
            f.when == "possible"
            and (breadth(a) or 0) <= 7
            and (breadth(b) or 0) <= 7
            and None not in (breadth(a), breadth(b))
        )
        if not sudden:
            return ("unsure" if wide else "positive"), "c"
        if f.when == "possible" and not wide:
            return ("positive" if narrow else "unsure"), "c"
    if f.whom in ("same", "related", "empty") or f.place == "same":
        one, other = breadth(a), breadth(b)
        if f.when == "possible" and one is not None and other is not None and max(one, other) <= SEASON:
            return "unsure", "guess"
        if f.when == "none" and at_once and f.whom == "same" and not sudden:
            return "unsure", "guess"
    return "none", ""


def _is_wide(a: View) -> bool:
    place = a.telling.place
    return place is not None and (
        place.precision in (None, "country", "region", "sea", "admin1") or place.name == place.country
    )


def _acting(a: View, b: View, f: _Fields) -> bool:
    """Whether the actors say yes."""
    if f.who == "same":
        return True
    if f.who == "related":
        return f.place == "same" and f.when == "equal"
    if f.who != "empty":
        return False
    if a.telling.type == b.telling.type == "death":
        return f.whom == "same"
    if a.telling.type in BEFALLING:
        within = f.place in ("contains", "near") and country(a) is not None and country(a) == country(b)
        return f.place == "same" or within or f.whom == "same"
    return f.whom == "same" and f.place == "same"


def _said_once(a: View, b: View, f: _Fields) -> bool:
    """Whether two acts of words may be one: to the same people, or of one particular manner."""
    if a.telling.type not in SPEECH or f.whom == "same":
        return True
    return f.whom == "empty" and a.telling.mode == b.telling.mode not in (None, "states")


_SIDE = {"same": 4, "related": 3, "office": 2, "empty": 2, "within": 1, "one empty": 1, "words": 0, "no": 0}
_DATE = {"equal": 6, "close": 3, "possible": 2, "none": 0, "far": 0, "slack": 0, "no": 0}
_PLACE = {"same": 4, "contains": 2, "near": 2, "none": 0, "no": 0}


def _strength(a: View, b: View, f: _Fields) -> int:
    found = _SIDE[f.who] + _SIDE[f.whom] + _DATE[f.when] + _PLACE[f.place]
    found += (8 if f.evidence == "one" else 6) * f.named + 5 * f.measured
    found += 2 * (a.telling.type == b.telling.type)
    found += a.telling.mode is not None and a.telling.mode == b.telling.mode
    found += 2 * (a.telling.time_of_day is not None and a.telling.time_of_day == b.telling.time_of_day)
    # A calling off is first of all of what was announced before it.
    off, plan = (a, b) if a.telling.status == "cancelled" else (b, a)
    if off.telling.status == "cancelled" and plan.telling.status in PLANS and off.stopped is not None:
        found += 12 * (plan.published is not None and plan.published <= off.stopped)
    return found
