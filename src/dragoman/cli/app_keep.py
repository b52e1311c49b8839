"""The verbs that write into a record: reports and readings, what people decide, names for moments; and exports, which write files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Context, Option

from dragoman.cli.options import (
    AsPublished,
    AsRecorded,
    By,
    Form,
    Json,
    Jsonl,
    Limit,
    MachineOnly,
    Overlay,
    Quiet,
    RecordPlace,
    SafeCells,
    Scope,
    Why,
)

Row = Annotated[str, Argument(metavar="ID", help="The id of an event as told, a figure, or a claim.")]
Event = Annotated[str, Argument(metavar="ID", help="The id of a merged event, or of a telling.")]


def add(
    context: Context,
    record: RecordPlace,
    files: Annotated[
        list[str] | None,
        Argument(
            metavar="FILE",
            help="Reports of any kind that read knows, or readings: what read --jsonl prints, or Parquet with it in a column. "
            "Folders, patterns; - is standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    published: Annotated[str | None, Option(metavar="DATE", help="Day of publication of files that do not say it: 2025-06-18.", show_default=False)] = None,
    outlet: Annotated[str | None, Option(metavar="NAME", help="Who publishes files that do not say it.", show_default=False)] = None,
    language: Annotated[str | None, Option(metavar="CODE", help="Insist on a language: en.", show_default=False)] = None,
    columns: Annotated[str | None, Option(metavar="text=NAME,...", help="What a table's columns are called: text=content,published=date.", show_default=False)] = None,
    workers: Annotated[int, Option(min=1, max=64, help="Processes that read.")] = 1,
    codebook: Overlay = None,
    pipeline: Annotated[str | None, Option(metavar="NAME", help="Another spaCy pipeline with Universal Dependencies.", show_default=False)] = None,
    json: Json = False,
    jsonl: Jsonl = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Say what would be read and added, and do nothing.")] = False,
    quiet: Quiet = False,
) -> int:  # fmt: skip
    """Read reports and keep them, or keep readings; print what each changed. What is there already is skipped, so it can be run again.

    Examples:

        dragoman add korea.db inbox/ --workers 2

        dragoman read inbox/ --jsonl | dragoman add korea.db -
    """
    from dragoman.cli.add import add as add_all
    from dragoman.cli.read import Options

    if not files:
        from typer import BadParameter

        raise BadParameter(
            "no report: give a file, a folder, a pattern or - after the record", ctx=context, param_hint="FILE..."
        )
    options = Options(
        sources=tuple(files), published=published, outlet=outlet, language=language, columns=columns, workers=workers,
        codebook=codebook, pipeline=pipeline, quiet=quiet,
    )  # fmt: skip
    return add_all(record, options, Form(json, jsonl), dry_run=dry_run)


def cover(
    record: RecordPlace,
    of: Annotated[
        str | None,
        Argument(
            metavar="[KIND]",
            help='"meetings in person", "calls by phone or video", "talks of any kind", visits, or a type: "ASSAULT aerial".',
            show_default=False,
        ),
    ] = None,
    parties: Annotated[
        list[str] | None,
        Argument(
            metavar="[PARTY]...",
            help="Between whom: ids, names, or an office in words; of visits the host comes last.",
            show_default=False,
        ),
    ] = None,
    *,
    window: Annotated[
        str | None,
        Option(metavar="EDTF", help="From when to when it is complete: 2011/2025-09-02.", show_default=False),
    ] = None,
    as_published: AsPublished = None,
    by: By = "",
    why: Why = "",
    place: Annotated[
        str | None,
        Option(metavar="PLACE", help="Only what happened there: a name, or the code of a country.", show_default=False),
    ] = None,
    incomplete: Annotated[bool, Option("--incomplete", help="State that the record is known to lack some.")] = False,
    end: Annotated[str | None, Option("--end", metavar="ID", help="End a statement.", show_default=False)] = None,
    json: Json = False,
) -> int:
    """State by name that the record is complete for something: only then can a count be confirmed. Without a kind, list what is stated.

    Examples:

        dragoman cover korea.db "meetings in person" anna-ito jan-kos --window 2011/2025-09-02 --as-published 2025-09-02 --by "N. N."

        dragoman cover korea.db --end v2k… --by "N. N."
    """
    from dragoman.cli.coverage import Stated, statement
    from dragoman.cli.decide import end_coverage, list_coverage, name_of, state_coverage

    if end is not None:
        return end_coverage(record, end, by=by, why=why)
    if of is None:
        return list_coverage(record, Form(json))
    stated = Stated(of, tuple(parties or ()), window, as_published, name_of(by), why, place, not incomplete)
    return state_coverage(record, statement(stated, record), Form(json))


def review(
    record: RecordPlace, *, limit: Limit = None, json: Json = False, jsonl: Jsonl = False, codebook: Overlay = None
) -> int:
    """List what a person could decide, that first whose answer would change most.

    Example:

        dragoman review korea.db --limit 10
    """
    from dragoman.cli.decide import list_questions

    return list_questions(record, limit, Form(json, jsonl), codebook)


def judge(
    record: RecordPlace,
    row: Row,
    verdict: Annotated[str, Argument(metavar="VERDICT", help="accepted, rejected, corrected or unsure.")],
    *,
    by: By = "",
    why: Why = "",
    replacement: Annotated[
        Path | None,
        Option(
            "--replacement",
            metavar="FILE.json",
            help="With corrected: the entry as it should be, in the form in which read --json prints it.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    codebook: Overlay = None,
) -> int:
    """Accept, reject, correct or doubt an event as told, a figure or a claim. What the machine read stays beside it.

    Example:

        dragoman judge korea.db q5jm… rejected --by "N. N." --why "the caption is of another day"
    """
    from dragoman.cli.decide import judge_row

    return judge_row(record, row, verdict, by=by, why=why, replacement=replacement, form=Form(json), overlay=codebook)


def join(
    record: RecordPlace, one: Event, other: Event, *, by: By = "", why: Why = "", json: Json = False, codebook: Overlay = None
) -> int:  # fmt: skip
    """Decide that two tellings, or two merged events, tell one event.

    Example:

        dragoman join korea.db eq3v… e7kd… --by "N. N."
    """
    from dragoman.cli.decide import join_events

    return join_events(record, one, other, same=True, by=by, why=why, form=Form(json), overlay=codebook)


def split(
    record: RecordPlace, one: Event, other: Event, *, by: By = "", why: Why = "", json: Json = False, codebook: Overlay = None
) -> int:  # fmt: skip
    """Decide that two tellings tell two events.

    Example:

        dragoman split korea.db eq3v… e7kd… --by "N. N."
    """
    from dragoman.cli.decide import join_events

    return join_events(record, one, other, same=False, by=by, why=why, form=Form(json), overlay=codebook)


def undo(
    record: RecordPlace,
    judgement: Annotated[str | None, Argument(metavar="[JUDGEMENT]", help="The id of a judgement; without one, all that stand are listed.", show_default=False)] = None,
    *,
    by: By = "",
    why: Why = "",
    json: Json = False,
    codebook: Overlay = None,
) -> int:  # fmt: skip
    """End a judgement; everything is again as it was without it.

    Example:

        dragoman undo korea.db j2m6… --by "N. N."
    """
    from dragoman.cli.decide import list_judgements, undo_judgement

    if judgement is None:
        return list_judgements(record, Form(json))
    return undo_judgement(record, judgement, by=by, why=why, form=Form(json), overlay=codebook)


def snapshot(
    record: RecordPlace,
    name: Annotated[str | None, Argument(metavar="[NAME]", help="A name for this moment; without one, all are listed.", show_default=False)] = None,
    *,
    as_published: AsPublished = None,
    json: Json = False,
    jsonl: Jsonl = False,
) -> int:  # fmt: skip
    """Name this moment, with a hash of all that is held; or list the names. Two records with one hash hold the same.

    Example:

        dragoman snapshot korea.db monday
    """
    from dragoman.cli.changes import list_snapshots, take_snapshot

    if name is None:
        return list_snapshots(record, Form(json, jsonl))
    return take_snapshot(record, name, as_published, Form(json, jsonl))


def export(
    context: Context,
    record: RecordPlace,
    path: Annotated[Path | None, Argument(metavar="PATH", help="The file, or for csv, jsonl and parquet the folder.", show_default=False)] = None,
    *,
    to: Annotated[str, Option("--to", metavar="FORMAT", help="csv, geojson, jsonl, parquet, plover, polecat or xlsx.", show_default=False)] = "",
    actor: Annotated[str | None, Option(metavar="WHO", help="Only events that they do: an id, an ISO code or a name.", show_default=False)] = None,
    recipient: Annotated[str | None, Option(metavar="WHO", help="Only events that are done to them.", show_default=False)] = None,
    party: Annotated[str | None, Option(metavar="WHO", help="Only events in which they take part.", show_default=False)] = None,
    type_: Annotated[str | None, Option("--type", metavar="TYPE", help="Only events of this type.", show_default=False)] = None,
    status: Annotated[list[str] | None, Option(metavar="STATUS", help="Only events of this status; may be given more than once.", show_default=False)] = None,
    country: Annotated[str | None, Option(metavar="CODE", help="Only events there, ISO 3166-1 alpha-3.", show_default=False)] = None,
    since: Annotated[str | None, Option(metavar="DATE", help="Only events that may lie on or after a day.", show_default=False)] = None,
    until: Annotated[str | None, Option(metavar="DATE", help="Only events that may lie on or before a day.", show_default=False)] = None,
    as_published: AsPublished = None,
    as_recorded: AsRecorded = None,
    machine_only: MachineOnly = False,
    fold: Annotated[str, Option(metavar="NAME", help="What becomes of type and status: manual, surface, zsp.")] = "manual",
    per: Annotated[str, Option(metavar="ROW", help="A row for each event, or for each mention.")] = "event",
    date: Annotated[str, Option("--date", metavar="POLICY", help="Where a format wants one day and the date is not one: omit, earliest, latest, midpoint, published.")] = "omit",
    with_text: Annotated[bool, Option("--with-text", help="The texts of the reports too, where the format has room.")] = False,
    safe_cells: SafeCells = True,
    bom: Annotated[bool, Option("--bom", help="A byte-order mark in front, as some spreadsheets want it.")] = False,
    quiet: Quiet = False,
    codebook: Overlay = None,
) -> int:  # fmt: skip
    """Write a record in one of the field's formats; beside the file stands what was left out and lost.

    Examples:

        dragoman export korea.db --to csv tables

        dragoman export korea.db --to polecat events.tsv --since 2025 --date earliest
    """
    from dragoman.cli.export import Wanted, export_record

    if path is None or not to:
        from typer import BadParameter

        missing = "--to FORMAT" if not to else "the path to write"
        raise BadParameter(
            f"say {missing}: dragoman export {record} --to csv tables", ctx=context, param_hint="PATH" if to else "--to"
        )
    selection = {
        "actor": actor, "recipient": recipient, "party": party, "type": type_, "status": tuple(status or ()), "country": country,
        "since": since, "until": until,
    }  # fmt: skip
    wanted = Wanted(
        to, path, selection, Scope(as_published, as_recorded, machine_only),
        {"fold": fold, "per": per, "date": date, "with_text": with_text, "safe_cells": None if safe_cells else False, "bom": bom},
    )  # fmt: skip
    return export_record(record, wanted, codebook, quiet=quiet)
