"""Asking for merged events, in any scope.

In the present the stored tables find the ids and only what is shown is built; in another scope groups are drawn again from the rows that were there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, or_, select, tuple_

from dragoman.model.edtf import together
from dragoman.record import draw_events, history, schema, told
from dragoman.record.adding import Writer
from dragoman.record.facts import Group, Relation, Support
from dragoman.record.rebuild import chunks, day, fetched
from dragoman.record.scope import Scope
from dragoman.record.summary import is_overdue
from dragoman.record.views import RecordedEvent, Told

_PAGE = 100
"""Events that are built at once."""
LAST = "9999-99-99"
"""What stands for no day in an order: after all days."""

Place = tuple[str, str, str]
"""A place in the order of events: the first day on which it may lie, when it was first published, its id."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is left empty does not narrow."""

    actor: str | None = None
    """An id, an ISO code, or a name; a country means its people and bodies too."""
    recipient: str | None = None
    party: str | None = None
    """Whoever takes part in any role."""
    type: str | None = None
    mode: str | None = None
    status: tuple[str, ...] = ()
    country: str | None = None
    """Where it happened, ISO 3166-1 alpha-3."""
    since: date | None = None
    until: date | None = None
    """Events that may lie on or between these days, and those without a date are left out where one is given."""
    report: str | None = None
    """Told in this report."""
    limit: int | None = None
    after: Place | None = None
    """Only those that come after this place in the order of events."""

    def parties(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Who must take part, each with the roles that will do."""
        if self.actor is not None:
            yield self.actor, ("actor",)
        if self.recipient is not None:
            yield self.recipient, ("recipient",)
        if self.party is not None:
            yield self.party, ("actor", "recipient", "with")


def place_of(one: RecordedEvent) -> Place:
    """The place of an event in the order of events: those without a date come last."""
    earliest, _ = together(one.group.when)
    published = min((each.report.published for each in one.tellings if each.report.published), default=None)
    return earliest.isoformat() if earliest else LAST, published.isoformat() if published else LAST, one.id


def events(connection: Connection, wanted: Wanted, scope: Scope, writer: Writer) -> Iterator[RecordedEvent]:
    """Merged events by date, those without one last; then by first publication and id."""
    found = _present(connection, wanted) if scope.is_present else None
    if found is not None:
        for chunk in chunks(found, _PAGE):
            yield from _built(connection, chunk, scope)
        return
    drawn = [one for one in _drawn(connection, wanted, scope, writer) if _fits(one, wanted)]
    drawn = sorted((one for one in drawn if wanted.after is None or place_of(one) > wanted.after), key=place_of)
    yield from drawn[: wanted.limit]


def event(connection: Connection, id_: str, scope: Scope, writer: Writer) -> RecordedEvent | None:
    """The event with an id: its own, one that it had before, or that of one of its tellings."""
    for wanted in (
        id_,
        connection.execute(select(schema.redirect.c.target).where(schema.redirect.c.source == id_)).scalar(),
    ):
        if wanted is None:
            continue
        telling = (
            connection.execute(
                select(schema.member.c.telling).where(
                    or_(schema.member.c.event == wanted, schema.member.c.telling == wanted)
                )
            )
            .scalars()
            .first()
        )
        for group in _of_tellings(connection, {telling or wanted}, scope, writer):
            if (telling or wanted) in group.group.tellings:
                return group
    return None


def ids_of(connection: Connection, name: str) -> list[str]:
    """The ids that a name, an id or an ISO code may mean."""
    e = schema.entity.c
    known = set(connection.execute(select(e.id).where(or_(e.id == name, func.lower(e.name) == name.lower()))).scalars())
    country = name.upper()
    if connection.execute(select(schema.merged_party.c.event).where(schema.merged_party.c.entity == country)).first():
        known.add(country)
    return sorted(known | {name})


def _present(connection: Connection, wanted: Wanted) -> list[str]:
    """The ids of the events of the present that fit, in order."""
    return [row.id for row in connection.execute(fitting(connection, wanted, schema.merged.c.id))]


def fitting(connection: Connection, wanted: Wanted, *columns: ColumnElement[Any]) -> Select[Any]:
    """Some columns of the events of the present that fit, in order."""
    m, p = schema.merged.c, schema.merged_party.c
    query: Select[Any] = select(*columns)
    for name, roles in wanted.parties():
        query = query.where(m.id.in_(select(p.event).where(p.entity.in_(ids_of(connection, name)), p.role.in_(roles))))
    for column, value in ((m.type, wanted.type), (m.mode, wanted.mode), (m.country, wanted.country)):
        if value is not None:
            query = query.where(column == value)
    if wanted.status:
        query = query.where(m.status.in_(wanted.status))
    if wanted.since is not None:
        open_ = m.latest.is_(None) & m.earliest.is_not(None)
        query = query.where(or_(m.latest >= wanted.since.isoformat(), open_))
    if wanted.until is not None:
        open_ = m.earliest.is_(None) & m.latest.is_not(None)
        query = query.where(or_(m.earliest <= wanted.until.isoformat(), open_))
    if wanted.report is not None:
        query = query.where(m.id.in_(_told_in(wanted.report)))
    order = (func.coalesce(m.earliest, LAST), func.coalesce(m.published, LAST), m.id)
    if wanted.after is not None:
        query = query.where(tuple_(*order) > tuple_(*map(literal, wanted.after)))
    return query.order_by(*order).limit(wanted.limit)


def _told_in(report: str) -> Select[tuple[str]]:
    e, r, p, m = schema.event.c, schema.reading.c, schema.report.c, schema.member.c
    return (
        select(m.event)
        .join(schema.event, e.id == m.telling)
        .join(schema.reading, r.n == e.reading)
        .join(schema.report, p.n == r.report)
        .where(p.id == report)
    )


def _built(connection: Connection, ids: list[str], scope: Scope) -> Iterator[RecordedEvent]:
    """Stored events with all that is shown of them, in the order of the ids."""
    m = schema.merged.c
    drawn = {
        one.group.id: one
        for one in map(draw_events.Drawn.of, connection.execute(select(m.drawn).where(m.id.in_(ids))).scalars())
    }
    shown = told.tellings(connection, (one for each in drawn.values() for one in each.group.tellings), scope)
    between = _between(connection, drawn.values())
    newest = connection.execute(select(func.max(schema.report.c.published))).scalar()
    for id_ in ids:
        group, support = drawn[id_].group, drawn[id_].support
        late = is_overdue(group, day(newest))
        yield _recorded(replace(group, overdue=late), support, shown, between[id_], scope)


def _between(connection: Connection, drawn: Iterable[draw_events.Drawn]) -> defaultdict[str, list[Relation]]:
    """What is stored of events to each other and of their tellings, by event."""
    of = {one: each.group.id for each in drawn for one in (each.group.id, *each.group.tellings)}
    r = schema.relation.c
    found: dict[tuple[str, str, str], Relation] = {}
    for chunk in chunks(sorted(of)):
        told_ = select(schema.relation).where(r.scope == draw_events.SCOPE, or_(r.left.in_(chunk), r.right.in_(chunk)))
        for row in fetched(connection, told_):
            found[row["type"], row["left"], row["right"]] = Relation(
                type=row["type"], left=row["left"], right=row["right"], rule=row["rule"], direction=row["direction"], newer=row["newer"],
                since=day(row["since"]), until=day(row["until"]), why=row["why"],
            )  # fmt: skip
    between: defaultdict[str, list[Relation]] = defaultdict(list)
    for name in sorted(found):
        for event_id in {of[end] for end in name[1:] if end in of}:
            between[event_id].append(found[name])
    return between


def _recorded(
    group: Group, support: Support, shown: Mapping[str, Told], relations: Iterable[Relation], scope: Scope
) -> RecordedEvent:
    its = tuple(shown[one] for one in group.tellings if one in shown)
    return RecordedEvent(
        group=group, tellings=its, main=_main(group, its), support=support, relations=tuple(relations),
        judgement=next((scope.verdicts[one] for one in group.tellings if one in scope.verdicts), None),
    )  # fmt: skip


def _of_tellings(
    connection: Connection, tellings: Iterable[str], scope: Scope, writer: Writer
) -> Iterator[RecordedEvent]:
    """The events that some tellings belong to."""
    wanted = set(tellings)
    drawn, facts, relations = draw_events.groups(connection, wanted, scope, writer.loader, writer.knowledge)
    here = [group for group in drawn if wanted & set(group.tellings)]
    shown = told.tellings(connection, (one for group in here for one in group.tellings), scope)
    world = writer.knowledge.world(connection, facts.values())
    newest = scope.as_published or max(
        (one.page.published for one in facts.values() if one.page.published), default=None
    )
    for group in here:
        about = [one for one in relations if {one.left, one.right} & {group.id, *group.tellings}]
        support = history.support(group, [facts[one] for one in group.tellings], world)
        late = is_overdue(group, newest)
        yield _recorded(replace(group, overdue=late), support, shown, about, scope)


def _main(group: Group, tellings: Sequence[Told]) -> Told:
    """The telling whose words stand for the event: the newest that tells it as it stands, else the first."""
    fitting = [one for one in tellings if one.event.status == group.status and one.report.link != "copy"]
    return fitting[-1] if fitting else tellings[0]


def _drawn(connection: Connection, wanted: Wanted, scope: Scope, writer: Writer) -> Iterator[RecordedEvent]:
    """The events that may fit, drawn from the rows of the scope."""
    e, p = schema.event.c, schema.participant.c
    query = select(e.id)
    if wanted.type is not None:
        query = query.where(e.type == wanted.type)
    for name, roles in wanted.parties():
        ids = ids_of(connection, name)
        known = select(schema.entity.c.id).where(schema.entity.c.country.in_(ids))
        there = (
            select(p.reading, p.event).where(or_(p.entity.in_(ids), p.entity.in_(known)), p.role.in_(roles)).subquery()
        )
        query = query.where(
            e.id.in_(select(schema.event.c.id).join(there, (there.c.reading == e.reading) & (there.c.event == e.n)))
        )
    if wanted.report is not None:
        r, t = schema.reading.c, schema.report.c
        query = query.where(
            e.reading.in_(select(r.n).join(schema.report, t.n == r.report).where(t.id == wanted.report))
        )
    left = set(connection.execute(query).scalars())
    while left:
        some = set(sorted(left)[: _PAGE * 5])
        found = list(_of_tellings(connection, some, scope, writer))
        yield from found
        left -= some | {one for group in found for one in group.group.tellings}


def _fits(one: RecordedEvent, wanted: Wanted) -> bool:
    """Whether a drawn event is what was asked for; its parties are known to fit."""
    group = one.group
    if wanted.type not in (None, group.type) or wanted.mode not in (None, group.mode):
        return False
    if wanted.status and group.status not in wanted.status:
        return False
    if wanted.country is not None and (group.place is None or group.place.country != wanted.country):
        return False
    earliest, latest = together(group.when)
    if wanted.since is not None and (not group.when or (latest is not None and latest < wanted.since)):
        return False
    return wanted.until is None or (bool(group.when) and (earliest is None or earliest <= wanted.until))
