"""The memory: what was read, what changed, who agrees, who contradicts.

Rows that come from readings are inserted and never changed. Everything else (works, lines of figures, merged events, verdicts) is a function of
the rows held and of people's judgements; what is stored of it is a copy that can be computed again at any time, for today or for any day before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.record.record import Record as Record

__all__ = ["Record"]


def __getattr__(name: str) -> object:
    # The database library is loaded when a record is opened, not when a rule of this room is used.
    if name == "Record":
        from dragoman.record.record import Record

        return Record
    raise AttributeError(f"module 'dragoman.record' has no attribute {name!r}")
