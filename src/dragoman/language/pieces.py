"""Words to numbers: WordPiece, a case class and four hashed features per word.

The encoder is uncased and strips accents, so what that throws away (capitals, digits, endings) is given back to it by a
case class on each piece and by hashed features on each word. WordPiece follows BERT (Devlin et al. 2019): clean, split at
white space and punctuation, then longest match first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

CASE_CLASSES = 9
FEATURE_SIZES = (512, 4096, 1024, 512)
MAX_PIECES = 8
_MAX_LETTERS = 100
_CACHE_LIMIT = 60_000


@dataclass(frozen=True, slots=True)
class Word:
    """What the network sees of one word: piece ids, case class, hashed features."""

    pieces: tuple[int, ...]
    case: int
    features: tuple[int, int, int, int]


def fnv1a(text: str) -> int:
    """Return the 32-bit FNV-1a hash of the UTF-8 bytes: the same in every process and on every machine.

    >>> fnv1a("a")
    3826002220
    """
    value = 2166136261
    for byte in text.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def case_class(word: str) -> int:
    """Return the case class of a word, 0 to 8.

    >>> [case_class(w) for w in ("peace", "Xi", "UN", "I", "eBay", "600", "F-16", ",", "北")]
    [0, 1, 2, 3, 4, 5, 6, 7, 8]
    """
    if any(c.isdigit() for c in word):
        return 5 if all(c.isdigit() or c in ".,:/-–" for c in word) else 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 7
    if word.islower():
        return 0
    if word.isupper():
        return 3 if len(letters) == 1 else 2
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return 1
    return 4 if any(c.isupper() or c.islower() for c in letters) else 8


def shape(word: str) -> str:
    """Return the word's shape, runs cut at three: ``Xxx``, ``XX``, ``d,ddd``.

    >>> shape("Pyongyang"), shape("1,000"), shape("F-16")
    ('Xxxx', 'd,ddd', 'X-dd')
    """
    out: list[str] = []
    for char in word[:24]:
        if char.isdigit():
            sign = "d"
        elif char.isalpha():
            sign = "X" if char.isupper() else "x"
        else:
            sign = char
        if len(out) >= 3 and out[-1] == out[-2] == out[-3] == sign:
            continue
        out.append(sign)
    return "".join(out)


def hashed_features(word: str) -> tuple[int, int, int, int]:
    """Return row numbers of shape, last three letters, first two letters, last letter with length."""
    lower = word.lower()
    keys = (shape(word), lower[-3:], lower[:2], f"{lower[-1:]}{min(len(word), 12)}")
    a, b, c, d = (fnv1a(key) % size for key, size in zip(keys, FEATURE_SIZES, strict=True))
    return a, b, c, d


def _is_punctuation(char: str) -> bool:
    code = ord(char)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(char).startswith("P")


def _is_ideograph(char: str) -> bool:
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )


def _split(word: str) -> list[str]:
    """BERT's basic tokenisation of one word: lower-cased, without accents, cut at punctuation and ideographs."""
    chunks: list[str] = []
    current: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or char == "\ufffd" or (category.startswith("C") and char not in "\t\n\r"):
            continue
        if char.isspace():
            if current:
                chunks.append("".join(current))
                current = []
        elif _is_punctuation(char) or _is_ideograph(char):
            if current:
                chunks.append("".join(current))
                current = []
            chunks.append(char)
        else:
            current.append(char)
    if current:
        chunks.append("".join(current))
    return chunks


@dataclass(slots=True)
class Pieces:
    """WordPiece over a vocabulary, with a bounded cache from word to numbers.

    >>> vocab = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "peace": 3, "##ful": 4}
    >>> Pieces(vocab)("Peaceful").pieces
    (3, 4)
    """

    vocab: Mapping[str, int]
    unknown: int = 0
    start: int = 0
    end: int = 0
    _cache: dict[str, Word] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up the special pieces; KeyError where the vocabulary lacks one."""
        self.unknown, self.start, self.end = (self.vocab[p] for p in ("[UNK]", "[CLS]", "[SEP]"))

    def __call__(self, word: str) -> Word:
        """Return the numbers of one word; never without a piece, never more than eight pieces."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            ids = [piece for chunk in _split(word[:400]) for piece in self._longest_match(chunk)]
            found = Word(tuple(ids[:MAX_PIECES]) or (self.unknown,), case_class(word), hashed_features(word))
            self._cache[word] = found
        return found

    def _longest_match(self, chunk: str) -> list[int]:
        if len(chunk) > _MAX_LETTERS:
            return [self.unknown]
        ids: list[int] = []
        begin = 0
        while begin < len(chunk):
            stop = len(chunk)
            prefix = "##" if begin else ""
            while (piece := self.vocab.get(prefix + chunk[begin:stop])) is None:
                stop -= 1
                if stop == begin:
                    return [self.unknown]
            ids.append(piece)
            begin = stop
        return ids
