"""Role words to entities: "the Russian president", "the South's foreign ministry", "the ministry", "the troops"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dragoman.codebook import Codebook
from dragoman.codebook.roles import BodyRole, GroupRole, PersonRole
from dragoman.codebook.tables import OfficeRow
from dragoman.model import edtf


@dataclass(frozen=True, slots=True)
class Role:
    """What a head noun stands for, one of: a person in an office, a national body, a group of people, a body named before."""

    words: str
    person: PersonRole | None = None
    body: BodyRole | None = None
    group: GroupRole | None = None
    back: GroupRole | None = None


@lru_cache(maxsize=8)
def _table(codebook: Codebook) -> dict[str, Role]:
    table: dict[str, Role] = {}
    parts: dict[str, dict[str, PersonRole | BodyRole | GroupRole]] = {}
    for name, rows in (
        ("person", codebook.roles.persons), ("body", codebook.roles.bodies), ("group", codebook.roles.groups), ("back", codebook.roles.back_references),
    ):  # fmt: skip
        for row in rows:
            for word in row.words:
                parts.setdefault(word, {}).setdefault(name, row)
    for word, found in parts.items():
        table[word] = Role(word, **found)  # type: ignore[arg-type]
    return table


def role(codebook: Codebook, noun: str) -> Role | None:
    """Return the role of a noun with its compounds, the longest words first; None for what is no role word.

    >>> role(Codebook.load(), "veteran foreign minister").words
    'foreign minister'
    """
    table = _table(codebook)
    words = noun.split(" ")
    for begin in range(len(words)):
        found = table.get(" ".join(words[begin:]))
        if found is not None:
            return found
    return None


def titles(title: str) -> Iterator[str]:
    """Return the ways to read a title before a name, longest first: "us secretary of state", "secretary of state"."""
    words = title.lower().split()
    for begin in range(len(words)):
        yield " ".join(words[begin:])


def title_role(codebook: Codebook, title: str) -> Role | None:
    """Return the role that a title before a name says."""
    table = _table(codebook)
    for words in titles(title):
        found = table.get(words)
        if found is not None:
            return found
    return role(codebook, title.lower()) if title else None


def holders(codebook: Codebook, person: PersonRole, country: str, day: date | None) -> list[OfficeRow]:
    """Return the offices of a country that role words may mean, held on a day, the best fitting first."""
    found: list[tuple[int, OfficeRow]] = []
    for row in codebook.offices.find("country", country):
        if row.role not in person.roles or not _held(row, day):
            continue
        titled = any(title.lower() in row.office.lower() for title in person.titles)
        # Roles come best first; an office whose own name has the words comes before one that only has the role.
        found.append((person.roles.index(row.role) - (10 if titled else 0), row))
    found.sort(key=lambda item: item[0])
    return [row for _, row in found]


def offices_on(codebook: Codebook, holder: str, day: date | None) -> list[OfficeRow]:
    """Return all offices that somebody held on a day."""
    return [row for row in codebook.offices.find("holder", holder) if _held(row, day)]


def office_on(codebook: Codebook, holder: str, day: date | None) -> OfficeRow | None:
    """Return the first office that somebody held on a day."""
    order = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister")
    rows = offices_on(codebook, holder, day)
    return min(rows, key=lambda row: order.index(row.role) if row.role in order else len(order), default=None)


def _held(row: OfficeRow, day: date | None) -> bool:
    if day is None:
        return not row.end
    start = edtf.bounds(row.start)[0] if row.start else None
    end = edtf.bounds(row.end)[1] if row.end else None
    return (start is None or start <= day) and (end is None or day <= end)
