"""Sudden death and full disks: what was acknowledged survives, nothing is half there, and going on gives what an undisturbed run gives."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from dragoman.codebook import Codebook
from dragoman.model import Reading
from dragoman.record import schema
from dragoman.record.record import Record

REPORTS = 10
KILLS, RANDOM_KILLS, FAILURES = 80, 27, 60
CALLS = ("pwrite64", "fsync", "fdatasync", "rename", "unlink", "ftruncate")
"""The calls by which a database changes files. Of the first there are a thousand, and some are tried; of the others, all."""
TIMES = {"at", "first_seen", "seen_at", "read_at", "since", "until", "seal", "chain"}
"""Columns that say when, and hashes that go over them."""
Tables = dict[str, list[tuple[Any, ...]]]


def tables(where: Path) -> Tables:
    """All rows of a record, but for the moments of recording."""
    with closing(sqlite3.connect(where)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found: Tables = {}
        for table in schema.metadata.tables.values():
            names = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in TIMES)
            found[table.name] = connection.execute(f'SELECT {names} FROM "{table.name}" ORDER BY {names}').fetchall()
        return found


@dataclass
class Bench:
    """Where a test disturbs: the driver, what it adds, and what an undisturbed run gives."""

    driver: Any
    codebook: Codebook
    folder: Path
    undisturbed: Tables
    digest: str
    seconds: float
    _number: int = 0

    @property
    def readings(self) -> Sequence[Reading]:
        return tuple(self.driver.readings)

    @property
    def calls_file(self) -> Path:
        return self.folder / "calls"

    def place(self) -> Path:
        """Where a fresh record can be made."""
        self._number += 1
        return self.folder / f"{self._number}.db"

    def traced(self, where: Path, *options: str) -> Any:
        """Add everything under strace, and return how that ended."""
        child = self.driver.begin(where)
        command = ["strace", "-f", "-p", str(child), "-o", str(self.calls_file), "-e", f"trace={','.join(CALLS)}"]
        with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr is not None
            line = tracer.stderr.readline()
            self.driver.go(child)
            assert "attached" in line, line
            return self.driver.wait()[child]

    def calls(self) -> Counter[str]:
        """How often the calls were made by the last traced run."""
        return Counter(re.findall(r"^\d+ +(\w+)\(", self.calls_file.read_text("utf-8"), re.MULTILINE))

    def check(self, where: Path, acknowledged: Sequence[str]) -> None:
        """The record is sound, has all that was acknowledged, and has each report that it has whole."""
        if tables_in(where) == 0:
            assert not acknowledged
            return
        tables(where)
        added = {one.report.id: one for one in self.readings}
        with Record(str(where), codebook=self.codebook, readonly=True) as record:
            held = [one.id for one in record.reports()]
            assert set(acknowledged) <= set(held)
            assert len(held) == len(set(held))
            for one in held:
                assert record.reading(one) == added[one]

    def go_on(self, where: Path) -> None:
        """The same is added once more, and all is as if nothing had happened."""
        with Record(str(where), codebook=self.codebook) as record:
            list(record.add(self.readings))
            assert record.digest() == self.digest
        assert tables(where) == self.undisturbed


def tables_in(where: Path) -> int:
    """How many tables there are; a run may end before it has made any."""
    if not where.exists():
        return 0
    with closing(sqlite3.connect(where)) as connection:
        return int(connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0])


@pytest.fixture
def bench(
    drive: Callable[[Sequence[Reading]], Any],
    made: Callable[..., tuple[Reading, ...]],
    codebook: Codebook,
    tmp_path: Path,
) -> Bench:
    driver, where = drive(made(REPORTS)), tmp_path / "undisturbed.db"
    start = time.monotonic()
    assert driver.run(where).code == 0
    seconds = time.monotonic() - start
    with Record(str(where), codebook=codebook, readonly=True) as record:
        digest = record.digest()
    return Bench(driver, codebook, tmp_path, tables(where), digest, seconds)


@pytest.fixture(scope="session")
def strace(lacking: Callable[[str], NoReturn]) -> None:
    """Whether strace is there and allowed to trace."""
    if shutil.which("strace") is None:
        lacking("strace is not installed: apt install strace")
    if subprocess.run(["strace", "-o", os.devnull, "true"], check=False, capture_output=True).returncode:
        lacking("strace is not permitted to trace here")


def points(calls: Counter[str], many: int, chance: random.Random) -> list[tuple[str, int]]:
    """Calls and their numbers: all of the rare ones, and as many of the writes as are left."""
    rare = [(name, n) for name in CALLS[1:] for n in range(1, calls[name] + 1)]
    writes = calls[CALLS[0]]
    step = max(writes / (many - len(rare)), 1)
    first = chance.random() * step
    return [*rare, *((CALLS[0], int(first + step * n) + 1) for n in range(int((writes - first) / step)))]


@pytest.mark.timeout(600)
def test_killed_at_any_call_that_changes_a_file(bench: Bench, strace: None, chance: random.Random) -> None:
    assert bench.traced(bench.place()).code == 0
    killed = 0
    for call, n in points(bench.calls(), KILLS, chance):
        print(f"killed at {call} {n}")  # noqa: T201 - shown when it fails
        where = bench.place()
        ended = bench.traced(where, "-e", f"inject={call}:signal=KILL:when={n}")
        killed += ended.code == -signal.SIGKILL
        bench.check(where, ended.acknowledged)
        bench.go_on(where)
    assert killed >= KILLS * 0.9


@pytest.mark.timeout(300)
def test_killed_at_any_moment(bench: Bench, chance: random.Random) -> None:
    where, acknowledged, killed = bench.place(), set[str](), 0
    while killed < RANDOM_KILLS:
        child = bench.driver.begin(where)
        bench.driver.go(child)
        time.sleep(chance.uniform(0, bench.seconds))
        os.kill(child, signal.SIGKILL)
        ended = bench.driver.wait()[child]
        killed += ended.code == -signal.SIGKILL
        acknowledged.update(ended.acknowledged)
        bench.check(where, sorted(acknowledged))
        if len(acknowledged) == REPORTS:
            bench.go_on(where)
            where, acknowledged = bench.place(), set()
    bench.go_on(where)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_write_fails(bench: Bench, strace: None, error: str, chance: random.Random) -> None:
    assert bench.traced(bench.place()).code == 0
    failed = 0
    tried = points(bench.calls(), FAILURES // 2, chance)
    for (call, n), more in zip(tried, ("+", "") * len(tried), strict=False):
        print(f"{error} at {call} {n}{more}")  # noqa: T201 - shown when it fails
        where = bench.place()
        ended = bench.traced(where, "-e", f"inject={call}:error={error}:when={n}{more}")
        if ended.code:
            failed += 1
            assert ended.code == 74
            assert str(where) in ended.error
            assert "run the same command again" in ended.error
        bench.check(where, ended.acknowledged)
        bench.go_on(where)
    assert failed >= FAILURES // 4


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 20 MB."""
    if os.geteuid():
        pytest.skip("a small disk can be made by root alone")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not permitted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("room", [0, 4_096, 500_000, 1_500_000])
