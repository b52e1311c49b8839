"""entities.csv, offices.csv and outlets.csv: who is who, who held what when, who publishes.

Sources: heads of state and of government with QIDs as of October 2022 from
every-politician-scrapers/world-leaders-2021@be7039cf5952d8121c4f1e24eea64cc5dd465633 (facts of Wikidata, CC0); everything else
by hand (``hand/offices.txt``, ``organizations.txt``, ``thinktanks.txt``, ``outlets.txt``). An office that stands in
``hand/offices.txt`` is taken from there alone. QIDs come from the public source only.

    python train/knowledge/entities.py WORLD_LEADERS_DIR
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tables import hand, read, values, write

LEADERS = "world-leaders-2021@be7039cf"
HAND = "by hand"
CHECKED = "2026-11-24"
KNOWN_HAND = "2025-06"
KNOWN_LEADERS = "2022-10"
ROLES = {
    "hos": "head_of_state", "hog": "head_of_government", "fm": "foreign_minister", "dm": "defence_minister",
    "im": "interior_minister", "spk": "speaker", "cmd": "commander", "sp": "spokesman", "amb": "ambassador",
    "ph": "party_head", "igo": "igo_head", "oth": "other",
}  # fmt: skip
SECTORS = {
    "head_of_state": "GOV", "head_of_government": "GOV", "foreign_minister": "GOV", "defence_minister": "GOV",
    "interior_minister": "GOV", "speaker": "LEG", "commander": "MIL", "spokesman": "GOV", "ambassador": "GOV",
    "party_head": "PTY", "igo_head": "", "other": "GOV",
}  # fmt: skip
# Words of an office's name that decide the sector of its holder before the role does.
SECTOR_WORDS = (
    ("REB", r"Hezbollah|Hamas|Houthi|Rapid Support|al-Qaeda|Islamic State|Kurdistan Workers|Libyan National Army"),
    ("REB", r"Syrian Democratic Forces|March 23|Congo River|of the Taliban"),
    ("PRM", r"Wagner"),
    ("SPY", r"Intelligence|Mossad|Security Service"),
    ("OPP", r"[Oo]pposition|Russia of the Future"),
    ("JUD", r"Prosecutor|Attorney General|Court of Justice"),
    ("REL", r"Dalai Lama"),
)
OTHER_SECTORS = {"Pope": "REL", "Cardinal Secretary of State": "REL"}
# Countries as the public source names them, where that is not a name in countries.csv.
SOURCE_COUNTRIES = {
    "People's Republic of China": "CHN", "Kingdom of Denmark": "DNK", "Kingdom of the Netherlands": "NLD",
    "Republic of Ireland": "IRL", "Republic of the Congo": "COG", "Republic of Abkhazia": "abkhazia",
    "Republic of Artsakh": "nagorno-karabakh", "Turkish Republic of Northern Cyprus": "northern-cyprus",
    "Sahrawi Arab Democratic Republic": "ESH", "State of Palestine": "PSE", "The Bahamas": "BHS",
    "Federated States of Micronesia": "FSM", "Democratic Republic of the Congo": "COD",
}  # fmt: skip
HOG = re.compile(
    r"Prime Minister|Premier|Chancellor|Chairman of the Council of Ministers|Minister of State|Chief Minister",
    re.IGNORECASE,
)
HOS = re.compile(
    r"^(president|king|queen|monarch|emir|sultan|emperor|prince of|grand duke|ngwenyama|druk|yang)", re.IGNORECASE
)


def slug(name: str) -> str:
    """An id out of a name: ASCII, small letters, hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def plain(name: str) -> str:
    """A name for comparison: without accents, hyphens, capitals, articles and remarks in brackets."""
    bare = re.sub(r" \(.*\)$", "", name)
    return re.sub(r"\b(the|federal|republic of)-", "", slug(bare))


@dataclass
class Person:
    """A holder of offices."""

    id: str
    name: str
    qid: str
    names: list[str] = field(default_factory=list)
    offices: list[dict[str, str]] = field(default_factory=list)


