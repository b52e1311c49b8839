"""``dragoman review``, ``judge``, ``join``, ``split``, ``undo`` and ``cover``: what people decide, each with a name and open to be undone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from dragoman.cli.ask import known_word
from dragoman.cli.entries import Block, Part, Row
from dragoman.cli.machine import print_json, print_one
from dragoman.cli.opened import to_ask, to_change
from dragoman.cli.options import Form
from dragoman.cli.terminal import COMMAND
from dragoman.cli.text import console, say
from dragoman.errors import SettingsError
from dragoman.model.visible import one_line

if TYPE_CHECKING:
    from dragoman.model import Claim, Event, Quantity
    from dragoman.record.coverage import Coverage
    from dragoman.record.judging import Judgement
    from dragoman.record.review import Question


def list_questions(where: str, limit: int | None, form: Form, overlay: Path | None) -> int:
    """Print the queue, the weightiest question first."""
    with to_ask(where, overlay) as record:
        found = record.review(limit=limit)
    if form.json or form.jsonl:
        print_json(found, lines=form.jsonl)
    else:
        _show(_question(one, where) for one in found)
    if not found:
        say("dragoman: nothing is open: no contradiction, no unsure pair, no guess")
    return 0


def judge_row(
    where: str, row: str, verdict: str, *, by: str, why: str, replacement: Path | None, form: Form, overlay: Path | None
) -> int:
    """Write down what a person says of an entry."""
    from dragoman.record.judging import Said

    known_word("verdict", verdict, get_args(Said))
    said: Said = next(one for one in get_args(Said) if one == verdict)
    if (said == "corrected") != (replacement is not None):
        what = (
            "corrected needs the entry as it should be"
            if replacement is None
            else f"only corrected takes one, not {verdict}"
        )
        raise SettingsError("replacement", what, origin="option --replacement")
    name = name_of(by)
    entry = _entry(row, replacement) if replacement is not None else None
    with to_change(where, overlay) as record:
        try:
            made = record.judge(row, said, by=name, why=why, replacement=entry)
        except ValueError as error:
            raise SettingsError(
                "replacement", f"{replacement} does not fit the report: {_reason(error)}", origin="option --replacement"
            ) from error
    return _judged(made, where, form)


def join_events(
    where: str, one: str, other: str, *, same: bool, by: str, why: str, form: Form, overlay: Path | None
) -> int:
    """Write down that two tellings tell one event, or two."""
    name = name_of(by)
    with to_change(where, overlay) as record:
        made = record.join(one, other, same=same, by=name, why=why)
    return _judged(made, where, form)


def undo_judgement(where: str, judgement: str, *, by: str, why: str, form: Form, overlay: Path | None) -> int:
    """End a judgement."""
    name = name_of(by)
    with to_change(where, overlay) as record:
        ended = record.undo(judgement, by=name, why=why)
    if form.json:
        print_one(ended)
    else:
        print(f"ended: {_judgement(ended)}")
    return 0


def list_judgements(where: str, form: Form) -> int:
    """Print the judgements that stand, in order."""
    with to_ask(where) as record:
        found = list(record.judgements())
    if form.json:
        print_json(found, lines=False)
    else:
        for one in found:
            print(f"{one.at[:16]}  {_judgement(one)}")
    if not found:
        say(f"dragoman: nobody has judged anything yet; see what is open with: dragoman review {where}")
    return 0


def end_coverage(where: str, coverage: str, *, by: str, why: str) -> int:
    """End a coverage statement."""
    name = name_of(by)
    with to_change(where) as record:
        record.uncover(coverage, by=name, why=why)
    print(f"ended: {one_line(coverage)}")
    return 0


def list_coverage(where: str, form: Form) -> int:
    """Print the coverage statements that stand."""
    with to_ask(where) as record:
        found = record.coverages()
    if form.json:
        print_json(found, lines=False)
    else:
        _show(_coverage(one) for one in found)
    if not found:
        say("dragoman: nobody has stated yet that the record is complete for anything, so no count can be confirmed")
    return 0


def state_coverage(where: str, statement: Coverage, form: Form) -> int:
    """Write down a coverage statement."""
    with to_change(where) as record:
        made = record.cover(statement)
    if form.json:
        print_one(made)
    else:
        _show([_coverage(made)])
    return 0


def _judged(made: Judgement, where: str, form: Form) -> int:
    if form.json:
        print_one(made)
    else:
        print(_judgement(made))
        say(f"dragoman: undo it with: dragoman undo {where} {made.id} --by NAME")
    return 0


def _judgement(one: Judgement) -> str:
    what = one.row if one.other is None else f"{one.row} and {one.other}"
    verdict = (
        one.verdict
        if one.other is None
        else {"accepted": "one event", "rejected": "two events"}.get(one.verdict, one.verdict)
    )
    put = f"; in its place {one.replacement}" if one.replacement else ""
    return one_line(f"{one.id}  {what}: {verdict}, by {one.by}{f' ({one.why})' if one.why else ''}{put}")


def _question(one: Question, where: str) -> Block:
    rows = [
        *(Row("says", (Part(f"“{words}”"), Part(f"{row}, in {report}"))) for words, row, report in zip(one.words, one.rows, one.reports, strict=True)),
        *(Row("answer", (Part(told, COMMAND),)) for told in _answers(one, where)),
    ]  # fmt: skip
    return Block("", "event", one.kind, (one.question,), tuple(rows), 0)


def _answers(one: Question, where: str) -> Iterable[str]:
    rows = " ".join(one.rows)
    if one.kind == "same event?":
        return (f"dragoman join {where} {rows} --by NAME", f"dragoman split {where} {rows} --by NAME")
    return tuple(
        f"dragoman judge {where} {row} {'rejected' if len(one.rows) > 1 else 'accepted'} --by NAME" for row in one.rows
    )


def _coverage(one: Coverage) -> Block:
    rows = [
        Row("id", (Part(one.id),)),
        Row("parties", (Part("; ".join(one.parties)),)),
        *([Row("place", (Part(one.place),))] if one.place else []),
        Row("window", (Part(f"{one.window}, as published by {one.as_published}"),)),
        Row("by", (Part(f"{one.by}{f': {one.why}' if one.why else ''}"),)),
    ]
    return Block("", "setting", one.of, ("complete" if one.complete else "not complete",), tuple(rows), 0)


def _show(blocks: Iterable[Block]) -> None:
    from dragoman.cli.terminal import show_block

    screen = console()
    for one in blocks:
        show_block(one, screen)


def name_of(by: str) -> str:
    """The name of a person: nothing is decided by nobody. Raises `dragoman.errors.SettingsError`."""
    if not by.strip():
        raise SettingsError("by", "say who decides: --by NAME", origin="option --by")
    return " ".join(by.split())


def _entry(row: str, path: Path) -> Event | Quantity | Claim:
    """The corrected entry of a file, of the kind that the row's id says."""
    from dragoman.model import Claim, Event, Quantity

    kinds: dict[str, type[Event | Quantity | Claim]] = {"e": Event, "q": Quantity, "c": Claim}
    try:
        text = path.read_text("utf-8")
        return kinds.get(row[:1], Event).model_validate_json(text)
    except OSError as error:
        raise SettingsError(
            "replacement", f"{path} cannot be read: {error.strerror or error}", origin="option --replacement"
        ) from error
    except ValueError as error:
        raise SettingsError(
            "replacement", f"{path} is no sound entry: {_reason(error)}", origin="option --replacement"
        ) from error


def _reason(error: ValueError) -> str:
    """The first thing that is wrong, in a sentence."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"].removeprefix("Value error, ")
