"""``dragoman events``, ``claims``, ``figures`` and ``entities``: what a record holds, for people and for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from dragoman.cli.machine import print_csv, print_json
from dragoman.cli.opened import to_ask
from dragoman.cli.options import Form, Scope
from dragoman.cli.text import console, say

if TYPE_CHECKING:
    from dragoman.cli.entries import Block
    from dragoman.model.tables import Row, Table
    from dragoman.record.tables import Held
    from dragoman.record.views import RecordedFigure, Series

Answer = TypeVar("Answer")
Asked = Mapping[str, Any]
"""The options of a verb, by the names of the arguments of the record's method."""


def ask_events(where: str, asked: Asked, scope: Scope, form: Form, overlay: Path | None = None) -> int:
    """Print merged events by date."""
    from dragoman.cli.told_blocks import event_block
    from dragoman.model.words import Status
    from dragoman.record.tables import event_rows

    with to_ask(where, overlay) as record:
        known_word("type", asked["type"], record.codebook.types)
        for one in asked["status"]:
            known_word("status", one, get_args(Status))
        found = record.events(**asked, **scope.arguments())
        _print(found, form, event_block, "events", lambda one: event_rows(one, record.codebook, _held))
    return 0


def ask_claims(where: str, asked: Asked, scope: Scope, form: Form, overlay: Path | None = None) -> int:
    """Print claims in order of publication."""
    from dragoman.cli.told_blocks import claim_block
    from dragoman.model.words import Certainty, ClaimKind
    from dragoman.record.tables import claim_row

    known_word("kind", asked["kind"], get_args(ClaimKind))
    known_word("certainty", asked["certainty"], get_args(Certainty))
    with to_ask(where, overlay) as record:
        found = record.claims(**asked, **scope.arguments())
        _print(found, form, claim_block, "claims", lambda one: [claim_row(one, _held)])
    return 0


def ask_entities(where: str, asked: Asked, scope: Scope, form: Form, overlay: Path | None = None) -> int:
    """Print entities, those that most reports speak of first."""
    from dragoman.cli.told_blocks import entity_block
    from dragoman.record.tables import entity_row

    with to_ask(where, overlay) as record:
        found = record.entities(**asked, **scope.arguments())
        _print(found, form, entity_block, "entities", lambda one: [entity_row(one, record.codebook)])
    return 0


def ask_figures(where: str, asked: Asked, scope: Scope, form: Form, overlay: Path | None = None, *, alone: bool) -> int:
    """Print series of figures, and with ``alone`` the figures that stand in none."""
    from dragoman.record.selection import TOLERANCE
    from dragoman.record.tables import figure_row

    rest = {name: value for name, value in asked.items() if name != "origin"}
    with to_ask(where, overlay) as record:
        series = record.figures(**asked, **scope.arguments())
        single = record.figures_alone(**rest, **scope.arguments()) if alone else iter(())
        if form.csv:
            figures = (one for each in _all(series, single) for one in each["figures"])
            _csv("quantities", (figure_row(one, tolerance=TOLERANCE) for one in figures), form)
        elif form.json or form.jsonl:
            _count(print_json(_all(series, single), lines=form.jsonl), "series or figures")
        else:
            _count(_show(_blocks(series, single)), "series or figures")
    return 0


def _all(series: Iterable[Series], single: Iterable[RecordedFigure]) -> Iterator[dict[str, Any]]:
    """Series and single figures in one shape: those that stand alone have no line."""
    for one in series:
        yield {"line": one.line, "figures": one.figures, "relations": one.relations}
    for figure in single:
        yield {"line": None, "figures": (figure,), "relations": figure.relations}


def _blocks(series: Iterable[Series], single: Iterable[RecordedFigure]) -> Iterator[Block]:
    from dragoman.cli.series_blocks import alone_block, series_blocks

    yield from series_blocks(series)
    rest = list(single)
    known = {one.id: one for one in rest}
    yield from (alone_block(one, known) for one in rest)


def _print(
    found: Iterable[Answer],
    form: Form,
    block: Callable[[Answer], Block],
    table: Table,
    rows: Callable[[Answer], Iterable[Row]],
) -> None:
    if form.csv:
        _csv(table, (row for one in found for row in rows(one)), form)
    elif form.json or form.jsonl:
        _count(print_json(found, lines=form.jsonl), table)
    else:
        _count(_show(block(one) for one in found), table)


def _csv(table: Table, rows: Iterable[Row], form: Form) -> None:
    from dragoman.record.columns import columns

    _count(print_csv(columns(table), rows, safe=form.safe_cells), table)


def _show(found: Iterable[Block]) -> int:
    from dragoman.cli.terminal import show_block

    screen, number = console(), 0
    for number, one in enumerate(found, 1):  # noqa: B007 - it is returned
        show_block(one, screen)
        sys.stdout.flush()
    return number


def _count(number: int, what: str) -> None:
    """Say that nothing was found, so that an empty answer is not taken for a failure."""
    if not number:
        say(f"dragoman: no {what} that fit; leave options out to see more")


def _held(_row: str) -> Held:
    """Tables of exports say when a row was held; an answer is of one moment and leaves these columns out."""
    from dragoman.record.tables import Held

    return Held(since=datetime.min)


def known_word(key: str, value: str | None, words: Iterable[str]) -> None:
    """Refuse a word that nothing has: it would find nothing, and look like an answer. Raises `dragoman.errors.SettingsError`."""
    from difflib import get_close_matches

    from dragoman.errors import SettingsError

    known = sorted(words)
    if value is None or value in known:
        return
    low = {one.lower(): one for one in known}
    near = [low[one] for one in get_close_matches(value.lower(), low, n=3)]
    hint = f"did you mean {' or '.join(near)}" if near else f"there are {', '.join(known)}"
    raise SettingsError(key, f"{value!r} is not known; {hint}", origin=f"option --{key}")
