"""Something done or happening."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from dragoman.model.base import Id, Model
from dragoman.model.edtf import bounds
from dragoman.model.entity import Participant, Place
from dragoman.model.span import Span
from dragoman.model.words import DateBasis, Status


class When(Model):
    """When something happens: an EDTF value and the days between which it lies.

    >>> When.of("[..2025-09-02]", basis="anchored").latest
    datetime.date(2025, 9, 2)
    """

    edtf: str
    """The date in the Extended Date/Time Format (ISO 8601-2)."""
    earliest: date | None = None
    """The first day that it can mean; null where it is open."""
    latest: date | None = None
    """The last day that it can mean, inclusive; null where it is open."""
    time_of_day: str | None = None
    """A time (``07:10``), a stretch (``00:00/06:00``), or a word for one."""
    basis: DateBasis
    """Why the date is what it is."""
    words: Span | None = None
    """The words that give it; null where it was derived from another event or set by a policy."""

    @classmethod
    def of(cls, edtf: str, *, basis: DateBasis, words: Span | None = None, time_of_day: str | None = None) -> Self:
        """A date from its EDTF value. Raises ``ValueError`` for what is no EDTF value."""
        earliest, latest = bounds(edtf)
        return cls(edtf=edtf, earliest=earliest, latest=latest, time_of_day=time_of_day, basis=basis, words=words)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if (self.earliest, self.latest) != bounds(self.edtf):
            raise ValueError(f"earliest {self.earliest} and latest {self.latest} are not those of {self.edtf}")
        return self


class Plover(Model):
    """The type that PLOVER folds type and status into: a planned CONSULT is AGREE."""

    type: str
    """One of PLOVER's 16 types."""
    mode: str | None = None
    """One of its modes."""


class Mark(Model):
    """Something named or measured beside an act that tells it from others of its kind.

    A flight number, a storm's name, the summit at which it was, "the third" of its kind; a magnitude, a sum of money. Two tellings with the same mark
    tell the same event; marks of one naming kind that all differ tell two.

    >>> Mark(kind="flight", value="PS752").value
    'PS752'
    """

    kind: str
    """What is named or measured: ``flight``, ``storm``, ``summit``, ``treaty``, ``ordinal``, ``weapon``, ``money``, ``magnitude``, …"""
    value: str
    """The name, or the number with its unit: ``71400000 USD``."""
    words: Span | None = None
    """The words that say it."""


class Event(Model):
    """Something done or happening, with who takes part, where, when, and where it stands."""

    id: Id
    """Local to the reading: ``e1``, ``e2``, …"""
    type: str
    """What kind of act the words name: a PLOVER type, or in small letters a kind of the codebook's own."""
    mode: str | None = None
    """The mode within the type."""
    cameo: str | None = None
    """The CAMEO code, as text: ``042``."""
    contexts: tuple[str, ...] = ()
    """PLOVER contexts."""
    plover: Plover | None = None
    """Type and status folded; null for the codebook's own kinds."""
    actors: tuple[Participant, ...] = ()
    """Who does it."""
    recipients: tuple[Participant, ...] = ()
    """To whom it is done."""
    with_: tuple[Participant, ...] = Field(default=(), alias="with")
    """Who goes along."""
    place: Place | None = None
    """Where."""
    when: When | None = None
    """When; null where nothing supports a date."""
    status: Status
    """Where it stands."""
    trigger: Span
    """The shortest words that name the act."""
    evidence: Span
    """The sentence that tells it."""
    closed: date | None = None
    """The day on which it was called off or put off; its ``when`` is its own planned time."""
    is_set: bool = False
    """Whether several acts are told at once: "five calls", "they travelled together in 2011 and 2012"."""
    again: Span | None = None
    """The words that say that something stopped was taken up again: "resumed", "rescheduled"."""
    marks: tuple[Mark, ...] = ()
    """What tells it from others of its kind."""
