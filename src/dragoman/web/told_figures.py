"""The sentence that tells a figure, in pieces: who says so, the cue, the content, the number and what bounds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from urllib.parse import quote

from dragoman.codebook import Codebook
from dragoman.extract.numbers import NumberGrammar
from dragoman.model import Attribution, Claim, Entity, Reading, Span
from dragoman.record.views import RecordedFigure

LAYERS = ("number", "modifier", "cue", "source", "content")
"""What a piece can be; where several meet, the first is the one that is drawn strongest."""
_END = re.compile(r"[.!?…؟。]+[\"”’»')\]]*\s+|\n+")
_DIGITS = re.compile(r"\d[\d.,\s]*\d|\d")
_AROUND = 600
"""Characters of a sentence before and after the words that are shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one sentence that belong to the same layers."""

    text: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """One of those who pass a figure on, or who says it."""

    name: str
    words: str
    cue: str
    attitude: str
    certainty: str
    scope: str


def claim_of(reading: Reading, figure: RecordedFigure) -> Claim | None:
    """The claim of a reading that tells a figure."""
    here = {one.id for one in reading.quantities if one.words == figure.quantity.words}
    found = [one for one in reading.claims if one.quantity in here]
    return next((one for one in found if one.kind != "revision"), found[0] if found else None)


def sentence(text: str, figure: RecordedFigure, claim: Claim | None, codebook: Codebook) -> tuple[Piece, ...]:
    """The sentence of a figure in pieces."""
    words = figure.quantity.words
    number, rest = number_in(words, codebook)
    layers: dict[str, list[Span]] = {"number": [number], "modifier": rest, "cue": [], "source": [], "content": []}
    for link in figure.attribution:
        layers["cue"] += [link.cue] if link.cue else []
        layers["source"] += [link.source.words] if link.source.words else []
    layers["content"] = list(claim.content) if claim else []
    near = [one for spans in layers.values() for one in spans if abs(one.start - words.start) < _AROUND]
    start, end = _around(text, min(one.start for one in near), max(one.end for one in near))
    return tuple(_pieces(text, start, end, layers))


def number_in(words: Span, codebook: Codebook) -> tuple[Span, list[Span]]:
    """The number in the words of a figure, and what stands around it: "at least".

    >>> found = number_in(Span.of("at least 600", 0, 12), Codebook.load())
    >>> found[0].words, [one.words for one in found[1]]
    ('600', ['at least'])
    """
    phrases = NumberGrammar(codebook.quantities).phrases(words.words)
    digits = _DIGITS.search(words.words)
    if phrases:
        start, end = phrases[0].core_start, phrases[-1].core_end
    elif digits is not None:
        start, end = digits.span()
    else:
        return words, []
    sides = [(0, start), (end, len(words.words))]
    return _cut(words, start, end), [
        _cut(words, *_stripped(words.words, *side)) for side in sides if words.words[slice(*side)].strip()
    ]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _cut(span: Span, start: int, end: int) -> Span:
    return Span(start=span.start + start, end=span.start + end, words=span.words[start:end])


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences around a stretch of text."""
    before = text[max(0, start - _AROUND) : start]
    ends = [match.end() for match in _END.finditer(before)]
    first = start - len(before) + (ends[-1] if ends else 0)
    after = _END.search(text, end, end + _AROUND)
    return first, len(text[:end]) if after is None and end == len(text) else after.start() + len(
        after[0].rstrip()
    ) if after else min(len(text), end + _AROUND)


def _pieces(text: str, start: int, end: int, layers: dict[str, list[Span]]) -> Iterable[Piece]:
    spans = [(name, max(one.start, start), min(one.end, end)) for name in LAYERS for one in layers[name]]
    cuts = sorted({start, end, *(at for _, *both in spans for at in both if start <= at <= end)})
    for left, right in pairwise(cuts):
        yield Piece(
            text[left:right],
            tuple(name for name in LAYERS if any(one == name and a <= left and right <= b for one, a, b in spans)),
        )


def chain(links: Sequence[Attribution], entities: dict[str, Entity]) -> tuple[Hop, ...]:
    """Those who say so, the outermost first."""
    found = []
    for link in links:
        entity = entities.get(link.source.entity or "")
        words = link.source.words.words if link.source.words else ""
        found.append(
            Hop(
                name=entity.name if entity else " ".join(words.split()) or link.source.descriptor or "a source without a name",
                words=" ".join(words.split()), cue=" ".join(link.cue.words.split()) if link.cue else "", attitude=link.attitude,
                certainty=link.certainty, scope=link.scope,
            )
        )  # fmt: skip
    return tuple(found)


def archived(url: str | None, published: date | None) -> str | None:
    """Where the Internet Archive has its copy of an address nearest to a day, if it has one.

    >>> archived("https://example.org/a?b=1", date(2031, 5, 2))
    'https://web.archive.org/web/20310502/https://example.org/a?b=1'
    """
    if not url or not url.startswith(("https://", "http://")):
        return None
    return f"https://web.archive.org/web/{published:%Y%m%d}/{quote(url, safe=':/?&=%#+~,;@!$')}" if published else None
