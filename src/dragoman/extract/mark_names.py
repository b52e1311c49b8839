"""Names beside an act: storms, flights, summits, treaties, operations, weapons, ships, by the nouns and shapes of the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.codebook import Codebook
from dragoman.codebook.marks import Named
from dragoman.extract.figures import covered
from dragoman.extract.phrases import children, text_of
from dragoman.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_INSIDE = frozenset(
    {"compound", "flat", "amod", "nummod", "nmod:desc", "appos", "nmod", "nmod:unmarked", "fixed", "goeswith"}
)
_NO_NAMES = frozenset({"GPE", "NORP", "DATE", "TIME", "CARDINAL", "LANGUAGE"})
_OCCASION = re.compile(r"\b(?:at|sidelines of)\s+(?:the\s+|this year's\s+|last year's\s+)?\Z")
_SUMMIT_OF = re.compile(r"\s*(?:(?:foreign |finance |defence |defense )?(?:leaders|heads of state)(?:['’]s?)?\s+)?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STEPS = 3
_COUNTRY_NAMES = frozenset({"short", "full", "former", "acronym", "adjective", "demonym"})


@dataclass(frozen=True, slots=True)
class Found:
    """A mark in words, with the token at which it hangs in the tree."""

    kind: str
    value: str
    span: Span
    token: Token


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The names of a codebook as patterns and tables."""

    after: Mapping[str, tuple[Named, ...]]
    before: Mapping[str, tuple[Named, ...]]
    shapes: tuple[tuple[Named, re.Pattern[str]], ...]
    listed: tuple[tuple[Named, re.Pattern[str]], ...]
    beside: tuple[tuple[Named, re.Pattern[str]], ...]
    carriers: Mapping[str, str]


@lru_cache(maxsize=8)
def _lexicon(codebook: Codebook) -> _Lexicon:
    after: dict[str, list[Named]] = {}
    before: dict[str, list[Named]] = {}
    for one in codebook.marks.names:
        if one.shape:
            continue
        for noun in one.after:
            after.setdefault(noun, []).append(one)
        for noun in one.before:
            before.setdefault(noun, []).append(one)
    names = codebook.marks.names
    return _Lexicon(
        {noun: tuple(found) for noun, found in after.items()},
        {noun: tuple(found) for noun, found in before.items()},
        tuple((one, re.compile(rf"(?<![\w-])(?:{one.shape})(?![\w-])")) for one in names if one.shape),
        tuple((one, _any_of(one.listed)) for one in names if one.listed),
        tuple((one, _any_of((*one.beside, *one.at))) for one in names if one.beside or one.at),
        {name.lower(): code for one in names for name, code in one.carriers.items()},
    )


def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})(?!\w)")


def named(doc: Doc, codebook: Codebook) -> Iterator[Found]:
    """Return the names of a document that mark acts; none overlap."""
    lexicon = _lexicon(codebook)
    taken: list[Span] = []
    for found in (
        *_listed(doc, lexicon),
        *_beside(doc, lexicon),
        *_shaped(doc, lexicon),
        *_by_noun(doc, lexicon, codebook),
    ):
        if not any(span.overlaps(found.span) for span in taken):
            taken.append(found.span)
            yield found


def _found(doc: Doc, kind: str, value: str, start: int, end: int) -> Found | None:
    tokens = covered(doc, start, end)
    if not tokens:
        return None
    top = _top(tokens)
    value = " ".join(value.split()).strip(" ,.;:'’")
    return Found(kind, value, Span(start=start, end=end, words=text_of(doc)[start:end]), top) if value else None


def _top(tokens: list[Token]) -> Token:
    """The head of a stretch of tokens."""
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head == token), tokens[-1])


def _listed(doc: Doc, lexicon: _Lexicon) -> Iterator[Found]:
    for one, pattern in lexicon.listed:
        for match in pattern.finditer(text_of(doc)):
            found = _found(doc, one.kind, _dated(doc, one, match[0], match.start(), match.end()), *match.span())
            if found is not None:
                yield found


