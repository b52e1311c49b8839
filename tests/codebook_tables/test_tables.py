"""The shipped tables: their size, that ids are unique, that every country has its names, and facts by sample."""

from __future__ import annotations

import pytest

from dragoman.codebook import Codebook
from dragoman.codebook.check_tables import check_tables
from dragoman.codebook.problems import Problem

PARTLY_RECOGNISED = {
    "abkhazia": "GEO",
    "south-ossetia": "GEO",
    "donetsk-peoples-republic": "UKR",
    "luhansk-peoples-republic": "UKR",
    "nagorno-karabakh": "AZE",
    "northern-cyprus": "CYP",
    "transnistria": "MDA",
    "somaliland": "SOM",
    "ESH": "MAR",
}
INCOMPLETE = {"ATA", "ATF", "BVT", "HMD", "SGS", "UMI", "IOT", "SJM", "TKL", "VAT"}
"""Territories of which one name, adjective or capital does not exist."""


def names(codebook: Codebook, name: str) -> set[tuple[str, str]]:
    """(entity, kind) of a name as it is written."""
    return {(row.entity, row.kind) for row in codebook.names.find("name", name) if row.name == name}


@pytest.mark.parametrize(
    "table,least",
    [
        ("countries", 270),
        ("names", 6900),
        ("entities", 1900),
        ("offices", 1000),
        ("outlets", 600),
        ("places", 38000),
    ],
)
def test_size(codebook: Codebook, table: str, least: int) -> None:
    assert len(getattr(codebook, table)) >= least


def test_nothing_to_complain_of(codebook: Codebook) -> None:
    problems: list[Problem] = []
    check_tables(codebook, problems)
    assert not problems


def test_ids_are_unique_over_tables(codebook: Codebook) -> None:
    ids = [row.id for table in (codebook.countries, codebook.entities, codebook.outlets) for row in table]
    assert len(ids) == len(set(ids))


def test_iso_countries(codebook: Codebook) -> None:
    iso = [row for row in codebook.countries if row.id.isupper() and not row.until and row.id != "KOS"]
    assert len(iso) == 249
    assert all(len(row.id) == 3 and len(row.iso2) == 2 and len(row.numeric) == 3 for row in iso)
    assert len({row.iso2 for row in iso}) == len({row.numeric for row in iso}) == 249


def test_partly_recognised_entities_fold_into_the_claiming_state(codebook: Codebook) -> None:
    assert {id_: codebook.countries[id_].plover for id_ in PARTLY_RECOGNISED} == PARTLY_RECOGNISED


def test_export_codes(codebook: Codebook) -> None:
    kept = {"KOS", "PSE", "HKG", "ATA", "VAT", "TWN"}
    assert all(codebook.countries[id_].plover == id_ for id_ in kept)
    assert codebook.countries["GUF"].plover == "FRA"
    assert codebook.countries["SUN"].plover == "RUS"
    folded = [row for row in codebook.countries if row.plover != row.id and not row.until]
    assert len(folded) == 51 + 7  # territories of ISO, and partly recognised entities of today that ISO does not list


def test_every_country_has_name_adjective_demonym_and_capital(codebook: Codebook) -> None:
    kinds: dict[str, set[str]] = {}
    for row in codebook.names:
        kinds.setdefault(row.entity, set()).add(row.kind)
    for country in codebook.countries:
        assert "short" in kinds[country.id], country.id
        if country.until or country.id in INCOMPLETE | set(PARTLY_RECOGNISED):
            continue
        assert kinds[country.id] >= {"adjective", "capital", "demonym"}, country.id
        assert country.capital
        assert country.adjectives


def test_names_that_need_company(codebook: Codebook) -> None:
    """A name of two entities is bound to other words for all but one of them."""
    free: dict[str, set[str]] = {}
    for row in codebook.names:
        if not row.needs:
            free.setdefault(row.name, set()).add(row.entity)
    assert not {name: entities for name, entities in free.items() if len(entities) > 1}


