"""The verbs that ask a record and decide in it: every form valid, every word safe, nothing made or changed by a question."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from pydantic import TypeAdapter

from dragoman.codebook import Codebook
from dragoman.export.atom import feed
from dragoman.model import Attribution, Claim, Reading, Source
from dragoman.record.changes import Change
from dragoman.record.checking import Checked
from dragoman.record.coverage import Coverage
from dragoman.record.judging import Judgement
from dragoman.record.moments import Difference, Snapshot
from dragoman.record.record import Record
from dragoman.record.review import Question
from dragoman.record.views import RecordedClaim, RecordedEntity, RecordedEvent

Run = Callable[..., tuple[int, str, str]]
ATOM = "{http://www.w3.org/2005/Atom}"


def attacks() -> ModuleType:
    """The attacks of test_text.py: tests are no package, so it is loaded by its path."""
    spec = importlib.util.spec_from_file_location("attacks_of_test_text", Path(__file__).with_name("test_text.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FORBIDDEN: re.Pattern[str] = attacks().FORBIDDEN
hostile: Callable[[int], str] = attacks().hostile


def test_events_are_shown_with_who_when_and_every_telling(ask: Run, db: str) -> None:
    code, out, err = ask("events", db, "--actor", "Naomi Kiprotich", "--mode", "visit", "--country", "PRT")
    assert (code, err) == (0, "")
    block = out.split("\n\n")[0]
    assert block.splitlines()[0] == "CONSULT · visit  happened"
    for told in (
        "    id         e", "    actor      “a Kenyan foreign minister” → Naomi Kiprotich", "    when       2011/2025-09-25",
        "    support    0 voices, 1 work, 1 page", "    told as    “visit” happened", "    says       the report itself, CT+",
        "    in         2025-09-25: Kenya and Portugal sign air accord as minister visits Lisbon",
    ):  # fmt: skip
        assert told in block


def test_what_fits_nothing_says_so(ask: Run, db: str) -> None:
    for words in (
        ["events", "--actor", "nobody-here"],
        ["claims", "--source", "x"],
        ["figures", "--counted", "x"],
        ["entities", "--name", "x"],
    ):
        verb, *options = words
        code, out, err = ask(verb, db, *options)
        assert (code, out) == (0, "")
        assert "that fit; leave options out to see more" in err
        assert ask(verb, db, *options, "--json")[1] == "[]\n"


def test_figures_are_series_with_arrows(ask: Run, golden: tuple[Reading, ...], tmp_path: Path) -> None:
    code, out, _ = ask("add", "korea.db", write(tmp_path, golden, revised(golden)))
    assert code == 0
    assert "revised      killed, people, Bol: at least 31" in out
    code, out, _ = ask("figures", "korea.db", "--counted", "killed", "--of", "people", "--series-only")
    assert code == 0
    assert "origin     Ministry of Health of Chad" in out
    assert "↓ revised by “at least 44” of Ministry of Health of Chad, 2025-06-20" in out
    code, out, _ = ask("figures", "korea.db", "--counted", "killed", "--jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    assert any(one["line"] and "revised_by" in {each["type"] for each in one["relations"]} for one in found)
    assert any(one["line"] is None for one in found)


@pytest.mark.parametrize("verb", ["events", "claims", "figures", "entities"])
def test_every_form_says_the_same(ask: Run, db: str, verb: str) -> None:
    _, out, err = ask(verb, db, "--json")
    document = json.loads(out)
    assert err == ""
    _, out, _ = ask(verb, db, "--jsonl")
    assert [json.loads(line) for line in out.splitlines()] == document
    assert document
    _, out, _ = ask(verb, db, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) >= len(document)
    assert all(None not in row and None not in row.values() for row in rows)
    code, text, _ = ask(verb, db)
    assert code == 0
    assert "\x1b" not in out + text


SHAPES: list[tuple[list[str], Any]] = [
    (["events", "DB", "--jsonl"], RecordedEvent),
    (["claims", "DB", "--jsonl"], RecordedClaim),
    (["entities", "DB", "--jsonl"], RecordedEntity),
    (["check", "DB", "--jsonl"], Checked),
    (["changes", "DB", "--jsonl"], Change),
    (["snapshot", "DB", "--jsonl"], Snapshot),
    (["review", "DB", "--jsonl"], Question),
    (["diff", "DB", "first", "--jsonl"], Difference),
]


@pytest.mark.parametrize(("words", "kind"), SHAPES, ids=[words[0] for words, _ in SHAPES])
def test_json_has_the_shape_of_the_type_that_it_prints(ask: Run, db: str, words: list[str], kind: Any) -> None:
    ask("snapshot", db, "first")
    code, out, _ = ask(*[db if word == "DB" else word for word in words])
    assert code == 0
    check = jsonschema.Draft202012Validator(TypeAdapter(kind).json_schema(mode="serialization"))
    for line in out.splitlines():
        assert next(check.iter_errors(json.loads(line)), None) is None


def test_as_published_and_as_recorded_narrow_every_question(ask: Run, db: str) -> None:
    everything = {
        verb: len(json.loads(ask(verb, db, "--json")[1])) for verb in ("events", "claims", "figures", "entities")
    }
    for verb, number in everything.items():
        early = json.loads(ask(verb, db, "--json", "--as-published", "2025-03")[1])
        assert 0 < len(early) < number
        assert json.loads(ask(verb, db, "--json", "--as-recorded", "2001-01-01")[1]) == []
        assert len(json.loads(ask(verb, db, "--json", "--machine-only")[1])) == number


def test_no_question_changes_the_record_or_leaves_a_file(ask: Run, db: str, tmp_path: Path) -> None:
    os.chmod(db, 0o400)  # noqa: PTH101
    before = hashlib.sha256((tmp_path / db).read_bytes()).hexdigest()
    for words in (
        ["events", db], ["claims", db], ["figures", db], ["entities", db], ["check", db], ["review", db], ["snapshot", db], ["cover", db],
        ["undo", db], ["changes", db], ["diff", db, "2001-01-01"], ["verify", db], ["export", db, "--to", "jsonl", "tables"],
    ):  # fmt: skip
        code, _, err = ask(*words)
        assert (words, code) == (words, 0), err
    assert hashlib.sha256((tmp_path / db).read_bytes()).hexdigest() == before
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith("korea.db")} == {
        "tables",
        "tables.about.json",
    }


def test_the_records_own_claims_are_checked(ask: Run, db: str) -> None:
    code, out, err = ask("check", db)
    assert code == 0
    assert "words      “met four times”" in out
    assert "changes if" in out
    assert "dragoman cover korea.db " in out
    assert "cannot be checked" in err
    found = json.loads(ask("check", db, "--json")[1])
    assert len(found) == out.count("words      ")
    assert ask("check", db, "--strict")[0] == (
        4 if any(one["verdict"]["verdict"] == "inconsistent" for one in found) else 0
    )
    assert len(json.loads(ask("check", db, "--json", "--as-published", "2025-01")[1])) < len(found)
    report = found[0]["report"]
    assert {one["report"] for one in json.loads(ask("check", db, "--json", "--report", report)[1])} == {report}


@pytest.mark.model
def test_a_sentence_is_checked_and_coverage_changes_the_verdict(ask: Run, db: str) -> None:
    sentence = ["check", db, "Daoud Kerim has visited Chad three times since 2024", "--day", "2025-07-01"]
    code, out, _ = ask(*sentence, "--strict")
    assert (code, out.splitlines()[0]) == (0, "not contradicted  claimed: 3  record: at least 0")
    command = next(line.strip() for line in out.splitlines() if line.strip().startswith("dragoman cover"))
    assert (
        command
        == "dragoman cover korea.db visits daoud-kerim TCD --window 2024/2025-07-01 --as-published 2025-07-01 --by NAME"
    )
    assert ask(*command.split()[1:])[0] == 0
    code, out, _ = ask(*sentence, "--strict")
    assert (code, out.splitlines()[0]) == (4, "inconsistent  claimed: 3  record: 0")
    end = next(line.strip() for line in out.splitlines() if "--end" in line)
    assert ask(*end.split()[1:])[0] == 0
    assert ask(*sentence, "--strict")[0] == 0
    code, out, _ = ask(*sentence, "--json")
    assert json.loads(out)[0]["verdict"]["claimed"] == 3
    code, out, err = ask("check", db, "It rained.")
    assert (code, out) == (2, "")
    assert "says nothing that can be counted; write who did what" in err
    code, _, err = ask("check", db, "They have met five times since 2011.")
    assert code == 2
    assert "cannot be checked" in err


def test_coverage_is_stated_by_name_listed_and_ended(ask: Run, db: str) -> None:
    state = [
        "cover",
        db,
        "meetings in person",
        "Naomi Kiprotich",
        "Portugal",
        "--window",
        "2011/2025-09-02",
        "--as-published",
        "2025-09-02",
    ]
    code, out, _ = ask(*state, "--by", "N.  N.", "--why", "a chronology")
    assert code == 0
    assert "by         N. N.: a chronology" in out
    (stated,) = json.loads(ask("cover", db, "--json")[1])
    assert set(stated["parties"]) == {"naomi-kiprotich", "PRT"}
    assert not list(
        jsonschema.Draft202012Validator(TypeAdapter(Coverage).json_schema(mode="serialization")).iter_errors(stated)
    )
    office = json.loads(
        ask(*state[:3], "the Portuguese prime minister", "PRT", *state[5:], "--by", "N. N.", "--json")[1]
    )
    assert set(office["parties"]) == {"Prime Minister of Portugal", "PRT"}
    assert ask("cover", db, "--end", stated["id"], "--by", "N. N.")[0] == 0
    assert [one["id"] for one in json.loads(ask("cover", db, "--json")[1])] == [office["id"]]


def test_a_row_is_judged_and_the_judgement_undone(ask: Run, db: str) -> None:
    row = next(
        one["tellings"][0]["id"] for one in json.loads(ask("events", db, "--json")[1]) if len(one["tellings"]) == 1
    )
    code, out, err = ask("judge", db, row, "rejected", "--by", "N. N.", "--why", "another day")
    assert code == 0
    assert "rejected, by N. N. (another day)" in out
    assert "undo it with: dragoman undo korea.db j" in err
    (made,) = json.loads(ask("undo", db, "--json")[1])
    assert not list(
        jsonschema.Draft202012Validator(TypeAdapter(Judgement).json_schema(mode="serialization")).iter_errors(made)
    )
    assert made["row"] == row
    assert row not in ask("events", db)[1]
    assert row in ask("events", db, "--machine-only")[1]
    assert ask("undo", db, made["id"], "--by", "N. N.")[0] == 0
    assert row in ask("events", db)[1]
    assert "nobody has judged anything yet" in ask("undo", db)[2]


def test_a_row_is_corrected_from_a_file(ask: Run, db: str, tmp_path: Path) -> None:
    told = next(
        told for one in json.loads(ask("events", db, "--type", "ASSAULT", "--json")[1]) for told in one["tellings"] if told["event"]["place"]
    )  # fmt: skip
    fixed = {**told["event"], "type": "ACCUSE", "mode": None, "cameo": None, "plover": None}
    (tmp_path / "fixed.json").write_text(json.dumps(fixed), "utf-8")
    code, out, _ = ask("judge", db, told["id"], "corrected", "--by", "N. N.", "--replacement", "fixed.json", "--json")
    assert code == 0
    put = json.loads(out)["replacement"]
    assert put in ask("events", db, "--type", "ACCUSE")[1]
    assert told["id"] not in ask("events", db)[1]


def test_events_are_joined_and_split(ask: Run, db: str) -> None:
    one, other = [one["id"] for one in json.loads(ask("events", db, "--type", "ASSAULT", "--json")[1])][:2]
    number = len(json.loads(ask("events", db, "--json")[1]))
    code, out, _ = ask("join", db, one, other, "--by", "N. N.")
    assert code == 0
    assert "one event, by N. N." in out
    assert len(json.loads(ask("events", db, "--json")[1])) == number - 1
    code, out, _ = ask("split", db, one, other, "--by", "N. N.", "--json")
    assert json.loads(out)["verdict"] == "rejected"
    assert len(json.loads(ask("events", db, "--json")[1])) == number


def test_snapshots_differences_and_changes(ask: Run, golden: tuple[Reading, ...], tmp_path: Path) -> None:
    assert ask("add", "korea.db", write(tmp_path, golden), "-q")[0] == 0
    code, out, _ = ask("snapshot", "korea.db", "monday")
    assert (code, "sha256 " in out) == (0, True)
    assert ask("diff", "korea.db", "monday")[1:] == ("", "dragoman: nothing changed between monday and now\n")
    ask("add", "korea.db", write(tmp_path, revised(golden)), "-q")
    code, out, _ = ask("diff", "korea.db", "monday")
    assert "added        reading Toll in Chad market attack rises to 44" in out
    assert "revised      killed, people, Bol" in out
    code, out, _ = ask("changes", "korea.db", "--since", "monday")
    assert "revised      killed, people, Bol: at least 31" in out
    assert json.loads(ask("diff", "korea.db", "monday", "--json")[1])["changes"]
    assert "no changes since" in ask("changes", "korea.db", "--since", "2099-01-01")[2]


def test_the_feed_is_atom_with_ids_that_stay(ask: Run, golden: tuple[Reading, ...], tmp_path: Path) -> None:
    ask("add", "korea.db", write(tmp_path, golden, revised(golden)), "-q")
    code, out, _ = ask("changes", "korea.db", "--atom")
    assert code == 0
    tree = ET.fromstring(out)
    entries = tree.findall(f"{ATOM}entry")
    assert entries
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(ids)
    for one in (tree, *entries):
        assert all(one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert tree.findtext(f"{ATOM}updated") == max(one.findtext(f"{ATOM}updated") or "" for one in entries)
    assert ask("changes", "korea.db", "--atom")[1] == out
    feedparser = pytest.importorskip("feedparser")
    assert not feedparser.parse(out).bozo


@pytest.mark.parametrize("number", range(50))
def test_the_feed_stays_sound_whatever_a_report_says(number: int) -> None:
    words = hostile(number) + "\x00\ufffe <b>&\"'</b>]]>"
    change = Change("revised", "r1", words, words, words, words, words, at="2025-09-02T00:00:00.000+00:00")
    text = "".join(feed([change], words))
    assert not FORBIDDEN.search(text.replace("\n", ""))
    tree = ET.fromstring(text)
    assert "<b>&" in (tree.findtext(f"{ATOM}entry/{ATOM}title") or "")


def test_exports_are_written_with_what_they_lost(ask: Run, db: str, tmp_path: Path) -> None:
    for name in ("csv", "jsonl", "plover", "polecat", "geojson"):
        code, out, err = ask("export", db, f"out.{name}", "--to", name, "--status", "happened", "--date", "earliest")
        assert (code, out) == (0, ""), err
        about = json.loads((tmp_path / f"out.{name}.about.json").read_text("utf-8"))
        assert about["options"]["statuses"] == ["happened"]
        assert f"in out.{name}" in err
    assert ask("export", db, "again", "--to", "csv", "-q")[2] == ""


def test_a_fault_is_listed_and_ends_with_code_4(ask: Run, db: str, tmp_path: Path) -> None:
    assert ask("verify", db)[:2] == (0, "")
    import sqlite3

    with sqlite3.connect(tmp_path / db) as tables:
        for (name,) in tables.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            tables.execute(f'DROP TRIGGER "{name}"')
        tables.execute("UPDATE report SET text = replace(text, 'Chad', 'Mali') WHERE title LIKE '%Chad%'")
    code, out, err = ask("verify", db)
    assert code == 4
    assert "report" in out
    assert f"{len(out.splitlines())} faults in korea.db" in err
    code, text, _ = ask("verify", db, "--json")
    assert (code, len(json.loads(text))) == (4, len(out.splitlines()))


@pytest.fixture(scope="module")
def hostile_record(tmp_path_factory: pytest.TempPathFactory, golden: tuple[Reading, ...], shipped: Codebook) -> Path:
    """A record in which everything that a report can say attacks the terminal."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    with Record(str(path), codebook=shipped) as record:
        list(record.add(attacking(golden[-1], number) for number in range(25)))
        telling = next(record.events()).tellings[0]
        record.judge(telling.id, "unsure", by=hostile(1), why=hostile(2))
        record.cover(Coverage("", "visits", (hostile(3),), "2011", date(2025, 9, 2), hostile(4), why=hostile(5)))
        record.snapshot(f"s{hostile(6)}")
        record.keep_refused(hostile(7), hostile(8))
    return path


