"""What a figure may stand for: the policy ``tolerance/1``, half of the place of a number's last non-zero digit."""

from __future__ import annotations

from math import inf
from typing import Protocol

Interval = tuple[float, float]
_EXACT_BELOW = 100


class Amount(Protocol):
    """Anything with the bounds that its words assert."""

    @property
    def op(self) -> str:
        """The bound that the words assert."""

    @property
    def low(self) -> float | None:
        """The lower bound."""

    @property
    def high(self) -> float | None:
        """The upper bound."""

    @property
    def point(self) -> float | None:
        """The number."""


def half(number: float, op: str) -> float:
    """Half of the place of the last non-zero digit of a number that ends in zeros, else nothing.

    Under ``=`` a number below 100 is exact.

    >>> half(2000, "~"), half(4700, "="), half(26, "="), half(10, "="), half(10, "~")
    (500.0, 50.0, 0.0, 0.0, 5.0)
    """
    if number == 0 or number != int(number) or (op == "=" and abs(number) < _EXACT_BELOW):
        return 0.0
    place = 1
    while int(number) % (place * 10) == 0:
        place *= 10
    return place / 2 if place > 1 else 0.0


def interval(figure: Amount) -> Interval | None:
    """What a figure may stand for; None for a vague one."""
    if figure.op in ("=", "~") and figure.point is not None:
        wide = half(figure.point, figure.op)
        return figure.point - wide, figure.point + wide
    if figure.low is None and figure.high is None:
        return None
    return (0 if figure.low is None else figure.low), (inf if figure.high is None else figure.high)


def shown(figure: Amount, words: str) -> str:
    """A figure for a reason: "~ 2000", ">= 600", "990 to 1650"; its words where it has no number."""
    if figure.op == "range":
        return f"{figure.low} to {figure.high}"
    number = next((one for one in (figure.point, figure.low, figure.high) if one is not None), None)
    if number is None:
        return words
    return str(number) if figure.op == "=" else f"{figure.op} {number}"
