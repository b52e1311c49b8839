"""Who stands where in a clause: subject, object, agent and prepositions of a verb or noun, whatever its form.

Passives, relative clauses, participles, control, coordination and nominal forms are undone here once, so that no codebook
entry has to spell them out.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.extract.phrases import children, matches, members

_SUBJECTS = ("nsubj", "csubj")
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_BEFORE = frozenset({"amod", "compound", "nmod:desc"})
_DEEPEST = 6
"""How many words up a shared subject is looked for."""
_OWN = frozenset({"of", "by", "in", "at", "near"})
"""Prepositions that bind a noun to its own phrase, never to the verb that carries it."""
_ADDRESSED = frozenset({"on", "upon", "for"})
"""Prepositions of whoever is called to do something: "called on the gangs to disarm"."""


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive: by its subject, its auxiliary, or as a bare past participle after its noun."""
    if any(
        c.dep_ in {"nsubj:pass", "aux:pass", "csubj:pass"} or (c.dep_ == "obl:agent" and is_participle(verb))
        for c in verb.children
    ):
        return True
    if "Pass" in verb.morph.get("Voice", []) and verb.dep_ != "ROOT":
        return True
    if (
        verb.dep_ == "conj"
        and is_participle(verb)
        and verb.head.pos_ == verb.pos_
        and not children(verb, "nsubj", "aux")
    ):
        return is_passive(verb.head)
    return is_participle(verb) and verb.dep_ in {"acl", "amod"}


def is_participle(verb: Token) -> bool:
    """Tell whether a form is a past participle."""
    return "Part" in verb.morph.get("VerbForm", []) and ("Past" in verb.morph.get("Tense", []) or verb.tag_ == "VBN")


def antecedent(pronoun: Token) -> Token:
    """Return the noun that a relative pronoun stands for, the token itself where it is none."""
    if pronoun.lower_ not in _RELATIVE or "Rel" not in pronoun.morph.get("PronType", []):
        return pronoun
    node = pronoun
    while node.head != node:
        if node.dep_ in {"acl:relcl", "advcl:relcl"} or (node.dep_ == "acl" and node.head.pos_ in {"NOUN", "PROPN"}):
            return node.head
        node = node.head
    return pronoun


def surface_subject(verb: Token, depth: int = 0) -> Token | None:
    """Return what stands (or is understood) as the subject of a clause, active or passive."""
    own = [c for c in verb.children if matches(c, *_SUBJECTS)]
    if own:
        return antecedent(next((c for c in own if c.dep_ != "nsubj:outer"), own[0]))
    return _understood(verb, depth) if depth <= _DEEPEST else None


def _understood(verb: Token, depth: int) -> Token | None:
    """Return the subject that a clause without one of its own shares with the word above it."""
    head, relation = verb.head, verb.dep_
    finite = "Fin" in verb.morph.get("VerbForm", [])
    if relation in {"acl", "acl:relcl"}:
        return _described(verb, depth)
    if relation == "xcomp" or (relation == "ccomp" and not finite and not _has_finite_helper(verb)):
        return _controller(head, depth)
    called = (
        _addressed(head)
        if relation == "advcl" and "Inf" in verb.morph.get("VerbForm", []) and verb.i > head.i
        else None
    )
    if called is not None:
        return called
    adverbial = (relation in {"advcl", "parataxis"} and not children(verb, "mark")) or (
        relation == "advcl" and not finite
    )
    shared = (relation == "conj" or adverbial) and head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}
    return surface_subject(head, depth + 1) if shared or relation in {"obl", "nmod"} else None


def _has_finite_helper(verb: Token) -> bool:
    return any("Fin" in c.morph.get("VerbForm", []) for c in verb.children if c.dep_ in {"aux", "cop"})


