"""Loading: quick, repeatable, the same in any order."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.codebook import Codebook
from dragoman.codebook.loader import Loaded, shipped
from dragoman.codebook.tables import Columns, CountryRow, PlaceRow, RowTable
from dragoman.codebook.yamltext import Table, parse_text

SECONDS = 0.5
"""Processor time that the YAML files may take on a machine of the continuous tests."""


def test_loading_is_quick() -> None:
    best = 10.0
    for _ in range(3):
        start = time.process_time()
        Codebook.load()
        best = min(best, time.process_time() - start)
    assert best < SECONDS


def test_the_hash_is_that_of_the_content(codebook: Codebook) -> None:
    again = Codebook.load()
    assert again.hash == codebook.hash
    assert len(again.hash) == 64
    assert again == codebook
    assert hash(again) == hash(codebook)


def digest(text: str) -> str:
    node = parse_text(text)
    assert isinstance(node, Table)
    return Loaded(nodes={"a.yml": node}).digest()


@pytest.mark.parametrize(
    "other, same",
    [
        ("# a comment\ncues:\n\n  - {pos:   verb, cue: say}\n  - {cue: tell, pos: verb}\n", True),
        ("about: {origin: other}\ncues: [{cue: tell, pos: verb}, {cue: say, pos: verb}]\n", True),
        ("cues: [{cue: tell, pos: verb}, {cue: say, pos: verb, examples: [x]}]\n", True),
        ("cues: [{cue: tell, pos: verb}]\n", False),
        ("cues: [{cue: tell, pos: noun}, {cue: say, pos: verb}]\n", False),
        ("cues: [{cue: tell, pos: verb}, {cue: say, pos: verb, slots: {source: subject}}]\n", False),
    ],
)
def test_order_blanks_comments_headers_and_examples_change_no_hash(other: str, same: bool) -> None:
    base = "cues:\n  - {cue: say, pos: verb}\n  - {cue: tell, pos: verb}\n"
    assert (digest(other) == digest(base)) == same


def test_import_loads_neither_spacy_nor_numpy(tmp_path: Path) -> None:
    code = "import sys, dragoman.codebook; assert not {'spacy', 'numpy', 'onnxruntime'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)


def test_where_of_an_entry_is_the_line_on_which_it_stands(codebook: Codebook) -> None:
    folder = shipped()
    for predicate in codebook.predicates[::50]:
        name, _, line = predicate.where.rpartition(":")
        text = (folder / name).read_text(encoding="utf-8").splitlines()
        assert predicate.lemma.split()[0] in text[int(line) - 1]
    name, _, line = codebook.countries["NOR"].where.rpartition(":")
    assert (folder / name).read_text(encoding="utf-8").splitlines()[int(line) - 1].startswith("NOR,")


def test_rows_are_typed_on_demand_and_found_by_any_column() -> None:
    columns = Columns.of(PlaceRow)
    cells = [
        ["1", "Faya", "city", "TCD", "", "17.9", "19.1", "", "1", "", "TCD", "13400", "Largeau|Faya-Largeau", ""],
        ["2", "Oum", "city", "TCD", "", "", "", "", "", "", "TCD", "", "", ""],
    ]
    table: RowTable[PlaceRow] = RowTable(columns, cells, lambda at: f"places.csv:{at + 2}")
    assert [row.id for row in table.find("names", "largeau")] == ["1"]
    assert [row.id for row in table.find("country", "TCD")] == ["1", "2"]
    assert table.find("name", "Nowhere") == ()
    assert (table["1"].lat, table["1"].geonames, table["2"].lat, table["2"].population) == (17.9, 1, None, None)
    assert table["2"].where == "places.csv:3"
    assert table["1"] is table.get("1")
    assert "3" not in table
    assert len(list(table)) == 2
    with pytest.raises(KeyError):
        table["3"]
    with pytest.raises(KeyError):
        table.find("nothing", "x")


def test_ids_differ_by_capitals() -> None:
    cells = [[value, *[""] * 16] for value in ("NOR", "nor")]
    table: RowTable[CountryRow] = RowTable(Columns.of(CountryRow), cells, str)
    assert table["nor"].id == "nor"
    assert len(table.find("id", "Nor")) == 2
    assert table.get("Nor") is None
