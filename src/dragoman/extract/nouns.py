"""What a word denotes: person, body, country, group, and its sector, from its name type and the codebook's role words."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Token

from dragoman.codebook import Codebook

_BY_LABEL = {
    "PERSON": {"person"},
    "GPE": {"country"},
    "ORG": {"organization"},
    "LOC": {"place"},
    "FAC": {"place"},
    "NORP": {"group", "country"},
}
_ANY = frozenset({"*"})


@lru_cache(maxsize=8)
def role_words(codebook: Codebook) -> dict[str, frozenset[str]]:
    """Return what each role word of the codebook denotes: kinds and sectors by word."""
    table: dict[str, set[str]] = {}
    roles = codebook.roles
    for person in roles.persons:
        for word in person.words:
            table.setdefault(word, set()).update({"person", person.sector or "", *person.other_sectors})
    for body in roles.bodies:
        for word in body.words:
            table.setdefault(word, set()).update({body.kind, body.sector or "", *body.other_sectors})
    for group in (*roles.groups, *roles.back_references):
        for word in group.words:
            table.setdefault(word, set()).update({group.kind, group.sector or "", *group.other_sectors})
    return {word: frozenset(kinds - {""}) for word, kinds in table.items()}


def compound(token: Token) -> str:
    """Return a noun with what is compounded to it, as lemmas: "foreign ministry"."""
    words = sorted((c for c in token.children if c.dep_ in {"compound", "amod"} and c.i < token.i), key=lambda t: t.i)
    return " ".join([*(w.lower_ if w.dep_ == "amod" else w.lemma_.lower() for w in words), token.lemma_.lower()])


def denotes(token: Token, codebook: Codebook) -> frozenset[str]:
    """Return the kinds and sectors of what a head noun denotes; `*` where the words do not say (pronouns, unknown names)."""
    table = role_words(codebook)
    words = compound(token).split(" ")
    for begin in range(len(words)):
        found = table.get(" ".join(words[begin:]))
        if found:
            return found | frozenset(_BY_LABEL.get(token.ent_type_, ()))
    if token.ent_type_ in _BY_LABEL:
        return frozenset(_BY_LABEL[token.ent_type_])
    if token.pos_ == "PRON":
        return frozenset({"person"}) if token.lower_ in {"he", "she", "him", "her", "who", "whom"} else _ANY
    if token.pos_ == "PROPN":
        return _ANY
    return frozenset()


def is_somebody(token: Token, codebook: Codebook) -> bool:
    """Tell whether a noun denotes somebody who can act or speak: a person, a body, a country, a group."""
    return bool(denotes(token, codebook) & {"person", "organization", "country", "group", "outlet", "*"})
