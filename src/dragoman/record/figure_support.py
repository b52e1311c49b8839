"""Who stands behind a figure: voices, works and pages that tell its number for its time."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.record import voices
from dragoman.record.compare import NEVER, Measured, matches, meets
from dragoman.record.counts import Block, Count, Scope
from dragoman.record.denials import denied
from dragoman.record.facts import Support
from dragoman.record.figure_relations import between
from dragoman.record.lines import Drawing
from dragoman.record.states import Point


def supporters(made: Block, figure_id: str) -> Support:
    """Who stands behind a figure of a block. Raises ``KeyError`` for one that is not there."""
    told = made.figures[figure_id]
    for count in made.counts:
        for scope in count.scopes.values():
            base = _base(told, scope)
            if base is not None or told in scope.loose:
                return _support(told, base, count, scope, made)
    holder = told.figure.holder
    origin = holder.entities if voices.is_named(holder) and not voices.denies(holder) else ()
    number = voices.count([origin], made.world)
    return Support(number, works=1, pages=1, origins=tuple(sorted(origin)), reports=(told.figure.page.report,))


def _base(told: Measured, scope: Scope) -> tuple[Drawing, Point] | None:
    """The state that a figure tells; for a stale one that which it repeats."""
    for line in scope.lines:
        for point in line.points:
            if told in point.members or told in point.copies:
                return line, point
        if told in line.stale:
            repeated = next(point for point in line.points if matches(told, point.finest))
            return line, repeated
    return None


def _support(told: Measured, base: tuple[Drawing, Point] | None, count: Count, scope: Scope, made: Block) -> Support:
    asserting = [base] if base else []
    about = base[1].first if base else told
    for line in scope.lines:
        if base is None or line is not base[0]:
            asserting += [(line, point) for point in line.points if _tells(point.first, point.finest, about)]
    pages = [one.figure for _, point in asserting for one in (*point.members, *point.copies)]
    pages += [one.figure for one in scope.loose if one is told or _joins(one, about, base)]
    named = [line.origin for line, point in asserting if point.given_up == NEVER]
    admitting = (one.holder.entities for one in pages if one.holder.attitude == "admission")
    return Support(
        voices=voices.count(named, made.world),
        works=len({one.page.work for one in pages}),
        pages=len({one.page.report for one in pages}),
        origins=tuple(sorted({who for origin in named for who in origin})),
        against=tuple(sorted(set(_against({one.id for one in pages}, [point for _, point in asserting], count, made)))),
        admitted_by=tuple(sorted({who for entities in admitting for who in entities})),
        reports=tuple(sorted({one.page.report for one in pages})),
    )


def _tells(first: Measured, finest: Measured, about: Measured) -> bool:
    return meets(first, about) and matches(finest, about)


def _joins(told: Measured, about: Measured, base: tuple[Drawing, Point] | None) -> bool:
    """Whether a figure of nobody with a name tells the same number, for the same time or while the state lasts."""
    if not matches(told, about):
        return False
    if meets(told, about) or base is None:
        return meets(told, about)
    line, point = base
    if any(meets(told, one) for one in point.members):
        return True
    later = any(point.first.end < other.first.start <= told.end for other in line.points)
    return told.present and told.start > point.first.end and not later and point.given_up > told.day


def _against(told: set[str], states: list[Point], count: Count, made: Block) -> Iterator[str]:
    """The origins that contradict a number, and those whose denial of it stands."""
    for relation in between(count, made.words, made.world):
        if relation.type == "contradicts" and (relation.left in told) != (relation.right in told):
            other = relation.right if relation.left in told else relation.left
            for line in count.lines:
                if any(one.figure.id == other for point in line.points for one in point.members):
                    yield from line.origin
    ids = {id(point) for point in states}
    for denial in made.denials:
        if any(id(point) in ids for _, point in denied(denial, count, made.world)):
            yield from denial.figure.holder.entities
