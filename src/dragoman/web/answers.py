"""The shapes of what the API answers and takes. Answers are the record's own types by the names of their fields."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from dragoman.model import Attribution, Claim, Entity, Event, Quantity
from dragoman.record.coverage import Coverage
from dragoman.record.facts import Figure, Group, Relation, Support
from dragoman.record.judging import Said
from dragoman.record.views import ReportInfo, Told

Item = TypeVar("Item")
Short = Annotated[str, Field(min_length=1, max_length=200)]
"""A name or an id, never empty."""
Why = Annotated[str, Field(max_length=2_000)]


class Listing(BaseModel, Generic[Item]):
    """Some items of a list."""

    items: list[Item]
    next: str | None
    """The cursor of the next items: ask again with ``after`` set to it; null at the end. It stays right while reports are added."""


class EventAnswer(BaseModel):
    """A merged event: what its tellings make of it, and every telling."""

    id: str
    group: Group
    tellings: list[Told]
    main: Told
    """The telling whose words stand for the event."""
    support: Support
    relations: list[Relation]
    judgement: str | None


class FigureAnswer(BaseModel):
    """A figure as one page tells it, with its place in a series."""

    id: str
    quantity: Quantity
    figure: Figure
    report: ReportInfo
    attribution: list[Attribution]
    entities: dict[str, Entity]
    claim: str | None
    event: str | None
    line: str | None
    """The key of its series; null where it stands in none."""
    part: Literal["point", "tick", "stale", "alone"]
    bounds: tuple[float | None, float | None] | None
    """What it may stand for under the tolerance in force; an end that is null is open."""
    relations: list[Relation]


class Change(BaseModel):
    """One thing that an addition changed."""

    kind: str
    report: str
    subject: str
    title: str
    before: str
    after: str
    why: str
    at: str
    counts: dict[str, int]


class Judge(BaseModel):
    """What a person says of one entry, or (with ``other``) whether two events are one."""

    model_config = ConfigDict(extra="forbid")

    row: Short
    """The id of an event as told, a figure or a claim."""
    other: Short | None = None
    """The id of another event: ``accepted`` joins the two, ``rejected`` keeps them apart."""
    verdict: Said
    by: Short
    """The name of the person."""
    why: Why = ""
    replacement: Event | Quantity | Claim | None = None
    """The entry as it should be, for ``corrected``."""


class Cover(BaseModel):
    """A statement that the record holds all events of a kind, between some parties, in a window."""

    model_config = ConfigDict(extra="forbid")

    of: Short
    parties: Annotated[list[Short], Field(max_length=20)]
    window: Annotated[str, Field(min_length=1, max_length=100)]
    """From when to when, EDTF."""
    as_published: date
    """The day up to which reports were looked at."""
    by: Short
    place: Short | None = None
    complete: bool = True
    why: Why = ""

    def statement(self) -> Coverage:
        """The same for a record, which gives it its id."""
        return Coverage(
            id="", of=self.of, parties=tuple(self.parties), window=self.window, as_published=self.as_published, by=self.by,
            place=self.place, complete=self.complete, why=self.why,
        )  # fmt: skip
