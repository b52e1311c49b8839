"""Marks: what is named or measured beside an act and tells it from others of its kind. The words are the codebook's (`marks`).

A mark goes to the acts of its own clause: to the first act, or verb that carries one, above it in the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.codebook import Codebook
from dragoman.codebook.marks import Marks
from dragoman.extract.figures import covered
from dragoman.extract.mark_names import Found, named
from dragoman.extract.numbers import tidy
from dragoman.extract.phrases import children, token_span
from dragoman.extract.setting import clause_chain
from dragoman.model import Mark, Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.extract.events import Told

_APART = frozenset({"acl:relcl", "ccomp", "csubj", "parataxis", "advcl:relcl"})
"""Clauses with a setting of their own: a mark inside is not one of the act outside."""
_HIGHEST = 12


def marked(told: Sequence[Told], doc: Doc, codebook: Codebook, figures: Sequence[Quantity]) -> tuple[Told, ...]:
    """Return the events of a document with their marks; the figures are those of the same document."""
    found = [*named(doc, codebook), *_measured(doc, codebook, figures), *_magnitudes(doc, codebook.marks)]
    owners = _owners(told, doc)
    of: dict[int, list[Found]] = {}
    for mark in found:
        for number in _acts(mark, owners):
            of.setdefault(number, []).append(mark)
    out = []
    for number, one in enumerate(told):
        ordinal = _ordinal(_head(one.event.trigger, doc), codebook)
        marks = [*of.get(number, ()), *([ordinal] if ordinal else ())]
        unique = {(m.kind, m.value): m for m in sorted(marks, key=lambda m: (m.span.start, m.kind))}
        if unique:
            event = one.event.replace(
                marks=tuple(Mark(kind=m.kind, value=m.value, words=m.span) for m in unique.values())
            )
            one = replace(one, event=event)  # noqa: PLW2901 - the same event, with more known of it
        out.append(one)
    return tuple(out)


def _head(words: Span, doc: Doc) -> Token:
    """The head word of a trigger."""
    found = doc.char_span(words.start, words.end, alignment_mode="expand")
    return found.root if found is not None else doc[0]


def _owners(told: Sequence[Told], doc: Doc) -> dict[int, list[int]]:
    """The numbers of the acts by each token that carries one: their own, and the words that share their setting."""
    owners: dict[int, list[int]] = {}
    heads = [_head(one.event.trigger, doc) for one in told]
    acts = {head.i for head in heads}
    for number, head in enumerate(heads):
        for place, token in enumerate(clause_chain(head)):
            if place and token.i in acts:
                break  # an act in another act's clause has its own words
            owners.setdefault(token.i, []).append(number)
    return owners


def _acts(mark: Found, owners: dict[int, list[int]]) -> list[int]:
    """The acts that a mark belongs to: the nearest above it, and for a mark that is an act itself those of which that act is part.

    "Hurricane Maya killed nine" marks the deaths too, "met at the G20 summit" the meeting.
    """
    node, found = mark.token, list[int]()
    for _ in range(_HIGHEST):
        found += owners.get(node.i, ())
        if (found and node != mark.token) or node.dep_ in _APART or node.head == node:
            return found
        node = node.head
    return found


def _measured(doc: Doc, codebook: Codebook, figures: Sequence[Quantity]) -> Iterator[Found]:
    """The figures that measure an act: money, tonnes, trucks."""
    currencies = {one.unit for one in codebook.quantities.money}
    for figure in figures:
        number = next((n for n in (figure.point, figure.low, figure.high) if n is not None), None)
        if number is None or figure.op == "range" or figure.aggregation in {"share", "rate"}:
            continue
        last = (figure.of or "").lower().split(" ")[0]
        for one in codebook.marks.measures:
            money = "money" in one.units and figure.unit in currencies
            counted = any(last in (noun, f"{noun}s") or last == f"{noun[:-1]}ies" for noun in one.of)
            if money or figure.unit in one.units or counted:
                tokens = covered(doc, figure.words.start, figure.words.end)
                if tokens:
                    unit = "" if counted else f" {figure.unit}"
                    yield Found(one.kind, f"{_written(number)}{unit}", figure.words, tokens[-1])
                break


def _written(number: float) -> str:
    return str(tidy(number))


def _magnitudes(doc: Doc, marks: Marks) -> Iterator[Found]:
    """The magnitudes of earthquakes: "a magnitude of 6.8", "a 6.8-magnitude quake"."""
    for token in doc:
        if token.lower_ not in marks.magnitude:
            continue
        near = [
            t
            for t in doc[max(token.i - 2, token.sent.start) : min(token.i + 4, token.sent.end)]
            if _is_magnitude(t.text)
        ]
        number = next((t for t in near if t.i > token.i), near[-1] if near else None)
        if number is not None:
            first, last = sorted((token, number), key=lambda t: t.i)
            yield Found("magnitude", number.text.split("-")[0], token_span(first, last), token)


def _is_magnitude(text: str) -> bool:
    number = text.removesuffix("-")
    return number.replace(".", "", 1).isdigit() and "." in number and len(number) <= 4 and float(number) < 10


def _ordinal(token: Token, codebook: Codebook) -> Found | None:
    """The number of an act in its series: "the third meeting", "a second round of talks"; none where words after it narrow the counting."""
    marks = codebook.marks
    noun = token
    if (
        token.dep_ == "nmod"
        and token.head.lemma_.lower() in marks.ordinal_nouns
        and any(c.lower_ == "of" for c in children(token, "case"))
    ):
        noun = token.head
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.lemma_.lower() not in marks.ordinal_nouns:
        return None
    ordinals = codebook.quantities.ordinals
    word = next((c for c in noun.children if c.i < noun.i and c.lower_ in ordinals and ordinals[c.lower_] >= 2), None)
    if word is None or any(c.lower_ == "next" or c.tag_ in {"JJS", "RBS"} for c in noun.children):
        return None
    after = noun.doc[noun.right_edge.i + 1 : noun.right_edge.i + 2]
    inside = [t for t in noun.subtree if t.i > noun.i]
    if any(
        t.lower_ in marks.ordinal_unless or t.ent_type_ == "DATE"
        for t in (*inside, *after)
        if not (t.lower_ == "of" and noun != token)
    ):
        return None
    return Found("ordinal", f"{word.lower_} {noun.lemma_.lower()}", token_span(word, noun), token)
