"""``dragoman serve`` as a user starts and ends it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from dragoman.cli import main
from dragoman.model import Reading
from dragoman.record.record import Record


@pytest.fixture
def filled(tmp_path: Path, reading: Reading) -> str:
    place = str(tmp_path / "oru.db")
    with Record(place) as record:
        list(record.add([reading]))
    return place


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that serves, and the line that it prints."""
    command = [sys.executable, "-m", "dragoman", "serve", *arguments, "--no-open", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_record_is_served_until_it_is_interrupted(filled: str, end: signal.Signals) -> None:
    with started(filled) as (process, line):
        address, _, token = line.partition("#token=")
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        assert len(token) >= 32
        assert httpx.get(f"{address}reports").status_code == 200
        claim = httpx.get(f"{address}api/v1/claims").json()["items"][0]["id"]
        said = {"row": claim, "verdict": "accepted", "by": "Ana"}
        assert httpx.post(f"{address}api/v1/judgements", json=said).status_code == 401
        told = httpx.post(f"{address}api/v1/judgements", json=said, headers={"Authorization": f"Bearer {token}"})
        assert told.status_code == 201
        process.send_signal(end)
        out, error = process.communicate(timeout=20)
        assert (process.returncode, out) == (0, "")
        assert "Traceback" not in error
        assert "serving" in error
        assert token not in error


def test_a_record_that_is_only_shown_has_no_token(filled: str) -> None:
    with started(filled, "--readonly", "--quiet") as (process, line):
        assert "#" not in line
        answer = httpx.post(
            f"{line}api/v1/judgements",
            json={"row": "x", "verdict": "unsure", "by": "Ana"},
            headers={"Authorization": "Bearer x"},
        )
        assert answer.status_code == 403
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20) == ("", "")


def test_a_port_that_is_taken_is_said(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", filled, "--no-open", "--port", str(port)]) == 2
    assert (
        f"port (option --port): {port} is taken by another program; take another one (--port {port + 1})"
        in capsys.readouterr().err
    )


def test_a_host_that_is_none_is_said(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", filled, "--no-open", "--port", "0", "--host", "203.0.113.7"]) == 2
    assert "'203.0.113.7' is no address of this machine" in capsys.readouterr().err


def test_a_record_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path / "none.db"), "--no-open", "--port", "0"]) == 74
    found = capsys.readouterr()
    assert (found.out, "does not exist" in found.err) == ("", True)


@pytest.mark.model
def test_without_a_record_the_demonstration_is_shown() -> None:
    with started("--readonly") as (process, line):
        reports = json.loads(httpx.get(f"{line}api/v1/reports").text)["items"]
        assert len(reports) >= 12
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert process.returncode == 0
