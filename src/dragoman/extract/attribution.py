"""Who says what, and how surely: attributions, words only.

``attributions`` finds every content that a report passes on, with the chain of those who pass it on, outermost first.
Cues come from the codebook; a verb that is not listed counts when it stands between a speaker and a finite clause.
Entities are left to ``resolve``: every ``Source`` has words and no entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from spacy.tokens import Doc, Token

from dragoman.codebook.cues import Cue, Hedge
from dragoman.model import Attribution, Claim, Source, Span
from dragoman.model.words import Attitude, ClaimKind

from .attribution_grammar import ing
from .attribution_lexicon import Lexicon, Link
from .attribution_phrases import colon_links, noun_link, preposition_links, word_link
from .attribution_quotes import quoted_links
from .attribution_verbs import source_span, verb_link
from .attribution_words import hard_sentence, hard_stops, stretches, trimmed
from .phrases import matches, text_of, token_span
from .quotation import Quotation, quotations

_LONGEST_SENTENCE = 400
"""Tokens; what is longer is a table or noise, and nothing in it is attributed."""
_DEEPEST = 6
"""Links of the longest chain around a content."""


class Cues(Protocol):
    """What is needed of a codebook."""

    @property
    def cues(self) -> Iterable[Cue]:
        """Cues, and the lists of words beside them."""

    @property
    def hedges(self) -> Iterable[Hedge]:
        """Hedges."""

    def __hash__(self) -> int:
        """What a lexicon is kept under."""


def attributions(doc: Doc, codebook: Cues) -> list[Claim]:
    """Return the claims that a text attributes to somebody, in the order of their contents.

    Chains are outermost first. A link without a source ("it is estimated") has a ``Source`` without words.
    """
    links = find_links(doc, _lexicon(codebook))
    places = {id(link): link.places for link in links}
    claims: list[Claim] = []
    seen: set[object] = set()
    for link in sorted(links, key=lambda one: (one.content[0].i, one.at.i)):
        if link.silent:
            continue
        content = stretches(link.content)
        key = (content, link.source, link.cue)
        if not content or key in seen:
            continue
        seen.add(key)
        chain = tuple(_attribution(one) for one in _chain(link, links, places))
        claims.append(
            Claim(
                id=f"c{len(claims) + 1}",
                kind=_kind(link),
                content=content,
                author_certainty=link.entry.author_certainty if link.certainty.startswith("CT") else "Uu",
                attribution=chain,
            )
        )
    return claims


@lru_cache(maxsize=8)
def _lexicon(codebook: Cues) -> Lexicon:
    return Lexicon.of(codebook.cues, codebook.hedges)


def find_links(doc: Doc, lexicon: Lexicon) -> list[Link]:
    """All links of a text, each with one holder, one cue and one content."""
    tokens = [token for sent in doc.sents if len(sent) <= _LONGEST_SENTENCE for token in sent]
    read = frozenset(token.i for token in tokens)
    quotes = [quote for quote in quotations(doc) if quote.start in read and quote.end - 1 in read]
    title_end = max(text_of(doc).find("\n\n"), 0)
    links = [link for token in tokens if (link := verb_link(token, lexicon, quotes))]
    links.extend(link for token in tokens if (link := noun_link(token, lexicon)))
    links.extend(preposition_links(tokens, lexicon))
    links.extend(colon_links(doc, lexicon, title_end))
    links.extend(_orphans(links))
    stops = hard_stops(doc, frozenset(i for quote in quotes for i in range(quote.start, quote.end)))
    for link in links:
        start, end = hard_sentence(link.at, stops)
        if link.entry.pos != "punctuation":
            link.content = sorted({t for t in link.content if start <= t.i <= end}, key=lambda t: t.i)
    links.extend(quoted_links(doc, quotes, links, lexicon))
    taken = {place for link in links for place in (*link.places, link.at.i)}
    links.extend(link for token in tokens if token.i not in taken and (link := word_link(token, lexicon)))
    participles = [link for link in links if link.at.dep_ == "advcl" and ing(link.at)]
    for link in links:
        _source_of_source(link, lexicon)
        _participles(link, participles)
    _cited(links)
    return [link for link in links if trimmed(link.content) and not _is_aside(link, quotes)]


def _is_aside(link: Link, quotes: list[Quotation]) -> bool:
    """Whether a quoted "I think" only colours what its speaker says."""
    first_person = link.holder is not None and "Person=1" in str(link.holder.morph)
    return (
        first_person and link.entry.attitude in {"belief", "expressive"} and any(link.at in quote for quote in quotes)
    )


def _orphans(links: list[Link]) -> Iterator[Link]:
    """The second half of "the marchers claimed 9,000, the police 4,000"."""
    for link in links:
        for child in link.at.children:
            figure = next((c for c in child.children if c.dep_ == "orphan"), None) if child.dep_ == "conj" else None
            if figure is not None:
                yield Link(
                    link.at,
                    link.cue,
                    link.entry,
                    source_span(child),
                    child,
                    list(figure.subtree),
                    figure,
                    link.certainty,
                )


def _participles(link: Link, others: list[Link]) -> None:
    """Take ", warning that …" behind a parenthetical cue out of that cue's content, and give it the same speaker."""
    if not link.content or link.content[0].i >= link.at.i:
        return
    places = link.places
    for other in others:
        if other is link or other.holder is None or other.at.i <= link.at.i or other.at.i not in places:
            continue
        if other.holder.i in places and other.holder.i < link.at.i:
            other.holder, other.source = link.holder, link.source
        if other.holder == link.holder:
            gone = {t.i for t in other.at.subtree}
            link.content = [t for t in link.content if t.i not in gone]


