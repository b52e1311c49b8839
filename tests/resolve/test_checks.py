"""Checks that one report decides: sums, parts, shares, directions, rosters, and first, last and n times."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook import Codebook
from dragoman.codebook.tolerance import half, interval
from dragoman.model import Check, Claim, Event, Participant, Quantity, Span, When
from dragoman.resolve.checks import checks


@cache
def codebook() -> Codebook:
    return Codebook.load()


def span(words: str, start: int = 0) -> Span:
    return Span(start=start, end=start + len(words), words=words)


def figure(number: int, op: str = "=", value: float | None = None, **more: object) -> Quantity:
    key = {"=": "point", "~": "point", ">=": "low", ">": "low", "<=": "high", "<": "high"}[op]
    data = {"id": f"q{number}", "counted": "killed", "op": op, key: value, "words": span(str(value)), **more}
    return Quantity.model_validate(data)


def told(number: int, **more: object) -> Claim:
    data = {
        "id": f"c{number}", "kind": "quantity", "quantity": f"q{number}", "content": (span("words"),),
        "author_certainty": "CT+", **more,
    }  # fmt: skip
    return Claim.model_validate(data)


def meeting(number: int, when: str | None, *parties: str | None, start: int = 0) -> Event:
    return Event(
        id=f"e{number}",
        type="CONSULT",
        actors=tuple(Participant(entity=one, words=span("somebody")) for one in parties),
        when=When.of(when, basis="stated") if when else None,
        status="happened",
        trigger=span("met", start),
        evidence=span("They met.", start),
    )


def verdicts(found: list[Check]) -> list[tuple[str, str]]:
    return [(check.kind, check.verdict) for check in found]


@pytest.mark.parametrize("part, verdict", [(40, "consistent"), (600, "consistent"), (900, "inconsistent")])
def test_a_part_is_no_larger_than_its_whole(part: int, verdict: str) -> None:
    quantities = [figure(1, "=", 600), figure(2, "=", part, part_of="q1")]
    assert verdicts(checks([], [told(2)], quantities)) == [("part_whole", verdict)]


def test_an_open_whole_holds_any_part() -> None:
    quantities = [figure(1, ">=", 600), figure(2, "=", 5000, part_of="q1")]
    assert verdicts(checks([], [told(2)], quantities)) == [("part_whole", "consistent")]


@pytest.mark.parametrize(
    "parts, found", [((350, 250), [("sum", "consistent")]), ((350, 500), [("sum", "inconsistent")]), ((100, 150), [])]
)
def test_parts_are_added(parts: tuple[int, int], found: list[tuple[str, str]]) -> None:
    quantities = [figure(1, "=", 600), *(figure(2 + i, "=", one, part_of="q1") for i, one in enumerate(parts))]
    assert verdicts(checks([], [told(1)], quantities)) == found


def test_a_whole_may_be_divided_twice() -> None:
    parts = [figure(2 + i, "=", one, part_of="q1") for i, one in enumerate((3, 40, 20))]
    assert verdicts(checks([], [told(1)], [figure(1, "=", 60), *parts])) == [("sum", "consistent")]


def test_a_share_above_all_is_wrong() -> None:
    share = figure(1, "=", 130, unit="percent", aggregation="share")
    assert verdicts(checks([], [told(1)], [share])) == [("part_whole", "inconsistent")]


@pytest.mark.parametrize("words, verdict", [("a steep jump", "consistent"), ("a sharp fall", "inconsistent")])
def test_a_jump_goes_up(words: str, verdict: str) -> None:
    quantities = [figure(1, ">=", 600), figure(2, "~", 2000, revises="q1")]
    claim = told(2, kind="revision", content=(span(words),))
    found = checks([], [claim], quantities, codebook().quantities)
    assert verdicts(found) == [("direction", verdict)]
    assert checks([], [claim], quantities) == []


def test_no_more_are_named_than_are_counted() -> None:
    event = meeting(1, None, "A", "B", "C")
    few, many = (figure(1, "=", n, counted="attending", event="e1") for n in (2, 30))
    assert verdicts(checks([event], [told(1)], [few])) == [("roster", "inconsistent")]
    assert verdicts(checks([event], [told(1)], [many])) == [("roster", "not contradicted")]


def times(n: int | None, kind: str = "count") -> Claim:
    data = {"id": "c1", "kind": kind, "n": n, "event": "e1", "content": (span("met"),), "author_certainty": "CT+"}
    return Claim.model_validate(data)


def test_more_meetings_than_claimed_contradict() -> None:
    events = [meeting(1, "2011/2020", "A", "B"), *(meeting(2 + i, f"201{i + 2}-05-01", "A", "B") for i in range(3))]
    assert verdicts(checks(events, [times(2)], [])) == [("count", "inconsistent")]
    assert verdicts(checks(events, [times(5)], [])) == [("count", "not contradicted")]


def test_one_meeting_told_twice_counts_once() -> None:
    events = [meeting(1, "2011/2020", "A", "B"), meeting(2, "2015", "A", "B"), meeting(3, "2015-03-01", "A", "B")]
    assert verdicts(checks(events, [times(1)], [])) == [("count", "not contradicted")]


@pytest.mark.parametrize(
    "kind, other, verdict",
    [
        ("first", "2010-01-01", "inconsistent"),
        ("first", "2022-01-01", "not contradicted"),
        ("recency", "2022-01-01", "inconsistent"),
        ("recency", "2010-01-01", "not contradicted"),
    ],
)
def test_first_and_last(kind: str, other: str, verdict: str) -> None:
    events = [meeting(1, "2019-06-01", "A", "B"), meeting(2, other, "A", "B")]
    assert verdicts(checks(events, [times(None, kind)], [])) == [(kind, verdict)]


def test_unknown_parties_cannot_be_checked() -> None:
    found = checks([meeting(1, "2019", "A", None)], [times(3)], [])
    assert verdicts(found) == [("count", "cannot be checked")]
    assert checks([], [times(3)], [])[0].verdict == "cannot be checked"


@given(st.integers(1, 10**9), st.sampled_from(["=", "~"]))
def test_a_number_lies_in_its_interval(number: int, op: str) -> None:
    bounds = interval(figure(1, op, number))
    assert bounds is not None
    assert bounds[0] <= number <= bounds[1]
    assert 0 <= half(number, op) <= number


def test_the_news_of_the_report_is_no_meeting_after_the_last_one() -> None:
    events = [meeting(1, "2019-06-01", "A", "B"), meeting(2, "2022-01-01", "A", "B")]
    found = checks(events, [times(None, "recency")], [], published=date(2022, 1, 2))
    assert verdicts(found) == [("recency", "not contradicted")]
