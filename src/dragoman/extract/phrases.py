"""Grammar to words: the span of a noun phrase, of a clause, of a sentence.

Every extractor makes its spans here, so that two of them that mean the same noun phrase mean the same characters, and
`resolve` can look a participant up among the mentions by its span.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from dragoman.model import Span

# Dependents that belong to a noun phrase. Relative and participial clauses, conjuncts and everything clausal stay outside.
_NOMINAL = frozenset(
    {"det", "amod", "nummod", "nmod", "compound", "flat", "appos", "fixed", "goeswith", "case", "nmod:poss", "det:predet",
     "nmod:unmarked", "nmod:desc", "nmod:tmod", "nmod:npmod", "flat:foreign", "advmod:emph", "cc:preconj", "dep", "clf"}
)  # fmt: skip
_EDGE = frozenset({"punct", "case", "cc", "mark", "discourse", "cc:preconj"})


@lru_cache(maxsize=2)
def text_of(doc: Doc) -> str:
    """Return the text of a document: `doc.text` joins all tokens anew at each asking, which took four fifths of a reading."""
    return doc.text


def span(doc: Doc, start: int, end: int) -> Span:
    """Return the span of two character offsets, end exclusive."""
    return Span(start=start, end=end, words=text_of(doc)[start:end])


def token_span(first: Token, last: Token | None = None) -> Span:
    """Return the span from one token to another (inclusive), or of one token."""
    last = last or first
    return span(first.doc, first.idx, last.idx + len(last.text))


def children(token: Token, *relations: str) -> list[Token]:
    """Return the dependents of a token that stand in one of the relations; `nmod` also means its subtypes."""
    return [c for c in token.children if matches(c, *relations)]


def matches(token: Token, *relations: str) -> bool:
    """Tell whether a token's relation is one of those named, or a subtype of one."""
    return any(token.dep_ == r or token.dep_.startswith(r + ":") for r in relations)


def members(token: Token) -> list[Token]:
    """Return a token and its conjuncts, in the order of the text."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found.extend(members(child))
    return sorted(found, key=lambda t: t.i)


def phrase_tokens(token: Token) -> tuple[Token, Token]:
    """Return the first and the last token of the noun phrase headed by a token."""
    doc = token.doc
    first, last = token.i, token.i
    for child in sorted((c for c in token.children if c.i < token.i), key=lambda c: -c.i):
        if child.is_space or child.dep_ == "punct":
            continue
        if not _belongs(child) or (matches(child, "case") and child.head.i > child.i):
            break
        first = min(first, child.left_edge.i)
    for child in sorted((c for c in token.children if c.i > token.i), key=lambda c: c.i):
        if child.is_space or child.dep_ == "punct":
            continue
        if not _belongs(child):
            break
        last = max(last, _right_edge(child))
    while first < token.i and (
        doc[first].is_space or (doc[first].dep_ in _EDGE and (doc[first].dep_ == "punct" or doc[first].head == token))
    ):
        first += 1
    while last > token.i and (
        doc[last].is_space
        or (doc[last].dep_ == "punct" and doc[last].text not in {")", "]"})
        or (doc[last].dep_ == "case" and doc[last].head == token)
    ):
        last -= 1
    if doc[last].text in {")", "]"} and not any(doc[i].text in {"(", "["} for i in range(first, last)):
        last -= 1
    return doc[first], doc[last]


def _belongs(child: Token) -> bool:
    if child.dep_ == "appos":
        return not any(c.dep_ in {"nsubj", "cop"} for c in child.children)
    if child.dep_ == "advmod" and child.i < child.head.i:
        return child.head.i - child.i == 1 and child.head.pos_ == "NUM"
    return child.dep_ in _NOMINAL


def _right_edge(child: Token) -> int:
    """Return the last token of a dependent, without the clauses that hang on it at its end."""
    last = child.i
    for grand in sorted((c for c in child.children if c.i > child.i), key=lambda c: c.i):
        if grand.dep_ in {"acl", "acl:relcl", "advcl", "advcl:relcl", "parataxis", "ccomp"}:
            break
        if grand.dep_ != "punct":
            last = max(last, _right_edge(grand))
        elif grand.text in {")", "]"}:
            last = max(last, grand.i)
    return last


def phrase(token: Token) -> Span:
    """Return the noun phrase headed by a token.

    Without conjuncts, without relative clauses, without a leading preposition and without punctuation at its edges;
    with its apposition: "Japan's defence minister, Gen Nakatani".
    """
    return token_span(*phrase_tokens(token))


def clause(token: Token, without: Iterable[Token] = ()) -> list[Span]:
    """Return the words of the clause headed by a token, one span per unbroken stretch.

    The introducing conjunction ("that") and punctuation at the edges are left out, and so are the subtrees of the tokens
    in `without` (a parenthetical cue, say).
    """
    outside = {t.i for head in without for t in head.subtree}
    kept = [t for t in token.subtree if t.i not in outside and not t.is_space]
    while kept and (kept[0].dep_ in {"punct", "cc"} or (kept[0].dep_ == "mark" and kept[0].head == token)):
        kept.pop(0)
    while kept and kept[-1].dep_ == "punct":
        kept.pop()
    return [token_span(run[0], run[-1]) for run in _runs(kept)]


def _runs(tokens: list[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in tokens:
        if run and any(not token.doc[i].is_space for i in range(run[-1].i + 1, token.i)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def sentence_of(token: Token) -> Span:
    """Return the sentence that a token stands in, without white space around it."""
    sent = token.sent
    words = [t for t in sent if not t.is_space]
    return token_span(words[0], words[-1]) if words else token_span(token)
