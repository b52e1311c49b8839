"""The grammar of attribution: who is the subject of a cue, who counts as a speaker, which words make a content."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from dragoman.codebook.cues import Cue, Hedge
from dragoman.model import Span

from .phrases import matches, members, span

_SPEAKING_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC"})
_CLAUSES = frozenset({"ROOT", "ccomp", "parataxis", "advcl", "advcl:relcl", "acl:relcl", "csubj", "csubj:pass", "csubj:outer"})
_OPENING = frozenset("“\"'‘«„")
_LONGEST_DATELINE = 9
_CLOSING = frozenset("”\"'’»“")
_NO_MODALS = frozenset({"be", "have", "do", "get"})


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
    hedges: Sequence[Hedge]

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
            hedges=tuple(hedges),
        )

    def is_speaker(self, token: Token) -> bool:
        """Whether a phrase's head names somebody who can speak: a person, a body, a country, a role."""
        if token.pos_ == "PRON":
            return "Person=" in str(token.morph) and "PronType=Prs" in str(token.morph)
        if token.ent_type_ in _SPEAKING_ENTITIES or token.lemma_.lower() in self.speakers or token.lower_ in self.speakers:
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
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2:-1] not in {"a", "e", "o", "u"}:
        yield from (verb[:-1] + "ied", verb[:-1] + "ies", verb + "ing")
        return
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    yield from (stem + "ed", stem + "ing")
    if stem == verb and verb[-1:] not in {"a", "e", "i", "o", "u", "w", "x", "y"} and verb[-2:-1] in {"a", "e", "i", "o", "u"}:
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
    certainty: str = "CT+"
    scope: str = "stated"
    outer: list[Link] = field(default_factory=list)
    """Links that stand outside this one by its own words: "a lawmaker quoted by the agency"."""
    silent: bool = False
    """A link of chains only, of which no claim is made."""

    @property
    def places(self) -> frozenset[int]:
        """The indices of the content's tokens."""
        return frozenset(token.i for token in self.content)


