"""What an exporter asks for, so that it knows no database: whatever answers these five questions can be exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from dragoman.model.edtf import together
from dragoman.model.tables import Row, Table
from dragoman.record.views import RecordedEvent, RecordedFigure


class Export(Protocol):
    """A selection of a record, at one moment."""

    def events(self) -> Iterator[RecordedEvent]:
        """The merged events in the order of `order`, whatever their status."""
        ...

    def figures(self, event: str) -> Iterable[RecordedFigure]:
        """The figures that belong to a merged event, in order of publication and id."""
        ...

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of one of our own tables, with the columns of `dragoman.record.columns`; the same rows in the same order each time."""
        ...

    def text(self, report: str) -> str:
        """The text of a report, by its id. Asked for only where text is wanted."""
        ...

    def about(self) -> Mapping[str, object]:
        """What the sidecar says of the selection: ``snapshot``, ``codebook``, ``reader``, ``as_published``, ``as_recorded``, ``selection``,
        and ``policies`` by name.
        """
        ...


def order(event: RecordedEvent) -> tuple[date, date, str]:
    """The key by which exports sort: the first day that the event can mean, its first publication, its id; what is not known comes last."""
    earliest, _ = together(event.group.when)
    published = [told.report.published for told in event.tellings if told.report.published]
    return earliest or date.max, min(published, default=date.max), event.id
