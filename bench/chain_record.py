"""What a whole record concludes from the readings of a chain, with the chain's own ids."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from chain_checks import asked, checked, coverage
from chain_conclusions import BETWEEN_EVENTS, Checked, Conclusions, top
from chain_facts import ChainFacts, subset
from chain_files import Chain, Entry, texts
from chain_readings import ChainReading

from dragoman import export
from dragoman.record.facts import Figure, Group, Line, Relation, State, Support, Telling
from dragoman.record.record import Record
from dragoman.record.views import RecordedEvent, RecordedFigure, Series

AT = "2032-01-01T00:00:00.000+00:00"
"""The moment at which everything is added, so that two records can be compared."""
TEXTS = ("csv", "geojson", "jsonl", "plover", "polecat")
"""Formats of exports that need no library."""
COUNTED = ("count", "first", "ordinal", "recency", "arithmetic")


class Recorded:
    """The conclusions of a record as published by a day, or of the present."""

    copies = True

    def __init__(
        self, chain: Chain, known: ChainFacts, record: Record, pages: Sequence[ChainReading], day: date | None = None
    ) -> None:
        self.chain = chain
        self.known = subset(known, day) if day else known
        self.record = record
        self.pages = pages
        self.day = day
        self._local = {(one.reading.report.id, local): id_ for one in pages for local, id_ in one.ids.items()}
        self._page = {one.reading.report.id: one.page for one in pages}

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """By id."""
        return {figure.id: figure for figure in self.known.figures}

    @cached_property
    def tellings(self) -> Mapping[str, Telling]:
        """By id."""
        return {telling.id: telling for telling in self.known.tellings}

    @cached_property
    def _series(self) -> list[Series]:
        return list(self.record.figures(as_published=self.day))

    @cached_property
    def _loose(self) -> list[RecordedFigure]:
        return list(self.record.figures_alone(as_published=self.day))

    @cached_property
    def _events(self) -> list[RecordedEvent]:
        return list(self.record.events(as_published=self.day))

    @cached_property
    def _names(self) -> dict[str, str]:
        """Content id to the chain's."""
        figures = (*self._loose, *(figure for series in self._series for figure in series.figures))
        found = {one.id: self._local[one.report.id, one.quantity.id] for one in figures}
        for event in self._events:
            found |= {told.id: self._local[told.report.id, told.event.id] for told in event.tellings}
        return found

    def _name(self, id_: str) -> str:
        return self._names.get(id_, id_)

    def _own(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The chain's ids, those of copies left out."""
        return tuple(name for id_ in ids if ":" not in (name := self._name(id_)))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        return tuple(
            replace(
                series.line,
                states=tuple(
                    State(self._name(state.first), self._own(state.figures), state.withdrawn)
                    for state in series.line.states
                ),
                ticks=self._own(series.line.ticks),
                stale=self._own(series.line.stale),
            )
            for series in self._series
        )

    @cached_property
    def alone(self) -> tuple[str, ...]:
        """Figures in no line."""
        return self._own(one.id for one in self._loose)

    def _relation(self, one: Relation) -> Relation:
        newer = self._name(one.newer) if one.newer else None
        return replace(one, left=self._name(one.left), right=self._name(one.right), newer=newer)

    @cached_property
    def _tied(self) -> tuple[Relation, ...]:
        """Everything drawn between figures and about them."""
        figures = (*self._loose, *(figure for series in self._series for figure in series.figures))
        found = dict.fromkeys(one for figure in figures for one in figure.relations)
        return tuple(self._relation(one) for one in found)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Between figures."""
        return tuple(one for one in self._tied if one.right in self.figures and one.left in self.figures)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Events."""
        return tuple(
            replace(
                one.group,
                id=self._name(one.group.id),
                tellings=self._own(one.group.tellings),
                stale=tuple((self._name(old), self._name(newer)) for old, newer in one.group.stale),
            )
            for one in self._events
        )

    @cached_property
    def _of_events(self) -> tuple[Relation, ...]:
        found = dict.fromkeys(one for event in self._events for one in event.relations)
        return tuple(self._relation(one) for one in found)

    @cached_property
    def event_relations(self) -> tuple[Relation, ...]:
        """Between events."""
        return tuple(one for one in self._of_events if one.type in BETWEEN_EVENTS)

    @cached_property
    def stands(self) -> tuple[Relation, ...]:
        """Denials and admissions of events and figures, those in copies left out."""
        of_figures = (one for one in self._tied if one not in self.relations)
        of_events = (one for one in self._of_events if one.type not in BETWEEN_EVENTS)
        return tuple(one for one in (*of_figures, *of_events) if ":" not in one.left)

    @cached_property
    def works(self) -> frozenset[frozenset[str]]:
        """The pages of every work of more than one."""
        works: dict[str, set[str]] = {}
        for one in self.record.reports(as_published=self.day):
            works.setdefault(one.work, set()).add(self._page[one.id])
        return frozenset(frozenset(pages) for pages in works.values() if len(pages) > 1)

    def support(self, kind: str, about: str) -> Support:
        """Who stands behind a figure or an event."""
        if kind == "figure":
            id_ = next(id_ for id_, name in self._names.items() if name == about)
            found = self.record.support(id_, as_published=self.day)
        else:
            found = next(one.support for one in self._events if about in self._own(one.group.tellings))
        return replace(found, reports=tuple(sorted(self._page[one] for one in found.reports)))

    def check(self, entry: Entry) -> Checked:
        """What comes of one entry of ``checks``; the statements that it names stand while it is checked, and no others."""
        if entry["claim"]["kind"] not in COUNTED:
            return checked(self.chain, self.known, self, entry)
        claim = asked(self.chain, self.known, self, entry)
        ids = {self._name(one.id): one.id for one in self._events}
        wanted = [one for one in self.chain["coverage"] if one["id"] in texts(entry.get("coverage"))]
        stated = [self.record.cover(coverage(self.chain, self.known, one)) for one in wanted]
        found = self.record.check_asked(
            replace(claim, event=ids.get(claim.event or "")), as_published=entry["as_published"]
        ).verdict
        for one in stated:
            self.record.uncover(one.id, by=one.by)
        return Checked(found.verdict, found.record_min, found.record_max, found.why)

    def at(self, day: date) -> Conclusions:
        """What could be known as published by a day."""
        if day not in self._days:
            self._days[day] = Recorded(self.chain, self.known, self.record, self.pages, day)
        return self._days[day]

    @cached_property
    def _days(self) -> dict[date, Conclusions]:
        return {}

    def voice(self, entity: str) -> str:
        """The topmost controller of an entity."""
        return top(entity, self.known.world)


def everything(record: Record) -> dict[str, object]:
    """All that a record answers, and the bytes of its exports: the same for two records that hold the same readings."""
    found: dict[str, object] = {
        "reports": list(record.reports()),
        "entities": list(record.entities()),
        "claims": list(record.claims()),
        "events": list(record.events()),
        "series": list(record.figures()),
        "alone": list(record.figures_alone()),
        "digest": record.digest(),
    }
    with tempfile.TemporaryDirectory() as folder, record.select() as selection:
        for name in TEXTS:
            export.write(name, selection, Path(folder, name), codebook=record.codebook)
        paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        found |= {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return found


def fill(record: Record, pages: Sequence[ChainReading], seed: int) -> None:
    """Add the readings in an order, and in the reverse of it again."""
    order = [one.reading for one in pages]
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, no secret
    for _ in record.add([*order, *reversed(order)], at=AT):
        pass
