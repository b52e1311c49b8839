"""The nouns of a reading: frozen types with the field names of the contract, and their laws. Nothing here reads or writes."""

from __future__ import annotations

from dragoman.model.base import Model
from dragoman.model.claim import Attribution, Claim, Source
from dragoman.model.entity import Entity, Participant, Place
from dragoman.model.event import Event, Mark, Plover, When
from dragoman.model.quantity import Quantity
from dragoman.model.reading import Check, Note, ReaderInfo, Reading
from dragoman.model.report import Report, report_id
from dragoman.model.span import Span

__all__ = [
    "Attribution",
    "Check",
    "Claim",
    "Entity",
    "Event",
    "Mark",
    "Model",
    "Note",
    "Participant",
    "Place",
    "Plover",
    "Quantity",
    "ReaderInfo",
    "Reading",
    "Report",
    "Source",
    "Span",
    "When",
    "report_id",
]
