"""Lines: all comparable figures of one origin become states in order of time (L1 to L6), and neighbouring states are tied (R1, R2).

A line is drawn from its figures alone, in order of publication, so what was published later never changes what was drawn before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from dragoman.record.compare import ALWAYS, NEVER, Measured, below, matches, overlap, reach, same_number
from dragoman.record.facts import Relation
from dragoman.record.states import Point, Words, contradicts, direction, repeats_stale, revised_by, tied
from dragoman.record.voices import Origin

_EXACTNESS = {"=": 0, "~": 1}


@dataclass(slots=True, eq=False)
class Drawing:
    """A line while it is drawn."""

    origin: Origin
    modal: bool
    words: Words
    disowned: Sequence[Measured]
    """Denials of numbers by the origin itself: each has the number and the day."""
    points: list[Point] = field(default_factory=list)
    stale: list[Measured] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    apart: list[tuple[Point, Point]] = field(default_factory=list)
    """Two states of one time that exclude each other (L5), the older first."""
    loose: list[Measured] = field(default_factory=list)
    """Figures of copies that tell no state of the line."""
    said: dict[str, list[Measured]] = field(default_factory=dict)
    """Report to the numbers that it calls outdated itself."""

    @property
    def figures(self) -> Iterator[Measured]:
        """All its figures."""
        for point in self.points:
            yield from (*point.members, *point.copies)
        yield from self.stale


def draw_line(
    figures: Iterable[Measured], origin: Origin, words: Words, *, modal: bool = False, disowned: Sequence[Measured] = ()
) -> Drawing:
    """The line of some comparable figures of one origin, in whatever order they come."""
    line = Drawing(origin, modal, words, disowned)
    told = sorted(figures, key=lambda one: one.order)
    for one in told:
        if words.outdated(one):
            line.said.setdefault(one.figure.page.report, []).append(one)
    originals = (one for one in told if one.figure.page.counts)
    for _, day in groupby(originals, key=lambda one: one.published):
        for one in _of_a_day(line, list(day)):
            _place(line, one)
    for one in told:
        if not one.figure.page.counts:
            _copy(line, one)
    _withdraw(line)
    line.points = _in_order(line)
    _neighbours(line)
    return line


def _of_a_day(line: Drawing, told: list[Measured]) -> list[Measured]:
    """Within a day numbers new to the line come before old ones, those of a running count upwards, then ``=`` before ``~`` before bounds."""
    if len(told) == 1:
        return told

    def place(one: Measured) -> tuple[bool, float, int, str]:
        old = any(same_number(one, point.finest) for point in _alike(line, one))
        number = one.extent.low if one.number is None else one.number
        return old, number if one.running else 0, _EXACTNESS.get(one.figure.op, 2), one.figure.id

    return sorted(told, key=place)


def _alike(line: Drawing, told: Measured) -> list[Point]:
    low, high = reach(told)
    return [point for point in line.points if point.low <= high and low <= point.high]


def _place(line: Drawing, told: Measured) -> None:
    """The first condition that a figure meets holds."""
    alike = _alike(line, told)
    same = [point for point in alike if same_number(told, point.finest)]
    if _l1(line, told, same):
        return
    start, end = told.start, told.end
    now = [point for point in alike if point.first.start <= end and start <= point.first.end]
    now = [point for point in now if matches(told, point.finest)]
    if now:
        _restate(line, told, min(now, key=lambda point: (_distance(told, point.finest), point.first.order)), "L2")
        return
    if same and (_l3(line, told, same) or _l4(line, told, same)):
        return
    point = Point.of(told)
    _l5(line, point)
    line.points.append(point)


def _l1(line: Drawing, told: Measured, same: Sequence[Point]) -> bool:
    """A number that was withdrawn, or replaced by the words of a page, on an earlier day, and is told as if it were not."""
    if told.figure.as_of_basis == "stated" or any(
        matches(told, one) for one in line.said.get(told.figure.page.report, ())
    ):
        return False
    for point in sorted(same, key=lambda point: point.first.order):
        replaced = [
            newer
            for one in point.members
            for newer in line.words.newer.get(one.figure.id, ())
            # A running count told of a day when the old number was right repeats nothing.
            if newer.published < told.published and not (told.running and not told.present and told.end < newer.start)
        ]
        if replaced or _disowned(line, point) < told.published:
            newer = min(replaced, key=lambda one: one.order, default=None)
            _stale(line, told, point, newer, "L1")
            return True
    return False


def _l3(line: Drawing, told: Measured, same: Sequence[Point]) -> bool:
    """A newest state at its time has its number, or one that it rounds: the line runs on flat."""
    latest = _latest(line, told)
    newest = [point for point in same if point.first.start <= told.end and point.first.end >= latest]
    if newest:
        _restate(line, told, max(newest, key=_by_time), "L3")
    return bool(newest)


def _l4(line: Drawing, told: Measured, same: Sequence[Point]) -> bool:
    """Told as present, an older state has its number, and a newer one with another number is known."""
    latest = _latest(line, told)
    older = [point for point in same if point.first.start <= told.end and point.first.end < latest]
    if not (told.present and older):
        return False
    point = max(older, key=_by_time)
    if point.until >= told.day - 1:
        _restate(line, told, point, "L4")
    else:
        newer = max((one for one in line.points if one.first.start <= told.end), key=_by_time)
        _stale(line, told, point, newer.first, "L4")
    return True


def _l5(line: Drawing, point: Point) -> None:
    """A state of the same time excludes it: a correction or an error, unless a running count grew within a day."""
    told = point.first
    start, end, grows = told.start, told.end, told.running and told.present
    against = [
        one
        for one in line.points
        if one.first.start <= end and start <= one.first.end and not (grows and one.first.present)
    ]
    against = [one for one in against if overlap(told, one.finest) == "no"]
    if against:
        line.apart.append((max(against, key=lambda one: one.first.order), point))


def _latest(line: Drawing, told: Measured) -> int:
    """The day on which the newest states at the time of a figure begin."""
    return max((point.first.start for point in line.points if point.first.start <= told.end), default=ALWAYS)


def _by_time(point: Point) -> tuple[int, int, str]:
    return point.first.start, *point.first.order


def _distance(a: Measured, b: Measured) -> float:
    return 0 if a.number is None or b.number is None else abs(a.number - b.number)


def _restate(line: Drawing, told: Measured, point: Point, rule: str) -> None:
    point.join(told)
    line.relations.append(Relation("restates", told.figure.id, point.first.figure.id, rule))


def _stale(line: Drawing, told: Measured, point: Point, newer: Measured | None, rule: str) -> None:
    line.stale.append(told)
    line.relations.append(repeats_stale(told, point.first, newer, rule))


def _copy(line: Drawing, told: Measured) -> None:
    """A copy's figure is a tick of the state that its original tells, else of the one that it would restate."""
    work = told.figure.page.work
    if any(one.figure.page.work == work and matches(told, one) for one in line.stale):
        line.stale.append(told)
        return
    fits = [point for point in _alike(line, told) if matches(told, point.finest)]
    own = [point for point in fits if any(one.figure.page.work == work for one in point.members)]
    if not fits:
        line.loose.append(told)
        return
    point = min(own or fits, key=lambda one: (_gap(told, one.first), one.first.order))
    point.copies.append(told)
    line.relations.append(Relation("restates", told.figure.id, point.first.figure.id, "copy"))


