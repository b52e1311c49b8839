"""Mentions: every noun phrase, pronoun and possessive that may stand for somebody, with the grammar that resolving needs.

The `Doc` ends in this room. What `resolve` must know of it to tell who "he" or "the ministry" is travels in a `Mention`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from spacy.tokens import Doc, Token

from dragoman.codebook import Codebook
from dragoman.extract.nouns import denotes
from dragoman.extract.phrases import children, phrase, phrase_tokens, token_span
from dragoman.model import Span

Kind = Literal["name", "pronoun", "possessive", "nominal", "adjective"]

_HEAD_TAGS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_INSIDE = frozenset({"flat", "fixed", "goeswith", "case", "mark", "flat:foreign"})
_NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
_TITLED = frozenset({"nmod:desc", "compound", "amod", "nmod", "nmod:poss"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of words that may stand for an entity."""

    span: Span
    """The whole phrase, as `phrases.phrase` gives it."""
    head: Span
    """Its head word."""
    kind: Kind
    label: str
    """The entity type of its name (`PERSON`, `ORG`, `GPE`, …); empty where it has none."""
    name: Span | None
    """The name in it: "Gen Nakatani" in "Japan's defence minister, Gen Nakatani"."""
    noun: str
    """The words of the head noun with what is compounded to it, in small letters and as lemmas: "foreign ministry"."""
    title: str
    """The words before a name that say what its bearer is: "defence secretary" in "Defence Secretary Ana Torres"."""
    number: str
    """Sing, Plur or empty."""
    gender: str
    """Masc, Fem, Neut or empty; only pronouns show it."""
    person: str
    """1, 2, 3 or empty."""
    definite: bool
    """Whether an article, a possessive or a demonstrative makes it definite."""
    sentence: int
    """The number of its sentence in the report."""
    position: int
    """The number of its head token."""
    subject: bool
    """Whether it is the subject of its clause."""
    clause: int
    """The number of the token that governs its clause."""
    preposition: str = ""
    """The preposition before it."""
    relation: str = ""
    """Its part in the clause, a UD relation."""
    speaks: bool = False
    """Whether it is the subject of a word of speech or thought."""
    denotes: frozenset[str] = frozenset()
    """Kinds and sectors of what its noun denotes."""
    counted: str = ""
    """The number that counts it: "two" in "the two sides", and of a bare number itself: "the two"."""
    places: tuple[Span, ...] = ()
    """Heads of the countries and places that modify it: "Russian" in "the Russian leader"."""
    possessor: Span | None = None
    """The phrase of its possessor: "his" in "his government"."""
    owner: Span | None = None
    """The phrase after *of*: "the ministry" in "the spokesman of the ministry"."""
    appositions: tuple[Span, ...] = ()
    """Phrases in apposition to it."""
    predicates: tuple[Span, ...] = ()
    """Noun phrases that a copula says of it: "president" in "Ruto is president"."""
    parenthesis: str = ""
    """Words that stand in brackets after it, an acronym perhaps."""
    quoted: bool = False
    """Whether it stands inside quotation marks."""
    joined: tuple[Span, ...] = ()
    """For the first of several members of a coordination: the phrases of all of them."""


def mentions(doc: Doc, codebook: Codebook) -> tuple[Mention, ...]:
    """Return the mentions of a document in the order of their heads."""
    quoted = _inside_quotes(doc)
    numbers = {t.i: n for n, s in enumerate(doc.sents) for t in s}
    return tuple(_mention(t, numbers[t.i], quoted[t.i], codebook) for t in doc if _is_head(t))


@lru_cache(maxsize=8)
def _speech(codebook: Codebook) -> frozenset[str]:
    """Return the verbs that are cues."""
    return frozenset(cue.cue for cue in codebook.cues if cue.pos == "verb")


