"""Finds what is wrong in the tables of a codebook: damage by spreadsheets, wrong values, rows that name no row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dragoman.model.edtf import bounds

from .problems import Problem, nearest
from .tables import Kind, OfficeRow, Row, RowTable

if TYPE_CHECKING:
    from .book import Codebook

NAME_KINDS = frozenset(
    {"name", "full", "short", "acronym", "former", "nickname", "demonym", "adjective", "capital", "seat", "role"}
)
OFFICE_ROLES = frozenset(
    {
        "head_of_state", "head_of_government", "foreign_minister", "defence_minister", "interior_minister", "speaker",
        "commander", "spokesman", "ambassador", "party_head", "igo_head", "other",
    }
)  # fmt: skip
SINGLE_ROLES = OFFICE_ROLES - {"spokesman", "ambassador", "other", "commander"}
"""Roles whose office has one holder at a time."""
PLACE_KINDS = frozenset({"site", "district", "city", "admin2", "admin1", "country", "region", "sea"})
OWNERSHIP = frozenset(
    {"state", "party", "military", "public_service", "private", "cooperative", "nonprofit", "university", "unknown"}
)
ENTITY_KINDS = frozenset({"person", "organization", "group", "country", "conflict", "event"})

_EXPONENT = re.compile(r"[\d.,]+E\+?\d+", re.IGNORECASE)
_SHEET_DAY = re.compile(r"\d{1,2}-[A-Z][a-z]{2}(-\d{2,4})?|[A-Z][a-z]{2}-\d{2,4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")
_SERIAL = re.compile(r"[2-5]\d{4}")
_ERROR = re.compile(r"#(REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?")
_QID = re.compile(r"Q[1-9]\d*")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€|\ufffd")

Rule = Callable[[str], str]
"""A cell to a hint: empty where the cell is right."""


def check_tables(codebook: Codebook, problems: list[Problem]) -> None:
    """Add the mistakes of all tables to ``problems``."""
    tables = {name: source.rows(problems) for name, source in codebook.sources.items()}
    for name, table in tables.items():
        problems.extend(_cells(name, table))
        problems.extend(_keys(table))
    problems.extend(_references(codebook, tables))
    problems.extend(_offices(tables["offices"]))


def _cells(name: str, table: RowTable[Any]) -> Iterator[Problem]:
    columns = table.columns
    rules = [_RULES.get(f"{name}.{column}") or _RULES.get(column) for column in columns.names]
    for where, cells in table.cells():
        for column, cell, kind, rule in zip(columns.names, cells, columns.kinds, rules, strict=True):
            hint = _hint(cell, kind, rule) if cell else ""
            if hint:
                file, _, line = where.rpartition(":")
                yield Problem(file, int(line), f"{column}: {cell!r}", hint)


def _hint(cell: str, kind: Kind, rule: Rule | None) -> str:
    hint = _damage(cell)
    if not hint and kind in ("number", "whole"):
        hint = _number(cell, whole=kind == "whole")
    return hint or (rule(cell) if rule is not None else "")


def _damage(cell: str) -> str:
    """What a spreadsheet did to a cell of any kind."""
    if cell in ("TRUE", "FALSE", "True", "False"):
        return "a spreadsheet turned yes or no into this; write yes or no"
    if _ERROR.fullmatch(cell):
        return "an error of a spreadsheet stands in the place of the value"
    if _SHEET_DAY.fullmatch(cell):
        return "a spreadsheet turned a date into this; write it as 2025-09-02"
    if _MOJIBAKE.search(cell):
        return "letters were spoilt by a wrong encoding; save the table as UTF-8"
    if cell != cell.strip() or "\n" in cell:
        return "blanks at an edge, or a line break inside"
    return ""


def _number(cell: str, *, whole: bool) -> str:
    if _EXPONENT.fullmatch(cell):
        return "a spreadsheet shortened the number; write all its digits"
    try:
        int(cell) if whole else float(cell)
    except ValueError:
        return "a decimal point, and no thousands separators" if "," in cell else "not a number"
    return ""


def _edtf(cell: str) -> str:
    if _SERIAL.fullmatch(cell):
        return "a spreadsheet's count of days stands in the place of a date"
    try:
        bounds(cell)
    except ValueError:
        return "not an EDTF date; write 2025-09-02, 2025-09 or 2025"
    return ""


def _qid(cell: str) -> str:
    return "" if _QID.fullmatch(cell) else "a Wikidata id is Q and digits"


def _digits(*lengths: int) -> Rule:
    def rule(cell: str) -> str:
        if cell.isdigit() and len(cell) in lengths:
            return ""
        padded = cell.zfill(lengths[0])
        return (
            f"a leading zero is lost: {padded}?" if cell.isdigit() and len(cell) < lengths[0] else "digits are needed"
        )

    return rule


def _cameo(cell: str) -> str:
    if not cell.isdigit() or not 2 <= len(cell) <= 4:
        return f"a leading zero is lost: {cell.zfill(3)}?" if cell.isdigit() and len(cell) < 2 else "two to four digits"
    return "" if 1 <= int(cell[:2]) <= 20 else f"a leading zero is lost: 0{cell}?"


def _within(limit: float) -> Rule:
    return lambda cell: "" if -limit <= float(cell) <= limit else f"outside -{limit:g} to {limit:g} degrees"


def _word(known: frozenset[str]) -> Rule:
    return lambda cell: "" if cell in known else nearest(cell, known) or "not known"


_RULES: dict[str, Rule] = {
    "cameo.code": _cameo,
    "qid": _qid,
    "office_qid": _qid,
    "countries.numeric": _digits(3, 4),
    "since": _edtf,
    "until": _edtf,
    "start": _edtf,
    "end": _edtf,
    "as_known": _edtf,
    "lat": _within(90),
    "lon": _within(180),
    "names.kind": _word(NAME_KINDS),
    "places.kind": _word(PLACE_KINDS),
    "entities.kind": _word(ENTITY_KINDS),
    "role": _word(OFFICE_ROLES),
    "ownership": _word(OWNERSHIP),
    "state_controlled": _word(frozenset({"yes", "no", "disputed"})),
    "reliability": _word(frozenset("ABCDEF")),
}


def _keys(table: RowTable[Any]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for row in table:
        if not str(getattr(row, row.KEY[0])):
            yield _at(row, f"{row.KEY[0]} is empty")
        first = seen.setdefault(row.key, row.where)
        if first != row.where:
            yield _at(row, f"{row.key!r} stands twice", f"first at {first}")


def _references(codebook: Codebook, tables: dict[str, RowTable[Any]]) -> Iterator[Problem]:
    countries = {row.id for row in tables["countries"]}
    anywhere = countries | {code for code, sector in codebook.sectors.items() if sector.kind == "country"}
    sectors = {code for code, sector in codebook.sectors.items() if sector.kind == "sector"}
    entities = {row.id for row in tables["entities"]}
    outlets = {row.id for row in tables["outlets"]}
    places = {row.id for row in tables["places"]}
    named = anywhere | entities | outlets | places
    checks: tuple[tuple[str, str, set[str], str], ...] = (
        ("entities", "country", anywhere, "ISO 3166-1 alpha-3, or a code of sectors.yml"),
        ("entities", "sector", sectors, "codes stand in sectors.yml"),
        ("entities", "other_sectors", sectors, "codes stand in sectors.yml"),
        ("entities", "parent", named, "the id of a row of entities or countries"),
        ("names", "entity", named, "the id of a row of countries, entities or outlets"),
        ("offices", "holder", entities, "the id of a row of entities.csv"),
        ("offices", "country", anywhere, "ISO 3166-1 alpha-3, or a code of sectors.yml"),
        ("offices", "body", named, "the id of a row of entities.csv"),
        ("places", "country", anywhere, "ISO 3166-1 alpha-3"),
        ("places", "parent", places | countries, "the id of a row of places or countries"),
        ("outlets", "country", anywhere, "ISO 3166-1 alpha-3"),
        ("outlets", "controlled_by", named, "the id of a row of countries or entities"),
        ("countries", "plover", countries, "the code that it folds into"),
    )
    for name, column, known, hint in checks:
        for row in tables[name]:
            value = getattr(row, column)
            for part in value if isinstance(value, tuple) else (value,):
                if part and part not in known:
                    yield _at(row, f"{column}: {part!r} is not known", hint)


def _offices(offices: RowTable[OfficeRow]) -> Iterator[Problem]:
    """Spells of one office with one holder at a time, and of one holder in one office, must not overlap."""
    spells: dict[tuple[str, ...], list[OfficeRow]] = {}
    for row in offices:
        spells.setdefault(("holder", row.holder, row.office, row.country), []).append(row)
        if row.role in SINGLE_ROLES:
            spells.setdefault(("office", row.office, row.body, row.country), []).append(row)
    for key, rows in spells.items():
        dated = sorted(((span, row) for row in rows if (span := _span(row)) is not None), key=lambda pair: pair[0])
        for (before, first), (after, second) in pairwise(dated):
            # Only an overlap that no reading of the dates avoids.
            if before[1] > after[0]:
                other = "the same holder" if key[0] == "holder" else f"{first.holder} holds it"
                yield _at(
                    second,
                    f"{second.office} ({second.country}) overlaps {first.where}",
                    f"{other} until {first.end or 'now'}",
                )


def _span(row: OfficeRow) -> tuple[date, date] | None:
    """The latest day on which it can have begun, and the earliest on which it can have ended."""
    try:
        start = bounds(row.start)[1] if row.start else None
        end = bounds(row.end)[0] if row.end else None
    except ValueError:
        return None  # told already, as a cell
    return start or date.min, end or date.max


def _at(row: Row, what: str, hint: str = "") -> Problem:
    file, _, line = row.where.rpartition(":")
    return Problem(file, int(line), what, hint)
