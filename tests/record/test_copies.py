"""Copies: the wording that is left of a text, the hashes by which candidates are found, and what the measure says of two texts."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook import Codebook
from dragoman.record.copies import WINDOW, Fingerprint, candidates, likeness, needed
from dragoman.record.wording import Agencies, credited, plain, text_key, wording

NONE = Agencies()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
LINES = st.lists(
    st.one_of(
        TEXTS,
        st.sampled_from(
            [
                "",
                "AP",
                "KALT (AP) — ORU: The road is open.",
                "PARIS, May 3 (Reuters) - KALT - It rained. (AFP)",
                "By Ana Reyes, Associated Press",
                "© 2025 AFP. All rights reserved.",
                "(Reporting by A. Bell; Editing by B. Carr) Reuters",
                "A — B -- C -",
            ]
        ),
    ),
    max_size=8,
).map("\n".join)
LEAD = "Ferries between Oru and the islands stopped on Friday after a storm tore two of them from their moorings, the harbour master said."
REST = [
    "No one was on board when the ropes broke shortly before dawn, and both ships were found aground near the old lighthouse.",
    "Engineers will look at the hulls once the wind drops, which forecasters do not expect before the end of the week.",
    "Some four hundred people who had meant to cross were put up in schools and in the sports hall of the lower town.",
    "The islands have food for ten days, the ministry of supply said, and a plane stands ready to bring medicine.",
    "Fishermen complained that the new pier, opened last year, gives no shelter from the south.",
    "The company that runs the ferries declined to say what the ships are insured for.",
]
HEAD = "Storm stops ferries to the islands"
WIRE = "\n\n".join([HEAD, LEAD, *REST])


@cache
def agencies() -> Agencies:
    codebook = Codebook.load()
    return Agencies.of(codebook.outlets, codebook.names)


def fingerprint(text: str) -> Fingerprint:
    return Fingerprint.of(text, agencies())


def kind(left: str, right: str) -> str | None:
    return likeness(fingerprint(left), fingerprint(right)).kind


def changed(*, head: str = HEAD, before: str = "", lead: str = LEAD, rest: list[str] = REST, end: str = "") -> str:
    return "\n\n".join(part for part in [head, before + lead, *rest, end] if part)


@pytest.mark.parametrize(
    "line",
    [
        "KHARTOUM, Sudan (AP) — ",
        "GENEVA, May 3 (Reuters) - ",
        "(Reuters) - ",
        "SEOUL, Sept. 2 (Yonhap) -- ",
        "Paris (AFP) – ",
        "Kabul, Xinhua - ",
        "SAN PEDRO (Oru), 23 Nov 25 (EFE/AFP) -- ",
        "BEIRUT: ",
        "ORU CITY — ",
        "Kalt, 3 May - ",
        "MOSCOW, May 3. (TASS) ",
    ],
)
def test_a_dateline_is_no_part_of_the_wording(line: str) -> None:
    assert wording(f"Head\n\n{line}The road is open again.", agencies()) == "Head\nThe road is open again."


@pytest.mark.parametrize(
    "line",
    [
        "AP",
        "By Ana Reyes, Associated Press",
        "By Agence France-Presse",
        "Source: Xinhua | Editor: Ana Reyes",
        "© 2025 AFP",
        "Copyright 2025 The Associated Press. All rights reserved. This material may not be published, broadcast or rewritten.",
        "(Reporting by Ana Reyes in Kalt; Editing by Jo Bell)",
        "AFP/dpa",
    ],
)
def test_a_line_of_credit_is_no_part_of_the_wording(line: str) -> None:
    assert wording(f"Head\n\nThe road is open.\n\n{line}", agencies()) == "Head\nThe road is open."


@pytest.mark.parametrize("end", [" (AFP)", " - Reuters", " /AP/", " Source: Xinhua"])
def test_a_credit_at_the_end_is_no_part_of_the_wording(end: str) -> None:
    assert wording(f"The road is open.{end}", agencies()) == "The road is open."


@pytest.mark.parametrize(
    "text",
    [
        "He told Reuters that the road is open.",
        "Reuters said on Monday that it will open a bureau in Kalt and hire nine people.",
        "From Reuters he went to a small paper in the north, where he wrote about the harbour and the sea.",
        "Al-Noor fighters - who had fled - came back.",
        "The road - long closed - is open.",
        "The plan has three parts: roads, schools and a harbour.",
    ],
)
def test_what_is_told_stays(text: str) -> None:
    assert wording(text, agencies()) == text


def test_names_of_agencies_come_from_the_table_alone() -> None:
    line = "Kalt (Oru News Wire) - The road is open."
    assert wording(line, agencies()) == line
    assert wording(line, Agencies({"Oru News Wire": frozenset({"oru-news-wire"})})) == "The road is open."


def test_who_is_credited_is_known_and_who_is_quoted_is_not() -> None:
    text = "By Jo Bell, Associated Press\n\nPARIS (AFP) - The road is open, he told Reuters.\n\n(Yonhap)"
    assert credited(text, agencies()) == ("agence-france-presse", "associated-press", "yonhap-news-agency")
    assert credited(WIRE, agencies()) == ()


def test_how_quotes_dashes_and_blanks_are_set_does_not_count() -> None:
    left = "“We won’t go”—she said\n\nIt was 5\u00a0pm, and the\u00ad n\u0303ame stayed."
    assert text_key(left, NONE) == text_key('"We won\'t go" -- she  said It was 5 pm, and the ñame stayed.', NONE)
    assert text_key("2010–2015", NONE) == text_key("2010-2015", NONE)
    assert text_key("Two died.", NONE) != text_key("Ten died.", NONE)


@given(LINES)
def test_wording_of_a_wording_is_the_same(text: str) -> None:
    once = wording(text, agencies())
    assert wording(once, agencies()) == once
    assert plain(plain(text)) == plain(text)
    assert text_key(once, agencies()) == text_key(text, agencies())


def test_a_text_that_is_only_a_credit_keeps_it() -> None:
    assert wording("AP", agencies()) == "AP"
    assert text_key("AP", agencies()) != text_key("AFP", agencies())


@given(LINES)
def test_a_text_is_a_copy_of_itself_unless_it_has_no_word(text: str) -> None:
    one = fingerprint(text)
    assert likeness(one, one).kind == ("copy" if one.words else None)
    assert bool(one.sketch) == bool(one.words)


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "1", "2", "Oru", "Kalt\n"]), max_size=90).map(" ".join)


@given(WORDS, WORDS)
def test_which_text_comes_first_does_not_matter(left: str, right: str) -> None:
    assert likeness(fingerprint(left), fingerprint(right)) == likeness(fingerprint(right), fingerprint(left))


def test_what_outlets_do_to_a_wire_text_leaves_a_copy() -> None:
    assert kind(WIRE, changed(head="Islands cut off")) == "copy"
    assert kind(WIRE, changed(before="KALT (AP) — ", end="© 2025 AFP")) == "copy"
    assert kind(WIRE, changed(head="Islands cut off", rest=REST[:2])) == "copy"
    assert kind(WIRE, changed(rest=[REST[0], *REST[2:5]])) == "copy"
    assert (
        kind(
            WIRE, changed(lead=LEAD.replace("on Friday", "Friday"), rest=[one.replace("Some", "About") for one in REST])
        )
        == "copy"
    )
    assert likeness(fingerprint(WIRE), fingerprint(changed(before="KALT: "))).why == "same wording"


def test_other_texts_are_nothing_to_each_other_and_half_of_one_is_a_rewrite() -> None:
    other = "Talks on fishing rights were put off. The two ministers could not agree on a place, a spokeswoman said on Friday."
    assert kind(WIRE, other) is None
    half = changed(
        rest=[
            *REST[:3],
            *(f"{one.split()[0]} it was a long day for all who waited at the pier there." for one in REST[3:]),
        ]
    )
    assert kind(WIRE, half) == "rewrite"


@pytest.mark.parametrize(
    ("old", "new"),
    [("four hundred", "400"), ("the ministry of supply said", "officials said"), ("lower town", "old town")],
)
def test_editing_is_not_another_form(old: str, new: str) -> None:
    assert kind(WIRE, WIRE.replace(old, new)) == "copy"


def test_a_form_filled_in_twice_is_no_copy() -> None:
    form = (
        "On behalf of the people of Oru I send my warmest wishes to the people of {0} as they celebrate their national day on {1} June. "
        "Our two countries share a long friendship, a border and a sea, and we look forward to working together for peace in the years to come. "
        "May the people of {0} enjoy a day of joy with their families and their friends, wherever in the world they may be."
    )
    assert kind(form.format("Kalt", 3), form.format("Kalt", 3)) == "copy"
    assert kind("Greeting\n" + form.format("Kalt", 3), "Greeting\n" + form.format("Kalt", 9)) == "rewrite"
    assert kind("Greeting\n" + form.format("Kalt", 3), "Greeting\n" + form.format("Brona", 3)) == "rewrite"
    assert kind("Greeting\n" + form.format("Kalt", 3), "Kalt at one hundred\n" + form.format("Kalt", 3)) == "copy"


def test_a_toll_that_rose_is_no_copy() -> None:
    toll = changed(
        lead="At least 20 people drowned when a ferry sank off Oru on Friday, the harbour master of the islands said."
    )
    found = likeness(fingerprint(toll), fingerprint(toll.replace("20", "31")))
    assert (found.kind, found.jaccard > 0.9) == ("rewrite", True)
    assert found.why == "another number in the same place: '20' and '31'"
    assert kind(toll, toll.replace("20", "1,200")) == "rewrite"
    assert kind(toll.replace("20", "1,200"), toll.replace("20", "1200")) == "copy"


def test_the_parts_of_a_digest_are_no_copies_of_it_but_the_first() -> None:
    def long(start: str) -> str:
        return " ".join(f"the {start}{n} of {start}{n * n % 83} went on with it" for n in range(14))

    digest = "\n".join(["In brief", long("a"), long("b"), long("c")])
    assert kind(digest, f"One story\n{long('a')}") == "copy"
    assert kind(digest, f"One story\n{long('c')}") != "copy"


def test_short_texts_are_copies_only_as_a_whole() -> None:
    assert kind(LEAD, f"{LEAD}\n" + "\n".join(REST)) is None
    assert kind("No public appointments.", "No public appointments.") == "copy"


def test_texts_without_words_and_with_few() -> None:
    assert kind("", "") is None
    assert kind("—!", "?") is None
    assert kind("Oru", "Oru") == "copy"
    assert kind("Oru", "Kalt") is None


def test_scripts_without_blanks_are_compared_by_their_signs() -> None:
    text = (
        "星期五风暴切断了海岛与大陆之间的渡轮交通港务局长说没有人员伤亡两艘渡轮在旧灯塔附近搁浅工程师将在风停后检查船体"
        * 2
    )
    assert fingerprint(text).words == len(text)
    assert kind(text, text.replace("港务", "海港")) == "copy"


def test_candidates_are_the_pairs_that_share_enough() -> None:
    rng = random.Random(7)
    prints = {"wire": fingerprint(WIRE), "cut": fingerprint(changed(head="Islands cut off", rest=REST[:3]))}
    prints |= {f"other {n}": fingerprint(" ".join(f"w{rng.randrange(999)}" for _ in range(200))) for n in range(20)}
    assert candidates(prints) == (("cut", "wire"),)
    assert candidates(dict(reversed(prints.items()))) == (("cut", "wire"),)


def test_a_short_text_is_found_within_a_very_long_one() -> None:
    rng = random.Random(3)
    filler = " ".join(f"w{rng.randrange(5000)}" for _ in range(9000))
    assert candidates({"long": fingerprint(f"{WIRE}\n{filler}"), "short": fingerprint(WIRE)}) == (("long", "short"),)


def test_a_masthead_that_many_pages_share_makes_no_candidates() -> None:
    rng = random.Random(5)
    masthead = "Sign up for our newsletter and get the news of the islands every morning before the first ferry leaves the harbour of Oru"
    pages = {f"p{n}": f"{masthead}\n" + " ".join(f"w{rng.randrange(9999)}" for _ in range(300)) for n in range(120)}
    prints = {id_: fingerprint(text) for id_, text in pages.items()}
    assert set.intersection(*(set(one.sketch) for one in prints.values()))
    assert candidates(prints) == ()


def test_all_copies_of_a_text_that_many_print_find_each_other() -> None:
    prints = {f"p{n:03}": fingerprint(f"Headline number {n}\n{WIRE}") for n in range(80)}
    assert len(candidates(prints)) == 80 * 79 // 2


@given(st.integers(0, 400), st.integers(0, 400))
def test_what_is_needed_is_the_same_from_either_side(left: int, right: int) -> None:
    assert needed(left, right) == needed(right, left) >= 1


@given(st.lists(st.sampled_from("abcdefghij"), min_size=WINDOW + 4, max_size=60), TEXTS, TEXTS)
def test_a_long_run_in_common_is_a_stored_hash_in_common(run: list[str], before: str, after: str) -> None:
    shared = " ".join(run)
    left, right = Fingerprint.of(f"{before} {shared}", NONE), Fingerprint.of(f"{shared} {after}", NONE)
    assert set(left.sketch) & set(right.sketch)


def test_hashes_fit_a_signed_column_and_are_the_same_in_every_process() -> None:
    one = fingerprint(WIRE)
    assert all(0 <= value < 2**63 for value in one.hashes)
    assert set(one.sketch) <= set(one.hashes)
    assert Fingerprint.of("a b c d e f", NONE).hashes == (2437609066225696169, 7015759838542357076)
    code = "from dragoman.record.copies import Fingerprint as F\nfrom dragoman.record.wording import Agencies as A\nprint(F.of('a b c d e f', A()).hashes)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == str(Fingerprint.of("a b c d e f", NONE).hashes)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 60_000,
        "x" * 400_000,
        " ".join(f"w{n}" for n in range(60_000)),
        "AP (AP) - " * 20_000,
        "(" * 50_000,
        "A. " * 50_000,
        "- " * 50_000,
        "\n" * 50_000,
        "KALT: " * 3_000,
    ],
    ids=["one word", "no blanks", "many words", "credits", "brackets", "stops", "dashes", "lines", "places"],
)
def test_hostile_texts_take_no_long_time(text: str) -> None:
    start = time.perf_counter()
    one, other = fingerprint(text), fingerprint(f"Oru 5 {text} Kalt 7")
    likeness(one, other)
    assert time.perf_counter() - start < 10
