"""Lines of figures of the present, block by block: a block holds all figures that may ever be compared with each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select

from dragoman.record import figures as rules
from dragoman.record import schema
from dragoman.record.draw_events import relation_row
from dragoman.record.facts import Figure, Relation, Telling
from dragoman.record.knowledge import Knowledge
from dragoman.record.load import Loader
from dragoman.record.rebuild import chunks
from dragoman.record.scope import Scope

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
        connection.execute(insert(schema.figure_key), rows)
    return set(keys.values())


def blocks_of(connection: Connection, figures: Iterable[str]) -> set[str]:
    """The keys of the blocks of some figures, whatever scope they are in."""
    k, q = schema.figure_key.c, schema.quantity.c
    told = select(k.block).join(schema.quantity, (q.reading == k.reading) & (q.n == k.n))
    found: set[str] = set()
    for chunk in chunks(sorted(set(figures))):
        found |= set(connection.execute(told.where(q.id.in_(chunk))).scalars())
    return found


def draw(connection: Connection, key: str, scope: Scope, loader: Loader, knowledge: Knowledge) -> Block:
    """The lines of a block, in any scope."""
    k, q = schema.figure_key.c, schema.quantity.c
    told = select(q.id).join(schema.figure_key, (q.reading == k.reading) & (q.n == k.n)).where(k.block == key)
    found = loader.figures(connection, connection.execute(told).scalars(), scope)
    disowned = _disowned(connection, found, scope, loader)
    world = knowledge.world(connection, [*found, *disowned])
    drawn = rules.draw(found, world, disowned=disowned)
    figures = {one.id: one for one in found}
    ends = {end for one in drawn.relations for end in (one.left, one.right)} - figures.keys()
    others = loader.figures(connection, ends, scope) if ends else []
    return Block(key, figures, drawn, figures | {one.id: one for one in others})


def redraw(connection: Connection, key: str, scope: Scope, loader: Loader, knowledge: Knowledge) -> Block:
    """Draw a block again and store it."""
    block = draw(connection, key, scope, loader, knowledge)
    r, p = schema.relation.c, schema.placed.c
    before = {tuple(row) for row in connection.execute(select(r.type, r.left, r.right).where(r.scope == key))}
    connection.execute(delete(schema.relation).where(r.scope == key))
    connection.execute(delete(schema.placed).where(p.block == key))
    if rows := list(placements(block)):
        connection.execute(insert(schema.placed), rows)
    relations = {(one.type, one.left, one.right): one for one in (*block.drawn.relations, *block.drawn.stands)}
    if relations:
        connection.execute(insert(schema.relation), [relation_row(key, one) for one in relations.values()])
    new = tuple(one for name, one in relations.items() if name not in before)
    return replace(block, new=new)


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


def _disowned(connection: Connection, figures: Iterable[Figure], scope: Scope, loader: Loader) -> list[Telling]:
    """Tellings in which somebody denies a number that stands in the block."""
    numbers = {number for one in figures for number in (one.point, one.low, one.high) if number is not None}
    m, e = schema.mark.c, schema.event.c
    values = sorted({f"{number:g}" if number < 1e6 else str(int(number)) for number in numbers})
    ids: set[str] = set()
    for chunk in chunks(values):
        told = (
            select(e.id)
            .join(schema.mark, (e.reading == m.reading) & (e.n == m.event))
            .where(m.kind == FIGURE_MARK, m.value.in_(chunk))
        )
        ids |= set(connection.execute(told).scalars())
    return loader.tellings(connection, ids, scope)


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
