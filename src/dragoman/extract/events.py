"""Events in words: which act, who did it to whom, where, when, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from spacy.tokens import Doc, Token

from dragoman.codebook import Codebook
from dragoman.extract.grammar import fillers, is_date, owner, subject
from dragoman.extract.nouns import is_somebody
from dragoman.extract.phrases import children, phrase, sentence_of, token_span
from dragoman.extract.repeated import again, is_set
from dragoman.extract.setting import is_narrated, place_of, times_of
from dragoman.extract.status import called_off, status
from dragoman.extract.times import Time
from dragoman.extract.triggers import Trigger, triggers
from dragoman.model import Event, Participant, Span
from dragoman.model.words import Status

_AT_TARGET = frozenset({("CONSULT", "visit"), ("RETREAT", "withdraw"), ("RETREAT", "access"), ("COERCE", "seize")})
"""Acts that take place where what they are done to lies."""


_ABOUT_ACTS: Mapping[str, tuple[str, ...]] = {
    "ACCUSE": ("possessor", "by"),
    "SUPPORT": ("possessor", "by", "of"),
    "THREATEN": ("possessor", "of"),
}
"""Acts in words that are often about another act ("condemned the raid"), and where at its noun the somebody stands whom they mean."""


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
    narrated: bool = False
    """Whether it is told as a step of the story, in the simple past of a main clause."""
    closing: tuple[Span, ...] = ()
    """For an act that was called off: the dates that tell when, which may stand in `times` too."""


def events(doc: Doc, codebook: Codebook, times: tuple[Time, ...] = ()) -> tuple[Told, ...]:
    """Return the events of a document in the order of their triggers, with participants as words; `times` are its dates."""
    dated = [(time.span.start, time.span.end) for time in times if "month" in time.slots]
    found = [t for t in triggers(doc, codebook) if not any(start <= t.token.idx < end for start, end in dated)]
    acts = {trigger.token.i: trigger.predicate.type for trigger in found}
    told = (_event(trigger, "e0", codebook, times, acts) for trigger in found)
    kept = [one for one, trigger in zip(told, found, strict=True) if not _is_idle(one.event, trigger, codebook)]
    return tuple(replace(one, event=one.event.replace(id=f"e{number}")) for number, one in enumerate(kept, 1))


def _is_idle(event: Event, trigger: Trigger, codebook: Codebook) -> bool:
    """Tell whether a noun names no act: words for acts of speech, like *promise* and *demand*, tell one only of somebody."""
    kind = codebook.types.get(event.type)
    spoken = kind is not None and kind.quad in {1, 3} and event.type != "CONSULT"
    bare = trigger.token.pos_ in {"NOUN", "PROPN"} and not trigger.words
    return spoken and bare and not (event.actors or event.recipients or event.with_)


def _event(trigger: Trigger, number: str, codebook: Codebook, times: tuple[Time, ...], acts: Mapping[int, str]) -> Told:
    token, predicate = trigger.token, trigger.predicate
    actors = _doers(trigger, codebook)
    if not actors and token.pos_ in {"NOUN", "PROPN"} and "actor" in predicate.slots:
        judged = acts.get(token.head.i) == "ACCUSE" != predicate.type
        actors = [
            t for t in _nominal_actors(token, codebook, judged=judged) if t not in trigger.slots.get("recipient", ())
        ]
    recipients = [t for t in _recipients(trigger, codebook) if t not in actors]
    companions = [t for t in trigger.slots.get("with", ()) if t not in actors and t not in recipients]
    place = place_of(
        token,
        trigger.slots.get("place", ()),
        at_target=(predicate.type, predicate.mode) in _AT_TARGET or predicate.type == "ASSAULT",
    )
    stands = cast("Status", predicate.status) if predicate.status else status(token, codebook)
    event = Event(
        id=number,
        type=predicate.type,
        mode=predicate.mode,
        cameo=predicate.cameo,
        contexts=predicate.contexts,
        actors=_participants(actors),
        recipients=_participants(recipients),
        with_=_participants(companions),
        status=stands,
        trigger=_trigger_words(trigger),
        evidence=sentence_of(token),
        is_set=is_set(token, codebook),
        again=again(token, codebook) if stands not in {"denied", "cancelled", "hypothetical"} else None,
    )
    dates = times_of(token, times, frozenset(acts))
    closing: tuple[Span, ...] = ()
    if stands == "cancelled":
        dates, closing = called_off(token, dates, times, codebook.status_words)
    return Told(
        event,
        predicate.where,
        predicate.force,
        predicate.contexts,
        place,
        dates,
        bool(actors),
        narrated=is_narrated(token),
        closing=closing,
    )


def _participants(tokens: list[Token]) -> tuple[Participant, ...]:
    out: dict[tuple[int, int], Participant] = {}
    for token in tokens:
        words = phrase(token)
        out.setdefault((words.start, words.end), Participant(words=words))
    return tuple(out.values())


def _doers(trigger: Trigger, codebook: Codebook) -> list[Token]:
    """Return who fills the doer's slot; for a thing or an act that stands there, whose it is."""
    found: list[Token] = []
    for filler in trigger.slots.get("actor", ()):
        if _is_figure(filler):
            continue
        found.extend(t for t in _behind(filler, trigger.token, codebook) if t not in found)
    return found


