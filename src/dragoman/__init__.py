"""Dragoman reads news reports and records events and claims with their exact words.

>>> import dragoman
>>> report = next(dragoman.reports("train-journey.txt"))  # doctest: +SKIP
>>> reading = dragoman.read(report)  # doctest: +SKIP
>>> reading.rows("events")  # doctest: +SKIP

The names below are the whole public surface; each is loaded when it is first asked for, so that ``import dragoman`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.codebook import Codebook as Codebook
    from dragoman.errors import DragomanError as DragomanError
    from dragoman.intake import reports as reports
    from dragoman.model import Claim as Claim
    from dragoman.model import Entity as Entity
    from dragoman.model import Event as Event
    from dragoman.model import Quantity as Quantity
    from dragoman.model import Reading as Reading
    from dragoman.model import Report as Report
    from dragoman.model import Span as Span
    from dragoman.reader import Reader as Reader
    from dragoman.reader import read as read
    from dragoman.record import Record as Record

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "Codebook",
    "DragomanError",
    "Entity",
    "Event",
    "Quantity",
    "Reader",
    "Reading",
    "Record",
    "Report",
    "Span",
    "__version__",
    "read",
    "reports",
]

_ROOMS = {
    "Claim": "dragoman.model",
    "Codebook": "dragoman.codebook",
    "DragomanError": "dragoman.errors",
    "Entity": "dragoman.model",
    "Event": "dragoman.model",
    "Quantity": "dragoman.model",
    "Reader": "dragoman.reader",
    "Reading": "dragoman.model",
    "Record": "dragoman.record",
    "Report": "dragoman.model",
    "Span": "dragoman.model",
    "read": "dragoman.reader",
    "reports": "dragoman.intake",
}


def __getattr__(name: str) -> object:
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    found: object = getattr(import_module(room), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
