"""What is looked at: all that is held, what was published by a day, what was held at a moment, and whether people's judgements count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from sqlalchemy import Connection, bindparam, or_, select

from dragoman.record import schema
from dragoman.record.draw_works import works_among
from dragoman.record.facts import Page
from dragoman.record.rebuild import chunks, day
from dragoman.record.wording import Agencies

OUT = frozenset({"rejected", "corrected"})
"""Verdicts that put another row, or none, in the place of a row."""
SETTLED = frozenset({"accepted", "corrected"})
"""Verdicts that settle what stands at a place in a text."""
PERSON = "person:"
"""How the reader of a correction is called, with the name after it."""


_PAGES = (
    select(
        schema.report.c.id,
        schema.report.c.published,
        schema.report.c.outlet,
        schema.report.c.language,
        schema.work.c.work,
        schema.work.c.counts,
    )
    .outerjoin(schema.work, schema.work.c.report == schema.report.c.id)
    .where(schema.report.c.id.in_(bindparam("reports", expanding=True)))
)


@dataclass(slots=True)
class Scope:
    """A way of looking at a record. Without options it is the present one, for which the derived tables are stored."""

    as_published: date | None = None
    as_recorded: str | None = None
    machine_only: bool = False
    ended: frozenset[int] = frozenset()
    """Numbers of the readings that are not held."""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    """The standing judgement of each judged row."""
    out: frozenset[str] = frozenset()
    """Rows in whose place a person put another one, or none."""
    decided: Mapping[frozenset[str], bool] = field(default_factory=dict)
    """What people decided of pairs of tellings: the same event, or not."""
    agencies: Agencies = field(default_factory=Agencies)
    pages: dict[str, Page | None] = field(default_factory=dict)
    """Pages that were looked up, by report."""
    _works: dict[str, tuple[str, bool]] | None = None

    @classmethod
    def of(
        cls,
        connection: Connection,
        *,
        as_published: date | None = None,
        as_recorded: str | None = None,
        machine_only: bool = False,
        agencies: Agencies,
    ) -> Self:
        """The scope of some options, with the judgements that stand in it."""
        held = schema.held.c
        gone = (
            held.until.is_not(None) if as_recorded is None else or_(held.since > as_recorded, held.until <= as_recorded)
        )
        r = schema.reading.c
        ended = set(
            connection.execute(
                select(r.n).join(schema.held, held.row == r.id).where(held.kind == "reading", gone)
            ).scalars()
        )
        # A reading that was ended and taken up again is held in one interval and not in another.
        if ended:
            here = (
                held.until.is_(None)
                if as_recorded is None
                else (held.since <= as_recorded) & or_(held.until.is_(None), held.until > as_recorded)
            )
            ended -= set(
                connection.execute(
                    select(r.n).join(schema.held, held.row == r.id).where(held.kind == "reading", here)
                ).scalars()
            )
        if machine_only:
            ended |= set(connection.execute(select(r.n).where(r.reader.startswith(PERSON))).scalars())
            return cls(as_published, as_recorded, machine_only, frozenset(ended), agencies=agencies)
        verdicts, decided, anchors = _judged(connection, as_recorded)
        out = {row for row, verdict in verdicts.items() if verdict in OUT} | _others_at(connection, anchors)
        return cls(
            as_published, as_recorded, machine_only, frozenset(ended), verdicts, frozenset(out), decided, agencies
        )

    @property
    def is_present(self) -> bool:
        """Whether the stored derived tables answer for it."""
        return self.as_published is None and self.as_recorded is None and not self.machine_only

    def holds(self, readings: Iterable[int], row: str) -> bool:
        """Whether a row that stands in some readings counts: one of them is held or a person accepted it, and none put it aside."""
        if row in self.out:
            return False
        return self.verdicts.get(row) == "accepted" or any(one not in self.ended for one in readings)

    def forget(self, reports: Iterable[str]) -> None:
        """Look pages up again: their works have changed."""
        for one in reports:
            self.pages.pop(one, None)

    def page(self, connection: Connection, report: str) -> Page | None:
        """The page of a report; null where it is out of scope."""
        if report not in self.pages:
            self.look(connection, [report])
        return self.pages[report]

    def look(self, connection: Connection, reports: Iterable[str]) -> None:
        """Look up the pages of some reports at once."""
        missing = sorted({one for one in reports if one not in self.pages})
        self.pages |= dict.fromkeys(missing)
        for chunk in chunks(missing):
            for row in connection.execute(_PAGES, {"reports": chunk}):
                if not self._published(row.published):
                    continue
                work, counts = (
                    (row.work or row.id, row.counts != 0) if self.is_present else self._work(connection, row.id)
                )
                self.pages[row.id] = Page(
                    report=row.id, work=work, published=day(row.published), outlet=row.outlet, language=row.language, counts=counts
                )  # fmt: skip

    def _published(self, published: str | None) -> bool:
        return self.as_published is None or (published is not None and published <= self.as_published.isoformat())

    def _work(self, connection: Connection, report: str) -> tuple[str, bool]:
        if self._works is None:
            self._works = self._drawn(connection)
        return self._works.get(report, (report, True))

    def _drawn(self, connection: Connection) -> dict[str, tuple[str, bool]]:
        """The works as far as they could be known in this scope: links between pages that were there."""
        r = schema.report.c
        there = {
            row.id
            for row in connection.execute(select(r.id, r.published, r.first_seen))
            if self._published(row.published) and (self.as_recorded is None or row.first_seen <= self.as_recorded)
        }
        return works_among(connection, there.__contains__, self.agencies, self.decided_apart())

    def decided_apart(self) -> list[frozenset[str]]:
        """Pairs that a person keeps apart."""
        return [pair for pair, same in self.decided.items() if not same]


def _judged(
    connection: Connection, as_recorded: str | None
) -> tuple[dict[str, str], dict[frozenset[str], bool], dict[str, str]]:
    """Standing verdicts on rows and on pairs, and the rows that people settled by their anchors; where people disagree, the latest stands."""
    held, j = schema.held.c, schema.judgement.c
    told = (
        select(j.row, j.other, j.verdict, j.anchor)
        .join(schema.held, (held.row == j.id) & (held.kind == "judgement"))
        .order_by(j.at, j.id)
    )
    if as_recorded is None:
        told = told.where(held.until.is_(None))
    else:
        told = told.where(held.since <= as_recorded, or_(held.until.is_(None), held.until > as_recorded))
    verdicts: dict[str, str] = {}
    decided: dict[frozenset[str], bool] = {}
    anchors: dict[str, str] = {}
    for row, other, verdict, anchor in connection.execute(told):
        if other is not None:
            decided[frozenset((row, other))] = verdict == "accepted"
            continue
        verdicts[row] = verdict
        anchors.pop(anchor, None)
        if verdict in SETTLED:
            anchors[anchor] = row
    return verdicts, decided, anchors


def _others_at(connection: Connection, anchors: Mapping[str, str]) -> set[str]:
    """What machines read at a place that a person settled: another reading does not undo a person's word."""
    found: set[str] = set()
    r = schema.reading.c
    for table in schema.ENTRIES:
        for chunk in chunks(sorted(anchors)):
            told = (
                select(table.c.id, table.c.anchor)
                .join(schema.reading, r.n == table.c.reading)
                .where(table.c.anchor.in_(chunk), r.reader.not_like(f"{PERSON}%"))
            )
            found |= {id_ for id_, anchor in connection.execute(told) if anchors[anchor] != id_}
    return found
