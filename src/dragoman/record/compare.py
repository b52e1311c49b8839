"""Comparing two figures: the numbers by the policy ``tolerance/1``, the times by the days that they can mean.

A `Measured` figure has everything worked out that the rules of lines and relations ask again and again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Literal

from dragoman.codebook import tolerance
from dragoman.model.edtf import bounds
from dragoman.record.facts import Figure, World

Overlap = Literal["yes", "touch", "no"]
_LOWER, _UPPER = frozenset({">=", ">"}), frozenset({"<=", "<"})
_WORD = re.compile(r"[^\W\d_]+")
ALWAYS, NEVER = 0, date.max.toordinal() + 1
"""Day numbers for an open start and an open end; days are counted as `date.toordinal` does."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a number may stand for; an open end does not belong to it."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A figure with what comparing needs."""

    figure: Figure
    number: float | None
    """Its point, else its lower, else its upper bound; None for a vague one."""
    half: float
    """Half of the place of the number's last non-zero digit, where it ends in zeros."""
    extent: Extent
    start: int
    """The first day that it can speak of."""
    end: int
    """The last day that it can speak of."""
    published: int
    """The day of its page, `NEVER` where that is not known."""

    @property
    def present(self) -> bool:
        """Whether it is told as the state of things on the day of its page."""
        return self.figure.as_of_basis in (None, "report")

    @property
    def running(self) -> bool:
        """Whether it is a running count, which does not fall."""
        return self.figure.aggregation == "cumulative"

    @property
    def closed(self) -> bool:
        """Whether it is closed to both sides: no open bound."""
        return self.extent.high != inf and self.figure.op not in _UPPER

    @property
    def day(self) -> int:
        """The day on which it was told; for a page without a date the last that it can speak of."""
        return self.published if self.published != NEVER else self.end

    @property
    def order(self) -> tuple[int, str]:
        """Earlier pages first."""
        return self.published, self.figure.id

    @property
    def shown(self) -> str:
        """The number for a reason."""
        return tolerance.shown(self.figure, self.figure.words)


def measure(figure: Figure, world: World) -> Measured:
    """Work out number, extent and time of a figure.

    >>> from dragoman.record.facts import Holder, Page
    >>> page = Page("r1", "r1", date(2031, 5, 2))
    >>> told = measure(Figure("q1", page, Holder("author"), "killed", "~", point=2000), World())
    >>> told.extent.low, told.extent.high, date.fromordinal(told.start).isoformat()
    (1500.0, 2500.0, '2031-05-02')
    """
    number = next((one for one in (figure.point, figure.low, figure.high) if one is not None), None)
    start, end = time(figure)
    published = figure.page.published
    return Measured(
        figure=figure,
        number=number,
        half=0.0 if number is None else tolerance.half(number, figure.op),
        extent=extent(figure, world),
        start=start,
        end=end,
        published=NEVER if published is None else published.toordinal(),
    )


def extent(figure: Figure, world: World) -> Extent:
    """What a figure may stand for: the bracket that its words give with a point, else its number with the tolerance, else its bounds."""
    if figure.op == "several":
        low, high = _vague(figure.words, world)
        return Extent(low, high)
    if figure.point is not None and figure.low is not None and figure.high is not None:
        return Extent(figure.low, figure.high)
    found = tolerance.interval(figure)
    if found is None:
        return Extent(0, inf)
    return Extent(*found, open_low=figure.op == ">", open_high=figure.op == "<" or found[1] == inf)


def _vague(words: str, world: World) -> tuple[float, float]:
    """The bounds of a number word, by the longest entry of the table that stands in the words."""
    plain = f" {' '.join(_WORD.findall(words.casefold()))} "
    known = [word for word in world.vague if f" {word} " in plain]
    return world.vague[max(known, key=lambda word: (len(word), word))] if known else (0, inf)


def time(figure: Figure) -> tuple[int, int]:
    """The first and the last day of which a figure can speak.

    ``as_of`` where it is stated or derived. What is told as the present state speaks of the day of its page; only a stretch that holds this day, as of a page
    whose month alone is known, says more than the page does.
    """
    first, last = bounds(figure.as_of) if figure.as_of else (None, None)
    published = figure.page.published
    if figure.as_of_basis in ("stated", "derived") or published is None:
        return ALWAYS if first is None else first.toordinal(), NEVER if last is None else last.toordinal()
    if first is not None and last is not None and first <= published <= last:
        return first.toordinal(), last.toordinal()
    return published.toordinal(), published.toordinal()


def meets(a: Measured, b: Measured) -> bool:
    """Whether two figures may speak of the same day."""
    return a.start <= b.end and b.start <= a.end


def same_day(a: Measured, b: Measured) -> bool:
    """Whether two figures speak of one and the same single day."""
    return a.start == a.end == b.start == b.end


