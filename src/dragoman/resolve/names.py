"""Names to entities: what the codebook's tables say that a name means."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from dragoman.codebook import Codebook
from dragoman.codebook.tables import NameRow

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_ENDING = re.compile(r"['’]s?$")
_LONGEST_ID = 100
"""Characters of an id; a list of names that somebody takes for one can be as long as its sentence."""
METONYMS = frozenset({"capital", "seat"})
"""Kinds of name that stand for a state only where it acts."""


@dataclass(slots=True)
class Draft:
    """An entity of one report while it is being put together."""

    id: str
    name: str
    kind: str
    qid: str | None = None
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    gender: str = ""
    plural: bool = False
    surfaces: set[str] = field(default_factory=set)
    """Names and nouns it was called by, in small letters."""
    titles: set[str] = field(default_factory=set)
    """Role words that stood with it: "defence minister"."""
    where: list[tuple[int, int]] = field(default_factory=list)
    """(sentence, token) of its mentions, as they are found."""
    reason: str = ""


def clean(name: str) -> str:
    """Return a name without article, possessive ending and doubled blanks.

    >>> clean("the Kremlin's"), clean("the  White House")
    ('Kremlin', 'White House')
    """
    return _ENDING.sub("", _ARTICLE.sub("", " ".join(name.split()))).removesuffix(" and").removesuffix(" of")


def slug(name: str) -> str:
    """Return a stable id made of a name.

    >>> slug("Korean Central News Agency"), slug("Éva Szél")
    ('korean-central-news-agency', 'eva-szel')
    """
    plain = unicodedata.normalize("NFKD", clean(name)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if 0 < len(words) <= _LONGEST_ID:
        return words
    return f"{words[:_LONGEST_ID] or 'x'}-{abs(hash_name(name)):08x}"


def hash_name(name: str) -> int:
    """Return a number that is the same in every process, for names without a Latin letter."""
    value = 0
    for byte in name.encode("utf-8"):
        value = (value * 131 + byte) % (1 << 32)
    return value


def lookup(codebook: Codebook, name: str, text: str, *, kinds: frozenset[str] | None = None) -> NameRow | None:
    """Return the row of a name that fits a report; None where the codebook does not know it.

    Rows that need words near are taken only where the report has one of them, and before rows that need none. Acronyms count
    as written; other names in any case.
    """
    best: NameRow | None = None
    best_rank = -1
    for row in codebook.names.find("name", name):
        if kinds is not None and row.kind not in kinds:
            continue
        if row.kind == "acronym" and row.name != name and not (name.isupper() and len(name) > 2):
            continue
        if row.kind != "acronym" and name.islower() and len(name) < 4:
            continue
        if row.needs and not any(re.search(rf"(?<!\w){re.escape(word)}", text) for word in row.needs):
            continue
        country = codebook.countries.get(row.entity)
        current = country is None or not country.until
        rank = (2 if row.needs else 1) + (4 if current else 0) - (row.kind in METONYMS)
        if rank > best_rank:
            best, best_rank = row, rank
    return best


def draft(codebook: Codebook, id_: str, name: str, label: str = "") -> Draft:
    """Return a draft for an id of the tables, or for a name that they do not know."""
    country = codebook.countries.get(id_)
    if country is not None:
        return Draft(
            id_,
            country.name,
            "country",
            country.qid or None,
            country.id if len(country.id) == 3 else None,
            reason="countries.csv",
        )
    row = codebook.entities.get(id_)
    if row is not None:
        home = row.country if re.fullmatch(r"[A-Z]{3}", row.country) else None
        qid = row.qid if re.fullmatch(r"Q[1-9]\d*", row.qid) else None
        return Draft(row.id, row.name, row.kind or "organization", qid, home, row.sector or None, reason="entities.csv")
    outlet = codebook.outlets.get(id_)
    if outlet is not None:
        home = outlet.country if re.fullmatch(r"[A-Z]{3}", outlet.country) else None
        return Draft(outlet.id, outlet.name, "organization", None, home, "JRN", reason="outlets.csv")
    kind = {"PERSON": "person", "NORP": "group", "GPE": "place", "LOC": "place", "FAC": "place"}.get(
        label, "organization"
    )
    return Draft(id_, clean(name), kind, reason="named in the report")
