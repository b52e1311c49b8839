"""names.csv: every name under which an entity is met.

States: from ``hand/countries.txt`` and ``hand/seats.txt``; bodies, groups and persons: from the further lists of
``hand/``. All rows are written by hand.

    python train/knowledge/names.py
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from itertools import chain

from entities import plain, slug
from tables import hand, read, values, write

Row = dict[str, str]
# Names of states that are also something else: words of which one must stand near. (entity, name) -> words.
NEEDS = {
    ("COG", "Congolese"): "Brazzaville|Congo-Brazzaville|Sassou",
    ("DMA", "Dominican"): "Dominica|Roseau",
    ("DMA", "Dominicans"): "Dominica|Roseau",
    ("GUF", "Guianese"): "French Guiana|Cayenne",
    ("FSM", "Micronesian"): "Micronesia|Palikir",
    ("SYC", "Victoria"): "Seychelles|Seychellois",
    ("GUY", "Georgetown"): "Guyana|Guyanese",
    ("CYM", "George Town"): "Cayman",
    ("NFK", "Kingston"): "Norfolk",
    ("BMU", "Hamilton"): "Bermuda",
    ("IMN", "Douglas"): "Isle of Man|Manx",
    ("FLK", "Stanley"): "Falkland|Falklands|Malvinas",
    ("AIA", "The Valley"): "Anguilla",
    ("CCK", "West Island"): "Cocos",
    ("IOT", "Diego Garcia"): "Chagos|British Indian Ocean",
    ("MSR", "Plymouth"): "Montserrat",
    ("MDV", "Male"): "Maldives|Maldivian",
    ("PRI", "San Juan"): "Puerto Rico|Puerto Rican",
    ("CRI", "San José"): "Costa Rica|Costa Rican",
    ("CRI", "San Jose"): "Costa Rica|Costa Rican",
    ("REU", "Saint-Denis"): "Réunion|Reunion",
    ("SPM", "Saint-Pierre"): "Miquelon",
    ("SHN", "Jamestown"): "Saint Helena|St Helena|St. Helena",
    ("VGB", "Road Town"): "Virgin Islands",
    ("GLP", "Basse-Terre"): "Guadeloupe",
    ("JEY", "Jersey"): "Channel Islands|Saint Helier|St Helier|Bailiwick|Guernsey|States Assembly",
    ("PCN", "Pitcairn"): "Island|Islands|Adamstown",
    ("ZAF", "Bloemfontein"): "South Africa|South African",
    ("ZAF", "Cape Town"): "South Africa|South African",
    ("NZL", "Kiwi"): "New Zealand",
    ("NZL", "Kiwis"): "New Zealand",
    ("MKD", "Macedonian"): "Macedonia|Skopje",
    ("MKD", "Macedonians"): "Macedonia|Skopje",
    ("CAF", "CAR"): "Central African|Bangui",
    ("MAF", "Saint Martin"): "Marigot|French|Collectivity",
    ("SGS", "South Georgia"): "Sandwich|island|Falkland|Falklands|Grytviken",
    ("transnistria", "PMR"): "Transnistria|Tiraspol|Moldova",
    ("donetsk-peoples-republic", "DPR"): "Donetsk|Ukraine",
    ("luhansk-peoples-republic", "LPR"): "Luhansk|Lugansk|Ukraine",
}
# Of entities that share a name, those that are meant where the text says no more.
BEST_KNOWN = frozenset(
    {"el-pais", "the-daily-telegraph", "daily-mirror", "chn-intelligence-service", "chinese-communist-party"}
)
COUNTRIES = {country["id"]: country for country in read("countries")}


def row(entity: str, name: str, kind: str, needs: str = "", until: str = "") -> Row:
    """One name."""
    return {"entity": entity, "name": name, "lang": "en", "kind": kind, "needs": needs, "until": until}


def of_countries() -> Iterator[Row]:
    """Names, adjectives, demonyms and capitals of states, with their seats of power."""
    table = {country["id"]: country for country in read("countries")}
    for id_, name, _adjectives, _demonyms, capital, _cow, _gw, short, acronyms in hand("countries.txt", 9):
        country = table[id_]
        yield row(id_, name, "short")
        if country["formal_name"] != name:
            yield row(id_, country["formal_name"], "full")
        for word in values(short):
            yield row(id_, word, "short")
        for word in values(acronyms):
            yield row(id_, word, "acronym")
        for word in country["adjectives"].split("|"):
            yield row(id_, word, "adjective")
        for word in country["demonyms"].split("|"):
            yield row(id_, word, "demonym")
        for word in values(capital):
            yield row(id_, word, "capital")
    for cells in hand("seats.txt", 20):
        entity, name, kind = cells[:3]
        yield row(entity, name, kind, "|".join(cell for cell in cells[3:] if cell))


def near(country: str) -> str:
    """Words that tell that a text is about a country."""
    row_ = COUNTRIES.get(country)
    if row_ is None:
        return ""
    return "|".join(dict.fromkeys([row_["name"], *row_["adjectives"].split("|"), row_["capital"]]))


def of_entities() -> Iterator[Row]:
    """Names of bodies, groups, think tanks, outlets and persons."""
    for name, country, _sector, _others, names, _parent, id_, needs in hand("organizations.txt", 8):
        shared = "(" in name
        words = "|".join(values(needs)) or (near(country) if shared else "")
        yield from forms(id_ or slug(name), bare(name), values(names), words, full=not shared)
    for name, _country, names, _parent in hand("thinktanks.txt", 4):
        yield from forms(slug(name), name, values(names), "")
    for cells in hand("outlets.txt", 11):
        shared = "(" in cells[0]
        words = "|".join(values(cells[10])) or (near(cells[3]) if shared else "")
        yield from forms(slug(cells[0]), bare(cells[0]), values(cells[9]), words, full=not shared)
    holders = {plain(values(cells[5])[0]): values(cells[5]) for cells in reversed(list(hand("offices.txt", 7)))}
    for cells in hand("offices.txt", 7):
        spellings = values(cells[5])
        if len(spellings) > len(holders[plain(spellings[0])]):
            holders[plain(spellings[0])] = spellings
    for entity in read("entities"):
        if entity["kind"] == "person":
            yield from forms(entity["id"], entity["name"], holders.get(plain(entity["name"]), [])[1:], "")


def bare(name: str) -> str:
    """A name without the remark in brackets that tells it from others."""
    return re.sub(r" \(.*\)$", "", name)


def forms(entity: str, name: str, others: list[str], needs: str, *, full: bool = True) -> Iterator[Row]:
    """The name and further names of an entity, each with its spelling without accents. Needs bind short forms alone, and
    the name too where it is one word or shared with others (``full`` is false).
    """
    known: set[str] = set()
    for at, form in enumerate([name, *others]):
        letters = form.replace(".", "").replace("-", "")
        kind = "name" if at == 0 or " " in form else "acronym" if letters.isupper() or letters.isdigit() else "short"
        if at and letters.upper() == letters:
            kind = "acronym"
        bound = needs if (at == 0 and (" " not in form or not full)) or (at and " " not in form) else ""
        for spelling in dict.fromkeys((form, unaccented(form))):
            if spelling not in known:
                known.add(spelling)
                yield row(entity, spelling, kind, bound)


def unaccented(name: str) -> str:
    """A name in letters without marks, for the spelling of wires that have none."""
    spelt = name.translate(str.maketrans("łŁøØđĐı", "lLoOdDi")).replace("ß", "ss")
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(letter))


def shared_forms(rows: list[Row], homes: dict[str, str]) -> None:
    """Give a name that several entities share the words of each one's country as needs, save for the best known."""
    holders: dict[str, set[str]] = {}
    for item in rows:
        if not item["needs"]:
            holders.setdefault(item["name"], set()).add(item["entity"])
    for item in rows:
        if item["entity"] in homes and item["entity"] not in BEST_KNOWN and len(holders.get(item["name"], ())) > 1:
            item["needs"] = item["needs"] or near(homes[item["entity"]])


def cleaned(rows: Iterator[Row]) -> list[Row]:
    """Each name once; an article is left out where the name is known without it."""
    known: dict[tuple[str, str, str], Row] = {}
    for item in rows:
        if not item["name"]:
            continue
        item["needs"] = item["needs"] or NEEDS.get((item["entity"], item["name"]), "")
        known.setdefault((item["entity"], item["name"], item["kind"]), item)
    bare = {(entity, name) for entity, name, _kind in known}
    found = []
    for (entity, name, _kind), item in known.items():
        article, _space, rest = name.partition(" ")
        if article in ("the", "The") and (entity, rest) in bare:
            continue
        if article == "the" and rest[:1].isupper() and not item["needs"]:
            item["name"] = rest
        found.append(item)
    return found


def build() -> int:
    """Write names.csv and return the number of rows."""
    rows = cleaned(chain(of_countries(), of_entities()))
    shared_forms(rows, {item["id"]: item["country"] for table in ("entities", "outlets") for item in read(table)})
    return write("names", rows)


if __name__ == "__main__":
    sys.stdout.write(f"names.csv: {build()} rows\n")