VERBS = (
    ["events"], ["claims"], ["figures"], ["entities"], ["check"], ["cover"], ["review"], ["undo"], ["snapshot"], ["changes"],
    ["diff", "2001-01-01"], ["verify"],
)  # fmt: skip


@pytest.mark.parametrize("words", VERBS, ids=[words[0] for words in VERBS])
def test_no_verb_sends_an_escape_from_a_report(ask: Run, hostile_record: Path, words: list[str]) -> None:
    verb, *options = words
    forms = [
        [],
        ["--json"],
        *([["--csv"]] if verb in ("events", "claims", "figures", "entities") else []),
        *([["--atom"]] if verb == "changes" else []),
    ]
    plain = ask(verb, str(hostile_record), *options)[1]
    for form in forms:
        code, out, err = ask(verb, str(hostile_record), *options, *form)
        assert code in (0, 4), err
        for text in (out, err):
            assert not FORBIDDEN.search(text.replace("\n", "").replace("\t", ""))
        if form == ["--json"]:
            json.loads(out)
    if verb in ("events", "claims"):
        assert all(f"word{n}" in plain for n in range(6))


def test_adding_and_judging_send_no_escape(ask: Run, golden: tuple[Reading, ...], tmp_path: Path) -> None:
    written = write(tmp_path, tuple(attacking(golden[-1], number) for number in range(5)))
    code, out, err = ask("add", "korea.db", written)
    assert code == 0
    event = json.loads(ask("events", "korea.db", "--json")[1])[0]["tellings"][0]["id"]
    told = ask("judge", "korea.db", event, "unsure", "--by", hostile(1), "--why", hostile(2))
    for text in (
        out,
        err,
        *told[1:],
        *ask("snapshot", "korea.db", f"s{hostile(3)}")[1:],
        *ask("add", "korea.db", written, "--dry-run")[1:],
    ):
        assert not FORBIDDEN.search(text.replace("\n", "").replace("\t", ""))


