"""Speed of the page over a large record: what the server takes, and what a browser takes until everything is drawn.

    python bench/page_speed.py READINGS.jsonl                10,000 reports made from those of the file
    python bench/page_speed.py READINGS.jsonl --n 2000 --where big.db      keep the record, and use it again if it is there

Readings come from ``dragoman read --jsonl``, or are one JSON a line of that shape; see `record_speed.py` for how they are multiplied. To them comes a
story of our own in which a ministry gives 200 numbers.
"""

from __future__ import annotations

import argparse
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import httpx
import uvicorn
from record_speed import made

import dragoman
from dragoman.codebook import Codebook
from dragoman.model import Attribution, Claim, Entity, Quantity, ReaderInfo, Reading, Report, Source, Span
from dragoman.record.record import Record
from dragoman.web import create_app

POINTS = 200
EVENTS = 5_000
CHROMIUM = "/usr/bin/chromium"
TIMES = 5
CHART = "/figures/killed~miners_of_oru~"
BARS = {"first page": 0.3, "report": 0.15, "chart": 1.0}
"""Seconds that the bars allow."""


def story(codebook: Codebook) -> Iterator[Reading]:
    """A ministry gives a number every other day, a little more each time."""
    for n in range(POINTS):
        number = 100 + 50 * n
        text = f"Report {n} from the pits of Oru\n\nThe Oru Mining Board said on day {n} that {number} miners of Oru were killed."
        who, cue, words = (_span(text, one) for one in ("Oru Mining Board", "said", f"{number}"))
        yield Reading(
            report=Report(title=text.split("\n", maxsplit=1)[0], text=text, published=date(2031, 1, 1) + timedelta(days=2 * n), outlet="Oru Herald", language="en"),
            entities=(Entity(id="oru-mining-board", name="Oru Mining Board", kind="organization", mentions=(who,)),),
            quantities=(
                Quantity(id="q1", counted="killed", of="miners of Oru", op="=", point=number, aggregation="cumulative", as_of_basis="report", words=words),
            ),
            claims=(
                Claim(
                    id="c1", kind="quantity", quantity="q1", content=(_span(text, f"{number} miners of Oru were killed"),), author_certainty="Uu",
                    attribution=(Attribution(source=Source(entity="oru-mining-board", words=who), cue=cue, attitude="assertion", certainty="CT+", scope="stated"),),
                ),
            ),
            reader=ReaderInfo(name="rules", version=dragoman.__version__, pipeline="none", codebook=codebook.hash),
        )  # fmt: skip


def _span(text: str, words: str) -> Span:
    start = text.rindex(words)
    return Span.of(text, start, start + len(words))


@contextmanager
def served(where: Path, codebook: Codebook) -> Iterator[str]:
    """The address at which a record is served."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(create_app(str(where), codebook=codebook, port=port), log_level="error", ws="none")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(10)


def addresses(record: Record) -> dict[str, str]:
    """The pages that are measured."""
    report = next(iter(record.reports())).id
    starts = sorted(one.earliest for one in record.outlines() if one.earliest and one.latest)
    middle = starts[len(starts) // 2 : len(starts) // 2 + EVENTS]
    return {
        "first page": "/reports", "report": f"/reports/{report}", "chart": CHART, "timeline": f"/timeline?since={middle[0]}&until={middle[-1]}",
        "whole timeline": "/timeline", "map": f"/map?since={middle[0]}&until={middle[-1]}", "figures": "/figures",
    }  # fmt: skip


def measured(address: str, paths: dict[str, str]) -> dict[str, float]:
    """The middle of some times for each page, in seconds, as the server answers."""
    found = {}
    with httpx.Client(timeout=120) as client:
        for name, path in paths.items():
            times = []
            for _ in range(TIMES + 1):
                begin = time.perf_counter()
                client.get(address + path).raise_for_status()
                times.append(time.perf_counter() - begin)
            found[name] = sorted(times[1:])[TIMES // 2]
            print(f"{name:16} {found[name] * 1000:8.0f} ms from the server, {times[0] * 1000:8.0f} ms the first time")
    return found


def drawn(address: str, paths: dict[str, str]) -> dict[str, float]:
    """Seconds until a browser has drawn each page with a chart."""
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in ("chart", "timeline", "whole timeline", "map"):
            times, number = list[float](), 0
            for _ in range(3):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                begin = time.perf_counter()
                page.goto(address + paths[name])
                page.wait_for_selector("#plot svg", state="attached")
                page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
                times.append(time.perf_counter() - begin)
                number = page.locator("#plot a").count()
                page.close()
            found[name] = sorted(times)[1]
            print(f"{name:16} {found[name] * 1000:8.0f} ms until it is drawn in a browser, {number} links in it")
        browser.close()
    return found


def main() -> int:
    """Measure, print, and say whether the bars are met."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("readings", type=Path)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--where", type=Path)
    options = parser.parse_args()
    codebook = Codebook.load()
    lines = [line for line in options.readings.read_text("utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as folder:
        where = options.where or Path(folder, "page.db")
        held = where.exists()
        with Record(str(where), codebook=codebook) as record:
            if not held:
                for _ in record.add(made(lines, options.n, options.seed)):
                    pass
            for _ in record.add(story(codebook)):
                pass
            paths = addresses(record)
        with served(where, codebook) as address:
            times = measured(address, paths)
            times["chart"] = max(times["chart"], drawn(address, paths)["chart"])
    slow = [
        f"{name}: {times[name] * 1000:.0f} ms, {bar * 1000:.0f} allowed"
        for name, bar in BARS.items()
        if times[name] > bar
    ]
    print("\n".join(slow) or "every bar is met")
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
