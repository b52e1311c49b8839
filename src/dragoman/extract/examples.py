"""The examples of the codebook's predicates and marks, run: what a reader finds in each, against what is marked.

Only the grammar and the extraction of events are needed, so that thousands of sentences take seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from dragoman.codebook.examples import Example, compare
from dragoman.extract.events import Told, events
from dragoman.extract.marks import marked
from dragoman.extract.times import times
from dragoman.model import Event, Mark, Place, When

if TYPE_CHECKING:
    from spacy.language import Language

    from dragoman.codebook import Codebook
    from dragoman.codebook.events import Predicate

_BATCH = 64
_OPEN = "../.."
"""A date that says nothing: `resolve` reads dates, and an example marks only their words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one example."""

    id: str
    """Type, part of speech and lemma of the entry, and the example's number among those of that word: stays when lines move."""
    where: str
    """The entry's file and line."""
    example: Example
    problem: str | None
    """What is wrong; None where all is as marked."""


def numbered(codebook: Codebook) -> Iterator[tuple[str, Predicate, Example]]:
    """Yield every example of every predicate with its entry and its id."""
    seen: Counter[str] = Counter()
    for predicate in codebook.predicates:
        word = f"{predicate.type} {predicate.pos} {predicate.lemma}"
        for example in predicate.examples:
            seen[word] += 1
            yield f"{word} #{seen[word]}", predicate, example


def open_examples() -> frozenset[str]:
    """Return the ids of the shipped examples that are known not to be read as marked yet."""
    text = (resources.files("dragoman.codebook") / "files" / "examples_open.txt").read_text("utf-8")
    return frozenset(text.splitlines())


def run_examples(codebook: Codebook, nlp: Language, *, under: str = "") -> Iterator[Outcome]:
    """Read the example sentences of all predicates and marks with a pipeline and yield what came of each, in the order of the files.

    With ``under``, only those of entries whose file begins so: a user's own folder.

    A ``not:`` example fails only where its own entry finds something in it: what other entries see there is their affair.
    """
    yield from _run_predicates(codebook, nlp, under)
    yield from _run_marks(codebook, nlp, under)


def _run_marks(codebook: Codebook, nlp: Language, under: str) -> Iterator[Outcome]:
    seen: Counter[str] = Counter()
    for named, example in codebook.marks.examples:
        seen[named.kind] += 1
        if named.where.startswith(under):
            doc = nlp(example.text)
            told = marked(events(doc, codebook, times(doc, codebook)), doc, codebook, ())
            found = [mark for one in told for mark in one.event.marks if mark.kind == named.kind]
            yield Outcome(f"mark {named.kind} #{seen[named.kind]}", named.where, example, _compare_mark(example, found))


def _compare_mark(example: Example, found: list[Mark]) -> str | None:
    """What is wrong with the marks of a kind that were found in an example; None where all is as marked."""
    values = " ".join(sorted({mark.value for mark in found}))
    if example.negative:
        return f"the mark {values!r} was found" if found else None
    start, end = example.spans["mark"][0]
    there = [mark for mark in found if mark.words is not None and mark.words.start < end and start < mark.words.end]
    if any(mark.value == example.expect.get("value") for mark in there):
        return None
    words = ", ".join(repr(str(mark.words)) for mark in found)
    return f"the mark {example.expect.get('value')!r} was not found" + (f", but {values!r} in {words}" if found else "")


def _run_predicates(codebook: Codebook, nlp: Language, under: str) -> Iterator[Outcome]:
    cases = [case for case in numbered(codebook) if case[1].where.startswith(under)]
    docs = nlp.pipe((example.text for _, _, example in cases), batch_size=_BATCH)
    for (id_, predicate, example), doc in zip(cases, docs, strict=True):
        told = events(doc, codebook, times(doc, codebook))
        found = [_placed(one) for one in told if not example.negative or one.entry == predicate.where]
        yield Outcome(id_, predicate.where, example, compare(example, found, status=predicate.status))


def _placed(told: Told) -> Event:
    """Return an event with the words of its place and date, unresolved: an example marks words."""
    place = Place(name=told.place.words, words=told.place) if told.place is not None else None
    when = When.of(_OPEN, basis="stated", words=told.times[0]) if told.times else None
    return told.event.replace(place=place, when=when)
