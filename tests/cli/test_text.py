"""Report text never reaches a terminal as anything but words (reliability test A2)."""

from __future__ import annotations

import io
import json
import random
import re
import unicodedata
from collections.abc import Callable

import pytest

from dragoman.cli import html, terminal
from dragoman.cli.text import console, safe_json
from dragoman.model import Reading
from dragoman.model.visible import one_line, visible

ATTACKS = [
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "\x1b]52;c;aGk=\x07", "\x1b[2J\x1b[H",
    "\x9b31m", "\x9d0;t\x9c", "\x90q\x9c", "\x07", "\x08\x08\x08", "\x0e\x0f", "\x1bc", "\x7f", "\x00", "\r over", "\u202eevil\u202c", "\u2066x\u2069",
    "\u200b\u200e\u200f\u061c\ufeff", "\u2028\u2029", "\U000e0041\U000e007f", "[sic]", "[/b]", "[bold]", "[link=http://x]y[/link]", ":train:", "\\[x]", "{x}",
]  # fmt: skip
"""Escape sequences, control and direction characters, and what rich would take for markup."""

FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


def hostile(number: int) -> str:
    """A text of attacks between words, another for every number."""
    draw = random.Random(number)
    return " ".join(f"word{i} {draw.choice(ATTACKS)}x{draw.choice(ATTACKS)}" for i in range(6))


@pytest.mark.parametrize("attack", ATTACKS)
def test_visible_text_holds_no_character_that_a_terminal_obeys(attack: str) -> None:
    shown = visible(f"before {attack} after")
    assert not FORBIDDEN.search(shown)
    assert shown.startswith("before ")
    assert shown.endswith(" after")


@pytest.mark.parametrize(
    "text", ["[sic] [/b] :train: \\[x]", "naïve Ünïcode 日本語 عربى", "a—b “c” ‘d’ $5 50% 👩‍👧", "किताब"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
    assert one_line(text) == text


def test_every_control_and_format_character_is_shown_but_joiners() -> None:
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\u200c\u200d":
            assert visible(character) != character


@pytest.mark.parametrize("number", range(200))
def test_no_view_sends_an_escape_and_every_word_is_there(number: int, make: Callable[..., Reading]) -> None:
    extra = hostile(number)
    title, author = hostile(number + 1000).replace("\n", " "), hostile(number + 2000)
    reading = make(title, author, " " + extra)
    reading = reading.replace(notes=[{"kind": "uncoded", "message": extra}])
    out = io.StringIO()
    screen = console(out)
    terminal.show(reading, screen, reasons={})
    page = html.page([reading])
    raw = json.dumps(reading.model_dump(mode="json"), ensure_ascii=False)
    for shown in (out.getvalue(), safe_json(raw)):
        assert not FORBIDDEN.search(shown.replace("\n", "").replace("\t", ""))
        assert all(f"word{i}" in shown for i in range(6))
    assert not FORBIDDEN.search(page.replace("\n", ""))
    assert all(f"word{i}" in page for i in range(6))
    assert json.loads(safe_json(raw)) == json.loads(raw)


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}])
def test_a_pipe_gets_no_escape_byte(
    variables: dict[str, str], reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = io.StringIO()
    terminal.show(reading, console(out))
    assert "\x1b" not in out.getvalue()


def test_colour_can_be_forced(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out = io.StringIO()
    terminal.show(reading, console(out))
    assert "\x1b[" in out.getvalue()
