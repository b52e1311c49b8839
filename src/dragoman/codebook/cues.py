"""Cues and hedges: the words that pass on what somebody says, and the words that say how surely.

Files ``cues/en.yml`` and ``hedges/en.yml``, one of each per language::

    about: {origin: …, licence: CC0-1.0, updated: 2026-11-24}
    cues:
      - cue: suggest
        pos: verb                               # verb noun adjective adverb preposition phrase punctuation
        slots: {source: subject, content: clause|object}
        attitude: assertion                     # left out: assertion
        certainty: PR+                          # what the holder takes on, FactBank; left out: CT+
        author_certainty: CT+                   # what the report's author takes on; left out: Uu, CT+ where factive
        factive: yes
        unless: {content: that + bare verb}     # a shape, or words
        examples: ["[source The ministry's figures] [cue suggest] [content output fell]."]
    hedges:
      - word: allegedly
        kind: shield                            # evidential approximator bound shield plan provisional certifier factive share
        certainty: PR+                          # what is left of the holder's certainty
        author_certainty: Uu
        quantity: {op: ">", low: 0.5, aggregation: share}

Places of the content: ``clause`` (finite, with or without "that"), ``question`` ("whether …"), ``infinitive``, ``gerund``, ``object``,
``judgement`` ("called it a mistake": object and what is said of it), ``quote``, a preposition ("spoke of 26"), and frames of two,
parted by ``+``: ``object + at`` ("put the number at 40"), ``object + of``, ``object + infinitive``, ``on + infinitive``. Quotation marks
around a content need no place of their own where the cue takes a clause. ``governor`` is the clause that the cue hangs on ("as the envoy
put it"). A third role, ``holder``, is whom the source has it from: "KCNA quoted [holder Kim] as saying", "citing [holder two aides]".

Three plain lists stand beside the cues: ``speakers`` (nouns for people and bodies that speak), ``documents`` (nouns for what speaks in
somebody's stead) and ``silent`` (verbs that take a clause and pass nothing on, "ensure that", and the outlet's
own voices, "anchor").

>>> from dragoman.codebook.yamltext import parse_text
>>> problems: list[Problem] = []
>>> node = parse_text('''about: {origin: x, licence: CC0-1.0, updated: 2026-11-24}
... cues:
...   - {cue: find out, pos: verb, slots: {source: subject, content: clause}, factive: yes,
...      examples: ["[source We] [cue found out] [content it was late]."]}''')
>>> cue = parse(node, "cues/en.yml", problems).cues[0]
>>> (cue.head, cue.particle, cue.certainty, cue.author_certainty, problems)
('find', 'out', 'CT+', 'CT+', [])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args

from dragoman.model.words import Attitude, Certainty

from .about import parse_about
from .examples import Example, parse_examples
from .problems import Problem, nearest
from .shape import Fields, split_alternatives
from .yamltext import Node, Table, YamlProblem, load_text

PARTS = ("verb", "noun", "adjective", "adverb", "preposition", "phrase", "punctuation")
"""What a cue may be."""
LISTS = {"speakers": "speaker", "documents": "document", "silent": "silent"}
"""Plain lists of words, with the part of speech under which each word becomes an entry."""
ATTITUDES: tuple[Attitude, ...] = get_args(Attitude)
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
"""FactBank: certain, probable, possible; positive, negative, unknown."""
HEDGES = ("evidential", "approximator", "bound", "shield", "plan", "provisional", "certifier", "factive", "share")
SLOT_ROLES = ("source", "content", "holder")
SHAPES = ("number", "quotation", "that + bare verb", "clause", "speaker", "document")
"""Conditions on a slot that name a shape; anything else in ``only`` and ``unless`` names head words."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word, phrase or mark by which a content is passed on."""

    cue: str
    """The word as it stands in a dictionary; a verb with its particle ("point out"), a phrase with all its words."""
    pos: str
    """verb noun adjective adverb preposition phrase punctuation; of a plain list: speaker document silent"""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """source and content, each with its places in the grammar, the most telling first."""
    attitude: Attitude = "assertion"
    certainty: Certainty = "CT+"
    author_certainty: Certainty = "Uu"
    factive: bool = False
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str | None = None
    examples: tuple[Example, ...] = ()
    where: str = ""

    @property
    def head(self) -> str:
        """The first word: the verb of "point out"."""
        return self.cue.split(" ", 1)[0]

    @property
    def particle(self) -> str | None:
        """The rest of a verb of several words."""
        parts = self.cue.split(" ", 1)
        return parts[1] if self.pos == "verb" and len(parts) == 2 else None

    @property
    def contents(self) -> tuple[str, ...]:
        """Places of the content."""
        return self.slots.get("content", ())

    @property
    def key(self) -> str:
        """What an overlay replaces: cue, part of speech and places of the content."""
        return f"{self.cue} {self.pos} {'|'.join(sorted(self.contents))}".strip()


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that says how sure, how near or how new something is."""

    word: str
    kind: str
    pos: str | None = None
    certainty: Certainty | None = None
    """What is left of the holder's certainty about the content that the word stands in; None: all of it."""
    author_certainty: Certainty | None = None
    quantity: Mapping[str, str] = field(default_factory=dict)
    """What it does to a figure beside it: op, low, high, aggregation."""
    note: str | None = None
    examples: tuple[Example, ...] = ()
    where: str = ""

    @property
    def key(self) -> str:
        """What an overlay replaces: word and kind."""
        return f"{self.word} {self.kind}"


