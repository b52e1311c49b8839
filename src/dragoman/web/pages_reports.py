"""The list of reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.model.tables import Cell
from dragoman.record.record import Record
from dragoman.record.views import ReportInfo
from dragoman.web.pages import csv_answer, json_answer, page
from dragoman.web.records import Asking, Look, Looking

router = APIRouter(include_in_schema=False)

COLUMNS = (
    "id",
    "published",
    "outlet",
    "title",
    "author",
    "language",
    "url",
    "characters",
    "link",
    "work",
    "text_sha256",
)
SHOWN = 100
"""Reports on one page."""

Outlet = Annotated[str, Query(max_length=200)]
Words = Annotated[str, Query(max_length=200)]


def found(record: Record, look: Look, outlet: str, words: str) -> list[ReportInfo]:
    """The reports that fit, the newest first."""
    reports = [
        one
        for one in record.reports(as_published=look.as_published, as_recorded=look.as_recorded)
        if (not outlet or one.outlet == outlet) and words.lower() in one.title.lower()
    ]
    return reports[::-1]


def row(report: ReportInfo) -> Mapping[str, Cell]:
    """A report as a row of the table."""
    return {column: getattr(report, column) for column in COLUMNS}


@router.get("/reports")
def reports(request: Request, record: Asking, look: Looking, outlet: Outlet = "", words: Words = "") -> Response:
    """The page."""
    everything = found(record, look, outlet, words)
    outlets = sorted({one.outlet for one in everything if one.outlet})
    return page(
        request,
        "reports.html",
        reports=everything[:SHOWN],
        number=len(everything),
        outlets=outlets,
        outlet=outlet,
        words=words,
    )


@router.get("/reports.json")
def reports_json(record: Asking, look: Looking, outlet: Outlet = "", words: Words = "") -> Response:
    """The same as JSON."""
    return json_answer([row(one) for one in found(record, look, outlet, words)])


@router.get("/reports.csv")
def reports_csv(record: Asking, look: Looking, outlet: Outlet = "", words: Words = "") -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, (row(one) for one in found(record, look, outlet, words)), "reports.csv")
