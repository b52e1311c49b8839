"""POLECAT: tab-separated, 40 columns and a header, one row per event (exports of the PLOVER coder NGEC have this shape).

Missing is the word ``None``. Values stand without quotes; tabs and line breaks inside become blanks. Several parties stand in one cell with
``; `` between them, in the same order in each of their columns, and ``None`` for one of whom the column knows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from dragoman.codebook import Codebook
from dragoman.export.about import About
from dragoman.export.cells import risky, safe
from dragoman.export.files import new_text
from dragoman.export.items import Item, Who, chosen
from dragoman.export.losses import count
from dragoman.export.names import area, country_code, country_name, cow, sectors
from dragoman.export.options import Options
from dragoman.export.source import Export
from dragoman.model import Entity

MISSING = "None"
"""The sign for what is not known."""
_PARTY = (
    "{} Name",
    "{} Country",
    "{} COW",
    "Primary {} Sector",
    "{} Sectors",
    "{} Title",
    "{} Name Raw",
    "Wikipedia {} ID",
)
COLUMNS = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    *(name.format("Actor") for name in _PARTY),
    *(name.format("Recipient") for name in _PARTY),
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
"""The columns in order."""
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
"""Quad classes in the words of the format."""
_LOST = (
    "with", "status", "attribution", "certainty", "quantities", "date", "time of day", "place precision", "offsets of words", "marks",
    "other tellings", "contested fields", "history of the status", "relations to other events", "who speaks against it",
)  # fmt: skip
_BREAK = re.compile(r"[\t\n\r]")
_NUMBERED = re.compile(r"e(\d+)", re.ASCII)


def columns(options: Options) -> tuple[str, ...]:
    """The columns that some options give: two more with Wikidata ids, one more where the status is not folded into the type."""
    names = tuple(options.intensity_name if name == "Intensity" else name for name in COLUMNS)
    extra = ("Actor QID", "Recipient QID") if options.qid else ()
    return (*names, *extra, *(("Status",) if options.fold == "surface" else ()))


def write(source: Export, path: Path, codebook: Codebook, options: Options, about: About) -> tuple[Path, ...]:
    """Write the file. Raises `dragoman.errors.ExportError` where it cannot be written."""
    about.safe_cells = bool(options.safe_cells)
    about.conforms = not options.qid and options.fold != "surface"
    about.rows["events"] = 0
    with new_text(path, bom=options.bom) as out:
        out("\t".join(columns(options)) + "\n")
        for item in chosen(source, codebook, options, about, plover=True):
            count(about, item, item.figures(source), _LOST)
            if item.when and item.one_day is None and item.day(options.date) is not None:
                about.changed[f"dates that are one day by the policy {options.date}"] += 1
            out("\t".join(_cell(value, about) for value in row(item, codebook, options)) + "\n")
            about.rows["events"] += 1
    return (path,)


def row(item: Item, codebook: Codebook, options: Options) -> list[object]:
    """The values of a row, null where missing. Raises ``ValueError`` for an event that the fold leaves out."""
    plover, told, report = item.plover, item.told, item.told.report
    if plover is None:
        raise ValueError(f"{item.id} has no PLOVER type under this fold")
    kind = codebook.types.get(plover.type)
    return [
        f"{report.id}_{_number(told.event.id)}",
        item.day(options.date),
        plover.type,
        plover.mode,
        codebook.score(plover.type, plover.mode),
        QUADS.get(kind.quad or 0) if kind else None,
        _joined(told.event.contexts),
        *_party(item.actors, codebook),
        *_party(item.recipients, codebook),
        *_place(item, codebook),
        report.outlet,
        report.published,
        *_spoken_of(item),
        report.language,
        f"{told.reader}; codebook {told.codebook}",
        *([_each(item.actors, _qid), _each(item.recipients, _qid)] if options.qid else []),
        *([item.status] if options.fold == "surface" else []),
    ]


def _number(local: str) -> str:
    found = _NUMBERED.fullmatch(local)
    return found[1] if found else local


def _party(members: tuple[Who, ...], codebook: Codebook) -> list[object]:
    def of(value: Callable[[Entity], str | None]) -> str | None:
        return _each(members, lambda who: value(who.entity) if who.entity else None)

    return [
        of(lambda entity: entity.name),
        of(lambda entity: country_name(country_code(entity, codebook), codebook)),
        of(lambda entity: cow(country_code(entity, codebook), codebook)),
        of(lambda entity: entity.sector),
        of(lambda entity: "|".join(sectors(entity, codebook)) or None),
        of(lambda entity: entity.office),
        _each(members, lambda who: who.words),
        None,  # titles of Wikipedia pages are not held
    ]


def _qid(who: Who) -> str | None:
    return who.entity.qid if who.entity else None


def _each(members: tuple[Who, ...], value: Callable[[Who], str | None]) -> str | None:
    """One value for each member, `MISSING` in its place where there is none; null where there is none at all."""
    values = [value(who) for who in members]
    return "; ".join(one or MISSING for one in values) if any(values) else None


def _place(item: Item, codebook: Codebook) -> list[object]:
    place = item.place
    if place is None:
        return [None] * 10
    units = area(place, codebook)
    # A dot in the middle of a country would say more than the report does.
    shown = place.precision != "country"
    return [
        place.name,
        units.city,
        units.district,
        units.province,
        units.country,
        place.lat if shown else None,
        place.lon if shown else None,
        place.geonames,
        place.words.words,
        None,  # the gazetteer holds no feature codes
    ]


def _spoken_of(item: Item) -> list[object]:
    """People, organizations and locations that the event and its claims speak of, by name."""
    people: set[str] = set()
    bodies: set[str] = set()
    places = {item.place.name} if item.place else set()
    for entity in item.told.entities.values():
        group = {"person": people, "country": places, "place": places}.get(entity.kind, bodies)
        group.add(entity.name)
    return [_joined(sorted(group)) for group in (people, bodies, places)]


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


def _cell(value: object, about: About) -> str:
    if value is None or value == "":
        return MISSING
    text = str(value)
    if _BREAK.search(text):
        about.changed["tabs and line breaks that became blanks"] += 1
        text = _BREAK.sub(" ", text)
    if about.safe_cells and isinstance(value, str) and risky(text):
        about.changed["cells with an apostrophe in front"] += 1
        text = safe(text)
    return text
