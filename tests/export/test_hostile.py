"""Words of reports stay words in every format: nothing becomes a formula, a cell or a line of its own (reliability test S8)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.export import Options, write, xlsx
from dragoman.export.cells import risky
from dragoman.model import Entity

LEADS = [before + sign for before in ("", '"', " ", "\ufeff", "\x00") for sign in "=+-@＝＋－＠"]
BREAKS = ["\t", "\r", "\n", "\x00"]
FORMULAS = [f"{lead}1+1" for lead in (*LEADS, *BREAKS)]
TRICKY = [
    "a\tb", "a\nb", "a\r\nb", 'say "x"', "\u202ereversed\u202c", "\U0001f600", "None", "NA", "NO", "042", "1e5", "a, b; c | d", "\\N", "'", "", "\u2028",
    "<b>&amp;</b>", "_x0041_",
]  # fmt: skip


def of(names: list[str], made: Any, tools: Any) -> None:
    """Let the record hold one meeting of people with these names."""
    people = [(f"Guest{n}", Entity(id=f"g{n}", name=name, kind="person")) for n, name in enumerate(names, 100)]
    body = " ".join(words for words, _ in people) + " met."
    meeting = tools.tell(
        made, body, id="m", trigger="met", type="CONSULT", actors=people, when="2025-09-01", outlet="=Oru\tHerald"
    )
    made.held = [tools.merge(meeting)]


@pytest.fixture
def names(made: Any, tools: Any) -> list[str]:
    found = FORMULAS + TRICKY
    of(found, made, tools)
    return found


def test_there_are_forty_leads_and_more() -> None:
    assert len(LEADS) == 40
    assert all(risky(text) for text in FORMULAS)
    assert not any(risky(text) for text in ("-5", "+5.25", "042", "a=b", "", "Oru", "50%", "“Oru”"))


@pytest.mark.parametrize("safe", [None, True, False])
def test_csv_has_no_formula(safe: bool | None, names: list[str], made: Any, codebook: Codebook, tmp_path: Path) -> None:
    about = write("csv", made, tmp_path / "own", codebook=codebook, options=Options(safe_cells=safe))
    with (tmp_path / "own" / "entities.csv").open(encoding="utf-8", newline="") as file:
        found = [row["name"] for row in csv.DictReader(file)]
    if safe is False:
        assert found == names
        assert not about.changed
    else:
        assert found == [f"'{name}" if name in FORMULAS else name for name in names]
        assert about.changed["cells with an apostrophe in front"] >= len(FORMULAS)


@pytest.mark.parametrize("safe", [None, False])
def test_a_workbook_has_no_formula(
    safe: bool | None, names: list[str], made: Any, codebook: Codebook, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    write("xlsx", made, tmp_path / "own.xlsx", codebook=codebook, options=Options(safe_cells=safe))
    book = openpyxl.load_workbook(tmp_path / "own.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    found = [row[1].value for row in book["entities"].iter_rows(min_row=2)]
    assert len(found) == len(names)
    for name, text in zip(names, found, strict=True):
        assert text is None or isinstance(text, str)
        assert (text or "").startswith("'") == (name == "'" or (safe is None and name in FORMULAS))
    assert found[names.index("042")] == "042"
    unescape = pytest.importorskip("openpyxl.utils.escape").unescape
    assert unescape(found[names.index("_x0041_")]) == "_x0041_"


def test_polecat_keeps_its_cells_and_lines(names: list[str], made: Any, codebook: Codebook, tmp_path: Path) -> None:
    about = write("polecat", made, tmp_path / "p.tsv", codebook=codebook)
    header, row, end = (tmp_path / "p.tsv").read_bytes().decode("utf-8").split("\n")
    assert header.count("\t") == row.count("\t") == 39
    assert end == ""
    assert "\r" not in row
    assert row.split("\t")[33] == "=Oru Herald"
    assert 'say "x"' in row
    assert about.changed["tabs and line breaks that became blanks"] == 3
    write("polecat", made, tmp_path / "p.tsv", codebook=codebook, options=Options(safe_cells=True))
    assert "\t'=Oru Herald\t" in (tmp_path / "p.tsv").read_text("utf-8")


def test_json_keeps_every_sign(names: list[str], made: Any, codebook: Codebook, tmp_path: Path) -> None:
    write("plover", made, tmp_path / "p.jsonl", codebook=codebook)
    lines = (tmp_path / "p.jsonl").read_bytes().decode("utf-8").splitlines()
    assert len(lines) == 1
    assert [one["identifier_text"] for one in json.loads(lines[0])["actor"]] == names
    write("geojson", made, tmp_path / "g.json", codebook=codebook)
    assert json.loads((tmp_path / "g.json").read_bytes())["features"][0]["properties"]["actors"] == names
    write("jsonl", made, tmp_path / "own", codebook=codebook)
    lines = (tmp_path / "own" / "entities.jsonl").read_bytes().decode("utf-8").splitlines()
    assert [json.loads(line)["name"] for line in lines] == names


def test_parquet_keeps_every_sign(names: list[str], made: Any, codebook: Codebook, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    write("parquet", made, tmp_path / "o'wn", codebook=codebook)
    quoted = str(tmp_path / "o'wn" / "entities.parquet").replace("'", "''")
    assert [name for (name,) in duckdb.sql(f"SELECT name FROM '{quoted}'").fetchall()] == names


def test_a_cell_that_is_too_long_is_cut_with_a_note(made: Any, tools: Any, codebook: Codebook, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    of(["\U0001f600" * 20_000, "x" * xlsx.LONGEST], made, tools)
    about = write("xlsx", made, tmp_path / "own.xlsx", codebook=codebook)
    long, full = (
        row[1] for row in openpyxl.load_workbook(tmp_path / "own.xlsx")["entities"].iter_rows(2, values_only=True)
    )
    assert long.endswith("[cut]")
    assert len(long.encode("utf-16-le")) <= 2 * xlsx.LONGEST
    assert full == "x" * xlsx.LONGEST
    assert about.losses[f"ends of cells longer than {xlsx.LONGEST} characters"] == 2


def test_rows_beyond_a_sheet_are_counted(
    made: Any, tools: Any, codebook: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(xlsx, "ROWS", 3)
    of(["A", "B", "C"], made, tools)
    about = write("xlsx", made, tmp_path / "own.xlsx", codebook=codebook)
    assert openpyxl.load_workbook(tmp_path / "own.xlsx")["entities"].max_row == 3
    assert about.rows["entities"] == 2
    assert about.left_out["rows of entities beyond the 3 of a sheet"] == 1
