"""How much of anything is read. A limit that is hit is a reason to refuse, never a silent cut."""

from __future__ import annotations

from typing import NamedTuple

MB = 1_000_000


class Limits(NamedTuple):
    """The limits of intake; each can be set: ``Limits(seconds=30)``."""

    report_bytes: int = 20 * MB
    """Bytes of a file or a row that is one report."""
    characters: int = 200_000
    """Code points of a report's text, about fifty times a long report."""
    unbroken: int = 5_000
    """Code points without a white space between them."""
    words: int = 60_000
    """Words and marks of a report's text: a text of single letters and marks holds five times as many as one of words."""
    run_on: int = 3_000
    """Words and marks without a full stop or the end of a line between them; no news report has a tenth of that."""
    seconds: float = 10.0
    """Wall time that one web page may take."""
    memory_bytes: int = 1_500 * MB
    """Address space of the process that takes web pages apart, where the system enforces it."""
    elements: int = 50_000
    """Elements of a web page."""
    depth: int = 256
    """Elements of a web page inside each other."""
    attributes: int = 1_000
    """Attributes of one element of a web page."""


def size(count: int) -> str:
    """A number of bytes for people.

    >>> size(52_428_800), size(900)
    ('52.4 MB', '900 bytes')
    """
    return f"{count / MB:.1f} MB" if count >= MB / 10 else f"{count:,} bytes"
