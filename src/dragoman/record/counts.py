"""A block of figures made ready: what is measured, whose it is, what words tie, and the lines of each comparable count.

A *block* is all figures that may ever be compared with each other; a *count* within it those that are comparable but for their place and origin: one kind of
adding up, one unit and, where the words do not say whose dead are counted, one episode.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dragoman.record.compare import ALWAYS, NEVER, Measured, measure
from dragoman.record.facts import Figure, Holder, Telling, World
from dragoman.record.lines import Drawing, draw_line
from dragoman.record.states import Words
from dragoman.record.voices import Origin, answers_for, denies, is_named, origins, place_key

EPISODE = 60
"""Days without any figure after which a running count of people of whom nothing is said is another count."""
_ALONE = frozenset({"increment", "planned", "share", "rate", "ordinal", "prior_count", "count_in_window"})
_LASTING = "duration"
"""What a length of time counts as."""
_DENYING = frozenset({"deny", "denies", "disown", "disowns", "retract", "retracts", "withdraw", "withdraws"})


@dataclass(slots=True)
class Scope:
    """The lines of one count for one place."""

    lines: list[Drawing] = field(default_factory=list)
    loose: list[Measured] = field(default_factory=list)
    """Figures in an outlet's own voice or from a source without a name."""


@dataclass(slots=True)
class Count:
    """What is comparable but for its place, and so may be a part and its whole."""

    kind: str
    """How it adds up, its unit and its episode, in one text."""
    modal: bool
    scopes: dict[str, Scope]
    """By place."""

    @property
    def lines(self) -> list[Drawing]:
        """All its lines."""
        return [line for scope in self.scopes.values() for line in scope.lines]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of figures made ready."""

    world: World
    figures: dict[str, Measured]
    """By id, sorted."""
    words: Words
    counts: list[Count]
    denials: list[Measured]
    """Figures whose holder says that it is not so."""
    disowned: list[Measured]
    """Tellings in which somebody disowns a number, as figures with this number."""


def block_of(figures: Iterable[Figure], world: World, disowned: Sequence[Telling] = ()) -> Block:
    """Measure the figures of a block and draw its lines."""
    measured = {figure.id: measure(figure, world) for figure in sorted(figures, key=lambda one: one.id)}
    words = _words(measured)
    whose = origins(list(measured.values()), world)
    denials = [one for one in measured.values() if denies(one.figure.holder)]
    withdrawals = _withdrawals(disowned, world)
    sorts: defaultdict[tuple[str, bool], list[Measured]] = defaultdict(list)
    for one in measured.values():
        if joins(one.figure, world) and not denies(one.figure.holder):
            sorts[_kind(one.figure, world), one.figure.time_ref == "future"].append(one)
    counts = []
    for (kind, modal), members in sorted(sorts.items()):
        for episode in _episodes(members, world):
            found = Count(kind + episode[0], modal, {})
            counts.append(found)
            _lines(found, episode[1], whose, words, [*withdrawals, *denials], world)
    return Block(world, measured, words, counts, denials, withdrawals)


def joins(figure: Figure, world: World) -> bool:
    """Whether a figure is of a kind that may join a line: parts only of what is over, and people of whom nothing is said only with a place.

    Nor may "15 countries" or "ten years", where the words say neither what these do nor what lasts so long.
    """
    if figure.aggregation in _ALONE or (figure.aggregation == "part" and figure.as_of_basis != "derived"):
        return False
    if figure.population == figure.counted or (
        figure.counted == _LASTING and figure.unit and _is_unit(figure.population, figure.unit)
    ):
        return False
    return figure.place is not None or not is_generic(figure, world)


def _is_unit(population: str, unit: str) -> bool:
    """Whether what is measured is called by its unit alone: minutes of "consecutive minutes"."""
    return population.rpartition(" ")[2].removesuffix("s") == unit.casefold().removesuffix("s")


def is_generic(figure: Figure, world: World) -> bool:
    """Whether the words do not say who is counted: "12 people killed"."""
    return not figure.population or figure.population in world.generic


def is_closed(told: Measured) -> bool:
    """Whether it counts something that is over: a total or a part of a day that is not the report's."""
    return not told.running and not told.present


def _kind(figure: Figure, world: World) -> str:
    unit = "" if figure.unit is None or figure.unit.casefold() in world.generic else figure.unit
    return f"{figure.aggregation or 'total'} {unit}".strip()


