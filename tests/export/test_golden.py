"""The small record in every format of text, byte for byte. ``pytest tests/export --update-golden`` rewrites them, and the difference is the review."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.export import Options, write

HERE = Path(__file__).parent / "golden"
FILES = {
    "polecat": "polecat.tsv",
    "plover": "plover.jsonl",
    "geojson": "events.geojson",
    "csv": "csv",
    "jsonl": "jsonl",
}


@pytest.mark.parametrize("name", FILES)
def test_the_small_record_gives_what_it_gave(
    name: str, made: Any, codebook: Codebook, tmp_path: Path, *, update_golden: bool
) -> None:
    write(name, made, tmp_path / FILES[name], codebook=codebook, options=Options(written=date(2025, 9, 6)))
    changed = []
    for path in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        golden, data = HERE / path.relative_to(tmp_path), neutral(path.read_bytes().decode("utf-8"))
        if update_golden:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_bytes(data.encode("utf-8"))
        if not golden.exists() or golden.read_bytes().decode("utf-8") != data:
            changed.append(golden.name)
    assert not changed, f"{', '.join(changed)}: look at what changed, then run with --update-golden"


def neutral(text: str) -> str:
    """Without the hash of the codebook, which changes without any change of an answer, and without that of the one file that holds it."""
    text = re.sub(r'("fold_codebook": ?)"[^"]*"', r'\1"…"', text)
    return re.sub(r'("name": "events.geojson",\s+"bytes": \d+,\s+"sha256": )"[^"]*"', r'\1"…"', text)