def _gap(a: Measured, b: Measured) -> int:
    """Days between the times of two figures."""
    return max(0, a.start - b.end, b.start - a.end)


def _disowned(line: Drawing, point: Point) -> int:
    """The first day on which the origin disowned the number of a state that it had given."""
    since = point.first.published
    return min(
        (no.published for no in line.disowned if no.published >= since and matches(no, point.finest)), default=NEVER
    )


def _withdraw(line: Drawing) -> None:
    for point in line.points:
        point.withdrawn = point.given_up = _disowned(line, point)
        for one in point.members:
            for newer in line.words.newer.get(one.figure.id, ()):
                # "From 600 to 2,000" is growth; what is put right is a number of the same time, or a running count that falls.
                if not one.running or below(newer, one) or newer.start <= one.end:
                    point.given_up = min(point.given_up, newer.published)


def _in_order(line: Drawing) -> list[Point]:
    """States in order of time, then of publication, then, in a running count, of number; what words order goes before."""

    def place(point: Point) -> tuple[int, int, float, str]:
        first = point.first
        begins = first.start if first.start != ALWAYS else first.end
        number = first.extent.low if first.number is None else first.number
        return begins, first.published, number if first.running else 0, first.figure.id

    points = sorted(line.points, key=place)
    of = {one.figure.id: point for point in points for one in point.members}
    for older, newer in sorted(
        (old, new.figure.id)
        for old, found in line.words.newer.items()
        if old in of
        for new in found
        if new.figure.id in of
    ):
        before, after = points.index(of[older]), points.index(of[newer])
        if before > after:
            points.insert(after, points.pop(before))
    return points


def _neighbours(line: Drawing) -> None:
    """R1: a state follows another where words say so, or the numbers exclude each other, or an open bound was passed; and L5."""
    by_words = tied(line.words, line.points)
    conflicts = {frozenset((id(one), id(other))) for one, other in line.apart}
    for older, newer in line.apart:
        late = newer.first.published - older.first.published > 1
        if late:
            older.given_up = min(older.given_up, newer.first.published)
        if frozenset((id(older), id(newer))) not in by_words:
            line.relations.append(
                revised_by(older.first, newer.first, "L5", "corrected")
                if late
                else contradicts(newer.first, older.first, "L5", "one origin, one time")
            )
    for older, newer in pairwise(line.points):
        one, other = older.standing, newer.standing
        if frozenset((id(older), id(newer))) in by_words | conflicts:
            continue
        apart = older.first.end < newer.first.start
        if not apart and not (one.running and direction(one, other) == "up"):
            continue
        passed = one.figure.op in (">=", ">") and one.number is not None and other.extent.low > one.number
        if overlap(one, other) == "no" or passed:
            line.relations.append(revised_by(one, other, "R1", "bound passed" if passed else "disjoint"))
    _fallen(line)


def _fallen(line: Drawing) -> None:
    """A running count that its own origin lets fall gives up the higher numbers."""
    lowest: list[float] = []
    for point in reversed(line.points):
        lowest.append(min(point.standing.extent.high, lowest[-1] if lowest else point.standing.extent.high))
    lowest.reverse()
    for at, point in enumerate(line.points[:-1]):
        one = point.standing
        if one.running and lowest[at + 1] <= one.extent.low:
            day = min(
                (other.first.published for other in line.points[at + 1 :] if below(other.standing, one)), default=NEVER
            )
            point.given_up = min(point.given_up, day)
