from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman.errors import IntakeError, OverLimit, SettingsError, UnknownFormat
from dragoman.intake import Limits, Remark

TEXT = "Toll rises\n2025-06-18\nBy Ana Reyes\n\nThe toll rose to 31, the health ministry said on Wednesday.\n"
FRENCH = (
    "Le bilan s'alourdit\n\nLe ministère de la Santé a annoncé mercredi que l'attaque avait fait au moins 31 morts. "
    "Le gouverneur a promis l'envoi de troupes dans les prochains jours.\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def refusals(source: Any, **options: Any) -> list[IntakeError]:
    refused: list[IntakeError] = []
    assert list(dragoman.reports(source, refused=refused.append, **options)) == []
    return refused


def test_a_text_file(file: Path) -> None:
    report = next(dragoman.reports(file))
    assert report.text == "Toll rises\n\nThe toll rose to 31, the health ministry said on Wednesday."
    assert (report.title, report.published, report.author, report.language) == (
        "Toll rises", date(2025, 6, 18), "Ana Reyes", "en"
    )  # fmt: skip


@pytest.mark.parametrize("data", [TEXT.replace("\n", "\r\n").encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16")])
def test_line_ends_and_marks_make_no_difference(file: Path, data: bytes) -> None:
    wanted = next(dragoman.reports(file))
    file.write_bytes(data)
    assert next(dragoman.reports(str(file))) == wanted


def test_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert next(dragoman.reports("-")).title == "Toll rises"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"word " * 300)))
    assert "standard input: is too large" in str(refusals("-", limits=Limits(report_bytes=1_000))[0])


def test_a_folder_is_walked_in_order_and_the_rest_goes_on(file: Path) -> None:
    folder = file.parent
    (folder / "b").mkdir()
    (folder / "b" / "c.md").write_text("# Inside\n\nText.", "utf-8")
    (folder / ".hidden.txt").write_text(TEXT, "utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.txt").write_text(TEXT, "utf-8")
    (folder / "0.pdf").write_bytes(b"%PDF-1.7 \x00")
    (folder / "z.txt").write_text("Last\n\nText.", "utf-8")
    os.mkfifo(folder / "pipe.txt")
    refused: list[IntakeError] = []
    found = list(dragoman.reports(folder, refused=refused.append))
    assert [report.title for report in found] == ["Toll rises", "Last", "Inside"]
    assert [Path(error.where).name for error in refused] == ["0.pdf", "pipe.txt"]
    assert isinstance(refused[0], UnknownFormat)


def test_a_pattern_and_a_list(file: Path) -> None:
    (file.parent / "b.txt").write_text("Second\n\nText.", "utf-8")
    assert [one.title for one in dragoman.reports(f"{file.parent}/*.txt")] == ["Toll rises", "Second"]
    assert [one.title for one in dragoman.reports([file, file.parent / "b.txt"])] == ["Toll rises", "Second"]


def test_a_file_whose_name_is_a_pattern(tmp_path: Path) -> None:
    path = tmp_path / "a[1].txt"
    path.write_text(TEXT, "utf-8")
    assert next(dragoman.reports(str(path))).title == "Toll rises"


def test_what_cannot_be_read_says_what_where_and_why(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "blank.txt").write_text(" \n\t\n", "utf-8")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (tmp_path / "latin.txt").write_bytes("Toll rises\n\nThe café".encode("latin-1"))
    (tmp_path / "half.txt").write_bytes(b"\xff\xfeT")
    (tmp_path / "a.docx").write_bytes(b"PK")
    (tmp_path / "folder").mkdir()
    wanted = {
        "missing.txt": "does not exist; check the spelling, or give a folder",
        "*.nothing": "matches no file; check the spelling, or give a folder",
        "empty.txt": "is empty",
        "blank.txt": "is empty",
        "image.txt": "is binary data, not text; give plain text, Markdown, HTML, CSV or JSON Lines",
        "latin.txt": "is not UTF-8: byte 0xE9 in line 3; save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)",
        "half.txt": "begins as UTF-16 but is not: truncated data at byte 2",
        "folder": "holds no file; hidden files are left out",
        "a.docx": "files that end in .docx cannot be read; known are .txt .text .md .markdown .html .htm .xhtml .jsonl "
        ".ndjson .json .csv .tsv",
    }
    for name, reason in wanted.items():
        path = str(tmp_path / name)
        assert [str(error) for error in refusals(path)] == [f"{path}: {reason}"]
    assert "is an address" in str(refusals("https://example.org/1")[0])
    assert "cannot be read" in str(refusals("a\x00b")[0])


def test_without_a_list_the_first_refusal_is_raised(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="does not exist"):
        next(dragoman.reports(tmp_path / "missing.txt"))


def test_a_file_without_leave_to_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert str(refusals(file)[0]) == f"{file}: cannot be read: Permission denied"
    assert str(refusals(file.with_name("a.csv"))[0]).endswith("does not exist; check the spelling, or give a folder")


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    error = refusals(path)[0]
    assert isinstance(error, OverLimit)
    assert "is too large: 50.0 MB, and the limit is 20.0 MB; split it" in str(error)


def test_a_long_text_and_a_long_word_are_refused(file: Path) -> None:
    file.write_text("Toll rises\n\n" + "The toll rose. " * 20_000, "utf-8")
    assert "has too long a text: 300,011 characters, and the limit is 200,000 characters" in str(refusals(file)[0])
    file.write_text("Toll rises\n\n" + "x" * 6_000, "utf-8")
    assert "without any blank: 6,000 characters, and the limit is 5,000 characters" in str(refusals(file)[0])


def test_another_language_is_refused_by_its_name_unless_insisted_on(file: Path) -> None:
    file.write_text(FRENCH, "utf-8")
    assert "is in French, and only English can be read; --language en" in str(refusals(file)[0])
    assert next(dragoman.reports(file, language="en")).language == "en"
    file.write_text("Toll rises\nLanguage: de\n\nShort.", "utf-8")
    assert "is in German" in str(refusals(file)[0])


def test_what_reads_as_english_is_english_whatever_it_declares(file: Path) -> None:
    file.write_text(
        TEXT.replace("By", "Language: de\nBy").rstrip() + " The ministry gave the toll to the press.", "utf-8"
    )
    noted: list[Remark] = []
    assert next(dragoman.reports(file, noted=noted.append)).language == "en"
    assert noted[0].message == "declares itself to be in German, but reads as English"


def test_what_the_file_does_not_say_the_user_may(file: Path) -> None:
    noted: list[Remark] = []
    report = next(dragoman.reports(file, published="2025-06-19", outlet="Sahel Wire", noted=noted.append))
    assert (report.published, report.outlet) == (date(2025, 6, 18), "Sahel Wire")
    assert [str(one) for one in noted] == [f"{file}: says published 2025-06-18, not 2025-06-19; its own word is kept"]
    file.write_text("Toll rises\n\nThe toll rose.", "utf-8")
    assert next(dragoman.reports(file)).published is None
    assert next(dragoman.reports(file, published=date(2025, 6, 19))).published == date(2025, 6, 19)


@pytest.mark.parametrize("options", [{"published": "soon"}, {"language": "xx"}, {"columns": {"story": "text"}}])
def test_an_option_that_cannot_be_is_refused_at_once(file: Path, options: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        dragoman.reports(file, **options)
