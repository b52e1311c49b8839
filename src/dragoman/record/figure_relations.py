"""Relations between states of different lines (R4 to R9), of outlets' own figures and sources without a name (R16), and those that words draw (R3, R10, R11)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from dragoman.model import Place
from dragoman.record.compare import NEVER, Measured, below, meets, near, overlap, reach, rounds, same_day, same_number
from dragoman.record.counts import Block, Count, is_closed
from dragoman.record.facts import Relation, World
from dragoman.record.lines import Drawing
from dragoman.record.states import Point, Words, contradicts, direction, repeats_stale, tied
from dragoman.record.voices import is_named, voice, with_members


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
    _members: dict[int, frozenset[str]] = field(default_factory=dict)
    _voices: dict[int, frozenset[str]] = field(default_factory=dict)

    def _of(self, line: Drawing) -> tuple[frozenset[str], frozenset[str]]:
        key = id(line)
        if key not in self._members:
            self._members[key] = with_members(line.origin, self.world)
            self._voices[key] = voice(line.origin, self.world)
        return self._members[key], self._voices[key]

    def are_two(self, a: Seen, b: Seen) -> bool:
        """Whether they have two origins, neither of which includes the other (R9), and no words tie them."""
        return (
            self._of(a.line)[0].isdisjoint(self._of(b.line)[0])
            and frozenset((id(a.point), id(b.point))) not in self.by_words
        )

    def are_independent(self, a: Seen, b: Seen) -> bool:
        """Whether they are told by two voices."""
        return self._of(a.line)[1].isdisjoint(self._of(b.line)[1])


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
    told = sorted(((one.told, one) for one in states if one.told), key=lambda pair: (pair[0].start, pair[0].order))
    for at, (a, one) in enumerate(told):
        for b, other in told[at + 1 :]:
            if b.start > a.end and (not a.running or b.extent.high > a.extent.low):
                if not a.running:
                    break
                continue
            if _may_exclude(a, b) and one.line is not other.line and pairs.are_two(one, other):
                yield from _against(a, b, one, other)
    by_time = sorted(states, key=lambda one: one.standing.start)
    for at, one in enumerate(by_time):
        for other in by_time[at + 1 :]:
            if other.standing.start > one.standing.end:
                break
            alike = near(one.standing, other.standing) and overlap(one.standing, other.standing) == "yes"
            if alike and pairs.are_independent(one, other):
                yield _corroborates(one, other)


def _against(a: Measured, b: Measured, one: Seen, other: Seen) -> Iterator[Relation]:
    """R4 or R7 between two states of one scope."""
    if (why := _cannot_both(a, b)) is not None:
        (early, by), (late, _) = sorted(((a, one), (b, other)), key=lambda pair: pair[0].order)
        if not by.point.given_up <= late.published != NEVER:
            yield contradicts(late, early, *why)


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
    by_end = sorted(((one.told, one) for one in wholes if one.told), key=lambda pair: pair[0].extent.high)
    ends = [whole.extent.high for whole, _ in by_end]
    for one in parts:
        if one.told is None:
            continue
        for whole, other in by_end[: bisect_right(ends, one.told.extent.low)]:
            if pairs.are_two(one, other) and _above_its_whole(one.told, whole):
                (early, by), (late, _) = sorted(((one.told, one), (whole, other)), key=lambda pair: pair[0].order)
                if not by.point.given_up <= late.published != NEVER:
                    yield contradicts(late, early, "R8", "a part above its whole")


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
        newest_first = sorted(seen[place], key=lambda one: (one.point.first.start, one.point.first.order), reverse=True)
        for told in sorted(scope.loose, key=lambda one: one.order):
            if words.outdated(told) or not told.figure.page.counts:
                continue
            if (stale := _repeats(told, newest_first, words)) is not None:
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


def _repeats(told: Measured, newest_first: Sequence[Seen], words: Words) -> Relation | None:
    """The number of an earlier state told as present, when a newer one that excludes it was known."""
    if not told.present:
        return None
    day = told.day
    least, most = reach(told)
    old = [
        one.point
        for one in newest_first
        if one.point.low <= most and least <= one.point.high and one.point.until < day - 1
    ]
    old = [one for one in old if same_number(told, one.finest) or rounds(one.finest, told)]
    if not old:
        return None
    newer = next((one.point.first for one in newest_first if _is_newer(told, one)), None)
    for point in sorted(old, key=lambda one: (one.first.start, one.first.order), reverse=True):
        if newer is None or newer.start <= point.first.end:
            said = [one for old in point.members for one in words.newer.get(old.figure.id, ()) if one.published < day]
            newest = max(said, key=lambda one: (one.start, one.order), default=None)
        else:
            newest = newer
        if newest is not None or point.given_up < day:
            return repeats_stale(told, point.first, newest, "R16")
    return None


def _is_newer(told: Measured, other: Seen) -> bool:
    """Whether a state that excludes a figure was known when it was published."""
    first, standing = other.point.first, other.standing
    known = first.start <= told.end and first.published <= told.day
    return known and _may_exclude(told, standing) and overlap(told, standing) == "no"


def _may_exclude(a: Measured, b: Measured) -> bool:
    """A quick look before two numbers are compared with all that their words leave out."""
    one, other = a.extent, b.extent
    return other.high <= one.low or one.high <= other.low or bool(a.figure.excludes or b.figure.excludes)


def _excluded(told: Measured, states: Sequence[Seen]) -> Iterator[Measured]:
    for one in states:
        other = one.told
        if other is not None and _may_exclude(told, other) and _free(told, one) and _cannot_both(told, other):
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