@pytest.mark.parametrize(
    "name,entity,kind",
    [
        ("Kremlin", "RUS", "seat"),
        ("White House", "USA", "seat"),
        ("Zhongnanhai", "CHN", "seat"),
        ("Élysée", "FRA", "seat"),
        ("Blue House", "KOR", "seat"),
        ("Bankova", "UKR", "seat"),
        ("Berlaymont", "Q458", "seat"),
        ("Pyongyang", "PRK", "capital"),
        ("Kiev", "UKR", "capital"),
        ("DPRK", "PRK", "acronym"),
        ("U.S.", "USA", "acronym"),
        ("UAE", "ARE", "acronym"),
        ("Türkiye", "TUR", "short"),
        ("Danes", "DNK", "demonym"),
        ("Frenchmen", "FRA", "demonym"),
        ("Laotian", "LAO", "adjective"),
        ("Pentagon", "usa-defence-ministry", "short"),
        ("Foggy Bottom", "usa-foreign-ministry", "name"),
        ("IAEA", "international-atomic-energy-agency", "acronym"),
        ("Zelensky", "Q3874799", "short"),
        ("NIS", "kor-intelligence-service", "acronym"),
        ("KCNA", "korean-central-news-agency", "acronym"),
    ],
)
def test_sample_names(codebook: Codebook, name: str, entity: str, kind: str) -> None:
    assert (entity, kind) in names(codebook, name)


def test_the_north_is_never_used_alone(codebook: Codebook) -> None:
    rows = [row for row in codebook.names.find("name", "the North") if row.entity == "PRK"]
    assert [row.needs for row in rows] == [("Korea", "Korean", "Koreas", "Pyongyang", "Seoul")]


@pytest.mark.parametrize(
    "day,country,role,holder",
    [
        ("2025-09-02", "PRK", "head_of_state", "Q56226"),
        ("2014-06-01", "USA", "head_of_state", "barack-obama"),
        ("2025-09-02", "USA", "head_of_state", "donald-trump"),
        ("2023-05-09", "UKR", "head_of_state", "Q3874799"),
        ("2024-03-01", "DEU", "head_of_government", "Q61053"),
        ("2020-02-02", "GBR", "head_of_government", "Q180589"),
        ("2022-10-01", "GBR", "foreign_minister", "james-cleverly"),
    ],
)
def test_who_held_an_office(codebook: Codebook, day: str, country: str, role: str, holder: str) -> None:
    held = {
        row.holder
        for row in codebook.offices.find("country", country)
        if row.role == role and row.start <= day and (not row.end or day < row.end)
    }
    assert held == {holder}


def test_open_offices_say_when_they_were_known(codebook: Codebook) -> None:
    assert all(bool(row.end) != bool(row.as_known) for row in codebook.offices)


def test_reliability_is_left_to_people(codebook: Codebook) -> None:
    assert {row.reliability for row in codebook.outlets} == {"F"}


def test_same_name_on_two_levels(codebook: Codebook) -> None:
    rows = {row.kind: row for row in codebook.places.find("name", "Kursk") if row.country == "RUS"}
    assert set(rows) == {"city", "admin1"}
    assert rows["city"].parent == rows["admin1"].id == "538555"
    assert rows["city"].lat is not None
    assert abs(rows["city"].lat - 51.7) < 0.1
    assert "Kursk region" in rows["admin1"].names


def test_coordinates_come_from_a_source_alone(codebook: Codebook) -> None:
    assert all(row.lat is not None and row.lon is not None for row in codebook.places if row.kind == "city")
    assert all(row.lat is None for row in codebook.places if row.source == ("by hand",))


def test_roles_know_words_of_both_spellings(codebook: Codebook) -> None:
    words = {word: role for role in codebook.roles.persons for word in role.words}
    assert words["defence minister"] is words["defense minister"]
    assert words["secretary of state"].default == "USA"
    groups = {word: role.sector for role in codebook.roles.groups for word in role.words}
    assert (groups["soldier"], groups["rebel"], groups["lawmaker"], groups["journalist"]) == (
        "MIL",
        "REB",
        "LEG",
        "JRN",
    )
