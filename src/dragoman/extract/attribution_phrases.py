"""Cues that are no verbs: "according to", "by its count", "the claim that", "reportedly", "an estimated", "Minister: no"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from dragoman.codebook.cues import Cue

from . import certainty
from .attribution_clauses import cut
from .attribution_grammar import clause_of, finite, has_case, infinitive, words_of
from .attribution_lexicon import Lexicon, Link
from .attribution_verbs import source_span
from .phrases import matches, token_span
from .quotation import paragraphs

_SHORT = 7
"""Tokens in the longest name before a colon."""


def preposition_links(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Link]:
    """According to X; in the words of X; by X's count."""
    for entry in lexicon.phrases:
        words = entry.cue.split()
        if "possessor" in entry.slots.get("source", ()):
            yield from _possessed(tokens, words, entry, lexicon)
        elif "object" in entry.slots.get("source", ()):
            for token in tokens:
                if token.lower_ == words[0] and [t.lower_ for t in token.doc[token.i : token.i + len(words)]] == words:
                    link = _with_object(token, len(words), entry, lexicon)
                    if link is not None:
                        yield link
        else:
            yield from _noun_phrase(tokens, words, entry, lexicon)


def _with_object(first: Token, length: int, entry: Cue, lexicon: Lexicon) -> Link | None:
    doc = first.doc
    holder = _complement(doc, first.i, first.i + length)
    if holder is None:
        return None
    inside = {t.i for t in holder.subtree}
    top = first
    while top.head != top and top.head.i not in inside and first.i <= top.head.i < first.i + length:
        top = top.head  # "in the words of X": the noun carries the phrase
    anchor = top if length > 2 and top.pos_ == "NOUN" else holder
    tokens, head = _said_around(anchor, [anchor, first], lexicon)
    cue = token_span(first, doc[first.i + length - 1])
    sure = certainty.holders(entry, None, head, lexicon.hedges)
    return Link(first, cue, entry, source_span(holder), holder, tokens, head, sure) if tokens else None


def _complement(doc: Doc, start: int, end: int) -> Token | None:
    """The head of the noun phrase behind a preposition of several words."""
    for case in doc[start:end]:
        if case.dep_ == "case" and case.head.i >= end:
            return case.head
    token = next((t for t in doc[end : end + 12] if not t.is_punct and not t.is_space), None)
    while (
        token is not None
        and token.head.i != token.i
        and token.head.i >= end
        and token.dep_ not in {"conj", "acl", "acl:relcl", "appos"}
    ):
        if token.head.pos_ == "VERB" and token.dep_ not in {"det", "amod", "compound", "nmod:poss"}:
            break
        token = token.head
    return token


def _said_around(anchor: Token, without: Sequence[Token], lexicon: Lexicon) -> tuple[list[Token], Token | None]:
    """The clause that a phrase hangs on, or the noun phrase where it stands on one inside brackets or dashes."""
    head = anchor.head
    if head == anchor:
        return _beside(anchor), None
    gone = {t.i for one in without for t in one.subtree}
    governor = head
    if (
        not finite(head)
        and head.pos_ in {"NOUN", "NUM", "PROPN", "PRON"}
        and anchor.i > head.i
        and not _comma_before(without[-1])
    ):
        tokens = [t for t in words_of(head) if t.i not in gone]
        if head.dep_ not in {"nsubj", "nsubj:pass"}:
            return tokens, head
    governor = clause_of(head)
    if governor in anchor.subtree:
        return [], None
    tokens = [t for t in cut(governor, None, lexicon) if t.i not in gone]
    return tokens, governor


def _comma_before(token: Token) -> bool:
    before = next((t for t in reversed(token.doc[token.sent.start : token.i]) if not t.is_space), None)
    return before is None or before.is_punct


def _beside(anchor: Token) -> list[Token]:
    """The rest of the sentence, where a phrase is its root by mistake."""
    inside = {
        t.i
        for c in anchor.children
        if matches(c, "case", "det", "amod", "compound", "nmod", "flat", "appos")
        for t in c.subtree
    }
    return [t for t in anchor.sent if t.i not in inside and t != anchor and not t.is_space]


def _possessed(tokens: Sequence[Token], words: Sequence[str], entry: Cue, lexicon: Lexicon) -> Iterator[Link]:
    """By X's count; in its view."""
    for token in tokens:
        if token.lower_ not in {words[-1], words[-1] + "s"} or not has_case(token, words[0]):
            continue
        holder = next((c for c in token.children if c.dep_ == "nmod:poss"), None)
        if holder is None:
            continue
        first = next(c for c in token.children if c.dep_ == "case")
        said, head = _figure_before(first) or _said_around(token, [token, token], lexicon)
        if said:
            sure = certainty.holders(entry, None, head, lexicon.hedges)
            yield Link(token, token_span(first, token), entry, source_span(holder), holder, said, head, sure)


def _figure_before(first: Token) -> tuple[list[Token], Token] | None:
    """The figure right before a phrase: "[eleven of them] by the union's count"."""
    run = []
    for token in reversed(first.doc[first.sent.start : first.i]):
        if token.is_punct or token.is_space or token.pos_ in {"VERB", "AUX"}:
            break
        run.append(token)
    run.reverse()
    bounded = bool(run) and run[0].i > first.sent.start and first.doc[run[0].i - 1].is_punct
    number = next((t for t in run if t.pos_ == "NUM"), None)
    return (run, number) if bounded and number is not None else None


