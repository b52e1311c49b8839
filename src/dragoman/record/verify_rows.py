"""The half of `verify` that needs no rule: bytes and texts against their hashes, words against the text, ids, anchors and seals computed again.

It trusts nothing and shares no code with what wrote the rows: it has its own reader of the tables and its own account of what is hashed, so that one
mistake cannot hide in both. Reports and entities are checked here, readings in `dragoman.record.verify_readings`, what is held and what was done in
`dragoman.record.verify_history`; what was drawn, with the rules, in `dragoman.record.verify`.

What hashes cannot show: who can write to the database can compute ids, seals and chains anew. Rows that nothing else names can be taken away
without a trace: an address, a source file, the last refusal, the last changes that only tell what was drawn, a whole report with everything that
names it if it came last; and in PostgreSQL a running number that nothing refers to may be another, since it skips some by itself. Values that are
the same in NFC (a name, a place) are the same for an id, though not for a seal, nor for words in a text.
"""

from __future__ import annotations

import json
import unicodedata
import zlib
from base64 import b32encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, column, inspect, literal_column, select, table, text
from sqlalchemy.exc import DBAPIError

from dragoman.errors import DragomanError

Kind = Literal[
    "integrity", "guard", "missing", "unreadable", "hash", "seal", "chain", "words", "id", "reference", "held", "stale"
]
Row = dict[str, Any]

BROKEN = (DragomanError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, zlib.error, DBAPIError)
"""What unreadable values raise."""
TABLES = (
    "about", "report", "address", "source_file", "refusal", "reading", "entity", "cast", "mention", "event", "participant", "mark",
    "quantity", "claim", "content", "attribution", "checked", "note", "judgement", "coverage", "change", "snapshot", "held", "sketch",
    "report_link", "work", "telling_key", "tie", "merged", "merged_party", "member", "redirect", "figure_key", "placed", "relation",
)  # fmt: skip
DRAWN = frozenset(TABLES[TABLES.index("sketch") :])
ENTRIES = ("event", "quantity", "claim")
_LETTERS = {"entity": "n", "report": "r", "event": "e", "quantity": "q", "claim": "c", "reading": "g", "anchor": "a"}
_LETTERS |= {"judgement": "j", "coverage": "v"}
_NUMBERED = ("report", "refusal", "reading", "entity", "judgement", "change", "held")
_KNOWN = {"schema": "1", "ids": "dragoman.id/1"}
_MANY = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a record that is not as it was written, or that does not follow from what is there."""

    kind: Kind
    """``integrity`` (the database itself), ``guard`` (it no longer refuses changes), ``missing``, ``unreadable``, ``hash``, ``seal``, ``chain``, ``words``, ``id``,
    ``reference``, ``held`` (the history), ``stale`` (what was drawn is not what the rows give)."""
    table: str
    row: str
    """The id, else what names the row."""
    what: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.table, self.row))) + f": {self.what}"


class Tables:
    """A short reader of tables: rows as plain dictionaries, a few at a time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sqlite = connection.dialect.name == "sqlite"
        self.names = frozenset(inspect(connection).get_table_names())

    def rows(self, name: str, *order: str, **where: object) -> Iterator[Row]:
        """Rows of a table with some values."""
        if name in self.names:
            query = self._query(name, where).order_by(*(column(one) for one in order))
            with self.connection.execute(query, execution_options={"yield_per": _MANY}) as found:
                names = list(found.keys())
                for row in found:
                    yield dict(zip(names, row, strict=True))

    def one(self, name: str, **where: object) -> Row | None:
        """The first such row."""
        if name not in self.names:
            return None
        found = self.connection.execute(self._query(name, where).limit(1))
        names, row = list(found.keys()), found.first()
        return None if row is None else dict(zip(names, row, strict=True))

    def _query(self, name: str, where: Mapping[str, object]) -> Select[Any]:
        query: Select[Any] = select(literal_column("*")).select_from(table(name))
        return query.where(and_(*(_is(key, value) for key, value in where.items()))) if where else query

    def ask(self, statement: str) -> Iterator[Row]:
        """Rows of a statement."""
        found = self.connection.execute(text(statement))
        names = list(found.keys())
        for row in found:
            yield dict(zip(names, row, strict=True))


def _is(name: str, value: object) -> ColumnElement[bool]:
    return column(name).is_(None) if value is None else column(name) == value


def guarded(make: Callable[[], Iterator[Fault]], name: str, row: str) -> Iterator[Fault]:
    """The faults that some checks find; what they cannot read is one."""
    try:
        yield from make()
    except BROKEN as error:
        told = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        yield Fault("unreadable", name, row, f"cannot be read ({told or type(error).__name__})")


