"""Review: what a person could decide, the weightiest first; what was decided, and undoing it. Works by plain forms, and faster by keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Query, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from dragoman.errors import SettingsError
from dragoman.model import Claim, Entity, Event, Quantity, Reading, When
from dragoman.model.tables import Cell
from dragoman.model.words import Certainty, Op, Status
from dragoman.record.judging import Judgement
from dragoman.record.record import Record
from dragoman.record.review import Question
from dragoman.record.views import ReportInfo
from dragoman.web import pages_report
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import draw
from dragoman.web.records import Asking, Look, address, records_of
from dragoman.web.security import check_token, given_token

router = APIRouter(include_in_schema=False)
COLUMNS = ("kind", "question", "weight", "row", "other", "words", "reports")
JUDGEMENTS = ("id", "row", "other", "verdict", "by", "at", "why", "replacement")
QUEUE = 200
"""Questions that are looked at."""
_AROUND = 240
"""Characters of a report shown on each side of the words."""
At = Annotated[int, Query(ge=0, le=QUEUE)]
Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a question: its words in their report, and its fields."""

    row: str
    info: ReportInfo
    before: str
    words: str
    after: str
    entry: pages_report.Entry | None
    reading: Reading

    @property
    def names(self) -> Mapping[str, Entity]:
        """The entities of the report by their ids."""
        return {one.id: one for one in self.reading.entities}


def sides(record: Record, question: Question) -> list[Side]:
    """The rows of a question, each with the text around its words."""
    found: list[Side] = []
    for row, report in zip(question.rows, question.reports, strict=True):
        info, _ = pages_report.find(record, Look(), report)
        seen = pages_report.seen(record, Look(), info)
        entry = seen.entry(row)
        text = seen.reading.report.text
        span = None
        if entry is not None:
            span = (
                entry.event.evidence
                if entry.event
                else entry.figure.words
                if entry.figure
                else entry.claim.content[0]
                if entry.claim
                else None
            )
        if span is None:
            found.append(Side(row, info, "", question.words[len(found)], "", entry, seen.reading))
            continue
        before, after = around(text, span.start, span.end)
        found.append(Side(row, info, before, span.words, after, entry, seen.reading))
    return found


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The text before and after some words, cut between words.

    >>> around("one two three", 4, 7)
    ('one ', ' three')
    """
    first, last = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    before, after = text[first:start], text[end:last]
    if first:
        before = "…" + before[before.find(" ") + 1 :]
    if last < len(text) and " " in after:
        after = after[: after.rfind(" ")] + "…"
    return before, after


def _row(one: Question) -> Mapping[str, Cell]:
    return {
        "kind": one.kind, "question": one.question, "weight": one.weight, "row": one.rows[0], "other": one.rows[1] if len(one.rows) > 1 else None,
        "words": " | ".join(one.words), "reports": " ".join(one.reports),
    }  # fmt: skip


@router.get("/review.json")
def review_json(record: Asking) -> Response:
    """The same as JSON."""
    return json_answer(record.review(limit=QUEUE))


@router.get("/review.csv")
def review_csv(record: Asking) -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, (_row(one) for one in record.review(limit=QUEUE)), "review.csv")


@router.get("/review")
def review(request: Request, record: Asking, at: At = 0, done: Text = "", by: Text = "") -> Response:
    """The page; ``at`` is the place in the queue, ``done`` the judgement that was just made."""
    queue = record.review(limit=QUEUE)
    at = min(at, max(len(queue) - 1, 0))
    question = queue[at] if queue else None
    last = next((one for one in record.judgements() if one.id == done), None) if done else None
    return draw(
        request, "review.html", queue=queue, at=at, question=question, sides=sides(record, question) if question else [], last=last, by=by,
        statuses=get_args(Status), ops=get_args(Op), certainties=get_args(Certainty),
    )  # fmt: skip


async def form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent, with its token checked. Raises `Refused`."""
    fields = dict(
        parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50)
    )
    check_token(request.app.state.token, given_token(request.headers, fields.get("token", "")))
    return fields


Form = Annotated[dict[str, str], Depends(form)]


