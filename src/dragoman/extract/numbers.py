"""The grammar of number phrases: "at least 600", "some 2.8 million", "86-hundred", "between 40 and 50", "a third".

What a number counts is not decided here, nor whether it is a date or part of a name, unless its own shape says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from dragoman.codebook.quantities import Operator, Quantities
from dragoman.extract.number_words import DASHES, Core, Lexeme, NumberWords, lexemes, split
from dragoman.model.words import Op

_NO_FIGURE_BEFORE = frozenset("#/:.@_\\")
_BACK = 5
"""How many words between operator and number are looked through."""


@dataclass(frozen=True, slots=True)
class NumberPhrase:
    """A number with the words that bound it.

    ``start``/``end`` hold the operator and signs of increase too, ``core_start``/``core_end`` the number alone, all in
    code points of the text.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    op: Op
    low: float | None = None
    high: float | None = None
    point: float | None = None
    kind: str = "number"
    """number, vague, share, ordinal, times"""
    unit: str | None = None
    """percent or a currency code where the phrase itself says so"""
    words: tuple[str, ...] = ()
    """The operator's words."""
    digits: str = ""
    """The digits as written, where the number is one group of them."""

    @property
    def number(self) -> float | None:
        """The number that the words name, whatever the operator."""
        return next((one for one in (self.point, self.low, self.high) if one is not None), None)


def tidy(value: float) -> float:
    """A float as a whole number where it is one, without the dust of multiplication.

    >>> tidy(71.4 * 1e6), tidy(2.5)
    (71400000, 2.5)
    """
    value = round(value, 6)
    return int(value) if math.isfinite(value) and value == int(value) else value