def written(value: object) -> str:
    """A value as it is hashed: canonical JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def made_id(kind: str, said: Mapping[str, Any]) -> str:
    """The id that follows from what is said."""
    told = unicodedata.normalize("NFC", written({"code": "dragoman.id/1", "kind": kind, **said}))
    return _LETTERS[kind] + b32encode(_hashed(told)[:20]).decode().lower()


def seal_of(*parts: object) -> str:
    """The SHA-256 of a row and of what goes before it."""
    return _hashed(written(list(parts))).hex()


def _hashed(told: str) -> bytes:
    return sha256(told.encode("utf-8", "surrogatepass")).digest()


def full(row: Row, *without: str) -> Row:
    """What is not empty in a row, whole numbers as such and bytes as their hash."""
    return {name: _plain(value) for name, value in row.items() if value is not None and name not in without}


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return sha256(value).hexdigest() if isinstance(value, bytes) else value


def database(tables: Tables) -> Iterator[Fault]:
    """The database itself: its pages, its tables, what it is, its running numbers."""
    if tables.sqlite:
        for row in tables.ask("PRAGMA integrity_check"):
            if row["integrity_check"] != "ok":
                yield Fault("integrity", "", "", str(row["integrity_check"]))
    for name in TABLES:
        if name not in tables.names:
            yield Fault("missing", name, "", "there is no such table")
    yield from guarded(lambda: _guards(tables), "about", "")
    told = {row["key"]: row["value"] for row in tables.rows("about")}
    for key in sorted(_KNOWN.keys() | told.keys()):
        if told.get(key) != _KNOWN.get(key):
            yield Fault("hash", "about", key, f"says {told.get(key)!r}, which is nothing that this version writes")
    for name in _NUMBERED if tables.sqlite else ():
        if name in tables.names:
            (row,) = tables.ask(f'SELECT count(*) AS many, max(n) AS last, min(n) AS first FROM "{name}"')  # noqa: S608 - our own names
            if row["many"] and (row["first"], row["last"]) != (1, row["many"]):
                yield Fault(
                    "missing", name, "", f"has {row['many']} rows with the numbers {row['first']} to {row['last']}"
                )


def _guards(tables: Tables) -> Iterator[Fault]:
    """The triggers that refuse changes."""
    wanted = [name for name in TABLES if name in tables.names and name not in DRAWN and name != "held"]
    if tables.sqlite:
        there = {row["name"] for row in tables.ask("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        names = [(one, f"{one}_no_{verb}") for one in wanted for verb in ("UPDATE", "DELETE")]
    else:
        there = {row["name"] for row in tables.ask("SELECT tgname AS name FROM pg_trigger WHERE tgenabled <> 'D'")}
        names = [(one, f"{one}_kept") for one in wanted]
    for one, name in [*names, ("held", "held_no_delete"), ("held", "held_ends_once")]:
        if name not in there:
            yield Fault("guard", one, "", f"the trigger {name} is gone, so rows could be changed")


def kept(tables: Tables) -> Iterator[Fault]:
    """Reports and what came with them, refusals, entities: each row by itself."""
    for name, check, order in (
        ("report", _report, "n"), ("address", _of_report, "report"), ("source_file", _of_report, "report"), ("refusal", _refusal, "n"),
        ("entity", _entity, "n"),
    ):  # fmt: skip
        yield from guarded(lambda name=name, check=check, order=order: _each(tables, name, check, order), name, "")  # type: ignore[misc]


def _each(
    tables: Tables, name: str, check: Callable[[Tables, str, Row], Iterator[Fault]], order: str
) -> Iterator[Fault]:
    for row in tables.rows(name, order):
        yield from guarded(lambda row=row: check(tables, name, row), name, named(row))  # type: ignore[misc]


def named(row: Row) -> str:
    """What to call a row."""
    if "id" in row:
        return str(row["id"])
    return "/".join(str(row[name]) for name in ("report", "reading", "n", "url", "where", "name", "row") if name in row)


def sealed(name: str, row: Row, **more: object) -> Iterator[Fault]:
    """Whether a row is as it was sealed."""
    if row.get("seal") != seal_of(name, {**full(row, "n", "seal"), **more}):
        yield Fault("seal", name, named(row), "is not as it was written: its seal is another one")


def _report(tables: Tables, name: str, row: Row) -> Iterator[Fault]:
    yield from sealed(name, row)
    digest = sha256(row["text"].encode("utf-8", "surrogateescape")).hexdigest()
    if digest != row["text_sha256"]:
        yield Fault("hash", name, row["id"], "the text is not the one whose SHA-256 stands beside it")
    said = {key: row[key] for key in ("outlet", "published", "text")}
    if row["id"] != made_id("report", said):
        yield Fault("id", name, row["id"], "the id is not that of this outlet, date and text")
    if row["title"] and row["text"] != row["title"] and not row["text"].startswith(f"{row['title']}\n\n"):
        yield Fault("words", name, row["id"], "the text does not begin with the title")
    if tables.one("reading", report=row["n"]) is None:
        yield Fault("reference", name, row["id"], "there is no reading of it")


def _of_report(tables: Tables, name: str, row: Row) -> Iterator[Fault]:
    yield from sealed(name, row)
    if tables.one("report", n=row["report"]) is None:
        yield Fault("reference", name, named(row), f"there is no report {row['report']}")


def _refusal(_tables: Tables, name: str, row: Row) -> Iterator[Fault]:
    yield from sealed(name, row)
    if row["bytes"] is not None and sha256(zlib.decompress(row["bytes"])).hexdigest() != row["sha256"]:
        yield Fault("hash", name, named(row), "the bytes are not those whose SHA-256 stands beside them")


def _entity(tables: Tables, name: str, row: Row) -> Iterator[Fault]:
    if row["key"] != made_id("entity", full(row, "n", "key")):
        yield Fault("id", name, row["id"], "the key is not that of what is known")
    if tables.one("cast", entity=row["n"]) is None:
        yield Fault("reference", name, row["id"], "no reading speaks of it")
