"""Words of first, last and n-th times, and of what a count may come to: two sections of ``quantities/en.yml``."""

from __future__ import annotations

from dataclasses import dataclass

from .shape import Fields


@dataclass(frozen=True, slots=True)
class CountWords:
    """Words of first, last and n-th times."""

    first_phrases: tuple[str, ...] = ()
    first_words: frozenset[str] = frozenset()
    never_words: tuple[str, ...] = ()
    never_adverbs: frozenset[str] = frozenset()
    last_words: tuple[str, ...] = ()
    last_adverbs: tuple[str, ...] = ()
    time_nouns: frozenset[str] = frozenset()
    times_nouns: frozenset[str] = frozenset()
    since_words: frozenset[str] = frozenset()
    narrowing: frozenset[str] = frozenset()
    not_events: frozenset[str] = frozenset()
    not_next: frozenset[str] = frozenset()
    superlatives: frozenset[str] = frozenset()
    superlative_scope: frozenset[str] = frozenset()
    in_person: frozenset[str] = frozenset()
    """Words for a talk that say that it was held in person."""
    plain: frozenset[str] = frozenset()
    """Words before what is counted that leave its kind as it is, or say what its type and mode say anyway."""


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Words of what a count may come to."""

    growing: frozenset[str] = frozenset()
    """Verbs of the count itself: "reach"."""
    befalling: frozenset[str] = frozenset()
    """Verbs and adjectives of what happens to the counted: "die"."""
    modals: frozenset[str] = frozenset()
    will: frozenset[str] = frozenset()
    """Helpers that say so of a telling and of what befalls alone."""
    by: frozenset[str] = frozenset()
    """Words that take either as an infinitive: "is expected to"."""


def parse_forecasts(fields: Fields) -> Forecasts:
    """The section ``forecasts``."""
    entry = Forecasts(**{key: _words(fields, key) for key in ("growing", "befalling", "modals", "will", "by")})
    fields.done()
    return entry


def parse_counts(fields: Fields) -> CountWords:
    """The section ``counts``."""
    entry = CountWords(
        first_phrases=_list(fields, "first_phrases"),
        first_words=_words(fields, "first_words"),
        never_words=_list(fields, "never_words"),
        never_adverbs=_words(fields, "never_adverbs"),
        last_words=_list(fields, "last_words"),
        last_adverbs=_list(fields, "last_adverbs"),
        time_nouns=_words(fields, "time_nouns"),
        times_nouns=_words(fields, "times_nouns"),
        since_words=_words(fields, "since_words"),
        narrowing=_words(fields, "narrowing"),
        not_events=_words(fields, "not_events"),
        not_next=_words(fields, "not_next"),
        superlatives=_words(fields, "superlatives"),
        superlative_scope=_words(fields, "superlative_scope"),
        in_person=_words(fields, "in_person"),
        plain=_words(fields, "plain"),
    )
    fields.done()
    return entry


def _list(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in fields.texts(key))


def _words(fields: Fields, key: str) -> frozenset[str]:
    return frozenset(_list(fields, key))
