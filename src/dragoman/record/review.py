"""The queue of questions for people, those first whose answer would change most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, or_, select

from dragoman.record import schema
from dragoman.record.adding import Writer
from dragoman.record.changes import counted, told
from dragoman.record.rebuild import chunks
from dragoman.record.scope import Scope

_WEIGHTS = {"contradiction": 3, "same event?": 2, "guess": 1}


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person could decide."""

    kind: Literal["contradiction", "same event?", "guess"]
    rows: tuple[str, ...]
    """Content ids: two figures, two tellings, or a claim."""
    question: str
    words: tuple[str, ...]
    """The exact words of each row."""
    reports: tuple[str, ...]
    """The ids of the reports in which they stand."""
    weight: int
    """How much hangs on the answer; the queue is sorted by it."""


def questions(connection: Connection, writer: Writer, scope: Scope, *, limit: int | None = None) -> list[Question]:
    """What is open, the weightiest first; what a person has decided is not asked again."""
    found = [
        *_contradictions(connection, writer, scope),
        *_pairs(connection, writer, scope),
        *_guesses(connection, scope),
    ]
    found.sort(key=lambda one: (-_WEIGHTS[one.kind], -one.weight, one.rows))
    return found[:limit]


def _contradictions(connection: Connection, writer: Writer, scope: Scope) -> Iterator[Question]:
    r = schema.relation.c
    pairs = connection.execute(
        select(r.left, r.right, r.why).where(r.type == "contradicts").order_by(r.left, r.right)
    ).all()
    for chunk in chunks(pairs):
        figures = {
            one.id: one for one in writer.loader.figures(connection, {end for pair in chunk for end in pair[:2]}, scope)
        }
        world = writer.knowledge.world(connection, figures.values())
        for left, right, why in chunk:
            if left not in figures or right not in figures or scope.verdicts.keys() & {left, right}:
                continue
            two = (figures[left], figures[right])
            yield Question(
                "contradiction", (left, right), f"{counted(two[0], world)}: which holds? {why}".strip(),
                (told(two[0]), told(two[1])), (two[0].page.report, two[1].page.report), 1,
            )  # fmt: skip


def _pairs(connection: Connection, writer: Writer, scope: Scope) -> Iterator[Question]:
    """Pairs of tellings that nothing keeps apart and too little joins."""
    t, m = schema.tie.c, schema.member.c
    other = schema.member.alias()
    query = (
        select(t.left, t.right, t.why, m.event, other.c.event)
        .join(schema.member, m.telling == t.left)
        .join(other, other.c.telling == t.right)
        .where(t.answer == "unsure")
        .order_by(t.left, t.right)
    )
    asked = set()
    for chunk in chunks(connection.execute(query).all()):
        tellings = {
            one.id: one for one in writer.loader.tellings(connection, {end for row in chunk for end in row[:2]}, scope)
        }
        sizes: dict[str, int] = {}
        for some in chunks({event for row in chunk for event in row[3:]}):
            members = select(m.event, func.count()).where(m.event.in_(some)).group_by(m.event)
            sizes |= {row[0]: row[1] for row in connection.execute(members)}
        for left, right, why, one, two in chunk:
            events = tuple(sorted((one, two)))
            if (
                left not in tellings
                or right not in tellings
                or frozenset((left, right)) in scope.decided
                or events in asked
            ):
                continue
            asked.add(events)  # one question for two events is enough
            pair = (tellings[left], tellings[right])
            yield Question(
                "same event?", (left, right), f"{pair[0].type}: is this one event? {why}".strip(), (pair[0].trigger, pair[1].trigger),
                (pair[0].page.report, pair[1].page.report), min(sizes[one], sizes[two]),
            )  # fmt: skip


def _guesses(connection: Connection, scope: Scope) -> Iterator[Question]:
    """Claims whose source is a guess."""
    c, a, r, p, x = schema.claim.c, schema.attribution.c, schema.reading.c, schema.report.c, schema.content.c
    query = (
        select(c.id, c.reading, a.source_words, x.words, p.id.label("report"))
        .join(schema.attribution, (a.reading == c.reading) & (a.claim == c.n))
        .join(schema.content, (x.reading == c.reading) & (x.claim == c.n) & (x.k == 0))
        .join(schema.reading, r.n == c.reading)
        .join(schema.report, p.n == r.report)
        .where(a.scope == "guessed", or_(c.event.is_not(None), c.quantity.is_not(None)))
        .order_by(c.id)
    )
    for row in connection.execute(query).all():
        if scope.holds((row.reading,), row.id) and row.id not in scope.verdicts:
            yield Question("guess", (row.id,), f"does “{row.source_words}” say so?", (row.words,), (row.report,), 1)
