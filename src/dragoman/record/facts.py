"""What the rules of the record compute with: held rows as plain values, without a database.

A `Figure` is a quantity as one page tells it, a `Telling` an event as one page tells it; both know their `Page` and who says so. Rules are pure
functions from these to lines, relations and groups, so the same rules answer for today, for what was published by a day, and for what was held
at a moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dragoman.model import Place
from dragoman.model.base import Number
from dragoman.model.words import Aggregation, AsOfBasis, Attitude, Certainty, DateBasis, Op, Status, TimeRef

Voice = Literal["named", "unnamed", "author"]
"""Who speaks: somebody who is named; a source that is meant but not named; the report itself."""


@dataclass(frozen=True, slots=True)
class Page:
    """One text as published, and the work that it is a copy or version of."""

    report: str
    """The id of the report."""
    work: str
    """The id of the work: that of its original report."""
    published: date | None
    outlet: str | None = None
    language: str = "en"
    counts: bool = True
    """False for a copy and for an older version of a page: its entries are those of its work's original or newest version."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who says so: the innermost link of the chain, with those who pass it on."""

    voice: Voice
    entities: tuple[str, ...] = ()
    """The ids of those who speak, several for a joint holder (sorted); empty unless named."""
    words: str = ""
    """What to call the holder: a name, else the words of the report."""
    relays: tuple[str, ...] = ()
    """Ids or words of those between holder and outlet, the nearest to the holder first."""
    attitude: Attitude = "assertion"
    certainty: Certainty = "CT+"
    guessed: bool = False
    """Whether the link was guessed (`Attribution.scope`): such a claim joins no line and merges nothing until a person accepts it."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part in an event."""

    entity: str | None
    """The id; null where the words stay words."""
    words: str = ""
    kind: str | None = None
    country: str | None = None
    sector: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as one page tells it."""

    id: str
    page: Page
    holder: Holder
    counted: str
    op: Op
    low: Number | None = None
    high: Number | None = None
    point: Number | None = None
    population: str = ""
    """What is counted: the id of an entity, else the words without articles, in small letters."""
    place: Place | None = None
    """The place for which the count holds; the scope together with `population`."""
    unit: str | None = None
    aggregation: Aggregation | None = None
    as_of: str | None = None
    as_of_basis: AsOfBasis | None = None
    hour: str | None = None
    """The time of day that the page gives for the count, where it gives one."""
    time_ref: TimeRef | None = None
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    part_of: str | None = None
    """The id of the figure of the same page of which this is a part; likewise the next two. Words say so."""
    added_to: str | None = None
    revises: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one page tells it."""

    id: str
    page: Page
    holders: tuple[Holder, ...]
    """Who says so, one for each claim that asserts it; the report's own voice where there is no claim."""
    type: str
    status: Status
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    with_: tuple[Party, ...] = ()
    place: Place | None = None
    edtf: str | None = None
    basis: DateBasis | None = None
    time_of_day: str | None = None
    closed: date | None = None
    is_set: bool = False
    again: bool = False
    """Whether words say that something stopped is taken up again."""
    marks: tuple[tuple[str, str], ...] = ()
    """Kind and value of what tells it from others of its kind."""
    position: Literal["headline", "lead", "body"] = "body"
    definite: bool = False
    """Whether it is told as known: "this visit", "the parade"."""
    trigger: str = ""
    """The words that name the act."""
    start: int = 0
    """Where these words begin in the text."""


@dataclass(frozen=True, slots=True)
class World:
    """What is known beyond the pages: who commands whom, who belongs to whom, which types may tell one event."""

    controlled_by: Mapping[str, str] = field(default_factory=dict)
    """Entity to the entity that commands or owns it."""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Joint holder or body to its members."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """Entity to its country."""
    offices: Mapping[str, tuple[tuple[str, str, str, str], ...]] = field(default_factory=dict)
    """Person to the offices held: name, country, first and last day as EDTF, the last empty where it is held still."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Entity to its name, for display and for roles in checks."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Entity to its kind: ``person``, ``organization``, ``agency``, ``country``, …"""
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Type to the names of the families of types that may tell the same event."""
    vague: Mapping[str, tuple[Number, Number]] = field(default_factory=dict)
    """Number word to the bounds that the policy in force gives it."""
    generic: frozenset[str] = frozenset()
    """What is counted in words that say nothing of whom: ``people``, ``victims``; such counts are told apart by place and time."""
    made_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Count to the counts that add up to it: ``casualties`` to ``killed`` and ``injured``."""
    in_person: frozenset[str] = frozenset()
    """Words for a talk that say that it was held in person: "met", "summit"."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Something between two figures, two events, or a telling and an event."""

    type: str
    """Of figures: ``revised_by`` ``restates`` ``repeats_stale`` ``contradicts`` ``corroborates`` ``part_of`` ``added_to``; of events: ``part_of``
    ``member_of`` ``taken_up_again``; of stands: ``denies`` ``admits`` ``corrects``."""
    left: str
    right: str
    rule: str
    """The rule that drew it: ``words``, ``L2``, ``R4``, …"""
    direction: Literal["up", "down"] | None = None
    newer: str | None = None
    """For ``repeats_stale``: the figure that had taken the place of what is repeated."""
    since: date | None = None
    until: date | None = None
    """The day on which it ended; it is kept, and no longer stands."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One point of a line: figures of one origin that say the same of the same time."""

    first: str
    """The id of the figure that stands for it: the earliest published."""
    figures: tuple[str, ...]
    """All figures of the state, ``first`` among them; the others are ticks."""
    withdrawn: date | None = None
    """The day on which its origin disowned it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A series: all comparable figures of one origin."""

    key: str
    """Counted, population, place, origin and whether it is a forecast, in one text; the same in every record."""
    counted: str
    population: str
    place: str | None
    origin: tuple[str, ...]
    """The ids of the origin; empty for a line of an outlet's own voice or of sources without a name, which has no points that count as support."""
    modal: bool
    states: tuple[State, ...]
    """In order of time."""
    ticks: tuple[str, ...]
    """Figures that restate a state and are no first."""
    stale: tuple[str, ...]
    """Figures that tell an old number as new."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the history of a merged event."""

    published: date | None
    status: Status | Literal["denied"]
    type: str
    contested: bool = False
    admitted: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A merged event: the tellings that tell it, and what they make of it."""

    id: str
    """The id of its earliest published member."""
    tellings: tuple[str, ...]
    """Sorted by publication and id."""
    type: str
    mode: str | None
    status: Status
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: Place | None
    when: tuple[str, ...]
    """EDTF values: one where the tellings agree, several where they do not; empty where none dates it."""
    closed: date | None = None
    is_set: bool = False
    contested: tuple[str, ...] = ()
    """The fields in which its tellings disagree: ``type`` ``when`` ``place`` ``actors`` ``status``."""
    history: tuple[Step, ...] = ()
    stale: tuple[tuple[str, str], ...] = ()
    """Tellings of an old status told after it was closed, each with the telling that closed it."""
    guessed: bool = False
    """Whether an ``unsure`` pair holds it together."""
    overdue: bool = False
    """Whether its last possible day had passed without a word when the newest page was published."""


@dataclass(frozen=True, slots=True)
class Support:
    """Who stands behind a figure or an event."""

    voices: int
    works: int
    pages: int
    origins: tuple[str, ...]
    """Ids of the origins that assert it, sorted."""
    against: tuple[str, ...] = ()
    admitted_by: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    """Ids of the pages, sorted."""
