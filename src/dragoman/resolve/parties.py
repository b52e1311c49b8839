"""The words of participants and sources to entities of the cast."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.model import Attribution, Claim, Participant, Source, Span
from dragoman.resolve.cast import Cast

_OFFICIAL = frozenset({"GOV", "MIL", "SPY", "COP"})
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
    """Fill the entities of the sources of a claim; who says of himself what he thinks is one link, the inner one."""
    links: list[Attribution] = []
    for link in claim.attribution:
        words = link.source.words
        entity = entity_of(words, cast) if words is not None else None
        if entity is not None and links and links[-1].source.entity == entity:
            links.pop()
        links.append(link.replace(source=Source(entity=entity, descriptor=link.source.descriptor, words=words)))
    return claim.replace(attribution=tuple(links))


def speakers(claims: Sequence[Claim], cast: Cast) -> None:
    """Link "I" and "we" inside what somebody says to the speaker, "we" of an official to the state that the official speaks for."""
    for number, mention in enumerate(cast.mentions):
        if mention.person != "1" or number in cast.of:
            continue
        holding = [
            c for c in claims if any(p.start <= mention.head.start and mention.head.end <= p.end for p in c.content)
        ]
        inner = min(holding, key=lambda c: sum(len(p.words) for p in c.content), default=None)
        speaker = inner.attribution[-1].source.entity if inner is not None and inner.attribution else None
        entity = cast.drafts.get(speaker or "")
        if entity is None:
            continue
        official = (
            entity.kind == "person"
            and entity.country is not None
            and (entity.office is not None or entity.sector in _OFFICIAL)
        )
        if mention.number == "Plur" and official and entity.country is not None:
            cast.link(number, entity.country)
        else:
            cast.link(number, entity.id)


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
