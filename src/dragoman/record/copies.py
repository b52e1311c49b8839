"""Which reports are copies: a few hashes of each to find candidates by, and the exact measure for a pair.

A wire text is printed under another headline, cut from the end, or with a sentence left out; runs of the same words stay. So texts are compared as
sets of five-word shingles (Broder 1997), and each report stores those of their hashes that are the smallest within some run of sixteen (winnowing;
Schleimer, Wilkerson and Aiken 2003). Two texts with twenty words in a row in common have a stored hash in common, however long either is; in a
sketch of the k smallest hashes a short text within a long one would be lost.

Finding candidates depends on the pair alone, never on what else is held: a report is a candidate for another when they share `needed` of their stored
hashes. So a masthead that a thousand pages of one site begin with makes no candidates as long as it is a small part of each of them, the copies of
a text that a hundred outlets print all find each other, and the order of loading does not matter. A limit on how many reports a hash may have would
break the last two.

Pages that fill in a form are alike, and are no copies: the same notice of another year, the same update with a new toll. They differ in that
another number or name stands in the same place (`_refilled`), while who edits a copy drops, adds or rewords.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from hashlib import blake2b
from itertools import combinations, islice, pairwise, zip_longest
from math import ceil
from struct import unpack
from typing import Literal, Self

from .wording import Agencies, key_of, wording

SHINGLE = 5
"""Words in a shingle."""
WINDOW = 16
"""Shingles of which the smallest hash is stored."""
COPY = 0.8
"""From this Jaccard index on, two texts are copies."""
PART = 0.85
"""From this share of the shorter text's body within the longer text on, they are copies too."""
REWRITE = 0.3
"""From this Jaccard index on, two texts that are no copies are rewrites."""
SHORTEST_PART = 50
"""Words that the body of the shorter text must have for its share within the longer to count."""
LEAD = 100
"""Words at the beginning of the longer text that must share a good part with the shorter: who cuts a report cuts it from the end, and what a digest
has further down is another report."""
LONGEST_HEADLINE = 25
"""Words of a first line that may be a headline; what is said of the body is said of all lines after it."""
SHARE = 0.25
"""Share of the stored hashes of the smaller set that two candidates have in common."""
_SYLLABIC = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Thai, Lao, Burmese, Khmer, Kana and Han put no blanks between words, so each of their signs counts as a word."""
_WORD = re.compile(rf"[{_SYLLABIC}]|(?:\d[.,:](?=\d)|[^\W{_SYLLABIC}])+")
_LONGEST_SLOT = 6
_LONGEST_GAP = 30
_LEAST_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the exact measure says of two texts; the order of the two does not matter."""

    kind: Literal["copy", "rewrite"] | None
    """A copy is one work with the other; a rewrite is a guess that joins nothing."""
    jaccard: float
    """Shingles that both have as a share of those that either has."""
    containment: float
    """Shingles of the body of the text that has the shorter one that the other has too, as a share of that body."""
    why: str


