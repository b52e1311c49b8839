"""Who commands whom, by the codebook and by what a report says; and the members of those who are meant together."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.codebook import Codebook
from dragoman.model import Entity, Report
from dragoman.reader import Reader
from dragoman.resolve.control import controller


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


@pytest.fixture(scope="module")
def reader(codebook: Codebook) -> Reader:
    return Reader(codebook=codebook)


def entity(reader: Reader, text: str, words: str) -> Entity:
    """The entity of a text with a mention that ends with some words."""
    report = Report.of(text, title="A title", published=date(2024, 5, 16))
    return next(e for e in reader.read(report).entities if any(m.words.endswith(words) for m in e.mentions))


@pytest.mark.parametrize(
    "id_, day, by",
    [
        ("rus-defence-ministry", None, "RUS"),
        ("united-states-central-command", None, "usa-armed-forces"),
        ("usa-armed-forces", None, "USA"),
        ("al-qassam-brigades", None, "hamas"),
        ("european-commission", None, "Q458"),
        ("world-health-organization", None, None),  # its own master, though of the United Nations
        ("united-states-senate", None, None),  # a parliament speaks for itself
        ("tass", None, "RUS"),
        ("reuters", None, None),
        ("sergey-lavrov", date(2024, 5, 16), "RUS"),
        ("bgr-health-ministry", None, "BGR"),  # in no table: the pattern of the id names it
        ("bgr-supreme-court", None, None),
        ("nobody-of-this-name", None, None),
    ],
)
def test_controller(id_: str, day: date | None, by: str | None, codebook: Codebook) -> None:
    assert controller(codebook, id_, day) == by


def test_an_office_counts_on_its_days_alone(codebook: Codebook) -> None:
    assert controller(codebook, "antony-blinken", date(2023, 1, 1)) == "USA"
    assert controller(codebook, "antony-blinken", date(2019, 1, 1)) is None


def test_the_chain_ends(codebook: Codebook) -> None:
    for row in codebook.entities:
        seen, id_ = {row.id}, controller(codebook, row.id)
        while id_ is not None:
            assert id_ not in seen, row.id
            seen.add(id_)
            id_ = controller(codebook, id_)


@pytest.mark.model
@pytest.mark.parametrize(
    "text, words, by",
    [
        ("Sudan's health minister, Haitham Ibrahim, said that 12 people had died.", "Haitham Ibrahim", "SDN"),
        ("Bulgarian soldiers attacked the camp.", "soldiers", "BGR"),
        ("Bulgarian state television reported that the army had left.", "television", "BGR"),
        (
            "A spokesman for the Bulgarian defence ministry said that two soldiers were killed.",
            "spokesman",
            "bgr-defence-ministry",
        ),
        ("A former Norwegian diplomat criticised the deal.", "diplomat", None),
        ("Norwegian and Swedish officials met in Oslo.", "officials", None),
        ("Norway's supreme court rejected the appeal.", "court", None),
        ("Opposition leader Anna Berg of Norway met the president.", "Anna Berg", None),
        ("The health minister in the rebel administration in eastern Libya, Omar Saleh, said so.", "Omar Saleh", None),
        ("Bulgarian farmers met in Sofia.", "farmers", None),
    ],
)
def test_what_a_report_says(text: str, words: str, by: str | None, reader: Reader) -> None:
    assert entity(reader, text, words).controlled_by == by


@pytest.mark.model
def test_members_of_those_who_speak_together(reader: Reader) -> None:
    report = Report.of("Britain and America said that the deal was off.", title="A title", published=date(2024, 5, 16))
    joint = next(e for e in reader.read(report).entities if e.members)
    assert joint.members == ("GBR", "USA")
    assert joint.controlled_by is None
