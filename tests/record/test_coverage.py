"""Statements that a record is complete: what they cover, and what they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dragoman.record.coverage import CALLS, MEETINGS, TALKS, VISITS, Coverage, covering
from dragoman.record.facts import World

WORLD = World(
    offices={
        "ana-reis": (("Foreign Minister", "PRT", "2019-03-01", "2023-06-30"),),
        "ada-okafor": (("Foreign Minister", "PRT", "2023-07-01", ""),),
    },
    names={"PRT": "Portugal", "ana-reis": "Ana Reis", "ada-okafor": "Ada Okafor", "tom-lund": "Tom Lund"},
    kinds={"PRT": "country"},
)
STATED = Coverage("v1", MEETINGS, ("ana-reis", "tom-lund"), "2011/2020-12-31", date(2021, 1, 1), "N.N.")


def covers(*statements: Coverage, **asked: Any) -> tuple[str, ...]:
    given = {
        "of": MEETINGS, "parties": ("tom-lund", "ana-reis"), "place": None, "window": (date(2012, 1, 1), date(2020, 12, 31)),
        "as_published": date(2021, 1, 1),
    }  # fmt: skip
    return covering(statements, WORLD, **(given | asked))


def test_a_statement_covers_its_window_and_what_lies_in_it() -> None:
    assert covers(STATED) == ("v1",)
    assert covers(STATED, window=(date(2010, 12, 31), date(2020, 1, 1))) == ()
    assert covers(STATED, window=(date(2012, 1, 1), date(2021, 1, 1))) == ()
    assert covers(STATED, window=(None, date(2020, 1, 1))) == ()
    assert covers(replace(STATED, window="../2020"), window=(None, date(2020, 1, 1))) == ("v1",)
    assert covers(STATED, window=(date(2020, 1, 2), date(2020, 1, 1))) == ()


def test_a_statement_speaks_from_its_own_day_on() -> None:
    assert covers(STATED, as_published=date(2020, 12, 31)) == ()


def test_a_statement_that_some_are_missing_covers_nothing() -> None:
    assert covers(replace(STATED, complete=False)) == ()


def test_two_statements_that_follow_each_other_cover_both() -> None:
    later = replace(STATED, id="v2", window="2021-01-01/2022")
    wide = {"window": (date(2012, 1, 1), date(2022, 6, 1))}
    assert covers(later, STATED, **wide) == ("v1", "v2")
    assert covers(replace(later, window="2021-01-02/2022"), STATED, **wide) == ()


@pytest.mark.parametrize(
    "stated, asked, answer",
    [
        (MEETINGS, CALLS, False),
        (MEETINGS, TALKS, False),
        (CALLS, TALKS, False),
        (TALKS, CALLS, True),
        (TALKS, MEETINGS, True),
        (TALKS, VISITS, False),
        (VISITS, MEETINGS, False),
        ("CONSULT", VISITS, True),
        ("ASSAULT", "ASSAULT aerial", True),
        ("ASSAULT aerial", "ASSAULT", False),
    ],
)
def test_a_statement_covers_its_own_manner(stated: str, asked: str, answer: bool) -> None:
    assert bool(covers(replace(STATED, of=stated), of=asked)) is answer


def test_a_statement_of_many_covers_those_among_them_and_not_the_reverse() -> None:
    assert covers(STATED, parties=("tom-lund", "ana-reis", "ada-okafor")) == ("v1",)
    assert covers(STATED, parties=("tom-lund",)) == ()


def test_a_statement_of_a_place_covers_that_place() -> None:
    assert covers(replace(STATED, place="PRT")) == ()
    assert covers(replace(STATED, place="PRT"), place="PRT") == ("v1",)
    assert covers(STATED, place="PRT") == ("v1",)


def test_a_statement_of_an_office_covers_whoever_held_it_throughout() -> None:
    office = replace(STATED, of=VISITS, parties=("Foreign Minister of Portugal", "tom-lund"), window="2011/2024")
    asked: dict[str, Any] = {"of": VISITS, "parties": ("ana-reis", "tom-lund"), "as_published": date(2025, 1, 1)}
    assert covers(office, **asked, window=(date(2020, 1, 1), date(2021, 1, 1))) == ("v1",)
    assert covers(office, **asked, window=(date(2018, 1, 1), date(2021, 1, 1))) == ()
    assert covers(office, **asked, window=(date(2020, 1, 1), date(2024, 1, 1))) == ()
    same = {**asked, "parties": ("PRT foreign minister", "tom-lund")}
    assert covers(office, **same, window=(date(2018, 1, 1), date(2024, 1, 1))) == ("v1",)
