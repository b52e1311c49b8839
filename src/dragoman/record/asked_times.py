"""The words of time around what a sentence counts: bounds of a number, spans ("in five years"), and what comes after "since"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.codebook import Codebook
from dragoman.model import Event, Quantity, Reading
from dragoman.model.words import Op

_UNITS = ("decades", "years", "months", "weeks", "days")
_LEADING = re.compile(r"(?i)\b(?:in|for)\s+(?:[\w-]+\s+){0,3}$")
_ONE = r"(?i)\b(?:in|for)\s+((?:[\w-]+\s+){{0,2}}?)(?:a|an|one)\s+({units})\b"
_YEAR = r"(?:1[4-9]|20)\d\d"


@dataclass(frozen=True, slots=True)
class Gap:
    """A span after "in" or "for": a number of units, with its bound."""

    unit: str
    number: int | float
    op: Op


def gap(reading: Reading, start: int, end: int, codebook: Codebook) -> Gap | None:
    """The span told in a stretch of text: "in more than five years", "in a decade"; None where there is none."""
    text = reading.report.text
    for figure in reading.quantities:
        words = figure.words
        if figure.unit in _UNITS and start <= words.start < end and _LEADING.search(text[start : words.start]):
            number = _number(figure)
            if number is not None:
                return Gap(figure.unit, number, figure.op)
    names = {word: unit.unit for unit in codebook.quantities.units if unit.unit in _UNITS for word in unit.words}
    found = re.search(_ONE.format(units="|".join(map(re.escape, names))), text[start:end])
    return Gap(names[found[2].lower()], 1, bound(found[1], codebook)) if found else None


def _number(figure: Quantity) -> int | float | None:
    return next((one for one in (figure.point, figure.low, figure.high) if one is not None), None)


def bound(words: str, codebook: Codebook) -> Op:
    """The bound that words before a number give it: ``>=`` for "at least".

    >>> bound("at least", Codebook.load()), bound("", Codebook.load())
    ('>=', '=')
    """
    plain = f" {words.lower()} "
    fitting = [one for one in codebook.quantities.operators if one.side == "before" and f" {one.word} " in plain]
    return max(fitting, key=lambda one: (len(one.word), one.word)).op if fitting else "="


def date_in(words: str, codebook: Codebook) -> str | None:
    """The first date written out in some words, as EDTF: a day, a month or a year.

    >>> date_in("was in January 2019.", Codebook.load())
    '2019-01'
    """
    months = {name.lower(): number for name, number in codebook.dates.months.items()}
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    month = rf"(?:(?P<d>\d{{1,2}})\s+)?(?P<m>{names})\.?(?:\s+(?P<e>\d{{1,2}}))?,?\s+"
    found = re.search(rf"(?i)\b(?:{month})?(?P<y>{_YEAR})\b", words)
    if found is None:
        return None
    if found["m"] is None:
        return found["y"]
    day = found["d"] or found["e"]
    return f"{found['y']}-{months[found['m'].lower()]:02}" + (f"-{int(day):02}" if day else "")


def since(words: str, event: Event, codebook: Codebook) -> tuple[str, str | None] | None:
    """What follows "since": the words, and the date that they give (EDTF) or None; None where nothing does."""
    names = "|".join(map(re.escape, sorted(codebook.quantities.counts.since_words)))
    found = re.search(rf"(?i)\b(?:{names})\b\s*(.*)", words, re.DOTALL)
    if found is None:
        return None
    when = event.when
    if when is not None and when.words is not None and re.match(rf"(?i)(?:{names})\b", when.words.words):
        return found[1], when.edtf.partition("/")[0]
    return found[1], date_in(found[1].split(",")[0], codebook)
