"""Who takes part in two tellings: the same, a body and its part, a person and the country whose office it holds, or others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dragoman.model.edtf import bounds
from dragoman.record.facts import Party, World
from dragoman.record.voices import chain_of_command

Side = Literal["same", "related", "office", "empty", "one empty", "within", "words", "no"]
"""``related``: a body and its part, a group and its member. ``office``: a person and the country whose office it holds. ``empty``: nobody on
either side. ``words``: not resolved. ``within``: some of the others', or most of them in common."""

FEW = 3
"""Parties up to which a body and its part are looked for on two sides."""
_BODIES = frozenset({"state", "government", "ministry", "agency", "armed forces"})
_BODY_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "ELI"})


def compare(
    one: frozenset[str],
    other: frozenset[str],
    *,
    worded: tuple[bool, bool],
    known: Mapping[str, Party],
    day: int | None,
    world: World,
) -> Side:
    """How two sides lie to each other. ``worded``: whether anybody there stayed words; ``day`` is that of the tellings, for offices."""
    if not one or not other:
        nobody, nobody_else = not (one or worded[0]), not (other or worded[1])
        return "empty" if nobody and nobody_else else "one empty" if nobody or nobody_else else "words"
    if one == other:
        return "same"
    common = one & other
    if len(common) in (len(one), len(other)) or 2 * len(common) >= min(len(one), len(other)) >= FEW:
        return "within"
    if not common and _all_related(one, other, known, world):
        return "related"
    offices = all(any(_office(x, y, known, day, world) for y in other - common) for x in one - common)
    return "office" if offices else "no"


def stands_for(entity: str, party: Party | None, world: World) -> str:
    """Whom an entity belongs to in the end: its topmost controller, and the country of a state's own body."""
    top = chain_of_command(entity, world)[-1]
    return _country_of(top, party if top == entity else None, world) or top


def names(entity: str, party: Party | None, world: World) -> set[str]:
    """Ids of which one is shared with everybody related: its own, its controllers', its members', that of the country that it is a body of.

    Not those of groups that it is in: which there are depends on what else was read.
    """
    found = {*chain_of_command(entity, world), *world.members.get(entity, ())}
    found.add(_country_of(entity, party, world) or entity)
    return found


def is_country(entity: str, world: World) -> bool:
    """Whether it is a country."""
    return world.kinds.get(entity) == "country"


def _country_of(entity: str, party: Party | None, world: World) -> str | None:
    """The country that it is, or a body of."""
    country = world.countries.get(entity) or (party.country if party else None)
    if country is None or is_country(entity, world):
        return country
    kind = world.kinds.get(entity) or (party.kind if party else None)
    body = kind in _BODIES or (kind != "person" and party is not None and party.sector in _BODY_SECTORS)
    return country if body else None


def _all_related(one: frozenset[str], other: frozenset[str], known: Mapping[str, Party], world: World) -> bool:
    if max(len(one), len(other)) > FEW:
        return False
    pairs = {(x, y): _related(x, y, known, world) for x in one for y in other}
    return all(any(pairs[x, y] for y in other) for x in one) and all(any(pairs[x, y] for x in one) for y in other)


def _related(x: str, y: str, known: Mapping[str, Party], world: World) -> bool:
    if x in chain_of_command(y, world) or y in chain_of_command(x, world):
        return True
    if x in world.members.get(y, ()) or y in world.members.get(x, ()):
        return True
    return any(
        is_country(whole, world) and not is_country(part, world) and _country_of(part, known.get(part), world) == whole
        for whole, part in ((x, y), (y, x))
    )


def _office(x: str, y: str, known: Mapping[str, Party], day: int | None, world: World) -> bool:
    """Whether one is the country whose office the other holds on the day."""
    for country, person in ((x, y), (y, x)):
        if not is_country(country, world):
            continue
        party = known.get(person)
        if party is not None and party.office and party.country == country:
            return True
        held = world.offices.get(person, ())
        if any(state == country and _within(day, first, last) for _, state, first, last in held):
            return True
    return False


def _within(day: int | None, first: str, last: str) -> bool:
    start, end = bounds(first)[0] if first else None, bounds(last)[1] if last else None
    if day is None:
        return True
    return (start is None or start.toordinal() <= day) and (end is None or day <= end.toordinal())
