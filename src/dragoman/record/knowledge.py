"""What is known beyond the pages: the codebook's and what readings themselves say of their entities, as one `World` for the rules."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Connection, select

from dragoman.codebook import Codebook
from dragoman.record import schema
from dragoman.record.facts import Figure, Telling, World
from dragoman.record.rebuild import chunks, listed

_KEPT = 50_000
Value = TypeVar("Value")


@dataclass
class Knowledge:
    """Builds the world for some facts."""

    codebook: Codebook
    _known: dict[str, _Entity] = field(default_factory=dict)

    @cached_property
    def base(self) -> World:
        """What the codebook alone says."""
        book = self.codebook
        offices: dict[str, tuple[tuple[str, str, str, str], ...]] = {}
        for row in book.offices:
            offices[row.holder] = (*offices.get(row.holder, ()), (row.office, row.country, row.start, row.end))
        controlled = {row.id: row.parent for row in book.entities if row.parent}
        controlled |= {row.id: row.controlled_by for row in book.outlets if row.controlled_by}
        families: dict[str, frozenset[str]] = {}
        for name, types in book.policies.families.items():
            for one in types:
                families[one] = families.get(one, frozenset()) | {name}
        return World(
            controlled_by=controlled,
            countries={row.id: row.country for rows in (book.entities, book.outlets) for row in rows if row.country}
            | {row.id: row.id for row in book.countries},
            offices=offices,
            names={row.id: row.name for rows in (book.entities, book.outlets, book.countries) for row in rows},
            kinds={row.id: row.kind for rows in (book.entities, book.outlets) for row in rows}
            | {row.id: "country" for row in book.countries},
            families=families,
            vague=dict(book.policies.vague_numbers.get("words/1", {})),
            in_person=book.quantities.counts.in_person,
            generic=book.policies.generic_populations,
            made_of=book.policies.made_of,
        )

    def world(self, connection: Connection, facts: Iterable[Figure | Telling], others: Iterable[str] = ()) -> World:
        """The world as far as some facts and entities need it."""
        wanted = set(others)
        for fact in facts:
            wanted.update(_entities(fact))
        known = self._look(connection, wanted)
        base = self.base
        return replace(
            base,
            controlled_by=_over(
                {one: k.controlled_by for one, k in known.items() if k.controlled_by}, base.controlled_by
            ),
            members=_over({one: k.members for one, k in known.items() if k.members}, base.members),
            countries=_over({one: k.country for one, k in known.items() if k.country}, base.countries),
            names=_over({one: k.name for one, k in known.items()}, base.names),
            kinds=_over({one: k.kind for one, k in known.items()}, base.kinds),
        )

    def forget(self, entities: Iterable[str]) -> None:
        """Look some entities up again: a reading knows them too."""
        for one in entities:
            self._known.pop(one, None)

    def _look(self, connection: Connection, wanted: set[str]) -> dict[str, _Entity]:
        """What readings know of entities and of those above and within them."""
        if len(self._known) > _KEPT:
            self._known.clear()
        found: dict[str, _Entity] = {}
        while wanted:
            missing = sorted(one for one in wanted if one not in self._known)
            self._known |= _fetched(connection, missing)
            found |= {one: self._known[one] for one in wanted}
            wanted = {
                other
                for one in wanted
                for other in (self._known[one].controlled_by, *self._known[one].members)
                if other and other not in found
            }
        return {one: known for one, known in found.items() if known.kind}


@dataclass(frozen=True, slots=True)
class _Entity:
    name: str = ""
    kind: str = ""
    country: str | None = None
    controlled_by: str | None = None
    members: tuple[str, ...] = ()


def _fetched(connection: Connection, ids: list[str]) -> dict[str, _Entity]:
    """What all readings together know: where two differ, the longest name and else the first in the alphabet, whatever came first."""
    found = dict.fromkeys(ids, _Entity())
    e = schema.entity.c
    for chunk in chunks(ids):
        told = (
            select(e.id, e.name, e.kind, e.country, e.controlled_by, e.members)
            .where(e.id.in_(chunk))
            .order_by(e.id, e.key)
        )
        for one, name, kind, country, controller, members in connection.execute(told):
            old = found[one]
            found[one] = _Entity(
                name=max(sorted((old.name, name)), key=len), kind=min(filter(None, (old.kind, kind))),
                country=_first(old.country, country), controlled_by=_first(old.controlled_by, controller),
                members=tuple(sorted({*old.members, *listed(members)})),
            )  # fmt: skip
    return found


def _first(*values: str | None) -> str | None:
    return min((value for value in values if value), default=None)


def _over(own: dict[str, Value], base: Mapping[str, Value]) -> Mapping[str, Value]:
    """What readings know where the codebook is silent."""
    return ChainMap(base, own) if own else base  # type: ignore[arg-type]  # a chain is only written to by who asks for it


def _entities(fact: Figure | Telling) -> Iterable[str]:
    holders = (fact.holder,) if isinstance(fact, Figure) else fact.holders
    for holder in holders:
        yield from holder.entities
        yield from holder.relays
    if isinstance(fact, Telling):
        for party in (*fact.actors, *fact.recipients, *fact.with_):
            if party.entity:
                yield party.entity
