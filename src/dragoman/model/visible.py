"""Control, direction and other invisible characters of report text, shown instead of sent.

Report text was written by strangers. Sent to a terminal as it is, it could move the cursor, change colours or set the window's title; on a page a
direction mark could reorder a line. So whatever shows report text to a person makes these characters visible first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

JOINERS = frozenset("\u200c\u200d")
"""Format characters that scripts and pictures need, and that move nothing."""

_UNUSUAL = re.compile(r"[^\w\s!-/:-@\[-`{-~€–—‘’“”]|[\x00-\x1f\x85\u2028\u2029]")


@cache
def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category not in ("Cc", "Cf", "Cs", "Zl", "Zp") or character in JOINERS:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def visible(text: str, *, keep: str = "") -> str:
    r"""Text with its invisible characters shown; those in ``keep`` (line breaks, say) stay.

    >>> visible("a\x1b[31mb\u202ec")
    'a␛[31mb⟨U+202E⟩c'
    """
    return _UNUSUAL.sub(lambda found: found[0] if found[0] in keep else _shown(found[0]), text)


def one_line(text: str) -> str:
    r"""The same on one line: every run of white space becomes one blank.

    >>> one_line("two\n  lines\t[sic]")
    'two lines [sic]'
    """
    return visible(" ".join(text.split()))
