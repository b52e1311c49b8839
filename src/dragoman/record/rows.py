"""A reading as rows: every entry with its words, its content id and the anchor of its place in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.model import Claim, Entity, Event, Place, Quantity, Reading, Span
from dragoman.record.ids import anchor, content_id, number

Row = dict[str, Any]
_Local = tuple[str, str]
"""Kind and local id of an entry of a reading."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one reading, by the names of their tables; the column ``reading`` is given by the record."""

    id: str
    """The id of the reading: what it says and which reader says it."""
    digest: str
    """The id of what it says alone."""
    entities: tuple[Row, ...]
    """Who is spoken of, in order; `cast` ties them to the reading."""
    tables: Mapping[str, list[Row]]


def rows_of(reading: Reading) -> Rows:
    """The rows of a reading. The same reading gives the same rows and ids everywhere."""
    report = reading.report.id
    places = {entity.id: n for n, entity in enumerate(reading.entities)}
    tables: dict[str, list[Row]] = {
        "mention": [
            {"entity": places[entity.id], "k": k, **span("", mention)}
            for entity in reading.entities
            for k, mention in enumerate(entity.mentions)
        ]
    }
    anchors: dict[_Local, str] = {
        ("event", event.id): anchor(report, "event", [_place_of(event.trigger)]) for event in reading.events
    }
    anchors |= {("quantity", one.id): anchor(report, "quantity", [_place_of(one.words)]) for one in reading.quantities}
    numbers: dict[_Local, int] = {("event", event.id): n for n, event in enumerate(reading.events)}
    numbers |= {("quantity", one.id): n for n, one in enumerate(reading.quantities)}
    _events(reading, report, anchors, tables)
    _quantities(reading, report, anchors, numbers, tables)
    _claims(reading, report, anchors, numbers, tables)
    claims = {claim.id: n for n, claim in enumerate(reading.claims)}
    tables["checked"] = [
        {
            "n": n, "kind": one.kind, "claim": claims[one.claim],
            "claimed_text": one.claimed if isinstance(one.claimed, str) else None,
            "claimed_number": None if isinstance(one.claimed, str) else one.claimed,
            "record_min": one.record_min, "record_max": one.record_max, "verdict": one.verdict, "why": one.why,
        }
        for n, one in enumerate(reading.checks)
    ]  # fmt: skip
    tables["note"] = [
        {"n": n, "kind": one.kind, **span("", one.words), "message": one.message} for n, one in enumerate(reading.notes)
    ]
    entities = tuple(entity_row(entity) for entity in reading.entities)
    said = content_id(
        "reading",
        {
            "report": report,
            "entries": [row["id"] for name in ("event", "quantity", "claim") for row in tables[name]],
            "entities": [
                [row["key"], *[[m["start"], m["end"]] for m in tables["mention"] if m["entity"] == n]]
                for n, row in enumerate(entities)
            ],
            "checks": [_plain(row) for row in tables["checked"]],
            "notes": [_plain(row) for row in tables["note"]],
        },
    )
    info = reading.reader
    made = content_id(
        "reading",
        {
            "says": said,
            "name": info.name,
            "version": info.version,
            "pipeline": info.pipeline,
            "codebook": info.codebook,
        },
    )
    return Rows(id=made, digest=said, entities=entities, tables=tables)


def entity_row(entity: Entity) -> Row:
    """What a reading knows of an entity, its mentions left out; equal knowledge has one ``key``."""
    row: Row = {
        "id": entity.id, "name": entity.name, "kind": entity.kind, "qid": entity.qid, "country": entity.country,
        "sector": entity.sector, "office": entity.office, "controlled_by": entity.controlled_by,
        "members": lines(entity.members),
    }  # fmt: skip
    return {"key": content_id("entity", _plain(row)), **row}


def span(prefix: str, words: Span | None) -> Row:
    """The three columns of exact words."""
    if words is None:
        return {f"{prefix}start": None, f"{prefix}end": None, f"{prefix}words": None}
    return {f"{prefix}start": words.start, f"{prefix}end": words.end, f"{prefix}words": words.words}


def lines(items: Sequence[str]) -> str | None:
    """A list of plain texts in one column."""
    return "\n".join(items) or None


def _place_of(words: Span) -> tuple[int, int]:
    return words.start, words.end


