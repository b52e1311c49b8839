"""Claims of a first, last and n-th time against a record: every kind, every verdict it can have, and what counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from dragoman.model import Place, Span
from dragoman.record.checks import Asked, Verdict, check
from dragoman.record.coverage import CALLS, MEETINGS, TALKS, VISITS, Coverage
from dragoman.record.facts import Group, Holder, Page, Party, Relation, Telling, World

REIS, LUND, OKAFOR, BRANDT = "ana-reis", "tom-lund", "ada-okafor", "ida-brandt"
BOTH = (REIS, LUND)
WORLD = World(
    controlled_by={"prt-navy": "PRT"},
    countries={REIS: "PRT", LUND: "SWE", OKAFOR: "PRT", BRANDT: "DEU", "prt-navy": "PRT", "PRT": "PRT", "SWE": "SWE"},
    offices={
        REIS: (("Prime Minister of Portugal", "PRT", "2019-03-01", "2023-06-30"),),
        OKAFOR: (("Prime Minister of Portugal", "PRT", "2023-07-01", ""),),
        LUND: (("King of Sweden", "SWE", "2001", ""),),
    },
    names={REIS: "Ana Reis", LUND: "Tom Lund", OKAFOR: "Ada Okafor", BRANDT: "Ida Brandt", "PRT": "Portugal", "SWE": "Sweden"},
    kinds={REIS: "person", LUND: "person", OKAFOR: "person", BRANDT: "person", "prt-navy": "agency", "PRT": "country", "SWE": "country"},
    in_person=frozenset({"met"}),
)  # fmt: skip


def place(name: str, country: str | None = None, precision: Any = "city") -> Place:
    return Place(name=name, country=country, precision=precision, words=Span(start=0, end=len(name), words=name))


def told(id_: str, status: Any = "happened", published: str = "2024-01-01", **more: Any) -> Telling:
    page = Page(f"r{id_}", f"r{id_}", date.fromisoformat(published))
    return replace(Telling(id_, page, (Holder("author"),), "CONSULT", status), **more)


@dataclass
class Story:
    """Events as a record holds them, one telling each."""

    groups: list[Group] = field(default_factory=list)
    tellings: dict[str, Telling] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def event(
        self, id_: str, when: str | tuple[str, ...], actors: Iterable[str] = (REIS,), recipients: Iterable[str] = (LUND,),
        *, mode: str | None = "visit", type_: str = "CONSULT", status: Any = "happened", published: str = "2024-01-01",
        where: Place | None = None, is_set: bool = False, contested: tuple[str, ...] = (), **more: Any,
    ) -> Story:  # fmt: skip
        telling = told(
            id_, status, published, type=type_, mode=mode, actors=tuple(Party(one) for one in actors),
            recipients=tuple(Party(one) for one in recipients), place=where, **more,
        )  # fmt: skip
        whens = (when,) if isinstance(when, str) and when else tuple(when)
        self.tellings[id_] = telling
        self.groups.append(
            Group(
                id_,
                (id_,),
                type_,
                mode,
                status,
                tuple(actors),
                tuple(recipients),
                where,
                whens,
                is_set=is_set,
                contested=contested,
            )
        )
        return self

    def tie(self, left: str, type_: str, right: str, **more: Any) -> Story:
        self.relations.append(Relation(type_, left, right, "words", **more))
        return self

    def check(self, asked: Asked, day: str = "2024-06-01", *coverage: Coverage, **more: Any) -> Verdict:
        return check(
            asked, self.groups, self.tellings, WORLD, as_published=date.fromisoformat(day), coverage=coverage,
            relations=self.relations, **more,
        )  # fmt: skip


def complete(
    window: str = "2010/2024-06-01", of: str = MEETINGS, parties: tuple[str, ...] = BOTH, day: str = "2024-06-01"
) -> Coverage:
    return Coverage("v1", of, parties, window, date.fromisoformat(day), "N.N.")


def three() -> Story:
    return Story().event("a", "2015-05-02").event("b", "2018-09-10/2018-09-12").event("c", "2021-03-04")


@pytest.mark.parametrize(
    "n, op, plain, covered",
    [
        (2, "=", "inconsistent", "inconsistent"),
        (3, "=", "not contradicted", "consistent"),
        (4, "=", "not contradicted", "inconsistent"),
        (2, ">=", "not contradicted", "consistent"),
        (3, ">", "not contradicted", "inconsistent"),
        (3, "<", "inconsistent", "inconsistent"),
        (3, "<=", "not contradicted", "consistent"),
        (10, "~", "not contradicted", "inconsistent"),
    ],
)
def test_a_number_of_times(n: int, op: Any, plain: str, covered: str) -> None:
    asked = Asked("count", parties=BOTH, n=n, op=op, window="2010/2024-06-01")
    found = three().check(asked)
    assert (found.verdict, found.record_min, found.record_max, found.coverage) == (plain, 3, None, ())
    found = three().check(asked, "2024-06-01", complete())
    assert (found.verdict, found.record_min, found.record_max, found.coverage) == (covered, 3, 3, ("v1",))
    assert found.events == ("a", "b", "c")
    assert "2018-09-10/2018-09-12" in found.why


def test_only_what_lies_in_the_window_counts_and_what_may_lie_there_raises_the_most() -> None:
    story = three().event("d", "2017", mode="third-party")
    found = story.check(Asked("count", parties=BOTH, n=1, window="2017-06/2019"), "2024-06-01", complete())
    assert (found.record_min, found.record_max, found.verdict) == (1, 2, "consistent")


def test_what_was_published_later_is_not_known_yet() -> None:
    story = Story().event("a", "2015-05-02", published="2015-05-03").event("b", "2024-05-20", published="2024-06-02")
    assert story.check(Asked("count", parties=BOTH, n=1)).record_min == 1
    assert story.check(Asked("count", parties=BOTH, n=1), "2024-06-02").verdict == "inconsistent"


def test_the_order_of_events_does_not_matter() -> None:
    story = three().event("d", "2018").event("s", "2015/2021", is_set=True).tie("a", "member_of", "s")
    asked = Asked("count", parties=BOTH, n=3, window="2010/2024-06-01")
    first = story.check(asked)
    for groups in permutations(story.groups):
        assert replace_groups(story, groups).check(asked) == first


def replace_groups(story: Story, groups: Iterable[Group]) -> Story:
    return Story(list(groups), story.tellings, story.relations)


@pytest.mark.parametrize("status", ["planned", "promised", "cancelled", "denied", "hypothetical", "attempted"])
def test_what_has_not_taken_place_does_not_count(status: str) -> None:
    assert Story().event("a", "2015-05-02", status=status).check(Asked("count", parties=BOTH, n=0)).record_min == 0


@pytest.mark.parametrize(
    "holder, least, most",
    [
        (Holder("author", certainty="PR+"), 1, 1),
        (Holder("author", certainty="PS+"), 0, 0),
        (Holder("author", certainty="Uu"), 0, 0),
        (Holder("named", (LUND,), attitude="question"), 0, 0),
        (Holder("named", (LUND,), guessed=True), 0, 1),
    ],
)
def test_somebody_must_say_so(holder: Holder, least: int, most: int) -> None:
    story = Story().event("a", "2015-05-02", holders=(holder,))
    found = story.check(Asked("count", parties=BOTH, n=1, window="2010/2024-06-01"), "2024-06-01", complete())
    assert (found.record_min, found.record_max) == (least, most)


def test_who_takes_back_what_they_said_no_longer_says_so() -> None:
    story = Story().event("a", "2015-05-02", holders=(Holder("named", ("prt-navy",)),), published="2023-01-01")
    denial = told("x", "denied", "2023-02-01", holders=(Holder("named", ("PRT",), certainty="CT-", attitude="denial"),))
    story.tellings["x"] = denial
    story.groups[0] = replace(story.groups[0], tellings=("a", "x"))
    asked = Asked("count", parties=BOTH, n=0)
    assert story.check(asked).record_min == 1
    story.tie("x", "denies", "a")
    assert story.check(asked).record_min == 0


def test_a_contested_status_raises_only_the_most_and_other_contests_count() -> None:
    covered = complete()
    asked = Asked("count", parties=BOTH, n=1, window="2010/2024-06-01")
    found = Story().event("a", "2015-05-02", contested=("status",)).check(asked, "2024-06-01", covered)
    assert (found.record_min, found.record_max) == (0, 1)
    found = Story().event("a", ("2015-05-02", "2015-05-03"), contested=("when",)).check(asked, "2024-06-01", covered)
    assert (found.record_min, found.record_max) == (1, 1)


def test_an_event_that_a_person_rejected_does_not_count() -> None:
    assert three().check(Asked("count", parties=BOTH, n=2), rejected=frozenset({"b"})).verdict == "not contradicted"


def test_one_visit_is_one_meeting_however_many_talks_it_has() -> None:
    story = Story().event("v", "2018-09-10/2018-09-12", recipients=("SWE",), where=place("Stockholm", "SWE"))
    story.event("t1", "2018-09-10").event("t2", "2018-09-12").tie("t1", "part_of", "v").tie("t2", "part_of", "v")
    assert story.check(Asked("count", parties=BOTH, n=1)).record_min == 1
    assert story.check(Asked("count", VISITS, (REIS, "SWE"), n=1)).record_min == 1


def test_talks_on_following_days_are_of_one_visit_even_where_nothing_ties_them() -> None:
    story = (
        Story()
        .event("a", "2018-09-10", where=place("Lund", "SWE"))
        .event("b", "2018-09-11", where=place("Malmo", "SWE"))
    )
    assert story.check(Asked("count", parties=BOTH, n=1)).record_min == 1
    apart = (
        Story()
        .event("a", "2018-09-10", where=place("Lund", "SWE"))
        .event("b", "2018-09-11", where=place("Faro", "PRT"))
    )
    assert apart.check(Asked("count", parties=BOTH, n=1)).record_min == 2


def test_two_calls_on_following_days_are_two() -> None:
    story = Story().event("a", "2018-09-10", mode="phone").event("b", "2018-09-11", mode="phone")
    assert story.check(Asked("count", CALLS, BOTH, n=1)).record_min == 2
    assert story.check(Asked("count", TALKS, BOTH, n=1)).record_min == 2


def test_battles_of_one_war_are_not_one() -> None:
    story = Story()
    for id_, day in (("a", "2018-09-10"), ("b", "2018-09-20")):
        story.event(id_, day, ("PRT",), ("SWE",), type_="ASSAULT", mode=None).tie(id_, "part_of", "w")
    story.event("w", "2018-09", ("PRT",), ("SWE",), type_="conflict", mode=None)
    assert story.check(Asked("count", "ASSAULT", ("PRT", "SWE"), ("PRT",), n=1)).record_min == 2
    assert story.check(Asked("count", "ASSAULT", ("SWE", "PRT"), ("SWE",), n=0)).record_min == 0


def test_a_set_is_one_at_least_and_its_members_do_not_count_twice() -> None:
    asked = Asked("count", parties=BOTH, n=2, window="2010/2024-06-01")
    alone = Story().event("s", "2011/2012", is_set=True)
    found = alone.check(asked, "2024-06-01", complete())
    assert (found.record_min, found.record_max, found.verdict) == (1, None, "not contradicted")
    assert alone.check(replace(asked, kind="first", event="x", window="../2024-01-01")).verdict == "inconsistent"
    known = Story().event("s", "2011/2022", is_set=True).event("a", "2015-05-02").event("b", "2018-09-10")
    found = known.check(asked, "2024-06-01", complete())
    assert (found.record_min, found.record_max, found.verdict) == (2, 2, "consistent")


def test_a_vague_telling_may_be_of_an_event_that_is_known() -> None:
    story = three().event("d", "2018", mode="third-party").event("e", "2013")
    found = story.check(Asked("count", parties=BOTH, n=5, window="2010/2024-06-01"), "2024-06-01", complete())
    assert (found.record_min, found.record_max) == (4, 5)


def test_an_undated_event_lies_before_the_page_that_tells_it() -> None:
    story = Story().event("a", "", published="2016-02-01")
    assert story.check(Asked("count", parties=BOTH, n=0, window="../2016-02-01")).verdict == "inconsistent"
    assert (
        story.check(Asked("count", parties=BOTH, n=0, window="2016-03/2024-06-01"), "2024-06-01", complete()).record_max
        == 0
    )


@pytest.mark.parametrize(
    "of, mode, trigger, least, most",
    [
        (MEETINGS, "visit", "", 1, 1),
        (MEETINGS, "third-party", "", 1, 1),
        (MEETINGS, "phone", "", 0, 0),
        (MEETINGS, "multilateral", "", 0, 0),
        (MEETINGS, None, "met", 1, 1),
        (MEETINGS, None, "talks", 0, 1),
        (CALLS, "phone", "", 1, 1),
        (CALLS, "visit", "", 0, 0),
        (CALLS, None, "talks", 0, 1),
        (CALLS, None, "met", 0, 0),
        (TALKS, "phone", "", 1, 1),
        (TALKS, None, "talks", 1, 1),
        (TALKS, "multilateral", "", 0, 0),
        ("CONSULT multilateral", "multilateral", "", 1, 1),
        ("CONSULT", "multilateral", "", 1, 1),
        ("ASSAULT", "visit", "", 0, 0),
    ],
)
def test_the_manner_decides_what_counts(of: str, mode: str | None, trigger: str, least: int, most: int) -> None:
    story = Story().event("a", "2015-05-02", mode=mode, trigger=trigger)
    found = story.check(Asked("count", of, BOTH, n=1, window="2010/2024-06-01"), "2024-06-01", complete(of=of))
    assert (found.record_min, found.record_max) == (least, most)


def test_where_others_stand_beside_both_it_is_perhaps_no_meeting_of_the_two() -> None:
    asked, covered = Asked("count", parties=BOTH, n=1, window="2010/2024-06-01"), complete()
    found = Story().event("a", "2015-05-02", (*BOTH, BRANDT), ()).check(asked, "2024-06-01", covered)
    assert (found.record_min, found.record_max) == (0, 1)
    delegation = Story().event("a", "2015-05-02", (*BOTH, OKAFOR), ()).check(asked, "2024-06-01", covered)
    assert delegation.record_min == 1


def test_the_first_of_the_parties_travels_and_the_last_is_the_host() -> None:
    story = Story().event("a", "2015-05-02", (REIS,), (LUND,), where=place("Stockholm", "SWE"))
    assert story.check(Asked("count", VISITS, (REIS, "SWE"), n=0)).record_min == 1
    assert story.check(Asked("count", VISITS, (REIS, LUND), n=0)).record_min == 1
    assert story.check(Asked("count", VISITS, (LUND, "PRT"), n=0)).record_min == 0
    at_home = Story().event("a", "2015-05-02", (LUND,), (REIS,), where=place("Lisbon", "PRT"))
    assert at_home.check(Asked("count", VISITS, (REIS, "SWE"), n=0)).record_min == 0


def test_an_office_is_whoever_held_it_on_the_day() -> None:
    story = (
        Story()
        .event("a", "2015-05-02", (REIS,), ("SWE",))
        .event("b", "2020-05-02", (REIS,), ("SWE",))
        .event("c", "2023-09-02", (OKAFOR,), ("SWE",))
        .event("d", "2023", (REIS,), ("SWE",), mode=None)
    )
    for office in ("Portuguese prime minister", "Prime Minister of Portugal", "PRT prime minister"):
        found = story.check(Asked("count", VISITS, (office, "SWE"), n=1))
        assert found.verdict == ("cannot be checked" if office.startswith("Portuguese") else "inconsistent")
    found = story.check(Asked("count", VISITS, ("Prime Minister of Portugal", "SWE"), n=2, window="2010/2024-06-01"))
    assert (found.record_min, found.events) == (2, ("b", "c", "d"))


def test_a_state_takes_part_through_its_office_holders_and_bodies() -> None:
    story = Story().event("a", "2020-05-02", (REIS,), (LUND,))
    assert story.check(Asked("count", TALKS, ("PRT", "SWE"), n=0)).record_min == 1
    assert story.check(Asked("count", TALKS, ("PRT", "DEU"), n=0)).record_min == 0
    struck = Story().event("a", "2020-05-02", ("prt-navy",), ("SWE",), type_="ASSAULT", mode="naval")
    assert struck.check(Asked("count", "ASSAULT naval", ("PRT", "SWE"), ("PRT",), n=0)).record_min == 1
    assert struck.check(Asked("count", "ASSAULT aerial", ("PRT", "SWE"), ("PRT",), n=0)).record_min == 0


def test_a_place_or_a_mark_narrows_what_counts() -> None:
    marked = (("weapon", "K-7 missile"),)
    story = (
        Story()
        .event("a", "2020-05-02", where=place("Kiruna", "SWE"), marks=marked)
        .event("b", "2020-06-02", where=place("Sweden", "SWE", "country"))
        .event("c", "2020-07-02", where=place("Faro", "PRT"))
    )
    found = story.check(Asked("count", parties=BOTH, place="Kiruna", n=1))
    assert (found.record_min, found.events) == (1, ("a", "b"))
    assert story.check(Asked("count", parties=BOTH, place="SWE", n=1)).record_min == 2
    assert story.check(Asked("count", marks=(("weapon", "K-7 missile"),), n=1)).events == ("a",)
    narrow = story.check(Asked("count", parties=BOTH, narrower=("secret",), n=0))
    assert (narrow.record_min, narrow.verdict) == (0, "not contradicted")


@pytest.mark.parametrize(
    "event, window, plain, covered",
    [
        ("a", None, "not contradicted", "not contradicted"),
        ("a", "2010/2015-05-01", "not contradicted", "consistent"),
        ("b", "2010/2018-09-09", "inconsistent", "inconsistent"),
        ("b", "2016/2018-09-09", "not contradicted", "consistent"),
    ],
)
def test_a_first(event: str, window: str | None, plain: str, covered: str) -> None:
    asked = Asked("first", parties=BOTH, event=event, window=window)
    assert three().check(asked).verdict == plain
    assert three().check(asked, "2024-06-01", complete()).verdict == covered


def test_a_first_that_is_still_planned() -> None:
    story = Story().event("p", "2024-06-20", status="planned")
    asked = Asked("first", parties=BOTH, event="p", window="2010/2024-06-01")
    assert story.check(asked, "2024-06-01", complete()).verdict == "consistent"
    story.event("a", "2012-05")
    assert story.check(asked, "2024-06-01", complete()).verdict == "inconsistent"


@pytest.mark.parametrize(
    "event, n, plain, covered",
    [
        ("b", 2, "not contradicted", "consistent"),
        ("c", 2, "inconsistent", "inconsistent"),
        ("c", 3, "not contradicted", "consistent"),
        ("c", 4, "not contradicted", "inconsistent"),
    ],
)
def test_an_ordinal(event: str, n: int, plain: str, covered: str) -> None:
    asked = Asked("ordinal", parties=BOTH, event=event, n=n, window="2010/..")
    assert three().check(asked).verdict == plain
    assert three().check(asked, "2024-06-01", complete()).verdict == covered


def test_an_event_that_the_record_does_not_hold_is_known_by_its_day() -> None:
    asked = Asked("ordinal", parties=BOTH, n=3, before="2021-03-04", window="2010/..")
    found = three().check(asked, "2024-06-01", complete())
    assert (found.verdict, found.record_min) == ("consistent", 2)


def test_an_event_without_a_day_is_the_only_one_or_one_that_is_not_held_yet() -> None:
    first = Asked("first", parties=BOTH, undated=True)
    assert Story().check(first).verdict == "not contradicted"
    assert Story().event("a", "2015-05-02").check(first).verdict == "not contradicted"
    assert three().check(first).verdict == "cannot be checked"
    assert three().check(replace(first, kind="ordinal", n=2)).verdict == "not contradicted"
    fifth = replace(first, kind="ordinal", n=5, window="2010/..")
    assert three().check(fifth, "2024-06-01", complete()).verdict == "inconsistent"
    since = Asked("recency", parties=BOTH, last="2018", undated=True)
    assert three().check(since, "2024-06-01", complete()).verdict == "consistent"
    assert three().check(replace(since, last="2015")).verdict == "cannot be checked"


@pytest.mark.parametrize(
    "last, plain, covered",
    [
        ("2021", "not contradicted", "consistent"),
        ("2021-03", "not contradicted", "consistent"),
        ("2022", "not contradicted", "inconsistent"),
        ("2018", "inconsistent", "inconsistent"),
        ("[..2018]", "inconsistent", "inconsistent"),
        ("[2018..]", "cannot be checked", "cannot be checked"),
    ],
)
def test_the_last_one(last: str, plain: str, covered: str) -> None:
    asked = Asked("recency", parties=BOTH, last=last)
    assert three().check(asked).verdict == plain
    assert three().check(asked, "2024-06-01", complete()).verdict == covered


def test_a_stretch_without_any() -> None:
    asked = Asked("recency", parties=BOTH, none_in="2018-10/2021-03-03")
    assert three().check(asked).verdict == "not contradicted"
    assert three().check(asked, "2024-06-01", complete()).verdict == "consistent"
    assert three().check(replace(asked, none_in="2018/2021-03-03")).verdict == "inconsistent"


@pytest.mark.parametrize(
    "span, op, verdict",
    [
        ({"years": 2}, "=", "consistent"),
        ({"years": 3}, "=", "inconsistent"),  # nine days less than two and a half
        ({"years": 4}, "=", "inconsistent"),
        ({"years": 1}, "=", "inconsistent"),
        ({"years": 2, "months": 6}, "=", "consistent"),
        ({"years": 2, "months": 8}, "=", "inconsistent"),
        ({"months": 30}, "=", "consistent"),
        ({"years": 3}, "<", "consistent"),
        ({"years": 3}, ">", "inconsistent"),
        ({"years": 2}, ">", "consistent"),
        ({"decades": 1}, "=", "inconsistent"),
    ],
)
def test_the_first_in_a_span_told_in_whole_units(span: Any, op: Any, verdict: str) -> None:
    asked = Asked("recency", parties=BOTH, event="c", op=op, **span)
    open_ended = complete("../2024-06-01")
    assert three().check(asked, "2024-06-01", open_ended).verdict == verdict
    assert three().check(asked).verdict != "consistent"


@pytest.mark.parametrize(
    "start, end, span, verdict",
    [
        ("2023-11-15", "2024-11-16", {"years": 1, "days": 1}, "arithmetic only"),
        ("2023-11-15", "2024-11-18", {"years": 1, "days": 1}, "inconsistent"),
        ("1975-04-25", "2024-04-25", {"years": 49}, "arithmetic only"),
        ("1975-04-25", "2025-04-01", {"years": 49}, "arithmetic only"),
        ("1975-04-25", "2024-04-25", {"years": 51}, "inconsistent"),
        ("1945", "2025", {"decades": 8}, "arithmetic only"),
        ("2024-01-31", "2024-02-29", {"months": 1}, "arithmetic only"),
        ("2024-02-01", "2024-02-29", {"weeks": 4}, "arithmetic only"),
        ("2024-02-01", "", {"weeks": 4}, "cannot be checked"),
        ("2024-02-01", "2024-02-29", {}, "cannot be checked"),
        ("2024-02-01", "2024-02-29", {"years": 9999}, "cannot be checked"),
    ],
)
def test_arithmetic(start: str, end: str, span: Any, verdict: str) -> None:
    assert Story().check(Asked("arithmetic", from_=start, to=end or None, **span)).verdict == verdict


@pytest.mark.parametrize(
    "asked",
    [
        Asked("count", n=3),
        Asked("count", parties=BOTH),
        Asked("ordinal", parties=BOTH, event="a"),
        Asked("recency", parties=BOTH),
        Asked("count", parties=BOTH, n=3, unclear="who is meant is not known"),
        Asked("count", parties=("Prime Minister of Norway", LUND), n=3),
    ],
)
def test_what_leaves_something_open_cannot_be_checked(asked: Asked) -> None:
    found = three().check(asked)
    assert (found.verdict, found.record_min, found.record_max) == ("cannot be checked", None, None)
    assert found.why
