"""Asking for series of figures, claims, entities and reports, in any scope."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from dragoman.record import compare, draw_figures, schema, told
from dragoman.record import figures as figure_rules
from dragoman.record.adding import Writer
from dragoman.record.asking_events import ids_of
from dragoman.record.facts import Relation, Support, World
from dragoman.record.rebuild import chunks, entity, fetched
from dragoman.record.scope import Scope
from dragoman.record.views import RecordedClaim, RecordedEntity, RecordedFigure, ReportInfo, Series

_PAGE = 100
"""Claims that are built at once."""


def series(
    connection: Connection, keys: Iterable[str], scope: Scope, writer: Writer
) -> Iterator[tuple[Series | None, tuple[RecordedFigure, ...]]]:
    """The lines of some blocks, each with its figures; the figures in no line come with a line of None, at the end of their block."""
    for key in keys:
        block = draw_figures.draw(connection, key, scope, writer.loader, writer.knowledge)
        if not block.figures:
            continue
        world = writer.knowledge.world(connection, block.figures.values())
        shown = _shown(connection, block, scope, world)
        relations = (*block.drawn.relations, *block.drawn.stands)
        for line in block.drawn.lines:
            ids = {one for state in line.states for one in state.figures} | set(line.ticks) | set(line.stale)
            its = tuple(one for one in shown if one.id in ids)
            yield Series(line, its, tuple(one for one in relations if one.left in ids or one.right in ids)), its
        alone = tuple(one for one in shown if one.line is None)
        if alone:
            yield None, alone


def relations(connection: Connection, key: str, scope: Scope, writer: Writer) -> tuple[Relation, ...]:
    """What is drawn between the figures of a block."""
    block = draw_figures.draw(connection, key, scope, writer.loader, writer.knowledge)
    return tuple(draw_figures.relations_of(block).values())


def _shown(connection: Connection, block: draw_figures.Block, scope: Scope, world: World) -> list[RecordedFigure]:
    """The figures of a block in order of publication."""
    rows = told.figures(connection, block.figures, scope)
    where = {row["figure"]: row for row in draw_figures.placements(block)}
    merged = dict(
        row
        for chunk in chunks(sorted({row.event for row in rows.values() if row.event}))
        for row in connection.execute(
            select(schema.member.c.telling, schema.member.c.event).where(schema.member.c.telling.in_(chunk))
        )
    )
    about: defaultdict[str, list[Relation]] = defaultdict(list)
    for one in (*block.drawn.relations, *block.drawn.stands):
        for end in {one.left, one.right}:
            about[end].append(one)
    found = []
    for id_, figure in block.figures.items():
        row, place = rows[id_], where[id_]
        extent = compare.extent(figure, world)
        found.append(
            RecordedFigure(
                id=id_, quantity=row.quantity, figure=figure, report=row.report, attribution=row.attribution, entities=row.entities,
                claim=row.claim, event=merged.get(row.event or ""), line=place["line"], part=str(place["part"]), bounds=(extent.low, extent.high), relations=tuple(about[id_]),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.report.published is None, one.report.published or date.min, one.id))


def blocks(
    connection: Connection, *, counted: str | None = None, of: str | None = None, event_id: str | None = None
) -> list[str]:
    """The keys of the blocks that hold figures of what is asked for."""
    k, q = schema.figure_key.c, schema.quantity.c
    query = select(k.block).distinct().join(schema.quantity, (q.reading == k.reading) & (q.n == k.n))
    if counted is not None:
        query = query.where(q.counted == counted)
    if of is not None:
        words = f"%{of.lower()}%"
        named = select(schema.entity.c.id).where(func.lower(schema.entity.c.name).like(words))
        query = query.where(or_(func.lower(q.of_words).like(words), q.of_entity == of, q.of_entity.in_(named)))
    if event_id is not None:
        e, m = schema.event.c, schema.member.c
        query = (
            query.join(schema.event, (e.reading == q.reading) & (e.n == q.event))
            .join(schema.member, m.telling == e.id)
            .where(m.event == event_id)
        )
    return sorted(connection.execute(query).scalars())


def figure_support(connection: Connection, figure: str, scope: Scope, writer: Writer) -> Support | None:
    """Who stands behind a figure, with all figures that say the same."""
    for key in sorted(draw_figures.blocks_of(connection, [figure])):
        block = draw_figures.draw(connection, key, scope, writer.loader, writer.knowledge)
        if figure in block.figures:
            world = writer.knowledge.world(connection, block.figures.values())
            return figure_rules.support(figure, list(block.figures.values()), world)
    return None


def claims_query(
    connection: Connection, *, source: str | None = None, kind: str | None = None, certainty: str | None = None, report: str | None = None
) -> Select[Any]:  # fmt: skip
    """The rows of claims in order of publication, report and place in the text: id, reading and report."""
    c, a, r, p = schema.claim.c, schema.attribution.c, schema.reading.c, schema.report.c
    query = (
        select(c.id, c.reading, c.n, p.id.label("report"), p.published)
        .join(schema.reading, r.n == c.reading)
        .join(schema.report, p.n == r.report)
        .order_by(p.published.is_(None), p.published, p.id, c.reading, c.n)
    )
    if kind is not None:
        query = query.where(c.kind == kind)
    if report is not None:
        query = query.where(p.id == report)
    if source is not None or certainty is not None:
        links = select(a.reading, a.claim)
        if source is not None:
            links = links.where(a.entity.in_(ids_of(connection, source)))
        if certainty is not None:
            links = links.where(a.certainty == certainty)
        some = links.distinct().subquery()
        query = query.join(some, (some.c.reading == c.reading) & (some.c.claim == c.n))
    return query


def claims(
    connection: Connection, scope: Scope, *, source: str | None = None, kind: str | None = None, certainty: str | None = None,
    report: str | None = None, limit: int | None = None,
) -> Iterator[RecordedClaim]:  # fmt: skip
    """Claims in order of publication, report and place in the text."""
    query = claims_query(connection, source=source, kind=kind, certainty=certainty, report=report)
    found = 0
    for chunk in chunks(connection.execute(query).all(), _PAGE):
        ids = list(
            dict.fromkeys(
                row.id for row in chunk if scope.holds((row.reading,), row.id) and scope.page(connection, row.report)
            )
        )
        built = told.claims(connection, ids, scope, event_of(connection))
        for id_ in ids:
            if limit is not None and found >= limit:
                return
            found += 1
            yield built[id_]


def event_of(connection: Connection) -> Callable[[str], str | None]:
    """From a telling to the event of the present that it belongs to."""
    known: dict[str, str | None] = {}

    def merged(telling: str) -> str | None:
        if telling not in known:
            known[telling] = connection.execute(
                select(schema.member.c.event).where(schema.member.c.telling == telling)
            ).scalar()
        return known[telling]

    return merged


def entities_query(*, name: str | None = None, kind: str | None = None) -> Select[Any]:
    """The rows of entities, one for each reading that casts them."""
    e, c = schema.entity.c, schema.cast.c
    query = select(schema.entity, c.reading, c.n.label("place")).join(schema.cast, c.entity == e.n)
    if name is not None:
        query = query.where(or_(func.lower(e.name).like(f"%{name.lower()}%"), e.id == name))
    if kind is not None:
        query = query.where(e.kind == kind)
    return query


def entities(
    connection: Connection, scope: Scope, *, name: str | None = None, kind: str | None = None, limit: int | None = None
) -> Iterator[RecordedEntity]:
    """Entities, those that most reports speak of first."""
    yield from counted(connection, entities_query(name=name, kind=kind), scope)[:limit]


def counted(connection: Connection, query: Select[tuple[object, ...]], scope: Scope) -> list[RecordedEntity]:
    """The entities of some rows, those that most reports speak of first."""
    m, r, p, mp = schema.mention.c, schema.reading.c, schema.report.c, schema.merged_party.c
    reports = {row.n: row.id for row in connection.execute(select(r.n, p.id).join(schema.report, p.n == r.report))}
    rows = [
        row
        for row in fetched(connection, query)
        if row["reading"] not in scope.ended and scope.page(connection, reports[row["reading"]])
    ]
    by_id: defaultdict[str, list[Mapping[str, object]]] = defaultdict(list)
    for row in rows:
        by_id[str(row["id"])].append(row)
    words: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for chunk in chunks(sorted({row["reading"] for row in rows})):
        for reading, number, text in connection.execute(
            select(m.reading, m.entity, m.words).where(m.reading.in_(chunk))
        ):
            words[reading, number].append(text)
    events: dict[str, int] = {
        row.entity: row.number
        for row in connection.execute(
            select(mp.entity, func.count(mp.event.distinct()).label("number")).group_by(mp.entity)
        )
    }
    found = []
    for id_, its in sorted(by_id.items()):
        names = Counter(" ".join(text.split()) for row in its for text in words[row["reading"], row["place"]])  # type: ignore[index]
        best = max(its, key=lambda row: (len(str(row["name"])), str(row["key"])))
        found.append(
            RecordedEntity(
                entity=entity(best), names=tuple(name for name, _ in sorted(names.items(), key=lambda one: (-one[1], one[0]))),
                reports=len({reports[row["reading"]] for row in its}), mentions=sum(names.values()), events=events.get(id_, 0),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (-one.reports, -one.mentions, one.entity.id))


def reports(connection: Connection, scope: Scope) -> Iterator[ReportInfo]:
    """Reports by day of publication and id."""
    p = schema.report.c
    told_ = connection.execute(select(p.n, p.id, p.first_seen).order_by(p.published.is_(None), p.published, p.id)).all()
    for chunk in chunks(told_):
        there = [
            row
            for row in chunk
            if scope.page(connection, row.id) and (scope.as_recorded is None or row.first_seen <= scope.as_recorded)
        ]
        infos = told.report_infos(connection, (row.n for row in there), scope)
        yield from (infos[row.n] for row in there)
