"""Where an act stands: happened, under way, planned, promised, threatened, attempted, cancelled, denied or hypothetical.

Read from tense, modals, negation, conditionals and the words that govern the act; the words are the codebook's
(`status_words`), the grammar is here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast, get_args

from spacy.tokens import Token

from dragoman.codebook import Codebook
from dragoman.codebook.statuswords import SAME, StatusWords
from dragoman.extract.grammar import is_participle
from dragoman.extract.phrases import children
from dragoman.model.words import Status

if TYPE_CHECKING:
    from dragoman.extract.times import Time
    from dragoman.model import Span

_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adjective"}
_CONTENT_OF = frozenset({"of", "for", "to"})
"""Prepositions between a noun and the act that is its content: "threat of", "plan for"."""
_PUT_OFF_TO = frozenset({"to", "until", "till"})
_CONTENT = frozenset({"ccomp", "xcomp", "acl", "advcl", "csubj", "parataxis"})


def status(token: Token, codebook: Codebook) -> Status:
    """Return the status of the act that a verb or noun names."""
    words = codebook.status_words
    found = _noun(token, words) if token.pos_ in {"NOUN", "PROPN"} else _verb(token, words)
    return cast("Status", found) if found in get_args(Status) else "happened"


def called_off(
    token: Token, dates: tuple[Span, ...], times: Iterable[Time], words: StatusWords
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the dates that an act which was called off may have, and those that date the calling off.

    A date on which it is to be made up for is neither: "put off until Monday".
    """
    governor = token.head
    kind = _POS.get(governor.pos_, "")
    particle = next((c.lower_ for c in children(governor, "compound:prt")), "")
    decides = words.act.get((kind, f"{governor.lemma_.lower()} {particle}".strip())) == "cancelled"
    known = {time.span.start: time for time in times}
    kept = [
        date
        for date in dates
        if known[date.start].frame != "until"
        and not _stands_behind(token.doc[known[date.start].token], governor, _PUT_OFF_TO)
    ]
    closing = [
        time.span
        for time in known.values()
        if decides and time.frame in {None, "at"} and _hangs_on(token.doc[time.token], governor, apart=token)
        and not _stands_behind(token.doc[time.token], governor, _PUT_OFF_TO)
    ]  # fmt: skip
    return tuple(kept), tuple(closing)


def _hangs_on(word: Token, governor: Token, *, apart: Token) -> bool:
    """Tell whether a date belongs to a verb, itself or through another of its nouns: "the mayor on Monday called off the vote"."""
    for _ in range(3):
        if word.head in {governor, apart}:
            return word.head == governor
        if word.head.pos_ not in {"NOUN", "PROPN", "PRON"}:
            return False
        word = word.head
    return False


def _stands_behind(word: Token, governor: Token, prepositions: frozenset[str]) -> bool:
    return word.head == governor and any(c.lower_ in prepositions for c in children(word, "case"))


def _verb(token: Token, words: StatusWords, depth: int = 0) -> str | None:
    own = _own(token, words)
    if own is not None:
        return own
    if depth > 5:
        return None
    head = token.head
    if token.dep_ == "conj" and head.pos_ in {"VERB", "ADJ", "NOUN"} and not _finite(token):
        return _verb(head, words, depth + 1)
    if token.dep_ == "conj" and head.pos_ == "VERB" and not children(token, "nsubj") and not children(token, "aux"):
        modal = _own(head, words)
        return modal if modal in {"planned", "hypothetical"} and "Inf" in token.morph.get("VerbForm", []) else None
    if token.dep_ in _CONTENT and head != token:
        governed = _governed(token, head, words, depth)
        if governed is not None:
            return governed
    if token.dep_ == "ROOT" and _bare_infinitive(token):
        return "planned"
    return None


def _own(token: Token, words: StatusWords) -> str | None:
    """Return what the clause itself says: negation, modal, condition, progressive."""
    negated = any(
        c.lower_ in words.negations
        and c.dep_ in {"advmod", "det", "cc", "nsubj", "nsubj:pass"}
        and not _widens(c, words)
        for c in token.children
    )
    modal = reported = None
    for child in token.children:
        if child.dep_ in {"aux", "aux:pass"} and child.lower_ in words.modals:
            modal = words.modals[child.lower_]
            reported = words.reported.get(child.lower_)
    if any(c.dep_ == "mark" and c.lower_ in words.conditionals for c in token.children):
        return "hypothetical"
    if negated:
        return "denied"
    if modal is not None:
        past = token.dep_ in {"ccomp", "conj", "parataxis"} or (
            token.dep_ == "ROOT" and any(c.dep_ in {"ccomp", "parataxis"} for c in token.children)
        )
        if any(
            c.dep_ == "advcl" and any(m.lower_ in words.conditionals for m in children(c, "mark"))
            for c in token.children
        ):
            return "hypothetical"
        if reported is not None and past and not any(c.lower_ == "have" for c in children(token, "aux")):
            return reported
        return modal
    if _going_to(token):
        return "planned"
    gerund = "Ger" in token.morph.get("VerbForm", []) or token.tag_ == "VBG"
    if gerund and any(
        c.dep_ == "aux" and c.lemma_ == "be" and "Pres" in c.morph.get("Tense", []) for c in token.children
    ):
        return "under_way"
    return None


