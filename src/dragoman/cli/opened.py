"""Opening a record for a verb: for reading, so that no question ever makes or changes a file, or for writing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.record.record import Record


def to_ask(where: str, overlay: Path | None = None) -> Record:
    """A record to ask. Raises `dragoman.errors.RecordError` where there is none."""
    from dragoman.record.record import Record

    return Record(where, codebook=_codebook(overlay), create=False, readonly=True)


def to_change(where: str, overlay: Path | None = None, *, create: bool = False) -> Record:
    """A record to write into; ``create`` makes it where there is none."""
    from dragoman.record.record import Record

    return Record(where, codebook=_codebook(overlay), create=create)


def _codebook(overlay: Path | None) -> Codebook | None:
    """The codebook with a folder laid over it; without a folder the record loads its own when it needs it."""
    if overlay is None:
        return None
    from dragoman.codebook import Codebook

    return Codebook.load(overlay)
