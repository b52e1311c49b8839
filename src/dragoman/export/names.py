"""Countries, sectors and places by the names that the field's formats use."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.codebook import Codebook
from dragoman.codebook.tables import PlaceRow
from dragoman.model import Entity, Place
from dragoman.record.tables import other_sectors

_DEEPEST = 6
"""Places that lie in one another, at most."""


def country_code(entity: Entity | None, codebook: Codebook) -> str | None:
    """The country of a party as PLOVER codes it: a territory is folded into its state; ``IGO`` and the like stay.

    Null where the party has none.
    """
    if entity is None:
        return None
    code = entity.country or (entity.id if entity.kind == "country" else None)
    row = codebook.countries.get(code) if code else None
    return (row.plover or code) if row else code


def country_name(code: str | None, codebook: Codebook) -> str | None:
    """The English short name of a country; a code that is no country's stays."""
    row = codebook.countries.get(code) if code else None
    return row.name if row else code


def cow(code: str | None, codebook: Codebook) -> str | None:
    """The number of a state in Correlates of War; null where it has none."""
    row = codebook.countries.get(code) if code else None
    return row.cow or None if row else None


def sectors(entity: Entity | None, codebook: Codebook) -> tuple[str, ...]:
    """The primary sector and the others."""
    if entity is None or entity.sector is None:
        return ()
    return (entity.sector, *other_sectors(entity, codebook))


@dataclass(frozen=True, slots=True)
class Area:
    """The units in which a place lies, by name."""

    city: str | None = None
    district: str | None = None
    province: str | None = None
    country: str | None = None


_UNIT = {"city": "city", "district": "district", "admin2": "district", "admin1": "province"}


def area(place: Place, codebook: Codebook) -> Area:
    """The units in which a place lies, as far as the gazetteer knows them; else only what the place itself is."""
    units: dict[str, str] = {}
    own = _UNIT.get(place.precision or "")
    if own:
        units[own] = place.name
    row = next(iter(codebook.places.find("geonames", str(place.geonames))), None) if place.geonames else None
    for _ in range(_DEEPEST):
        row = _parent(row, codebook)
        if row is None:
            break
        unit = _UNIT.get(row.kind)
        if unit:
            units.setdefault(unit, row.name)
    return Area(country=country_name(place.country, codebook), **units)


def _parent(row: PlaceRow | None, codebook: Codebook) -> PlaceRow | None:
    return codebook.places.get(row.parent) if row and row.parent else None
