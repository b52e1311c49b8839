"""From PLOVER to CAMEO: the file ``cameo_map.yml``, and the rows of ``cameo.csv`` are the way back.

Codes are text: ``042``, never 42. An event takes the code of its predicate, else that of the first case of its row
that fits, else that of its row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from .about import parse_about
from .problems import Problem, nearest
from .shape import Fields, line_of, split_alternatives
from .yamltext import Items, Node, Table, Text


@dataclass(frozen=True, slots=True)
class Act:
    """What the codes of an event depend on beside its type and mode."""

    contexts: Collection[str] = ()
    words: Collection[str] = ()
    """Lemmas of the clause of the event, in small letters."""
    force: str | None = None
    """appeal or demand"""
    status: str = "happened"
    sectors: Collection[str] = ()
    """Sectors of the actors."""
    dyad: str | None = None
    """host, guest or guests, where an event of several parties is written as rows of two."""


NO_ACT = Act()


@dataclass(frozen=True, slots=True)
class Case:
    """A named condition on an event; what is given must hold, words and contexts being two signs of one thing."""

    name: str
    contexts: frozenset[str] = frozenset()
    words: tuple[frozenset[str], ...] = ()
    """Each a set of lemmas that must all be there."""
    status: frozenset[str] = frozenset()
    actor_not: frozenset[str] = frozenset()
    dyad: frozenset[str] = frozenset()
    where: str = ""

    def fits(self, act: Act) -> bool:
        """Whether an event meets it."""
        if self.words or self.contexts:
            # Words and contexts are two signs of one thing, so either will do.
            said = any(words <= set(act.words) for words in self.words)
            if not said and self.contexts.isdisjoint(act.contexts):
                return False
        if self.status and act.status not in self.status:
            return False
        if self.actor_not and not (act.sectors and self.actor_not.isdisjoint(act.sectors)):
            return False
        return not self.dyad or act.dyad in self.dyad


@dataclass(frozen=True, slots=True)
class MapRow:
    """The codes of one type and mode."""

    type: str
    mode: str | None
    codes: tuple[str, ...]
    """One code, or two: for an appeal and for a demand."""
    cases: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    """(names of cases that must all fit, codes), the first that fits wins."""
    where: str = ""

    def all_codes(self) -> set[str]:
        """Every code that the row can give."""
        return {*self.codes, *(code for _, codes in self.cases for code in codes)}


@dataclass(frozen=True, slots=True)
class CameoMap:
    """The whole way from PLOVER to CAMEO."""

    cases: Mapping[str, Case] = field(default_factory=dict)
    rows: Mapping[tuple[str, str | None], MapRow] = field(default_factory=dict)

    def code(self, type_: str, mode: str | None = None, act: Act = NO_ACT) -> str | None:
        """The CAMEO code of an act, None where the type has no row."""
        row = self.rows.get((type_, mode)) or self.rows.get((type_, None))
        if row is None:
            return None
        for names, codes in row.cases:
            if self.fit(names, act):
                return _pick(codes, act)
        return _pick(row.codes, act)

    def fit(self, names: Collection[str], act: Act) -> bool:
        """Whether all of the named cases fit."""
        return all(self.cases[name].fits(act) for name in names)


def _pick(codes: tuple[str, ...], act: Act) -> str:
    # A request of unknown force is the weaker one: the words did not demand.
    return codes[1] if len(codes) == 2 and act.force == "demand" else codes[0]


def parse(node: Node, file: str, problems: list[Problem]) -> CameoMap:
    """Read ``cameo_map.yml``. Mistakes go to ``problems``."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    cases: dict[str, Case] = {}
    for name, inner in fields.mapping("cases").items():
        case = Fields(inner, file, problems, line=name.line if isinstance(name, Text) else 0)
        cases[str(name)] = Case(
            name=str(name),
            contexts=frozenset(case.texts("contexts")),
            words=tuple(frozenset(words.lower().split()) for words in case.texts("words")),
            status=frozenset(case.texts("status")),
            actor_not=frozenset(case.texts("actor_not")),
            dyad=frozenset(case.texts("dyad")),
            where=case.where,
        )
        case.done()
    rows: dict[tuple[str, str | None], MapRow] = {}
    for item in fields.items("rows"):
        row = Fields(item, file, problems)
        entry = MapRow(
            type=row.text("type", required=True),
            mode=row.text("mode"),
            codes=_codes(row.text("code", required=True), row, row.at("code")),
            cases=tuple(
                (names, _codes(value, row, line_of(value)))
                for names, value in parse_cases(row, cases)
                if isinstance(value, Text)
            ),
            where=row.where,
        )
        row.done()
        key = (entry.type, entry.mode)
        if key in rows:
            row.problem(f"{entry.type} {entry.mode or ''} stands twice", f"first at {rows[key].where}")
        rows[key] = entry
    fields.done()
    return CameoMap(cases, rows)


def parse_cases(fields: Fields, known: Collection[str]) -> list[tuple[tuple[str, ...], Node]]:
    """The list under ``cases``: each item one line, the names of cases and what then holds."""
    found: list[tuple[tuple[str, ...], Node]] = []
    value = fields.raw("cases")
    for item in value if isinstance(value, Items) else []:
        if not isinstance(item, Table) or len(item) != 1:
            fields.problem("a case is one line: - names of cases: code", line=item.line)
            continue
        names, outcome = next(iter(item.items()))
        for name in names.split():
            if name not in known:
                fields.problem(f"case {name!r} is not known", nearest(name, known), line=item.line)
        found.append((tuple(name for name in names.split() if name in known), outcome))
    if value is not None and not isinstance(value, Items):
        fields.problem("'cases' must be a list (- names of cases: code)", line=line_of(value))
    return found


def _codes(text: str, fields: Fields, line: int) -> tuple[str, ...]:
    codes = split_alternatives(text)
    if not 1 <= len(codes) <= 2:
        fields.problem(f"{text!r} is neither a code nor a pair appeal|demand", line=line)
        return codes or ("",)
    return codes