def _behind(filler: Token, act: Token, codebook: Codebook) -> list[Token]:
    """Return the somebody behind a word: itself, its owner, the teller of a message ("a letter denouncing the mayor")."""
    if is_somebody(filler, codebook) or any(c.ent_type_ == "PERSON" for c in children(filler, "appos")):
        return [filler]
    owners = _somebody_at(filler, ("possessor",), codebook)
    if any(o.pos_ == "PRON" for o in owners) and "Plur" in filler.morph.get("Number", []):
        return [filler]  # "his critics", "their neighbours"
    if owners:
        return owners
    if act.head == filler and act.dep_.startswith("acl") and filler.head.pos_ == "VERB":
        teller = subject(filler.head)
        if teller is not None and teller != filler and is_somebody(teller, codebook):
            return [teller]
    return [filler]


def _recipients(trigger: Trigger, codebook: Codebook) -> list[Token]:
    """Return who fills the recipient's slot; for an act that is praised or condemned, its doer where the text tells him."""
    people = trigger.slots.get("recipient", ())
    places = _ABOUT_ACTS.get(trigger.predicate.type)
    if places is None:
        return list(people)
    return [
        t
        for person in people
        for t in ([person] if is_somebody(person, codebook) else _somebody_at(person, places, codebook) or [person])
    ]


def _somebody_at(noun: Token, places: Iterable[str], codebook: Codebook) -> list[Token]:
    """Return the somebody at the first of some places in the grammar of a noun."""
    for place in places:
        people = [t for t in fillers(noun, place) if is_somebody(t, codebook) and not is_date(t)]
        if people:
            return people
    return []


def _is_figure(token: Token) -> bool:
    """Tell whether a filler is a date, a number or no noun at all."""
    figure = token.ent_type_ in {"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"}
    return figure and not children(token, "nmod")  # "hundreds of residents" are people


def _nominal_actors(token: Token, codebook: Codebook, *, judged: bool) -> list[Token]:
    """Return the doers of an act that a noun names: its possessor, the body before it, the subject of its light verb.

    Whoever denounces an act (`judged`) did not do it.
    """
    people = _somebody_at(token, ("by", "possessor"), codebook)
    if people:
        return people
    doer = owner(token)
    if not judged and doer is not None and is_somebody(doer, codebook) and token.dep_ == "obj":
        return [doer]
    return []


def _trigger_words(trigger: Trigger) -> Span:
    places = sorted([trigger.token, *trigger.words], key=lambda t: t.i)
    if places[-1].i - places[0].i <= len(places) + 3:
        return token_span(places[0], places[-1])
    return token_span(trigger.token)
