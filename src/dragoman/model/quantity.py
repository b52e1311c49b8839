"""How many: a figure with the bounds that its words assert."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from dragoman.model.base import Id, Model, Number
from dragoman.model.edtf import bounds
from dragoman.model.entity import Place
from dragoman.model.span import Span
from dragoman.model.words import Aggregation, AsOfBasis, Op

# Which of low, high and point an operator asserts. The words assert nothing else, so nothing else is filled.
_HOLDS: dict[Op, frozenset[str]] = {
    "=": frozenset({"point"}),
    "~": frozenset({"point"}),
    ">=": frozenset({"low"}),
    ">": frozenset({"low"}),
    "<=": frozenset({"high"}),
    "<": frozenset({"high"}),
    "range": frozenset({"low", "high"}),
    "several": frozenset(),
}


class Quantity(Model):
    """A figure and what it counts. Bounds are the words' own: "at least 600" is ``>=`` with low 600, and nothing more.

    >>> words = Span.of("at least 600", 0, 12)
    >>> Quantity(id="q1", counted="killed", op=">=", low=600, words=words).low
    600
    """

    id: Id
    """Local to the reading: ``q1``, ``q2``, …"""
    counted: str
    """The predicate: ``killed``, ``injured``, ``displaced``, ``attending``, …"""
    of: str | None = None
    """What is counted, in the report's words."""
    of_entity: Id | None = None
    """The id of the entity that is counted."""
    event: Id | None = None
    """The id of the event that the figure belongs to."""
    place: Place | None = None
    """The place for which the count holds: the dead of the city are not the dead of the country."""
    includes: tuple[Id, ...] = ()
    """The ids of entities that the words count in."""
    excludes: tuple[Id, ...] = ()
    """The ids of entities that the words leave out: "26 other leaders"."""
    op: Op
    """The bound that the words assert."""
    low: Number | None = None
    """The lower bound, for ``>=``, ``>`` and ``range``."""
    high: Number | None = None
    """The upper bound, for ``<=``, ``<`` and ``range``."""
    point: Number | None = None
    """The number, for ``=`` and ``~``."""
    unit: str | None = None
    """What one of them is: ``people``, ``%``, ``USD``, ``km``, …"""
    aggregation: Aggregation | None = None
    """How it adds up."""
    as_of: str | None = None
    """The time that the number speaks of, an EDTF value."""
    as_of_basis: AsOfBasis | None = None
    """Why that time."""
    part_of: Id | None = None
    """The id of the figure of which it is a part."""
    added_to: Id | None = None
    """The id of the figure to which it comes."""
    revises: Id | None = None
    """The id of the older figure that it takes the place of."""
    words: Span
    """The number with its modifier."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        given = {name for name in ("low", "high", "point") if getattr(self, name) is not None}
        if given != _HOLDS[self.op]:
            wanted = " and ".join(sorted(_HOLDS[self.op])) or "no number"
            raise ValueError(f"op {self.op} goes with {wanted}, not with {' and '.join(sorted(given)) or 'no number'}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the range from {self.low} to {self.high} is empty")
        if self.as_of is not None:
            bounds(self.as_of)
        return self
