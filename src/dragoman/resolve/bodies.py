"""Role words of a report to its cast: "the Russian leader", "the ministry", "the North", "his country"."""

from __future__ import annotations

from dragoman.extract.mentions import Mention
from dragoman.resolve.cast import Cast, nearest
from dragoman.resolve.names import METONYMS, Draft, clean, lookup
from dragoman.resolve.naming import body
from dragoman.resolve.roles import Role, holders, role, title_role

_HEAD = 3
"""Sentences, the headline counted, that say where a report is at home."""
_NEAR = 3
"""Sentences back that a body is looked for which the words do not name."""


def role_words(cast: Cast) -> None:
    """Link phrases without a name that mean an office holder, a national body, a state by a short name, or a body named before."""
    for number, mention in enumerate(cast.mentions):
        if number in cast.of or mention.kind not in {"nominal", "name"}:
            continue
        seat = _state(cast, mention)
        if seat is not None:
            cast.link(number, seat)
            continue
        found = role(cast.codebook, mention.noun)
        country = cast.country_around(mention)
        if found is not None and found.body is not None and body(cast, number, found, country):
            continue
        if (
            found is not None
            and found.person is not None
            and mention.number != "Plur"
            and _office_holder(cast, number, mention, found, country)
        ):
            continue
        if mention.definite and mention.name is None:
            _named_before(cast, number, mention, found)
            if number not in cast.of and found is not None and found.body is not None and mention.possessor is None:
                body(cast, number, found, _home(cast))


def appositions(cast: Cast) -> None:
    """Give a phrase and its apposition one entity."""
    for number, mention in enumerate(cast.mentions):
        if number not in cast.of and mention.kind == "nominal" and not mention.definite and len(mention.joined) > 1:
            _second_title(cast, number, mention)
        for span in mention.appositions:
            other = cast.by_span.get((span.start, span.end))
            if other is None:
                continue
            if number in cast.of and other not in cast.of and cast.mentions[other].kind == "nominal":
                entity = cast.drafts[cast.of[number]]
                found = role(cast.codebook, cast.mentions[other].noun)
                if found is None:
                    continue
                if entity.kind == "person" and found.person is not None:
                    entity.titles.add(found.words)
                    entity.country = entity.country or cast.country_around(cast.mentions[other])
                    entity.sector = entity.sector or found.person.sector
                cast.link(other, entity.id)
            elif (
                other in cast.of
                and number not in cast.of
                and mention.kind == "nominal"
                and cast.drafts[cast.of[other]].kind == "person"
            ):
                cast.link(number, cast.of[other])


def _home(cast: Cast) -> str | None:
    """Return the one country that the headline and the first sentences speak of: whose "the health ministry" is then."""
    early = {
        d.id for d in cast.drafts.values() if d.kind == "country" and any(sentence < _HEAD for sentence, _ in d.where)
    }
    return early.pop() if len(early) == 1 else None


def _second_title(cast: Cast, number: int, mention: Mention) -> None:
    """Link a title to the name behind the title that it is joined to: "Crown Prince and Prime Minister Karim Odeh"."""
    found = role(cast.codebook, mention.noun)
    other = cast.by_span.get((mention.joined[1].start, mention.joined[1].end))
    if found is None or found.person is None or mention.number == "Plur" or other is None or other not in cast.of:
        return
    if cast.mentions[other].label == "PERSON" and cast.mentions[other].title:
        cast.link(number, cast.of[other]).titles.add(found.words)


def owned(cast: Cast) -> None:
    """Resolve "his country", "its army", "the president's government" once the owner is known."""
    for number, mention in enumerate(cast.mentions):
        if number in cast.of or mention.possessor is None:
            continue
        owner = cast.by_span.get((mention.possessor.start, mention.possessor.end))
        if owner is None or owner not in cast.of:
            continue
        entity = cast.drafts[cast.of[owner]]
        country = entity.id if entity.kind == "country" else entity.country
        found = role(cast.codebook, mention.noun)
        if country is None or found is None:
            continue
        if found.body is not None and mention.kind == "nominal":
            body(cast, number, found, country)
        elif found.back is not None and found.back.kind == "country" and mention.number != "Plur":
            cast.link(number, country)
        elif found.person is not None and mention.number != "Plur" and entity.kind == "country":
            _office_holder(cast, number, mention, found, country)


