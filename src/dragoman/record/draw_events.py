"""Merged events of the present, as far as new or changed tellings touch them.

Pairs of tellings that could be one event are found by the keys of `merge.keys` and judged once; what ties two is kept in ``tie``. Groups are then a
function of all tellings that ties hold together, so only those that a new telling reaches are computed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, Table, bindparam, delete, or_, select

from dragoman.model.edtf import together
from dragoman.record import history, merge, schema
from dragoman.record.facts import Group, Relation, Support, Telling, World
from dragoman.record.knowledge import Knowledge
from dragoman.record.load import Loader
from dragoman.record.rebuild import chunks
from dragoman.record.scope import Scope

SCOPE = "event"
"""Under which relations between events, and of tellings to events, are stored."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A merged event and who stands behind it, as they are kept for asking."""

    group: Group
    support: Support

    def as_text(self) -> str:
        """As JSON."""
        return _kept().dump_json(self).decode("utf-8")

    @classmethod
    def of(cls, text: str) -> Drawn:
        """From JSON."""
        return _kept().validate_json(text)


@cache
def _kept() -> TypeAdapter[Drawn]:
    return TypeAdapter(Drawn)


@dataclass
class Redrawn:
    """What became of the events that were drawn again."""

    before: dict[str, Group] = field(default_factory=dict)
    after: dict[str, Group] = field(default_factory=dict)
    tellings: dict[str, Telling] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    """As they are now, of the events in ``after``."""
    gone: frozenset[tuple[str, str, str]] = frozenset()
    """Type, left and right of the relations that were stored before."""


_TIES = select(schema.tie.c.left, schema.tie.c.right).where(
    or_(
        schema.tie.c.left.in_(bindparam("tellings", expanding=True)), schema.tie.c.right.in_(bindparam("tellings", expanding=True))
    )
)  # fmt: skip
_EVENTS = select(schema.member.c.telling, schema.member.c.event).where(
    schema.member.c.telling.in_(bindparam("tellings", expanding=True))
)
_MEMBERS = select(schema.member.c.telling).where(schema.member.c.event.in_(bindparam("events", expanding=True)))


def component(connection: Connection, tellings: Iterable[str], decided: Mapping[frozenset[str], bool]) -> set[str]:
    """The ids of all tellings that ties or people's decisions hold together with some."""
    return {one for part in components(connection, tellings, decided) for one in part}


def components(
    connection: Connection, tellings: Iterable[str], decided: Mapping[frozenset[str], bool]
) -> list[list[str]]:
    """The same, apart from each other: no tie leads from one part to another. Parts and ids are sorted."""
    found, wanted = set[str](), set(tellings)
    said: defaultdict[str, set[str]] = defaultdict(set)
    for pair in decided:
        for one in pair:
            said[one] |= pair - {one}
    edges: set[tuple[str, str]] = set()
    while wanted:
        found |= wanted
        edges |= {(one, other) for one in wanted for other in said.get(one, ())}
        for chunk in chunks(sorted(wanted)):
            edges |= {(row[0], row[1]) for row in connection.execute(_TIES, {"tellings": chunk})}
        wanted = {one for edge in edges for one in edge} - found
    return _parted(found, edges)


