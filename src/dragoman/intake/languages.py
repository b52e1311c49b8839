"""Which language a text is in, and whether it can be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol

from dragoman.errors import IntakeError

READABLE = ("en",)
"""The languages that can be read."""

_ENOUGH = 60
"""Letters that are enough to tell a language by."""
_SAMPLE = 4_000
_SURE = 0.9
"""On paragraphs of English news of forty letters and more, the identifier never gave another language more than 0.55."""
_ARTICLE = 0.02
"""Share of a text's words that are the English article, from which on no model is asked: it takes half a second to load."""


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def language_of(where: str, text: str, declared: str | None, *, note: Callable[[str], object]) -> str:
    """The language of a text: what its words look like where they are enough to tell, else what the file declares, else English.

    Raises `dragoman.errors.IntakeError` if it cannot be read.
    """
    seen = detect(text)
    language = seen or declared or READABLE[0]
    primary = language.replace("_", "-").split("-")[0].lower()
    if primary not in READABLE:
        raise IntakeError(
            where, f"is in {name_of(primary)}, and only English can be read", hint="--language en reads it all the same"
        )
    if declared and seen and declared.replace("_", "-").split("-")[0].lower() != seen:
        note(f"declares itself to be in {name_of(declared)}, but reads as {name_of(seen)}")
        return seen
    return declared or language


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; null where it is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    if sum(character.isalpha() for character in sample) < _ENOUGH:
        return None
    words = sample.lower().split()
    if words.count("the") > max(2, _ARTICLE * len(words)):
        return "en"
    code, probability = _identifier().classify(sample)
    return code if probability >= _SURE else None


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return made


def name_of(code: str) -> str:
    """The English name of a language; the code itself where it has none.

    >>> name_of("fr"), name_of("xx-what")
    ('French', 'xx-what')
    """
    from babel import Locale, UnknownLocaleError

    try:
        name: str | None = Locale.parse(code.replace("-", "_")).get_language_name("en")
    except (UnknownLocaleError, ValueError):
        return code
    return name or code
