"""README and docs say what is so: commands run, quoted output is today's, links lead somewhere, every option is told."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.cli import main
from dragoman.cli.text import quoted
from dragoman.model.jsonschema import schema_text

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md"), ROOT / "examples" / "README.md"])
NOTEBOOKS = sorted(ROOT.glob("docs/*.ipynb"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(page.read_text("utf-8")) if kind == language]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """The script that writes quoted output."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.model
@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_quoted_output_is_what_is_printed(page: Path, generate: ModuleType) -> None:
    text = page.read_text("utf-8")
    assert generate.renewed(text) == text, "python docs/generate.py"


@pytest.mark.model
@pytest.mark.timeout(600)
def test_readme_commands_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = (ROOT / "examples" / "market-attack" / "report.txt").read_text("utf-8")
    (tmp_path / "reports").mkdir()
    for path in ("report.txt", "reports/a.txt", "reports/b.txt"):
        (tmp_path / path).write_text(report, "utf-8")
    (tmp_path / "my-codebook").mkdir()
    monkeypatch.chdir(tmp_path)
    commands = [line.split("#")[0].strip() for text in blocks(ROOT / "README.md", "sh") for line in text.splitlines()]
    commands = [line for line in commands if line.startswith("dragoman ")]
    assert len(commands) >= 8
    for command in commands:
        words = shlex.split(command.split(">")[0])
        code = main(words[1:])
        told = capsys.readouterr()
        assert code == 0, f"{command}: {told.err}{told.out if 'check' in command else ''}"


@pytest.mark.model
def test_readme_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for text in blocks(ROOT / "README.md", "python"):
        exec(compile(text, "README.md", "exec"), {})


def test_the_two_commands_are_where_ci_looks_for_them() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "<!-- command: install -->\n```sh\n" in readme
    assert "<!-- command: tests -->\n```sh\nmake check\n```" in readme
    assert re.search(r"^check:.*pytest", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_schema_is_that_of_the_types() -> None:
    assert (ROOT / "docs" / "reading.schema.json").read_text("utf-8") == schema_text(), "make docs"


def test_every_verb_and_form_is_told_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    main(["--help"])
    verbs = re.findall(r"^  (\w+)  +[A-Z]", capsys.readouterr().out.split("Commands:")[1], re.MULTILINE)
    assert len(verbs) >= 21
    told = [
        *(f"dragoman {verb}" for verb in verbs),
        "--html",
        "--csv",
        "--jsonl",
        "--explain",
        "--published",
        "--outlet",
        "--language",
        "--as-published",
        "--as-recorded",
        "--machine-only",
    ]
    assert [word for word in told if word not in readme] == []


def test_every_field_is_told_in_the_contract() -> None:
    contract = (ROOT / "docs" / "reading.md").read_text("utf-8")
    for vocabulary in ("Status", "Op", "Aggregation", "ClaimKind", "DateBasis", "Verdict", "Scope", "Certainty"):
        from typing import get_args

        from dragoman.model import words

        assert [word for word in get_args(getattr(words, vocabulary)) if word not in contract] == [], vocabulary


def test_the_example_that_ships_is_the_one_that_is_shown() -> None:
    shown = (ROOT / "examples" / "market-attack" / "report.txt").read_text("utf-8")
    assert (ROOT / "src" / "dragoman" / "cli" / "example.txt").read_text("utf-8") == shown
    assert quoted(shown.splitlines()[0]) == "“Toll in Chad market attack rises to 31”"


@pytest.mark.model
@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.name for path in NOTEBOOKS])
def test_a_notebook_runs(path: Path) -> None:
    program = (
        "import sys, nbformat\nfrom nbclient import NotebookClient\n"
        "book = nbformat.read(sys.argv[1], as_version=4)\n"
        "NotebookClient(book, timeout=240, kernel_name='python3', resources={'metadata': {'path': sys.argv[2]}}).execute()\n"
        "kinds = {kind for cell in book.cells for out in cell.get('outputs', ()) for kind in out.get('data', {})}\n"
        "print(' '.join(sorted(kinds)))\n"
    )
    command = [sys.executable, "-c", program, str(path), str(path.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert {"image/png", "text/html"} <= set(done.stdout.split())