def _state(cast: Cast, mention: Mention) -> str | None:
    """Return the country of "the North", "Downing Street" and other names that no name label marks."""
    if mention.number == "Plur" or mention.places:
        return None
    words = mention.span.words.removesuffix("'s").removesuffix("’s")
    name = clean(words)
    if not name[:1].isupper() or len(name.split()) > 3:
        return None
    row = lookup(cast.codebook, words, cast.text) or lookup(cast.codebook, name, cast.text)
    if row is None or (row.kind in METONYMS and not cast.acts(mention)):
        return None
    return row.entity


def _office_holder(cast: Cast, number: int, mention: Mention, found: Role, country: str | None) -> bool:
    person = found.person
    if person is None or mention.noun.endswith("counterpart"):
        return False
    titled = [d for d in cast.drafts.values() if d.kind == "person" and _holds(cast, d, found)]
    if country is not None:
        local = [d for d in titled if d.country == country]
        if local:
            cast.link(number, nearest(local, mention).id)
            return True
        rows = (
            holders(cast.codebook, person, country, cast.published)
            if (mention.definite or mention.places) and not person.former
            else []
        )
        if rows:
            entity = cast.link(number, rows[0].holder, rows[0].holder, "PERSON")
            entity.titles.add(found.words)
            return True
        return False
    if not mention.definite or mention.owner or mention.possessor is not None:
        return False
    before = [d for d in titled if _earlier(d, mention)]
    if not before:
        before = [
            d
            for d in cast.drafts.values()
            if d.kind == "person" and _earlier(d, mention) and _shares_role(cast, d, found)
        ]
        before = before if len(before) == 1 else []
    if before:
        cast.link(number, nearest(before, mention).id)
        return True
    return False


def _holds(cast: Cast, entity: Draft, found: Role) -> bool:
    """Tell whether a person is called by a role in the report, or holds it by the codebook: "the PM", "prime minister"."""
    for title in entity.titles:
        other = title_role(cast.codebook, title)
        if title == found.words or (other is not None and other.person is found.person):
            return True
    person = found.person
    if person is None or entity.country is None or person.former or not set(person.roles) - {"other"}:
        return False
    rows = holders(cast.codebook, person, entity.country, cast.published)
    return any(row.holder == entity.id for row in rows[:1])


def _named_before(cast: Cast, number: int, mention: Mention, found: Role | None) -> None:
    """Link "the ministry", "the agency", "the front" to a body named before: by its last word, else the nearest that may be so called."""
    if mention.places or mention.owner is not None or mention.possessor is not None or mention.counted:
        return
    bodies = [
        d for d in cast.drafts.values() if d.kind not in {"person", "place"} and not d.plural and _earlier(d, mention)
    ]
    last = mention.noun.split(" ")[-1]
    own = [d for d in bodies if any(name.split(" ")[-1] == last for name in (d.name.lower(), *d.surfaces))]
    if own and mention.number != "Plur":
        cast.link(number, nearest(own, mention).id)
        return
    back = found.back if found is not None else None
    if back is None or mention.number == "Plur":
        return
    if back.kind == "country":
        fitting = [d for d in bodies if d.kind == "country"]
    elif back.kind in {"organization", "outlet"}:
        fitting = [
            d
            for d in bodies
            if d.kind in {"organization", "outlet"} and (not back.sector or d.sector in {None, "", back.sector})
        ]
    else:
        fitting = []
    near = [d for d in fitting if any(0 <= mention.sentence - s <= _NEAR and p < mention.position for s, p in d.where)]
    if near:
        cast.link(number, nearest(near, mention).id)


def _earlier(entity: Draft, mention: Mention) -> bool:
    return any(position < mention.position for _, position in entity.where)


def _shares_role(cast: Cast, entity: Draft, found: Role) -> bool:
    if found.person is None:
        return False
    for title in entity.titles:
        other = title_role(cast.codebook, title)
        if (
            other is not None
            and other.person is not None
            and set(other.person.roles) & set(found.person.roles) - {"other"}
        ):
            return True
    return False
