"""Words that name an act: the codebook's predicates found in a document, one at a token, the most specific first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from dragoman.codebook import Codebook
from dragoman.codebook.events import Predicate
from dragoman.extract.grammar import fillers, is_participle
from dragoman.extract.nouns import compound, denotes
from dragoman.extract.phrases import members

_ROLES = frozenset({"actor", "recipient", "with", "place", "when", "content", "from"})
_PREPOSITIONS = frozenset(
    {"of", "on", "to", "for", "in", "from", "against", "at", "with", "by", "into", "over", "between"}
)
_PARTIES = frozenset({"actor", "recipient", "with"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})
_NAMES = frozenset({"ORG", "PERSON", "FAC", "GPE", "LOC", "PRODUCT", "WORK_OF_ART"})
_OWNER = "one's"
"""Stands in a phrase of the codebook for any possessive or article, or none."""
_PLOVER, _MODE = 4.0, 0.5
"""What a type of PLOVER and a mode add to an entry's score, so that of two that say as much the more useful one holds."""
_REACH = 9


@dataclass(frozen=True, slots=True)
class Trigger:
    """A predicate at its place: the token, the further words that belong to it, and who fills its slots."""

    predicate: Predicate
    token: Token
    words: tuple[Token, ...]
    slots: Mapping[str, tuple[Token, ...]]


@lru_cache(maxsize=8)
def index(codebook: Codebook) -> Mapping[tuple[str, str], tuple[Predicate, ...]]:
    """Return the predicates by the lemma that they are found by and its word class (v, n, a or p for a phrase)."""
    table: dict[tuple[str, str], list[Predicate]] = {}
    for predicate in codebook.predicates:
        words = predicate.lemma.lower().split()
        if predicate.pos == "noun":
            cut = next((k for k, w in enumerate(words) if k and w in _PREPOSITIONS), len(words))
            key = (words[cut - 1], "n")
        else:
            key = (words[0], predicate.pos[0])
        table.setdefault(key, []).append(predicate)
    return {key: tuple(found) for key, found in table.items()}


def triggers(doc: Doc, codebook: Codebook) -> list[Trigger]:
    """Return the triggers of a document in order; no two share a word."""
    table = index(codebook)
    found: list[tuple[float, Trigger]] = []
    for token in doc:
        if token.ent_type_ in _NAMES and token.pos_ == "PROPN":
            continue  # a word of a name: "the Court of Session"
        # "the meeting point", "the denounced treaty": the act is not told, only a thing described by it
        descriptive = (
            token.dep_ in {"compound", "amod"} and token.head.pos_ in {"NOUN", "PROPN"} and token.pos_ != "PROPN"
        )
        best: tuple[float, Trigger] | None = None
        for predicate in _candidates(token, table):
            if descriptive and predicate.pos != "phrase":
                continue
            match = _match(token, predicate, codebook)
            if match is not None and (best is None or match[0] > best[0]):
                best = match
        if best is not None:
            found.append(best)
    found.sort(key=lambda item: (-len(item[1].words), -item[0], item[1].token.i))
    taken: set[int] = set()
    kept: list[Trigger] = []
    for _, trigger in found:
        places = {trigger.token.i, *(w.i for w in trigger.words)}
        if not places & taken:
            taken |= places
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.token.i)


def _candidates(token: Token, table: Mapping[tuple[str, str], tuple[Predicate, ...]]) -> Sequence[Predicate]:
    lemma, lower = token.lemma_.lower(), token.lower_
    classes = {"VERB": "vp", "AUX": "p", "NOUN": "np", "PROPN": "n", "ADJ": "avp", "ADV": "p", "ADP": "p"}.get(
        token.pos_, ""
    )
    out: list[Predicate] = []
    for kind in classes:
        if kind == "v" and token.pos_ == "ADJ" and not is_participle(token):
            continue
        out.extend(table.get((lemma, kind), ()))
        if lower != lemma:
            out.extend(table.get((lower, kind), ()))
    return out


def _match(token: Token, predicate: Predicate, codebook: Codebook) -> tuple[float, Trigger] | None:
    words = _words(token, predicate)
    if words is None:
        return None
    if predicate.pos == "phrase" and token.dep_ in {"compound", "amod"} and token.head in words:
        token, words = (
            token.head,
            tuple(token if w == token.head else w for w in words),
        )  # "peace deal": the deal is the act
    slots = _slots(token, words, predicate, codebook)
    score = (
        10.0 * len(words)
        + sum(bool(people) for people in slots.values())
        + _PLOVER * predicate.type.isupper()
        + _MODE * bool(predicate.mode)
    )
    for place, values in predicate.only.items():
        verdict = _condition(token, place, values, slots, codebook)
        if verdict is False or (verdict is None and (place != "actor" or "any" in values) and not _open(token, place)):
            return None
        if verdict:
            score += _weight(values) if place != "actor" else 0.25
    for place, values in predicate.unless.items():
        if _condition(token, place, values, slots, codebook):
            return None
    return score, Trigger(predicate, token, words, slots)


def _weight(values: tuple[str, ...]) -> float:
    """Return how much a condition that is met says for an entry: words say more than kinds, kinds more than anything."""
    if "any" in values:
        return 0.25
    return 2.0 if all(v in _KINDS or v.isupper() for v in values) else 4.0


