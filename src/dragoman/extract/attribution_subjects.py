"""Who speaks: the subject of a cue, also where the tree hides it."""

from __future__ import annotations

from spacy.tokens import Token

from .attribution_grammar import clause_of, finite, ing, tense
from .attribution_lexicon import Lexicon
from .phrases import matches


def subject(verb: Token) -> Token | None:
    """Who does what a verb says, found through relative clauses, coordination, control and participles."""
    if (late := displaced(verb)) is not None:
        return late
    own = [child for child in verb.children if child.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"}]
    if own:  # the last before the verb, where the tree has several: "spokesman" and the name behind it
        return _antecedent(([child for child in own if child.i < verb.i] or own)[-1], verb)
    head = verb.head
    found = _loose(verb)
    if head == verb or found is not None:
        return found
    if verb.dep_ == "conj":
        found = subject(head) if head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} else None
    elif verb.dep_ in {"acl", "acl:relcl"}:
        found = _participle_of(verb, head)
    elif verb.dep_ in {"advcl", "parataxis", "dep"} and not finite(verb):
        found = subject(head) if head.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"} else head
    elif verb.dep_ == "xcomp":
        found = next((c for c in head.children if c.dep_ in {"obj", "iobj"}), None) or subject(head)
    return found


def _participle_of(verb: Token, noun: Token) -> Token:
    """Whose act a participle behind a noun is: behind a comma that of the clause's subject ("…, warning that")."""
    before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i else verb
    if not ing(verb) or (before.text != "," and verb.left_edge.text != ","):
        return noun
    clause = clause_of(noun)
    if clause == verb or clause.pos_ not in {"VERB", "AUX"} or matches(noun, "nsubj"):
        return noun
    return subject(clause) or noun


def displaced(verb: Token) -> Token | None:
    """The subject of a finite verb where the tree hangs it on a clause before the verb, behind that clause's head.

    "They fled, [a guard] said": nothing but the subject of the cue stands there.
    """
    if not finite(verb):
        return None
    for token in reversed(verb.doc[verb.left_edge.i : verb.i]):
        late = token.dep_ in {"nsubj", "nsubj:pass"} and token.head.i < token.i
        if late and token.head != verb and token.head.dep_ != "ROOT":
            between = verb.doc[token.right_edge.i + 1 : verb.i]
            if all(t.is_punct or t.pos_ in {"AUX", "ADV", "PART"} for t in between):
                return token
    return None


def _loose(verb: Token) -> Token | None:
    """A bare noun phrase before a finite verb without a subject."""
    if not finite(verb):
        return None
    for child in reversed([c for c in verb.children if c.i < verb.i]):
        loose = child.pos_ in {"PROPN", "PRON", "NOUN"} and child.dep_ in {
            "obl",
            "nmod",
            "dep",
            "dislocated",
            "vocative",
            "obl:unmarked",
        }
        if (
            loose
            and child.ent_type_ not in {"DATE", "TIME"}
            and not any(c.dep_ in {"case", "mark"} for c in child.children)
        ):
            return child
    return None


def adjacent(verb: Token, lexicon: Lexicon) -> Token | None:
    """The speaker whose name ends right before a finite verb, whatever the tree makes of it."""
    if not finite(verb):
        return None
    at = verb.i - 1
    while at > verb.sent.start and verb.doc[at].pos_ in {"AUX", "ADV", "PART"}:
        at -= 1
    token = verb.doc[at]
    if token.text == ",":  # "the Club, which sent a team, concluded"
        return next((t for t in verb.doc[verb.sent.start : at] if _ends_at(t, at) and lexicon.is_speaker(t)), None)
    if token.pos_ not in {"PROPN", "NOUN", "PRON"}:
        return None
    while (
        token.head != token
        and token.head.i < verb.i
        and token.head.pos_ in {"PROPN", "NOUN"}
        and token.dep_ in {"flat", "compound", "appos"}
    ):
        token = token.head
    prepositional = any(c.dep_ == "case" and c.lower_ not in {"of", "'s", "’s"} for c in token.children)
    return token if lexicon.is_speaker(token) and not prepositional else None


def _ends_at(token: Token, at: int) -> bool:
    """Whether a noun phrase with a clause of its own stands between two commas, the second at a place."""
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i else token
    clausal = any(matches(c, "acl", "appos") for c in token.children)
    return token.pos_ in {"PROPN", "NOUN"} and clausal and token.right_edge.i in {at - 1, at} and before.text == ","


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


def _antecedent(token: Token, verb: Token) -> Token:
    relative = "PronType=Rel" in str(token.morph)
    clause = verb
    while clause.dep_ == "conj" and clause.head != clause:
        clause = clause.head
    if relative and clause.dep_ in {"acl:relcl", "acl", "advcl:relcl"}:
        return clause.head
    return token


def nearest_before(pronoun: Token, lexicon: Lexicon) -> Token | None:
    """The speaker that stands right before a relative pronoun, commas and prepositions left out."""
    at = pronoun.i - 1
    while at > pronoun.sent.start and (pronoun.doc[at].is_punct or pronoun.doc[at].pos_ == "ADP"):
        at -= 1
    token = pronoun.doc[at]
    while (
        token.head != token
        and token.head.right_edge.i >= at
        and token.head.pos_ in {"NOUN", "PROPN"}
        and token.head.i < pronoun.i
    ):
        if lexicon.is_speaker(token) and not lexicon.is_speaker(token.head):
            break
        token = token.head
    return token if lexicon.is_speaker(token) else None
