"""Identity inside a report: which mentions mean the same entity, and which entity of the codebook that is.

In passes from the surest to the least sure: names, acronyms and short names; role words with their country; bodies named before;
pronouns. What no pass decides stays words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.codebook import Codebook
from dragoman.extract.mentions import Mention
from dragoman.model import Entity, Span
from dragoman.resolve.names import METONYMS, Draft, clean, draft, lookup, slug
from dragoman.resolve.pronouns import antecedents
from dragoman.resolve.roles import Role, holders, office_on, role, title_role

_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "around", "from", "into", "across", "through", "via", "to", "over", "off", "above", "beyond", "within", "toward", "towards"})
_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})


class Identity:
    """The entities of one report, grown mention by mention."""

    def __init__(self, mentions: Sequence[Mention], codebook: Codebook, text: str, published: date | None, outlet: str | None = None) -> None:
        self.mentions = mentions
        self.codebook = codebook
        self.text = text
        self.published = published
        self.drafts: dict[str, Draft] = {}
        self.of: dict[int, str] = {}
        """Number of a mention to the id of its entity."""
        self.by_span = {(m.span.start, m.span.end): n for n, m in enumerate(mentions)}
        self.by_head = {m.head.start: n for n, m in enumerate(mentions)}
        self.outlet = outlet
        self.extra: dict[str, list[Span]] = {}
        """Words of joint parties, which are no single mention."""

    def resolve(self) -> None:
        """Run the passes."""
        self._full_names()
        self._short_names()
        self._roles()
        self._appositions()
        for number, target in antecedents(self.mentions, self.of, self.drafts).items():
            self._link(number, target)
        self._owned()

    # Names

    def _full_names(self) -> None:
        for number, mention in enumerate(self.mentions):
            if mention.name is None or mention.label not in _NAME_LABELS:
                continue
            name = clean(mention.name.words)
            if mention.label == "PERSON":
                if " " in name:
                    self._person(number, mention, name)
                continue
            self._named_body(number, mention, name)

    def _person(self, number: int, mention: Mention, name: str) -> None:
        row = lookup(self.codebook, name, self.text)
        if row is not None:
            id_ = row.entity
        else:
            id_ = next((d.id for d in self.drafts.values() if d.kind == "person" and _same_person(name, d)), slug(name))
        entity = self._link(number, id_, name, "PERSON")
        self._titled(entity, mention)

    def _titled(self, entity: Draft, mention: Mention) -> None:
        """Keep what the words around a name say of its bearer: office, country, sector, gender."""
        first = mention.title.split(" ")[0].strip(".") if mention.title else ""
        if first in {"mr", "sir", "lord", "king", "prince"}:
            entity.gender = "Masc"
        elif first in {"mrs", "ms", "miss", "lady", "queen", "princess"}:
            entity.gender = "Fem"
        noun = mention.noun if mention.kind != "name" or mention.name is None or mention.head.start < mention.name.start else ""
        for words in filter(None, (mention.title, noun)):
            found = title_role(self.codebook, words)
            if found is None or found.person is None:
                continue
            entity.titles.add(found.words)
            entity.sector = entity.sector or found.person.sector
            if entity.office is None and not found.person.former:
                entity.office = words
            if entity.country is None:
                entity.country = self._country_around(mention) or found.person.default

    def _named_body(self, number: int, mention: Mention, name: str) -> None:
        row = lookup(self.codebook, name, self.text)
        if row is not None and row.kind in METONYMS and not self._acts(mention):
            return
        if row is not None:
            head_is_name = mention.name is not None and mention.name.end >= mention.head.end
            if head_is_name or mention.kind == "adjective":
                self._link(number, row.entity, name, mention.label)
            return
        if mention.label in {"NORP", "LOC", "FAC", "GPE"}:
            return
        found = role(self.codebook, mention.noun)
        country = self._country_around(mention) or self._country_in(name)
        if found is not None and found.body is not None and country and found.body.id and len(mention.noun.split()) >= 1 and self._only_role(name, found):
            self._body(number, found, country)
            return
        same = next((d.id for d in self.drafts.values() if d.kind == "organization" and name.lower() in d.surfaces), None)
        entity = self._link(number, same or slug(name), name, mention.label)
        if entity.country is None:
            entity.country = country
        if found is not None and entity.sector is None:
            kind = found.body or found.group or found.back
            entity.sector = kind.sector if kind else None

    def _only_role(self, name: str, found: Role) -> bool:
        """Tell whether a name is nothing but a country and a role: "South Korea's Joint Chiefs of Staff"."""
        rest = name.lower().replace(found.words, "").replace("'s", "").replace("’s", "").strip()
        return not rest or self._country_in(rest) is not None

    def _country_in(self, name: str) -> str | None:
        words = name.split(" ")
        for size in (3, 2, 1):
            for begin in range(len(words) - size + 1):
                row = lookup(self.codebook, " ".join(words[begin : begin + size]).strip("'’"), self.text)
                if row is not None and self.codebook.countries.get(row.entity) is not None and row.kind not in METONYMS:
                    return row.entity
        return None

    def _short_names(self) -> None:
        """Link surnames, given names of the family-name-first kind, and acronyms to what bears the full name."""
        acronyms = {m.parenthesis: self.of[n] for n, m in enumerate(self.mentions) if m.parenthesis and n in self.of}
        for number, mention in enumerate(self.mentions):
            if number in self.of or mention.name is None:
                continue
            name = clean(mention.name.words)
            if name in acronyms:
                self._link(number, acronyms[name], name, mention.label)
            elif mention.label == "PERSON":
                bearers = [d for d in self.drafts.values() if d.kind == "person" and name.lower() in d.name.lower().split()]
                bearers = bearers or [d for d in self.drafts.values() if d.kind == "person" and any(name.lower() in s.split() for s in d.surfaces)]
                if bearers:
                    entity = self._link(number, _nearest(bearers, mention).id, name, "PERSON")
                else:
                    row = lookup(self.codebook, name, self.text)
                    entity = self._link(number, row.entity if row else slug(name), name, "PERSON")
                self._titled(entity, mention)
            elif mention.label == "ORG" and name.isupper():
                bearer = next((d for d in self.drafts.values() if d.kind == "organization" and _initials(d.name) == name), None)
                if bearer is not None:
                    self._link(number, bearer.id, name, mention.label)
        for acronym, id_ in acronyms.items():
            self.drafts[id_].surfaces.add(acronym.lower())

    # Role words

    def _roles(self) -> None:
        for number, mention in enumerate(self.mentions):
            if number in self.of or mention.kind not in {"nominal", "name"}:
                continue
            named = mention.name is not None and mention.label == "PERSON"
            if named:
                continue
            found = role(self.codebook, mention.noun)
            seat = self._seat(mention)
            if seat is not None:
                self._link(number, seat)
                continue
            if found is None:
                continue
            country = self._country_around(mention)
            if found.body is not None and self._body(number, found, country or found_country(found)):
                continue
            if found.person is not None and mention.number != "Plur" and self._office_holder(number, mention, found, country):
                continue
            if found.back is not None and mention.definite:
                self._back(number, mention, found)

    def _seat(self, mention: Mention) -> str | None:
        """Return the country of "the North", "the Kremlin" and other names that no name label marks."""
        if mention.number == "Plur" or mention.places:
            return None
        name = clean(mention.span.words)
        if not name[:1].isupper() or len(name.split()) > 3:
            return None
        row = lookup(self.codebook, name, self.text)
        if row is None or (row.kind in METONYMS and not self._acts(mention)):
            return None
        return row.entity

    def _body(self, number: int, found: Role, country: str | None) -> bool:
        body = found.body
        if body is None or country is None:
            return False
        if body.is_country:
            self._link(number, country)
            return True
        if not body.id:
            return False
        name = self.drafts[country].name if country in self.drafts else draft(self.codebook, country, country).name
        id_ = body.id.replace("{country}", country.lower())
        known = self.codebook.entities.get(id_)
        entity = self._link(number, id_, (body.name or found.words).replace("{country}", name), "ORG")
        if known is None:
            entity.country, entity.sector, entity.kind = country, body.sector or None, body.kind
        entity.surfaces.add(found.words)
        return True

    def _office_holder(self, number: int, mention: Mention, found: Role, country: str | None) -> bool:
        person = found.person
        if person is None:
            return False
        self_named = [d for d in self.drafts.values() if d.kind == "person" and found.words in d.titles]
        if mention.noun.endswith("counterpart"):
            return False
        if country is not None:
            local = [d for d in self_named if d.country == country]
            if local:
                self._link(number, _nearest(local, mention).id)
                return True
            if mention.definite or mention.places:
                rows = holders(self.codebook, person, country, self.published) if not person.former else []
                if rows:
                    entity = self._link(number, rows[0].holder, rows[0].holder, "PERSON")
                    entity.titles.add(found.words)
                    return True
            return False
        if mention.definite and not mention.owner and mention.possessor is None:
            before = [d for d in self_named if any(w[1] < mention.position for w in d.where)]
            if before:
                self._link(number, _nearest(before, mention).id)
                return True
            kinds = {r.person.roles for r in (title_role(self.codebook, t) for d in self.drafts.values() for t in d.titles) if r and r.person}
            generic = [d for d in self.drafts.values() if d.kind == "person" and d.titles and _shares_role(self.codebook, d, found) and kinds]
            generic = [d for d in generic if any(w[1] < mention.position for w in d.where)]
            if len(generic) == 1:
                self._link(number, generic[0].id)
                return True
        return False

    def _back(self, number: int, mention: Mention, found: Role) -> None:
        """Link "the ministry", "the agency", "the group" to the latest body named before whose name or noun fits."""
        back = found.back
        if back is None or mention.places or mention.owner is not None:
            return
        fitting: list[Draft] = []
        for entity in self.drafts.values():
            earlier = any(w[1] < mention.position for w in entity.where)
            if not earlier:
                continue
            own = any(word.endswith(found.words) for word in (entity.name.lower(), *entity.surfaces))
            if own and entity.kind != "person":
                fitting.append(entity)
            elif back.kind == "country" and entity.kind == "country" and mention.possessor is None and found.words in {"country", "nation", "state"}:
                fitting.append(entity)
        if fitting:
            self._link(number, _nearest(fitting, mention).id)

    def _appositions(self) -> None:
        """Give a phrase and its apposition one entity."""
        for number, mention in enumerate(self.mentions):
            for span in mention.appositions:
                other = self.by_span.get((span.start, span.end))
                if other is None:
                    continue
                if number in self.of and other not in self.of and self.mentions[other].kind == "nominal":
                    entity = self.drafts[self.of[number]]
                    found = role(self.codebook, self.mentions[other].noun)
                    if found is not None:
                        if entity.kind == "person" and found.person is not None:
                            entity.titles.add(found.words)
                            entity.country = entity.country or self._country_around(self.mentions[other])
                            entity.sector = entity.sector or found.person.sector
                        self._link(other, entity.id)
                elif other in self.of and number not in self.of and mention.kind == "nominal" and self.drafts[self.of[other]].kind == "person":
                    self._link(number, self.of[other])

    def _owned(self) -> None:
        """Resolve "his country", "its army", "the president's government" once the owner is known."""
        for number, mention in enumerate(self.mentions):
            if number in self.of or mention.possessor is None:
                continue
            owner = self.by_span.get((mention.possessor.start, mention.possessor.end))
            if owner is None or owner not in self.of:
                continue
            entity = self.drafts[self.of[owner]]
            country = entity.id if entity.kind == "country" else entity.country
            found = role(self.codebook, mention.noun)
            if country is None or found is None:
                continue
            if found.body is not None and mention.kind == "nominal":
                self._body(number, found, country)
            elif found.back is not None and found.back.kind == "country":
                self._link(number, country)
            elif found.person is not None and mention.number != "Plur" and entity.kind == "country":
                self._office_holder(number, mention, found, country)

    # Shared

    def _acts(self, mention: Mention) -> bool:
        """Tell whether a capital or seat acts here rather than locates."""
        return mention.preposition not in _LOCATIVE and mention.relation not in {"root", "ROOT", "nmod:unmarked", "obl:unmarked"}

    def _country_around(self, mention: Mention) -> str | None:
        """Return the country that a phrase names: "Russian", "Japan's", "of South Korea"."""
        spans = [*mention.places, *(s for s in (mention.possessor, mention.owner) if s is not None)]
        for span in spans:
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

    def _link(self, number: int, id_: str, name: str = "", label: str = "") -> Draft:
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
        if mention.subject:
            entity.subjects.add(mention.position)
        if mention.gender in {"Masc", "Fem"} and not entity.gender:
            entity.gender = mention.gender
        return entity

    def entity_at(self, span: Span) -> str | None:
        """Return the entity of a phrase that an extractor made."""
        number = self.by_span.get((span.start, span.end))
        if number is not None and number in self.of:
            return self.of[number]
        inside = [n for n, m in enumerate(self.mentions) if n in self.of and m.span.start >= span.start and m.span.end <= span.end]
        exact = [n for n in inside if self.mentions[n].name is not None and self.mentions[n].span.end == span.end and self.mentions[n].span.start - span.start <= 4]
        return self.of[exact[0]] if exact else None

    def group(self, span: Span) -> Draft | None:
        """Return an entity for a group or an unnamed somebody that takes part: "North Korean soldiers"; None for a pronoun."""
        number = self.by_span.get((span.start, span.end))
        if number is None or self.mentions[number].kind not in {"nominal", "name"}:
            return None
        mention = self.mentions[number]
        found = role(self.codebook, mention.noun)
        if found is None or not (found.group or found.body or found.person):
            return None
        kind = found.group or found.person or found.body
        country = self._country_around(mention)
        entity = self._link(number, slug(span.words), span.words, mention.label)
        entity.kind = "person" if found.person and mention.number != "Plur" else ("group" if not found.body else found.body.kind)
        entity.country = entity.country or country
        entity.sector = entity.sector or (kind.sector if kind else None) or None
        return entity

    def entities(self) -> tuple[Entity, ...]:
        """Return the entities in the order of their first mention."""
        spans: dict[str, list[Span]] = {}
        for number, id_ in sorted(self.of.items()):
            spans.setdefault(id_, []).append(_mention_words(self.mentions[number]))
        for id_, words in self.extra.items():
            spans.setdefault(id_, []).extend(words)
        order = sorted(spans, key=lambda id_: spans[id_][0].start)
        return tuple(_entity(self.drafts[id_], spans[id_]) for id_ in order)


def found_country(found: Role) -> str | None:
    """Return the country that role words mean without naming it: "the Pentagon chief"."""
    return found.person.default if found.person else None


def _mention_words(mention: Mention) -> Span:
    """Return the words of a mention: the phrase up to its head, without an apposition."""
    end = max(mention.head.end, mention.name.end if mention.name is not None and mention.name.start <= mention.head.start else 0)
    words = mention.span.words[: end - mention.span.start]
    return Span(start=mention.span.start, end=mention.span.start + len(words), words=words) if words else mention.span


def _entity(d: Draft, spans: Iterable[Span]) -> Entity:
    unique = {(s.start, s.end): s for s in spans}
    ordered = tuple(unique[key] for key in sorted(unique))
    return Entity(id=d.id, name=d.name, kind=d.kind, qid=d.qid, country=d.country, sector=d.sector, office=d.office, mentions=ordered)


def _same_person(name: str, entity: Draft) -> bool:
    """Tell whether a full name may be that of an entity: the same, or one with a middle name more."""
    one, other = name.lower().split(), entity.name.lower().split()
    return one == other or (one[0] == other[0] and one[-1] == other[-1])


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def _nearest(entities: Sequence[Draft], mention: Mention) -> Draft:
    """Return the entity mentioned last before a mention, the first one after it where none is before."""

    def distance(entity: Draft) -> tuple[int, int]:
        before = [p for _, p in entity.where if p < mention.position]
        return (0, mention.position - max(before)) if before else (1, min(p for _, p in entity.where) if entity.where else 0)

    return min(entities, key=distance)


def _shares_role(codebook: Codebook, entity: Draft, found: Role) -> bool:
    if found.person is None:
        return False
    for title in entity.titles:
        other = title_role(codebook, title)
        if other is not None and other.person is not None and set(other.person.roles) & set(found.person.roles) - {"other"}:
            return True
    return False
