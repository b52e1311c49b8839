"""Reading the hand-written lists and writing the codebook's tables.

The lists in ``hand/`` are text with ``|`` between columns, ``/`` between several values of one column and ``#`` for
comments. The tables are CSV as the codebook wants them: UTF-8, comma, header row, ``|`` between values of one cell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
HAND = HERE / "hand"
FILES = HERE.parents[1] / "src" / "dragoman" / "codebook" / "files"

COLUMNS: dict[str, tuple[str, ...]] = {
    "countries": (
        "id", "iso2", "numeric", "name", "formal_name", "qid", "cow", "gw", "fips", "cameo", "plover", "capital",
        "demonyms", "adjectives", "regions", "until", "source",
    ),
    "names": ("entity", "name", "lang", "kind", "needs", "since", "until"),
    "entities": (
        "id", "name", "kind", "qid", "country", "sector", "other_sectors", "parent", "since", "until", "description",
        "source", "checked",
    ),
    "offices": (
        "holder", "office", "office_qid", "body", "country", "role", "start", "end", "as_known", "source", "checked",
    ),
    "places": (
        "id", "name", "kind", "country", "admin1", "lat", "lon", "radius_km", "geonames", "qid", "parent",
        "population", "names", "source",
    ),
    "outlets": (
        "id", "name", "kind", "domains", "country", "languages", "ownership", "state_controlled", "controlled_by",
        "owner", "reliability", "copies_from", "feeds", "per_day", "source", "checked",
    ),
}  # fmt: skip


def hand(name: str, columns: int) -> Iterator[list[str]]:
    """The rows of a hand-written list, padded to the given number of columns.

    Raises:
        ValueError: a row has more columns than the list has.
    """
    path = HAND / name
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > columns:
            raise ValueError(f"{path.name}:{number}: {len(cells)} columns, {columns} at most: {line}")
        yield cells + [""] * (columns - len(cells))


def values(cell: str) -> list[str]:
    """The values of a cell of a hand-written list."""
    return [value.strip() for value in cell.split("/") if value.strip()]


def write(table: str, rows: Iterable[Mapping[str, str]]) -> int:
    """Write one table and return the number of its rows.

    Raises:
        ValueError: a row holds a column that the table has not.
    """
    columns: Sequence[str] = COLUMNS[table]
    count = 0
    with (FILES / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def read(table: str) -> list[dict[str, str]]:
    """The rows of a table as it stands in the codebook."""
    with (FILES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
