"""Typed fields out of text nodes, every mistake noted instead of raised.

Each module that reads one kind of YAML file (events, cues, quantities, dates …) has one function
``parse(node, file, problems) -> typed entries``: ``node`` is what ``yamltext.load_text`` gave, ``file`` the name
for messages and for the ``where`` ("file:line") of entries, ``problems`` a list that collects mistakes.

A reader of entries asks for the fields that it knows; what is left over is an unknown key::

    fields = Fields(node, "hedges/en.yml", problems)
    word = fields.text("word", required=True)
    kind = fields.one_of("kind", KINDS, required=True)
    fields.done()                      # unknown keys become problems, with the nearest known key

>>> from dragoman.codebook.yamltext import parse_text
>>> problems: list[Problem] = []
>>> fields = Fields(parse_text("wrod: mainly"), "hedges/en.yml", problems)
>>> fields.text("word"), fields.done()
(None, None)
>>> [str(problem) for problem in problems]
["hedges/en.yml:1: unknown key 'wrod' — did you mean 'word'?"]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, overload

from .problems import Problem, nearest
from .yamltext import Items, Node, Table, Text

YES = frozenset({"yes", "true"})
NO = frozenset({"no", "false"})


def line_of(node: Node | None) -> int:
    """The line of a node, 1 when there is none."""
    return (node.line or 1) if node is not None else 1


class Fields:
    """The fields of one mapping, taken one by one by their declared type."""

    def __init__(self, node: Node | None, file: str, problems: list[Problem], *, line: int = 0) -> None:
        # An overlay puts entries of one file among those of another, and each knows where it is from.
        self.file = (node.file if isinstance(node, Table) else "") or file
        self.problems = problems
        self.known: set[str] = set()
        self.line = line or line_of(node)
        if isinstance(node, Table):
            self.node = node
        else:
            self.node = Table()
            if node is not None:
                self.problem("a mapping (key: value) is needed here", line=self.line)

    @property
    def where(self) -> str:
        """Where the entry stands, as file:line."""
        return f"{self.file}:{self.line}"

    def problem(self, what: str, hint: str = "", *, line: int = 0) -> None:
        """Note a mistake of this entry."""
        self.problems.append(Problem(self.file, line or self.line, what, hint))

    def at(self, key: str) -> int:
        """The line of a key's value, else of the entry."""
        value = self.node.get(key)
        return (value.line or self.line) if value is not None else self.line

    def raw(self, key: str, *, required: bool = False) -> Node | None:
        """The node under a key, whatever its shape."""
        self.known.add(key)
        if key not in self.node:
            if required:
                self.problem(f"key {key!r} is missing")
            return None
        return self.node[key]

    @overload
    def text(self, key: str, *, required: Literal[True]) -> str: ...
    @overload
    def text(self, key: str, *, required: bool = False) -> str | None: ...
    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text; an empty one counts as missing. A required one that is missing comes back as ''."""
        value = self.raw(key, required=required)
        empty = "" if required else None
        if value is None:
            return empty
        if not isinstance(value, Text):
            self.problem(f"{key!r} must be a text", line=line_of(value))
            return empty
        plain = str(value).strip()
        if not plain:
            if required:
                self.problem(f"{key!r} is empty", line=line_of(value))
            return empty
        return plain

    @overload
    def one_of(self, key: str, known: Collection[str], *, required: Literal[True]) -> str: ...
    @overload
    def one_of(self, key: str, known: Collection[str], *, required: bool = False) -> str | None: ...
    def one_of(self, key: str, known: Collection[str], *, required: bool = False) -> str | None:
        """A word of a closed vocabulary."""
        value = self.text(key, required=required)
        if value and value not in known:
            self.problem(f"{key}: {value!r} is not known", nearest(value, known), line=self.at(key))
        return value

    def number(self, key: str, *, required: bool = False) -> float | None:
        """A decimal number."""
        value = self.text(key, required=required)
        if not value:
            return None
        try:
            return float(value)
        except ValueError:
            self.problem(f"{key}: {value!r} is not a number", "use a decimal point", line=self.at(key))
            return None

    def whole(self, key: str, *, required: bool = False) -> int | None:
        """A whole number."""
        value = self.text(key, required=required)
        if not value:
            return None
        try:
            return int(value, 10)
        except ValueError:
            self.problem(f"{key}: {value!r} is not a whole number", line=self.at(key))
            return None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """yes or no."""
        value = self.text(key)
        if value is None:
            return default
        if value.lower() in YES:
            return True
        if value.lower() not in NO:
            self.problem(f"{key}: {value!r} is neither yes nor no", line=self.at(key))
        return False

    def texts(self, key: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """Several texts: a list, or one text alone; each of ``known`` when that is given."""
        found = self._texts(self.raw(key), key)
        if known is not None:
            for item in found:
                if item not in known:
                    self.problem(f"{key}: {item!r} is not known", nearest(item, known), line=item.line)
        return tuple(str(item) for item in found)

    def mapping(self, key: str) -> Mapping[str, Node]:
        """A mapping under a key, empty when there is none."""
        value = self.raw(key)
        if value is None or value == "":
            return {}
        if isinstance(value, Table):
            return value
        self.problem(f"{key!r} must be a mapping (word: value)", line=line_of(value))
        return {}

    def items(self, key: str, *, required: bool = False) -> list[Node]:
        """A list under a key, empty when there is none."""
        value = self.raw(key, required=required)
        if value is None or value == "":
            return []
        if isinstance(value, Items):
            return value
        self.problem(f"{key!r} must be a list (- entry)", line=line_of(value))
        return []

    def lists(self, key: str) -> Mapping[str, tuple[str, ...]]:
        """A mapping of words to one text or several: ``{actor: [country, MIL]}``."""
        return {
            str(word): tuple(str(item) for item in self._texts(value, f"{key}.{word}"))
            for word, value in self.mapping(key).items()
        }

    def done(self) -> None:
        """Whatever key was not asked for is unknown."""
        for key in self.node:
            if key not in self.known:
                line = key.line if isinstance(key, Text) else self.line
                self.problem(f"unknown key {str(key)!r}", nearest(str(key), self.known), line=line)

    def _texts(self, value: Node | None, key: str) -> list[Text]:
        if value is None:
            return []
        if isinstance(value, Text):
            return [value] if value.strip() else []
        if isinstance(value, Items) and all(isinstance(item, Text) for item in value):
            return [item for item in value if isinstance(item, Text)]
        self.problem(f"{key!r} must be a text or a list of texts", line=line_of(value))
        return []


def split_alternatives(text: str) -> tuple[str, ...]:
    """The parts of ``a|b``.

    >>> split_alternatives("of | possessor")
    ('of', 'possessor')
    """
    if "|" not in text:
        return (text.strip(),) if text.strip() else ()
    return tuple(part.strip() for part in text.split("|") if part.strip())


def plain(node: Node) -> object:
    """A node as ordinary dicts, lists and strings."""
    if isinstance(node, Table):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, Items):
        return [plain(item) for item in node]
    return str(node)
