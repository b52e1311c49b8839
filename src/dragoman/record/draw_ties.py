"""What ties tellings to each other: finding by keys who may tell the same event, judging each pair once, and keeping what ties two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, select, tuple_

from dragoman.record import merge, schema
from dragoman.record.facts import Telling
from dragoman.record.knowledge import Knowledge
from dragoman.record.load import Loader
from dragoman.record.rebuild import chunks
from dragoman.record.scope import Scope
from dragoman.record.tellings import types, view

_OF_KEYS = (
    select(schema.telling_key.c.key, schema.event.c.id)
    .join(
        schema.event,
        (schema.event.c.reading == schema.telling_key.c.reading) & (schema.event.c.n == schema.telling_key.c.n),
    )
    .where(schema.telling_key.c.key.in_(bindparam("keys", expanding=True)))
)


def key_number(key: str) -> int:
    """A key as it is stored: 63 bits of a hash."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def index(
    connection: Connection, tellings: Sequence[Telling], numbers: Mapping[str, tuple[int, int]], knowledge: Knowledge
) -> None:
    """Make new tellings findable by their keys. ``numbers`` are those of their rows."""
    if rows := keyed(connection, tellings, numbers, knowledge):
        connection.execute(schema.into(schema.telling_key), rows)


def keyed(
    connection: Connection, tellings: Sequence[Telling], numbers: Mapping[str, tuple[int, int]], knowledge: Knowledge
) -> list[dict[str, int]]:
    """The keys of tellings, as they are stored."""
    world = knowledge.world(connection, tellings)
    return [
        {"key": key, "reading": numbers[one.id][0], "n": numbers[one.id][1]}
        for one in tellings
        for key in sorted({key_number(key) for key in merge.keys(one, world).own})
    ]


def involved(connection: Connection, entities: Iterable[str]) -> list[str]:
    """The ids of tellings in which some entities take part, or which they tell."""
    e, p, c, a = schema.event.c, schema.participant.c, schema.claim.c, schema.attribution.c
    found: set[str] = set()
    for chunk in chunks(sorted(set(entities))):
        parties = (
            select(e.id)
            .join(schema.participant, (p.reading == e.reading) & (p.event == e.n))
            .where(p.entity.in_(chunk))
        )
        holders = (
            select(e.id)
            .join(schema.claim, (c.reading == e.reading) & (c.event == e.n))
            .join(schema.attribution, (a.reading == c.reading) & (a.claim == c.n))
            .where(a.entity.in_(chunk))
        )
        for query in (parties, holders):
            found |= set(connection.execute(query).scalars())
    return sorted(found)


def index_again(
    connection: Connection, tellings: Sequence[str], loader: Loader, scope: Scope, knowledge: Knowledge
) -> None:
    """Give tellings the keys that they have by what is known now."""
    e, k = schema.event.c, schema.telling_key
    facts = {one.id: one for one in loader.tellings(connection, tellings, scope)}
    for chunk in chunks(sorted(facts)):
        for id_, reading, n in connection.execute(select(e.id, e.reading, e.n).where(e.id.in_(chunk))).all():
            connection.execute(delete(k).where(k.c.reading == reading, k.c.n == n))
            index(connection, [facts[id_]], {id_: (reading, n)}, knowledge)


def tie_new(
    connection: Connection, tellings: Sequence[Telling], scope: Scope, loader: Loader, knowledge: Knowledge
) -> None:
    """Judge new tellings against all that share a key with them, and keep what ties two: it matters to what was held once too."""
    everything = Scope(agencies=scope.agencies, pages=scope.pages)
    for chunk in chunks(ties(connection, tellings, everything, loader, knowledge)):
        known = select(schema.tie.c.left, schema.tie.c.right).where(
            tuple_(schema.tie.c.left, schema.tie.c.right).in_([(row["left"], row["right"]) for row in chunk])
        )
        there = {tuple(row) for row in connection.execute(known)}
        if fresh := [row for row in chunk if (row["left"], row["right"]) not in there]:
            connection.execute(schema.into(schema.tie), fresh)


def ties(
    connection: Connection, tellings: Sequence[Telling], scope: Scope, loader: Loader, knowledge: Knowledge
) -> list[dict[str, str]]:
    """What ties tellings to each other and to all that share a key with them, as it is stored."""
    world = knowledge.world(connection, tellings)
    keys = {one.id: {key_number(key) for key in merge.keys(one, world).sought} for one in tellings}
    found = _sharing(connection, sorted({key for these in keys.values() for key in these}))
    others = {
        one.id: one
        for one in loader.tellings(connection, sorted({id_ for ids in found.values() for id_ in ids}), scope)
    }
    world = knowledge.world(connection, others.values())
    rows: dict[tuple[str, str], dict[str, str]] = {}
    may_be_one: dict[tuple[str, str], bool] = {}
    new = set(keys)
    for one in tellings:
        for other in sorted({id_ for key in keys[one.id] for id_ in found[key]} - {one.id}):
            if other not in others or (other in new and other < one.id):
                continue
            kinds = (one.type, others[other].type)
            if kinds not in may_be_one:
                may_be_one[kinds] = types(view(one, world), view(others[other], world)) != "no"
            if may_be_one[kinds]:
                pair = merge.pair(one, others[other], world)
                if pair.ties:
                    left, right = sorted((one.id, other))
                    rows[left, right] = {
                        "left": left,
                        "right": right,
                        "answer": pair.answer,
                        "rule": pair.rule,
                        "why": pair.why,
                    }
    for left, right in _fellows(connection, sorted(keys)):
        rows.setdefault(
            (left, right),
            {"left": left, "right": right, "answer": "copy", "rule": "copy", "why": "on pages of one work"},
        )
    return list(rows.values())


def _sharing(connection: Connection, keys: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for chunk in chunks(keys):
        for key, id_ in connection.execute(_OF_KEYS, {"keys": chunk}):
            found[key].append(id_)
    return found


def _fellows(connection: Connection, tellings: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of tellings of the same kind on pages of one work: a copy's telling belongs to the event of one of them."""
    pairs: set[tuple[str, str]] = set()
    for chunk in chunks(tellings):
        found = connection.execute(_of_one_work(), {"tellings": chunk}).all()
        pairs |= {(min(row[0], row[1]), max(row[0], row[1])) for row in found}
    return sorted(pairs)


@cache
def _of_one_work() -> Select[Any]:
    e, r, p, w = schema.event, schema.reading, schema.report, schema.work
    e2, r2, p2, w2 = e.alias(), r.alias(), p.alias(), w.alias()
    return (
        select(e.c.id, e2.c.id)
        .select_from(e)
        .join(r, r.c.n == e.c.reading)
        .join(p, p.c.n == r.c.report)
        .join(w, w.c.report == p.c.id)
        .join(w2, (w2.c.work == w.c.work) & (w2.c.report != w.c.report))
        .join(p2, p2.c.id == w2.c.report)
        .join(r2, r2.c.report == p2.c.n)
        .join(e2, (e2.c.reading == r2.c.n) & (e2.c.type == e.c.type) & (e2.c.status == e.c.status))
        .where(e.c.id.in_(bindparam("tellings", expanding=True)))
    )
