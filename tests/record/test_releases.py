"""Records of released versions open and say the same; what is no record, or one from the future, is refused and left as it is."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman import __version__
from dragoman.codebook import Codebook
from dragoman.errors import RecordError, RecordTooNew
from dragoman.model import Reading
from dragoman.record import schema
from dragoman.record.coverage import Coverage
from dragoman.record.record import Record

RELEASES = Path(__file__).with_name("releases")
"""For each version a record, and what it answered: ``pytest tests/record/test_releases.py --update-golden`` makes those of this version."""
Ask = Callable[[Record], dict[str, Any]]


def told(record: Record, answers: Ask) -> dict[str, Any]:
    """All that a record exports, and its hashes, as JSON has it."""
    said = {
        "now": answers(record),
        "digest": record.digest(),
        "before": record.digest(as_recorded="first"),
        "snapshots": [str(one) for one in record.snapshots()],
        "judgements": [str(one) for one in record.judgements(standing=False)],
        "coverages": [str(one) for one in record.coverages()],
        "series": [[one.line.origin, [each.id for each in one.figures]] for one in record.figures()],
    }
    return dict(json.loads(json.dumps(said, default=str)))


def make(where: Path, readings: tuple[Reading, ...], codebook: Codebook) -> None:
    """A record that has something of everything."""

    def day(number: int) -> str:
        return f"2031-05-{number:02}T08:00:00.000+00:00"

    first = readings[0]
    again = first.replace(
        events=first.events[:3],
        claims=(),
        quantities=(),
        checks=(),
        notes=(),
        reader=first.reader.replace(version="9.9.9"),
    )
    with Record(str(where), codebook=codebook) as record:
        for number, reading in enumerate((*readings, again), 1):
            report = reading.report.replace(url=f"https://news.example/{number}")
            list(record.add([reading.replace(report=report)], at=day(number)))
        record.keep_source(first.report.id, "0" * 64, "inbox/a.txt")
        record.keep_refused("inbox/b.pdf", "cannot be read", b"%PDF", at=day(10))
        record.snapshot("first", at=day(11))
        one, other, *_ = record.events()
        record.judge(one.tellings[0].id, "accepted", by="ana", at=day(12))
        wrong = record.judge(other.tellings[0].id, "rejected", by="ana", why="no such act", at=day(13))
        record.undo(wrong.id, by="ana", at=day(14))
        record.join(one.tellings[0].id, other.tellings[0].id, same=False, by="ana", at=day(15))
        record.cover(
            Coverage(id="", of="visits", parties=("KEN",), window="2025", as_published=date(2031, 1, 1), by="ana"), at=day(16)
        )  # fmt: skip


def test_the_record_of_this_version_is_kept(
    update_golden: bool, read_examples: tuple[Reading, ...], codebook: Codebook, answers: Ask, tmp_path: Path
) -> None:
    kept, said = RELEASES / f"{__version__}.db.gz", RELEASES / f"{__version__}.json"
    if update_golden:
        RELEASES.mkdir(exist_ok=True)
        where = tmp_path / "record.db"
        make(where, read_examples[:2], codebook)
        with Record(str(where), codebook=codebook) as record:
            said.write_text(
                json.dumps(told(record, answers), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
            )
        kept.write_bytes(gzip.compress(where.read_bytes(), mtime=0))
    assert kept.exists()
    assert said.exists()


@pytest.mark.parametrize("kept", sorted(RELEASES.glob("*.db.gz")), ids=lambda path: path.name.removesuffix(".db.gz"))
def test_the_record_of_a_released_version_says_the_same(
    kept: Path, codebook: Codebook, answers: Ask, tmp_path: Path
) -> None:
    where = tmp_path / "record.db"
    where.write_bytes(gzip.decompress(kept.read_bytes()))
    said = json.loads(kept.with_name(kept.name.replace(".db.gz", ".json")).read_text("utf-8"))
    with Record(str(where), codebook=codebook) as record:
        found = told(record, answers)
        assert found.keys() == said.keys()
        for name, value in found.items():
            assert value == said[name], name
        assert list(record.verify()) == []
        assert next(iter(record.add([record.reading(next(iter(record.reports())).id)]))).kind == "known"


@pytest.mark.parametrize("readonly", [True, False])
def test_a_record_from_the_future_is_refused(codebook: Codebook, tmp_path: Path, readonly: bool) -> None:
    where = tmp_path / "record.db"
    Record(str(where), codebook=codebook).close()
    with closing(sqlite3.connect(where)) as connection, connection:
        connection.execute("DROP TRIGGER about_no_UPDATE")
        connection.execute("UPDATE about SET value = ? WHERE key = 'schema'", [schema.VERSION + 1])
    before = where.read_bytes()
    with pytest.raises(RecordTooNew, match=r"newer Dragoman.*upgrade") as refused:
        Record(str(where), codebook=codebook, readonly=readonly)
    assert (refused.value.written, refused.value.known) == (schema.VERSION + 1, schema.VERSION)
    assert where.read_bytes() == before


def strange(folder: Path, codebook: Codebook) -> Iterator[tuple[Path, str]]:
    """What is no sound record, and what is said of it."""
    sound = folder / "sound.db"
    Record(str(sound), codebook=codebook).close()
    data = sound.read_bytes()
    (folder / "folder").mkdir()
    yield folder / "folder", "is a folder"
    yield folder / "nowhere" / "record.db", "does not exist|no folder"
    for name, content, says in (
        ("text.txt", b"Rebels attacked Goma.", "is no record"),
        ("short.db", data[:10], "is no record"),
        ("head.db", data[:16], "is no sound database"),
        ("page.db", data[:4096], "is no sound database"),
        ("half.db", data[: len(data) // 2], "is no sound database"),
        ("last.db", data[:-4096], "is no sound database"),
    ):
        (folder / name).write_bytes(content)
        yield folder / name, says
    with closing(sqlite3.connect(folder / "other.db")) as connection, connection:
        connection.execute("CREATE TABLE kept (what TEXT)")
    yield folder / "other.db", "no record of Dragoman"
    with closing(sqlite3.connect(folder / "about.db")) as connection, connection:
        connection.execute("CREATE TABLE about (key TEXT, value TEXT)")
    yield folder / "about.db", "no record of Dragoman"


def test_what_is_no_record_is_refused_and_left_as_it_is(codebook: Codebook, tmp_path: Path) -> None:
    for path, says in strange(tmp_path, codebook):
        before = path.read_bytes() if path.is_file() else path.exists()
        for readonly in (True, False):
            with pytest.raises(RecordError, match=says) as refused:
                Record(str(path), codebook=codebook, readonly=readonly)
            assert str(path) in str(refused.value)
            assert refused.value.exit_code == 74
            assert (path.read_bytes() if path.is_file() else path.exists()) == before


def test_an_empty_file_holds_no_record_and_becomes_one(codebook: Codebook, tmp_path: Path) -> None:
    where = tmp_path / "record.db"
    where.touch()
    with pytest.raises(RecordError, match="holds no record yet"):
        Record(str(where), codebook=codebook, readonly=True)
    assert where.read_bytes() == b""
    with Record(str(where), codebook=codebook) as record:
        assert list(record.reports()) == []


def test_asking_makes_no_record(codebook: Codebook, tmp_path: Path) -> None:
    for options in ({"readonly": True}, {"create": False}):
        with pytest.raises(RecordError, match="does not exist"):
            Record(str(tmp_path / "record.db"), codebook=codebook, **options)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Makes a file or a folder read-only, for root as well."""
    mounted: list[Path] = []

    def seal(path: Path) -> None:
        if os.geteuid():
            path.chmod(0o500 if path.is_dir() else 0o400)
            return
        for options in (["--bind"], ["-o", "remount,bind,ro"]):
            if subprocess.run(["mount", *options, str(path), str(path)], check=False, capture_output=True).returncode:
                pytest.skip("root can write everywhere, and mounting is not permitted here")
            if options == ["--bind"]:
                mounted.append(path)

    yield seal
    for path in mounted:
        subprocess.run(["umount", "-l", path], check=True)
    for path in tmp_path.rglob("*"):
        path.chmod(0o700)


