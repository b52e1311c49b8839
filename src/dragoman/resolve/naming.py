"""Names of a report to its cast: full names first, then surnames, short names and acronyms of those."""

from __future__ import annotations

from dragoman.extract.mentions import Mention
from dragoman.resolve.cast import LOCATIVE, PARTY, Cast, nearest
from dragoman.resolve.names import METONYMS, Draft, clean, lookup, slug
from dragoman.resolve.roles import Role, role, title_role

_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
_PLACES = frozenset({"NORP", "LOC", "FAC", "GPE"})


def full_names(cast: Cast) -> None:
    """Link names of two words and more, and names that the codebook knows."""
    for number, mention in enumerate(cast.mentions):
        if mention.name is None or mention.label not in _NAME_LABELS:
            continue
        name = clean(mention.name.words)
        if mention.label == "PERSON":
            name = bare(cast, name)
        if mention.label != "PERSON":
            _body_or_place(cast, number, mention, name)
        elif " " in name:
            row = lookup(cast.codebook, name, cast.text)
            if (
                row is not None
                and cast.codebook.countries.get(row.entity) is not None
                and row.kind in METONYMS
                and not cast.acts(mention)
            ):
                continue
            same = next((d.id for d in cast.drafts.values() if d.kind == "person" and _same_person(name, d)), None)
            entity = cast.link(number, row.entity if row is not None else same or slug(name), name, "PERSON")
            _titled(cast, entity, mention)


def short_names(cast: Cast) -> None:
    """Link surnames, given names of the family-name-first kind, and acronyms to what bears the full name."""
    acronyms = {m.parenthesis: cast.of[n] for n, m in enumerate(cast.mentions) if m.parenthesis and n in cast.of}
    for number, mention in enumerate(cast.mentions):
        if mention.name is None:
            continue
        name = clean(mention.name.words)
        if mention.label == "PERSON":
            name = bare(cast, name)
            if not name:
                continue
        if name in acronyms and (number not in cast.of or cast.drafts[cast.of[number]].reason == "named in the report"):
            cast.link(number, acronyms[name], name, mention.label)
        elif number in cast.of:
            continue
        elif mention.label == "PERSON" or (mention.label in _PLACES and _is_surname(cast, mention, name)):
            _surname(cast, number, mention, name)
        elif mention.label == "ORG" and name.isupper():
            bearer = next(
                (d for d in cast.drafts.values() if d.kind == "organization" and _initials(d.name) == name), None
            )
            if bearer is not None:
                cast.link(number, bearer.id, name, mention.label)
    for acronym, id_ in acronyms.items():
        cast.drafts[id_].surfaces.add(acronym.lower())


def bare(cast: Cast, name: str) -> str:
    """Return a person's name without role words before it; nothing where it is a role word itself: "Councilor Wang", "PM"."""
    words = name.split(" ")
    while (
        words
        and (found := role(cast.codebook, words[0].lower().strip("."))) is not None
        and found.person is not None
        and found.words == words[0].lower().strip(".")
    ):
        words.pop(0)
    return " ".join(words)


def _surname(cast: Cast, number: int, mention: Mention, name: str) -> None:
    people = [d for d in cast.drafts.values() if d.kind == "person"]
    lower = name.lower()
    bearers = (
        [d for d in people if d.name.lower().split()[-1:] == [lower]]
        or [d for d in people if lower in d.name.lower().split()]
        or [d for d in people if any(lower in s.split() for s in d.surfaces)]
    )
    if bearers:
        entity = cast.link(number, nearest(bearers, mention).id, name, "PERSON")
    else:
        row = lookup(cast.codebook, name, cast.text)
        entity = cast.link(number, row.entity if row is not None else slug(name), name, "PERSON")
    _titled(cast, entity, mention)


def _is_surname(cast: Cast, mention: Mention, name: str) -> bool:
    """Tell whether what looks like a place or a body is the surname of somebody whom the report names in full: "Torres" after "Ana Torres"."""
    if mention.preposition in LOCATIVE - PARTY or lookup(cast.codebook, name, cast.text) is not None:
        return False
    last = f" {name.lower()}"
    return any(d.kind == "person" and d.name.lower().endswith(last) for d in cast.drafts.values())


