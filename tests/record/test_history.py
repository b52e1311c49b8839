"""What tellings make of an event: status, dates, what is contested, who denies and admits, what events have to do with each other, support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Place, Span
from dragoman.record import history
from dragoman.record.facts import Group, Holder, Page, Party, Relation, Support, Telling, World
from dragoman.record.merge import groups

WORLD = World(
    controlled_by={"ministry": "FRE", "navy": "FRE", "radio": "FRE", "paper": "FRE"},
    members={"both": ("FRE", "VAL")},
    countries={"FRE": "FRE", "ODL": "ODL", "VAL": "VAL"},
    kinds={"FRE": "country", "ODL": "country", "VAL": "country", "ana": "person", "bo": "person"},
    families={"AID": frozenset({"sending"}), "MOBILIZE": frozenset({"sending"})},
)
AUTHOR = Holder("author")


def place(name: str, country: str, **more: Any) -> Place:
    return Place(name=name, country=country, words=Span(start=0, end=len(name), words=name), **more)


PLACES = {
    "Lund": place("Lund", "FRE", lat=55.7, lon=13.19, precision="city"),
    "Malmö": place("Malmö", "FRE", lat=55.6, lon=13.0, precision="city"),
    "FRE": place("Freeland", "FRE", precision="country"),
}


def by(*who: str, **more: Any) -> tuple[Holder, ...]:
    return (Holder("named", tuple(sorted(who)), **more),)


def denial(*who: str) -> dict[str, Any]:
    return {"status": "denied", "holders": by(*who, attitude="denial", certainty="CT-")}


def telling(id_: str, day: int | None, /, **fields: Any) -> Telling:
    """A telling, published on a day of May: Freeland attacked the flight XY1 at Lund on 1 May, where nothing else is said."""
    given: dict[str, Any] = {
        "type": "ASSAULT",
        "actors": "FRE",
        "recipients": "ODL",
        "place": "Lund",
        "edtf": "2024-05-01",
    }
    given |= {"marks": (("flight", "XY1"),), "holders": (AUTHOR,), "status": "happened", **fields}
    for side in ("actors", "recipients"):
        given[side] = tuple(Party(one, one) for one in given[side].split())
    given["place"] = PLACES.get(given["place"])
    page = given.pop("page", id_)
    published = date(2024, 5, 1) + timedelta(days=day - 1) if day is not None else None
    return Telling(
        id=id_, page=Page(page, given.pop("work", page), published, counts=given.pop("counts", True)), **given
    )


def one(*tellings: Telling, newest: date | None = None) -> Group:
    """The one event that tellings make, the same in both orders."""
    (found,) = groups(tellings, WORLD, decided={}, newest=newest)
    assert groups(tellings[::-1], WORLD, decided={}, newest=newest) == (found,)
    return found


def ties(*tellings: Telling) -> list[str]:
    found = history.relations(groups(tellings, WORLD, decided={}), tellings, WORLD)
    assert history.relations(groups(tellings[::-1], WORLD, decided={}), tellings[::-1], WORLD) == found
    return [shown(tie) for tie in found]


def shown(tie: Relation) -> str:
    days = [str(day.day) if day else "" for day in (tie.since, tie.until)]
    return f"{tie.left} {tie.type} {tie.right} {'-'.join(days) if tie.since else tie.rule}".strip()


def support(*tellings: Telling) -> Support:
    return history.support(one(*tellings), tellings, WORLD)


def steps(group: Group) -> list[str]:
    return [
        " ".join(
            [
                str(step.published.day) if step.published else "?",
                step.status,
                *["contested"] * step.contested,
                *["admitted"] * step.admitted,
            ]
        )
        for step in group.history
    ]


# ---- status ---------------------------------------------------------------------------------------------------------------

PLAN: dict[str, Any] = {"type": "AID", "status": "planned", "edtf": "[2024-05-03..2024-05-20]"}


def test_a_plan_is_carried_out() -> None:
    plan, deed = telling("a", 1, **PLAN), telling("b", 9, type="AID", edtf="2024-05-08")
    group = one(plan, deed)
    assert (group.status, group.when, group.contested, group.id) == ("happened", ("2024-05-08",), (), "a")
    assert steps(group) == ["1 planned", "9 happened"]


def test_a_plan_that_slips_has_the_day_of_the_deed() -> None:
    group = one(telling("a", 1, **PLAN | {"edtf": "2024-05-03"}), telling("b", 9, type="AID", edtf="2024-05-08"))
    assert (group.when, group.contested) == (("2024-05-08",), ())


def test_an_old_status_told_later_is_stale() -> None:
    plan, deed = telling("a", 1, **PLAN), telling("b", 9, type="AID", edtf="2024-05-08")
    same_day, late = telling("c", 9, **PLAN), telling("d", 10, **PLAN)
    group = one(plan, deed, same_day, late)
    assert (group.status, group.stale) == ("happened", (("d", "b"),))
    assert steps(group) == ["1 planned", "9 happened"]


def test_a_calling_off_closes_on_its_day() -> None:
    off = telling("b", 5, **PLAN | {"status": "cancelled"})
    assert one(telling("a", 1, **PLAN), off).closed == date(2024, 5, 5)
    group = one(telling("a", 1, **PLAN), replace(off, closed=date(2024, 5, 3)), telling("c", 6, **PLAN))
    assert (group.status, group.closed, group.stale) == ("cancelled", date(2024, 5, 3), (("c", "b"),))


def test_called_off_and_set_again_for_the_same_day_it_is_reinstated() -> None:
    day = PLAN | {"edtf": "2024-05-20"}
    plan, off, again = telling("a", 1, **day), telling("b", 5, **day | {"status": "cancelled"}), telling("c", 12, **day)
    group = one(plan, off, again)
    assert (group.status, group.closed, group.stale) == ("planned", None, ())
    assert steps(group) == ["1 planned", "5 cancelled", "12 planned"]
    past = one(plan, off, telling("c", 25, **day))
    assert (past.status, past.stale) == ("cancelled", (("c", "b"),))


def test_a_calling_off_told_late_is_as_old_as_it_is() -> None:
    day = PLAN | {"edtf": "2024-05-20"}
    off = day | {"status": "cancelled", "closed": date(2024, 5, 5)}
    told = [telling("a", 1, **day), telling("b", 5, **off), telling("c", 12, **day), telling("d", 14, **off)]
    assert one(*told).status == "planned"
    assert steps(one(*told)) == ["1 planned", "5 cancelled", "12 planned"]


def test_a_deed_told_after_all_undoes_the_calling_off() -> None:
    day = PLAN | {"edtf": "2024-05-06"}
    group = one(telling("b", 5, **day | {"status": "cancelled"}), telling("c", 7, **day | {"status": "happened"}))
    assert (group.status, group.closed) == ("happened", None)


@pytest.mark.parametrize(
    "edtf, newest, overdue",
    [
        ("[2024-05-03..2024-05-20]", 21, True),
        ("[2024-05-03..2024-05-20]", 20, False),
        ("[2024-05-03..]", 30, False),
        (None, 30, False),
    ],
)
def test_overdue(edtf: str | None, newest: int, overdue: bool) -> None:
    assert one(telling("a", 1, **PLAN | {"edtf": edtf}), newest=date(2024, 5, newest)).overdue == overdue


def test_what_was_done_is_not_overdue() -> None:
    assert not one(
        telling("a", 1, **PLAN), telling("b", 9, type="AID", edtf="2024-05-08"), newest=date(2025, 1, 1)
    ).overdue


# ---- dates, places, types, actors -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dates, when, contested",
    [
        (["[2024-04-20..2024-05-03]", "2024-05-01"], ["2024-05-01"], False),
        (["2024-05", "[2024-05-10..]"], ["[2024-05-10..2024-05-31]"], False),
        (["2024-05", "[..2024-05-31]"], ["2024-05"], False),
        (["2024-05", "[..2024-06-30]"], ["2024-05"], False),
        (["[..2024-05-08]", "[2024-05-08..]"], ["2024-05-08"], False),
        (["2024-05-01/2024-05-02", "2024-05-02/2024-05-03"], ["2024-05-01/2024-05-02", "2024-05-02/2024-05-03"], True),
        (["2024-05-01/2024-05-02", "2024-05-02"], ["2024-05-01/2024-05-02"], False),
        (["2024-05-01", "2024-05-02"], ["2024-05-01", "2024-05-02"], True),
        (["2024-05-02", "2024-05-01", "2024-05-02", "2024-05-02"], ["2024-05-01", "2024-05-02"], True),
        (["2024-05-02", "2024-05-01", "2024-05-02", "2024-05-02", "2024-05-02"], ["2024-05-02"], True),
        ([None, "2024-05-02"], ["2024-05-02"], False),
        ([None, None], [], False),
    ],
)
def test_the_meeting_of_dates(dates: list[str | None], when: list[str], contested: bool) -> None:
    group = one(*(telling(f"t{at}", 9, edtf=edtf) for at, edtf in enumerate(dates)))
    assert (list(group.when), "when" in group.contested) == (when, contested)


def test_the_narrowest_place_stands_and_neighbours_are_contested() -> None:
    wide = one(telling("a", 2, place="FRE"), telling("b", 2), telling("c", 2, place=""))
    assert (wide.place, wide.contested) == (PLACES["Lund"], ())
    near = one(telling("a", 2, place="Malmö"), telling("b", 2), telling("c", 3))
    assert (near.place, near.contested) == (PLACES["Lund"], ("place",))


def test_an_accident_becomes_an_attack() -> None:
    accident = telling("a", 1, type="accident", actors="")
    assert one(accident).type == "accident"
    group = one(accident, telling("b", 2), telling("c", 2, type="accident", actors=""))
    assert (group.type, group.contested) == ("accident", ("type",))
    group = one(accident, telling("b", 2))
    assert (group.type, group.contested, group.actors) == ("ASSAULT", ("type",), ("FRE",))
    assert steps(group) == ["1 happened", "2 happened contested"]


def test_types_of_one_family_are_not_contested() -> None:
    assert one(telling("a", 1, type="AID"), telling("b", 1, type="MOBILIZE")).contested == ()


def test_rival_accounts_contest_the_actors() -> None:
    assert one(telling("a", 2), telling("b", 2, actors="VAL")).contested == ("actors",)
    assert one(telling("a", 2), telling("b", 2, actors="navy")).contested == ()


def test_talks_are_shown_with_their_host() -> None:
    talks: dict[str, Any] = {"type": "CONSULT", "mode": "visit", "marks": ()}
    group = one(
        telling("a", 1, **talks, actors="ana bo", recipients=""),
        telling("b", 2, **talks, actors="ana", recipients="bo"),
    )
    assert (group.actors, group.recipients, group.contested) == (("ana",), ("bo",), ())


# ---- denials and admissions -----------------------------------------------------------------------------------------------


def test_a_denial_of_what_others_assert_contests_it() -> None:
    claim, no = telling("a", 1, holders=by("VAL")), telling("b", 2, **denial("ODL"))
    group = one(claim, no)
    assert (group.status, group.contested) == ("happened", ("status",))
    assert steps(group) == ["1 happened", "2 happened contested"]
    assert ties(claim, no) == ["b denies a 2-"]
    assert support(claim, no).against == ("ODL",)
    assert support(claim, no).voices == 1


def test_who_denies_its_own_part_in_a_harm_contests_the_actors() -> None:
    assert one(telling("a", 1, holders=by("VAL")), telling("c", 3, **denial("navy"))).contested == ("actors",)
    aid = {"type": "AID", "marks": (("thing", "x"),)}
    assert one(telling("a", 1, **aid, holders=by("VAL")), telling("c", 3, **aid | denial("navy"))).contested == (
        "status",
    )


def test_who_names_others_contests_the_actors() -> None:
    claim, no = telling("a", 1, holders=by("VAL")), telling("b", 2, **denial("FRE"))
    assert one(claim, no, telling("c", 2, actors="ODL", recipients="", holders=by("FRE"))).contested == ("actors",)


def test_who_tells_another_act_contests_the_type_alone() -> None:
    fire = telling("a", 1, type="accident", actors="", holders=by("ministry"))
    claim, no = telling("b", 2, holders=by("VAL")), telling("c", 3, **denial("FRE"))
    assert one(fire, claim, telling("d", 2, holders=by("ODL")), no).contested == ("type",)
    assert ties(fire, claim, no) == ["c denies a 3-"]


def test_a_voice_admits_what_it_had_denied() -> None:
    claim, no, yes = (
        telling("a", 1, holders=by("VAL")),
        telling("b", 2, **denial("FRE")),
        telling("c", 4, holders=by("navy")),
    )
    again = telling("d", 6, holders=by("navy"))
    assert ties(claim, no, yes, again) == ["c admits a 4-", "b denies a 2-4"]
    group = one(claim, no, yes, again)
    assert steps(group) == ["1 happened", "2 happened contested", "4 happened admitted"]
    assert group.contested == ()
    held = support(claim, no, yes, again)
    assert (held.voices, held.against, held.admitted_by) == (2, (), ("navy",))


def test_nobody_elses_word_ends_a_denial() -> None:
    claim, no, more = (
        telling("a", 1, holders=by("VAL")),
        telling("b", 2, **denial("FRE")),
        telling("c", 4, holders=by("ODL")),
    )
    assert ties(claim, no, more) == ["b denies a 2-"]


def test_a_voice_takes_back_what_it_had_said() -> None:
    claim, no = telling("a", 1, actors="VAL", holders=by("FRE")), telling("b", 3, **denial("ministry"), actors="VAL")
    group = one(claim, no)
    assert (group.status, steps(group)) == ("denied", ["1 happened", "3 denied"])
    assert support(claim, no) == Support(0, 0, 0, (), against=("ministry",))
    other = telling("c", 4, actors="VAL", holders=by("ODL"))
    assert (one(claim, no, other).status, support(claim, no, other).origins) == ("happened", ("ODL",))
    assert one(claim, no, telling("c", 2, actors="VAL")).status == "happened"  # an outlet still says so


def test_a_denial_alone_is_denied_and_denies_nothing() -> None:
    no = telling("a", 1, **denial("FRE"))
    assert (one(no).status, ties(no)) == ("denied", [])


def test_a_calling_off_is_no_denial() -> None:
    off = telling("b", 5, **PLAN | {"status": "cancelled", "holders": by("FRE", attitude="denial", certainty="CT-")})
    assert ties(telling("a", 1, **PLAN), off) == []


@pytest.mark.parametrize(
    "fields, admits",
    [
        ({"holders": by("FRE")}, True),
        ({"holders": by("radio")}, True),
        ({"holders": by("ODL")}, False),
        ({"holders": by("VAL", attitude="admission")}, True),
        ({"holders": by("FRE", certainty="PS+")}, False),
        ({"holders": by("FRE", guessed=True)}, False),
        ({"holders": by("FRE"), "status": "planned"}, False),
        ({"holders": by("FRE"), "type": "AID"}, False),
    ],
)
def test_who_admits(fields: dict[str, Any], admits: bool) -> None:
    assert ties(telling("a", 1, **fields)) == (["a admits a 1-"] if admits else [])


# ---- between events -------------------------------------------------------------------------------------------------------


def test_a_plan_called_off_is_taken_up_again_once() -> None:
    plan: dict[str, Any] = {"type": "COOPERATE", "marks": (), "status": "planned", "place": ""}
    told = [
        telling("a", 1, **plan, edtf="2024-05-10"),
        telling("b", 4, **plan | {"status": "cancelled"}, edtf="2024-05-10"),
        telling("c", 20, **plan, edtf="2024-06-10"),
        telling("d", 60, **plan, edtf="2024-08-10"),
        telling("e", 21, **plan | {"recipients": "VAL"}, edtf="2024-06-10"),
    ]
    assert ties(*told) == ["a taken_up_again c M6"]
    assert ties(*told[:2], telling("f", 5, **plan, edtf="[2024-06-01..]", again=True)) == ["a taken_up_again f M5"]
    assert ties(*told[:2], telling("f", 5, **plan, edtf="2024-05-10")) == []


def test_single_acts_are_members_of_a_set() -> None:
    call: dict[str, Any] = {
        "type": "CONSULT",
        "mode": "phone",
        "marks": (),
        "actors": "ana bo",
        "recipients": "",
        "place": "",
    }
    several = telling("s", 40, **call, edtf="2024-01/2024-05-31", is_set=True)
    inside, outside = telling("a", 2, **call), telling("b", 50, **call, edtf="2024-06-15")
    met = telling("c", 8, **call | {"mode": "visit"}, edtf="2024-05-07")
    assert ties(several, inside, outside, met) == ["a member_of s set"]
    stopped = telling("d", 3, **call | {"status": "cancelled"}, edtf="2024-05-09")
    assert ties(several, inside, stopped) == ["a member_of s set"]
    strikes = telling("s", 40, edtf="2024-01/2024-05-31", is_set=True, marks=())
    assert ties(strikes, telling("a", 2, marks=())) == ["a member_of s set"]
    assert ties(replace(strikes, edtf="2014/2024-05-31"), telling("a", 2, marks=())) == []


def test_talks_on_a_visit_are_part_of_it() -> None:
    trip: dict[str, Any] = {"type": "CONSULT", "mode": "visit", "marks": (), "actors": "ana"}
    visit = telling("v", 4, **trip, edtf="2024-05-01/2024-05-03")
    talks, later = (
        telling("t", 4, **trip | {"recipients": "bo"}, edtf="2024-05-02"),
        telling("u", 9, **trip | {"recipients": "bo"}, edtf="2024-05-07"),
    )
    assert ties(visit, talks, later) == ["t part_of v part"]


# ---- support --------------------------------------------------------------------------------------------------------------


def test_support_counts_voices_works_and_pages() -> None:
    told = [
        telling("a", 2, holders=by("radio")),
        telling("b", 2, holders=by("paper")),
        telling("c", 3, holders=by("VAL")),
        telling("d", 3, holders=by("both")),
        telling("e", 3),
        telling("f", 3, holders=(Holder("unnamed"),)),
        telling("g", 3, holders=by("ODL", guessed=True)),
        telling("h", 3, holders=by("ODL", certainty="PS+")),
        telling("i", 4, page="x", work="c", counts=False, holders=by("VAL")),
    ]
    assert support(*told) == Support(
        voices=2, works=7, pages=8, origins=("VAL", "both", "paper", "radio"), admitted_by=("both", "paper", "radio"),
        reports=("a", "b", "c", "d", "e", "f", "g", "x"),
    )  # fmt: skip


def test_support_is_for_the_event_as_it_stands() -> None:
    plan, deed = (
        telling("a", 1, **PLAN, holders=by("VAL")),
        telling("b", 9, type="AID", edtf="2024-05-08", holders=by("ODL")),
    )
    assert support(plan).origins == ("VAL",)
    assert support(plan, deed).origins == ("ODL",)
    accident, attack = (
        telling("a", 1, type="accident", actors="", holders=by("FRE")),
        telling("b", 2, holders=by("VAL")),
    )
    assert support(accident, attack).origins == ("VAL",)


# ---- laws -----------------------------------------------------------------------------------------------------------------

STATUSES = ["happened", "happened", "planned", "cancelled", "denied", "under_way"]


@st.composite
def event(draw: st.DrawFn) -> tuple[Telling, ...]:
    """Tellings of one event, whatever they make of it."""
    who, told = st.sampled_from(["FRE", "navy", "VAL", "ODL"]), []
    for at in range(draw(st.integers(1, 7))):
        status = draw(st.sampled_from(STATUSES))
        holder = by(draw(who), certainty="CT-" if status == "denied" else "CT+") if draw(st.booleans()) else (AUTHOR,)
        kind = draw(st.sampled_from(["ASSAULT", "ASSAULT", "accident"]))
        day = draw(st.integers(1, 6))
        told.append(
            telling(
                f"t{at}",
                day,
                type=kind,
                status=status,
                holders=holder,
                edtf="2024-05-10",
                place=draw(st.sampled_from(["Lund", "FRE", ""])),
            )
        )
    return tuple(told)


@settings(max_examples=200, deadline=None)
@given(event(), st.integers(1, 6))
def test_what_was_known_on_a_day_stays_in_the_history(told: Sequence[Telling], day: int) -> None:
    group = one(*told)
    known = [tell for tell in told if tell.page.published and tell.page.published.day <= day]
    if known:
        then = one(*known)
        assert then.history == tuple(step for step in group.history if step.published and step.published.day <= day)
        assert then.history[-1].status == then.status


@settings(max_examples=200, deadline=None)
@given(event())
def test_twice_is_once_and_support_is_no_more_than_what_is_told(told: Sequence[Telling]) -> None:
    group = one(*told)
    assert groups([*told, *told], WORLD, decided={}) == (group,)
    held = history.support(group, [*told, *told[:2]], WORLD)
    assert held == history.support(group, told[::-1], WORLD)
    assert held.voices <= len(held.origins) <= len(told)
    assert held.works <= held.pages <= len(told)
    if group.status == "denied":
        assert (held.voices, held.pages) == (0, 0)
