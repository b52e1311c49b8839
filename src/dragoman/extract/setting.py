"""Where and when an act is set: the words of its clause that place and date it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from dragoman.extract.phrases import children, matches, phrase
from dragoman.extract.times import Time
from dragoman.model import Span

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_FOR_PLACE = frozenset(
    {"in", "at", "near", "on", "off", "outside", "inside", "around", "across", "along", "throughout", "within", "over"}
)
_TO_PLACE = frozenset({"to", "into", "on", "at", "against", "of", "for", "towards", "toward"})
_OTHER_CLAUSE = frozenset({"acl:relcl", "ccomp", "advcl", "csubj", "advcl:relcl", "parataxis"})
_DESCRIBING = frozenset({"acl", "acl:relcl"})
_AT = frozenset({"at", "inside", "outside"})
_HERE = "here"
_WHERE = "where"
_CAPITAL = "capital"
_SHARED = frozenset({"obj", "nsubj:pass", "nsubj", "obl", "xcomp", "conj", "compound", "nmod", "nmod:poss"})
_OTHER_TIME = frozenset(
    {"after", "before", "since", "until", "if", "unless", "once", "that", "because", "although", "though"}
)


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


def place_of(token: Token, fillers: Iterable[Token], *, at_target: bool) -> Span | None:
    """Return the words of the nearest place that the clause of an act names.

    `fillers` stand in its place slot; `at_target` says that the act takes place where what it is done to lies: a visit, an attack.
    Else the place that opens the sentence holds for what is told in it ("In Oslo, police …").
    """
    fillers = tuple(fillers)
    named = next(
        (phrase(t) for t in fillers if t.ent_type_ in _PLACE_LABELS or (t.pos_ == "PROPN" and not t.ent_type_)), None
    )
    if named is not None:
        return named
    if (
        token.dep_.endswith("relcl")
        and token.head.ent_type_ in _PLACE_LABELS
        and any(c.lower_ == _WHERE for c in token.children)
    ):
        return _place_words(token.head)
    for node in clause_chain(token)[:3]:
        found = sorted(_named_places(node, 0), key=lambda item: (item[0], abs(item[1].i - token.i)))
        if found:
            return _place_words(found[0][1])
        here = next((c for c in node.children if c.lower_ == _HERE and c.dep_ == "advmod"), None)
        if here is not None:
            return phrase(here)
        target = _target(node) if at_target else None
        if target is not None:
            return _place_words(target)
    opening = _opening_place(token)
    return (
        opening
        if opening is not None
        else next((phrase(t) for t in fillers if t.ent_type_ not in {"DATE", "TIME"} and t.pos_ == "NOUN"), None)
    )


def named_place(word: Token) -> Span | None:
    """Return the words of the nearest place that hangs on a word itself: "the dead in Valencia"."""
    found = sorted((item for item in _named_places(word, 0) if item[0] == 0), key=lambda item: abs(item[1].i - word.i))
    return _place_words(found[0][1]) if found else None


def _named_places(node: Token, depth: int) -> Iterator[tuple[int, Token]]:
    """Yield the names of places under a word of a clause, with how deep they stand; other clauses are not entered."""
    for child in node.children:
        if (
            child.dep_ in _OTHER_CLAUSE
            or (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"})
            or child.dep_ in {"nsubj", "parataxis"}
            or depth > 3
        ):
            continue
        cases = {c.lower_ for c in child.children if c.dep_ == "case"}
        placed = bool(cases & _FOR_PLACE) and matches(child, "obl", "nmod")
        if placed and child.ent_type_ not in {"DATE", "TIME", "PERSON"}:
            inner = (
                child
                if child.ent_type_ in _PLACE_LABELS
                or (child.ent_type_ == "ORG" and cases & _AT)
                or child.lower_ == _CAPITAL
                else _name_inside(child)
            )
            if inner is not None:
                yield depth, inner
                continue
        if matches(child, "obl", "nmod", "obj", "nsubj:pass", "appos", "conj", "xcomp"):
            yield from _named_places(child, depth + 1)


def _name_inside(token: Token) -> Token | None:
    """Return the name of a place that belongs to a common noun: "the port of Odesa", "a Berlin park"."""
    inside = (
        t
        for t in token.subtree
        if t.ent_type_ in _PLACE_LABELS and t.dep_ in {"nmod", "compound", "nmod:poss", "appos", "flat", "nmod:desc"}
    )
    found = next(
        (t for t in inside if not any(a.dep_ in _OTHER_CLAUSE for a in t.ancestors if token in a.ancestors)), None
    )
    # "A Berlin park": the whole phrase, since the name before its noun may be that of the place or of where it lies.
    return token if found is not None and found.head == token and found.dep_ in {"compound", "nmod:desc"} else found


def _target(node: Token) -> Token | None:
    """Return the place that an act is aimed at: the object of a visit, what an attack is *on*, *at* or *of*."""
    for child in node.children:
        cases = {c.lower_ for c in child.children if c.dep_ == "case"}
        if matches(child, "obj", "nsubj:pass") or (cases & _TO_PLACE and matches(child, "obl", "nmod")):
            if child.ent_type_ in _PLACE_LABELS:
                return child
            if cases or child.dep_ == "obj":
                inner = _name_inside(child)
                if inner is not None and inner.dep_ != "nmod:poss":
                    return inner
    return None


def _opening_place(token: Token) -> Span | None:
    """Return the place that opens the sentence of an act and its own clause or one above it."""
    for verb in (token, *token.ancestors):
        for child in verb.children:
            first = child.left_edge
            opens = child.i < verb.i and first.i <= token.sent.start + 1 and first.lower_ in _FOR_PLACE
            if opens and matches(child, "obl", "nmod"):
                inner = child if child.ent_type_ in _PLACE_LABELS else _name_inside(child)
                return _place_words(inner) if inner is not None else None
        if verb.dep_ == "ccomp":
            break
    return None


def _place_words(token: Token) -> Span:
    """Return the words of a place: of its whole phrase where the name is a building or a base, else of the name's phrase."""
    head = next((e.root for e in token.sent.ents if e.start <= token.i < e.end), token)
    while (
        head.ent_type_ == "FAC"
        and head.dep_ in {"compound", "flat", "nmod:desc"}
        and head.head.pos_ in {"NOUN", "PROPN"}
    ):
        head = head.head
    return phrase(head)


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


