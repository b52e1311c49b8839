"""Rows as facts: what the rules of the record compute with, fetched by ids and kept while a run lasts."""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, select

from dragoman.model import Report
from dragoman.record import schema
from dragoman.record.facts import Figure, Holder, Page, Party, Telling
from dragoman.record.ids import number
from dragoman.record.rebuild import Row, chunks, day, fetched, grouped, listed, place
from dragoman.record.rows import Rows
from dragoman.record.scope import Scope

_KEPT = 20_000
"""Facts kept in memory at most, of each kind."""
_ARTICLE = re.compile(r"^(?:an?|the|some|other|another)\s+", re.IGNORECASE)
_PRONOUNS = frozenset(
    [
        "i",
        "we",
        "you",
        "he",
        "she",
        "it",
        "they",
        "me",
        "us",
        "him",
        "her",
        "them",
        "one",
        "this",
        "that",
        "these",
        "those",
        "who",
        "whom",
        "which",
        "what",
        "there",
        "everyone",
        "nobody",
    ]
)
"""Words that say of whom only beside others, which another page has not."""
_DEFINITE = re.compile(r"\b(?:this|that|these|those|the|his|her|their|its)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)


class Known(NamedTuple):
    """What is known of an entity id, as one reading knows it."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    office: str | None


class _Kept(OrderedDict[str, Any]):
    """The facts used last."""

    def keep(self, key: str, value: tuple[str, tuple[int, ...], Any]) -> None:
        self[key] = value
        self.move_to_end(key)
        if len(self) > _KEPT:
            self.popitem(last=False)


_Read = Callable[[Connection, list[str]], Iterator[tuple[Row, Any]]]


class Loader:
    """Fetches facts by content ids, as far as they are in a scope. Entries never change, so what was fetched once is kept."""

    def __init__(self) -> None:
        self._tellings = _Kept()
        self._figures = _Kept()

    def tellings(self, connection: Connection, ids: Iterable[str], scope: Scope) -> list[Telling]:
        """The tellings with these ids that are in the scope, sorted by id."""
        return self._facts(connection, ids, scope, self._tellings, self._read_tellings)

    def figures(self, connection: Connection, ids: Iterable[str], scope: Scope) -> list[Figure]:
        """The figures with these ids that are in the scope, sorted by id."""
        return self._facts(connection, ids, scope, self._figures, self._read_figures)

    def _facts(self, connection: Connection, ids: Iterable[str], scope: Scope, kept: _Kept, read: _Read) -> list[Any]:
        wanted = sorted(set(ids))
        missing = [one for one in wanted if one not in kept]
        for chunk in chunks(missing):
            for row, fact in read(connection, chunk):
                kept.keep(fact.id, (row["report_id"], row["readings"], fact))
        scope.look(connection, {kept[one][0] for one in wanted if one in kept})
        found = []
        for one in wanted:
            if one not in kept:
                continue
            report, readings, fact = kept[one]
            page = scope.page(connection, report)
            if page is None or not scope.holds(readings, one):
                continue
            if fact.page != page:
                fact = replace(fact, page=page)
                kept[one] = (report, readings, fact)
            found.append(fact)
        return found

    def put(self, rows: Rows, number: int, report: Report, page: Page | None) -> tuple[list[Telling], list[Figure]]:
        """Keep the entries of a reading that was just written, as they would be fetched."""
        tables = rows.tables
        known = {
            row["id"]: Known(row["name"], row["kind"], row["country"], row["sector"], row["office"])
            for row in rows.entities
        }
        about = {"report_id": report.id, "title": report.title, "readings": (number,), "reading": number}
        claims = _told(tables["claim"], tables["attribution"])
        parties, marks = grouped(tables["participant"], "event"), grouped(tables["mark"], "event")
        tellings, figures = {}, {}
        for row in tables["event"]:
            fact = _telling({**row, **about}, parties[row["n"]], marks[row["n"]], claims["event", row["n"]], known)
            tellings[fact.id] = replace(fact, page=page or _NO_PAGE)
        others = {(number, row["n"]): row["id"] for row in tables["quantity"]}
        hours = {row["n"]: row["time_of_day"] for row in tables["event"]}
        for row in tables["quantity"]:
            told = _figure({**row, **about}, claims["quantity", row["n"]], known, others, hours.get(row["event"]))
            figures[told.id] = replace(told, page=page or _NO_PAGE)
        for kept, facts in ((self._tellings, tellings), (self._figures, figures)):
            for id_, one in facts.items():
                if id_ in kept:
                    kept.pop(id_)  # another reading tells it too: it is fetched when it is needed
                else:
                    kept.keep(id_, (report.id, (number,), one))
        return list(tellings.values()), list(figures.values())

    def forget(self, ids: Iterable[str]) -> None:
        """Fetch some entries again: another reading tells them too."""
        for one in ids:
            self._tellings.pop(one, None)
            self._figures.pop(one, None)

    def _read_tellings(self, connection: Connection, ids: Sequence[str]) -> Iterator[tuple[Row, Telling]]:
        rows = _latest(fetched(connection, _with_report(schema.event, ids)))
        readings = sorted({row["reading"] for row in rows})
        numbers = {(row["reading"], row["n"]) for row in rows}
        parties = _parts(connection, schema.participant, readings, "event", numbers)
        marks = _parts(connection, schema.mark, readings, "event", numbers)
        claims = _claims(connection, readings, "event", numbers)
        known = _cast(connection, readings)
        for row in rows:
            key = (row["reading"], row["n"])
            yield row, _telling(row, parties[key], marks[key], claims[key], known[row["reading"]])

    def _read_figures(self, connection: Connection, ids: Sequence[str]) -> Iterator[tuple[Row, Figure]]:
        rows = _latest(fetched(connection, _with_report(schema.quantity, ids)))
        readings = sorted({row["reading"] for row in rows})
        numbers = {(row["reading"], row["n"]) for row in rows}
        claims = _claims(connection, readings, "quantity", numbers)
        known = _cast(connection, readings)
        others = {
            (reading, n): one
            for chunk in chunks(readings)
            for reading, n, one in connection.execute(
                select(schema.quantity.c.reading, schema.quantity.c.n, schema.quantity.c.id).where(
                    schema.quantity.c.reading.in_(chunk)
                )
            )
        }
        hours = {
            (reading, n): hour
            for chunk in chunks(readings)
            for reading, n, hour in connection.execute(
                select(schema.event.c.reading, schema.event.c.n, schema.event.c.time_of_day).where(
                    schema.event.c.reading.in_(chunk), schema.event.c.time_of_day.is_not(None)
                )
            )
        }
        for row in rows:
            key = (row["reading"], row["n"])
            yield (
                row,
                _figure(row, claims[key], known[row["reading"]], others, hours.get((row["reading"], row["event"]))),
            )


def _with_report(table: Table, ids: Sequence[str]) -> Select[Any]:
    return (
        select(table, schema.report.c.id.label("report_id"), schema.report.c.published, schema.report.c.title)
        .join(schema.reading, schema.reading.c.n == table.c.reading)
        .join(schema.report, schema.report.c.n == schema.reading.c.report)
        .where(table.c.id.in_(ids))
    )


def _latest(rows: Iterable[Row]) -> list[Row]:
    """One row for each id, with the numbers of all readings that have it: the same entry of several readings says the same."""
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (-row["reading"], row["n"])):
        first = found.setdefault(row["id"], {**row, "readings": ()})
        first["readings"] = (*first["readings"], row["reading"])
    return list(found.values())


_Key = tuple[int, int]


def _parts(
    connection: Connection, table: Table, readings: Sequence[int], owner: str, numbers: set[_Key]
) -> defaultdict[_Key, list[Row]]:
    found: defaultdict[_Key, list[Row]] = defaultdict(list)
    for chunk in chunks(readings):
        for row in fetched(
            connection, select(table).where(table.c.reading.in_(chunk)).order_by(*table.primary_key.columns)
        ):
            key = (row["reading"], row[owner])
            if key in numbers:
                found[key].append(row)
    return found


def _claims(
    connection: Connection, readings: Sequence[int], about: str, numbers: set[_Key]
) -> defaultdict[_Key, list[tuple[Row, list[Row]]]]:
    """The claims about entries, each with the links of its chain, outermost first."""
    found: defaultdict[_Key, list[tuple[Row, list[Row]]]] = defaultdict(list)
    for chunk in chunks(readings):
        told = select(schema.claim).where(schema.claim.c.reading.in_(chunk), schema.claim.c[about].is_not(None))
        links = fetched(
            connection,
            select(schema.attribution)
            .where(schema.attribution.c.reading.in_(chunk))
            .order_by(*schema.attribution.primary_key.columns),
        )
        chains: defaultdict[_Key, list[Row]] = defaultdict(list)
        for link in links:
            chains[link["reading"], link["claim"]].append(link)
        for row in fetched(connection, told.order_by(schema.claim.c.reading, schema.claim.c.n)):
            key = (row["reading"], row[about])
            if key in numbers:
                found[key].append((row, chains[row["reading"], row["n"]]))
    return found


def _told(claims: Iterable[Row], links: Iterable[Row]) -> defaultdict[tuple[str, int], list[tuple[Row, list[Row]]]]:
    """The claims of one reading by what they are about, each with its chain."""
    chains = grouped(links, "claim")
    found: defaultdict[tuple[str, int], list[tuple[Row, list[Row]]]] = defaultdict(list)
    for row in claims:
        for about in ("event", "quantity"):
            if row[about] is not None:
                found[about, row[about]].append((row, chains[row["n"]]))
    return found


def _cast(connection: Connection, readings: Sequence[int]) -> defaultdict[int, dict[str, Known]]:
    found: defaultdict[int, dict[str, Known]] = defaultdict(dict)
    e = schema.entity.c
    for chunk in chunks(readings):
        rows = connection.execute(
            select(schema.cast.c.reading, e.id, e.name, e.kind, e.country, e.sector, e.office)
            .join(schema.entity, e.n == schema.cast.c.entity)
            .where(schema.cast.c.reading.in_(chunk))
        )
        for reading, one, *known in rows:
            found[reading][one] = Known(*known)
    return found


def _holder(claim: Row, links: Sequence[Row], known: Mapping[str, Known]) -> Holder:
    if not links:
        return Holder(voice="author", certainty=claim["author_certainty"])
    inner = links[-1]
    relays = tuple(link["entity"] or link["source_words"] or "" for link in reversed(links[:-1]))
    entity = inner["entity"]
    words = known[entity].name if entity in known else inner["source_words"] or inner["descriptor"] or ""
    return Holder(
        voice="unnamed" if entity is None else "named", entities=() if entity is None else (entity,), words=words, relays=relays,
        attitude=inner["attitude"], certainty=inner["certainty"], guessed=any(link["scope"] == "guessed" for link in links),
    )  # fmt: skip


def _party(row: Row, known: Mapping[str, Known]) -> Party:
    one = known.get(row["entity"] or "")
    if one is None:
        return Party(entity=row["entity"], words=row["words"])
    return Party(
        entity=row["entity"],
        words=row["words"],
        kind=one.kind,
        country=one.country,
        sector=one.sector,
        office=one.office,
    )


_NO_PAGE = Page(report="", work="", published=None)


def _telling(
    row: Row,
    parties: Iterable[Row],
    marks: Iterable[Row],
    claims: Iterable[tuple[Row, list[Row]]],
    known: Mapping[str, Known],
) -> Telling:
    roles: dict[str, list[Party]] = {"actor": [], "recipient": [], "with": []}
    for one in parties:
        roles[one["role"]].append(_party(one, known))
    holders = tuple(dict.fromkeys(_holder(claim, links, known) for claim, links in claims)) or (Holder(voice="author"),)
    start = row["trigger_start"]
    title = len(row["title"])
    before = row["evidence_words"][: max(0, start - row["evidence_start"])]
    return Telling(
        id=row["id"], page=_NO_PAGE, holders=holders, type=row["type"], status=row["status"], mode=row["mode"],
        contexts=listed(row["contexts"]), actors=tuple(roles["actor"]), recipients=tuple(roles["recipient"]),
        with_=tuple(roles["with"]), place=place(row), edtf=row["edtf"], basis=row["basis"], time_of_day=row["time_of_day"],
        closed=day(row["closed"]), is_set=bool(row["is_set"]), again=row["again_start"] is not None,
        marks=tuple((one["kind"], one["value"]) for one in marks),
        position="headline" if title and start < title else "lead" if row["evidence_start"] <= title + 2 else "body",
        definite=_DEFINITE.search(before) is not None, trigger=row["trigger_words"], start=start,
    )  # fmt: skip


def population(row: Row, known: Mapping[str, Known]) -> str:
    """What is counted, comparable between pages: a known entity by its id, else the words without an article; empty for a pronoun."""
    one = row["of_entity"]
    if one is not None and (one in known) and (one.isupper() or re.fullmatch(r"Q\d+", one)):
        return str(one)
    words = known[one].name if one in known else row["of_words"] or ""
    plain = " ".join(_ARTICLE.sub("", words.strip()).casefold().split())
    return "" if plain in _PRONOUNS else plain


def _figure(
    row: Row,
    claims: Sequence[tuple[Row, list[Row]]],
    known: Mapping[str, Known],
    others: Mapping[_Key, str],
    hour: str | None,
) -> Figure:
    own = [one for one in claims if one[0]["kind"] != "revision"] or claims
    claim = own[0][0] if own else None
    holder = _holder(*own[0], known) if own else Holder(voice="author")
    reading = row["reading"]
    return Figure(
        id=row["id"], page=_NO_PAGE, holder=holder, counted=row["counted"], op=row["op"], low=number(row["low"]),
        high=number(row["high"]), point=number(row["point"]), population=population(row, known), place=place(row),
        unit=row["unit"], aggregation=row["aggregation"], as_of=row["as_of"], as_of_basis=row["as_of_basis"], hour=hour,
        time_ref=claim["time_ref"] if claim else None, includes=listed(row["includes"]), excludes=listed(row["excludes"]),
        part_of=others.get((reading, row["part_of"])), added_to=others.get((reading, row["added_to"])),
        revises=others.get((reading, row["revises"])), words=row["words"],
    )  # fmt: skip
