"""From tokens to the spans of a content: edges, datelines, quotation marks, full stops."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from spacy.tokens import Doc, Token

from dragoman.model import Span

from .phrases import span

_OPENING = frozenset("“\"'‘«„")
_LONGEST_DATELINE = 9
_FURTHEST = 1000
_CLOSING = frozenset("”\"'’»“")


def hard_stops(doc: Doc, closed: Collection[int]) -> list[int]:
    """The tokens at which a text stops, by full stops and line ends, whatever the pipeline takes for a sentence.

    ``closed`` are the tokens inside quotation marks, where a full stop ends nothing.
    """
    return [token.i for token in doc if _is_stop(token, closed)]


def hard_sentence(token: Token, stops: Sequence[int]) -> tuple[int, int]:
    """The first and the last token of the stretch between two stops around a token."""
    after = bisect_left(stops, token.i)
    start = stops[after - 1] + 1 if after else 0
    return start, stops[after] if after < len(stops) else len(token.doc) - 1


def _is_stop(token: Token, closed: Collection[int]) -> bool:
    if token.is_space:
        return "\n" in token.text
    if token.text not in {".", "?", "!"} or token.i in closed or token.i + 1 >= len(token.doc):
        return False
    following = token.nbor(1)
    return following.is_space or following.text[:1].isupper() or following.is_quote


def trimmed(tokens: Sequence[Token], *, that: bool = True) -> list[Token]:
    """Tokens without conjunctions and punctuation at the edges, quotation marks kept."""
    kept = [t for t in tokens if not t.is_space]
    kept = kept[_dateline(kept) :]
    while kept and _is_edge(kept[0], that=that):
        kept.pop(0)
    while (
        kept and kept[-1].is_punct and not (kept[-1].text[0] in _CLOSING | {")", "]", "%"} or _stop_in_quotation(kept))
    ):
        kept.pop()
    return kept


def _dateline(tokens: Sequence[Token]) -> int:
    """How many tokens at the beginning are a dateline or a time: "BRONA, 3 May -", "KALT:", "17:20 -"."""
    if not tokens or (tokens[0].i and not tokens[0].nbor(-1).is_space):
        return 0
    for number, token in enumerate(tokens[:_LONGEST_DATELINE]):
        if token.text in {"-", "--", "—", "–", ":"} and number:
            told = any(t.is_upper or t.ent_type_ in {"DATE", "TIME", "GPE"} or t.like_num for t in tokens[:number])
            return number + 1 if told else 0
        if not (token.is_punct or token.pos_ in {"PROPN", "NUM", "DET", "SYM", "X"} or token.is_upper):
            break
    return 0


def _stop_in_quotation(tokens: Sequence[Token]) -> bool:
    return tokens[-1].text in {"?", "!"}


def _is_edge(token: Token, *, that: bool) -> bool:
    if token.is_punct:
        return token.text[0] not in _OPENING | {"(", "[", "$", "#", "@"}
    if token.dep_ == "cc" or (
        "PronType=Rel" in str(token.morph) and token.lower_ != "that" and token.i != token.head.i - 1
    ):
        return True
    return that and token.dep_ == "mark" and token.lower_ in {"that", "whether", "if"} and token.head.dep_ != "advcl"


def stretches(tokens: Collection[Token]) -> tuple[Span, ...]:
    """The spans of a content: one for each unbroken stretch, gaps of punctuation and white space alone bridged."""
    ordered = sorted(tokens, key=lambda t: t.i)
    runs: list[list[Token]] = []
    for token in ordered:
        if runs and all(_is_light(t) for t in token.doc[runs[-1][-1].i + 1 : token.i]):
            runs[-1].append(token)
        else:
            runs.append([token])
    found = []
    for number, run in enumerate(runs):
        kept = trimmed(run, that=number == 0)
        kept = _balanced(kept)
        if any(not t.is_punct for t in kept):
            found.append(span(kept[0].doc, kept[0].idx, kept[-1].idx + len(kept[-1].text)))
    return tuple(found)


def _is_light(token: Token) -> bool:
    return token.is_space or token.is_punct


def _balanced(tokens: list[Token]) -> list[Token]:
    """Tokens without a quotation mark at an edge whose partner stands outside."""
    if not tokens:
        return tokens
    doc: Doc = tokens[0].doc
    inside = doc[tokens[0].i : tokens[-1].i + 1].text
    marks = sum(inside.count(mark) for mark in '“”"«»')
    if marks % 2:
        if tokens[0].text[0] in '“"«':
            return trimmed(tokens[1:])
        if tokens[-1].text[0] in '”"»':
            return trimmed(tokens[:-1], that=False)
    return tokens
