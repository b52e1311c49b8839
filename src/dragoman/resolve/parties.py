"""The words of participants and sources to entities of the cast."""

from __future__ import annotations

import re

from dragoman.model import Claim, Participant, Source, Span
from dragoman.resolve.cast import Cast

_JOINT = re.compile(r"\s+(?:and|&)\s+|\s*,\s+(?:and\s+)?")


def entity_of(words: Span, cast: Cast) -> str | None:
    """Return the entity that some words mean: one of the cast, several that are named together, a group; None where they stay words."""
    found = cast.entity_at(words) or _joint(words, cast)
    if found is not None:
        return found
    group = cast.group(words)
    return group.id if group is not None else None


def participants(parties: tuple[Participant, ...], cast: Cast) -> tuple[Participant, ...]:
    """Fill the entities of participants; a joint party becomes its members, each with the same words."""
    out: dict[str | tuple[int, int], Participant] = {}
    for party in parties:
        id_ = entity_of(party.words, cast)
        for one in cast.members.get(id_ or "", (id_,)):
            out.setdefault(one or (party.words.start, party.words.end), party.replace(entity=one))
    return tuple(out.values())


def sourced(claim: Claim, cast: Cast) -> Claim:
    """Fill the entities of the sources of a claim."""
    links = []
    for link in claim.attribution:
        words = link.source.words
        entity = entity_of(words, cast) if words is not None else None
        links.append(link.replace(source=Source(entity=entity, descriptor=link.source.descriptor, words=words)))
    return claim.replace(attribution=tuple(links))


def _joint(words: Span, cast: Cast) -> str | None:
    """Return an entity for several that speak or act together: "the two ministries", "Austin and Kim"."""
    inside = [
        cast.of[n] for n, m in enumerate(cast.mentions)
        if n in cast.of and words.start <= m.span.start and m.span.end <= words.end and m.kind in {"name", "nominal"}
    ]  # fmt: skip
    members = list(dict.fromkeys(inside))
    if len(members) < 2 or len(_JOINT.split(words.words)) < 2:
        return None
    return cast.join(members, words=words)
