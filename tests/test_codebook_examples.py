"""Every example of every predicate, read by the shipped model.

Those that do not pass yet stand in the codebook's ``examples_open.txt``, one id a line. That list may only shrink: an example of
it that passes is a failure that asks to delete its line, and one outside it that fails is a failure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.codebook import Codebook

OPEN = Path(__file__).parent.parent / "src" / "dragoman" / "codebook" / "files" / "examples_open.txt"

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


@pytest.fixture(scope="session")
def outcomes() -> dict[str, str | None]:
    """What is wrong with each example, by its id; None where all is as marked."""
    from dragoman import language
    from dragoman.extract.examples import run_examples

    return {outcome.id: outcome.problem for outcome in run_examples(Codebook.load(), language.load())}


@pytest.fixture(scope="session")
def still_open() -> set[str]:
    return set(OPEN.read_text(encoding="utf-8").splitlines())


def test_every_example_passes_unless_it_is_listed_as_open(
    outcomes: dict[str, str | None], still_open: set[str]
) -> None:
    failed = [f"{id_}: {problem}" for id_, problem in outcomes.items() if problem and id_ not in still_open]
    assert not failed, "\n".join(["examples that fail and are not listed as open:", *failed])


def test_the_list_of_open_examples_only_shrinks(outcomes: dict[str, str | None], still_open: set[str]) -> None:
    passing = sorted(id_ for id_ in still_open if id_ in outcomes and outcomes[id_] is None)
    gone = sorted(still_open - outcomes.keys())
    assert not passing, "\n".join([f"these pass now; delete their lines in {OPEN.name}:", *passing])
    assert not gone, "\n".join([f"no example has these ids any more; delete their lines in {OPEN.name}:", *gone])


def test_the_list_is_sorted_and_names_no_example_twice() -> None:
    lines = OPEN.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