def _slots(
    token: Token, words: tuple[Token, ...], predicate: Predicate, codebook: Codebook
) -> dict[str, tuple[Token, ...]]:
    """Return who fills the slots of a predicate, of a phrase also at its noun and at its last preposition."""
    slots: dict[str, tuple[Token, ...]] = {}
    sources = [token]
    last = next((w.head for w in words if predicate.pos == "verb" and w.dep_ == "case" and w.head.head == token), None)
    if predicate.pos == "phrase":
        sources += [w for w in words if w.pos_ == "NOUN"]
        if words and words[-1].dep_ == "case":
            last = words[-1].head
    for role, places in predicate.slots.items():
        found: list[tuple[Token, ...]] = []
        for place in places:
            people: list[Token] = []
            if place == "object" and last is not None and last not in words:
                people = _fitting(members(last), role, token, words)
            for source in sources:
                people = people or _fitting(fillers(source, place), role, token, words)
            if people:
                found.append(tuple(people))
                if role not in predicate.only:
                    break
        # Of several places that are filled the one holds that an entry asks for: "threatened the port with tariffs".
        asked = predicate.only.get(role, ())
        slots[role] = next((people for people in found if _meets(people, asked, codebook)), found[0] if found else ())
    return slots


def _fitting(people: list[Token], role: str, token: Token, words: tuple[Token, ...]) -> list[Token]:
    """Return those who can fill a slot: not the act's own words; participants are nouns and no dates."""
    return [
        t
        for t in people
        if t not in words
        and t != token
        and (role not in _PARTIES or (t.pos_ in _NOMINAL and t.ent_type_ not in {"DATE", "TIME"}))
    ]


def _open(token: Token, place: str) -> bool:
    """Tell whether grammar leaves a place open: the doer of a passive, of a noun, of an infinitive."""
    return place in {"subject", "possessor"} or (place == "actor" and token.pos_ != "VERB")


def _condition(
    token: Token, place: str, values: tuple[str, ...], slots: Mapping[str, tuple[Token, ...]], codebook: Codebook
) -> bool | None:
    """Whether what stands at a place is one of some kinds or words; None where nothing stands there."""
    people = slots.get(place, ()) if place in _ROLES and place in slots else tuple(fillers(token, place))
    if not people:
        return None
    return _meets(people, values, codebook)


def _meets(people: tuple[Token, ...], values: tuple[str, ...], codebook: Codebook) -> bool:
    """Tell whether one of some words is one of some kinds, sectors or words of an entry."""
    if "any" in values:
        return True
    wanted = {v.lower() for v in values}
    for person in people:
        kinds = denotes(person, codebook)
        lemma, noun = person.lemma_.lower(), compound(person)
        if (
            lemma in wanted
            or noun in wanted
            or person.lower_ in wanted
            or any(noun.endswith(" " + w) for w in wanted if " " in w)
        ):
            return True
        if kinds & set(values):
            return True
        if "*" in kinds and any(v in _KINDS or (v.isupper() and len(v) == 3) for v in values):
            return True
    return False


_KINDS = frozenset({"person", "organization", "country", "group", "outlet", "place"})


def _words(token: Token, predicate: Predicate) -> tuple[Token, ...] | None:
    """Return the further tokens of a predicate of several words; None where they are not there."""
    words = predicate.lemma.lower().split()
    if len(words) == 1:
        return ()
    if predicate.pos == "noun":
        cut = next((k for k, w in enumerate(words) if k and w in _PREPOSITIONS), len(words))
        before, after = words[: cut - 1], words[cut:]
        left = _run(token, before, -1)
        right = _run(token, after, 1)
        return None if left is None or right is None else (*left, *right)
    found: list[Token] = []
    for word in words[1:]:
        if word == _OWNER:
            continue
        hit = _near(token, word, found)
        if hit is None:
            return None
        found.append(hit)
    return tuple(found)


def _run(token: Token, words: list[str], step: int) -> list[Token] | None:
    """Return the tokens straight before or after a token that are the given words; hyphens between them do not matter."""
    doc, place, found = token.doc, token.i + step, []
    for word in reversed(words) if step < 0 else words:
        while 0 <= place < len(doc) and doc[place].text in {"-", "–"}:
            place += step
        if not 0 <= place < len(doc) or word not in {doc[place].lower_, doc[place].lemma_.lower()}:
            return None
        found.append(doc[place])
        place += step
    return found[::-1] if step < 0 else found


def _near(token: Token, word: str, found: list[Token]) -> Token | None:
    """Return the token of a fixed word that hangs on the trigger or on a word already found, near it."""
    anchors = {token.i, *(f.i for f in found), *(f.head.i for f in found)}
    first = max((f.i for f in found), default=token.i)
    sent = token.sent
    doc = token.doc
    after = range(first + 1, min(token.i + _REACH + 1, sent.end))
    between = range(token.i + 1, first)
    before = range(token.i - 1, max(token.i - _REACH, sent.start) - 1, -1)
    for place in (*after, *between, *before):
        other: Token = doc[place]
        if other in found or word not in {other.lower_, other.lemma_.lower()}:
            continue
        if place < token.i and not (
            other.pos_ in {"NOUN", "PROPN"} and (other.dep_ == "nsubj:pass" or token.head == other)
        ):
            continue
        if other.head.i in anchors or other.head.head.i in anchors or token.head == other:
            return other
    return None