def is_narrated(token: Token) -> bool:
    """Tell whether an act is told as a step of the story: a verb in the simple past of a main clause, or one joined to it."""
    node = token
    for _ in range(4):
        helpers = children(node, "aux", "aux:pass", "cop")
        if node.dep_ == "conj" and not helpers and not children(node, "nsubj", "nsubj:pass"):
            node = node.head
            continue
        if node.pos_ not in {"VERB", "AUX"} or any(
            c.lower_ in {"has", "have", "had"} or "Pres" in c.morph.get("Tense", []) for c in helpers
        ):
            return False
        past = "Past" in node.morph.get("Tense", []) and (
            "Fin" in node.morph.get("VerbForm", []) or any("Past" in c.morph.get("Tense", []) for c in helpers)
        )
        return past and node.dep_ in {"ROOT", "conj", "parataxis"}
    return False


def _rank(token: Token, time: Time, acts: frozenset[int]) -> int | None:
    doc = token.doc
    root = doc[time.token]
    if time.governor == token.i or (root.head == token and root != token):
        return 0
    up = root.head
    if up.i not in acts and up.head == token and matches(up, "obl", "nmod", "obj"):
        return 1
    if up.head == token and up.dep_ in _DESCRIBING and any(c.lower_ == "for" for c in children(root, "case")):
        return 1  # "the visit scheduled for Monday"
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
    if root.doc[max(root.left_edge.i, token.sent.start)].i <= token.sent.start + 2 and time.governor in {
        t.i for t in _main_clauses(token)
    }:
        return 7
    for other in children(token, "conj"):
        if time.governor == other.i and not children(other, "nsubj", "nsubj:pass"):
            return 8
    return None


def _main_clauses(token: Token) -> list[Token]:
    """Return the clauses above an act to which it is joined, with which it shares what opens the sentence."""
    found, node = [], token
    while node.head != node and (
        node.dep_ in {"conj", "parataxis"}
        or (node.dep_ in _SHARED and node.pos_ in {"NOUN", "PROPN"})
        or (node.dep_ == "advcl" and _shares_time(node, frozenset()))
    ):
        node = node.head
        found.append(node)
    return found


def _shares_time(node: Token, acts: frozenset[int]) -> bool:
    """Tell whether an act shares the time of the word that governs it."""
    up = node.head
    if node.pos_ in {"NOUN", "PROPN"}:
        known = any("Def" in c.morph.get("Definite", []) or c.dep_ == "nmod:poss" for c in node.children)
        return node.dep_ in _SHARED and not (known and up.i in acts and up.pos_ == "VERB")
    if node.dep_ in {"conj", "xcomp"}:
        return True
    if node.dep_ == "advcl":
        return not any(c.lower_ in _OTHER_TIME for c in children(node, "mark", "advmod", "case"))
    return False
