"""Number phrases: operators, number words, scales, ranges, shares, and shapes that are no figures."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook import Codebook
from dragoman.extract.numbers import NumberGrammar, NumberPhrase

ONES = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
]
ONES += ["fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@cache
def shipped() -> NumberGrammar:
    return NumberGrammar(Codebook.load().quantities)


@pytest.fixture
def grammar() -> NumberGrammar:
    return shipped()


def said(phrase: NumberPhrase) -> tuple[str, float | None, float | None, float | None]:
    return phrase.op, phrase.low, phrase.high, phrase.point


@pytest.mark.parametrize(
    "text, words, op, low, high, point",
    [
        ("at least 430 people", "at least 430", ">=", 430, None, None),
        ("roughly 7,500 goats", "roughly 7,500", "~", None, None, 7500),
        ("a further 1.4 million left", "a further 1.4 million", "=", None, None, 1400000),
        ("an estimated 90,000 birds", "an estimated 90,000", "~", None, None, 90000),
        ("as many as 3,200 tents", "as many as 3,200", "<=", None, 3200, None),
        ("no fewer than thirty boats", "no fewer than thirty", ">=", 30, None, None),
        ("fewer than a dozen", "fewer than a dozen", "<", None, 12, None),
        ("between 40 and 55 cars", "between 40 and 55", "range", 40, 55, None),
        ("between 2 and 3 million", "between 2 and 3 million", "range", 2000000, 3000000, None),
        ("1,200–1,800 men", "1,200–1,800", "range", 1200, 1800, None),
        ("20 to 30 tents", "20 to 30", "range", 20, 30, None),
        ("47-hundred sailors", "47-hundred", "=", None, None, 4700),
        ("about 12-thousand", "about 12-thousand", "~", None, None, 12000),
        ("two hundred and six", "two hundred and six", "=", None, None, 206),
        ("one and a half million", "one and a half million", "=", None, None, 1500000),
        ("half a dozen", "half a dozen", "=", None, None, 6),
        ("a thousand", "a thousand", "=", None, None, 1000),
        ("300 or more", "300 or more", ">=", 300, None, None),
        ("500-plus", "500-plus", ">=", 500, None, None),
        ("a 600-strong force", "600", "=", None, None, 600),
    ],
)
def test_a_number_asserts_what_its_words_assert(
    grammar: NumberGrammar, text: str, words: str, op: str, low: float | None, high: float | None, point: float | None
) -> None:
    (phrase,) = grammar.phrases(text)
    assert text[phrase.start : phrase.end] == words
    assert said(phrase) == (op, low, high, point)


@pytest.mark.parametrize(
    "text, op, number",
    [
        ("48% of", "=", 48),
        ("some 17 per cent", "~", 17),
        ("less than a fifth of", "<", 20),
        ("over half of", ">", 50),
        ("three in ten", "=", 30),
        ("two-thirds of", "=", 66.67),
        ("most of them", ">", 50),
    ],
)
def test_a_share_is_in_percent(grammar: NumberGrammar, text: str, op: str, number: float) -> None:
    (phrase,) = grammar.phrases(text)
    assert (phrase.kind, phrase.unit, phrase.op, phrase.number) == ("share", "percent", op, number)


@pytest.mark.parametrize(
    "text, unit, number",
    [
        ("$52.6m", "USD", 52600000),
        ("US$3 billion", "USD", 3000000000),
        ("€40bn", "EUR", 40000000000),
        ("9 million euros", "EUR", 9000000),
    ],
)
def test_money_has_its_currency(grammar: NumberGrammar, text: str, unit: str, number: float) -> None:
    (phrase,) = grammar.phrases(text)
    assert (phrase.unit, phrase.number) == (unit, number)


@pytest.mark.parametrize("text", ["several", "dozens", "hundreds", "tens of thousands", "several hundred", "a handful"])
def test_a_vague_word_sets_no_bound(grammar: NumberGrammar, text: str) -> None:
    (phrase,) = grammar.phrases(text)
    assert said(phrase) == ("several", None, None, None)


@pytest.mark.parametrize(
    "text", ["F-16", "M23", "5G", "14:05", "3/4", "2021-06-30", "a ten-day visit", "1980s", "v1.2.3", "as many", "#7"]
)
def test_the_shape_of_a_name_or_time_is_no_figure(grammar: NumberGrammar, text: str) -> None:
    assert grammar.phrases(text) == []


def test_a_change_and_a_result_are_two_figures(grammar: NumberGrammar) -> None:
    assert [one.point for one in grammar.phrases("from 20 to 30")] == [20, 30]
    assert [one.point for one in grammar.phrases("by 311 to 248")] == [311, 248]


def spelled(number: int) -> str:
    """A number below a million in words."""
    if number >= 1000:
        rest = spelled(number % 1000) if number % 1000 else ""
        return f"{spelled(number // 1000)} thousand {rest}".strip()
    if number >= 100:
        rest = f" and {spelled(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    if number >= 20:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return ONES[number]


@given(st.integers(1, 999_999))
def test_number_words_round_trip(number: int) -> None:
    (phrase,) = shipped().phrases(spelled(number))
    assert phrase.point == number


@given(st.integers(0, 10**12))
def test_digits_round_trip(number: int) -> None:
    grammar = shipped()
    assert [one.point for one in grammar.phrases(f"{number:,} people")] == [number]
    assert [one.low for one in grammar.phrases(f"more than {number:,} people")] == [number]


@given(st.text())
def test_any_text_is_read_and_spans_stay_inside(text: str) -> None:
    end = 0
    for phrase in shipped().phrases(text):
        assert end <= phrase.start <= phrase.core_start < phrase.core_end <= phrase.end <= len(text)
        end = phrase.end
