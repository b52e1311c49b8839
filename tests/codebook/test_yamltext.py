from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from dragoman.codebook.yamltext import Items, Table, Text, YamlProblem, load_text, parse_text

AS_TYPED = [
    "NO",
    "042",
    "0212",
    "089",
    "2025-09-02",
    "yes",
    "1e3",
    "~",
    "null",
    "0x1F",
    "1_000",
    "12:30:45",
    ".inf",
    "on",
]


@pytest.mark.parametrize("word", AS_TYPED)
def test_every_scalar_stays_as_typed(word: str) -> None:
    node = parse_text(f"key: {word}\nlist: [{word}]\n{word}: key\n")
    assert node == {"key": word, "list": [word], word: "key"}


def test_lines_and_files_are_kept() -> None:
    node = parse_text("a: 1\nb:\n  - c: 2\n    d: [x, y]\n", "some.yml")
    assert isinstance(node, Table)
    entries = node["b"]
    assert isinstance(entries, Items)
    entry = entries[0]
    assert isinstance(entry, Table)
    value = entry["d"]
    assert (node.line, entries.line, entry.line, entry.file, value.line) == (1, 3, 3, "some.yml", 4)
    assert [key.line for key in entry if isinstance(key, Text)] == [3, 4]


def test_text_pickles_as_plain_text() -> None:
    text = parse_text("a: 042")
    assert isinstance(text, Table)
    assert type(pickle.loads(pickle.dumps(text["a"]))) is str


@pytest.mark.parametrize(
    "content, what, line",
    [
        ("a: 1\na: 2\n", "'a' stands twice", 2),
        ("a: [1, 2\nb: 3\n", "not YAML", 2),
        ("\ufeffa: 1\n", "byte-order mark", 1),
        ("a:\n\t- b\n", "not YAML", 2),
        ("a: b: c\n", "not YAML", 1),
        ("? [x]\n: y\n", "a key must be a plain word", 1),
        ("a: \x07\n", "not YAML", 1),
    ],
)
def test_damage_is_named_with_its_line(content: str, what: str, line: int) -> None:
    with pytest.raises(YamlProblem) as caught:
        parse_text(content, "some.yml")
    problem = caught.value.problem
    assert what in problem.what
    assert (problem.file, problem.line) == ("some.yml", line)


def test_bytes_that_are_no_text_are_a_problem_with_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"a: 1\nb: \xe9t\xe9\n")
    with pytest.raises(YamlProblem, match=r"a\.yml:2: not UTF-8 text"):
        load_text(path)


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert parse_text("# nothing\n") == {}
