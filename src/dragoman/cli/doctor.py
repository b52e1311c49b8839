"""``dragoman doctor``: is everything here that reading needs, and does it work?"""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from dragoman import __version__
from dragoman.errors import DragomanError

LIBRARIES = ("spacy", "onnxruntime", "numpy", "pydantic", "PyYAML", "trafilatura", "py3langid", "typer", "rich")


class Finding(NamedTuple):
    """One thing looked at: its name, whether it is well, and what was seen."""

    name: str
    well: bool
    seen: str


def examine(*, as_json: bool) -> int:
    """Print the findings; 1 if anything is not well."""
    findings = list(_findings())
    if as_json:
        print(json.dumps([finding._asdict() for finding in findings], indent=2))
    else:
        for name, well, seen in findings:
            print(f"{'ok ' if well else 'BAD'}  {name:<12} {seen}")
    return 0 if all(finding.well for finding in findings) else 1


def _findings() -> Iterator[Finding]:
    yield Finding("dragoman", well=True, seen=__version__)
    python = sys.version_info >= (3, 11)
    yield Finding(
        "python",
        python,
        f"{platform.python_version()} on {platform.platform(terse=True)}"
        + ("" if python else "; 3.11 or later is needed"),
    )
    for name in LIBRARIES:
        yield _library(name)
    yield _tried("codebook", _codebook)
    yield _tried("language", _language)
    yield _tried("reading", _reading)


def _library(name: str) -> Finding:
    try:
        return Finding(name, well=True, seen=version(name))
    except PackageNotFoundError:
        return Finding(name, well=False, seen="is missing; install it with: pip install dragoman")


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, well=True, seen=look())
    except (DragomanError, ImportError, OSError, ValueError) as error:
        return Finding(name, well=False, seen=f"{type(error).__name__}: {error}")


def _codebook() -> str:
    from dragoman.codebook import Codebook

    codebook = Codebook.load()
    return f"{len(codebook.events)} types, {len(codebook.predicates)} predicates, {len(codebook.cues)} cues, hash {codebook.hash[:12]}"


def _language() -> str:
    from dragoman.language import load

    start = time.perf_counter()
    pipeline = load()
    return f"{pipeline.meta.get('lang')}_{pipeline.meta.get('name')}, loaded in {time.perf_counter() - start:.1f} s"


def _reading() -> str:
    from dragoman import read, reports
    from dragoman.cli.read import example

    with example() as path:
        report = next(reports(path))
    start = time.perf_counter()
    reading = read(report)
    taken = time.perf_counter() - start
    return f"the example has {len(reading.events)} events and {len(reading.claims)} claims, read in {taken:.1f} s, every span holds"