@pytest.mark.parametrize("what", ["record.db", "."])
def test_a_read_only_record_can_be_asked_and_not_changed(
    what: str, sealed: Callable[[Path], None], codebook: Codebook, read_examples: tuple[Reading, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    where = folder / "record.db"
    with Record(str(where), codebook=codebook) as record:
        list(record.add(read_examples[:1]))
    before = where.read_bytes()
    sealed(folder / what)
    with Record(str(where), codebook=codebook, readonly=True) as record:
        assert record.reading(read_examples[0].report.id) == read_examples[0]
        with pytest.raises(RecordError, match="for reading only"):
            record.snapshot("first")

    def write() -> None:
        with Record(str(where), codebook=codebook) as record:
            record.snapshot("first")

    with pytest.raises(RecordError, match="cannot be written") as refused:
        write()
    assert str(where) in str(refused.value)
    assert where.read_bytes() == before


def test_changes_beside_a_read_only_record_are_not_passed_over(
    sealed: Callable[[Path], None], codebook: Codebook, read_examples: tuple[Reading, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with Record(f"{tmp_path}/record.db", codebook=codebook) as record:
        list(record.add(read_examples[:1]))
        for ending in ("", "-wal"):
            shutil.copy(f"{tmp_path}/record.db{ending}", folder)
    sealed(folder)
    with pytest.raises(RecordError, match=r"-wal.*copy"):
        Record(f"{folder}/record.db", codebook=codebook, readonly=True)


@pytest.mark.parametrize("mask", [0, 0o022, 0o077])
def test_a_record_is_for_its_owner_alone(
    mask: int, codebook: Codebook, read_examples: tuple[Reading, ...], tmp_path: Path
) -> None:
    before = os.umask(mask)
    try:
        with Record(str(tmp_path / "record.db"), codebook=codebook) as record:
            list(record.add(read_examples[:1]))
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("record.db", "record.db-wal", "record.db-shm"), 0o600)