@dataclass(frozen=True)
class Fingerprint:
    """A text as it is compared; making one costs about a millisecond for 400 words, comparing two much less.

    >>> one = Fingerprint.of("The ministers of Oru and Kalt met at the border on Monday.", Agencies())
    >>> one.words, len(one.shingles), len(one.sketch)
    (12, 8, 1)
    """

    key: str
    """As `dragoman.record.wording.text_key` gives it."""
    text: str
    """The wording."""
    hashes: tuple[int, ...]
    """One hash for each shingle, in the order of the text: 0 to 2^63 - 1."""
    words: int
    headline: int = 0
    """Words of the first line, where it may be a headline and others follow."""

    @classmethod
    def of(cls, text: str, agencies: Agencies) -> Self:
        """The fingerprint of a report's text, headline included."""
        kept = wording(text, agencies)
        words = _WORD.findall(kept.casefold())
        first, _, rest = kept.partition("\n")
        headline = len(_WORD.findall(first.casefold())) if rest else 0
        return cls(
            key_of(kept),
            kept,
            _hashes(words),
            len(words),
            headline if headline <= min(LONGEST_HEADLINE, len(words) - SHINGLE) else 0,
        )

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The hashes as a set."""
        return frozenset(self.hashes)

    @cached_property
    def body(self) -> frozenset[int]:
        """The hashes of the shingles that begin after the headline."""
        return frozenset(self.hashes[self.headline :])

    @cached_property
    def sketch(self) -> tuple[int, ...]:
        """The hashes to store, sorted: about one for eight words, at least one unless the text has no word."""
        return _winnowed(self.hashes, WINDOW)


def needed(left: int, right: int) -> int:
    """How many stored hashes two reports must have in common to be compared, for the sizes of their sketches.

    >>> needed(50, 12), needed(50, 3)
    (3, 1)
    """
    return max(1, ceil(min(left, right) * SHARE))


def candidates(prints: Mapping[str, Fingerprint]) -> tuple[tuple[str, str], ...]:
    """The pairs of ids that are worth comparing, sorted: those that share `needed` of their stored hashes, as a store finds them in its table."""
    holders: dict[int, list[str]] = defaultdict(list)
    for id_, one in sorted(prints.items()):
        for value in one.sketch:
            holders[value].append(id_)
    shared = Counter(pair for ids in holders.values() for pair in combinations(ids, 2))
    sizes = {id_: len(one.sketch) for id_, one in prints.items()}
    return tuple(sorted(pair for pair, count in shared.items() if count >= needed(sizes[pair[0]], sizes[pair[1]])))


def likeness(left: Fingerprint, right: Fingerprint) -> Likeness:
    """What two texts are to each other, by the shingles that both have. A text without a word is like nothing.

    >>> wire = "Twenty trucks with flour crossed the bridge at Kalt on Monday, the first since the war began in spring, an official said."
    >>> def text(words): return Fingerprint.of(words, Agencies())
    >>> likeness(text(wire), text("KALT - " + wire)).why
    'same wording'
    >>> likeness(text(wire), text("Talks on the border were put off.")).kind is None
    True
    """
    if not left.hashes or not right.hashes:
        return Likeness(None, 0.0, 0.0, "no words")
    if left.key == right.key:
        return Likeness("copy", 1.0, 1.0, "same wording")
    left, right = sorted((left, right), key=lambda one: (len(one.body), one.key, one.text))
    both = len(left.shingles & right.shingles)
    jaccard = both / (len(left.shingles) + len(right.shingles) - both)
    containment = len(left.body & right.shingles) / len(left.body)
    if jaccard >= COPY:
        why = f"{jaccard:.2f} of all five-word runs stand in both"
    elif containment >= PART and left.words - left.headline >= SHORTEST_PART and _begins(left, right):
        why = f"{containment:.2f} of the shorter body stands in the longer"
    elif jaccard >= REWRITE:
        return Likeness("rewrite", jaccard, containment, f"{jaccard:.2f} of all five-word runs stand in both")
    else:
        return Likeness(None, jaccard, containment, "too little in common")
    refilled = _refilled(left, right)
    return Likeness("rewrite" if refilled else "copy", jaccard, containment, refilled or why)


def _begins(short: Fingerprint, long: Fingerprint) -> bool:
    """Whether the beginning of a text shares a good part with a shorter one."""
    return len(short.body.intersection(long.hashes[:LEAD])) >= LEAD // 10


def _hashes(words: Sequence[str]) -> tuple[int, ...]:
    if not words:
        return ()
    runs = [" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 1))]
    digests = b"".join(blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest() for run in runs)
    return tuple(value >> 1 for value in unpack(f">{len(runs)}Q", digests))


def _winnowed(hashes: Sequence[int], window: int) -> tuple[int, ...]:
    """The smallest hash of every window, sorted; of all where there are fewer."""
    kept: set[int] = set()
    queue: deque[int] = deque()
    for at, value in enumerate(hashes):
        while queue and hashes[queue[-1]] >= value:
            queue.pop()
        queue.append(at)
        if queue[0] <= at - window:
            queue.popleft()
        if at + 1 >= min(window, len(hashes)):
            kept.add(hashes[queue[0]])
    return tuple(sorted(kept))


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of a wording as they are compared, as they are written, and the line that each stands in."""

    folded: tuple[str, ...]
    written: tuple[str, ...]
    lines: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """The words of a text; one whose small form is another number of words is left in small letters."""
        rows = text.split("\n")
        folded = [_WORD.findall(row.casefold()) for row in rows]
        written = [_WORD.findall(row) for row in rows]
        pairs = [(small if len(small) != len(wrote) else wrote) for small, wrote in zip(folded, written, strict=True)]
        return cls(
            tuple(word for row in folded for word in row),
            tuple(word for row in pairs for word in row),
            tuple(number for number, row in enumerate(folded) for _ in row),
        )


def _refilled(left: Fingerprint, right: Fingerprint) -> str | None:
    """Why two texts of much the same wording are a form filled in twice; None where they are not.

    One other number in the same place is enough. Other names must stand in two places and not in headlines, since editors change the form of a name.
    """
    a, b = _Tokens.of(left.text), _Tokens.of(right.text)
    cased = sum(word.islower() for word in a.written) * 4 > len(a.written)
    small = {word for tokens in (a, b) for word in tokens.written if word.islower()}
    names = []
    for start, end, other, other_end in _slots(left.hashes, right.hashes, a, b):
        one, two = a.written[start:end], b.written[other:other_end]
        both = " and ".join(sorted((repr(" ".join(one)), repr(" ".join(two)))))
        if _other_number(one, two):
            return f"another number in the same place: {both}"
        if cased and a.lines[start] and b.lines[other] and _other_name(one, two, small):
            names.append(both)
    return f"other names in the same places: {min(names)}" if len(names) > 1 else None


