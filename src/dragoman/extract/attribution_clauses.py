"""Clauses that are passed on: complements of a cue, and what goes on behind a cue in the middle of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from .attribution_grammar import finite, infinitive, ing, passive, words_of
from .attribution_lexicon import Lexicon
from .attribution_subjects import displaced, raised, subject
from .phrases import matches


@dataclass(slots=True)
class Content:
    """Words that are passed on."""

    tokens: list[Token]
    head: Token
    place: str
    """The place in the grammar where they were found."""
    open: bool = False
    """Whether it is left open: "whether …"."""


def clause(verb: Token, lexicon: Lexicon) -> Content | None:
    """A finite clause: complement, or subject of a passive."""
    relations = ("ccomp", "csubj", "csubj:pass") if passive(verb) else ("ccomp",)
    found = [c for c in verb.children if c.dep_ in relations and _is_clause(c) and not apart(verb, c)]
    found.extend(
        c
        for c in verb.children
        if c.dep_ == "advcl" and c.i > verb.i and any(k.lower_ == "whether" for k in c.children)
    )
    actor = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    late = displaced(verb)
    if actor is not None and late is None:  # "Ana Roe, [elected in May], wrote"
        found = [c for c in found if not actor.i < c.i < verb.i]
    if not found:
        return _hung(verb, lexicon)
    behind = [c for c in found if c.i > verb.i]
    child = behind[0] if behind else found[-1]
    tokens = _begun(cut(child, verb, lexicon), child, verb)
    if behind and finite(child) and not any(matches(c, "nsubj", "csubj", "expl") for c in child.children):
        taken = [c for c in verb.children if c.dep_ in {"obj", "iobj"} and verb.i < c.i < child.left_edge.i]
        if (
            taken and taken[-1].right_edge.i + 1 == child.left_edge.i
        ):  # a subject, though the tree makes it the cue's object
            tokens = [*words_of(taken[-1]), *tokens]
    for more in behind[1:]:
        tokens = [*tokens, *(t for t in cut(more, verb, lexicon) if t.i > verb.i)]
    if child.i < verb.i:
        tokens = [*tokens, *resumed(verb)]
        if late is not None and actor is not None and actor.i < child.i:
            tokens = [*words_of(actor), *tokens]
    return Content(sorted(tokens, key=lambda t: t.i), child, "clause", open=_is_open(child))


def resumed(verb: Token) -> list[Token]:
    """What goes on behind a cue in the middle: "…, the envoy said, [to keep the peace]", up to a semicolon."""
    behind = [c.right_edge.i for c in verb.children if matches(c, "nsubj") and c.i > verb.i]
    comma = next((t for t in verb.doc[max([verb.i, *behind]) + 1 : verb.sent.end] if t.is_punct), None)
    if comma is None or comma.text != ",":
        return []
    tokens: list[Token] = []
    for child in verb.children:
        start = next((t for t in child.subtree if t.i > comma.i), None)
        if start is None or child.i < verb.i or child.dep_ == "punct" or _is_authors(child, comma):
            continue
        tokens.extend(t for t in child.subtree if t.i > comma.i and not t.is_space)
    stop = next((t.i for t in verb.doc[comma.i : verb.sent.end] if t.text == ";"), verb.sent.end)
    return [t for t in tokens if t.i < stop]


def _is_authors(child: Token, comma: Token) -> bool:
    """Whether a clause behind a cue is said by the author: "…, he said, adding that", "…, he said, as night fell"."""
    if child.i < comma.i and child.dep_ in {"obl", "obl:unmarked", "advmod", "iobj", "obj"}:
        return not any(t.i > comma.i and t.dep_ in {"conj", "ccomp"} for t in child.subtree)
    if child.dep_ == "advcl" and ing(child):
        return True
    if child.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in {"as", "after", "before", "while", "when"} for c in child.children
    ):
        return True
    return child.dep_ in {"conj", "parataxis", "cc"} and not any(matches(c, "nsubj") for c in child.children)


def _hung(verb: Token, lexicon: Lexicon) -> Content | None:
    """A clause with "that" which the tree hangs on the hearer or on a date: "told [a panel] that", "said [the day] that"."""
    if passive(verb):
        return None
    for child in verb.children:
        if child.i < verb.i or not matches(child, "obj", "iobj", "obl", "xcomp"):
            continue
        for inner in child.children:
            mark = next((c for c in inner.children if c.i < inner.i and c.lower_ == "that" and c.pos_ == "SCONJ"), None)
            if (
                mark is not None
                and inner.dep_ in {"acl", "acl:relcl", "ccomp"}
                and finite(inner)
                and child.lemma_.lower() not in lexicon.nouns
            ):
                return Content([t for t in cut(inner, verb, lexicon) if t.i >= mark.i], inner, "clause")
    return None


def _is_clause(head: Token) -> bool:
    if infinitive(head) or gerund_like(head):
        return False
    introduced = head.left_edge.dep_ == "mark" and head.left_edge.lower_ == "that"
    return introduced or head.pos_ in {"VERB", "AUX"} or any(matches(c, "cop", "nsubj", "aux") for c in head.children)


def apart(verb: Token, child: Token) -> bool:
    """Whether a semicolon parts a clause from the verb before it."""
    return (
        child.i > verb.i
        and any(t.text == ";" for t in verb.doc[verb.i : child.left_edge.i + 1])
        and child.left_edge.i > verb.i
    )


def _begun(tokens: list[Token], head: Token, verb: Token) -> list[Token]:
    """A clause behind its cue without what the tree wrongly sets before its beginning: "said [on Monday] that …"."""
    if head.i < verb.i:
        return tokens
    mark = next(
        (c for c in head.children if c.dep_ == "mark" and c.i > verb.i and c.lower_ in {"that", "whether", "if"}), None
    )
    if mark is not None:
        return [t for t in tokens if t.i >= mark.i]
    if (
        tokens and tokens[0].lower_ == "that" and tokens[0].i == verb.i + 1
    ):  # read as a pronoun: "underlined that talks were over"
        tokens = tokens[1:]
    actor = next((c for c in head.children if matches(c, "nsubj", "expl")), None)
    early = [c for c in head.children if actor is not None and verb.i < c.i < actor.left_edge.i]
    for child in early:
        if matches(child, "obl", "advmod", "nmod") and child.right_edge.i + 1 == (
            actor.left_edge.i if actor is not None else -1
        ):
            return [t for t in tokens if t.i > child.right_edge.i]
    return tokens


def cut(head: Token, verb: Token | None, lexicon: Lexicon) -> list[Token]:
    """The words of a clause without the cue that stands in it and without coordinated clauses that have a cue of their own."""
    without = [verb] if verb is not None and verb != head and head in verb.ancestors else []
    if verb is not None and not without and verb in head.subtree and verb != head:
        without = [verb]
    without.extend(_foreign(head, lexicon))
    if verb is not None and verb.i < head.i:
        without.extend(c for c in head.children if _is_afterthought(c))
    holder = subject(verb) if verb is not None else None
    if holder is not None and holder.head in head.subtree and holder.i > holder.head.i and holder != head:
        without.append(holder)
    return words_of(head, without)


def _is_afterthought(child: Token) -> bool:
    """A clause of time behind a comma ("…, a day after the vote was held") is the author's, not the speaker's."""
    if child.dep_ != "advcl" or child.i < child.head.i:
        return False
    start = child.left_edge
    before = next((t for t in reversed(start.doc[: start.i]) if not t.is_space), start)
    comma = before.text == "," or start.text == ","
    return comma and any(c.dep_ == "mark" and c.lower_ in {"after", "before"} for c in child.children)


def _foreign(head: Token, lexicon: Lexicon) -> Iterator[Token]:
    for child in head.children:
        if child.dep_ not in {"conj", "parataxis"}:
            continue
        if child.dep_ == "parataxis" and child.i > head.i and apart(head, child):
            yield child
            continue
        own = any(matches(c, "nsubj") for c in child.children)
        introduced = any(c.dep_ == "mark" for c in child.children)
        if (
            child.i > head.i and own and not introduced and child.pos_ in {"VERB", "AUX"} and lexicon.cues_of(child)
        ) or (child.dep_ == "conj" and raised(child, lexicon) is not None):
            yield child
        elif child.dep_ == "conj":
            yield from _foreign(child, lexicon)


def _is_open(child: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in {"whether", "if"} for c in child.children)


def gerund_like(child: Token) -> bool:
    return ing(child) and not any(matches(c, "aux", "nsubj", "mark") for c in child.children)
