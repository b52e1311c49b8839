"""Words of number and amount: the file ``quantities/en.yml``.

Operators ("at least"), number words, vague words, units, what a figure counts, and the words that tie figures
together or claim a first, last or n-th time. Only what the words assert stands there; how figures are compared
is a policy of its own.

>>> from dragoman.codebook.yamltext import parse_text
>>> problems: list[Problem] = []
>>> words = parse(parse_text('operators: [{word: at least, op: ">="}]'), "en.yml", problems)
>>> words.operators[0].op, problems
('>=', [])
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast, get_args

from dragoman.model.words import Aggregation, Op

from .countwords import CountWords, Forecasts, parse_counts, parse_forecasts
from .problems import Problem
from .shape import Fields, split_alternatives
from .yamltext import Node, Text

OPS: tuple[Op, ...] = get_args(Op)
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
LINKS = ("part_of", "added_to", "whole")
PARTS = ("verb", "noun", "adjective")
DIRECTIONS = ("up", "down")


@dataclass(frozen=True, slots=True)
class Operator:
    """A word beside a number that bounds or loosens it."""

    word: str
    op: Op
    side: str = "before"
    """before or after the number"""


@dataclass(frozen=True, slots=True)
class Vague:
    """An amount without a number, such as "dozens"."""

    word: str
    scale: float
    """What the word counts in: 12 for dozens."""
    bare: bool = True
    """Whether it is an amount by itself; "tens" is one only in "tens of thousands"."""


@dataclass(frozen=True, slots=True)
class VagueShare:
    """A share without a number, such as "most"; the value is in percent."""

    word: str
    op: Op
    value: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement or a currency (ISO 4217), with the lemmas and symbols that name it."""

    unit: str
    dimension: str
    words: tuple[str, ...]
    symbols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measurement of some dimension is of, beside some words (none: beside any)."""

    dimension: str
    with_: tuple[str, ...]
    counted: str


@dataclass(frozen=True, slots=True)
class CountedPredicate:
    """A word that says what a figure counts."""

    pos: str
    lemma: str
    slots: tuple[str, ...]
    """How the counted things stand to it: subject object self alone value times, or prepositions."""
    counted: str
    with_: tuple[str, ...] = ()
    """Lemmas of which one must hang on it."""
    weak: bool = False
    """Too general a word to say what a share is of."""
    running: bool = False
    """A noun for a count that goes on, such as "toll"."""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """Words that say what kind of figure stands beside them, and how it hangs together with others."""

    word: str
    aggregation: Aggregation
    link: str | None = None
    bare: bool = False
    """Only beside a number without a noun of its own."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Words that order two figures of one count: the figure beside them is the earlier or the later one."""

    word: str
    order: str
    direction: str | None = None
    weak: bool = False
    """Orders two figures only where the other one is marked too."""


