"""Search: reports, entries and entities that have all words of a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.model.tables import Cell
from dragoman.record.search import Found
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import draw
from dragoman.web.records import Asking, Looking

router = APIRouter(include_in_schema=False)
COLUMNS = ("kind", "id", "what", "words", "report", "published", "outlet")
SHOWN = 30
"""Reports, entries and entities shown, of each."""
Words = Annotated[
    str, Query(max_length=400, description='All words have to be there; "these words" stand side by side.')
]


def rows(found: Found) -> Iterator[Mapping[str, Cell]]:
    """What was found as rows."""
    for one in found.reports:
        info = one.report
        yield _row("report", info.id, info.title, one.words, info.id, info.published, info.outlet)
    for each in (*found.entries, *found.entities):
        info_ = each.report
        told = (info_.id, info_.published, info_.outlet) if info_ else (None, None, None)
        yield _row(each.kind, each.id, each.what, each.words, *told)


def _row(
    kind: str, id_: str, what: str, words: tuple[object, ...], report: Cell, published: Cell, outlet: Cell
) -> Mapping[str, Cell]:
    text = "".join(str(getattr(piece, "words", "")) for piece in words)
    return {
        "kind": kind,
        "id": id_,
        "what": what,
        "words": text,
        "report": report,
        "published": published,
        "outlet": outlet,
    }


@router.get("/search.json")
def search_json(record: Asking, look: Looking, q: Words = "") -> Response:
    """The same as JSON."""
    return json_answer(record.search(q, limit=SHOWN, **look.arguments))


@router.get("/search.csv")
def search_csv(record: Asking, look: Looking, q: Words = "") -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, rows(record.search(q, limit=SHOWN, **look.arguments)), "search.csv")


@router.get("/search")
def search(request: Request, record: Asking, look: Looking, q: Words = "") -> Response:
    """The page."""
    return draw(request, "search.html", q=q, found=record.search(q, limit=SHOWN, **look.arguments))
