"""Two tellings field by field: each field says yes, maybe or no to their being one event.

`view` works out once what the fields of a telling are compared by; every function below takes two such views, in either order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Literal

from dragoman.model import Place
from dragoman.model.edtf import bounds
from dragoman.record import sides
from dragoman.record.facts import Party, Telling, World
from dragoman.record.sides import Side

Answer = Literal["yes", "maybe", "no"]
Dates = Literal["equal", "close", "possible", "far", "none", "slack", "no"]
"""``close``: single days one apart that time zones explain. ``far``: the sets meet, but too wide to join anything. ``slack``: single days one
apart that join nothing and keep nothing apart. ``none``: one of them has no date."""
Places = Literal["same", "contains", "near", "none", "no"]

Named = Literal["one", "frame", "nth", "none", "no"]
"""``one``: something there is once, a flight. ``frame``: something within which much is done, a summit. ``nth``: the third meeting."""

OPEN = 90
"""Days that an open set of days is taken to reach from its known end, when it is to join tellings."""
WIDE = 100
"""Days from which on a set or stretch is too wide to join anything that is not told with the very same one."""
NEAR = 50.0
"""Kilometres under which two places may be one."""
STALE = 3
"""Days after a calling off within which a plan may still be told as if it stood; likewise those between reports of the same news."""
BEFALLING = frozenset({"accident", "death", "disaster", "displacement"})
"""What happens to people without anybody who does it."""
RIVAL = frozenset({"ASSAULT", "COERCE", "accident", "death", "disaster"})
"""Types under which rival accounts may tell one harm."""
STEPWISE = frozenset({"election", "law", "leaves_office", "statement", "takes_office"})
"""Types whose modes are different acts: who is appointed is not yet sworn in."""
PLANS = frozenset({"planned", "promised", "threatened"})
DEEDS = frozenset({"under_way", "happened", "attempted"})
_NUMBERED = frozenset(
    {"flight", "resolution", "conference", "ordinal", "treaty", "operation", "ship", "storm", "summit"}
)
"""Kinds whose values name something also where they are numbers."""
_SINGLE = frozenset({"flight", "ship", "storm"})
_AREAS = frozenset({"admin2", "admin1", "region", "sea"})
_VALUE = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)\s*(.*)")
_STEM, _SHORT = 5, 4
"""Letters by which two words are forms of one, and letters of the shortest that name anything."""
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?:/(\d{1,2}):(\d{2}))?")


@dataclass(frozen=True, slots=True)
class View:
    """What a telling is compared by."""

    telling: Telling
    families: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    """Those who go along are among them."""
    pooled: frozenset[str]
    behind: frozenset[str]
    """Whom all of them belong to in the end."""
    worded: tuple[bool, bool]
    """Whether any actor, any recipient is told in words that are not resolved."""
    known: dict[str, Party]
    form: Literal["day", "stretch", "set", "none"]
    first: int | None
    last: int | None
    published: int | None
    stopped: int | None
    """The day on which it was called off, else that of the publication that says so."""
    names: Mapping[str, frozenset[str]]
    measures: Mapping[tuple[str, str], float]
    """Kind and unit to the value."""
    ordinals: Mapping[str, str]
    """What is counted to its ordinal: ``visit`` to ``second``."""
    words: frozenset[str]
    """The beginnings of the words that name the act."""

    @property
    def window(self) -> tuple[int, int] | None:
        """The days within which it may be joined by its date: open ends reach `OPEN` days; None without a date and for a wide one."""
        if self.first is None and self.last is None:
            return None
        first = self.first if self.first is not None else (self.last or 0) - OPEN
        last = self.last if self.last is not None else first + OPEN
        return (first, last) if last - first <= WIDE else None


class _Views:
    """The views made last, so that a telling which is compared with many is looked through once."""

    LIMIT = 20_000

    def __init__(self) -> None:
        self._made: dict[int, tuple[Telling, World, View]] = {}

    def __call__(self, telling: Telling, world: World) -> View:
        """The view of a telling."""
        made = self._made.get(id(telling))
        # The telling is held here, so no other object can have its id.
        if made is not None and made[0] is telling and made[1] is world:
            return made[2]
        if len(self._made) >= self.LIMIT:
            self._made.clear()
        found = _view(telling, world)
        self._made[id(telling)] = (telling, world, found)
        return found


view = _Views()


def _view(telling: Telling, world: World) -> View:
    first: int | None = None
    last: int | None = None
    form: Literal["day", "stretch", "set", "none"] = "none"
    if telling.edtf:
        start, end = bounds(telling.edtf)
        first, last = start.toordinal() if start else None, end.toordinal() if end else None
        if first is not None or last is not None:
            form = "day" if first == last else "stretch" if "/" in telling.edtf else "set"
    published = telling.page.published.toordinal() if telling.page.published else None
    closed = telling.closed.toordinal() if telling.closed else None
    names, measures, ordinals = _marks(telling.marks)
    others = (*telling.recipients, *telling.with_)
    actors, recipients = _entities(telling.actors), _entities(others)
    known = {one.entity: one for one in (*telling.actors, *others) if one.entity}
    return View(
        telling=telling,
        families=world.families.get(telling.type, frozenset()),
        actors=actors,
        recipients=recipients,
        pooled=actors | recipients,
        behind=frozenset(sides.stands_for(one, known[one], world) for one in known),
        worded=(any(not one.entity for one in telling.actors), any(not one.entity for one in others)),
        known=known,
        form=form,
        first=first,
        last=last,
        published=published,
        stopped=min(closed, published) if closed and published else closed or published,
        names=names,
        measures=measures,
        ordinals=ordinals,
        words=frozenset(word[:_STEM] for word in telling.trigger.casefold().split() if len(word) >= _SHORT),
    )


def _entities(parties: tuple[Party, ...]) -> frozenset[str]:
    return frozenset(one.entity for one in parties if one.entity)


def _marks(
    marks: tuple[tuple[str, str], ...],
) -> tuple[dict[str, frozenset[str]], dict[tuple[str, str], float], dict[str, str]]:
    names: dict[str, frozenset[str]] = {}
    measures: dict[tuple[str, str], float] = {}
    ordinals: dict[str, str] = {}
    for kind, value in sorted(marks):
        plain = " ".join(value.casefold().split())
        number = _VALUE.fullmatch(plain)
        if kind == "ordinal":
            nth, _, counted = plain.partition(" ")
            ordinals[counted] = nth
        elif number and kind not in _NUMBERED and isfinite(amount := float(number[1].replace(",", ""))):
            measures[kind, number[2]] = amount
        else:
            names[kind] = names.get(kind, frozenset()) | {plain}
    return names, measures, ordinals


def types(a: View, b: View) -> Answer:
    """Whether the types may tell one event: the same, or of one family. An accident or a death may turn out to be an attack; deaths by an accident or a
    disaster stand beside it.
    """
    one, other = a.telling.type, b.telling.type
    if one == other or a.families & b.families:
        return "yes"
    if one not in RIVAL or other not in RIVAL:
        return "no"
    return "no" if one in BEFALLING and other in BEFALLING and "death" in (one, other) else "maybe"


def places(a: View, b: View) -> Places:
    """How the two places lie to each other."""
    one, other = a.telling.place, b.telling.place
    return "none" if one is None or other is None else _places(one, other)


def _places(one: Place, other: Place) -> Places:
    if one.geonames is not None and one.geonames == other.geonames:
        return "same"
    if one.name.casefold() == other.name.casefold() and (
        one.country == other.country or not (one.country and other.country)
    ):
        return "same"
    if _holds(one, other) or _holds(other, one):
        return "contains"
    distance = _distance(one, other)
    if distance is not None and distance < NEAR:
        return "near"
    if one.country and other.country:
        # An area whose parts the gazetteer does not name may hold what lies near its middle.
        area = one.precision in _AREAS or other.precision in _AREAS
        unplaced = area and not (one.within and other.within) and one.country == other.country
        return "near" if unplaced and distance is not None and distance < 4 * NEAR else "no"
    return "no" if distance is not None else "none"


def _holds(whole: Place, part: Place) -> bool:
    if whole.name in part.within:
        return True
    is_country = whole.precision == "country" or whole.name == whole.country
    return is_country and part.country is not None and whole.country == part.country


def _distance(one: Place, other: Place) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat, lon = radians(other.lat - one.lat), radians(other.lon - one.lon)
    half = sin(lat / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(lon / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(half)))


def manner(a: View, b: View) -> Answer:
    """Whether both talks were in person, or both at a distance; whether both are one step of a vote, a law, an office. Other acts have no manner."""
    one, other = a.telling, b.telling
    if one.type != other.type or not (one.mode and other.mode):
        return "maybe"
    if one.type == "CONSULT":
        return "yes" if at_distance(a) == at_distance(b) else "no"
    if one.type in STEPWISE:
        return "yes" if one.mode == other.mode else "no"
    return "maybe"


def at_distance(a: View) -> bool:
    """Whether it is a call, by telephone or video."""
    return a.telling.type == "CONSULT" and a.telling.mode == "phone"


def dates(a: View, b: View, *, named: bool, same_place: bool) -> Dates:
    """How the two dates lie to each other; ``named``: the evidence that names says yes."""
    if a.form == "none" or b.form == "none":
        return "none"
    if a.form == b.form != "set" and (a.first, a.last) == (b.first, b.last):
        return "equal"
    gap = _gap(a, b)
    if gap == 1 and a.form == b.form == "day":
        both_anchored = a.telling.basis == b.telling.basis == "anchored"
        zones = named or (at_distance(a) and at_distance(b)) or (both_anchored and same_place)
        return "close" if zones else "slack"
    if gap > 0:
        return "possible" if named and (gap == 1 or _slipped(a, b) or _slipped(b, a)) else "no"
    one, other = a.window, b.window
    if one is None or other is None or one[0] > other[1] or other[0] > one[1]:
        return "far"
    return "possible"


def _gap(a: View, b: View) -> int:
    """Days between two sets of days; 0 where they meet."""
    before = b.first - a.last if a.last is not None and b.first is not None else 0
    after = a.first - b.last if b.last is not None and a.first is not None else 0
    return max(before, after, 0)


def _slipped(plan: View, deed: View) -> bool:
    if plan.telling.status not in PLANS or deed.telling.status not in DEEDS:
        return False
    return plan.last is not None and deed.first is not None and plan.last < deed.first


def breadth(a: View) -> int | None:
    """Days that its date leaves open; None where it is open or not given."""
    return a.last - a.first if a.first is not None and a.last is not None else None


def parties(a: View, b: View, world: World) -> tuple[Side, Side]:
    """How the actors, and how recipients with those who go along, lie to each other. Talks told without a host are compared as a whole (M4)."""
    known = b.known | a.known
    day = a.published if a.published is not None else b.published
    hosted = a.recipients and b.recipients and a.telling.mode == b.telling.mode == "visit"
    if a.telling.type == b.telling.type == "CONSULT" and not hosted:
        worded = (any(a.worded), any(b.worded))
        both = sides.compare(a.pooled, b.pooled, worded=worded, known=known, day=day, world=world)
        if both == "same" and len(a.pooled) == 1 and any(worded):
            both = "within"  # one name and words: those whom somebody met may be others
        return both, both
    acting, affected = (a.worded[0], b.worded[0]), (a.worded[1], b.worded[1])
    return (
        sides.compare(a.actors, b.actors, worded=acting, known=known, day=day, world=world),
        sides.compare(a.recipients, b.recipients, worded=affected, known=known, day=day, world=world),
    )


def naming(a: View, b: View) -> Named:
    """Evidence that names. A difference of weapons is none where another kind agrees: rival accounts of one harm name other weapons."""
    if not (a.telling.marks and b.telling.marks):
        return "none"
    same: set[str] = set()
    apart = False
    for kind in a.names.keys() & b.names.keys() - {"weapon"}:
        one, other = a.names[kind], b.names[kind]
        if one & other:
            same.add(kind)
        else:
            apart = apart or all(_apart(x, y) for x in one for y in other)
    for counted, nth in a.ordinals.items():
        for other_counted, other_nth in b.ordinals.items():
            if nth == other_nth and counted == other_counted:
                same.add("ordinal")
            elif nth != other_nth and (counted == other_counted or not counted or not other_counted):
                apart = True
    if apart:
        return "no"
    if same:
        return "one" if same & _SINGLE else "nth" if same == {"ordinal"} else "frame"
    one, other = a.names.get("weapon", frozenset()), b.names.get("weapon", frozenset())
    return "no" if one and other and all(_apart(x, y) for x in one for y in other) else "none"


def weapon(a: View, b: View) -> bool:
    """Whether both name one weapon: it tells acts apart only among those told at one time."""
    return bool(a.names.get("weapon", frozenset()) & b.names.get("weapon", frozenset()))


def _apart(one: str, other: str) -> bool:
    """Whether two names are of two things: a name within the other may be its short form."""
    x, y = set(re.findall(r"\w+", one)), set(re.findall(r"\w+", other))
    return not (x <= y or y <= x)


def measuring(a: View, b: View) -> tuple[bool, float]:
    """Whether a measured value is the same or one rounds the other, and how far apart the nearest values lie (as a share; 1 without any)."""
    found, distance = False, 1.0
    for key in a.measures.keys() & b.measures.keys():
        one, other = a.measures[key], b.measures[key]
        found = found or one == other or rounds(one, other) or rounds(other, one)
        scale = max(abs(one), abs(other))
        distance = min(distance, abs(one - other) / scale if scale else 0.0)
    return found, distance


def rounds(coarse: float, fine: float) -> bool:
    """Whether one measured value is the other, told with fewer digits.

    >>> rounds(71_000_000, 71_400_000), rounds(600, 1_000), rounds(7.8, 7.5)
    (True, False, False)
    """
    if coarse != int(coarse) or coarse <= 0 or coarse % 10 or fine < 0:
        return False
    place = 10
    while coarse % (place * 10) == 0:
        place *= 10
    return fine >= place and fine % place != 0 and int(fine / place + 0.5) * place == coarse


def told_apart(a: View, b: View) -> bool:
    """Whether the words of one page tell two: another time, another measured value, "a second one"."""
    if a.form == b.form == "day" and a.first != b.first:
        return True
    one, other = a.telling.time_of_day, b.telling.time_of_day
    if one and other and _hours_apart(one, other):
        return True
    for key in a.measures.keys() & b.measures.keys():
        x, y = a.measures[key], b.measures[key]
        if x != y and not rounds(x, y) and not rounds(y, x):
            return True
    second = bool(a.ordinals) != bool(b.ordinals) and a.telling.type in RIVAL
    return second and "first" not in {*a.ordinals.values(), *b.ordinals.values()}


def _hours_apart(one: str, other: str) -> bool:
    x, y = _CLOCK.fullmatch(one), _CLOCK.fullmatch(other)
    if x is None or y is None:
        return x is None and y is None and one != other
    (first, last), (other_first, other_last) = _minutes(x), _minutes(y)
    return first - 30 > other_last or other_first - 30 > last


def _minutes(clock: re.Match[str]) -> tuple[int, int]:
    hour, minute, to_hour, to_minute = clock.groups()
    start = int(hour) * 60 + int(minute)
    return start, int(to_hour) * 60 + int(to_minute) if to_hour else start