@dataclass(frozen=True, slots=True)
class CueFile:
    """What one file of ``cues/`` or ``hedges/`` says; ``dropped`` are the keys that an overlay removes."""

    cues: tuple[Cue, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    """(key, file:line)"""


def parse(node: Node, file: str, problems: list[Problem]) -> CueFile:
    """Read one file of cues or hedges. Mistakes go to ``problems``; the result holds what could be read."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    cues: dict[str, Cue] = {}
    hedges: dict[str, Hedge] = {}
    dropped: list[tuple[str, str]] = []
    for item in fields.items("cues"):
        cue, drop = _parse_cue(item, file, problems)
        if _is_new(cue, cues, problems):
            cues[cue.key] = cue
            if drop:
                dropped.append((cue.key, cue.where))
    for name, pos in LISTS.items():
        for word in fields.texts(name):
            entry = Cue(cue=word, pos=pos, where=f"{file}:{fields.at(name)}")
            if _is_new(entry, cues, problems):
                cues[entry.key] = entry
    for item in fields.items("hedges"):
        hedge, drop = _parse_hedge(item, file, problems)
        if _is_new(hedge, hedges, problems):
            hedges[hedge.key] = hedge
            if drop:
                dropped.append((hedge.key, hedge.where))
    fields.done()
    gone = {key for key, _ in dropped}
    return CueFile(
        tuple(cue for key, cue in cues.items() if key not in gone),
        tuple(hedge for key, hedge in hedges.items() if key not in gone),
        tuple(dropped),
    )


def check_files(paths: Iterable[str | Path]) -> list[Problem]:
    """All mistakes of shape in the given files, in order; an empty list when there is none."""
    problems: list[Problem] = []
    for path in map(Path, paths):
        try:
            node = load_text(path)
        except YamlProblem as error:
            problems.append(error.problem)
        except OSError as error:
            problems.append(Problem(str(path), 1, f"cannot be opened: {error.strerror}"))
        else:
            parse(node, str(path), problems)
    return problems


def _is_new(entry: Cue | Hedge, known: Mapping[str, Cue | Hedge], problems: list[Problem]) -> bool:
    first = known.get(entry.key)
    if first is not None:
        file, _, line = entry.where.rpartition(":")
        problems.append(Problem(file, int(line), f"{entry.key!r} stands twice", f"first at {first.where}"))
    return first is None


def _parse_cue(node: Node, file: str, problems: list[Problem]) -> tuple[Cue, bool]:
    fields = Fields(node if isinstance(node, Table) else None, file, problems, line=node.line)
    drop = fields.flag("drop")
    factive = fields.flag("factive")
    cue = Cue(
        cue=" ".join(fields.text("cue", required=True).split()),
        pos=fields.one_of("pos", PARTS, required=True),
        slots=_slots(fields),
        attitude=cast("Attitude", fields.one_of("attitude", ATTITUDES) or "assertion"),
        certainty=cast("Certainty", fields.one_of("certainty", CERTAINTIES) or "CT+"),
        author_certainty=cast(
            "Certainty", fields.one_of("author_certainty", CERTAINTIES) or ("CT+" if factive else "Uu")
        ),
        factive=factive,
        only=_conditions(fields, "only"),
        unless=_conditions(fields, "unless"),
        note=fields.text("note"),
        examples=parse_examples(fields, expectations=("certainty", "attitude"), needs="content"),
        where=fields.where,
    )
    if not drop and not cue.contents:
        fields.problem(f"{cue.cue!r} says no place of its content", "slots: {source: subject, content: clause}")
    if not drop and not any(not example.negative for example in cue.examples):
        fields.problem(f"{cue.pos} {cue.cue!r} has no example", "mark source, cue and content in a sentence")
    fields.done()
    return cue, drop


def _parse_hedge(node: Node, file: str, problems: list[Problem]) -> tuple[Hedge, bool]:
    fields = Fields(node if isinstance(node, Table) else None, file, problems, line=node.line)
    drop = fields.flag("drop")
    hedge = Hedge(
        word=" ".join(fields.text("word", required=True).split()),
        kind=fields.one_of("kind", HEDGES, required=True),
        pos=fields.text("pos"),
        certainty=cast("Certainty | None", fields.one_of("certainty", CERTAINTIES)),
        author_certainty=cast("Certainty | None", fields.one_of("author_certainty", CERTAINTIES)),
        quantity={key: " ".join(value) for key, value in fields.lists("quantity").items()},
        note=fields.text("note"),
        examples=parse_examples(fields, expectations=("certainty",), needs="hedge"),
        where=fields.where,
    )
    fields.done()
    return hedge, drop


def _slots(fields: Fields) -> dict[str, tuple[str, ...]]:
    found = {
        role: tuple(part for item in items for part in split_alternatives(item))
        for role, items in fields.lists("slots").items()
    }
    for role, places in found.items():
        if role not in SLOT_ROLES:
            fields.problem(f"slots: role {role!r} is not known", nearest(role, SLOT_ROLES), line=fields.at("slots"))
        for place in places:
            if not place.replace(" ", "").replace("+", "").isalpha() or not place.islower():
                fields.problem(
                    f"slots.{role}: {place!r}", "a place in the grammar or a preposition", line=fields.at("slots")
                )
    return found


def _conditions(fields: Fields, key: str) -> dict[str, tuple[str, ...]]:
    found = {
        role: tuple(part for item in items for part in split_alternatives(item))
        for role, items in fields.lists(key).items()
    }
    for role in found:
        if role not in SLOT_ROLES:
            fields.problem(f"{key}: role {role!r} is not known", nearest(role, SLOT_ROLES), line=fields.at(key))
    return found
