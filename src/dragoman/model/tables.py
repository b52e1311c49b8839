"""A reading as flat tables: the columns of Dragoman's own tables, in their order, as far as one report alone can fill them.

What only a record knows (canonical ids, voices, series, times of recording) has no column here. Cells are plain Python values: texts, numbers,
dates, null, and tuples where a cell is a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, get_args

from dragoman.model.edtf import bounds

if TYPE_CHECKING:
    from dragoman.model.claim import Claim
    from dragoman.model.entity import Entity
    from dragoman.model.reading import Reading
    from dragoman.model.span import Span

Cell = str | int | float | date | None | tuple[str | int, ...]
Row = dict[str, Cell]
Table = Literal[
    "reports",
    "events",
    "participants",
    "claims",
    "attributions",
    "quantities",
    "entities",
    "mentions",
    "relations",
    "checks",
    "notes",
]
"""The names of the tables."""


def rows(reading: Reading, table: Table) -> list[Row]:
    """The rows of a table. Raises ``ValueError`` for a table that is not known."""
    if table not in _TABLES:
        raise ValueError(f"there is no table {table!r}; there are {', '.join(get_args(Table))}")
    return list(_TABLES[table](reading))


def _placed(prefix: str, span: Span | None) -> Row:
    """Words, start and end of a span, in three columns."""
    names = (f"{prefix}words", f"{prefix}start", f"{prefix}end")
    values: tuple[Cell, ...] = (span.words, span.start, span.end) if span else (None, None, None)
    return dict(zip(names, values, strict=True))


def _who(entity: Entity | None) -> Row:
    if entity is None:
        return dict.fromkeys(("name", "kind", "country", "sector", "office"))
    return {
        "name": entity.name,
        "kind": entity.kind,
        "country": entity.country,
        "sector": entity.sector,
        "office": entity.office,
    }


def _known(reading: Reading) -> Mapping[str | None, Entity]:
    return {entity.id: entity for entity in reading.entities}


def _reports(reading: Reading) -> Iterator[Row]:
    report = reading.report
    yield {
        "id": report.id,
        "outlet": report.outlet,
        "title": report.title,
        "author": report.author,
        "published": report.published,
        "language": report.language,
        "url": report.url,
        "characters": len(report.text),
        "text_sha256": sha256(report.text.encode("utf-8")).hexdigest(),
    }


def _events(reading: Reading) -> Iterator[Row]:
    for event in reading.events:
        when, place, plover = event.when, event.place, event.plover
        yield {
            "id": event.id,
            "report": reading.report.id,
            "type": event.type,
            "mode": event.mode,
            "cameo": event.cameo,
            "contexts": event.contexts,
            "status": event.status,
            "plover_type": plover.type if plover else None,
            "plover_mode": plover.mode if plover else None,
            "edtf": when.edtf if when else None,
            "earliest": when.earliest if when else None,
            "latest": when.latest if when else None,
            "time_of_day": when.time_of_day if when else None,
            "date_basis": when.basis if when else None,
            "place": place.name if place else None,
            "place_country": place.country if place else None,
            "geonames": place.geonames if place else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "place_precision": place.precision if place else None,
            **_placed("trigger_", event.trigger),
            **_placed("evidence_", event.evidence),
            "reader": reading.reader.name,
            "codebook": reading.reader.codebook,
        }


def _participants(reading: Reading) -> Iterator[Row]:
    known = _known(reading)
    for event in reading.events:
        for role, members in (("actor", event.actors), ("recipient", event.recipients), ("with", event.with_)):
            for number, member in enumerate(members, 1):
                yield {
                    "event": event.id,
                    "role": role,
                    "n": number,
                    "entity": member.entity,
                    **_who(known.get(member.entity)),
                    **_placed("", member.words),
                }


def _claims(reading: Reading) -> Iterator[Row]:
    known = _known(reading)
    for claim in reading.claims:
        innermost = claim.attribution[-1] if claim.attribution else None
        yield {
            "id": claim.id,
            "report": reading.report.id,
            "kind": claim.kind,
            "event": claim.event,
            "quantity": claim.quantity,
            "content_words": tuple(piece.words for piece in claim.content),
            "content_start": tuple(piece.start for piece in claim.content),
            "content_end": tuple(piece.end for piece in claim.content),
            "author_certainty": claim.author_certainty,
            "chain_length": len(claim.attribution),
            "outermost": _said_by(claim, 0, known),
            "innermost": _said_by(claim, -1, known),
            "attitude": innermost.attitude if innermost else None,
            "certainty": innermost.certainty if innermost else None,
            "scope": innermost.scope if innermost else None,
        }


def _said_by(claim: Claim, hop: int, known: Mapping[str | None, Entity]) -> str | None:
    """The source of a link by its name, else by its words."""
    if not claim.attribution:
        return None
    source = claim.attribution[hop].source
    if source.entity in known:
        return known[source.entity].name
    return source.words.words if source.words else None


def _attributions(reading: Reading) -> Iterator[Row]:
    known = _known(reading)
    for claim in reading.claims:
        for hop, link in enumerate(claim.attribution):
            entity = known.get(link.source.entity)
            yield {
                "claim": claim.id,
                "hop": hop,
                "entity": link.source.entity,
                "name": entity.name if entity else None,
                "descriptor": link.source.descriptor,
                **_placed("source_", link.source.words),
                **_placed("cue_", link.cue),
                "attitude": link.attitude,
                "certainty": link.certainty,
                "scope": link.scope,
            }


def _quantities(reading: Reading) -> Iterator[Row]:
    told_by = {claim.quantity: claim.id for claim in reversed(reading.claims)}
    for figure in reading.quantities:
        earliest, latest = bounds(figure.as_of) if figure.as_of else (None, None)
        yield {
            "id": figure.id,
            "report": reading.report.id,
            "claim": told_by.get(figure.id),
            "event": figure.event,
            "counted": figure.counted,
            "of": figure.of,
            "of_entity": figure.of_entity,
            "op": figure.op,
            "low": figure.low,
            "high": figure.high,
            "point": figure.point,
            "unit": figure.unit,
            "aggregation": figure.aggregation,
            "as_of": figure.as_of,
            "as_of_basis": figure.as_of_basis,
            "as_of_earliest": earliest,
            "as_of_latest": latest,
            "part_of": figure.part_of,
            "added_to": figure.added_to,
            "revises": figure.revises,
            **_placed("", figure.words),
        }


def _entities(reading: Reading) -> Iterator[Row]:
    for entity in reading.entities:
        yield {
            "id": entity.id,
            "name": entity.name,
            "kind": entity.kind,
            "qid": entity.qid,
            "country": entity.country,
            "sector": entity.sector,
            "office": entity.office,
        }


def _mentions(reading: Reading) -> Iterator[Row]:
    for entity in reading.entities:
        for mention in entity.mentions:
            yield {"report": reading.report.id, "entity": entity.id, **_placed("", mention)}


def _relations(reading: Reading) -> Iterator[Row]:
    for figure in reading.quantities:
        links = (("revises", figure.revises), ("part_of", figure.part_of), ("added_to", figure.added_to))
        for kind, other in links:
            if other is not None:
                yield {"type": kind, "from": figure.id, "to": other, "basis": "words"}


def _checks(reading: Reading) -> Iterator[Row]:
    for check in reading.checks:
        yield {
            "kind": check.kind,
            "claim": check.claim,
            "claimed": check.claimed,
            "record_min": check.record_min,
            "record_max": check.record_max,
            "verdict": check.verdict,
            "why": check.why,
        }


def _notes(reading: Reading) -> Iterator[Row]:
    for note in reading.notes:
        yield {
            "report": reading.report.id,
            "kind": note.kind,
            **_placed("", note.words),
            "message": note.message,
        }


_TABLES: Mapping[Table, Callable[[Reading], Iterator[Row]]] = {
    "reports": _reports,
    "events": _events,
    "participants": _participants,
    "claims": _claims,
    "attributions": _attributions,
    "quantities": _quantities,
    "entities": _entities,
    "mentions": _mentions,
    "relations": _relations,
    "checks": _checks,
    "notes": _notes,
}