def _plain(row: Mapping[str, Any], without: Iterable[str] = ()) -> Row:
    """A row as it is hashed: without what is empty."""
    return {
        name: number(value) if isinstance(value, float) else value
        for name, value in row.items()
        if value is not None and name not in without
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _where(place: Place | None) -> Row:
    return {
        "place_name": place.name if place else None,
        "place_country": place.country if place else None,
        "place_geonames": place.geonames if place else None,
        "place_lat": float(place.lat) if place and place.lat is not None else None,
        "place_lon": float(place.lon) if place and place.lon is not None else None,
        "place_precision": place.precision if place else None,
        "place_within": lines(place.within) if place else None,
        **span("place_", place.words if place else None),
    }


def _events(reading: Reading, report: str, anchors: Mapping[_Local, str], tables: dict[str, list[Row]]) -> None:
    rows, participants, marks = [], [], []
    for n, event in enumerate(reading.events):
        row = {
            **_event(event),
            **span("trigger_", event.trigger),
            **span("evidence_", event.evidence),
            **span("again_", event.again),
        }
        parties = [
            {"role": role, "k": k, "entity": one.entity, **span("", one.words)}
            for role, members in (("actor", event.actors), ("recipient", event.recipients), ("with", event.with_))
            for k, one in enumerate(members)
        ]
        told = [
            {"k": k, "kind": one.kind, "value": one.value, **span("", one.words)} for k, one in enumerate(event.marks)
        ]
        said = {
            "report": report,
            "row": _plain(row),
            "participants": [_plain(one) for one in parties],
            "marks": [_plain(one) for one in told],
        }
        rows.append(
            {"n": n, "id": content_id("event", said), "anchor": anchors["event", event.id], "local": event.id, **row}
        )
        participants += [{"event": n, **one} for one in parties]
        marks += [{"event": n, **one} for one in told]
    tables |= {"event": rows, "participant": participants, "mark": marks}


def _event(event: Event) -> Row:
    when = event.when
    return {
        "type": event.type, "mode": event.mode, "cameo": event.cameo, "contexts": lines(event.contexts),
        "plover_type": event.plover.type if event.plover else None,
        "plover_mode": event.plover.mode if event.plover else None, "status": event.status, **_where(event.place),
        "edtf": when.edtf if when else None, "earliest": _day(when.earliest) if when else None,
        "latest": _day(when.latest) if when else None, "time_of_day": when.time_of_day if when else None,
        "basis": when.basis if when else None, **span("when_", when.words if when else None),
        "closed": _day(event.closed), "is_set": int(event.is_set),
    }  # fmt: skip


_REFERENCES = {
    "event": "event",
    "quantity": "quantity",
    "part_of": "quantity",
    "added_to": "quantity",
    "revises": "quantity",
}
"""Columns that point to another entry of the reading, and the kind of that entry."""


def _pointing(entry: Quantity | Claim, numbers: Mapping[_Local, Any]) -> Row:
    """What an entry's references are in some numbering of the entries."""
    return {
        name: numbers.get((kind, getattr(entry, name) or ""))
        for name, kind in _REFERENCES.items()
        if name in type(entry).model_fields
    }


def _quantities(
    reading: Reading,
    report: str,
    anchors: Mapping[_Local, str],
    numbers: Mapping[_Local, int],
    tables: dict[str, list[Row]],
) -> None:
    rows = []
    for n, one in enumerate(reading.quantities):
        row = {
            "counted": one.counted, "of_words": one.of, "of_entity": one.of_entity,
            **_where(one.place), "includes": lines(one.includes), "excludes": lines(one.excludes), "op": one.op,
            "low": one.low, "high": one.high, "point": one.point, "unit": one.unit, "aggregation": one.aggregation,
            "as_of": one.as_of, "as_of_basis": one.as_of_basis, **span("", one.words),
        }  # fmt: skip
        said = {"report": report, "row": _plain({**row, **_pointing(one, anchors)})}
        rows.append(
            {
                "n": n,
                "id": content_id("quantity", said),
                "anchor": anchors["quantity", one.id],
                "local": one.id,
                **row,
                **_pointing(one, numbers),
            }
        )
    tables["quantity"] = rows


def _claims(
    reading: Reading,
    report: str,
    anchors: Mapping[_Local, str],
    numbers: Mapping[_Local, int],
    tables: dict[str, list[Row]],
) -> None:
    rows, contents, attributions = [], [], []
    for n, one in enumerate(reading.claims):
        row = {
            "kind": one.kind,
            "times": one.n, "time_ref": one.time_ref, "author_certainty": one.author_certainty,
        }  # fmt: skip
        pieces = [{"k": k, **span("", piece)} for k, piece in enumerate(one.content)]
        links = [
            {
                "hop": hop, "entity": link.source.entity, "descriptor": link.source.descriptor,
                **span("source_", link.source.words), **span("cue_", link.cue), "attitude": link.attitude,
                "certainty": link.certainty, "scope": link.scope,
            }
            for hop, link in enumerate(one.attribution)
        ]  # fmt: skip
        said = {
            "report": report, "row": _plain({**row, **_pointing(one, anchors)}), "content": [_plain(piece) for piece in pieces],
            "attribution": [_plain(link) for link in links],
        }  # fmt: skip
        place = anchor(report, f"claim {one.kind}", [_place_of(piece) for piece in one.content])
        rows.append(
            {
                "n": n,
                "id": content_id("claim", said),
                "anchor": place,
                "local": one.id,
                **row,
                **_pointing(one, numbers),
            }
        )
        contents += [{"claim": n, **piece} for piece in pieces]
        attributions += [{"claim": n, **link} for link in links]
    tables |= {"claim": rows, "content": contents, "attribution": attributions}
