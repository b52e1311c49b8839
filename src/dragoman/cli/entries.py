"""A reading as blocks for the eye: one for each event, figure and further claim, in the order of the text.

The terminal view and the HTML page draw the same blocks. An event's or a figure's claims (who says so, how surely) stand inside its block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dragoman.model import Attribution, Claim, Event, Note, Participant, Quantity, Reading, Span
from dragoman.model.words import ClaimKind

SIGNS = {"=": "", "~": "about ", ">=": "at least ", ">": "more than ", "<=": "at most ", "<": "fewer than "}


TITLES: Mapping[ClaimKind, str] = {
    "event": "claim",
    "quantity": "claim",
    "attribute": "claim",
    "first": "claim · first time",
    "recency": "claim · last time",
    "count": "claim · number of times",
}
"""What is written above a claim whose kind does not say it best itself."""


class Part(NamedTuple):
    """A piece of a row: exact words of the report (with their place), or our own text about them."""

    text: str
    layer: str = ""
    span: Span | None = None


class Row(NamedTuple):
    """One line of a block: a label and what stands beside it."""

    label: str
    parts: tuple[Part, ...]


class Block(NamedTuple):
    """What is shown of one entry: its id, its layer, a title, short tags, rows, and where its words begin."""

    id: str
    layer: str
    title: str
    tags: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int


def blocks(reading: Reading) -> list[Block]:
    """All blocks of a reading by the place of their words; notes are not among them."""
    view = _View(reading)
    found = [view.event(event) for event in reading.events]
    found += [view.quantity(figure) for figure in reading.quantities]
    found += [view.claim(claim) for claim in reading.claims if not view.is_shown_elsewhere(claim)]
    return sorted(found, key=lambda block: (block.start, block.id))


def note_rows(notes: Iterable[Note]) -> Iterator[tuple[str, Row]]:
    """Notes as rows, each with its id (``n1``)."""
    for number, note in enumerate(notes, 1):
        words = (_words(note.words, "note"),) if note.words is not None else ()
        yield f"n{number}", Row(note.kind, (*words, Part(note.message)))


def amount(figure: Quantity) -> str:
    """A figure's bound or value as the words assert it: ``at least 31``, ``8,000 to 10,000``, ``several``."""
    if figure.op == "range":
        return f"{_number(figure.low)} to {_number(figure.high)}"
    value = next((one for one in (figure.point, figure.low, figure.high) if one is not None), None)
    if value is None:
        return "several" if figure.op == "several" else "no number"
    return SIGNS.get(figure.op, f"{figure.op} ") + _number(value)


def _number(value: float | None) -> str:
    if value is None:
        return "?"
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _words(span: Span, layer: str) -> Part:
    return Part(span.words, layer, span)


def says(chain: tuple[Attribution, ...], author: str, names: Mapping[str, str]) -> Row:
    """Who says so, as a row: the links from the report inwards, or the report itself with what its author takes on."""
    if not chain:
        return Row("says", (Part(f"the report itself, {author}"),))
    return Row("says", tuple(part for n, link in enumerate(chain) for part in _link(link, names, first=n == 0)))


def party(one: Participant, names: Mapping[str, str]) -> tuple[Part, ...]:
    """Who takes part: the words, and whom they mean."""
    return (*words_of(one.words, "party"), *_name(one.entity, one.words, names))


def words_of(span: Span | None, layer: str) -> tuple[Part, ...]:
    """The exact words, where there are any."""
    return (_words(span, layer),) if span is not None else ()


def _link(link: Attribution, names: Mapping[str, str], *, first: bool) -> Iterator[Part]:
    if not first:
        yield Part("›")
    source = link.source
    if source.words is None and source.entity is None:
        yield Part("nobody named")
    else:
        yield from words_of(source.words, "source")
        yield from _name(source.entity, source.words, names)
    yield from words_of(link.cue, "cue")
    guessed = "" if link.scope == "stated" else f", {link.scope.replace('_', ' ')}"
    yield Part(f"{link.certainty}{guessed}", "certainty")


def _name(entity: str | None, words: Span | None, names: Mapping[str, str]) -> tuple[Part, ...]:
    if entity is None:
        return ()
    name = names.get(entity, entity)
    code = f" {entity}" if entity.isupper() and name != entity else ""
    same = words is not None and words.words.casefold() == name.casefold()
    return (Part(f"→{code}"),) if same and code else () if same else (Part(f"→ {name}{code}"),)


