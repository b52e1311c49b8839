"""Running checks against what a record holds: any sentence, or the first, last and n-times claims of its own reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, literal, or_, select, tuple_

from dragoman.record import draw_events, judging, rebuild, schema, sentence
from dragoman.record.adding import Writer
from dragoman.record.checks import Asked, Verdict, check
from dragoman.record.coverage import Coverage
from dragoman.record.facts import Group, World
from dragoman.record.offices import is_country, is_role, terms
from dragoman.record.scope import Scope

if TYPE_CHECKING:
    from dragoman.reader import Reader

KINDS = ("count", "first", "recency")
"""Kinds of claims that become checks."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim, and what came of comparing it with the record."""

    asked: Asked
    verdict: Verdict
    as_published: date
    """By when the reports were published with which it was compared."""
    report: str | None = None
    """The id of the report that makes the claim; null for a sentence that was asked."""
    claim: str | None = None
    """The content id of the claim."""
    events: tuple[Group, ...] = ()
    """The events that were counted."""
    coverage: tuple[Coverage, ...] = ()
    """The coverage statements that were used."""


def ask(
    connection: Connection, writer: Writer, scope: Scope, text: str, reader: Reader, *, day: date
) -> tuple[Checked, ...]:
    """Check a sentence as if it were published on a day. Raises `CheckError` where it says nothing that can be counted."""
    found = sentence.ask(text, reader, day=day)
    return tuple(_run(connection, writer, scope, asked, day) for asked in found)


def run(connection: Connection, writer: Writer, scope: Scope, asked: Asked, *, day: date) -> Checked:
    """Check what is asked as published by a day."""
    return _run(connection, writer, scope, asked, day)


def of_reports(
    connection: Connection, writer: Writer, scopes: dict[date, Scope], *, report: str | None = None, within: Scope | None = None,
    start: tuple[str, str] | None = None,
) -> Iterator[Checked]:  # fmt: skip
    """Check the claims of the reports that are held, each as published by its own day; ``scopes`` keeps a scope for each day.

    ``within`` looks at what it holds alone; ``start`` is the day and the id of the report to begin with, in the order of publication.
    """
    c, r, p = schema.claim.c, schema.reading.c, schema.report.c
    query = (
        select(c.reading, p.id, p.published)
        .join(schema.reading, r.n == c.reading)
        .join(schema.report, p.n == r.report)
        .where(c.kind.in_(KINDS), p.published.is_not(None), r.replaces.is_(None))
        .order_by(p.published, p.id, c.reading)
        .distinct()
    )
    if report is not None:
        query = query.where(p.id == report)
    if start is not None:
        query = query.where(tuple_(p.published, p.id) >= tuple_(*map(literal, start)))
    if within is not None and within.as_published is not None:
        query = query.where(p.published <= within.as_published.isoformat())
    recorded, machine_only = (within.as_recorded, within.machine_only) if within is not None else (None, False)
    for number, report_id, published in connection.execute(query).all():
        day = date.fromisoformat(published)
        scope = scopes.get(day)
        if scope is None:
            scope = scopes[day] = Scope.of(
                connection, as_published=day, as_recorded=recorded, machine_only=machine_only, agencies=writer.agencies
            )  # fmt: skip
        if number in scope.ended:
            continue
        reading = rebuild.reading(connection, number)
        ids = dict(connection.execute(select(c.local, c.id).where(c.reading == number)).all())
        e = schema.event.c
        tellings = dict(connection.execute(select(e.local, e.id).where(e.reading == number)).all())
        for asked in sentence.asked_in(reading, day=day, codebook=writer.codebook):
            found = _run(connection, writer, scope, asked, day, telling=tellings.get(asked.told or ""))
            yield replace(found, report=report_id, claim=ids.get(asked.claim or ""))


def _run(
    connection: Connection, writer: Writer, scope: Scope, asked: Asked, day: date, *, telling: str | None = None
) -> Checked:
    world = writer.knowledge.world(connection, (), asked.parties)
    ids = _candidates(connection, asked, world)
    groups, tellings, relations = draw_events.groups(connection, ids, scope, writer.loader, writer.knowledge)
    world = writer.knowledge.world(connection, tellings.values(), asked.parties)
    if telling is not None and asked.event is None:
        own = next((group.id for group in groups if telling in group.tellings), None)
        asked = replace(asked, event=own)
    statements = tuple(
        one for one in judging.coverages(connection, as_recorded=scope.as_recorded) if one.as_published <= day
    )
    verdict = check(asked, groups, tellings, world, as_published=day, coverage=statements, relations=relations)
    counted = {one.id: one for one in groups}
    used = {one.id: one for one in statements}
    return Checked(
        asked, verdict, day, events=tuple(counted[one] for one in verdict.events if one in counted),
        coverage=tuple(used[one] for one in verdict.coverage if one in used),
    )  # fmt: skip


def _candidates(connection: Connection, asked: Asked, world: World) -> set[str]:
    """The tellings in which all parties take part, or that lie at the place or carry a mark that is asked for."""
    p, e, m = schema.participant.c, schema.event.c, schema.mark.c
    queries = []
    for party in asked.parties:
        names = {party, *(holder for holder, _, _ in terms(party, world))} if is_role(party, world) else {party}
        who: ColumnElement[bool] = p.entity.in_(names)
        if is_country(party, world):
            who = or_(who, p.entity.in_(select(schema.entity.c.id).where(schema.entity.c.country == party)))
        queries.append(select(e.id).join(schema.participant, (p.reading == e.reading) & (p.event == e.n)).where(who))
    if not queries and asked.place:
        queries = [select(e.id).where(or_(e.place_name == asked.place, e.place_country == asked.place))]
    if not queries:
        marked = select(e.id).join(schema.mark, (m.reading == e.reading) & (m.event == e.n))
        queries = [marked.where(m.kind == kind, m.value == value) for kind, value in asked.marks]
    found = [set(connection.execute(query).scalars()) for query in queries]
    return set.intersection(*found) if found else set()
