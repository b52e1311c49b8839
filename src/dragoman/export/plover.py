"""PLOVER JSON: one object a line, with the keys of the PLOVER manual 2.0 in order; keys without a value are left out.

``id``, ``date``, ``actor`` and ``event`` are always there. An event without a first day is left out unless a policy gives one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from dragoman.codebook import Codebook
from dragoman.export.about import About
from dragoman.export.files import new_text
from dragoman.export.items import Item, Who, chosen
from dragoman.export.lines import json_line
from dragoman.export.losses import count
from dragoman.export.names import area, country_code, country_name, sectors
from dragoman.export.options import Options
from dragoman.export.source import Export
from dragoman.model import Place, Quantity
from dragoman.record.views import RecordedFigure

KEYS = (
    "id", "has_event", "date", "time", "enddate", "endtime", "actor", "recipient", "event", "event_loc", "event_text", "quad_code", "event_scale",
    "mode", "context", "link", "text", "text_info", "cite_info", "coder", "coded_date", "coded_time", "comment",
)  # fmt: skip
"""The keys in order. The manual's object ``size`` for counts of people follows them where there are any."""
REQUIRED = ("id", "date", "actor", "event")
"""The keys that are always there."""
RESOLUTION = {"site": 5, "district": 5, "city": 4, "admin2": 3, "admin1": 2, "country": 1}
"""PLOVER's numbers for how closely a place is known."""
_SIZES = {"killed": "dead", "injured": "injured", "arrested": "arrested"}
_WHOLE = (None, "total", "cumulative")
"""How a figure must add up to be the size of an event."""
_LOST = (
    "with", "quantities", "marks", "other tellings", "contested fields", "history of the status", "who speaks against it",
)  # fmt: skip
_CLOCK = re.compile(r"\d\d:\d\d(?::\d\d)?", re.ASCII)
_SIGNS = {"=": "{point}", "~": "~{point}", ">=": "{low}-", "<=": "-{high}", "range": "{low}-{high}"}
"""Figures as MUC writes them; over and under have no sign of their own there."""


def write(source: Export, path: Path, codebook: Codebook, options: Options, about: About) -> tuple[Path, ...]:
    """Write the file. Raises `dragoman.errors.ExportError` where it cannot be written."""
    about.conforms = options.fold != "surface"
    about.rows["events"] = 0
    with new_text(path, bom=options.bom) as out:
        for item in chosen(source, codebook, options, about, plover=True):
            days = _days(item, options)
            if days is None:
                about.left_out["no date"] += 1
                continue
            figures = item.figures(source)
            sized = size(figures)
            rest = [one for one in figures if one.quantity.counted not in {k for k, v in _SIZES.items() if v in sized}]
            count(about, item, rest, _LOST)
            if item.earliest is None:
                about.changed[f"dates that begin by the policy {options.date}"] += 1
            if not item.actors:
                about.changed["events without an actor, written with an empty list"] += 1
            text = source.text(item.told.report.id) if options.with_text else None
            out(json_line(_filled(row(item, days, codebook, options, size=sized, text=text))) + "\n")
            about.rows["events"] += 1
    return (path,)


def _days(item: Item, options: Options) -> tuple[date, date | None] | None:
    first = item.earliest or item.day(options.date)
    if first is None:
        return None
    return first, item.latest if item.latest and item.latest > first else None


