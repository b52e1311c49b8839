"""Who takes part in what a sentence counts: entities, offices ("by a U.S. president"), and the terms in which somebody held one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dragoman.codebook import Codebook
from dragoman.codebook.roles import PersonRole
from dragoman.codebook.tables import OfficeRow
from dragoman.model import Entity, Event, Participant, Reading
from dragoman.model.edtf import bounds
from dragoman.record.coverage import TALK, VISITS

_ANY = frozenset({"a", "an", "any", "no", "every"})
"""Words before a role that mean whoever holds the office."""
_MUTUAL = frozenset({TALK, "AGREE", "COOPERATE"})
"""Types in which it does not matter who is told as the doer."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Those who take part, and those of them who must be the doers; or why they are not known."""

    all: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    unclear: str = ""


def parties(event: Event, reading: Reading, codebook: Codebook, *, of: str, by: str, host: str | None) -> Parties:
    """The parties of an event that is counted. ``by`` are words that name the doer elsewhere ("the first by a U.S. president"), else empty."""
    actors = _ids(event.actors, reading, codebook)
    if by and (role := office_in(by, codebook)) is not None:
        actors = [role]
    others = _ids([one for one in event.recipients if not _is_place(one, event)], reading, codebook)
    unknown = next((words for words in (*actors, *others) if isinstance(words, _Words)), None)
    if unknown is not None:
        return Parties(unclear=f"who is meant by {str(unknown)!r} is not known")
    doing = tuple(dict.fromkeys(str(one) for one in actors))
    done_to = tuple(dict.fromkeys(str(one) for one in others if one not in doing))
    if of == VISITS and not done_to and host is not None:
        done_to = (host,)
    if not (doing or done_to):
        return Parties(unclear="nobody is named who takes part")
    if of == VISITS:
        return Parties((*doing, *done_to), doing) if doing else Parties(unclear="nobody is named who travels")
    return Parties((*doing, *done_to), () if event.type in _MUTUAL else doing)


class _Words(str):
    """Words that name nobody known."""

    __slots__ = ()


def _ids(told: Iterable[Participant], reading: Reading, codebook: Codebook) -> list[str]:
    return [one for participant in told for one in _id(participant, reading, codebook)]


def _id(participant: Participant, reading: Reading, codebook: Codebook) -> Iterator[str]:
    words = participant.words.words
    if words.split()[0].lower() in _ANY and (role := office_in(words, codebook)) is not None:
        yield role
        return
    entity = reading.entity(participant.entity) if participant.entity is not None else None
    if entity is not None and entity.members:
        yield from entity.members
    elif entity is None or _is_nameless(entity):
        yield _Words(words)
    else:
        yield entity.id


def _is_nameless(entity: Entity) -> bool:
    """Whether an entity is a group without a name: "the two leaders"."""
    return entity.kind == "group" and entity.qid is None and entity.name.islower()


def _is_place(participant: Participant, event: Event) -> bool:
    """Whether a participant without a name is the place where it happened: "the third strike on Kazan"."""
    words = participant.words
    return (
        participant.entity is None
        and event.place is not None
        and event.place.words.start < words.end
        and words.start < event.place.words.end
    )


def office_in(words: str, codebook: Codebook) -> str | None:
    """The office that words name with its country, as the codebook calls it: "a U.S. president". None where they name none, or no country.

    >>> office_in("no Portuguese prime minister", Codebook.load())
    'Prime Minister of Portugal'
    """
    tokens = words.split()
    for start in range(len(tokens)):
        for end in range(len(tokens), start, -1):
            role = _role(" ".join(tokens[start:end]), codebook)
            if role is not None:
                country = _country(tokens[:start], codebook) or role.default
                return _office(role, country, codebook) if country else None
    return None


def _role(words: str, codebook: Codebook) -> PersonRole | None:
    plain = words.lower().strip(".,;:")
    return next((one for one in codebook.roles.persons if plain in one.words), None)


def _country(tokens: list[str], codebook: Codebook) -> str | None:
    """The country that the last of some words name, by its name or its adjective."""
    for start in range(len(tokens)):
        words = " ".join(tokens[start:]).removesuffix("'s")
        for row in codebook.names.find("name", words):
            if codebook.countries.get(row.entity) is not None:
                return row.entity
    return None


def _office(role: PersonRole, country: str, codebook: Codebook) -> str | None:
    rows = [row for row in codebook.offices.find("country", country) if row.role in role.roles]
    best = min(rows, key=lambda row: (*_fit(row, role), row.office), default=None)
    return best.office if best is not None else None


def _fit(row: OfficeRow, role: PersonRole) -> tuple[bool, int]:
    """An office whose own name has the words comes before one that only has the role."""
    return not any(title.lower() in row.office.lower() for title in role.titles), role.roles.index(row.role)


def term(person: str, words: str, codebook: Codebook, day: date) -> tuple[str, str] | None:
    """The first and the last day (EDTF) of the newest office that somebody entered by a day, of those that words name, or of any where they name none.

    The last is empty where the office is held still.
    """
    role = next((found for word in _tails(words) if (found := _role(word, codebook)) is not None), None)
    entered = [
        row for row in codebook.offices.find("holder", person)
        if row.start and (bounds(row.start)[0] or day) <= day and (role is None or row.role in role.roles)
    ]  # fmt: skip
    newest = max(entered, key=lambda row: (bounds(row.start)[0] or day, row.office), default=None)
    return (newest.start, newest.end) if newest is not None else None


def _tails(words: str) -> Iterator[str]:
    tokens = re.findall(r"[\w.'-]+", words)
    for start in range(len(tokens)):
        for end in range(len(tokens), start, -1):
            yield " ".join(tokens[start:end])
