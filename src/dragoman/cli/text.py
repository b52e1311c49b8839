"""How text gets out: the one console, messages on stderr, quotation marks around exact words.

Everything that comes out of a report passes through `dragoman.model.visible` and is printed by a console that knows no markup: rich would drop
``[sic]``, fail on ``[/b]`` and turn ``:train:`` into a picture.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, TextIO

from dragoman.model.visible import one_line, visible

if TYPE_CHECKING:
    from rich.console import Console

_RAW_IN_JSON = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def quoted(words: str) -> str:
    """Exact words of a report, on one line, in quotation marks.

    >>> quoted("about 2,000")
    '“about 2,000”'
    """
    return f"“{one_line(words)}”"


def safe_json(text: str) -> str:
    r"""JSON in which no character that a terminal obeys stands raw; it says the same.

    >>> safe_json('"\u202eabc\x9b"')
    '"\\u202eabc\\u009b"'
    """

    def escape(found: re.Match[str]) -> str:
        units = found[0].encode("utf-16-be")
        return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))

    return _RAW_IN_JSON.sub(escape, text)


def console(stream: TextIO | None = None) -> Console:
    """A console that prints words as words: no markup, no emoji codes, no highlighting.

    ``NO_COLOR``, ``FORCE_COLOR``, ``COLUMNS`` and ``TERM=dumb`` are respected; a pipe gets no escape byte.
    """
    from rich.console import Console

    class Passing(Console):
        """rich would end the process with code 1 when its reader has gone; that is for `dragoman.cli.main` to say."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    out = stream or sys.stdout
    forced = bool(os.environ.get("FORCE_COLOR")) and not os.environ.get("NO_COLOR")
    plain = not forced and (not out.isatty() or os.environ.get("TERM") == "dumb")
    return Passing(
        file=out,
        markup=False,
        emoji=False,
        highlight=False,
        width=_width(out),
        force_terminal=False if plain else None,
        color_system=None if plain else "auto",
    )


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return max(20, int(columns))
    try:
        return max(20, os.get_terminal_size(stream.fileno()).columns) if stream.isatty() else 100
    except (OSError, ValueError):
        return 100


def say(text: str) -> None:
    """One message on stderr, its own line breaks kept."""
    sys.stderr.write(visible(text, keep="\n") + "\n")
    sys.stderr.flush()
