"""Write the output that the pages quote: what a command prints stands in README.md and docs/ exactly as it is printed.

    python docs/generate.py            rewrite the quoted output
    python docs/generate.py --check    say what is out of date, and exit 1 if anything is

A page marks a quotation by a comment, ``<!-- run: dragoman read --example | blocks 1-5 -->`` or ``<!-- entry: events 0 -->`` (an entry of
the example's reading as JSON), and the fenced block after it is ours to write.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
QUOTATION = re.compile(r"(<!-- (?P<kind>run|entry): (?P<what>[^\n]*?) -->\n```[a-z]*\n)(?P<old>.*?)(```\n)", re.DOTALL)
BLOCKS = re.compile(r" \| blocks (\d+)-(\d+)$")
WIDTH = "96"


@functools.cache
def printed(command: str) -> str:
    """What a ``dragoman`` command prints, as in a pipe of a fixed width."""
    words = shlex.split(command)
    if words[:1] != ["dragoman"]:
        raise SystemExit(f"only dragoman commands are run: {command}")
    variables = {**os.environ, "COLUMNS": WIDTH, "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
        [sys.executable, "-m", "dragoman", *words[1:]],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=variables,
        cwd=ROOT,
        check=False,
    )
    return done.stdout


def run(what: str) -> str:
    """The output of a command, or some of its blocks (what stands between blank lines) with a sign for the rest."""
    if cut := BLOCKS.search(what):
        blocks = printed(what[: cut.start()]).strip("\n").split("\n\n")
        first, last = int(cut[1]), int(cut[2])
        return "\n\n".join([*blocks[first - 1 : last], *(["…"] if last < len(blocks) else [])]) + "\n"
    return printed(what)


def entry(what: str) -> str:
    """An entry of the example's reading, named by its place: ``events 0``, or ``report`` for the whole of it."""
    found: Any = json.loads(printed("dragoman read --example --jsonl"))
    for step in what.split():
        found = found[int(step) if step.isdigit() else step]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def renewed(page: str) -> str:
    """A page with every quotation as it is today."""
    return QUOTATION.sub(lambda m: m[1] + (run if m["kind"] == "run" else entry)(m["what"]) + m[5], page)


def main(arguments: list[str]) -> int:
    """Rewrite the pages, or with ``--check`` name those that are out of date."""
    old = [page for page in PAGES if renewed(page.read_text("utf-8")) != page.read_text("utf-8")]
    for page in old:
        name = page.relative_to(ROOT)
        if "--check" in arguments:
            print(f"{name} quotes output that is no longer printed: python docs/generate.py")
        else:
            page.write_text(renewed(page.read_text("utf-8")), "utf-8")
            print(f"{name} rewritten")
    return int(bool(old) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