class NumberGrammar:
    """Finds the number phrases of a text by the words of a codebook."""

    def __init__(self, words: Quantities) -> None:
        self.words = words
        self.bare = NumberWords(words)
        self.before = _by_edge(words.operators, "before")
        self.after = _by_edge(words.operators, "after")
        self.increase = frozenset(one.word for one in words.signals if one.aggregation == "increment")

    def phrases(self, text: str) -> list[NumberPhrase]:
        """Every number phrase, from left to right; they do not overlap."""
        pieces, found, at = lexemes(text), list[NumberPhrase](), 0
        while at < len(pieces):
            core = self.bare.core(pieces, at)
            if core is None:
                at += 1
                continue
            phrase, at = self._phrase(pieces, core)
            if phrase is not None:
                found.append(phrase)
        return found

    def _phrase(self, pieces: list[Lexeme], core: Core) -> tuple[NumberPhrase | None, int]:
        """The whole phrase around a core, and the lexeme after it; no phrase where the shape says that it is a name,
        a time or the like.
        """
        start, op, words = self._operator(pieces, core.start)
        low = high = point = None
        stop = core.stop
        if core.value is not None and core.kind in ("number", "share") and (end := self._range(pieces, core, words)):
            other, begin, joined = end
            lower = core.value * (other.scale / core.scale if core.scale == 1 and core.value < 1000 else 1)
            lower = lower if other.value is not None and lower < other.value else core.value
            if other.value is not None and lower < other.value:
                start, stop, op, words = begin, other.stop, "range", joined
                low, high = lower, other.value
                core = replace(core, unit=core.unit or other.unit, kind=other.kind)
        if not self._is_free(pieces, core, stop, op == "range"):
            return None, max(stop, core.start + 1)
        if core.value is None and core.scale == 1:
            start, op, words = core.start, None, ()  # "over several cases" bounds nothing
        if op != "range":
            if after := self._operator_after(pieces, stop):
                stop, op = after
            op = op or core.op or ("several" if core.value is None else "=")
            value = core.scale if core.value is None and op != "several" and core.scale > 1 else core.value
            if value is None:
                op = "several"
            low = value if op in (">", ">=") else None
            high = value if op in ("<", "<=") else None
            point = value if op in ("=", "~") else None
        edge = pieces[core.start]
        low, high, point = (None if one is None else tidy(one) for one in (low, high, point))
        phrase = NumberPhrase(
            start=pieces[start].start,
            end=pieces[stop - 1].end,
            core_start=edge.start,
            core_end=pieces[stop - 1].end,
            op=op,
            low=low,
            high=high,
            point=point,
            kind=core.kind,
            unit=core.unit,
            words=words,
            digits=edge.text if edge.kind == "number" and core.stop == core.start + 1 else "",
        )
        return phrase, stop

    def _is_free(self, pieces: list[Lexeme], core: Core, stop: int, is_range: bool) -> bool:
        """Whether the shape leaves a figure: not F-16, M23, 5G, 11:15, 1/2, 2024-05-01, ten-day, version 1.2.3."""
        first, last = pieces[core.start], pieces[stop - 1]
        before = pieces[core.start - 1] if core.start else None
        after = pieces[stop] if stop < len(pieces) else None
        if before and before.end == first.start and first.kind in ("number", "word"):
            if before.kind in ("word", "number") or before.text in _NO_FIGURE_BEFORE:
                return False
            if (
                before.text in DASHES
                and before.text not in "—–"
                and core.start > 1
                and pieces[core.start - 2].end == before.start
            ):
                return False
        if after is None or after.start != last.end or (core.unit == "percent" and core.kind == "share"):
            return True
        if after.kind == "word":
            return after.low in self.words.ordinal_endings or first.kind != "number"
        beyond = pieces[stop + 1] if stop + 1 < len(pieces) else None
        if beyond is None or beyond.start != after.end:
            return True
        if after.text in DASHES and after.text != "—":
            if beyond.kind == "word" and core.kind != "ordinal":
                return beyond.low in self.words.compounds
            return after.text in "–—" or is_range
        return not (after.text in ":/.@_" and beyond.kind == "number")

    def _operator(self, pieces: list[Lexeme], at: int) -> tuple[int, Op | None, tuple[str, ...]]:
        """The first lexeme of the phrase, the operator and its words; signs of increase belong to the phrase too."""
        start = step = at
        while step > 0 and at - step < _BACK:
            for entry in self.before.get(pieces[step - 1].low, ()):
                parts = split(entry.word)
                begin = step - len(parts)
                if begin >= 0 and [piece.low for piece in pieces[begin:step]] == parts:
                    return begin, entry.op, tuple(parts)
            if pieces[step - 1].low not in self.words.fillers:
                break
            step -= 1
            if pieces[step].low in self.increase:
                start = step
                if step > 0 and pieces[step - 1].low in ("a", "an"):
                    start = step - 1
        return start, None, ()

    def _operator_after(self, pieces: list[Lexeme], at: int) -> tuple[int, Op] | None:
        step = self.bare.after_dash(pieces, at)
        for begin in (at, step):
            for entry in self.after.get(pieces[begin].low, ()) if begin < len(pieces) else ():
                parts = split(entry.word)
                if [piece.low for piece in pieces[begin : begin + len(parts)]] == parts:
                    return begin + len(parts), entry.op
        return None

    def _range(
        self, pieces: list[Lexeme], core: Core, operator: tuple[str, ...]
    ) -> tuple[Core, int, tuple[str, ...]] | None:
        """The upper end of a range that begins with a core, the first lexeme, and the words that make it one."""
        if core.stop >= len(pieces):
            return None
        joint, words = pieces[core.stop], self.words
        before = pieces[core.start - 1].low if core.start else ""
        start = core.start
        if before == words.between[:1][0] if words.between else False:
            if joint.low not in words.between[1:]:
                return None
            start -= 1
        elif joint.text in DASHES and joint.text != "—":
            tight = pieces[core.stop - 1].end == joint.start
            if not tight or core.stop + 1 >= len(pieces) or pieces[core.stop + 1].start != joint.end:
                return None
        elif joint.low not in words.joined or before in (words.change_from, words.result_by):
            return None
        if core.stop + 1 >= len(pieces):
            return None
        other = self.bare.money(pieces, core.stop + 1) or self.bare.plain(pieces, core.stop + 1)
        if other is None or other.value is None or core.value is None or other.kind not in ("number", "share"):
            return None
        if core.kind == "share" and other.kind != "share":
            return None
        return other, start if not operator else min(start, core.start), tuple(words.between[:1]) or operator


def _by_edge(operators: tuple[Operator, ...], side: str) -> Mapping[str, list[Operator]]:
    """Operators by the word next to the number, the longest first."""
    found: dict[str, list[Operator]] = {}
    for entry in sorted(operators, key=lambda entry: -len(split(entry.word))):
        if entry.side == side:
            parts = split(entry.word)
            found.setdefault(parts[-1 if side == "before" else 0], []).append(entry)
    return found


@lru_cache(maxsize=8)
def grammar(words: Quantities) -> NumberGrammar:
    """Return the grammar of a codebook's words, made once for each."""
    return NumberGrammar(words)


def numbers(text: str, words: Quantities) -> Iterator[NumberPhrase]:
    """The number phrases of a text, from left to right."""
    yield from grammar(words).phrases(text)