def test_every_verb_completes_and_has_help_with_an_example(ask: Run) -> None:
    _, out, _ = ask("--help")
    verbs = re.findall(r"^  (\w+)  +[A-Z]", out.split("Commands:")[1], re.MULTILINE)
    assert len(verbs) >= 21
    environment = {**os.environ, "_DRAGOMAN_COMPLETE": "complete_bash", "COMP_WORDS": "dragoman ", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "dragoman"], env=environment, capture_output=True, text=True, check=False
    )
    assert set(verbs) <= set(done.stdout.split())
    for verb in verbs:
        if verb not in ("codebook", "doctor"):
            code, out, _ = ask(verb, "--help")
            assert (verb, code) == (verb, 0)
            assert f"dragoman {verb}" in out


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from dragoman.cli import main; main(['--help']); main(['events', '--help']);"
        "print([m for m in ('sqlalchemy', 'dragoman.model', 'spacy', 'numpy', 'duckdb') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def write(folder: Path, *parts: tuple[Reading, ...]) -> str:
    """Readings as JSON Lines; returns the name of the file."""
    (folder / "some.jsonl").write_text("".join(f"{one.model_dump_json()}\n" for part in parts for one in part), "utf-8")
    return "some.jsonl"


def revised(golden: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The market attack two days later, with a higher toll by the same ministry."""
    old = next(one for one in golden if "Chad market" in one.report.title)
    text = old.model_dump_json().replace("2025-06-18", "2025-06-20")
    for before, after in (
        ("at least 31", "at least 44"),
        ("rises to 31", "rises to 44"),
        ('"words":"31"', '"words":"44"'),
        ('"point":31', '"point":44'),
        ('"low":31', '"low":44'),
    ):
        text = text.replace(before, after)
    plain = json.loads(text)
    plain["report"]["id"] = ""
    return (Reading.model_validate(plain),)


def attacking(reading: Reading, number: int) -> Reading:
    """The same reading with attacks in its names, its headline's place, its outlet, and in the words of its last claim."""
    extra = hostile(number)
    report = reading.report
    text = f"{report.text}\n\n{extra}"
    plain = reading.model_dump(mode="json")
    start = len(report.text) + 2
    span = {"start": start, "end": len(text), "words": extra}
    plain["report"] |= {
        "id": "",
        "text": text,
        "outlet": hostile(number + 50),
        "author": hostile(number + 60),
        "url": None,
    }
    plain["entities"] = [{**one, "name": f"{one['name']} {extra}"} for one in plain["entities"]]
    claim = Claim(
        id="c999", kind="event", event=plain["events"][0]["id"], content=(span,), author_certainty="Uu",  # type: ignore[arg-type]
        attribution=(Attribution(source=Source(words=span, descriptor=extra), cue=span, attitude="assertion", certainty="CT+", scope="guessed"),),  # type: ignore[arg-type]
    )  # fmt: skip
    plain["claims"].append(claim.model_dump(mode="json"))
    plain["events"][0] |= {"trigger": span, "evidence": span}
    plain["notes"].append({"kind": "uncoded", "message": extra})
    return Reading.model_validate(plain)
