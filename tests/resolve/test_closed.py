"""The day on which an act was called off, kept apart from the act's own day; and marks that need a year."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.codebook import Codebook
from dragoman.model import Event, Mark, Report, Span, When
from dragoman.reader import Reader
from dragoman.resolve.marks import dated_marks

PUBLISHED = date(2024, 5, 16)  # a Thursday


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.model
@pytest.mark.parametrize(
    "text, closed, when",
    [
        ("The talks in Geneva were cancelled on Monday.", date(2024, 5, 13), None),
        (
            "The president on Tuesday postponed a meeting that was scheduled for 20 May.",
            date(2024, 5, 14),
            "2024-05-20",
        ),
        ("The talks in Geneva were cancelled.", None, None),
        ("The talks were put off until next month.", None, None),
        ("The minister put off a visit to Doha that was planned for 20 May.", None, "2024-05-20"),
        ("The minister put off a visit to Doha that was planned for 14 May.", None, "2024-05-14"),
        ("Last September the minister called off secret talks with them in Doha.", None, "2023-09"),
    ],
)
def test_called_off(text: str, closed: date | None, when: str | None, reader: Reader) -> None:
    reading = reader.read(Report.of(text, title="A title", published=PUBLISHED))
    event = next(event for event in reading.events if event.status == "cancelled")
    assert (event.closed, event.when.edtf if event.when else None) == (closed, when)


def event(edtf: str | None, value: str) -> Event:
    words = Span(start=0, end=3, words="met")
    return Event(
        id="e1",
        type="CONSULT",
        status="happened",
        trigger=words,
        evidence=words,
        when=When.of(edtf, basis="stated") if edtf else None,
        marks=(Mark(kind="summit", value=value), Mark(kind="ship", value="Ada")),
    )


@pytest.mark.parametrize(
    "edtf, value, marks",
    [
        ("2022-11-15", "G20", ("G20 of 2022", "Ada")),
        ("[2022-11-15..2022-11-20]", "G20", ("G20 of 2022", "Ada")),
        ("2023", "G20 of 2022", ("G20 of 2022", "Ada")),
        ("[2022-11-15..]", "G20", ("Ada",)),
        (None, "G20", ("Ada",)),
    ],
)
def test_a_name_that_comes_back_needs_its_year(edtf: str | None, value: str, marks: tuple[str, ...]) -> None:
    found = dated_marks(event(edtf, value), Codebook.load()).marks
    assert tuple(mark.value for mark in found) == marks


@pytest.mark.model
def test_forecasts_and_places_reach_the_reading(reader: Reader) -> None:
    reading = reader.read(
        Report.of("A blast killed 40 people in Ankara. The toll could reach 90.", title="A title", published=PUBLISHED)
    )
    killed, feared = reading.quantities
    assert killed.place is not None
    assert killed.place.name == "Ankara"
    times = {claim.quantity: claim.time_ref for claim in reading.claims if claim.quantity}
    assert times == {killed.id: None, feared.id: "future"}
