"""GeoJSON (RFC 7946): a FeatureCollection with one Feature for each event, WGS 84, longitude first.

An event without a place is a Feature without a geometry. What the file says of itself stands at its end, in the member ``about``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from dragoman.codebook import Codebook
from dragoman.export.about import About, iso
from dragoman.export.cells import LIST
from dragoman.export.files import new_text
from dragoman.export.items import Item, Who, chosen
from dragoman.export.lines import json_line
from dragoman.export.losses import count
from dragoman.export.options import Options
from dragoman.export.source import Export
from dragoman.model import Place
from dragoman.record.tables import radius, said_by
from dragoman.record.views import RecordedFigure

PROPERTIES = (
    "type", "mode", "plover_type", "cameo", "status", "actors", "recipients", "with", "when", "earliest", "latest", "place", "country", "precision",
    "radius_km", "geonames", "quantities", "sources", "certainty", "words", "report", "url", "published",
)  # fmt: skip
"""The properties of a feature in order; every feature has them all, null where a value is missing."""
_LOST = (
    "time of day", "offsets of words", "marks", "contested fields", "history of the status", "relations to other events", "who speaks against it",
)  # fmt: skip


def write(source: Export, path: Path, codebook: Codebook, options: Options, about: About) -> tuple[Path, ...]:
    """Write the file. Raises `dragoman.errors.ExportError` where it cannot be written."""
    about.conforms = not options.bom
    about.rows["features"] = 0
    with new_text(path, bom=options.bom) as out:
        out('{"type":"FeatureCollection","features":[')
        for item in chosen(source, codebook, options, about, plover=False):
            count(about, item, (), _LOST)
            made = feature(item, tuple(source.figures(item.event.id)), codebook, options)
            if made["geometry"] is None:
                drawn = item.place is not None and item.place.precision == "country" and options.countries == "omit"
                about.losses[
                    "geometry: the place is a whole country" if drawn else "geometry: no coordinates held"
                ] += 1
            out((",\n" if about.rows["features"] else "\n") + json_line(made))
            about.rows["features"] += 1
        own = json.dumps(about.document(), ensure_ascii=False, separators=(",", ":"), default=iso)
        out(f'\n],"about":{own}}}\n')
    return (path,)


def feature(item: Item, figures: tuple[RecordedFigure, ...], codebook: Codebook, options: Options) -> dict[str, object]:
    """The Feature of an event."""
    place, told = item.place, item.told
    values: tuple[object, ...] = (
        item.type,
        item.mode,
        item.plover.type if item.plover else None,
        told.event.cameo,
        item.status,
        _names(item.actors),
        _names(item.recipients),
        _names(item.with_),
        LIST.join(item.when) or None,
        item.earliest,
        item.latest,
        place.name if place else None,
        place.country if place else None,
        place.precision if place else None,
        radius(place, codebook),
        place.geonames if place else None,
        [_counted(one, flat=options.flat) for one in figures],
        _sources(item, options),
        item.certainty(),
        told.event.evidence.words,
        told.report.id,
        told.report.url,
        told.report.published,
    )
    properties = dict(zip(PROPERTIES, values, strict=True))
    if options.flat:
        properties = {
            key: LIST.join(str(one) for one in value) if isinstance(value, list) else value
            for key, value in properties.items()
        }
    return {"type": "Feature", "id": item.id, "geometry": _point(place, options), "properties": properties}


def _point(place: Place | None, options: Options) -> Mapping[str, object] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    # A dot in the middle of a country would say more than the report does.
    if place.precision == "country" and options.countries == "omit":
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _names(members: tuple[Who, ...]) -> list[str]:
    return [who.entity.name if who.entity else who.words for who in members]


def _sources(item: Item, options: Options) -> list[str]:
    """Who says so, the source next to the content of every claim that asserts the event, in order of publication."""
    tellings = item.event.tellings if options.per == "event" else (item.told,)
    found = [said_by(claim, -1, told.entities) for told in tellings for claim in told.claims]
    return list(dict.fromkeys(name for name in found if name))


def _counted(one: RecordedFigure, *, flat: bool) -> object:
    quantity = one.quantity
    if flat:
        return f"{quantity.counted}: {quantity.words.words}"
    return {
        "counted": quantity.counted,
        "of": quantity.of,
        "op": quantity.op,
        "low": quantity.low,
        "high": quantity.high,
        "point": quantity.point,
        "unit": quantity.unit,
        "as_of": quantity.as_of,
        "origin": one.figure.holder.words or None,
        "words": quantity.words.words,
        "report": one.report.id,
    }
