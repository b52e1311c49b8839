"""Works: what holds reports together, which of them is the original and which counts; addresses; what changed between versions."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.record.works import Address, Link, Work, canonical_url, changes, versions, works

DAY = date(2025, 3, 1)


def page(report: str, outlet: str | None = None, day: int | None = 0, url: str = "", credits_: str = "") -> Address:
    published = None if day is None else DAY + timedelta(days=day)
    return Address(report, outlet, published, (url,) if url else (), (credits_,) if credits_ else ())


def parts(work: Work) -> dict[str, str]:
    return {member.report: member.part for member in work.members}


def test_a_report_without_a_link_is_a_work_of_its_own() -> None:
    (work,) = works([page("r1")], [])
    assert (work.id, work.newest, parts(work), work.members[0].counts) == ("r1", "r1", {"r1": "original"}, True)


def test_the_earliest_is_the_original_and_ids_decide_within_a_day() -> None:
    pages = [page("r3", "a", 0), page("r2", "b", 0), page("r1", "c", 1), page("r0", "d", None)]
    (work,) = works(pages, [("r3", "r2", "copy"), ("r1", "r3", "copy"), ("r0", "r1", "copy")])
    assert work.id == work.newest == "r2"
    assert [member.report for member in work.members] == ["r2", "r3", "r1", "r0"]
    assert [member.part for member in work.members] == ["original", "copy", "copy", "copy"]


def test_the_agency_that_the_others_credit_is_the_original_though_it_came_later() -> None:
    pages = [page("r1", "daily", 0, credits_="wire"), page("r2", "wire", 1), page("r3", "weekly", 2, credits_="wire")]
    links = [("r1", "r2", "copy"), ("r2", "r3", "copy")]
    assert works(pages, links)[0].id == "r2"
    own = [page("r1", "daily", 0), page("r2", "wire", 1, credits_="wire"), page("r3", "weekly", 2)]
    assert works(own, links)[0].id == "r1"
    absent = [page("r1", "daily", 0, credits_="other-wire"), *own[1:]]
    assert works(absent, links)[0].id == "r1"


def test_the_newest_version_of_the_original_counts_and_that_of_a_copy_does_not() -> None:
    pages = [page("r1", "a", 0), page("r2", "a", 2), page("r3", "b", 1), page("r4", "b", 5)]
    links = [("r1", "r2", "version"), ("r1", "r3", "copy"), ("r3", "r4", "version")]
    (work,) = works(pages, links)
    assert (work.id, work.newest) == ("r1", "r2")
    assert parts(work) == {"r1": "original", "r3": "copy", "r2": "version", "r4": "copy"}
    assert [member.report for member in work.members if member.counts] == ["r2"]


def test_versions_of_one_day_are_told_apart_by_id_and_one_without_a_date_is_never_the_newest() -> None:
    pages = [page("r1", "a", 0), page("r2", "a", 0), page("r9", "a", None)]
    (work,) = works(pages, [("r1", "r2", "version"), ("r2", "r9", "version")])
    assert (work.id, work.newest) == ("r1", "r2")


def test_a_rewrite_and_a_link_to_a_report_that_is_not_there_join_nothing() -> None:
    pages = [page("r1"), page("r2")]
    links = [("r1", "r2", "rewrite"), ("r1", "r7", "copy"), ("r7", "r2", "copy")]
    assert [work.id for work in works(pages, links)] == ["r1", "r2"]


def test_what_a_person_keeps_apart_no_chain_of_links_joins() -> None:
    pages = [page(f"r{n}", day=n) for n in range(4)]
    links = [("r0", "r1", "copy"), ("r1", "r2", "copy"), ("r2", "r3", "copy")]
    found = works(pages, links, apart=[frozenset({"r0", "r3"})])
    assert len(found) == 2
    assert not any({"r0", "r3"} <= parts(work).keys() for work in found)
    assert len(works(pages, links, apart=[frozenset({"r0", "r2"}), frozenset({"r0", "r1"})])) == 2


IDS = [f"r{n}" for n in range(9)]
PAGES = st.lists(
    st.builds(
        page, st.sampled_from(IDS), st.sampled_from(["a", "b", None]), st.sampled_from([0, 1, 2, None]),
        st.sampled_from(["", "https://a.example/1", "https://b.example/1"]), st.sampled_from(["", "a", "b"]),
    ),
    unique_by=lambda one: one.report,
)  # fmt: skip
LINKS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(["copy", "version", "rewrite"])))
APART = st.lists(st.frozensets(st.sampled_from(IDS), min_size=2, max_size=2), max_size=3)


@given(PAGES, LINKS, APART, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_twice_is_once(
    pages: list[Address], links: list[Link], apart: list[frozenset[str]], chance: random.Random
) -> None:
    shuffled = [(b, a, kind) if chance.random() < 0.5 else (a, b, kind) for a, b, kind in links * 2]
    chance.shuffle(shuffled)
    again = chance.sample(pages, len(pages))
    found = works(pages, links, apart=apart)
    assert works(again, shuffled, apart=apart[::-1]) == found
    assert versions(again) == versions(pages)
    assert sorted(member.report for work in found for member in work.members) == sorted(one.report for one in pages)
    for work in found:
        assert [member.report for member in work.members if member.counts] == [work.newest]
        assert [member.report for member in work.members if member.part == "original"] == [work.id]
        assert not any(pair <= parts(work).keys() for pair in apart)


def test_versions_stand_at_one_address_of_one_outlet() -> None:
    pages = [
        page("r2", "a", 1, "https://a.example/1"),
        page("r1", "a", 0, "https://a.example/1"),
        page("r3", None, 2, "https://a.example/1"),
        page("r4", "a", 0, "https://a.example/2"),
        page("r5", "b", 0, "https://a.example/1"),
        page("r6", "a", 0),
    ]
    found = versions(pages)
    assert found == (("r1", "r2", "version"), ("r2", "r3", "version"), ("r5", "r3", "version"))
    assert versions(pages[3:4] + pages[5:]) == ()


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTP://WWW.Example.ORG:80/News/A/", "https://example.org/News/A"),
        ("https://example.org", "https://example.org"),
        ("https://example.org/?utm_source=x&fbclid=1&gclid=2", "https://example.org"),
        ("https://example.org/a?id=3&UTM_medium=m&b=&id=1", "https://example.org/a?b=&id=3&id=1"),
        ("https://example.org/a?b=2&a=1#part", "https://example.org/a?a=1&b=2"),
        ("https://amp.example.org/a", "https://example.org/a"),
        ("https://www.example.org/amp/a", "https://example.org/a"),
        ("https://example.org/a/amp/", "https://example.org/a"),
        ("https://example.org/a.amp", "https://example.org/a"),
        ("https://example.org/a.amp.html", "https://example.org/a.html"),
        ("https://example.org/a?outputType=amp", "https://example.org/a"),
        (
            "https://www-example-org.cdn.ampproject.org/v/s/www.example.org/a/amp?amp=1&id=2",
            "https://example.org/a?id=2",
        ),
        ("https://www.google.com/amp/s/www.example.org/a", "https://example.org/a"),
        ("https://example.org/%7Eana/caf%c3%a9/é", "https://example.org/~ana/caf%C3%A9/%C3%A9"),
        ("https://user:word@example.org:8443/a//", "https://example.org:8443/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://example.org/campaign/ampere", "https://example.org/campaign/ampere"),
        ("https://amp.org/a", "https://amp.org/a"),
        (" https://example.org/a ", "https://example.org/a"),
        ("mailto:ana@example.org", "mailto:ana@example.org"),
        ("https://[broken", "https://[broken"),
        ("https://example.org:port/", "https://example.org:port/"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_addresses_of_one_page_have_one_spelling(url: str, same: str) -> None:
    assert canonical_url(url) == same
    assert canonical_url(same) == same


PIECES = [
    "amp",
    "/",
    ".",
    "www.",
    "amp.",
    "?",
    "&",
    "=",
    "#",
    "%41",
    "%zz",
    "a",
    "é",
    "utm_x",
    "example.org",
    ":",
    "@",
    ";",
    "+",
    " ",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12).map("".join))
def test_the_spelling_of_a_spelling_is_the_same(rest: str) -> None:
    for url in (rest, f"https://{rest}", f"https://example.org/{rest}"):
        once = canonical_url(url)
        assert canonical_url(once) == once


OLD = "Two people died, Dr. Bell of the U.S. mission said. The road is closed. Rain is expected.\n\nSchools stay shut."


def told(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.kind, str(one.old) if one.old else None, str(one.new) if one.new else None) for one in changes(old, new)
    ]


def test_sentences_that_were_added_dropped_and_changed() -> None:
    new = "Nine people died, Dr. Bell of the U.S. mission said. Rain is expected.\n\nSchools stay shut. The army sent trucks."
    assert told(OLD, new) == [
        (
            "changed",
            "Two people died, Dr. Bell of the U.S. mission said.",
            "Nine people died, Dr. Bell of the U.S. mission said.",
        ),
        ("dropped", "The road is closed.", None),
        ("added", None, "The army sent trucks."),
    ]
    assert told("", "It rained. It snowed.") == [("added", None, "It rained."), ("added", None, "It snowed.")]
    assert told("It rained.", "") == [("dropped", "It rained.", None)]


def test_how_a_text_is_set_is_no_change() -> None:
    assert told("“It rained,” he said. Two—no, three died.", '"It rained,"  he said.\n\nTwo -- no, three died.') == []


@given(st.text("ab .!?\n“A。", max_size=60), st.text("ab .!?\n“A。", max_size=60))
def test_changes_point_at_their_words_and_turn_around(old: str, new: str) -> None:
    assert changes(old, old) == ()
    for one in changes(old, new):
        assert one.old is None or old[one.old.start : one.old.end] == one.old.words
        assert one.new is None or new[one.new.start : one.new.end] == one.new.words
        assert (one.kind == "added") == (one.old is None)
        assert (one.kind == "dropped") == (one.new is None)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["A. " * 30_000, "word " * 60_000, " ".join(f"Word {n} came." for n in range(20_000)), "." * 60_000]
)
def test_changes_of_hostile_texts_take_no_long_time(text: str) -> None:
    assert changes(text, "Oru. " + text + " Kalt.") is not None
    assert changes(text, "".join(reversed(text))) is not None


def test_thousands_of_reports_take_no_long_time() -> None:
    pages = [page(f"r{n}", f"o{n % 7}", n % 9, f"https://a.example/{n // 3}") for n in range(20_000)]
    links = [(f"r{n}", f"r{n + 1}", "copy") for n in range(0, 19_998, 2)]
    assert len(works(pages, [*links, *versions(pages)])) > 1
