"""Arguments and options that several verbs share, each said once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypedDict

from typer import Argument, Option

RecordPlace = Annotated[
    str, Argument(metavar="RECORD", help="The record: a file such as korea.db, or postgresql://HOST/NAME.")
]
Overlay = Annotated[
    Path | None,
    Option(
        "--codebook",
        metavar="DIR",
        help="A folder of codebook files, laid over the shipped ones.",
        show_default=False,
    ),
]
Json = Annotated[bool, Option("--json", help="Print one JSON document.")]
Jsonl = Annotated[bool, Option("--jsonl", help="Print one JSON object a line.")]
Csv = Annotated[bool, Option("--csv", help="Print CSV with the columns that export has.")]
SafeCells = Annotated[
    bool,
    Option(
        "--safe-cells/--exact-cells", help="In CSV, an apostrophe before what a spreadsheet would take for a formula."
    ),
]
AsPublished = Annotated[
    str | None,
    Option(
        "--as-published",
        metavar="DATE",
        help="As a reader of the news could know it on a day: 2025-09-02, 2025-09.",
        show_default=False,
    ),
]
AsRecorded = Annotated[
    str | None,
    Option(
        "--as-recorded",
        metavar="MOMENT",
        help="As this record held it at a moment, or at a snapshot by its name.",
        show_default=False,
    ),
]
MachineOnly = Annotated[bool, Option("--machine-only", help="Leave out what people decided.")]
Limit = Annotated[int | None, Option("--limit", min=1, help="No more than so many.", show_default=False)]
By = Annotated[str, Option("--by", metavar="NAME", help="Who says so; the name is kept with it.")]
Why = Annotated[str, Option("--why", metavar="TEXT", help="The reason; it is kept with it.", show_default=False)]
Quiet = Annotated[bool, Option("--quiet", "-q", help="Say nothing on stderr but errors.")]


class ScopeArguments(TypedDict):
    """What every question to a record takes."""

    as_published: str | None
    as_recorded: str | None
    machine_only: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which state of the record is asked."""

    as_published: str | None = None
    as_recorded: str | None = None
    machine_only: bool = False

    def arguments(self) -> ScopeArguments:
        """The same as the arguments of the methods of a record."""
        return {
            "as_published": self.as_published,
            "as_recorded": self.as_recorded,
            "machine_only": self.machine_only,
        }


@dataclass(frozen=True, slots=True)
class Form:
    """In which form data goes to stdout; text for people where none is named."""

    json: bool = False
    jsonl: bool = False
    csv: bool = False
    safe_cells: bool = True
