"""Readings that are made once and kept as JSON lines: reading a corpus takes minutes, measuring what becomes of it seconds.

    readings = read(reports, Path("/tmp/readings.jsonl"))

The file is outside the repository, and belongs to one reader and codebook: delete it after a change to either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.model import Reading, Report
from dragoman.reader import Reader

__all__ = ["read"]


def read(reports: Iterable[Report], cache: Path) -> Iterator[Reading]:
    """The readings of reports, in their order; those that the file lacks are made, and added to it."""
    wanted = list(reports)
    lines = cache.read_text("utf-8").splitlines() if cache.is_file() else []
    known = {one.report.id: one for one in map(Reading.model_validate_json, lines)}
    missing = {one.id: one for one in wanted if one.id not in known}
    if missing:
        cache.parent.mkdir(parents=True, exist_ok=True)
        reader = Reader(threads=1)
        with cache.open("a", encoding="utf-8") as file:
            for report in missing.values():
                known[report.id] = reading = reader.read(report)
                file.write(reading.model_dump_json() + "\n")
                file.flush()
    return (known[one.id] for one in wanted)
