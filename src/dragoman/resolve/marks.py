"""Marks that come back every year get the year that makes them one of a kind."""

from __future__ import annotations

import re

from dragoman.codebook import Codebook
from dragoman.model import Event, Mark

_DATED = re.compile(r" of \d{4}\Z")


def dated_marks(event: Event, codebook: Codebook) -> Event:
    """Return an event whose yearly marks have their year, those of the words or that of the event: "G20 of 2022".

    A mark of this kind without a year tells nothing apart, and goes.
    """
    yearly = codebook.marks.yearly
    if not any(mark.kind in yearly for mark in event.marks):
        return event
    year = _year(event)
    kept: list[Mark] = []
    for mark in event.marks:
        if mark.kind not in yearly or _DATED.search(mark.value):
            kept.append(mark)
        elif year is not None:
            kept.append(mark.replace(value=f"{mark.value} of {year}"))
    return event.replace(marks=tuple(kept))


def _year(event: Event) -> int | None:
    when = event.when
    if when is None or when.earliest is None or when.latest is None or when.earliest.year != when.latest.year:
        return None
    return when.earliest.year