def _noun_phrase(tokens: Sequence[Token], words: Sequence[str], entry: Cue, lexicon: Lexicon) -> Iterator[Link]:
    """In a report of X: where no verb of saying follows."""
    for token in tokens:
        if token.lower_ != words[-1] or not has_case(token, words[0]) or not matches(token, "obl"):
            continue
        holder = noun_holder(token, ("of", "by", "from"))
        if holder is None or lexicon.cues_of(token.head):
            continue
        said, head = _said_around(token, [token, token], lexicon)
        if said:
            first = next(c for c in token.children if c.dep_ == "case")
            sure = certainty.holders(entry, None, head, lexicon.hedges)
            yield Link(token, token_span(first, token), entry, source_span(holder), holder, said, head, sure)


def noun_holder(noun: Token, places: Sequence[str]) -> Token | None:
    """Whose a word of saying is: its possessor, or what stands behind of, by or from."""
    for child in noun.children:
        if child.dep_ == "nmod:poss" and "possessor" in places:
            return child
    for child in noun.children:
        if (
            child.i > noun.i
            and matches(child, "nmod", "obl", "acl")
            and any(has_case(child, place) for place in places)
        ):
            return child
    return None


def noun_link(noun: Token, lexicon: Lexicon) -> Link | None:
    """The claim that …; an assurance from X that …"""
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    for entry in lexicon.nouns.get(noun.lemma_.lower(), ()):
        said = next((c for c in noun.children if c.i > noun.i and _is_said(c, entry)), None)
        if said is None:
            continue
        holder = noun_holder(noun, entry.slots.get("source", ())) or _lender(noun, lexicon)
        tokens = [t for t in cut(said, None, lexicon) if t.lower_ not in {"that", "whether"} or t.head != said]
        sure = certainty.holders(entry, None, said, lexicon.hedges)
        source = source_span(holder) if holder is not None else None
        return Link(noun, token_span(noun), entry, source, holder, tokens, said, sure)
    return None


def _is_said(child: Token, entry: Cue) -> bool:
    if "infinitive" in entry.contents and child.dep_ in {"acl", "ccomp", "xcomp"} and infinitive(child):
        return True
    if child.dep_ not in {"acl", "acl:relcl", "ccomp"} or not finite(child):
        return False
    that = next((c for c in child.children if c.i < child.i and c.lower_ in {"that", "whether"}), None)
    if that is None or matches(that, "nsubj"):
        return False
    # "the charge that he took bribes": a clause with all its parts is no relative clause, whatever the tree says
    full = any(
        matches(c, "cop", "aux:pass", "ccomp", "xcomp") or (c.dep_ == "obj" and c != that) for c in child.children
    )
    return that.dep_ == "mark" or full


def _lender(noun: Token, lexicon: Lexicon) -> Token | None:
    """The subject of a verb that lends a word of saying its speaker: "made the claim that"."""
    verb = noun.head
    if noun.dep_ != "obj" or verb.pos_ != "VERB":
        return None
    holder = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return holder if holder is not None and lexicon.is_speaker(holder) and not lexicon.cues_of(verb) else None


def word_link(token: Token, lexicon: Lexicon) -> Link | None:
    """Reportedly, allegedly; an estimated 40, alleged bribes: said by nobody in particular."""
    entry = lexicon.adverbs.get(token.lower_) if token.dep_ == "advmod" else None
    if entry is not None:
        head = token.head
        tokens = (
            words_of(head, [token])
            if head.dep_ in {"amod", "acl", "nummod"}
            else [t for t in cut(clause_of(head), None, lexicon) if t != token]
        )
        return Link(token, token_span(token), entry, None, None, tokens, clause_of(head), entry.certainty)
    entry = lexicon.adjectives.get(token.lower_) if token.dep_ in {"amod", "advmod"} else None
    if entry is None:
        return None
    head = token.head if token.head.pos_ != "NUM" or token.head.dep_ != "nummod" else token.head.head
    if matches(head, "nsubj") and head.head.i > head.i:
        tokens = [t for t in cut(head.head, None, lexicon) if t.i > token.i]
    else:
        tokens = [t for t in words_of(head) if t.i > token.i]
    return Link(token, token_span(token), entry, None, None, tokens, head, entry.certainty)


def colon_links(doc: Doc, lexicon: Lexicon, title_end: int) -> Iterator[Link]:
    """A speaker before a colon at the beginning of a line: headlines ("Minister: no deal") and transcripts."""
    if lexicon.colon is None:
        return
    for line in paragraphs(doc):
        at = next((n for n, t in enumerate(line[:_SHORT]) if t.text == ":"), 0)
        if not at or at + 1 == len(line):
            continue
        name = line[:at]
        if any(t.is_punct or t.pos_ in {"VERB", "AUX"} for t in name):
            continue
        holder = max((t for t in name if not any(t in o.subtree and t != o for o in name)), key=lambda t: t.i)
        if holder.lemma_.lower() in lexicon.silent:
            continue
        if (
            holder.ent_type_ == "PERSON"
            or (holder.lemma_.lower() in lexicon.speakers)
            or (line[0].idx < title_end and holder.ent_type_ == "ORG")
        ):
            cue = token_span(line[at])
            head = next((t for t in line[at + 1 :] if t.head == t or t.head.i <= line[at].i), line[at + 1])
            yield Link(line[at], cue, lexicon.colon, source_span(holder), holder, line[at + 1 :], head)