def test_a_disk_is_full(bench: Bench, small_disk: Path, room: int) -> None:
    where, filler = small_disk / "record.db", small_disk / "filler"
    disk = shutil.disk_usage(small_disk)
    filler.write_bytes(bytes(disk.free - room))
    ended = bench.driver.run(where)
    assert ended.code == 74
    assert str(where) in ended.error
    assert "make room" in ended.error
    bench.check(where, ended.acknowledged)
    filler.unlink()
    bench.check(where, ended.acknowledged)
    bench.go_on(where)


@pytest.fixture
def inbox(made: Callable[..., tuple[Reading, ...]], tmp_path: Path) -> Path:
    """Ten reports as files."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for n, reading in enumerate(made(10)):
        (folder / f"{n}.txt").write_text(reading.report.text, "utf-8")
    return folder


def adding(where: Path, inbox: Path, workers: int = 1) -> subprocess.Popen[bytes]:
    """The command that adds files."""
    command = [sys.executable, "-m", "dragoman", "add", str(where), str(inbox), "--published", "2031-05-09"]
    command += ["--workers", str(workers)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def children(of: int) -> list[int]:
    """The processes that a process began."""
    return [int(one) for one in Path(f"/proc/{of}/task/{of}/children").read_text("utf-8").split()]


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def reports_in(where: Path) -> int:
    if not tables_in(where):
        return 0
    with closing(sqlite3.connect(where)) as connection:
        return int(connection.execute("SELECT count(*) FROM report").fetchone()[0])


@pytest.mark.model
@pytest.mark.timeout(300)
def test_the_command_is_killed_and_run_again(inbox: Path, tmp_path: Path, chance: random.Random) -> None:
    undisturbed = tmp_path / "undisturbed.db"
    assert adding(undisturbed, inbox).wait() == 0
    wanted = tables(undisturbed)
    for victims in ("parent", "worker", "both"):
        where = tmp_path / f"{victims}.db"
        process = adding(where, inbox, workers=2)
        while reports_in(where) < 1 and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.3))
        began = children(process.pid)
        if victims != "parent":
            os.kill(chance.choice(began), signal.SIGKILL)
        if victims != "worker":
            process.kill()
        process.wait()
        deadline = time.monotonic() + 20
        while any(is_running(one) for one in began):
            assert time.monotonic() < deadline, "processes outlive the one that began them"
            time.sleep(0.05)
        before = {name: set(rows) for name, rows in tables(where).items()}
        assert adding(where, inbox).wait() == 0
        after = tables(where)
        assert all(before[name] <= set(after[name]) for name in ("report", "reading", "event", "quantity", "claim"))
        assert after == wanted


@pytest.mark.model
def test_every_file_that_a_report_is_in_is_written_down(inbox: Path, tmp_path: Path) -> None:
    where = tmp_path / "record.db"
    for name in ("", "moved-"):
        for file in inbox.iterdir():
            file.rename(file.with_name(f"{name}{file.name}"))
        assert adding(where, inbox).wait() == 0
    with closing(sqlite3.connect(where)) as connection:
        found = connection.execute('SELECT "where" FROM source_file').fetchall()
    assert sorted(Path(one).name for (one,) in found) == sorted(
        f"{name}{n}.txt" for n in range(10) for name in ("", "moved-")
    )


@pytest.mark.parametrize("room", [4_096, 600_000])
def test_the_command_finds_the_disk_full(bench: Bench, small_disk: Path, room: int) -> None:
    where, filler = small_disk / "record.db", small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - room))
    command = [sys.executable, "-m", "dragoman", "add", str(where), str(bench.folder / "readings.jsonl")]
    full = subprocess.run(command, check=False, capture_output=True, text=True)
    assert full.returncode == 74
    assert str(where) in full.stderr
    assert "make room" in full.stderr
    assert "Traceback" not in full.stderr
    filler.unlink()
    subprocess.run(command, check=True, capture_output=True)
    bench.go_on(where)
