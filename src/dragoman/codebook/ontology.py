"""Contexts, sectors, policies and the closed vocabularies: the small files that say what the words of a reading mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .about import parse_about
from .problems import Problem
from .shape import Fields, plain
from .yamltext import Items, Node, Text

VOCABULARIES = (
    "certainty", "op", "aggregation", "basis", "scope", "attitude", "claim", "precision", "verdict",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """Why an act is done."""

    name: str
    meaning: str
    words: frozenset[str] = frozenset()
    """Lemmas (several words stand together) that support it in the sentence of an event."""
    also: tuple[str, ...] = ()
    """Names used by older files."""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    """What part of society somebody acts for, or a code that stands where a country would."""

    code: str
    meaning: str
    kind: str = "sector"
    """sector or country"""
    cameo: str | None = None
    """The code of CAMEO files, where it differs."""
    frequent: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a closed vocabulary, such as a certainty or a form of date."""

    name: str
    kind: str
    meaning: str
    example: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Policies:
    """Named ways to compare and to fill in; never mixed into claims."""

    tolerance: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By name and version, such as tolerance/1."""
    vague_numbers: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    """By name and version: word to lowest and highest number."""
    historical_after_days: int | None = None
    """Days before publication after which an event counts as historical."""
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Types that may tell the same event."""
    generic_populations: frozenset[str] = frozenset()
    """What is counted in words that say nothing of whom, in small letters."""
    made_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Count to the counts that add up to it."""

    @property
    def default_tolerance(self) -> str:
        """The name of the tolerance policy that is used unless another is asked for."""
        return next((name for name, policy in self.tolerance.items() if policy.get("default") == "yes"), "exact/1")


def parse_contexts(node: Node, file: str, problems: list[Problem]) -> dict[str, Context]:
    """Read ``contexts.yml``."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    contexts: dict[str, Context] = {}
    for name, inner in _entries(fields, "contexts"):
        words = frozenset(word.lower() for word in inner.texts("words"))
        contexts[name] = Context(name, inner.text("meaning", required=True), words, inner.texts("also"), inner.where)
        inner.done()
    fields.done()
    return contexts


def parse_sectors(node: Node, file: str, problems: list[Problem]) -> dict[str, Sector]:
    """Read ``sectors.yml``: sectors, and the codes of bodies that belong to no state."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    sectors: dict[str, Sector] = {}
    for section, kind in (("sectors", "sector"), ("countries", "country")):
        for code, inner in _entries(fields, section):
            if code in sectors:
                inner.problem(f"code {code!r} stands twice", f"first at {sectors[code].where}")
            sectors[code] = Sector(
                code=code,
                meaning=inner.text("meaning", required=True),
                kind=kind,
                cameo=inner.text("cameo"),
                frequent=inner.flag("frequent"),
                where=inner.where,
            )
            inner.done()
    fields.done()
    return sectors


def parse_vocabulary(
    node: Node, file: str, problems: list[Problem]
) -> tuple[dict[str, dict[str, Term]], tuple[Term, ...]]:
    """Read ``vocabulary.yml``: the terms of each vocabulary by name, and the forms of dates in order."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    vocabularies: dict[str, dict[str, Term]] = {}
    for kind in VOCABULARIES:
        vocabularies[kind] = {}
        for name, inner in _entries(fields, kind):
            vocabularies[kind][name] = Term(
                name, kind, inner.text("meaning", required=True), inner.text("example"), inner.where
            )
            inner.done()
    forms: list[Term] = []
    for entry in fields.items("edtf"):
        inner = Fields(entry, file, problems)
        forms.append(
            Term(
                inner.text("form", required=True),
                "edtf",
                inner.text("meaning", required=True),
                inner.text("example"),
                inner.where,
            )
        )
        inner.done()
    fields.done()
    return vocabularies, tuple(forms)


def parse_policies(node: Node, file: str, problems: list[Problem]) -> Policies:
    """Read ``policies.yml``."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    tolerance: dict[str, Mapping[str, str]] = {}
    for name, inner in _entries(fields, "tolerance"):
        policy: dict[str, Any] = {
            key: inner.text(key) for key in ("of", "half_place_of", "if", "exact", "default") if key in inner.node
        }
        factor = inner.number("factor")
        if factor is not None:
            policy["factor"] = str(factor)
        inner.done()
        tolerance[name] = policy
    vague: dict[str, Mapping[str, tuple[float, float]]] = {}
    for name, inner in _entries(fields, "vague_numbers"):
        vague[name] = {str(word): _bounds(str(word), inner) for word in inner.node}
    after = Fields(fields.raw("historical_after"), file, problems)
    days = after.whole("days")
    after.done()
    families = fields.lists("families")
    generic = frozenset(word.lower() for word in fields.texts("generic_populations"))
    made_of = fields.lists("made_of")
    fields.done()
    return Policies(tolerance, vague, days, families, generic, made_of)


def _bounds(word: str, fields: Fields) -> tuple[float, float]:
    text = fields.text(word, required=True)
    low, dots, high = text.partition("..")
    try:
        bounds = (float(low), float(high if dots else low))
    except ValueError:
        fields.problem(f"{word}: {text!r} is no number and no range", "write 12 or 2..9", line=fields.at(word))
        return (0.0, 0.0)
    if bounds[0] > bounds[1]:
        fields.problem(f"{word}: the range {text!r} runs backwards", line=fields.at(word))
    return bounds


def _entries(fields: Fields, key: str) -> list[tuple[str, Fields]]:
    """The entries of a mapping of entries."""
    found = []
    for name, node in fields.mapping(key).items():
        line = name.line if isinstance(name, Text) else fields.line
        if isinstance(node, Items | Text):
            fields.problem(f"{key}.{name} must be a mapping, not {plain(node)!r}", "{meaning: …}", line=line)
            continue
        found.append((str(name), Fields(node, fields.file, fields.problems, line=line)))
    return found
