"""How an export is made: what every format asks, and what single ones do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Literal, get_args, get_type_hints

from dragoman.errors import SettingsError
from dragoman.model.words import Status

DatePolicy = Literal["omit", "earliest", "latest", "midpoint", "published"]
"""What a format that wants one day gets where the date is not one day. ``omit``: its sign for missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How an export is made. Raises `dragoman.errors.SettingsError` for a value that an option cannot have.

    >>> Options(date="latest").fold
    'manual'
    """

    fold: str = "manual"
    """What becomes of type and status, by the name of a fold of the codebook: ``manual``, ``surface``, ``zsp``."""
    statuses: tuple[str, ...] = ()
    """Only events of these statuses; empty: those that happened or are under way, and those that the fold turns into a row."""
    per: Literal["event", "mention"] = "event"
    """A row for each event, or for each telling of it."""
    date: DatePolicy = "omit"
    """What stands for one day where the date is not one day."""
    written: dt.date | None = None
    """The day or moment of writing, for the sidecar."""
    safe_cells: bool | None = None
    """Whether texts that a spreadsheet would run get an apostrophe in front; null: for CSV and XLSX."""
    bom: bool = False
    """Whether a text file begins with a byte-order mark, as some spreadsheets want it."""
    with_text: bool = False
    """Whether the texts of the reports go along, where the format has room for them."""
    intensity_name: Literal["Intensity", "Event Intensity"] = "Intensity"
    """POLECAT: the name of its fifth column."""
    qid: bool = False
    """POLECAT: whether Wikidata ids follow as columns 41 and 42."""
    entity_style: Literal["manual", "example"] = "manual"
    """PLOVER: whether parties have the names of the manual's list or of its example."""
    sanction_quad: Literal[3, 4] = 4
    """PLOVER: the quad class of SANCTION; the manual's table says 3."""
    countries: Literal["omit", "centre"] = "omit"
    """GeoJSON: whether a place that is a whole country is drawn at its centre."""
    flat: bool = False
    """GeoJSON: whether lists are joined to texts."""

    def __post_init__(self) -> None:
        hints = get_type_hints(type(self))
        for one in fields(self):
            known, value = get_args(hints[one.name]), getattr(self, one.name)
            if known and not any(isinstance(kind, type) or kind is Ellipsis for kind in known) and value not in known:
                names = ", ".join(str(name) for name in known)
                raise SettingsError(one.name, f"{value!r} is none of {names}")
        for status in self.statuses:
            if status not in get_args(Status):
                raise SettingsError("statuses", f"{status!r} is none of {', '.join(get_args(Status))}")
