"""The cast of a report: its entities as they grow mention by mention, and what each mention means so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.codebook import Codebook
from dragoman.extract.mentions import Mention
from dragoman.model import Entity, Span
from dragoman.resolve.names import Draft, clean, draft, lookup, slug
from dragoman.resolve.roles import office_on, role

# Prepositions that make a capital a place: an envoy is sent *to* it, a train leaves *from* it.
LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "from", "into", "across", "through", "via", "to", "over", "off", "above",
     "beyond", "within", "toward", "towards"}
)  # fmt: skip
# After a noun the same words name a party: "an assurance from Moscow", "a message to Seoul".
PARTY = frozenset({"from", "to"})
_NO_PART = frozenset({"ROOT", "nmod:unmarked", "obl:unmarked"})


class Cast:
    """The entities of one report."""

    def __init__(self, mentions: Sequence[Mention], codebook: Codebook, text: str, published: date | None) -> None:
        self.mentions = mentions
        self.codebook = codebook
        self.text = text
        self.published = published
        self.drafts: dict[str, Draft] = {}
        self.of: dict[int, str] = {}
        """Number of a mention to the id of its entity."""
        self.members: dict[str, tuple[str, ...]] = {}
        """Id of a joint party to the ids of those who make it up."""
        self.joint_words: dict[str, list[Span]] = {}
        """Words of joint parties that are no single mention."""
        self.by_span = {(m.span.start, m.span.end): n for n, m in enumerate(mentions)}
        self.by_head = {m.head.start: n for n, m in enumerate(mentions)}

    def link(self, number: int, id_: str, name: str = "", label: str = "") -> Draft:
        """Say that a mention means an entity, and return the entity."""
        mention = self.mentions[number]
        entity = self.drafts.get(id_)
        if entity is None:
            entity = self.drafts[id_] = draft(self.codebook, id_, name or id_, label)
            office = office_on(self.codebook, id_, self.published) if entity.kind == "person" else None
            if office is not None:
                entity.office = office.office
                entity.country = entity.country or (office.country if len(office.country) == 3 else None)
        if name:
            entity.surfaces.add(clean(name).lower())
            if entity.reason == "named in the report" and len(clean(name)) > len(entity.name) and label == "PERSON":
                entity.name = clean(name)
        self.of[number] = id_
        entity.where.append((mention.sentence, mention.position))
        if mention.gender in {"Masc", "Fem"} and not entity.gender:
            entity.gender = mention.gender
        return entity

    def join(self, ids: Sequence[str], *, number: int | None = None, words: Span | None = None) -> str:
        """Return the id of several that act or speak together, one entity beside theirs; a mention or words may mean it."""
        id_ = slug("-".join(ids))
        if id_ not in self.drafts:
            name = " + ".join(self.drafts[one].name for one in ids)
            self.drafts[id_] = Draft(id_, name, "group", plural=True, reason="named together")
            self.members[id_] = tuple(ids)
        if number is not None:
            self.of[number] = id_
        elif words is not None:
            self.joint_words.setdefault(id_, []).append(words)
        return id_

    def acts(self, mention: Mention) -> bool:
        """Tell whether a capital or seat acts here rather than locates."""
        if mention.preposition in LOCATIVE and not (mention.relation == "nmod" and mention.preposition in PARTY):
            return False
        return mention.relation not in _NO_PART

    def country_around(self, mention: Mention) -> str | None:
        """Return the country that a phrase names: "Russian", "Japan's", "of South Korea"."""
        for span in (*mention.places, *(s for s in (mention.possessor, mention.owner) if s is not None)):
            number = self.by_head.get(span.start, self.by_span.get((span.start, span.end)))
            entity = self.drafts.get(self.of[number]) if number is not None and number in self.of else None
            if entity is None:
                row = lookup(self.codebook, clean(span.words), self.text)
                if row is not None and self.codebook.countries.get(row.entity) is not None:
                    return row.entity
            elif entity.kind == "country":
                return entity.id
            elif entity.country:
                return entity.country
        return None

    def entity_at(self, span: Span) -> str | None:
        """Return the entity of a phrase that an extractor made; None where the text does not decide it."""
        number = self.by_span.get((span.start, span.end))
        if number is not None and number in self.of:
            return self.of[number]
        for n, mention in enumerate(self.mentions):
            named = n in self.of and mention.name is not None and mention.span.end == span.end
            if named and 0 <= mention.span.start - span.start <= len("the "):
                return self.of[n]
        return None

    def group(self, span: Span) -> Draft | None:
        """Return an entity for a group or an unnamed somebody that takes part: "North Korean soldiers"; None for other words."""
        number = self.by_span.get((span.start, span.end))
        if number is None or self.mentions[number].kind not in {"nominal", "name"}:
            return None
        mention = self.mentions[number]
        found = role(self.codebook, mention.noun)
        if found is None or not (found.group or found.body or found.person):
            return None
        known = found.group or found.person or found.body
        country = self.country_around(mention)
        words = self._of_owner(mention)
        entity = self.link(number, slug(words), words, mention.label)
        if found.person is not None and mention.number != "Plur":
            entity.kind = "person"
        else:
            entity.kind = found.body.kind if found.body is not None else "group"
        entity.country = entity.country or country
        entity.sector = entity.sector or (known.sector if known else None) or None
        return entity

    def _of_owner(self, mention: Mention) -> str:
        """Return the words of a group with the name of its owner for "his", "its", "their": no two armies are one as "its soldiers"."""
        words, possessor = mention.span.words, mention.possessor
        number = self.by_span.get((possessor.start, possessor.end)) if possessor is not None else None
        if possessor is None or number is None or self.mentions[number].kind != "possessive" or number not in self.of:
            return words
        at = possessor.start - mention.span.start
        name = self.drafts[self.of[number]].name
        ending = "'" if name.endswith("s") else "'s"
        return f"{words[:at]}{name}{ending}{words[at + len(possessor.words) :]}"

    def entities(self) -> tuple[Entity, ...]:
        """Return the entities in the order of their first mention."""
        spans: dict[str, list[Span]] = {}
        for number, id_ in sorted(self.of.items()):
            spans.setdefault(id_, []).append(_mention_words(self.mentions[number]))
        for id_, words in self.joint_words.items():
            spans.setdefault(id_, []).extend(words)
        order = sorted(spans, key=lambda id_: (min(s.start for s in spans[id_]), id_))
        return tuple(_entity(self.drafts[id_], spans[id_]) for id_ in order)


def nearest(entities: Sequence[Draft], mention: Mention) -> Draft:
    """Return the entity mentioned last before a mention, the first one after it where none is before."""

    def distance(entity: Draft) -> tuple[int, int]:
        before = [p for _, p in entity.where if p < mention.position]
        if before:
            return 0, mention.position - max(before)
        return 1, min((p for _, p in entity.where), default=0)

    return min(entities, key=distance)


def _mention_words(mention: Mention) -> Span:
    """Return the words of a mention: the phrase up to its head, or to the end of the name that its head is part of."""
    end = mention.head.end
    if mention.name is not None and mention.name.start <= mention.head.start:
        end = max(end, mention.name.end)
    words = mention.span.words[: end - mention.span.start]
    return Span(start=mention.span.start, end=mention.span.start + len(words), words=words) if words else mention.span


def _entity(d: Draft, spans: Iterable[Span]) -> Entity:
    unique = {(s.start, s.end): s for s in spans}
    return Entity(
        id=d.id, name=d.name, kind=d.kind, qid=d.qid, country=d.country, sector=d.sector, office=d.office,
        mentions=tuple(unique[key] for key in sorted(unique)),
    )  # fmt: skip
