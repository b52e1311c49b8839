"""What PLOVER and CAMEO make of an event's type and status: the file ``status.yml``.

A planned CONSULT is AGREE, a threatened ASSAULT is THREATEN, a denied one is no row at all. The surface type and the
status stay what the words say; the folded type is derived and never stored instead of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from .about import parse_about
from .cameo import NO_ACT, Act, CameoMap, parse_cases
from .events import STATUSES
from .ontology import Term
from .problems import Problem, nearest
from .shape import Fields, split_alternatives
from .yamltext import Node, Table, Text

OWN = "own"
"""Hypothetical, said by the actor of its own act."""
ANY = "any"
COLUMNS = (*STATUSES, OWN)


@dataclass(frozen=True, slots=True)
class Cell:
    """What becomes of one type with one status."""

    same: bool = False
    """The event's own type, mode and code stay."""
    none: bool = False
    """No row."""
    type: str | None = None
    mode: str | None = None
    cameo: str | None = None
    """None: the code comes from the map."""
    modes: Mapping[str, Cell] = field(default_factory=dict)
    cases: tuple[tuple[tuple[str, ...], Cell], ...] = ()
    where: str = ""

    def outcomes(self) -> list[Cell]:
        """Itself and all that it can turn into."""
        inner = [*self.modes.values(), *(cell for _, cell in self.cases)]
        return [self, *(outcome for cell in inner for outcome in cell.outcomes())]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded event: type, mode and CAMEO code."""

    type: str
    mode: str | None
    cameo: str | None


@dataclass(frozen=True, slots=True)
class Fold:
    """One named way to fold."""

    name: str
    meaning: str
    rows: Mapping[str, Mapping[str, Cell]]
    """Type to status to cell; ``any`` stands for all types or statuses."""
    types: tuple[str, ...] = ()
    """Types that it makes beside those of PLOVER."""
    where: str = ""

    def cell(self, type_: str, status: str) -> Cell | None:
        """The cell of a type and a status (a status, or ``own``); None where the fold has no row."""
        row = self.rows.get(type_) or (self.rows.get(ANY) if type_.isupper() else None)
        if row is None:
            return None
        return row.get(status) or row.get(ANY)


@dataclass(frozen=True, slots=True)
class StatusFile:
    """What ``status.yml`` says."""

    statuses: Mapping[str, Term] = field(default_factory=dict)
    auxiliary: Mapping[str, str] = field(default_factory=dict)
    """PLOVER's auxiliary mode of a status, where it has one."""
    folds: Mapping[str, Fold] = field(default_factory=dict)


def fold(
    table: Fold, cameo: CameoMap, type_: str, mode: str | None, status: str, *, own: bool = False, act: Act = NO_ACT
) -> Folded | None:
    """What a type, mode and status become; None where there is no row.

    ``own``: the actor of the act itself supposes it. ``act`` holds contexts and words for the cases.
    """
    cell = table.cell(type_, OWN if own and status == "hypothetical" else status)
    if cell is None:
        return None
    cell = _resolve(cell, mode, cameo, act)
    if cell.none:
        return None
    if cell.same or cell.type is None:
        return Folded(type_, mode, cameo.code(type_, mode, replace(act, status=status)))
    folded = replace(act, status="happened")
    return Folded(cell.type, cell.mode, cell.cameo or cameo.code(cell.type, cell.mode, folded))


def _resolve(cell: Cell, mode: str | None, cameo: CameoMap, act: Act) -> Cell:
    """A cell with what its modes and cases say for this event; what an inner cell does not name stays."""
    chosen = cell
    if mode is not None and mode in cell.modes:
        chosen = _over(cell, cell.modes[mode])
    for names, inner in chosen.cases:
        if cameo.fit(names, act):
            return _over(chosen, inner)
    return chosen


def _over(outer: Cell, inner: Cell) -> Cell:
    if inner.same or inner.none:
        return inner
    return Cell(
        type=inner.type or outer.type,
        mode=inner.mode or outer.mode,
        cameo=inner.cameo or outer.cameo,
        cases=inner.cases or outer.cases,
        where=inner.where,
    )


def parse(node: Node, file: str, cases: Collection[str], problems: list[Problem]) -> StatusFile:
    """Read ``status.yml``; ``cases`` are the names that ``cameo_map.yml`` defines."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    statuses: dict[str, Term] = {}
    auxiliary: dict[str, str] = {}
    for name, inner_node in fields.mapping("statuses").items():
        inner = Fields(inner_node, file, problems, line=name.line if isinstance(name, Text) else 0)
        if name not in STATUSES:
            inner.problem(f"status {str(name)!r} is not known", nearest(name, STATUSES))
        meaning, example = inner.text("meaning", required=True), inner.text("example")
        statuses[str(name)] = Term(str(name), "status", meaning, example, inner.where)
        mode = inner.text("auxiliary")
        if mode:
            auxiliary[str(name)] = mode
        inner.done()
    folds = {str(name): _parse_fold(str(name), inner, fields, cases) for name, inner in fields.mapping("folds").items()}
    fields.done()
    return StatusFile(statuses, auxiliary, folds)


def _parse_fold(name: str, node: Node, outer: Fields, cases: Collection[str]) -> Fold:
    fields = Fields(node, outer.file, outer.problems)
    rows: dict[str, Mapping[str, Cell]] = {}
    for types, row_node in fields.mapping("rows").items():
        row = Fields(row_node, fields.file, fields.problems)
        cells: dict[str, Cell] = {}
        for columns in row.node:
            cell = _parse_cell(row.raw(columns), row, cases)
            for column in split_alternatives(columns):
                if column not in (*COLUMNS, ANY):
                    row.problem(f"status {column!r} is not known", nearest(column, COLUMNS), line=row.at(columns))
                if column in cells:
                    row.problem(f"{types}: status {column!r} stands twice", line=row.at(columns))
                cells[column] = cell
        for column in COLUMNS:
            if column not in cells and ANY not in cells:
                row.problem(
                    f"fold {name}: {types} has no cell for {column!r}", "every status needs one; none is one too"
                )
        for type_ in split_alternatives(types):
            rows[type_] = cells
    entry = Fold(name, fields.text("meaning", required=True), rows, fields.texts("types"), fields.where)
    fields.done()
    return entry


def _parse_cell(node: Node | None, outer: Fields, cases: Collection[str]) -> Cell:
    if isinstance(node, Text):
        where = f"{outer.file}:{node.line}"
        if node == "=":
            return Cell(same=True, where=where)
        if node == "none":
            return Cell(none=True, where=where)
        if node.isdigit():
            return Cell(cameo=str(node), where=where)
        outer.problem(f"{str(node)!r} is no cell", "=, none, a CAMEO code, or {type, mode, cameo}", line=node.line)
        return Cell(none=True, where=where)
    fields = Fields(
        node if isinstance(node, Table) else None, outer.file, outer.problems, line=node.line if node else 0
    )
    cell = Cell(
        type=fields.text("type"),
        mode=fields.text("mode"),
        cameo=fields.text("cameo"),
        modes={str(mode): _parse_cell(inner, fields, cases) for mode, inner in fields.mapping("modes").items()},
        cases=tuple((names, _parse_cell(value, fields, cases)) for names, value in parse_cases(fields, cases)),
        where=fields.where,
    )
    fields.done()
    return cell
