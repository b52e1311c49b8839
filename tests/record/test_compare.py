"""Numbers by the policy tolerance/1, and times by the days that they can mean."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.record.compare import (
    ALWAYS,
    NEVER,
    Measured,
    below,
    matches,
    measure,
    meets,
    near,
    overlap,
    rounds,
    same_number,
    time,
)
from dragoman.record.facts import Figure, Holder, Page, World

VAGUE = World(vague={"dozens": (24, 99), "hundreds": (200, 999), "several hundred": (200, 999), "few": (2, 9)})


def number(text: str, **more: Any) -> Figure:
    """A figure from "~ 300", ">= 12", "5..8" or a number word."""
    values: dict[str, Any]
    if ".." in text:
        low, _, high = text.partition("..")
        values = {"op": "range", "low": int(low), "high": int(high)}
    elif text[0].isalpha():
        values = {"op": "several", "words": text}
    else:
        op, _, digits = text.rpartition(" ")
        op = op or "="
        held = "point" if op in "=~" else "low" if op in (">", ">=") else "high"
        values = {"op": op, held: float(digits) if "." in digits else int(digits)}
    page = Page("r", "r", more.pop("published", date(2031, 5, 2)))
    return Figure("q", page, Holder("author"), "killed", **{**values, **more})


def m(text: str, **more: Any) -> Measured:
    return measure(number(text, **more), VAGUE)


@pytest.mark.parametrize(
    "a, b, expected",
    [
        ("~ 4000", "~ 3000", "touch"),
        ("~ 4000", "~ 3100", "no"),
        ("~ 300", "~ 1000", "no"),
        ("> 5300", "5300", "yes"),
        ("> 53", "53", "no"),
        (">= 53", "53", "yes"),
        ("< 53", ">= 53", "no"),
        ("<= 53", ">= 53", "touch"),
        ("> 170", "176", "yes"),
        ("10..20", "20..30", "touch"),
        ("0", "3", "no"),
        ("several hundred", "~ 300", "yes"),
        ("several hundred soldiers", "2000", "no"),
        ("untold", "5", "yes"),
    ],
)
def test_overlap(a: str, b: str, expected: str) -> None:
    assert overlap(m(a), m(b)) == overlap(m(b), m(a)) == expected


def test_the_longest_number_word_counts() -> None:
    assert (m("a few dozens").extent.low, m("a few").extent.low) == (24, 2)


@pytest.mark.parametrize("a, b", [("~ 600", ">= 600"), ("600", "~ 600"), ("1000", "< 1000"), ("> 4700", "4700")])
def test_near(a: str, b: str) -> None:
    assert near(m(a), m(b))
    assert near(m(b), m(a))


@pytest.mark.parametrize(
    "a, b",
    [
        (">= 100", "~ 300"),
        ("~ 1000", "~ 600"),
        ("26", "27"),
        ("> 53", "53"),
        ("several hundred", "~ 300"),
        ("11300", "11000"),
    ],
)
def test_not_near(a: str, b: str) -> None:
    assert not near(m(a), m(b))
    assert not near(m(b), m(a))


@pytest.mark.parametrize(
    "a, b",
    [
        ("11000", "11300"),
        ("> 11000", "11300"),
        ("> 11000", "11999"),
        ("<= 20000", "18000..20000"),
        ("<= 12000", "11300"),
        (">= 18000", "18000..20000"),
        ("<= 25000", "22000..25000"),
        ("~ 2000", "1987"),
        (">= 30", "34"),
    ],
)
def test_rounds(a: str, b: str) -> None:
    assert rounds(m(a), m(b))
    assert not rounds(m(b), m(a))


@pytest.mark.parametrize(
    "a, b",
    [
        ("1000", "600"),
        ("11000", "11600"),
        ("> 12000", "11300"),
        ("30", "34"),
        ("600", "600"),
        ("<= 11000", "11300"),
        ("57", "57.2"),
    ],
)
def test_does_not_round(a: str, b: str) -> None:
    assert not rounds(m(a), m(b))


def test_a_number_is_had_or_rounded() -> None:
    assert same_number(m("11000"), m("11300"))
    assert not same_number(m("11300"), m("11000"))
    assert not same_number(m("18000..20000"), m("18000..25000"))
    assert not same_number(m("<= 100"), m(">= 100"))
    assert matches(m("11300"), m("11000"))


def test_who_is_left_out_is_added_before_comparing() -> None:
    with_host = m("26", includes=("host",))
    others = m("26", excludes=("guest", "host"))
    assert overlap(with_host, others) == "no"
    assert not near(with_host, others)
    assert overlap(others, m("27", includes=("host",))) == "yes"
    # Whom neither page counts in may be among them or not.
    assert overlap(others, m("26")) == "yes"
    assert overlap(others, m("26", excludes=("guest", "host"))) == "yes"
    assert near(m("26", excludes=("host",)), m("27", includes=("host",)))


def test_below_looks_at_open_ends() -> None:
    assert below(m("4331"), m("> 5300"))
    assert below(m("53"), m("> 53"))
    assert not below(m("53"), m(">= 53"))


@pytest.mark.parametrize(
    "as_of, basis, first, last",
    [
        ("2031-04", "stated", date(2031, 4, 1), date(2031, 4, 30)),
        ("2031-04-30", "derived", date(2031, 4, 30), date(2031, 4, 30)),
        ("[..2031-05-02]", "report", date(2031, 5, 2), date(2031, 5, 2)),
        ("2031-05-01", "report", date(2031, 5, 2), date(2031, 5, 2)),
        ("2031-05", "report", date(2031, 5, 1), date(2031, 5, 31)),
        (None, None, date(2031, 5, 2), date(2031, 5, 2)),
    ],
)
def test_time(as_of: str | None, basis: str | None, first: date, last: date) -> None:
    found = time(number("5", as_of=as_of, as_of_basis=basis))
    assert found == (first.toordinal(), last.toordinal())


def test_time_with_open_ends() -> None:
    assert time(number("5", as_of="[2031-04-01..]", as_of_basis="stated"))[1] == NEVER
    assert time(number("5", as_of="[..2031-04-01]", as_of_basis="stated"))[0] == ALWAYS
    assert time(number("5", published=None)) == (ALWAYS, NEVER)
    assert meets(m("5", as_of="2031-04", as_of_basis="stated"), m("5", as_of="2031-04-30", as_of_basis="stated"))
    assert not meets(m("5", as_of="2031-04", as_of_basis="stated"), m("5"))


NUMBERS = st.builds(
    lambda op, n: f"{op} {n}", st.sampled_from(["=", "~", ">=", ">", "<=", "<"]), st.integers(0, 20_000)
)


@given(NUMBERS, NUMBERS)
def test_comparing_has_no_sides(a: str, b: str) -> None:
    one, other = m(a), m(b)
    assert overlap(one, other) == overlap(other, one)
    assert near(one, other) == near(other, one)
    assert not (rounds(one, other) and rounds(other, one))
    assert not (below(one, other) and overlap(one, other) != "no")
    if overlap(one, other) == "no":
        assert below(one, other) or below(other, one)
