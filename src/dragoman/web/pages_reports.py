"""The list of reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.model.tables import Cell
from dragoman.record import listing
from dragoman.record.record import Record
from dragoman.record.views import ReportInfo
from dragoman.web.cursors import cursor, place
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
ALL = 1_000_000
"""More reports than a record holds."""

Outlet = Annotated[str, Query(max_length=200)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/reports")
def reports(
    request: Request, record: Asking, look: Looking, outlet: Outlet = "", words: Words = "", after: Annotated[str, Query(max_length=1000)] = ""
) -> Response:  # fmt: skip
    """The page, the newest first."""
    key = place(after, "ss")
    with record.select(**look.arguments) as selection:
        part = listing.reports(
            selection, limit=SHOWN, after=key, newest=True, outlet=outlet or None, title=words or None
        )
        number = listing.count_reports(selection, outlet=outlet or None, title=words or None)
        outlets = listing.outlets(selection)
    return page(
        request, "reports.html", reports=part.items, number=number, outlets=outlets, outlet=outlet, words=words, next=cursor(part.after)
    )  # fmt: skip


@router.get("/reports.json")
def reports_json(record: Asking, look: Looking, outlet: Outlet = "", words: Words = "") -> Response:
    """All of them as JSON."""
    return json_answer([row(one) for one in found(record, look, outlet, words)])


@router.get("/reports.csv")
def reports_csv(record: Asking, look: Looking, outlet: Outlet = "", words: Words = "") -> Response:
    """All of them as CSV."""
    return csv_answer(COLUMNS, (row(one) for one in found(record, look, outlet, words)), "reports.csv")


def found(record: Record, look: Look, outlet: str, words: str) -> tuple[ReportInfo, ...]:
    """The reports that fit, the newest first."""
    with record.select(**look.arguments) as selection:
        return listing.reports(selection, limit=ALL, newest=True, outlet=outlet or None, title=words or None).items


def row(report: ReportInfo) -> Mapping[str, Cell]:
    """A report as a row of the table."""
    return {column: getattr(report, column) for column in COLUMNS}
