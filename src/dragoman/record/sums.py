"""Sums: parts of one origin and one time are added as intervals and compared with the whole that is stated.

The parts need not stand on the page of the whole: 600 killed and 4,100 injured on one page, 4,700 casualties on another, all from one service.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.model.words import Verdict
from dragoman.record.compare import Measured, measure, meets
from dragoman.record.counts import Block, block_of, joins
from dragoman.record.facts import Figure, World
from dragoman.record.states import Point
from dragoman.record.voices import Origin, place_key


@dataclass(frozen=True, slots=True)
class SumCheck:
    """Parts against a whole."""

    parts: tuple[str, ...]
    """Ids of the figures, sorted."""
    whole: str
    verdict: Verdict
    why: str


def check_sum(parts: Sequence[Figure], whole: Figure, world: World) -> SumCheck:
    """Whether parts add up to a whole, as intervals; a single part only has to fit into it."""
    return _checked([measure(one, world) for one in parts], measure(whole, world))


def _checked(parts: Sequence[Measured], whole: Measured) -> SumCheck:
    low = sum(one.extent.low for one in parts)
    high = sum(one.extent.high for one in parts)
    fits = low <= whole.extent.high and (len(parts) < 2 or high >= whole.extent.low)
    listed = " + ".join(one.shown for one in parts)
    said = ("fits into" if fits else "is more than") if len(parts) < 2 else ("meets" if fits else "does not meet")
    ids = tuple(sorted(one.figure.id for one in parts))
    return SumCheck(ids, whole.figure.id, "consistent" if fits else "inconsistent", f"{listed} {said} {whole.shown}")


def sums(figures: Iterable[Figure], world: World) -> tuple[SumCheck, ...]:
    """The sums that figures allow: what words call parts of a whole, counts that make up another one, and parts listed beside a total.

    Give the figures of all counts of one population, or of one page. Parts need not be all of a whole: a sum that stays below it says nothing, and parts that are only
    listed beside a total may overlap, so they say something only where they meet it.
    """
    held = {one.id: one for one in sorted(figures, key=lambda one: one.id)}
    measured = {id_: measure(one, world) for id_, one in held.items()}
    found = [*_by_words(measured), *_listed(measured), *_made_of(list(held.values()), world)]
    unique = {(one.parts, one.whole): one for one in reversed(found)}
    return tuple(unique[key] for key in sorted(unique))


def _by_words(measured: dict[str, Measured]) -> Iterator[SumCheck]:
    parts: defaultdict[str, list[Measured]] = defaultdict(list)
    for one in measured.values():
        whole = measured.get(one.figure.part_of or "")
        if whole is not None and (one.figure.unit == "%") == (whole.figure.unit == "%"):
            parts[whole.figure.id].append(one)
    for id_, members in parts.items():
        whole = measured[id_]
        for one in members:
            if (single := _checked([one], whole)).verdict != "consistent" or len(members) == 1:
                yield single
        # A whole may be divided more than once, by age and by place: only counts of one kind are added.
        kinds: defaultdict[str, list[Measured]] = defaultdict(list)
        for one in members:
            kinds[one.figure.counted].append(one)
        for alike in kinds.values():
            if len(alike) > 1 and (both := _checked(alike, whole)).verdict == "consistent":
                yield both


def _listed(measured: dict[str, Measured]) -> Iterator[SumCheck]:
    """Parts of what is over, beside one total of the same page, holder, count and day."""
    pages: defaultdict[tuple[object, ...], list[Measured]] = defaultdict(list)
    for one in measured.values():
        figure = one.figure
        if figure.as_of_basis == "derived" and figure.aggregation in ("part", "total") and figure.part_of is None:
            key = (figure.page.report, figure.holder.voice, figure.holder.entities, figure.counted, one.start, one.end)
            pages[key, place_key(figure.place)].append(one)
    for told in pages.values():
        wholes = [one for one in told if one.figure.aggregation == "total"]
        parts = [one for one in told if one.figure.aggregation == "part"]
        if len(wholes) == 1 and len(parts) > 1 and (both := _checked(parts, wholes[0])).verdict == "consistent":
            yield both


def _made_of(figures: Sequence[Figure], world: World) -> Iterator[SumCheck]:
    """Counts that another count is made of, each by the states of one origin."""
    wanted = {name for whole, parts in world.made_of.items() for name in (whole, *parts)}
    by_count: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    for one in figures:
        if one.counted in wanted and joins(one, world):
            by_count[one.counted, one.population].append(one)
    made = {key: block_of(members, world) for key, members in by_count.items()}
    for (counted, population), block in made.items():
        names = world.made_of.get(counted, ())
        others = [made.get((name, population)) for name in names]
        if len(names) < 2 or None in others:
            continue
        points = [_points(one) for one in others if one is not None]
        for key, wholes in _points(block).items():
            for whole in wholes:
                parts = [_at(each.get(key, ()), whole) for each in points]
                fitting = [one for one in parts if one is not None]
                if len(fitting) == len(names):
                    yield _checked(fitting, whole.standing)


def _points(block: Block) -> dict[tuple[Origin, str, str], list[Point]]:
    """The states of a block by origin, place and way of adding up."""
    found: defaultdict[tuple[Origin, str, str], list[Point]] = defaultdict(list)
    for count in block.counts:
        for place, scope in count.scopes.items():
            for line in scope.lines:
                if not line.modal:
                    found[line.origin, place, count.kind] += line.points
    return found


def _at(points: Iterable[Point], whole: Point) -> Measured | None:
    """The figure of the newest state that may speak of the time of the whole."""
    fitting = [one for one in points if meets(one.standing, whole.standing)]
    return max(fitting, key=lambda one: one.first.order).standing if fitting else None
