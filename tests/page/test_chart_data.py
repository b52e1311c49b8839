"""The data of charts: what a figure, an event and a place become before anything is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook import Codebook
from dragoman.model import Entity, Place, Quantity, Span
from dragoman.model.edtf import together
from dragoman.record.facts import Figure, Group, Holder, Line, Page, Relation, State
from dragoman.record.outlines import Outline
from dragoman.record.views import RecordedFigure, ReportInfo, Series
from dragoman.web import charts_figures, charts_map, charts_timeline
from dragoman.web.pages import plain, script_json

OBSERVED = datetime(2031, 6, 1, tzinfo=UTC)
WORDS = Span(start=0, end=8, words="about 40")


def told(
    id_: str, number: float, day: int, *, part: str = "point", op: str = "~", work: str = "", holder: Holder | None = None, **more: object
) -> RecordedFigure:  # fmt: skip
    """A figure of miners killed, told on a day of May 2031."""
    published = date(2031, 5, day)
    field = {"~": "point", "=": "point", ">=": "low", "<": "high"}[op]
    values = {"counted": "killed", "op": op, field: number, "aggregation": "cumulative", **more}
    said = holder or Holder("named", ("MIN",), "the ministry")
    page = Page(id_, work or id_, published, counts=not work)
    info = ReportInfo(
        id=id_, outlet="Oru Herald", title="A title", author="", published=published, language="en", url=None, characters=9, text_sha256="",
        work=page.work, link=None, first_seen=OBSERVED,
    )  # fmt: skip
    return RecordedFigure(
        id=id_, quantity=Quantity.model_validate({"id": "q1", "of": "miners", "words": WORDS, **values}),
        figure=Figure(id_, page, said, population="miners", **values),  # type: ignore[arg-type]
        report=info, attribution=(), entities={"MIN": Entity(id="MIN", name="Ministry of Mines", kind="ministry", country="FRA")}, claim=None,
        event=None, line=None if part == "alone" else "killed|miners||MIN|cumulative", part=part, bounds=(number - 5, number + 5),
    )  # fmt: skip


def series(
    figures: Iterable[RecordedFigure], states: Mapping[str, tuple[str, ...]], *relations: Relation, origin: str = "MIN"
) -> Series:
    figures = tuple(figures)
    line = Line(
        key=f"killed|miners||{origin}|cumulative", counted="killed", population="miners", place=None, origin=(origin,), modal=False,
        states=tuple(State(first, its) for first, its in states.items()), ticks=tuple(one.id for one in figures if one.part == "tick"),
        stale=tuple(one.id for one in figures if one.part == "stale"),
    )  # fmt: skip
    return Series(line, figures, relations)


def test_copies_of_one_work_are_one_tick_and_a_copy_of_the_point_itself_is_none() -> None:
    figures = [
        told("a", 40, 2), told("b", 40, 3, part="tick", work="a"), told("c", 40, 3, part="tick"), told("d", 40, 4, part="tick", work="c"),
        told("e", 60, 5),
    ]  # fmt: skip
    chart = charts_figures.chart([series(figures, {"a": ("a", "b", "c", "d"), "e": ("e",)})], [], {})
    times = {one.id: one.times for one in chart.marks}
    assert times == {"a": 2, "b": 0, "c": 2, "d": 0, "e": 1}
    assert [one.id for one in chart.marks if one.drawn and one.part == "tick"] == ["c"]
    assert [one.under for one in chart.marks if one.id == "c"] == ["a"]
    assert chart.days == ("2031-05-02", "2031-05-03", "2031-05-04", "2031-05-05")
    assert chart.span == ("2031-05-02", "2031-05-05")
    assert chart.lines[0].origin == "Ministry of Mines"
    assert chart.lines[0].kind == "ministry, FRA"
    assert chart.lines[0].points == ("a", "e")


def test_a_bound_has_no_end_and_a_month_two() -> None:
    month = told("a", 40, 2, op=">=", as_of="2031-04", as_of_basis="stated")
    open_ = told("b", 50, 3, op="<", as_of="2031/..", as_of_basis="stated")
    loose = RecordedFigure(
        **{name: getattr(open_, name) for name in RecordedFigure.__slots__} | {"bounds": (0.0, float("inf"))}
    )
    chart = charts_figures.chart([series([month, loose], {"a": ("a",), "b": ("b",)})], [], {})
    first, second = sorted(chart.marks, key=lambda one: one.id)
    assert (first.start, first.end, first.value) == ("2031-04-01", "2031-04-30", 40)
    assert (second.start, second.end, second.most) == ("2031-01-01", None, None)
    assert "Infinity" not in json.dumps(plain(chart))


def test_parts_other_units_and_denials_stay_off_the_axis_but_in_the_table() -> None:
    denial = Holder("named", ("GOV",), "the government", attitude="denial", certainty="CT-")
    alone = [
        told("p", 3, 3, part="alone", aggregation="part"), told("u", 9, 3, part="alone", unit="%"), told("d", 40, 4, part="alone", holder=denial),
        told("o", 41, 4, part="alone", holder=Holder("author")), told("f", 90, 4, part="alone", aggregation="planned"),
    ]  # fmt: skip
    chart = charts_figures.chart([series([told("a", 40, 2)], {"a": ("a",)})], alone, {})
    assert {one.id for one in chart.marks if one.drawn} == {"a", "o", "f"}
    assert {one.id for one in chart.marks if one.ahead} == {"f"}
    assert {row["id"] for row in charts_figures.rows(chart)} == {"a", "p", "u", "d", "o", "f"}
    assert next(one.origin for one in chart.marks if one.id == "o") == "Oru Herald, in its own voice"


def test_what_a_party_admits_is_banded_with_what_others_claim() -> None:
    admitting = Holder("named", ("GOV",), "the government", attitude="admission")
    claimed = series([told("a", 40, 2), told("b", 90, 20)], {"a": ("a",), "b": ("b",)})
    admitted = series([told("c", 15, 18, holder=admitting)], {"c": ("c",)}, origin="GOV")
    chart = charts_figures.chart([claimed, admitted], [], {"GOV": "Government of Oru"})
    assert chart.bands == (charts_figures.Band("c", "b", 15, 90),)
    assert [one.letter for one in chart.lines] == ["A", "B"]


def test_a_page_that_tells_a_number_twice_has_a_point_and_a_tick() -> None:
    twice = told("b", 40, 2, part="tick", op="<")
    twice = RecordedFigure(
        **{name: getattr(twice, name) for name in RecordedFigure.__slots__} | {"report": told("a", 40, 2).report}
    )
    chart = charts_figures.chart([series([told("a", 40, 2), twice], {"a": ("a", "b")})], [], {})
    assert [(one.id, one.part, one.times, one.drawn) for one in chart.marks] == [
        ("a", "point", 1, True),
        ("b", "tick", 1, True),
    ]


def test_a_chart_says_the_same_whatever_the_order() -> None:
    one = series(
        [told("a", 40, 2), told("b", 60, 5)], {"a": ("a",), "b": ("b",)}, Relation("revised_by", "a", "b", "R1", "up")
    )
    two = series([told("c", 41, 2)], {"c": ("c",)}, Relation("contradicts", "a", "c", "R4"), origin="GOV")
    assert charts_figures.chart([one, two], [], {}) == charts_figures.chart([two, one], [], {})


@given(st.text(max_size=60))
def test_every_block_comes_back_from_its_address(block: str) -> None:
    key = charts_figures.key_of(block)
    assert charts_figures.block_of(key) == block
    assert not set(key) & set("/?#%\\\" '<>&|")


@given(st.text(max_size=80))
def test_an_address_that_nobody_made_does_no_harm(key: str) -> None:
    charts_figures.block_of(key)


# The timeline


def happened(
    id_: str, when: str | None, *, type_: str = "CONSULT", status: str = "happened", place: Place | None = None
) -> Outline:
    group = Group(
        id=id_, tellings=(id_,), type=type_, mode=None, status=status, actors=("FRA",), recipients=("x",), place=place,  # type: ignore[arg-type]
        when=(when,) if when else (),
    )  # fmt: skip
    return Outline(id_, type_, status, *together(group.when), group)


def names(ids: Iterable[str]) -> Mapping[str, str]:
    return {one: "Ada Vell" for one in ids if one == "x"}


@pytest.fixture(scope="module")
def book(codebook: Codebook) -> Codebook:
    return codebook


def test_open_ends_stay_open_and_plans_are_told_apart(book: Codebook) -> None:
    some = [
        happened("a", "[..2031-05-02]"), happened("b", "2031-05", status="planned"), happened("c", "2031-05-03~", status="cancelled"),
        happened("d", None), happened("e", "2031-05-01/.."),
    ]  # fmt: skip
    line = charts_timeline.timeline(some, names, book)
    by_id = {one.id: one for one in line.nodes}
    assert (by_id["a"].start, by_id["a"].end) == (None, "2031-05-02")
    assert (by_id["e"].start, by_id["e"].end) == ("2031-05-01", None)
    assert (by_id["b"].start, by_id["b"].end, by_id["b"].planned) == ("2031-05-01", "2031-05-31", True)
    assert (by_id["c"].cancelled, by_id["c"].about) == (True, True)
    assert by_id["a"].label == "France: consult → Ada Vell"
    assert (line.number, line.undated, line.unit) == (4, 1, None)


def test_many_events_are_counted_and_none_is_lost(book: Codebook) -> None:
    some = [
        happened(f"e{n}", f"2031-{n % 12 + 1:02}-{n % 28 + 1:02}", type_=("AID", "ASSAULT")[n % 2]) for n in range(5000)
    ]
    line = charts_timeline.timeline(some, names, book, since=date(2031, 1, 1), until=date(2031, 12, 31))
    assert line.unit == "week"
    assert sum(one.sure for one in line.bins) == 5000
    assert line.nodes == ()
    assert len(line.bins) <= 53 * 2
    assert sum(sure for _, _, sure, _ in charts_timeline.by_stretch(line.bins)) == 5000


def test_a_few_events_far_away_do_not_squeeze_the_others(book: Codebook) -> None:
    some = [happened(f"e{n}", f"2031-05-{n % 28 + 1:02}") for n in range(1000)]
    line = charts_timeline.timeline([*some, happened("old", "1683"), happened("late", "2221")], names, book)
    assert (line.start, line.end, line.outside, line.number) == ("2031-05-01", "2031-05-28", 2, 1000)


def test_what_is_open_is_not_piled_up_at_the_edges(book: Codebook) -> None:
    some = [
        happened("a", "2020-01-01/.."),
        happened("b", "[..2040-01-01]"),
        happened("c", "2031-05-02/.."),
        happened("d", "2030/2032"),
    ]
    line = charts_timeline.timeline(some, names, book, since=date(2031, 5, 1), until=date(2031, 5, 9))
    assert [one.id for one in line.nodes] == ["d", "c"]
    assert (line.reaching, line.outside) == (2, 0)


def test_a_date_longer_than_a_bin_may_lie_in_each(book: Codebook) -> None:
    bins = list(
        charts_timeline.counted(
            [(date(2031, 5, 1), date(2031, 5, 3), "a"), (None, date(2031, 5, 2), "a")],
            "day",
            date(2031, 5, 1),
            date(2031, 5, 9),
        )
    )
    assert [(one.start, one.sure, one.may) for one in bins] == [
        ("2031-05-01", 0, 1),
        ("2031-05-02", 0, 2),
        ("2031-05-03", 0, 1),
    ]


def test_lanes_that_are_too_many_are_put_together(book: Codebook) -> None:
    line = charts_timeline.timeline([happened(f"e{n}", "2031-05-01", type_=f"t{n:02}") for n in range(20)], names, book)
    assert len(line.lanes) == charts_timeline.LANES
    assert line.lanes[-1] == charts_timeline.OTHERS
    assert {one.lane for one in line.nodes} == set(line.lanes)


@given(
    st.lists(st.tuples(st.dates() | st.none(), st.integers(0, 4000)), max_size=40),
    st.sampled_from(["day", "week", "month", "year", "decade"]), st.dates(), st.integers(0, 800),
)  # fmt: skip
def test_bins_hold_every_event_whatever_its_dates(
    events: list[tuple[date | None, int]], unit: charts_timeline.Unit, first: date, length: int
) -> None:
    last = date.fromordinal(min(first.toordinal() + length, date.max.toordinal()))
    spans = [
        (start, start and date.fromordinal(min(start.toordinal() + days_, date.max.toordinal())), "a")
        for start, days_ in events
    ]
    bins = list(charts_timeline.counted(spans, unit, first, last))
    assert sum(one.sure for one in bins) <= len(events)
    assert bool(bins) == bool(events)


# The map


def at(name: str, precision: str | None, *, lat: float | None = 10.0, country: str | None = "FRA") -> Place:
    return Place.model_validate(
        {
            "name": name,
            "country": country,
            "lat": lat,
            "lon": lat,
            "precision": precision,
            "words": Span(start=0, end=len(name), words=name),
        }
    )


def test_a_country_is_shaded_and_never_a_point(book: Codebook) -> None:
    some = [
        happened("a", None, place=at("Dorn", "city")), happened("b", None, place=at("Dorn", "city")), happened("c", None, place=at("France", "country")),
        happened("d", None, place=at("Velm", None)), happened("e", None), happened("f", None, place=at("the sea", "sea", lat=None, country=None)),
    ]  # fmt: skip
    drawn = charts_map.mapped(some, names, book)
    assert [(one.name, one.number, one.radius) for one in drawn.areas] == [("Dorn", 2, charts_map.RADIUS["city"])]
    assert [(one.id, one.numeric, one.number) for one in drawn.countries] == [("FRA", "250", 2)]
    assert drawn.nowhere == 2
    assert "</" not in script_json(plain(drawn))


def test_wider_areas_lie_below_smaller_ones(book: Codebook) -> None:
    some = [
        happened(name, None, place=at(name, kind)) for name, kind in (("s", "site"), ("r", "region"), ("c", "city"))
    ]
    assert [one.name for one in charts_map.mapped(some, names, book).areas] == ["r", "c", "s"]
