"""Who commands an entity or owns it, by the codebook and by what the report says of it: whose voice it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dragoman.codebook import Codebook
from dragoman.codebook.tables import EntityRow, OfficeRow
from dragoman.extract.mentions import Mention
from dragoman.model import Entity, Span
from dragoman.resolve.cast import Cast
from dragoman.resolve.names import Draft, lookup
from dragoman.resolve.roles import Role, office_on, offices_on, role, title_role

_STATE = frozenset({"GOV", "MIL", "SPY", "COP"})
"""Sectors of a state that its government commands; courts and parliaments are organs too, and speak for themselves."""
_FREE = frozenset({"JUD", "LEG"})
_FOR_COUNTRY = frozenset(
    {"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "interior_minister", "ambassador"}
)
"""Roles of offices that speak for the country, whatever body they stand in."""
_COUNTRY = re.compile(r"[A-Z]{3}")
_ELSEWHERE = re.compile(r"\b(?:in|for|under|with)\b")


def commanded(cast: Cast) -> tuple[Entity, ...]:
    """Return the entities of a cast with who commands each, and the members of those that are meant together."""
    mentions: dict[str, list[Mention]] = {}
    for number, id_ in cast.of.items():
        mentions.setdefault(id_, []).append(cast.mentions[number])
    out = []
    for entity in cast.entities():
        by = _controller(cast.drafts[entity.id], mentions.get(entity.id, []), cast)
        members = cast.members.get(entity.id, ())
        out.append(
            entity.replace(controlled_by=by if by != entity.id else None, members=members) if by or members else entity
        )
    return tuple(out)


def controller(codebook: Codebook, id_: str, day: date | None = None) -> str | None:
    """Return who commands an entity of the codebook on a day, one step up; None where nothing is known.

    >>> book = Codebook.load()
    >>> controller(book, "bgr-health-ministry"), controller(book, "quds-force")
    ('BGR', 'islamic-revolutionary-guard-corps')
    """
    outlet = codebook.outlets.get(id_)
    if outlet is not None:
        return outlet.controlled_by or None
    row = codebook.entities.get(id_)
    if row is None:
        return _of_national_body(id_, codebook)
    if row.kind == "person":
        first = office_on(codebook, id_, day)
        # One crown may be worn in many countries: then none of them is whose voice it is.
        held = {
            _of_office(one, codebook)
            for one in offices_on(codebook, id_, day)
            if first is not None and one.role == first.role
        }
        return held.pop() if len(held) == 1 else None
    return _of_body(row, codebook)


def _of_national_body(id_: str, codebook: Codebook) -> str | None:
    """The country of a body that only the pattern of its id names: ``bgr-health-ministry``."""
    country, _, rest = id_.partition("-")
    known = any(body.id == f"{{country}}-{rest}" and body.sector in _STATE for body in codebook.roles.bodies)
    return country.upper() if rest and known and country.upper() in codebook.countries else None


def _of_body(row: EntityRow, codebook: Codebook) -> str | None:
    """The parent of a body; else, for what a government commands, the country."""
    state = row.country if row.country in codebook.countries and _COUNTRY.fullmatch(row.country) else None
    if row.sector in _FREE:
        return None
    if row.parent:
        # Agencies of an international body run themselves; its troops, police and offices do not.
        return row.parent if state is not None or row.sector in _STATE or row.country == "IMG" else None
    return state if row.sector in _STATE else None


def _of_office(office: OfficeRow, codebook: Codebook) -> str | None:
    """For whom the holder of an office speaks: the body of the office, else the country whose office it is."""
    if office.body and office.role not in _FOR_COUNTRY:
        return office.body
    if office.country in codebook.countries and office.role in _FOR_COUNTRY | {"spokesman", "commander"}:
        return office.country
    return None


def _controller(entity: Draft, mentions: list[Mention], cast: Cast) -> str | None:
    codebook = cast.codebook
    if entity.kind in {"country", "place"} or entity.id in cast.members:
        return None
    known = controller(codebook, entity.id, cast.published)
    if known is not None or codebook.entities.get(entity.id) is not None or codebook.outlets.get(entity.id) is not None:
        return known
    if entity.kind == "person":
        return next(_of_titles(entity, mentions, cast), None)
    return _of_unlisted(entity, mentions, cast)


def _of_unlisted(entity: Draft, mentions: list[Mention], cast: Cast) -> str | None:
    """The country of a body or group that the codebook does not list, where what it is called makes it the state's."""
    mixed = any(len(_countries_inside(mention, cast)) > 1 for mention in mentions)
    if entity.country is None or entity.country not in cast.codebook.countries or mixed or _is_former(mentions, cast):
        return None
    for words in sorted({*entity.surfaces, entity.name.lower()}):
        found = role(cast.codebook, words)
        if found is not None and found.body is not None and found.body.state:
            return entity.country
        if found is not None and found.body is not None and found.body.is_country:
            return None  # a government with an epithet is one of several, and the state is none of theirs to name
    return entity.country if entity.sector in _STATE else None