def _parted(ids: set[str], edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    first = {one: one for one in ids}

    def root(one: str) -> str:
        while first[one] != one:
            first[one] = first[first[one]]
            one = first[one]
        return one

    for left, right in edges:
        a, b = root(left), root(right)
        first[max(a, b)] = min(a, b)
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(ids):
        parts[root(one)].append(one)
    return [parts[one] for one in sorted(parts)]


def groups(
    connection: Connection, tellings: Iterable[str], scope: Scope, loader: Loader, knowledge: Knowledge
) -> tuple[tuple[Group, ...], dict[str, Telling], tuple[Relation, ...]]:
    """The events that some tellings belong to, with all their tellings and what is between them, in any scope."""
    return _groups(connection, components(connection, tellings, scope.decided), scope, loader, knowledge)


def _groups(
    connection: Connection, parts: Sequence[Sequence[str]], scope: Scope, loader: Loader, knowledge: Knowledge
) -> tuple[tuple[Group, ...], dict[str, Telling], tuple[Relation, ...]]:
    """Each part is drawn by itself: nothing in one matters to another."""
    facts = {one.id: one for one in loader.tellings(connection, (one for part in parts for one in part), scope)}
    world = knowledge.world(connection, facts.values())
    drawn: list[Group] = []
    relations: list[Relation] = []
    for part in parts:
        its = [facts[one] for one in part if one in facts]
        events = merge.groups(its, world, decided=scope.decided)
        drawn += events
        relations += history.relations(events, its, world)
    return tuple(drawn), facts, tuple(sorted(relations, key=lambda one: (one.type, one.left, one.right)))


def redraw(
    connection: Connection, tellings: Iterable[str], scope: Scope, loader: Loader, knowledge: Knowledge
) -> Redrawn:
    """Draw the events of some tellings again and store them; tellings that are no longer held leave their events."""
    parts = components(connection, tellings, scope.decided)
    ids = {one for part in parts for one in part}
    # What was one event with these and is tied to them no longer is drawn again too.
    old = _events_of(connection, ids)
    if more := _members(connection, set(old.values())) - ids:
        parts = components(connection, ids | more, scope.decided)
        old = _events_of(connection, {one for part in parts for one in part})
    drawn, facts, relations = _groups(connection, parts, scope, loader, knowledge)
    gone = _cleared(connection, set(old.values()))
    for table, rows in stored(drawn, facts, relations, knowledge.world(connection, facts.values())).items():
        if rows:
            connection.execute(schema.into(table), rows)
    _redirect(connection, old, drawn)
    return Redrawn(after={group.id: group for group in drawn}, tellings=facts, relations=relations, gone=gone)


def stored(
    drawn: Sequence[Group], facts: Mapping[str, Telling], relations: Iterable[Relation], world: World
) -> dict[Table, list[dict[str, object]]]:
    """Events and what is between them as they are stored."""
    parties = sorted({row for group in drawn for row in _parties(group, facts)})
    return {
        schema.member: [{"telling": one, "event": group.id} for group in drawn for one in group.tellings],
        schema.merged: [_merged(group, facts, world) for group in drawn],
        schema.merged_party: [{"entity": entity, "role": role, "event": event} for entity, role, event in parties],
        schema.relation: [relation_row(SCOPE, one) for one in relations],
    }


def _events_of(connection: Connection, tellings: Iterable[str]) -> dict[str, str]:
    """The event of each telling, as it is stored."""
    return {
        row[0]: row[1] for chunk in chunks(sorted(tellings)) for row in connection.execute(_EVENTS, {"tellings": chunk})
    }


def _members(connection: Connection, events: Iterable[str]) -> set[str]:
    """The tellings of events, as they are stored."""
    return {
        one for chunk in chunks(sorted(events)) for one in connection.execute(_MEMBERS, {"events": chunk}).scalars()
    }


def _cleared(connection: Connection, events: set[str]) -> frozenset[tuple[str, str, str]]:
    """Take away what was stored of events that are drawn again; returns the relations that were."""
    r = schema.relation.c
    gone = set()
    for chunk in chunks(sorted(events)):
        here = (r.scope == SCOPE) & or_(r.right.in_(chunk), r.left.in_(chunk))
        gone |= {
            (row.type, row.left, row.right) for row in connection.execute(select(r.type, r.left, r.right).where(here))
        }
        connection.execute(delete(schema.relation).where(here))
        connection.execute(delete(schema.member).where(schema.member.c.event.in_(chunk)))
        connection.execute(delete(schema.merged).where(schema.merged.c.id.in_(chunk)))
        connection.execute(delete(schema.merged_party).where(schema.merged_party.c.event.in_(chunk)))
    return frozenset(gone)


def _redirect(connection: Connection, old: Mapping[str, str], drawn: Sequence[Group]) -> None:
    """An id that an event had, and has no longer, leads to the event that has its telling now."""
    now = {one: group.id for group in drawn for one in group.tellings}
    alive = {group.id for group in drawn}
    d = schema.redirect.c
    sources = set(old.values())
    for chunk in chunks(sorted(now)):
        sources |= set(connection.execute(select(d.source).where(d.source.in_(chunk))).scalars())
    moved = {source: now[source] for source in sources - alive if source in now}
    for chunk in chunks(sorted(alive | moved.keys())):
        connection.execute(delete(schema.redirect).where(d.source.in_(chunk)))
    if moved:
        connection.execute(
            schema.into(schema.redirect),
            [{"source": source, "target": target} for source, target in sorted(moved.items())],
        )


def _merged(group: Group, facts: Mapping[str, Telling], world: World) -> dict[str, object]:
    earliest, latest = together(group.when)
    published = [facts[one].page.published for one in group.tellings]
    first = min((day for day in published if day), default=None)
    return {
        "id": group.id, "type": group.type, "mode": group.mode, "status": group.status,
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
        "published": first.isoformat() if first else None, "country": group.place.country if group.place else None,
        "tellings": len(group.tellings), "drawn": Drawn(group, history.support(group, [facts[one] for one in group.tellings], world)).as_text(),
    }  # fmt: skip


def _parties(group: Group, facts: Mapping[str, Telling]) -> Iterable[tuple[str, str, str]]:
    """Everybody who can be looked for: by name, and a person or body by its country too."""
    for one in group.tellings:
        telling = facts[one]
        for role, parties in (("actor", telling.actors), ("recipient", telling.recipients), ("with", telling.with_)):
            for party in parties:
                if party.entity:
                    yield party.entity, role, group.id
                    if party.country and party.country != party.entity:
                        yield party.country, role, group.id


def relation_row(scope: str, one: Relation) -> dict[str, object]:
    """A relation as it is stored."""
    return {
        "scope": scope, "type": one.type, "left": one.left, "right": one.right, "rule": one.rule, "direction": one.direction,
        "newer": one.newer, "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None, "why": one.why,
    }  # fmt: skip
