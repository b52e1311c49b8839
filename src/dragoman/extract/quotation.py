"""Quotations: where quotation marks open and close, also over several sentences and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.extract.phrases import text_of

_PAIRS = {"“": "”", "«": "»", "„": "“", "‘": "’"}
_STRAIGHT = frozenset({'"', "'", "``", "''"})
_MARKS = frozenset({*_PAIRS, *_PAIRS.values(), *_STRAIGHT})
_SINGLE_LIMIT = 40
"""Single marks are apostrophes too: a pair further apart than this many tokens is none."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens from the opening mark to the closing one, both included."""

    first: Token
    last: Token

    @property
    def start(self) -> int:
        """Index of the opening mark."""
        return self.first.i

    @property
    def end(self) -> int:
        """Index after the closing mark."""
        return self.last.i + 1

    @property
    def inner(self) -> list[Token]:
        """The words between the marks."""
        end = self.end - 1 if self.last.text in _MARKS else self.end
        return [token for token in self.first.doc[self.start + 1 : end] if not token.is_space]

    @property
    def is_speech(self) -> bool:
        """Whether somebody speaks here, rather than that a phrase is set off.

        Speech holds a finite verb, or ends with a mark of its own before the closing quotation mark.
        """
        inner = self.inner
        if not inner:
            return False
        finite = any(t.pos_ in {"VERB", "AUX"} and "VerbForm=Fin" in str(t.morph) for t in inner)
        return inner[-1].text in {".", ",", "?", "!", "…"} or (finite and len(inner) > 3)

    def __contains__(self, token: object) -> bool:
        return isinstance(token, Token) and self.start <= token.i < self.end


def quotations(doc: Doc) -> list[Quotation]:
    """The quotations of a text, in order, none inside another.

    A paragraph that ends inside a quotation closes it, unless the next one opens with a mark again (the custom for
    quotations over several paragraphs); then they count as one each.

    >>> import spacy
    >>> doc = spacy.blank("en")("He said: “Go home.” Nobody did.")
    >>> [doc[q.start : q.end].text for q in quotations(doc)]
    ['“Go home.”']
    """
    found: list[Quotation] = []
    for paragraph in paragraphs(doc):
        opening: Token | None = None
        closing = ""
        for token in paragraph:
            if opening is not None:
                if _closes(token, closing) and not (closing in {"'", "’"} and token.i - opening.i > _SINGLE_LIMIT):
                    found.append(Quotation(opening, token))
                    opening = None
            elif mark := _opens(token, paragraph):
                opening, closing = token, mark
        if opening is not None and closing not in {"'", "’"} and paragraph[-1].i > opening.i:
            found.append(Quotation(opening, paragraph[-1]))
    return found


def paragraphs(doc: Doc) -> Iterator[list[Token]]:
    """The tokens between blank lines or line ends, white space left out."""
    block: list[Token] = []
    for token in doc:
        if token.is_space:
            if "\n" in token.text and block:
                yield block
                block = []
            continue
        block.append(token)
    if block:
        yield block


def _opens(token: Token, paragraph: list[Token]) -> str:
    """The closing mark that a token asks for, empty if it opens nothing."""
    text = token.text
    before = text_of(token.doc)[token.idx - 1 : token.idx] if token.idx else " "
    after = text_of(token.doc)[token.idx + len(text) : token.idx + len(text) + 1]
    if text in _PAIRS:
        return _PAIRS[text]
    if text not in _STRAIGHT or not after or after.isspace():
        return ""
    if text in {"'", "''"} and text == "'":
        closed = any(t.text == "'" and t.i > token.i + 1 for t in paragraph if t.i - token.i <= _SINGLE_LIMIT)
        return "'" if (before.isspace() or before in "([—-") and closed else ""
    return '"'


def _closes(token: Token, closing: str) -> bool:
    text = token.text
    if closing == '"':
        return text in {'"', "''", "”"}
    if closing in {"'", "’"}:
        after = text_of(token.doc)[token.idx + len(text) : token.idx + len(text) + 1]
        return text == closing and not after.isalnum() and token.tag_ != "POS"
    return text == closing or (closing == "”" and text == '"')
