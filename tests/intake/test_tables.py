from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman.errors import IntakeError
from dragoman.intake import Limits, Remark
from dragoman.model import Report

ROW = {
    "title": "Toll rises",
    "text": "The toll rose to 31, the ministry said.",
    "published": "2025-06-18",
    "outlet": "Sahel Wire",
    "author": "Ana Reyes",
    "url": "https://example.org/1",
    "language": "en",
}


def read(path: Path, **options: Any) -> tuple[list[Report], list[str], list[str]]:
    refused: list[IntakeError] = []
    noted: list[Remark] = []
    found = list(dragoman.reports(path, refused=refused.append, noted=noted.append, **options))
    return found, [str(error) for error in refused], [str(remark) for remark in noted]


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def table(path: Path, header: list[str], *rows: list[str], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([header, *rows])
    return path


def wanted(report: Report) -> None:
    assert report.text == "Toll rises\n\nThe toll rose to 31, the ministry said."
    assert (report.published, report.outlet, report.author) == (date(2025, 6, 18), "Sahel Wire", "Ana Reyes")
    assert (report.url, report.language) == ("https://example.org/1", "en")


def test_json_lines(tmp_path: Path) -> None:
    found, refused, noted = read(lines(tmp_path / "a.jsonl", ROW, "", ROW))
    assert (len(found), refused, noted) == (2, [], [])
    wanted(found[0])


@pytest.mark.parametrize("whole", [ROW, [ROW]])
def test_json(tmp_path: Path, whole: object) -> None:
    found, refused, _ = read(lines(tmp_path / "a.json", whole))
    assert not refused
    wanted(found[0])


@pytest.mark.parametrize("delimiter, name", [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("\t", "a.csv")])
def test_csv(tmp_path: Path, delimiter: str, name: str) -> None:
    found, refused, noted = read(table(tmp_path / name, list(ROW), list(ROW.values()), delimiter=delimiter))
    assert (refused, noted) == ([], [])
    wanted(found[0])


def test_a_cell_may_hold_lines_and_a_byte_order_mark_is_no_name(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["title", "body"], ["Toll rises", "One, two.\r\n\r\nThree."])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    found, _, noted = read(path)
    assert found[0].text == "Toll rises\n\nOne, two.\n\nThree."
    assert noted == [
        f"{path}: has no column published, outlet, author, url, language (--columns published=NAME names one)"
    ]


def test_bad_lines_are_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        ROW, "{broken", [1], {**ROW, "published": "soon"}, {**ROW, "text": {"a": 1}}, {**ROW, "text": ""}, {"title": "x"},
        {**ROW, "text": "\ud800"}, ROW,
    ]  # fmt: skip
    lines(path, *rows)
    path.write_bytes(path.read_bytes() + b'{"title": "\xff"}\n')
    found, refused, _ = read(path)
    assert len(found) == 3
    assert [error.removeprefix(f"{path}, ") for error in refused] == [
        "line 2: is no JSON: Expecting property name enclosed in double quotes at character 2",
        "line 3: is no JSON object",
        "line 4, published: 'soon' is no date that can be read; write it as 2025-09-02, or leave it out",
        "line 5: has no text in the column text",
        "line 7: has no column text or body; its columns are title; name it with --columns text=NAME",
        "line 8: holds half a character (U+D800), which is no text",
        "line 10: is not UTF-8: byte 0xFF; save it as UTF-8",
    ]


def test_bad_rows_are_refused_alone(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["title", "text"], ["A", "One."], ["B", "Two.", "more"], ["C", "Three."])
    path.write_bytes(path.read_bytes() + b"D,\xff\n,\n")
    found, refused, _ = read(path)
    assert [report.title for report in found] == ["A", "C"]
    assert [error.removeprefix(f"{path}, ") for error in refused] == [
        "row 3: has 3 cells under 2 columns",
        "row 5: is not UTF-8; save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)",
    ]


def test_other_columns_are_named_by_the_user(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["headline", "content", "day"], ["Toll rises", "The toll rose.", "18 June 2025"])
    found, refused, _ = read(path, columns={"title": "headline", "text": "content", "published": "day"})
    assert not refused
    assert (found[0].text, found[0].published) == ("Toll rises\n\nThe toll rose.", date(2025, 6, 18))


def test_a_title_that_the_text_repeats_stands_once(tmp_path: Path) -> None:
    found, _, _ = read(lines(tmp_path / "a.jsonl", {**ROW, "text": "Toll rises\n\nThe toll rose."}))
    assert found[0].text == "Toll rises\n\nThe toll rose."


def test_rows_over_the_limit_are_refused_and_skipped(tmp_path: Path) -> None:
    limits = Limits(report_bytes=1_000)
    found, refused, _ = read(lines(tmp_path / "a.jsonl", {**ROW, "text": "word " * 400}, ROW), limits=limits)
    assert len(found) == 1
    assert "line 1: is too large: the limit is 1,000 bytes" in refused[0]
    before = csv.field_size_limit()
    found, refused, _ = read(
        table(tmp_path / "a.csv", ["title", "text"], ["A", "word " * 400], ["B", "One."]), limits=limits
    )
    assert [report.title for report in found] == ["B"]
    assert "row 2: is no row of a table" in refused[0]
    assert csv.field_size_limit() == before


def test_an_empty_table_and_a_binary_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("", "utf-8")
    (tmp_path / "image.csv").write_bytes(bytes(range(256)))
    assert "is empty" in read(tmp_path / "empty.csv")[1][0]
    assert "is binary data" in read(tmp_path / "image.csv")[1][0]


def test_a_hundred_thousand_rows_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = json.dumps(ROW) + "\n"
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(row for _ in range(100_000))
    rows = dragoman.reports(path)
    wanted(next(rows))
    assert sum(1 for _ in zip(range(2_000), rows, strict=False)) == 2_000