@dataclass(frozen=True, slots=True, eq=False)
class Quantities:
    """Everything that a language says about figures. Words are in small letters."""

    operators: tuple[Operator, ...] = ()
    fillers: frozenset[str] = frozenset()
    numbers: Mapping[str, float] = field(default_factory=dict)
    scales: Mapping[str, float] = field(default_factory=dict)
    suffixes: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, float] = field(default_factory=dict)
    half: str = ""
    compounds: frozenset[str] = frozenset()
    """Words that a hyphen may tie to a number that still counts: "400-strong"."""
    nothing: tuple[str, ...] = ()
    fractions: Mapping[str, float] = field(default_factory=dict)
    """In percent."""
    percent: tuple[str, ...] = ()
    out_of: tuple[str, ...] = ()
    ordinals: Mapping[str, float] = field(default_factory=dict)
    anniversaries: frozenset[str] = frozenset()
    ordinal_endings: tuple[str, ...] = ()
    times: Mapping[str, float] = field(default_factory=dict)
    between: tuple[str, ...] = ()
    """The two words around the lower end of a range."""
    joined: tuple[str, ...] = ()
    """Words between the ends of a range."""
    change_from: str = ""
    result_by: str = ""
    vague: tuple[Vague, ...] = ()
    vague_not_after: frozenset[str] = frozenset()
    weak_vague: frozenset[str] = frozenset()
    """Vague words that are figures only beside a predicate that counts."""
    strong_vague: frozenset[str] = frozenset()
    """Those of them for which any noun will do."""
    vague_shares: tuple[VagueShare, ...] = ()
    money: tuple[Unit, ...] = ()
    units: tuple[Unit, ...] = ()
    measures: tuple[Measure, ...] = ()
    persons: frozenset[str] = frozenset()
    person_counts: frozenset[str] = frozenset()
    """Counts of people, whatever noun stands with the number."""
    local_counts: frozenset[str] = frozenset()
    """Counts of those whom something befell where it took place."""
    not_counted: frozenset[str] = frozenset()
    calendar: frozenset[str] = frozenset()
    clock: tuple[str, ...] = ()
    clock_before: frozenset[str] = frozenset()
    dating: frozenset[str] = frozenset()
    dating_before: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    predicates: tuple[CountedPredicate, ...] = ()
    combined: tuple[tuple[frozenset[str], str], ...] = ()
    """Two counts of one number, and their common name."""
    holders: frozenset[str] = frozenset()
    tellings: frozenset[str] = frozenset()
    """Nouns that tell a number: their adjectives say which telling is the newer."""
    carriers: frozenset[str] = frozenset()
    signals: tuple[Signal, ...] = ()
    rates: frozenset[str] = frozenset()
    planning: frozenset[str] = frozenset()
    planning_nouns: frozenset[str] = frozenset()
    forecasts: Forecasts = field(default_factory=Forecasts)
    counting_in: frozenset[str] = frozenset()
    """Words before named members of what is counted."""
    among: frozenset[str] = frozenset()
    """Prepositions of a figure that its clause's subject is counted in."""
    leaving_out: frozenset[str] = frozenset()
    """Prepositions before those who are not counted."""
    others: frozenset[str] = frozenset()
    """Words of a figure that leave out who is named beside it."""
    elsewhere: frozenset[str] = frozenset()
    """Words of a figure that does not hold at the place of its clause."""
    wholes: frozenset[str] = frozenset()
    revisions: tuple[Revision, ...] = ()
    changes: Mapping[str, str | None] = field(default_factory=dict)
    """Verbs and nouns of change, with their direction where the word has one."""
    counts: CountWords = field(default_factory=CountWords)


def parse(node: Node, file: str, problems: list[Problem]) -> Quantities:
    """The content of a quantities file; every mistake is added to ``problems``, and nothing raises."""
    top = Fields(node, file, problems)
    top.raw("about")
    ranges = Fields(top.raw("ranges"), file, problems)
    result = Quantities(
        operators=tuple(_operator(one) for one in _entries(top, "operators")),
        fillers=_words(top, "fillers"),
        numbers=_values(top, "numbers"),
        scales=_values(top, "scales"),
        suffixes=_values(top, "suffixes"),
        groups=_values(top, "groups"),
        half=top.text("half") or "",
        compounds=_words(top, "compounds"),
        nothing=_list(top, "nothing"),
        fractions=_values(top, "fractions"),
        percent=_list(top, "percent"),
        out_of=_list(top, "out_of"),
        ordinals=_values(top, "ordinals"),
        anniversaries=_words(top, "anniversaries"),
        ordinal_endings=_list(top, "ordinal_endings"),
        times=_values(top, "times"),
        between=_list(ranges, "between"),
        joined=_list(ranges, "joined"),
        change_from=ranges.text("from") or "",
        result_by=ranges.text("by") or "",
        vague=tuple(_vague(one) for one in _entries(top, "vague")),
        vague_not_after=_words(top, "vague_not_after"),
        weak_vague=_words(top, "weak_vague"),
        strong_vague=_words(top, "strong_vague"),
        vague_shares=tuple(_vague_share(one) for one in _entries(top, "vague_shares")),
        money=tuple(_unit(one, "money") for one in _entries(top, "money")),
        units=tuple(_unit(one) for one in _entries(top, "units")),
        measures=tuple(_measure(one) for one in _entries(top, "measures")),
        persons=_words(top, "persons"),
        person_counts=_words(top, "person_counts"),
        local_counts=_words(top, "local_counts"),
        not_counted=_words(top, "not_counted"),
        calendar=_words(top, "calendar"),
        clock=_list(top, "clock"),
        clock_before=_words(top, "clock_before"),
        dating=_words(top, "dating"),
        dating_before=_words(top, "dating_before"),
        labels=_words(top, "labels"),
        ages=_words(top, "ages"),
        predicates=tuple(filter(None, (_predicate(one) for one in _entries(top, "predicates")))),
        combined=tuple(_combined(one) for one in _entries(top, "combined")),
        holders=_words(top, "holders"),
        tellings=_words(top, "tellings"),
        carriers=_words(top, "carriers"),
        signals=tuple(_signal(one) for one in _entries(top, "aggregation")),
        rates=_words(top, "rates"),
        planning=_words(top, "planning"),
        planning_nouns=_words(top, "planning_nouns"),
        forecasts=parse_forecasts(Fields(top.raw("forecasts"), file, problems)),
        counting_in=_words(top, "counting_in"),
        among=_words(top, "among"),
        leaving_out=_words(top, "leaving_out"),
        others=_words(top, "others"),
        elsewhere=_words(top, "elsewhere"),
        wholes=_words(top, "wholes"),
        revisions=tuple(_revision(one) for one in _entries(top, "revisions")),
        changes=dict(_change(one) for one in _entries(top, "changes")),
        counts=parse_counts(Fields(top.raw("counts"), file, problems)),
    )
    ranges.done()
    top.done()
    return result


