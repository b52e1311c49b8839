"""What a record answers with: the types that were put in, together with what the record knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dragoman.model import Attribution, Claim, Entity, Event, Quantity
from dragoman.record.facts import Figure, Group, Line, Relation, Support


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """A report without its text."""

    id: str
    outlet: str | None
    title: str
    author: str
    published: date | None
    language: str
    url: str | None
    characters: int
    text_sha256: str
    work: str
    """The id of the work's original report: its own where it is no copy and no version."""
    link: str | None
    """``copy`` or ``version`` where it is one of another report of its work."""
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one page tells it."""

    id: str
    """The content id of the telling."""
    event: Event
    """As it was read; its own id is local to the reading."""
    report: ReportInfo
    entities: Mapping[str, Entity]
    """The entities that the event and its claims point to, without their mentions."""
    claims: tuple[Claim, ...]
    """The claims that assert it."""
    reader: str
    """Name and version of the reader."""
    codebook: str
    """Hash of the codebook."""


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """A merged event: what its tellings make of it, and every telling."""

    group: Group
    tellings: tuple[Told, ...]
    """In order of publication."""
    main: Told
    """The telling whose words stand for the event: the newest that tells its present status, else the earliest."""
    support: Support
    relations: tuple[Relation, ...] = ()
    """Between this event and others, and what stands against or for it."""
    judgement: str | None = None
    """``accepted``, ``rejected``, ``corrected`` or ``unsure``, where a person said so."""

    @property
    def id(self) -> str:
        """The id of the merged event."""
        return self.group.id


@dataclass(frozen=True, slots=True)
class RecordedFigure:
    """A figure as one page tells it, with its place in a series."""

    id: str
    quantity: Quantity
    figure: Figure
    report: ReportInfo
    attribution: tuple[Attribution, ...]
    entities: Mapping[str, Entity]
    claim: str | None
    """The content id of the claim that tells it."""
    event: str | None
    """The id of the merged event that it belongs to."""
    line: str | None
    """The key of its line."""
    part: str
    """``point`` ``tick`` ``stale`` ``alone``."""
    bounds: tuple[float, float] | None
    """What it may stand for under the policy in force; None for a vague one without a policy."""
    relations: tuple[Relation, ...] = ()
    """What is drawn between it and other figures, and what stands against it."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line with its figures and what is drawn between them."""

    line: Line
    figures: tuple[RecordedFigure, ...]
    """In order of publication."""
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class RecordedClaim:
    """A claim as one page makes it."""

    id: str
    claim: Claim
    report: ReportInfo
    entities: Mapping[str, Entity]
    event: str | None
    """The id of the merged event."""
    figure: str | None
    """The content id of the figure."""
    recorded_at: datetime
    judgement: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedEntity:
    """An entity, and how often it is met."""

    entity: Entity
    names: tuple[str, ...]
    """The words by which reports speak of it, the commonest first."""
    reports: int
    mentions: int
    events: int
