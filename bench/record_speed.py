"""Speed of the record: readings added and merged a second, memory, time per reading as the record grows, and queries.

    python bench/record_speed.py READINGS.jsonl              20,000 readings made from those of the file
    python bench/record_speed.py READINGS.jsonl --n 2000 --where postgresql://localhost/bench

Readings are made from real ones (``dragoman read --jsonl``) by turning each into several: letters, names and days differ, so that every set of them
tells stories of its own, while words, spans, countries and the number of entries stay as they were read.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.codebook import Codebook
from dragoman.model import Reading
from dragoman.model.edtf import bounds
from dragoman.record.record import Record

_APART = 900
"""Days between the worlds: a longer archive, not a denser one."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID = re.compile(r"[A-Z]{3}|[eqc]\d+")


def made(lines: list[str], number: int, seed: int) -> Iterator[Reading]:
    """So many readings, the first ones as they were read."""
    order = list(range(len(lines)))
    world = 0
    while number > 0:
        random.Random(seed + world).shuffle(order)  # noqa: S311 - nothing secret
        for at in order[:number]:
            yield Reading.model_validate(_other(json.loads(lines[at]), world))
        number -= len(order)
        world += 1


def _other(data: dict[str, Any], world: int) -> dict[str, Any]:
    """The same reading of another world."""
    if world == 0:
        return data
    turned = _LETTERS[world % 26 :] + _LETTERS[: world % 26]
    letters = str.maketrans(_LETTERS + _LETTERS.upper(), turned + turned.upper())
    ids = {one["id"]: one["id"] if _ID.fullmatch(one["id"]) else f"{one['id']}-{world}" for one in data["entities"]}
    data = _walked(data, letters, ids, timedelta(days=_APART * world))
    data["report"]["id"] = ""
    return data


def _walked(value: Any, letters: dict[int, int], ids: dict[str, str], later: timedelta, key: str = "") -> Any:  # noqa: ANN401, PLR0911
    if isinstance(value, dict):
        made = {name: _walked(one, letters, ids, later, name) for name, one in value.items()}
        if made.get("edtf"):
            made |= dict(zip(("earliest", "latest"), bounds(made["edtf"]), strict=True))
        return made
    if isinstance(value, list):
        return [_walked(one, letters, ids, later, key) for one in value]
    if not isinstance(value, str):
        return value
    if key in ("words", "text", "title"):
        return value.translate(letters)
    if key in ("published", "edtf", "earliest", "latest", "as_of", "closed"):
        return _DAY.sub(lambda day: (date.fromisoformat(day[0]) + later).isoformat(), value)
    if key in ("id", "entity", "of_entity", "controlled_by", "members", "includes", "excludes"):
        return ids.get(value, value)
    if key == "qid":
        return None
    if key == "url":
        return f"{value}?world={later.days}"
    return value


def main() -> int:
    """Measure, print, and say whether the bars are met."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("readings", type=Path)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--where", default="")
    options = parser.parse_args()
    lines = [line for line in options.readings.read_text("utf-8").splitlines() if line]
    codebook = Codebook.load()
    with (
        tempfile.TemporaryDirectory() as folder,
        Record(options.where or f"{folder}/speed.db", codebook=codebook) as record,
    ):
        _add(record, made(lines, options.n, options.seed), options.n)
        if not options.where:
            print(
                f"size                 {Path(folder, 'speed.db').stat().st_size / options.n / 1024:8.0f} kB a reading"
            )
        _ask(record)
    return 0


def _add(record: Record, readings: Iterator[Reading], number: int) -> None:
    step = max(1, number // 10)
    spent, last, slices = 0.0, 0.0, []
    for done, reading in enumerate(readings, 1):
        begin = time.perf_counter()
        for _ in record.add([reading]):
            pass
        spent += time.perf_counter() - begin
        if done % step == 0:
            slices.append((spent - last) / step)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{done:8} readings  {1 / slices[-1]:8.0f} a second   {memory:6.0f} MB", flush=True)
            last = spent
    print(f"all                  {number / spent:8.1f} readings a second")
    if len(slices) > 2:
        print(f"the last tenth takes {slices[-1] / slices[0]:8.2f} times as long as the first")


def _ask(record: Record) -> None:
    gc.collect()
    party = next(iter(record.entities(kind="person", limit=1)), None)
    asked = {
        "actor": {"actor": "USA"}, "type": {"type": "CONSULT"}, "dates": {"since": "2021-06-01", "until": "2021-06-07"},
        "all three": {"actor": "USA", "type": "CONSULT", "since": "2021-06-01", "until": "2021-06-30"},
        "person": {"party": party.entity.id if party else "USA"},
    }  # fmt: skip
    for name, options in asked.items():
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            found = list(record.events(limit=50, **options))  # type: ignore[arg-type]
            times.append(time.perf_counter() - begin)
        print(f"query by {name:12} {sorted(times)[2] * 1000:8.1f} ms for {len(found)} events")


if __name__ == "__main__":
    sys.exit(main())
