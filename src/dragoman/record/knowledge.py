"""What is known beyond the pages: the codebook's and what readings themselves say of their entities, as one `World` for the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Connection, bindparam, or_, select

from dragoman.codebook import Codebook
from dragoman.codebook.tables import OutletRow
from dragoman.record import schema
from dragoman.record.facts import Figure, Telling, World
from dragoman.record.rebuild import chunks, listed
from dragoman.record.rows import Row

_KEPT = 50_000
_PRESS = "JRN"
"""PLOVER's sector of those who publish."""
Value = TypeVar("Value")


class Knowledge:
    """Builds the world for some facts.

    One `World` grows as entities are met, and stays the same object as long as nothing that it said has changed: what rules work out of it can be kept.
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._known: dict[str, _Entity] = {}
        self._world: World | None = None

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
            kinds={row.id: row.kind for row in book.entities}
            | {row.id: _medium(row) for row in book.outlets}
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
        if len(self._known) > _KEPT:
            self._known, self._world = {}, None
        while missing := sorted(one for one in wanted if one not in self._known):
            found = _fetched(connection, missing)
            self._known |= found
            wanted = {other for one in found.values() for other in (one.controlled_by, *one.members) if other}
            self._tell(found)
        return self._world or self._tell({})

    def _tell(self, found: Mapping[str, _Entity]) -> World:
        """Add what is known of entities that were not known."""
        if self._world is None:
            base = self.base
            self._world = replace(
                base, controlled_by=_over(base.controlled_by), members=_over(base.members), countries=_over(base.countries),
                names=_over(base.names), kinds=_over(base.kinds),
            )  # fmt: skip
            found = self._known
        world = self._world
        for one, known in found.items():
            for told, value in (
                (world.controlled_by, known.controlled_by), (world.members, known.members), (world.countries, known.country),
                (world.names, known.name), (world.kinds, known.kind),
            ):  # fmt: skip
                if value and one not in told:
                    told[one] = value  # type: ignore[index]  # the rules only read it
        return world

    def afresh(self) -> Knowledge:
        """The same codebook, and nothing looked up yet."""
        made = Knowledge(self.codebook)
        made.base = self.base
        return made

    def altered(self, connection: Connection, met: Iterable[Row]) -> set[str]:
        """The entities of which new rows say something that changes what follows from them; `met` are rows that were just written."""
        rows = [row for row in met if row["id"] not in self.base.kinds]
        keys, ids = {row["key"] for row in rows}, sorted({row["id"] for row in rows})
        before, after = _fetched(connection, ids, without=keys), _fetched(connection, ids)
        changed = {
            one for one in ids if before[one].kind and replace(before[one], name="") != replace(after[one], name="")
        }
        if changed:
            told = select(_E.id).where(or_(_E.controlled_by.in_(changed), _E.members.is_not(None)))
            changed |= {
                one
                for one in connection.execute(told).scalars()
                if _touches(self.world(connection, (), [one]), one, changed)
            }
        return changed

    def forget(self, connection: Connection, entities: Iterable[str]) -> None:
        """Look some entities up again: a reading knows them too. Where it knows something else, the world is another one."""
        known = [one for one in set(entities) if one in self._known]
        now = _fetched(connection, sorted(known))
        if any(now[one] != self._known[one] for one in known):
            self._known |= now
            self._world = None


def _medium(outlet: OutletRow) -> str:
    """The kind of an outlet: whose voice it is depends on it."""
    return "state media" if outlet.state_controlled == "yes" else "news agency" if outlet.kind == "agency" else "media"


@dataclass(frozen=True, slots=True)
class _Entity:
    name: str = ""
    kind: str = ""
    country: str | None = None
    controlled_by: str | None = None
    members: tuple[str, ...] = ()


_E = schema.entity.c
_KNOWN = (
    select(_E.key, _E.id, _E.name, _E.kind, _E.sector, _E.country, _E.controlled_by, _E.members)
    .where(_E.id.in_(bindparam("ids", expanding=True)))
    .order_by(_E.id, _E.key)
)


def _touches(world: World, entity: str, changed: set[str]) -> bool:
    """Whether an entity stands right below or above one of others."""
    return world.controlled_by.get(entity) in changed or bool(changed & set(world.members.get(entity, ())))


def _fetched(connection: Connection, ids: list[str], *, without: Collection[str] = ()) -> dict[str, _Entity]:
    """What all readings together know: where two differ, the longest name and else the first in the alphabet, whatever came first."""
    found = dict.fromkeys(ids, _Entity())
    for chunk in chunks(ids):
        for key, one, name, kind, sector, country, controller, members in connection.execute(_KNOWN, {"ids": chunk}):
            if key in without:
                continue
            old = found[one]
            found[one] = _Entity(
                name=max(sorted((old.name, name)), key=len), kind=min(filter(None, (old.kind, "media" if sector == _PRESS and kind == "organization" else kind))),
                country=_first(old.country, country), controlled_by=_first(old.controlled_by, controller),
                members=tuple(sorted({*old.members, *listed(members)})),
            )  # fmt: skip
    return found


def _first(*values: str | None) -> str | None:
    return min((value for value in values if value), default=None)


def _over(base: Mapping[str, Value]) -> dict[str, Value]:
    """A copy that grows by what readings know where the codebook is silent."""
    return dict(base)


def _entities(fact: Figure | Telling) -> Iterable[str]:
    holders = (fact.holder,) if isinstance(fact, Figure) else fact.holders
    for holder in holders:
        yield from holder.entities
        yield from holder.relays
    if isinstance(fact, Telling):
        for party in (*fact.actors, *fact.recipients, *fact.with_):
            if party.entity:
                yield party.entity
