"""What tells an act from others of its kind: the file ``marks/en.yml``.

Storms, flights, summits, treaties, weapons and ships that are named beside an act; money and amounts that measure it; its number in a series; and the
words that tell several acts at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .about import parse_about
from .examples import Example, parse_examples
from .problems import Problem
from .shape import Fields
from .yamltext import Node


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of thing with a name, and how its name is known."""

    kind: str
    after: frozenset[str] = frozenset()
    """Lemmas of nouns that stand before the name: "Hurricane Maya"."""
    before: frozenset[str] = frozenset()
    """Lemmas of nouns that stand behind the name: "the Maya ferry"."""
    listed: tuple[str, ...] = ()
    """Names that need no noun."""
    beside: tuple[str, ...] = ()
    """Names that need a noun of ``before``: "the NATO summit"."""
    at: tuple[str, ...] = ()
    """Names that a preposition makes an occasion too: "at the G20"."""
    shape: str = ""
    """A regular expression for the name; empty for any."""
    bare: bool = False
    """Whether a name of this shape needs no noun."""
    carriers: Mapping[str, str] = field(default_factory=dict)
    """Names of airlines to their codes."""
    proper: bool = False
    """Whether the noun must be part of a name itself: written with a capital."""
    topic: frozenset[str] = frozenset()
    """Prepositions between a noun of ``before`` and a name that follows it: "the Treaty on Open Skies"."""
    countries: bool = False
    """Whether the name may be that of a country or its people."""
    yearly: bool = False
    """Whether the name comes back, so that only the year makes it one."""
    examples: tuple[Example, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Measuring:
    """A kind of measured mark: by the unit of a figure, or by what it counts."""

    kind: str
    units: frozenset[str] = frozenset()
    """Units of ``quantities/en.yml``; ``money`` is any currency."""
    of: frozenset[str] = frozenset()
    """Lemmas of counted nouns."""


@dataclass(frozen=True, slots=True)
class Sets:
    """Words that tell several acts at once."""

    nouns: frozenset[str] = frozenset()
    """Act nouns that can be counted."""
    series: frozenset[str] = frozenset()
    """Nouns before "of": "a series of strikes"."""
    amounts: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    """Nouns of "five times"."""
    adverbs: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    """Verbs that only carry an act noun: "launched three raids"."""


@dataclass(frozen=True, slots=True)
class Marks:
    """All of ``marks/en.yml``."""

    names: tuple[Named, ...] = ()
    measures: tuple[Measuring, ...] = ()
    magnitude: frozenset[str] = frozenset()
    """Words beside the number of an earthquake's magnitude."""
    ordinal_nouns: frozenset[str] = frozenset()
    ordinal_unless: frozenset[str] = frozenset()
    """Words after the noun that narrow the counting, so that the number is no name."""
    sets: Sets = field(default_factory=Sets)

    @property
    def yearly(self) -> frozenset[str]:
        """Kinds whose names count with their year alone."""
        return frozenset(one.kind for one in self.names if one.yearly)

    @property
    def examples(self) -> Iterator[tuple[Named, Example]]:
        """The examples of all kinds."""
        return ((one, example) for one in self.names for example in one.examples)


def parse(node: Node, file: str, problems: list[Problem]) -> Marks:
    """Read the file. Mistakes go to ``problems``; the result holds what could be read.

    >>> from dragoman.codebook.yamltext import parse_text
    >>> found = parse(parse_text("names: [{kind: storm, after: [storm, Typhoon]}]"), "en.yml", [])
    >>> sorted(found.names[0].after)
    ['storm', 'typhoon']
    """
    fields = Fields(node, file, problems)
    parse_about(fields)
    ordinals = Fields(fields.raw("ordinals"), file, problems)
    marks = Marks(
        names=tuple(_named(Fields(item, file, problems)) for item in fields.items("names")),
        measures=tuple(_measuring(Fields(item, file, problems)) for item in fields.items("measures")),
        magnitude=_words(fields, "magnitude"),
        ordinal_nouns=_words(ordinals, "nouns"),
        ordinal_unless=_words(ordinals, "unless"),
        sets=_sets(Fields(fields.raw("sets"), file, problems)),
    )
    ordinals.done()
    fields.done()
    return marks


def _words(fields: Fields, key: str) -> frozenset[str]:
    return frozenset(word.lower() for word in fields.texts(key))


def _named(fields: Fields) -> Named:
    shape = fields.text("shape") or ""
    try:
        re.compile(shape)
    except re.error as error:
        fields.problem(f"shape: {shape!r} is no regular expression", str(error), line=fields.at("shape"))
        shape = ""
    named = Named(
        kind=fields.text("kind", required=True),
        after=_words(fields, "after"),
        before=_words(fields, "before"),
        listed=fields.texts("listed"),
        beside=fields.texts("beside"),
        at=fields.texts("at"),
        shape=shape,
        bare=fields.flag("bare"),
        carriers={name: " ".join(codes) for name, codes in fields.lists("carriers").items()},
        proper=fields.flag("proper"),
        topic=_words(fields, "topic"),
        countries=fields.flag("countries"),
        yearly=fields.flag("yearly"),
        examples=parse_examples(fields, expectations=("value",), needs="mark"),
        where=fields.where,
    )
    if not (named.after or named.before or named.listed or named.bare):
        fields.problem(f"{named.kind}: nothing says where its names stand", "after, before, listed or bare")
    if not any(not example.negative for example in named.examples):
        fields.problem(f"{named.kind} has no example", "mark the name and its noun: [mark Hurricane Maya]")
    fields.done()
    return named


def _measuring(fields: Fields) -> Measuring:
    measuring = Measuring(
        kind=fields.text("kind", required=True), units=frozenset(fields.texts("units")), of=_words(fields, "of")
    )
    fields.done()
    return measuring


def _sets(fields: Fields) -> Sets:
    sets = Sets(
        nouns=_words(fields, "nouns"),
        series=_words(fields, "series"),
        amounts=_words(fields, "amounts"),
        times=_words(fields, "times"),
        adverbs=_words(fields, "adverbs"),
        light=_words(fields, "light"),
    )
    fields.done()
    return sets
