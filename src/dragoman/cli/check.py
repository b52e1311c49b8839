"""``dragoman codebook check``: every mistake of a codebook at once."""

from __future__ import annotations

import json
from pathlib import Path

from dragoman.cli.text import safe_json, say
from dragoman.codebook.check import check
from dragoman.model.visible import one_line

FINDINGS = 1


def check_codebook(folder: Path | None, *, as_json: bool) -> int:
    """Print the mistakes, one a line as ``file:line: what — hint``; 1 if there is any."""
    problems = check(folder)
    if as_json:
        print(safe_json(json.dumps([problem._asdict() for problem in problems], ensure_ascii=False, indent=2)))
    else:
        for problem in problems:
            print(one_line(str(problem)))
    number = len(problems)
    say(f"dragoman: {number or 'no'} mistake{'' if number == 1 else 's'} in {folder or 'the shipped codebook'}")
    return FINDINGS if problems else 0
