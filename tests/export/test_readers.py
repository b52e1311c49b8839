"""Real readers accept the files, and find in them what was written (reliability test U7)."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.export import Options, write
from dragoman.export.own import TABLES
from dragoman.record.columns import COLUMNS, columns

POSITION = {"type": "array", "minItems": 2, "maxItems": 3, "items": {"type": "number"}}
GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "not": {"required": ["crs"]},
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "properties", "geometry"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": ["number", "string"]},
                    "properties": {"type": ["object", "null"]},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
                            },
                        ]
                    },
                },
            },
        },
    },
}
"""What RFC 7946 says of a collection of features that are points."""


def test_a_schema_accepts_geojson(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    write("geojson", made, tmp_path / "g.geojson", codebook=codebook, options=Options(countries="centre"))
    jsonschema.validate(json.loads((tmp_path / "g.geojson").read_text("utf-8")), GEOJSON)


@pytest.mark.parametrize("flat", [False, True])
def test_geopandas_reads_geojson(flat: bool, made: Any, codebook: Codebook, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    write("geojson", made, tmp_path / "g.geojson", codebook=codebook, options=Options(flat=flat))
    frame = geopandas.read_file(tmp_path / "g.geojson")
    assert len(frame) == 5
    assert frame.crs.to_epsg() == 4326
    assert (frame.geometry[0].x, frame.geometry[0].y) == (-9.139, 38.717)
    assert frame.geometry[1] is None
    assert list(frame["plover_type"][:3]) == ["CONSULT", "AGREE", "ASSAULT"]


def test_pandas_reads_polecat_and_plover(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    write("polecat", made, tmp_path / "p.tsv", codebook=codebook)
    frame = pandas.read_csv(
        tmp_path / "p.tsv", sep="\t", quoting=3, dtype=str, keep_default_na=False, na_values=["None"]
    )
    assert frame.shape == (4, 40)
    assert frame["Event Date"].notna().tolist() == [True, False, False, False]
    write("plover", made, tmp_path / "p.jsonl", codebook=codebook)
    assert pandas.read_json(tmp_path / "p.jsonl", lines=True)["id"].tolist() == ["visit", "plan"]


def test_pandas_and_duckdb_read_the_tables_as_csv(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    duckdb = pytest.importorskip("duckdb")
    write("csv", made, tmp_path / "own", codebook=codebook, options=Options(bom=True))
    for table in TABLES:
        path, number = tmp_path / "own" / f"{table}.csv", len(list(made.rows(table)))
        assert pandas.read_csv(path).shape == (number, len(columns(table)))
        found = duckdb.sql(f"SELECT * FROM read_csv('{path}', header = true, all_varchar = true)").fetchall()
        assert len(found) == number


def test_pandas_reads_the_tables_as_json_lines(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    write("jsonl", made, tmp_path / "own", codebook=codebook)
    events = pandas.read_json(tmp_path / "own" / "events.jsonl", lines=True, dtype=False)
    assert events["contexts"][0] == ["economic", "military"]
    assert events["cameo"][0] == "043"


def test_openpyxl_reads_the_workbook(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    about = write("xlsx", made, tmp_path / "own.xlsx", codebook=codebook)
    book = openpyxl.load_workbook(tmp_path / "own.xlsx")
    assert book.sheetnames == [*TABLES, "columns", "about"]
    for table in TABLES:
        rows = list(book[table].iter_rows(values_only=True))
        assert rows[0] == columns(table)
        assert len(rows) - 1 == about.rows[table] == len(list(made.rows(table)))
    events = [dict(zip(columns("events"), row, strict=True)) for row in book["events"].iter_rows(2, values_only=True)]
    assert events[0]["cameo"] == "043"
    assert events[0]["earliest"].isoformat() == "2025-09-02T00:00:00"
    assert events[0]["recorded_at"].isoformat() == "2025-09-05T12:30:00"
    assert math.isclose(events[0]["lat"], 38.717)
    assert len(list(book["columns"].iter_rows())) == 1 + sum(len(COLUMNS[table]) for table in TABLES)
    assert ("snapshot", "s1") in set(book["about"].iter_rows(values_only=True))


def test_duckdb_and_arrow_read_parquet(made: Any, codebook: Codebook, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    write("parquet", made, tmp_path / "own", codebook=codebook)
    types = {
        "text": "VARCHAR", "whole": "BIGINT", "number": "DOUBLE", "day": "DATE", "time": "TIMESTAMP WITH TIME ZONE", "texts": "VARCHAR[]",
        "wholes": "BIGINT[]",
    }  # fmt: skip
    for table in TABLES:
        found = duckdb.sql(f"DESCRIBE SELECT * FROM '{tmp_path / 'own' / table}.parquet'").fetchall()
        assert [row[:2] for row in found] == [(one.name, types[one.kind]) for one in COLUMNS[table]]
    parquet = pytest.importorskip("pyarrow.parquet")
    for table in TABLES:
        rows = parquet.read_table(tmp_path / "own" / f"{table}.parquet").to_pylist()
        wanted = [
            {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
            for row in made.rows(table)
        ]
        assert rows == wanted
