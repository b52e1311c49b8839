"""The verbs and their options; what each does stands in a module of its own, loaded when the verb is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Context, Option, Typer

from dragoman.cli import app_ask, app_keep, app_show
from dragoman.cli.options import Overlay

app = Typer(
    name="dragoman",
    no_args_is_help=True,
    rich_markup_mode=None,  # help is plain text: markup would eat brackets
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Read news reports: who did what to whom, who says so, how surely and how many, each with its exact words; and keep them in a record.",
    epilog="Exit codes: 0 done, 1 failed or findings, 2 wrong usage, 3 done but some reports refused, 4 words and offsets disagree, a record is "
    "faulty, or check --strict found an inconsistency, 69 a database is not there, 74 reading or writing failed, 75 try again, 130 interrupted, "
    "141 pipe closed.",
)
codebook_app = Typer(no_args_is_help=True, rich_markup_mode=None, help="Tools for those who edit a codebook.")
app.add_typer(codebook_app, name="codebook")


@app.callback()
def _root(
    *,
    version: Annotated[bool, Option("--version", help="Say the version.", is_eager=True)] = False,
    debug: Annotated[bool, Option("--debug", help="Show the stack when something unforeseen happens.")] = False,
) -> None:
    if version:
        from typer import Exit

        from dragoman import __version__

        print(f"dragoman {__version__}")
        raise Exit
    del debug  # taken out of the arguments before they come here; the option stands here for the help


@app.command()
def read(
    context: Context,
    files: Annotated[
        list[str] | None,
        Argument(
            metavar="FILE",
            help="Text, Markdown, HTML, JSON Lines, CSV; folders, patterns; - is standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    example: Annotated[bool, Option("--example", help="Read the report that comes with Dragoman.")] = False,
    json: Annotated[bool, Option("--json", help="Print one JSON object a report.")] = False,
    jsonl: Annotated[bool, Option("--jsonl", help="Print one JSON object a line.")] = False,
    csv: Annotated[
        Path | None, Option("--csv", metavar="DIR", help="Write tables: events.csv, claims.csv, …", show_default=False)
    ] = None,
    html: Annotated[
        Path | None,
        Option(
            "--html", metavar="FILE", help="Write one page: the text and every entry beside it.", show_default=False
        ),
    ] = None,
    explain: Annotated[bool, Option("--explain", help="Say what the codes mean and why.")] = False,
    published: Annotated[
        str | None,
        Option(metavar="DATE", help="Day of publication of files that do not say it: 2025-06-18.", show_default=False),
    ] = None,
    outlet: Annotated[
        str | None, Option(metavar="NAME", help="Who publishes files that do not say it.", show_default=False)
    ] = None,
    language: Annotated[
        str | None, Option(metavar="CODE", help="Insist on a language: en.", show_default=False)
    ] = None,
    columns: Annotated[
        str | None,
        Option(
            metavar="text=NAME,...",
            help="What a table's columns are called: text=content,published=date.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[int, Option(min=1, max=64, help="Processes that read.")] = 1,
    codebook: Overlay = None,
    pipeline: Annotated[
        str | None,
        Option(metavar="NAME", help="Another spaCy pipeline with Universal Dependencies.", show_default=False),
    ] = None,
    safe_cells: Annotated[
        bool,
        Option(
            "--safe-cells/--exact-cells",
            help="In CSV, an apostrophe before what a spreadsheet would take for a formula.",
        ),
    ] = True,
    quiet: Annotated[bool, Option("--quiet", "-q", help="Say nothing on stderr but errors.")] = False,
) -> int:
    """Read reports and show who did what to whom, who says so, how surely and how many.

    Examples:

        dragoman read --example

        dragoman read report.txt --html report.html

        dragoman read reports/ --csv tables --workers 2
    """
    from dragoman.cli.read import Options, read_all

    if not files and not example:
        from typer import BadParameter

        raise BadParameter(
            "no report: give a file, a folder, a pattern or -, or try --example", ctx=context, param_hint="FILE..."
        )
    return read_all(
        Options(
            sources=tuple(files or ()), example=example, json=json, jsonl=jsonl, csv=csv, html=html, explain=explain, published=published,
            outlet=outlet, language=language, columns=columns, workers=workers, codebook=codebook, pipeline=pipeline, safe_cells=safe_cells, quiet=quiet,
        )
    )  # fmt: skip


@app.command()
def explain(
    code: Annotated[
        list[str],
        Argument(metavar="CODE", help="CONSULT, CONSULT-visit, 042, PR+, [..2025-09-02], GOV, NER, a cue, a name."),
    ],
    *,
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    codebook: Overlay = None,
) -> int:
    """Say what a code means, where it is defined, and give an example.

    Examples:

        dragoman explain CONSULT-visit

        dragoman explain PR+
    """
    from dragoman.cli.explain import explain_code

    return explain_code(" ".join(code), codebook, as_json=json)


@codebook_app.command("check")
def codebook_check(
    folder: Annotated[
        Path | None,
        Argument(
            metavar="DIR", help="Your own folder; without it the shipped codebook is checked.", show_default=False
        ),
    ] = None,
    *,
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    examples: Annotated[bool, Option("--examples/--no-examples", help="Read the example sentences too.")] = True,
) -> int:
    """Check a codebook whole: shapes, references, tables, examples. All mistakes at once, as file:line.

    Example:

        dragoman codebook check my-codebook
    """
    from dragoman.cli.check import check_codebook

    return check_codebook(folder, as_json=json, examples=examples)


@app.command()
def doctor(*, json: Annotated[bool, Option("--json", help="Print JSON.")] = False) -> int:
    """Say whether everything that Dragoman needs is here and works. Nothing leaves the machine."""
    from dragoman.cli.doctor import examine

    return examine(as_json=json)


for verb in (
    app_keep.add,
    app_ask.events,
    app_ask.claims,
    app_ask.figures,
    app_ask.entities,
    app_ask.check,
    app_keep.cover,
    app_ask.verify,
    app_keep.review,
    app_keep.judge,
    app_keep.join,
    app_keep.split,
    app_keep.undo,
    app_keep.snapshot,
    app_ask.diff,
    app_ask.changes,
    app_keep.export,
    app_show.serve,
):
    app.command()(verb)
