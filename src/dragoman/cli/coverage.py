"""What a person states for ``dragoman cover``, from words to a statement: kinds that can be counted, parties that exist, days that are days."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from dragoman.errors import NotInRecord, SettingsError

if TYPE_CHECKING:
    from dragoman.codebook import Codebook
    from dragoman.record.coverage import Coverage
    from dragoman.record.record import Record


class Stated(NamedTuple):
    """What was typed."""

    of: str
    parties: tuple[str, ...]
    window: str | None
    as_published: str | None
    by: str
    why: str
    place: str | None
    complete: bool


def statement(stated: Stated, where: str) -> Coverage:
    """The statement that was typed, with the ids of its parties. Raises `SettingsError`, and `NotInRecord` for a party that nobody knows."""
    from dragoman.cli.opened import to_ask
    from dragoman.model.edtf import bounds
    from dragoman.record.coverage import Coverage
    from dragoman.record.opening import last_day

    if stated.window is None or stated.as_published is None:
        name, example = ("window", "2011/2025-09-02") if stated.window is None else ("as-published", "2025-09-02")
        raise SettingsError(name, f"is missing; say it with --{name} {example}")
    try:
        bounds(stated.window)
    except ValueError as error:
        raise SettingsError(
            "window",
            f"{stated.window!r} is no EDTF; write it as 2011/2025-09-02, or 2011/.. without an end",
            origin="option --window",
        ) from error
    day = last_day(stated.as_published, "as_published")
    if day is None:
        raise SettingsError(
            "as_published", f"{stated.as_published!r} has no end; name the day", origin="option --as-published"
        )
    if not stated.parties and stated.place is None:
        raise SettingsError("parties", "nobody is named; say between whom, or where with --place")
    with to_ask(where) as record:
        of = _kind(stated.of, record.codebook)
        parties = tuple(_party(one, record) for one in stated.parties)
    return Coverage(
        id="", of=of, parties=parties, window=stated.window, as_published=day, by=" ".join(stated.by.split()), place=stated.place,
        complete=stated.complete, why=stated.why,
    )  # fmt: skip


def _kind(of: str, codebook: Codebook) -> str:
    """A kind that checks count."""
    from dragoman.record.coverage import CALLS, MEETINGS, TALKS, VISITS

    manners = (MEETINGS, CALLS, TALKS, VISITS)
    type_, _, mode = of.partition(" ")
    if of in manners or (type_ in codebook.types and (not mode or mode in codebook.types[type_].modes)):
        return of
    modes = [f"{type_} {one}" for one in codebook.types[type_].modes] if type_ in codebook.types else []
    near = modes or get_close_matches(of, codebook.types, n=2) or ["types such as ASSAULT", "ASSAULT aerial"]
    raise SettingsError("kind", f"{of!r} is nothing that is counted; there are {', '.join([*manners, *near])}")


def _party(words: str, record: Record) -> str:
    """The id that words mean: that of an entity of the record or of the codebook, or an office in words."""
    from dragoman.record.asked_parties import office_in

    codebook = record.codebook
    book = (codebook.entities, codebook.outlets, codebook.countries)
    if any(rows.get(words) is not None for rows in book):
        return words
    found = list(record.entities(name=words))
    exact = {one.entity.id for one in found if words == one.entity.id or words.casefold() == one.entity.name.casefold()}
    exact |= {row.entity for row in codebook.names.find("name", words)}
    exact |= {row.id for rows in book for row in rows if row.name.casefold() == words.casefold()}
    if len(exact) == 1:
        return exact.pop()
    if exact:
        raise SettingsError("parties", f"{words!r} may mean {', '.join(sorted(exact))}; give one of these ids")
    office = office_in(words, codebook)
    if office is not None:
        return office
    near = ", ".join(f"{one.entity.name} ({one.entity.id})" for one in found[:3])
    hint = f"there are {near}" if near else f"find ids with: dragoman entities {record.where} --name NAME"
    raise NotInRecord(record.where, "entity", repr(words), hint=hint)
