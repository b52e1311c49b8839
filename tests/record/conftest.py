"""What tests of the record share: both databases, each test with a fresh record, and readings of four example reports."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.codebook import Codebook
from dragoman.model import Reading
from dragoman.record.record import Record


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    known = shutil.which("initdb")
    return Path(known).parent if known else None


def _run(folder: str, *command: str | Path) -> None:
    """Run a program of PostgreSQL, which refuses to run as root: root runs it as somebody else."""
    words = [str(one) for one in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests; without one the tests skip, unless they are told to insist."""
    programs = _programs()
    if programs is None:
        if os.environ.get("DRAGOMAN_TEST_POSTGRESQL"):
            pytest.fail("PostgreSQL is not installed, and this run insists on it")
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    with tempfile.TemporaryDirectory(prefix="dragoman-pg-") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data, port = Path(folder, "data"), str(20_000 + os.getpid() % 40_000)
        _run(
            folder, programs / "initdb", "-D", data, "-U", "dragoman", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60 -c fsync=off"
        _run(folder, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", Path(folder, "log"), "start")
        try:
            yield f"postgresql://dragoman@127.0.0.1:{port}"
        finally:
            _run(folder, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def fresh_database(server: str, name: str) -> str:
    """The address of a new, empty database."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" STRATEGY file_copy')
    return f"{server}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a fresh record, in each of the two databases."""
    if request.param == "sqlite":
        return str(tmp_path / "record.db")
    server = request.getfixturevalue("server")
    return fresh_database(server, f"r{os.getpid()}_{next(_NUMBERS)}")


def _count() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


_NUMBERS = _count()


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    """The shipped codebook, loaded once."""
    return Codebook.load()


@pytest.fixture
def open_record(codebook: Codebook) -> Iterator[Callable[[str], Record]]:
    """Opens records with the codebook that is loaded already, and closes them."""
    opened: list[Record] = []

    def open_one(where: str) -> Record:
        opened.append(Record(where, codebook=codebook))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def record(where: str, open_record: Callable[[str], Record]) -> Record:
    """A fresh record in each of the two databases."""
    return open_record(where)


@pytest.fixture(scope="session")
def read_examples() -> tuple[Reading, ...]:
    """The readings of the example reports, as the golden files have them: no model is needed."""
    root = Path(__file__).resolve().parents[2]
    return tuple(
        Reading.model_validate_json(path.read_text("utf-8")) for path in sorted(root.glob("tests/golden/*.json"))
    )
