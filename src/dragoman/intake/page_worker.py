"""The process that takes web pages apart. It reads pages from its standard input, writes what it found to its standard output, and is killed
by its parent when it takes too long; memory and processor time are limited by the system where the system can.

A message is its length in eight bytes, then its bytes. Pages come as they are; answers are JSON.
"""

from __future__ import annotations

import json
import math
import re
import signal
import struct
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import IO

from dragoman.intake.limits import Limits

Answer = dict[str, str | None]

_TAG = re.compile(rb"<(/?)([A-Za-z][^\s/<>]*)([^<>]*)|<!--")
_LANGUAGE = re.compile(rb"<html\b[^<>]*?\slang\s*=\s*[\"']?([A-Za-z-]+)", re.IGNORECASE)
# What the parser closes by itself, or what never holds anything: neither makes a page deeper.
_FLAT = frozenset(
    b"area base br col embed hr img input link meta source track wbr p li dt dd td th tr thead tbody tfoot option colgroup".split()
)
# The content of these is no markup.
_RAW = frozenset((b"script", b"style", b"textarea", b"title", b"noscript"))


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message, null at the end of the stream."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    (length,) = struct.unpack(">Q", head)
    data = stream.read(length)
    return data if len(data) == length else None


def write_message(stream: IO[bytes], data: bytes) -> None:
    """Write one message."""
    stream.write(struct.pack(">Q", len(data)) + data)
    stream.flush()


def gate(page: bytes, limits: Limits) -> tuple[str, str, str] | None:
    """Why a page must not come near a parser: what, limit, value. Null if it may. One pass, time linear in its length.

    >>> gate(b"<div>" * 300, Limits())
    ('has elements inside each other', '256 deep', '257 or more')
    """
    elements = depth = at = 0
    while tag := _TAG.search(page, at):
        at = tag.end()
        if tag[0] == b"<!--":
            end = page.find(b"-->", at)
            at = end + 3 if end >= 0 else len(page)
            continue
        name = tag[2].lower()
        if tag[1]:
            depth -= depth > 0 and name not in _FLAT
            continue
        elements += 1
        if elements > limits.elements:
            return "has too many elements", f"{limits.elements:,}", f"{limits.elements + 1:,} or more"
        attributes = max(tag[3].count(b"="), len(tag[3].split()))
        if attributes > limits.attributes:
            return "has an element with too many attributes", f"{limits.attributes:,}", f"{attributes:,}"
        if name in _RAW:
            at = _after(page, name, at)
        elif name not in _FLAT and not tag[3].endswith(b"/"):
            depth += 1
            if depth > limits.depth:
                return "has elements inside each other", f"{limits.depth} deep", f"{limits.depth + 1} or more"
    return None


def _after(page: bytes, name: bytes, at: int) -> int:
    """Where the end tag of an element without markup stands; the end of the page if there is none."""
    end = re.compile(b"</" + re.escape(name), re.IGNORECASE).search(page, at)
    return end.end() if end else len(page)


def take_apart(page: bytes) -> Answer:
    """Title, date, author, outlet, address, language and text of a page, as its metadata and its main part give them."""
    from trafilatura import bare_extraction

    # A date is taken from what the page says of itself, never from its running text; the far limit keeps today's date out of it.
    dates = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
    found = bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dates
    )
    if found is None:
        return {"text": ""}
    made: Mapping[str, str | None] = {
        name: getattr(found, name) for name in ("title", "author", "url", "date", "sitename", "text")
    }
    language = _LANGUAGE.search(page, 0, 10_000)
    return {**made, "language": language[1].decode("ascii") if language else None}


def serve(limits: Limits) -> None:
    """Answer pages until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(limits.memory_bytes)
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    while (page := read_message(asked)) is not None:
        _limit_time(limits.seconds)
        write_message(answered, json.dumps(_answer(page, limits)).encode("ascii"))


def _answer(page: bytes, limits: Limits) -> Answer:
    refused = gate(page, limits)
    if refused:
        return dict(zip(("over", "limit", "value"), refused, strict=True))
    try:
        return take_apart(page)
    except MemoryError:
        return {"over": "needs too much memory", "limit": f"{limits.memory_bytes // 1_000_000:,} MB", "value": None}
    except Exception as error:  # noqa: BLE001 - whatever the parser raises on a stranger's page, the page alone is refused
        return {"failed": f"{type(error).__name__}: {error}"[:200]}


def _limit_memory(most: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system can
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Let the system end this process if nobody else does: its parent may be dead."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = math.ceil(time.process_time() + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
