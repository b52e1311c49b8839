"""How many times something took place by a record: merged events as occurrences, counted surely and possibly in a window.

One visit is one meeting however many talks it has; a set told without its members is one at least; a vague telling that may be of an event already
counted is none for sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from dragoman.record.coverage import MEETINGS, TALK, TALKS, VISITS, Days
from dragoman.record.facts import Group, Relation, Telling, World
from dragoman.record.matching import AT_A_DISTANCE, Wanted, days, fits, is_held, least

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=31)
"""A single event that is told as longer than this is one on unknown days."""
_EXACT = re.compile(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many occurrences lie in a window: at least, at most (None where a set hides how many), and which groups tell them."""

    least: int
    most: int | None
    events: tuple[str, ...]
    """Ids of the groups that tell them, sorted."""
    named: tuple[Group, ...]
    """One group for each, in order of time: the visit, not its talks."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A merged event that counts."""

    group: Group
    first: date | None
    last: date | None
    sure: bool

    @property
    def is_exact(self) -> bool:
        """Whether its days are known."""
        return (
            self.first is not None and self.last is not None and self.last - self.first <= _LONGEST
            and all(_EXACT.fullmatch(value) for value in self.group.when)
        )  # fmt: skip

    @property
    def country(self) -> str | None:
        return self.group.place.country if self.group.place is not None else None


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """What counts once: an event, or a visit with its talks."""

    members: tuple[_Member, ...]

    @property
    def first(self) -> date:
        return min((one.first or date.min) for one in self.members)

    @property
    def last(self) -> date:
        return max((one.last or date.max) for one in self.members)

    @property
    def main(self) -> Group:
        """The longest of its events."""
        days = {one.group.id: (one.first or date.min) - (one.last or date.max) for one in self.members}
        return min((one.group for one in self.members), key=lambda group: (days[group.id], group.id))

    @property
    def is_set(self) -> bool:
        return all(one.group.is_set for one in self.members)

    def within(self, start: date | None, end: date | None) -> bool:
        """Whether it surely lies in a window."""
        return any(
            one.sure
            and (start is None or (one.first is not None and one.first >= start))
            and (end is None or (one.last is not None and one.last <= end))
            for one in self.members
        )

    def meets(self, start: date | None, end: date | None) -> bool:
        """Whether it may lie in a window."""
        return any(_overlap((one.first, one.last), (start, end)) for one in self.members)

    def may_be(self, other: _Occurrence) -> bool:
        """Whether two may be one: their days meet, and no country says otherwise."""
        apart = {one.country for one in self.members} - {None}, {one.country for one in other.members} - {None}
        return _overlap((self.first, self.last), (other.first, other.last)) and (
            not all(apart) or bool(apart[0] & apart[1])
        )