@router.post("/review")
def decide(request: Request, fields: Form) -> Response:
    """Write down a verdict, and go on to the next question."""
    by, why, row, other = (fields.get(name, "").strip() for name in ("by", "why", "row", "other"))
    verdict = fields.get("verdict", "")
    if not by:
        raise SettingsError("by", "say who decides")
    with records_of(request).changing() as record:
        if other:
            if verdict not in ("accepted", "rejected"):
                raise SettingsError("verdict", "two events are one (accepted) or two (rejected)")
            made = record.join(row, other, same=verdict == "accepted", by=by, why=why)
        elif verdict == "corrected":
            made = record.judge(row, "corrected", by=by, why=why, replacement=corrected(record, row, fields))
        elif verdict in ("accepted", "rejected", "unsure"):
            made = record.judge(row, verdict, by=by, why=why)  # type: ignore[arg-type] # it is one of these
        else:
            raise SettingsError("verdict", "accepted, rejected, corrected or unsure")
    return RedirectResponse(address("/review", {"at": fields.get("at", "")[:4], "done": made.id, "by": by}), 303)


def corrected(record: Record, row: str, fields: Mapping[str, str]) -> Event | Quantity | Claim:
    """The entry with what a person put right. Raises `SettingsError` where that does not fit."""
    info, _ = pages_report.find(record, Look(), fields.get("report", ""))
    seen = pages_report.seen(record, Look(), info)
    entry = seen.entry(row)
    if entry is None:
        raise SettingsError("row", "there is no such entry in the report")
    try:
        if entry.event is not None:
            changes: dict[str, Any] = {
                name: fields[name] or None for name in ("type", "mode", "status") if name in fields
            }
            if fields.get("edtf") and (entry.event.when is None or fields["edtf"] != entry.event.when.edtf):
                changes["when"] = When.of(
                    fields["edtf"], basis="policy", words=entry.event.when.words if entry.event.when else None
                )
            if changes.get("type") != entry.event.type or changes.get("status") != entry.event.status:
                changes["plover"] = None
            return entry.event.replace(**changes)
        if entry.figure is not None:
            op = fields.get("op", entry.figure.op)
            number, high = _number(fields.get("number", "")), _number(fields.get("high", ""))
            places = (
                {"low": number, "high": high}
                if op == "range"
                else {_PLACES.get(op, ""): number}
                if op in _PLACES
                else {}
            )
            return entry.figure.replace(
                **{
                    "low": None,
                    "high": None,
                    "point": None,
                    **places,
                    "op": op,
                    "counted": fields.get("counted") or entry.figure.counted,
                }
            )
        claim = entry.claims[0]
        chain = claim.attribution
        if not chain:
            return claim.replace(author_certainty=fields.get("certainty", claim.author_certainty))
        last = chain[-1].replace(certainty=fields.get("certainty", chain[-1].certainty), scope="stated")
        return claim.replace(attribution=(*chain[:-1], last))
    except (ValidationError, ValueError) as error:
        raise SettingsError("correction", f"this does not fit: {str(error).splitlines()[0]}") from error


_PLACES = {"=": "point", "~": "point", ">=": "low", ">": "low", "<=": "high", "<": "high"}


def _number(told: str) -> int | float | None:
    plain = told.replace(",", "").strip()
    if not plain:
        return None
    value = float(plain)
    return int(value) if value.is_integer() else value


@router.post("/review/undo")
def undo(request: Request, fields: Form) -> Response:
    """End a judgement, and go back to where it was made."""
    with records_of(request).changing() as record:
        record.undo(fields.get("judgement", ""), by=fields.get("by", "").strip() or "somebody", why="undone")
    back = "/judgements" if fields.get("back") == "judgements" else "/review"
    return RedirectResponse(
        address(back, {"at": fields.get("at", "")[:4], "by": fields.get("by", "")} if back == "/review" else {}), 303
    )


# What was decided


@router.get("/judgements.json")
def judgements_json(record: Asking) -> Response:
    """The same as JSON."""
    return json_answer(list(record.judgements(standing=False)))


@router.get("/judgements.csv")
def judgements_csv(record: Asking) -> Response:
    """The same as CSV."""
    return csv_answer(
        JUDGEMENTS,
        ({name: getattr(one, name) for name in JUDGEMENTS} for one in record.judgements(standing=False)),
        "judgements.csv",
    )


@router.get("/judgements")
def judgements(request: Request, record: Asking) -> Response:
    """The page."""
    standing: list[Judgement] = list(record.judgements())[::-1]
    ended = [one for one in record.judgements(standing=False) if one not in standing][::-1]
    return draw(request, "judgements.html", standing=standing, ended=ended, coverages=record.coverages())
