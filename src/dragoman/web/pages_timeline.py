"""The timeline: events in the time that they can mean, or counts of them where there are many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.model.tables import Cell
from dragoman.record.opening import first_day, last_day
from dragoman.record.record import Record
from dragoman.web import charts_timeline
from dragoman.web.charts_timeline import Timeline, zoomed
from dragoman.web.filters import STATUSES, Asked, Filters
from dragoman.web.pages import csv_answer, json_answer, page
from dragoman.web.records import Asking, Look, Looking

router = APIRouter(include_in_schema=False)

NODES = ("id", "label", "type", "mode", "status", "when", "start", "end", "place")
BINS = ("start", "end", "lane", "sure", "may")

Lanes = Annotated[Literal["type", "actor"], Query()]


def found(record: Record, look: Look, asked: Filters, lanes: Literal["type", "actor"]) -> Timeline:
    """The timeline that is asked for."""
    return charts_timeline.timeline(
        asked.outlines(record, look), record.names, record.codebook, by=lanes, since=first_day(asked.since or None, "since"),
        until=last_day(asked.until or None, "until"),
    )  # fmt: skip


def views(line: Timeline) -> dict[str, tuple[str, str]]:
    """Closer and wider views of a timeline, by the words of their buttons."""
    first, last = first_day(line.start, "start"), last_day(line.end, "end")
    if first is None or last is None:
        return {}
    return {
        "Closer": zoomed(first, last, 0.5), "Wider": zoomed(first, last, 2), "Earlier": zoomed(first, last, 1, -0.5),
        "Later": zoomed(first, last, 1, 0.5),
    }  # fmt: skip


@router.get("/timeline")
def timeline(request: Request, record: Asking, look: Looking, asked: Asked, lanes: Lanes = "type") -> Response:
    """The page."""
    line = found(record, look, asked, lanes)
    return page(
        request, "timeline.html", line=line, asked=asked, lanes=lanes, views=views(line), stretches=charts_timeline.by_stretch(line.bins),
        types=sorted(record.codebook.types), statuses=STATUSES, kinds=record.source_kinds(),
    )  # fmt: skip


@router.get("/timeline.json")
def timeline_json(record: Asking, look: Looking, asked: Asked, lanes: Lanes = "type") -> Response:
    """The same as JSON."""
    return json_answer(found(record, look, asked, lanes))


@router.get("/timeline.csv")
def timeline_csv(record: Asking, look: Looking, asked: Asked, lanes: Lanes = "type") -> Response:
    """The same as CSV: events, or counts where there are many."""
    line = found(record, look, asked, lanes)
    columns, told = (NODES, line.nodes) if line.unit is None else (BINS, line.bins)
    rows: list[Mapping[str, Cell]] = [{name: getattr(one, name) for name in columns} for one in told]
    return csv_answer(columns, rows, "timeline.csv")
