"""Who and where: entities, their part in an event, places."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dragoman.model.base import Id, Model
from dragoman.model.span import Span
from dragoman.model.words import PlacePrecision

Country = Annotated[str, Field(pattern=r"^(?:[A-Z]{3}|[a-z][a-z0-9-]+)$")]
"""ISO 3166-1 alpha-3, and the few codes of the codebook for what ISO does not list."""


class Entity(Model):
    """A resolved person, organization, country or group, with every place where the report speaks of it."""

    id: Id
    """A Wikidata id where one is known, an ISO 3166-1 alpha-3 code for a country, else a stable slug."""
    name: str
    """The name that the codebook gives it, else the fullest one in the report."""
    kind: str
    """``person``, ``organization``, ``country``, ``group``, or another kind of the codebook."""
    qid: Annotated[str, Field(pattern=r"^Q[1-9]\d*$")] | None = None
    """Its Wikidata id."""
    country: Country | None = None
    """The country that it is, or belongs to."""
    sector: str | None = None
    """Its PLOVER sector (``GOV``, ``MIL``, …)."""
    office: str | None = None
    """The office that it held on the day of the report."""
    controlled_by: Id | None = None
    """Who commands it or owns it, the id of an entity that need not be one of this reading: a ministry's government, a party's newspaper's party."""
    members: tuple[Id, ...] = ()
    """The ids of those that are meant together, for a joint holder (``A and B say``) or a body whose members the report names."""
    mentions: tuple[Span, ...] = ()
    """Where the report speaks of it, in the order of the text."""


class Participant(Model):
    """Somebody's part in an event: the words, and who they mean where the text decides it."""

    entity: Id | None = None
    """The id of an entity of the same reading; null where the words stay words."""
    words: Span
    """The words that name the participant where the event is told."""


class Place(Model):
    """Where something happens. It has coordinates and says how closely they are meant."""

    name: str
    """The name that the gazetteer gives it, else the words."""
    country: Country | None = None
    """The country in which it lies."""
    geonames: int | None = None
    """Its GeoNames id."""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    """Degrees north, WGS 84."""
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees east, WGS 84."""
    precision: PlacePrecision | None = None
    """The kind of area that the coordinates stand for."""
    within: tuple[str, ...] = ()
    """The names of larger places in which it lies, the nearest first, the country left out."""
    words: Span
    """The words that name the place."""
