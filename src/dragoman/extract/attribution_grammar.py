"""The grammar of attribution: forms of verbs, clauses, and who is the subject of a cue."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from .phrases import matches, members

_CLAUSES = frozenset(
    {"ROOT", "ccomp", "parataxis", "advcl", "advcl:relcl", "acl:relcl", "csubj", "csubj:pass", "csubj:outer"}
)
_NO_MODALS = frozenset({"be", "have", "do", "get"})


def past_participle(token: Token) -> bool:
    """Whether a verb has the form of "given"."""
    morph = str(token.morph)
    return "VerbForm=Part" in morph and "Tense=Past" in morph


def ing(token: Token) -> bool:
    """Whether a verb has the form of "giving"."""
    morph = str(token.morph)
    return "VerbForm=Ger" in morph or ("VerbForm=Part" in morph and "Tense=Pres" in morph)


def bare(token: Token) -> bool:
    """Whether a verb has the bare form of "give"."""
    return "VerbForm=Inf" in str(token.morph)


def modal(token: Token) -> bool:
    """Whether an auxiliary is a modal verb."""
    return token.dep_ == "aux" and token.pos_ == "AUX" and token.lemma_.lower() not in _NO_MODALS


def finite(verb: Token) -> bool:
    """Whether a clause is finite: its verb, an auxiliary or a copula is."""
    return any("VerbForm=Fin" in str(t.morph) for t in (verb, *(c for c in verb.children if matches(c, "aux", "cop"))))


def infinitive(verb: Token) -> bool:
    """Whether a verb has "to", and no finite "is" before it ("is to leave")."""
    if any(c.dep_ in {"cop", "aux"} and "VerbForm=Fin" in str(c.morph) for c in verb.children):
        return False
    return any(c.dep_ in {"mark", "aux"} and c.lower_ == "to" for c in verb.children)


def tense(verb: Token) -> str:
    """The tense of a finite verb, empty for others."""
    morph = str(verb.morph)
    return next((part for part in morph.split("|") if part.startswith("Tense=")), "") if "VerbForm=Fin" in morph else ""


def passive(verb: Token) -> bool:
    """Whether a verb is passive, a past participle on a noun included."""
    subjects = [c.dep_ for c in verb.children if matches(c, "nsubj", "csubj")]
    helpers = [c.lower_ for c in verb.children if c.dep_ == "aux:pass"]
    if helpers and not (helpers[0] in {"'s", "’s"} and subjects == ["nsubj"]):  # "he's warned" is "he has warned"
        return True
    if "nsubj:pass" in subjects or "csubj:pass" in subjects:
        return not any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in verb.children) or bool(helpers)
    if verb.dep_ == "acl" and not subjects and not ing(verb) and not infinitive(verb):
        return True
    if verb.dep_ == "advcl" and past_participle(verb) and not any(matches(c, "aux") for c in verb.children):
        return True
    if verb.dep_ == "conj" and past_participle(verb) and not any(matches(c, "aux", "nsubj") for c in verb.children):
        return passive(verb.head)
    return verb.dep_ == "acl" and not subjects and past_participle(verb)


def hypothetical(verb: Token) -> bool:
    """Whether a cue is no act of speech that took place: with a modal verb, under "if", or only intended."""
    if any(modal(c) for c in verb.children):
        return True
    if any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children):
        return True
    if infinitive(verb):
        return verb.dep_ in {"xcomp", "acl", "ccomp", "csubj"}
    return verb.dep_ == "conj" and not finite(verb) and verb.head.pos_ == "VERB" and hypothetical(verb.head)


def agent(verb: Token) -> Token | None:
    """Who did it, of a passive verb: the complement of "by"."""
    for child in verb.children:
        if child.dep_ == "obl:agent" or (
            matches(child, "obl") and any(c.dep_ == "case" and c.lower_ == "by" for c in child.children)
        ):
            return child
    return None


def has_case(token: Token, word: str) -> bool:
    """Whether a phrase or clause is introduced by a preposition, or by a conjunction of the same form."""
    return any(c.dep_ in {"case", "mark"} and c.lower_ == word and c.i < token.i for c in token.children)


def clause_of(token: Token) -> Token:
    """The head of the clause that a token stands in."""
    while token.head != token:
        if token.dep_ in _CLAUSES:
            break
        if token.dep_ == "conj" and (any(matches(c, "nsubj") for c in token.children) or finite(token)):
            break
        token = token.head
    return token


def words_of(head: Token, without: Iterable[Token] = ()) -> list[Token]:
    """The subtree of a token, without the subtrees of others."""
    outside = {t.i for one in without for t in one.subtree}
    return [t for t in head.subtree if t.i not in outside and not t.is_space]


def party(token: Token) -> tuple[Token, Token]:
    """First and last head of a source: a coordination speaks as one ("Austin and his counterpart")."""
    found = [
        m
        for m in members(token)
        if m.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"} and not _clausal(m)
    ]
    return (found[0], found[-1]) if found else (token, token)


def _clausal(token: Token) -> bool:
    return token.dep_ == "conj" and any(matches(c, "nsubj", "cop", "orphan") for c in token.children)
