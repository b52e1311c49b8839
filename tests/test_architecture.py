"""The house rules of the code: which room may import which, what may not happen at import, what stands in one room alone, and how long a module is."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dragoman

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "dragoman"
ROOMS = [
    "errors",
    "model",
    "codebook",
    "net",
    "intake",
    "language",
    "extract",
    "resolve",
    "reader",
    "llm",
    "record",
    "export",
]
FACES = ["web", "mcp", "watch", "bulk"]
"""After the rooms, and none of them imports another."""
LAST = ["cli"]
HEAVY = [
    "spacy",
    "onnxruntime",
    "numpy",
    "trafilatura",
    "py3langid",
    "sqlalchemy",
    "pyarrow",
    "fastapi",
    "mcp",
    "torch",
    "lxml",
    "duckdb",
    "xlsxwriter",
    "pandas",
    "psycopg",
]
LONGEST = 400
LONGER: dict[str, int] = {}
"""Modules above the limit with their size; they may only shrink."""

PUBLIC = {name: room.removeprefix("dragoman.") for name, room in dragoman._ROOMS.items()}
"""The rooms in which the public names stand that the root lends."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imported_rooms(path: Path, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every room that a module imports, in functions and for type checkers too."""
    package = ["dragoman", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{origin}.{alias.name}" for alias in node.names] if origin == "dragoman" else [origin]
        for name in names:
            parts = name.split(".")
            if parts[0] == "dragoman" and len(parts) > 1:
                yield getattr(node, "lineno", 0), PUBLIC.get(parts[1], parts[1])


def forbidden_import(importing: str, imported: str) -> bool:
    if imported in {importing, "__version__"}:
        return False
    order = {room: place for place, room in enumerate(ROOMS)}
    order |= dict.fromkeys(FACES, len(ROOMS)) | dict.fromkeys(LAST, len(ROOMS) + 1)
    return order[imported] >= order[importing]


def test_every_module_stands_in_a_room_that_is_known() -> None:
    free = {"__init__", "__main__"}
    assert {room_of(path) for path in MODULES} - free <= {*ROOMS, *FACES, *LAST}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_rooms_to_the_left_are_imported(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    wrong = [
        f"{name_of(path)}:{line} imports {other}: only rooms to the left may be imported"
        for line, other in imported_rooms(path, ast.parse(path.read_text("utf-8")))
        if forbidden_import(room, other)
    ]
    assert not wrong


def test_the_rule_of_imports_finds_what_breaks_it() -> None:
    assert forbidden_import("extract", "record")
    assert forbidden_import("web", "mcp")
    assert forbidden_import("reader", "cli")
    assert not forbidden_import("cli", "web")
    assert not forbidden_import("resolve", "model")
    source = "def f():\n    from dragoman import reader\n    from ..model import Span\n    import dragoman.cli.text"
    found = list(imported_rooms(PACKAGE / "intake" / "x.py", ast.parse(source)))
    assert found == [(2, "reader"), (3, "model"), (4, "cli")]


@pytest.mark.parametrize("module", ["dragoman", "dragoman.model", "dragoman.errors", "dragoman.intake"])
def test_nothing_heavy_is_loaded_by_importing(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {set(HEAVY)!r}))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


OPENS = {"open", "read_text", "read_bytes", "read_csv", "load", "safe_load", "getLogger", "basicConfig", "files"}


def at_import(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls that are made when a module is imported: in its own body and in the bodies of its classes."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults]
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "__name__ == '__main__'"):
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_read_or_set_up_at_import(path: Path) -> None:
    for call in at_import(ast.parse(path.read_text("utf-8"))):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        assert name not in OPENS, f"{name_of(path)}:{call.lineno} calls {name} at import"


FORBIDDEN = {
    "print": "only cli prints",
    "input": "only cli asks",
    "sys.exit": "only cli ends the process",
    "os._exit": "only cli ends the process",
    "exit": "only cli ends the process",
    "datetime.now": "now is an argument",
    "datetime.utcnow": "now is an argument",
    "datetime.datetime.now": "now is an argument",
    "date.today": "now is an argument",
    "datetime.date.today": "now is an argument",
    "os.getenv": "only cli reads the environment",
}


def breaches(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in FORBIDDEN:
            yield node.lineno, f"{ast.unparse(node.func)}: {FORBIDDEN[ast.unparse(node.func)]}"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "os.environ":
            yield node.lineno, "os.environ: only cli reads the environment"
        elif isinstance(node, ast.ExceptHandler) and node.type is None:
            yield node.lineno, "a bare except"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_prints_exits_and_knows_the_time(path: Path) -> None:
    if room_of(path) in ("cli", "__main__"):
        return
    found = [f"{name_of(path)}:{line} {what}" for line, what in breaches(ast.parse(path.read_text("utf-8")))]
    assert not found


def test_the_rule_of_calls_finds_what_breaks_it() -> None:
    source = "import os, sys\ntry:\n    print(os.environ)\nexcept:\n    sys.exit(date.today())"
    assert len(list(breaches(ast.parse(source)))) == 5


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_grows_too_long(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    limit = LONGER.get(name_of(path), LONGEST)
    assert lines <= limit, f"{name_of(path)} has {lines} lines: a file that wants more than {limit} holds two jobs"


def test_no_room_is_empty() -> None:
    rooms = [path for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("_")]
    assert not [room.name for room in rooms if len(list(room.rglob("*.py"))) < 2]