def row(
    item: Item,
    days: tuple[date, date | None],
    codebook: Codebook,
    options: Options,
    *,
    size: Mapping[str, str],
    text: str | None,
) -> dict[str, object]:
    """The object of an event, null where a value is missing. Raises ``ValueError`` for an event that the fold leaves out."""
    plover, told, report = item.plover, item.told, item.told.report
    if plover is None:
        raise ValueError(f"{item.id} has no PLOVER type under this fold")
    kind = codebook.types.get(plover.type)
    quad = options.sanction_quad if plover.type == "SANCTION" else kind.quad if kind else None
    starts, ends = _clock(told.event.when.time_of_day if told.event.when else None)
    evidence = told.event.evidence
    coder, _, version = told.reader.partition(" ")
    return {
        "id": item.id,
        "has_event": True,
        "date": days[0],
        "time": starts,
        "enddate": days[1],
        "endtime": ends,
        "actor": [_party(who, codebook, options) for who in item.actors],
        "recipient": [_party(who, codebook, options) for who in item.recipients] or None,
        "event": [plover.type],
        "event_loc": _filled(_location(item.place, codebook)) if item.place else None,
        "event_text": [told.event.trigger.words],
        "quad_code": quad,
        "event_scale": codebook.score(plover.type, plover.mode),
        "mode": [plover.mode] if plover.mode else None,
        "context": told.event.contexts or None,
        "link": _link(item),
        "text": text,
        "text_info": {"start": evidence.start, "end": evidence.end, "text_story": ""},
        "cite_info": _filled(
            {
                "url": report.url,
                "title": report.title or None,
                "language": report.language.split("-")[0],
                "publication": report.outlet,
                "coder": coder,
                "codebook": told.codebook,
                "version": version or None,
            }
        ),
        "coder": told.reader,
        "comment": _comment(item),
        "size": dict(size) or None,
    }


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


def _party(who: Who, codebook: Codebook, options: Options) -> dict[str, object]:
    entity = who.entity
    code = country_code(entity, codebook)
    held = sectors(entity, codebook)
    if options.entity_style == "example":
        return _filled(
            {
                "raw_text": who.words,
                "entity_name": entity.name if entity else None,
                "wikidata_id": entity.qid if entity else None,
                "country_name": country_name(code, codebook),
                "sector_code": held[0] if held else None,
                "other_sector_codes": held[1:] or None,
            }
        )
    return _filled(
        {
            "code": code,
            "sector": held[0] if held else None,
            "entity_text": who.words,
            "identifier_id": entity.qid if entity else None,
            "identifier_text": entity.name if entity else None,
            "office": entity.office if entity else None,
        }
    )


def _location(place: Place, codebook: Codebook) -> dict[str, object]:
    units = area(place, codebook)
    shown = place.precision != "country"
    return {
        "extracted_place": place.words.words,
        "resolved_place": place.name,
        "geonameid": place.geonames,
        "lat": place.lat if shown else None,
        "lon": place.lon if shown else None,
        "city": units.city,
        "district": units.district,
        "province": units.province,
        "country": units.country,
        "country_code": place.country,
        "resolution": RESOLUTION.get(place.precision or ""),
    }


def _clock(told: str | None) -> tuple[str | None, str | None]:
    """The first and the last time of day; null for words such as "night"."""
    first, _, last = (told or "").partition("/")
    if not _CLOCK.fullmatch(first):
        return None, None
    return first, last if _CLOCK.fullmatch(last) else None


def _link(item: Item) -> str | None:
    """The set of acts to which the event belongs."""
    sets = sorted(
        relation.right
        for relation in item.event.relations
        if relation.type in ("member_of", "part_of") and relation.left == item.event.id and relation.until is None
    )
    return sets[0] if sets else None


def _comment(item: Item) -> str:
    certainty, chain = item.certainty(), item.chain()
    parts = [
        f"status={item.status}",
        f"attribution={' > '.join(chain)}" if chain else "",
        f"certainty={certainty}" if certainty else "",
    ]
    return "; ".join(part for part in parts if part)


def size(figures: Sequence[RecordedFigure]) -> dict[str, str]:
    """The dead, injured and arrested of an event as MUC writes numbers, where its report tells one figure of a kind and no more."""
    told: dict[str, list[str]] = {}
    for one in figures:
        name, fact = _SIZES.get(one.quantity.counted), one.figure
        if name and one.part != "stale" and one.quantity.aggregation in _WHOLE and fact.time_ref != "future":
            text = muc(one.quantity)
            told.setdefault(name, []).append(text or "")
    return {name: texts[0] for name, texts in told.items() if len(texts) == 1 and texts[0]}


def muc(quantity: Quantity) -> str | None:
    """A figure as MUC writes it: ``~2000`` about, ``600-`` at least, ``-600`` at most, ``6-8``; null where MUC has no sign for it."""
    form = _SIGNS.get(quantity.op)
    return form.format(point=quantity.point, low=quantity.low, high=quantity.high) if form else None
