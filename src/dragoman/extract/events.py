"""Events in words: which act, who did it to whom, where, when, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.codebook import Codebook
from dragoman.extract.grammar import fillers, owner
from dragoman.extract.nouns import is_somebody
from dragoman.extract.phrases import phrase, sentence_of, token_span
from dragoman.extract.setting import is_narrated, place_of, times_of
from dragoman.extract.status import status
from dragoman.extract.times import Time
from dragoman.extract.triggers import Trigger, triggers
from dragoman.model import Event, Participant, Span

_AT_TARGET = frozenset({("CONSULT", "visit"), ("RETREAT", "withdraw"), ("RETREAT", "access"), ("COERCE", "seize")})
"""Acts that take place where what they are done to lies."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the words that date and place it, which `resolve` turns into a place and a date."""

    event: Event
    entry: str
    """The codebook entry that named it, as file:line."""
    force: str | None
    contexts: tuple[str, ...]
    place: Span | None
    times: tuple[Span, ...]
    own_act: bool
    """Whether the clause says it of its own subject, for the fold of suppositions."""
    shared_subject: tuple[Span, ...] = ()
    narrated: bool = False
    """Whether it is told as a step of the story, in the simple past of a main clause."""


def events(doc: Doc, codebook: Codebook, times: tuple[Time, ...] = ()) -> tuple[Told, ...]:
    """Return the events of a document in the order of their triggers, with participants as words; `times` are its dates."""
    dated = [(time.span.start, time.span.end) for time in times if "month" in time.slots]
    found = [t for t in triggers(doc, codebook) if not any(start <= t.token.idx < end for start, end in dated)]
    acts = frozenset(trigger.token.i for trigger in found)
    return tuple(_event(trigger, f"e{number}", codebook, times, acts) for number, trigger in enumerate(found, 1))


def _event(trigger: Trigger, number: str, codebook: Codebook, times: tuple[Time, ...], acts: frozenset[int]) -> Told:
    token, predicate = trigger.token, trigger.predicate
    actors = [t for t in trigger.slots.get("actor", ()) if _can_act(t)]
    if not actors and token.pos_ in {"NOUN", "PROPN"}:
        actors = [t for t in _nominal_actors(token, codebook) if t not in trigger.slots.get("recipient", ())]
    recipients = [t for t in trigger.slots.get("recipient", ()) if t not in actors]
    companions = [t for t in trigger.slots.get("with", ()) if t not in actors and t not in recipients]
    place = place_of(token, trigger.slots.get("place", ()), at_target=(predicate.type, predicate.mode) in _AT_TARGET or predicate.type == "ASSAULT")
    event = Event(
        id=number,
        type=predicate.type,
        mode=predicate.mode,
        cameo=predicate.cameo,
        contexts=predicate.contexts,
        actors=_participants(actors),
        recipients=_participants(recipients),
        with_=_participants(companions),
        status=predicate.status or status(token, codebook),
        trigger=_trigger_words(trigger),
        evidence=sentence_of(token),
    )
    return Told(event, predicate.where, predicate.force, predicate.contexts, place, times_of(token, times, acts), bool(actors), narrated=is_narrated(token))


def _participants(tokens: list[Token]) -> tuple[Participant, ...]:
    out: dict[tuple[int, int], Participant] = {}
    for token in tokens:
        words = phrase(token)
        out.setdefault((words.start, words.end), Participant(words=words))
    return tuple(out.values())


def _can_act(token: Token) -> bool:
    """Tell whether a filler can be a doer: not a date, a number or a thing that the codebook knows as no actor."""
    return token.ent_type_ not in {"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"} and token.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"}


def _nominal_actors(token: Token, codebook: Codebook) -> list[Token]:
    """Return the doers of an act that a noun names: its possessor, the body before it, the subject of its light verb."""
    for place in ("by", "possessor"):
        people = [t for t in fillers(token, place) if is_somebody(t, codebook) and t.ent_type_ not in {"DATE", "TIME"}]
        if people:
            return people
    doer = owner(token)
    if doer is not None and is_somebody(doer, codebook) and token.dep_ == "obj":
        return [doer]
    return []


def _trigger_words(trigger: Trigger) -> Span:
    places = sorted([trigger.token, *trigger.words], key=lambda t: t.i)
    if places[-1].i - places[0].i <= len(places) + 3:
        return token_span(places[0], places[-1])
    return token_span(trigger.token)
