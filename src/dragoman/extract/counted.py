"""What a figure counts: the predicate that its noun, or the bare number, stands with in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.codebook.quantities import CountedPredicate, Quantities

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PRON", "DET"})
_SUBJECTS = frozenset({"nsubj", "nsubj:outer", "csubj"})
_HOPS = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted, and the word that says so; ``known`` where the codebook names that word."""

    name: str
    word: Token
    known: bool
    weak: bool = False
    running: bool = False
    """Whether the word is a count that goes on, such as "toll"."""
    things: Token | None = None
    """The noun of the things counted, where it does not stand with the number ("the number of arrivals: 200")."""


def feature(token: Token, name: str) -> list[str]:
    """The values of a UD feature of a token, such as Number or VerbForm; empty where it has none."""
    values: list[str] = token.morph.get(name, [])
    return values


def case_of(token: Token) -> str:
    """The preposition of a phrase, with its fixed parts, in small letters; empty if there is none."""
    for child in token.children:
        if child.dep_ == "case":
            fixed = [part.lower_ for part in child.children if part.dep_ == "fixed"]
            return " ".join([child.lower_, *fixed])
    return ""


def first_conjunct(token: Token) -> Token:
    """The first member of a coordination of nouns or numbers."""
    while token.dep_ == "conj" and token.head.pos_ in _NOMINAL and token.pos_ in _NOMINAL:
        token = token.head
    return token


