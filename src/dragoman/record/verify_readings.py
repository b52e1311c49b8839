"""Readings as `verify` looks at them: every entry with its parts, words, references, id and anchor, and the reading's own hashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.record.verify_rows import ENTRIES, Fault, Row, Tables, full, guarded, made_id, sealed

_PARTS = {
    "cast": ("n",), "mention": ("entity", "k"), "participant": ("event", "role", "k"), "mark": ("event", "k"),
    "content": ("claim", "k"), "attribution": ("claim", "hop"), "checked": ("n",), "note": ("n",),
}  # fmt: skip
"""Tables of parts of a reading, and what numbers them: the last counts from 0 within the others."""
_POINTERS = {
    "event": "event",
    "quantity": "quantity",
    "part_of": "quantity",
    "added_to": "quantity",
    "revises": "quantity",
}
"""Columns that point to entries of the reading."""


@dataclass
class _Reading:
    """One reading with its report and all its rows."""

    tables: Tables
    head: Row
    report: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    known: dict[str, dict[Any, Row]] = field(default_factory=dict)
    """Entries by their numbers."""
    people: dict[Any, Row | None] = field(default_factory=dict)
    """Entities by their numbers in the reading."""

    def faults(self) -> Iterator[Fault]:
        number = self.head["n"]
        found = self.tables.one("report", n=self.head["report"])
        if found is None:
            yield Fault("reference", "reading", self.head["id"], f"there is no report {self.head['report']}")
        self.report = found or {"id": None, "text": ""}
        for name, order in (dict.fromkeys(ENTRIES, ("n",)) | _PARTS).items():
            self.rows[name] = list(self.tables.rows(name, *order, reading=number))
        self.known = {name: {row["n"]: row for row in self.rows[name]} for name in ENTRIES}
        self.people = {row["n"]: self.tables.one("entity", n=row["entity"]) for row in self.rows["cast"]}
        for name, rows in self.rows.items():
            yield from guarded(lambda name=name, rows=rows: self._counted(name, rows), name, self.head["id"])  # type: ignore[misc]
            for row in rows:
                yield from guarded(lambda name=name, row=row: self._words(name, row), name, _place(row))  # type: ignore[misc]
                yield from guarded(lambda name=name, row=row: self._points(name, row), name, _place(row))  # type: ignore[misc]
        for name in ENTRIES:
            for row in self.rows[name]:
                yield from guarded(lambda name=name, row=row: self._entry(name, row), name, _place(row))  # type: ignore[misc]
        yield from guarded(self._whole, "reading", self.head["id"])

    def _counted(self, name: str, rows: Sequence[Row]) -> Iterator[Fault]:
        """Whether entries and parts are counted without a gap."""
        *within, last = _PARTS.get(name, ("n",))
        found: defaultdict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for row in rows:
            found[tuple(row[one] for one in within)].append(row[last])
        for group, numbers in found.items():
            if numbers != list(range(len(numbers))):
                where = " ".join(str(one) for one in group)
                yield Fault(
                    "missing", name, f"{self.head['id']} {where}".strip(), f"is numbered {numbers}, not from 0 on"
                )

    def _words(self, name: str, row: Row) -> Iterator[Fault]:
        """Whether the words stand in the text at the place that is told."""
        told = self.report["text"]
        for prefix in (key.removesuffix("start") for key in row if key.endswith("start")):
            start, end, words = (row.get(f"{prefix}{one}") for one in ("start", "end", "words"))
            if (start, end, words) == (None, None, None):
                continue
            if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(told)):
                yield Fault("words", name, _place(row), f"{prefix}{start} to {end} is no place in the text")
            elif told[start:end] != words:
                yield Fault("words", name, _place(row), f"the text has {told[start:end]!r} where {words!r} is told")

    def _points(self, name: str, row: Row) -> Iterator[Fault]:
        """Whether what a row points to is there."""
        targets = _POINTERS if name in ENTRIES else {"event": "event", "claim": "claim"}
        for key, kind in targets.items():
            if row.get(key) is not None and row[key] not in self.known[kind]:
                yield Fault("reference", name, _place(row), f"there is no {kind} {row[key]} in the reading")
        who = row.get("of_entity" if name == "quantity" else "entity")
        if name == "cast":
            there = self.people[row["n"]] is not None
        elif name == "mention":
            there = who in self.people
        else:
            there = who is None or any(one and one["id"] == who for one in self.people.values())
        if not there:
            yield Fault("reference", name, _place(row), f"there is no entity {who} in the reading")

    def _parts(self, name: str, owner: str, n: int) -> list[Row]:
        return [full(row, "reading", owner) for row in self.rows[name] if row[owner] == n]

    def _entry(self, name: str, row: Row) -> Iterator[Fault]:
        """Whether id and anchor are those of what is said."""
        n, report = row["n"], self.report["id"]
        said: Row = {"report": report, "row": full(row, "reading", "n", "id", "anchor", "local")}
        if name == "event":
            roles = {"actor": 0, "recipient": 1, "with": 2}
            told = sorted(self._parts("participant", "event", n), key=lambda one: (roles[one["role"]], one["k"]))
            said |= {"participants": told, "marks": self._parts("mark", "event", n)}
        else:
            said["row"] |= {
                key: self._anchor(kind, row[key]) for key, kind in _POINTERS.items() if row.get(key) is not None
            }
        if name == "claim":
            said |= {
                "content": self._parts("content", "claim", n),
                "attribution": self._parts("attribution", "claim", n),
            }
        if row["id"] != made_id(name, said):
            yield Fault("id", name, row["id"], "the id is not that of what is said")
        if row["anchor"] != self._anchor(name, n):
            yield Fault("id", name, row["id"], "the anchor is not that of its words")

    def _anchor(self, kind: str, n: int) -> str:
        row = self.known[kind][n]
        if kind == "claim":
            pieces = [(one["start"], one["end"]) for one in self.rows["content"] if one["claim"] == n]
            kind = f"claim {row['kind']}"
        else:
            prefix = "trigger_" if kind == "event" else ""
            pieces = [(row[f"{prefix}start"], row[f"{prefix}end"])]
        return made_id("anchor", {"report": self.report["id"], "of": kind, "spans": pieces})

    def _whole(self) -> Iterator[Fault]:
        """Whether the reading's own hashes are those of its entries."""
        head = self.head
        people = [
            [(self.people[one["n"]] or {}).get("key")]
            + [[each["start"], each["end"]] for each in self.rows["mention"] if each["entity"] == one["n"]]
            for one in self.rows["cast"]
        ]
        digest = made_id(
            "reading",
            {
                "report": self.report["id"],
                "entries": [row["id"] for name in ENTRIES for row in self.rows[name]],
                "entities": people,
                "checks": [full(row, "reading") for row in self.rows["checked"]],
                "notes": [full(row, "reading") for row in self.rows["note"]],
            },
        )
        if head["digest"] != digest:
            yield Fault(
                "id", "reading", head["id"], "the digest is not that of its entries, entities, checks and notes"
            )
        maker = {"name": head["reader"]} | {key: head[key] for key in ("version", "pipeline", "codebook")}
        if head["id"] != made_id("reading", {"says": head["digest"], **maker}):
            yield Fault("id", "reading", head["id"], "the id is not that of its reader and digest")
        pointers = [
            [name, row["local"], *(row.get(key) for key in _POINTERS)] for name in ENTRIES for row in self.rows[name]
        ]
        yield from sealed("reading", head, entries=pointers)


def _place(row: Row) -> str:
    if "id" in row:
        return str(row["id"])
    return "/".join(
        str(row[key]) for key in ("reading", "event", "claim", "entity", "role", "n", "k", "hop") if key in row
    )


def readings(tables: Tables) -> Iterator[Fault]:
    """Every reading with its rows, and rows of readings that are not there."""
    for head in tables.rows("reading", "n"):
        one = _Reading(tables, head)
        yield from guarded(one.faults, "reading", str(head.get("id")))
    for name in (*ENTRIES, *_PARTS):
        if name in tables.names:
            lost = f'SELECT DISTINCT reading FROM "{name}" WHERE reading NOT IN (SELECT n FROM reading)'  # noqa: S608 - our own names
            for row in tables.ask(lost):
                yield Fault("reference", name, str(row["reading"]), f"there is no reading {row['reading']}")
