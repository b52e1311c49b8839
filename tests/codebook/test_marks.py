"""The file of marks: what its entries may say, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.codebook import Codebook, marks
from dragoman.codebook.problems import Problem
from dragoman.codebook.yamltext import parse_text
from dragoman.errors import CodebookError

ABOUT = "about: {origin: mine, licence: CC0-1.0, updated: 2026-11-24}\n"
STORM = 'names: [{kind: storm, after: [gale], examples: [{text: "[mark Gale Ada] hit Cork.", value: Ada}]}]\n'


def problems(text: str) -> list[str]:
    found: list[Problem] = []
    marks.parse(parse_text(ABOUT + text), "marks/en.yml", found)
    return [problem.what for problem in found]


def test_the_shipped_file_holds_every_kind_once(codebook: Codebook) -> None:
    kinds = [one.kind for one in codebook.marks.names]
    assert len(kinds) == len(set(kinds))
    assert codebook.marks.yearly == {"summit"}


@pytest.mark.parametrize(
    "text, problem",
    [
        ("names: [{kind: storm, shape: '(', bare: yes}]", "no regular expression"),
        ("names: [{kind: storm}]", "nothing says where its names stand"),
        ("names: [{kind: storm, after: [gale]}]", "has no example"),
        ("names: [{kind: storm, behind: [gale]}]", "unknown key 'behind'"),
        ("sets: {noun: [raid]}", "unknown key 'noun'"),
        ('names: [{kind: storm, after: [gale], examples: ["It hit Cork."]}]', "marks no [mark"),
    ],
)
def test_mistakes_are_named(text: str, problem: str) -> None:
    assert any(problem in found for found in problems(text))


def test_a_sound_entry_has_no_mistake() -> None:
    assert problems(STORM) == []


def test_a_kind_of_a_users_own_is_laid_over(tmp_path: Path) -> None:
    folder = tmp_path / "marks"
    folder.mkdir()
    (folder / "en.yml").write_text(ABOUT + STORM, encoding="utf-8")
    codebook = Codebook.load(tmp_path)
    (storm,) = (one for one in codebook.marks.names if one.kind == "storm")
    assert storm.after == {"gale"}
    assert len(codebook.marks.names) == len(Codebook.load().marks.names)


def test_a_broken_file_does_not_load(tmp_path: Path) -> None:
    folder = tmp_path / "marks"
    folder.mkdir()
    (folder / "en.yml").write_text(ABOUT + "names: [{kind: comet}]\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="nothing says where its names stand"):
        Codebook.load(tmp_path)
