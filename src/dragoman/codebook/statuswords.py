"""Words that say where an act stands: the file ``status_words/en.yml``.

Modals, governing verbs and nouns ("plans to", "the attempt to"), adjectives ("the planned visit"), negations, conditionals; and
words that say that an act is taken up again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .about import parse_about
from .events import STATUSES
from .problems import Problem
from .shape import Fields
from .yamltext import Node

SAME = "same"
"""A word that leaves the act as it is: "managed to"."""
RESUMPTION = ("verbs", "nouns", "adjectives", "adverbs", "phrases")
"""Places where words of taking up again stand."""


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Lemmas to statuses, by the place where the word stands."""

    modals: Mapping[str, str] = field(default_factory=dict)
    reported: Mapping[str, str] = field(default_factory=dict)
    """What a modal means in reported speech: "said that it would"."""
    clause: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(part of speech, lemma) to the status of a clause that the word takes."""
    act: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(part of speech, lemma) to the status of an act noun that the word governs or modifies."""
    negations: frozenset[str] = frozenset()
    conditionals: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()
    """Words after a negation that take it back: "not just"."""
    resumption: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Words of taking up again, by the place where they stand: verbs, nouns, adjectives, adverbs, phrases."""


def parse(node: Node, file: str, problems: list[Problem]) -> StatusWords:
    """Read the file. Mistakes go to ``problems``; the result holds what could be read."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    modals: dict[str, str] = {}
    reported: dict[str, str] = {}
    for item in fields.items("modals"):
        entry = Fields(item, file, problems)
        word = entry.text("word", required=True)
        modals[word] = entry.one_of("status", STATUSES, required=True)
        later = entry.one_of("reported", STATUSES)
        if later:
            reported[word] = later
        entry.done()
    clause: dict[tuple[str, str], str] = {}
    act: dict[tuple[str, str], str] = {}
    for section in ("verbs", "nouns", "adjectives"):
        for item in fields.items(section):
            entry = Fields(item, file, problems)
            words = entry.texts("words")
            status = entry.one_of("status", (*STATUSES, SAME), required=True)
            where = entry.one_of("of", ("clause", "act", "both")) or "both"
            entry.done()
            for word in words:
                for table, names in ((clause, ("clause", "both")), (act, ("act", "both"))):
                    if where in names:
                        table.setdefault((section[:-1], word.lower()), status)
    again = Fields(fields.raw("resumption"), file, problems)
    resumption = {place: frozenset(word.lower() for word in again.texts(place)) for place in RESUMPTION}
    again.done()
    found = StatusWords(
        modals,
        reported,
        clause,
        act,
        frozenset(fields.texts("negations")),
        frozenset(fields.texts("conditionals")),
        frozenset(fields.texts("focus")),
        resumption,
    )
    fields.done()
    return found
