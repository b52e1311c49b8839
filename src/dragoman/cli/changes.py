"""``dragoman changes``, ``diff`` and ``snapshot``: what additions changed, what lies between two moments, and names for moments."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from dragoman.cli.machine import print_json, print_one
from dragoman.cli.opened import to_ask, to_change
from dragoman.cli.options import Form
from dragoman.cli.text import console, say
from dragoman.record.changes import Change, change_line

STYLES = {
    "new": "bold", "revised": "bold yellow", "contradicted": "bold red", "stale": "yellow", "denied": "bold red", "withdrawn": "bold red",
    "confirmed": "green", "carried out": "green", "admitted": "bold green", "called off": "yellow", "inconsistent": "bold red",
}  # fmt: skip


class Lines:
    """Prints changes one a line, each as soon as it is there."""

    def __init__(self) -> None:
        from rich.text import Text

        self.screen, self.text = console(), Text

    def add(self, change: Change, *, dated: bool = False) -> None:
        """Print one change; ``dated``: with the moment at which the record learned it."""
        from dragoman.model.visible import one_line

        day = f"{change.at[:16]}  " if dated else ""
        line = self.text.assemble(
            day, (f"{change.kind:<13}", STYLES.get(change.kind, "")), one_line(change_line(change))
        )
        line.rstrip()
        self.screen.print(line, soft_wrap=True)
        sys.stdout.flush()


def show_changes(where: str, since: str | None, form: Form, *, atom: bool) -> int:
    """Print what additions changed, in the order in which the record learned it."""
    with to_ask(where) as record:
        found = record.changes(since=since)
        if atom:
            from dragoman.export.atom import feed

            for text in feed(found, record.where):
                sys.stdout.write(text)
            sys.stdout.flush()
        elif form.json or form.jsonl:
            _nothing(print_json(found, lines=form.jsonl), since)
        else:
            _nothing(_show(found), since)
    return 0


def _show(found: Iterable[Change]) -> int:
    lines, number = Lines(), 0
    for number, change in enumerate(found, 1):  # noqa: B007 - it is returned
        lines.add(change, dated=True)
    return number


def _nothing(number: int, since: str | None) -> None:
    if not number:
        say(
            f"dragoman: no changes{f' since {since}' if since else ''}: nothing was confirmed, revised, contradicted or denied"
        )


def show_difference(where: str, before: str, after: str | None, form: Form) -> int:
    """Print what was added and ended between two moments, what additions changed, and what people decided."""
    with to_ask(where) as record:
        found = record.diff(before, after)
    if form.json or form.jsonl:
        print_one(found, line=form.jsonl)
        return 0
    from dragoman.model.visible import one_line

    screen, lines = console(), Lines()
    for kind, told in (
        *(("added", f"{kind}  {title or '(no title)'}  {row}") for row, kind, title in found.added),
        *(("ended", f"{one.kind}  {one.why}  {one.row}") for one in found.ended),
        *(("decided", f"{op}  {subject}  {why}") for op, subject, why in found.decided),
    ):
        screen.print(lines.text.assemble((f"{kind:<13}", "bold"), one_line(told)), soft_wrap=True)
    for change in found.changes:
        lines.add(change)
    if not (found.added or found.ended or found.decided or found.changes):
        say(f"dragoman: nothing changed between {before} and {after or 'now'}")
    return 0


def take_snapshot(where: str, name: str, as_published: str | None, form: Form) -> int:
    """Name this moment."""
    from dragoman.model.visible import one_line
    from dragoman.record.opening import last_day

    day = last_day(as_published, "as_published")
    with to_change(where) as record:
        made = record.snapshot(name, as_published=day)
    if form.json or form.jsonl:
        print_one(made, line=form.jsonl)
    else:
        print(f"{one_line(made.name)}  {made.as_recorded}  {made.rows} rows held  sha256 {made.sha256}")
    return 0


def list_snapshots(where: str, form: Form) -> int:
    """Print the named moments, in order."""
    from dragoman.model.visible import one_line

    with to_ask(where) as record:
        found = record.snapshots()
    if form.json or form.jsonl:
        print_json(found, lines=form.jsonl)
        return 0
    for one in found:
        day = f"  as published by {one.as_published}" if one.as_published else ""
        print(f"{one_line(one.name)}  {one.as_recorded}  {one.rows} rows held  sha256 {one.sha256}{day}")
    if not found:
        say(f"dragoman: no snapshots yet; make one with: dragoman snapshot {where} NAME")
    return 0
