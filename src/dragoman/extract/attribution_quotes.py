"""Quotations and who speaks them: beside a cue, split by one, behind a colon, or going on after one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from .attribution_clauses import Content
from .attribution_content import fits_source
from .attribution_grammar import hypothetical, passive
from .attribution_lexicon import Lexicon, Link
from .attribution_subjects import subject
from .attribution_verbs import PLAIN, build
from .quotation import Quotation

_FAR = 40
"""Tokens between a quotation and the furthest cue that it can belong to."""
_ENDS = frozenset(".?!")


def quoted_links(doc: Doc, quotes: Sequence[Quotation], links: list[Link], lexicon: Lexicon) -> list[Link]:
    """Give every quotation its speaker: contents of ``links`` grow, new links come back."""
    inside = frozenset(i for quote in quotes if quote.is_speech for i in range(quote.start, quote.end))
    new: list[Link] = []
    last: tuple[Quotation, Link] | None = None
    for quote in quotes:
        if not quote.is_speech:
            continue
        link = _holding(quote, [*links, *new])
        if link is None and (verb := _verb_beside(doc, quote, inside, lexicon)):
            link = next((one for one in (*links, *new) if one.at == verb and _takes(one, quote)), None)
            if link is None and (made := _link(verb, quote, lexicon)):
                link = made
                new.append(made)
        if link is None and last is not None and _goes_on(doc, *last, quote):
            link = last[1]
        if link is not None:
            places = link.places
            link.content = sorted(
                [*link.content, *(t for t in doc[quote.start : quote.end] if t.i not in places)], key=lambda t: t.i
            )
            last = (quote, link)
    new.extend(_phrases_quoted(quotes, [*links, *new], lexicon))
    return new


def _holding(quote: Quotation, links: Sequence[Link]) -> Link | None:
    """The link that has words of the quotation in its content, and its cue outside."""
    best: Link | None = None
    most = 0
    for link in links:
        if not link.content or link.content[-1].i < quote.start or link.content[0].i >= quote.end:
            continue
        shared = sum(quote.start <= place < quote.end for place in link.places)
        if (
            link.at not in quote
            and not link.silent
            and shared > most
            and abs(link.at.i - quote.start) < _FAR + quote.end - quote.start
        ):
            best, most = link, shared
    return best


def _takes(link: Link, quote: Quotation) -> bool:
    return not link.content or min(abs(link.content[-1].i - quote.start), abs(quote.end - link.content[0].i)) < _FAR


def _link(verb: Token, quote: Quotation, lexicon: Lexicon) -> Link | None:
    holder = _speaker(verb, quote, lexicon)
    if holder is None:
        return None
    entries = [e for e in lexicon.cues_of(verb) if {"clause", "quote"} & set(e.contents)]
    entry = next((e for e in entries if fits_source(holder, e, lexicon)), PLAIN)
    inner = quote.inner
    head = next((t for t in inner if t.head == t or t.head not in quote), inner[0])
    return build(verb, holder, entry, Content(list(inner), head, "quote"), lexicon)


def _speaker(verb: Token, quote: Quotation, lexicon: Lexicon) -> Token | None:
    holder = subject(verb)
    if holder is not None and holder not in quote:
        return holder
    behind = next(
        (
            c
            for c in verb.children
            if c.i > verb.i and c.dep_ in {"obj", "iobj", "dep", "appos", "obl:unmarked", "nmod"} and c not in quote
        ),
        None,
    )
    if (
        behind is not None
        and verb.i - quote.end < 2
        and verb.i >= quote.end
        and not any(c.dep_ == "case" for c in behind.children)
    ):
        return behind
    doc = verb.doc
    before = doc[quote.end : verb.i] if verb.i >= quote.end else doc[verb.sent.start : verb.i]
    for window in (doc[verb.i + 1 : verb.i + 8], before):
        for token in window:
            if token.is_punct:
                break
            if token not in quote and lexicon.is_speaker(token):
                head = token
                while head.head != head and head.head in window and head.head.pos_ in {"NOUN", "PROPN"}:
                    head = head.head
                return head
    return None


def _verb_beside(doc: Doc, quote: Quotation, inside: frozenset[int], lexicon: Lexicon) -> Token | None:
    """The cue right behind a quotation, else the one before it."""
    inner = quote.inner
    following = list(_line_after(doc, quote.end))
    closed = inner[-1].text == "." or (bool(following) and following[0].text == ".")
    if not closed:
        for token in following[:_FAR]:
            if token.i in inside or token.text in {".", ";", "\n"}:
                break
            if _can_quote(token, lexicon) and not (passive(token) and not lexicon.cues_of(token)):
                return token
    before = list(_line_before(doc, quote.start))
    if not before or before[0].text in _ENDS:
        return None
    introduced = (
        before[0].text in {",", ":", "—", "-", "–"} or _can_quote(before[0], lexicon) or before[0].lower_ == "that"
    )
    if not introduced:
        return None
    for token in before[:_FAR]:
        if token.i in inside or token.text in _ENDS:
            break
        if _can_quote(token, lexicon):
            return token
    if before[0].text == ":":
        root = before[0].sent.root
        verbs = [t for t in before[:_FAR] if t.pos_ == "VERB" and (t == root or t.dep_ in {"ROOT", "parataxis"})]
        holder = subject(verbs[0]) if verbs else None
        return verbs[0] if holder is not None and lexicon.is_speaker(holder) else None
    return None


def _can_quote(token: Token, lexicon: Lexicon) -> bool:
    if token.pos_ != "VERB" or hypothetical(token):
        return False
    return any({"clause", "quote"} & set(entry.contents) for entry in lexicon.cues_of(token))


def _line_after(doc: Doc, start: int) -> Iterator[Token]:
    for token in doc[start:]:
        if token.is_space and "\n" in token.text:
            return
        if not token.is_space:
            yield token


def _line_before(doc: Doc, end: int) -> Iterator[Token]:
    for token in reversed(doc[:end]):
        if token.is_space and "\n" in token.text:
            return
        if not token.is_space:
            yield token


def _goes_on(doc: Doc, before: Quotation, link: Link, quote: Quotation) -> bool:
    """Whether a quotation goes on after the cue of the one before: the same line, one sentence end between, no other cue."""
    between = doc[before.end : quote.start]
    if any(t.is_space and "\n" in t.text for t in between):
        return False
    outside = [t for t in between if not t.is_space]
    follows = list(_line_after(doc, quote.end))[:1]
    alone = quote.inner[-1].text in _ENDS and not (follows and follows[0].text == ",")
    stops = sum(t.text in _ENDS and t.is_punct for t in outside)
    return (
        alone
        and stops <= 1
        and (link.at.i in range(before.end, quote.start) or not outside)
        and (not outside or outside[-1].text in _ENDS)
    )


def _phrases_quoted(quotes: Sequence[Quotation], links: Sequence[Link], lexicon: Lexicon) -> Iterator[Link]:
    """Words set off in quotation marks that no content holds: "congratulated both on 'a brave step'"."""
    taken = {place for link in links for place in link.places}
    for quote in quotes:
        if quote.is_speech or not quote.inner or any(t.i in taken for t in quote.inner):
            continue
        inner = quote.inner
        head = next((t for t in inner if t.head not in quote), None)
        verb = head.head if head is not None else None
        while verb is not None and verb.head != verb and not (verb.pos_ == "VERB" and lexicon.cues_of(verb)):
            verb = verb.head
        if head is None or verb is None or verb.pos_ != "VERB" or verb in quote or hypothetical(verb) or passive(verb):
            continue
        entries = lexicon.cues_of(verb)
        holder = subject(verb)
        if entries and holder is not None and lexicon.is_speaker(holder):
            entry = next((e for e in entries if e.attitude == "evaluation"), entries[0])
            yield build(
                verb, holder, entry, Content(list(quote.first.doc[quote.start : quote.end]), head, "quote"), lexicon
            )
