"""``dragoman export``: a selection of a record in one of the field's formats, and beside it what was left out and lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.cli.ask import known_word
from dragoman.cli.opened import to_ask
from dragoman.cli.options import Scope
from dragoman.cli.text import say

if TYPE_CHECKING:
    from dragoman.export import About


class Wanted(NamedTuple):
    """What is to be written, and how."""

    format: str
    path: Path
    selection: Mapping[str, Any]
    scope: Scope
    options: Mapping[str, Any]


def export_record(where: str, wanted: Wanted, overlay: Path | None, *, quiet: bool) -> int:
    """Write the files; what became of the rows is told on stderr."""
    from dragoman.export import FORMATS, Options, sidecar, write

    known_word("to", wanted.format, FORMATS)
    options = Options(statuses=wanted.selection["status"], written=datetime.now(UTC), **wanted.options)
    with to_ask(where, overlay) as record:
        known_word("type", wanted.selection["type"], record.codebook.types)
        with record.select(**wanted.selection, **wanted.scope.arguments()) as source:
            about = write(wanted.format, source, wanted.path, codebook=record.codebook, options=options)
    if not quiet:
        _tell(about, wanted.path, sidecar(wanted.path))
    return 0


def _tell(about: About, path: Path, beside: Path) -> None:
    rows = ", ".join(f"{number} {table}" for table, number in about.rows.items()) or "no rows"
    say(f"dragoman: {rows} in {path}")
    for label, counts in (("left out", about.left_out), ("lost in part", about.losses), ("changed", about.changed)):
        if told := ", ".join(f"{number} {what}" for what, number in sorted(counts.items()) if number):
            say(f"dragoman: {label}: {told}")
    say(f"dragoman: {beside} says what the export is and what it lost")
