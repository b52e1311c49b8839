"""Lemmas: the model's script, kept only where it gives a word.

The lemma classifier sometimes cuts too much ("invaded" to "invad"). So a form that the table knows takes the table's lemma, and
a guess that is no known word gives way to the regular form of the same word class that is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from dragoman.language import scripts

_CLOSED = frozenset({"AUX", "PART", "PRON", "DET"})
"""Their forms are few, so that a whole word as script was learnt and not guessed: "'re" is "be"."""
_OPEN = frozenset({"VERB", "NOUN", "ADJ", "AUX"})
_VOWELS = frozenset("aeiou")


@dataclass(slots=True)
class Lemmas:
    """Forms and lemmas by part of speech, and the words of the vocabulary."""

    table: Mapping[tuple[str, str], str]
    words: Collection[str]
    known: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str, words: Collection[str]) -> Lemmas:
        """Read the lines *part of speech, form, lemma*, parted by tabs."""
        table = {}
        for line in text.splitlines():
            pos, form, lemma = line.split("\t")
            table[form, pos] = lemma
        return cls(table, words)

    def __post_init__(self) -> None:
        """Collect the lemmas of each part of speech."""
        for (_, pos), lemma in self.table.items():
            self.known.setdefault(pos, set()).add(lemma)

    def __call__(self, form: str, pos: str, script: str) -> str:
        """Return the lemma of a form that was tagged with a part of speech and a script.

        >>> lemmas = Lemmas({("invade", "VERB"): "invade"}, {"welcome", "hold"})
        >>> lemmas("invaded", "VERB", "c2+"), lemmas("welcomed", "VERB", "c2+"), lemmas("Kenyans", "PROPN", "wChristian")
        ('invade', 'welcome', 'Kenyans')
        """
        lower = form.lower()
        found = self.table.get((lower, pos))
        if found is not None:
            return found
        if pos in _CLOSED and script.startswith("w"):
            return script[1:]
        if pos == "PROPN":
            return form if script.startswith("w") else scripts.apply(script, form)
        guess = lower if script.startswith("w") else scripts.apply(script, form)
        if pos not in _OPEN or not lower.isalpha():
            return guess
        known = self.known.get(pos, set())
        candidates = [guess, *regular(lower, pos)]
        if guess in known and guess != lower:
            return guess
        for lexicon in (known, self.words):
            for candidate in candidates:
                if candidate in lexicon and (
                    candidate != lower or lower in known or not lower.endswith(("ed", "ing", "s"))
                ):
                    return candidate
        return guess


def regular(form: str, pos: str) -> Iterator[str]:
    """Return the words of which a form is a regular inflection, the likelier first.

    >>> list(regular("stopped", "VERB"))
    ['stop', 'stoppe', 'stopp']
    >>> list(regular("treaties", "NOUN"))
    ['treaty', 'treatie', 'treati']
    """
    if form.endswith("ies") and len(form) > 4:
        yield form[:-3] + "y"
    if form.endswith("ied") and pos in {"VERB", "ADJ"} and len(form) > 4:
        yield form[:-3] + "y"
    if pos in {"VERB", "AUX", "ADJ"}:
        for ending in ("ed", "ing"):
            if form.endswith(ending) and len(form) > len(ending) + 2:
                stem = form[: -len(ending)]
                if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                    yield stem[:-1]
                yield stem + "e"
                yield stem
                if ending == "ing" and stem.endswith("y"):
                    yield stem[:-1] + "ie"
    if form.endswith("ves") and pos == "NOUN":
        yield form[:-3] + "f"
        yield form[:-3] + "fe"
    if form.endswith("men") and pos == "NOUN":
        yield form[:-3] + "man"
    if form.endswith("s") and not form.endswith("ss"):
        yield form[:-1]
        if form.endswith("es"):
            yield form[:-2]
