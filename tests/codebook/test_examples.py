"""Markup of examples, and the comparison with what a reader found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.codebook import Codebook
from dragoman.codebook.examples import ROLES, Example, MarkupError, compare, parse_examples, parse_markup
from dragoman.codebook.problems import Problem
from dragoman.codebook.shape import Fields
from dragoman.codebook.yamltext import Items, Table, Text
from dragoman.model import Event, Participant, Span

MARKED = "[actor Chad] [event pulled] its men [event out] of [place Faya]."


def test_offsets_are_computed_and_discontinuous_words_repeat_the_role() -> None:
    text, spans = parse_markup(MARKED)
    assert text == "Chad pulled its men out of Faya."
    assert {role: [text[start:end] for start, end in places] for role, places in spans.items()} == {
        "actor": ["Chad"],
        "event": ["pulled", "out"],
        "place": ["Faya"],
    }


@given(st.lists(st.tuples(st.sampled_from(["", *ROLES]), st.text(st.characters(exclude_characters="[]"), min_size=1))))
def test_whatever_is_marked_comes_back(pieces: list[tuple[str, str]]) -> None:
    pieces = [(role, words.strip() or "x") for role, words in pieces]
    marked = " ".join(f"[{role} {words}]" if role else words for role, words in pieces)
    text, spans = parse_markup(marked)
    assert text == " ".join(words for _, words in pieces)
    assert sorted(text[start:end] for places in spans.values() for start, end in places) == sorted(
        words for role, words in pieces if role
    )


@given(st.text(alphabet="[] aevnt]\n"))
def test_any_text_is_read_or_refused(marked: str) -> None:
    problems: list[Problem] = []
    example = Example(marked)
    try:
        parse_markup(marked)
        readable = bool(marked)
    except MarkupError:
        readable = False
    table = Table({"examples": Items([Text(marked, 1)])})
    parse_examples(Fields(table, "x.yml", problems), needs="")
    assert (not problems) == readable
    assert example.marked == marked


@pytest.mark.parametrize(
    "marked, what",
    [
        ("[actr A] fell", "role 'actr' is not known"),
        ("[event fell", "a bracket is not closed"),
        ("[event [place x]]", "a bracket is not closed"),
        ("[event ]", "needs words"),
        ("[event  fell]", "without a blank at either edge"),
    ],
)
def test_wrong_markup_says_what_is_wrong(marked: str, what: str) -> None:
    with pytest.raises(MarkupError, match=what):
        parse_markup(marked)


def event(text: str, trigger: str, **changes: Any) -> Event:
    """An event over a text, its spans given as words."""

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start=start, end=start + len(words), words=words)

    def people(words: list[str]) -> tuple[Participant, ...]:
        return tuple(Participant(entity=None, words=span(one)) for one in words)

    return Event(
        id="e1",
        type=changes.get("type", "RETREAT"),
        mode=changes.get("mode", "withdraw"),
        status=changes.get("status", "happened"),
        actors=people(changes.get("actors", ["Chad"])),
        recipients=people(changes.get("recipients", [])),
        trigger=span(trigger),
        evidence=span(text),
    )


EXPECT = {"type": "RETREAT", "mode": "withdraw"}


@pytest.mark.parametrize(
    "changes, problem",
    [
        ({}, "place 'Faya' was not found, but nothing"),
        ({"actors": ["Chad", "its men"]}, "actor 'its men' is not marked"),
        ({"actors": []}, "actor 'Chad' was not found, but nothing"),
        ({"status": "planned"}, "status is planned, not happened"),
        ({"mode": "release"}, "no RETREAT withdraw was found in 'pulled … out', but RETREAT release in 'pulled'"),
        ({"recipients": ["Faya"]}, "recipient 'Faya' is not marked"),
    ],
)
def test_what_differs_is_told(changes: dict[str, Any], problem: str) -> None:
    example = Example(MARKED, expect=EXPECT)
    assert compare(example, [event(example.text, "pulled", **changes)]) == problem


def test_an_event_as_marked_is_right() -> None:
    example = Example("[actor Chad] has [event left] Faya.", expect=EXPECT)
    assert compare(example, [event(example.text, "left")]) is None
    assert compare(example, [event(example.text, "has left")]) is None
    assert compare(example, [event(example.text, "left", status="under_way")]) is None
    assert compare(example, []) == "no RETREAT withdraw was found in 'left'"


def test_the_status_of_an_example_goes_before_that_of_its_entry() -> None:
    example = Example("[actor Chad] will [event leave] Faya.", expect={**EXPECT, "status": "planned"})
    planned = event(example.text, "leave", status="planned")
    assert compare(example, [planned]) is None
    assert compare(example, [planned], status="promised") is None
    bare = Example(example.marked, expect=EXPECT)
    assert compare(bare, [planned], status="planned") is None
    assert compare(bare, [planned]) == "status is planned, not happened"


def test_an_article_makes_no_difference_and_another_word_does() -> None:
    example = Example("The [actor army] of Chad [event left] Faya.", expect=EXPECT)
    assert compare(example, [event(example.text, "left", actors=["The army"])]) is None
    assert compare(example, [event(example.text, "left", actors=["army of Chad"])]) is None
    assert compare(example, [event(example.text, "left", actors=["Chad"])]) == "actor 'army' was not found, but 'Chad'"


def test_a_counter_example_must_stay_silent() -> None:
    example = Example("Chad left the room.", negative=True, expect=EXPECT)
    assert compare(example, []) is None
    assert compare(example, [event(example.text, "left", type="CONSULT", mode=None)]) is None
    assert compare(example, [event(example.text, "left")]) == "RETREAT withdraw was found in 'left'"


def test_shipped_examples_mark_their_event(codebook: Codebook) -> None:
    for predicate in codebook.predicates:
        positive = [example for example in predicate.examples if not example.negative]
        assert positive, predicate.where
        assert len(positive) < len(predicate.examples), predicate.where
        assert all(example.words("event") for example in positive)
