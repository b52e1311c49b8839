"""Many at once: nothing is lost or doubled, nobody sees a lock, and every order gives the same record."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.errors import RecordError
from dragoman.model import Reading
from dragoman.record.record import Record

pytestmark = pytest.mark.timeout(300)

REPORTS_CUT = 140
"""Reports added while connections are cut."""
Made = Callable[..., tuple[Reading, ...]]
Ask = Callable[[Record], dict[str, Any]]
Drive = Callable[[Sequence[Reading]], Any]


@pytest.fixture
def alone(codebook: Codebook, tmp_path: Any, answers: Ask) -> Callable[[Sequence[Reading]], tuple[str, dict[str, Any]]]:
    """The digest and the answers of a record to which nobody else adds."""

    def ask(readings: Sequence[Reading]) -> tuple[str, dict[str, Any]]:
        with Record(f"{tmp_path}/alone.db", codebook=codebook) as record:
            list(record.add(readings))
            return record.digest(), answers(record)

    return ask


def test_four_threads_lose_no_addition(where: str, codebook: Codebook, made: Made, answers: Ask, alone: Any) -> None:
    readings = made(240)

    def add(share: Sequence[Reading]) -> int:
        with Record(where, codebook=codebook) as record:
            kinds = [
                change.kind
                for reading in share
                for change in record.add([reading])
                if change.report == reading.report.id
            ]
            assert "known" not in kinds
            return len(share)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add, [readings[n::4] for n in range(4)])) == 240
    with Record(where, codebook=codebook, readonly=True) as record:
        assert len(list(record.reports())) == 240
        assert (record.digest(), answers(record)) == alone(readings)


def test_four_processes_add_everything_three_times_in_any_order(
    where: str, codebook: Codebook, made: Made, drive: Drive, answers: Ask, alone: Any, chance: random.Random
) -> None:
    readings = made(100)
    driver = drive(readings)
    order = [n for n in range(100) for _ in range(3)]
    chance.shuffle(order)
    children = [driver.begin(where, order[share::4]) for share in range(4)]
    driver.go(*children)
    ended = driver.wait()
    assert [(ended[child].code, ended[child].error) for child in children] == [(0, "")] * 4
    with Record(where, codebook=codebook, readonly=True) as record:
        assert sorted(one.id for one in record.reports()) == sorted(one.report.id for one in readings)
        assert (record.digest(), answers(record)) == alone(readings)


def test_connections_to_a_server_are_cut(
    server: str,
    fresh: Callable[[], str],
    codebook: Codebook,
    made: Made,
    answers: Ask,
    alone: Any,
    chance: random.Random,
) -> None:
    import psycopg

    where, readings, told, ended = fresh(), made(REPORTS_CUT), list[str](), threading.Event()
    Record(where, codebook=codebook).close()

    def until_it_works(what: Callable[[], Any]) -> Any:
        while True:
            try:
                return what()
            except RecordError as error:
                told.append(str(error))

    def write(share: Sequence[Reading]) -> None:
        with until_it_works(lambda: Record(where, codebook=codebook)) as record:
            for reading in share:
                until_it_works(lambda reading=reading: list(record.add([reading])))  # type: ignore[misc]

    def read(_: int) -> None:
        with until_it_works(lambda: Record(where, codebook=codebook, readonly=True)) as record:
            while not ended.wait(0.1):
                until_it_works(lambda: list(record.events()))

    cut = 0
    others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    with ThreadPoolExecutor(6) as pool, psycopg.connect(where, autocommit=True) as connection:
        writers = [pool.submit(write, readings[n::4]) for n in range(4)]
        readers = [pool.submit(read, n) for n in range(2)]
        try:
            while cut < 10 and not all(one.done() for one in writers):
                time.sleep(chance.uniform(0.05, 0.3))
                victims = connection.execute(others).fetchall()
                if victims:
                    connection.execute("SELECT pg_terminate_backend(%s)", chance.choice(victims))
                    cut += 1
            results(writers)
        finally:
            ended.set()
        results(readers)
    assert cut == 10
    assert not [one for one in told if "deadlock" in one.lower()]
    assert all("the server does not answer" in one for one in told)
    with Record(where, codebook=codebook, readonly=True) as record:
        assert len(list(record.reports())) == REPORTS_CUT
        assert (record.digest(), answers(record)) == alone(readings)


def results(futures: Sequence[Future[None]]) -> None:
    for one in futures:
        one.result()


def test_eight_add_and_eight_read_a_file(
    made: Made, drive: Drive, codebook: Codebook, tmp_path: Any, chance: random.Random
) -> None:
    where, readings, ended = str(tmp_path / "record.db"), made(120), threading.Event()
    driver = drive(readings)
    Record(where, codebook=codebook).close()
    children = [driver.begin(where, chance.sample(range(120), 120)) for _ in range(8)]

    def read(_: int) -> int:
        asked = 0
        with Record(where, codebook=codebook, readonly=True) as record:
            while not ended.is_set():
                before = len(list(record.reports()))
                told = sum(len(one.tellings) for one in record.events())
                assert told >= before, "what is read is a whole state of the record"
                asked += 1
        return asked

    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(read, n) for n in range(8)]
        driver.go(*children)
        try:
            found = driver.wait()
        finally:
            ended.set()
        assert all(one.result() for one in readers)
    assert [(found[child].code, found[child].error) for child in children] == [(0, "")] * 8
    with Record(where, codebook=codebook, readonly=True) as record:
        assert len(list(record.reports())) == 120


def test_two_make_the_same_record_at_once(where: str, made: Made, drive: Drive, codebook: Codebook) -> None:
    driver = drive(made(1))
    children = [driver.begin(where) for _ in range(6)]
    driver.go(*children)
    ended = driver.wait()
    assert [(ended[child].code, ended[child].error) for child in children] == [(0, "")] * 6
    with Record(where, codebook=codebook, readonly=True) as record:
        assert len(list(record.reports())) == 1
