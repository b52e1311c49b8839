"""What tells an act from others of its kind: names and measures beside it, its number, sets, and words of taking up again."""

from __future__ import annotations

from functools import cache

import pytest

from dragoman import language
from dragoman.codebook import Codebook
from dragoman.extract import Extraction, extract
from dragoman.model import Event

pytestmark = pytest.mark.model


@cache
def read(text: str) -> Extraction:
    return extract(language.load()(f"A title\n\n{text}"), Codebook.load())


def act(text: str, words: str) -> Event:
    """The event of a text with some words in its trigger."""
    return next(one.event for one in read(text).events if words in one.event.trigger.words)


@pytest.mark.parametrize(
    "text, trigger, marks",
    [
        ("Storm Boris killed 20 people in Austria.", "killed", {("storm", "Boris")}),
        ("Jeju Air Flight 2216 crashed in Muan.", "crashed", {("flight", "7C2216")}),
        ("Flight KE-007 crashed on Monday.", "crashed", {("flight", "KE007")}),
        ("The ministers met at the NATO summit in Vilnius.", "met", {("summit", "NATO")}),
        ("The ministers met at the 2019 NATO summit in London.", "met", {("summit", "NATO of 2019")}),
        ("The ministers met on the sidelines of the G20 in Bali.", "met", {("summit", "G20")}),
        ("Ukraine attacked the bridge with Storm Shadow missiles.", "attacked", {("weapon", "Storm Shadow")}),
        ("Rebels attacked the tanker Sea Star near Aden.", "attacked", {("ship", "Sea Star")}),
        ("The destroyer USS Carney shot down drones.", "shot down", {("ship", "Carney")}),
        ("Norway withdrew from the Non-Proliferation Treaty.", "withdrew", {("treaty", "Non-Proliferation")}),
        ("Police in Ankara detained 12 people during Operation Claw-Lock.", "detained", {("operation", "Claw-Lock")}),
        ("The council adopted Resolution 2728 on Monday.", "adopted", {("resolution", "2728")}),
        ("An earthquake of magnitude 6.4 killed 30 people.", "earthquake", {("magnitude", "6.4")}),
        ("A 5.3-magnitude quake shook Durres.", "quake", {("magnitude", "5.3")}),
        ("France pledged €20 million to Lebanon.", "pledged", {("money", "20000000 EUR")}),
        ("A convoy of 20 trucks delivered aid to Gaza.", "delivered", {("trucks", "20")}),
        ("The third meeting of the two presidents took place in Vienna.", "meeting", {("ordinal", "third meeting")}),
        ("The second round of talks was held in Doha.", "talks", {("ordinal", "second round")}),
    ],
)
def test_marks(text: str, trigger: str, marks: set[tuple[str, str]]) -> None:
    assert {(mark.kind, mark.value) for mark in act(text, trigger).marks} == marks


@pytest.mark.parametrize(
    "text, trigger",
    [
        ("The ministers met at NATO in Brussels.", "met"),
        ("Members of the G7 imposed sanctions on Russia.", "imposed"),
        ("It was their third meeting since 2019.", "meeting"),
        ("It was the fifth attack on the port this year.", "attack"),
        ("The third largest city was attacked on Monday.", "attacked"),
        ("The bank, which earned $3 billion last year, was fined by Paris.", "fined"),
        ("The navy attacked an Iranian tanker.", "attacked"),
        ("Iran withdrew from the nuclear agreement in 2018.", "withdrew"),
        ("Police arrested 12 people after a storm of protest in Lyon.", "arrested"),
    ],
)
def test_what_is_no_mark(text: str, trigger: str) -> None:
    assert act(text, trigger).marks == ()


def test_the_words_of_a_mark_are_those_of_the_text() -> None:
    (mark,) = act("Rebels attacked the tanker Sea Star near Aden.", "attacked").marks
    assert mark.words is not None
    assert mark.words.words == "tanker Sea Star"


@pytest.mark.parametrize(
    "text, trigger, is_set",
    [
        ("The army carried out several strikes on Gaza.", "strikes", True),
        ("The army launched three air strikes on the camp.", "launched", True),
        ("Rebels carried out a series of attacks on police stations in Bamako.", "attacks", True),
        ("Dozens of attacks were carried out by settlers.", "attacks", True),
        ("The two leaders have met three times since 2019.", "met", True),
        ("Militants attacked a village twice in June.", "attacked", True),
        ("The army launched an air strike on the camp.", "air strike", False),
        ("The strikes on the camp killed 12 people.", "strikes", False),
        ("The two leaders met for three hours.", "met", False),
        ("Gunmen attacked three villages.", "attacked", False),
    ],
)
def test_sets(text: str, trigger: str, is_set: bool) -> None:
    assert act(text, trigger).is_set is is_set


@pytest.mark.parametrize(
    "text, trigger, words",
    [
        ("The two sides resumed talks in Cairo on Tuesday.", "talks", "resumed"),
        ("Talks will resume next week in Doha.", "Talks", "resume"),
        ("The rescheduled visit to Beijing will take place in June.", "visit", "rescheduled"),
        ("The presidents met again in Vienna.", "met", "again"),
        ("The presidents met for the second time in Vienna.", "met", "for the second time"),
        ("They said again that the strike was an accident.", "strike", None),
        ("The presidents met in Vienna.", "met", None),
        ("The presidents did not meet again.", "meet", None),
    ],
)
def test_words_of_taking_up_again(text: str, trigger: str, words: str | None) -> None:
    found = act(text, trigger).again
    assert (found.words if found is not None else None) == words