def verb_forms(verb: Token) -> list[str]:
    """The lemma of a verb, and what its regular endings allow where the lemma is a guess."""
    word = verb.lower_
    found = [verb.lemma_.lower(), word]
    for ending in ("ing", "ed", "es", "s", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            found += [stem, f"{stem}e", stem[:-1]]
    return list(dict.fromkeys(found))


def is_bare(anchor: Token) -> bool:
    """Whether a figure's head is the number itself, or the sign of its currency."""
    return anchor.pos_ in ("NUM", "SYM") or anchor.like_num


def is_money(anchor: Token) -> bool:
    """Whether a figure's head is an amount of money with its sign: a verb that only carries numbers says what it is for."""
    return any(token.tag_ == "$" or token.pos_ == "SYM" for token in anchor.subtree)


def is_participle(token: Token, past: bool) -> bool:
    """Whether a word is a participle: a past one ("killed"), else a present one ("missing")."""
    form, tense = feature(token, "VerbForm"), feature(token, "Tense")
    ending = token.lower_.endswith("ing")
    return ("Part" in form or "Ger" in form) and (("Past" in tense or not ending) if past else ending)


class CountedFinder:
    """Finds what figures count, by the predicates of a codebook."""

    def __init__(self, words: Quantities) -> None:
        self.words = words
        self.entries: dict[tuple[bool, str], list[CountedPredicate]] = {}
        for entry in sorted(words.predicates, key=lambda entry: not entry.with_):
            self.entries.setdefault((entry.pos == "verb", entry.lemma), []).append(entry)
        self.combined = dict(words.combined)

    def find(self, anchor: Token) -> Counted | None:
        """What the figure with this head counts: by its clause, else by what hangs on its noun, else the noun itself,
        else the noun that it is the value of, else the verb as it stands; None if only a figure before it can say.
        """
        clause = list(self.clause(anchor))
        found = self._known(clause, anchor) or self._known(list(self.inside(anchor)), anchor)
        found = found or self._noun(anchor, "self") or self._value(anchor) or self._noun(anchor, "alone")
        first = first_conjunct(anchor)
        if found is None and first != anchor and is_bare(anchor):  # "21 injured men here, 36 there"
            found = self._known(list(self.inside(first)), first) or self._noun(first, "self")
        return found or self._as_written(clause, anchor) or self._changing(clause, anchor)

    def _known(self, places: list[tuple[Token, str]], anchor: Token) -> Counted | None:
        hits = [(hit, word) for word, slot in places if (hit := self._entry(word, slot, anchor))]
        if not hits:
            return None
        names = {hit.counted for hit, _ in hits}
        for both, name in self.combined.items():
            if both <= names and len({word for _, word in hits}) > 1:
                return Counted(name, hits[0][1], known=True)
        strong = next(((hit, word) for hit, word in hits if not hit.weak), hits[0])
        return Counted(strong[0].counted, strong[1], known=True, weak=strong[0].weak)

    def _entry(self, word: Token, slot: str, anchor: Token) -> CountedPredicate | None:
        verbal = slot not in ("self", "value", "alone") and (word.pos_ in _VERBAL or is_participle(word, past=True))
        for lemma in verb_forms(word) if verbal else (word.lemma_.lower(), word.lower_):
            for entry in self.entries.get((verbal, lemma), ()):
                if slot in entry.slots and (not entry.with_ or self._stands_with(word, anchor, entry)):
                    return entry
        return None

    @staticmethod
    def _stands_with(word: Token, anchor: Token, entry: CountedPredicate) -> bool:
        near = {
            child
            for one in word.children
            if not one.dep_.startswith(("conj", "parataxis"))
            for child in (one, *one.children)
        }
        near |= {anchor, *anchor.children, word.head if word.dep_ == "xcomp" else word}
        return any(one.lemma_.lower() in entry.with_ or one.lower_ in entry.with_ for one in near)

    def clause(self, anchor: Token) -> Iterator[tuple[Token, str]]:
        """The words that govern a phrase, and the place that it has there."""
        phrase = first_conjunct(anchor)
        head, dep = phrase.head, phrase.dep_
        if head == phrase:
            return
        if dep in _SUBJECTS:
            yield from self._as_subject(head)
        elif dep == "nsubj:pass":
            yield from self._as_object(head)
        elif dep in ("obj", "iobj"):
            yield head, "object"
            yield from self._complements(head, "obj")
        elif dep.startswith(("obl", "nmod")):
            if phrase.dep_ == "nmod:poss":
                yield head, "possessor"
            elif case := case_of(phrase):
                yield head, case
            elif dep == "obl:agent":
                yield head, "by"
            else:
                yield head, "value"
                if dep == "obl" and is_bare(anchor) and any(child.dep_ == "aux:pass" for child in head.children):
                    yield head, "object"  # a number that the tree hangs loosely
        elif dep == "nummod" and head.pos_ in _VERBAL and is_participle(head, past=True):
            yield head, "object"  # "eleven wounded", "24 freed"

    def _as_subject(self, verb: Token) -> Iterator[tuple[Token, str]]:
        has_object = any(child.dep_ in ("obj", "ccomp") for child in verb.children)
        has_auxiliary = any(child.dep_ == "aux:pass" for child in verb.children)
        for word in self._shared(verb):
            if word.pos_ in _VERBAL and not has_auxiliary:
                yield word, "subject"
            after_passive = word.dep_ == "conj" and any(child.dep_ == "aux:pass" for child in word.head.children)
            if (is_participle(word, past=True) or after_passive) and not has_object:
                yield word, "object"  # "eleven wounded", without its auxiliary
            if word.pos_ not in _VERBAL:
                yield word, "self"
        yield from self._complements(verb, "nsubj")

    def _as_object(self, verb: Token) -> Iterator[tuple[Token, str]]:
        for word in self._shared(verb):
            yield word, "object"
        yield from self._complements(verb, "nsubj")

    def _shared(self, verb: Token) -> Iterator[Token]:
        """A verb, and those joined to it that have the same subject."""
        yield verb
        for child in verb.children:
            own = any(one.dep_.startswith("nsubj") or (one.pos_ == "NUM" and one.i < child.i) for one in child.children)
            if child.dep_ == "conj" and not own:
                yield child

    def _complements(self, verb: Token, of: str, hops: int = _HOPS) -> Iterator[tuple[Token, str]]:
        """What the phrase is said to do or be: "reported to have been killed", "left homeless", "confirmed dead"."""
        for child in verb.children:
            own = any(one.dep_.startswith("nsubj") for one in child.children)
            reduced = child.dep_ == "advcl" and of == "obj" and is_participle(child, past=True)
            if (child.dep_ != "xcomp" and not reduced) or own or hops == 0:
                continue
            if child.pos_ not in _VERBAL:
                yield child, "self"
                if is_participle(child, past=True):
                    yield child, "object"
                continue
            passive = any(one.dep_ == "aux:pass" for one in child.children)
            bare = is_participle(child, past=True) and not any(one.dep_ in ("aux", "mark") for one in child.children)
            for word in self._shared(child):
                yield word, "object" if passive or bare else "subject"
            yield from self._complements(child, "nsubj", hops - 1)

    def inside(self, anchor: Token) -> Iterator[tuple[Token, str]]:
        """The participles, adjectives and relative clauses that hang on a noun or a bare number."""
        for child in anchor.children:
            if child.dep_ == "acl:relcl":
                yield from self._relative(child)
            elif child.dep_ in ("acl", "amod", "advcl", "parataxis", "dep") and (
                child.pos_ in _VERBAL or child.dep_ in ("acl", "amod")
            ):
                if is_participle(child, past=False):
                    yield child, "subject"
                elif is_participle(child, past=True):
                    yield child, "object"
                    yield child, "subject"
                yield child, "self"
                yield from self._complements(child, "nsubj")
            elif child.dep_ == "appos":
                yield child, "self"
        yield from self._pronoun(anchor)

    @staticmethod
    def _pronoun(anchor: Token) -> Iterator[tuple[Token, str]]:
        """As in "The 1,000 whom they pledged", where the tree does not say it in so many words."""
        if anchor.i + 1 >= len(anchor.doc) or "Rel" not in feature(pronoun := anchor.nbor(1), "PronType"):
            return
        verb = pronoun.head if pronoun.head.pos_ in _VERBAL and pronoun.head.i > pronoun.i else None
        verb = verb or next((child for child in pronoun.children if child.dep_.endswith("relcl")), None)
        if verb is not None:
            yield verb, "subject" if pronoun.dep_ == "nsubj" else "object"

    def _relative(self, verb: Token) -> Iterator[tuple[Token, str]]:
        for child in verb.children:
            if child.dep_ in _SUBJECTS and "Rel" in feature(child, "PronType"):
                yield from self._as_subject(verb)
                return
            if child.dep_ == "nsubj:pass" and "Rel" in feature(child, "PronType"):
                yield from self._as_object(verb)
                return
        yield verb, "object"

    def _noun(self, anchor: Token, slot: str) -> Counted | None:
        entry = self._entry(anchor, slot, anchor)
        return Counted(entry.counted, anchor, known=True) if entry else None

    def _value(self, anchor: Token) -> Counted | None:
        """What a noun that only holds the number is about: "a toll of 40", "put the number of patients at 200"."""
        phrase = first_conjunct(anchor)
        head, seen = phrase.head, {phrase}
        hangs = phrase.dep_.startswith(("nmod", "obl"))
        for _ in range(_HOPS):
            if head in seen:
                break
            seen.add(head)
            if hangs and (found := self._held(head, anchor)):
                return found
            for child in head.children if head.pos_ in _VERBAL or head.dep_ == "ROOT" else ():
                if child.dep_ in ("nsubj", "nsubj:pass", "obj", "nsubj:outer") and child != phrase:
                    passes_on = head.lemma_.lower() in self.words.changes or head.lemma_.lower() in self.words.carriers
                    if found := self._held(child, anchor) or (
                        self._noun(child, "self") if passes_on and is_bare(anchor) else None
                    ):
                        return found
            if head.pos_ in _VERBAL and not head.dep_.startswith("acl"):
                break
            head = head.head
        for child in phrase.children:  # "the record was 40", "the dead are four men and a child"
            if child.dep_ in _SUBJECTS and (found := self._held(child, anchor) or self._noun(child, "self")):
                return found
        return None

    def _held(self, noun: Token, anchor: Token) -> Counted | None:
        entry = self._entry(noun, "value", anchor)
        things = next(
            (one for one in noun.children if one.dep_ == "nmod" and case_of(one) == "of" and one != anchor), None
        )
        if entry:
            return Counted(entry.counted, noun, known=True, running=entry.running, things=things)
        if noun.lemma_.lower() not in self.words.holders or things is None:
            return None
        inner = self._known(list(self.inside(things)), things) or self._noun(things, "self")
        if inner is None:
            inner = self._known([(things, slot) for slot in ("value", "self")], things)
        if inner is None:
            return Counted(things.lower_, things, known=False, things=things)
        return Counted(inner.name, inner.word, known=True, things=things)

    def _changing(self, clause: list[tuple[Token, str]], anchor: Token) -> Counted | None:
        """A noun that the codebook does not know and that comes to a number: "the inflation rate rose to 12 per cent"."""
        for word, slot in clause:
            if slot not in ("to", "from", "by", "at", "object") or word.lemma_.lower() not in self.words.changes:
                continue
            for noun in sorted(word.children, key=lambda one: one.dep_ != "obj"):
                told = noun.lemma_.lower() in self.words.tellings | self.words.holders
                modifiers = [child.lower_ for child in noun.children if child.dep_ == "compound"]
                known = noun.dep_ in ("obj", "nsubj", "nsubj:pass") and noun.pos_ == "NOUN" and noun != anchor
                if known and (modifiers or not told):
                    return Counted(" ".join([*modifiers, noun.lower_]), noun, known=False, things=noun)
        return None

    def _as_written(self, clause: list[tuple[Token, str]], anchor: Token) -> Counted | None:
        """A verb that the codebook does not know counts as it is written; so does the noun of "a contribution of 5"."""
        for word, slot in clause:
            if (
                slot == "of"
                and word.pos_ == "NOUN"
                and is_bare(anchor)
                and word.lemma_.lower() not in self.words.holders
            ):
                return Counted(word.lower_, word, known=False)
            carries = self.words.carriers.intersection(verb_forms(word)) and not is_money(anchor)
            if word.pos_ in _VERBAL and not carries and slot in ("subject", "object"):
                past = "Past" in feature(word, "Tense")
                return Counted(word.lower_ if past else word.lemma_.lower(), word, known=False)
        return None
