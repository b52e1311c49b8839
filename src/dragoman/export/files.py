"""Files that appear whole or not at all: written beside their place, and renamed when all is done."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dragoman.errors import ExportError


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A temporary file in the folder of ``path``; it takes the place of ``path`` when the block ends well, and goes when it does not.

    Raises `dragoman.errors.ExportError` where the system refuses to write.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    made = Path(name)
    try:
        yield made
        with writing(path):
            made.chmod(0o644)
            made.replace(path)
    finally:
        made.unlink(missing_ok=True)


@contextmanager
def new_files(folder: Path) -> Iterator[Path]:
    """A temporary folder beside ``folder``; its files move into ``folder`` when the block ends well, and go when it does not.

    Raises `dragoman.errors.ExportError` where the system refuses to write.
    """
    with writing(folder):
        if folder.exists() and not folder.is_dir():
            raise ExportError(str(folder), "there is a file of this name, and a folder is wanted")
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield made
        with writing(folder):
            folder.mkdir(exist_ok=True)
            for file in sorted(made.iterdir()):
                file.replace(folder / file.name)
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def new_text(path: Path, *, bom: bool = False) -> Iterator[Callable[[str], None]]:
    """What writes text (UTF-8, line breaks as given) to a file that appears when the block ends well.

    Raises `dragoman.errors.ExportError` where the system refuses to write.
    """
    with new_file(path) as made, open_text(made, path, bom=bom) as write:
        yield write


@contextmanager
def open_text(made: Path, path: Path, *, bom: bool = False) -> Iterator[Callable[[str], None]]:
    """What writes text to ``made``; errors name ``path``, for which it stands."""
    with ExitStack() as closing:
        with writing(path):
            file = closing.enter_context(made.open("w", encoding="utf-8", newline=""))

        def write(text: str) -> None:
            with writing(path):
                file.write(text)

        if bom:
            write("\ufeff")
        yield write
        with writing(path):
            file.close()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Work on files; an error of the system becomes one that says what could not be written."""
    try:
        yield
    except BrokenPipeError:
        raise  # of the reader of stdout, not of this file
    except OSError as error:
        raise ExportError(str(path), error.strerror or str(error)) from error