def _lines(
    count: Count,
    members: Iterable[Measured],
    whose: Mapping[str, Origin],
    words: Words,
    denials: Sequence[Measured],
    world: World,
) -> None:
    by_line: defaultdict[tuple[str, Origin], list[Measured]] = defaultdict(list)
    for one in members:
        place = place_key(one.figure.place)
        scope = count.scopes.setdefault(place, Scope())
        if whose[one.figure.id]:
            by_line[place, whose[one.figure.id]].append(one)
        else:
            scope.loose.append(one)
    for (place, origin), told in sorted(by_line.items()):
        own = [one for one in denials if disowns(one, origin, world) and _is_about(one, place)]
        line = draw_line(told, origin, words, modal=count.modal, disowned=own)
        # Copies whose original tells nothing of the kind make no line.
        if line.points:
            count.scopes[place].lines.append(line)
    count.scopes = {place: scope for place, scope in count.scopes.items() if scope.lines or scope.loose}


def disowns(denial: Measured, origin: Origin, world: World) -> bool:
    """Whether a denial is the origin's own: it speaks itself, or one who commands it or is commanded by it."""
    holder = denial.figure.holder
    return is_named(holder) and any(answers_for(who, one, world) for who in holder.entities for one in origin)


def _is_about(denial: Measured, place: str) -> bool:
    """Whether a denial may be about figures of a place; a telling of a denial says no place of the count."""
    return not denial.figure.counted or place_key(denial.figure.place) == place


def _words(measured: Mapping[str, Measured]) -> Words:
    words = Words()
    for one in measured.values():
        figure = one.figure
        for other in (figure.part_of, figure.added_to, figure.revises):
            if other is not None:
                words.pairs.add(frozenset((figure.id, other)))
        if figure.revises is not None:
            words.newer[figure.revises].append(one)
    return words


def _withdrawals(tellings: Iterable[Telling], world: World) -> list[Measured]:
    """The numbers that somebody disowns in a telling, as figures of nothing: they speak of a number alone."""
    found: dict[tuple[str, str], Measured] = {}
    for telling in sorted(tellings, key=lambda one: one.id):
        for kind, value in telling.marks:
            number = re.match(r"\d[\d,]*", value)
            if kind != "figure" or number is None:
                continue
            for holder in telling.holders:
                if telling.mode in _DENYING or telling.status == "denied" or denies(holder):
                    point = int(number[0].replace(",", ""))
                    said = Holder("named", holder.entities, guessed=holder.guessed)
                    figure = Figure(telling.id, telling.page, said, "", "=", point=point)
                    found.setdefault((telling.id, value), measure(figure, world))
    return list(found.values())


def _episodes(members: Sequence[Measured], world: World) -> list[tuple[str, list[Measured]]]:
    """Figures of people of whom nothing is said, apart by time: where they fall silent for long, and at one place what is over by its day."""
    if not is_generic(members[0].figure, world):
        return [("", list(members))]
    found: list[tuple[str, list[Measured]]] = []
    for name, told in _split(members, EPISODE):
        places: defaultdict[str, list[Measured]] = defaultdict(list)
        for one in told:
            places[place_key(one.figure.place)].append(one)
        rest: list[Measured] = []
        for there in places.values():
            days = _split(there, 0) if all(_is_over(one) for one in there) else []
            # Where some are told as the present state, a derived day is only that of somebody's report.
            if len(days) > 1:
                found += [(f"{name}:{day}", own) for day, own in days]
            else:
                rest += there
        found.append((name, rest))
    by_name: defaultdict[str, list[Measured]] = defaultdict(list)
    for name, told in found:
        by_name[name] += told
    return [(name, by_name[name]) for name in sorted(by_name) if by_name[name]]


def _is_over(told: Measured) -> bool:
    return told.figure.as_of_basis == "derived" and not told.running


def _split(members: Iterable[Measured], days: int) -> list[tuple[str, list[Measured]]]:
    """Groups of figures, each further than so many days from the next."""
    found: list[tuple[str, list[Measured]]] = []
    reached = ALWAYS
    for begin, end, one in sorted(
        ((*_span(one), one) for one in members), key=lambda told: (*told[:2], told[2].figure.id)
    ):
        if not found or begin > reached + days:
            found.append((f" {date.fromordinal(begin)}" if ALWAYS < begin < NEVER else " ?", []))
        found[-1][1].append(one)
        reached = max(reached, end)
    return found


def _span(told: Measured) -> tuple[int, int]:
    """The days of a figure; where one end is open it goes by the other."""
    begin = told.start if told.start != ALWAYS else min(told.end, told.day)
    return begin, max(begin, min(told.end, told.day))
