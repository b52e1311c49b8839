"""Where a figure holds, whom its words count in or leave out, and whether it lies ahead: words only, as all of this room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook import Codebook
from dragoman.codebook.quantities import Quantities
from dragoman.extract.figure_kind import is_forecast
from dragoman.extract.figures import Figure, things_of
from dragoman.extract.grammar import antecedent, surface_subject
from dragoman.extract.phrases import children, members, phrase
from dragoman.extract.setting import clause_chain, named_place
from dragoman.model import Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_HOPS = 4
_NEAR = 4
"""Words from a figure to what it counts, at most."""
_IN = frozenset({"in", "inside", "across", "near", "outside"})


@dataclass(frozen=True, slots=True)
class FigureSetting:
    """What stands around a figure."""

    place: Span | None = None
    """The words of the place that its own clause names."""
    clause: tuple[int, ...] = ()
    """Where the words begin that share its time and place: an act told by one of them is the figure's own."""
    includes: tuple[Span, ...] = ()
    excludes: tuple[Span, ...] = ()
    ahead: bool = False
    """Whether it is a forecast: "could reach", "is expected to exceed"."""


def settings(figures: Iterable[tuple[Quantity, Figure]], codebook: Codebook) -> Mapping[str, FigureSetting]:
    """Return the settings of the figures of a document, by their ids."""
    words = codebook.quantities
    back = frozenset(word for row in codebook.roles.back_references if row.kind == "place" for word in row.words)
    measured = {one.unit for one in words.money} | {one.unit for one in words.units}
    found: dict[str, FigureSetting] = {}
    for quantity, figure in figures:
        anchor = figure.anchor
        away = any(token.lower_ in words.elsewhere for token in anchor.children)
        placed = not away and quantity.unit not in measured and quantity.aggregation not in {"share", "rate"}
        found[quantity.id] = FigureSetting(
            place=_place(anchor, words, back) if placed else None,
            clause=tuple(token.idx for token in clause_chain(anchor)) if placed else (),
            includes=tuple(_included(anchor, words)),
            excludes=tuple(_excluded(anchor, words)),
            ahead=is_forecast(anchor, words),
        )
    return found


def _place(anchor: Token, words: Quantities, back: frozenset[str]) -> Span | None:
    """The place right behind a figure or in its own phrase, else at the subject of its clause ("the toll in Derry"), else in the clause."""
    things = things_of(anchor)
    other = things is not None and any(c.dep_ == "nummod" for c in things.children)  # "40 of the 90 men in the camp"
    places = [] if other else [_right_behind(anchor, things, back)]
    places += [named_place(anchor), None if things is None or other else named_place(things)]
    if anchor.lemma_.lower() in words.holders | words.tellings:
        places.append(_owning_place(anchor))
    for node in clause_chain(anchor)[1:3]:
        teller = next((c for c in children(node, "nsubj") if c != anchor), None)
        telling = words.holders | words.tellings
        growing = node.lemma_.lower() in words.forecasts.growing  # "displacement in Sudan passes ten million"
        if teller is not None and anchor.i > node.i and (growing or teller.lemma_.lower() in telling):
            of = things_of(teller)  # "the number of dead in Aden"
            places += [named_place(teller), named_place(of) if of is not None else None, _owning_place(teller)]
        places.append(named_place(node) if node.pos_ in {"VERB", "AUX"} else None)
        if node.dep_ == "conj" and children(node, "nsubj"):
            break  # a clause with a subject of its own has a place of its own
    return next((place for place in places if place is not None and not any(c.isdigit() for c in place.words)), None)


def _right_behind(anchor: Token, things: Token | None, back: frozenset[str]) -> Span | None:
    """The place that follows a figure at once, wherever the tree hangs it: "some 90 of them in Aden", "40 dead in the city"."""
    doc = anchor.doc
    last = things if things is not None and anchor.i < things.i <= anchor.i + _NEAR else anchor
    at = last.i + 1
    if at < len(doc) and doc[at].pos_ in {"ADJ", "VERB"} and doc[at].tag_ != "VBD":
        at += 1
    if at >= len(doc) or doc[at].lower_ not in _IN or doc[at].sent != anchor.sent or doc[at].dep_ != "case":
        return None
    noun = doc[at].head
    known = noun.lower_ in back and any("Def" in c.morph.get("Definite", []) for c in noun.children)
    alone = not any(c.i > noun.i or c.dep_ in {"amod", "compound"} for c in noun.children)
    return phrase(noun) if noun.ent_type_ in _PLACES or (known and alone) else None


def _owning_place(noun: Token) -> Span | None:
    return next((phrase(c) for c in children(noun, "nmod:poss", "compound") if c.ent_type_ in _PLACES), None)


def _included(anchor: Token, words: Quantities) -> Iterator[Span]:
    """Those whom the words count in: "26 leaders, including Kim", "Kim is among 26 leaders"."""
    for child in children(anchor, "nmod", "appos", "acl"):
        if (
            any(c.lower_ in words.counting_in for c in child.children if c.dep_ in {"case", "mark"})
            or child.lower_ in words.counting_in
        ):
            named = child if child.pos_ in _NOMINAL else next(iter(children(child, "obj", "obl")), None)
            if named is not None:
                yield from _names(named)
    if any(c.lower_ in words.among for c in children(anchor, "case")):
        head = anchor.head if anchor.dep_ in {"obl", "nmod"} else anchor
        teller = surface_subject(head) if head.pos_ in {"VERB", "AUX"} or head == anchor else head
        if teller is not None:
            yield from _names(teller)


def _excluded(anchor: Token, words: Quantities) -> Iterator[Span]:
    """Those whom the words leave out: "Kim and 26 other leaders", "Kim joined 26 other leaders", "26 leaders besides Kim"."""
    beside = children(anchor, "nmod", "obl") + (children(anchor.head, "obl") if anchor.dep_ == "nsubj" else [])
    for child in beside:
        if any(c.lower_ in words.leaving_out for c in children(child, "case")):
            yield from _names(child)
    others = any(c.lower_ in words.others for c in anchor.children) or anchor.lower_ in words.others
    if not others:
        return
    if anchor.dep_ == "conj":
        yield from (name for one in members(anchor.head) if one.i < anchor.i for name in _names(one, alone=True))
        return
    node = anchor
    for _ in range(_HOPS):
        if node.pos_ == "VERB":
            subject = surface_subject(node)
            if subject is not None and subject.i < anchor.i:
                yield from _names(subject)
            return
        if node.head == node:
            return
        node = node.head


def _names(token: Token, *, alone: bool = False) -> Iterator[Span]:
    """The phrases of the people and bodies that a word and what is joined to it name."""
    for one in (token,) if alone else members(antecedent(token)):
        if one.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or one.pos_ in {"PROPN", "PRON"}:
            yield phrase(one)
