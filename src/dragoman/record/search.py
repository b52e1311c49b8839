"""Searching the texts of reports, and the entries whose words have what is searched for.

The index holds the words of each report's title and text, folded (`folded`): small letters without accents, so that both databases find the same.
SQLite keeps them in FTS5, PostgreSQL as a ``tsvector``; it is drawn from the reports, written in their transaction, and can be made again (`reindex`).
Entries need no index of their own: the words of an entry stand in its report, so they are looked for in the reports that were found.

A query is words; words in quotation marks stand side by side. All have to be there, and the last letters of a word may be missing: ``flood`` finds
floods. Nothing else means anything, so no query is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Select, func, inspect, select, text

from dragoman.record import schema, told
from dragoman.record.rebuild import chunks
from dragoman.record.scope import Scope
from dragoman.record.views import ReportInfo

Kind = Literal["event", "figure", "claim", "entity"]
TERMS = 16
"""Words of a query that are looked at."""
LONGEST = 400
"""Characters of a query that are looked at."""
DEEPEST = 200
"""Reports, the best first, in which entries are looked for."""
_AROUND = 90
"""Characters shown on each side of what was found."""
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
"""Signs of scripts without blanks between words: each is a word."""
_TOKEN = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
_PART = re.compile(r'"([^"]*)"|“([^”]*)”|(\S+)')

Term = tuple[str, ...]
"""Folded words that stand side by side; the last may go on."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, and whether it is what was searched for."""

    words: str
    found: bool


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report that was found."""

    report: ReportInfo
    words: tuple[Piece, ...]
    """A stretch of its text around what was found."""


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An event as told, a figure, a claim or an entity whose words have what is searched for."""

    kind: Kind
    id: str
    what: str
    """Its type, what is counted, the kind of claim or entity."""
    words: tuple[Piece, ...]
    report: ReportInfo | None
    """Null for entities."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the best first."""

    terms: tuple[Term, ...]
    reports: tuple[FoundReport, ...] = ()
    entries: tuple[FoundEntry, ...] = ()
    entities: tuple[FoundEntry, ...] = ()
    more: bool = False
    """Whether there are more reports than are shown."""


def folded(word: str) -> str:
    """A word as the index has it: small letters, without accents.

    >>> folded("Asunción"), folded("STRASSE") == folded("Straße")
    ('asuncion', True)
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def terms(query: str) -> tuple[Term, ...]:
    """The words that a query asks for.

    >>> terms('flood "in Beira" (OR* --')
    (('flood',), ('in', 'beira'), ('or',))
    """
    found: list[Term] = []
    for part in _PART.finditer(query[:LONGEST]):
        words = tuple(_words(part[1] or part[2] or part[3] or ""))
        if words and words not in found:
            found.append(words)
    return tuple(found[:TERMS])


def _words(told_: str) -> Iterator[str]:
    """The folded words of a text; what folds to nothing is none, what folds to several words is several."""
    for token in _TOKEN.finditer(told_):
        for word in _TOKEN.findall(folded(token[0])):
            yield word[:_LONGEST_WORD]


_LONGEST_WORD = 100


# The index


def prepare(connection: Connection) -> None:
    """Make the index where there is none."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS report_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        return
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS report_words (report integer PRIMARY KEY, words tsvector NOT NULL)"
    )
    connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS report_words_words ON report_words USING gin (words)")


def index(connection: Connection, number: int, title: str, body: str) -> None:
    """Put the words of a new report into the index."""
    words = _words(body if body.startswith(title) else f"{title} {body}")
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO report_words (rowid, words) VALUES (:number, :words)"
        connection.execute(text(statement), {"number": number, "words": " ".join(words)})
        return
    statement = (
        "INSERT INTO report_words (report, words) VALUES (:number, CAST(:words AS tsvector)) ON CONFLICT DO NOTHING"
    )
    connection.execute(text(statement), {"number": number, "words": _vector(words)})


def _vector(words: Iterable[str]) -> str:
    """Words as a ``tsvector``, which may have a megabyte, 256 places of a word, and no place beyond 16,383."""
    places: dict[str, list[int]] = {}
    size = 0
    for at, word in enumerate(words, 1):
        known = places.setdefault(word, [])
        size += 0 if known else 3 * len(word) + 8
        if size > _LONGEST_VECTOR:
            break
        if len(known) < _PLACES:
            known.append(min(at, _LAST_PLACE))
            size += 2
    return " ".join(f"{word}:{','.join(map(str, dict.fromkeys(its)))}" for word, its in places.items() if its)


