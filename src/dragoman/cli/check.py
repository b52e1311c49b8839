"""``dragoman codebook check``: every mistake of a codebook at once, its examples read."""

from __future__ import annotations

import json
from pathlib import Path

from dragoman.cli.text import safe_json, say
from dragoman.codebook import Codebook
from dragoman.codebook.check import check
from dragoman.codebook.problems import Problem
from dragoman.model.visible import one_line

FINDINGS = 1


def check_codebook(folder: Path | None, *, as_json: bool, examples: bool) -> int:
    """Print the mistakes, one a line as ``file:line: what — hint``; 1 if there is any.

    Examples are read when the files have no other mistake: those of the folder's own entries, or without a folder those of all.
    """
    problems = check(folder)
    still_open = 0
    if not problems and examples:
        problems, still_open = _examples(folder)
    if as_json:
        print(safe_json(json.dumps([problem._asdict() for problem in problems], ensure_ascii=False, indent=2)))
    else:
        for problem in problems:
            print(one_line(str(problem)))
    number = len(problems)
    if still_open:
        say(f"dragoman: {still_open} examples are known not to be read as marked yet (examples_open.txt)")
    say(f"dragoman: {number or 'no'} mistake{'' if number == 1 else 's'} in {folder or 'the shipped codebook'}")
    return FINDINGS if problems else 0


def _examples(folder: Path | None) -> tuple[list[Problem], int]:
    """The examples that do not yield what they are marked with, and how many more are known not to."""
    from dragoman.extract.examples import open_examples, run_examples
    from dragoman.language import load

    codebook = Codebook.load(folder)
    own = str(folder) if folder is not None else ""
    entries = [*(one.where for one in codebook.predicates), *(one.where for one in codebook.marks.names)]
    if not any(where.startswith(own) for where in entries):
        return [], 0
    known = frozenset[str]() if folder is not None else open_examples()
    failed = [outcome for outcome in run_examples(codebook, load(), under=own) if outcome.problem is not None]
    problems = []
    for outcome in failed:
        file, _, line = outcome.where.rpartition(":")
        if outcome.id not in known:
            problems.append(Problem(file, int(line), f"the example “{outcome.example.text}”: {outcome.problem}"))
    return problems, len(failed) - len(problems)
