"""Objects as lines of JSON, the same bytes for the same object."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dragoman.export.about import iso

# Line breaks to some readers, and raw characters to JSON: as escapes they are the same text and no break.
_BREAKS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})


def json_line(value: Mapping[str, object]) -> str:
    r"""An object on one line, without the line break that ends it; days and moments are ISO 8601.

    >>> from datetime import date
    >>> json_line({"id": "a\u2028b", "day": date(2025, 9, 2), "of": ("x", 2)})
    '{"id":"a\\u2028b","day":"2025-09-02","of":["x",2]}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=iso)
    return text.translate(_BREAKS)