_LONGEST_VECTOR = 900_000
_PLACES, _LAST_PLACE = 255, 16_383


def reindex(connection: Connection) -> None:
    """Make the index again from the reports."""
    if inspect(connection).has_table("report_words"):
        connection.exec_driver_sql("DROP TABLE report_words")
    prepare(connection)
    r = schema.report.c
    numbers = connection.execute(select(r.n).order_by(r.n)).scalars().all()
    for chunk in chunks(numbers):
        for row in connection.execute(select(r.n, r.title, r.text).where(r.n.in_(chunk))).all():
            index(connection, row.n, row.title, row.text)


def _matching(connection: Connection, wanted: Sequence[Term]) -> list[int]:
    """The numbers of the reports that have all terms, the best first."""
    if connection.dialect.name == "sqlite":
        query = " AND ".join(f'"{" ".join(words)}"*' for words in wanted)
        statement = "SELECT rowid FROM report_words WHERE report_words MATCH :query ORDER BY rank, rowid DESC"
    else:
        query = " & ".join("(" + " <-> ".join(words) + ":*)" for words in wanted)
        statement = (
            "SELECT report FROM report_words, CAST(:query AS tsquery) AS query WHERE words @@ query "
            "ORDER BY ts_rank(words, query, 1) DESC, report DESC"
        )
    return [int(row[0]) for row in connection.execute(text(statement), {"query": query})]


# Searching


def search(connection: Connection, words: str, scope: Scope, limit: int) -> Found:
    """The reports, entries and entities that have all words of a query, at most ``limit`` of each."""
    wanted = terms(words)
    if not wanted or limit < 1:
        return Found(wanted)
    numbers = _matching(connection, wanted)
    there = list(_in_scope(connection, numbers, scope, max(limit + 1, DEEPEST)))
    return Found(
        wanted, tuple(_reports(connection, there[:limit], wanted, scope)), tuple(_entries(connection, there[:DEEPEST], wanted, scope, limit)),
        tuple(_entities(connection, wanted, scope, limit)), more=len(there) > limit,
    )  # fmt: skip


def _in_scope(connection: Connection, numbers: Iterable[int], scope: Scope, most: int) -> Iterator[int]:
    """The first of some reports that the scope has."""
    r, found = schema.report.c, 0
    for chunk in chunks(numbers):
        rows = {row.n: row for row in connection.execute(select(r.n, r.id, r.first_seen).where(r.n.in_(chunk)))}
        for number in chunk:
            row = rows.get(number)
            if row is None or (scope.as_recorded is not None and row.first_seen > scope.as_recorded):
                continue
            if scope.page(connection, row.id) is None:
                continue
            yield number
            found += 1
            if found >= most:
                return


def _reports(
    connection: Connection, numbers: Sequence[int], wanted: Sequence[Term], scope: Scope
) -> Iterator[FoundReport]:
    infos = told.report_infos(connection, numbers, scope)
    r = schema.report.c
    texts = {row.n: row.text for row in connection.execute(select(r.n, r.text).where(r.n.in_(numbers)))}
    for number in numbers:
        yield FoundReport(infos[number], shown(texts[number], wanted))


def _entries(
    connection: Connection, numbers: Sequence[int], wanted: Sequence[Term], scope: Scope, limit: int
) -> Iterator[FoundEntry]:
    """The entries of some reports that have all terms in their words."""
    r, found, seen = schema.reading.c, 0, set[str]()
    for chunk in chunks(numbers, 20):
        infos = told.report_infos(connection, chunk, scope)
        readings: Mapping[int, int] = {
            row.n: row.report
            for row in connection.execute(select(r.n, r.report).where(r.report.in_(chunk)))
            if row.n not in scope.ended
        }
        rows = [
            (kind, row)
            for kind, query in _said(list(readings))
            for row in connection.execute(query)
            if row.id not in seen and _has(row.words, wanted) and scope.holds((row.reading,), row.id)
        ]
        place = {number: at for at, number in enumerate(chunk)}
        rows.sort(key=lambda one: (place[readings[one[1].reading]], one[1].start, one[0], one[1].id))
        for kind, row in rows:
            if row.id in seen:
                continue
            seen.add(row.id)
            yield FoundEntry(kind, row.id, row.what, shown(row.words, wanted), infos[readings[row.reading]])
            found += 1
            if found >= limit:
                return


