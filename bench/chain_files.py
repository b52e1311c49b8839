"""The files of a chain: one story as many pages told it, and what must be concluded from it.

A folder holds ``chain.yml``, or ``figures.yml`` and ``meetings.yml``, which together are one chain. Every scalar of these files is text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from dragoman.model.base import Number
from dragoman.model.edtf import bounds

Entry = dict[str, Any]
LISTS = (
    "figures", "tellings", "works", "groups", "apart", "event_relations", "stale_tellings", "stands", "lines", "alone", "relations",
    "may_relations", "no_relation", "sums", "support", "coverage", "checks", "as_published",
)  # fmt: skip


@dataclass(frozen=True)
class Chain:
    """A chain as its files tell it: what the pages say, and what must be concluded from it."""

    name: str
    pages: dict[str, Entry]
    origins: dict[str, Entry]
    wholes: dict[str, str]
    """Place or scope to the larger one in which it lies, or its country."""
    near: dict[str, tuple[str, ...]]
    """Town to the towns that pages take it for."""
    lists: dict[str, list[Any]]
    talks: tuple[str, ...] = ()
    """The two whose meetings ``meetings.yml`` lists; its checks are about them where they do not say otherwise."""

    def __getitem__(self, name: str) -> list[Any]:
        return self.lists[name]

    @cached_property
    def originals(self) -> dict[str, str]:
        """Page to the page of which it is a copy, itself where it is none."""
        return {page: self._original(page) for page in self.pages}

    def _original(self, page: str) -> str:
        copied = self.pages[page].get("copy_of")
        return self._original(copied) if copied else page

    def published(self, page: str) -> date | None:
        """The day of a page; None where only a month is known."""
        first, last = bounds(self.pages[page]["published"].rstrip("?"))
        return first if first == last else None


def load(folder: Path) -> Chain:
    """The chain of a folder. Raises ``FileNotFoundError`` where it holds none."""
    single = folder / "chain.yml"
    if single.exists():
        data = _read(single)
    else:
        data, meetings = _read(folder / "figures.yml"), _read(folder / "meetings.yml")
        data = {**data, **{key: value for key, value in meetings.items() if key not in ("pages", "meetings")}}
        data["pages"] |= meetings["pages"]
        data |= _from_meetings(meetings["meetings"])
    places = data.get("places") or {}
    near: dict[str, set[str]] = {}
    for name, place in places.items():
        for other in place.get("near") or ():
            near.setdefault(name, set()).add(other)
            near.setdefault(other, set()).add(name)
    return Chain(
        name=data.get("chain") or folder.name,
        pages=data["pages"],
        origins=data.get("origins") or {},
        wholes={**{name: place.get("in") or "" for name, place in places.items()}, **(data.get("scopes") or {})},
        near={name: tuple(sorted(others)) for name, others in near.items()},
        lists={name: data.get(name) or [] for name in LISTS},
        talks=data.get("talks", ()),
    )


def _read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 - it makes nothing but texts
    return found


def _from_meetings(meetings: list[Entry]) -> Entry:
    """A list of meetings as tellings and events, one of each for every meeting."""
    tellings, groups, places = [], [], {}
    for one in meetings:
        id_ = f"m{one['n']}"
        places[one["place"]] = {"in": one["country"]}
        tellings.append({
            "id": id_, "page": one["page"], "type": "CONSULT", "mode": "visit", "actors": [one["visitor"]],
            "recipients": [one["host"]], "place": one["place"], "when": one["visit"], "basis": "stated", "status": "happened",
            "origin": "author",
        })  # fmt: skip
        groups.append({"id": f"M{one['n']}", "tellings": [id_], "when": one["visit"], "status": "happened"})
    talks = tuple(sorted({one[who] for one in meetings for who in ("visitor", "host")}))
    return {"tellings": tellings, "groups": groups, "places": places, "talks": talks}


def texts(value: object) -> tuple[str, ...]:
    """A list of texts; one text is a list of one, an empty one of none."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value) if isinstance(value, Iterable) else ()


def number(text: str | None) -> Number | None:
    """A number as a chain writes it."""
    return None if not text else float(text) if "." in text else int(text)
