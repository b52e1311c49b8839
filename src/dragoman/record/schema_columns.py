"""Columns and kinds of tables that the schema is made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

metadata = MetaData()

Big: Any = BigInteger().with_variant(Integer, "sqlite")
Real: Any = Double().with_variant(REAL, "sqlite")


STRICT: dict[str, Any] = {"sqlite_strict": True}
PLAIN: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""Tables whose key is not a running number: SQLite keeps the rows in the order of the key."""


def span(prefix: str = "", *, always: bool = True) -> list[Column[Any]]:
    """The three columns of exact words."""
    return [
        Column(f"{prefix}start", Integer, nullable=not always),
        Column(f"{prefix}end", Integer, nullable=not always),
        Column(f"{prefix}words", Text, nullable=not always),
    ]


def seal() -> Column[Any]:
    """The hash of a row that no content id covers whole."""
    return Column("seal", Text, nullable=False)


def place() -> list[Column[Any]]:
    return [
        Column("place_name", Text),
        Column("place_country", Text),
        Column("place_geonames", Integer),
        Column("place_lat", Real),
        Column("place_lon", Real),
        Column("place_precision", Text),
        Column("place_within", Text),
        *span("place_", always=False),
    ]


def entry(name: str, *columns: Column[Any]) -> Table:
    """A table of entries of readings: numbered within the reading, with their content id and the anchor that names their place in the text."""
    return Table(
        name,
        metadata,
        Column("reading", Integer, nullable=False),
        Column("n", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("anchor", Text, nullable=False),
        Column("local", Text, nullable=False),
        *columns,
        PrimaryKeyConstraint("reading", "n"),
        Index(f"{name}_id", "id"),
        Index(f"{name}_anchor", "anchor"),
        **PLAIN,
    )


def part(name: str, owner: str, *columns: Column[Any], order: str = "k") -> Table:
    """A table of parts of entries, numbered within the entry."""
    return Table(
        name,
        metadata,
        Column("reading", Integer, nullable=False),
        Column(owner, Integer, nullable=False),
        Column(order, Integer, nullable=False),
        *columns,
        PrimaryKeyConstraint("reading", owner, order),
        **PLAIN,
    )
