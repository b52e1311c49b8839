"""The verbs that ask a record: what it holds, what a claim is worth, what changed. None of them makes or changes a file."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from dragoman.cli.options import (
    AsPublished,
    AsRecorded,
    Csv,
    Form,
    Json,
    Jsonl,
    Limit,
    MachineOnly,
    Overlay,
    RecordPlace,
    SafeCells,
    Scope,
)

Party = Annotated[
    str | None,
    Option("--party", metavar="WHO", help="Who takes part: an id, an ISO code, or a name.", show_default=False),
]
Report = Annotated[str | None, Option("--report", metavar="ID", help="Only what this report says.", show_default=False)]


def events(
    record: RecordPlace,
    *,
    actor: Annotated[str | None, Option(metavar="WHO", help="Who does it: an id, an ISO code (its people and bodies too), or a name.", show_default=False)] = None,
    recipient: Annotated[str | None, Option(metavar="WHO", help="To whom it is done.", show_default=False)] = None,
    party: Party = None,
    type_: Annotated[str | None, Option("--type", metavar="TYPE", help="ASSAULT, CONSULT, …", show_default=False)] = None,
    mode: Annotated[str | None, Option(metavar="MODE", help="The mode within the type: visit.", show_default=False)] = None,
    status: Annotated[list[str] | None, Option(metavar="STATUS", help="happened, planned, denied, …; may be given more than once.", show_default=False)] = None,
    country: Annotated[str | None, Option(metavar="CODE", help="Where it happened, ISO 3166-1 alpha-3: TCD.", show_default=False)] = None,
    since: Annotated[str | None, Option(metavar="DATE", help="Events that may lie on or after a day: 2025, 2025-09, 2025-09-02.", show_default=False)] = None,
    until: Annotated[str | None, Option(metavar="DATE", help="Events that may lie on or before a day.", show_default=False)] = None,
    report: Report = None,
    limit: Limit = None,
    as_published: AsPublished = None,
    as_recorded: AsRecorded = None,
    machine_only: MachineOnly = False,
    json: Json = False,
    jsonl: Jsonl = False,
    csv: Csv = False,
    safe_cells: SafeCells = True,
    codebook: Overlay = None,
) -> int:  # fmt: skip
    """Show merged events by date: who, when, where, who stands behind them, and every telling with its words.

    Examples:

        dragoman events korea.db --actor TCD --since 2025-06

        dragoman events korea.db --type CONSULT --mode visit --status planned --jsonl
    """
    from dragoman.cli.ask import ask_events

    asked = {
        "actor": actor, "recipient": recipient, "party": party, "type": type_, "mode": mode, "status": tuple(status or ()),
        "country": country, "since": since, "until": until, "report": report, "limit": limit,
    }  # fmt: skip
    return ask_events(
        record, asked, Scope(as_published, as_recorded, machine_only), Form(json, jsonl, csv, safe_cells), codebook
    )


def claims(
    record: RecordPlace,
    *,
    source: Annotated[str | None, Option(metavar="WHO", help="Who says so: an id or a name.", show_default=False)] = None,
    kind: Annotated[str | None, Option(metavar="KIND", help="event, quantity, first, count, evaluation, …", show_default=False)] = None,
    certainty: Annotated[str | None, Option(metavar="VALUE", help="What the source takes on: CT+, PR+, PS+, …", show_default=False)] = None,
    report: Report = None,
    limit: Limit = None,
    as_published: AsPublished = None,
    as_recorded: AsRecorded = None,
    machine_only: MachineOnly = False,
    json: Json = False,
    jsonl: Jsonl = False,
    csv: Csv = False,
    safe_cells: SafeCells = True,
    codebook: Overlay = None,
) -> int:  # fmt: skip
    """Show claims in order of publication: what is said, who says so, and how surely.

    Example:

        dragoman claims korea.db --source "health ministry" --kind quantity
    """
    from dragoman.cli.ask import ask_claims

    asked = {"source": source, "kind": kind, "certainty": certainty, "report": report, "limit": limit}
    return ask_claims(
        record, asked, Scope(as_published, as_recorded, machine_only), Form(json, jsonl, csv, safe_cells), codebook
    )


def figures(
    record: RecordPlace,
    *,
    counted: Annotated[str | None, Option(metavar="WORD", help="What is counted: killed, injured, displaced, …", show_default=False)] = None,
    of: Annotated[str | None, Option(metavar="WORDS", help="Whom: a part of the words, or an entity.", show_default=False)] = None,
    origin: Annotated[str | None, Option(metavar="WHO", help="Who counts: an id or a name.", show_default=False)] = None,
    event: Annotated[str | None, Option(metavar="ID", help="Of which merged event.", show_default=False)] = None,
    alone: Annotated[bool, Option("--alone/--series-only", help="Figures in no series too: the outlets' own, parts, rates.")] = True,
    as_published: AsPublished = None,
    as_recorded: AsRecorded = None,
    machine_only: MachineOnly = False,
    json: Json = False,
    jsonl: Jsonl = False,
    csv: Csv = False,
    safe_cells: SafeCells = True,
    codebook: Overlay = None,
) -> int:  # fmt: skip
    """Show figures as series: each point with its words, and what revises, repeats or contradicts it.

    Example:

        dragoman figures korea.db --counted killed
    """
    from dragoman.cli.ask import ask_figures

    asked = {"counted": counted, "of": of, "origin": origin, "event": event}
    return ask_figures(
        record, asked, Scope(as_published, as_recorded, machine_only), Form(json, jsonl, csv, safe_cells), codebook,
        alone=alone and origin is None,
    )  # fmt: skip


def entities(
    record: RecordPlace,
    *,
    name: Annotated[str | None, Option(metavar="NAME", help="A part of the name, or an id.", show_default=False)] = None,
    kind: Annotated[str | None, Option(metavar="KIND", help="person, organization, country, group, …", show_default=False)] = None,
    limit: Limit = None,
    as_published: AsPublished = None,
    as_recorded: AsRecorded = None,
    machine_only: MachineOnly = False,
    json: Json = False,
    jsonl: Jsonl = False,
    csv: Csv = False,
    safe_cells: SafeCells = True,
    codebook: Overlay = None,
) -> int:  # fmt: skip
    """Show who is spoken of, those first of whom most reports speak.

    Example:

        dragoman entities korea.db --name ministry
    """
    from dragoman.cli.ask import ask_entities

    asked = {"name": name, "kind": kind, "limit": limit}
    return ask_entities(
        record, asked, Scope(as_published, as_recorded, machine_only), Form(json, jsonl, csv, safe_cells), codebook
    )


def check(
    record: RecordPlace,
    sentence: Annotated[
        str | None,
        Argument(
            metavar="SENTENCE",
            help="Who did what how often, or when first or last. Without one, all such claims of the record.",
            show_default=False,
        ),
    ] = None,
    *,
    day: Annotated[
        str | None,
        Option(metavar="DATE", help="The day on which it is said; today if left out.", show_default=False),
    ] = None,
    report: Annotated[
        str | None, Option(metavar="ID", help="Without a sentence: only the claims of this report.", show_default=False)
    ] = None,
    as_published: AsPublished = None,
    as_recorded: AsRecorded = None,
    machine_only: MachineOnly = False,
    strict: Annotated[bool, Option("--strict", help="End with code 4 when something is inconsistent.")] = False,
    json: Json = False,
    jsonl: Jsonl = False,
    codebook: Overlay = None,
) -> int:
    """Check a claim of first, last or n times against the record, and say what it used.

    Examples:

        dragoman check korea.db "Anna Ito has met Jan Kos five times since 2011" --day 2025-09-02

        dragoman check korea.db --strict
    """
    from dragoman.cli.checks import check_record, check_sentence

    scope, form = Scope(as_published, as_recorded, machine_only), Form(json, jsonl)
    if sentence is None:
        return check_record(record, report, day, scope, form, codebook, strict=strict)
    return check_sentence(record, sentence, day, scope, form, codebook, strict=strict)


def verify(record: RecordPlace, *, json: Json = False, jsonl: Jsonl = False, codebook: Overlay = None) -> int:
    """Check that every quotation, place, hash and derived row of a record holds; list every fault and end with code 4 if there is one.

    Example:

        dragoman verify korea.db
    """
    from dragoman.cli.verify import verify_record

    return verify_record(record, Form(json, jsonl), codebook)


def diff(
    record: RecordPlace,
    before: Annotated[str, Argument(metavar="A", help="A snapshot by its name, or a moment: 2025-09-03T12:00.")],
    after: Annotated[
        str | None, Argument(metavar="[B]", help="The later one; now if left out.", show_default=False)
    ] = None,
    *,
    json: Json = False,
    jsonl: Jsonl = False,
) -> int:
    """Say what was added, ended, revised, merged and split between two moments.

    Example:

        dragoman diff korea.db monday friday
    """
    from dragoman.cli.changes import show_difference

    return show_difference(record, before, after, Form(json, jsonl))


def changes(
    record: RecordPlace,
    *,
    since: Annotated[
        str | None,
        Option(metavar="MOMENT", help="Only what came after a moment, or a snapshot by its name.", show_default=False),
    ] = None,
    json: Json = False,
    jsonl: Jsonl = False,
    atom: Annotated[bool, Option("--atom", help="Print an Atom feed.")] = False,
) -> int:
    """Say what additions changed: confirmed, revised, contradicted, stale, denied, carried out, with the words.

    Examples:

        dragoman changes korea.db --since 2025-09-01

        dragoman changes korea.db --atom > changes.xml
    """
    from dragoman.cli.changes import show_changes

    return show_changes(record, since, Form(json, jsonl), atom=atom)
