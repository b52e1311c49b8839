"""A record in the field's formats, one module for each. An export may lose and never invents; beside each file stands what was left out and lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path

from dragoman.codebook import Codebook
from dragoman.errors import SettingsError
from dragoman.export import geojson, own, parquet, plover, polecat, xlsx
from dragoman.export.about import About
from dragoman.export.files import new_text
from dragoman.export.options import Options
from dragoman.export.source import Export

__all__ = ["FORMATS", "About", "Export", "Options", "sidecar", "write"]

Writer = Callable[[Export, Path, Codebook, Options, About], tuple[Path, ...]]
"""Writes a selection to a path and gives the files that it wrote."""

FORMATS: Mapping[str, Writer] = {
    "csv": own.write_csv,
    "geojson": geojson.write,
    "jsonl": own.write_jsonl,
    "parquet": parquet.write,
    "plover": plover.write,
    "polecat": polecat.write,
    "xlsx": xlsx.write,
}
"""The formats by name. ``csv``, ``jsonl`` and ``parquet`` write a folder with a file for each table, the others one file."""


def write(
    format: str,  # noqa: A002 - what everybody calls it
    source: Export,
    path: str | Path,
    *,
    codebook: Codebook,
    options: Options | None = None,
) -> About:
    """Write a selection of a record in a format, and what the export says of itself in the file beside it (`sidecar`).

    Files appear whole or not at all, and are the same bytes for the same selection, codebook and options. Raises `dragoman.errors.SettingsError`
    for a format that is not known, `dragoman.errors.MissingExtra` where a library is not installed, `dragoman.errors.ExportError` where
    the system refuses to write.
    """
    writer, target, chosen = _writer(format), Path(path), options or Options()
    about = About(format=format, source=source.about(), codebook=codebook.hash, options=chosen)
    files = writer(source, target, codebook, chosen, about)
    about.sign(files)
    with new_text(sidecar(target)) as out:
        out(about.text())
    return about


def sidecar(path: Path) -> Path:
    """The file in which an export says of itself what it is: ``events.tsv.about.json`` beside ``events.tsv``."""
    return path.with_name(f"{path.name}.about.json")


def _writer(name: str) -> Writer:
    if name in FORMATS:
        return FORMATS[name]
    near = get_close_matches(name, FORMATS, n=1)
    known = sorted(FORMATS, key=lambda one: (one not in near, one))
    raise SettingsError("format", f"there is no format {name!r}; there are {', '.join(known)}")
