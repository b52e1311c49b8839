"""Relations between states of different lines (R4 to R9), of outlets' own figures and sources without a name (R16), and those that words draw (R3, R10, R11)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from dragoman.model import Place
from dragoman.record.compare import NEVER, Measured, below, meets, near, overlap, rounds, same_day, same_number
from dragoman.record.counts import Block, Count, is_closed
from dragoman.record.facts import Relation, World
from dragoman.record.lines import Drawing
from dragoman.record.states import Point, Words, contradicts, direction, repeats_stale, tied
from dragoman.record.voices import independent, is_joint, is_named


@dataclass(slots=True, eq=False)
class Seen:
    """A state as others see it."""

    line: Drawing
    point: Point
    told: Measured | None
    """The figure through which it can contradict; None where its own reports call every one of its figures outdated."""
    standing: Measured

    @classmethod
    def of(cls, line: Drawing, point: Point) -> Seen:
        """A state of a line."""
        valid = [one for one in point.members if not line.words.outdated(one)]
        told = next((one for one in valid if one.closed), valid[0] if valid else None)
        return cls(line, point, told, point.standing)


@dataclass(slots=True)
class Pairs:
    """Which states may be compared: what two lines are to each other, and what words have tied."""

    world: World
    by_words: set[frozenset[int]]
    _known: dict[tuple[int, int], tuple[bool, bool]] = field(default_factory=dict)

    def _of(self, a: Drawing, b: Drawing) -> tuple[bool, bool]:
        key = (id(a), id(b)) if id(a) < id(b) else (id(b), id(a))
        if key not in self._known:
            self._known[key] = (is_joint(a.origin, b.origin, self.world), independent(a.origin, b.origin, self.world))
        return self._known[key]

    def are_two(self, a: Seen, b: Seen) -> bool:
        """Whether they have two origins, neither of which includes the other (R9), and no words tie them."""
        return not self._of(a.line, b.line)[0] and frozenset((id(a.point), id(b.point))) not in self.by_words

    def are_independent(self, a: Seen, b: Seen) -> bool:
        """Whether they are told by two voices."""
        return self._of(a.line, b.line)[1]


def between(count: Count, words: Words, world: World) -> Iterator[Relation]:
    """What comparing draws between the lines of a count (R4 to R9) and from figures that nobody with a name answers for (R16)."""
    if count.modal:
        return
    pairs = Pairs(world, tied(words, (point for line in count.lines for point in line.points)))
    seen = {
        place: [Seen.of(line, point) for line in scope.lines for point in line.points]
        for place, scope in count.scopes.items()
    }
    for states in seen.values():
        yield from _same_scope(states, pairs)
    nested = list(_nested(count))
    for part, whole in nested:
        yield from _unlike_scopes(seen[part], seen[whole], pairs)
    yield from _unnamed(count, seen, nested, words)


def _same_scope(states: Sequence[Seen], pairs: Pairs) -> Iterator[Relation]:
    """R4, R5, R7: each pair of states once, the earlier time first."""
    told = sorted((one for one in states if one.told), key=_starts)
    for at, a in enumerate(told):
        assert a.told is not None
        low, high, end, running = a.told.extent.low, a.told.extent.high, a.told.end, a.told.running
        wide = len(a.told.figure.excludes)
        for b in told[at + 1 :]:
            assert b.told is not None
            if b.told.start > end and not running:
                break
            # Most pairs lie where nothing can be said: passed over before anything dear is asked.
            other = b.told.extent
            if (low < other.high and other.low < high and not wide and not b.told.figure.excludes) or (
                b.told.start > end and other.high > low
            ):
                continue
            if a.line is not b.line and pairs.are_two(a, b) and (found := _against(a, b)):
                yield found
    by_time = sorted(states, key=lambda one: one.standing.start)
    for at, a in enumerate(by_time):
        for b in by_time[at + 1 :]:
            if b.standing.start > a.standing.end:
                break
            if (
                near(a.standing, b.standing)
                and overlap(a.standing, b.standing) == "yes"
                and pairs.are_independent(a, b)
            ):
                yield _corroborates(a, b)


def _starts(one: Seen) -> int:
    return one.told.start if one.told else NEVER


def _against(a: Seen, b: Seen) -> Relation | None:
    """R4 or R7 between two states of one scope, the earlier time first."""
    assert a.told is not None
    assert b.told is not None
    early, late = sorted((a, b), key=lambda one: one.told.order if one.told else (NEVER, ""))
    assert early.told is not None
    assert late.told is not None
    if early.point.given_up <= late.told.published != NEVER:
        return None
    why = _cannot_both(a.told, b.told)
    return why and contradicts(late.told, early.told, *why)


def _cannot_both(a: Measured, b: Measured) -> tuple[str, str] | None:
    """Rule and reason why two figures of one scope exclude each other."""
    if meets(a, b):
        if overlap(a, b) != "no":
            return None
        high, low = (b, a) if below(a, b) else (a, b)
        return ("R4", "at one time") if not a.running or came_first(high, low) else None
    earlier, later = (a, b) if a.start < b.start else (b, a)
    return ("R7", "a running count cannot fall") if a.running and below(later, earlier) else None


def came_first(high: Measured, low: Measured) -> bool:
    """Whether, of two numbers of a running count, the higher was there before the lower, so that both cannot be right."""
    if not meets(high, low):
        return high.end < low.start
    if not same_day(high, low):
        return True
    if high.figure.hour and low.figure.hour:
        return high.figure.hour < low.figure.hour
    if low.present:
        return False
    # The lower one is that day's last number where a page of a later day gives it.
    return not high.present or (is_named(low.figure.holder) and NEVER > low.published > low.end)


def _corroborates(a: Seen, b: Seen) -> Relation:
    early, late = sorted((a, b), key=lambda one: one.standing.order)
    gone = min(a.point.given_up, b.point.given_up)
    return Relation(
        "corroborates", late.standing.figure.id, early.standing.figure.id, "R5",
        until=None if gone == NEVER else date.fromordinal(gone),
        why=f"{late.standing.shown} and {early.standing.shown}",
    )  # fmt: skip


def _nested(count: Count) -> Iterator[tuple[str, str]]:
    """Pairs of places, the first within the second."""
    places = {
        key: next(one.figure.place for one in chain(scope.loose, *(line.figures for line in scope.lines)))
        for key, scope in count.scopes.items()
        if key
    }
    named: defaultdict[str, list[str]] = defaultdict(list)
    for key, place in places.items():
        if place is not None:
            named[(place.country or "") if place.precision == "country" else place.name.casefold()].append(key)
    for key, place in places.items():
        if place is None:
            continue
        for name in dict.fromkeys((*(one.casefold() for one in place.within), place.country or "")):
            for other in named.get(name, ()):
                outer = places[other]
                if other != key and outer is not None and lies_within(place, outer):
                    yield key, other


def lies_within(inner: Place, outer: Place) -> bool:
    """Whether one place is a part of the other."""
    if inner.country is not None and outer.country is not None and inner.country != outer.country:
        return False
    if outer.precision == "country":
        return inner.country == outer.country is not None and inner.precision != "country"
    return outer.name.casefold() in (name.casefold() for name in inner.within)


def _unlike_scopes(parts: Sequence[Seen], wholes: Sequence[Seen], pairs: Pairs) -> Iterator[Relation]:
    """R8: a part above its whole."""
    # Only wholes below a part's lower end are of interest: they are kept by their upper ends.
    by_end = sorted((one for one in wholes if one.told), key=lambda one: one.told.extent.high if one.told else 0)
    ends = [one.told.extent.high for one in by_end if one.told]
    for part in parts:
        if part.told is None:
            continue
        for whole in by_end[: bisect_right(ends, part.told.extent.low)]:
            assert whole.told is not None
            if not pairs.are_two(part, whole) or not _above_its_whole(part.told, whole.told):
                continue
            early, late = sorted((part, whole), key=lambda one: one.told.order if one.told else (NEVER, ""))
            assert early.told is not None
            assert late.told is not None
            if not early.point.given_up <= late.told.published != NEVER:
                yield contradicts(late.told, early.told, "R8", "a part above its whole")


def _above_its_whole(part: Measured, whole: Measured) -> bool:
    if not below(whole, part):
        return False
    if meets(part, whole):
        return not part.running or came_first(part, whole)
    return part.running and part.end < whole.start


def _unnamed(
    count: Count, seen: Mapping[str, Sequence[Seen]], nested: Sequence[tuple[str, str]], words: Words
) -> Iterator[Relation]:
    """R16: each figure in an outlet's own voice or of a source without a name is stale, or contradicts one other figure at most."""
    done: set[frozenset[str]] = set()
    for place, scope in sorted(count.scopes.items()):
        others = sorted((one for one in scope.loose if is_closed(one)), key=lambda one: one.order)
        wholes = [one for part, whole in nested if part == place for one in seen[whole]]
        parts = [one for part, whole in nested if whole == place for one in seen[part]]
        for told in sorted(scope.loose, key=lambda one: one.order):
            if words.outdated(told) or not told.figure.page.counts:
                continue
            if (stale := _repeats(told, seen[place], words)) is not None:
                yield stale
                continue
            against = [
                *_excluded(told, seen[place]),
                *(one.told for one in wholes if _free(told, one) and one.told and _above_its_whole(told, one.told)),
                *(one.told for one in parts if _free(told, one) and one.told and _above_its_whole(one.told, told)),
                *(_other_outlets(told, others, words) if is_closed(told) else ()),
            ]
            against = [one for one in against if frozenset((one.figure.id, told.figure.id)) not in words.pairs]
            if against:
                nearest = min(against, key=lambda one: (_gap(told, one), one.figure.id))
                pair = frozenset((told.figure.id, nearest.figure.id))
                if pair not in done:
                    done.add(pair)
                    late, early = sorted((told, nearest), key=lambda one: one.order, reverse=True)
                    yield contradicts(late, early, "R16", "told without a named origin")


