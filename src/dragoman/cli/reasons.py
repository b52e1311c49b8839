"""The further rows of ``read --explain``: what codes mean, who is meant, where the sentence stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.cli.entries import Part, Row
from dragoman.model import Claim, Entity, Event, Participant, Quantity, Reading

if TYPE_CHECKING:
    from dragoman.codebook import Codebook


def reasons(reading: Reading, codebook: Codebook) -> dict[str, list[Row]]:
    """Rows by the id of the entry that they explain."""
    known = {entity.id: entity for entity in reading.entities}
    told: dict[str, list[Row]] = {}
    for event in reading.events:
        told[event.id] = [*_event(event, codebook), *_who((*event.actors, *event.recipients, *event.with_), known)]
    for figure in reading.quantities:
        told[figure.id] = list(_figure(figure, codebook, known))
    for claim in reading.claims:
        rows = list(_claim(claim, codebook, known))
        home = claim.event or claim.quantity or claim.id
        told.setdefault(claim.id, []).extend(rows)
        if home != claim.id:
            told[home].extend(row for row in rows if row not in told[home])
    return told


def _event(event: Event, codebook: Codebook) -> Iterator[Row]:
    yield Row("sentence", (Part(event.evidence.words, "content", event.evidence),))
    yield from _means(codebook, event.type, f"{event.type}-{event.mode}" if event.mode else None, event.status)
    if event.cameo:
        yield from _means(codebook, event.cameo)
    if event.when:
        yield from _means(codebook, event.when.edtf, event.when.basis)
    if event.place and event.place.lat is not None and event.place.lon is not None:
        source = f", GeoNames {event.place.geonames}" if event.place.geonames else ""
        yield Row("place", (Part(f"{event.place.lat:.2f}, {event.place.lon:.2f}{source}"),))


def _figure(figure: Quantity, codebook: Codebook, known: dict[str, Entity]) -> Iterator[Row]:
    yield from _means(codebook, figure.op, figure.aggregation, figure.as_of)
    if figure.of_entity is not None:
        yield from _entity(known[figure.of_entity])


def _claim(claim: Claim, codebook: Codebook, known: dict[str, Entity]) -> Iterator[Row]:
    yield from _means(codebook, claim.kind if claim.event is None and claim.quantity is None else None)
    for link in claim.attribution:
        yield from _means(codebook, link.certainty, None if link.scope == "stated" else link.scope)
        if link.source.entity is not None:
            yield from _entity(known[link.source.entity])


def _who(parties: tuple[Participant, ...], known: dict[str, Entity]) -> Iterator[Row]:
    for entity in dict.fromkeys(party.entity for party in parties if party.entity is not None):
        yield from _entity(known[entity])


def _entity(entity: Entity) -> Iterator[Row]:
    facts = (
        entity.kind,
        entity.office,
        entity.country,
        entity.sector,
        entity.id if entity.id != entity.country else None,
    )
    words = ", ".join(dict.fromkeys(mention.words for mention in entity.mentions))
    yield Row(
        "who", (Part(f"{entity.name}: {', '.join(filter(None, facts))}{f'; named as {words}' if words else ''}"),)
    )


def _means(codebook: Codebook, *codes: str | None) -> Iterator[Row]:
    for code in codes:
        found = codebook.explain(code) if code else None
        if found is not None:
            where = f" ({found.where})" if found.where else ""
            yield Row("means", (Part(f"{found.code}: {found.meaning}{where}"),))
