"""Outlines of a record: merged events without their tellings, and which figures there are, thousands at once for lists and charts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, func, select

from dragoman.model.edtf import together
from dragoman.record import asking_entries, asking_events, draw_events, draw_figures, schema
from dragoman.record.adding import Writer
from dragoman.record.asking_events import Wanted
from dragoman.record.facts import Group
from dragoman.record.rebuild import chunks, day
from dragoman.record.scope import Scope
from dragoman.record.views import RecordedEvent


class Outline:
    """A merged event without its tellings. Of what is stored no more is read than is asked for."""

    __slots__ = ("_kept", "earliest", "id", "latest", "status", "type")

    def __init__(
        self, id_: str, type_: str, status: str, earliest: date | None, latest: date | None, kept: str | Group
    ) -> None:
        self.id = id_
        self.type = type_
        self.status = status
        self.earliest = earliest
        """The first day that it can mean; null where that is open, and for an event without a date."""
        self.latest = latest
        self._kept = kept

    @property
    def group(self) -> Group:
        """The whole of it."""
        if isinstance(self._kept, str):
            self._kept = draw_events.Drawn.of(self._kept).group
        return self._kept

    @property
    def placed(self) -> bool:
        """Whether it has a place."""
        # The JSON that is kept writes no blanks, and a quote within a text is escaped: this can be nothing else.
        return '"place":null' not in self._kept if isinstance(self._kept, str) else self._kept.place is not None


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of one count: a block, with how much is drawn in it."""

    block: str
    counted: str
    population: str
    """The id of who is counted, or words."""
    of: str
    """The name of who is counted."""
    where: str
    """A country's code or a place's name; empty where no page says."""
    lines: int
    figures: int
    revisions: int
    contradictions: int
    stale: int


def outlines(
    connection: Connection, wanted: Wanted, scope: Scope, writer: Writer, *, source_kind: str | None = None
) -> Iterator[Outline]:
    """Merged events in the order of `asking_events.events`. ``source_kind`` keeps those that a source of a kind tells: ``news agency``."""
    if not scope.is_present:
        for one in asking_events.events(connection, wanted, scope, writer):
            if source_kind is None or source_kind in _kinds(one):
                earliest, latest = together(one.group.when)
                yield Outline(one.id, one.group.type, one.group.status, earliest, latest, one.group)
        return
    m = schema.merged.c
    query = asking_events.fitting(connection, wanted, m.id, m.type, m.status, m.earliest, m.latest, m.drawn)
    if source_kind is not None:
        query = query.where(m.id.in_(_told_by(source_kind)))
    for id_, type_, status, earliest, latest, drawn in connection.execute(query):
        yield Outline(id_, type_, status, day(earliest), day(latest), drawn)


def names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of some entities, the longest that a page gives each."""
    e = schema.entity.c
    found: defaultdict[str, list[str]] = defaultdict(list)
    for chunk in chunks(sorted(set(ids))):
        for id_, name in connection.execute(select(e.id, e.name).where(e.id.in_(chunk))):
            found[id_].append(name)
    return {id_: max(its, key=lambda one: (len(one), one)) for id_, its in found.items()}


def source_kinds(connection: Connection) -> list[str]:
    """The kinds of those who are named as sources of events and figures."""
    a, e = schema.attribution.c, schema.entity.c
    return sorted(connection.execute(select(e.kind).where(e.id.in_(select(a.entity))).distinct()).scalars())


def counts(
    connection: Connection, scope: Scope, writer: Writer, *, counted: str | None = None, of: str | None = None, origin: str | None = None
) -> list[Counted]:  # fmt: skip
    """Which figures there are, those first of which most is drawn. ``origin`` keeps those of which somebody gives a line."""
    keys = asking_entries.blocks(connection, counted=counted, of=of)
    told = _told_now(connection, keys) if scope.is_present else _told_then(connection, keys, scope, writer)
    speaks = set(asking_events.ids_of(connection, origin)) if origin is not None else None
    populations = {key: key.partition("|")[2].rpartition("|")[0] for key in keys}
    named = names(connection, populations.values())
    found = []
    for key, (parts, lines, drawn) in told.items():
        if not parts.total() or (speaks is not None and not any(speaks & _origin(line) for line in lines)):
            continue
        found.append(
            Counted(
                key, key.partition("|")[0], populations[key], named.get(populations[key], populations[key]), key.rpartition("|")[2],
                lines=len(lines), figures=parts.total(), revisions=drawn["revised_by"], contradictions=drawn["contradicts"],
                stale=parts["stale"],
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (-one.revisions - one.contradictions, -one.figures, one.block))


def blocks_of(connection: Connection, figure: str) -> list[str]:
    """The keys of the blocks of a figure, in whatever scope."""
    return sorted(draw_figures.blocks_of(connection, [figure]))


def beside(connection: Connection, block: str) -> list[str]:
    """The keys of the blocks in which something else is counted of the same people in the same place."""
    k = schema.figure_key.c
    rest = block[block.index("|") :] if "|" in block else block
    keys = connection.execute(select(k.block).where(k.block.endswith(rest, autoescape=True)).distinct()).scalars()
    return sorted(key for key in keys if key != block and key[key.index("|") :] == rest)


_Drawn = tuple[Counter[str], set[str], Counter[str]]
"""The parts that figures have, the keys of lines, and the types of relations."""


def _told_now(connection: Connection, keys: Sequence[str]) -> dict[str, _Drawn]:
    p, r = schema.placed.c, schema.relation.c
    found: dict[str, _Drawn] = {key: (Counter(), set(), Counter()) for key in keys}
    for chunk in chunks(keys):
        query = (
            select(p.block, p.line, p.part, func.count()).where(p.block.in_(chunk)).group_by(p.block, p.line, p.part)
        )
        for block, line, part, number in connection.execute(query):
            found[block][0][part] += number
            if line is not None:
                found[block][1].add(line)
        between = select(r.scope, r.type, func.count()).where(r.scope.in_(chunk)).group_by(r.scope, r.type)
        for block, type_, number in connection.execute(between):
            found[block][2][type_] += number
    return found


def _told_then(connection: Connection, keys: Sequence[str], scope: Scope, writer: Writer) -> dict[str, _Drawn]:
    found: dict[str, _Drawn] = {}
    for block in draw_figures.draw_all(connection, keys, scope, writer.loader, writer.knowledge):
        rows = list(draw_figures.placements(block))
        types = Counter(type_ for type_, _, _ in draw_figures.relations_of(block))
        found[block.key] = (
            Counter(str(row["part"]) for row in rows),
            {row["line"] for row in rows if row["line"]},
            types,
        )
    return found


def _origin(line: str) -> set[str]:
    """The ids of the origin in the key of a line."""
    return set(line.split("|")[-2].split("+"))


def _kinds(one: RecordedEvent) -> set[str]:
    """The kinds of those who are named as its sources."""
    links = ((each, link.source.entity) for each in one.tellings for claim in each.claims for link in claim.attribution)
    return {each.entities[who].kind for each, who in links if who is not None and who in each.entities}


def _told_by(kind: str) -> Select[tuple[str]]:
    """The ids of events that a source of a kind tells."""
    a, c, e, m, n = schema.attribution.c, schema.claim.c, schema.event.c, schema.member.c, schema.entity.c
    return (
        select(m.event)
        .join(schema.event, e.id == m.telling)
        .join(schema.claim, (c.reading == e.reading) & (c.event == e.n))
        .join(schema.attribution, (a.reading == c.reading) & (a.claim == c.n))
        .where(a.entity.in_(select(n.id).where(n.kind == kind)))
        .distinct()
    )
