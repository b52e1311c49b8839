"""The tables of a record, declared once for SQLite and PostgreSQL, and the triggers that keep rows of data as they are.

Three kinds of tables. **Data**: what was read, what people said, what changed; rows are inserted and never changed or deleted, and the
database itself refuses it (`GUARDED`). **held**: when what is held began and ended; its ``until`` is filled in once. **Drawn**: what follows
from the data for the present moment; a copy of a function's result, thrown away and made again at will (`DRAWN`).

Rows with values that no content id covers carry a ``seal``, the SHA-256 of the whole row; each ``change`` carries in ``chain`` the SHA-256 of itself and
of the chain before it. So an altered author, address or moment is found by whoever computes them again.

Every entry of a reading carries its exact words as ``…start``, ``…end`` (code points of the report's text, end exclusive) and ``…words``. Lists of
plain texts stand in one column, one item a line.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

VERSION = 1
"""The version of these tables. A record with a higher one was written by a newer Dragoman and is refused."""

metadata = MetaData()

_Big: Any = BigInteger().with_variant(Integer, "sqlite")
_Real: Any = Double().with_variant(REAL, "sqlite")


_STRICT: dict[str, Any] = {"sqlite_strict": True}
_PLAIN: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""Tables whose key is not a running number: SQLite keeps the rows in the order of the key."""


def _span(prefix: str = "", *, always: bool = True) -> list[Column[Any]]:
    """The three columns of exact words."""
    return [
        Column(f"{prefix}start", Integer, nullable=not always),
        Column(f"{prefix}end", Integer, nullable=not always),
        Column(f"{prefix}words", Text, nullable=not always),
    ]


def _seal() -> Column[Any]:
    """The hash of a row that no content id covers whole."""
    return Column("seal", Text, nullable=False)


def _place() -> list[Column[Any]]:
    return [
        Column("place_name", Text),
        Column("place_country", Text),
        Column("place_geonames", Integer),
        Column("place_lat", _Real),
        Column("place_lon", _Real),
        Column("place_precision", Text),
        Column("place_within", Text),
        *_span("place_", always=False),
    ]


def _entry(name: str, *columns: Column[Any]) -> Table:
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
        **_PLAIN,
    )


def _part(name: str, owner: str, *columns: Column[Any], order: str = "k") -> Table:
    """A table of parts of entries, numbered within the entry."""
    return Table(
        name,
        metadata,
        Column("reading", Integer, nullable=False),
        Column(owner, Integer, nullable=False),
        Column(order, Integer, nullable=False),
        *columns,
        PrimaryKeyConstraint("reading", owner, order),
        **_PLAIN,
    )


about = Table("about", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False), **_PLAIN)

