"""Answers for programs: JSON, JSON Lines and CSV on stdout, written item by item.

What is printed are the types of `dragoman.record` by the names of their fields (`document`); CSV has the columns of the tables that exports write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from dragoman.cli.text import safe_json
from dragoman.model.visible import visible

HELD = ("recorded_at", "retired_at", "retired_why")
"""Columns of exports that an answer does not have: it is of one moment."""
_END = object()


def document(value: object) -> Any:  # noqa: ANN401 - JSON is any of its values
    """A value of the record's types as plain JSON: dates as ISO 8601, what is endless as null, the id of an event in front.

    >>> from dragoman.record.facts import Support
    >>> document(Support(voices=1, works=2, pages=3, origins=("army",)))["voices"]
    1
    """
    from pydantic_core import to_jsonable_python

    plain = to_jsonable_python(value, by_alias=True, inf_nan_mode="null")
    name = getattr(value, "id", None)
    return {"id": name, **plain} if isinstance(plain, dict) and isinstance(name, str) else plain


def print_json(items: Iterable[object], *, lines: bool) -> int:
    """Print items as one JSON list, or one a line; returns their number. Each item is written at once, so that none is cut."""
    number, waiting = 0, iter(items)
    item = next(waiting, _END)  # what fails at once fails before anything is printed
    if not lines:
        sys.stdout.write("[")
    while item is not _END:
        number += 1
        text = _text(item, indent=None if lines else 2)
        sys.stdout.write(f"{text}\n" if lines else f"{',' if number > 1 else ''}\n{text}")
        sys.stdout.flush()
        item = next(waiting, _END)
    if not lines:
        sys.stdout.write("\n]\n" if number else "]\n")
    return number


def print_one(value: object, *, line: bool = False) -> None:
    """Print one JSON document."""
    sys.stdout.write(_text(value, indent=None if line else 2) + "\n")
    sys.stdout.flush()


def print_csv(names: Iterable[str], rows: Iterable[Mapping[str, Any]], *, safe: bool) -> int:
    """Print rows as CSV (RFC 4180, with a header); returns their number. Characters that a terminal obeys are shown and not sent."""
    from dragoman.export.cells import cell, csv_line

    columns = [name for name in names if name not in HELD]
    number, waiting = 0, iter(rows)
    row = next(waiting, None)
    sys.stdout.write(csv_line(columns))
    while row is not None:
        number += 1
        cells = (visible(cell(row[name], safe_cells=safe), keep="\n\t") for name in columns)
        sys.stdout.write(csv_line(cells))
        row = next(waiting, None)
    sys.stdout.flush()
    return number


def _text(value: object, *, indent: int | None) -> str:
    import json

    return safe_json(json.dumps(document(value), ensure_ascii=False, indent=indent, allow_nan=False))
