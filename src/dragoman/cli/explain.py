"""``dragoman explain CODE``: what a code means, from the codebook that defines it."""

from __future__ import annotations

import json
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.text import console, safe_json, say
from dragoman.codebook import Codebook
from dragoman.model.visible import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.codebook.explain import Explanation

UNKNOWN = 2


def explain_code(code: str, overlay: Path | None, *, as_json: bool) -> int:
    """Print what a code means; 2 where nothing has this name, with the nearest names on stderr."""
    codebook = Codebook.load(overlay)
    found = codebook.explain(code)
    if found is None:
        near = get_close_matches(code.casefold(), {name.casefold(): name for name in _names(codebook)}, n=3, cutoff=0.5)
        hint = (
            f"; the nearest are {', '.join(near)}"
            if near
            else "; try a type such as CONSULT, a status, a certainty such as PR+, a cue, a date"
        )
        say(f"dragoman: the codebook has nothing called {code!r}{hint}")
        return UNKNOWN
    if as_json:
        print(safe_json(json.dumps(asdict(found), ensure_ascii=False, indent=2)))
    else:
        _show(found, console())
    return 0


def _names(codebook: Codebook) -> set[str]:
    modes = {f"{kind.name}-{mode}" for kind in codebook.events for mode in kind.modes}
    terms = {name for terms in codebook.vocabularies.values() for name in terms}
    words = {predicate.lemma for predicate in codebook.predicates} | {cue.cue for cue in codebook.cues}
    return (
        modes
        | terms
        | words
        | set(codebook.types)
        | set(codebook.contexts)
        | set(codebook.sectors)
        | set(codebook.status.statuses)
    )


def _show(found: Explanation, screen: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    def line(words: str, style: str = "default", margin: int = 2) -> None:
        screen.print(Padding(Text(one_line(words), style=style), (0, 0, 0, margin), expand=False))

    screen.print(Text.assemble((found.code, "bold yellow"), ("  " + found.kind, "italic")))
    line(found.meaning)
    for name, value in found.facts:
        line(f"{name}: {value}", "cyan")
    for rule in found.rules:
        line(rule)
    for text in found.examples:
        line(f"e.g. {text}", "green")
    for other in found.others:
        line(f"also {other}", "bright_black")
    if found.where:
        line(found.where, "bright_black")