def _titled(cast: Cast, entity: Draft, mention: Mention) -> None:
    """Keep what the words around a name say of its bearer: office, country, sector, gender."""
    first = mention.title.split(" ")[0].strip(".") if mention.title else ""
    entity.gender = entity.gender or cast.codebook.roles.address.get(first, "")
    before = mention.name is None or mention.head.start < mention.name.start
    own = mention.name.words.lower() if mention.name is not None else ""
    for words in filter(None, (mention.title, mention.noun if before else "", own.rpartition(" ")[0])):
        found = title_role(cast.codebook, words)
        if found is None or found.person is None:
            continue
        entity.titles.add(found.words)
        entity.sector = entity.sector or found.person.sector
        if entity.office is None and not found.person.former:
            entity.office = words
        if entity.country is None:
            entity.country = cast.country_around(mention) or found.person.default


def _body_or_place(cast: Cast, number: int, mention: Mention, name: str) -> None:
    row = lookup(cast.codebook, f"the {name}", cast.text) or lookup(cast.codebook, name, cast.text)
    if row is not None and row.kind in METONYMS and not cast.acts(mention):
        return
    if row is not None:
        if mention.kind == "adjective" or (mention.name is not None and mention.name.end >= mention.head.end):
            cast.link(number, row.entity, name, mention.label)
        return
    if mention.label in _PLACES:
        return
    if _is_surname(cast, mention, name):
        _surname(cast, number, mention, name)
        return
    found = role(cast.codebook, mention.noun)
    country = cast.country_around(mention) or country_in(cast, name)
    if (
        found is not None
        and found.body is not None
        and country
        and _only_role(cast, name, found)
        and body(cast, number, found, country)
    ):
        return
    same = next((d.id for d in cast.drafts.values() if d.kind == "organization" and name.lower() in d.surfaces), None)
    entity = cast.link(number, same or slug(name), name, mention.label)
    entity.country = entity.country or country
    if found is not None and entity.sector is None:
        known = found.body or found.group or found.back
        entity.sector = (known.sector if known else None) or None


def body(cast: Cast, number: int, found: Role, country: str | None) -> bool:
    """Link a mention to a national body, or to the country itself; False where the role names none."""
    known = found.body
    if known is None or country is None:
        return False
    if known.is_country:
        # "The rival government in Tripoli" is a body of its own; only the bare words stand for the state.
        if cast.mentions[number].noun not in known.words:
            return False
        cast.link(number, country)
        return True
    if not known.id:
        return False
    state = cast.codebook.countries.get(country)
    id_ = known.id.replace("{country}", country.lower())
    entity = cast.link(
        number, id_, (known.name or found.words).replace("{country}", state.name if state else country), "ORG"
    )
    if cast.codebook.entities.get(id_) is None:
        entity.country, entity.sector, entity.kind = country, known.sector or None, known.kind
    entity.surfaces.add(found.words)
    return True


def country_in(cast: Cast, name: str) -> str | None:
    """Return the country that a name holds: "Russian" in "Russian Foreign Ministry"."""
    words = name.split(" ")
    for size in (3, 2, 1):
        for begin in range(len(words) - size + 1):
            row = lookup(cast.codebook, clean(" ".join(words[begin : begin + size])), cast.text)
            if row is not None and cast.codebook.countries.get(row.entity) is not None and row.kind not in METONYMS:
                return row.entity
    return None


def _only_role(cast: Cast, name: str, found: Role) -> bool:
    """Tell whether a name is nothing but a country and a role: "Brazil's defence ministry"."""
    rest = name.lower().replace(found.words, "").replace("'s", "").replace("’s", "").strip()
    return not rest or country_in(cast, rest) is not None


def _same_person(name: str, entity: Draft) -> bool:
    """Tell whether a full name may be that of an entity: the same, or one with a middle name more."""
    one, other = name.lower().split(), entity.name.lower().split()
    return one == other or (one[0] == other[0] and one[-1] == other[-1])


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())
