"""Compare a reading with hand-made answers: a few plain measures, for the reports in `examples/`.

An entry of ``must`` is wanted; one of ``may`` costs and earns nothing. Every measure is the F1 of right entries over those found and wanted,
but ``mentions.strict``, where the answers are a sample and only the recall says something. The rules are simpler and a little stricter than those of the
project's scorer, so the figures of the two are not to be mixed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Entry = Mapping[str, Any]
Stretch = tuple[int, int]
SAME = (
    {"killed", "dead", "deaths", "died"},
    {"wounded", "injured", "hurt"},
    {"displaced", "fled", "uprooted"},
    {"deployed", "sent"},
    {"abducted", "kidnapped", "captured"},
    {"detained", "arrested"},
    {"marching", "protesters", "attending", "participating"},
)
"""Words of the field for the same thing counted."""


@dataclass
class Tally:
    """How many entries are right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where nothing is wanted and nothing found."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0

    def recall(self) -> float:
        """The share of the wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0


@dataclass
class Result:
    """What the comparison of one report gives."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def bare(name: object) -> str:
    """A name without case, accents, articles and possessives."""
    text = unicodedata.normalize("NFKD", str(name).casefold())
    text = re.sub(r"['’]s\b", "", "".join(c for c in text if not unicodedata.combining(c)))
    return " ".join(
        word for word in re.findall(r"\w+", text) if word not in {"the", "a", "an", "its", "his", "her", "their"}
    )


def words(names: list[object]) -> set[str]:
    """The words of some names."""
    return {word for name in names if name for word in bare(name).split()}


def options(value: object) -> list[Any]:
    """The acceptable values of a field."""
    return value if isinstance(value, list) else [value]


def agrees(wanted: object, read: object) -> bool:
    """Whether a value is one of the acceptable ones; numbers are compared as numbers."""

    def plain(value: object) -> object:
        text = "" if value is None else str(value).strip().casefold()
        return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text.replace("null", "")

    return plain(read) in [plain(one) for one in options(wanted)]


def place(entry: Entry, key: str, text: str) -> Stretch | None:
    """Where the words of a gold entry stand: their nth place as whole words; a list is the pieces of one stretch."""
    start = end = -1
    nth = int(entry.get("nth" if key in ("trigger", "words", "content") else f"{key}_nth", 1))
    for number, piece in enumerate(options(entry[key])):
        pattern = r"\s+".join(map(re.escape, str(piece).split()))
        found = [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text) if m.start() >= end]
        found = found[nth - 1 :] if number == 0 else found
        if not found:
            return None
        start, end = (found[0][0] if number == 0 else start), found[0][1]
    return start, end


def overlap(one: Stretch | None, other: Stretch | None) -> float:
    """The shared part of two stretches, over all that they cover."""
    if one is None or other is None:
        return 0.0
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def stretch(spans: object) -> Stretch | None:
    """From the first to the last of a reading's spans."""
    found = [one for one in options(spans) if isinstance(one, dict) and "start" in one]
    return (min(one["start"] for one in found), max(one["end"] for one in found)) if found else None


class Answers:
    """The gold of one report."""

    def __init__(self, path: Path) -> None:
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - the base loader makes nothing but texts
        self.must, self.may = (data.get(part) or {} for part in ("must", "may"))
        self.names: Mapping[str, list[str]] = data.get("names") or {}

    def called(self, name: object) -> set[str]:
        """All names under which somebody is right."""
        names = [part for one in options(name) for part in str(one).split(" + ")]
        return {bare(one) for name in names for one in (name, *self.names.get(name, ()))}

    def parties(self, entry: Entry, key: str) -> list[set[str]]:
        """The members of a list of parties."""
        return [self.called(one) for one in options(entry.get(key)) if one]


Judge = Callable[[Entry, Entry], bool]


