"""How sure a holder is of a content: the cue's certainty, lowered by modals, hedges and negation.

Values are FactBank's (``CT+ PR+ PS+ CT- PR- PS- CTu Uu``). A negation inside the content belongs to what is said ("it was
not damaged" is held for certain); a negation at the cue belongs to the holder ("did not say that").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from spacy.tokens import Token

from dragoman.codebook.cues import Cue, Hedge
from dragoman.model.words import Certainty

Hedges: TypeAlias = Mapping[tuple[str, str | None], Certainty]
"""What is left of a certainty, by hedge and part of speech."""
_RANK = {"CT": 3, "PR": 2, "PS": 1, "U": 0}
_OPEN = frozenset({"commitment", "threat", "demand", "question"})
_DENIED: dict[Certainty, Certainty] = {"CT+": "CT-", "PR+": "PR-", "PS+": "PS-"}
_LONGEST = 4
"""Words in the longest phrase that hedges."""


def degree(value: str) -> int:
    """The strength of a certainty: 3 certain, 2 probable, 1 possible, 0 unknown."""
    return _RANK.get(value[:2], 0)


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The less certain of two values; a tie keeps the first.

    >>> weaker("CT+", "PS+"), weaker("PR+", "CT+")
    ('PS+', 'PR+')
    """
    return other if degree(other) < degree(one) else one


def negated(token: Token) -> bool:
    """Whether a verb is denied: "did not say", "never said", "nobody said"."""
    for child in token.children:
        if child.dep_ == "cc:preconj" and child.lower_ == "neither":
            return True
        if "Polarity=Neg" in str(child.morph) or child.dep_ == "neg":
            following = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
            if child.dep_ not in {"cc", "det"} and following not in {"only", "just", "least"}:
                return True
        if child.dep_.startswith(("nsubj", "obj")) and child.i < token.i and _is_none(child):
            return True
    return False


def _is_none(token: Token) -> bool:
    if token.pos_ == "PRON" and "PronType=Neg" in str(token.morph):
        return True
    return any(c.dep_ == "det" and "PronType=Neg" in str(c.morph) for c in token.children)


def lowering(hedges: Iterable[Hedge]) -> Hedges:
    """The hedges that lower a certainty, by word and part of speech."""
    return {(hedge.word, hedge.pos): hedge.certainty for hedge in hedges if hedge.certainty is not None}


def of_content(head: Token | None, hedges: Hedges) -> Certainty:
    """How much of certainty the words of the content's own clause leave: CT+ where nothing lowers it."""
    found: Certainty = "CT+"
    for token in _core(head) if head is not None else ():
        for length in range(_LONGEST, 0, -1):
            window = token.doc[token.i : token.i + length]
            text, lemma = window.text.lower(), " ".join(t.lemma_.lower() for t in window)
            for pos in _parts(token, length, head):
                value = hedges.get((text, pos)) or hedges.get((lemma, pos))
                if value is not None and not (pos == "modal" and negated(token.head)):
                    found = weaker(found, value)
    return found


def _core(head: Token) -> list[Token]:
    """The tokens that colour a clause: its head, its auxiliaries and adverbs, and those of the verb that it controls."""
    tokens = [head]
    for child in head.children:
        if child.dep_ == "advmod" or child.dep_.startswith(("aux", "cop")):
            tokens.append(child)
            tokens.extend(c for c in child.children if c.dep_ == "advmod")
        elif child.dep_ == "obl" and any(c.dep_ == "case" for c in child.children):
            tokens.extend(c for c in child.children if c.dep_ == "case")
        elif child.dep_ in {"xcomp", "csubj", "ccomp"} and head.pos_ in {"ADJ", "NOUN"}:
            tokens.extend(c for c in child.children if c.dep_.startswith("aux"))
        elif child.dep_ == "xcomp" and child.pos_ in {"ADJ", "VERB"}:
            tokens.extend(c for c in (child, *child.children) if c.pos_ in {"ADJ", "ADV"})
    return sorted(tokens, key=lambda t: t.i)


def _parts(token: Token, length: int, head: Token | None) -> tuple[str, ...]:
    if length > 1:
        return ("phrase",)
    if token.pos_ == "AUX":
        return ("modal",)
    if token.pos_ == "ADJ":
        return ("adjective", "adverb") if token != head or token.dep_ != "amod" else ("adjective",)
    if token.pos_ == "ADV":
        return ("adverb",)
    if token.pos_ == "VERB":
        passive = any(c.dep_ == "aux:pass" for c in token.children)
        return ("participle",) if passive else ("verb",)
    return ()


def holders(cue: Cue, verb: Token | None, head: Token | None, hedges: Hedges) -> Certainty:
    """The certainty of the one who speaks, about the content as worded."""
    value = cue.certainty
    if verb is not None and negated(verb):
        return _DENIED.get(value, "Uu") if cue.attitude == "belief" else "Uu"
    if not value.endswith("+") or cue.attitude in _OPEN:
        return value
    return weaker(value, of_content(head, hedges))
