"""What changed: since a moment, and between two moments or snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.model.tables import Cell
from dragoman.record import evidence
from dragoman.record.changes import Change, Kind
from dragoman.record.moments import Difference
from dragoman.record.record import Record
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import draw
from dragoman.web.records import Asking

router = APIRouter(include_in_schema=False)
COLUMNS = ("at", "kind", "title", "before", "after", "why", "report", "subject")
DIFFERENCES = ("what", "kind", "id", "title", "why", "at")
SNAPSHOTS = ("name", "as_recorded", "as_published", "rows", "sha256")
SHOWN = 200
"""Changes on one page."""
KINDS = tuple(kind for kind in get_args(Kind) if kind not in ("new", "copy", "version", "re-read", "known"))
Moment = Annotated[str, Query(max_length=200, description="A moment (2025-09-03T12:00), or the name of a snapshot.")]


def found(record: Record, since: str, kind: str) -> list[Change]:
    """The changes that fit, the newest first."""
    return [one for one in record.changes(since=since.strip() or None) if kind in ("", one.kind)][::-1]


def row(one: Change) -> Mapping[str, Cell]:
    """A change as a row."""
    return {column: getattr(one, column) for column in COLUMNS}


@router.get("/changes.json")
def changes_json(record: Asking, since: Moment = "", kind: Moment = "") -> Response:
    """The same as JSON."""
    return json_answer([row(one) for one in found(record, since, kind)])


@router.get("/changes.csv")
def changes_csv(record: Asking, since: Moment = "", kind: Moment = "") -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, (row(one) for one in found(record, since, kind)), "changes.csv")


@router.get("/changes")
def changes(
    request: Request,
    record: Asking,
    since: Moment = "",
    kind: Moment = "",
    after: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """The page; ``after`` is how many changes stand before it."""
    everything = found(record, since, kind)
    here = everything[after : after + SHOWN]
    with record.select() as selection:
        reports = evidence.reports(selection, (one.report for one in here))
    return draw(
        request, "changes.html", changes=here, number=len(everything), since=since, kind=kind, kinds=KINDS, reports=reports, snapshots=record.snapshots(),
        more=str(after + SHOWN) if after + SHOWN < len(everything) else None,
    )  # fmt: skip


# Between two moments


def between(record: Record, before: str, after: str) -> Difference | None:
    """What lies between two moments, or null where none is asked for. Raises `NotInRecord`, `SettingsError`."""
    return record.diff(before.strip(), after.strip() or None) if before.strip() else None


@router.get("/diff.json")
def diff_json(record: Asking, before: Moment = "", after: Moment = "") -> Response:
    """The same as JSON."""
    return json_answer(between(record, before, after))


@router.get("/diff.csv")
def diff_csv(record: Asking, before: Moment = "", after: Moment = "") -> Response:
    """The same as CSV."""
    its = between(record, before, after)
    rows: list[Mapping[str, Cell]] = []
    if its is not None:
        rows += [
            {"what": "added", "kind": kind, "id": id_, "title": title, "why": None, "at": None}
            for id_, kind, title in its.added
        ]
        rows += [
            {"what": "ended", "kind": one.kind, "id": one.row, "title": None, "why": one.why, "at": one.at}
            for one in its.ended
        ]
        rows += [
            {"what": "changed", "kind": one.kind, "id": one.subject, "title": one.title, "why": one.why, "at": one.at}
            for one in its.changes
        ]
        rows += [
            {"what": "decided", "kind": op, "id": id_, "title": None, "why": why, "at": None}
            for op, id_, why in its.decided
        ]
    return csv_answer(DIFFERENCES, rows, "diff.csv")


@router.get("/diff")
def diff(request: Request, record: Asking, before: Moment = "", after: Moment = "") -> Response:
    """The page."""
    return draw(
        request,
        "diff.html",
        its=between(record, before, after),
        before=before,
        after=after,
        snapshots=record.snapshots(),
    )


@router.get("/snapshots.json")
def snapshots_json(record: Asking) -> Response:
    """The same as JSON."""
    return json_answer(list(record.snapshots()))


@router.get("/snapshots.csv")
def snapshots_csv(record: Asking) -> Response:
    """The same as CSV."""
    return csv_answer(
        SNAPSHOTS, ({name: getattr(one, name) for name in SNAPSHOTS} for one in record.snapshots()), "snapshots.csv"
    )


@router.get("/snapshots")
def snapshots(request: Request, record: Asking) -> Response:
    """The page."""
    return draw(request, "snapshots.html", snapshots=record.snapshots(), now=record.digest())
