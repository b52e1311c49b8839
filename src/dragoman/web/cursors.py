"""Cursors and tags: the place in a list as an opaque text, and the state of an answer."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from json import dumps, loads
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from dragoman import __version__
from dragoman.record import listing
from dragoman.record.listing import Key, Part
from dragoman.record.selection import Selection
from dragoman.web.errors import Refused
from dragoman.web.pages import json_answer, plain
from dragoman.web.records import records_of

Item = TypeVar("Item")
_LONGEST = 1_000
_WHOLE = 2**53
"""Numbers in a cursor are smaller."""


def cursor(key: Key | None) -> str | None:
    """The text of a place.

    >>> cursor(("2025-03-02", "r1")), cursor(None)
    ('WyIyMDI1LTAzLTAyIiwicjEiXQ', None)
    """
    if key is None:
        return None
    return urlsafe_b64encode(dumps(key, ensure_ascii=False, separators=(",", ":")).encode()).decode().rstrip("=")


def place(text: str | None, shape: str) -> Key | None:
    """The place that a cursor means. ``shape`` says what its parts are: ``s`` for text, ``i`` for a whole number. Raises `Refused`.

    >>> place("WyIyMDI1LTAzLTAyIiwicjEiXQ", "ss")
    ('2025-03-02', 'r1')
    """
    if not text:
        return None
    try:
        found = loads(urlsafe_b64decode(text + "=" * (-len(text) % 4))) if len(text) <= _LONGEST else None
        text.encode("ascii")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or len(found) != len(shape) or not all(map(_fits, found, shape)):
        raise Refused(
            400,
            "bad_cursor",
            "this is no cursor of this list",
            hint="take the one that the answer before names as next",
        )
    return tuple(found)


def _fits(value: object, kind: str) -> bool:
    if kind == "i":
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _WHOLE
    return isinstance(value, str) and "\x00" not in value and value.isprintable()


def listed(part: Part[Item]) -> dict[str, object]:
    """A part of a list as an answer."""
    return {"items": [plain(one) for one in part.items], "next": cursor(part.after)}


def tagged(request: Request, selection: Selection, make: Callable[[], object]) -> Response:
    """An answer with its tag (ETag), or 304 where the caller has it already: the tag follows from what is held and from what is asked."""
    records = records_of(request)
    state = listing.state(selection)
    held = records.digest(state, lambda: listing.digest(selection))
    told = f"{__version__} {records.codebook.hash} {state} {held} {request.url.path}?{request.url.query}"
    tag = f'"{sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:32]}"'
    asked = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in asked or "*" in asked:
        return Response(status_code=304, headers={"ETag": tag})
    answer = json_answer(make())
    answer.headers["ETag"] = tag
    return answer