@dataclass(frozen=True)
class Occurrences:
    """All events of a kind that a record held as published by a day.

    ``left_out`` is the event that a claim is about, which does not count itself.
    """

    wanted: Wanted
    groups: Sequence[Group]
    tellings: Mapping[str, Telling]
    world: World
    relations: Sequence[Relation]
    as_published: date
    rejected: frozenset[str]
    left_out: str | None = None

    @cached_property
    def all(self) -> tuple[_Occurrence, ...]:
        """Every occurrence, whenever it was, in order of time."""
        roots: dict[str, list[_Member]] = {}
        for member in self._members:
            roots.setdefault(self._root(member.group.id), []).append(member)
        found = [_Occurrence(tuple(members)) for _, members in sorted(roots.items())]
        if self.wanted.of in (MEETINGS, VISITS, TALKS):
            found = _joined(found)
        out = self._root(self.left_out) if self.left_out else None
        kept = [one for one in found if not any(self._root(member.group.id) == out for member in one.members)]
        return tuple(sorted(kept, key=lambda one: (one.first, one.last, one.members[0].group.id)))

    def without(self, event: str) -> Occurrences:
        """The same without an event."""
        return replace(self, left_out=event)

    def tally(self, window: Days, possible: Days | None = None) -> Tally:
        """How many lie surely in a window, and how many possibly in it, or in a wider one."""
        start, end = window
        wide = window if possible is None else possible
        sure = [one for one in self.all if one.within(start, end)]
        maybe = [one for one in self.all if one in sure or one.meets(*wide)]
        single = [one for one in maybe if not one.is_set]
        unknown = [one for one in maybe if one.is_set and not self._inside(one, single)]
        return Tally(
            self._surely_distinct(sure),
            None if unknown else len(single),
            tuple(sorted({member.group.id for one in maybe for member in one.members})),
            tuple(one.main for one in maybe),
        )

    def _surely_distinct(self, sure: Sequence[_Occurrence]) -> int:
        counted = [one for one in sure if not one.is_set and any(m.sure and m.is_exact for m in one.members)]
        vague = [one for one in sure if one not in counted and not one.is_set]
        sets = [one for one in sure if one.is_set]
        for one in sorted(vague, key=lambda o: (o.last - o.first, o.first)):
            if not any(one.may_be(other) for other in counted):
                counted.append(one)
        for one in sets:
            if not self._inside(one, counted) and not any(one.may_be(other) for other in counted):
                counted.append(one)
        return len(counted)

    def _inside(self, whole: _Occurrence, others: Sequence[_Occurrence]) -> bool:
        """Whether some of others are members of a set, by relation or because they may lie in it."""
        ids = {member.group.id for member in whole.members}
        told = {one.left for one in self.relations if one.type == "member_of" and one.right in ids}
        return any(other.may_be(whole) or any(m.group.id in told for m in other.members) for other in others)

    @cached_property
    def _members(self) -> tuple[_Member, ...]:
        found = []
        for group in sorted(self.groups, key=lambda one: one.id):
            told = [
                one for id_ in group.tellings
                if (one := self.tellings.get(id_)) and (one.page.published or date.min) <= self.as_published
            ]  # fmt: skip
            if not told or group.id in self.rejected:
                continue
            held = is_held(group, told, self.relations, self.world)
            if held == "no":
                continue
            when = days(group, told)
            answer = least(held, fits(self.wanted, group, told, when, self.world))
            if answer != "no":
                found.append(_Member(group, *when, sure=answer == "yes"))
        return tuple(found)

    @cached_property
    def _wholes(self) -> dict[str, str]:
        """Part to whole, where the whole is talks or is counted itself: the talks of one visit, not the battles of a war."""
        known = {one.id: one for one in self.groups}
        counted = {one.group.id for one in self._members}
        return {
            one.left: one.right
            for one in sorted(self.relations, key=lambda r: (r.left, r.right), reverse=True)
            if one.type == "part_of" and one.right in known and (known[one.right].type == TALK or one.right in counted)
        }

    def _root(self, group: str) -> str:
        seen = {group}
        while (whole := self._wholes.get(group)) and whole not in seen:
            group = whole
            seen.add(whole)
        return group


def _joined(found: Sequence[_Occurrence]) -> list[_Occurrence]:
    """Talks in person on the same or on following days, in one country as far as it is told, are of one visit."""
    exact = [
        one for one in found
        if not one.is_set and all(member.is_exact and member.group.mode != AT_A_DISTANCE for member in one.members)
    ]  # fmt: skip
    rest = [one for one in found if one not in exact]
    out: list[_Occurrence] = []
    for one in sorted(exact, key=lambda o: (o.first, o.last, o.members[0].group.id)):
        if out and one.first <= out[-1].last + _DAY and _one_country(out[-1], one):
            out[-1] = _Occurrence((*out[-1].members, *one.members))
        else:
            out.append(one)
    return out + rest


def _one_country(one: _Occurrence, other: _Occurrence) -> bool:
    return len({member.country for member in (*one.members, *other.members)} - {None}) <= 1


def _overlap(one: Days, other: Days) -> bool:
    (a, b), (c, d) = one, other
    return (b is None or c is None or b >= c) and (a is None or d is None or a <= d)
