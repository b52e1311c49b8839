"""The history as `verify` looks at it: what was done, what is held since when, what people said, and the named moments.

A row of ``held`` says nothing that the change does not say that it names, and changes are chained; so a moment, a row or an end that was altered no
longer fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from dragoman.record.verify_rows import ENTRIES, Fault, Row, Tables, full, guarded, made_id, named, seal_of, sealed

_OPS = frozenset({"add", "draw", "judge", "merge", "split", "restore", "end"})
_SAID = ("judge", "merge", "split")
_KINDS = {"g": "reading", "j": "judgement", "v": "coverage"}


def history(tables: Tables) -> Iterator[Fault]:
    """Every fault in what was done, said and held."""
    yield from guarded(lambda: _changes(tables), "change", "")
    yield from guarded(lambda: _held(tables), "held", "")
    yield from guarded(lambda: _never_held(tables), "held", "")
    for name, check in (("judgement", _judgement), ("coverage", _coverage), ("snapshot", _snapshot)):
        for row in tables.rows(name, "name" if name == "snapshot" else "id"):
            yield from guarded(lambda check=check, row=row: check(tables, row), name, named(row))  # type: ignore[misc]


def _changes(tables: Tables) -> Iterator[Fault]:
    before = ""
    for row in tables.rows("change", "n"):
        if row.get("chain") != seal_of(before, full(row, "n", "chain")):
            yield Fault(
                "chain", "change", str(row["n"]), "does not follow from what it says and from the change before it"
            )
        before = str(row.get("chain"))
        if row["op"] not in _OPS:
            yield Fault("reference", "change", str(row["n"]), f"does {row['op']!r}, which nothing does")
        if row["op"] == "add" and tables.one("held", added_by=row["n"]) is None:
            yield Fault("reference", "change", str(row["n"]), f"adds {row['subject']}, and nothing was held since")


def _held(tables: Tables) -> Iterator[Fault]:
    last: Row = {}
    for row in tables.rows("held", "row", "since", "n"):
        again = row["row"] == last.get("row")
        if again and (last["until"] is None or last["until"] > row["since"]):
            yield Fault(
                "held", "held", row["row"], f"is held twice at once, since {last['since']} and since {row['since']}"
            )
        last = row
        yield from guarded(lambda row=row: _interval(tables, row), "held", str(row["row"]))  # type: ignore[misc]


def _interval(tables: Tables, row: Row) -> Iterator[Fault]:
    kind, until, ended_by = row["kind"], row["until"], row["ended_by"]
    if kind != _KINDS.get(row["row"][:1]):
        yield Fault("held", "held", row["row"], f"is held as a {kind}, which its id does not say")
    if (until is None) != (ended_by is None):
        yield Fault("held", "held", row["row"], "has an end without a change, or a change without an end")
    elif until is not None and until < row["since"]:
        yield Fault("held", "held", row["row"], f"ends at {until}, before it begins at {row['since']}")
    what = tables.one(kind, id=row["row"]) if kind in _KINDS.values() else None
    if what is None:
        yield Fault("reference", "held", row["row"], f"there is no such {kind}")
        return
    for n, moment, fits in ((row["added_by"], row["since"], _adds), (ended_by, until, _ends)):
        change = tables.one("change", n=n) if n is not None else None
        if n is not None and change is None:
            yield Fault("reference", "held", row["row"], f"there is no change {n}")
        elif change is not None and (change["at"] != moment or not fits(tables, change, kind, what)):
            yield Fault("held", "held", row["row"], f"change {n} is not what began or ended it at {moment}")


def _adds(_tables: Tables, change: Row, kind: str, what: Row) -> bool:
    """Whether a change is one by which something begins to be held."""
    if kind == "judgement":
        return (
            _about(change, what) and change["op"] in _SAID and (change["by"], change["at"]) == (what["by"], what["at"])
        )
    if kind == "reading" and what["replaces"] is not None:
        return (change["op"], change["subject"]) == ("judge", what["replaces"])
    return (change["op"], change["subject"]) == ("add", what["id"])


def _ends(tables: Tables, change: Row, kind: str, what: Row) -> bool:
    """Whether a change is one by which something ends."""
    if kind == "judgement":
        return _about(change, what) and change["op"] in (*_SAID, "restore")
    if kind == "coverage":
        return (change["op"], change["subject"]) == ("end", what["id"])
    if what["replaces"] is not None:
        return change["op"] in (*_SAID, "restore") and change["subject"] == what["replaces"]
    report = tables.one("report", n=what["report"]) or {"id": ""}
    return (change["op"], change["report"]) == ("add", report["id"]) and change["subject"] != what["id"]


def _about(change: Row, judgement: Row) -> bool:
    return bool(change["subject"] == judgement["row"])


def _never_held(tables: Tables) -> Iterator[Fault]:
    """What is in the record and never was held; reports of which two readings are held at once."""
    for name in _KINDS.values():
        if {name, "held"} <= tables.names:
            lost = f'SELECT id FROM "{name}" WHERE id NOT IN (SELECT "row" FROM held)'  # noqa: S608 - our own names
            for row in tables.ask(lost):
                yield Fault("reference", name, row["id"], "is not held, and never was")
    twice = (
        "SELECT r.report AS n FROM reading r JOIN held h ON h.row = r.id AND h.until IS NULL "
        "WHERE r.reader NOT LIKE 'person:%' GROUP BY r.report HAVING count(*) > 1"
    )
    for row in tables.ask(twice):
        report = tables.one("report", n=row["n"]) or {"id": str(row["n"])}
        yield Fault("held", "reading", report["id"], "two readings of this report are held at once")


def _judgement(tables: Tables, row: Row) -> Iterator[Fault]:
    said = {key: row[key] for key in ("row", "other", "verdict", "by", "at", "why", "replacement")}
    if row["id"] != made_id("judgement", said):
        yield Fault("id", "judgement", row["id"], "the id is not that of what is said")
    for key in ("row", "other", "replacement"):
        if row[key] is not None and _entry(tables, row[key]) is None:
            yield Fault("reference", "judgement", row["id"], f"there is no entry {row[key]}")
    about = _entry(tables, row["row"])
    if about is not None and row["anchor"] != (about["anchor"] if row["other"] is None else None):
        yield Fault("id", "judgement", row["id"], "the anchor is not that of the row judged")


def _entry(tables: Tables, id_: str) -> Row | None:
    return next(filter(None, (tables.one(name, id=id_) for name in ENTRIES)), None)


def _coverage(_tables: Tables, row: Row) -> Iterator[Fault]:
    said = {key: row[key] for key in ("of", "place", "window", "as_published", "by", "why")}
    said |= {"parties": (row["parties"] or "").split("\n"), "complete": bool(row["complete"])}
    if row["id"] != made_id("coverage", said):
        yield Fault("id", "coverage", row["id"], "the id is not that of what is stated")
    if row["complete"] not in (0, 1):
        yield Fault("id", "coverage", row["id"], f"complete is {row['complete']}, neither yes nor no")


def _snapshot(tables: Tables, row: Row) -> Iterator[Fault]:
    yield from sealed("snapshot", row)
    hashed, many, last = sha256(), 0, None
    for one in tables.rows("held", "row"):
        id_, until = one["row"], one["until"]
        there = one["since"] <= row["as_recorded"] and (until is None or until > row["as_recorded"])
        if id_ == last or not there or (row["as_published"] is not None and _later(tables, one, row["as_published"])):
            continue
        hashed.update(f"\n{id_}".encode() if many else id_.encode())
        many, last = many + 1, id_
    if (many, hashed.hexdigest()) != (row["rows"], row["sha256"]):
        yield Fault(
            "hash", "snapshot", row["name"], "what was held then is not what its hash says: the past was changed"
        )


def _later(tables: Tables, held: Row, day: str) -> bool:
    """Whether something speaks of what was published after a day."""
    if held["kind"] == "coverage":
        return bool((tables.one("coverage", id=held["row"]) or {}).get("as_published", "") > day)
    reading = tables.one("reading", id=held["row"]) if held["kind"] == "reading" else None
    report = tables.one("report", n=reading["report"]) if reading else None
    return report is not None and (report["published"] is None or report["published"] > day)
