"""Which of two tellings of one count is the newer: "Initial reports spoke of 40 … an updated toll of 60"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook.quantities import Quantities
from dragoman.extract.figures import Figure, dimension, sentences_apart

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 2
"""How many sentences may lie between two tellings."""


@dataclass(frozen=True, slots=True)
class _Marked:
    figure: Figure
    order: str | None
    weak: bool


def order(figures: Sequence[Figure], words: Quantities) -> None:
    """Link later figures to the earlier ones that they take the place of."""
    marked = [_mark(figure, figures[:at], words) for at, figure in enumerate(figures)]
    taken = {id(one.links["revises"]) for one in figures if "revises" in one.links}
    for at, one in enumerate(marked):
        if one.order == "earlier" and id(one.figure) not in taken:
            newer = _newer(one, marked[:at], marked[at + 1 :])
            if newer is not None:
                newer.links.setdefault("revises", one.figure)
                taken.add(id(one.figure))
    for at, one in enumerate(marked):
        if (
            one.order == "later"
            and not one.weak
            and "revises" not in one.figure.links
            and "part_of" not in one.figure.links
        ):
            older = next((two.figure for two in reversed(marked[:at]) if _comparable(one.figure, two.figure)), None)
            if older is not None and sentences_apart(older, one.figure) <= _REACH and id(older) not in taken:
                one.figure.links["revises"] = older
                taken.add(id(older))


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same and differ."""
    same = one.name is not None and one.name == other.name and dimension(one) == dimension(other)
    differs = one.phrase.number is None or one.phrase.number != other.phrase.number or one.phrase.op != other.phrase.op
    return same and differs and one.is_share == other.is_share


def _newer(older: _Marked, before: Sequence[_Marked], after: Sequence[_Marked]) -> Figure | None:
    near = [
        one for one in [*reversed(before), *after]
        if _comparable(one.figure, older.figure) and sentences_apart(one.figure, older.figure) <= _REACH
        and one.order != "earlier" and "part_of" not in one.figure.links and "revises" not in one.figure.links
    ]  # fmt: skip
    if older.weak:
        near = [one for one in near if one.order == "later"]
    near.sort(key=lambda one: (one.order != "later", one.figure.anchor.dep_ == "conj"))
    return near[0].figure if near else None


def _mark(figure: Figure, before: Sequence[Figure], words: Quantities) -> _Marked:
    """Whether the words before a figure in its clause make it the earlier or the later one; the nearest words win."""
    verb = _change_verb(figure, words)
    if verb is not None and _comes_to(figure):
        return _Marked(figure, "later", weak=not figure.inherits and not _tells(verb, words))
    lead = _lead(figure, before)
    for token in reversed(lead):
        for entry in words.revisions:
            if entry.direction or token.lower_ != entry.word.split()[-1] or not _is_said_of(token, figure, words):
                continue
            size = len(entry.word.split())
            if " ".join(one.lower_ for one in token.doc[token.i - size + 1 : token.i + 1]) == entry.word:
                return _Marked(figure, entry.order, entry.weak)
    return _Marked(figure, None, weak=True)


def _lead(figure: Figure, before: Sequence[Figure]) -> list[Token]:
    """The tokens of the sentence before a figure, from the last figure before it that is not in one list with it."""
    start = figure.sentence.start
    for one in before:
        if one.number == figure.number:
            gap = [token.lower_ for token in figure.root.doc[one.root.i + 1 : figure.root.i]]
            if "and" not in gap[-3:]:
                start = max(start, one.root.i + 1)
    return list(figure.root.doc[start : figure.root.i])


def _is_said_of(token: Token, figure: Figure, words: Quantities) -> bool:
    """Whether a word of order stands with the telling of the figure: an adverb, or the adjective of such as "toll"."""
    if token.dep_ in ("amod", "nmod:unmarked", "compound") or token.pos_ == "ADJ":
        head = token.head
        return (
            head.lemma_.lower() in words.tellings
            or (head.idx >= figure.phrase.start and head == figure.anchor)
            or head == figure.root
        )
    measured = any(child.dep_.startswith("obl") or child.dep_ == "nmod:unmarked" for child in token.children)
    subject = next((child for child in token.head.children if child.dep_.startswith("nsubj")), None)
    return not measured or subject is None or subject.pos_ == "PRON"  # "a week earlier others had …" is another count


def _change_verb(figure: Figure, words: Quantities) -> Token | None:
    token = figure.anchor
    for _ in range(3):
        if token.pos_ == "VERB":
            return token if token.lemma_.lower() in words.changes else None
        token = token.head
    return None


def _comes_to(figure: Figure) -> bool:
    """Whether a figure is what a change leads to: "rose to 40", "reached 40"."""
    before = figure.text[: figure.phrase.start].rstrip().lower()
    return before.endswith(" to") or (figure.anchor.dep_ == "obj" and figure.inherits)


def _tells(verb: Token, words: Quantities) -> bool:
    """Whether what changes is a telling: a toll, a count."""
    return any(
        child.lemma_.lower() in words.tellings for child in verb.children if child.dep_.startswith(("nsubj", "obj"))
    )
