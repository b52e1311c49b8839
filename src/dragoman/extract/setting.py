"""Where and when an act is set: the words of its clause that place and date it."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.extract.phrases import children, matches, phrase
from dragoman.extract.times import Time
from dragoman.model import Span

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_FOR_PLACE = frozenset({"in", "at", "near", "on", "off", "outside", "inside", "around", "across", "along", "throughout", "within", "over"})
_SHARED = frozenset({"obj", "nsubj:pass", "nsubj", "obl", "xcomp", "conj", "compound", "nmod", "nmod:poss"})
_OTHER_TIME = frozenset({"after", "before", "since", "until", "if", "unless", "once", "that", "because", "although", "though"})


def clause_chain(token: Token) -> list[Token]:
    """The token and the words above it that share its time and place: a light verb, a first conjunct."""
    chain = [token]
    node = token
    while node.head != node and len(chain) < 4:
        up = node.head
        if node.dep_ in _SHARED and up.pos_ in {"VERB", "NOUN", "ADJ", "AUX"}:
            chain.append(up)
            node = up
        else:
            break
    return chain


def place_of(token: Token, fillers: Iterable[Token] = ()) -> Span | None:
    """Return the words of the nearest place that the clause of an act names; `fillers` stand in its place slot."""
    named = next((phrase(t) for t in fillers if t.ent_type_ in _PLACE_LABELS or t.pos_ == "PROPN"), None)
    if named is not None:
        return named
    for node in clause_chain(token)[:3]:
        for child in sorted(node.children, key=lambda t: abs(t.i - token.i)):
            if not matches(child, "obl", "nmod") or child.ent_type_ in {"DATE", "TIME"}:
                continue
            cases = {c.lower_ for c in child.children if c.dep_ == "case"}
            if not cases & _FOR_PLACE:
                continue
            if child.ent_type_ in _PLACE_LABELS:
                return phrase(child)
            inner = next((g for g in child.subtree if g.ent_type_ in _PLACE_LABELS and g.dep_ in {"nmod", "compound", "nmod:poss", "appos", "flat"}), None)
            if inner is not None and child.ent_type_ != "PERSON":
                return phrase(inner)
    return None


def times_of(token: Token, times: Iterable[Time], acts: frozenset[int]) -> tuple[Span, ...]:
    """Return the words of the dates that an act may have, the likeliest first.

    First those of the act itself, then of the verb that carries it, of the day that its clause explains ("Friday, when"),
    of the verb whose time it shares. `acts` are the tokens of all acts: a noun does not take the date of another act.
    """
    sentence = [time for time in times if token.sent.start <= time.token < token.sent.end]
    found: list[tuple[int, int, Time]] = []
    for time in sentence:
        rank = _rank(token, time, acts)
        if rank is not None:
            found.append((rank, abs(time.token - token.i), time))
    found.sort(key=lambda item: item[:2])
    return tuple(time.span for _, _, time in found)


def _rank(token: Token, time: Time, acts: frozenset[int]) -> int | None:
    doc = token.doc
    root = doc[time.token]
    if time.governor == token.i or (root.head == token and root != token):
        return 0
    up = root.head
    if up.i not in acts and up.head == token and matches(up, "obl", "nmod", "obj"):
        return 1
    node = token
    for step in range(4):
        relative = node.dep_.endswith("relcl") or node.dep_ == "advcl"
        if relative and node.head == root:
            return 2
        if node.head == node or not _shares_time(node, acts):
            break
        node = node.head
        if time.governor == node.i:
            return 3 + step
    for other in children(token, "conj"):
        if time.governor == other.i and not children(other, "nsubj", "nsubj:pass"):
            return 8
    return None


def _shares_time(node: Token, acts: frozenset[int]) -> bool:
    """Tell whether an act shares the time of the word that governs it."""
    up = node.head
    if node.pos_ in {"NOUN", "PROPN"}:
        return node.dep_ in _SHARED and not (up.i in acts and up.pos_ == "VERB" and node.dep_ != "obl")
    if node.dep_ in {"conj", "xcomp"}:
        return True
    if node.dep_ == "advcl":
        return not any(c.lower_ in _OTHER_TIME for c in children(node, "mark", "advmod", "case"))
    return False
