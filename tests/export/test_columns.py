"""Columns as the design of the exports lists them: names, order, number."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, get_args

import pytest

from dragoman.codebook import Codebook
from dragoman.export import Options, geojson, plover, polecat, write
from dragoman.export.own import TABLES
from dragoman.model.tables import Table
from dragoman.record.columns import COLUMNS, columns

POLECAT = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
]
PLOVER = [
    "id",
    "has_event",
    "date",
    "time",
    "enddate",
    "endtime",
    "actor",
    "recipient",
    "event",
    "event_loc",
    "event_text",
    "quad_code",
    "event_scale",
    "mode",
    "context",
    "link",
    "text",
    "text_info",
    "cite_info",
    "coder",
    "coded_date",
    "coded_time",
    "comment",
]
GEOJSON = [
    "type",
    "mode",
    "plover_type",
    "cameo",
    "status",
    "actors",
    "recipients",
    "with",
    "when",
    "earliest",
    "latest",
    "place",
    "country",
    "precision",
    "radius_km",
    "geonames",
    "quantities",
    "sources",
    "certainty",
    "words",
    "report",
    "url",
    "published",
]
OWN = {
    "reports": "id, outlet, title, author, published, language, url, characters, version, copy_of, first_seen, text_sha256",
    "events": "id, canonical_id, report, type, mode, cameo, contexts, status, plover_type, plover_mode, quad, score, edtf, earliest, latest, "
    "time_of_day, date_basis, place, place_country, geonames, lat, lon, place_precision, radius_km, trigger_words, trigger_start, trigger_end, "
    "evidence_words, evidence_start, evidence_end, voices, works, pages, contradicted, recorded_at, retired_at, retired_why, reader, codebook",
    "participants": "event, role, n, entity, name, kind, country, sector, other_sectors, office, words, start, end, why",
    "claims": "id, report, kind, event, quantity, content_words, content_start, content_end, author_certainty, chain_length, outermost, innermost, "
    "attitude, certainty, scope, recorded_at, retired_at, retired_why",
    "attributions": "claim, hop, n, entity, name, descriptor, source_words, source_start, source_end, cue_words, cue_start, cue_end, attitude, "
    "certainty, scope",
    "quantities": "id, report, claim, event, counted, of, of_entity, op, low, high, point, unit, aggregation, as_of, as_of_basis, as_of_earliest, "
    "as_of_latest, cmp_low, cmp_high, tolerance, part_of, added_to, revises, series, origin, words, start, end, modifier_words",
    "entities": "id, name, kind, qid, country, sector, other_sectors, office, since, until",
    "mentions": "report, entity, words, start, end, score, why",
    "relations": "type, from, to, basis, recorded_at, retired_at",
    "checks": "id, kind, claim, claimed, record_min, record_max, verdict, why, coverage, checked_at",
    "notes": "report, kind, words, start, end, message",
}


def test_the_columns_are_those_of_the_design() -> None:
    assert list(polecat.COLUMNS) == POLECAT
    assert len(POLECAT) == 40
    assert list(plover.KEYS) == PLOVER
    assert list(geojson.PROPERTIES) == GEOJSON
    assert {table: ", ".join(columns(table)) for table in get_args(Table)} == OWN
    assert tuple(OWN) == TABLES


def test_every_column_is_explained() -> None:
    for table in TABLES:
        assert all(column.says.endswith((".", "…")) for column in COLUMNS[table])


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_these_columns_and_kinds(table: Table, made: Any) -> None:
    kinds: dict[str, Any] = {"text": str, "whole": int, "number": (int, float), "texts": tuple, "wholes": tuple}
    for row in made.rows(table):
        assert tuple(row) == columns(table)
        for column in COLUMNS[table]:
            value = row[column.name]
            assert value is None or isinstance(value, kinds.get(column.kind, object)), (column.name, value)


def test_the_files_have_them(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    write("polecat", made, tmp_path / "a.tsv", codebook=codebook)
    write("csv", made, tmp_path / "own", codebook=codebook)
    write("geojson", made, tmp_path / "a.geojson", codebook=codebook)
    write("plover", made, tmp_path / "a.jsonl", codebook=codebook)
    lines = (tmp_path / "a.tsv").read_text("utf-8").split("\n")
    assert lines[0].split("\t") == POLECAT
    assert {line.count("\t") for line in lines if line} == {39}
    for table in TABLES:
        with (tmp_path / "own" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert ", ".join(next(csv.reader(file))) == OWN[table]
    features = json.loads((tmp_path / "a.geojson").read_text("utf-8"))["features"]
    assert all(list(one["properties"]) == GEOJSON for one in features)
    for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines():
        found = [key for key in json.loads(line) if key != "size"]
        assert found == [key for key in PLOVER if key in found]
        assert set(plover.REQUIRED) <= set(found)


def test_options_add_columns_at_the_end() -> None:
    more = polecat.columns(Options(qid=True, fold="surface", intensity_name="Event Intensity"))
    assert more[4] == "Event Intensity"
    assert more[40:] == ("Actor QID", "Recipient QID", "Status")
