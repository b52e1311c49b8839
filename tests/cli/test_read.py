"""``dragoman read`` on real reports and wrong input: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.cli import main
from dragoman.codebook import Codebook

Run = Callable[..., tuple[int, str, str]]
EXAMPLE = "examples/market-attack/report.txt"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path, codebook: Codebook
) -> Run:
    """Run the command in an empty folder, with the shipped codebook loaded once; ``{root}`` stands for the repository."""
    load = Codebook.load
    monkeypatch.setattr(Codebook, "load", lambda overlay=None: load(overlay) if overlay else codebook)
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str, str]:
        code = main([word.replace("{root}", str(root)) for word in words])
        out = capsys.readouterr()
        assert "Traceback" not in out.err
        return code, out.out, out.err

    return command


@pytest.fixture
def broken_codebook(tmp_path: Path) -> str:
    folder = tmp_path / "book" / "events"
    folder.mkdir(parents=True)
    (folder / "AID.yml").write_text(
        "about: {origin: invented, licence: CC0-1.0, updated: 2025-06-18}\ntype: AID\npredicates:\n"
        "  - verb: succour\n    slotts: {actor: subject}\n  - verb: bestow\n    mode: nowhere\n  - vreb: lavish\n",
        "utf-8",
    )
    return str(folder.parent)


def files(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file())


WRONG: list[tuple[list[str], int, str]] = [
    (["read"], 2, "no report: give a file, a folder, a pattern or -, or try --example"),
    (["read", "--example", "--pubished", "x"], 2, "--published"),
    (["read", "--example", "--workers", "0"], 2, "'--workers'"),
    (["read", "--example", "--workers", "many"], 2, "'--workers'"),
    (["read", "--example", "--csv"], 2, "--csv"),
    (["read", "--example", "--published", "soon"], 2, "'soon' is no date; write it as"),
    (["read", "--example", "--published", "2025-02-30"], 2, "'2025-02-30' is no date"),
    (["read", "--example", "--language", "xx"], 2, "'xx' cannot be read; known are en"),
    (["read", "--example", "--columns", "text"], 2, "text=content,published=date"),
    (["read", "--example", "--columns", "colour=red"], 2, "'colour' is none of"),
    (["raed", "x.txt"], 2, "Did you mean 'read'?"),
    (["codebook"], 2, ""),
    (["codebook", "chek"], 2, "Did you mean 'check'?"),
    (["explain"], 2, "CODE"),
    (["explain", "CONSLUT"], 2, "the nearest are"),
    (["read", "missing.txt"], 3, "missing.txt: does not exist; check the spelling, or give a folder"),
    (["read", "*.txt"], 3, "*.txt: matches no file"),
    (["read", "https://example.org/a"], 3, "addresses are not fetched; save the page and give the file"),
    (["read", "{root}/examples/market-attack/report.tex"], 3, "does not exist"),
    (["read", "--example", "--codebook", "nowhere"], 1, "nowhere:1: no such folder"),
    (["read", "--example", "--pipeline", "en_nowhere"], 1, "the pipeline en_nowhere lacks an installed spaCy pipeline of that name"),
    (["codebook", "check", "nowhere"], 1, "1 mistake in nowhere"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "told"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
def test_wrong_use_is_told_with_its_code(run: Run, words: list[str], code: int, told: str) -> None:
    got, _, err = run(*words)
    assert got == code
    assert told in err


BAD_FILES: list[tuple[str, bytes, int, str]] = [
    ("empty.txt", b"", 3, "empty.txt: is empty"),
    ("blank.txt", b" \n\n\t\n", 3, "blank.txt: is empty"),
    ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00" * 40, 3, "photo.txt: is binary data"),
    ("latin.txt", "Caf\u00e9 attacked in Goma\n\nRebels attacked.".encode("latin-1"), 3, "latin.txt:"),
    ("scan.pdf", b"%PDF-1.7", 2, "scan.pdf: files that end in .pdf cannot be read; known are"),
    ("long.txt", b"a" * 20_000, 3, "long.txt: has a stretch without any blank"),
    ("big.txt", b"Rebels attacked. \n" * 2_800_000, 3, "big.txt: is too large: 50.4 MB, and the limit is 20.0 MB"),
    ("broken.jsonl", b'{"title": "x"\n', 3, "broken.jsonl"),
    ("swedish.txt", "Regeringen sade p\u00e5 m\u00e5ndagen att den inte vill skicka fler soldater till gr\u00e4nsen, enligt flera tidningar.".encode(), 3, "swedish.txt:"),
]  # fmt: skip


@pytest.mark.parametrize("case", BAD_FILES, ids=[name for name, *_ in BAD_FILES])
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    run: Run, tmp_path: Path, case: tuple[str, bytes, int, str]
) -> None:
    name, data, code, told = case
    (tmp_path / name).write_bytes(data)
    got, out, err = run("read", name, "--html", "page.html")
    assert (got, out) == (code, "")
    assert told in err
    assert list(files(tmp_path)) == [name]


def test_a_codebook_with_three_mistakes_tells_all_of_them(run: Run, tmp_path: Path, broken_codebook: str) -> None:
    code, out, err = run("codebook", "check", broken_codebook)
    assert code == 1
    for told in ("AID.yml:4", "slotts", "AID.yml:6", "nowhere", "AID.yml:8", "this one has 0"):
        assert told in out
    code, out, err = run("read", "--example", "--codebook", broken_codebook, "--csv", "tables")
    assert (code, out) == (1, "")
    assert "mistakes in the codebook" in err
    assert not (tmp_path / "tables").exists()


def test_the_version_is_quick_and_help_names_every_verb(run: Run) -> None:
    for words in (["--version"], ["--debug", "--version"]):
        code, out, _ = run(*words)
        assert (code, out.split()[0]) == (0, "dragoman")
    code, out, _ = run("--help")
    assert code == 0
    assert all(verb in out for verb in ("read", "explain", "codebook", "doctor", "130 interrupted"))
    loaded = "import sys; from dragoman.cli import main; main(['--version']); print([m for m in ('pydantic', 'rich', 'spacy', 'numpy', 'typer') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.splitlines()[1] == "[]"


def test_explain_says_where_a_code_is_defined(run: Run) -> None:
    code, out, _ = run("explain", "CONSULT-visit")
    assert code == 0
    assert "CONSULT visit" in out
    assert "CONSULT.yml:" in out
    code, out, _ = run("explain", "PR+", "--json")
    assert json.loads(out)["code"] == "PR+"


@pytest.mark.model
def test_the_example_is_read_in_every_form(run: Run, tmp_path: Path) -> None:
    code, out, err = run("read", "--example")
    assert (code, err) == (0, "")
    assert out.startswith("Toll in Chad market attack rises to 31\n2025-06-18 · Miriam Oduya · ")
    assert "\x1b" not in out
    code, out, err = run("read", "--example", "--jsonl", "--csv", "tables", "--html", "page.html", "--explain")
    assert code == 0
    assert err == "dragoman: 1 report in tables\ndragoman: 1 report in page.html\n"
    assert json.loads(out)["schema"] == "dragoman.reading/1"
    assert out.count("\n") == 1
    assert "page.html" in files(tmp_path)
    assert "tables/events.csv" in files(tmp_path)
    assert "<dt>means</dt>" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.model
def test_bad_files_among_good_ones_end_with_code_3(run: Run, tmp_path: Path, root: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text((root / EXAMPLE).read_text("utf-8"), "utf-8")
    (tmp_path / "inbox" / "b.txt").write_bytes(b"")
    (tmp_path / "inbox" / "c.pdf").write_bytes(b"%PDF")
    code, out, err = run("read", "inbox", "--jsonl")
    assert code == 3
    assert len(out.splitlines()) == 1
    assert "b.txt: is empty" in err
    assert "2 inputs refused, 1 reports read" in err


@pytest.mark.model
def test_a_report_without_a_date_is_read_and_says_how_to_give_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("Rebels attack Goma\n\nRebels attacked Goma on Monday.\n", "utf-8")
    code, out, err = run("read", "undated.txt", "--json")
    assert code == 0
    assert json.loads(out)["report"]["published"] is None
    assert all(event["when"] is None for event in json.loads(out)["events"])
    assert "no date of publication in “Rebels attack Goma”" in err
    assert "--published" in err
    code, out, err = run("read", "undated.txt", "--json", "--published", "2025-06-18", "--quiet")
    assert (code, err) == (0, "")
    assert json.loads(out)["report"]["published"] == "2025-06-18"


@pytest.mark.model
def test_explain_adds_meanings_and_notes(run: Run) -> None:
    code, out, _ = run("read", "--example", "--explain")
    assert code == 0
    for told in ("sentence", "means", "ASSAULT: ", "CT+: ", "who"):
        assert told in out


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "dragoman", *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_in_the_middle_of_a_folder_leaves_nothing_half_written(
    tmp_path: Path, root: Path, number: signal.Signals
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in range(400):
        (inbox / f"{name:03}.txt").write_text((root / EXAMPLE).read_text("utf-8"), "utf-8")
    with start(tmp_path, "read", "inbox", "--jsonl", "--csv", "tables", "--html", "page.html") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        os.killpg(process.pid, number)
        rest, err = process.communicate(timeout=100)
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    assert [json.loads(line)["schema"] for line in (first + rest).splitlines()]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]


@pytest.mark.model
def test_a_closed_pipe_is_no_error(tmp_path: Path, root: Path) -> None:
    with start(tmp_path, "read", *[str(root / EXAMPLE)] * 30, "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


def test_a_full_disk_is_told_with_the_path(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    code, out, err = run("read", "--example", "--csv", "file")
    assert (code, out) == (74, "")
    assert "file: cannot be written: there is a file of this name" in err


def test_something_unforeseen_is_told_in_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("dragoman.cli.read.read_all", fail)
    code, _, err = run("read", "--example")
    assert code == 1
    assert "this is a mistake in Dragoman itself: ZeroDivisionError: by nothing in test_read.py:" in err
    with pytest.raises(ZeroDivisionError):
        main(["read", "--example", "--debug"])


@pytest.mark.model
def test_doctor_finds_everything_well(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 0
    assert "BAD" not in out
    assert "every span holds" in out
    code, out, _ = run("doctor", "--json")
    assert all(finding["well"] for finding in json.loads(out))


def test_version_takes_no_time() -> None:
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "dragoman", "--version"], stdout=subprocess.PIPE, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.2  # of processor time, so that a busy machine does not matter
