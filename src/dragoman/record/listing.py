"""Long lists in parts: each part names the place at which the next one begins, and keeps its place while reports are added.

A place is a key in a fixed order and not a number of rows, so nothing is left out or told twice when something new comes to stand before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, literal, select, tuple_

from dragoman.record import asking_entries, asking_events, checking, moments, schema, told
from dragoman.record.asking_events import LAST, Wanted, place_of
from dragoman.record.changes import Change
from dragoman.record.checking import Checked
from dragoman.record.rebuild import chunks
from dragoman.record.scope import Scope
from dragoman.record.selection import Selection
from dragoman.record.views import RecordedClaim, RecordedEntity, RecordedEvent, RecordedFigure, ReportInfo

Key = tuple[str | int, ...]
"""A place in a list; the text of a cursor is made of it."""
Item = TypeVar("Item")
_FETCHED = 200
"""Rows that are looked at at once where not every one of them counts."""


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """Some items of a list, and the place of the last one where there are more."""

    items: tuple[Item, ...]
    after: Key | None = None
    """Ask for what comes after this place to get the next part; null at the end."""


def state(selection: Selection) -> str:
    """A short text that is another one whenever anything was written into the record."""
    c, s = schema.change.c, schema.snapshot.c
    last = selection.connection.execute(select(func.max(c.n))).scalar() or 0
    named = selection.connection.execute(select(func.count(s.name))).scalar() or 0
    return f"{last}-{named}"


def digest(selection: Selection) -> str:
    """The hash of all that is held now."""
    return moments.digest(selection.connection).sha256


def reports(
    selection: Selection, *, limit: int, after: Key | None = None, newest: bool = False, outlet: str | None = None, title: str | None = None,
    language: str | None = None,
) -> Part[ReportInfo]:  # fmt: skip
    """Reports by day of publication and id, the newest first if asked for; those without a day come last. ``title`` takes words of it."""
    r = schema.report.c
    day = func.coalesce(r.published, "" if newest else LAST)
    query = _reports(selection.scope, select(r.n, day, r.id), outlet=outlet, title=title, language=language)
    place = tuple_(day, r.id)
    if after is not None:
        there = tuple_(*map(literal, after))
        query = query.where(place < there if newest else place > there)
    query = query.order_by(day.desc(), r.id.desc()) if newest else query.order_by(day, r.id)
    rows = selection.connection.execute(query.limit(limit + 1)).all()
    infos = told.report_infos(selection.connection, (row[0] for row in rows[:limit]), selection.scope)
    return _part([infos[row[0]] for row in rows[:limit]], [(str(row[1]), str(row[2])) for row in rows], limit)


def count_reports(
    selection: Selection, *, outlet: str | None = None, title: str | None = None, language: str | None = None
) -> int:
    """How many reports fit."""
    query = _reports(selection.scope, select(func.count()), outlet=outlet, title=title, language=language)
    return int(selection.connection.execute(query).scalar_one())


def outlets(selection: Selection) -> list[str]:
    """The outlets of the reports, by name."""
    query = _reports(selection.scope, select(schema.report.c.outlet).distinct())
    return sorted(one for one in selection.connection.execute(query).scalars() if one)


def events(selection: Selection, *, limit: int, after: Key | None = None) -> Part[RecordedEvent]:
    """The events that the selection wants, in the order of events."""
    place = (str(after[0]), str(after[1]), str(after[2])) if after is not None else None
    wanted = replace(selection.wanted, limit=limit + 1, after=place)
    found = list(asking_events.events(selection.connection, wanted, selection.scope, selection.writer))
    return _part(found, [place_of(one) for one in found], limit)


def wanting(selection: Selection, **wanted: Any) -> Selection:  # noqa: ANN401 - each field of `Wanted` has its own type
    """The same selection with more asked of its events: ``mode="visit"``, ``report=…``."""
    asked: Wanted = replace(selection.wanted, **wanted)
    return replace(selection, wanted=asked)


def figures(
    selection: Selection, *, limit: int, after: Key | None = None, counted: str | None = None, of: str | None = None, event: str | None = None
) -> Part[RecordedFigure]:  # fmt: skip
    """Figures, those that may be compared beside each other; among these by publication and id."""
    keys = asking_entries.blocks(selection.connection, counted=counted, of=of, event_id=event)
    found: list[RecordedFigure] = []
    places: list[Key] = []
    for key in keys:
        if after is not None and key < str(after[0]):
            continue
        its = {
            one.id: one
            for _, some in asking_entries.series(selection.connection, [key], selection.scope, selection.writer)
            for one in some
        }
        placed = sorted(
            ((key, one.report.published.isoformat() if one.report.published else LAST, id_), one)
            for id_, one in its.items()
        )
        rest = [(place, one) for place, one in placed if after is None or place > after]
        places += [place for place, _ in rest]
        found += [one for _, one in rest]
        if len(found) > limit:
            break
    return _part(found, places, limit)


def claims(
    selection: Selection, *, limit: int, after: Key | None = None, source: str | None = None, kind: str | None = None,
    certainty: str | None = None, report: str | None = None,
) -> Part[RecordedClaim]:  # fmt: skip
    """Claims in order of publication, report and place in the text."""
    connection, scope = selection.connection, selection.scope
    c, p = schema.claim.c, schema.report.c
    place = (func.coalesce(p.published, LAST), p.id, c.reading, c.n)
    query = asking_entries.claims_query(connection, source=source, kind=kind, certainty=certainty, report=report)
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(*map(literal, after)))
    found: dict[str, Key] = {}
    for row in connection.execute(query):
        if row.id not in found and scope.holds((row.reading,), row.id) and scope.page(connection, row.report):
            found[row.id] = (row.published or LAST, row.report, row.reading, row.n)
            if len(found) > limit:
                break
    ids = list(found)[:limit]
    built = told.claims(connection, ids, scope, asking_entries.event_of(connection))
    return _part([built[one] for one in ids], list(found.values()), limit)


def entities(
    selection: Selection, *, limit: int, after: Key | None = None, name: str | None = None, kind: str | None = None
) -> Part[RecordedEntity]:  # fmt: skip
    """Entities by id."""
    e = schema.entity.c
    query = asking_entries.entities_query(name=name, kind=kind)
    ids = query.with_only_columns(e.id).distinct().order_by(e.id)
    if after is not None:
        ids = ids.where(e.id > after[0])
    found: list[RecordedEntity] = []
    for chunk in chunks(selection.connection.execute(ids).scalars().all(), _FETCHED):
        here = asking_entries.counted(selection.connection, query.where(e.id.in_(chunk)), selection.scope)
        found += sorted(here, key=lambda one: one.entity.id)
        if len(found) > limit:
            break
    return _part(found, [(one.entity.id,) for one in found], limit)


def checks(selection: Selection, *, limit: int, after: Key | None = None, report: str | None = None) -> Part[Checked]:
    """The first, last and n-times claims of the reports, each against what was published by its own day, in order of publication."""
    start = (str(after[0]), str(after[1])) if after is not None else None
    scopes: dict[date, Scope] = {}
    found: list[Checked] = []
    places: list[Key] = []
    told_ = checking.of_reports(
        selection.connection, selection.writer, scopes, report=report, within=selection.scope, start=start
    )
    number, last = 0, None
    for one in told_:
        number = number + 1 if one.report == last else 1
        last = one.report
        place = (one.as_published.isoformat(), one.report or "", number)
        if after is None or place > after:
            found.append(one)
            places.append(place)
        if len(found) > limit:
            break
    return _part(found, places, limit)


def changes(
    selection: Selection, *, limit: int, after: Key | None = None, since: str | None = None, newest: bool = False, kind: str | None = None
) -> Part[Change]:  # fmt: skip
    """What additions changed, in the order in which the record learned it, or the other way round. ``since`` is a moment or a snapshot."""
    c, p, scope = schema.change.c, schema.report.c, selection.scope
    query = select(schema.change).where(c.op == "draw")
    if since is not None:
        query = query.where(c.at > moments.moment(selection.connection, "the record", since))
    if kind is not None:
        query = query.where(c.kind == kind)
    if scope.as_recorded is not None:
        query = query.where(c.at <= scope.as_recorded)
    if scope.as_published is not None:
        query = query.where(c.report.in_(select(p.id).where(p.published <= scope.as_published.isoformat())))
    if after is not None:
        query = query.where(c.n < after[0] if newest else c.n > after[0])
    rows = selection.connection.execute(query.order_by(c.n.desc() if newest else c.n).limit(limit + 1)).all()
    return _part([moments.change_of(row) for row in rows], [(row.n,) for row in rows], limit)


def _reports(
    scope: Scope, query: Select[Any], *, outlet: str | None = None, title: str | None = None, language: str | None = None
) -> Select[Any]:  # fmt: skip
    """A query narrowed to the reports of a scope that fit."""
    r = schema.report.c
    query = query.select_from(schema.report)
    if scope.as_published is not None:
        query = query.where(r.published <= scope.as_published.isoformat())
    if scope.as_recorded is not None:
        query = query.where(r.first_seen <= scope.as_recorded)
    if outlet is not None:
        query = query.where(r.outlet == outlet)
    if language is not None:
        query = query.where(r.language == language)
    if title is not None:
        query = query.where(func.lower(r.title).contains(title.lower(), autoescape=True))
    return query


def _part(items: Sequence[Item], places: Sequence[Key], limit: int) -> Part[Item]:
    return Part(tuple(items[:limit]), places[limit - 1] if len(places) > limit else None)
