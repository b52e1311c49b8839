"""Names to places: the countries of a report decide between places of one name."""

from __future__ import annotations

import pytest

from dragoman.codebook import Codebook
from dragoman.model import Place, Span
from dragoman.resolve.places import Gazetteer


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


def place(codebook: Codebook, text: str, words: str) -> Place:
    start = text.index(words)
    return Gazetteer(codebook, text).place(Span(start=start, end=start + len(words), words=words))


@pytest.mark.parametrize(
    "text, words, country, precision",
    [
        ("Ukraine's army left Odesa.", "Odesa", "UKR", "city"),
        ("Police in Texas and elsewhere in the United States; crowds in Odessa.", "Odessa", "USA", "city"),
        ("Russian troops moved through the Kursk region.", "the Kursk region", "RUS", "admin1"),
        ("They met in Norway.", "Norway", "NOR", "country"),
        ("A ferry sank in the Black Sea.", "the Black Sea", None, "sea"),
        ("The port city of Mombasa in Kenya was calm.", "The port city of Mombasa", "KEN", "city"),
        ("The talks in Cairo, Egypt, ended.", "Cairo", "EGY", "city"),
        ("A bomb went off in a Madrid suburb in Spain.", "a Madrid suburb", "ESP", "city"),
    ],
)
def test_place(text: str, words: str, country: str | None, precision: str, codebook: Codebook) -> None:
    found = place(codebook, text, words)
    assert (found.country, found.precision) == (country, precision)
    assert found.words.words == words


def test_a_name_of_the_gazetteer_that_the_report_uses_is_kept(codebook: Codebook) -> None:
    assert place(codebook, "Libya buried its dead in Derna.", "Derna").name == "Derna"


def test_unknown_place_keeps_its_words(codebook: Codebook) -> None:
    found = place(codebook, "They met at Zzyrgh Hall.", "Zzyrgh Hall")
    assert (found.name, found.country, found.geonames, found.precision) == ("Zzyrgh Hall", None, None, None)


@pytest.mark.parametrize(
    "text, words",
    [
        ("A title\n\nNAIROBI, 3 May - Police were sent out here.", "NAIROBI"),
        ("A title\n\nOslo — Talks opened here.", "Oslo"),
        ("A title\n\nThe talks opened in Oslo.", None),
        ("A title\n\nWASHINGTON/ANKARA - Two planes landed.", None),
    ],
)
def test_dateline(text: str, words: str | None, codebook: Codebook) -> None:
    line = Gazetteer(codebook, text).dateline
    assert (line.words if line else None) == words


def test_here_is_the_place_of_the_dateline(codebook: Codebook) -> None:
    found = place(codebook, "A title\n\nNAIROBI, 3 May - Police were sent out here.", "here")
    assert (found.name, found.country, found.words.words) == ("Nairobi", "KEN", "here")


def test_the_capital_is_that_of_the_country_told_of_most(codebook: Codebook) -> None:
    text = "Kenya's police and Kenyan soldiers held the capital, Uganda said."
    assert place(codebook, text, "the capital").name == "Nairobi"


@pytest.mark.parametrize(
    "text, words, within",
    [
        ("They met in Munich, Germany.", "Munich", ("Bavaria",)),
        ("They met in Germany.", "Germany", ()),
        ("A flood hit New York in the United States.", "New York", ()),
        ("They met at Zzyrgh Hall.", "Zzyrgh Hall", ()),
    ],
)
def test_larger_places_around(text: str, words: str, within: tuple[str, ...], codebook: Codebook) -> None:
    assert place(codebook, text, words).within == within


def test_the_city_is_the_one_named_last(codebook: Codebook) -> None:
    text = "Libya mourned. A dam burst in Derna, near Susa Beach. Rescuers reached the city."
    assert place(codebook, text, "the city").name == "Derna"


def test_the_city_stays_words_where_none_was_named(codebook: Codebook) -> None:
    assert place(codebook, "Libya mourned. Rescuers reached the city.", "the city").precision is None


@pytest.mark.parametrize("words", ["the centre", "the airport", "North Zzyrgh"])
def test_common_words_are_no_places(words: str, codebook: Codebook) -> None:
    assert place(codebook, f"They met in {words}.", words).geonames is None