def subject(verb: Token) -> Token | None:
    """Who does what a verb says, found through relative clauses, coordination, control and participles."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"}:
            return _antecedent(child, verb)
    head = verb.head
    found = _displaced(verb)
    if head == verb or found is not None:
        return found
    if verb.dep_ == "conj":
        found = subject(head) if head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} else None
    elif verb.dep_ in {"acl", "acl:relcl"}:
        found = head
    elif verb.dep_ in {"advcl", "parataxis", "dep"} and not finite(verb):
        found = subject(head) if head.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"} else head
    elif verb.dep_ == "xcomp":
        found = next((c for c in head.children if c.dep_ in {"obj", "iobj"}), None) or subject(head)
    return found


def _displaced(verb: Token) -> Token | None:
    """The subject of a finite verb where the tree hangs it elsewhere.

    Either on the verb's own complement, behind the complement's head ("They fled, [a guard] said"), or on the verb as a bare
    noun phrase.
    """
    if not finite(verb):
        return None
    for child in verb.children:
        if child.i < verb.i and child.dep_ in {"ccomp", "parataxis"}:
            late = [c for c in child.children if c.dep_ == "nsubj" and child.i < c.i < verb.i]
            if late:
                return late[-1]
    for child in reversed([c for c in verb.children if c.i < verb.i]):
        loose = child.pos_ in {"PROPN", "PRON", "NOUN"} and child.dep_ in {"obl", "nmod", "dep", "dislocated", "vocative", "obl:unmarked"}
        if loose and child.ent_type_ not in {"DATE", "TIME"} and not any(c.dep_ in {"case", "mark"} for c in child.children):
            return child
    return None


def raised(verb: Token, lexicon: Lexicon) -> Token | None:
    """The cue beside which a verb stands although the tree sets it inside that cue's content.

    In "said the offer stood and urged both to talk" the second verb has the tense of the first and no subject of its own.
    """
    head = verb.head
    if verb.dep_ != "conj" or verb.pos_ != "VERB" or any(matches(c, "nsubj", "aux", "mark") for c in verb.children):
        return None
    host = head.head
    if head.dep_ != "ccomp" or host.pos_ != "VERB" or not lexicon.cues_of(host) or not lexicon.cues_of(verb):
        return None
    same = tense(verb) and tense(verb) == tense(host)
    inner = head.pos_ == "VERB" and "VerbForm=Fin" in str(head.morph) and lexicon.cues_of(head)
    return host if same and not inner else None


def tense(verb: Token) -> str:
    """The tense of a finite verb, empty for others."""
    morph = str(verb.morph)
    return next((part for part in morph.split("|") if part.startswith("Tense=")), "") if "VerbForm=Fin" in morph else ""


def _antecedent(token: Token, verb: Token) -> Token:
    relative = "PronType=Rel" in str(token.morph)
    clause = verb
    while clause.dep_ == "conj" and clause.head != clause:
        clause = clause.head
    if relative and clause.dep_ in {"acl:relcl", "acl"}:
        return clause.head
    return token


def agent(verb: Token) -> Token | None:
    """Who did it, of a passive verb: the complement of "by"."""
    for child in verb.children:
        if child.dep_ == "obl:agent" or (matches(child, "obl") and any(c.dep_ == "case" and c.lower_ == "by" for c in child.children)):
            return child
    return None


def passive(verb: Token) -> bool:
    """Whether a verb is passive, a past participle on a noun included."""
    if any(c.dep_ in {"aux:pass", "nsubj:pass", "csubj:pass"} for c in verb.children):
        return True
    if verb.dep_ == "conj" and past_participle(verb) and not any(matches(c, "aux", "nsubj") for c in verb.children):
        return passive(verb.head)
    return verb.dep_ == "acl" and past_participle(verb)


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
    """Whether a verb has "to"."""
    return any(c.dep_ in {"mark", "aux"} and c.lower_ == "to" for c in verb.children)


def hypothetical(verb: Token) -> bool:
    """Whether a cue is no act of speech that took place: with a modal verb, under "if", or only intended."""
    if any(modal(c) for c in verb.children):
        return True
    if any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children):
        return True
    if infinitive(verb):
        return verb.dep_ in {"xcomp", "acl", "ccomp", "csubj"}
    return verb.dep_ == "conj" and not finite(verb) and verb.head.pos_ == "VERB" and hypothetical(verb.head)


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


def trimmed(tokens: Sequence[Token], *, that: bool = True) -> list[Token]:
    """Tokens without conjunctions and punctuation at the edges, quotation marks kept."""
    kept = [t for t in tokens if not t.is_space]
    kept = kept[_dateline(kept) :]
    while kept and _is_edge(kept[0], that=that):
        kept.pop(0)
    while kept and kept[-1].is_punct and not (kept[-1].text[0] in _CLOSING | {")", "]", "%"} or _stop_in_quotation(kept)):
        kept.pop()
    return kept


def _dateline(tokens: Sequence[Token]) -> int:
    """How many tokens at the beginning are a dateline or a time: "BRONA, 3 May -", "KALT:", "17:20 -"."""
    if not tokens or (tokens[0].i and not tokens[0].nbor(-1).is_space):
        return 0
    for number, token in enumerate(tokens[:_LONGEST_DATELINE]):
        if token.text in {"-", "--", "—", "–", ":"} and number:
            told = any(t.is_upper or t.ent_type_ in {"DATE", "TIME", "GPE"} or t.like_num for t in tokens[:number])
            return number + 1 if told else 0
        if not (token.is_punct or token.pos_ in {"PROPN", "NUM", "DET", "SYM", "X"} or token.is_upper):
            break
    return 0


def _stop_in_quotation(tokens: Sequence[Token]) -> bool:
    return tokens[-1].text in {"?", "!"}


def _is_edge(token: Token, *, that: bool) -> bool:
    if token.is_punct:
        return token.text[0] not in _OPENING | {"(", "[", "$", "#", "@"}
    if token.dep_ == "cc" or ("PronType=Rel" in str(token.morph) and token.lower_ != "that" and not token.i == token.head.i - 1):
        return True
    return that and token.dep_ == "mark" and token.lower_ in {"that", "whether", "if"} and token.head.dep_ != "advcl"


def stretches(tokens: Collection[Token]) -> tuple[Span, ...]:
    """The spans of a content: one for each unbroken stretch, gaps of punctuation and white space alone bridged."""
    ordered = sorted(tokens, key=lambda t: t.i)
    runs: list[list[Token]] = []
    for token in ordered:
        if runs and all(_is_light(t) for t in token.doc[runs[-1][-1].i + 1 : token.i]):
            runs[-1].append(token)
        else:
            runs.append([token])
    found = []
    for number, run in enumerate(runs):
        kept = trimmed(run, that=number == 0)
        kept = _balanced(kept)
        if any(not t.is_punct for t in kept):
            found.append(span(kept[0].doc, kept[0].idx, kept[-1].idx + len(kept[-1].text)))
    return tuple(found)


def _is_light(token: Token) -> bool:
    return token.is_space or token.is_punct


def _balanced(tokens: list[Token]) -> list[Token]:
    """Tokens without a quotation mark at an edge whose partner stands outside."""
    if not tokens:
        return tokens
    doc: Doc = tokens[0].doc
    inside = doc[tokens[0].i : tokens[-1].i + 1].text
    marks = sum(inside.count(mark) for mark in "“”\"«»")
    if marks % 2:
        if tokens[0].text[0] in "“\"«":
            return trimmed(tokens[1:])
        if tokens[-1].text[0] in "”\"»":
            return trimmed(tokens[:-1], that=False)
    return tokens


def party(token: Token) -> tuple[Token, Token]:
    """First and last head of a source: a coordination speaks as one ("Austin and his counterpart")."""
    found = [m for m in members(token) if m.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"} and not _clausal(m)]
    return (found[0], found[-1]) if found else (token, token)


def _clausal(token: Token) -> bool:
    return token.dep_ == "conj" and any(matches(c, "nsubj", "cop", "orphan") for c in token.children)
