"""The list of claims: what reports pass on, who says so, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.model.tables import Cell
from dragoman.model.words import Certainty, ClaimKind
from dragoman.record.record import Record
from dragoman.record.views import RecordedClaim
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import CERTAINTY, Say, draw
from dragoman.web.records import Asking, Look, Looking

router = APIRouter(include_in_schema=False)
COLUMNS = (
    "id",
    "kind",
    "words",
    "says",
    "certainty",
    "scope",
    "report",
    "published",
    "outlet",
    "event",
    "figure",
    "judgement",
)
SHOWN = 100
"""Claims on one page."""
Field = Annotated[str, Query(max_length=200)]


def found(
    record: Record, look: Look, source: str, kind: str, certainty: str, limit: int | None = None
) -> list[RecordedClaim]:
    """The claims that fit, by day of publication."""
    return list(
        record.claims(
            source=source.strip() or None, kind=kind or None, certainty=certainty or None, limit=limit, **look.arguments
        )
    )


def row(one: RecordedClaim) -> Mapping[str, Cell]:
    """A claim as a row."""
    claim = one.claim
    last = claim.attribution[-1] if claim.attribution else None
    return {
        "id": one.id, "kind": claim.kind, "words": " … ".join(span.words for span in claim.content), "says": Say.who(claim.attribution, one.entities),
        "certainty": last.certainty if last else claim.author_certainty, "scope": last.scope if last else None, "report": one.report.id,
        "published": one.report.published, "outlet": one.report.outlet, "event": one.event, "figure": one.figure, "judgement": one.judgement,
    }  # fmt: skip


@router.get("/claims.json")
def claims_json(record: Asking, look: Looking, source: Field = "", kind: Field = "", certainty: Field = "") -> Response:
    """The same as JSON."""
    return json_answer([row(one) for one in found(record, look, source, kind, certainty)])


@router.get("/claims.csv")
def claims_csv(record: Asking, look: Looking, source: Field = "", kind: Field = "", certainty: Field = "") -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, (row(one) for one in found(record, look, source, kind, certainty)), "claims.csv")


@router.get("/claims")
def claims(
    request: Request, record: Asking, look: Looking, source: Field = "", kind: Field = "", certainty: Field = "",
    after: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:  # fmt: skip
    """The page; ``after`` is how many claims stand before it."""
    known = found(record, look, source, kind, certainty, after + SHOWN + 1)
    here = list(islice(known, after, after + SHOWN))
    return draw(
        request, "claims.html", claims=here, source=source, kind=kind, certainty=certainty, kinds=get_args(ClaimKind), certainties=get_args(Certainty),
        sure=CERTAINTY, more=str(after + SHOWN) if len(known) > after + SHOWN else None,
    )  # fmt: skip
