"""The terminal view: a block for every entry, words quoted, any width."""

from __future__ import annotations

import io

import pytest

from dragoman.cli.terminal import show
from dragoman.cli.text import console
from dragoman.model import Reading

WIDE = """\
Envoys to visit Oslo
2025-06-18 · A. Writer · 1 events, 3 claims, 2 figures

e1  CONSULT · visit  planned  counts as AGREE  diplomatic
    words      “will visit”
    actor      “Envoys from Chad”
    place      “Oslo” → Oslo, NOR, city
    when       “on Friday” → 2025-06-20, anchored
    says       “state radio” → Radio Chad “reported” CT+ › “a minister” “citing” PR+, carried over

q1  injured · more than 40 people  total
    words      “More than 40” of people
    says       the report itself, CT+

q2  injured · 12 people  part
    words      “12”
    part of    “More than 40” q1

c3  claim · 2 times
    content    “their second visit this year”
    says       the report itself, CT+
    check      claimed 2; in this report at least 1: not contradicted (one visit is told)

2 notes on what was seen and not coded: --explain shows them

"""


def view(reading: Reading, monkeypatch: pytest.MonkeyPatch, columns: int, *, explain: bool = False) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = io.StringIO()
    show(reading, console(out), reasons={} if explain else None)
    return out.getvalue()


def test_every_entry_has_a_block(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    assert view(reading, monkeypatch, 100) == WIDE


@pytest.mark.parametrize("columns", [20, 30, 45, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    lines = view(reading, monkeypatch, columns).splitlines()
    assert max(map(len, lines)) <= columns
    assert [line for line in lines if line != line.rstrip()] == []


def test_notes_are_told_when_asked_for(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = view(reading, monkeypatch, 100, explain=True)
    assert "uncoded    “fell” no predicate fits" in shown
    assert "date       a note without words" in shown
