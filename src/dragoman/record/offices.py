"""Parties by office: "U.S. secretary of state" is whoever held the office on the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from dragoman.model.edtf import bounds
from dragoman.record.facts import World

Answer = Literal["yes", "maybe", "no"]
Term = tuple[str, date | None, date | None]
"""A person, and the first and the last day in office; None where it is not known or not over."""

_CODE = re.compile(r"[A-Z]{3}")
_SMALL = frozenset({"of", "the", "for", "and", "a", "an"})


def is_country(party: str, world: World) -> bool:
    """Whether a party is a state."""
    return world.kinds.get(party) == "country" or (party not in world.kinds and _CODE.fullmatch(party) is not None)


def is_role(party: str, world: World) -> bool:
    """Whether a party is an office in words, not the id of an entity."""
    return party not in world.kinds and party not in world.names and " " in party


def terms(role: str, world: World) -> tuple[Term, ...]:
    """Who held an office, and when, in order of time.

    An office is known by the words of its name; its country by code, name or initials, where it is not in the name.

    >>> world = World(offices={"ana-reis": (("Foreign Minister", "PRT", "2019-03-01", "2022"),)}, names={"PRT": "Portugal"})
    >>> terms("Foreign Minister of Portugal", world)
    (('ana-reis', datetime.date(2019, 3, 1), datetime.date(2022, 12, 31)),)
    """
    return tuple(sorted(_terms(_words(role), world), key=lambda one: (one[1] or date.min, one[0])))


def same_office(one: str, other: str, world: World) -> bool:
    """Whether two texts name one office."""
    if _words(one) == _words(other):
        return True
    held = terms(one, world)
    return bool(held) and is_role(other, world) and held == terms(other, world)


def holds(person: str, role: str, days: tuple[date | None, date | None], world: World) -> Answer:
    """Whether a person held an office on a day that is known only to lie between two."""
    first, last = days
    answer: Answer = "no"
    for holder, start, end in terms(role, world):
        if holder != person or (last and start and last < start) or (first and end and first > end):
            continue
        if (start is None or (first is not None and first >= start)) and (
            end is None or (last is not None and last <= end)
        ):
            return "yes"
        answer = "maybe"
    return answer


def held_through(role: str, person: str, days: tuple[date | None, date | None], world: World) -> bool:
    """Whether a person held an office in the whole of a stretch of days."""
    return holds(person, role, days, world) == "yes"


def in_office(person: str, country: str, days: tuple[date | None, date | None], world: World) -> bool:
    """Whether a person held any office of a country on a day that is known only to lie between two, at least possibly."""
    first, last = days
    for _, state, begun, ended in world.offices.get(person, ()):
        start, end = _term(begun, ended)
        if state == country and not (last and start and last < start) and not (first and end and first > end):
            return True
    return False


def _terms(asked: frozenset[str], world: World) -> Iterator[Term]:
    for person, held in world.offices.items():
        for office, country, begun, ended in held:
            name = _words(world.names.get(country, ""))
            bare = _words(office) - name
            rest = asked - bare
            if bare and bare <= asked and (rest <= name or _is_short_for(rest, country, world)):
                yield (person, *_term(begun, ended))


def _is_short_for(words: frozenset[str], country: str, world: World) -> bool:
    """Whether a word is the code of a country, its initials, or the first letters of its code: US, UK."""
    if len(words) != 1:
        return False
    (word,) = words
    initials = "".join(one[0] for one in world.names.get(country, "").casefold().split() if one not in _SMALL)
    return word in {country.casefold(), country[:2].casefold(), initials}


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold().replace(".", "").replace("'s", ""))) - _SMALL


def _term(begun: str, ended: str) -> tuple[date | None, date | None]:
    return (bounds(begun)[0] if begun else None), (bounds(ended)[1] if ended else None)
