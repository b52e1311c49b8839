"""The demonstration: fourteen reports written for this project, and the record that they make.

A mine dam collapses; several count its dead and do not agree, a ministry corrects itself, a company denies what it later admits, a visit is put off and
then made. People, companies, outlets and events are invented; the countries and towns are real and had no part in any of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from dragoman.codebook import Codebook
from dragoman.intake import reports
from dragoman.model import Reading, Report
from dragoman.reader import Reader
from dragoman.record import Record
from dragoman.record.coverage import VISITS, Coverage

AUTHOR = "demo"
"""Who states and judges in the demonstration."""
SNAPSHOT = "after three weeks"
"""The name of its snapshot."""
TITLE = "The dam of Tacuarembó"

_HERE = Path(__file__).parent
_HOUR = "T20:00:00.000+00:00"
_UNION = "miners-union"
_FIRE_BRIGADE = "northern-fire-brigade"


def pages() -> Iterator[Report]:
    """The reports of the demonstration, by day of publication.

    >>> next(pages()).outlet
    'Plata Wire'
    """
    yield from reports(sorted(_HERE.glob("*.txt")))


def make(where: str, *, codebook: Codebook | None = None) -> None:
    """Make the demonstration record at a place where there is none; it takes as long as fourteen reports take to read.

    Moments are fixed, each report being added on the evening of its day, so the record is the same whenever it is made.
    Raises `dragoman.errors.RecordError` and its kinds.
    """
    book = codebook if codebook is not None else Codebook.load()
    reader = Reader(codebook=book)
    readings = [reader.read(report) for report in pages()]
    with Record(where, codebook=book) as record:
        for reading in readings:
            for _ in record.add((reading,), by=AUTHOR, at=_evening(reading)):
                pass  # what each addition changed stands in the record
        _decide(record, f"{_last(readings).isoformat()}T21:00:00.000+00:00")


def tour() -> list[dict[str, str]]:
    """The stops of the guided tour: ``address`` (a page, with its query), ``heading`` and ``text`` each."""
    stops: list[dict[str, str]] = yaml.safe_load((_HERE / "tour.yml").read_text(encoding="utf-8"))["stops"]
    return stops


def _decide(record: Record, at: str) -> None:
    """What a person has decided: two judgements, one statement of coverage, one snapshot."""
    end = date(2025, 5, 28)
    record.cover(
        Coverage(
            id="", of=VISITS, parties=("sunna-bergdal", "URY"), window=f"2023-01-01/{end.isoformat()}", as_published=end, by=AUTHOR,
            why="The Icelandic minister's calendar of travels, looked through for this demonstration.",
        ),
        at=at,
    )  # fmt: skip
    for origin, why in (
        (_FIRE_BRIGADE, "The first count, by those who dug; the words are clear."),
        (_UNION, "The union later gave this number up: nobody else had counted so many."),
    ):
        first = min(
            (one for series in record.figures(counted="killed", origin=origin) for one in series.figures),
            key=lambda one: (one.report.published or date.max, one.id),
        )
        record.judge(first.id, "accepted" if origin == _FIRE_BRIGADE else "unsure", by=AUTHOR, why=why, at=at)
    record.snapshot(SNAPSHOT, at=at)


def _evening(reading: Reading) -> str:
    return f"{(reading.report.published or date.min).isoformat()}{_HOUR}"


def _last(readings: list[Reading]) -> date:
    return max(one.report.published for one in readings if one.report.published)
