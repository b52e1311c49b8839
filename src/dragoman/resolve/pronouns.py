"""Pronouns: who "he", "its" or "they" is, by agreement, recency and the preference for subjects.

After Lappin and Leass (1994) and the centering tradition, with weights set by hand: each earlier candidate of the right kind
in this sentence or the three before it gets a score; the best one wins unless a thing that is no entity beats it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.extract.mentions import Mention
from dragoman.resolve.names import Draft

_WINDOW = 3
_PERSONAL = {"he": "Masc", "him": "Masc", "his": "Masc", "himself": "Masc", "she": "Fem", "her": "Fem", "hers": "Fem", "herself": "Fem"}
_NEUTER = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})


def antecedents(mentions: Sequence[Mention], known: Mapping[int, str], drafts: Mapping[str, Draft]) -> dict[int, str]:
    """Return the entity of each pronoun that the text decides, by number of the mention."""
    links: dict[int, str] = {}
    genders = {id_: d.gender for id_, d in drafts.items()}
    for number, mention in enumerate(mentions):
        word = mention.head.words.lower()
        if mention.kind not in {"pronoun", "possessive"} or mention.person in {"1", "2"}:
            continue
        if word in _PERSONAL:
            gender = _PERSONAL[word]
            target = _best(number, mentions, {**known, **links}, lambda d: d.kind == "person" and genders.get(d.id, "") in {"", gender}, drafts, things=False)
            if target is not None and not genders.get(target):
                genders[target] = gender
        elif word in _NEUTER:
            target = _best(number, mentions, {**known, **links}, lambda d: d.kind in {"country", "organization", "outlet"}, drafts, things=True)
        elif word in _PLURAL:
            target = _best(number, mentions, {**known, **links}, lambda d: d.kind in {"group", "organization", "country"}, drafts, things=True, plural=True)
        else:
            continue
        if target is not None:
            links[number] = target
    return links


def _best(number, mentions, known, fits, drafts, *, things, plural=False):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0913
    pronoun = mentions[number]
    best: tuple[float, str | None] | None = None
    for other in range(len(mentions)):
        candidate = mentions[other]
        if candidate.position >= pronoun.position or pronoun.sentence - candidate.sentence > _WINDOW or candidate.kind == "adjective":
            continue
        if candidate.span.start <= pronoun.span.start < candidate.span.end and pronoun.kind != "possessive":
            continue
        if candidate.span.start <= pronoun.span.start < candidate.span.end and candidate.head.start > pronoun.head.start:
            continue
        id_ = known.get(other)
        entity = drafts.get(id_) if id_ is not None else None
        if entity is not None and not fits(entity):
            continue
        if entity is None and (not things or candidate.kind != "nominal" or not _agrees(candidate, plural)):
            continue
        if plural and entity is not None and entity.kind in {"organization", "country"} and candidate.number != "Plur":
            weight = -2.0
        else:
            weight = 0.0
        if _coarguments(pronoun, candidate):
            continue
        weight += _salience(pronoun, candidate)
        if best is None or weight > best[0]:
            best = (weight, id_ if entity is not None else None)
    return best[1] if best is not None else None


def _agrees(candidate: Mention, plural: bool) -> bool:
    if candidate.relation in {"obl:unmarked", "nmod:unmarked", "compound"} or candidate.label in {"DATE", "TIME"}:
        return False
    return (candidate.number == "Plur") == plural


def _coarguments(pronoun: Mention, candidate: Mention) -> bool:
    """Tell whether both are arguments of one verb, where a plain pronoun cannot mean the other."""
    if pronoun.kind == "possessive" or pronoun.head.words.lower().endswith(("self", "selves")):
        return False
    return pronoun.clause == candidate.clause and not pronoun.subject and candidate.subject


def _salience(pronoun: Mention, candidate: Mention) -> float:
    distance = pronoun.sentence - candidate.sentence
    weight = {0: 3.0, 1: 2.0, 2: 0.5, 3: 0.0}[distance]
    if candidate.subject:
        weight += 1.6
    elif candidate.relation in {"obj", "iobj"}:
        weight += 0.5
    elif candidate.relation in {"nmod", "compound", "nmod:poss", "appos"}:
        weight -= 0.6
    if pronoun.subject and candidate.subject:
        weight += 0.4
    if candidate.name is not None or candidate.kind == "pronoun":
        weight += 0.5
    if pronoun.quoted != candidate.quoted and not candidate.subject:
        weight -= 0.5
    return weight - (pronoun.position - candidate.position) / 200