def _entries(fields: Fields, key: str) -> list[Fields]:
    return [Fields(node, fields.file, fields.problems) for node in fields.items(key)]


def _list(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in fields.texts(key))


def _words(fields: Fields, key: str) -> frozenset[str]:
    return frozenset(_list(fields, key))


def _values(fields: Fields, key: str) -> dict[str, float]:
    """A mapping of words to numbers."""
    found = {}
    for word, value in fields.mapping(key).items():
        try:
            found[str(word).lower()] = float(value) if isinstance(value, Text) else float("nan")
        except ValueError:
            fields.problem(f"{key}.{word}: {value!r} is not a number", line=value.line)
    return found


def _word(fields: Fields) -> str:
    return fields.text("word", required=True).lower()


def _operator(fields: Fields) -> Operator:
    op = cast("Op", fields.one_of("op", OPS, required=True))
    entry = Operator(_word(fields), op, fields.one_of("side", ("before", "after")) or "before")
    fields.done()
    return entry


def _vague(fields: Fields) -> Vague:
    entry = Vague(_word(fields), fields.number("scale", required=True) or 1, fields.flag("bare", default=True))
    fields.done()
    return entry


def _vague_share(fields: Fields) -> VagueShare:
    op = cast("Op", fields.one_of("op", OPS, required=True))
    entry = VagueShare(_word(fields), op, fields.number("value", required=True) or 0)
    fields.done()
    return entry


def _unit(fields: Fields, dimension: str = "") -> Unit:
    name = fields.text("unit", required=True)
    entry = Unit(name, dimension or fields.text("dimension", required=True), _list(fields, "words"),
                 fields.texts("symbols"))  # fmt: skip
    fields.done()
    return entry


def _measure(fields: Fields) -> Measure:
    entry = Measure(fields.text("dimension", required=True), _list(fields, "with"),
                    fields.text("counted", required=True))  # fmt: skip
    fields.done()
    return entry


def _predicate(fields: Fields) -> CountedPredicate | None:
    named = [(part, lemma) for part in PARTS if (lemma := fields.text(part))]
    slots = split_alternatives(fields.text("slot", required=True))
    counted = fields.text("counted", required=True)
    with_ = _list(fields, "with")
    weak, running = fields.flag("weak"), fields.flag("running")
    fields.done()
    if len(named) != 1:
        fields.problem("a predicate is one of verb, noun, adjective", " ".join(PARTS))
        return None
    return CountedPredicate(named[0][0], named[0][1].lower(), slots, counted, with_, weak, running, fields.where)


def _combined(fields: Fields) -> tuple[frozenset[str], str]:
    entry = frozenset(fields.texts("both")), fields.text("counted", required=True)
    fields.done()
    return entry


def _signal(fields: Fields) -> Signal:
    aggregation = cast("Aggregation", fields.one_of("aggregation", AGGREGATIONS, required=True))
    entry = Signal(_word(fields), aggregation, fields.one_of("link", LINKS), fields.flag("bare"))
    fields.done()
    return entry


def _revision(fields: Fields) -> Revision:
    order = fields.one_of("order", ("earlier", "later"), required=True)
    entry = Revision(_word(fields), order, fields.one_of("direction", DIRECTIONS), fields.flag("weak"))
    fields.done()
    return entry


def _change(fields: Fields) -> tuple[str, str | None]:
    entry = _word(fields), fields.one_of("direction", DIRECTIONS)
    fields.done()
    return entry
