"""One report of a record without its text, and the others of its work, in any scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from dragoman.record import listing, schema, told
from dragoman.record.selection import Selection
from dragoman.record.views import ReportInfo


def report(selection: Selection, id_: str) -> ReportInfo | None:
    """A report by its id; null where the scope does not have it."""
    r, connection, scope = schema.report.c, selection.connection, selection.scope
    row = connection.execute(select(r.n, r.first_seen).where(r.id == id_)).one_or_none()
    if row is None or (scope.as_recorded is not None and row.first_seen > scope.as_recorded):
        return None
    if scope.page(connection, id_) is None:
        return None
    return told.report_infos(connection, [row.n], scope)[row.n]


def reports(selection: Selection, ids: Iterable[str]) -> dict[str, ReportInfo]:
    """Those of some reports that the scope has, by id."""
    found = {id_: report(selection, id_) for id_ in sorted(set(ids))}
    return {id_: one for id_, one in found.items() if one is not None}


def newest_day(selection: Selection) -> date | None:
    """The last day on which a report of the scope was published."""
    last = listing.reports(selection, limit=1, newest=True).items
    return last[0].published if last else None


def of_work(selection: Selection, info: ReportInfo) -> list[ReportInfo]:
    """The other reports of a report's work, by day of publication and id."""
    w, own = schema.work.c, schema.work.alias()
    now = (
        select(w.report).join(own, own.c.work == w.work).where(own.c.report == info.id)
    )  # in another scope a work has fewer reports, never others
    ids = set(selection.connection.execute(now).scalars())
    found = [report(selection, one) for one in sorted(ids - {info.id})]
    its = [one for one in found if one is not None and one.work == info.work]
    return sorted(its, key=lambda one: (one.published is None, str(one.published), one.id))
