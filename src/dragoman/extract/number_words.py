"""Bare numbers in a text: digits, number words, scales, money, shares, ordinals and vague amounts.

It works on characters, not on a tokenizer's tokens, because tokenizers keep such as ``1,000–1,500`` whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragoman.codebook.quantities import Quantities, Vague
from dragoman.model.words import Op

_LEXEME = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<mark>\S)"
)
DASHES = frozenset("-–—‐‑−")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of text: a number in digits, a word, or a single mark."""

    start: int
    end: int
    text: str
    kind: str

    @property
    def low(self) -> str:
        """The text in small letters."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Core:
    """A bare number: lexemes ``start`` to ``stop``, its value; no value for a vague one."""

    start: int
    stop: int
    value: float | None
    kind: str = "number"
    unit: str | None = None
    scale: float = 1
    """The scale word that it ends in; for a vague one what it counts in."""
    op: Op | None = None


def lexemes(text: str) -> list[Lexeme]:
    """The pieces of a text."""
    return [Lexeme(m.start(), m.end(), m.group(), str(m.lastgroup)) for m in _LEXEME.finditer(text)]


def split(phrase: str) -> list[str]:
    """A phrase as the lexemes that it makes, in small letters."""
    return [piece.low for piece in lexemes(phrase)]


class NumberWords:
    """Finds the bare number that begins at a lexeme, by the words of a codebook."""

    def __init__(self, words: Quantities) -> None:
        self.words = words
        self.symbols = {symbol.lower(): unit.unit for unit in words.money for symbol in unit.symbols}
        self.currencies = {word: unit.unit for unit in words.money for word in unit.words}
        self.vague = {entry.word: entry for entry in words.vague}
        self.sizes = {**words.scales, **words.groups}
        self.vague_shares = [(split(entry.word), entry) for entry in words.vague_shares]
        self.out_of = [split(phrase) for phrase in words.out_of]
        begins = [*(entry.word for entry in words.vague_shares), *self.vague]
        self.starters = {split(word)[0] for word in begins} | {lexemes(one)[0].low for one in self.symbols}
        self.starters |= {split(phrase)[0] for phrase in words.nothing} | {words.half, "a", "an"}
        self.starters |= {*words.numbers, *words.ordinals, *words.scales, *words.groups}
        self.percent = sorted((tuple(split(one)) for one in words.percent), key=len, reverse=True)

    def core(self, pieces: list[Lexeme], at: int) -> Core | None:
        """The number that begins at a lexeme, with currency and per cent."""
        if pieces[at].kind != "number" and pieces[at].low not in self.starters:
            return None
        return (
            self.money(pieces, at)
            or self._ordinal(pieces, at)
            or self._share(pieces, at)
            or self._vague(pieces, at)
            or self.plain(pieces, at)
        )

    def money(self, pieces: list[Lexeme], at: int) -> Core | None:
        """An amount with the sign of its currency."""
        for length in (3, 2, 1):
            symbol = "".join(piece.low for piece in pieces[at : at + length])
            glued = all(a.end == b.start for a, b in zip(pieces[at:], pieces[at + 1 : at + length], strict=False))
            if symbol in self.symbols and glued and at + length < len(pieces):
                number = self._number(pieces, at + length)
                if number and pieces[at + length].kind == "number":
                    return replace(number, start=at, unit=self.symbols[symbol])
        return None

    def plain(self, pieces: list[Lexeme], at: int) -> Core | None:
        """A number, with per cent or the name of a currency after it."""
        number = self._number(pieces, at)
        if number is None:
            return None
        if stop := self._percent(pieces, number.stop):
            return replace(number, stop=stop, kind="share", unit="percent")
        word = pieces[number.stop].low.rstrip("s") if number.stop < len(pieces) else ""
        code = word in self.currencies and (len(word) > 3 or pieces[number.stop].text.isupper() or word == "won")
        if code:
            return replace(number, unit=self.currencies[word])
        return number

    def _percent(self, pieces: list[Lexeme], at: int) -> int | None:
        """The lexeme after "per cent", if that stands here."""
        for start in (at, at + 1):
            if start > at and not (start < len(pieces) and pieces[at].text in DASHES):
                break
            for words in self.percent:
                if tuple(piece.low for piece in pieces[start : start + len(words)]) == words:
                    return start + len(words)
        return None

    def _number(self, pieces: list[Lexeme], at: int) -> Core | None:
        """Digits or number words, with scales: 1.2m, 13-thousand, two hundred and fifty, half a dozen, a million."""
        first = pieces[at]
        if first.kind == "number":
            return self._digits(pieces, at)
        if first.kind != "word":
            return None
        if first.low == self.words.half:
            return self._half(pieces, at)
        start = at
        if first.low in ("a", "an") and at + 1 < len(pieces):
            following = pieces[at + 1].low
            if following in self.words.scales or (following in self.words.groups and self.words.groups[following] > 9):
                at += 1
            else:
                return None
        return self._worded(pieces, start, at)

    def _half(self, pieces: list[Lexeme], at: int) -> Core | None:
        words = [piece.low for piece in pieces[at + 1 : at + 3]]
        sizes = {**self.words.scales, **self.words.groups}
        if len(words) == 2 and words[0] in ("a", "an") and words[1] in sizes:
            return Core(at, at + 3, sizes[words[1]] / 2, scale=sizes[words[1]])
        return None

    def _digits(self, pieces: list[Lexeme], at: int) -> Core:
        value = float(pieces[at].text.replace(",", ""))
        stop, scale = at + 1, 1.0
        if stop < len(pieces) and pieces[stop].start == pieces[at].end and pieces[stop].low in self.words.suffixes:
            scale = self.words.suffixes[pieces[stop].low]
            return Core(at, stop + 1, value * scale, scale=scale)
        while (step := self.after_dash(pieces, stop)) < len(pieces) and (
            size := self.words.scales.get(pieces[step].low) or self.words.groups.get(pieces[step].low)
        ):
            if pieces[step].text.isupper() and len(pieces[step].text) < 3:
                break
            scale, stop = scale * size, step + 1
        return self._and_a_half(pieces, Core(at, stop, value * scale, scale=scale))

    def _worded(self, pieces: list[Lexeme], start: int, at: int) -> Core | None:
        """Number words by the usual sums; stops where the next word does not continue the number."""
        total = current = 0.0
        stop, scale, seen = at, 1.0, False
        step = at
        while step < len(pieces):
            word = pieces[step].low
            if word in self.words.numbers and _continues(current, self.words.numbers[word], seen):
                current += self.words.numbers[word]
            elif word in self.words.scales:
                size = self.words.scales[word]
                scale = size
                if size < 1000:
                    current = max(current, 1) * size
                else:
                    total, current = total + max(current, 1) * size, 0
            elif word in self.words.groups and (seen or start < at):
                current = max(current, 1) * self.words.groups[word]
                scale, stop, seen = self.words.groups[word], step + 1, True
                break
            else:
                break
            stop, seen = step + 1, True
            step = self.after_dash(pieces, stop)
            if scale > 1 and step == stop and step + 1 < len(pieces) and pieces[step].low == self._and:
                following = self.words.numbers.get(pieces[step + 1].low)
                step += following is not None and following < 100 and _continues(current, following, seen)
        if not seen:
            return None
        return self._and_a_half(pieces, Core(start, stop, total + current, scale=scale))

    def _and_a_half(self, pieces: list[Lexeme], core: Core) -> Core:
        """As in "one and a half million"."""
        words = [piece.low for piece in pieces[core.stop : core.stop + 4]]
        if words[:3] == [self._and, "a", self.words.half] and core.value is not None:
            size = self.words.scales.get(words[3], 1.0) if len(words) == 4 else 1.0
            stop = core.stop + (4 if size > 1 else 3)
            return replace(core, stop=stop, value=(core.value + 0.5) * size, scale=size)
        return core

    @property
    def _and(self) -> str:
        return self.words.between[1] if len(self.words.between) > 1 else "and"

    @staticmethod
    def after_dash(pieces: list[Lexeme], at: int) -> int:
        """The lexeme after a glued hyphen, else the same."""
        glued = 0 < at < len(pieces) - 1 and pieces[at].text in DASHES
        return (
            at + 1
            if glued and pieces[at - 1].end == pieces[at].start and pieces[at].end == pieces[at + 1].start
            else at
        )

    def _ordinal(self, pieces: list[Lexeme], at: int) -> Core | None:
        piece, following = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else None
        glued = following is not None and following.start == piece.end
        if piece.kind == "number" and following and glued and following.low in self.words.ordinal_endings:
            return Core(at, at + 2, float(piece.text.replace(",", "")), kind="ordinal")
        if piece.low in self.words.ordinals:
            return Core(at, at + 1, self.words.ordinals[piece.low], kind="ordinal")
        step = self.after_dash(pieces, at + 1)
        tens = self.words.numbers.get(piece.low, 0)
        if step > at + 1 and tens >= 20 and pieces[step].low in self.words.ordinals:
            return Core(at, step + 1, tens + self.words.ordinals[pieces[step].low], kind="ordinal")
        return None

    def _share(self, pieces: list[Lexeme], at: int) -> Core | None:
        """Fractions, "seven in ten", "most of", in percent."""
        words = self.words
        for parts, entry in self.vague_shares:
            size = len(parts)
            if [piece.low for piece in pieces[at : at + size]] == parts:
                return Core(at, at + size, entry.value, "share", "percent", op=entry.op)
        low = pieces[at].low
        if low == words.half and self._half(pieces, at) is None:
            return Core(at, at + 1, words.fractions[low], "share", "percent")
        count = 1.0 if low in ("a", "an") else words.numbers.get(low, 0)
        if not count and pieces[at].kind == "number" and pieces[at].text.isdigit():
            count = float(pieces[at].text)
        step = self.after_dash(pieces, at + 1)
        if not count or step >= len(pieces):
            return None
        fraction = words.fractions.get(pieces[step].low)
        if fraction and pieces[at].kind == "word" and count * fraction < 100:
            share = {33.33: 100 / 3, 16.67: 100 / 6}.get(fraction, fraction)
            return Core(at, step + 1, round(count * share, 2), "share", "percent")
        for parts in self.out_of:
            stop = at + 1 + len(parts)
            if [piece.low for piece in pieces[at + 1 : stop]] == parts and stop < len(pieces):
                whole = self._number(pieces, stop)
                if whole and whole.value in (3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 100, 1000) and count <= whole.value:
                    return Core(at, whole.stop, round(100 * count / whole.value, 2), "share", "percent")
        return None

    def _vague(self, pieces: list[Lexeme], at: int) -> Core | None:
        """As in "several hundred", "tens of thousands", "dozens"."""
        words = self.words
        entry: Vague | None = None
        size = 0
        for length in (2, 1):
            words_here = [piece.low for piece in pieces[at : at + length]]
            if len(words_here) == length and (entry := self.vague.get(" ".join(words_here))):
                size = length
                break
        if at and pieces[at - 1].low in words.vague_not_after:
            return None
        if entry is None:
            if (
                pieces[at].low in words.nothing
                or f"{pieces[at].low} {pieces[min(at + 1, len(pieces) - 1)].low}" in words.nothing
            ):
                return Core(at, at + (1 if pieces[at].low in words.nothing else 2), 0)
            return None
        stop = at + size
        following = [piece.low for piece in pieces[stop : stop + 2]]
        if following and following[0] in self.sizes and entry.scale == 1:
            size_of = self.sizes[following[0]]
            stop += 1
            if len(following) > 1 and following[1] in words.scales:
                size_of, stop = size_of * words.scales[following[1]], stop + 1
            return Core(at, stop, None, "vague", scale=size_of)
        if len(following) > 1 and following[0] == "of":
            later = self.vague.get(following[1])
            if later and later.scale > 1:
                return Core(at, stop + 2, None, "vague", scale=entry.scale * later.scale)
        return Core(at, stop, None, "vague", scale=entry.scale) if entry.bare else None


def _continues(current: float, value: float, seen: bool) -> bool:
    """Whether a number word goes on with the number before it ("twenty one", "hundred fifty", not "two three")."""
    if not seen or current == 0:
        return True
    return (current % 100 == 0 and value < 100) or (current % 10 == 0 and current % 100 >= 20 and 0 < value < 10)
