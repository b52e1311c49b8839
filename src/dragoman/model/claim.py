"""What a report passes on, and who says so."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dragoman.model.base import Id, Model
from dragoman.model.span import Span
from dragoman.model.words import Attitude, Certainty, ClaimKind, Scope, TimeRef


class Source(Model):
    """Who says so. Never an outlet, and never the actor of an event."""

    entity: Id | None = None
    """The id of an entity of the same reading; null where nobody is named or the words stay words."""
    descriptor: str | None = None
    """What the report says of the source: ``state-controlled newspaper``."""
    words: Span | None = None
    """The words that name the source; null where there are none (``it is estimated``)."""


class Attribution(Model):
    """One link of the chain between the outlet and the content."""

    source: Source
    """Who says so."""
    cue: Span | None = None
    """The words that say that it is said; null where quotation marks alone do."""
    attitude: Attitude
    """How the source stands to the content."""
    certainty: Certainty
    """What the source takes on, a FactBank value."""
    scope: Scope
    """Whether the link is stated, carried over from the sentence before, or guessed."""


class Claim(Model):
    """Something that a report passes on: the content, and the chain of those who say so, outermost first.

    An empty chain is the report's own voice.
    """

    id: Id
    """Local to the reading: ``c1``, ``c2``, …"""
    kind: ClaimKind
    """What it is about."""
    event: Id | None = None
    """The id of the event that it asserts."""
    quantity: Id | None = None
    """The id of the figure that it asserts."""
    n: Annotated[int, Field(ge=0)] | None = None
    """How many times, for a claim of kind ``count``."""
    content: Annotated[tuple[Span, ...], Field(min_length=1)]
    """What is said, in order; several pieces where a cue splits it."""
    time_ref: TimeRef | None = None
    """Whether what is said lies ahead: ``future`` for a forecast of a figure; null where nothing says so."""
    author_certainty: Certainty
    """What the report's author takes on: Uu for what is only passed on, CT+ for what is told as fact."""
    attribution: tuple[Attribution, ...] = ()
    """Who says so, outermost first."""