def overlap(a: Measured, b: Measured) -> Overlap:
    """Whether two numbers can be one. What one of them leaves out by name and the other counts in is added first.

    ``touch``: they have an end in common, and nothing else.
    """
    return _overlap(*_aligned(a, b))


def _overlap(a: Extent, b: Extent) -> Overlap:
    low, high = max(a.low, b.low), min(a.high, b.high)
    if low > high:
        return "no"
    if low < high:
        return "yes"
    out = (a.open_low and a.low == low) or (b.open_low and b.low == low)
    if out or (a.open_high and a.high == high) or (b.open_high and b.high == high):
        return "no"
    return "yes" if a.low == a.high or b.low == b.high else "touch"


def left_out(a: Measured, b: Measured) -> tuple[int, int]:
    """How many the words of ``a`` leave out that ``b`` counts in: surely, and at most."""
    if not a.figure.excludes:
        return 0, 0
    rest = set(a.figure.excludes) - set(b.figure.excludes)
    return len(rest & set(b.figure.includes)), len(rest)


def _aligned(a: Measured, b: Measured) -> tuple[Extent, Extent]:
    if not (a.figure.excludes or b.figure.excludes):
        return a.extent, b.extent
    one, other = left_out(a, b), left_out(b, a)
    return (_raised(a.extent, *one) if one[1] else a.extent, _raised(b.extent, *other) if other[1] else b.extent)


def _raised(extent: Extent, surely: int, at_most: int) -> Extent:
    return Extent(extent.low + surely, extent.high + at_most, extent.open_low, extent.open_high)


def near(a: Measured, b: Measured) -> bool:
    """Whether two numbers are told for one: they differ by no more than the finer one's tolerance, and overlap.

    "At least 600" and "about 600" are near; "at least 100" and "about 300" are not.
    """
    if a.number is None or b.number is None:
        return a.number is b.number and a.extent == b.extent and a.figure.words.casefold() == b.figure.words.casefold()
    one, other = left_out(a, b), left_out(b, a)
    if one[0] != one[1] or other[0] != other[1]:
        return False
    apart = abs(a.number + one[0] - b.number - other[0])
    return apart <= min(a.half, b.half) and overlap(a, b) != "no"


def rounds(a: Measured, b: Measured) -> bool:
    """Whether ``a`` is ``b`` in round numbers.

    ``a`` ends in zeros, ``b`` is finer and no smaller than the place of the last non-zero digit of ``a``, and at that place gives ``a``: to the nearest, cut down where
    ``a`` is a lower bound, up where it is an upper one. An end of a range may stand for ``b``, its lower end also for "at least", its upper one for "at most".
    """
    if a.number is None or b.number is None or left_out(a, b)[1] or left_out(b, a)[1]:
        return False
    op = a.figure.op
    if b.figure.op != "range":
        return _gives(b.number, b.half, a)
    if op == "range":
        return False
    low, high = b.extent.low, b.extent.high
    if (op in _LOWER and a.number == low) or (op in _UPPER and a.number == high):
        return True
    return any(_gives(end, tolerance.half(end, "range"), a) for end in (low, high))


def _gives(fine: float, half: float, a: Measured) -> bool:
    place = 2 * a.half
    if a.number is None or not place or half >= a.half or fine < place:
        return False
    if a.figure.op in _LOWER:
        return fine // place * place == a.number
    if a.figure.op in _UPPER:
        return -(-fine // place) * place == a.number
    return (fine + a.half) // place * place == a.number


def same_number(a: Measured, b: Measured) -> bool:
    """Whether ``a`` has the number of ``b``, or one that rounds it."""
    if a.number is not None and a.number == b.number:
        ends = a.figure.op != b.figure.op or a.figure.high == b.figure.high
        return ends and not left_out(a, b)[1] and not left_out(b, a)[1] and overlap(a, b) == "yes"
    return (a.number is None and near(a, b)) or rounds(a, b)


def matches(a: Measured, b: Measured) -> bool:
    """Whether two figures of one time tell one number: they are near, or one rounds the other."""
    return near(a, b) or rounds(a, b) or rounds(b, a)


def below(a: Measured, b: Measured) -> bool:
    """Whether ``a`` lies wholly below ``b``."""
    one, other = _aligned(a, b)
    return one.high < other.low or (one.high == other.low and _overlap(one, other) == "no")


def reach(one: Measured) -> tuple[float, float]:
    """The numbers between which those lie that can be near it, round it or be rounded by it, where theirs is no coarser."""
    if one.number is None:
        return one.extent.low, one.extent.high
    top = one.figure.high if one.figure.op == "range" and one.figure.high is not None else one.number
    return one.number - 2 * one.half, top + 2 * one.half
