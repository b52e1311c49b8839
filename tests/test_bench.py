"""The comparison in `bench/`: it finds what is right, wrong, missed and invented; and every gold answer points at words that are there."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dragoman.intake import reports
from dragoman.model import Reading, Span

ROOT = Path(__file__).resolve().parent.parent
GOLD = sorted(ROOT.glob("examples/*/gold.yml"))
PERFECT = """
must:
  events:
    - {trigger: attacked, type: ASSAULT, actors: [[Rebels]], status: happened}
  attributions:
    - {content: Rebels attacked an army post near Lake Oru on Monday, sources: [Oruvian defence ministry], cue: said}
    - {content: At least two soldiers were killed, sources: [a spokesman], cue: told}
  quantities:
    - {words: At least two, counted: [killed, dead], op: ">=", low: 2}
  mentions:
    - {words: Rebels, entity: [Rebels, the rebels]}
may:
  quantities:
    - {words: one, counted: killed, op: "=", point: 1}
"""


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare", ROOT / "bench" / "compare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def judged(bench: ModuleType, tmp_path: Path, reading: Reading) -> Callable[..., Any]:
    """The comparison of the reading, changed as said, with the answers."""

    def judge(**changes: object) -> Any:
        (tmp_path / "gold.yml").write_text(PERFECT, "utf-8")
        return bench.compare(tmp_path / "gold.yml", {**json.loads(reading.model_dump_json()), **changes})

    return judge


def test_a_perfect_reading_has_full_marks(judged: Callable[..., Any], bench: ModuleType) -> None:
    result = judged()
    assert (result.mistakes, result.broken) == ([], [])
    assert set(bench.together([result]).values()) == {1.0}
    assert result.tallies["attributions.strict"] == bench.Tally(2, 2, 2)


def test_an_empty_reading_has_found_nothing(judged: Callable[..., Any], bench: ModuleType) -> None:
    result = judged(events=[], claims=[], quantities=[], entities=[])
    measures = bench.together([result])
    assert measures.pop("counts.strict") == 1.0
    assert set(measures.values()) == {0.0}
    assert len(result.mistakes) == 5


@pytest.mark.parametrize(
    ("change", "typed", "strict"),
    [({"type": "AID"}, 0, 0), ({"status": "denied"}, 1, 0), ({"actors": []}, 1, 0), ({"mode": "drone"}, 1, 1)],
)
def test_a_wrong_field_costs_what_it_should(
    judged: Callable[..., Any], reading: Reading, change: dict[str, Any], typed: int, strict: int
) -> None:
    event = {**json.loads(reading.events[0].model_dump_json()), **change}
    tallies = judged(events=[event]).tallies
    assert (tallies["events.typed"].right, tallies["events.strict"].right) == (typed, strict)


def test_an_invention_costs_precision_and_own_kinds_do_not(
    judged: Callable[..., Any], reading: Reading, find: Callable[[str], Span]
) -> None:
    event = json.loads(reading.events[0].model_dump_json())
    other = {**event, "id": "e2", "trigger": json.loads(find("spoke").model_dump_json())}
    assert judged(events=[event, other]).tallies["events.typed"].found == 2
    assert judged(events=[event, {**other, "type": "statement"}]).tallies["events.typed"].found == 1


def test_a_broken_span_is_told(judged: Callable[..., Any]) -> None:
    assert judged(notes=[{"kind": "x", "words": {"start": 0, "end": 3, "words": "xyz"}}]).broken


@pytest.mark.parametrize("path", GOLD, ids=[path.parent.name for path in GOLD])
def test_every_answer_points_at_words_that_are_there(bench: ModuleType, path: Path) -> None:
    text = next(reports(path.with_name("report.txt"))).text
    answers, missing = bench.Answers(path), []
    for part in (answers.must, answers.may):
        for task, entries in part.items():
            key = {"events": "trigger", "attributions": "content"}.get(task, "words")
            for entry in entries:
                also = ({"words": one} if isinstance(one, str) else one for one in entry.get("also", ()))
                wanted = [
                    (entry, key),
                    *((one, "words") for one in also),
                    *([(entry, "cue")] if "cue" in entry else []),
                ]
                missing += [one[name] for one, name in wanted if bench.place(one, name, text) is None]
    assert missing == []


def test_the_floors_name_measures_that_exist(judged: Callable[..., Any], bench: ModuleType) -> None:
    floors = json.loads((ROOT / "bench" / "floors.json").read_text("utf-8"))
    assert set(floors) == {"examples", "seed", "reports"}
    assert set(floors["examples"]) == set(bench.together([judged()]))
    assert all(0 < floor <= 1 for part in floors.values() for floor in part.values())