def _source_of_source(link: Link, lexicon: Lexicon) -> None:
    """Set the agency outside the lawmaker in "a lawmaker quoted by the agency"."""
    if link.holder is None:
        return
    for child in link.holder.children:
        if child.dep_ != "acl" or child.pos_ != "VERB":
            continue
        relays = [entry for entry in lexicon.cues_of(child) if "holder" in entry.slots]
        outer = next(
            (c for c in child.children if matches(c, "obl") and any(k.lower_ == "by" for k in c.children)), None
        )
        if relays and outer is not None:
            span = source_span(outer)
            at = Link(child, _token(child), relays[0], span, outer, [], None, silent=True)
            link.outer.append(at)


def _token(token: Token) -> Span:
    return token_span(token)


def _cited(links: list[Link]) -> None:
    """Give "citing two officials" the content of the verb that it hangs on, and set it inside that link."""
    for link in links:
        if link.content or "governor" not in link.entry.contents or "holder" not in link.entry.slots:
            continue
        host = link.at.head
        governor = next((one for one in links if one.at == host and one.content), None)
        if governor is None:
            governor = next((one for one in links if one.content and one.holder == host), None)
        if governor is None:
            holding = [one for one in links if link.at.i in one.places and one.at.i < link.at.i]
            governor = min(holding, key=lambda one: len(one.content), default=None)
        if governor is None:
            continue
        inside = {t.i for t in link.at.subtree}
        link.content = [t for t in governor.content if t.i not in inside]
        governor.content = list(link.content)
        link.head, link.certainty, link.outer = governor.head, governor.certainty, [governor]


def _chain(link: Link, links: list[Link], places: Mapping[int, frozenset[int]]) -> list[Link]:
    """A link and those that it stands inside, outermost first; ``places`` are the contents' tokens by the links' ids."""
    inner = next(
        (one for one in reversed(link.outer) if not one.silent), link
    )  # "citing": stands where its verb stands
    own = places.get(id(inner), inner.places)
    around = []
    for one in links:
        held = places[id(one)]
        if one is not inner and inner.at.i in held and own != held and one.at.i not in own:
            around.append(one)
    around = sorted(around, key=lambda one: len(one.content))[:_DEEPEST]
    found: list[Link] = []
    for one in (*sorted(around, key=lambda other: -len(other.content)), link):
        for part in (*one.outer, one):
            if not any(part is other or (part.source is not None and part.source == other.source) for other in found):
                found.append(part)
    return found


def _attribution(link: Link) -> Attribution:
    return Attribution(
        source=Source(words=link.source),
        cue=link.cue,
        attitude=_attitude(link),
        certainty=link.certainty,
        scope=link.scope,
    )


def _attitude(link: Link) -> Attitude:
    """The cue's attitude; a promise where somebody says what he himself will do."""
    head = link.head
    if link.entry.attitude != "assertion" or head is None or link.holder is None:
        return link.entry.attitude
    future = any(c.dep_ == "aux" and c.lemma_.lower() in {"will", "shall", "would"} for c in head.children)
    actor = next((c for c in head.children if c.dep_ == "nsubj"), None)
    own = actor is not None and actor.pos_ == "PRON" and "PronType=Prs" in str(actor.morph)
    same = actor is not None and actor.lemma_ == link.holder.lemma_
    return "commitment" if future and (own or same) else "assertion"


def _kind(link: Link) -> ClaimKind:
    head, attitude = link.head, _attitude(link)
    if attitude in {"commitment", "threat"}:
        return "commitment"
    if attitude == "evaluation":
        return "evaluation"
    if head is None:
        return "event"
    children = list(head.children)
    if any(c.dep_ == "aux" and c.lemma_.lower() in {"will", "shall"} for c in children):
        return "plan"
    arguments = [head] if head.pos_ in {"NOUN", "PROPN", "NUM"} else [c for c in children if matches(c, "nsubj", "obj")]
    if any(t.pos_ == "NUM" and matches(t, "nummod") for one in arguments for t in one.children) or head.pos_ == "NUM":
        return "quantity"
    if any(c.dep_ == "cop" for c in children):
        return "evaluation" if head.pos_ == "ADJ" else "attribute"
    return "event"
