"""Where a figure holds, whom its words count in or leave out, and whether it lies ahead: words only, as all of this room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


def settings(figures: Iterable[tuple[Quantity, Figure]], words: Quantities) -> Mapping[str, FigureSetting]:
    """Return the settings of the figures of a document, by their ids."""
    measured = {one.unit for one in words.money} | {one.unit for one in words.units}
    found: dict[str, FigureSetting] = {}
    for quantity, figure in figures:
        anchor = figure.anchor
        away = any(token.lower_ in words.elsewhere for token in anchor.children)
        placed = not away and quantity.unit not in measured and quantity.aggregation not in {"share", "rate"}
        found[quantity.id] = FigureSetting(
            place=_place(anchor, words) if placed else None,
            clause=tuple(token.idx for token in clause_chain(anchor)) if placed else (),
            includes=tuple(_included(anchor, words)),
            excludes=tuple(_excluded(anchor, words)),
            ahead=is_forecast(anchor, words),
        )
    return found


def _place(anchor: Token, words: Quantities) -> Span | None:
    """The place in a figure's own phrase, else at the subject of its clause ("the toll in Derry"), else in the clause."""
    things = things_of(anchor)
    counted = things is None or any(c.dep_ == "nummod" for c in things.children)  # "40 of the 90 men in the camp"
    places = [named_place(anchor), None if things is None or counted else named_place(things)]
    if anchor.lemma_.lower() in words.holders | words.tellings:
        places.append(_owning_place(anchor))
    for node in clause_chain(anchor)[1:3]:
        teller = next((c for c in children(node, "nsubj") if c != anchor), None)
        if teller is not None and anchor.i > node.i and teller.lemma_.lower() in words.holders | words.tellings:
            of = things_of(teller)  # "the number of dead in Aden"
            places += [named_place(teller), named_place(of) if of is not None else None, _owning_place(teller)]
        places.append(named_place(node) if node.pos_ in {"VERB", "AUX"} else None)
        if node.dep_ == "conj" and children(node, "nsubj"):
            break  # a clause with a subject of its own has a place of its own
    return next((place for place in places if place is not None and not any(c.isdigit() for c in place.words)), None)


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
