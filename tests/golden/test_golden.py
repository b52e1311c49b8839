"""The examples in every form that ``dragoman read`` writes, byte for byte.

Golden files stand beside this file. ``pytest tests/golden --update-golden`` rewrites them, and the difference is the review. What changes without
any change of an answer (hashes of model and codebook, the version) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.cli import main

HERE = Path(__file__).parent
EXAMPLES = sorted(path.parent for path in (HERE.parent.parent / "examples").glob("*/report.txt"))

pytestmark = pytest.mark.model


def neutral(text: str) -> str:
    """Without the hashes of model and codebook, and without the version."""
    text = re.sub(r'("(?:version|pipeline|codebook)": )"[^"]*"', r'\1"…"', text)
    text = re.sub(r"Read by Dragoman \S+ \((\w+)\), codebook \w+", r"Read by Dragoman … (\1), codebook …", text)
    return re.sub(r",rules,[0-9a-f]{8,64}$", ",rules,…", text, flags=re.MULTILINE)


def written(report: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    """The files of all forms, each with its name and content."""
    name, page, tables = report.parent.name, folder / "page.html", folder / "tables"
    assert main(["read", str(report), "--json", "--csv", str(tables), "--html", str(page)]) == 0
    yield f"{name}.json", capsys.readouterr().out
    yield f"{name}.html", page.read_text("utf-8")
    yield from ((f"{name}/{path.name}", path.read_text("utf-8")) for path in sorted(tables.iterdir()))
    assert main(["read", str(report)]) == 0
    yield f"{name}.txt", capsys.readouterr().out


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.name for example in EXAMPLES])
def test_an_example_gives_what_it_gave(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, update_golden: bool
) -> None:
    changed = []
    for name, text in written(example / "report.txt", tmp_path, capsys):
        path = HERE / name
        if update_golden:
            path.parent.mkdir(exist_ok=True)
            path.write_text(neutral(text), "utf-8")
        if path.read_text("utf-8") != neutral(text):
            changed.append(name)
    assert not changed, f"{', '.join(changed)}: look at what changed, then make golden"
