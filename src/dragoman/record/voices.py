"""Who is meant by a holder: the origin of a claim, and the voice to which the origin belongs.

The *origin* is the innermost named holder. A *voice* is all origins under one controller, however far up, and the controller. A joint origin includes its
members. Support is counted in voices: they are independent where they share nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from dragoman.model import Place
from dragoman.record.compare import Measured, matches
from dragoman.record.facts import Holder, World

Origin = tuple[str, ...]
MEDIA = frozenset({"state media", "state medium", "news agency", "media", "newspaper", "broadcaster"})
"""Kinds of those that pass on what others say."""


def is_named(holder: Holder) -> bool:
    """Whether somebody with a name says so, as far as words and not a guess tell it."""
    return holder.voice == "named" and bool(holder.entities) and not holder.guessed


def denies(holder: Holder) -> bool:
    """Whether the holder says that it is not so."""
    return holder.attitude == "denial" or holder.certainty in ("CT-", "PR-", "PS-")


def chain_of_command(entity: str, world: World) -> tuple[str, ...]:
    """An entity and those above it, the nearest first.

    >>> chain_of_command("radio", World(controlled_by={"radio": "party", "party": "state"}))
    ('radio', 'party', 'state')
    """
    found = [entity]
    while (above := world.controlled_by.get(found[-1])) and above not in found:
        found.append(above)
    return tuple(found)


def with_members(origin: Iterable[str], world: World) -> frozenset[str]:
    """Those of an origin, and the members of each, and theirs."""
    found: set[str] = set()
    waiting = list(origin)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += world.members.get(one, ())
    return frozenset(found)


def voice(origin: Iterable[str], world: World) -> frozenset[str]:
    """The topmost controllers of an origin and of its members; two origins of one voice have one of them in common."""
    return frozenset(_top(one, world) for one in with_members(origin, world))


def _top(entity: str, world: World) -> str:
    above = chain_of_command(entity, world)
    # Two that are said to control each other have no top: they go by the first of their names.
    return min(above) if world.controlled_by.get(above[-1]) else above[-1]


def independent(a: Iterable[str], b: Iterable[str], world: World) -> bool:
    """Whether two origins are two voices."""
    return voice(a, world).isdisjoint(voice(b, world))


def answers_for(a: str, b: str, world: World) -> bool:
    """Whether two are the same, or one commands the other: a body's word about its own office's number is a word about its own."""
    return a in chain_of_command(b, world) or b in chain_of_command(a, world)


def count(origins: Iterable[Origin], world: World) -> int:
    """How many independent voices some origins are; a joint origin adds none where one of its members speaks too.

    >>> world = World(controlled_by={"radio": "state", "paper": "state"}, members={"both": ("paper", "navy")})
    >>> count([("radio",), ("paper",), ("navy",), ("both",)], world)
    2
    """
    voices = sorted({voice(origin, world) for origin in origins if origin}, key=lambda one: (len(one), sorted(one)))
    heard: set[str] = set()
    number = 0
    for one in voices:
        if heard.isdisjoint(one):
            number += 1
            heard |= one
    return number


def place_key(place: Place | None) -> str:
    """A place as a key: the same for the same place on every page."""
    if place is None:
        return ""
    if place.geonames is not None:
        return str(place.geonames)
    return f"{place.name.casefold()}/{place.country or ''}"


def origins(figures: Sequence[Measured], world: World) -> dict[str, Origin]:
    """The origin of each figure of a block, by its id; empty where nobody with a name says so.

    A body that some page shows passing on the same number of the same count from somebody else is no origin: the figure is told in the other's line. A state medium
    or news agency that some page shows relaying one body for this count and place belongs to that body's line, whatever the number.
    """
    named = [one for one in figures if is_named(one.figure.holder)]
    known = {one.casefold(): one for one in sorted(set(chain.from_iterable(x.figure.holder.entities for x in named)))}
    names = {world.names[one].casefold(): one for one in sorted(known.values(), reverse=True) if one in world.names}
    passed: defaultdict[tuple[str, str], list[Measured]] = defaultdict(list)
    for one in named:
        for relay in dict.fromkeys(one.figure.holder.relays):
            plain = relay.casefold()
            entity = known.get(plain) or names.get(plain)
            if entity is not None and entity not in one.figure.holder.entities:
                passed[entity, place_key(one.figure.place)].append(one)
    found: dict[str, Origin] = dict.fromkeys((one.figure.id for one in figures), ())
    for one in named:
        found[one.figure.id] = _origin(one, passed, world) if passed else one.figure.holder.entities
    return found


def _origin(told: Measured, passed: Mapping[tuple[str, str], Sequence[Measured]], world: World) -> Origin:
    """Follow a figure back through those who only pass it on."""
    place = place_key(told.figure.place)
    origin = told.figure.holder.entities
    seen = {origin}
    while len(origin) == 1:
        relayed = passed.get((origin[0], place), ())
        same = [one for one in relayed if matches(one, told)]
        bodies = {one.figure.holder.entities for one in relayed}
        if same:
            origin = min(same, key=lambda one: one.order).figure.holder.entities
        elif world.kinds.get(origin[0]) in MEDIA and len(bodies) == 1:
            origin = next(iter(bodies))
        else:
            return origin
        if origin in seen:
            # Each is shown passing on what the other said: neither is behind the other.
            return told.figure.holder.entities
        seen.add(origin)
    return origin