class Comparison:
    """One reading beside its answers; `result` holds what came out."""

    def __init__(self, answers: Answers, reading: Mapping[str, Any]) -> None:
        self.answers, self.text = answers, str(reading["report"]["text"])
        self.entities = {entity["id"]: entity for entity in reading["entities"]}
        self.figures = {figure["id"]: figure for figure in reading["quantities"]}
        self.claimed = {check["claim"]: check["claimed"] for check in reading["checks"]}
        self.result = Result(broken=list(self._broken(reading)))
        claims = reading["claims"]
        said = [claim for claim in claims if claim["attribution"]]
        counts = [claim for claim in claims if claim["kind"] in ("first", "recency", "count")]
        self._task("events", "trigger", reading["events"], {"typed": self._typed, "strict": self._acts})
        self._task("attributions", "content", said, {"content": lambda *_: True, "strict": self._says})
        self._task("quantities", "words", reading["quantities"], {"strict": self._figure})
        self._task("counts", "words", counts, {"strict": self._times})
        self._mentions()

    def _task(self, task: str, key: str, found: list[Entry], measures: Mapping[str, Judge]) -> None:
        must, may = (list(part.get(task) or []) for part in (self.answers.must, self.answers.may))
        spans = [stretch(read["content" if task == "counts" else key]) for read in found]
        near = {
            (i, j): closeness
            for i, want in enumerate([*must, *may])
            for j, span in enumerate(spans)
            if (closeness := self._closeness(task, key, want, span))
        }
        pairs: dict[int, int] = {}
        for i, j in sorted(near, key=lambda pair: (pair[0] >= len(must), -near[pair], pair)):
            if i not in pairs and j not in pairs.values():
                pairs[i] = j
        hits = [(must[i], found[j]) for i, j in pairs.items() if i < len(must)]
        again = {j for _, j in near}  # a second telling of what is wanted or allowed
        invented = [j for j, read in enumerate(found) if j not in again and not self._is_free(read)]
        for name, judge in measures.items():
            right = [judge(want, read) for want, read in hits]
            self.result.tallies[f"{task}.{name}"] = Tally(sum(right), len(hits) + len(invented), len(must))
            wrong = [want for (want, _), well in zip(hits, right, strict=True) if not well]
            self.result.mistakes += [f"{task}.{name}: wrong: {want[key]}" for want in wrong]
        self.result.mistakes += [f"{task}: missed: {want[key]}" for i, want in enumerate(must) if i not in pairs]
        self.result.mistakes += [f"{task}: invented: {self._quote(spans[j])}" for j in invented]

    def _closeness(self, task: str, key: str, want: Entry, span: Stretch | None) -> float:
        near = overlap(place(want, key, self.text), span)
        if task == "attributions" and near < 0.5:
            return 0.0
        also = ({"words": one} if isinstance(one, str) else one for one in want.get("also", ()))
        return max([near, *(overlap(place(one, "words", self.text), span) / 2 for one in also)])

    def _quote(self, span: Stretch | None) -> str:
        return " ".join(self.text[slice(*span)].split()) if span else "(no words)"

    @staticmethod
    def _is_free(read: Entry) -> bool:
        return str(read.get("type") or "A")[0].islower() or read.get("aggregation") == "ordinal"

    @staticmethod
    def _typed(want: Entry, read: Entry) -> bool:
        return agrees(want["type"], read["type"])

    def _acts(self, want: Entry, read: Entry) -> bool:
        roles = ("actors",) if "recipients" in want or read["type"] != "CONSULT" else ("actors", "recipients")
        left = [self._party(one) for role in roles for one in read[role]]
        goals = self.answers.parties(want, "actors")
        for goal in goals:
            if hit := next((one for one in left if one & goal), None):
                left.remove(hit)
            else:
                return False
        return self._typed(want, read) and agrees(want["status"], read["status"]) and not ("actors" in want and left)

    def _says(self, want: Entry, read: Entry) -> bool:
        chain = self.answers.parties(want, "sources")
        source = read["attribution"][-1]["source"]
        return bool(chain[-1] & self._party(source or {})) if chain else not (source or {}).get("entity")

    @staticmethod
    def _figure(want: Entry, read: Entry) -> bool:
        bounds = all(agrees(want.get(key), read[key]) for key in ("low", "high", "point"))
        goals, counted = (words(options(one["counted"])) for one in (want, read))
        group: set[str] = set().union(*(group for group in SAME if group & goals))
        if not group:  # no predicate that must be told apart: what is counted says as much
            goals, counted = goals | words(options(want.get("of"))), counted | words([read["of"]])
        return agrees(want["op"], read["op"]) and bounds and bool((goals | group) & counted)

    def _times(self, want: Entry, read: Entry) -> bool:
        figure = self.figures.get(read.get("quantity") or "", {})
        n = figure.get("point") if figure else self.claimed.get(read["id"])
        return agrees(want["kind"], read["kind"]) and ("n" not in want or agrees(want["n"], n))

    def _mentions(self) -> None:
        wanted = list(self.answers.must.get("mentions") or [])
        tally = Tally(wanted=len(wanted))
        for want in wanted:
            at, goal = place(want, "words", self.text), self.answers.called(want["entity"])
            for entity in self.entities.values():
                here = any(overlap(at, stretch(mention)) for mention in entity["mentions"])
                if here and goal & self._party({"entity": entity["id"]}):
                    tally.right += 1
                    break
            else:
                self.result.mistakes.append(f"mentions: missed: {want['words']} ({want['entity']})")
        self.result.tallies["mentions.strict"] = tally

    def _party(self, role: Entry) -> set[str]:
        told = str((role.get("words") or {}).get("words") or "")
        entity = self.entities.get(role.get("entity") or "", {})
        names = [role.get("entity"), entity.get("name"), told, re.split(r",| of | from | in | who ", told)[0]]
        names += [entity.get("country")] if entity.get("kind") == "country" else []
        return {bare(name) for name in names if name}

    def _broken(self, value: object, path: str = "") -> Iterator[str]:
        if isinstance(value, dict) and {"start", "end", "words"} <= value.keys():
            if self.text[value["start"] : value["end"]] != value["words"]:
                yield f"{path}: {value}"
        elif isinstance(value, dict | list):
            for key, one in value.items() if isinstance(value, dict) else enumerate(value):
                yield from self._broken(one, f"{path}/{key}")


def compare(path: Path, reading: Mapping[str, Any]) -> Result:
    """Compare a reading (as its JSON says it) with the gold file at a path."""
    return Comparison(Answers(path), reading).result


def together(results: list[Result]) -> dict[str, float]:
    """The measures of several reports as one: F1, and the recall of mentions."""
    sums: dict[str, Tally] = {}
    for result in results:
        for name, tally in result.tallies.items():
            sums[name] = sums.get(name, Tally()) + tally
    return {name: tally.recall() if name == "mentions.strict" else tally.f1() for name, tally in sums.items()}
