"""Rules a to d: which pairs of tellings that no field keeps apart are one event, and how much speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.record.sides import Side
from dragoman.record.tellings import (
    BEFALLING,
    OPEN,
    PLANS,
    RIVAL,
    STALE,
    Answer,
    Dates,
    Named,
    Places,
    View,
    breadth,
)

SPEECH = frozenset({"statement", "ACCUSE", "REQUEST", "REJECT", "THREATEN"})
"""Acts of words, of which one speaker does many a day."""
MEASURED = 30
"""Days between publications within which a measured value tells an event from others."""
SEASON = 92
"""Days that a date may leave open and still be tied by nothing else, as a guess."""
WEEK = 7
"""Days that a date may leave open and still say when."""
_THIN = frozenset({"same", "empty", "one empty", "within"})
"""What two tellings of one act in one report say of those who take part: the later says less."""
_SWARMING = frozenset({"ASSAULT", "COERCE", "accident", "death"})
"""Types of which there are many on one day."""


@dataclass(frozen=True, slots=True)
class Fields:
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


def country(a: View) -> str | None:
    """The country in which it was."""
    return a.telling.place.country if a.telling.place else None


def join(a: View, b: View, f: Fields) -> tuple[Literal["positive", "unsure", "none"], str]:
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


def _join_on_one_page(a: View, b: View, f: Fields) -> tuple[Literal["positive", "unsure", "none"], str]:
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


def _dated_loosely(a: View, b: View, f: Fields, *, sudden: bool) -> tuple[Literal["positive", "unsure", "none"], str]:
    """Rule c, and what is left unsure for want of a date. Of acts that swarm, a country or an open date tells nothing."""
    at_once = f.days is not None and f.days <= STALE
    bounded = max(_open_days(a), _open_days(b))
    if f.when in ("possible", "none") and f.place == "same" and at_once:
        wide = a.telling.type in RIVAL and _is_wide(a)
        if not sudden:
            return ("unsure" if wide else "positive"), "c"
        if f.when == "possible" and not wide:
            return ("positive" if bounded <= WEEK else "unsure"), "c"
    if f.whom not in ("same", "related", "empty") and f.place != "same":
        return "none", ""
    if f.when == "possible" and (bounded <= SEASON or (not sudden and _fits_open_date(a, b, f))):
        return "unsure", "guess"
    if f.when == "none" and at_once and f.whom == "same" and not sudden:
        return "unsure", "guess"
    return "none", ""


def _open_days(a: View) -> int:
    return OPEN + SEASON if (days := breadth(a)) is None else days


def _fits_open_date(a: View, b: View, f: Fields) -> bool:
    """Whether one whose date is open may be the other: a plan, what was done after it; news, what was done shortly before; and two at one place."""
    near = f.days is not None and f.days <= MEASURED
    if min(_open_days(a), _open_days(b)) > WEEK:
        return near and f.place == "same"
    plan = a if _open_days(a) > WEEK else b
    return near or (plan.telling.status in PLANS and plan.last is None)


def _is_wide(a: View) -> bool:
    place = a.telling.place
    return place is not None and (
        place.precision in (None, "country", "region", "sea", "admin1") or place.name == place.country
    )


def _acting(a: View, b: View, f: Fields) -> bool:
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


def _said_once(a: View, b: View, f: Fields) -> bool:
    """Whether two acts of words may be one: to the same people, or of one manner and to nobody in particular."""
    if a.telling.type not in SPEECH or f.whom == "same":
        return True
    one, other = a.telling.mode, b.telling.mode
    if "statement" in (a.telling.type, b.telling.type):
        return f.whom == "empty" and one == other not in (None, "states")
    return f.whom == "empty" and (one == other or None in (one, other))


_SIDE = {"same": 4, "related": 3, "office": 2, "empty": 2, "within": 1, "one empty": 1, "words": 0, "no": 0}
_DATE = {"equal": 6, "close": 3, "possible": 2, "none": 0, "far": 0, "slack": 0, "no": 0}
_PLACE = {"same": 4, "contains": 2, "near": 2, "none": 0, "no": 0}


def strength(a: View, b: View, f: Fields) -> int:
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
