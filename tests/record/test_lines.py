"""Lines of one origin: what restates, what is stale, what is a state of its own, and how states follow each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from dragoman.model import Place, Span
from dragoman.record import figures
from dragoman.record.facts import Figure, Holder, Line, Page, Relation, Telling, World

WORLD = World(
    generic=frozenset({"people", "victims"}),
    controlled_by={"spokesman": "board", "board": "city"},
    vague={"dozens": (24, 99)},
)
_OP = {"=": "point", "~": "point", ">=": "low", ">": "low", "<=": "high", "<": "high"}


def fig(id_: str, day: int, text: str, who: str = "board", **more: Any) -> Figure:
    """A running count of drowned sailors, told on a day of May."""
    op, _, digits = text.rpartition(" ")
    op = op or "="
    page = more.pop("page", None) or Page(
        f"r-{id_}", more.pop("work", f"r-{id_}"), date(2031, 5, day), counts=more.pop("counts", True)
    )
    holder = more.pop("holder", None) or Holder("named", (who,))
    values: dict[str, Any] = {
        _OP[op]: int(digits),
        "op": op,
        "population": "sailors",
        "aggregation": "cumulative",
        "as_of_basis": "report",
    }
    return Figure(id_, page, holder, "drowned", **{**values, **more})


def stated(as_of: str) -> dict[str, Any]:
    return {"as_of": as_of, "as_of_basis": "stated"}


def over(day: int = 1) -> dict[str, Any]:
    return {"as_of": f"2031-05-{day:02}", "as_of_basis": "derived", "aggregation": "total"}


def at(name: str) -> Place:
    return Place(name=name, country="NOR", precision="city", words=Span(start=0, end=len(name), words=name))


def line(*told: Figure, disowned: tuple[Telling, ...] = ()) -> Line:
    (only,) = figures.draw(told, WORLD, disowned=disowned).lines
    return only


def points(found: Line) -> list[str]:
    return [" ".join(state.figures) for state in found.states]


def ties(*told: Figure, disowned: tuple[Telling, ...] = ()) -> set[tuple[str, str, str, str]]:
    """Relations but for ticks: left, type, right, rule."""
    drawn = figures.draw(told, WORLD, disowned=disowned).relations
    return {(one.left, one.type, one.right, one.rule) for one in drawn if one.type != "restates"}


def relation(told: tuple[Figure, ...], type_: str) -> Relation:
    (only,) = (one for one in figures.draw(told, WORLD).relations if one.type == type_)
    return only


def denial(day: int, value: str, who: str = "board", mode: str = "denies") -> Telling:
    page = Page(f"no-{day}", f"no-{day}", date(2031, 5, day))
    return Telling(
        f"no-{day}", page, (Holder("named", (who,)),), "statement", "happened", mode=mode, marks=(("figure", value),)
    )


# L1


def test_a_disowned_number_told_as_the_present_one_is_stale() -> None:
    told = (fig("a", 1, "1130"), fig("b", 9, "1130"))
    found = line(*told, disowned=(denial(4, "1130"),))
    assert (points(found), found.stale) == (["a"], ("b",))
    assert found.states[0].withdrawn == date(2031, 5, 4)
    assert ("b", "repeats_stale", "a", "L1") in ties(*told, disowned=(denial(4, "1,130 drowned"),))


def test_it_is_not_stale_on_the_day_of_the_denial_nor_told_as_past() -> None:
    told = (fig("a", 1, "1130"), fig("b", 4, "1130"), fig("c", 9, "1130", **stated("2031-05-01")))
    assert points(line(*told, disowned=(denial(4, "1130"),))) == ["a b c"]


def test_only_the_origin_or_who_commands_it_disowns_its_number() -> None:
    told = (fig("a", 1, "1130"), fig("b", 9, "1130"))
    assert line(*told, disowned=(denial(4, "1130", "spokesman"),)).stale == ("b",)
    assert line(*told, disowned=(denial(4, "1130", "harbour"),)).stale == ()
    assert line(*told, disowned=(denial(4, "1300"),)).stale == ()
    assert line(*told, disowned=(denial(4, "1130", mode="confirms"),)).stale == ()


def test_a_number_put_right_by_words_is_stale_when_told_again() -> None:
    page = Page("r", "r", date(2031, 5, 3))
    told = (
        fig("a", 3, "63", page=page, **over()),
        fig("b", 3, "57", page=page, revises="a", **over()),
        fig("c", 20, "63", **over()),
    )
    found = line(*told)
    assert (points(found), found.stale) == (["a", "b"], ("c",))
    assert relation(told, "repeats_stale").newer == "b"


def test_a_page_that_says_itself_that_the_number_is_outdated_repeats_nothing() -> None:
    first, second = (Page(name, name, date(2031, 5, day)) for name, day in (("r", 3), ("s", 8)))
    told = (
        fig("a", 3, "63", page=first, **over()), fig("b", 3, "57", page=first, revises="a", **over()),
        fig("c", 8, "63", page=second, **over()), fig("d", 8, "57", page=second, revises="c", **over()),
    )  # fmt: skip
    assert points(line(*told)) == ["a c", "b d"]


def test_a_running_count_told_of_the_day_when_it_was_right_is_not_stale() -> None:
    page = Page("r", "r", date(2031, 5, 9))
    told = (
        fig("a", 9, "600", page=page, **stated("2031-05-01")), fig("b", 9, "2000", page=page, revises="a"),
        fig("c", 20, "600", as_of="2031-05-01", as_of_basis="derived"),
    )  # fmt: skip
    assert points(line(*told)) == ["a c", "b"]


# L2


def test_a_modifier_is_no_new_state() -> None:
    assert points(line(fig("a", 3, "600"), fig("b", 3, "~ 600"), fig("c", 20, ">= 600", **stated("2031-05")))) == [
        "a b c"
    ]


def test_a_rounded_number_of_the_same_time_is_no_new_state() -> None:
    assert points(line(fig("a", 3, "11300"), fig("b", 3, "> 11000"), fig("c", 3, "11000"))) == ["a b c"]
    assert points(line(fig("a", 3, "600"), fig("b", 3, "1000"))) == ["a", "b"]


def test_two_numbers_that_one_rounds_are_still_two() -> None:
    assert points(line(fig("a", 3, "11000"), fig("b", 4, "11300", **stated("2031-05-03")), fig("c", 5, "10700"))) == [
        "a b",
        "c",
    ]


# L3


def test_the_line_runs_on_flat() -> None:
    told = (fig("a", 3, "11300"), fig("b", 4, "11000"), fig("c", 9, "~ 11300"))
    assert points(line(*told)) == ["a b c"]
    assert ties(*told) == set()


def test_a_finer_number_of_a_later_day_is_a_state() -> None:
    told = (fig("a", 3, "> 3000"), fig("b", 9, "3283"))
    assert points(line(*told)) == ["a", "b"]
    assert ties(*told) == {("a", "revised_by", "b", "R1")}


def test_all_states_of_one_time_are_newest() -> None:
    told = (
        fig("a", 3, "10100", **over(3)), fig("b", 4, "20000", **over(3)), fig("c", 9, "10100", aggregation="total"),
    )  # fmt: skip
    assert points(line(*told)) == ["a c", "b"]


# L4


def test_an_old_number_told_as_the_present_one_is_stale() -> None:
    told = (fig("a", 3, "600"), fig("b", 20, "2000"), fig("c", 20, "~ 600"))
    found = line(*told)
    assert (points(found), found.stale) == (["a", "b"], ("c",))
    stale = relation(told, "repeats_stale")
    assert (stale.left, stale.right, stale.newer, stale.rule) == ("c", "a", "b", "L4")
    assert ties(*told) == {("a", "revised_by", "b", "R1"), ("c", "repeats_stale", "a", "L4")}


def test_yesterdays_number_is_not_stale() -> None:
    assert points(line(fig("a", 3, "600"), fig("b", 4, "700"), fig("c", 4, "600"))) == ["a c", "b"]
    assert points(line(fig("a", 3, "600"), fig("d", 6, "600"), fig("b", 7, "700"), fig("c", 7, "600"))) == [
        "a c d",
        "b",
    ]


def test_an_old_number_told_as_past_is_not_stale() -> None:
    assert points(line(fig("a", 3, "600"), fig("b", 20, "2000"), fig("c", 20, "600", **stated("2031-05-03")))) == [
        "a c",
        "b",
    ]


# L5


def test_two_numbers_of_one_time_and_origin_are_an_error() -> None:
    told = (fig("a", 3, "10100", **over()), fig("b", 4, "20000", **over()))
    assert ties(*told) == {("b", "contradicts", "a", "L5")}


def test_published_later_it_is_a_correction() -> None:
    told = (fig("a", 3, "63", **over()), fig("b", 8, "57", **over()))
    assert ties(*told) == {("a", "revised_by", "b", "L5")}
    assert relation(told, "revised_by").direction == "down"


def test_a_running_count_grows_within_a_day() -> None:
    told = (fig("a", 3, "40"), fig("b", 3, "34"))
    assert points(line(*told)) == ["b", "a"]
    assert ties(*told) == {("b", "revised_by", "a", "R1")}


# L6, R1, R2, R3


def test_a_bound_that_was_passed_is_a_revision() -> None:
    told = (fig("a", 3, ">= 100"), fig("b", 9, "~ 300"), fig("c", 12, ">= 600"))
    assert ties(*told) == {("a", "revised_by", "b", "R1"), ("b", "revised_by", "c", "R1")}


def test_numbers_that_can_be_one_are_no_revision() -> None:
    assert ties(fig("a", 3, "~ 2000"), fig("b", 9, "~ 2200")) == set()
    assert points(line(fig("a", 3, "~ 2000"), fig("b", 9, "~ 2200"))) == ["a", "b"]


def test_a_fall_is_a_revision() -> None:
    told = (fig("a", 3, "50"), fig("b", 9, "46"))
    assert relation(told, "revised_by").direction == "down"


def test_what_words_tie_nothing_else_ties() -> None:
    page = Page("r", "r", date(2031, 5, 3))
    told = (fig("b", 3, "57", page=page, revises="a", **over()), fig("a", 3, "63", page=page, **over()))
    assert ties(*told) == {("a", "revised_by", "b", "words")}
    assert points(line(*told)) == ["a", "b"]


def test_words_tie_figures_without_a_line() -> None:
    page = Page("r", "r", date(2031, 5, 3))
    told = (
        fig("a", 3, ">= 60", page=page, holder=Holder("unnamed")), fig("b", 3, "90", page=page, revises="a"),
        fig("c", 3, "12", page=page, part_of="b", aggregation="part"), fig("d", 3, "5", page=page, added_to="b", aggregation="increment"),
    )  # fmt: skip
    assert ties(*told) == {
        ("a", "revised_by", "b", "words"),
        ("c", "part_of", "b", "words"),
        ("d", "added_to", "b", "words"),
    }
    assert figures.draw(told, WORLD).alone == ("a", "c", "d")


# What a line is


def test_what_joins_no_line() -> None:
    told = (
        fig("a", 3, "5", holder=Holder("author")), fig("b", 3, "5", holder=Holder("named", ("board",), guessed=True)),
        fig("c", 3, "5", aggregation="rate"), fig("d", 3, "5", aggregation="planned"), fig("e", 3, "5", aggregation="part"),
        fig("f", 3, "5", holder=Holder("named", ("board",), certainty="CT-")), fig("g", 3, "5", population="people"),
        fig("h", 3, "5", population=""),
    )  # fmt: skip
    for one in told:
        assert figures.draw([one], WORLD).alone == (one.id,)


def test_a_part_of_what_is_over_has_a_line() -> None:
    assert points(line(fig("a", 3, "9", **{**over(), "aggregation": "part"}))) == ["a"]


def test_what_is_not_comparable_has_lines_of_its_own() -> None:
    told = [
        fig("a", 3, "50"), fig("b", 3, "50", who="harbour"), fig("c", 3, "50", place=at("Vik")), fig("d", 3, "50", aggregation="total"),
        fig("e", 3, "50", time_ref="future"), fig("f", 3, "50", unit="%"),
    ]  # fmt: skip
    drawn = figures.draw(told, WORLD)
    assert sorted(points(one) for one in drawn.lines) == [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]
    assert len({one.key for one in drawn.lines}) == 6
    assert [one.modal for one in drawn.lines if one.states[0].first == "e"] == [True]


def test_counts_of_anybody_are_told_apart_by_time() -> None:
    anybody: dict[str, Any] = {"population": "people", "place": at("Vik")}
    told = [
        fig("a", 1, "12", **{**over(1), **anybody}), fig("b", 5, "12", **{**over(5), **anybody}), fig("c", 6, "12", **{**over(5), **anybody}),
    ]  # fmt: skip
    assert sorted(points(one) for one in figures.draw(told, WORLD).lines) == [["a"], ["b c"]]
    early = fig("d", 1, "12", page=Page("r", "r", date(2031, 2, 1)), **anybody)
    assert sorted(points(one) for one in figures.draw([early, fig("e", 9, "12", **anybody)], WORLD).lines) == [
        ["d"],
        ["e"],
    ]
    known = fig("f", 1, "12", page=Page("r", "r", date(2031, 2, 1)))
    assert points(line(known, fig("g", 9, "12"))) == ["f g"]


def test_a_day_of_somebodys_report_is_not_the_day_of_an_event() -> None:
    anybody: dict[str, Any] = {"population": "people", "place": at("Vik"), "aggregation": "total"}
    told = (fig("a", 3, "40", **anybody), fig("b", 6, "40", **{**over(5), **anybody}))
    assert points(line(*told)) == ["a b"]


def test_copies_are_ticks_and_never_more() -> None:
    told = (
        fig("a", 3, "600"), fig("b", 4, "600", counts=False, work="r-a"), fig("c", 4, "900", counts=False, work="r-a"),
        fig("d", 20, "2000"), fig("e", 20, "600"), fig("f", 21, "600", counts=False, work="r-e"),
    )  # fmt: skip
    found = line(*told)
    assert (points(found), found.ticks, found.stale) == (["a b", "d"], ("b",), ("e", "f"))
    assert figures.draw(told, WORLD).alone == ("c",)
    assert not any("c" in (one.left, one.right) for one in figures.draw(told, WORLD).relations)


def test_a_denial_stands_until_its_voice_gives_the_number() -> None:
    no = fig("n", 5, "600", who="harbour", holder=Holder("named", ("harbour",), attitude="denial", certainty="CT-"))
    told = [fig("a", 3, "600"), no]
    (stand,) = figures.draw(told, WORLD).stands
    assert (stand.type, stand.left, stand.right, stand.rule, stand.until) == ("denies", "n", "a", "R14", None)
    (ended,) = (
        one for one in figures.draw([*told, fig("z", 9, "600", who="harbour")], WORLD).stands if one.right == "a"
    )
    assert ended.until == date(2031, 5, 9)
    other = figures.draw([*told, fig("z", 9, "600", who="city")], WORLD).stands
    assert [one.until for one in other] == [None, None]
    assert figures.draw([fig("a", 3, "500"), no], WORLD).stands == ()


def test_a_number_given_after_it_was_denied_is_not_withdrawn() -> None:
    no = fig("n", 5, "600", holder=Holder("named", ("board",), attitude="denial", certainty="CT-"))
    drawn = figures.draw([no, fig("a", 9, "600")], WORLD)
    assert drawn.lines[0].states[0].withdrawn is None
    assert [(one.rule, one.until) for one in drawn.stands] == [("R14", date(2031, 5, 9))]


def test_an_origin_that_disowns_its_number_withdraws_it() -> None:
    no = fig("n", 5, "600", holder=Holder("named", ("board",), attitude="denial", certainty="CT-"))
    drawn = figures.draw([fig("a", 3, "600"), no], WORLD)
    assert drawn.lines[0].states[0].withdrawn == date(2031, 5, 5)
    assert [(one.left, one.rule) for one in drawn.stands] == [("n", "R13")]
    told = figures.draw([fig("a", 3, "600")], WORLD, disowned=(denial(5, "600"), denial(6, "5")))
    assert [(one.left, one.right, one.since) for one in told.stands] == [("no-5", "a", date(2031, 5, 5))]
