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

from functools import cache

from sqlalchemy import Insert, Table, insert

from dragoman.record.schema_columns import metadata
from dragoman.record.schema_data import (
    about,
    address,
    attribution,
    cast,
    change,
    checked,
    claim,
    content,
    coverage,
    entity,
    event,
    held,
    judgement,
    mark,
    mention,
    note,
    participant,
    quantity,
    reading,
    refusal,
    report,
    snapshot,
    source_file,
)
from dragoman.record.schema_drawn import (
    figure_key,
    member,
    merged,
    merged_party,
    placed,
    redirect,
    relation,
    report_link,
    sketch,
    telling_key,
    tie,
    work,
)

VERSION = 1
"""The version of these tables. A record with a higher one was written by a newer Dragoman and is refused."""

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


@cache
def into(table: Table) -> Insert:
    """The statement that inserts into a table, made once: making one takes as long as running it."""
    return insert(table)


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


__all__ = [
    "DRAWN",
    "ENTRIES",
    "GUARDED",
    "PARTS",
    "VERSION",
    "about",
    "address",
    "attribution",
    "cast",
    "change",
    "checked",
    "claim",
    "content",
    "coverage",
    "entity",
    "event",
    "figure_key",
    "guards",
    "held",
    "into",
    "judgement",
    "mark",
    "member",
    "mention",
    "merged",
    "merged_party",
    "metadata",
    "note",
    "participant",
    "placed",
    "quantity",
    "reading",
    "redirect",
    "refusal",
    "relation",
    "report",
    "report_link",
    "sketch",
    "snapshot",
    "source_file",
    "telling_key",
    "tie",
    "work",
]
