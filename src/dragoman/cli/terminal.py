"""Readings on a terminal: one block for every entry, exact words in quotation marks, colours by layer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.cli.entries import Block, Part, Row, blocks, note_rows
from dragoman.cli.text import quoted
from dragoman.model.visible import one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dragoman.model import Reading

STYLES = {
    "event": "bold yellow",
    "party": "cyan",
    "setting": "green",
    "source": "magenta",
    "cue": "bold magenta",
    "content": "default",
    "number": "bold bright_blue",
    "certainty": "bold",
    "note": "yellow",
    "command": "bold",
    "": "bright_black",
}
"""rich styles of the layers; what is not the report's words is grey."""

COMMAND = "command"
"""The layer of a command to copy: such a row is never broken into lines."""

NARROW = 60
"""Below this number of columns the labels stand close to the margin."""


def show(reading: Reading, console: Console, *, reasons: dict[str, list[Row]] | None = None) -> None:
    """Print one reading; ``reasons`` (by entry id) are the further rows of ``--explain``."""
    _head(reading, console)
    for block in blocks(reading):
        show_block(block, console, (reasons or {}).get(block.id, ()))
    if reading.notes and reasons is not None:
        console.print(_text("seen, not coded", "bold"))
        for _, row in note_rows(reading.notes):
            _rows([row], console)
        console.print()
    elif reading.notes:
        number = len(reading.notes)
        told = f"{number} note{'s' * (number > 1)} on what was seen and not coded: --explain shows them"
        _print(_text(told, "bright_black"), console)
        console.print()


def _head(reading: Reading, console: Console) -> None:
    report = reading.report
    _print(_text(one_line(report.title) or "(no title)", "bold"), console)
    numbers = f"{len(reading.events)} events, {len(reading.claims)} claims, {len(reading.quantities)} figures"
    facts = (report.published or "no date", report.outlet, report.author, numbers)
    _print(_text(" · ".join(one_line(str(fact)) for fact in facts if fact), "bright_black"), console)
    console.print()


def show_block(block: Block, console: Console, reasons: Iterable[Row] = ()) -> None:
    """Print one block: its title, its rows, and a blank line."""
    line = _text(f"{block.id:<4}" if block.id else "", "bright_black")
    line.append(one_line(block.title), STYLES[block.layer] if block.layer != "content" else "bold")
    for tag in block.tags:
        line.append(f"  {one_line(tag)}", "italic")
    _print(line, console)
    _rows([*block.rows, *reasons], console)
    console.print()


def _rows(rows: Iterable[Row], console: Console) -> None:
    margin, labels = (0, 10) if console.width < NARROW else (4, 11)
    before = ""
    for row in rows:
        label = "" if row.label == before else one_line(row.label)
        before = row.label
        whole = _parts(row.parts)
        unbroken = any(part.layer == COMMAND for part in row.parts)
        lines = [whole] if unbroken else whole.wrap(console, max(10, console.width - margin - labels))
        for number, words in enumerate(lines):
            words.rstrip()
            line = _text(" " * margin + (label if number == 0 else "").ljust(labels), "bright_black")
            console.print(line.append_text(words), soft_wrap=True)


def _print(text: Text, console: Console) -> None:
    """Text on as many lines as it takes, none with blanks at its end."""
    for line in text.wrap(console, console.width):
        line.rstrip()
        console.print(line, soft_wrap=True)


def _parts(parts: Iterable[Part]) -> Text:
    text = _text("", "default")
    for number, part in enumerate(parts):
        words = quoted(part.text) if part.span is not None else one_line(part.text)
        text.append((" " if number else "") + words, STYLES.get(part.layer, ""))
    return text


def _text(words: str, style: str) -> Text:
    from rich.text import Text

    return Text(words, style=style)
