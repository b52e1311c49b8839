"""Tables of what follows from the data for the present moment: copies of what functions give, thrown away and made again at will."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from dragoman.record.schema_columns import PLAIN, Big, metadata

sketch = Table(
    "sketch",
    metadata,
    Column("hash", Big, nullable=False),
    Column("report", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    PrimaryKeyConstraint("hash", "report"),
    **PLAIN,
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
    **PLAIN,
)
work = Table(
    "work",
    metadata,
    Column("report", Text, primary_key=True),
    Column("work", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("counts", Integer, nullable=False),
    Index("work_work", "work"),
    **PLAIN,
)
telling_key = Table(
    "telling_key",
    metadata,
    Column("key", Big, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("key", "reading", "n"),
    **PLAIN,
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
    **PLAIN,
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
    **PLAIN,
)
merged_party = Table(
    "merged_party",
    metadata,
    Column("entity", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("event", Text, nullable=False),
    PrimaryKeyConstraint("entity", "role", "event"),
    Index("merged_party_event", "event"),
    **PLAIN,
)
member = Table(
    "member",
    metadata,
    Column("telling", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Index("member_event", "event"),
    **PLAIN,
)
redirect = Table(
    "redirect", metadata, Column("source", Text, primary_key=True), Column("target", Text, nullable=False), **PLAIN
)
figure_key = Table(
    "figure_key",
    metadata,
    Column("block", Text, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("block", "reading", "n"),
    **PLAIN,
)
placed = Table(
    "placed",
    metadata,
    Column("figure", Text, primary_key=True),
    Column("block", Text, nullable=False),
    Column("line", Text),
    Column("part", Text, nullable=False),
    Index("placed_block", "block"),
    **PLAIN,
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
    **PLAIN,
)
