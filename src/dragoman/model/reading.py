"""What Dragoman says about one report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from pydantic import Field, model_validator

from dragoman.errors import SpanMismatch
from dragoman.model.base import Id, Model, Number
from dragoman.model.claim import Claim
from dragoman.model.entity import Entity
from dragoman.model.event import Event
from dragoman.model.quantity import Quantity
from dragoman.model.report import Report
from dragoman.model.span import Span
from dragoman.model.words import CheckKind, Verdict

if TYPE_CHECKING:
    from dragoman.model.tables import Row, Table

Entry = TypeVar("Entry", Entity, Event, Quantity)


class Check(Model):
    """A claim compared with what else is known, and what came of it."""

    kind: CheckKind
    """What is compared."""
    claim: Id
    """The id of the claim."""
    claimed: Number | str | None = None
    """What it says."""
    record_min: Number | None = None
    """The least that the events known allow."""
    record_max: Number | None = None
    """The most that they allow; null where nothing says that they are complete."""
    verdict: Verdict
    """What came of it."""
    why: str = ""
    """The reason, with what was compared."""


class Note(Model):
    """Something seen and not coded, or a doubt that a reader of the reading should know."""

    kind: str
    """``uncoded``, ``date``, ``metadata``, …"""
    words: Span | None = None
    """The words; null where the note is about the report as a whole."""
    message: str = ""
    """What was seen, and why it was left."""


class ReaderInfo(Model):
    """What made the reading, so that it can be made again."""

    name: str
    """``rules``, or the name of another reader."""
    version: str
    """The version of Dragoman."""
    pipeline: str
    """Hash of the language pipeline."""
    codebook: str
    """Hash of the codebook."""


class Reading(Model):
    """What Dragoman says about one report.

    It refuses to exist if the words of any span are not those of the text (`dragoman.errors.SpanMismatch`), if an id is used twice, or if an
    entry points to one that is not there (``pydantic.ValidationError``).
    """

    schema_: Literal["dragoman.reading/1"] = Field(default="dragoman.reading/1", alias="schema")
    """The name and version of this format."""
    report: Report
    """The report, with its text."""
    entities: tuple[Entity, ...] = ()
    """Who the report speaks of."""
    events: tuple[Event, ...] = ()
    """What is done or happens."""
    claims: tuple[Claim, ...] = ()
    """What the report passes on, and who says so."""
    quantities: tuple[Quantity, ...] = ()
    """The figures."""
    checks: tuple[Check, ...] = ()
    """What could be checked with this report alone."""
    notes: tuple[Note, ...] = ()
    """What was seen and not coded."""
    reader: ReaderInfo
    """What made the reading."""

    @model_validator(mode="after")
    def _holds(self) -> Self:
        text = self.report.text
        for span in self.spans():
            found = text[span.start : span.end]
            if found != span.words:
                raise SpanMismatch((span.start, span.end, span.words), found=found)
        ids = {
            "entity": _unique("entity", [entity.id for entity in self.entities]),
            "event": _unique("event", [event.id for event in self.events]),
            "claim": _unique("claim", [claim.id for claim in self.claims]),
            "quantity": _unique("quantity", [figure.id for figure in self.quantities]),
        }
        for where, kind, target in self._references():
            if target is not None and target not in ids[kind]:
                raise ValueError(f"{where} points to {kind} {target}, which is not there")
        return self

    def _references(self) -> Iterator[tuple[str, str, str | None]]:
        for event in self.events:
            for one in (*event.actors, *event.recipients, *event.with_):
                yield f"event {event.id}", "entity", one.entity
        for claim in self.claims:
            yield f"claim {claim.id}", "event", claim.event
            yield f"claim {claim.id}", "quantity", claim.quantity
            for link in claim.attribution:
                yield f"claim {claim.id}", "entity", link.source.entity
        for figure in self.quantities:
            yield f"quantity {figure.id}", "entity", figure.of_entity
            yield f"quantity {figure.id}", "event", figure.event
            for other in (figure.part_of, figure.added_to, figure.revises):
                yield f"quantity {figure.id}", "quantity", other
        for check in self.checks:
            yield f"check {check.kind}", "claim", check.claim

    def entity(self, id: str) -> Entity:  # noqa: A002 - the field's own name
        """The entity with an id. Raises ``KeyError`` if there is none."""
        return _by_id(self.entities, id)

    def event(self, id: str) -> Event:  # noqa: A002 - the field's own name
        """The event with an id. Raises ``KeyError`` if there is none."""
        return _by_id(self.events, id)

    def quantity(self, id: str) -> Quantity:  # noqa: A002 - the field's own name
        """The figure with an id. Raises ``KeyError`` if there is none."""
        return _by_id(self.quantities, id)

    def rows(self, table: Table) -> list[Row]:
        """The rows of a table, each a dictionary with the same columns: ``pandas.DataFrame(reading.rows("events"))``.

        Tables and columns are those of `dragoman.model.tables`. Raises ``ValueError`` for a table that is not known.
        """
        from dragoman.model.tables import rows

        return rows(self, table)

    def _repr_html_(self) -> str:
        from dragoman.model.notebook import notebook_view

        return notebook_view(self)


def _unique(kind: str, ids: list[str]) -> frozenset[str]:
    known = frozenset(ids)
    if len(known) != len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise ValueError(f"the id {twice} stands for more than one {kind}")
    return known


def _by_id(entries: tuple[Entry, ...], wanted: str) -> Entry:
    for entry in entries:
        if entry.id == wanted:
            return entry
    raise KeyError(wanted)
