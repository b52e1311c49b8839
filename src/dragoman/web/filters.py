"""What the list of events, the timeline and the map are asked for: who, what, where it stands, by what kind of source, when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import Depends, Query

from dragoman.model.words import Status
from dragoman.record.outlines import Outline
from dragoman.record.record import Record
from dragoman.web.records import Look

STATUSES = get_args(Status)


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of events; an empty one does not narrow."""

    actor: str = ""
    type: str = ""
    status: str = ""
    source: str = ""
    """A kind of source."""
    since: str = ""
    until: str = ""
    country: str = ""
    """Where it happened, ISO 3166-1 alpha-3."""

    def outlines(self, record: Record, look: Look) -> Iterator[Outline]:
        """The events that fit. Raises `dragoman.errors.SettingsError` for what is no date."""
        return record.outlines(
            party=self.actor or None, type=self.type or None, status=self.status or None, country=self.country or None,
            source_kind=self.source or None, since=self.since or None, until=self.until or None, **look.arguments,
        )  # fmt: skip


def _asked(
    actor: Annotated[str, Query(max_length=200)] = "", type: Annotated[str, Query(max_length=40)] = "",  # noqa: A002
    status: Annotated[str, Query(max_length=40)] = "", source: Annotated[str, Query(max_length=80)] = "",
    since: Annotated[str, Query(max_length=40)] = "", until: Annotated[str, Query(max_length=40)] = "",
) -> Filters:  # fmt: skip
    return Filters(actor, type, status, source, since, until)


Asked = Annotated[Filters, Depends(_asked)]
"""A parameter of an endpoint: the filters of its address."""