report = Table(
    "report",
    metadata,
    Column("n", _Big, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("outlet", Text),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("published", Text),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("text_key", Text, nullable=False),
    Column("first_seen", Text, nullable=False),
    _seal(),
    Index("report_published", "published"),
    Index("report_text_key", "text_key"),
    **_STRICT,
)

address = Table(
    "address",
    metadata,
    Column("report", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    _seal(),
    PrimaryKeyConstraint("report", "url"),
    Index("address_canonical", "canonical_url"),
    **_STRICT,
)

source_file = Table(
    "source_file",
    metadata,
    Column("report", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("where", Text, nullable=False),
    _seal(),
    PrimaryKeyConstraint("report", "sha256", "where"),
    **_STRICT,
)

refusal = Table(
    "refusal",
    metadata,
    Column("n", _Big, primary_key=True, autoincrement=True),
    Column("where", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("sha256", Text),
    Column("bytes", LargeBinary),
    _seal(),
    **_STRICT,
)

reading = Table(
    "reading",
    metadata,
    Column("n", _Big, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("report", Integer, nullable=False),
    Column("reader", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("replaces", Text),
    Column("read_at", Text, nullable=False),
    _seal(),
    Index("reading_report", "report"),
    **_STRICT,
)

entity = Table(
    "entity",
    metadata,
    Column("n", _Big, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("qid", Text),
    Column("country", Text),
    Column("sector", Text),
    Column("office", Text),
    Column("controlled_by", Text),
    Column("members", Text),
    Index("entity_id", "id"),
    **_STRICT,
)

cast = Table(
    "cast",
    metadata,
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("entity", Integer, nullable=False),
    PrimaryKeyConstraint("reading", "n"),
    Index("cast_entity", "entity"),
    **_PLAIN,
)
mention = _part("mention", "entity", *_span())

event = _entry(
    "event",
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("cameo", Text),
    Column("contexts", Text),
    Column("plover_type", Text),
    Column("plover_mode", Text),
    Column("status", Text, nullable=False),
    *_place(),
    Column("edtf", Text),
    Column("earliest", Text),
    Column("latest", Text),
    Column("time_of_day", Text),
    Column("basis", Text),
    *_span("when_", always=False),
    *_span("trigger_"),
    *_span("evidence_"),
    Column("closed", Text),
    Column("is_set", Integer, nullable=False),
    *_span("again_", always=False),
)
participant = Table(
    "participant",
    metadata,
    Column("reading", Integer, nullable=False),
    Column("event", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("k", Integer, nullable=False),
    Column("entity", Text),
    *_span(),
    PrimaryKeyConstraint("reading", "event", "role", "k"),
    Index("participant_entity", "entity", "role"),
    **_PLAIN,
)
mark = _part(
    "mark",
    "event",
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    *_span("", always=False),
)
Index("mark_value", mark.c.kind, mark.c.value)

quantity = _entry(
    "quantity",
    Column("counted", Text, nullable=False),
    Column("of_words", Text),
    Column("of_entity", Text),
    Column("event", Integer),
    *_place(),
    Column("includes", Text),
    Column("excludes", Text),
    Column("op", Text, nullable=False),
    Column("low", _Real),
    Column("high", _Real),
    Column("point", _Real),
    Column("unit", Text),
    Column("aggregation", Text),
    Column("as_of", Text),
    Column("as_of_basis", Text),
    Column("part_of", Integer),
    Column("added_to", Integer),
    Column("revises", Integer),
    *_span(),
)
Index("quantity_counted", quantity.c.counted)

claim = _entry(
    "claim",
    Column("kind", Text, nullable=False),
    Column("event", Integer),
    Column("quantity", Integer),
    Column("times", Integer),
    Column("time_ref", Text),
    Column("author_certainty", Text, nullable=False),
)
content = _part("content", "claim", *_span())
attribution = _part(
    "attribution",
    "claim",
    Column("entity", Text),
    Column("descriptor", Text),
    *_span("source_", always=False),
    *_span("cue_", always=False),
    Column("attitude", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("scope", Text, nullable=False),
    order="hop",
)
Index("attribution_entity", attribution.c.entity)

checked = Table(
    "checked",
    metadata,
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("claim", Integer, nullable=False),
    Column("claimed_text", Text),
    Column("claimed_number", _Real),
    Column("record_min", _Real),
    Column("record_max", _Real),
    Column("verdict", Text, nullable=False),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("reading", "n"),
    **_PLAIN,
)
note = Table(
    "note",
    metadata,
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    *_span("", always=False),
    Column("message", Text, nullable=False),
    PrimaryKeyConstraint("reading", "n"),
    **_PLAIN,
)

judgement = Table(
    "judgement",
    metadata,
    Column("n", _Big, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("row", Text, nullable=False),
    Column("other", Text),
    Column("anchor", Text),
    Column("verdict", Text, nullable=False),
    Column("replacement", Text),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index("judgement_row", "row"),
    Index("judgement_anchor", "anchor"),
    **_STRICT,
)

coverage = Table(
    "coverage",
    metadata,
    Column("id", Text, primary_key=True),
    Column("of", Text, nullable=False),
    Column("parties", Text, nullable=False),
    Column("place", Text),
    Column("window", Text, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("as_published", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    **_STRICT,
)

change = Table(
    "change",
    metadata,
    Column("n", _Big, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("kind", Text),
    Column("report", Text),
    Column("subject", Text),
    Column("title", Text),
    Column("by", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("why", Text, nullable=False),
    Column("chain", Text, nullable=False),
    **_STRICT,
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("name", Text, primary_key=True),
    Column("as_recorded", Text, nullable=False),
    Column("as_published", Text),
    Column("rows", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    _seal(),
    **_STRICT,
)

held = Table(
    "held",
    metadata,
    Column("n", _Big, primary_key=True, autoincrement=True),
    Column("row", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text),
    Column("added_by", Integer, nullable=False),
    Column("ended_by", Integer),
    Index("held_row", "row"),
    Index("held_until", "kind", "until"),
    **_STRICT,
)

# What follows from the data for the present moment.
sketch = Table(
    "sketch",
    metadata,
    Column("hash", _Big, nullable=False),
    Column("report", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    PrimaryKeyConstraint("hash", "report"),
    **_PLAIN,
)
report_link = Table(
    "report_link",
    metadata,
    Column("left", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("left", "right"),
    Index("report_link_right", "right"),
    **_PLAIN,
)
work = Table(
    "work",
    metadata,
    Column("report", Text, primary_key=True),
    Column("work", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("counts", Integer, nullable=False),
    Index("work_work", "work"),
    **_PLAIN,
)
telling_key = Table(
    "telling_key",
    metadata,
    Column("key", _Big, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("key", "reading", "n"),
    **_PLAIN,
)
tie = Table(
    "tie",
    metadata,
    Column("left", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("left", "right"),
    Index("tie_right", "right"),
    **_PLAIN,
)
merged = Table(
    "merged",
    metadata,
    Column("id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("earliest", Text),
    Column("latest", Text),
    Column("published", Text),
    Column("country", Text),
    Column("tellings", Integer, nullable=False),
    Column("drawn", Text, nullable=False),
    Index("merged_date", "earliest", "published", "id"),
    Index("merged_type", "type", "earliest"),
    **_PLAIN,
)
merged_party = Table(
    "merged_party",
    metadata,
    Column("entity", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("event", Text, nullable=False),
    PrimaryKeyConstraint("entity", "role", "event"),
    Index("merged_party_event", "event"),
    **_PLAIN,
)
member = Table(
    "member",
    metadata,
    Column("telling", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Index("member_event", "event"),
    **_PLAIN,
)
redirect = Table(
    "redirect", metadata, Column("source", Text, primary_key=True), Column("target", Text, nullable=False), **_PLAIN
)
figure_key = Table(
    "figure_key",
    metadata,
    Column("block", Text, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("block", "reading", "n"),
    **_PLAIN,
)
placed = Table(
    "placed",
    metadata,
    Column("figure", Text, primary_key=True),
    Column("block", Text, nullable=False),
    Column("line", Text),
    Column("part", Text, nullable=False),
    Index("placed_block", "block"),
    **_PLAIN,
)
relation = Table(
    "relation",
    metadata,
    Column("scope", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("left", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("direction", Text),
    Column("newer", Text),
    Column("since", Text),
    Column("until", Text),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("scope", "type", "left", "right"),
    Index("relation_left", "left"),
    Index("relation_right", "right"),
    **_PLAIN,
)

ENTRIES = (event, quantity, claim)
"""Entries of readings that have a content id and an anchor."""
PARTS = (cast, mention, participant, mark, content, attribution, checked, note)
GUARDED = (
    report, address, source_file, refusal, reading, entity, *ENTRIES, *PARTS, judgement, coverage, change, snapshot,
)  # fmt: skip
"""Tables of data: no row is ever changed or deleted."""
DRAWN = (
    sketch,
    report_link,
    work,
    telling_key,
    tie,
    merged,
    merged_party,
    member,
    redirect,
    figure_key,
    placed,
    relation,
)
"""What can be thrown away and made again."""


def guards(dialect: str) -> list[str]:
    """The statements that make the database refuse to change data."""
    told = "a record only grows: rows of data are never changed or deleted"
    if dialect == "sqlite":
        made = [
            f"CREATE TRIGGER {table.name}_no_{verb} BEFORE {verb} ON \"{table.name}\" BEGIN SELECT RAISE(ABORT, '{told}'); END"
            for table in (*GUARDED, about)
            for verb in ("UPDATE", "DELETE")
        ]
        same = " AND ".join(f'NEW."{c}" IS OLD."{c}"' for c in ("n", "row", "kind", "since", "added_by"))
        made.append(f"CREATE TRIGGER held_no_delete BEFORE DELETE ON held BEGIN SELECT RAISE(ABORT, '{told}'); END")
        made.append(
            f"CREATE TRIGGER held_ends_once BEFORE UPDATE ON held WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        )
        return made
    made = [
        f"CREATE FUNCTION dragoman_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{told}'; END $$"
    ]
    made += [
        f'CREATE TRIGGER {table.name}_kept BEFORE UPDATE OR DELETE ON "{table.name}" FOR EACH ROW EXECUTE FUNCTION dragoman_refuse()'
        for table in (*GUARDED, about)
    ]
    same = " AND ".join(f'NEW."{c}" IS NOT DISTINCT FROM OLD."{c}"' for c in ("n", "row", "kind", "since", "added_by"))
    made.append("CREATE TRIGGER held_no_delete BEFORE DELETE ON held FOR EACH ROW EXECUTE FUNCTION dragoman_refuse()")
    made.append(
        f"CREATE TRIGGER held_ends_once BEFORE UPDATE ON held FOR EACH ROW WHEN (NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND {same})) "
        "EXECUTE FUNCTION dragoman_refuse()"
    )
    return made
