r"""YAML with every scalar kept as text, and the line of every value kept with it.

YAML loaders guess types: ``NO`` (Norway) becomes false, ``042`` becomes 34, ``2025-09-02`` a date.
A codebook is full of such words, so nothing is guessed here: the node tree is composed and each
scalar stays the text that was typed. What reads an entry converts it by the declared type of the field.

>>> node = parse_text("country: NO\ncameo: 042\n")
>>> node == {"country": "NO", "cameo": "042"}
True
>>> node["cameo"].line
2
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self, TypeAlias

import yaml

from .problems import Problem


class Text(str):
    """A scalar: the text as typed, with the line (from 1) where it starts."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, value: str = "", line: int = 0) -> Self:
        text = super().__new__(cls, value)
        text.line = line
        return text

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return (str, (str(self),))


class Items(list["Node"]):
    """A list, with the line (from 1) where it starts."""

    line: int = 0


class Table(dict[str, "Node"]):
    """A mapping with text keys (each a ``Text`` with its line), the line where it starts, and the file it is from."""

    line: int = 0
    file: str = ""


Node: TypeAlias = "Text | Items | Table"


class YamlProblem(Exception):
    """A file is not YAML, or not text, or repeats a key."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return str(self.problem)


_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load_text(path: Path | Traversable, name: str = "") -> Node:
    """The content of a YAML file, every scalar a ``Text``; ``name`` is the file named in messages, if not the path.

    Raises ``YamlProblem`` when the file cannot be read as UTF-8 YAML, and ``OSError`` when it cannot be opened.
    """
    name = name or str(path)
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise YamlProblem(Problem(name, line, "not UTF-8 text", "save the file as UTF-8")) from error
    return parse_text(text, name)


def parse_text(text: str, file: str = "") -> Node:
    """Parse YAML text; ``file`` is the file named in messages. Raises ``YamlProblem``."""
    name = file or "<text>"
    if text.startswith("\ufeff"):
        raise YamlProblem(Problem(name, 1, "byte-order mark at the start", "save as UTF-8 without a byte-order mark"))
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = error.problem or error.context or "cannot be read"
        raise YamlProblem(Problem(name, line, f"not YAML: {what}", _yaml_hint(text, line))) from error
    except yaml.YAMLError as error:
        raise YamlProblem(Problem(name, 1, f"not YAML: {error}", "control characters must be escaped")) from error
    if node is None:
        empty = Table()
        empty.file = file
        return empty
    return _convert(node, file)


def _yaml_hint(text: str, line: int) -> str:
    """What most often breaks a line of hand-written YAML."""
    lines = text.split("\n")
    content = lines[line - 1] if line <= len(lines) else ""
    if "\t" in content[: len(content) - len(content.lstrip())]:
        return "indent with blanks, not with tabs"
    return 'put text with ": ", "#", "[" or a leading quote between double quotes'


def _convert(node: yaml.Node, name: str) -> Node:
    if isinstance(node, yaml.ScalarNode):
        return Text(node.value, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        items = Items(_convert(child, name) for child in node.value)
        items.line = node.start_mark.line + 1
        return items
    table = Table()
    table.line = node.start_mark.line + 1
    table.file = name
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlProblem(Problem(name, line, "a key must be a plain word"))
        if key_node.value in table:
            raise YamlProblem(
                Problem(name, line, f"key {key_node.value!r} stands twice", "the second would hide the first")
            )
        table[Text(key_node.value, line)] = _convert(value_node, name)
    return table
