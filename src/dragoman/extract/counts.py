"""Claims of a first time, a last time and a number of times: what a record can check.

Kinds: ``first`` (none before), ``recency`` (none after a date), ``count`` (n times, the n-th time).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook.quantities import Quantities
from dragoman.extract.counted import case_of, feature
from dragoman.extract.figures import anchor_of, covered, locate
from dragoman.extract.numbers import NumberPhrase, grammar
from dragoman.extract.phrases import span, text_of
from dragoman.model import Claim
from dragoman.model.words import ClaimKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.codebook import Codebook

_PREDICATIVE = frozenset({"ROOT", "appos", "ccomp", "parataxis", "conj", "xcomp", "advcl", "acl:relcl"})
_CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp"})
_COMMAS = frozenset({",", ";", ":", "—", "–", "-", "(", ")"})
_LONGEST = 10
"""How many words before its noun a phrase may begin."""
_DEFINITE = frozenset({"the"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A claim of first, last or n times: where it stands, its kind, and how many times."""

    start: int
    end: int
    kind: ClaimKind
    n: float | None = None


def counts(doc: Doc, codebook: Codebook) -> list[Claim]:
    """The claims of first, last and n times of a report, in the order of the text, in the report's own voice."""
    found = sorted(_found(doc, codebook.quantities), key=lambda one: (one.start, -one.end))
    kept: list[_Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return [
        Claim(
            id=f"k{number}",
            kind=one.kind,
            content=(span(doc, one.start, one.end),),
            n=None if one.n is None else int(one.n),
            author_certainty="CT+",
        )
        for number, one in enumerate(kept, 1)
    ]


def _found(doc: Doc, words: Quantities) -> Iterator[_Found]:
    yield from _phrases(doc, words)
    for phrase in grammar(words).phrases(text_of(doc)):
        if phrase.kind == "ordinal":
            yield from _nth(doc, words, phrase)
        else:
            yield from _times(doc, words, phrase)
    for token in doc:
        if token.lower_ in words.counts.first_words:
            yield from _first(token, words)
        elif token.lower_ in words.times:
            yield from _adverb(token, words)
        elif token.lower_ in words.counts.never_words and token.dep_ == "amod" and _is_event(token.head, words):
            yield _Found(token.idx, _end(token.head), "first")
        elif feature(token, "Degree") == ["Sup"] and token.lemma_.lower() in words.counts.superlatives:
            yield from _superlative(token, words)
    yield from _last(doc, words)


def _end(token: Token) -> int:
    return token.idx + len(token)


def _is_event(noun: Token, words: Quantities) -> bool:
    """Whether a noun may be something that happens time and again, not a part, a day or a person's rank."""
    return noun.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "NUM") and noun.lemma_.lower() not in words.counts.not_events


def _phrases(doc: Doc, words: Quantities) -> Iterator[_Found]:
    """As in "For the first time", with "since …" or "in … years" after it."""
    for phrase in words.counts.first_phrases:
        for match in re.finditer(rf"\b{re.escape(phrase)}\b", text_of(doc), re.IGNORECASE):
            tokens = covered(doc, match.start(), match.end())
            if not tokens:
                continue
            end = match.end()
            kind: ClaimKind = "first"
            following = doc[tokens[-1].i + 1] if tokens[-1].i + 1 < len(doc) else None
            if following is not None and following.lower_ in (*words.counts.since_words, "in"):
                stop = following.head.right_edge if following.dep_ in ("case", "mark") else following.right_edge
                if stop.i - following.i < 12 and (
                    following.lower_ != "in"
                    or (
                        _is_span_of_years(following.head, words)
                        and not any(case_of(child) == "of" for child in following.head.children)
                    )
                ):
                    end, kind = _end(stop), "recency"
            yield _Found(match.start(), end, kind)


def _is_span_of_years(noun: Token, words: Quantities) -> bool:
    """Whether a noun is a length of time: "seven months", "decades"."""
    return any(noun.lemma_.lower() in unit.words for unit in words.units if unit.dimension == "time")


def _narrowing(noun: Token, words: Quantities) -> tuple[int, str | None]:
    """Where the words end that narrow a noun down to something checkable, and the last word that does."""
    end, last, head = noun.i, None, noun
    for child in sorted(noun.children, key=lambda one: one.i):
        if child.i <= noun.i or child.dep_ == "punct" or child.left_edge.i > end + 1:
            continue
        word = case_of(child) or next((one.lower_ for one in child.children if one.dep_ == "mark"), "")
        clausal = child.dep_ in _CLAUSES
        if (
            word in words.counts.narrowing
            or clausal
            or child.lower_ in words.counts.narrowing
            or child.dep_ in ("nmod:unmarked", "obl:unmarked", "nmod:tmod")
        ):
            end, last = _cut(child), word or child.lower_
    following = _following(head, end, words)
    if following is not None:
        end, last = _cut(following[1]), following[0]
    return end, last


