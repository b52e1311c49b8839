"""Checks: the first, last and n-times claims of reports against what was known when they were published, and any sentence that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.codebook import Codebook
from dragoman.errors import CheckError
from dragoman.model.tables import Cell
from dragoman.record import evidence, listing
from dragoman.record.checking import Checked
from dragoman.record.record import Record
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import draw
from dragoman.web.records import Asking, Look, Looking, records_of

if TYPE_CHECKING:
    from dragoman.reader import Reader

router = APIRouter(include_in_schema=False)
COLUMNS = (
    "claim",
    "report",
    "kind",
    "what",
    "claimed",
    "record_min",
    "record_max",
    "verdict",
    "why",
    "events",
    "coverage",
    "as_published",
)
SHOWN = 100
"""Checks on one page."""
Sentence = Annotated[
    str, Query(max_length=600, description="A sentence such as: Anna Ito has met Jan Kos five times since 2011.")
]
Field = Annotated[str, Query(max_length=200)]
_READING = Lock()
"""A reader loads its model once, and reads for one request at a time."""


def _reader(request: Request) -> Reader:
    """The reader of the application, made at the first sentence that is asked."""
    state = request.app.state
    if not hasattr(state, "reader"):
        from dragoman.reader import Reader

        codebook: Codebook = records_of(request).codebook
        state.reader = Reader(codebook=codebook)
    found: Reader = state.reader
    return found


def found(record: Record, look: Look, report: str, limit: int) -> list[Checked]:
    """The checks of reports."""
    with record.select(**look.arguments) as selection:
        return list(listing.checks(selection, limit=limit, report=report or None).items)


def asked(request: Request, record: Record, look: Look, sentence: str) -> tuple[list[Checked], str]:
    """The checks of a sentence, and why there is none."""
    if not sentence.strip():
        return [], ""
    with record.select(**look.arguments) as selection:
        day = look.as_published or evidence.newest_day(selection)
    if day is None:
        return [], "the record holds no report with a date yet"
    try:
        with _READING:
            return list(
                record.check(
                    sentence,
                    day=day,
                    reader=_reader(request),
                    as_recorded=look.as_recorded,
                    machine_only=look.machine_only,
                )
            ), ""
    except CheckError as error:
        return [], str(error)


def row(one: Checked) -> Mapping[str, Cell]:
    """A check as a row."""
    its = one.verdict
    return {
        "claim": one.claim, "report": one.report, "kind": one.asked.kind, "what": one.asked.what, "claimed": its.claimed, "record_min": its.record_min,
        "record_max": its.record_max, "verdict": its.verdict, "why": its.why, "events": " ".join(its.events), "coverage": " ".join(its.coverage),
        "as_published": one.as_published,
    }  # fmt: skip


def would_change(one: Checked) -> str:
    """What would change a verdict, in a sentence."""
    its, kind = one.verdict, one.asked.kind
    if its.verdict == "inconsistent":
        if kind == "arithmetic":
            return "Another date at one of the two ends."
        return "A person's judgement that an event that was counted did not happen, or is the same as another one."
    if its.verdict == "cannot be checked":
        return "A sentence that says who, what and when."
    if its.verdict == "consistent":
        return "A report of one more event that fits, or the end of the coverage statement."
    if its.verdict == "arithmetic only":
        return "Another date at one of the two ends; what happened was not checked."
    more = (
        "one that was earlier"
        if kind in ("first", "ordinal")
        else "one that was later"
        if kind == "recency"
        else "more of them than the claim allows"
    )
    return f"A statement that the record is complete for this would confirm or refute it; a report of {more} would refute it."


def _all(request: Request, record: Record, look: Look, q: str, report: str) -> list[Checked]:
    return asked(request, record, look, q)[0] if q.strip() else found(record, look, report, 100_000)


@router.get("/checks.json")
def checks_json(request: Request, record: Asking, look: Looking, q: Sentence = "", report: Field = "") -> Response:
    """The same as JSON."""
    return json_answer(_all(request, record, look, q, report))


@router.get("/checks.csv")
def checks_csv(request: Request, record: Asking, look: Looking, q: Sentence = "", report: Field = "") -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, (row(one) for one in _all(request, record, look, q, report)), "checks.csv")


@router.get("/checks")
def checks(request: Request, record: Asking, look: Looking, q: Sentence = "", report: Field = "") -> Response:
    """The page."""
    answers, lacking = asked(request, record, look, q)
    known = [] if q.strip() else found(record, look, report, SHOWN + 1)
    with record.select(**look.arguments) as selection:
        reports = evidence.reports(selection, (one.report for one in known if one.report))
    return draw(
        request, "checks.html", q=q, answers=answers, lacking=lacking, checks=known[:SHOWN], more=len(known) > SHOWN, report=report,
        would_change=would_change, names=_names(record, [*answers, *known]), reports=reports,
    )  # fmt: skip


def _names(record: Record, its: Iterable[Checked]) -> Mapping[str, str]:
    """The names of those who are asked about or take part in what was counted."""
    wanted = {
        id_
        for one in its
        for id_ in (*one.asked.parties, *(each for group in one.events for each in (*group.actors, *group.recipients)))
    }
    return record.names(wanted)
