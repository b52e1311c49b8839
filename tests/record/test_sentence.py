"""What a sentence claims that a record can check, read with the shipped model."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.errors import CheckError
from dragoman.model import Place, Report, Span
from dragoman.reader import Reader
from dragoman.record.asked_parties import office_in, term
from dragoman.record.asked_times import bound, date_in
from dragoman.record.checks import Asked, check
from dragoman.record.coverage import CALLS, MEETINGS, TALKS, VISITS
from dragoman.record.facts import Group, Holder, Page, Party, Telling, World
from dragoman.record.sentence import ask, asked_in

DAY = date(2025, 9, 2)
MACRON, MODI, XI, PUTIN, ERDOGAN, ORBAN = "Q3052772", "Q1058", "Q15031", "Q7747", "Q39259", "Q57641"

pytestmark = pytest.mark.model


@cache
def reader() -> Reader:
    return Reader()


def one(sentence: str) -> Asked:
    (found,) = ask(sentence, reader(), day=DAY)
    return found


@pytest.mark.parametrize(
    "sentence, expected",
    [
        (
            "Emmanuel Macron has met Narendra Modi six times since 2018.",
            {"kind": "count", "of": MEETINGS, "parties": (MACRON, MODI), "n": 6, "window": "2018/2025-09-02"},
        ),
        (
            "Viktor Orban met Vladimir Putin at least twice in 2024.",
            {"kind": "count", "parties": (ORBAN, PUTIN), "n": 2, "op": ">=", "window": "2024"},
        ),
        (
            "Emmanuel Macron visited Algeria for the third time.",
            {"kind": "ordinal", "of": VISITS, "parties": (MACRON, "DZA"), "actors": (MACRON,), "n": 3, "undated": True},
        ),
        (
            "Emmanuel Macron and Narendra Modi met for the second time on Sunday.",
            {"kind": "ordinal", "of": MEETINGS, "n": 2, "before": "2025-08-31", "undated": False},
        ),
        (
            "This will be the third meeting between Emmanuel Macron and Narendra Modi.",
            {"kind": "ordinal", "of": MEETINGS, "n": 3, "before": "[2025-09-02..]", "undated": False},
        ),
        ("Narendra Modi last visited Russia in 2019.", {"kind": "recency", "of": VISITS, "last": "2019"}),
        ("The last time Narendra Modi visited Russia was in July 2024.", {"kind": "recency", "last": "2024-07", "narrower": ()}),
        (
            "The first phone call between Emmanuel Macron and Vladimir Putin in seven months took place on Monday.",
            {"kind": "recency", "of": CALLS, "parties": (MACRON, PUTIN), "months": 7, "before": "2025-09-01"},
        ),
        (
            "Emmanuel Macron and Vladimir Putin held their first talks in three years.",
            {"kind": "recency", "of": TALKS, "parties": (MACRON, PUTIN), "years": 3, "narrower": ()},
        ),
        ("Iran and Japan held their first security talks in four years.", {"of": TALKS, "narrower": ("security",)}),
        (
            "The United States and Iran held talks for the first time in more than a decade.",
            {"kind": "recency", "decades": 1, "op": ">", "parties": ("USA", "IRN")},
        ),
        (
            "It was the first meeting between Emmanuel Macron and Vladimir Putin since 2019.",
            {"kind": "recency", "last": "2019", "undated": True},
        ),
        (
            "Antony Blinken's visit to Mongolia was the first by a U.S. secretary of state in five years.",
            {"kind": "recency", "of": VISITS, "parties": ("United States Secretary of State", "MNG"), "years": 5},
        ),
        (
            "No French president has visited Mongolia since 2023.",
            {"kind": "recency", "parties": ("President of France", "MNG"), "last": "2023"},
        ),
        ("Emmanuel Macron has never visited Fiji.", {"kind": "count", "of": VISITS, "parties": (MACRON, "FJI"), "n": 0}),
        (
            "Recep Tayyip Erdogan and Narendra Modi have not met since 2011.",
            {"kind": "recency", "of": MEETINGS, "parties": (ERDOGAN, MODI), "last": "2011"},
        ),
        (
            "Angela Merkel visited China twelve times as chancellor.",
            {"kind": "count", "n": 12, "window": "2005-11-22/2021-12-08"},
        ),
        (
            "Olaf Scholz visited India for the first time since taking office.",
            {"kind": "first", "of": VISITS, "window": "2021-12-08/.."},
        ),
        (
            "Israel has struck Damascus at least three times this year.",
            {"kind": "count", "of": "ASSAULT", "actors": ("ISR",), "place": "Damascus", "n": 3, "op": ">=", "window": "2025"},
        ),
        ("Ukraine carried out its third strike on Kazan.", {"kind": "ordinal", "of": "ASSAULT", "place": "Kazan", "n": 3}),
        ("Xi Jinping has visited Africa five times.", {"parties": (XI,), "narrower": ("africa",), "n": 5}),
    ],
)  # fmt: skip
def test_what_a_sentence_claims(sentence: str, expected: dict[str, Any]) -> None:
    found = one(sentence)
    assert {key: getattr(found, key) for key in expected} == expected
    assert found.what in sentence
    assert not found.unclear


@pytest.mark.parametrize(
    "sentence, what",
    [
        ("", "says nothing that can be counted"),
        ("The weather was fine.", "says nothing that can be counted"),
        ("Turkey and Armenia have no diplomatic relations.", "says nothing that can be counted"),
        ("The two presidents have met four times.", "who is meant by 'The two presidents'"),
        ("It was the deadliest attack on Kabul since 2021.", "does not measure"),
        ("Narendra Modi met Emmanuel Macron for the second time since the flood.", "does not say when that was"),
    ],
)
def test_a_sentence_that_cannot_be_checked_says_why_and_what_to_write(sentence: str, what: str) -> None:
    with pytest.raises(CheckError) as caught:
        ask(sentence, reader(), day=DAY)
    assert what in str(caught.value)
    assert "write who did what" in caught.value.hint
    assert caught.value.exit_code == 2


def test_a_report_tells_which_of_its_claims_can_be_checked() -> None:
    text = "Narendra Modi arrived in Nairobi on Monday. It was his first visit to Kenya. The two leaders had met twice before."
    found = asked_in(reader().read(Report.of(text, published=DAY)), day=DAY, codebook=reader().codebook)
    assert [(asked.kind, bool(asked.unclear), asked.claim is not None) for asked in found] == [
        ("first", False, True),
        ("count", True, True),
    ]
    assert found[0].told is not None


@pytest.mark.parametrize(
    "sentence, verdict",
    [
        ("Emmanuel Macron has visited Algeria twice.", "not contradicted"),
        ("Emmanuel Macron has never visited Algeria.", "inconsistent"),
        ("Emmanuel Macron last visited Algeria in 2017.", "inconsistent"),
        ("Emmanuel Macron last visited Algeria in August 2022.", "not contradicted"),
        ("No French president has visited Algeria since 2017.", "inconsistent"),
    ],
)
def test_a_sentence_is_checked_against_a_record(sentence: str, verdict: str) -> None:
    page = Page("r1", "r1", date(2022, 8, 28))
    algiers = Place(name="Algiers", country="DZA", precision="city", words=Span(start=0, end=7, words="Algiers"))
    whens = {"a": "2017-12-06", "b": "2022-08-25/2022-08-27"}
    tellings = {
        id_: Telling(
            id_, page, (Holder("author"),), "CONSULT", "happened", "visit",
            actors=(Party(MACRON),), recipients=(Party("DZA"),), place=algiers, edtf=when,
        )
        for id_, when in whens.items()
    }  # fmt: skip
    groups = [
        Group(id_, (id_,), "CONSULT", "visit", "happened", (MACRON,), ("DZA",), algiers, (when,))
        for id_, when in whens.items()
    ]
    world = World(
        offices={MACRON: (("President of France", "FRA", "2017-05-14", ""),)},
        names={MACRON: "Emmanuel Macron", "FRA": "France", "DZA": "Algeria"},
        kinds={MACRON: "person", "FRA": "country", "DZA": "country"},
    )
    assert check(one(sentence), groups, tellings, world, as_published=DAY).verdict == verdict


@pytest.mark.parametrize(
    "words, office",
    [
        ("a U.S. president", "President of the United States"),
        ("any French president", "President of France"),
        ("a British prime minister to Berlin", "Prime Minister of the United Kingdom"),
        ("a president", None),
        ("a long journey", None),
    ],
)
def test_an_office_in_words(words: str, office: str | None) -> None:
    assert office_in(words, Codebook.load()) == office


def test_the_term_of_an_office() -> None:
    book = Codebook.load()
    assert term("angela-merkel", "German chancellor", book, DAY) == ("2005-11-22", "2021-12-08")
    assert term("angela-merkel", "chancellor", book, date(2001, 1, 1)) is None
    assert term("nobody", "chancellor", book, DAY) is None


@pytest.mark.parametrize(
    "words, edtf",
    [
        ("was in January 2019", "2019-01"),
        ("on 5 May 2021 in Oslo", "2021-05-05"),
        ("on May 5, 2021", "2021-05-05"),
        ("in 2016", "2016"),
        ("long ago, with 300 guests", None),
    ],
)
def test_a_date_written_out(words: str, edtf: str | None) -> None:
    assert date_in(words, Codebook.load()) == edtf


def test_words_that_bound_a_number() -> None:
    book = Codebook.load()
    assert [bound(words, book) for words in ("met at least", "more than", "no more than", "met", "about")] == [
        ">=",
        ">",
        "<=",
        "=",
        "~",
    ]
