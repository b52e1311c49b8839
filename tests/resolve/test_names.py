"""Names that stand for somebody named before, and groups that belong to somebody."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.model import Reading, Report
from dragoman.reader import Reader

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, text: str) -> Reading:
    return reader.read(Report.of(text, title="A title", published=date(2025, 5, 16)))


@pytest.mark.parametrize(
    "sentence", ["It was Bergdal's first visit to Uruguay.", "On Wednesday Bergdal will attend the summit in Lisbon."]
)
def test_a_surname_is_not_taken_for_a_place(sentence: str, reader: Reader) -> None:
    reading = read(reader, f"Icelandic Foreign Minister Sunna Bergdal visited Montevideo on Tuesday. {sentence}")
    assert [one.name for one in reading.entities if "Bergdal" in one.name] == ["Sunna Bergdal"]
    assert {party.entity for event in reading.events for party in event.actors} == {"sunna-bergdal"}


def test_a_place_that_somebody_is_called_after_stays_one(reader: Reader) -> None:
    reading = read(reader, "Ana Valencia spoke on Monday. Thousands of people marched in Valencia on Tuesday.")
    place = next(event.place for event in reading.events if event.type == "PROTEST")
    assert place is not None
    assert place.country is not None


def test_a_group_is_named_after_its_owner(reader: Reader) -> None:
    reading = read(reader, "Platino Minerals denied on Friday that its guards had fired on families in Salto.")
    doers = {party.entity for event in reading.events for party in event.actors}
    assert "platino-minerals-guards" in doers