def _following(noun: Token, end: int, words: Quantities) -> tuple[str, Token] | None:
    """A "since" phrase, a span ("in seven months") or an infinitive right after a noun phrase that the tree hangs on the verb."""
    doc = noun.doc
    if end + 1 >= len(doc):
        return None
    token = doc[end + 1]
    since = token.lower_ in words.counts.since_words and token.dep_ in ("case", "mark")
    infinitive = token.lower_ == "to" and token.dep_ == "mark"
    spanned = token.lower_ == "in" and token.dep_ == "case" and _is_span_of_years(token.head, words)
    return (token.lower_, token.head) if (since or infinitive or spanned) and token.head.i > token.i else None


def _cut(token: Token) -> int:
    """The last token of a phrase, cut at the first comma after its head."""
    last = token.right_edge.i
    for one in token.doc[token.i : last + 1]:
        if one.text in _COMMAS and one.i > token.i:
            return one.i - 1
    while last > token.i and token.doc[last].is_punct:
        last -= 1
    return last


def _start(noun: Token) -> int:
    """The first token of a noun phrase, without its preposition."""
    left = [
        child
        for child in noun.children
        if child.i < noun.i
        and child.dep_ in ("det", "amod", "nmod:poss", "compound", "nummod", "advmod")
        and noun.i - child.left_edge.i <= _LONGEST
    ]
    first = min([child.left_edge.i for child in left] + [noun.i])
    while noun.doc[first].dep_ in ("case", "punct", "cc") and first < noun.i:
        first += 1
    return first


def _determined(noun: Token) -> str:
    """possessor, definite, or nothing."""
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            return "possessor"
    return "definite" if any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in noun.children) else ""


def _is_predicated(noun: Token) -> bool:
    """Whether a noun says something of another: predicate, apposition or fragment."""
    copula = any(child.dep_ == "cop" for child in noun.children)
    return (
        copula
        or noun.dep_ in ("appos", "ROOT", "parataxis")
        or (noun.dep_ in ("obj", "xcomp") and noun.head.lemma_ in ("mark", "be", "become", "represent", "make"))
    )


def _claims(noun: Token, ordinal: Token, words: Quantities) -> tuple[int, int, str | None] | None:
    """The stretch of a claim built on an ordinal or superlative and its noun, if it is narrow enough to be checked."""
    if not _is_event(noun, words):
        return None
    end, by = _narrowing(noun, words)
    determined = _determined(noun) or (_determined(ordinal) if ordinal != noun else "")
    spanned = by == "in" and _is_span_of_years(noun.doc[end], words)
    scoped = by in (*words.counts.since_words, "by", "to") or spanned or noun.lemma_.lower() in words.counts.time_nouns
    if (
        noun == ordinal
        and by == "in"
        and not spanned
        and not any(_is_span_of_years(child, words) for child in noun.children)
    ):
        return None
    if spanned and any("Dem" in feature(child, "PronType") for child in noun.children):
        return None  # "let us settle this first order in two days"
    if determined == "possessor" or (scoped and (determined or by)) or (determined and by and _is_predicated(noun)):
        doc = noun.doc
        start = min(_start(noun), ordinal.i)
        if start and doc[start - 1].lower_ == "not":
            return None
        return doc[min(_start(noun), ordinal.i)].idx, _end(doc[max(end, noun.i)]), by
    return None


def _first(token: Token, words: Quantities) -> Iterator[_Found]:
    noun = token.head if token.dep_ in ("amod", "nummod", "compound") and token.head.i > token.i else token
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    if (
        token.dep_ == "advmod"
        or (noun == token and token.dep_ in ("obl", "advcl"))
        or following in words.counts.not_next
    ):
        return
    if stretch := _claims(noun, token, words):
        start, end, by = stretch
        yield _Found(start, end, "recency" if by in words.counts.since_words and _since_date(noun, end) else "first")


def _since_date(noun: Token, end: int) -> bool:
    """Whether the words that close a claim are a bare date: "since December 2023", not "since the invasion"."""
    words = text_of(noun.doc)[noun.idx : end]
    tail = re.split(r"\b[Ss]ince\b", words)[-1].split()
    return bool(tail) and len(tail) <= 3 and any(one.strip(".,").isdigit() for one in tail)


