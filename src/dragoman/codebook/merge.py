"""A user's codebook laid over the shipped one, entry by entry.

Same key, later wins, the whole entry; ``drop: yes`` removes. What counts as an entry depends on where it stands: an
item of a list is known by its words (``cue``, ``word``, a predicate by part of speech, lemma, slots and mode), a line
of a mapping by its key; plain lists of words grow. Every entry remembers the file and line that it came from.
"""

from __future__ import annotations

from .problems import Problem, nearest
from .shape import YES
from .yamltext import Items, Node, Table, Text

IDENTITY = (
    "cue", "word", "words", "policy", "form", "unit", "dimension", "both",
    "verb", "noun", "adjective", "phrase", "pos", "kind", "type", "mode", "slot", "with",
)  # fmt: skip
"""Fields that say which entry of a list it is."""
DEPTH = {"folds": 3, "tolerance": 1, "vague_numbers": 1}
"""Mappings in which entries stand this many levels further down."""
EVENT_KEYS = frozenset(
    {"type", "meaning", "quad", "score", "recipient", "cameo", "rules", "note", "modes", "predicates"}
)


def identity(entry: Table, section: str = "") -> tuple[tuple[str, str], ...]:
    """What an overlay entry must share with another to replace it."""
    fields: tuple[str, ...] = (*IDENTITY, "slots") if section == "predicates" else IDENTITY
    if "cue" in entry:
        fields = ("cue", "pos")
    elif "word" in entry:
        fields = ("word", "kind")
    return tuple((name, _flat(entry[name])) for name in fields if name in entry)


def overlay(base: Table, over: Table, problems: list[Problem]) -> Table:
    """``base`` with ``over`` laid over it. Neither is changed."""
    known = EVENT_KEYS if "predicates" in base else frozenset(base)
    merged = _copy(base)
    for key, value in over.items():
        if key in ("about", "type"):
            continue
        if key not in base and key not in known:
            problems.append(Problem(over.file, _line(key, over), f"unknown key {str(key)!r}", nearest(key, known)))
            continue
        merged[key] = _merge(base.get(key), value, over, problems, section=str(key), depth=DEPTH.get(str(key), 0))
    return merged


def _merge(base: Node | None, over: Node, origin: Table, problems: list[Problem], *, section: str, depth: int) -> Node:
    if isinstance(over, Table):
        return _merge_table(base if isinstance(base, Table) else Table(), over, problems, section, depth)
    if isinstance(over, Items) and (isinstance(base, Items) or any(isinstance(item, Table) for item in over)):
        return _merge_items(base if isinstance(base, Items) else Items(), over, origin, problems, section)
    return over


def _merge_table(base: Table, over: Table, problems: list[Problem], section: str, depth: int) -> Table:
    merged = _copy(base)
    for key, value in over.items():
        if depth and isinstance(value, Table) and isinstance(base.get(key), Table):
            merged[key] = _merge(base[key], value, over, problems, section=section, depth=depth - 1)
        elif not _dropped(value):
            # A changed key must not keep the line of the old one.
            merged.pop(key, None)
            merged[key] = value
        elif merged.pop(key, None) is None:
            problems.append(
                Problem(over.file, _line(key, over), f"{section}: no entry {str(key)!r} to drop", nearest(key, base))
            )
    return merged


def _merge_items(base: Items, over: Items, origin: Table, problems: list[Problem], section: str) -> Items:
    new = {identity(item, section) for item in over if isinstance(item, Table)}
    old = {identity(item, section) for item in base if isinstance(item, Table)}
    merged = Items(item for item in base if not (isinstance(item, Table) and identity(item, section) in new))
    merged.line = over.line
    for item in over:
        if isinstance(item, Text) and item in base:
            continue
        if not _dropped(item):
            merged.append(item)
        elif isinstance(item, Table) and identity(item, section) not in old:
            problems.append(
                Problem(origin.file, item.line, f"{section}: no entry with this key to drop", _nearby(item, base))
            )
    return merged


def _nearby(entry: Table, base: Items) -> str:
    """Which entries have the same words, when one field of the key differs."""
    words = {str(value) for key, value in entry.items() if isinstance(value, Text) and key in IDENTITY[:12]}
    same = [f"{item.file}:{item.line}" for item in base if isinstance(item, Table) and _named(item, words)]
    return f"entries of the same word: {' '.join(same[:5])}" if same else ""


def _named(entry: Table, words: set[str]) -> bool:
    return any(isinstance(value, Text) and value in words for key, value in entry.items() if key in IDENTITY[:12])


def _dropped(node: Node) -> bool:
    return isinstance(node, Table) and isinstance(node.get("drop"), Text) and str(node["drop"]).lower() in YES


def _copy(table: Table) -> Table:
    copied = Table(table)
    copied.line, copied.file = table.line, table.file
    return copied


def _line(key: str, table: Table) -> int:
    return key.line if isinstance(key, Text) else table.line


def _flat(node: Node) -> str:
    """A node as one text in which neither blanks nor the order of alternatives or keys count."""
    if isinstance(node, Text):
        return "|".join(sorted(" ".join(part.split()) for part in node.split("|")))
    if isinstance(node, Table):
        return ",".join(sorted(f"{key}={_flat(value)}" for key, value in node.items()))
    return ",".join(sorted(_flat(item) for item in node))
