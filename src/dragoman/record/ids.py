"""Ids that follow from content: the same entry has the same id in every record, whoever read it and whenever.

``id`` is a letter for the kind and the first 20 bytes of a SHA-256 in small base32 letters, over canonical JSON (sorted keys, no blanks, NFC, UTF-8)
of all that a row asserts: its report, its spans, its values. ``anchor`` is the same over report, kind and the main words alone: it names the place in
the text, so that a judgement finds its entry again after another reading.
"""

from __future__ import annotations

import json
import unicodedata
from base64 import b32encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

RECIPE = "dragoman.id/1"
_LETTERS = {
    "event": "e", "quantity": "q", "claim": "c", "reading": "g", "judgement": "j", "coverage": "v", "anchor": "a", "entity": "n",
}  # fmt: skip


def content_id(kind: str, said: Mapping[str, Any]) -> str:
    """The id of a row that says something.

    >>> content_id("event", {"report": "r1", "type": "CONSULT"})
    'eb46etzq2ammjkngmukyila3zrkhu3igl'
    """
    canonical = json.dumps(
        {"code": RECIPE, "kind": kind, **said}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    if not canonical.isascii():
        canonical = unicodedata.normalize("NFC", canonical)
    return (
        _LETTERS[kind]
        + b32encode(sha256(canonical.encode("utf-8", "surrogatepass")).digest()[:20]).decode("ascii").lower()
    )


def anchor(report: str, kind: str, spans: Sequence[tuple[int, int]]) -> str:
    """The name of a place in a text: the main words of an entry of some kind."""
    return content_id("anchor", {"report": report, "of": kind, "spans": [list(span) for span in spans]})


def number(value: float | None) -> int | float | None:
    """A number as it is hashed and stored: whole where it is whole.

    >>> number(2000.0), number(1.5)
    (2000, 1.5)
    """
    return int(value) if isinstance(value, float) and value.is_integer() else value


def sealed(*parts: str | Mapping[str, Any]) -> str:
    """The SHA-256 of a row and of what goes before it, signs as they are; what is empty is left out, and bytes stand for themselves by their hash.

    >>> sealed("address", {"report": "r1", "url": "https://orutimes.example/a", "archive": None})[:8]
    '6ce4b3f3'
    """
    told = [
        part if isinstance(part, str) else {name: _hashable(value) for name, value in part.items() if value is not None}
        for part in parts
    ]
    written = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _hashable(value: object) -> object:
    return sha256(value).hexdigest() if isinstance(value, bytes) else value
