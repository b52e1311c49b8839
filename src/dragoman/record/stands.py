"""Who asserts and who denies an event, since when and until when (M7, M8, R12, R14, R15).

A holder that denies what its own voice had asserted ends that assertion; one that admits what it had denied ends the denial. Nobody else's word ends either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.record import voices
from dragoman.record.facts import Holder, Telling, World
from dragoman.record.tellings import DEEDS, view

ACTS = frozenset({"ASSAULT", "COERCE"})
"""Harm: who says of itself that it did it admits it."""
_OPEN = frozenset({"question", "demand", "expressive"})
"""Attitudes that assert nothing."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How one holder stands to an event in one telling."""

    telling: Telling
    holder: Holder
    voice: frozenset[str]
    """The topmost controllers of those who speak; the outlet where nobody with a name does."""
    denies: bool
    until: date | None = None
    """The day on which the same voice said otherwise."""
    ended_by: str | None = None
    """The id of the telling in which it did."""

    @property
    def day(self) -> date | None:
        """The day of publication."""
        return self.telling.page.published

    @property
    def named(self) -> bool:
        """Whether somebody with a name says so, as far as words and not a guess tell it."""
        return voices.is_named(self.holder)

    @property
    def sure(self) -> bool:
        """Whether the holder says that it is so, certainly or probably."""
        return self.holder.certainty in ("CT+", "PR+")


def stances(tellings: Iterable[Telling], world: World) -> tuple[Stance, ...]:
    """How everybody stands to an event, each with the day on which its own voice ended it."""
    found = [one for telling in tellings for one in _of(telling, world)]
    return tuple(_ended(one, found, world) for one in found)


def denied_by(telling: Telling, holder: Holder) -> bool:
    """Whether a holder says that what is told is not so. Who calls something off asserts that, and a denial that is told as an act was made."""
    if telling.status == "denied":
        return True
    return telling.status != "cancelled" and telling.type != "statement" and voices.denies(holder)


def _of(telling: Telling, world: World) -> list[Stance]:
    found = []
    for holder in telling.holders:
        denies = denied_by(telling, holder)
        if not denies and (holder.attitude in _OPEN or holder.certainty in ("CTu", "Uu")):
            continue
        outlet = frozenset({f"outlet {telling.page.outlet or telling.page.report}"})
        voice = voices.voice(holder.entities, world) if voices.is_named(holder) else outlet
        found.append(Stance(telling, holder, voice, denies))
    return found


def _ended(one: Stance, others: Sequence[Stance], world: World) -> Stance:
    if one.day is None:
        return one
    against = [
        (other.day, other.telling.id)
        for other in others
        if other.denies != one.denies
        and other.day is not None
        and other.day > one.day
        and not other.voice.isdisjoint(one.voice)
        and same_act(one.telling, other.telling, world)
    ]
    if not against:
        return one
    until, by = min(against)
    return Stance(one.telling, one.holder, one.voice, one.denies, until, by)


def same_act(one: Telling, other: Telling, world: World) -> bool:
    """Whether the types are the same or of one family: who denies an attack has not denied the accident that it had told of."""
    return one.type == other.type or bool(view(one, world).families & view(other, world).families)


def standing(found: Iterable[Stance], *, denies: bool) -> list[Stance]:
    """The assertions, or the denials, that nobody's own word has ended."""
    return [one for one in found if one.denies == denies and one.until is None]


def admissions(found: Sequence[Stance], world: World) -> list[Stance]:
    """The first admission of every origin: it did what is told, or commands who did, or had itself denied it, or the words say that it admits."""
    firsts: dict[tuple[str, ...], Stance] = {}
    for one in sorted(found, key=lambda one: (one.day or date.max, one.telling.id)):
        if one.named and one.sure and not one.denies and one.telling.status in DEEDS and _admits(one, found, world):
            firsts.setdefault(one.holder.entities, one)
    return list(firsts.values())


def _admits(one: Stance, found: Iterable[Stance], world: World) -> bool:
    if one.holder.attitude == "admission":
        return True
    if one.telling.type in ACTS and not one.voice.isdisjoint(did(one.telling, world)):
        return True
    return any(
        other.denies and other.named and other.ended_by is not None and not other.voice.isdisjoint(one.voice)
        and other.day is not None and one.day is not None and other.day < one.day
        for other in found
    )  # fmt: skip


def did(telling: Telling, world: World) -> frozenset[str]:
    """The voices of those who do what is told."""
    return voices.voice((one.entity for one in telling.actors if one.entity), world)


def disputed(found: Sequence[Stance], world: World) -> set[str]:
    """The fields that standing denials contest while others assert the event (M8): its status, or its actors where somebody denies its own part in a harm.

    Who tells the event in its own way contests no more than that: the type, where it tells of an accident; the actors, where it names others.
    """
    asserted = standing(found, denies=False)
    fields: set[str] = set()
    for one in standing(found, denies=True):
        others = [other for other in asserted if same_act(one.telling, other.telling, world)]
        if not others or any(not other.voice.isdisjoint(one.voice) for other in asserted):
            continue
        own_part = one.telling.type in ACTS and not one.voice.isdisjoint(did(one.telling, world))
        fields.add("actors" if own_part else "status")
    return fields


def in_dispute(found: Sequence[Stance], world: World) -> bool:
    """Whether a denial stands, or the newest words of those with a name tell different acts."""
    if standing(found, denies=True):
        return bool(standing(found, denies=False))
    asserted = standing(found, denies=False)
    named = [one for one in asserted if one.named] or asserted
    newest: dict[str, date] = {}
    for one in named:
        for who in one.voice:
            newest[who] = max(newest.get(who, date.min), one.day or date.min)
    last = [one.telling for one in named if any(newest[who] == (one.day or date.min) for who in one.voice)]
    return any(not same_act(last[0], other, world) for other in last[1:])
