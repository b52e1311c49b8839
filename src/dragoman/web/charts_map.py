"""Data of the map: places as areas of the precision with which they are known, and countries where no more is known.

Pure functions from outlines of events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.codebook import Codebook
from dragoman.model import Place
from dragoman.model.words import PlacePrecision
from dragoman.record.outlines import Outline
from dragoman.web.charts_timeline import PLANNED, Names, Node, nodes

RADIUS: Mapping[PlacePrecision, float] = {
    "site": 1, "district": 5, "city": 15, "admin2": 50, "admin1": 150, "region": 300, "sea": 400,
}  # fmt: skip
"""Kilometres around the point of a place of each kind within which an event lies, where nothing better is known."""
SHOWN = 10
"""Events that are named for one place; the others are counted."""


@dataclass(frozen=True, slots=True)
class Area:
    """A place and the events there."""

    id: str
    name: str
    country: str | None
    lat: float
    lon: float
    precision: PlacePrecision
    radius: float
    """In kilometres."""
    number: int
    planned: bool
    """Whether all events there are planned."""
    events: tuple[Node, ...]
    """The last ones."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country and the events of which no more is known than that they lie in it."""

    id: str
    name: str
    numeric: str | None
    """Its number in ISO 3166-1, by which the atlas knows it."""
    number: int
    planned: bool
    events: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The places of some events."""

    areas: tuple[Area, ...]
    """The largest first, so that small ones lie on top."""
    countries: tuple[Country, ...]
    nowhere: int
    """Events without a place that can be drawn."""

    @property
    def number(self) -> int:
        """How many events are drawn."""
        return sum(one.number for one in self.areas) + sum(one.number for one in self.countries)


def mapped(outlines: Iterable[Outline], names: Names, codebook: Codebook) -> Map:
    """The map of some events."""
    places: dict[str, Place] = {}
    there: defaultdict[str, list[Outline]] = defaultdict(list)
    within: defaultdict[str, list[Outline]] = defaultdict(list)
    nowhere = 0
    for one in outlines:
        place = one.group.place if one.placed else None
        if place is not None and is_area(place):
            key = str(place.geonames or f"{place.name.casefold()} {place.country or ''}".strip())
            places.setdefault(key, place)
            there[key].append(one)
        elif place is not None and place.country is not None:
            within[place.country].append(one)
        else:
            nowhere += 1
    areas = [_area(key, places[key], its, names, codebook) for key, its in there.items()]
    countries = [_country(code, its, names, codebook) for code, its in within.items()]
    return Map(
        tuple(sorted(areas, key=lambda one: (-one.radius, one.id))), tuple(sorted(countries, key=lambda one: (-one.number, one.id))), nowhere
    )  # fmt: skip


def is_area(place: Place) -> bool:
    """Whether more is known of a place than its country."""
    return place.lat is not None and place.lon is not None and place.precision not in (None, "country")


def _area(key: str, place: Place, its: list[Outline], names: Names, codebook: Codebook) -> Area:
    precision = place.precision or "city"
    return Area(
        id=key, name=place.name, country=place.country, lat=place.lat or 0, lon=place.lon or 0, precision=precision, radius=RADIUS[precision],
        number=len(its), planned=_planned(its), events=_last(its, names, codebook),
    )  # fmt: skip


def _country(code: str, its: list[Outline], names: Names, codebook: Codebook) -> Country:
    row = codebook.countries.get(code)
    return Country(
        code, row.name if row else code, row.numeric or None if row else None, len(its), _planned(its), _last(its, names, codebook)
    )  # fmt: skip


def _planned(its: list[Outline]) -> bool:
    return all(one.status in PLANNED for one in its)


def _last(its: list[Outline], names: Names, codebook: Codebook) -> tuple[Node, ...]:
    return tuple(nodes([(one, "") for one in its[-SHOWN:][::-1]], names, codebook))
