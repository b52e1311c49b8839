"""``dragoman check``: a claim of first, last or n times against a record, with what was counted and what would change the verdict."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.entries import Block, Part, Row
from dragoman.cli.machine import print_json
from dragoman.cli.opened import to_ask
from dragoman.cli.options import Form, Scope
from dragoman.cli.terminal import COMMAND
from dragoman.cli.text import console, say
from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from dragoman.record.checking import Checked
    from dragoman.record.coverage import Coverage
    from dragoman.record.facts import Group
    from dragoman.record.record import Record

INCONSISTENT = 4


def check_sentence(
    where: str, sentence: str, day: str | None, scope: Scope, form: Form, overlay: Path | None, *, strict: bool
) -> int:
    """Check one sentence as if it were said on a day, today if none is named."""
    with to_ask(where, overlay) as record:
        found = record.check(sentence, day=day or date.today(), **scope.arguments())
        return _print(record, found, form, strict=strict)


def check_record(
    where: str, report: str | None, day: str | None, scope: Scope, form: Form, overlay: Path | None, *, strict: bool
) -> int:
    """Check the claims of the record's own reports, each as published by its own day."""
    if day is not None:
        raise SettingsError("day", "goes with a sentence: the record's own claims are of the days of their reports")
    with to_ask(where, overlay) as record:
        return _print(record, _published(record, report, scope), form, strict=strict)


def _published(record: Record, report: str | None, scope: Scope) -> Iterator[Checked]:
    from dragoman.record.opening import last_day

    for name, given in (("as_recorded", scope.as_recorded), ("machine_only", scope.machine_only)):
        if given:
            raise SettingsError(name, "goes with a sentence: the record's own claims are checked as it is now")
    if report is not None:
        record.report(report)  # an id that is not there is told, and does not look like a report without claims
    by = last_day(scope.as_published, "as_published")
    for one in record.checks(report=report):
        if by is None or one.as_published <= by:
            yield one


def _print(record: Record, found: Iterable[Checked], form: Form, *, strict: bool) -> int:
    tally: dict[str, int] = {}

    def counted() -> Iterator[Checked]:
        for one in found:
            tally[one.verdict.verdict] = tally.get(one.verdict.verdict, 0) + 1
            yield one

    if form.json or form.jsonl:
        print_json(counted(), lines=form.jsonl)
    else:
        _show(record, counted())
    if not tally:
        say("dragoman: no report of the record claims a first, last or n-th time")
    elif sum(tally.values()) > 1:
        say("dragoman: " + ", ".join(f"{number} {verdict}" for verdict, number in sorted(tally.items())))
    return INCONSISTENT if strict and tally.get("inconsistent") else 0


def _show(record: Record, found: Iterable[Checked]) -> None:
    from dragoman.cli.terminal import show_block

    screen, names = console(), _Names(record)
    for one in found:
        show_block(check_block(one, record.where, names), screen)
        sys.stdout.flush()


class _Names(dict[str, str]):
    """The names of parties by their ids, looked up in the record when they are first needed."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record

    def __missing__(self, party: str) -> str:
        found = (one.entity.name for one in self.record.entities(name=party) if one.entity.id == party)
        self[party] = next(found, party)
        return self[party]


def check_block(checked: Checked, where: str, names: Mapping[str, str]) -> Block:
    """A check: what is claimed, the events counted, the coverage used, the reason, and what would change the verdict."""
    asked, verdict = checked.asked, checked.verdict
    rows = [Row("words", (Part(f"“{asked.what}”" if asked.what else "(no words)"),))]
    if checked.report is not None:
        rows.append(Row("report", (Part(checked.report),)))
    rows.append(Row("asks", (Part(_asks(checked, names)),)))
    rows += [Row("counted", (Part(_event(one)),)) for one in checked.events]
    rows += [Row("complete", (Part(_coverage(one, names)),)) for one in checked.coverage]
    rows.append(Row("why", (Part(verdict.why),)))
    rows += [
        Row("changes if", (Part(told, COMMAND if told.startswith("dragoman ") else ""),))
        for told in would_change(checked, where)
    ]
    bounds = "" if verdict.record_min is None else f"record: {_bounds(verdict.record_min, verdict.record_max)}"
    claimed = "" if verdict.claimed is None else f"claimed: {verdict.claimed}"
    return Block("", "number", verdict.verdict, tuple(filter(None, (claimed, bounds))), tuple(rows), 0)


def would_change(checked: Checked, where: str) -> Iterator[str]:
    """What would change a verdict, as a person can bring it about."""
    asked, verdict = checked.asked, checked.verdict
    if verdict.verdict == "cannot be checked":
        yield "the claim says who takes part, what counts, and when: ask it in a clearer sentence"
    elif verdict.verdict == "not contradicted":
        yield "one more event of the kind comes to light; or somebody who knows states that the record is complete:"
        parties = asked.parties or ("PARTY",)
        window = asked.window or f"{asked.last or '..'}/{checked.as_published}"
        words = [
            "dragoman",
            "cover",
            where,
            asked.of,
            *parties,
            "--window",
            window,
            "--as-published",
            checked.as_published.isoformat(),
        ]
        yield shlex.join([*words, "--by"]) + " NAME"
    elif verdict.verdict == "consistent":
        yield "one more event of the kind comes to light, or the record is not complete after all:"
        yield from _endings(checked, where)
    elif verdict.verdict == "inconsistent" and checked.coverage:
        yield "one more event of the kind comes to light, one of those counted is taken out, or the record is not complete after all:"
        yield from _endings(checked, where)
    elif verdict.verdict == "inconsistent" and checked.events:
        yield "one of those counted did not happen, or two of them are one:"
        yield f"dragoman judge {where} {checked.events[0].id} rejected --by NAME"
        yield f"dragoman join {where} ID ID --by NAME"


def _endings(checked: Checked, where: str) -> Iterator[str]:
    """The commands that end the statements on which a verdict rests."""
    for one in checked.coverage:
        yield f"dragoman cover {where} --end {one.id} --by NAME"


def _asks(checked: Checked, names: Mapping[str, str]) -> str:
    asked = checked.asked
    parts = [asked.of if asked.kind != "arithmetic" else "a span of time"]
    if asked.parties:
        parts.append(f"of {' and '.join(_party(one, names) for one in asked.parties)}")
    parts += [f"in {asked.place}"] if asked.place else []
    parts += [f"“{' '.join(asked.narrower)}”"] if asked.narrower else []
    parts += [f"in {asked.window}"] if asked.window else []
    parts += [f"before {asked.before}"] if asked.before else []
    return f"{asked.kind}: {' '.join(parts)}; as published by {checked.as_published}"


def _party(party: str, names: Mapping[str, str]) -> str:
    name = names[party]
    return f"{name} ({party})" if name != party else name


def _event(group: Group) -> str:
    kind = " ".join(filter(None, (group.type, group.mode)))
    place = f" in {group.place.name}" if group.place else ""
    return f"{' or '.join(group.when) or 'undated'}{place}: {kind}, {group.status}, {group.id}"


def _coverage(one: Coverage, names: Mapping[str, str]) -> str:
    who = " and ".join(_party(party, names) for party in one.parties)
    return f"{one.of} of {who}, {one.window}, as published by {one.as_published}, by {one.by}{f' ({one.why})' if one.why else ''}, {one.id}"


def _bounds(low: int, high: int | None) -> str:
    return f"at least {low}" if high is None else str(low) if low == high else f"{low} to {high}"