def _of_titles(entity: Draft, mentions: list[Mention], cast: Cast) -> Iterator[str]:
    """For whom a person speaks whom only the report knows, by the title that stands with the name."""
    for mention in mentions:
        if _is_former([mention], cast):
            continue
        before = mention.name is None or mention.head.start < mention.name.start
        for words in filter(None, (mention.title, mention.noun if before else "")):
            found = title_role(cast.codebook, words)
            if found is None or found.person is None or found.person.former:
                continue
            speaks_for = found.person.speaks_for
            if speaks_for == "body":
                yield from _spoken_for(entity, mention, words, found, cast)
            elif speaks_for == "country":
                yield from _served(entity, mention, found.words, cast)


def _served(entity: Draft, mention: Mention, title: str, cast: Cast) -> Iterator[str]:
    """The country of an office; none where the words name another government: "health minister in the rebel administration"."""
    if mention.owner is not None and not title.endswith(f"of {mention.owner.words.lower()}"):
        owner = _entity_of(mention.owner, cast)
        if owner is not None and owner.kind in {"organization", "group"} and owner.sector:
            yield owner.id
        if owner is None or owner.kind != "country":
            return
    if entity.country in cast.codebook.countries and not _ELSEWHERE.search(_after_head(mention)):
        yield str(entity.country)


def _spoken_for(entity: Draft, mention: Mention, words: str, found: Role, cast: Cast) -> Iterator[str]:
    """The body of a spokesperson: the one that the phrase names, else the country that it names."""
    for number, other in enumerate(cast.mentions):
        inside = mention.span.covers(other.span) and other.span != mention.span
        if not inside or number not in cast.of or cast.of[number] == entity.id:
            continue
        body = cast.drafts[cast.of[number]]
        known = body.sector or body.id in cast.codebook.entities or body.id in cast.codebook.outlets
        if body.kind in {"organization", "group"} and known:
            yield body.id
            return
    rest = words.removesuffix(found.words).strip()
    office = role(cast.codebook, rest) if rest else None
    country = cast.country_around(mention) or entity.country
    if office is not None and office.body is not None and country in cast.codebook.countries:
        if office.body.is_country:
            yield str(country)
        elif office.body.id:
            yield office.body.id.replace("{country}", str(country).lower())
        return
    row = lookup(cast.codebook, rest, cast.text) if rest else None
    if row is not None:
        yield row.entity
    elif (
        not rest
        and not _ELSEWHERE.search(_after_head(mention))
        and (around := cast.country_around(mention)) is not None
    ):
        yield around


def _is_former(mentions: list[Mention], cast: Cast) -> bool:
    """Whether the words say that somebody no longer is what they name: "a former diplomat"."""
    former = cast.codebook.roles.former
    return any(former & set(re.split(r"[\s-]+", f"{mention.noun} {mention.title}".lower())) for mention in mentions)


def _countries_inside(mention: Mention, cast: Cast) -> set[str]:
    """The countries that a phrase names: both of "Norwegian and Swedish officials"."""
    inside = (cast.of[n] for n, other in enumerate(cast.mentions) if n in cast.of and mention.span.covers(other.span))
    return {id_ for id_ in inside if cast.drafts[id_].kind == "country"}


def _entity_of(span: Span, cast: Cast) -> Draft | None:
    id_ = cast.entity_at(span)
    return cast.drafts.get(id_) if id_ is not None else None


def _after_head(mention: Mention) -> str:
    """The words of a phrase behind its head."""
    return mention.span.words[mention.head.end - mention.span.start :]
