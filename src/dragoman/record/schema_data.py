"""Tables of data: what was read, what people said, what changed, and when each was held."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from dragoman.record.schema_columns import PLAIN, STRICT, Big, Real, entry, metadata, part, place, seal, span

about = Table("about", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False), **PLAIN)

report = Table(
    "report",
    metadata,
    Column("n", Big, primary_key=True, autoincrement=True),
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
    seal(),
    Index("report_published", "published"),
    Index("report_text_key", "text_key"),
    **STRICT,
)

address = Table(
    "address",
    metadata,
    Column("report", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    seal(),
    PrimaryKeyConstraint("report", "url"),
    Index("address_canonical", "canonical_url"),
    **STRICT,
)

source_file = Table(
    "source_file",
    metadata,
    Column("report", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("where", Text, nullable=False),
    seal(),
    PrimaryKeyConstraint("report", "sha256", "where"),
    **STRICT,
)

refusal = Table(
    "refusal",
    metadata,
    Column("n", Big, primary_key=True, autoincrement=True),
    Column("where", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("sha256", Text),
    Column("bytes", LargeBinary),
    seal(),
    **STRICT,
)

reading = Table(
    "reading",
    metadata,
    Column("n", Big, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("report", Integer, nullable=False),
    Column("reader", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("replaces", Text),
    Column("read_at", Text, nullable=False),
    seal(),
    Index("reading_report", "report"),
    **STRICT,
)

entity = Table(
    "entity",
    metadata,
    Column("n", Big, primary_key=True, autoincrement=True),
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
    **STRICT,
)

cast = Table(
    "cast",
    metadata,
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("entity", Integer, nullable=False),
    PrimaryKeyConstraint("reading", "n"),
    Index("cast_entity", "entity"),
    **PLAIN,
)
mention = part("mention", "entity", *span())

event = entry(
    "event",
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("cameo", Text),
    Column("contexts", Text),
    Column("plover_type", Text),
    Column("plover_mode", Text),
    Column("status", Text, nullable=False),
    *place(),
    Column("edtf", Text),
    Column("earliest", Text),
    Column("latest", Text),
    Column("time_of_day", Text),
    Column("basis", Text),
    *span("when_", always=False),
    *span("trigger_"),
    *span("evidence_"),
    Column("closed", Text),
    Column("is_set", Integer, nullable=False),
    *span("again_", always=False),
)
participant = Table(
    "participant",
    metadata,
    Column("reading", Integer, nullable=False),
    Column("event", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("k", Integer, nullable=False),
    Column("entity", Text),
    *span(),
    PrimaryKeyConstraint("reading", "event", "role", "k"),
    Index("participant_entity", "entity", "role"),
    **PLAIN,
)
mark = part(
    "mark",
    "event",
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    *span("", always=False),
)
Index("mark_value", mark.c.kind, mark.c.value)

quantity = entry(
    "quantity",
    Column("counted", Text, nullable=False),
    Column("of_words", Text),
    Column("of_entity", Text),
    Column("event", Integer),
    *place(),
    Column("includes", Text),
    Column("excludes", Text),
    Column("op", Text, nullable=False),
    Column("low", Real),
    Column("high", Real),
    Column("point", Real),
    Column("unit", Text),
    Column("aggregation", Text),
    Column("as_of", Text),
    Column("as_of_basis", Text),
    Column("part_of", Integer),
    Column("added_to", Integer),
    Column("revises", Integer),
    *span(),
)
Index("quantity_counted", quantity.c.counted)

claim = entry(
    "claim",
    Column("kind", Text, nullable=False),
    Column("event", Integer),
    Column("quantity", Integer),
    Column("times", Integer),
    Column("time_ref", Text),
    Column("author_certainty", Text, nullable=False),
)
content = part("content", "claim", *span())
attribution = part(
    "attribution",
    "claim",
    Column("entity", Text),
    Column("descriptor", Text),
    *span("source_", always=False),
    *span("cue_", always=False),
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
    Column("claimed_number", Real),
    Column("record_min", Real),
    Column("record_max", Real),
    Column("verdict", Text, nullable=False),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("reading", "n"),
    **PLAIN,
)
note = Table(
    "note",
    metadata,
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    *span("", always=False),
    Column("message", Text, nullable=False),
    PrimaryKeyConstraint("reading", "n"),
    **PLAIN,
)

judgement = Table(
    "judgement",
    metadata,
    Column("n", Big, primary_key=True, autoincrement=True),
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
    **STRICT,
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
    **STRICT,
)

change = Table(
    "change",
    metadata,
    Column("n", Big, primary_key=True, autoincrement=True),
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
    **STRICT,
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("name", Text, primary_key=True),
    Column("as_recorded", Text, nullable=False),
    Column("as_published", Text),
    Column("rows", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    seal(),
    **STRICT,
)

held = Table(
    "held",
    metadata,
    Column("n", Big, primary_key=True, autoincrement=True),
    Column("row", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text),
    Column("added_by", Integer, nullable=False),
    Column("ended_by", Integer),
    Index("held_row", "row"),
    Index("held_until", "kind", "until"),
    **STRICT,
)