def _said(readings: Sequence[int]) -> Iterator[tuple[Kind, Select[tuple[str, int, str, str, int]]]]:
    """The words of entries: of events the sentence that tells them, of figures the number and what is counted, of claims what is said."""
    e, q, c, x = schema.event.c, schema.quantity.c, schema.claim.c, schema.content.c
    yield (
        "event",
        select(
            e.id, e.reading, e.type.label("what"), e.evidence_words.label("words"), e.trigger_start.label("start")
        ).where(e.reading.in_(readings)),
    )
    counted = (q.words + " " + func.coalesce(q.of_words, "")).label("words")
    yield "figure", select(q.id, q.reading, q.counted.label("what"), counted, q.start).where(q.reading.in_(readings))
    yield (
        "claim",
        select(c.id, c.reading, c.kind.label("what"), x.words, x.start)
        .join(schema.content, (x.reading == c.reading) & (x.claim == c.n))
        .where(c.reading.in_(readings), c.event.is_(None), c.quantity.is_(None)),
    )


def _entities(connection: Connection, wanted: Sequence[Term], scope: Scope, limit: int) -> Iterator[FoundEntry]:
    """The entities of whose names each begins one."""
    e, c, r, p = schema.entity.c, schema.cast.c, schema.reading.c, schema.report.c
    query = select(e.n, e.id, e.name, e.kind).order_by(e.id, e.n)
    best: dict[str, tuple[str, str, list[int]]] = {}
    for row in connection.execute(query):
        if _has(row.name, wanted):
            name, kind, numbers = best.setdefault(row.id, (row.name, row.kind, []))
            numbers.append(row.n)
            if len(row.name) > len(name):
                best[row.id] = (row.name, kind, numbers)
    found = 0
    for id_, (name, kind, numbers) in sorted(best.items(), key=lambda one: (len(one[1][0]), one[0])):
        where = (
            select(c.reading, p.id)
            .join(schema.reading, r.n == c.reading)
            .join(schema.report, p.n == r.report)
            .where(c.entity.in_(numbers[:_MANY]))
        )
        if any(
            reading not in scope.ended and scope.page(connection, report) is not None
            for reading, report in connection.execute(where)
        ):
            yield FoundEntry("entity", id_, kind, shown(name, wanted), None)
            found += 1
            if found >= limit:
                return


_MANY = 500


def _spots(told_: str, wanted: Sequence[Term]) -> dict[Term, list[tuple[int, int]]]:
    """Where the terms stand in a text."""
    tokens = [
        (word, token.start(), token.end())
        for token in _TOKEN.finditer(told_)
        for word in _TOKEN.findall(folded(token[0]))
    ]
    found: dict[Term, list[tuple[int, int]]] = {term: [] for term in wanted}
    firsts: dict[str, list[int]] = {}
    for at, (word, _, _) in enumerate(tokens):
        firsts.setdefault(word[:1], []).append(at)
    for term in wanted:
        for at in firsts.get(term[0][:1], ()):
            stop = at + len(term)
            if (
                stop <= len(tokens)
                and all(tokens[at + n][0] == word for n, word in enumerate(term[:-1]))
                and tokens[stop - 1][0].startswith(term[-1])
            ):
                found[term].append((tokens[at][1], tokens[stop - 1][2]))
    return found


def _has(told_: str, wanted: Sequence[Term]) -> bool:
    """Whether a text has all terms."""
    return all(_spots(told_, wanted).values())


def shown(told_: str, wanted: Sequence[Term]) -> tuple[Piece, ...]:
    """A stretch of a text around the first place of a term, with all that was found in it.

    >>> [(piece.words, piece.found) for piece in shown("Floods hit Beira.", terms("beira"))]
    [('Floods hit ', False), ('Beira', True), ('.', False)]
    """
    spots = sorted({spot for its in _spots(told_, wanted).values() for spot in its})
    first, last = spots[0] if spots else (0, 0)
    start, stop = max(first - _AROUND, 0), min(last + 2 * _AROUND, len(told_))
    if start:
        start = min(told_.find(" ", start, first) + 1 or start, first)
    if stop < len(told_):
        stop = max(told_.rfind(" ", last, stop), last) if " " in told_[last:stop] else stop
    pieces, at = [Piece("…", found=False)] if start else [], start
    for left, right in spots:
        if left < at or right > stop:
            continue
        if told_[at:left]:
            pieces.append(Piece(told_[at:left], found=False))
        pieces.append(Piece(told_[left:right], found=True))
        at = right
    if told_[at:stop]:
        pieces.append(Piece(told_[at:stop], found=False))
    return (*pieces, Piece("…", found=False)) if stop < len(told_) else tuple(pieces)