def _beside(doc: Doc, lexicon: _Lexicon) -> Iterator[Found]:
    """Names that a noun or preposition makes an occasion: "the G20 summit", "the summit of the G20", "at the G20"."""
    text = text_of(doc)
    for one, pattern in lexicon.beside:
        nouns = re.compile(
            rf"{_SUMMIT_OF.pattern.removesuffix(chr(92) + 'Z')}({'|'.join(sorted(one.before))})\b", re.IGNORECASE
        )
        of_noun = re.compile(rf"\b({'|'.join(sorted(one.before))})\s+of\s+(?:the\s+)?\Z", re.IGNORECASE)
        for match in pattern.finditer(text):
            start, end = match.span()
            behind, ahead = nouns.match(text, end), of_noun.search(text, max(0, start - 30), start)
            if behind is not None:
                end = behind.end()
            elif ahead is not None:
                start = ahead.start()
            elif match[0] not in one.at or not (
                _OCCASION.search(text, max(0, start - 30), start) and _stands_alone(doc, start, end)
            ):
                continue
            found = _found(doc, one.kind, _dated(doc, one, match[0], start, end), start, end)
            if found is not None:
                yield found


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is the head of its phrase: "at the G20", not "at the G20 table"."""
    last = covered(doc, start, end)[-1]
    return last.head.i <= last.i or last.dep_ not in _INSIDE


def _dated(doc: Doc, one: Named, name: str, start: int, end: int) -> str:
    """A name that comes back, with the year that stands beside it: "the 2022 G20 summit", "the G20 summit in 2022"."""
    if not one.yearly:
        return name
    text = text_of(doc)
    before, after = text[max(0, start - 5) : start], text[end : end + 9]
    year = re.search(rf"({_YEAR.pattern})\s\Z", before) or re.match(rf"\s(?:in |of )?({_YEAR.pattern})\b", after)
    return f"{name} of {year[1]}" if year else name


def _shaped(doc: Doc, lexicon: _Lexicon) -> Iterator[Found]:
    """Names that are known by their letters and digits: flights, resolutions, weapons."""
    text = text_of(doc)
    for one, pattern in lexicon.shapes:
        for match in pattern.finditer(text):
            tokens = covered(doc, *match.span())
            if not tokens:
                continue
            noun = tokens[0].nbor(-1) if tokens[0].i else None
            follows = noun is not None and noun.lemma_.lower() in one.after
            start = noun.idx if follows and noun is not None else match.start()
            carried = match[0].isalnum() and any(match[0].startswith(code) for code in one.carriers.values())
            if follows or one.bare or carried or _modifies(_top(tokens), one.before):
                found = _found(doc, one.kind, _solid(match[0]) if one.carriers else match[0], start, match.end())
                if found is not None:
                    yield found
        if one.carriers:
            yield from _flights(doc, one, lexicon)


def _solid(code: str) -> str:
    return code.replace(" ", "").replace("-", "")


def _flights(doc: Doc, one: Named, lexicon: _Lexicon) -> Iterator[Found]:
    """Flights that are told by airline and number: "Aer Lingus flight 105"."""
    text = text_of(doc)
    pattern = re.compile(
        rf"(?<!\w)([A-Z][\w-]*(?: [A-Z]\w*){{0,3}})(?:['’]s?)? (?:{'|'.join(sorted(one.after))}) (\d{{1,4}})(?!\w)",
        re.IGNORECASE,
    )
    for match in pattern.finditer(text):
        words = match[1].lower().split()
        code = next((c for cut in range(len(words)) if (c := lexicon.carriers.get(" ".join(words[cut:])))), None)
        found = _found(doc, one.kind, f"{code}{match[2]}", *match.span()) if code is not None else None
        if found is not None:
            yield found


def _modifies(token: Token, nouns: frozenset[str]) -> bool:
    """Whether a token belongs to the phrase of one of some nouns that stand behind it: "two Su-27 fighter jets"."""
    node = token
    for _ in range(_STEPS):
        if node.dep_ not in _INSIDE or node.head.i <= node.i:
            break
        node = node.head
        if node.lemma_.lower() in nouns:
            return True
    return False


def _by_noun(doc: Doc, lexicon: _Lexicon, codebook: Codebook) -> Iterator[Found]:
    for token in doc:
        lemma = token.lemma_.lower()
        single = lemma.removesuffix("s")
        if token.pos_ == "PROPN" and single in lexicon.before and lemma not in lexicon.after:
            lemma = single  # "Accords"
        for one in lexicon.after.get(lemma, ()):
            last = _run_after(token)
            if last is not None and _is_name(doc[token.i + 1 : last.i + 1], one, codebook):
                first = next(
                    (t for t in doc[token.i + 1 : last.i] if t.lower_ not in one.after), last
                )  # "the ferry MV Anna"
                end = last.idx + len(last)
                found = _found(doc, one.kind, text_of(doc)[first.idx : end], token.idx, end)
                if found is not None:
                    yield found
        for one in lexicon.before.get(lemma, ()):
            if one.proper and not token.text[:1].isupper():
                continue
            found = _about(token, one) or _called(token, one, codebook)
            if found is not None:
                yield found


def _called(noun: Token, one: Named, codebook: Codebook) -> Found | None:
    """The name right before a noun: "the Maya ferry"."""
    doc, first = noun.doc, noun.i
    while (
        first > noun.sent.start
        and (_is_part(doc[first - 1]) or _is_joint(doc[first - 1]))
        and doc[first - 1].head.i <= noun.i
    ):
        first -= 1
    if first < noun.i and not _is_part(doc[first]):
        first += 1
    if first == noun.i or not _is_name(doc[first : noun.i], one, codebook) or one.beside or one.at:
        return None
    return _found(doc, one.kind, text_of(doc)[doc[first].idx : noun.idx], doc[first].idx, noun.idx + len(noun))


def _about(noun: Token, one: Named) -> Found | None:
    """The topic that makes a noun a name: "the Treaty on Open Skies"."""
    for child in children(noun, "nmod"):
        case = next(iter(children(child, "case")), None)
        if case is None or case.lower_ not in one.topic or child.i < noun.i:
            continue
        last = child.i
        first = min([child.i, *(c.left_edge.i for c in child.children if c.dep_ in _INSIDE and c.i < child.i)])
        if all(t.text[:1].isupper() for t in noun.doc[first : last + 1] if t.pos_ in {"NOUN", "PROPN", "ADJ"}):
            start, end = noun.doc[first].idx, child.idx + len(child)
            return _found(noun.doc, one.kind, text_of(noun.doc)[start:end], noun.idx, end)
    return None


def _run_after(noun: Token) -> Token | None:
    """The last token of the name that follows a noun and belongs to it."""
    doc, last = noun.doc, noun.i
    while (
        last + 1 < len(doc)
        and doc[last + 1].sent == noun.sent
        and (_is_part(doc[last + 1]) or _is_joint(doc[last + 1]))
    ):
        last += 1
    while last > noun.i + 1 and doc[last].pos_ == "NUM" and not noun.i <= doc[last].head.i <= last:
        last -= 1
    if last == noun.i or doc[last].text == "-":
        return None
    run = doc[noun.i + 1 : last + 1]
    tied = (
        any(t.head == noun for t in run)
        or noun.head in run
        or (run[-1].head == noun.head and run[-1].dep_ == noun.dep_)
    )
    return doc[last] if tied else None


def _is_part(token: Token) -> bool:
    """Whether a token can be part of a name: a capital or a number, and no first word of a sentence."""
    return (token.text[:1].isupper() or token.text[:1].isdigit()) and token.pos_ in {"PROPN", "NOUN", "X", "NUM", "ADJ"}


def _is_joint(token: Token) -> bool:
    """Whether a token is a hyphen inside a name: "the Non-Proliferation Treaty"."""
    return token.text == "-" and not token.whitespace_ and token.i > 0 and not token.nbor(-1).whitespace_


def _is_name(run: object, one: Named, codebook: Codebook) -> bool:
    """Whether a run of tokens is a name of its own, and not just that of a country, its people or a date."""
    from spacy.tokens import Span as Tokens

    if not isinstance(run, Tokens) or not any(t.pos_ == "PROPN" for t in run):
        return False
    if one.countries:
        return True
    rows = codebook.names.find("name", run.text)
    if any(row.entity in codebook.countries and row.kind in _COUNTRY_NAMES for row in rows):
        return False
    return one.proper or not all(t.ent_type_ in _NO_NAMES for t in run)
