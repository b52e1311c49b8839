"""``dragoman add``: what it prints and keeps, twice is once, a kill loses nothing, what is refused is kept with the reason."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zlib import decompress

import pytest

from dragoman.cli import add as adding
from dragoman.cli import main
from dragoman.model import Reading
from dragoman.record.record import Record

Run = Callable[..., tuple[int, str, str]]


def test_readings_are_added_and_each_change_is_told_with_its_words(ask: Run, lines: str) -> None:
    code, out, err = ask("add", "korea.db", lines)
    assert code == 0
    assert "new          Toll in Chad market attack rises to 31 · 22 events, 41 claims, 11 figures\n" in out
    assert "revised      killed: 19, Ministry of Health of Chad (2025-06-18) → 31, " in out
    assert "4 reports added" in err
    assert not [line for line in out.splitlines() if line != line.rstrip()]
    code, out, err = ask("add", "korea.db", lines)
    assert (code, out) == (0, "")
    assert err == "dragoman: 0 reports added, 4 known already\n"


def test_the_same_readings_in_any_form_make_the_same_record(
    ask: Run, lines: str, golden: tuple[Reading, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [one.model_dump_json(indent=2) for one in golden]
    (tmp_path / "one.json").write_text("\n".join(whole), "utf-8")
    (tmp_path / "list.json").write_text(f"[{','.join(whole)}]", "utf-8")
    (tmp_path / "sorted.jsonl").write_text(
        "".join(json.dumps(json.loads(one), sort_keys=True) + "\n\n" for one in whole), "utf-8"
    )
    inputs = {lines: b"", "one.json": b"", "list.json": b"", "sorted.jsonl": b""}
    piped = {"lines": (tmp_path / lines).read_bytes(), "whole": "\n".join(whole).encode()}
    digests = set()
    for number, name in enumerate([*inputs, *piped]):
        if name in piped:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(piped[name]))))
        assert ask("add", f"{number}.db", "-" if name in piped else name, "-q")[0] == 0
        with Record(f"{number}.db", readonly=True) as record:
            digests.add(record.digest())
    assert len(digests) == 1


def test_parquet_with_readings_in_a_column_is_taken(ask: Run, golden: tuple[Reading, ...], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as table:
        table.execute('CREATE TABLE t ("reading" VARCHAR, n INTEGER)')
        table.executemany("INSERT INTO t VALUES (?, ?)", [(one.model_dump_json(), n) for n, one in enumerate(golden)])
        table.execute("INSERT INTO t VALUES ('{}', 9), (NULL, 10)")
        table.execute(f"COPY t TO '{tmp_path}/readings.parquet' (FORMAT parquet)")
        table.execute(f"COPY (SELECT n FROM t) TO '{tmp_path}/other.parquet' (FORMAT parquet)")
    code, out, err = ask("add", "korea.db", "readings.parquet")
    assert (code, out.count("new  ")) == (3, 4)
    assert "readings.parquet, row 5: is no reading" in err
    assert "readings.parquet, row 6: is empty" in err
    code, _, err = ask("add", "korea.db", "other.parquet")
    assert code == 3
    assert "has no column reading; its columns are n" in err


def test_without_the_library_parquet_says_what_to_install(
    ask: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "readings.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    code, out, err = ask("add", "korea.db", "readings.parquet")
    assert (code, out) == (2, "")
    assert "pip install 'dragoman[parquet]'" in err


def test_json_is_valid_and_holds_the_same_changes(ask: Run, lines: str) -> None:
    code, out, _ = ask("add", "a.db", lines, "--json")
    document = json.loads(out)
    assert code == 0
    code, out, _ = ask("add", "b.db", lines, "--jsonl")
    assert [json.loads(line) for line in out.splitlines()] == document
    assert {"new", "revised"} <= {one["kind"] for one in document}
    assert document[0]["counts"] == {"events": 18, "claims": 44, "figures": 14}
    assert ask("add", "b.db", lines, "--json", "-q") == (0, "[]\n", "")


def test_what_is_refused_is_told_and_kept_with_its_bytes(ask: Run, lines: str, tmp_path: Path) -> None:
    first, *rest = (tmp_path / lines).read_text("utf-8").splitlines()
    moved = json.loads(first)
    moved["events"][0]["trigger"]["words"] = "something else"
    newer = {**json.loads(first), "schema": "dragoman.reading/2"}
    bad = [
        "{",
        json.dumps(moved),
        json.dumps(newer),
        '{"title": "x"}',
        json.dumps({**json.loads(first), "claims": [{}]}),
    ]
    (tmp_path / "mixed.jsonl").write_text("\n".join([first, *bad, *rest, ""]), "utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    code, out, err = ask("add", "korea.db", "mixed.jsonl", "scan.pdf")
    assert (code, out.count("new  ")) == (3, 4)
    for told in (
        "mixed.jsonl, line 2: is no JSON: ", "mixed.jsonl, line 3: words and offsets disagree: ", "make the reading again",
        "mixed.jsonl, line 4: is a reading of another version, dragoman.reading/2", "mixed.jsonl, line 5: is no reading",
        "mixed.jsonl, line 6: is no sound reading: claims.0.", "scan.pdf: files that end in .pdf cannot be read", "4 reports added, 6 refused",
    ):  # fmt: skip
        assert told in err
    with sqlite3.connect(tmp_path / "korea.db") as tables:
        kept = dict(tables.execute('SELECT "where", bytes FROM refusal').fetchall())
    assert len(kept) == 6
    assert decompress(kept["scan.pdf"]) == b"%PDF-1.7"
    assert json.loads(decompress(kept["mixed.jsonl, line 3"])) == moved
    again, _, _ = ask("add", "korea.db", "mixed.jsonl", "scan.pdf")
    with sqlite3.connect(tmp_path / "korea.db") as tables:
        assert (again, tables.execute("SELECT count(*) FROM refusal").fetchone()) == (3, (6,))


def test_a_large_refused_file_is_kept_by_its_reason_alone(
    ask: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_KEPT", 100)
    (tmp_path / "scan.pdf").write_bytes(b"%" * 101)
    assert ask("add", "korea.db", "scan.pdf")[0] == 2
    with sqlite3.connect(tmp_path / "korea.db") as tables:
        assert tables.execute('SELECT "where", bytes FROM refusal').fetchall() == [("scan.pdf", None)]


def test_nothing_to_add_makes_no_record(ask: Run, tmp_path: Path) -> None:
    code, out, err = ask("add", "korea.db", "typo.txt", "*.jsonl")
    assert (code, out) == (3, "")
    assert "typo.txt: does not exist" in err
    assert "nothing to add, so korea.db stays as it is" in err
    assert list(tmp_path.iterdir()) == []


def test_a_rehearsal_changes_nothing(ask: Run, lines: str, db: str, tmp_path: Path) -> None:
    before = (tmp_path / db).read_bytes()
    code, out, err = ask("add", "new.db", lines, "--dry-run")
    assert (code, out.count("would add   ")) == (0, 4)
    assert "would be added: 4 reports" in err
    assert not (tmp_path / "new.db").exists()
    ask("add", db, lines, "--dry-run")
    assert (tmp_path / db).read_bytes() == before


def test_an_interrupt_says_how_to_go_on(ask: Run, lines: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add, number = Record.add, 0

    def interrupted(self: Record, readings: object, **more: object) -> object:
        for change in add(self, readings, **more):  # type: ignore[arg-type]
            nonlocal number
            number += 1
            if number == 3:
                raise KeyboardInterrupt
            yield change

    monkeypatch.setattr(Record, "add", interrupted)
    code, out, err = ask("add", "korea.db", lines)
    assert (code, len(out.splitlines())) == (130, 2)
    assert "interrupted; 1 report added" in err
    assert "Run the same command again: what is there is skipped" in err
    monkeypatch.setattr(Record, "add", add)
    assert ask("add", "korea.db", lines)[0] == 0
    with Record("korea.db", readonly=True) as record:
        assert len(list(record.reports())) == 4


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_record_is_sound_after_a_signal_and_the_same_command_goes_on(
    golden: tuple[Reading, ...], tmp_path: Path, number: signal.Signals
) -> None:
    many = [
        one.replace(report=one.report.replace(id="", outlet=f"Outlet {n}")).model_dump_json()
        for n in range(100) for one in golden
    ]  # fmt: skip
    (tmp_path / "readings.jsonl").write_text("\n".join(many), "utf-8")
    command = [sys.executable, "-m", "dragoman", "add", "korea.db", "readings.jsonl"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        for _ in range(5):
            process.stdout.readline()
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=60)
    if number == signal.SIGKILL:
        assert process.returncode == -number
    else:
        assert process.returncode == 130
        assert "Run the same command again" in err
    with Record(str(tmp_path / "korea.db")) as record:
        held = len(list(record.reports()))
        assert 3 <= held < len(many)
        (tmp_path / "first.jsonl").write_text("\n".join(many[: held + 2]), "utf-8")
    assert main(["add", str(tmp_path / "korea.db"), str(tmp_path / "first.jsonl"), "-q"]) == 0
    with Record(str(tmp_path / "korea.db")) as record:
        assert len(list(record.reports())) == held + 2


def test_a_closed_pipe_is_no_error_and_loses_nothing(lines: str, tmp_path: Path) -> None:
    command = f"{sys.executable} -m dragoman add korea.db {lines} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[0].startswith("new ")
    assert done.stdout.splitlines()[-1] in ("141", "0")
    assert "Traceback" not in done.stderr
    with Record(str(tmp_path / "korea.db")) as record:
        assert 1 <= len(list(record.reports())) <= 4


@pytest.mark.model
@pytest.mark.timeout(300)
def test_reports_are_read_and_kept_once_from_file_to_answer(
    ask: Run, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inbox").mkdir()
    for name in ("market-attack", "lisbon-visit"):
        (tmp_path / "inbox" / f"{name}.txt").write_text(
            (root / "examples" / name / "report.txt").read_text("utf-8"), "utf-8"
        )
    (tmp_path / "inbox" / "empty.txt").write_bytes(b"")
    code, out, err = ask("add", "korea.db", "inbox", "--outlet", "Example Wire")
    assert (code, out.count("new  ")) == (3, 2)
    assert "inbox/empty.txt: is empty" in err
    with sqlite3.connect(tmp_path / "korea.db") as tables:
        assert tables.execute('SELECT "where", length(sha256) FROM source_file ORDER BY 1').fetchall() == [
            ("inbox/lisbon-visit.txt", 64), ("inbox/market-attack.txt", 64),
        ]  # fmt: skip
        assert tables.execute('SELECT "where", length(bytes) > 0 FROM refusal').fetchall() == [("inbox/empty.txt", 1)]
    code, out, _ = ask("events", "korea.db", "--type", "ASSAULT", "--jsonl")
    assert "Example Wire" in out

    from dragoman.reader import Reader

    monkeypatch.setattr(Reader, "read", lambda *_: pytest.fail("a known report was read again"))
    code, out, err = ask("add", "korea.db", "inbox", "--outlet", "Example Wire")
    assert (code, out) == (3, "")
    assert "0 reports added, 2 known already, 1 refused" in err
    assert ask("verify", "korea.db")[0] == 0
