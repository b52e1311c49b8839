"""Several acts told at once, and acts taken up again: the words are the codebook's (`marks`, `status_words`), the grammar is here."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.codebook import Codebook
from dragoman.extract.phrases import children, token_span
from dragoman.model import Span

_LIGHT = frozenset({"obj", "nsubj", "nsubj:pass"})
_LONGEST = 4
"""Words of the longest phrase of resumption."""


def is_set(token: Token, codebook: Codebook) -> bool:
    """Tell whether the word of an act tells several: "five calls", "several meetings", "a series of strikes", "met twice"."""
    sets = codebook.marks.sets
    if token.pos_ in {"NOUN", "PROPN"}:
        if token.lemma_.lower() not in sets.nouns:
            return False
        return _is_many(token, codebook) or _in_series(token, codebook)
    if token.pos_ != "VERB":
        return False
    if any(c.dep_ == "advmod" and c.lower_ in sets.adverbs for c in token.children):
        return True
    if token.lemma_.lower() in sets.light:
        return any(c.pos_ == "NOUN" and is_set(c, codebook) for c in children(token, "obj", "nsubj:pass"))
    return any(
        c.lower_ in sets.times and _is_many(c, codebook) for c in children(token, "obl", "advmod", "obj", "nmod")
    )


def _is_many(noun: Token, codebook: Codebook) -> bool:
    """Whether a plural noun is counted with more than one."""
    if "Sing" in noun.morph.get("Number", []):
        return False
    sets, numbers = codebook.marks.sets, codebook.quantities.numbers
    for child in noun.children:
        if child.i > noun.i:
            continue
        word = child.lower_
        if word in sets.amounts and child.dep_ in {"amod", "nummod", "det", "compound"}:
            return True
        if child.dep_ == "nummod" and (numbers.get(word, 0) > 1 or (word.isdigit() and int(word) > 1)):
            return True
    return False


def _in_series(noun: Token, codebook: Codebook) -> bool:
    """Whether a noun stands behind "a series of", or "two rounds of"."""
    head = noun.head
    of = noun.dep_ == "nmod" and any(c.lower_ == "of" for c in children(noun, "case"))
    if not of:
        return False
    word, sets = head.lemma_.lower(), codebook.marks.sets
    plural = "Sing" not in noun.morph.get("Number", [])
    return (plural and (word in sets.series or head.lower_ in sets.series)) or (
        word in sets.nouns and _is_many(head, codebook)
    )


def again(token: Token, codebook: Codebook) -> Span | None:
    """Return the words that say that an act was taken up again; None where none do."""
    words = codebook.status_words.resumption
    if not words:
        return None
    carrier = (
        token.head if token.pos_ in {"NOUN", "PROPN"} and token.dep_ in _LIGHT and token.head.pos_ == "VERB" else None
    )
    for node in (token, carrier):
        if node is None:
            continue
        if node.pos_ == "VERB" and node.lemma_.lower() in words["verbs"]:
            return token_span(node)
        for child in node.children:
            if child.dep_ == "advmod" and child.lower_ in words["adverbs"]:
                return _phrase_around(child, words["phrases"]) or token_span(child)
            if node == token and child.dep_ in {"amod", "compound"} and child.lower_ in words["adjectives"]:
                return token_span(child)
        found = _phrase(node, words["phrases"])
        if found is not None:
            return found
    head = token.head
    if (
        token.dep_ == "nmod"
        and head.lemma_.lower() in words["nouns"]
        and any(c.lower_ == "of" for c in children(token, "case"))
    ):
        return token_span(head)
    return None


def _phrase(node: Token, phrases: frozenset[str]) -> Span | None:
    """The phrase of several words that hangs on a verb: "for the second time"."""
    for child in node.children:
        if child.dep_ in {"obl", "advmod", "obl:unmarked", "nmod"}:
            found = _phrase_around(child, phrases)
            if found is not None:
                return found
    return None


def _phrase_around(token: Token, phrases: frozenset[str]) -> Span | None:
    doc, last = token.doc, token.i
    for size in range(_LONGEST, 1, -1):
        first = last - size + 1
        if first >= token.sent.start and doc[first : last + 1].text.lower() in phrases:
            return token_span(doc[first], token)
    return None
