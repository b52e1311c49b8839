"""What tests of the record share: both databases, each test with a fresh record, and readings of four example reports."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn, get_args

import pytest

from dragoman.codebook import Codebook
from dragoman.model import (
    Attribution,
    Claim,
    Entity,
    Event,
    Participant,
    Place,
    Plover,
    Quantity,
    ReaderInfo,
    Reading,
    Report,
    Source,
    Span,
    When,
)
from dragoman.model.tables import Row, Table
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
        if os.environ.get("DRAGOMAN_TEST_INSIST"):
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


@pytest.fixture
def fresh(server: str) -> Callable[[], str]:
    """Makes new, empty databases of the server."""
    return lambda: fresh_database(server, f"r{os.getpid()}_{next(_NUMBERS)}")


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


_WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "haven",
    "inlet",
    "juniper",
    "knoll",
    "linden",
    "meadow",
    "noria",
    "orchard",
    "poplar",
    "quarry",
    "river",
    "spruce",
    "thicket",
]
_ARMED = ("Red Column", "Hill Guard", "Lake Front")
_TARGETS = ("an army post", "a convoy", "the customs house")
_TOWNS = [
    f"{one}{other}"
    for other in ("", "burg", "ham", "stead", "wick", "ford", "mouth")
    for one in ("Velm", "Dorn", "Kalt", "Sarn")
]
_PEOPLE = ("soldiers", "miners", "sailors", "farmers", "students", "drivers", "clerks", "traders", "weavers", "pilots")
_OUTLETS = ("Oru Herald", "Lake Times", "Velm Courier")


def _made(n: int, number: int, chance: random.Random) -> Reading:
    armed, target, town, day = (
        chance.choice(_ARMED), chance.choice(_TARGETS), chance.choice(_TOWNS[: 2 + number // 10]), date(2031, 5, chance.randint(1, 9)),
    )  # fmt: skip
    people = chance.choice(_PEOPLE[: 1 + number // 25])
    dead, hurt = chance.randint(1, 5), chance.randint(1, 9)
    title = f"{armed} strikes near {town}"
    body = (
        f"{armed} attacked {target} near {town} on 2031-05-{day.day:02}, the interior ministry said. At least {dead} {people} were killed and "
        f"{hurt} injured, a spokesman said. The front denied {n} days of fighting. {' '.join(chance.choices(_WORDS, k=40)).capitalize()}."
    )  # fmt: skip
    report = Report.of(
        body, title=title, published=day + timedelta(days=chance.randint(0, 3)), outlet=chance.choice(_OUTLETS), url=f"https://news.example/{n}"
    )  # fmt: skip

    def find(words: str) -> Span:
        start = report.text.index(words, len(title))
        return Span.of(report.text, start, start + len(words))

    ministry = Entity(
        id="oru-interior-ministry", name="Interior ministry of Oru", kind="organization", sector="GOV", mentions=(find("the interior ministry"),)
    )  # fmt: skip
    attackers = Entity(
        id=armed.lower().replace(" ", "-"), name=armed, kind="group", sector="REB", mentions=(find(armed),)
    )
    said = Attribution(
        source=Source(entity=ministry.id, words=find("the interior ministry")), cue=find("said"), attitude="assertion", certainty="CT+",
        scope="stated",
    )  # fmt: skip
    denied = Attribution(
        source=Source(entity=attackers.id, words=find("The front")), cue=find("denied"), attitude="assertion", certainty="CT-", scope="stated"
    )  # fmt: skip
    attack = Event(
        id="e1", type="ASSAULT", mode="firearms", plover=Plover(type="ASSAULT", mode="firearms"),
        actors=(Participant(entity=attackers.id, words=find(armed)),), recipients=(Participant(words=find(target)),),
        place=Place(name=town, precision="city", words=find(town)),
        when=When.of(day.isoformat(), basis="stated", words=find(day.isoformat())), status="happened", trigger=find("attacked"),
        evidence=find(body.partition(". ")[0] + "."),
    )  # fmt: skip
    figures = (
        Quantity(
            id="q1", counted="killed", of=people, event="e1", op=">=", low=dead, unit="people", aggregation="total",
            words=find(f"At least {dead}"),
        ),
        Quantity(
            id="q2", counted="injured", of=people, event="e1", op="=", point=hurt, unit="people", aggregation="total",
            words=find(f"{hurt} injured"),
        ),
    )  # fmt: skip
    claims = (
        Claim(id="c1", kind="event", event="e1", content=(find(f"{armed} attacked {target}"),), author_certainty="Uu", attribution=(said,)),
        Claim(id="c2", kind="quantity", quantity="q1", content=(find(f"At least {dead}"),), author_certainty="Uu", attribution=(said,)),
        Claim(id="c3", kind="event", event="e1", content=(find(f"{n} days of fighting"),), author_certainty="Uu", attribution=(denied,)),
    )  # fmt: skip
    return Reading(
        report=report, entities=(attackers, ministry), events=(attack,), claims=claims, quantities=figures,
        reader=ReaderInfo(name="rules", version="0.1.0", pipeline="p", codebook="c"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def made() -> Callable[..., tuple[Reading, ...]]:
    """Makes so many small readings: a few groups strike a few places, and every fifth report is a copy of another by an outlet of its own."""

    def make(number: int, seed: int = 0) -> tuple[Reading, ...]:
        chance = random.Random(seed)
        found: list[Reading] = []
        for n in range(number):
            if n % 5 == 4:
                copied = found[-chance.randint(1, 4)]
                report = Report.model_validate(
                    {**copied.report.model_dump(), "id": "", "outlet": f"Copy {n}", "url": f"https://copy.example/{n}"}
                )
                found.append(copied.replace(report=report))
            else:
                found.append(_made(n, number, chance))
        return tuple(found)

    return make


@pytest.fixture(scope="session")
def lacking() -> Callable[[str], NoReturn]:
    """Ends a test whose tool is missing: it is skipped, unless this run insists on it."""

    def end(what: str) -> NoReturn:
        if os.environ.get("DRAGOMAN_TEST_INSIST"):
            pytest.fail(f"{what}, and this run insists on it")
        pytest.skip(what)

    return end


@pytest.fixture(scope="session")
def answers() -> Callable[[Record], dict[str, list[Row]]]:
    """All rows of all tables as a record exports them, but for when it came to hold them."""
    times = ("recorded_at", "first_seen")

    def ask(record: Record) -> dict[str, list[Row]]:
        return {
            table: [{name: cell for name, cell in row.items() if name not in times} for row in record.rows(table)]
            for table in get_args(Table)
        }

    return ask


@dataclass
class Ended:
    """How one child of the driver ended."""

    code: int | None = None
    """Its exit code; the signal with a minus where one killed it."""
    acknowledged: list[str] = field(default_factory=list)
    """The ids of the reports that it told to be safe."""
    error: str = ""
    kind: str = ""


class Driver:
    """Processes that add readings and can be disturbed, by ``driver_add.py``."""

    def __init__(self, readings: Sequence[Reading], folder: Path) -> None:
        self.readings = readings
        self._children: set[int] = set()
        self._path = folder / "readings.jsonl"
        self._path.write_text("".join(f"{one.model_dump_json()}\n" for one in readings), "utf-8")
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("driver_add.py"), self._path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._next() == {"ready": True}

    def begin(self, where: str | Path, take: Sequence[int] | None = None) -> int:
        """A process that stands still before its first call; it will add readings by their numbers, all of them if left out."""
        self._send(
            json.dumps({"where": str(where), "take": list(take if take is not None else range(len(self.readings)))})
        )
        child = int(self._next()["pid"])
        self._children.add(child)
        return child

    def go(self, *children: int) -> None:
        """Let them run."""
        for child in children:
            os.kill(child, signal.SIGCONT)

    def wait(self) -> dict[int, Ended]:
        """Wait until all have ended."""
        self._send("")
        found: defaultdict[int, Ended] = defaultdict(Ended)
        while "done" not in (said := self._next()):
            ended = found[said["by"]]
            if "id" in said:
                ended.acknowledged.append(said["id"])
            else:
                ended.code, ended.error, ended.kind = (
                    said.get("code", ended.code), said.get("error", ended.error), said.get("kind", ended.kind),
                )  # fmt: skip
        self._children.clear()
        return found

    def run(self, where: str | Path, take: Sequence[int] | None = None) -> Ended:
        """One process from its beginning to its end."""
        child = self.begin(where, take)
        self.go(child)
        return self.wait()[child]

    def close(self) -> None:
        """End it, and all that it began."""
        for child in self._children:
            os.kill(child, signal.SIGKILL)
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait(timeout=60)
        self._process.stdout.close()  # type: ignore[union-attr]

    def _send(self, line: str) -> None:
        print(line, file=self._process.stdin, flush=True)

    def _next(self) -> dict[str, Any]:
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        assert line, "the driver has died"
        return dict(json.loads(line))


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Callable[[Sequence[Reading]], Driver]]:
    """Starts drivers, and ends them with the test."""
    started: list[Driver] = []

    def start(readings: Sequence[Reading]) -> Driver:
        started.append(Driver(readings, tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def chance() -> random.Random:
    """What a random test draws from; its seed is shown when the test fails, and can be given to fail again."""
    seed = int(os.environ.get("DRAGOMAN_TEST_SEED", random.SystemRandom().randrange(10**9)))
    print(f"DRAGOMAN_TEST_SEED={seed}")  # noqa: T201 - shown when it fails
    return random.Random(seed)
