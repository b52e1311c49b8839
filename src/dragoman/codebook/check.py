"""Finds what is wrong in a codebook, all of it at once.

What a file says by itself is checked while it is read (shape, unknown keys, words of closed vocabularies, markup of
examples); here stands what one file says of another. Running the examples needs a reader and is done where one is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from .book import Codebook, typed
from .check_tables import check_tables
from .events import EventType, Predicate
from .folds import Cell, Fold
from .loader import TABLES, check_header, load, shipped
from .problems import Problem, nearest

NEEDED = ("cameo", "countries")
"""Tables without which codes cannot be checked."""


def check(overlay: str | Path | None = None) -> list[Problem]:
    """All mistakes of the shipped files with a user's folder laid over them, sorted by file and line."""
    folder = Path(overlay) if overlay is not None else None
    loaded = load(folder)
    codebook = typed(loaded, folder)
    problems = loaded.problems
    for name in TABLES:
        csv = shipped() / f"{name}.csv"
        if csv.is_file():
            check_header(csv, csv.name, problems)
    check_tables(codebook, problems)
    if all(_readable(codebook, name) for name in NEEDED):
        problems.extend(_references(codebook))
    return sorted(set(problems))


def _readable(codebook: Codebook, name: str) -> bool:
    problems: list[Problem] = []
    codebook.sources[name].rows(problems)
    return not problems


def _references(codebook: Codebook) -> Iterator[Problem]:
    for event_type in codebook.types.values():
        yield from _type(codebook, event_type)
    for predicate in codebook.predicates:
        yield from _predicate(codebook, predicate)
    yield from _cameo_map(codebook)
    for fold in codebook.status.folds.values():
        yield from _fold(codebook, fold)
    yield from _roles(codebook)
    for name, family in codebook.policies.families.items():
        for type_ in family:
            if type_ not in codebook.types:
                yield Problem(
                    "policies.yml", 1, f"families.{name}: type {type_!r} is not known", nearest(type_, codebook.types)
                )


def _type(codebook: Codebook, event_type: EventType) -> Iterator[Problem]:
    if event_type.plover and (event_type.quad is None or event_type.score is None):
        yield _at(event_type.where, f"{event_type.name} has no quad or no score", "PLOVER types have both")
    for where, code in ((event_type.where, event_type.cameo), *((m.where, m.cameo) for m in event_type.modes.values())):
        yield from _code(codebook, code, where)
    for mode in event_type.modes.values():
        row = codebook.cameo_map.rows.get((event_type.name, mode.name))
        if mode.cameo is not None and row is not None and mode.cameo not in row.all_codes():
            made = " ".join(row.codes)
            yield _at(
                mode.where, f"{event_type.name} {mode.name}: cameo {mode.cameo}", f"cameo_map.yml makes it {made}"
            )
        if event_type.plover and row is None:
            yield _at(
                mode.where,
                f"{event_type.name} {mode.name} has no row in cameo_map.yml",
                "add one, or its code is that of its type",
            )


def _predicate(codebook: Codebook, predicate: Predicate) -> Iterator[Problem]:
    where = predicate.where
    for context in predicate.contexts:
        if context not in codebook.contexts:
            yield _at(where, f"context {context!r} is not known", nearest(context, codebook.contexts))
    yield from _code(codebook, predicate.cameo, where)
    if predicate.force is not None and predicate.type != "REQUEST":
        yield _at(where, f"force: {predicate.type} has none", "appeal and demand are for REQUEST")
    for conditions in (predicate.only, predicate.unless):
        for place, words in conditions.items():
            for word in words:
                # Three capitals are a sector or a country; whoever means an acronym writes the name it stands for.
                code = len(word) == 3 and word.isalpha() and word.isupper()
                if code and word not in codebook.sectors and word not in codebook.countries:
                    yield _at(
                        where,
                        f"{place}: {word} is neither a sector nor a country",
                        "a word is written in small letters",
                    )
    for example in predicate.examples:
        yield from _expectations(codebook, predicate, example.expect, example.where)