class _View:
    """The look-ups that rows need."""

    def __init__(self, reading: Reading) -> None:
        self.names = {entity.id: entity.name for entity in reading.entities}
        self.figures = {figure.id: figure for figure in reading.quantities}
        self.checks = {check.claim: check for check in reading.checks}
        self.events = {event.id for event in reading.events}
        self.claims: dict[str, list[Claim]] = {}
        for claim in reading.claims:
            for entry in (claim.event, claim.quantity):
                if entry is not None:
                    self.claims.setdefault(entry, []).append(claim)

    def is_shown_elsewhere(self, claim: Claim) -> bool:
        """Whether a claim stands in the block of its event or figure."""
        plain = claim.kind not in ("first", "recency", "count", "evaluation", "revision")
        return plain and (claim.event in self.events or claim.quantity in self.figures)

    def event(self, event: Event) -> Block:
        mode = f" · {event.mode}" if event.mode else ""
        folded = event.plover is not None and (event.plover.type, event.plover.mode) != (event.type, event.mode)
        folding = (
            ("counts as " + " ".join(filter(None, (event.plover.type, event.plover.mode))),)
            if event.plover and folded
            else ()
        )
        rows = [Row("words", (_words(event.trigger, "event"),))]
        for label, members in (("actor", event.actors), ("recipient", event.recipients), ("with", event.with_)):
            rows += [Row(label, party(one, self.names)) for one in members]
        if place := event.place:
            where = ", ".join(dict.fromkeys(filter(None, (place.name, place.country, place.precision))))
            rows.append(Row("place", (*words_of(place.words, "setting"), Part(f"→ {where}"))))
        if when := event.when:
            clock = f" {when.time_of_day}" if when.time_of_day else ""
            rows.append(Row("when", (*words_of(when.words, "setting"), Part(f"→ {when.edtf}{clock}, {when.basis}"))))
        rows += self._says(event.id)
        return Block(
            event.id,
            "event",
            f"{event.type}{mode}",
            (event.status, *folding, *event.contexts),
            tuple(rows),
            event.trigger.start,
        )

    def quantity(self, figure: Quantity) -> Block:
        title = " ".join(filter(None, (figure.counted, "·", amount(figure), figure.unit)))
        rows = [Row("words", (_words(figure.words, "number"), *((Part(f"of {figure.of}"),) if figure.of else ())))]
        if figure.as_of:
            rows.append(Row("as of", (Part(figure.as_of),)))
        for label, other in (("revises", figure.revises), ("part of", figure.part_of), ("added to", figure.added_to)):
            if other in self.figures:
                rows.append(Row(label, (_words(self.figures[other].words, "number"), Part(other))))
        if figure.event:
            rows.append(Row("event", (Part(figure.event),)))
        rows += self._says(figure.id)
        return Block(
            figure.id,
            "number",
            title,
            (figure.aggregation,) if figure.aggregation else (),
            tuple(rows),
            figure.words.start,
        )

    def claim(self, claim: Claim) -> Block:
        rows = [Row("content", tuple(_words(span, "content") for span in claim.content))]
        rows.append(says(claim.attribution, claim.author_certainty, self.names))
        if check := self.checks.get(claim.id):
            known = [f"at least {check.record_min}"] if check.record_min is not None else []
            known += [f"at most {check.record_max}"] if check.record_max is not None else []
            found = f"; in this report {' and '.join(known)}" if known else ""
            stated = f"claimed {check.claimed}{found}: " if check.claimed is not None else ""
            rows.append(Row("check", (Part(f"{stated}{check.verdict}{f' ({check.why})' if check.why else ''}"),)))
        attitude = claim.attribution[-1].attitude if claim.attribution else "assertion"
        title = (
            f"claim · {claim.n} times"
            if claim.n is not None
            else TITLES.get(claim.kind, f"claim · {claim.kind.replace('_', ' ')}")
        )
        tags = () if attitude in ("assertion", claim.kind) else (attitude,)
        start = min((span.start for span in claim.content), default=0)
        return Block(claim.id, "content", title, tags, tuple(rows), start)

    def _says(self, entry: str) -> Iterator[Row]:
        yield from dict.fromkeys(
            says(claim.attribution, claim.author_certainty, self.names) for claim in self.claims.get(entry, ())
        )
