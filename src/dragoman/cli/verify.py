"""``dragoman verify``: every quotation, place, hash and derived row of a record is looked at again, and every fault is told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.machine import print_json
from dragoman.cli.opened import to_ask
from dragoman.cli.options import Form
from dragoman.cli.text import say
from dragoman.model.visible import one_line

if TYPE_CHECKING:
    from dragoman.record.record import Record

FAULTY = 4


def verify_record(where: str, form: Form, overlay: Path | None) -> int:
    """Print the faults, one a line; 4 if there is any."""
    with to_ask(where, overlay) as record:
        number = print_json(record.verify(), lines=form.jsonl) if form.json or form.jsonl else _print(record)
    say(f"dragoman: {number or 'no'} fault{'' if number == 1 else 's'} in {where}")
    return FAULTY if number else 0


def _print(record: Record) -> int:
    number = 0
    for number, fault in enumerate(record.verify(), 1):  # noqa: B007 - it is returned
        print(one_line(f"{fault.kind}: {fault}"))
        sys.stdout.flush()
    return number
