"""How far reading has come: a bar with rate and time left, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.text import console
from dragoman.intake.places import STDIN, files_of
from dragoman.model import Reading

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

MANY = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")
"""Endings of files that may hold more than one report, so that files cannot be counted for reports."""


def expected(sources: Iterable[str]) -> int | None:
    """How many reports there will be; null where that cannot be known before reading."""
    number = 0
    for source in sources:
        if source == STDIN:
            number += 1
            continue
        for path in files_of(source):
            if isinstance(path, Path) and path.suffix.lower() in MANY:
                return None
            number += 1
    return number


@contextmanager
def progress(sources: Iterable[str]) -> Iterator[Callable[[Iterable[Reading]], Iterator[Reading]]]:
    """A bar that follows the readings that pass through; it goes away at the end."""
    with bar(expected(sources)) as advance:

        def watch(readings: Iterable[Reading]) -> Iterator[Reading]:
            for reading in readings:
                yield reading
                advance(1)

        yield watch


@contextmanager
def bar(total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar with rate and time left; what it gives moves it on by so many reports. It goes away at the end."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            from rich.text import Text

            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f} reports/s" if speed else "")

    with Progress(
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=console(sys.stderr),
        transient=True,
    ) as shown:
        task = shown.add_task("reading", total=total)
        yield lambda number: shown.advance(task, number)
