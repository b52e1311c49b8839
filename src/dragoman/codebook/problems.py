"""What is wrong with a codebook, collected so that an editor sees all of it at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One mistake in a codebook file: where it is, what it is, and how to mend it.

    >>> str(Problem("events/AID.yml", 12, "unknown key 'verbs'", "did you mean 'verb'?"))
    "events/AID.yml:12: unknown key 'verbs' — did you mean 'verb'?"
    """

    file: str
    line: int
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" + (f" — {self.hint}" if self.hint else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or all of them when they are few."""
    choices = sorted({str(item) for item in known})
    close = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    if len(choices) <= 20:
        return "known: " + " ".join(choices)
    return ""
