"""Pairs, keys and groups: each rule joins what it should and leaves its counter-example alone, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Place, Span
from dragoman.record.facts import Group, Holder, Page, Party, Telling, World
from dragoman.record.merge import groups, keys, pair

WORLD = World(
    controlled_by={"navy": "FRE", "radio": "FRE"},
    members={"league": ("FRE", "ODL")},
    countries={"FRE": "FRE", "ODL": "ODL", "VAL": "VAL", "ana": "FRE", "bo": "ODL"},
    offices={"ana": (("President", "FRE", "2020", ""),), "bo": (("President", "ODL", "2020", ""),)},
    kinds={"FRE": "country", "ODL": "country", "VAL": "country", "ana": "person", "bo": "person"},
    families={"AGREE": frozenset({"signing"}), "SUPPORT": frozenset({"signing"}), "AID": frozenset({"sending"})},
)
PLACES = {
    name: Place(
        name=name,
        country=country,
        precision="country" if name == country else "city",
        words=Span(start=0, end=len(name), words=name),
    )
    for name, country in (("Lund", "FRE"), ("Kiruna", "FRE"), ("FRE", "FRE"), ("Riga", "ODL"))
}


def seek_each_other(one: Telling, other: Telling) -> bool:
    a, b = keys(one, WORLD), keys(other, WORLD)
    return bool(a.own & b.sought and b.own & a.sought)


def parties(names: str) -> tuple[Party, ...]:
    return tuple(Party(None, one[1:]) if one.startswith("~") else Party(one, one) for one in names.split())


def telling(id_: str, /, **fields: Any) -> Telling:
    """A telling: talks that ana and bo had in Lund on 1 May, told on the 2nd on a page of its own, where nothing else is said."""
    given: dict[str, Any] = {
        "type": "CONSULT",
        "actors": "ana bo",
        "recipients": "",
        "with_": "",
        "place": "Lund",
        "edtf": "2024-05-01",
    }
    given |= {"published": "2024-05-02", "page": id_, "holders": (Holder("author"),), "status": "happened", **fields}
    for side in ("actors", "recipients", "with_"):
        given[side] = parties(given[side])
    given["place"] = PLACES.get(given["place"])
    published = given.pop("published")
    page = given.pop("page")
    day = date.fromisoformat(published) if published else None
    return Telling(id=id_, page=Page(page, given.pop("work", page), day, counts=given.pop("counts", True)), **given)


def said(left: dict[str, Any], right: dict[str, Any]) -> str:
    """Answer and rule of a pair, the same in both orders."""
    one, other = telling("t1", **left), telling("t2", **right)
    found = pair(one, other, WORLD)
    assert found == pair(other, one, WORLD)
    assert not found.ties or seek_each_other(one, other)
    return f"{found.answer} {found.rule}".strip()


def drawn(*tellings: Telling, decided: dict[frozenset[str], bool] | None = None) -> list[str]:
    """The members of each group, the same in any order."""
    found = groups(tellings, WORLD, decided=decided or {})
    assert groups(tellings[::-1], WORLD, decided=decided or {}) == found
    return sorted(" ".join(sorted(group.tellings)) for group in found)


DAY, OPEN = {"edtf": "2024-05-01"}, {"edtf": "[..2024-05-02]"}
STRIKE = {"type": "ASSAULT", "actors": "FRE", "recipients": "ODL"}
FLOOD = {"type": "disaster", "actors": ""}
PLAN = {
    "type": "COOPERATE",
    "actors": "FRE",
    "recipients": "ODL",
    "status": "planned",
    "edtf": "[2024-05-01..]",
    "place": "",
}
OFF = PLAN | {"status": "cancelled", "edtf": None, "published": "2024-05-04"}


@pytest.mark.parametrize(
    "left, right, answer",
    [
        # a: equal dates and actors
        ({}, {"published": "2024-09-01", "place": ""}, "positive a"),
        ({}, {"published": "2024-09-01", "actors": "ana"}, "none"),
        ({}, {"actors": "ana VAL"}, "veto recipients"),
        ({}, {"edtf": "2024-05-02"}, "none"),
        ({}, {"place": "Kiruna"}, "veto place"),
        ({}, {"type": "AID"}, "veto type"),
        ({}, {"status": "hypothetical"}, "veto status"),
        ({}, {"mode": "phone"}, "positive a"),
        ({"mode": "visit"}, {"mode": "phone"}, "veto manner"),
        ({"type": "AID", "actors": "navy"}, {"type": "AID", "actors": "FRE"}, "positive a"),
        ({"type": "AID", "actors": "navy"}, {"type": "AID", "actors": "FRE", "place": "FRE"}, "none"),
        ({"type": "AID", "actors": "FRE", "recipients": "bo"}, {"type": "AID", "actors": "FRE", "recipients": "ODL"}, "none"),
        (STRIKE, STRIKE, "positive a"),
        (STRIKE, STRIKE | {"place": ""}, "unsure a"),
        (STRIKE | {"recipients": "~mill"}, STRIKE | {"recipients": "~school"}, "unsure a"),
        (FLOOD, FLOOD, "positive a"),
        (FLOOD, FLOOD | {"place": ""}, "none"),
        (FLOOD | {"type": "death", "recipients": "~men"}, FLOOD | {"type": "death", "recipients": "~boy"}, "none"),
        (FLOOD | {"type": "death", "recipients": "bo", "place": ""}, FLOOD | {"type": "death", "recipients": "bo"}, "unsure a"),
        (STRIKE | {"actors": ""}, STRIKE | {"actors": ""}, "positive a"),
        (STRIKE | {"actors": ""}, STRIKE | {"actors": "", "place": ""}, "none"),
        ({"type": "ACCUSE", "recipients": "VAL"}, {"type": "ACCUSE", "recipients": "VAL"}, "positive a"),
        ({"type": "ACCUSE"}, {"type": "ACCUSE"}, "positive a"),
        ({"type": "ACCUSE", "mode": "allege"}, {"type": "ACCUSE", "mode": "disapprove"}, "none"),
        ({"type": "ACCUSE", "recipients": "~critics"}, {"type": "ACCUSE", "recipients": "~rivals"}, "none"),
        ({"type": "statement", "mode": "denies"}, {"type": "statement", "mode": "denies"}, "positive a"),
        ({"type": "statement", "mode": "states"}, {"type": "statement", "mode": "states"}, "none"),
        ({"actors": "~rebels"}, {"actors": "~rebels"}, "none"),
        # b: evidence
        ({"marks": (("flight", "XY1"),)}, {"marks": (("flight", "XY1"),), "edtf": None, "place": "", "actors": "", "published": "2025-01-01"}, "positive b"),
        ({"marks": (("flight", "XY1"),)}, {"marks": (("flight", "XY2"),)}, "veto evidence"),
        ({"marks": (("summit", "G of 2024"),)}, {"marks": (("summit", "G of 2024"),), "edtf": None, "published": "2025-01-01"}, "positive b"),
        ({"marks": (("summit", "G of 2024"),)}, {"marks": (("summit", "G of 2024"),), "edtf": None, "actors": "ana"}, "none"),
        (STRIKE | DAY | {"marks": (("weapon", "Q-1"),)}, STRIKE | OPEN | {"marks": (("weapon", "Q-1"),), "place": ""}, "positive b"),
        (STRIKE | {"marks": (("weapon", "Q-1"),)}, STRIKE | {"marks": (("weapon", "Q-1"),), "place": "", "edtf": None, "published": "2024-06-01"}, "none"),
        ({"type": "AID", "marks": (("money", "71400000 EUR"),)}, {"type": "AID", "marks": (("money", "71000000 EUR"),), "edtf": None, "place": ""}, "positive b"),
        ({"type": "AID", "marks": (("money", "71400000 EUR"),)}, {"type": "AID", "marks": (("money", "9000000 EUR"),), "edtf": None, "place": ""}, "none"),
        # c: possible dates, place and actors, told within three days
        (DAY, OPEN, "positive c"),
        (DAY, OPEN | {"published": "2024-05-09"}, "unsure guess"),
        (DAY, OPEN | {"published": "2024-06-09"}, "none"),
        (DAY, OPEN | {"place": "FRE"}, "unsure guess"),
        (OPEN, OPEN | {"published": "2024-05-09"}, "unsure guess"),
        (OPEN, OPEN | {"published": "2024-05-09", "place": "FRE"}, "none"),
        (PLAN, PLAN | {"status": "happened", "edtf": "2024-06-20", "published": "2024-06-21"}, "unsure guess"),
        (PLAN, PLAN | {"edtf": "[2024-06-20..]", "published": "2024-06-20"}, "none"),
        (PLAN | {"recipients": "~rebels"}, PLAN | {"status": "happened", "edtf": "2024-06-20", "published": "2024-06-21"}, "none"),
        (DAY, {"edtf": None}, "positive c"),
        (STRIKE, STRIKE | OPEN, "unsure c"),
        # a date alone is open
        (DAY, {"edtf": "2024-05", "published": "2024-12-01"}, "unsure guess"),
        (DAY, {"edtf": "2024", "published": "2024-12-01"}, "none"),
        (DAY, {"edtf": None, "published": "2024-12-01"}, "none"),
        # M1, M2, M3
        (FLOOD | {"type": "accident", "marks": (("flight", "XY1"),)}, STRIKE | {"marks": (("flight", "XY1"),), "recipients": ""}, "positive b"),
        (FLOOD | {"type": "accident"}, STRIKE | {"recipients": ""}, "none"),
        (STRIKE | {"marks": (("ship", "Gull"),)}, STRIKE | {"actors": "VAL", "marks": (("ship", "Gull"),)}, "positive b"),
        (STRIKE, STRIKE | {"actors": "VAL"}, "veto actors"),
        (PLAN | {"edtf": "2024-04-01", "marks": (("treaty", "Lake"),)}, PLAN | {"status": "happened", "edtf": "2024-05-01", "marks": (("treaty", "Lake"),)}, "positive b"),
        (PLAN | {"edtf": "2024-04-01"}, PLAN | {"status": "happened", "edtf": "2024-05-01"}, "veto dates"),
        # M4
        ({"mode": "visit", "actors": "ana", "recipients": "bo"}, {"mode": "visit"}, "positive a"),
        ({"mode": "visit", "actors": "ana", "recipients": "bo"}, {"mode": "visit", "actors": "bo", "recipients": "ana"}, "veto recipients"),
        # M5, M6
        (OFF, PLAN | {"published": "2024-05-05", "again": True}, "veto M5"),
        (OFF, PLAN | {"published": "2024-05-03", "again": True, "marks": (("thing", "x"),)}, "unsure guess"),
        (OFF | {"page": "p"}, PLAN | {"page": "p", "edtf": "2024-07-01", "published": "2024-05-04"}, "veto M5"),
        (OFF, PLAN | {"published": "2024-06-05"}, "veto M6"),
        (OFF | {"actors": "VAL"}, PLAN | {"published": "2024-06-05"}, "veto actors"),
        (OFF | {"edtf": "2024-06-20"}, PLAN | {"edtf": "2024-06-20", "published": "2024-06-05"}, "positive a"),
        (OFF | {"edtf": "2024-05-10"}, PLAN | {"edtf": "2024-07-20", "published": "2024-06-05"}, "veto M6"),
        # what is no one event, and has to do with each other
        ({"is_set": True, "edtf": "2024-04/2024-05", "place": ""}, {}, "veto set"),
        ({"is_set": True, "edtf": "2023-04/2023-05", "place": ""}, {}, "veto one and several"),
        ({"is_set": True, "edtf": "2024", "place": ""}, {"is_set": True, "edtf": "2024/2024", "place": ""}, "none"),
        (
            {"mode": "visit", "actors": "ana", "recipients": "ODL", "place": "Riga", "edtf": "2024-05-01/2024-05-02"},
            {"mode": "visit", "actors": "ana", "recipients": "VAL", "place": "Riga"},
            "veto part",
        ),
    ],
)  # fmt: skip
def test_pair(left: dict[str, Any], right: dict[str, Any], answer: str) -> None:
    assert said(left, right) == answer


def test_one_report_tells_its_news_again() -> None:
    head = {"page": "p", "position": "headline", "edtf": None, "place": ""}
    lead = {"page": "p", "position": "lead", "start": 40, "actors": "~they"}
    assert said(head, lead) == "positive d"
    assert said(head, lead | {"position": "body"}) == "none"
    assert said(head, lead | {"status": "denied"}) == "none"
    later = {"page": "p", "start": 90, "actors": "", "edtf": None, "place": ""}
    assert said(lead, later | {"definite": True}) == "positive d"
    assert said(lead, later) == "none"
    assert said(lead | {"page": "q"}, later | {"definite": True}) == "none"


def test_one_word_in_one_report_names_one_act_where_the_later_says_no_more() -> None:
    first = {"page": "p", "trigger": "held talks", "start": 5}
    assert said(first, {"page": "p", "trigger": "the talks", "start": 60, "actors": "", "edtf": None}) == "positive d"
    assert said(first, {"page": "p", "trigger": "met", "start": 60, "actors": "", "edtf": None}) == "none"
    assert said(first, {"page": "p", "trigger": "talks", "start": 60, "actors": "~others"}) == "none"
    assert said(first, {"page": "p", "trigger": "talks", "start": 60, "edtf": "2024-05-02"}) == "veto page"


def test_two_acts_of_one_report_are_one_only_if_a_word_says_so() -> None:
    arrest = {"type": "COERCE", "page": "p", "actors": "FRE", "trigger": "arrested"}
    assert said(arrest, arrest | {"trigger": "seized"}) == "none"
    assert said(arrest | {"recipients": "bo"}, arrest | {"recipients": "bo", "trigger": "seized"}) == "positive a"
    assert said(arrest | {"page": "q"}, arrest | {"trigger": "seized"}) == "positive a"


def test_a_definite_mention_tells_the_nearest_of_its_name_or_the_only_one_there_is() -> None:
    first = telling("a", page="p", start=1, edtf="[..2024-05-02]", place="", trigger="met")
    second = telling("b", page="p", start=50, edtf="[..2024-05-02]", place="Riga", trigger="talks", actors="bo FRE")
    mention = telling("c", page="p", start=90, edtf=None, place="", actors="", definite=True, trigger="the talks")
    assert drawn(first, second, mention) == ["a", "b c"]
    assert drawn(first, second, replace(mention, trigger="encounter")) == ["a", "b", "c"]
    assert drawn(first, replace(mention, trigger="encounter")) == ["a c"]
    assert drawn(first, replace(mention, trigger="encounter", actors=parties("~they"))) == ["a", "c"]


def test_two_acts_in_one_headline_stay_two() -> None:
    fire = telling("a", page="p", position="headline", start=1, type="accident", actors="", trigger="fire", edtf=None)
    blast = telling(
        "b", page="p", position="headline", start=9, type="accident", actors="", trigger="explosion", edtf=None
    )
    lead = telling("c", page="p", position="lead", start=30, type="accident", actors="", trigger="exploded")
    assert drawn(fire, blast, lead) == ["a", "b c"]


def test_told_apart_on_one_page_they_stay_apart_whatever_others_say() -> None:
    dawn = telling("a", page="p", **FLOOD, marks=(("magnitude", "6.1"),))
    noon = telling("b", page="p", **FLOOD, marks=(("magnitude", "5.2"),))
    elsewhere = telling("c", **FLOOD, marks=(("magnitude", "6.0"),))
    weaker = telling("d", **FLOOD, marks=(("magnitude", "5.3"),))
    assert drawn(dawn, noon, elsewhere, weaker) == ["a c", "b d"]


def test_a_guess_joins_where_one_only_fits() -> None:
    first, second = telling("a", edtf="2024-05-01"), telling("b", edtf="2024-05-20", published="2024-05-21")
    told = telling("c", edtf="2024-05", published="2024-12-01")
    (joined,) = groups([first, told], WORLD, decided={})
    assert (joined.tellings, joined.guessed) == (("a", "c"), True)
    assert drawn(first, second, told) == ["a", "b", "c"]
    (sure,) = groups([first, telling("d")], WORLD, decided={})
    assert not sure.guessed


def test_a_calling_off_closes_what_was_announced_before_it() -> None:
    mark: dict[str, Any] = {"marks": (("thing", "the lens"),)}
    before, off = telling("a", **PLAN | mark), telling("b", **OFF | mark)
    stale = telling("c", **PLAN | mark | {"published": "2024-05-06", "edtf": "[2024-05-06..]"})
    after = telling("d", **PLAN | mark | {"published": "2024-06-01", "edtf": "[2024-06-01..]", "place": "Riga"})
    deed = telling(
        "e", **PLAN | mark | {"published": "2024-06-20", "status": "happened", "edtf": "2024-06-19", "place": "Riga"}
    )
    assert drawn(before, off, stale, after, deed) == ["a b c", "d e"]


def test_people_join_against_a_veto_and_keep_apart() -> None:
    one, two, far = telling("a"), telling("b"), telling("c", place="Riga")
    assert drawn(one, two, far) == ["a b", "c"]
    apart, joined = {frozenset({"a", "b"}): False}, {frozenset({"a", "c"}): True}
    assert drawn(one, two, far, decided=apart) == ["a", "b", "c"]
    assert drawn(one, far, decided=joined) == ["a c"]
    assert drawn(one, two, far, decided=apart | joined) == ["a c", "b"]
    assert drawn(one, two, far, decided={frozenset({"a", "x"}): True}) == ["a b", "c"]


def test_a_copy_joins_the_event_of_its_original_and_changes_nothing() -> None:
    one = telling("a", page="p")
    copy = telling("c", page="q", work="p", counts=False, place="Riga", edtf="2024-04-30")
    edited = telling("d", page="q", work="p", counts=False, type="AID")
    (group,) = groups([copy, edited, one], WORLD, decided={})
    assert (group.tellings, group.place, group.when) == (("a", "c"), PLACES["Lund"], ("2024-05-01",))
    assert drawn(one, copy, telling("b"), decided={frozenset({"b", "c"}): False}) == ["a c", "b"]


def test_keys_are_few() -> None:
    many = telling(
        "a",
        actors="a b c d e f g h",
        edtf="[2024-05-01..]",
        marks=(("flight", "XY1"), ("money", "20 EUR"), ("ordinal", "third visit")),
    )
    assert len(keys(many, WORLD).own) < 60
    assert len(keys(telling("b"), WORLD).own) < 15


# ---- laws -----------------------------------------------------------------------------------------------------------------

EDTF = ["2024-05-01", "2024-05-02", "2024-05-03", "2024-05", "2024", "[..2024-05-02]", "[2024-05-02..]", "2024-05-01/2024-05-02", None,
        "2024-04/2024-05", "2021/2025"]  # fmt: skip
MARKS = [(), (), (("flight", "XY1"),), (("flight", "XY2"),), (("thing", "x"),), (("weapon", "Q-1"),), (("ordinal", "third visit"),),
         (("money", "1100 EUR"),), (("money", "1140 EUR"),), (("money", "0.5 EUR"),), (("summit", "G"), ("thing", "x"))]  # fmt: skip


@st.composite
def tellings(draw: st.DrawFn, id_: str) -> Telling:
    published = draw(st.sampled_from([None, *(str(date(2024, 5, 1) + timedelta(days)) for days in (0, 1, 2, 5, 40))]))
    told = telling(
        id_,
        type=draw(
            st.sampled_from(
                ["CONSULT", "CONSULT", "CONSULT", "ASSAULT", "disaster", "accident", "AGREE", "SUPPORT", "AID"]
            )
        ),
        status=draw(st.sampled_from(["happened", "happened", "planned", "cancelled", "denied", "hypothetical"])),
        mode=draw(st.sampled_from([None, "visit", "phone"])),
        actors=draw(st.sampled_from(["", "ana bo", "ana", "FRE", "navy", "~they", "league", "ana bo c d"])),
        recipients=draw(st.sampled_from(["", "", "bo", "ODL", "VAL", "~it"])),
        place=draw(st.sampled_from(["", "Lund", "Lund", "FRE", "Riga"])),
        edtf=draw(st.sampled_from(EDTF)),
        published=published,
        page=draw(st.sampled_from([id_, "p", "q"])),
        basis=draw(st.sampled_from(["stated", "anchored"])),
        again=draw(st.sampled_from([False, False, True])),
        is_set=draw(st.sampled_from([False, False, False, True])),
        marks=draw(st.sampled_from(MARKS)),
        definite=draw(st.booleans()),
        trigger=draw(st.sampled_from(["met", "talks", "held talks", "strike"])),
        position=draw(st.sampled_from(["headline", "lead", "body", "body"])),
        start=draw(st.integers(0, 99)),
    )
    # One page has one day.
    return replace(told, page=replace(told.page, published=date(2024, 5, 3))) if told.page.report in "pq" else told


SEVERAL = st.integers(2, 9).flatmap(lambda number: st.tuples(*(tellings(f"t{at}") for at in range(number))))


@settings(max_examples=400, deadline=None)
@given(tellings("t1"), tellings("t2"))
def test_what_ties_has_a_key_in_common(one: Telling, other: Telling) -> None:
    found = pair(one, other, WORLD)
    assert found == pair(other, one, WORLD)
    if found.ties:
        assert seek_each_other(one, other), found


@settings(max_examples=150, deadline=None)
@given(SEVERAL, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_twice_is_once(told: Sequence[Telling], random: Any) -> None:
    found = groups(told, WORLD, decided={})
    shuffled = [*told, *told[:3]]
    random.shuffle(shuffled)
    assert groups(shuffled, WORLD, decided={}) == found
    assert sorted(one for group in found for one in group.tellings) == sorted(one.id for one in told)


@settings(max_examples=100, deadline=None)
@given(SEVERAL, st.data())
def test_no_group_holds_a_veto_that_nobody_overruled(told: Sequence[Telling], data: st.DataObject) -> None:
    pairs = [frozenset((one.id, other.id)) for one, other in combinations(told, 2)]
    decided = {
        one: data.draw(st.booleans()) for one in data.draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True))
    }
    by_id = {one.id: one for one in told}
    for group in groups(told, WORLD, decided=decided):
        for left, right in combinations(group.tellings, 2):
            verdict = decided.get(frozenset((left, right)))
            assert verdict is not False
            assert verdict or any(decided.values()) or pair(by_id[left], by_id[right], WORLD).answer != "veto"


@settings(max_examples=100, deadline=None)
@given(SEVERAL)
def test_components_can_be_drawn_apart(told: Sequence[Telling]) -> None:
    """What no tie reaches changes nothing: a record may draw only what a new telling reaches."""
    whole = groups(told, WORLD, decided={}, newest=date(2025, 1, 1))
    for part in _components(told):
        alone = groups(part, WORLD, decided={}, newest=date(2025, 1, 1))
        assert set(alone) <= set(whole)


def _components(told: Sequence[Telling]) -> list[list[Telling]]:
    parts: list[list[Telling]] = []
    for one in told:
        near = [part for part in parts if any(pair(one, other, WORLD).ties for other in part)]
        parts = [part for part in parts if part not in near] + [[one, *(other for part in near for other in part)]]
    return parts


def ids(found: Sequence[Group]) -> set[frozenset[str]]:
    return {frozenset(group.tellings) for group in found}


@settings(max_examples=100, deadline=None)
@given(SEVERAL, st.booleans())
def test_a_judgement_undone_leaves_nothing(told: Sequence[Telling], joined: bool) -> None:
    before = groups(told, WORLD, decided={})
    judged = groups(told, WORLD, decided={frozenset((told[0].id, told[1].id)): joined})
    together = any({told[0].id, told[1].id} <= one for one in ids(judged))
    assert together == joined
    assert groups(told, WORLD, decided={}) == before
