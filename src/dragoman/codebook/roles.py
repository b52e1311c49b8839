"""Words for people and bodies that are not named: the file ``roles.yml``.

"the president", "the Lao foreign ministry", "the soldiers", "the agency": which office, body, sector or earlier
mention such words mean is told here; who holds the office on a day stands in ``offices.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .about import parse_about
from .problems import Problem, nearest
from .shape import Fields
from .yamltext import Node

GENDERS = ("Masc", "Fem")
KINDS = ("person", "organization", "country", "group", "outlet", "place")


@dataclass(frozen=True, slots=True)
class PersonRole:
    """Words for whoever holds an office."""

    words: tuple[str, ...]
    roles: tuple[str, ...] = ()
    """Roles of ``offices.csv``, best first."""
    titles: tuple[str, ...] = ()
    """Words of the office's own name; an office that has one comes before one that only has the role."""
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """Where these words are used; empty: everywhere."""
    default: str | None = None
    """The country that is meant where the text names none."""
    former: bool = False
    """The person held the office before."""
    speaks_for: str | None = None
    """Whose voice it is: that of the ``country``, or of the ``body`` that the words name."""
    note: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class BodyRole:
    """Words for a national body that is named by what it is."""

    body: str
    words: tuple[str, ...]
    id: str | None = None
    """With ``{country}`` for the country's id in small letters; None: a body of this kind has no single id."""
    is_country: bool = False
    """The words stand for the state itself."""
    kind: str = "organization"
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    name: str | None = None
    """With ``{country}`` for the country's name."""
    state: bool = False
    """The state owns or directs such a body, whatever its sector: state media."""
    note: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class GroupRole:
    """Nouns for people, or nouns that point back to a body named before."""

    words: tuple[str, ...]
    kind: str
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    country: str | None = None
    note: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Roles:
    """All of ``roles.yml``."""

    frames: tuple[str, ...] = ()
    """How a state is named with a body or a role, with {adjective}, {country}, {capital} and {words}."""
    persons: tuple[PersonRole, ...] = ()
    bodies: tuple[BodyRole, ...] = ()
    groups: tuple[GroupRole, ...] = ()
    back_references: tuple[GroupRole, ...] = ()
    address: Mapping[str, str] = field(default_factory=dict)
    """Forms of address before a name, and the gender that they show: Masc or Fem."""
    former: frozenset[str] = frozenset()
    """Words before a role that say that it is over."""


def parse(node: Node, file: str, problems: list[Problem]) -> Roles:
    """Read the file. Mistakes go to ``problems``; the result holds what could be read."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    roles = Roles(
        frames=fields.texts("frames"),
        persons=tuple(_person(item, file, problems) for item in fields.items("persons")),
        bodies=tuple(_body(item, file, problems) for item in fields.items("bodies")),
        groups=tuple(_group(item, file, problems) for item in fields.items("groups")),
        back_references=tuple(_group(item, file, problems) for item in fields.items("back_references")),
        address=_address(fields),
        former=frozenset(word.lower() for word in fields.texts("former")),
    )
    fields.done()
    return roles


def _address(fields: Fields) -> dict[str, str]:
    found: dict[str, str] = {}
    for gender, words in fields.lists("address").items():
        if gender not in GENDERS:
            fields.problem(f"address: {gender!r}", nearest(gender, GENDERS), line=fields.at("address"))
        found.update(dict.fromkeys(words, gender))
    return found


def _words(fields: Fields) -> tuple[str, ...]:
    words = tuple(word.lower() for word in fields.texts("words"))
    if not words:
        fields.problem("'words' is missing", "words: [the words as a text has them]")
    return words


def _person(node: Node, file: str, problems: list[Problem]) -> PersonRole:
    fields = Fields(node, file, problems)
    role = PersonRole(
        words=_words(fields),
        roles=fields.texts("roles"),
        titles=fields.texts("titles"),
        sector=fields.text("sector"),
        other_sectors=fields.texts("other_sectors"),
        countries=fields.texts("countries"),
        default=fields.text("default"),
        former=fields.flag("former"),
        speaks_for=fields.one_of("speaks_for", ("body", "country")),
        note=fields.text("note"),
        where=fields.where,
    )
    fields.done()
    return role


def _body(node: Node, file: str, problems: list[Problem]) -> BodyRole:
    fields = Fields(node, file, problems)
    role = BodyRole(
        body=fields.text("body", required=True),
        words=_words(fields),
        id=fields.text("id"),
        is_country=fields.one_of("is", ("country",)) == "country",
        kind=fields.one_of("kind", KINDS) or "organization",
        sector=fields.text("sector"),
        other_sectors=fields.texts("other_sectors"),
        name=fields.text("name"),
        state=fields.flag("state"),
        note=fields.text("note"),
        where=fields.where,
    )
    fields.done()
    return role


def _group(node: Node, file: str, problems: list[Problem]) -> GroupRole:
    fields = Fields(node, file, problems)
    role = GroupRole(
        words=_words(fields),
        kind=fields.one_of("kind", KINDS, required=True),
        sector=fields.text("sector"),
        other_sectors=fields.texts("other_sectors"),
        country=fields.text("country"),
        note=fields.text("note"),
        where=fields.where,
    )
    fields.done()
    return role
