"""What denials of numbers stand against (R13 to R15): a denial is a figure that its holder denies, or a telling in which somebody disowns a number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dragoman.record.compare import NEVER, Measured, matches
from dragoman.record.counts import Block, Count, disowns
from dragoman.record.facts import Relation, World
from dragoman.record.lines import Drawing
from dragoman.record.states import Point
from dragoman.record.voices import independent, is_named, place_key


def stands(made: Block) -> Iterator[Relation]:
    """Each denial of a block against the first figure of each state that it is about, with the days since and until which it stands."""
    for denial in (*made.disowned, *made.denials):
        if denial.published == NEVER or not denial.figure.page.counts:
            continue
        for count in made.counts:
            for line, point in denied(denial, count, made.world):
                own = point.withdrawn <= denial.published and disowns(denial, line.origin, made.world)
                yield Relation(
                    "denies", denial.figure.id, point.first.figure.id, "R13" if own else "R14",
                    since=date.fromordinal(denial.published), until=_admitted(denial, count, made.world),
                    why=f"{denial.shown} is {'disowned' if own else 'denied'}",
                )  # fmt: skip


def denied(denial: Measured, count: Count, world: World) -> Iterator[tuple[Drawing, Point]]:
    """The states that a denial is about. A telling says a number and no count, and is about its speaker's own numbers alone."""
    place = place_key(denial.figure.place)
    for where, scope in count.scopes.items():
        for line in scope.lines:
            if where == place if denial.figure.counted else disowns(denial, line.origin, world):
                yield from ((line, point) for point in line.points if matches(denial, point.finest))


def _admitted(denial: Measured, count: Count, world: World) -> date | None:
    """The day on which the voice that denied a number gives it itself in a later publication (R15)."""
    if not is_named(denial.figure.holder):
        return None
    said = [
        one.published
        for line in count.lines
        if not independent(line.origin, denial.figure.holder.entities, world)
        for one in (told for point in line.points for told in point.members)
        if denial.published < one.published != NEVER and one.present and matches(one, denial)
    ]
    return date.fromordinal(min(said)) if said else None
