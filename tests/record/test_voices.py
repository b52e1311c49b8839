"""Whose number it is: origins behind those who pass on, and voices under one controller."""

from __future__ import annotations

from datetime import date
from typing import Any

from dragoman.model import Place, Span
from dragoman.record import voices
from dragoman.record.compare import measure
from dragoman.record.facts import Figure, Holder, Page, World

WORLD = World(
    controlled_by={"radio": "party", "party": "state", "ministry": "state", "a": "b", "b": "a"},
    members={"mission": ("navy", "coastguard"), "league": ("mission",)},
    kinds={"radio": "state media", "board": "agency"},
    names={"board": "Harbour Board", "port": "Port Authority"},
)


def told(
    id_: str, who: str | tuple[str, ...], point: int, *relays: str, place: str | None = None, **more: Any
) -> Figure:
    entities = (who,) if isinstance(who, str) else who
    holder = Holder("named" if entities else "unnamed", entities, relays=relays, **more)
    words = Span(start=0, end=1, words="x")
    where = Place(name=place, words=words) if place else None
    return Figure(id_, Page(f"r-{id_}", f"r-{id_}", date(2031, 5, 2)), holder, "drowned", "=", point=point, place=where)


def origins(*figures: Figure) -> dict[str, tuple[str, ...]]:
    return voices.origins([measure(one, WORLD) for one in figures], WORLD)


def test_a_voice_is_all_under_one_controller() -> None:
    assert voices.voice(["radio"], WORLD) == voices.voice(["ministry"], WORLD) == {"state"}
    assert not voices.independent(["radio"], ["state"], WORLD)
    assert voices.independent(["radio"], ["port"], WORLD)
    assert voices.voice(["a"], WORLD) == voices.voice(["b"], WORLD)


def test_a_joint_origin_includes_its_members_and_theirs() -> None:
    assert voices.with_members(["league"], WORLD) == {"league", "mission", "navy", "coastguard"}
    assert not voices.independent(["league"], ["navy"], WORLD)
    assert not voices.independent(["port", "navy"], ["navy"], WORLD)


def test_voices_are_counted_once() -> None:
    assert voices.count([("radio",), ("ministry",), ()], WORLD) == 1
    assert voices.count([("navy",), ("mission",), ("port",)], WORLD) == 2
    assert voices.count([("navy",), ("coastguard",), ("mission",)], WORLD) == 2
    assert voices.count([("mission",)], WORLD) == 1


def test_a_body_answers_for_its_own_office_and_not_for_its_sister() -> None:
    assert voices.answers_for("state", "radio", WORLD)
    assert voices.answers_for("radio", "party", WORLD)
    assert not voices.answers_for("ministry", "radio", WORLD)


def test_who_passes_on_the_number_of_another_is_no_origin() -> None:
    found = origins(told("q1", "port", 390, "board", "a wire"), told("q2", "board", 390), told("q3", "board", 12))
    assert found == {"q1": ("port",), "q2": ("port",), "q3": ("board",)}


def test_it_is_so_in_round_numbers_and_by_name() -> None:
    found = origins(told("q1", "port", 3958, "Harbour Board"), told("q2", "board", 4000))
    assert found["q2"] == ("port",)


def test_another_place_is_another_count() -> None:
    found = origins(told("q1", "port", 390, "board", place="Quay"), told("q2", "board", 390, place="Delta"))
    assert found["q2"] == ("board",)


def test_passing_on_is_followed_back_and_never_in_a_circle() -> None:
    found = origins(told("q1", "port", 390, "board"), told("q2", "board", 390, "radio"), told("q3", "radio", 390))
    assert found["q3"] == ("port",)
    round_about = origins(told("q1", "port", 390, "board"), told("q2", "board", 390, "port"))
    assert round_about == {"q1": ("port",), "q2": ("board",)}


def test_a_state_medium_speaks_for_the_one_body_that_it_relays() -> None:
    found = origins(told("q1", "ministry", 12, "radio"), told("q2", "radio", 90))
    assert found["q2"] == ("ministry",)
    two = origins(told("q1", "ministry", 12, "radio"), told("q3", "port", 13, "radio"), told("q2", "radio", 90))
    assert two["q2"] == ("radio",)
    no_medium = origins(told("q1", "ministry", 12, "board"), told("q2", "board", 90))
    assert no_medium["q2"] == ("board",)


def test_guesses_outlets_and_nameless_sources_are_no_origins() -> None:
    guessed = told("q1", "port", 390, guessed=True)
    found = origins(guessed, told("q2", (), 390))
    assert found == {"q1": (), "q2": ()}
    assert not voices.is_named(Holder("author"))
    assert voices.denies(Holder("named", ("port",), certainty="PR-"))
    assert not voices.denies(Holder("named", ("port",), certainty="PR+"))
