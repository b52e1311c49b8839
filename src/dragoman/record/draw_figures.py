"""Lines of figures of the present, block by block: a block holds all figures that may ever be compared with each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, select

from dragoman.record import figures as rules
from dragoman.record import schema
from dragoman.record.draw_events import relation_row
from dragoman.record.facts import Figure, Relation, Telling
from dragoman.record.knowledge import Knowledge
from dragoman.record.load import Loader
from dragoman.record.rebuild import chunks
from dragoman.record.scope import Scope

_LONG = 1e6
"""From here on ``g`` would write a number with an exponent."""
FIGURE_MARK = "figure"
"""The kind of mark by which a denial names the figure that it denies."""


@dataclass(frozen=True, slots=True)
class Block:
    """What is drawn of the figures of one block."""

    key: str
    figures: Mapping[str, Figure]
    drawn: rules.Drawn
    known: Mapping[str, Figure]
    """The figures of the block, and those of other blocks to which words tie them."""
    new: tuple[Relation, ...] = ()
    """Relations that were not there before."""


def index(connection: Connection, figures: Iterable[Figure], numbers: Mapping[str, tuple[int, int]]) -> set[str]:
    """Make new figures findable by their blocks; returns the keys of the blocks."""
    keys = {one.id: rules.block(one) for one in figures}
    rows = [{"block": key, "reading": numbers[id_][0], "n": numbers[id_][1]} for id_, key in keys.items()]
    if rows:
        connection.execute(schema.into(schema.figure_key), rows)
    return set(keys.values())


def blocks_of(connection: Connection, figures: Iterable[str]) -> set[str]:
    """The keys of the blocks of some figures, whatever scope they are in."""
    k, q = schema.figure_key.c, schema.quantity.c
    told = select(k.block).join(schema.quantity, (q.reading == k.reading) & (q.n == k.n))
    found: set[str] = set()
    for chunk in chunks(sorted(set(figures))):
        found |= set(connection.execute(told.where(q.id.in_(chunk))).scalars())
    return found


def involving(connection: Connection, entities: Iterable[str]) -> set[str]:
    """The keys of blocks with figures that some entities tell."""
    k, c, a = schema.figure_key.c, schema.claim.c, schema.attribution.c
    told = (
        select(k.block)
        .join(schema.claim, (c.reading == k.reading) & (c.quantity == k.n))
        .join(schema.attribution, (a.reading == c.reading) & (a.claim == c.n))
    )
    found: set[str] = set()
    for chunk in chunks(sorted(set(entities))):
        found |= set(connection.execute(told.where(a.entity.in_(chunk))).scalars())
    return found


def draw(connection: Connection, key: str, scope: Scope, loader: Loader, knowledge: Knowledge) -> Block:
    """The lines of a block, in any scope."""
    return draw_all(connection, [key], scope, loader, knowledge)[0]


def draw_all(
    connection: Connection, keys: Sequence[str], scope: Scope, loader: Loader, knowledge: Knowledge
) -> list[Block]:
    """The lines of some blocks, whose figures are fetched at once."""
    k, q = schema.figure_key.c, schema.quantity.c
    told = select(k.block, q.id).join(schema.figure_key, (q.reading == k.reading) & (q.n == k.n))
    ids: dict[str, set[str]] = {key: set() for key in keys}
    for chunk in chunks(keys):
        for key, id_ in connection.execute(told.where(k.block.in_(chunk))):
            ids[key].add(id_)
    facts = {one.id: one for one in loader.figures(connection, {one for these in ids.values() for one in these}, scope)}
    denials = _denials(connection, facts.values(), scope, loader)
    world = knowledge.world(connection, [*facts.values(), *(one for these in denials.values() for one in these)])
    blocks = []
    for key in keys:
        found = [facts[one] for one in sorted(ids[key]) if one in facts]
        disowned = {one.id: one for number in _numbers(found) for one in denials.get(number, ())}
        drawn = rules.draw(found, world, disowned=list(disowned.values()))
        blocks.append(Block(key, {one.id: one for one in found}, drawn, {}))
    ends = {end for block in blocks for one in block.drawn.relations for end in (one.left, one.right)}
    known = {one.id: one for one in loader.figures(connection, ends - facts.keys(), scope)} | facts
    return [replace(block, known=known) for block in blocks]


def redraw(
    connection: Connection, keys: Sequence[str], scope: Scope, loader: Loader, knowledge: Knowledge
) -> list[Block]:
    """Draw some blocks again and store them."""
    r, p = schema.relation.c, schema.placed.c
    before: dict[str, set[tuple[str, str, str]]] = {key: set() for key in keys}
    for chunk in chunks(keys):
        for scope_, *relation in connection.execute(select(r.scope, r.type, r.left, r.right).where(r.scope.in_(chunk))):
            before[scope_].add((relation[0], relation[1], relation[2]))
        connection.execute(delete(schema.relation).where(r.scope.in_(chunk)))
        connection.execute(delete(schema.placed).where(p.block.in_(chunk)))
    blocks = draw_all(connection, keys, scope, loader, knowledge)
    if rows := [row for block in blocks for row in placements(block)]:
        connection.execute(schema.into(schema.placed), rows)
    relations = {block.key: relations_of(block) for block in blocks}
    if drawn := [relation_row(key, one) for key, these in relations.items() for one in these.values()]:
        connection.execute(schema.into(schema.relation), drawn)
    return [
        replace(block, new=tuple(one for name, one in relations[block.key].items() if name not in before[block.key]))
        for block in blocks
    ]


def relations_of(block: Block) -> dict[tuple[str, str, str], Relation]:
    """What is drawn in a block, by type, left and right."""
    found = {(one.type, one.left, one.right): one for one in (*block.drawn.relations, *block.drawn.stands)}
    return {name: found[name] for name in sorted(found)}


def placements(block: Block) -> Iterable[dict[str, str | None]]:
    """Where each figure of a block stands."""
    for line in block.drawn.lines:
        for state in line.states:
            for one in state.figures:
                yield {
                    "figure": one,
                    "block": block.key,
                    "line": line.key,
                    "part": "point" if one == state.first else "tick",
                }
        for one in line.stale:
            yield {"figure": one, "block": block.key, "line": line.key, "part": "stale"}
    for one in block.drawn.alone:
        yield {"figure": one, "block": block.key, "line": None, "part": "alone"}


def _numbers(figures: Iterable[Figure]) -> list[str]:
    """The numbers of figures as marks write them."""
    numbers = {number for one in figures for number in (one.point, one.low, one.high) if number is not None}
    return sorted(f"{number:g}" if number < _LONG else str(int(number)) for number in numbers)


def _denials(
    connection: Connection, figures: Iterable[Figure], scope: Scope, loader: Loader
) -> dict[str, list[Telling]]:
    """Tellings in which somebody denies a number that stands among figures, by the number."""
    m, e = schema.mark.c, schema.event.c
    ids: dict[str, set[str]] = {}
    for chunk in chunks(_numbers(figures)):
        told = (
            select(m.value, e.id)
            .join(schema.mark, (e.reading == m.reading) & (e.n == m.event))
            .where(m.kind == FIGURE_MARK, m.value.in_(chunk))
        )
        for value, id_ in connection.execute(told):
            ids.setdefault(value, set()).add(id_)
    tellings = {
        one.id: one for one in loader.tellings(connection, {one for these in ids.values() for one in these}, scope)
    }
    return {value: [tellings[one] for one in sorted(these) if one in tellings] for value, these in ids.items()}


def touched_by_denials(connection: Connection, tellings: Iterable[Telling]) -> set[str]:
    """The keys of blocks that hold a number that new tellings deny."""
    numbers = {
        value
        for one in tellings
        for kind, value in one.marks
        if kind == FIGURE_MARK and value.replace(".", "", 1).isdigit()
    }
    q, p = schema.quantity.c, schema.placed.c
    found: set[str] = set()
    for value in sorted(numbers):
        number = float(value)
        told = (
            select(p.block)
            .join(schema.quantity, q.id == p.figure)
            .where((q.point == number) | (q.low == number) | (q.high == number))
        )
        found |= set(connection.execute(told).scalars())
    return found
