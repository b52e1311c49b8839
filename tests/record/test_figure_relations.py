"""What is drawn between figures of different origins, who stands behind a figure, sums; and the laws of all of it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Place, Span
from dragoman.record import figures
from dragoman.record.facts import Figure, Holder, Page, Relation, World

WORLD = World(
    controlled_by={"police": "state", "ministry": "state"},
    members={"alliance": ("navy", "harbour")},
    generic=frozenset({"people"}),
    made_of={"casualties": ("drowned", "hurt")},
)
_OP = {"=": "point", "~": "point", ">=": "low", ">": "low", "<=": "high", "<": "high"}


def fig(id_: str, day: int, text: str, who: str | None = "board", **more: Any) -> Figure:
    """A running count of drowned sailors, told on a day of May; nobody is the outlet itself."""
    op, _, digits = text.rpartition(" ")
    op = op or "="
    page = more.pop("page", None) or Page(f"r-{id_}", f"r-{id_}", date(2031, 5, day), counts=more.pop("counts", True))
    holder = Holder("named", (who,)) if who else Holder("author")
    values: dict[str, Any] = {
        "op": op, _OP[op]: int(digits), "counted": "drowned", "population": "sailors", "aggregation": "cumulative",
        "as_of_basis": "report", "holder": holder,
    }  # fmt: skip
    return Figure(id_, page, **{**values, **more})


OVER: dict[str, Any] = {"as_of": "2031-05-01", "as_of_basis": "derived", "aggregation": "total"}


def stated(as_of: str) -> dict[str, Any]:
    return {"as_of": as_of, "as_of_basis": "stated"}


def place(name: str, *within: str, country: str | None = "NOR", precision: Any = "city") -> Place:
    words = Span(start=0, end=len(name), words=name)
    return Place(name=name, country=country, precision=precision, within=within, words=words)


VIK, NORWAY = place("Vik", "Coast"), place("Norway", precision="country")


def drawn(*told: Figure) -> list[Relation]:
    return [one for one in figures.draw(told, WORLD).relations if one.type not in ("restates", "revised_by")]


def ties(*told: Figure) -> list[tuple[str, str, str, str]]:
    return [(one.left, one.type, one.right, one.rule) for one in drawn(*told)]


# R4, with the order of a running count


def test_two_origins_exclude_each_other() -> None:
    assert ties(fig("a", 3, "82", "navy", **OVER), fig("b", 5, "147", **OVER)) == [("b", "contradicts", "a", "R4")]
    assert ties(fig("a", 3, "3", "navy", **OVER), fig("b", 5, "0", **OVER)) == [("b", "contradicts", "a", "R4")]


def test_numbers_that_only_touch_or_overlap_neither_agree_nor_exclude() -> None:
    assert ties(fig("a", 3, "~ 4000", "navy", **OVER), fig("b", 5, "~ 3000", **OVER)) == []
    assert ties(fig("a", 3, ">= 600", "navy", **OVER), fig("b", 5, "~ 2000", **OVER)) == []


def test_a_running_count_may_have_grown_within_the_day() -> None:
    assert ties(fig("a", 3, "34", "navy"), fig("b", 3, "40")) == []
    assert ties(fig("a", 3, "34", "navy", hour="15:00"), fig("b", 3, "40", hour="09:00")) == [
        ("b", "contradicts", "a", "R4")
    ]
    assert ties(fig("a", 3, "34", "navy", hour="09:00"), fig("b", 3, "40", hour="15:00")) == []


def test_two_numbers_stated_of_one_day_exclude_each_other() -> None:
    day = stated("2031-05-03")
    assert len(ties(fig("a", 4, "34", "navy", **day), fig("b", 5, "40", **day))) == 1
    # The lower one stands at the end of that day, the higher one was there in its course.
    assert len(ties(fig("a", 4, "34", "navy", **day), fig("b", 3, "40"))) == 1
    assert ties(fig("a", 3, "34", "navy"), fig("b", 4, "40", **day)) == []


def test_a_month_and_a_day_are_compared() -> None:
    assert len(ties(fig("a", 31, "1000", "navy", **stated("2031-05")), fig("b", 13, "300"))) == 1


# R5, R6, R9


def test_independent_voices_that_are_near_corroborate() -> None:
    assert ties(fig("a", 3, "600", "navy"), fig("b", 3, "~ 600")) == [("b", "corroborates", "a", "R5")]
    assert ties(fig("a", 3, "600", "navy"), fig("b", 4, "~ 600")) == []
    assert ties(fig("a", 3, ">= 100", "navy"), fig("b", 3, "~ 300")) == []


def test_one_voice_corroborates_nothing_and_can_contradict_itself() -> None:
    assert ties(fig("a", 3, "600", "police"), fig("b", 3, "600", "ministry")) == []
    assert len(ties(fig("a", 3, "600", "police", **OVER), fig("b", 3, "900", "ministry", **OVER))) == 1


def test_a_joint_origin_says_nothing_about_its_member() -> None:
    assert ties(fig("a", 3, "600", "alliance"), fig("b", 3, "600", "navy")) == []
    assert ties(fig("a", 3, "600", "alliance", **OVER), fig("b", 3, "900", "navy", **OVER)) == []
    assert len(ties(fig("a", 3, "600", "alliance"), fig("b", 3, "600", "police"))) == 1


def test_an_agreement_ends_when_one_side_puts_its_number_right() -> None:
    page = Page("r", "r", date(2031, 5, 3))
    told = (
        fig("a", 3, "63", page=page, **OVER), fig("b", 3, "57", page=page, revises="a", **OVER), fig("c", 4, "63", "navy", **OVER),
    )  # fmt: skip
    assert ties(*told) == [("c", "contradicts", "b", "R4"), ("c", "corroborates", "a", "R5")]
    assert [one.until for one in drawn(*told)] == [None, date(2031, 5, 3)]


def test_a_number_that_was_given_up_contradicts_nothing_published_later() -> None:
    told = (fig("a", 3, "11300"), fig("b", 6, "4000"), fig("c", 9, "4200", "navy"))
    assert ties(*told) == []
    assert ties(*told[:1], *told[2:]) == [("c", "contradicts", "a", "R7")]


# R7


def test_a_running_count_cannot_fall_between_two_origins() -> None:
    assert ties(fig("a", 3, "> 5300"), fig("b", 9, "4331", "navy")) == [("b", "contradicts", "a", "R7")]
    assert ties(fig("a", 3, "4000"), fig("b", 9, "4700", "navy")) == []
    assert ties(fig("a", 3, "~ 1000"), fig("b", 9, "600", "navy")) == []
    level: dict[str, Any] = {"aggregation": "total"}
    assert ties(fig("a", 3, "10100", **level), fig("b", 9, "9000", "navy", **level)) == []


def test_an_open_bound_excludes_no_larger_number_until_it_is_closed() -> None:
    told = [fig("a", 3, "~ 6000"), fig("b", 6, ">= 3958", "navy")]
    assert ties(*told) == []
    assert ties(*told, fig("c", 8, "3958", "navy")) == [("c", "contradicts", "a", "R7")]


# R8


def test_a_part_above_its_whole() -> None:
    city: dict[str, Any] = {"place": VIK}
    country: dict[str, Any] = {"place": NORWAY}
    told = (fig("a", 3, "11300", **city), fig("b", 4, "~ 6000", "navy", **country, **stated("2031-05-03")))
    assert ties(*told) == [("b", "contradicts", "a", "R8")]
    assert ties(fig("a", 3, "> 5300", **city), fig("b", 9, "3958", "navy", **country)) == [
        ("b", "contradicts", "a", "R8")
    ]
    assert ties(fig("a", 9, "> 5300", **city), fig("b", 3, "3958", "navy", **country)) == []
    assert ties(fig("a", 3, "170", **city), fig("b", 9, "3958", "navy", **country)) == []
    assert ties(fig("a", 3, "11300", **city), fig("b", 9, "3958", **country)) == []


def test_unlike_places_are_not_compared() -> None:
    coast, hills = place("Coast", precision="admin1"), place("Hills", precision="admin1")
    assert len(ties(fig("a", 3, "500", place=VIK), fig("b", 9, "90", "navy", place=coast))) == 1
    assert ties(fig("a", 3, "500", place=VIK), fig("b", 9, "90", "navy", place=hills)) == []
    assert ties(fig("a", 3, "500", place=VIK), fig("b", 9, "90", "navy")) == []


def test_words_that_replace_a_number_are_enough() -> None:
    page = Page("r", "r", date(2031, 5, 9))
    told = (
        fig("a", 3, "11300", place=VIK), fig("b", 9, "11300", place=VIK, page=page, **stated("2031-05-03")),
        fig("c", 9, "3958", "navy", place=NORWAY, page=page, revises="b"),
    )  # fmt: skip
    assert ties(*told) == []


def test_forecasts_are_compared_with_nothing() -> None:
    ahead: dict[str, Any] = {"time_ref": "future"}
    assert ties(fig("a", 3, "20000", **ahead), fig("b", 9, "4000", "navy")) == []
    assert ties(fig("a", 3, "20000", **ahead), fig("b", 3, "4000", "navy", **ahead)) == []


# R16


def test_an_outlet_that_tells_an_old_number_as_new() -> None:
    lines = (fig("a", 3, "600"), fig("b", 12, "2000"))
    assert ties(*lines, fig("x", 20, "600", None)) == [("x", "repeats_stale", "a", "R16")]
    assert drawn(*lines, fig("x", 20, "600", None))[0].newer == "b"
    assert ties(*lines, fig("x", 4, "600", None)) == []
    assert ties(*lines, fig("x", 20, ">= 600", None)) == []
    assert ties(*lines, fig("x", 20, "2000", None)) == []


def test_an_outlet_contradicts_one_line_at_most() -> None:
    told = (fig("a", 3, "57", **OVER), fig("b", 3, "58", "navy", **OVER), fig("x", 9, "63", None, **OVER))
    assert [one for one in ties(*told) if "x" in one] == [("x", "contradicts", "a", "R16")]
    assert ties(fig("a", 3, "63", **OVER), fig("x", 9, "63", None, **OVER)) == []


def test_outlets_contradict_each_other_only_about_what_is_over() -> None:
    assert ties(fig("x", 3, "57", None, **OVER), fig("y", 9, "63", None, **OVER)) == [("y", "contradicts", "x", "R16")]
    assert ties(fig("x", 3, "57", None), fig("y", 9, "40", None)) == []


def test_who_is_left_out_makes_another_set() -> None:
    guests: dict[str, Any] = {"counted": "attending", "population": "heads of state", **OVER}
    with_host = fig("x", 3, "26", None, includes=("host",), **guests)
    others = fig("y", 4, "26", None, excludes=("guest", "host"), **guests)
    assert ties(with_host, others) == [("y", "contradicts", "x", "R16")]
    assert ties(with_host, fig("z", 4, "26", None, includes=("host",), **guests)) == []


def test_what_its_own_report_calls_outdated_contradicts_nothing() -> None:
    page = Page("r", "r", date(2031, 5, 9))
    told = (
        fig("a", 3, "90", **OVER),
        fig("x", 9, "63", None, page=page, **OVER),
        fig("y", 9, "90", None, page=page, revises="x", **OVER),
    )
    assert ties(*told) == []


# Support


def test_support_counts_voices_works_and_pages() -> None:
    told = [
        fig("a", 3, "600", "police"), fig("b", 3, "~ 600", "ministry"), fig("c", 3, ">= 600", "navy"),
        fig("d", 4, "600", "police"), fig("e", 3, "90", "harbour"),
    ]  # fmt: skip
    copy = replace(fig("f", 4, "600", "navy", counts=False), page=Page("r-f", "r-c", date(2031, 5, 4), counts=False))
    found = figures.support("d", [*told, copy], WORLD)
    assert (found.voices, found.works, found.pages) == (2, 4, 5)
    assert found.origins == ("ministry", "navy", "police")
    assert found.reports == ("r-a", "r-b", "r-c", "r-d", "r-f")
    assert found.against == ()


def test_support_of_what_nobody_with_a_name_says() -> None:
    told = [fig("x", 3, "26", None, **OVER), fig("y", 4, "26", None, **OVER), fig("z", 4, "28", None, **OVER)]
    found = figures.support("x", told, WORLD)
    assert (found.voices, found.pages, found.origins, found.reports) == (0, 2, (), ("r-x", "r-y"))


def test_support_names_who_is_against_and_who_admits() -> None:
    no = fig("n", 5, "82", holder=Holder("named", ("police",), attitude="denial", certainty="CT-"), **OVER)
    told = [
        fig("a", 3, "82", "navy", holder=Holder("named", ("navy",), attitude="admission"), **OVER), fig("b", 4, "147", **OVER), no,
    ]  # fmt: skip
    found = figures.support("a", told, WORLD)
    assert (found.against, found.admitted_by) == (("board", "police"), ("navy",))


def test_a_number_that_was_given_up_has_pages_and_no_voice() -> None:
    told = [fig("a", 3, "63", **OVER), fig("b", 9, "57", **OVER)]
    assert figures.support("a", told, WORLD).voices == 0
    assert figures.support("b", told, WORLD).voices == 1
    assert figures.support("a", told[:1], WORLD).voices == 1


def test_support_of_a_figure_in_no_line() -> None:
    alone = fig("a", 3, "63", aggregation="increment")
    assert figures.support("a", [alone], WORLD).voices == 1
    with pytest.raises(KeyError):
        figures.support("b", [alone], WORLD)


# Sums


def sums(*told: Figure) -> dict[tuple[tuple[str, ...], str], str]:
    return {(one.parts, one.whole): one.verdict for one in figures.sums(told, WORLD)}


def test_parts_on_two_pages_meet_their_whole() -> None:
    dead, hurt = fig("a", 9, "600"), fig("b", 9, "4100", counted="hurt")
    assert sums(dead, hurt, fig("c", 9, "4700", counted="casualties")) == {(("a", "b"), "c"): "consistent"}
    assert sums(dead, hurt, fig("c", 9, "9000", counted="casualties")) == {(("a", "b"), "c"): "inconsistent"}
    assert sums(dead, hurt, fig("c", 9, "4700", "navy", counted="casualties")) == {}
    assert sums(dead, hurt, fig("c", 20, "4700", counted="casualties")) == {}


def test_what_words_call_a_part() -> None:
    page = Page("r", "r", date(2031, 5, 9))
    whole = fig("w", 9, "176", None, page=page)
    crew, rest = (fig(id_, 9, text, None, page=page, part_of="w") for id_, text in (("a", "9"), ("b", "167")))
    assert sums(whole, crew, rest) == {(("a", "b"), "w"): "consistent"}
    assert sums(whole, crew) == {(("a",), "w"): "consistent"}
    assert sums(whole, replace(crew, point=201)) == {(("a",), "w"): "inconsistent"}
    assert sums(whole, crew, replace(rest, point=20)) == {}


def test_parts_listed_beside_a_total() -> None:
    page = Page("r", "r", date(2031, 5, 9))
    part = {**OVER, "aggregation": "part", "page": page}
    told = [fig("a", 9, "60", None, population="crew", **part), fig("b", 9, "40", None, population="guests", **part)]
    whole = fig("w", 9, "100", None, **{**OVER, "page": page})
    assert sums(*told, whole) == {(("a", "b"), "w"): "consistent"}
    assert sums(*told, replace(whole, point=300)) == {}
    assert sums(*told, replace(whole, holder=Holder("named", ("navy",)))) == {}


def test_a_sum_is_compared_as_an_interval() -> None:
    parts = [fig("a", 9, "~ 300"), fig("b", 9, "~ 2700", counted="hurt")]
    assert figures.check_sum(parts, fig("w", 9, "~ 3000"), WORLD).verdict == "consistent"
    assert figures.check_sum(parts, fig("w", 9, "3400"), WORLD).verdict == "inconsistent"
    assert figures.check_sum(parts[:1], fig("w", 9, "3400"), WORLD).verdict == "consistent"


# Blocks


def test_a_block_keeps_city_and_country_together_and_countries_apart() -> None:
    told = fig("a", 3, "5", place=VIK)
    assert figures.block(told) == figures.block(replace(told, place=NORWAY))
    assert figures.block(told) != figures.block(replace(told, place=place("Vik", country="ISL")))
    assert figures.block(told) != figures.block(replace(told, population="miners"))
    inner, outer = place("Shoal", "Bank", "High Sea", country=None), place("High Sea", country=None)
    assert figures.block(replace(told, place=inner)) == figures.block(replace(told, place=outer))


# Laws

PLACES = [None, VIK, NORWAY, place("Coast", precision="admin1")]
HOLDERS = [
    Holder("author"), Holder("unnamed", words="sources"), Holder("named", ("board",), guessed=True), Holder("named", ("navy",), relays=("board",)),
    *(Holder("named", (who,)) for who in ("board", "navy", "police", "ministry", "alliance")),
    Holder("named", ("board",), attitude="denial", certainty="CT-"),
]  # fmt: skip
TIMES: list[dict[str, Any]] = [
    {"as_of_basis": "report"}, {"as_of": "2031-05-03", "as_of_basis": "stated"}, {"as_of": "2031-05-02", "as_of_basis": "derived"},
    {"as_of": "2031-05", "as_of_basis": "stated"}, {"as_of": "[..2031-05-06]", "as_of_basis": "derived"},
]  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> list[Figure]:
    """Up to fourteen figures of one block on up to seven pages."""
    number = draw(st.integers(2, 14))
    population = draw(st.sampled_from(["sailors", "people"]))
    told = []
    for at in range(number):
        report = draw(st.integers(0, 6))
        day = None if report == 6 else date(2031, 5, 1) + timedelta(report * draw(st.sampled_from([1, 1, 30])))
        page = Page(f"r{report}-{day}", f"r{report}-{day}", day, counts=report != 5)
        op = draw(st.sampled_from(["=", "~", ">=", ">", "<="]))
        digits = draw(st.sampled_from([12, 60, 63, 600, 640, 1000, 11000, 11300, 20000]))
        held = draw(st.sampled_from(HOLDERS))
        more = {
            "aggregation": draw(st.sampled_from(["cumulative", "cumulative", "total"])),
            "place": draw(st.sampled_from(PLACES)),
            "excludes": draw(st.sampled_from([(), (), (), ("host",)])),
            **draw(st.sampled_from(TIMES)),
        }
        told.append(fig(f"q{at}", 1, f"{op} {digits}", page=page, holder=held, population=population, **more))
    ids = [one.id for one in told]
    for at, one in enumerate(told):
        same = [other for other in ids[:at] if told[ids.index(other)].page == one.page]
        if same and draw(st.integers(0, 3)) == 0:
            told[at] = replace(one, revises=draw(st.sampled_from(same)))
    return told


@settings(max_examples=150)
@given(stories(), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_twice_is_once(told: list[Figure], random: Any) -> None:
    first = figures.draw(told, WORLD)
    mixed = [*told, *told[::2]]
    random.shuffle(mixed)
    assert figures.draw(mixed, WORLD) == first
    assert figures.support(told[0].id, mixed, WORLD) == figures.support(told[0].id, told, WORLD)
    assert figures.sums(mixed, WORLD) == figures.sums(told, WORLD)


@settings(max_examples=150)
@given(stories())
def test_every_figure_is_in_one_line_or_alone_and_relations_stand_on_held_figures(told: list[Figure]) -> None:
    found = figures.draw(told, WORLD)
    members = [
        id_ for line in found.lines for id_ in (*(one for state in line.states for one in state.figures), *line.stale)
    ]
    assert sorted([*members, *found.alone]) == sorted(one.id for one in told)
    assert len({line.key for line in found.lines}) == len(found.lines)
    ids = {one.id for one in told}
    assert all({one.left, one.right} <= ids and one.left != one.right for one in found.relations)
    pairs = [
        (one.type, frozenset((one.left, one.right)))
        for one in found.relations
        if one.type in ("contradicts", "corroborates")
    ]
    assert len(pairs) == len(set(pairs))
    for line in found.lines:
        assert all(state.first in state.figures for state in line.states)
        assert not set(line.ticks) & {state.first for state in line.states}


@settings(max_examples=150)
@given(stories(), st.integers(1, 6))
def test_lines_of_a_day_do_not_depend_on_what_comes_later(told: list[Figure], day: int) -> None:
    """A line as published by a day has the same states, but for what joined them later, in the line of today."""
    by = date(2031, 5, day)
    # Whose number it is and which pages are copies may come out later; a line by itself is what is tested here.
    told = [
        replace(one, holder=replace(one.holder, relays=()), population="sailors") for one in told if one.page.counts
    ]
    known = [one for one in told if one.page.published is not None and one.page.published <= by]
    ids = {one.id for one in known}
    then = {line.key: line for line in figures.draw(known, WORLD).lines}
    now = {line.key: line for line in figures.draw(told, WORLD).lines}
    for key, line in then.items():
        today = {state.first: set(state.figures) & ids for state in now[key].states if state.first in ids}
        assert {state.first: set(state.figures) for state in line.states} == today
        assert set(line.stale) == set(now[key].stale) & ids


def test_large_blocks_are_drawn_quickly() -> None:
    """Loose bounds: ten times what it takes on a quiet machine."""
    days = [date(2031, 1, 1) + timedelta(at // 10) for at in range(2000)]
    told = [
        fig(f"q{at}", 1, str(100 + at // 40 * 37), ("board", "navy", "police", "harbour", None)[at % 5], page=Page(f"r{at}", f"r{at}", day))
        for at, day in enumerate(days)
    ]  # fmt: skip
    start = time.perf_counter()
    figures.draw(told, WORLD)
    assert time.perf_counter() - start < 5