def _free(told: Measured, other: Seen) -> bool:
    """Whether a state had not been given up when a figure was published."""
    return told.published == NEVER or other.point.given_up > told.published


def _gap(a: Measured, b: Measured) -> int:
    return max(0, a.start - b.end, b.start - a.end)


def _repeats(told: Measured, states: Sequence[Seen], words: Words) -> Relation | None:
    """The number of an earlier state told as present, when a newer one that excludes it was known."""
    if not told.present:
        return None
    old = [
        one
        for one in states
        if one.point.until < told.day - 1 and (same_number(told, one.point.finest) or rounds(one.point.finest, told))
    ]
    for one in sorted(old, key=lambda one: (one.point.first.start, one.point.first.order), reverse=True):
        newer = [
            other.point.first
            for other in states
            if one.point.first.end < other.point.first.start <= told.end
            and other.point.first.published <= told.day
            and overlap(told, other.standing) == "no"
        ]
        by_words = [new for member in one.point.members for new in words.newer.get(member.figure.id, ())]
        newer = newer or [new for new in by_words if new.published < told.day]
        if newer or one.point.given_up < told.day:
            newest = max(newer, key=lambda new: (new.start, new.order), default=None)
            return repeats_stale(told, one.point.first, newest, "R16")
    return None


def _excluded(told: Measured, states: Sequence[Seen]) -> Iterator[Measured]:
    low, high, wide = told.extent.low, told.extent.high, bool(told.figure.excludes)
    for one in states:
        other = one.told
        if other is None or not (wide or other.figure.excludes or other.extent.high <= low or high <= other.extent.low):
            continue
        if _free(told, one) and _cannot_both(told, other):
            yield other


def _other_outlets(told: Measured, others: Sequence[Measured], words: Words) -> Iterator[Measured]:
    for one in others:
        page = one.figure.page
        if page.work == told.figure.page.work or not page.counts or words.outdated(one):
            continue
        if meets(told, one) and overlap(told, one) == "no":
            yield one


def from_words(block: Block) -> Iterator[Relation]:
    """R3, R10, R11: what the words of a report tie."""
    for one in block.figures.values():
        figure = one.figure
        if not figure.page.counts:
            continue
        if figure.part_of is not None:
            yield Relation("part_of", figure.id, figure.part_of, "words")
        if figure.added_to is not None:
            yield Relation("added_to", figure.id, figure.added_to, "words")
        if figure.revises is not None:
            older = block.figures.get(figure.revises)
            way = None if older is None else direction(older, one)
            yield Relation("revised_by", figure.revises, figure.id, "words", direction=way)


def unique(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Each relation once, sorted."""
    return tuple(sorted(set(relations), key=lambda one: (one.type, one.left, one.right, one.rule)))