def _nth(doc: Doc, words: Quantities, phrase: NumberPhrase) -> Iterator[_Found]:
    token = locate(doc, phrase)
    if token is None or phrase.number is None or phrase.number < 2:
        return
    noun = anchor_of(token, phrase)
    if noun.lemma_.lower() in words.anniversaries:
        return
    if (
        noun.pos_ == "PROPN"
        and not token.text[0].isdigit()
        and token.text.islower()
        and _determined(noun)
        and noun != token
    ):
        yield _Found(doc[_start(noun)].idx, _end(noun), "count", phrase.number)  # "the third Pacific Forum"
        return
    if noun == token and token.dep_ in ("advmod", "amod", "nummod"):
        return
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if following is not None and (following.lower_ == "most" or "Sup" in feature(following, "Degree")):
        return  # "the second most populous"
    if stretch := _claims(noun, token, words):
        yield _Found(stretch[0], stretch[1], "count", phrase.number)


def _times(doc: Doc, words: Quantities, phrase: NumberPhrase) -> Iterator[_Found]:
    """As in "Met five times", not "five times as large"."""
    root = locate(doc, phrase)
    if root is None or phrase.kind == "share":
        return
    noun = anchor_of(root, phrase)
    apart = noun.i - root.i > 2 or "Plur" not in feature(noun, "Number")
    if (
        noun == root
        or apart
        or noun.lemma_.lower() not in words.counts.times_nouns
        or not noun.dep_.startswith(("obl", "nmod", "advmod", "obj"))
    ):
        return
    following = doc[noun.i + 1] if noun.i + 1 < len(doc) else None
    multiplies = (
        following is not None
        and not any(child.dep_ == "fixed" for child in following.children)
        and (
            following.lower_ in ("the", "more", "less")
            or "Cmp" in feature(following, "Degree")
            or _is_as_much(following)
        )
    )
    verb = noun.head
    if multiplies or verb.pos_ not in ("VERB", "AUX") or verb.i > noun.i:
        return
    yield _Found(verb.idx, _end(noun), "count", phrase.number)


def _is_as_much(token: Token) -> bool:
    """Whether "as" opens a comparison ("as large as") and no role ("as chancellor")."""
    return token.lower_ == "as" and token.i + 1 < len(token.doc) and token.nbor().pos_ in ("ADJ", "ADV")


def _adverb(token: Token, words: Quantities) -> Iterator[_Found]:
    """As in "Visited twice"."""
    verb = token.head
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    if (
        token.dep_ == "advmod"
        and verb.pos_ == "VERB"
        and words.times[token.lower_] > 1
        and following not in ("as", "the", "more")
    ):
        yield _Found(min(verb.idx, token.idx), max(_end(verb), _end(token)), "count", words.times[token.lower_])


def _superlative(token: Token, words: Quantities) -> Iterator[_Found]:
    noun = token.head if token.dep_ == "amod" and token.head.i > token.i else None
    if noun is None:
        return
    end, by = _narrowing(noun, words)
    text = noun.doc[_start(noun) : end + 1]
    if any(
        one.lemma_.lower() in words.counts.superlative_scope or one.lower_ in words.counts.superlative_scope
        for one in text
    ):
        yield _Found(text[0].idx, _end(text[-1]), "recency" if by in words.counts.since_words else "first")


def _last(doc: Doc, words: Quantities) -> Iterator[_Found]:
    """As in "Last met in May", "their last encounter", "the most recent"."""
    for token in doc:
        for phrase in words.counts.last_adverbs:
            size = len(phrase.split())
            if not phrase.startswith(token.lower_) or doc[token.i : token.i + size].text.lower() != phrase:
                continue
            adverb = doc[token.i + size - 1]
            verb = adverb.head
            if adverb.dep_ in ("advmod", "amod") and verb.pos_ == "VERB" and abs(verb.i - adverb.i) <= 2:
                yield _Found(min(token.idx, verb.idx), _end(doc[_cut(verb)]), "recency")
        for phrase in words.counts.last_words:
            size = len(phrase.split())
            if phrase.startswith(token.lower_) and doc[token.i : token.i + size].text.lower() == phrase:
                yield from _last_of(token, doc[token.i + size - 1], words)


def _last_of(first: Token, token: Token, words: Quantities) -> Iterator[_Found]:
    noun = token.head if token.dep_ == "amod" and token.head.i > token.i else token
    time = _is_span_of_years(noun, words) or (noun.ent_type_ in ("DATE", "TIME") and noun != token)
    if time or not _is_event(noun, words):
        return
    determined = _determined(noun) or (_determined(token) if noun != token else "")
    if noun == token and not (
        determined and token.dep_ in ("nsubj", "nsubj:pass", "appos", "obl", "nmod", "ROOT", "conj", "obj")
    ):
        return
    if determined == "possessor" or (
        determined and (noun == token or noun.pos_ == "VERB" or noun.lemma_.lower() in words.counts.time_nouns)
    ):
        end, _ = _narrowing(noun, words)
        yield _Found(noun.doc[min(_start(noun), first.i)].idx, _end(noun.doc[max(end, noun.i)]), "recency")
