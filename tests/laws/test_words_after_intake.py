"""Whatever comes in: a report whose every stretch can be a span, or a refusal with a reason. Nothing else is raised."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.errors import IntakeError
from dragoman.intake.decode import unix
from dragoman.intake.head import read_head
from dragoman.intake.markdown import plain, read_markdown
from dragoman.model import ReaderInfo, Reading, Report, Span
from dragoman.model.markup import highlighted, marks
from dragoman.model.visible import visible

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
LINES = st.lists(
    st.one_of(
        ANY,
        st.sampled_from(
            [
                "",
                " ",
                "2025-09-02",
                "Author: Ana",
                "By Ana Reyes",
                "# Head",
                "---",
                "Date: soon",
                "URL: https://e.org",
                "*a* _b_",
            ]
        ),
    ),
    max_size=12,
).map("\n".join)


def holds(report: Report, places: list[tuple[int, int]]) -> None:
    """Every span of the report's text says its own words, in Python and after a way through JSON."""
    assert "\r" not in report.text
    assert report.text.startswith(report.title)
    length = len(report.text)
    spans = [
        Span.of(report.text, min(a, b) % length, max(a % length, b % length) + 1)
        for a, b in places
        if a % length <= b % length
    ]
    back = Report.model_validate_json(report.model_dump_json())
    assert back == report
    assert all(back.text[span.start : span.end] == span.words for span in spans)


PLACES = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: (min(pair), max(pair))), max_size=4
)
WRITERS: dict[str, Callable[[str], bytes]] = {
    ".txt": lambda text: text.encode(),
    ".md": lambda text: text.encode(),
    ".jsonl": lambda text: json.dumps({"title": "Head", "text": text}).encode(),
    ".json": lambda text: json.dumps([{"text": text, "outlet": "Oru"}], ensure_ascii=False).encode(),
    ".csv": lambda text: _csv(text).encode(),
}


def _csv(text: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["title", "body"], ["Head", text]])
    return out.getvalue()


@pytest.mark.parametrize("suffix", WRITERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=LINES, places=PLACES)
def test_spans_equal_words_after_any_intake(
    suffix: str, tmp_path: Path, text: str, places: list[tuple[int, int]]
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(WRITERS[suffix](text))
    refused: list[IntakeError] = []
    for report in dragoman.reports(path, refused=refused.append, language="en"):
        holds(report, places)
    assert all(error.reason and error.where for error in refused)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), suffix=st.sampled_from([*WRITERS, ".tsv", "", ".pdf"]))
def test_any_bytes_are_a_report_or_a_refusal(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    refused: list[IntakeError] = []
    for report in dragoman.reports(path, refused=refused.append):
        holds(report, [(0, 3)])
    assert all(str(error) for error in refused)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY.map(unix))
def test_the_standard_input_is_read_as_a_file_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    by_file: list[Report] = list(dragoman.reports(path, refused=lambda error: None, language="en"))
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    try:
        by_pipe = list(dragoman.reports("-", refused=lambda error: None, language="en"))
    finally:
        sys.stdin = before
    assert by_pipe == by_file


PROSE = (
    st.text(st.characters(categories=["L", "N", "P", "Zs", "S"]), min_size=1, max_size=200).map(str.strip).filter(bool)
)


@given(title=PROSE, body=PROSE, day=st.dates(date(1000, 1, 1)))
def test_a_text_written_with_its_head_comes_back(title: str, body: str, day: date) -> None:
    text = f"Title: {title}\n{day}\nAuthor: Ana Reyes\nOutlet: Oru\nURL: https://example.org\nLanguage: en\n\n{body}\n"
    draft = read_head("a.txt", text)
    assert (draft.title, draft.published, draft.author) == (title, day, "Ana Reyes")
    assert draft.body.strip() == body


@given(text=LINES)
def test_markdown_adds_no_word(text: str) -> None:
    assert len(plain(text)) <= len(text)
    try:
        draft = read_markdown("a.md", text)
    except IntakeError:
        return
    assert set(draft.body) <= {*text, "\n"}


@given(text=ANY.filter(bool), places=PLACES)
def test_a_view_of_any_text_shows_every_visible_character(text: str, places: list[tuple[int, int]]) -> None:
    report = Report.of(text)
    reading = Reading(report=report, reader=ReaderInfo(name="none", version="0", pipeline="", codebook=""))
    assert not marks(reading)
    html = highlighted(report.text, [])
    assert "<" not in html
    assert not [character for character in visible(text) if ord(character) < 0x20]