def _governed(token: Token, head: Token, words: StatusWords, depth: int) -> str | None:
    """Return the status that the governing word gives to its clause; the governor's own status reaches down."""
    infinitive = "Inf" in token.morph.get("VerbForm", []) and not any(
        c.dep_ == "aux" and c.lower_ in words.modals for c in token.children
    )
    nonfinite = infinitive or "Ger" in token.morph.get("VerbForm", []) or token.tag_ == "VBG"
    if token.dep_ in {"advcl", "acl", "parataxis"} and not infinitive:
        return None
    particle = next((c.lower_ for c in children(head, "compound:prt")), "")
    value = words.act.get(("verb", f"{head.lemma_.lower()} {particle}")) if particle and nonfinite else None
    value = value or words.clause.get((_POS.get(head.pos_, ""), head.lemma_.lower()))
    if value is None and is_participle(head):
        value = words.clause.get(("adjective", head.lower_))
    upper = _own(head, words) if head.pos_ in {"VERB", "ADJ", "AUX", "NOUN"} else None
    if not nonfinite:
        # A finite clause keeps its own tense; only denial, fear and the like reach into it.
        reaches = value in {"denied", "hypothetical"} and head.lemma_.lower() not in {"expect", "say", "tell", "warn"}
        return value if reaches else None
    if head.lemma_ == "be" and infinitive:
        return "planned"
    if value in {SAME, "under_way"}:
        above = _verb(head, words, depth + 1)  # "will not be able to go on paying"
        return above if value == SAME else above or value
    if value is not None:
        return "denied" if upper == "denied" else value
    return _unnamed(token, upper, words) if infinitive else _reaching(upper)


def _unnamed(token: Token, upper: str | None, words: StatusWords) -> str | None:
    """Return the status of an infinitive under a word of which the codebook says nothing."""
    head = token.head
    if head.pos_ == "NOUN":
        return words.act.get(("noun", head.lemma_.lower()), "hypothetical")
    if token.dep_ == "advcl":
        return "planned"
    if token.dep_ in {"xcomp", "ccomp"}:
        return upper or "hypothetical"
    return _reaching(upper)


def _reaching(upper: str | None) -> str | None:
    return upper if upper in {"denied", "hypothetical", "planned"} else None


def _noun(token: Token, words: StatusWords) -> str | None:
    described = _described(token, words)
    if described is not None:
        return described
    head = token.head
    if token.dep_ == "conj":
        return _noun(head, words) if head.pos_ in {"NOUN", "PROPN"} else None
    if token.dep_ in {"obj", "nsubj:pass", "obl", "nmod"}:
        return _taken(token, head, words)
    if token.dep_ == "nsubj" and head.pos_ in {"VERB", "ADJ"}:
        own = _own(head, words)
        governed = words.clause.get((_POS.get(head.pos_, ""), head.lemma_.lower()))
        if own == "planned" or governed == "under_way":
            return own or governed
        return "hypothetical" if own == "hypothetical" else None
    if any(c.dep_ == "cop" for c in token.children):
        largest = any("Sup" in c.morph.get("Degree", []) for c in children(token, "amod"))
        return None if largest else _own(token, words)  # "may have been the biggest rally": it took place
    return None


def _described(token: Token, words: StatusWords) -> str | None:
    """Return what the words before an act noun say: "no deal", "the planned visit"."""
    for child in token.children:
        if child.dep_ in {"det", "amod", "compound", "advmod"} and child.i < token.i:
            if child.lower_ in words.negations:
                return "denied"
            value = words.act.get(("adjective", child.lower_))
            if value is not None:
                return value
    return None


def _taken(token: Token, head: Token, words: StatusWords) -> str | None:
    """Return the status that the verb or noun which takes an act noun gives to it: "cancelled the visit", "a threat of war"."""
    kind, lemma = _POS.get(head.pos_, ""), head.lemma_.lower()
    particle = next((c.lower_ for c in children(head, "compound:prt")), "")
    value = words.act.get((kind, f"{lemma} {particle}".strip()))
    content = kind == "noun" and token.dep_ == "nmod" and _CONTENT_OF & {c.lower_ for c in children(token, "case")}
    fits = (
        token.dep_ in {"obj", "nsubj:pass"} or content or (token.dep_ == "obl" and value in {"planned", "hypothetical"})
    )
    if value is not None and value != SAME and fits:
        if kind == "noun":
            return _noun(head, words) or value
        return "denied" if _own(head, words) == "denied" and value != "cancelled" else value
    if head.pos_ != "VERB" or token.dep_ == "nmod":
        return None
    if fits:
        return _verb(head, words)
    own = _own(head, words)
    purpose = token.dep_ == "obl" and any(c.lower_ == "for" for c in children(token, "case"))
    return own if own == "hypothetical" or (own == "planned" and purpose) else None  # "will fly to Oslo for talks"


def _widens(negation: Token, words: StatusWords) -> bool:
    """Tell whether a negation only says that there is more: "not just", "not only"."""
    doc, after = negation.doc, negation.i + 1
    return after < len(doc) and doc[after].lower_ in words.focus


def _finite(token: Token) -> bool:
    return "Fin" in token.morph.get("VerbForm", []) or any(
        "Fin" in c.morph.get("VerbForm", []) for c in children(token, "aux", "cop")
    )


def _going_to(token: Token) -> bool:
    head = token.head
    if token.dep_ == "xcomp" and "Inf" in token.morph.get("VerbForm", []):
        return head.lemma_ == "go" and head.tag_ == "VBG"
    return False


def _bare_infinitive(token: Token) -> bool:
    """Tell whether a root is an infinitive with *to*, as in a headline: "Ministers to meet in Oslo"."""
    return "Inf" in token.morph.get("VerbForm", []) and any(
        c.lower_ == "to" and c.dep_ == "mark" for c in token.children
    )