class People:
    """Everybody who holds an office, found by any of the names."""

    def __init__(self, qids: dict[str, str]) -> None:
        self.qids = qids
        self.by_name: dict[str, Person] = {}
        self.all: list[Person] = []

    def get(self, names: list[str]) -> Person:
        """The person with the first of these names; the others are added."""
        person = self.by_name.get(plain(names[0]))
        qid = ""
        if person is None:
            qid = next((self.qids[plain(name)] for name in names if plain(name) in self.qids), "")
            person = next((other for other in self.all if qid and other.qid == qid), None)
        if person is None:
            person = Person(qid or slug(names[0]), names[0], qid)
            self.all.append(person)
        for name in names:
            if name not in person.names:
                person.names.append(name)
            if " " in name or name == names[0]:
                self.by_name.setdefault(plain(name), person)
        return person


def leaders(folder: Path) -> Iterator[dict[str, str]]:
    """Rows of the public source, QIDs first, with the columns of its Wikidata half."""
    with (folder / "wikidata.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
    with (folder / "wikipedia.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["position"] != row["officeholder"]:
                yield {**row, "positionLabel": row["positionlabel"], "officeholderLabel": row["officeholderlabel"]}


def role_of(office: str) -> str:
    """Role of an office of the public source, by its name."""
    if "Governor" in office or "Captain" in office or "Co-Prince" in office or "co-prince" in office:
        return "other"
    if HOG.search(office) or office == "Taoiseach":
        return "head_of_government"
    return "head_of_state" if HOS.search(office) else "other"


def from_hand(people: People, bodies: dict[str, str], qids: dict[tuple[str, str], str]) -> Iterator[dict[str, str]]:
    """Offices of the hand-written list."""
    for country, office, role, start, end, holder, known in hand("offices.txt", 7):
        person = people.get(values(holder))
        row = {
            "holder": person.id, "office": office, "office_qid": qids.get((country, plain(office)), ""),
            "body": bodies.get(plain(office), "") or body_of(office, role, country, bodies),
            "country": country, "role": ROLES[role], "start": start, "end": end,
            "as_known": "" if end else known or KNOWN_HAND, "source": HAND, "checked": CHECKED,
        }  # fmt: skip
        person.offices.append(row)
        yield row


def body_of(office: str, role: str, country: str, bodies: dict[str, str]) -> str:
    """The body that an office belongs to: the longest name of a body in the office's name, else the ministry of the role."""
    found = [name for name in bodies if len(name) > 4 and f"-{name}" in f"-{plain(office)}"]
    if found:
        return bodies[max(found, key=len)]
    ministry = {"fm": "foreign-ministry", "dm": "defence-ministry", "im": "interior-ministry"}.get(role, "")
    id_ = f"{country.lower()}-{ministry}"
    return id_ if ministry and id_ in bodies.values() else ""


def from_leaders(
    people: People, rows: list[dict[str, str]], countries: dict[str, str], written: set[tuple[str, str]]
) -> Iterator[dict[str, str]]:
    """Offices of the public source that nobody wrote by hand."""
    seen: set[tuple[str, str, str]] = set()
    taken: dict[tuple[str, str], str] = {}
    for row in rows:
        country = countries.get(row["country"], "")
        office = re.sub(r" \(.*\)$", "", row["positionLabel"])
        office = office[:1].upper() + office[1:]
        role = role_of(office)
        unusable = re.match(r"Q\d+$|List of|Monarchy of|Military leader|Member of", office) or re.match(
            r"Q\d+$", row["officeholderLabel"]
        )
        if not country or unusable or not row["start_year"] or {(country, role), (country, plain(office))} & written:
            continue
        # One name of an office for each country and role: the first that the source gives.
        if role != "other" and taken.setdefault((country, role), plain(office)) != plain(office):
            continue
        key = (country, plain(office), row["officeholder"])
        if key in seen:
            continue
        seen.add(key)
        name = re.sub(r" \(.*\)$", "", row["officeholderLabel"])
        person = people.get([name])
        spell = {
            "holder": person.id, "office": office, "office_qid": row["position"], "body": "", "country": country,
            "role": role, "start": row["start_year"], "end": row["end_year"],
            "as_known": "" if row["end_year"] else KNOWN_LEADERS, "source": LEADERS, "checked": "",
        }  # fmt: skip
        person.offices.append(spell)
        yield spell


def sector_of(office: dict[str, str]) -> str:
    """Sector of the holder while in office."""
    found = (sector for sector, words in SECTOR_WORDS if re.search(words, office["office"]))
    return next(found, SECTORS[office["role"]])


def person_rows(people: Iterable[Person]) -> Iterator[dict[str, str]]:
    """Rows of entities.csv for persons: country and sector are those of the latest office."""
    for person in people:
        latest = max(person.offices, key=lambda office: (not office["end"], office["start"]))
        yield {
            "id": person.id, "name": person.name, "kind": "person", "qid": person.qid, "country": latest["country"],
            "sector": "ELI" if latest["end"] else sector_of(latest),
            "other_sectors": "" if latest["end"] else OTHER_SECTORS.get(latest["office"], ""),
            "description": f"{latest['office']}, {latest['start'][:4]}–{latest['end'][:4]}",
            "source": f"{LEADERS}|{HAND}" if person.qid else HAND, "checked": CHECKED,
        }  # fmt: skip


def organization_rows() -> Iterator[dict[str, str]]:
    """Rows of entities.csv for bodies, groups and think tanks."""
    for name, country, sector, others, _names, parent, given, _needs in hand("organizations.txt", 8):
        id_ = given or slug(name)
        yield {
            "id": id_, "name": re.sub(r" \(.*\)$", "", name), "kind": "organization",
            "qid": id_ if re.fullmatch(r"Q\d+", id_) else "", "country": country, "sector": sector,
            "other_sectors": "|".join(values(others)), "parent": parent,
            "source": "rigour 2.6.0|by hand" if re.fullmatch(r"Q\d+", id_) else HAND, "checked": CHECKED,
        }  # fmt: skip
    for name, country, _names, parent in hand("thinktanks.txt", 4):
        yield {
            "id": slug(name), "name": name, "kind": "organization", "country": country, "sector": "SOC",
            "other_sectors": "EDU", "parent": parent, "description": "think tank or tracker", "source": HAND,
            "checked": CHECKED,
        }  # fmt: skip


def outlet_rows() -> Iterator[dict[str, str]]:
    """Rows of outlets.csv; reliability is F until a person sets it."""
    for name, kind, domains, country, languages, ownership, state, by, owner, _names, _needs in hand("outlets.txt", 11):
        yield {
            "id": slug(name), "name": re.sub(r" \(.*\)$", "", name), "kind": kind, "domains": "|".join(values(domains)),
            "country": country, "languages": "|".join(values(languages)), "ownership": ownership,
            "state_controlled": state, "controlled_by": by, "owner": owner, "reliability": "F", "source": HAND,
            "checked": CHECKED,
        }  # fmt: skip


def office_qids(rows: Iterable[dict[str, str]], countries: dict[str, str]) -> dict[tuple[str, str], str]:
    """QIDs of offices by country and name."""
    return {
        (countries[row["country"]], plain(row["positionLabel"])): row["position"]
        for row in rows
        if row["country"] in countries and not row["position"].startswith("http")
    }


def build(folder: Path) -> dict[str, int]:
    """Write the three tables and return their numbers of rows.

    Raises:
        ValueError: two rows have the same id.
    """
    rows = list(leaders(folder))
    countries = {row["name"]: row["id"] for row in read("countries")} | SOURCE_COUNTRIES
    qids = {plain(row["officeholderLabel"]): row["officeholder"] for row in reversed(rows)}
    organizations = list(organization_rows())
    bodies = {plain(row["name"]): row["id"] for row in organizations}
    people = People(qids)
    spells = list(from_hand(people, bodies, office_qids(rows, countries)))
    written = {(spell["country"], spell["role"]) for spell in spells if spell["role"] != "other"}
    written |= {(spell["country"], plain(spell["office"])) for spell in spells}
    spells.extend(from_leaders(people, rows, countries, written))
    entities = [*organizations, *person_rows(people.all)]
    outlets = list(outlet_rows())
    ids = [row["id"] for row in (*entities, *outlets)]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        raise ValueError(f"ids stand twice: {twice}")
    spells.sort(key=lambda spell: (spell["country"], spell["office"], spell["start"]))
    return {
        "entities": write("entities", entities),
        "offices": write("offices", spells),
        "outlets": write("outlets", outlets),
    }


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]))}\n")
