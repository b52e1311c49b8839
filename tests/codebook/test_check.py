"""The checker: the shipped files are clean, and each kind of damage by a spreadsheet is found in a spoiled copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.codebook import Codebook, check
from dragoman.codebook.check_tables import check_tables
from dragoman.codebook.loader import TABLES, TableSource, shipped
from dragoman.codebook.problems import Problem
from dragoman.codebook.tables import Columns, read_sheet

HEADERS = {
    "cameo": "code,type,mode,contexts,mark,goldstein_icews,goldstein_phoenix,meaning,icews_text",
    "countries": "id,iso2,numeric,name,formal_name,qid,cow,gw,fips,cameo,plover,capital,demonyms,adjectives,regions,until,source",
    "entities": "id,name,kind,qid,country,sector,other_sectors,parent,since,until,description,source,checked",
    "names": "entity,name,lang,kind,needs,since,until",
    "offices": "holder,office,office_qid,body,country,role,start,end,as_known,source,checked",
    "places": "id,name,kind,country,admin1,lat,lon,radius_km,geonames,qid,parent,population,names,source",
    "outlets": "id,name,kind,domains,country,languages,ownership,state_controlled,controlled_by,owner,reliability,copies_from,feeds,per_day,source,checked",
}


def test_the_shipped_files_are_clean() -> None:
    assert [str(problem) for problem in check()] == []


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_those_that_the_documentation_names(name: str) -> None:
    assert ",".join(Columns.of(TABLES[name]).names) == HEADERS[name]


def found(name: str, codebook: Codebook, tmp_path: Path, data: bytes) -> list[str]:
    """What is found in a table that has these bytes; the other tables are empty."""
    (tmp_path / f"{name}.csv").write_bytes(data)
    sources = {other: TableSource(other, None, "") for other in TABLES}
    sources[name] = TableSource(name, tmp_path / f"{name}.csv", f"{name}.csv")
    spoiled = Codebook(sectors=codebook.sectors, sources=sources)
    problems: list[Problem] = []
    check_tables(spoiled, problems)
    return [str(problem) for problem in problems]


def shipped_text(name: str, rows: int = 30) -> str:
    return "".join((shipped() / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)[:rows])


@pytest.mark.parametrize("name", TABLES)
def test_damage_to_a_whole_table(name: str, codebook: Codebook, tmp_path: Path) -> None:
    text = shipped_text(name)

    def damage(data: bytes) -> str:
        return "\n".join(found(name, codebook, tmp_path, data))

    assert "byte-order mark" in damage(b"\xef\xbb\xbf" + text.encode())
    assert "columns are parted by ';'" in damage(text.replace(",", ";").encode())
    assert "columns are parted by 'tab'" in damage(text.replace(",", "\t").encode())
    assert "not UTF-8" in damage(text.encode() + "Curaçao".encode("latin-1"))
    assert "the table is empty" in damage(b"")
    first, _, rest = text.partition("\n")
    column = first.split(",")[1]
    renamed = first.replace(column, f"{column}_x", 1)
    assert f"unknown column '{column}_x'" in damage(f"{renamed}\n{rest}".encode())
    lines = text.splitlines()
    assert ":3: 1 cells, and the header has" in damage("\n".join([*lines[:2], "alone", *lines[2:]]).encode())
    assert "a quotation mark is not closed" in damage(f'{text}"open,'.encode())
    assert "stands twice" in damage((text + lines[1] + "\n").encode())


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "cell, hint",
    [
        ("TRUE", "turned yes or no into this"),
        ("2-Sep", "turned a date into this"),
        ("02/09/2025", "turned a date into this"),
        ("#NAME?", "an error of a spreadsheet"),
        ("CuraÃ§ao", "wrong encoding"),
        (" blank ", "blanks at an edge"),
    ],
)
def test_damage_to_a_cell(name: str, cell: str, hint: str, codebook: Codebook, tmp_path: Path) -> None:
    header = HEADERS[name].split(",")
    row = ["x"] * len(header)
    row[1] = cell
    lines = found(name, codebook, tmp_path, f"{HEADERS[name]}\n{','.join(row)}\n".encode())
    assert any(line.startswith(f"{name}.csv:2: {header[1]}: {cell!r} — ") and hint in line for line in lines)


@pytest.mark.parametrize(
    "column, cell, hint",
    [
        ("cameo.code", "42", "a leading zero is lost: 042?"),
        ("cameo.code", "212", "a leading zero is lost: 0212?"),
        ("cameo.goldstein_icews", "3,4", "a decimal point"),
        ("countries.numeric", "8", "a leading zero is lost: 008?"),
        ("countries.qid", "889", "a Wikidata id is Q and digits"),
        ("countries.until", "33238", "a spreadsheet's count of days"),
        ("names.kind", "demonim", "did you mean 'demonym'?"),
        ("names.since", "last year", "not an EDTF date"),
        ("offices.start", "2013-02-30", "not an EDTF date"),
        ("offices.role", "president", "known: ambassador"),
        ("places.lat", "97.1", "outside -90 to 90"),
        ("places.lon", "37.6E", "not a number"),
        ("places.geonames", "1.79E+06", "shortened the number"),
        ("places.population", "1,200", "no thousands separators"),
        ("places.kind", "town", "known: admin1"),
        ("outlets.state_controlled", "maybe", "known: disputed no yes"),
        ("outlets.reliability", "G", "known: A B C D E F"),
        ("entities.sector", "GVO", "codes stand in sectors.yml"),
        ("entities.country", "UK", "ISO 3166-1 alpha-3"),
    ],
)
def test_values_are_checked_by_the_kind_of_column(
    column: str, cell: str, hint: str, codebook: Codebook, tmp_path: Path
) -> None:
    name, _, column = column.partition(".")
    header = HEADERS[name].split(",")
    row = ["x"] * len(header)
    row[header.index(column)] = f'"{cell}"'
    lines = found(name, codebook, tmp_path, f"{HEADERS[name]}\n{','.join(row)}\n".encode())
    assert any(line.startswith(f"{name}.csv:2: {column}: {cell!r}") and hint in line for line in lines)


@pytest.mark.parametrize(
    "spells, overlap",
    [
        (["Q1,2010-01-01,2014-05-01", "Q2,2014-05-01,"], False),
        (["Q1,2010-01-01,2014-05-02", "Q2,2014-05-01,"], True),
        (["Q1,2010,2014", "Q2,2014,"], False),
        (["Q1,2010,2015", "Q2,2014,"], True),
        (["Q1,2010,", "Q2,2014-02,"], True),
        (["Q1,2010,2012", "Q1,2011-03,2011-04"], True),
    ],
)
def test_an_office_has_one_holder_at_a_time(
    spells: list[str], overlap: bool, codebook: Codebook, tmp_path: Path
) -> None:
    rows = []
    for spell in spells:
        holder, start, end = spell.split(",")
        rows.append(f"{holder},President of Atlantis,,,,head_of_state,{start},{end},,,")
    lines = found("offices", codebook, tmp_path, "\n".join([HEADERS["offices"], *rows, ""]).encode())
    assert any("overlaps" in line for line in lines) == overlap


def test_lines_are_those_of_the_file_where_cells_hold_line_breaks() -> None:
    problems: list[Problem] = []
    sheet = read_sheet(b'a,b\n"x\ny",z\nlast,row\n', "t.csv", problems)
    assert sheet is not None
    assert sheet.line_numbers == (2, 4)
    assert problems == []
