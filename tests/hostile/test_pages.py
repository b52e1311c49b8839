"""Pages made to hang, to fill the memory or to break the parser (R13, and the part of R9 that intake can see).

Each must be read or refused with a reason, within the limits, and the process that reads must live on.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import IntakeError
from dragoman.intake import Limits
from dragoman.intake.page import PageReader

SENTENCE = "Gunmen attacked the market in Bol on Monday and killed at least 31 people, the ministry said. "
SOUND = f"<html><head><title>Toll rises</title></head><body><article><h1>Toll rises</h1><p>{SENTENCE * 4}</p></article></body></html>"


def _page(inside: str) -> str:
    return f"<!doctype html><html><head><title>Toll rises</title></head><body><article>{inside}</article></body></html>"


SHAPES: dict[str, Callable[[], str]] = {
    "paragraphs": lambda: _page(f"<p>{SENTENCE[:50]}</p>" * 200_000),
    "links": lambda: _page('<a href="/x">words</a> ' * 300_000),
    "attributes on one tag": lambda: _page("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + f">{SENTENCE}</p>"),
    "deep": lambda: _page("<div>" * 100_000 + SENTENCE),
    "deep tables": lambda: _page("<table><tr><td>" * 60_000 + SENTENCE),
    "one long text": lambda: _page(f"<p>{SENTENCE * 150_000}</p>"),
    "never closed": lambda: _page("<b><i><a href=x>" * 15_000 + SENTENCE),
    "open brackets": lambda: _page("<" * 3_000_000 + SENTENCE),
    "entities": lambda: _page("<p>" + "&amp;&lt;&#1114112;&#xD800;&nbsp;" * 200_000 + SENTENCE + "</p>"),
    "one long attribute": lambda: _page(f'<p title="{"x" * 10_000_000}">{SENTENCE * 3}</p>'),
    "a long comment and a long script": lambda: _page(
        f"<!-- {'- ' * 2_000_000} --><script>{'<div>' * 1_000_000}</script><p>{SENTENCE * 3}</p>"
    ),
}
MEMORY = 1_500_000_000


def test_there_are_eleven_shapes() -> None:
    assert len(SHAPES) == 11


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_done_or_refused_in_time(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(SHAPES[shape](), "utf-8")
    (tmp_path / "sound.html").write_text(SOUND, "utf-8")
    refused: list[IntakeError] = []
    started = time.monotonic()
    found = list(dragoman.reports(tmp_path, refused=refused.append))
    # 10 s at most for the page; the rest is for starting workers on a busy machine.
    assert time.monotonic() - started < 25
    assert [report.title for report in found][-1] == "Toll rises"
    assert len(found) + len(refused) == 2
    assert all(error.reason for error in refused)


def test_no_worker_took_more_memory_than_it_may() -> None:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak * (1 if sys.platform == "darwin" else 1024) < MEMORY


def _mutants(number: int, seed: int) -> list[bytes]:
    """A sound page, spoiled in ways that happen and in ways that do not."""
    chance = random.Random(seed)
    seeds = [SOUND.encode(), _page(f"<table><tr><td>{SENTENCE}</td></tr></table><ul><li>{SENTENCE}</ul>").encode()]
    junk = [
        b"<",
        b">",
        b"&",
        b'"',
        b"\x00",
        b"\xff",
        b"<!--",
        b"]]>",
        b"<svg>",
        b"<![CDATA[",
        b"</p>",
        b"&#x110000;",
        b"<script>",
    ]

    def spoil(page: bytearray) -> None:
        at = chance.randrange(len(page))
        match chance.randrange(5):
            case 0:
                page[at] = chance.randrange(256)
            case 1:
                del page[at : at + chance.randrange(1, 40)]
            case 2:
                page[at:at] = chance.choice(junk) * chance.choice((1, 1, 3, 50))
            case 3:
                page[at:at] = page[at // 2 : at // 2 + chance.randrange(1, 200)]
            case _:
                del page[max(at, 20) :]

    made = []
    for _ in range(number):
        page = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 12)):
            spoil(page)
            page = page or bytearray(b"<")
        made.append(bytes(page))
    return made


def test_spoiled_pages_never_end_the_reader() -> None:
    read = refused = 0
    seed = 20250618
    with PageReader(Limits()) as pages:
        for number, page in enumerate(_mutants(300, seed)):
            try:
                draft = pages.read(f"mutant {number} of seed {seed}", page)
            except IntakeError as error:
                assert error.reason
                assert "ended the process" not in error.reason
                refused += 1
            else:
                assert draft.body or draft.title
                read += 1
    assert read + refused == 300
    assert read > 100


def test_sound_reports_among_poison_are_all_read(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"sound-{number:02}.html").write_text(SOUND.replace("Toll rises", f"Toll {number}"), "utf-8")
    poison = ["deep", "attributes on one tag", "links", "open brackets", "entities"]
    for number, shape in enumerate(poison):
        (tmp_path / f"sound-{number * 5:02}x.html").write_text(SHAPES[shape](), "utf-8")
    (tmp_path / "sound-07x.txt").write_bytes(b"\x00" * 1_000)
    (tmp_path / "sound-08x.jsonl").write_text("[" * 100_000 + "\n", "utf-8")
    refused: list[IntakeError] = []
    found = list(dragoman.reports(tmp_path, refused=refused.append))
    assert len([report for report in found if report.title.startswith("Toll ") and report.title != "Toll rises"]) == 30
    assert len(refused) >= 5
