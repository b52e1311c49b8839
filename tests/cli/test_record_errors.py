"""Wrong uses of the verbs of a record: each names the cause and the next step, has its exit code, and shows no stack (reliability test U6)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.record import engine

Run = Callable[..., tuple[int, str, str]]

WINDOW = ["--window", "2011/2025", "--as-published", "2025-09-02"]
BY = ["--by", "N. N."]

WRONG: list[tuple[list[str], int, str]] = [
    (["add"], 2, "Missing argument 'RECORD'"),
    (["add", "DB"], 2, "no report: give a file, a folder, a pattern or - after the record"),
    (["add", "new.db", "typo.txt"], 3, "typo.txt: does not exist; check the spelling, or give a folder"),
    (["add", "new.db", "*.html"], 3, "*.html: matches no file"),
    (["add", "new.db", "https://example.org/a"], 3, "addresses are not fetched; save the page and give the file"),
    (["add", "notes.txt", "notes.txt"], 74, "notes.txt: is no record: not a database at all; give another name for the record"),
    (["add", "other.db", "notes.txt"], 74, "other.db: is a database, but no record of Dragoman; give another name"),
    (["add", "folder", "notes.txt"], 74, "folder: is a folder; name a file: korea.db"),
    (["add", "nowhere/new.db", "notes.txt"], 74, "there is no folder nowhere"),
    (["add", "newer.db", "notes.txt"], 74, "was written by a newer Dragoman"),
    (["add", "DB", "notes.txt", "--workers", "0"], 2, "'--workers'"),
    (["add", "DB", "notes.txt", "--published", "soon"], 2, "'soon' is no date; write it as"),
    (["add", "DB", "notes.txt", "--language", "xx"], 2, "'xx' cannot be read; known are en"),
    (["add", "DB", "notes.txt", "--columns", "text"], 2, "text=content,published=date"),
    (["add", "DB", "notes.txt", "--codebook", "nowhere"], 1, "nowhere:1: no such folder"),
    (["add", "DB", "scan.pdf"], 2, "scan.pdf: files that end in .pdf cannot be read; known are"),
    (["add", "DB", "bad.jsonl"], 3, "bad.jsonl, line 1: is a reading of another version"),
    (["add", "DB", "bad.parquet"], 3, "bad.parquet: is no Parquet file that can be read"),
    (["events"], 2, "Missing argument 'RECORD'"),
    (["events", "new.db"], 74, "new.db: does not exist; make it with: dragoman add new.db FILE…"),
    (["claims", "notes.txt"], 74, "notes.txt: is no record"),
    (["figures", "folder"], 74, "folder: is a folder"),
    (["entities", "empty.db"], 74, "empty.db: holds no record yet; make one with: dragoman add empty.db FILE…"),
    (["events", "newer.db"], 74, "update with: pip install --upgrade dragoman"),
    (["events", "DB", "--type", "ASSUALT"], 2, "type (option --type): 'ASSUALT' is not known; did you mean ASSAULT"),
    (["events", "DB", "--status", "hapened"], 2, "did you mean happened"),
    (["events", "DB", "--since", "soon"], 2, "'soon' is no date; write it as 2025-09-02, 2025-09 or 2025"),
    (["events", "DB", "--as-published", "2025-02-30"], 2, "'2025-02-30' is no date"),
    (["events", "DB", "--as-recorded", "monday"], 1, "holds no snapshot monday; there is none yet; or give a moment"),
    (["events", "DB", "--as-recorded", "2025-99-01"], 2, "'2025-99-01' is no moment; write it as"),
    (["events", "DB", "--limit", "0"], 2, "'--limit'"),
    (["events", "DB", "--actr", "TCD"], 2, "--actor"),
    (["evnts", "DB"], 2, "Did you mean 'events'"),
    (["claims", "DB", "--kind", "quantities"], 2, "did you mean quantity"),
    (["claims", "DB", "--certainty", "sure"], 2, "there are CT+"),
    (["check", "new.db"], 74, "new.db: does not exist"),
    (["check", "DB", ""], 2, "says nothing that can be counted; write who did what"),
    (["check", "DB", "x", "--day", "soon"], 2, "'soon' is no date"),
    (["check", "DB", "--day", "2025-09-02"], 2, "day: goes with a sentence"),
    (["check", "DB", "--report", "rnone"], 1, "holds no report rnone"),
    (["verify", "new.db"], 74, "new.db: does not exist"),
    (["verify", "notes.txt"], 74, "notes.txt: is no record"),
    (["review", "new.db"], 74, "new.db: does not exist"),
    (["judge", "DB", "ID", "acepted", *BY], 2, "'acepted' is not known; did you mean accepted"),
    (["judge", "DB", "ID", "accepted"], 2, "by (option --by): say who decides: --by NAME"),
    (["judge", "DB", "enone", "accepted", *BY], 1, "holds no event as told, figure or claim enone; an id is shown beside each entry"),
    (["judge", "DB", "ID", "corrected", *BY], 2, "corrected needs the entry as it should be"),
    (["judge", "DB", "ID", "accepted", *BY, "--replacement", "notes.txt"], 2, "only corrected takes one, not accepted"),
    (["judge", "DB", "ID", "corrected", *BY, "--replacement", "none.json"], 2, "none.json cannot be read: No such file"),
    (["judge", "DB", "ID", "corrected", *BY, "--replacement", "notes.txt"], 2, "notes.txt is no sound entry: "),
    (["judge", "new.db", "ID", "accepted", *BY], 74, "new.db: does not exist"),
    (["join", "DB", "ID", "enone", *BY], 1, "holds no event enone"),
    (["join", "DB", "ID", "ID", *BY], 2, "these are one telling; give two"),
    (["join", "DB", "ID", *BY], 2, "Missing argument 'ID'"),
    (["split", "DB", "ID", "enone"], 2, "say who decides: --by NAME"),
    (["undo", "DB", "jnone", *BY], 1, "holds no standing judgement jnone"),
    (["cover", "DB", "--end", "vnone", *BY], 1, "holds no standing coverage statement vnone"),
    (["cover", "DB", "meetings", "PRT", *WINDOW, *BY], 2, "'meetings' is nothing that is counted; there are meetings in person"),
    (["cover", "DB", "visits", "PRT", *WINDOW], 2, "say who decides: --by NAME"),
    (["cover", "DB", "visits", "PRT", *BY], 2, "window: is missing; say it with --window 2011/2025-09-02"),
    (["cover", "DB", "visits", "PRT", "--window", "2011", *BY], 2, "as-published: is missing; say it with --as-published 2025-09-02"),
    (["cover", "DB", "visits", "PRT", "--window", "soon", *WINDOW[2:], *BY], 2, "'soon' is no EDTF; write it as 2011/2025-09-02"),
    (["cover", "DB", "visits", *WINDOW, *BY], 2, "nobody is named; say between whom, or where with --place"),
    (["cover", "DB", "visits", "Zzyzx Q", *WINDOW, *BY], 1, "find ids with: dragoman entities korea.db --name NAME"),
    (["snapshot", "DB", "2025-09"], 2, "could be a date; begin the name with a letter"),
    (["diff", "DB"], 2, "Missing argument 'A'"),
    (["diff", "DB", "monday"], 1, "holds no snapshot monday"),
    (["changes", "DB", "--since", "yesterday"], 1, "or give a moment: 2025-09-03T12:00"),
    (["export", "DB", "out", "--to", "xls"], 2, "'xls' is not known; did you mean xlsx"),
    (["export", "DB", "out", "--to", "stata"], 2, "there are csv, geojson, jsonl, parquet, plover, polecat, xlsx"),
    (["export", "DB", "out"], 2, "say --to FORMAT: dragoman export korea.db --to csv tables"),
    (["export", "DB", "--to", "csv"], 2, "say the path to write: dragoman export korea.db --to csv tables"),
    (["export", "DB", "notes.txt", "--to", "csv"], 74, "notes.txt: cannot be written: there is a file of this name"),
    (["export", "DB", "out.tsv", "--to", "polecat", "--date", "guess"], 2, "'guess' is none of omit, earliest"),
    (["export", "DB", "out.tsv", "--to", "polecat", "--fold", "mine"], 2, "mine"),
    (["export", "DB", "out.tsv", "--to", "polecat", "--per", "day"], 2, "'day' is none of event, mention"),
    (["events", "postgresql://nobody:secret@127.0.0.1:1/none"], 69, "postgresql://nobody:…@127.0.0.1:1/none: the server does not answer"),
]  # fmt: skip
"""The words (DB stands for a sound record, ID for an entry of it), the exit code, and what is told."""


@pytest.fixture
def place(db: str, tmp_path: Path) -> str:
    """The folder with a sound record and files that are none; returns the id of an event as told."""
    (tmp_path / "notes.txt").write_text("Nobody came", "utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "bad.jsonl").write_text('{"schema": "dragoman.reading/9"}\n', "utf-8")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1")
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.db").touch()
    with sqlite3.connect(tmp_path / "other.db") as tables:
        tables.execute("CREATE TABLE things (n INTEGER)")
    with sqlite3.connect(tmp_path / "newer.db") as tables:
        tables.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        tables.execute("INSERT INTO about VALUES ('schema', '99')")
    with sqlite3.connect(tmp_path / db) as tables:
        return str(tables.execute("SELECT id FROM event ORDER BY id LIMIT 1").fetchone()[0])


@pytest.mark.parametrize(("words", "code", "told"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
def test_wrong_use_is_told_with_its_code(
    ask: Run, place: str, tmp_path: Path, words: list[str], code: int, told: str
) -> None:
    before = {
        path.name: path.read_bytes()
        for path in tmp_path.iterdir()
        if path.suffix in (".db", ".txt") and path.name != "korea.db"
    }
    got, out, err = ask(*[{"DB": "korea.db", "ID": place}.get(word, word) for word in words])
    assert (got, out) == (code, ""), err
    assert told in err
    assert "secret" not in err
    assert "mistake in Dragoman itself" not in err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name in before} == before
    assert not (tmp_path / "new.db").exists()


def test_there_are_sixty_wrong_uses() -> None:
    assert len(WRONG) >= 60


def test_a_record_that_is_being_written_is_busy_and_not_broken(
    ask: Run, db: str, lines: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    other = sqlite3.connect(tmp_path / db, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        code, _, err = ask("snapshot", db, "monday")
        assert code == 75
        assert "is being written by another process; try again when that has ended" in err
        assert ask("events", db)[0] == 0
    finally:
        other.close()
    assert ask("snapshot", db, "monday")[0] == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_record_can_be_asked_and_not_changed(ask: Run, db: str, tmp_path: Path) -> None:
    (tmp_path / db).chmod(0o400)
    assert ask("events", db)[0] == 0
    code, _, err = ask("snapshot", db, "monday")
    assert code == 74
    assert "read-only" in err


def test_a_full_disk_is_told_with_the_path_and_loses_nothing(
    ask: Run, db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = engine._connect

    def small(url: str) -> sqlite3.Connection:
        made = connect(url)
        made.execute(f"PRAGMA max_page_count={made.execute('PRAGMA page_count').fetchone()[0]}")
        return made

    monkeypatch.setattr(engine, "_connect", small)
    codes = [ask("judge", db, row, "unsure", "--by", "N. N.", "--why", "x" * 20_000) for row in _rows(db)]
    code, _, err = codes[-1]
    assert code == 74
    assert "korea.db: cannot be written: " in err
    assert "run the same command again: nothing is lost or doubled" in err
    monkeypatch.undo()


def _rows(db: str) -> list[str]:
    with sqlite3.connect(db) as tables:
        return [row for (row,) in tables.execute("SELECT id FROM event ORDER BY id LIMIT 20").fetchall()]


@pytest.mark.parametrize("words", [["add", "DB", "x.txt"], ["events", "DB"], ["export", "DB", "out", "--to", "csv"]])
def test_debug_shows_the_stack_and_nothing_else_does(db: str, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "x.txt").write_text("x", "utf-8")
    (tmp_path / db).write_bytes(b"SQLite format 3\x00" + b"\xff" * 4000)
    command = [sys.executable, "-m", "dragoman", *[db if word == "DB" else word for word in words]]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 74, done.stderr
    assert "Traceback" not in done.stderr
    assert "korea.db: is no sound database" in done.stderr
