"""A figure in the making: a number phrase, the words of the tree that it belongs to, and what is found out about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.codebook.quantities import Quantities, Signal, Unit
from dragoman.extract.counted import Counted, case_of
from dragoman.extract.numbers import NumberPhrase
from dragoman.extract.phrases import text_of
from dragoman.model.words import Aggregation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LEFT = frozenset({"det", "amod", "compound", "nmod:poss", "case", "advmod"})
_GAP = 24
"""How many characters may lie between a figure and a word that ties it to another."""


class Ground:
    """A report's text and sentences, looked up once: asking spaCy for them walks through the whole report."""

    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        self.sentences = list(doc.sents)
        self.numbers = [number for number, sentence in enumerate(self.sentences) for _ in sentence]


@dataclass(slots=True)
class Figure:
    """A number phrase and its place in the tree."""

    ground: Ground
    phrase: NumberPhrase
    root: Token
    """The head of the number's own words."""
    anchor: Token
    """The head of what the number stands with: the counted noun, else the number."""
    measured: Unit | None = None
    """The unit of measurement, where the anchor is one."""
    counted: Counted | None = None
    name: str | None = None
    """What is counted, in the codebook's terms."""
    of: str | None = None
    of_noun: Token | None = None
    unit: str | None = None
    aggregation: Aggregation = "total"
    inherits: bool = False
    """Whether a figure before it says what it counts."""
    takes_from: Figure | None = None
    """The figure that says so, where the words name it."""
    listed: bool = False
    """Whether it is a member of a list of parts."""
    links: dict[str, Figure] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Where its words begin, in code points."""
        return self.phrase.start

    @property
    def text(self) -> str:
        """The report's text."""
        return self.ground.text

    @property
    def number(self) -> int:
        """The number of its sentence."""
        return self.ground.numbers[self.root.i]

    @property
    def sentence(self) -> Span:
        """Its sentence."""
        return self.ground.sentences[self.number]

    @property
    def is_bare(self) -> bool:
        """Whether it has no noun of its own."""
        return self.of is None

    @property
    def is_share(self) -> bool:
        """Whether it is a share, in percent."""
        return self.phrase.kind == "share"


class Signals:
    """The words of a codebook that tie figures, as patterns."""

    def __init__(self, words: Quantities) -> None:
        self.entries = [
            (one, re.compile(rf"\b{re.escape(one.word)}\b(?! than)", re.IGNORECASE)) for one in words.signals
        ]

    def beside(self, figure: Figure, link: str | None = None) -> Iterator[Signal]:
        """The signals in a figure's words, directly before them, or directly after."""
        text, sent, phrase = figure.text, figure.sentence, figure.phrase
        before = text[max(sent.start_char, phrase.start - _GAP) : phrase.start]
        inside = "" if phrase.words else text[phrase.start : phrase.core_start]
        after = text[phrase.end : min(sent.end_char, phrase.end + _GAP)].lstrip(" ,-–—(")
        for entry, pattern in self.entries:
            if (link is not None and entry.link != link) or (entry.bare and not figure.is_bare):
                continue
            ends = [match.end() for match in pattern.finditer(before)]
            close = ends and re.fullmatch(r"[\s,]*(?:(?:the|a|an|about|some)\s+)?", before[ends[-1] :])
            if close or pattern.search(inside) or pattern.match(after):
                yield entry


def dimension(figure: Figure) -> str:
    """The unit of a measurement or amount of money; empty for things counted."""
    return figure.measured.unit if figure.measured is not None else figure.phrase.unit or ""


def sentences_apart(one: Figure, other: Figure) -> int:
    """How many sentences lie between two figures, 0 in the same."""
    return abs(one.number - other.number)


def covered(doc: Doc, start: int, end: int) -> list[Token]:
    """The tokens that a stretch of characters touches."""
    found = doc.char_span(start, end, alignment_mode="expand")
    return list(found) if found is not None else []


def locate(doc: Doc, phrase: NumberPhrase) -> Token | None:
    """The head among the tokens of a number; None where it falls outside the tokens."""
    tokens = covered(doc, phrase.core_start, phrase.core_end)
    inside = {token.i for token in tokens}
    tops = [token for token in tokens if token.head.i not in inside or token.head == token]
    tops = [token for token in tops if token.dep_ not in ("punct", "case", "cc", "advmod")] or tops
    return (tops or tokens)[-1] if tokens else None


def anchor_of(root: Token, phrase: NumberPhrase) -> Token:
    """The noun that a number stands before or that follows it with "of"; else the number itself."""
    head = root.head
    if root.dep_ in ("nummod", "det", "amod", "compound", "nmod", "nummod:gov", "advmod") and head.pos_ != "VERB":
        between = root.doc[root.i + 1 : head.i]
        apart = any(token.pos_ in ("ADP", "DET", "PRON", "SCONJ") and token.idx >= phrase.core_end for token in between)
        if (
            head.idx >= phrase.core_end
            and head.pos_ not in ("PRON", "DET")
            and not apart
            and not (root.dep_ == "nmod" and case_of(root))
        ):
            comparison = head.pos_ in ("ADJ", "ADV") and head.head.pos_ == "NOUN" and head.head.i > head.i
            return head.head if comparison else head  # "85 per cent more fires"
    return root


def things_of(anchor: Token) -> Token | None:
    """The head of the "of" phrase of a number or unit: "dozens of people", "tonnes of grain"."""
    steps = [anchor]
    for _ in range(2):
        steps = [
            child for one in steps for child in one.children
            if child.i > one.i and child.dep_.startswith(("nmod", "obl")) and case_of(child) in ("of", "out of")
        ]  # fmt: skip
        if steps and not steps[0].like_num:
            return steps[0]
    doc, at = anchor.doc, anchor.i + 1
    if at + 1 >= len(doc) or doc[at].lower_ != "of":
        return None
    noun = doc[at + 1]  # where the tree hangs the phrase elsewhere
    while noun.head.i > noun.i and noun.dep_ in _LEFT:
        noun = noun.head
    return None if noun.like_num else noun


def unit_of(words: Quantities, anchor: Token) -> Unit | None:
    """The unit of measurement that a noun is."""
    lemma = anchor.lemma_.lower()
    two = f"{anchor.nbor(-1).lower_} {lemma}" if anchor.i else lemma
    for names in ({two}, {lemma, anchor.lower_}):
        for unit in words.units:
            if names.intersection(unit.words):
                return unit
    return None
