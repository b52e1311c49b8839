"""Measure how well Dragoman reads, and fail where it reads worse than `floors.json` asks.

    python bench/run.py                     the examples, and the gold folder where it exists
    python bench/run.py --mistakes 40       with the mistakes, the commonest kinds first
    python bench/run.py --gold ../shared    where the gold folder and its scorer are

The reports in `examples/` are measured always, by `compare.py`. The larger gold set and its scorer are no part of this repository: where they
are missing, that is printed and the floors of ``seed`` and ``reports`` are skipped.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from compare import compare, together

import dragoman

ROOT = Path(__file__).parent.parent
FLOORS: Mapping[str, Mapping[str, float]] = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))


def examples(mistakes: int) -> tuple[dict[str, float], list[str]]:
    """The measures over the example reports, and the broken spans."""
    reader = dragoman.Reader()
    results = []
    for gold in sorted((ROOT / "examples").glob("*/gold.yml")):
        report = next(dragoman.reports(gold.with_name("report.txt")))
        result = compare(gold, json.loads(reader.read(report).model_dump_json()))
        results.append(result)
        for mistake in result.mistakes[:mistakes]:
            print(f"{gold.parent.name}: {mistake}")
    return together(results), [span for result in results for span in result.broken]


def gold_texts(folder: Path, into: Path) -> list[Path]:
    """The reports of a gold folder as plain text files: title, date, author, body."""
    paths = []
    for gold in sorted(folder.glob("*.y*ml")):
        data = yaml.load(gold.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - the base loader makes nothing but texts
        if not isinstance(data, dict) or "report" not in data:
            continue
        head = data["report"]
        lines = [
            head["title"],
            head["published"],
            *([f"Author: {head['author']}"] if head.get("author") else []),
            head.get("body", ""),
        ]
        path = into / f"{gold.stem}.txt"
        path.write_text("\n".join(lines).strip() + "\n", "utf-8")
        paths.append(path)
    return paths


def scored(gold: Path, scorer: Path, mistakes: int) -> tuple[dict[str, float], list[str]]:
    """The measures of the project's scorer over a gold folder, and what it calls broken."""
    with tempfile.TemporaryDirectory() as folder:
        paths = gold_texts(gold, Path(folder))
        readings = Path(folder, "readings.jsonl")
        reader = dragoman.Reader()
        reports = (report for path in paths for report in dragoman.reports(path))
        lines = [reading.model_dump_json() for reading in reader.read_many(reports, workers=2)]
        readings.write_text("\n".join(lines) + "\n", "utf-8")
        command = [
            sys.executable,
            str(scorer),
            str(gold),
            "--readings",
            str(readings),
            "--json",
            "--errors",
            str(mistakes),
        ]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode == 2:
        raise SystemExit(f"the scorer could not use the readings of {gold}")
    told: dict[str, Any] = json.loads(done.stdout)
    for _, _, name, task, what, sentence in told["errors"]:
        print(f"{name}: {task}: {what}\n    {sentence}")
    measures = {
        name: tally["recall" if name == "mentions.strict" else "f1"] or 0.0
        for name, tally in told["measures"]["all"].items()
    }
    return measures, told["failures"]


def judge(name: str, measures: Mapping[str, float], broken: list[str]) -> list[str]:
    """Print the measures of one set beside their floors; what is below its floor, and every broken span."""
    floors = FLOORS[name]
    print(f"\n{name:<28}reached   floor")
    for measure, floor in floors.items():
        print(f"  {measure:<26}{measures[measure]:7.3f} {floor:7.2f}{'' if measures[measure] >= floor else '   below'}")
    low = [
        f"{name}: {measure} is {measures[measure]:.3f}, its floor {floor}"
        for measure, floor in floors.items()
        if measures[measure] < floor
    ]
    return [*low, *(f"{name}: broken span {span}" for span in broken)]


def main(arguments: list[str] | None = None) -> int:
    """Measure all sets that are here; 1 if a floor is missed or a span broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared", help="the folder with gold/ and score/")
    parser.add_argument("--mistakes", type=int, default=0, metavar="N", help="print N mistakes of every report or set")
    args = parser.parse_args(arguments)
    failures = judge("examples", *examples(args.mistakes))
    scorer = args.gold / "score" / "score.py"
    for name in ("seed", "reports"):
        folder = args.gold / "gold" / name
        if scorer.is_file() and folder.is_dir():
            failures += judge(name, *scored(folder, scorer, args.mistakes))
        else:
            print(f"\n{name}: skipped, the gold folder or its scorer is not at {args.gold}")
    print("\n" + ("\n".join(failures) or "every floor is reached"))
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
