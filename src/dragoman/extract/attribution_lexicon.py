"""The codebook's cues and hedges, by the words under which they are looked up; and the link that is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.codebook.cues import Cue, Hedge
from dragoman.model import Span
from dragoman.model.words import Certainty, Scope

from .certainty import Hedges, lowering

_SPEAKING_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The codebook's cues and hedges by the words under which they are looked up."""

    verbs: Mapping[str, Sequence[Cue]]
    forms: Mapping[str, Sequence[Cue]]
    """Verbs by their regular forms, for words whose lemma a pipeline gets wrong."""
    nouns: Mapping[str, Sequence[Cue]]
    adverbs: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    phrases: Sequence[Cue]
    """Prepositions and phrases with a source behind or inside them."""
    colon: Cue | None
    speakers: frozenset[str]
    documents: frozenset[str]
    silent: frozenset[str]
    hedges: Hedges

    @classmethod
    def of(cls, cues: Iterable[Cue], hedges: Iterable[Hedge]) -> Lexicon:
        """Sort entries."""
        by_part: dict[str, dict[str, list[Cue]]] = {}
        for cue in cues:
            by_part.setdefault(cue.pos, {}).setdefault(cue.head if cue.pos == "verb" else cue.cue, []).append(cue)
        single = {pos: {word: entries[0] for word, entries in found.items()} for pos, found in by_part.items()}
        both = [*single.get("preposition", {}).values(), *single.get("phrase", {}).values()]
        return cls(
            verbs=by_part.get("verb", {}),
            forms={form: found for verb, found in by_part.get("verb", {}).items() for form in regular_forms(verb)},
            nouns=by_part.get("noun", {}),
            adverbs=single.get("adverb", {}),
            adjectives=single.get("adjective", {}),
            phrases=tuple(both),
            colon=single.get("punctuation", {}).get(":"),
            speakers=frozenset(by_part.get("speaker", {})),
            documents=frozenset(by_part.get("document", {})),
            silent=frozenset(by_part.get("silent", {})),
            hedges=lowering(hedges),
        )

    def is_speaker(self, token: Token) -> bool:
        """Whether a phrase's head names somebody who can speak: a person, a body, a country, a role."""
        if token.pos_ == "PRON":
            return "Person=" in str(token.morph) and "PronType=Prs" in str(token.morph)
        if (
            token.ent_type_ in _SPEAKING_ENTITIES
            or token.lemma_.lower() in self.speakers
            or token.lower_ in self.speakers
        ):
            return True
        return token.pos_ == "PROPN" and not token.ent_type_

    def is_document(self, token: Token) -> bool:
        """Whether a phrase's head names what speaks in somebody's stead: a report, figures, footage."""
        return token.lemma_.lower() in self.documents or token.lower_ in self.documents

    def cues_of(self, verb: Token) -> list[Cue]:
        """The entries of a verb, those with its particle before those without."""
        entries = self.verbs.get(verb.lemma_.lower()) or self.forms.get(verb.lower_, ())
        nearby = {c.lower_ for c in verb.children if c.i > verb.i and c.i - verb.i < 6}
        return [e for e in entries if e.particle in nearby] or [e for e in entries if e.particle is None]


def regular_forms(verb: str) -> Iterator[str]:
    """The regular forms of a verb.

    >>> sorted(regular_forms("deny"))
    ['denied', 'denies', 'denying']
    """
    stem = verb.removesuffix("e")
    if verb.endswith("y") and verb[-2:-1] not in {"a", "e", "o", "u"}:
        yield from (verb[:-1] + "ied", verb[:-1] + "ies", verb + "ing")
        return
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    yield from (stem + "ed", stem + "ing")
    if (
        stem == verb
        and verb[-1:] not in {"a", "e", "i", "o", "u", "w", "x", "y"}
        and verb[-2:-1] in {"a", "e", "i", "o", "u"}
    ):
        yield from (verb + verb[-1] + "ed", verb + verb[-1] + "ing")


@dataclass(slots=True)
class Link:
    """One holder of one content: source, cue and content as found in the text."""

    at: Token
    """The head of the cue."""
    cue: Span | None
    entry: Cue
    source: Span | None
    holder: Token | None
    """The head of the source."""
    content: list[Token]
    head: Token | None
    """The head of the content."""
    certainty: Certainty = "CT+"
    scope: Scope = "stated"
    outer: list[Link] = field(default_factory=list)
    """Links that stand outside this one by its own words: "a lawmaker quoted by the agency"."""
    silent: bool = False
    """A link of chains only, of which no claim is made."""

    @property
    def places(self) -> frozenset[int]:
        """The indices of the content's tokens."""
        return frozenset(token.i for token in self.content)
