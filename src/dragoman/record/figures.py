"""Figures over time: the lines of a block of figures, what is drawn between them, and who stands behind one of them.

    drawn = draw(figures, world)

Everything here is a pure function of a set of figures: their order and their number do not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.record.counts import Count, block_of
from dragoman.record.denials import stands
from dragoman.record.facts import Figure, Line, Relation, Support, Telling, World
from dragoman.record.figure_relations import between, from_words, unique
from dragoman.record.figure_support import supporters
from dragoman.record.lines import Drawing
from dragoman.record.sums import SumCheck, check_sum, sums

__all__ = ["Drawn", "SumCheck", "block", "check_sum", "draw", "sums", "support"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn from a block of figures."""

    lines: tuple[Line, ...]
    """By key."""
    relations: tuple[Relation, ...]
    """Between figures: by comparing, and by words."""
    alone: tuple[str, ...]
    """Ids of the figures in no line: outlets' own, unnamed sources, guesses, parts, increments, rates, denials."""
    stands: tuple[Relation, ...]
    """``denies``: of a denial (a figure or a telling) against the first figure of the state that it is about."""


def block(figure: Figure) -> str:
    """The key of the block in which everything lies that may ever be compared with a figure: what is counted, of whom, in which country.

    >>> from dragoman.record.facts import Holder, Page
    >>> block(Figure("q1", Page("r1", "r1", None), Holder("author"), "killed", "=", point=3, population="miners"))
    'killed|miners|'
    """
    place = figure.place
    where = "" if place is None else place.country or (place.within[-1] if place.within else place.name).casefold()
    return f"{figure.counted}|{figure.population}|{where}"


def draw(figures: Sequence[Figure], world: World, *, disowned: Sequence[Telling] = ()) -> Drawn:
    """The lines of a block and all that is drawn between its figures.

    ``disowned`` may hold any tellings: those count in which an origin disowns a number, as a mark of kind ``figure`` says.
    """
    made = block_of(figures, world, disowned)
    lines, joined, relations = [], set[str](), list(from_words(made))
    for count in made.counts:
        relations += between(count, made.words, world)
        for place, scope in sorted(count.scopes.items()):
            for line in scope.lines:
                lines.append(_line(line, count, place))
                joined.update(one.figure.id for one in line.figures)
                relations += line.relations
    return Drawn(
        lines=tuple(sorted(lines, key=lambda one: one.key)),
        relations=unique(relations),
        alone=tuple(one for one in made.figures if one not in joined),
        stands=unique(stands(made)),
    )


def _line(line: Drawing, count: Count, place: str) -> Line:
    first = line.points[0].first.figure if line.points else next(line.figures).figure
    kind = f"{count.kind}{' forecast' if count.modal else ''}"
    firsts = {point.first.figure.id for point in line.points}
    stale = {one.figure.id for one in line.stale}
    return Line(
        key="|".join((first.counted, first.population, place, "+".join(line.origin), kind)),
        counted=first.counted,
        population=first.population,
        place=None if first.place is None else first.place.name,
        origin=line.origin,
        modal=line.modal,
        states=tuple(point.state() for point in line.points),
        ticks=tuple(sorted({one.figure.id for one in line.figures} - firsts - stale)),
        stale=tuple(sorted(stale)),
    )


def support(figure_id: str, figures: Sequence[Figure], world: World, *, disowned: Sequence[Telling] = ()) -> Support:
    """Who stands behind a figure, of all figures of its block that are to count.

    Pages are those that tell its number for its time, in whoever's name; voices and origins are those that are named and have not given it up. Raises ``KeyError``
    for a figure that is not among them.
    """
    return supporters(block_of(figures, world, disowned), figure_id)
