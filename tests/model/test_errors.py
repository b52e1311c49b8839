from __future__ import annotations

import pickle
import re

import pytest

import dragoman.errors
from dragoman.errors import (
    CheckError,
    CodebookError,
    DragomanError,
    ExportError,
    IntakeError,
    MissingExtra,
    NotInRecord,
    OverLimit,
    PipelineError,
    RecordBusy,
    RecordError,
    RecordTooNew,
    SettingsError,
    SpanMismatch,
    UnknownFormat,
)

EVERY: list[DragomanError] = [
    DragomanError("what"),
    IntakeError("a.txt", "is empty", hint="write something"),
    UnknownFormat("a.pdf", ".pdf", known=(".txt",)),
    OverLimit("a.txt", "is too large", limit="20 MB", value="50 MB"),
    CodebookError([("a.yml", 3, "unknown key 'x'", "")]),
    PipelineError("en", ["sentences"]),
    SpanMismatch((0, 1, "x"), found="y"),
    CheckError("It rained.", "says nothing that can be counted"),
    RecordError("korea.db", "cannot be written", hint="make room", away=True),
    RecordTooNew("korea.db", written=2, known=1),
    RecordBusy("korea.db"),
    NotInRecord("korea.db", "event", "e1", hint="look again"),
    ExportError("out.csv", "disk full"),
    MissingExtra("parquet", "Parquet"),
    SettingsError("published", "'soon' is no date", origin="option"),
]


def _classes() -> set[type[DragomanError]]:
    return {one for one in vars(dragoman.errors).values() if isinstance(one, type) and issubclass(one, DragomanError)}


def test_every_error_is_tested() -> None:
    assert {type(error) for error in EVERY} == _classes()


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_errors_survive_the_way_from_another_process(error: DragomanError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (str(back), vars(back), back.exit_code) == (str(error), vars(error), error.exit_code)


def test_the_tree_in_the_docstring_is_that_of_the_classes() -> None:
    parents: list[str] = []
    for line in (dragoman.errors.__doc__ or "").split("\n"):
        if found := re.fullmatch(r"    ([│ ]*(?:[├└]── )?)(\w+)", line):
            depth = len(found[1]) // 4
            kind = getattr(dragoman.errors, found[2])
            parents[depth:] = [found[2]]
            assert kind.__bases__[0].__name__ == (parents[depth - 1] if depth else "Exception")
    told = set(re.findall(r"(?:── |^    )(\w+)$", dragoman.errors.__doc__ or "", re.MULTILINE))
    assert told == {one.__name__ for one in _classes()}


def test_a_span_mismatch_leaves_a_validator_as_itself() -> None:
    assert not issubclass(SpanMismatch, ValueError)