def _described(verb: Token, depth: int) -> Token | None:
    """Return the understood subject of a clause that describes a noun: the noun, whose it is, or that of the clause around it."""
    head = verb.head
    if "Inf" in verb.morph.get("VerbForm", []):
        return owner(head)
    if verb.dep_ == "acl" and _is_aside(verb):
        clause = next((a for a in head.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        return surface_subject(clause, depth + 1) if clause is not None else head
    if (
        head.dep_ != "nsubj"
        and any(c.dep_ == "cop" for c in head.children)
        and any(c.dep_ == "case" for c in head.children)
    ):
        # "She is among the guests invited to speak": the clause tells of her.
        return surface_subject(head, depth + 1) or head
    return head


def _controller(head: Token, depth: int) -> Token | None:
    """Return the understood subject of an infinitive or participle that a verb or noun takes: its object if it has one."""
    if head.pos_ == "NOUN":
        return owner(head)
    for child in head.children:
        if child.dep_ in {"obj", "iobj", "nsubj:pass"}:
            return antecedent(child)
    called = _addressed(head)
    if called is not None:
        return called
    return surface_subject(head, depth + 1)


def _is_aside(verb: Token) -> bool:
    """Tell whether a participle after a comma tells of the whole clause: "issued warrants for the two, alleging that"."""
    active = (
        verb.tag_ == "VBG"
        or "Ger" in verb.morph.get("VerbForm", [])
        or ("Part" in verb.morph.get("VerbForm", []) and "Pres" in verb.morph.get("Tense", []))
    )
    return active and verb.i > 0 and verb.nbor(-1).text == "," and not children(verb, "mark")


def _addressed(head: Token) -> Token | None:
    """Return who is called to do something with a preposition: "called on the gangs to disarm"."""
    if children(head, "obj"):
        return None
    return next(
        (
            c
            for c in children(head, "obl")
            if not is_date(c) and any(g.lower_ in _ADDRESSED for g in children(c, "case"))
        ),
        None,
    )


def owner(noun: Token) -> Token | None:
    """Return whose act a noun names: its possessor, else the subject of the verb that takes it as object."""
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            return antecedent(child)
    if noun.dep_ in {"obj", "obl"} and noun.head.pos_ == "VERB":
        return subject(noun.head)
    return None


def subject(verb: Token) -> Token | None:
    """Return the doer of a verb: the subject of the active, the agent of the passive."""
    if is_passive(verb):
        return agent(verb)
    return surface_subject(verb)


def agent(verb: Token) -> Token | None:
    """Return the phrase with *by* of a passive; None without one."""
    for child in verb.children:
        if child.dep_ == "obl:agent":
            return child
        if (
            child.dep_ == "obl"
            and any(g.lower_ == "by" for g in children(child, "case"))
            and child.ent_type_ not in {"DATE", "TIME", "CARDINAL", "PERCENT"}
        ):
            return child
    if verb.dep_ == "conj" and is_participle(verb) and verb.head.pos_ == verb.pos_:
        return agent(verb.head) if is_passive(verb.head) else None
    return None


def direct_object(verb: Token) -> Token | None:
    """Return what a verb acts on: the object of the active, the subject of the passive, the noun of a relative clause."""
    if is_passive(verb):
        if verb.dep_ == "amod":
            return verb.head
        return surface_subject(verb)
    for relation in ("obj", "iobj"):  # "warned the allies to leave": the one addressed, where nothing else is acted on
        for child in verb.children:
            if child.dep_ == relation:
                return antecedent(child)
    if _lacks_object(verb):
        return verb.head
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not children(verb, "obj", "obl", "ccomp", "xcomp"):
        return None
    return _shared_object(verb)


def _lacks_object(verb: Token) -> bool:
    """Tell whether the noun of a relative clause is its object: "the envoys whom it expelled", "the post it shelled"."""
    subjects = children(verb, "nsubj")
    if (
        verb.dep_ != "acl:relcl"
        or not subjects
        or children(verb, "obj", "ccomp")
        or antecedent(subjects[0]) == verb.head
    ):
        return False
    return not any(c.lower_ in _RELATIVE for c in children(verb, "obl"))


def _shared_object(verb: Token) -> Token | None:
    """Return the object that stands after the last of two verbs: "arrested and beat the students"."""
    for other in children(verb, "conj"):
        if other.pos_ == "VERB" and not children(other, "nsubj") and other.i - verb.i <= 4 and not is_passive(other):
            found = next((c for c in other.children if c.dep_ == "obj"), None)
            if found is not None:
                return found
    return None


def prepositional(token: Token, prepositions: Iterable[str]) -> Token | None:
    """Return the first phrase of a verb or noun with one of some prepositions; dates are passed over.

    What hangs on the object hangs on the act ("demanded the release of", "cancelled talks with"), and what hangs on the verb
    that carries an act noun hangs on the noun ("filed a complaint against").
    """
    wanted = tuple(prepositions)
    for place in _around(token, wanted):
        for child in sorted(place.children, key=lambda t: (t.i < place.i, t.i)):
            if (
                matches(child, "obl", "nmod") or (place == token and matches(child, "advcl", "acl", "xcomp"))
            ) and not is_date(child):
                marks = [
                    " ".join(g.lower_ for g in [c, *children(c, "fixed")]) for c in children(child, "case", "mark")
                ]
                if " ".join(marks) in wanted or (marks and marks[-1] in wanted):
                    return antecedent(child)
    return None


def _around(token: Token, wanted: tuple[str, ...]) -> list[Token]:
    """Return the words on which a phrase with a preposition may hang that belongs to an act, the act's own word first."""
    if token.pos_ in {"VERB", "AUX"}:
        found = direct_object(token)
        inside = [found] if found is not None and found.i > token.i else []
    else:
        inside = [c for c in token.children if c.dep_ == "nmod" and any(g.lower_ == "of" for g in children(c, "case"))]
    places = [token, *inside]
    if (
        token.pos_ == "NOUN"
        and token.dep_ in {"obj", "nsubj:pass"}
        and token.head.pos_ == "VERB"
        and not _OWN & set(wanted)
    ):
        places.append(token.head)
    return places


def is_date(token: Token) -> bool:
    """Tell whether a noun names a date or a time."""
    return token.ent_type_ in {"DATE", "TIME"}


def infinitive(token: Token) -> Token | None:
    """Return the infinitive or participle that a verb or noun takes as its content: "asked it to leave", "the order to leave"."""
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp"} and child.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} and not is_finite(child):
            return child
    for child in token.children:
        if (
            child.dep_ in {"advcl", "acl"}
            and child.i > token.i
            and any(c.dep_ == "mark" and c.lower_ == "to" for c in child.children)
        ):
            return child
    return None


def finite_clause(token: Token) -> Token | None:
    """Return the finite clause that a verb or noun takes as its content: "said that it would leave", "the claim that it left"."""
    for child in token.children:
        if child.dep_ == "ccomp" and is_finite(child):
            return child
    if token.pos_ == "NOUN":
        for child in token.children:
            if child.dep_ == "acl" and is_finite(child) and children(child, "mark"):
                return child
    return None


def is_finite(verb: Token) -> bool:
    """Tell whether a clause is finite: by its own form, its auxiliary, or a subject of its own without *to* ("that it leave")."""
    if "Fin" in verb.morph.get("VerbForm", []) or any(
        "Fin" in c.morph.get("VerbForm", []) for c in children(verb, "aux", "cop")
    ):
        return True
    marks = {c.lower_ for c in children(verb, "mark")}
    return (
        bool(children(verb, "nsubj", "csubj"))
        and "to" not in marks
        and ("that" in marks or "Inf" not in verb.morph.get("VerbForm", []))
    )


def modifiers(noun: Token) -> list[Token]:
    """Return what says whose act a noun names: possessors, and names of countries and bodies before it."""
    found = [antecedent(c) for c in noun.children if c.dep_ == "nmod:poss"]
    names = [
        c
        for c in noun.children
        if c.i < noun.i and c.dep_ in _BEFORE and c.ent_type_ in {"NORP", "GPE", "ORG", "PERSON"}
    ]
    return found + sorted(names, key=lambda t: t.i)


def fillers(token: Token, place: str) -> list[Token]:
    """Return everybody who stands at a place in the grammar of a verb or noun, conjuncts included, in order.

    `place` is a word of the codebook: subject, object, indirect, possessor, modifier (words before a noun), content, clause, or a
    preposition.
    """
    found: Token | None = None
    if place == "subject":
        found = subject(token) if token.pos_ in {"VERB", "AUX"} else _nominal_subject(token)
    elif place == "object":
        found = direct_object(token) if token.pos_ in {"VERB", "AUX"} else None
    elif place == "indirect":
        found = next((c for c in token.children if c.dep_ == "iobj"), None)
        if found is None and token.pos_ == "VERB" and is_passive(token) and children(token, "obj", "ccomp", "xcomp"):
            found = surface_subject(token)
    elif place == "possessor":
        return [m for f in modifiers(token) for m in members(f)]
    elif place == "modifier":
        return [c for c in token.children if c.i < token.i and c.dep_ in _BEFORE]
    elif place in {"content", "clause"}:
        found = infinitive(token) if place == "content" else finite_clause(token)
        return [found] if found is not None else []
    else:
        found = prepositional(token, (place,))
        if found is None and place == "by":
            found = agent(token)
    return members(found) if found is not None else []


def _nominal_subject(noun: Token) -> Token | None:
    """Return the doer of an act that a noun names, from the verb around it: *troops carried out an attack*."""
    if noun.dep_ == "obj" and noun.head.pos_ == "VERB":
        return subject(noun.head)
    if noun.dep_ == "nsubj:pass" and noun.head.pos_ == "VERB":
        return agent(noun.head)
    cop = any(c.dep_ == "cop" for c in noun.children)
    return surface_subject(noun) if cop else None
