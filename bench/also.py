"""How well the mentions of one event within one report are joined, against the `also` mentions of hand-made answers.

    python bench/also.py ../shared/gold/reports --cache FILE
    python bench/also.py ../shared/gold/reports --cache FILE --mistakes

The answers say which words of a report name the same event. Each of them at which the reader found an event is one mention; two mentions make a
pair. A pair is wanted if both name one event, and found if the record tells both as one event: precision and recall are over the mentions that were found,
so they measure joining and not reading. The recall over all pairs of the answers stands beside them. FILE keeps the readings (see `cached.py`).
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from cached import read

from dragoman.model import Event, Report
from dragoman.record.record import Record

FLOOR = 0.80


@dataclass(frozen=True)
class Answers:
    """A report, and the places in its text that name each of its events."""

    name: str
    report: Report
    events: tuple[tuple[tuple[int, int], ...], ...]


@dataclass
class Pairs:
    """Pairs of mentions: joined rightly, joined at all, wanted among the mentions found, wanted among all."""

    right: int = 0
    joined: int = 0
    wanted: int = 0
    all: int = 0

    def __str__(self) -> str:
        precision, recall = (self.right / n if n else 1.0 for n in (self.joined, self.wanted))
        return (
            f"precision {precision:.3f} ({self.right}/{self.joined})  recall {recall:.3f} ({self.right}/{self.wanted})  F1 {self.f1:.3f}"
            f"  recall over all pairs {self.right / self.all if self.all else 1.0:.3f} ({self.right}/{self.all})"
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall over the mentions that were found."""
        return 2 * self.right / (self.joined + self.wanted) if self.joined + self.wanted else 1.0


def answers(folder: Path) -> Iterator[Answers]:
    """The reports of a gold folder."""
    for path in sorted(folder.glob("*.y*ml")):
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - the base loader makes nothing but texts
        if not isinstance(data, dict) or "report" not in data:
            continue
        head = data["report"]
        report = Report.of(
            head.get("body", "").strip(),
            title=head["title"],
            published=date.fromisoformat(head["published"]),
            author=head.get("author", ""),
            outlet=head.get("outlet"),
        )
        entries = [one for kind in ("must", "may") for one in (data.get(kind) or {}).get("events", [])]
        events = [tuple(sorted({*_mentions(one, report.text)})) for one in entries]
        yield Answers(path.stem, report, tuple(events))


def _mentions(entry: Mapping[str, Any], text: str) -> Iterator[tuple[int, int]]:
    yield _place(entry["trigger"], entry.get("nth"), text)
    for one in entry.get("also", []):
        yield _place(one, None, text) if isinstance(one, str) else _place(one["words"], one.get("nth"), text)


def _place(words: str, nth: str | None, text: str) -> tuple[int, int]:
    """Where words stand, for the nth time as whole words."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]
    return found[int(nth or 1) - 1]


def told(events: Sequence[Event], gold: Answers) -> dict[tuple[int, tuple[int, int]], Event]:
    """The event that the reader found at each mention of the answers, and of which event it is a mention."""
    found: dict[tuple[int, tuple[int, int]], tuple[int, Event]] = {}
    for event in events:
        start, end = event.trigger.start, event.trigger.end
        common = [
            (min(end, last) - max(start, first), -(last - first), at, (first, last))
            for at, mentions in enumerate(gold.events)
            for first, last in mentions
        ]
        size, _, at, mention = max(common, key=lambda one: (one[0], one[1], -one[2]))
        if size > 0 and size > found.get((at, mention), (0,))[0]:
            found[at, mention] = (size, event)
    return {name: event for name, (_, event) in found.items()}


def measure(gold: Answers, events: Sequence[Event], groups: Mapping[str, str]) -> tuple[Pairs, list[str]]:
    """The pairs of one report, and the mistakes. ``groups`` gives the merged event by the local id of an event."""
    pairs = Pairs(all=sum(len(mentions) * (len(mentions) - 1) // 2 for mentions in gold.events))
    mistakes = []
    for ((one, _), left), ((other, _), right) in combinations(sorted(told(events, gold).items()), 2):
        same, joined = one == other, groups[left.id] == groups[right.id]
        pairs.wanted += same
        pairs.joined += joined
        pairs.right += same and joined
        if same != joined:
            mistakes.append(f"{'apart' if same else 'JOINED'}: {_said(left, gold)} | {_said(right, gold)}")
    return pairs, mistakes


def _said(event: Event, gold: Answers) -> str:
    text, start = gold.report.text, event.trigger.start
    around = (
        text[max(0, start - 40) : start]
        + "[["
        + event.trigger.words
        + "]]"
        + text[event.trigger.end : event.trigger.end + 30]
    )
    who = (
        [one.entity or one.words.words for one in event.actors],
        [one.entity or one.words.words for one in event.recipients],
    )
    return (
        f"{event.type}/{event.mode} {event.status} {who[0]}>{who[1]} {event.place.name if event.place else None}"
        f" {event.when.edtf if event.when else None} «{' '.join(around.split())}»"
    )


def main() -> int:
    """Measure and print; 1 if below the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the answers")
    parser.add_argument("--cache", type=Path, required=True, help="where readings are kept")
    parser.add_argument("--mistakes", action="store_true")
    options = parser.parse_args()
    gold = list(answers(options.folder))
    readings = list(read((one.report for one in gold), options.cache))
    groups: dict[str, dict[str, str]] = {one.report.id: {} for one in gold}
    with tempfile.TemporaryDirectory() as folder, Record(f"{folder}/also.db") as record:
        for _ in record.add(readings):
            pass
        for event in record.events():
            for one in event.tellings:
                groups[one.report.id][one.event.id] = event.id
    total = Pairs()
    for one, reading in zip(gold, readings, strict=True):
        pairs, mistakes = measure(one, reading.events, groups[one.report.id])
        total = Pairs(*(getattr(total, name) + getattr(pairs, name) for name in ("right", "joined", "wanted", "all")))
        print(f"{one.name:<32}{pairs}")
        if options.mistakes:
            print(*(f"    {mistake}" for mistake in mistakes), sep="\n")
    print(f"{'all':<32}{total}\n{'reached' if total.f1 >= FLOOR else 'below'}: the floor is {FLOOR}")
    return int(total.f1 < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