def _slots(left: Sequence[int], right: Sequence[int], a: _Tokens, b: _Tokens) -> Iterator[tuple[int, int, int, int]]:
    """Start and end in either text of the few words that stand in place of each other, with the same words around them in their lines."""
    anchors = [(-SHINGLE, -SHINGLE), *_anchors(left, right), (len(a.folded), len(b.folded))]
    for (anchor_i, anchor_j), (next_i, next_j) in pairwise(anchors):
        i, j = anchor_i + SHINGLE, anchor_j + SHINGLE
        for first, stop, other, other_stop in _gaps(i, next_i, j, next_j):
            matcher = SequenceMatcher(None, a.folded[first:stop], b.folded[other:other_stop], autojunk=False)
            for what, *(start, end, start_b, end_b) in matcher.get_opcodes():
                slot = (first + start, first + end, other + start_b, other + end_b)
                if what == "replace" and max(end - start, end_b - start_b) <= _LONGEST_SLOT and _framed(a, b, *slot):
                    yield slot


def _gaps(i: int, next_i: int, j: int, next_j: int) -> Iterator[tuple[int, int, int, int]]:
    """What lies between two anchors; of a long stretch, what is next to either."""
    if next_i <= i or next_j <= j:
        return
    longest = max(next_i - i, next_j - j)
    if longest <= _LONGEST_GAP:
        yield i, next_i, j, next_j
        return
    yield i, min(next_i, i + _LONGEST_GAP), j, min(next_j, j + _LONGEST_GAP)
    yield max(i, next_i - _LONGEST_GAP), next_i, max(j, next_j - _LONGEST_GAP), next_j


def _anchors(left: Sequence[int], right: Sequence[int]) -> list[tuple[int, int]]:
    """Positions of shingles that stand once in either text, in the longest series that runs forward in both."""
    counts = Counter(right)
    place = {value: at for at, value in enumerate(right) if counts[value] == 1}
    counts = Counter(left)
    pairs = [(at, place[value]) for at, value in enumerate(left) if counts[value] == 1 and value in place]
    ends: list[int] = []  # the smallest last position of a series of each length, and the pair that it belongs to
    last: list[int] = []
    before: list[int | None] = []
    for number, (_, at) in enumerate(pairs):
        length = bisect_left(ends, at)
        before.append(last[length - 1] if length else None)
        if length == len(ends):
            ends.append(at)
            last.append(number)
        else:
            ends[length], last[length] = at, number
    series = []
    step = last[-1] if last else None
    while step is not None:
        series.append(pairs[step])
        step = before[step]
    return series[::-1]


def _framed(a: _Tokens, b: _Tokens, start: int, end: int, other: int, other_end: int) -> bool:
    """Whether the words next to a slot, in its line, are the same in both texts: on either side one or none at all, together three at least."""
    line, line_b = a.lines[start], b.lines[other]
    if line != a.lines[end - 1] or line_b != b.lines[other_end - 1]:
        return False
    around = 0
    before = zip_longest(range(start - 1, -1, -1), range(other - 1, -1, -1))
    after = zip_longest(range(end, len(a.folded)), range(other_end, len(b.folded)))
    for places in (before, after):
        for number, (x, y) in enumerate(islice(places, _LEAST_CONTEXT)):
            word = a.folded[x] if x is not None and a.lines[x] == line else None
            word_b = b.folded[y] if y is not None and b.lines[y] == line_b else None
            if word != word_b and number == 0:
                return False
            if word is None or word != word_b:
                break
            around += 1
    return around >= _LEAST_CONTEXT


def _other_number(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether both have digits, and not the same."""
    left, right = (
        {re.sub(r"[.,:]", "", word) for word in words if any(map(str.isdigit, word))} for words in (one, two)
    )
    return bool(left and right) and not left <= right and not right <= left


def _other_name(one: Sequence[str], two: Sequence[str], small: Collection[str]) -> bool:
    """Whether both have names and none in common, and neither is the initials of the other."""
    left, right = (
        [word for word in words if word[0].isupper() and word.casefold() not in small] for words in (one, two)
    )
    if not left or not right or any(map(str.isdigit, "".join((*one, *two)))):
        return False
    initials = {"".join(word[0] for word in names) for names in (left, right)}
    return not set(left) & set(right) and not initials & {*left, *right}
