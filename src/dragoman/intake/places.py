"""Where reports are: a file, a folder, a pattern, the standard input; in an order that is always the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from glob import glob, has_magic
from pathlib import Path

from dragoman.errors import IntakeError

STDIN = "-"
"""The name of the standard input."""


def files_of(source: str | Path) -> Iterator[Path | IntakeError]:
    """The files that a source stands for, in the order of their paths; hidden files of a folder are left out."""
    text = str(source)
    if text.lower().startswith(("http://", "https://")):
        yield IntakeError(text, "is an address, and addresses are not fetched", hint="save the page and give the file")
        return
    try:
        kind = Path(text).stat().st_mode
    except FileNotFoundError:
        yield from _matches(text)
    except (OSError, ValueError) as error:
        yield IntakeError(text, f"cannot be read: {_reason(error)}")
    else:
        yield from _folder(Path(text)) if stat.S_ISDIR(kind) else [Path(text)]


def _matches(pattern: str) -> Iterator[Path | IntakeError]:
    found = sorted(glob(pattern, recursive=True)) if has_magic(pattern) else []  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not found:
        what = "matches no file" if has_magic(pattern) else "does not exist"
        yield IntakeError(pattern, what, hint="check the spelling, or give a folder")
    for path in found:
        yield from _folder(Path(path)) if Path(path).is_dir() else [Path(path)]


def _folder(folder: Path) -> Iterator[Path | IntakeError]:
    refused: list[IntakeError] = []

    def keep(error: OSError) -> None:
        refused.append(IntakeError(str(error.filename or folder), f"cannot be read: {_reason(error)}"))

    empty = True
    for root, folders, files in os.walk(folder, onerror=keep):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            empty = False
            path = Path(root, name)
            if path.is_file():
                yield path
            else:
                yield IntakeError(str(path), "is no file with text in it (a pipe, a device, or a broken link)")
        yield from refused
        refused.clear()
    yield from refused
    if empty and not refused:
        yield IntakeError(str(folder), "holds no file", hint="hidden files are left out")


def read_file(path: Path, most: int) -> tuple[bytes, bool]:
    """The bytes of a file up to a number, and whether there are more. Raises `dragoman.errors.IntakeError` if it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise IntakeError(str(path), f"cannot be read: {_reason(error)}") from error
    return data[:most], len(data) > most


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
