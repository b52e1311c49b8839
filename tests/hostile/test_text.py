"""Language made to hang or to fill the memory (A5): done or refused with a reason, in ten seconds and 1.5 GB."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import DragomanError

SHAPES: dict[str, Callable[[], str]] = {
    "one sentence of 20,000 words": lambda: "and ".join(
        f"the envoy from place {chr(97 + n % 26)} met him " for n in range(2_500)
    ),
    "5,000 nested quotation marks": lambda: "“he said " * 2_500 + "no" + "”" * 2_500,
    "10,000 numbers": lambda: " ".join(f"{n:,}" for n in range(10_000)),
    "200,000 characters without a blank": lambda: "x" * 199_000,
    "4,900 characters without a blank": lambda: "a1" * 2_450,
    "200,000 characters of commas": lambda: "a, " * 60_000,
    "combining marks": lambda: "e" + "\u0301" * 4_000 + " said he met him. ",
    "direction marks and zero width": lambda: "\u202ehe\u200b said\u2066 that\u2069 \ufeffhe met him. " * 300,
    "control characters": lambda: "He \x1b[31msaid\x07 that \x9b he met \x08 him. " * 300,
    "one word in 30,000 lines": lambda: "\n".join(["attack"] * 25_000),
    "nested brackets": lambda: "he said (" * 2_000 + "no" + ")" * 2_000,
    "only quotation marks": lambda: "\" ' “ ” ‘ ’ « » " * 2_000,
}
MEMORY = 1_500_000_000


@pytest.mark.parametrize("shape", SHAPES)
def test_intake_reads_or_refuses_at_once(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(f"Envoys meet\n2025-03-04\n\n{SHAPES[shape]()}\n", "utf-8")
    refused: list[DragomanError] = []
    started = time.monotonic()
    found = list(dragoman.reports(path, refused=refused.append, language="en"))
    assert time.monotonic() - started < 2
    assert len(found) + len(refused) == 1


@pytest.mark.model
@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_read_or_refused_in_time(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(f"Envoys meet\n2025-03-04\n\n{SHAPES[shape]()}\n", "utf-8")
    dragoman.read(dragoman.Report.of("He met him."))  # the model is loaded once and does not count
    started = time.monotonic()
    try:
        for report in dragoman.reports(path, language="en"):
            reading = dragoman.read(report)
            assert reading.report.text == report.text
    except DragomanError as error:
        assert str(error)
    assert time.monotonic() - started < 10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    assert peak < MEMORY
