"""The map: where events lie, as areas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.model.tables import Cell
from dragoman.record.record import Record
from dragoman.web import charts_map
from dragoman.web.charts_map import Area, Country, Map
from dragoman.web.filters import STATUSES, Asked, Filters
from dragoman.web.pages import STATIC, csv_answer, json_answer, page
from dragoman.web.records import Asking, Look, Looking

router = APIRouter(include_in_schema=False)

COLUMNS = ("id", "name", "country", "lat", "lon", "precision", "radius", "number")
LISTED = 200
"""Places in the list beside the map."""


def found(record: Record, look: Look, asked: Filters) -> Map:
    """The map that is asked for."""
    return charts_map.mapped(asked.outlines(record, look), record.names, record.codebook)


def rows(drawn: Map) -> Iterator[Mapping[str, Cell]]:
    """The places as rows; a country has no coordinates."""
    for one in drawn.areas:
        yield {name: getattr(one, name) for name in COLUMNS}
    for country in drawn.countries:
        told: dict[str, Cell] = {
            "id": country.id,
            "name": country.name,
            "country": country.id,
            "precision": "country",
            "number": country.number,
        }
        yield {name: told.get(name) for name in COLUMNS}


def shapes(drawn: Map) -> dict[str, list[dict[str, object]]]:
    """What the script draws: the places without their events."""
    areas = ("id", "name", "lat", "lon", "radius", "number", "planned")
    countries = ("id", "name", "numeric", "number", "planned")
    return {
        "areas": [{name: getattr(one, name) for name in areas} for one in drawn.areas],
        "countries": [{name: getattr(one, name) for name in countries} for one in drawn.countries],
    }


@cache
def world() -> dict[str, object]:
    """The outlines of all countries, as TopoJSON."""
    atlas: dict[str, object] = json.loads((STATIC / "vendor" / "countries-110m.json").read_text("utf-8"))
    return atlas


@router.get("/map")
def map_(request: Request, record: Asking, look: Looking, asked: Asked) -> Response:
    """The page."""
    drawn = found(record, look, asked)
    listed: list[Area | Country] = sorted((*drawn.areas, *drawn.countries), key=lambda one: (-one.number, one.name))
    return page(
        request, "map.html", map=drawn, shapes=shapes(drawn), listed=listed[:LISTED], places=len(listed), asked=asked, world=world(),
        types=sorted(record.codebook.types), statuses=STATUSES, kinds=record.source_kinds(),
    )  # fmt: skip


@router.get("/map.json")
def map_json(record: Asking, look: Looking, asked: Asked) -> Response:
    """The same as JSON."""
    return json_answer(found(record, look, asked))


@router.get("/map.csv")
def map_csv(record: Asking, look: Looking, asked: Asked) -> Response:
    """The places as CSV."""
    return csv_answer(COLUMNS, rows(found(record, look, asked)), "map.csv")
