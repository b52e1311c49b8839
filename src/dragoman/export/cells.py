"""Values as the cells of a table, and the apostrophe that keeps a spreadsheet from running one.

A spreadsheet takes a text for a formula by its first sign, and some programs drop blanks, quotation marks or invisible signs before they look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from dragoman.model.tables import Cell

LIST = " | "
"""What stands between the items of a list that is written in one cell."""
_SKIPPED = "\\s\x00-\x1f\x7f-\x9f\"'“”‘’«»„`\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_FORMULA = re.compile(f"[{_SKIPPED}]*[=+\\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n\x00]")
_QUOTED = re.compile('[,"\r\n]')
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


def risky(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula.

    >>> risky("=1+1"), risky(' "@SUM(A1)"'), risky("-5"), risky("a = b")
    (True, True, False, False)
    """
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None


def safe(text: str) -> str:
    """The text with an apostrophe in front where it is `risky`.

    >>> safe("+1 (555) 0100"), safe("Goma")
    ("'+1 (555) 0100", 'Goma')
    """
    return f"'{text}" if risky(text) else text


def text_of(value: Cell) -> str:
    """A value as text: null is empty, days and moments are those of ISO 8601, lists are joined by `LIST`.

    >>> text_of(("one", "two")), text_of(None), text_of(-5)
    ('one | two', '', '-5')
    """
    if isinstance(value, tuple):
        return LIST.join(str(one) for one in value)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def cell(value: Cell, *, safe_cells: bool) -> str:
    """A value as the text of a cell; with ``safe_cells``, no text or list is `risky`."""
    text = text_of(value)
    return safe(text) if safe_cells and isinstance(value, str | tuple) else text


def csv_line(cells: Iterable[str]) -> str:
    r"""A line of CSV (RFC 4180) with the break that ends it. A lone carriage return is quoted too: some readers take it for a line break.

    >>> csv_line(["a", 'the "b" of', "c\rd"])
    'a,"the ""b"" of","c\rd"\n'
    """
    doubled = ('"' + one.replace('"', '""') + '"' if _QUOTED.search(one) else one for one in cells)
    return ",".join(doubled) + "\n"