def _is_head(token: Token) -> bool:
    if token.dep_ in _INSIDE or (
        token.dep_ in {"compound", "amod", "nummod"} and (not token.ent_type_ or _inside_name(token))
    ):
        return False
    if token.pos_ == "PRON" and token.morph.get("PronType", []) in (
        ["Rel"],
        ["Int"],
        ["Dem"],
        ["Ind"],
        ["Neg"],
        ["Tot"],
    ):
        return token.morph.get("PronType", []) in (["Dem"], ["Tot"], ["Ind"])
    if token.pos_ in _HEAD_TAGS:
        return not (token.pos_ == "NUM" and token.dep_ in {"nummod", "compound"})
    return token.ent_type_ in {"NORP", "GPE"} or (token.pos_ == "ADJ" and token.dep_ in {"nsubj", "obj", "nsubj:pass"})


def _mention(token: Token, sentence: int, quoted: bool, codebook: Codebook) -> Mention:
    name, label = _name(token)
    morph = token.morph
    possessive = "Yes" in morph.get("Poss", []) or (token.pos_ == "PRON" and token.dep_ == "nmod:poss")
    if token.pos_ == "PRON" and not name:
        kind: Kind = "possessive" if possessive else "pronoun"
    elif token.pos_ == "ADJ" or (token.dep_ == "amod" and name):
        kind = "adjective"
    else:
        kind = "name" if name else "nominal"
    whole = phrase(token)
    clause = token
    while (
        clause.dep_ not in {"ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "xcomp"}
        and clause.head != clause
    ):
        clause = clause.head
    governor = token.head if token.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"} else clause
    group = [token, *_conjuncts(token)] if token.dep_ != "conj" else []
    return Mention(
        span=whole,
        head=token_span(token),
        kind=kind,
        label=label,
        name=name,
        noun=_noun(token),
        title=_title(token, name),
        number="Plur"
        if _feature(token, "Number") in {"Plur", "Ptan"}
        else ("Sing" if _feature(token, "Number") == "Sing" else ""),
        gender=_feature(token, "Gender"),
        person=_feature(token, "Person"),
        definite=any(
            c.dep_ == "nmod:poss" or "Def" in c.morph.get("Definite", []) or "Dem" in c.morph.get("PronType", [])
            for c in token.children
        ),
        sentence=sentence,
        position=token.i,
        subject=token.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"},
        clause=governor.i,
        preposition=next((c.lower_ for c in children(token, "case") if c.i < token.i), ""),
        relation=token.dep_,
        speaks=token.dep_ == "nsubj" and token.head.lemma_ in _speech(codebook),
        denotes=denotes(token, codebook) if kind == "nominal" else frozenset(),
        counted=token.lower_
        if token.pos_ == "NUM"
        else next((c.lower_ for c in token.children if c.dep_ == "nummod" or "Tot" in c.morph.get("PronType", [])), ""),
        places=tuple(token_span(t) for t in _place_modifiers(token)),
        possessor=next((phrase(c) for c in children(token, "nmod:poss")), None),
        owner=next(
            (phrase(c) for c in children(token, "nmod") if any(g.lower_ == "of" for g in children(c, "case"))), None
        ),
        appositions=tuple(phrase(c) for c in children(token, "appos")),
        predicates=_predicates(token),
        parenthesis=_parenthesis(token),
        quoted=quoted,
        joined=tuple(phrase(t) for t in group) if len(group) > 1 else (),
    )


def _feature(token: Token, name: str) -> str:
    """Return the first value of a morphological feature, empty where it has none."""
    values: list[str] = token.morph.get(name, [])
    return values[0] if values else ""


def _conjuncts(token: Token) -> list[Token]:
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in _HEAD_TAGS:
            found.append(child)
            found.extend(_conjuncts(child))
    return sorted(found, key=lambda t: t.i)


def _name(token: Token) -> tuple[Span | None, str]:
    """Return the name that a phrase bears: the one that its head is part of, else a person in apposition or after a title."""
    candidates = [token]
    candidates += [c for c in token.children if c.dep_ in {"flat", "appos"}]
    if token.pos_ in {"NOUN", "PROPN"}:
        candidates += [
            c
            for c in token.children
            if c.dep_ in {"compound", "nmod:desc"} and c.ent_type_ == "PERSON" and c.i > token.i
        ]
    for place, candidate in enumerate(candidates):
        if candidate.ent_type_ not in _NAMED:
            continue
        if place and (candidate.ent_type_ != "PERSON" or token.pos_ == "PRON"):
            continue
        inside = [t for t in token.sent if t.ent_type_ and _same_name(t, candidate)]
        if (
            not place
            and token.ent_type_ in {"GPE", "NORP", "LOC"}
            and inside[-1].i != token.i
            and token.dep_ != "nmod:poss"
        ):
            following = [
                t for t in inside if t.i > token.i and t.dep_ not in {"flat", "compound", "fixed", "case", "punct"}
            ]
            if following:
                inside = [t for t in inside if t.i <= token.i]
        return token_span(inside[0], inside[-1]), candidate.ent_type_
    return None, ""


def _inside_name(token: Token) -> bool:
    """Tell whether a modifier is part of its head's own name: "South" in "South Korean", "News" in "Central News Agency"."""
    return token.ent_type_ == token.head.ent_type_ and _same_name(token, token.head)


def _same_name(one: Token, other: Token) -> bool:
    low, high = sorted((one.i, other.i))
    doc = one.doc
    if one.ent_type_ != other.ent_type_:
        return False
    return all(doc[i].ent_iob_ == "I" for i in range(low + 1, high + 1))


def _noun(token: Token) -> str:
    words = [
        t for t in token.children if t.dep_ in {"compound", "amod"} and t.i < token.i and t.ent_type_ not in _NAMED
    ]
    out: list[str] = []
    for word in sorted(words, key=lambda t: t.i):
        out += [
            t.lower_ if t.dep_ == "amod" else t.lemma_.lower()
            for t in [*sorted(children(word, "compound"), key=lambda t: t.i), word]
        ]
    return " ".join([*out, token.lemma_.lower()])


def _title(token: Token, name: Span | None) -> str:
    """Return the words of a phrase before the name, without determiners and places: "defence secretary"."""
    if name is None:
        return ""
    first, last = phrase_tokens(token)
    doc = token.doc
    words = [
        t for t in doc[first.i : last.i + 1]
        if (t.idx < name.start and t.pos_ in {"NOUN", "PROPN", "ADJ", "ADP"} and t.ent_type_ not in {"NORP", "GPE", "DATE", "CARDINAL"} and not t.is_punct
        and t.dep_ != "case") or (t.lower_ == "of" and first.i < t.i < last.i and t.idx < name.start)
    ]  # fmt: skip
    return " ".join(t.lower_ for t in words)


def _place_modifiers(token: Token) -> list[Token]:
    found = []
    for child in token.children:
        named = child.ent_type_ in {"GPE", "NORP", "LOC"}
        if named and child.dep_ in _TITLED:
            found.append(child)
        elif child.dep_ in {"compound", "nmod:desc", "amod"}:
            found += [g for g in child.children if g.ent_type_ in {"GPE", "NORP"} and g.dep_ in _TITLED]
    return sorted(found, key=lambda t: t.i)


def _predicates(token: Token) -> tuple[Span, ...]:
    head = token.head
    if token.dep_ == "nsubj" and head.pos_ in {"NOUN", "PROPN"} and any(c.dep_ == "cop" for c in head.children):
        return (phrase(head),)
    return ()


def _parenthesis(token: Token) -> str:
    """Return what stands in brackets straight after the phrase or at its end, where it is one word in capitals."""
    doc = token.doc
    last = phrase_tokens(token)[1]
    for index in range(last.i - 2, last.i + 2):
        if index >= 0 and index + 2 < len(doc) and doc[index].text == "(" and doc[index + 2].text == ")":
            word = doc[index + 1].text
            if index >= token.i and word[:1].isupper():
                return word
    return ""


def _inside_quotes(doc: Doc) -> list[bool]:
    """Tell for each token whether it stands inside quotation marks; a blank line closes what was left open."""
    inside, out = False, []
    for token in doc:
        if token.is_space and token.text.count("\n") > 1:
            inside = False
        if token.text == "“":
            inside = True
        elif token.text == "”":
            inside = False
        elif token.text == '"':
            inside = not inside
        out.append(inside)
    return out