def _expectations(codebook: Codebook, predicate: Predicate, expect: Mapping[str, str], where: str) -> Iterator[Problem]:
    type_, mode = expect.get("type", predicate.type), expect.get("mode")
    if type_ not in codebook.types:
        yield _at(where, f"example: type {type_!r} is not known", nearest(type_, codebook.types))
    elif mode is not None and mode not in codebook.types[type_].modes:
        yield _at(where, f"example: {type_} has no mode {mode!r}", nearest(mode, codebook.types[type_].modes))


def _cameo_map(codebook: Codebook) -> Iterator[Problem]:
    for case in codebook.cameo_map.cases.values():
        for context in case.contexts:
            if context not in codebook.contexts:
                yield _at(case.where, f"context {context!r} is not known", nearest(context, codebook.contexts))
        for sector in case.actor_not:
            if sector not in codebook.sectors:
                yield _at(case.where, f"sector {sector!r} is not known", nearest(sector, codebook.sectors))
    for row in codebook.cameo_map.rows.values():
        yield from _type_and_mode(codebook, row.type, row.mode, row.where)
        for code in sorted(row.all_codes()):
            yield from _code(codebook, code, row.where)
    for code_row in codebook.cameo:
        if code_row.type:
            yield from _type_and_mode(codebook, code_row.type, code_row.mode or None, code_row.where)
        for context in code_row.contexts:
            if context not in codebook.contexts:
                yield _at(code_row.where, f"context {context!r} is not known", nearest(context, codebook.contexts))


def _fold(codebook: Codebook, fold: Fold) -> Iterator[Problem]:
    for type_, cells in fold.rows.items():
        if type_ != "any" and type_ not in codebook.types:
            yield _at(fold.where, f"fold {fold.name}: type {type_!r} is not known", nearest(type_, codebook.types))
        for cell in cells.values():
            for outcome in cell.outcomes():
                yield from _cell(codebook, fold, cell, outcome)
    for name, event_type in codebook.types.items():
        if event_type.plover and fold.cell(name, "happened") is None:
            yield _at(
                fold.where, f"fold {fold.name} has no row for {name}", "without one its events have no row in exports"
            )


def _cell(codebook: Codebook, fold: Fold, outer: Cell, cell: Cell) -> Iterator[Problem]:
    yield from _code(codebook, cell.cameo, cell.where)
    type_ = cell.type or outer.type
    if type_ is not None and type_ not in fold.types:
        yield from _type_and_mode(codebook, type_, cell.mode, cell.where)


def _roles(codebook: Codebook) -> Iterator[Problem]:
    roles = codebook.roles
    sectors: list[tuple[str, str | None]] = []
    for role in roles.persons:
        sectors.extend((role.where, sector) for sector in (role.sector, *role.other_sectors))
    for body in roles.bodies:
        sectors.extend((body.where, sector) for sector in (body.sector, *body.other_sectors))
    for group in (*roles.groups, *roles.back_references):
        sectors.extend((group.where, sector) for sector in (group.sector, *group.other_sectors))
    for where, sector in sectors:
        if sector and sector not in codebook.sectors:
            yield _at(where, f"sector {sector!r} is not known", nearest(sector, codebook.sectors))
    for person in roles.persons:
        for country in (*person.countries, person.default):
            if country and country not in codebook.countries and country not in codebook.sectors:
                yield _at(person.where, f"country {country!r} is not known", "ISO 3166-1 alpha-3")


def _type_and_mode(codebook: Codebook, type_: str, mode: str | None, where: str) -> Iterator[Problem]:
    if type_ not in codebook.types:
        yield _at(where, f"type {type_!r} is not known", nearest(type_, codebook.types))
    elif mode is not None and mode not in codebook.types[type_].modes:
        yield _at(where, f"{type_} has no mode {mode!r}", nearest(mode, codebook.types[type_].modes))


def _code(codebook: Codebook, code: str | None, where: str) -> Iterator[Problem]:
    if code is not None and code not in codebook.cameo:
        padded = code.zfill(3)
        hint = f"did you mean {padded}?" if padded in codebook.cameo else "codes stand in cameo.csv"
        yield _at(where, f"cameo: {code!r} is no CAMEO code", hint)


def _at(where: str, what: str, hint: str = "") -> Problem:
    file, _, line = where.rpartition(":")
    return Problem(file, int(line), what, hint)
