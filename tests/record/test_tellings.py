"""Two tellings field by field: every row of the table says yes, maybe and no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dragoman.model import Place, Span
from dragoman.record.facts import Holder, Page, Party, Telling, World
from dragoman.record.tellings import (
    breadth,
    dates,
    manner,
    measuring,
    naming,
    parties,
    places,
    rounds,
    told_apart,
    types,
    view,
    weapon,
)

WORLD = World(
    controlled_by={"navy-of-freeland": "FRE", "harbour-office": "navy-of-freeland"},
    members={"river-league": ("FRE", "ODL")},
    countries={"FRE": "FRE", "ODL": "ODL", "ana-reyes": "FRE", "coast-guard": "FRE", "navy-of-freeland": "FRE"},
    offices={"ana-reyes": (("President of Freeland", "FRE", "2020", "2024-06"),)},
    kinds={"FRE": "country", "ODL": "country", "ana-reyes": "person", "coast-guard": "agency"},
    families={"AGREE": frozenset({"signing"}), "SUPPORT": frozenset({"signing"})},
)


def place(name: str, country: str | None = None, **more: Any) -> Place:
    return Place(name=name, country=country, words=Span(start=0, end=len(name), words=name), **more)


def telling(**fields: Any) -> Telling:
    """A telling; parties are ids, or words after a tilde."""
    for side in ("actors", "recipients", "with_"):
        if side in fields:
            fields[side] = tuple(
                Party(None, one[1:]) if one.startswith("~") else Party(one, one) for one in fields[side].split()
            )
    page = Page("page", "page", fields.pop("published", date(2024, 5, 2)))
    given = {"id": "t", "page": page, "holders": (Holder("author"),), "type": "CONSULT", "status": "happened"}
    return Telling(**{**given, **fields})


Ask = Callable[..., Any]


@pytest.fixture
def ask() -> Ask:
    def asked(question: Callable[..., Any], one: dict[str, Any], other: dict[str, Any], **more: Any) -> Any:
        a, b = view(telling(**one), WORLD), view(telling(**other), WORLD)
        assert question(a, b, **more) == question(b, a, **more)
        return question(a, b, **more)

    return asked


@pytest.mark.parametrize(
    "one, other, answer",
    [
        ("AID", "AID", "yes"),
        ("AGREE", "SUPPORT", "yes"),
        ("AGREE", "AID", "no"),
        ("accident", "ASSAULT", "maybe"),
        ("death", "ASSAULT", "maybe"),
        ("accident", "disaster", "maybe"),
        ("death", "accident", "no"),
        ("accident", "CONSULT", "no"),
        ("statement", "ASSAULT", "no"),
    ],
)
def test_types(ask: Ask, one: str, other: str, answer: str) -> None:
    assert ask(types, {"type": one}, {"type": other}) == answer


@pytest.mark.parametrize(
    "one, other, answer",
    [
        (place("Lund", "SWE"), place("lund", "SWE"), "same"),
        (place("Köbenhavn", geonames=1), place("Copenhagen", geonames=1), "same"),
        (place("Lund", "SWE"), place("Sweden", "SWE", precision="country"), "contains"),
        (place("Lund", "SWE", within=("Skåne",)), place("Skåne", "SWE", precision="admin1"), "contains"),
        (place("Lund", "SWE", lat=55.7, lon=13.19), place("Malmö", "SWE", lat=55.6, lon=13.0), "near"),
        (place("Malmö", "SWE", lat=55.6, lon=13.0), place("Amager", "DNK", lat=55.6, lon=12.6), "near"),
        (place("Lund", "SWE", lat=55.7, lon=13.19), place("Kiruna", "SWE", lat=67.8, lon=20.2), "no"),
        (place("Lund", "SWE"), place("Malmö", "SWE"), "no"),
        (place("Lund", "SWE"), place("Norway", "NOR", precision="country"), "no"),
        (place("Lund", "SWE"), place("the harbour"), "none"),
        (place("Lund", "SWE"), None, "none"),
    ],
)
def test_places(ask: Ask, one: Place, other: Place | None, answer: str) -> None:
    assert ask(places, {"place": one}, {"place": other}) == answer


def test_an_area_may_hold_a_town_near_its_middle_where_nothing_else_is_known(ask: Ask) -> None:
    area = place("Skåne", "SWE", precision="admin1", lat=55.9, lon=13.6)
    assert ask(places, {"place": area}, {"place": place("Ystad", "SWE", lat=55.4, lon=13.8)}) == "near"
    assert ask(places, {"place": area}, {"place": place("Kiruna", "SWE", lat=67.8, lon=20.2)}) == "no"


@pytest.mark.parametrize(
    "one, other, answer",
    [("visit", "third-party", "yes"), ("phone", "phone", "yes"), ("visit", "phone", "no"), (None, "phone", "maybe")],
)
def test_manner(ask: Ask, one: str | None, other: str | None, answer: str) -> None:
    assert ask(manner, {"mode": one}, {"mode": other}) == answer


def test_only_talks_have_a_manner(ask: Ask) -> None:
    assert ask(manner, {"type": "ASSAULT", "mode": "visit"}, {"type": "ASSAULT", "mode": "phone"}) == "maybe"


@pytest.mark.parametrize(
    "one, other, answer",
    [
        ("2024-05-01", "2024-05-01", "equal"),
        ("2024-05-01/2024-05-03", "2024-05-01/2024-05-03", "equal"),
        ("2024-05", "2024-05", "possible"),
        ("2024-05-01", "2024-05", "possible"),
        ("2024-05-01/2024-05-03", "2024-05-03/2024-05-04", "possible"),
        ("[..2024-05-03]", "2024-05-01", "possible"),
        ("2024-05-01", "2024-05-02", "slack"),
        ("2024-05-01", "2024-05-03", "no"),
        ("2024-05-01", "2024-06", "no"),
        ("[..2024-05-03]", "2023-05-01", "far"),
        ("2024", "2024-05-01", "far"),
        (None, "2024-05-01", "none"),
        ("..", "2024-05-01", "none"),
    ],
)
def test_dates(ask: Ask, one: str | None, other: str | None, answer: str) -> None:
    edtf = None if one == ".." else one
    assert ask(dates, {"edtf": edtf}, {"edtf": other}, named=False, same_place=True) == answer


def test_two_clocks_tell_one_night_on_two_days(ask: Ask) -> None:
    monday, tuesday = {"edtf": "2024-05-06"}, {"edtf": "2024-05-07"}
    assert ask(dates, monday, tuesday, named=True, same_place=False) == "close"
    assert (
        ask(dates, {**monday, "mode": "phone"}, {**tuesday, "mode": "phone"}, named=False, same_place=False) == "close"
    )
    words = {"basis": "anchored"}
    assert ask(dates, monday | words, tuesday | words, named=False, same_place=True) == "close"
    assert ask(dates, monday | words, tuesday | words, named=False, same_place=False) == "slack"
    assert ask(dates, monday | words, tuesday, named=False, same_place=True) == "slack"


def test_plans_slip_where_the_evidence_says_that_it_is_the_same(ask: Ask) -> None:
    plan = {"edtf": "2024-05-01", "status": "planned"}
    assert ask(dates, plan, {"edtf": "2024-07-01"}, named=True, same_place=False) == "possible"
    assert ask(dates, plan, {"edtf": "2024-07-01"}, named=False, same_place=False) == "no"
    assert ask(dates, plan, {"edtf": "2024-04-01"}, named=True, same_place=False) == "no"


def test_with_evidence_sets_may_miss_each_other_by_a_day(ask: Ask) -> None:
    one, other = {"edtf": "2024-05-01/2024-05-03"}, {"edtf": "2024-05-04"}
    assert ask(dates, one, other, named=True, same_place=False) == "possible"
    assert ask(dates, one, other, named=False, same_place=False) == "no"


@pytest.mark.parametrize(
    "one, other, answer",
    [
        ("FRE ODL", "ODL FRE", "same"),
        ("FRE", "ODL", "no"),
        ("FRE", "", "one empty"),
        ("", "", "empty"),
        ("FRE", "FRE ODL", "within"),
        ("FRE", "~officials", "words"),
        ("~rebels", "~rebels", "words"),
        ("harbour-office", "FRE", "related"),
        ("coast-guard", "FRE", "related"),
        ("river-league", "ODL", "related"),
        ("coast-guard", "navy-of-freeland", "no"),
        ("ana-reyes", "FRE", "office"),
        ("ana-reyes", "ODL", "no"),
        ("FRE ODL", "FRE ana-reyes", "no"),
        ("a b c d", "a b c e", "within"),
    ],
)
def test_parties(ask: Ask, one: str, other: str, answer: str) -> None:
    acts = {"type": "AID"}
    acting, affected = ask(parties, acts | {"actors": one}, acts | {"actors": other}, world=WORLD)
    assert (acting, affected) == (answer, "empty")
    acting, affected = ask(parties, acts | {"recipients": one}, acts | {"recipients": other}, world=WORLD)
    assert (acting, affected) == ("empty", answer)


def test_those_who_go_along_are_compared_with_the_recipients(ask: Ask) -> None:
    one, other = {"type": "AID", "recipients": "FRE", "with_": "ODL"}, {"type": "AID", "recipients": "ODL FRE"}
    assert ask(parties, one, other, world=WORLD) == ("empty", "same")


def test_an_office_is_held_on_the_day(ask: Ask) -> None:
    later = {"type": "AID", "published": date(2025, 1, 1)}
    one, other = later | {"actors": "ana-reyes"}, later | {"actors": "FRE"}
    assert ask(parties, one, other, world=WORLD)[0] == "no"


def test_talks_without_a_host_are_compared_as_a_whole(ask: Ask) -> None:
    hosted = {"mode": "visit", "actors": "ana-reyes", "recipients": "bo-lind"}
    assert ask(parties, hosted, {"actors": "ana-reyes bo-lind"}, world=WORLD) == ("same", "same")
    back = {"mode": "visit", "actors": "bo-lind", "recipients": "ana-reyes"}
    assert ask(parties, hosted, back, world=WORLD) == ("no", "no")


@pytest.mark.parametrize(
    "one, other, answer",
    [
        ({"flight": "XY12"}, {"flight": "xy12"}, "one"),
        ({"summit": "Lake Forum of 2024"}, {"summit": "Lake Forum of 2024"}, "frame"),
        ({"ordinal": "third visit"}, {"ordinal": "third visit"}, "nth"),
        ({"flight": "XY12"}, {"ship": "Ocean Pearl"}, "none"),
        ({"flight": "XY12"}, {}, "none"),
        ({"flight": "XY12"}, {"flight": "XY13"}, "no"),
        ({"summit": "Lake Forum of 2024"}, {"summit": "Lake Forum of 2025"}, "no"),
        ({"summit": "Lake Forum"}, {"summit": "Lake Forum of 2025"}, "none"),
        ({"ordinal": "third visit"}, {"ordinal": "second visit"}, "no"),
        ({"ordinal": "third visit"}, {"ordinal": "second meeting"}, "none"),
        ({"resolution": "1100"}, {"resolution": "1101"}, "no"),
        ({"weapon": "Q-1"}, {"weapon": "R-2"}, "no"),
        ({"weapon": "Q-1", "flight": "XY12"}, {"weapon": "R-2", "flight": "XY12"}, "one"),
        ({"ship": "Ocean Pearl", "flight": "XY12"}, {"ship": "Gull", "flight": "XY12"}, "no"),
    ],
)
def test_evidence_that_names(ask: Ask, one: dict[str, str], other: dict[str, str], answer: str) -> None:
    assert ask(naming, {"marks": tuple(one.items())}, {"marks": tuple(other.items())}) == answer


def test_one_of_several_names_is_enough(ask: Ask) -> None:
    one, other = (("flight", "XY12"), ("flight", "XY13")), (("flight", "XY13"),)
    assert ask(naming, {"marks": one}, {"marks": other}) == "one"


def test_a_weapon_alone_is_no_name(ask: Ask) -> None:
    one = {"marks": (("weapon", "Q-1"),)}
    assert (ask(naming, one, one), ask(weapon, one, one), ask(weapon, one, {})) == ("none", True, False)


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("71400000 USD", "71000000 USD", True),
        ("5.1", "5.1", True),
        ("5.1", "5.3", False),
        ("20 USD", "20 EUR", False),
        ("600", "1000", False),
    ],
)
def test_evidence_that_measures(ask: Ask, one: str, other: str, same: bool) -> None:
    found, distance = ask(measuring, {"marks": (("size", one),)}, {"marks": (("size", other),)})
    assert found == same
    assert (distance == 0) == (one == other)


def test_rounding() -> None:
    assert rounds(11_000, 11_300)
    assert not rounds(11_300, 11_000)
    assert not rounds(0, 0)


@pytest.mark.parametrize(
    "one, other, apart",
    [
        ({"edtf": "2024-05-01"}, {"edtf": "2024-05-02"}, True),
        ({"edtf": "2024-05-01"}, {"edtf": "2024-05"}, False),
        ({"time_of_day": "04:10"}, {"time_of_day": "13:20"}, True),
        ({"time_of_day": "04:10"}, {"time_of_day": "04:00/05:00"}, False),
        ({"time_of_day": "morning"}, {"time_of_day": "night"}, True),
        ({"time_of_day": "04:10"}, {"time_of_day": "night"}, False),
        ({"marks": (("magnitude", "7.1"),)}, {"marks": (("magnitude", "6.4"),)}, True),
        ({"marks": (("tonnes", "400"),)}, {"marks": (("tonnes", "412"),)}, False),
        ({"type": "ASSAULT", "marks": (("ordinal", "second explosion"),)}, {"type": "ASSAULT"}, True),
        ({"type": "ASSAULT", "marks": (("ordinal", "first explosion"),)}, {"type": "ASSAULT"}, False),
        ({"marks": (("ordinal", "second visit"),)}, {}, False),
    ],
)
def test_what_one_page_tells_apart(ask: Ask, one: dict[str, Any], other: dict[str, Any], apart: bool) -> None:
    assert ask(told_apart, one, other) == apart


def test_breadth() -> None:
    assert [breadth(view(telling(edtf=edtf), WORLD)) for edtf in ("2024-05-01", "2024-05", "[..2024-05-01]", None)] == [
        0,
        30,
        None,
        None,
    ]


def test_a_view_belongs_to_its_world() -> None:
    one = telling(actors="harbour-office")
    assert view(one, WORLD).behind == {"FRE"}
    assert view(one, World()).behind == {"harbour-office"}
