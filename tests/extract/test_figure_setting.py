"""Where a figure holds, whom it counts in or leaves out, and whether it is a forecast."""

from __future__ import annotations

from functools import cache

import pytest

from dragoman import language
from dragoman.codebook import Codebook
from dragoman.extract import Extraction, extract
from dragoman.extract.figure_setting import FigureSetting
from dragoman.model import Quantity

pytestmark = pytest.mark.model


@cache
def read(text: str) -> Extraction:
    return extract(language.load()(f"A title\n\n{text}"), Codebook.load())


def figure(text: str, words: str) -> tuple[Quantity, FigureSetting]:
    """The figure of a text with some words, and what stands around it."""
    found = read(text)
    quantity = next(one for one in found.quantities if words in one.words.words)
    return quantity, found.settings[quantity.id]


@pytest.mark.parametrize(
    "text, words, place",
    [
        ("At least 40 people were killed in Basra on Monday.", "40", "Basra"),
        ("The death toll in Valencia has reached 900.", "900", "Valencia"),
        ("The number of dead in Aceh rose to 200, the governor said.", "200", "Aceh"),
        ("The 30 survivors in Hatay were taken to hospital.", "30", "Hatay"),
        ("The storm made 90 homeless, some 40 of them in Aden.", "40", "Aden"),
        ("The agency counted 40 dead in the city.", "40", "the city"),
        ("Displacement in Sudan passes 10 million.", "10 million", "Sudan"),
        ("As many as 40 of the 90 soldiers in Basra have fled.", "As many as 40", None),
        ("A flood killed 90 people in the province of Hatay and 30 elsewhere.", "30", None),
        ("The government pledged $30m in Hatay.", "$30m", None),
        ("A mayor said that 40 people were missing.", "40", None),
    ],
)
def test_place(text: str, words: str, place: str | None) -> None:
    found = figure(text, words)[1].place
    assert (found.words if found is not None else None) == place


@pytest.mark.parametrize(
    "text, words, includes, excludes",
    [
        ("The summit was attended by 26 leaders, including Ruto and Lula.", "26", ["Ruto", "Lula"], []),
        ("Modi is among 26 leaders who will attend.", "26", ["Modi"], []),
        ("The president met Modi, Ruto and three other leaders in Delhi.", "three", [], ["Modi", "Ruto"]),
        ("Lula joined 24 other leaders at the parade.", "24", [], ["Lula"]),
        ("Besides Macron, 12 leaders attended the summit.", "12", [], ["Macron"]),
        ("The summit was attended by 26 leaders.", "26", [], []),
        ("The bomb killed 12 people, including three children.", "12", [], []),
    ],
)
def test_who_is_counted_in_and_left_out(text: str, words: str, includes: list[str], excludes: list[str]) -> None:
    setting = figure(text, words)[1]
    assert [span.words for span in setting.includes] == includes
    assert [span.words for span in setting.excludes] == excludes


@pytest.mark.parametrize(
    "text, words",
    [
        ("The death toll could reach 900, the mayor said.", "900"),
        ("The number of dead is expected to exceed 5,000, officials warned.", "5,000"),
        ("The UN said that 10,000 people may die of hunger.", "10,000"),
        ("The toll will rise to 300, the governor said.", "300"),
        ("The number of refugees may rise to 2 million by June.", "2 million"),
        ("The cost could exceed $2 billion, the minister said.", "$2 billion"),
    ],
)
def test_forecasts(text: str, words: str) -> None:
    quantity, setting = figure(text, words)
    assert setting.ahead
    assert quantity.aggregation != "planned"


@pytest.mark.parametrize(
    "text, words, aggregation",
    [
        ("The army will send 5,000 troops to the border.", "5,000", "planned"),
        ("As many as 300 soldiers could be sent to Mali.", "300", "planned"),
        ("The force will grow to 5,000 soldiers by June.", "5,000", "planned"),
        ("The toll has risen to 300, the governor said.", "300", "cumulative"),
        ("More than 5,000 people could have died, the mayor said.", "5,000", "total"),
    ],
)
def test_what_is_no_forecast(text: str, words: str, aggregation: str) -> None:
    quantity, setting = figure(text, words)
    assert not setting.ahead
    assert quantity.aggregation == aggregation
