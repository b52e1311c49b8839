"""What a record answers, as blocks for the eye: merged events with their tellings, claims, entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dragoman.cli.entries import TITLES, Block, Part, Row, party, says, words_of
from dragoman.model import Claim, Entity
from dragoman.record.facts import Group, Relation
from dragoman.record.views import RecordedClaim, RecordedEntity, RecordedEvent, ReportInfo, Told

_SHOWN = 12
"""Tellings of one event, or words for one entity, that are shown before the rest is only counted."""


def event_block(event: RecordedEvent) -> Block:
    """A merged event: who, when, where, who stands behind it, and every telling with its words."""
    group, names = event.group, names_of(event.tellings)
    rows = [Row("id", (Part(event.id),)), *_sides(group, event.main)]
    if group.when or group.place:
        rows += [*_when(group), *_place(group)]
    rows.append(Row("support", (Part(_support(event, names)),)))
    rows += [row for told in event.tellings[:_SHOWN] for row in _told(told, names, alone=len(event.tellings) == 1)]
    if len(event.tellings) > _SHOWN:
        rows.append(Row("told", (Part(f"and {len(event.tellings) - _SHOWN} times more: --json shows them"),)))
    rows += [*_history(group), *_between(event)]
    tags = [
        group.status,
        *([f"contested: {', '.join(group.contested)}"] if group.contested else []),
        *(["joined by a guess"] if group.guessed else []),
        *(["several of them"] if group.is_set else []),
        *(["overdue: its day has passed without a word"] if group.overdue else []),
        *([f"{event.judgement} by a person"] if event.judgement else []),
    ]
    title = " · ".join(filter(None, (group.type, group.mode)))
    return Block("", "event", title, tuple(tags), tuple(rows), 0)


def claim_block(recorded: RecordedClaim) -> Block:
    """A claim as one page makes it."""
    claim, names = recorded.claim, {one.id: one.name for one in recorded.entities.values()}
    rows = [
        Row("id", (Part(recorded.id),)),
        Row("content", tuple(part for one in claim.content for part in words_of(one, "content"))),
    ]
    rows.append(says(claim.attribution, claim.author_certainty, names))
    rows += [Row(label, (Part(id_),)) for label, id_ in (("event", recorded.event), ("figure", recorded.figure)) if id_]
    rows.append(Row("report", (Part(page(recorded.report)),)))
    tags = (f"{recorded.judgement} by a person",) if recorded.judgement else ()
    return Block("", "content", _title(claim), tags, tuple(rows), 0)


def entity_block(recorded: RecordedEntity) -> Block:
    """An entity: what is known of it, by which words it goes, how often it is met."""
    entity = recorded.entity
    names = [
        *recorded.names[:_SHOWN],
        *([f"and {len(recorded.names) - _SHOWN} more"] if len(recorded.names) > _SHOWN else []),
    ]
    rows = [
        Row("id", (Part(entity.id),)),
        Row("is", (Part(", ".join(filter(None, (entity.kind, entity.office, entity.country, entity.sector)))),)),
        Row("named as", (Part("; ".join(names)),)),
        Row("met", (Part(f"{_n(recorded.reports, 'report')}, {_n(recorded.mentions, 'mention')}, {_n(recorded.events, 'event')}"),)),
    ]  # fmt: skip
    return Block("", "party", entity.name, (), tuple(rows), 0)


def names_of(tellings: Iterable[Told]) -> Mapping[str, str]:
    """The names of the entities of some tellings, by their ids."""
    return {entity.id: entity.name for told in tellings for entity in told.entities.values()}


def page(report: ReportInfo) -> str:
    """Where something stands: day, outlet, headline; and what the page is a copy or version of."""
    kin = f" ({report.link} of {report.work})" if report.link else ""
    head = " ".join(filter(None, (str(report.published or "no date"), report.outlet)))
    return f"{head}: {report.title or '(no title)'}{kin}"


def _sides(group: Group, main: Told) -> Iterator[Row]:
    """Who takes part: whom the words of the main telling mean, and whoever else the tellings name."""
    names = names_of((main,))
    for label, members, merged in (
        ("actor", main.event.actors, group.actors),
        ("recipient", main.event.recipients, group.recipients),
        ("with", main.event.with_, ()),
    ):
        yield from (Row(label, party(one, names)) for one in members)
        told = {one.entity for one in members}
        yield from (
            Row(label, (Part(f"→ {names.get(one, one)}, of another telling"),)) for one in merged if one not in told
        )


def _when(group: Group) -> Iterator[Row]:
    if group.when:
        closed = f"; closed on {group.closed}" if group.closed else ""
        yield Row("when", (Part(" or ".join(group.when) + closed),))


def _place(group: Group) -> Iterator[Row]:
    if place := group.place:
        where = ", ".join(dict.fromkeys(filter(None, (place.name, place.country, place.precision))))
        yield Row("place", (*words_of(place.words, "setting"), Part(f"→ {where}")))


def _support(event: RecordedEvent, names: Mapping[str, str]) -> str:
    support = event.support
    who = ", ".join(names.get(one, one) for one in support.origins)
    told = f"{_n(support.voices, 'voice')}{f' ({who})' if who else ''}, {_n(support.works, 'work')}, {_n(support.pages, 'page')}"
    for label, ids in (("against", support.against), ("admitted by", support.admitted_by)):
        if ids:
            told += f"; {label} {', '.join(names.get(one, one) for one in ids)}"
    return told


def _told(told: Told, names: Mapping[str, str], *, alone: bool) -> Iterator[Row]:
    """One telling: its words and who says so, then where it stands."""
    yield Row(
        "told as",
        (*words_of(told.event.trigger, "event"), Part(f"{told.event.status}{'' if alone else f', id {told.id}'}")),
    )
    yield from dict.fromkeys(says(claim.attribution, claim.author_certainty, names) for claim in told.claims)
    yield Row("in", (Part(page(told.report)),))


def _history(group: Group) -> Iterator[Row]:
    if len(group.history) > 1:
        steps = (
            " ".join(filter(None, (str(step.published or "no date"), step.status, "contested" if step.contested else "", "admitted" if step.admitted else "")))
            for step in group.history
        )  # fmt: skip
        yield Row("history", (Part(" → ".join(steps)),))
    for stale, closing in group.stale:
        yield Row("stale", (Part(f"{stale} tells an old state after {closing} had closed it"),))


def _between(event: RecordedEvent) -> Iterator[Row]:
    for one in event.relations:
        yield Row("relation", (Part(relation_text(one, event.id)),))


def relation_text(one: Relation, here: str) -> str:
    """A relation seen from one of its ends."""
    ended = f", until {one.until}" if one.until else ""
    why = f" ({one.why})" if one.why else f" ({one.rule})"
    name = one.type.replace("_", " ")
    return f"{name} {one.right}{ended}{why}" if one.left == here else f"{one.left} {name} this{ended}{why}"


def _title(claim: Claim) -> str:
    if claim.n is not None:
        return f"claim · {claim.n} times"
    return TITLES.get(claim.kind, f"claim · {claim.kind.replace('_', ' ')}")


def _n(number: int, what: str) -> str:
    """A number of things.

    >>> _n(1, "voice"), _n(2, "voice")
    ('1 voice', '2 voices')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


def entity_names(entities: Mapping[str, Entity]) -> Mapping[str, str]:
    """The names of some entities by their ids."""
    return {one.id: one.name for one in entities.values()}
