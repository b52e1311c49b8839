"""Adds readings to records, for tests that disturb it: they kill it, fill its disk, or run many at once.

    python tests/record/driver_add.py READINGS.jsonl

Each line of input is ``{"where": "oru.db", "take": [2, 0, 1]}``: a child is made, which has everything loaded and stops itself (SIGSTOP), so that it can
be traced from its first call on. Continued (SIGCONT) it opens the record and adds those readings in that order; it tells of each once it is
acknowledged, and of the error that ended it. An empty line waits for all children and tells how each ended. Output is lines of JSON.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.codebook import Codebook
from dragoman.errors import DragomanError
from dragoman.model import Reading
from dragoman.record.record import Record

_SET_PTRACER, _ANYBODY = 0x59616D61, -1


def main(path: str) -> None:
    """Serve until the input ends."""
    readings = [Reading.model_validate_json(line) for line in Path(path).read_text("utf-8").splitlines()]
    codebook = Codebook.load()
    with tempfile.TemporaryDirectory() as folder:
        _add(str(Path(folder, "warm.db")), readings[:2], codebook)
    _tell(ready=True)
    for line in sys.stdin:
        if line.strip():
            wanted = json.loads(line)
            _begin(wanted["where"], [readings[n] for n in wanted["take"]], codebook)
        else:
            _wait()


def _begin(where: str, readings: Sequence[Reading], codebook: Codebook) -> None:
    child = os.fork()
    if child:
        os.waitpid(child, os.WUNTRACED)
        _tell(pid=child)
        return
    ctypes.CDLL(None).prctl(
        _SET_PTRACER, _ANYBODY, 0, 0, 0
    )  # a tracer that is no parent, where the system asks for leave
    os.kill(os.getpid(), signal.SIGSTOP)
    code = 1
    try:
        _add(where, readings, codebook, told=True)
        code = 0
    except DragomanError as error:
        code = error.exit_code
        _tell(by=os.getpid(), error=str(error), kind=type(error).__name__)
    finally:
        os._exit(code)


def _add(where: str, readings: Sequence[Reading], codebook: Codebook, *, told: bool = False) -> None:
    with Record(where, codebook=codebook) as record:
        for reading in readings:
            list(record.add([reading]))
            if told:
                _tell(by=os.getpid(), id=reading.report.id)


def _wait() -> None:
    while True:
        try:
            child, status = os.wait()
        except ChildProcessError:
            _tell(done=True)
            return
        _tell(by=child, code=os.waitstatus_to_exitcode(status))


def _tell(**said: Any) -> None:
    os.write(1, f"{json.dumps(said)}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
