"""Dates in words: a table of phrases, and the laws of weekdays and stretches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.codebook import Codebook
from dragoman.extract.times import times
from dragoman.model.edtf import bounds
from dragoman.resolve import date_values as dv
from dragoman.resolve.dates import Calendar

PUBLISHED = date(2024, 6, 12)  # a Wednesday
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))

PHRASES = [
    # written out
    ("on 2024-03-05", "2024-03-05", "stated"),
    ("on 5 March 2024", "2024-03-05", "stated"),
    ("on March 5, 2024", "2024-03-05", "stated"),
    ("on March 5th", "2024-03-05", "anchored"),
    ("on the 5th of March", "2024-03-05", "anchored"),
    ("on December 24", "2023-12-24", "anchored"),
    ("on Tuesday, 4 June", "2024-06-04", "anchored"),
    ("on Thursday, 13 June", "2024-06-13", "anchored"),
    ("in March 2019", "2019-03", "stated"),
    ("in August", "2023-08", "anchored"),
    ("in May", "2024-05", "anchored"),
    ("in June", "2024-06", "anchored"),
    ("in 2017", "2017", "stated"),
    ("in the 1990s", "199X", "stated"),
    ("in the 20th century", "19XX", "stated"),
    ("in December last year", "2023-12", "anchored"),
    ("last September", "2023-09", "anchored"),
    ("on New Year's Eve", "2023-12-31", "anchored"),
    ("in spring 2022", "2022-21", "stated"),
    ("last autumn", "2023-23", "anchored"),
    ("in the third quarter of 2023", "[2023-07..2023-09]", "stated"),
    ("in the first half of 2021", "[2021-01..2021-06]", "stated"),
    ("in the first four months of 2021", "2021-01/2021-04", "stated"),
    ("from March 3 to 9", "2024-03-03/2024-03-09", "anchored"),
    ("between 2011 and 2014", "2011/2014", "stated"),
    ("from January to March 2022", "2022-01/2022-03", "anchored"),
    # days of the week
    ("on Monday", "2024-06-10", "anchored"),
    ("on Wednesday", "2024-06-12", "anchored"),
    ("on Thursday", "2024-06-06", "anchored"),
    ("last Wednesday", "2024-06-05", "anchored"),
    ("on Tuesday night", "2024-06-11", "anchored"),
    ("late on Sunday", "2024-06-09", "anchored"),
    ("on Friday last week", "2024-06-07", "anchored"),
    ("in the early hours of Sunday", "2024-06-09", "anchored"),
    # seen from the day of publication
    ("today", "2024-06-12", "anchored"),
    ("earlier today", "2024-06-12", "anchored"),
    ("yesterday", "2024-06-11", "anchored"),
    ("yesterday evening", "2024-06-11", "anchored"),
    ("the day before yesterday", "2024-06-10", "anchored"),
    ("last night", "2024-06-11", "anchored"),
    ("overnight", "2024-06-11/2024-06-12", "anchored"),
    ("this morning", "2024-06-12", "anchored"),
    ("this week", "[2024-06-10..2024-06-16]", "anchored"),
    ("last week", "[2024-06-03..2024-06-09]", "anchored"),
    ("late last week", "[2024-06-06..2024-06-09]", "anchored"),
    ("last weekend", "[2024-06-08..2024-06-09]", "anchored"),
    ("last month", "2024-05", "anchored"),
    ("last year", "2023", "anchored"),
    ("early last year", "[2023-01..2023-04]", "anchored"),
    ("late last year", "[2023-09..2023-12]", "anchored"),
    ("in mid-2022", "[2022-05..2022-08]", "stated"),
    ("earlier this month", "[2024-06-01..2024-06-12]", "anchored"),
    ("earlier this year", "[2024-01-01..2024-06-12]", "anchored"),
    ("two days ago", "2024-06-10", "anchored"),
    ("three weeks ago", "2024-05-22", "anchored"),
    ("six months ago", "2023-12", "anchored"),
    ("about ten years ago", "2014", "anchored"),
    ("an hour ago", "2024-06-12", "anchored"),
    ("over the past three days", "2024-06-09/2024-06-12", "anchored"),
    ("in the past five years", "2019/2024-06-12", "anchored"),
    ("over the past decade", "2014/2024-06-12", "anchored"),
    ("recently", "[..2024-06-12]", "anchored"),
    ("in recent weeks", "[..2024-06-12]", "anchored"),
    ("days ago", "[..2024-06-12]", "anchored"),
    # how an act lies to a date
    ("since 2011", "2011/2024-06-12", "anchored"),
    ("since May", "2024-05/2024-06-12", "anchored"),
    ("since Monday", "2024-06-10/2024-06-12", "anchored"),
    ("until October 2022", "../2022-10", "stated"),
    ("by Tuesday", "[..2024-06-11]", "anchored"),
    ("before 2020", "[..2019-12-31]", "stated"),
    ("after 2020", "[2021-01-01..2024-06-12]", "stated"),
]

AHEAD = [
    ("on Thursday", "2024-06-13"),
    ("on Wednesday", "2024-06-12"),
    ("next Wednesday", "2024-06-19"),
    ("tomorrow", "2024-06-13"),
    ("tonight", "2024-06-12"),
    ("next week", "[2024-06-17..2024-06-23]"),
    ("next month", "2024-07"),
    ("next year", "2025"),
    ("on 3 March", "2025-03-03"),
    ("in August", "2024-08"),
    ("in two weeks", "2024-06-26"),
    ("within three months", "[2024-06-12..2024-09-12]"),
    ("in the coming days", "[2024-06-12..]"),
    ("within days", "[2024-06-12..]"),
    ("soon", "[2024-06-12..]"),
    ("by September", "[2024-06-12..2024-09-30]"),
    ("later this year", "[2024-06-12..2024-12-31]"),
    ("before the end of the month", "[2024-06-12..2024-06-30]"),
    ("from Friday to Sunday", "2024-06-14/2024-06-16"),
]

STORIES = [
    ("They met on 3 April. A day later they parted.", "2024-04-04"),
    ("They met on 3 April. Two weeks earlier they had quarrelled.", "2024-03-20"),
    ("They met on 3 April. That evening they parted.", "2024-04-03"),
    ("They met on 3 April. The next day they parted.", "2024-04-04"),
    ("They met on 3 April. The previous day they had quarrelled.", "2024-04-02"),
    ("The mine opened in 2010. The following year it closed.", "2011"),
    ("They met on Monday. The same day they parted.", "2024-06-10"),
]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = English()
    nlp.add_pipe("sentencizer")
    return nlp


def parsed(nlp: Language, text: str, *, future: bool = False) -> Doc:
    """A document with the little grammar that the tense of a date needs."""
    plain = nlp(text)
    words = [t.text for t in plain]
    spaces = [bool(t.whitespace_) for t in plain]
    verb = next(i for i, w in enumerate(words) if w in {"met", "meet"})
    heads = [verb] * len(words)
    deps = ["obl"] * len(words)
    pos = [{".": "PUNCT", ",": "PUNCT", "and": "CCONJ"}.get(w, "NOUN") for w in words]
    deps[verb], pos[verb] = "ROOT", "VERB"
    morphs = [""] * len(words)
    morphs[verb] = "VerbForm=Inf" if future else "Tense=Past|VerbForm=Fin"
    if future:
        deps[verb - 1], pos[verb - 1] = "aux", "AUX"
    return Doc(
        plain.vocab,
        words=words,
        spaces=spaces,
        heads=heads,
        deps=deps,
        pos=pos,
        morphs=morphs,
        lemmas=words,
        tags=[""] * len(words),
    )


@pytest.mark.parametrize("words, edtf, basis", PHRASES)
def test_phrase(words: str, edtf: str, basis: str, codebook: Codebook, nlp: Language) -> None:
    doc = parsed(nlp, f"The envoys met {words}.")
    calendar = Calendar(codebook, PUBLISHED, times(doc, codebook))
    assert [(d.value.edtf, d.basis) for d in calendar.told] == [(edtf, basis)]


@pytest.mark.parametrize("words, edtf", AHEAD)
def test_phrase_ahead(words: str, edtf: str, codebook: Codebook, nlp: Language) -> None:
    doc = parsed(nlp, f"The envoys will meet {words}.", future=True)
    calendar = Calendar(codebook, PUBLISHED, times(doc, codebook))
    assert [d.value.edtf for d in calendar.told] == [edtf]


@pytest.mark.parametrize("text, edtf", STORIES)
def test_date_told_before(text: str, edtf: str, codebook: Codebook, nlp: Language) -> None:
    calendar = Calendar(codebook, PUBLISHED, times(nlp(text), codebook))
    assert calendar.told[-1].value.edtf == edtf


def test_year_of_an_earlier_mention(codebook: Codebook, nlp: Language) -> None:
    calendar = Calendar(
        codebook, PUBLISHED, times(nlp("He was taken on 7 October 2021. On 7 October many were taken."), codebook)
    )
    assert calendar.told[-1].value.edtf == "2021-10-07"


@pytest.mark.parametrize(
    "text",
    ["He may go.", "They march on.", "Some 2017 people met.", "He is the second.", "A 2-1 win.", "She left for good."],
)
def test_no_date(text: str, codebook: Codebook, nlp: Language) -> None:
    assert times(nlp(text), codebook) == ()


@pytest.mark.parametrize(
    "words, time",
    [
        ("at 7:10 a.m. on Tuesday", "07:10"),
        ("on Tuesday at 8.30pm", "20:30"),
        ("on Tuesday morning", "morning"),
        ("in the early hours of Tuesday", "00:00/06:00"),
        ("on Tuesday at noon", "12:00"),
    ],
)
def test_time_of_day(words: str, time: str, codebook: Codebook, nlp: Language) -> None:
    calendar = Calendar(codebook, PUBLISHED, times(parsed(nlp, f"The envoys met {words}."), codebook))
    assert [(d.value.edtf, d.value.time_of_day) for d in calendar.told] == [("2024-06-11", time)]


def test_without_publication_only_what_is_written_out(codebook: Codebook, nlp: Language) -> None:
    calendar = Calendar(
        codebook,
        None,
        times(parsed(nlp, "The envoys met on Monday, last week, on 3 April, and on 4 April 2020."), codebook),
    )
    assert [d.value.edtf for d in calendar.told] == ["2020-04-04"]


@given(DAYS, st.integers(1, 7))
def test_weekday_is_within_a_week(base: date, number: int) -> None:
    before, after = dv.weekday(base, number, "past"), dv.weekday(base, number, "future")
    assert before.isoweekday() == after.isoweekday() == number
    assert base - timedelta(days=6) <= before <= base <= after <= base + timedelta(days=6)
    assert after - before in {timedelta(0), timedelta(days=7)}


@given(DAYS, st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]))
def test_unit_holds_its_day_and_is_an_edtf_value(day: date, unit: str) -> None:
    found = dv.holding(day, unit)
    assert (found.first, found.last) == bounds(found.edtf)
    assert found.first is not None
    assert found.last is not None
    if unit != "weekend":
        assert found.first <= day <= found.last


@given(DAYS, st.integers(-200, 200), st.sampled_from(["day", "week", "month", "year", "decade"]))
def test_moving_there_and_back(day: date, count: int, unit: str) -> None:
    back = dv.move(dv.move(day, unit, count), unit, -count)
    assert back == day or (unit not in {"day", "week"} and 0 <= (day - back).days <= 3) or abs(count) >= 5


@given(DAYS, st.sampled_from(["early", "middle", "late"]), st.sampled_from(["week", "month", "year", "decade"]))
def test_part_lies_inside(day: date, edge: str, unit: str) -> None:
    whole = dv.holding(day, unit)
    part = dv.part_of(whole, edge)
    ends = [whole.first, part.first, part.last, whole.last]
    known = [end for end in ends if end is not None]
    assert known == sorted(known)
    assert len(known) == 4
    assert (part.first, part.last) == bounds(part.edtf)


@given(DAYS, DAYS)
def test_stretch_bounds(one: date, other: date) -> None:
    low, high = sorted((one, other))
    assert bounds(dv.stretch(dv.on(low), dv.on(high)).edtf) == (low, high)
    assert bounds(dv.some_day(low, high).edtf) == (low, high)
