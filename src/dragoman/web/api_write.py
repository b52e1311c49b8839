"""The resources that write, under ``/api/v1``: what people decide, and how to take it back. Each needs the token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ValidationError

from dragoman.errors import SettingsError
from dragoman.record.coverage import Coverage
from dragoman.record.judging import Judgement
from dragoman.web.answers import Cover, Judge
from dragoman.web.api import ERRORS
from dragoman.web.records import Changing

router = APIRouter(prefix="/api/v1", responses=ERRORS, tags=["writing"])

By = Annotated[str, Query(min_length=1, max_length=200, description="The name of the person.")]
Why = Annotated[str, Query(max_length=2000)]


@router.post("/judgements", status_code=201)
def judge(record: Changing, said: Judge) -> Judgement:
    """Accept, reject, correct or doubt an entry, or say whether two events are one. An earlier judgement of the same person on it ends."""
    if said.other is not None:
        if said.verdict not in ("accepted", "rejected") or said.replacement is not None:
            raise SettingsError(
                "verdict", "two events are joined (accepted) or kept apart (rejected), and nothing else"
            )
        return record.join(said.row, said.other, same=said.verdict == "accepted", by=said.by, why=said.why)
    try:
        return record.judge(said.row, said.verdict, by=said.by, why=said.why, replacement=said.replacement)
    except ValidationError as error:
        raise SettingsError("replacement", f"it does not fit the report: {error.errors()[0]['msg']}") from error


@router.delete("/judgements/{judgement}")
def undo(record: Changing, judgement: str, by: By, why: Why = "") -> Judgement:
    """End a judgement; everything is again as it was without it."""
    return record.undo(judgement, by=by, why=why)


@router.post("/coverage", status_code=201)
def cover(record: Changing, said: Cover) -> Coverage:
    """State that the record is complete for something; only then can a count be confirmed."""
    try:
        return record.cover(said.statement())
    except ValueError as error:
        raise SettingsError("window", str(error)) from error


@router.delete("/coverage/{coverage}", status_code=204)
def uncover(record: Changing, coverage: str, by: By, why: Why = "") -> None:
    """End a coverage statement."""
    record.uncover(coverage, by=by, why=why)
