"""The wording of a report: its text without what an outlet changes when it prints somebody else's.

Quotation marks, dashes and white space differ from site to site, and a wire text gains or loses its dateline and the credit of its agency. What is
left is the wording; two reports with one wording are copies. Which words are the name of an agency is knowledge of the codebook.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from dragoman.codebook.tables import NameRow, OutletRow

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphen, zero-width space, word joiner, byte-order mark."""
_FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′`´‹›", "'")
    | dict.fromkeys("‐‑‒–−", "-")
    | dict.fromkeys("—―", " - ")
)
_DOUBLE_DASH = re.compile(r"-{2,}")
_WORD = re.compile(r"[^\W_]+(?:['.&/-][^\W_]+)*")
_BRACKETS = re.compile(r"\(([^()]{2,60})\)")
_PIECES = re.compile(r"\s*[/,;|]\s*|\s+-\s+")
_PLACE = re.compile(r"(.{2,70}?)\s+-\s+|([^:]{2,40}):\s+")
_CREDIT = re.compile(r"\W*(?:by|from|sources?|via|credit|copyright|©|\(c\))\b[\s:]*|\W*©\s*", re.IGNORECASE)
_RIGHTS = re.compile(r"\W*(?:copyright\b|©|\(c\))", re.IGNORECASE)
_DESK = re.compile(r"\W*(?:additional |with )?(?:reporting|writing|editing) by\b.{2,300}", re.IGNORECASE)
_SIGNED = re.compile(
    r"""(?<=[.!?"')])[\s/(\[-]+(?:by |source: ?|via )?([^.!?()\[\]]{2,60}?)[)\]/]*\.?$""", re.IGNORECASE
)
_LONGEST_CREDIT = 14
"""In words; a longer line that begins like a credit is a sentence."""
_LONGEST_LINE = 80
"""In characters, for a line that is the names of agencies alone."""
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Agencies:
    """The names by which texts credit news agencies.

    Raises nothing; without a row no credit is known, and datelines are found by their form alone.
    """

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Name as written in credits to the ids of the outlets that it may mean."""

    @classmethod
    def of(cls, outlets: Iterable[OutletRow], names: Iterable[NameRow] = ()) -> Self:
        """The names of all outlets whose kind is ``agency``, with the other names that the table of names gives them."""
        agencies = {row.id: row.name for row in outlets if row.kind == "agency"}
        told = [*((name, id_) for id_, name in agencies.items())]
        told += [(row.name, row.entity) for row in names if row.entity in agencies]
        ids: dict[str, set[str]] = {}
        for name, id_ in told:
            written = _key(plain(name))
            for form in {written, written.upper()}:
                ids.setdefault(form, set()).add(id_)
        return cls({written: frozenset(found) for written, found in ids.items()})

    def outlet(self, name: str | None) -> str | None:
        """How an outlet is called where credits are compared with it: an agency by its id, another by its name."""
        ids = self.meant(name) if name else frozenset()
        return next(iter(ids)) if len(ids) == 1 else name

    def named(self, words: Sequence[str]) -> frozenset[str]:
        """The ids of the agencies whose names are among these words."""
        found: set[str] = set()
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
                found |= self.ids.get(" ".join(words[start:end]), frozenset())
        return frozenset(found)

    def meant(self, text: str, *, alone: bool = True) -> frozenset[str]:
        """The ids of the agencies whose names a text is: "AP", "the Associated Press", "AFP/dpa"; not ``alone``: that it has in a list."""
        whole = self.ids.get(_key(text), frozenset())
        pieces = [self.ids.get(_key(piece), frozenset()) for piece in _PIECES.split(text)]
        if whole or (alone and not all(pieces)):
            return whole
        return frozenset().union(*pieces)


def plain(text: str) -> str:
    r"""A text in NFC with quotation marks and dashes folded, signs without width dropped, lines kept and their blanks collapsed.

    >>> plain("“We  won’t”—she said\n\n\n2010–2015")
    '"We won\'t" - she said\n2010-2015'
    """
    seen = unicodedata.normalize("NFC", text.translate(_UNSEEN)).translate(_FOLDED)
    lines = (" ".join(_DOUBLE_DASH.sub(" - ", line).split()) for line in seen.splitlines())
    return "\n".join(line for line in lines if line)


def wording(text: str, agencies: Agencies) -> str:
    r"""A text without datelines and credits of agencies, otherwise as `plain` gives it.

    A text that is nothing else is left as it is.

    >>> wires = Agencies({"Reuters": frozenset({"reuters"})})
    >>> wording("Talks resume\n\nGENEVA, May 3 (Reuters) — Talks resumed.\n\n(Reporting by A. Bell)", wires)
    'Talks resume\nTalks resumed.'
    """
    folded = plain(text)
    kept = [line for line, _ in _lines(folded, agencies) if line]
    return "\n".join(kept) or folded


def credited(text: str, agencies: Agencies) -> tuple[str, ...]:
    r"""The ids of the agencies that a text credits in a dateline, a byline or at its end, sorted; not those that it quotes.

    >>> wires = Agencies({"Reuters": frozenset({"reuters"}), "AFP": frozenset({"agence-france-presse"})})
    >>> credited("KALT (AFP) - He told Reuters that the road is open.", wires)
    ('agence-france-presse',)
    """
    found: set[str] = set()
    for _, ids in _lines(plain(text), agencies):
        found |= ids
    return tuple(sorted(found))


def text_key(text: str, agencies: Agencies) -> str:
    """Hash of a report's wording, line ends not counted: 32 hexadecimal digits of SHA-256, the same for exact copies.

    >>> text_key("The road  is “open”.", Agencies()) == text_key('KALT - The road is "open".', Agencies())
    True
    """
    return key_of(wording(text, agencies))


def key_of(words: str) -> str:
    """The hash of a text that is a wording already."""
    return sha256(" ".join(words.split()).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _key(name: str) -> str:
    words = _WORD.findall(name)
    return " ".join(words[1:] if words and words[0].lower() == "the" else words)


def _lines(text: str, agencies: Agencies) -> Iterator[tuple[str, frozenset[str]]]:
    """The lines of a plain text, each without dateline and credit, and whom these credit."""
    for line in text.split("\n"):
        rest, found = line, frozenset[str]()
        while rest:
            shorter, ids = _without_credit(rest, agencies)
            found |= ids
            if shorter == rest:
                break
            rest = shorter
        yield rest, found


def _without_credit(line: str, agencies: Agencies) -> tuple[str, frozenset[str]]:
    """A line less one dateline or credit, and the agencies that it named."""
    if _DESK.fullmatch(line):
        return "", frozenset()
    if ids := _credit_line(line, agencies):
        return "", ids
    signed = _SIGNED.search(line, max(len(line) - 70, 0))
    if signed and (ids := agencies.meant(signed[1])):
        return line[: signed.start()].rstrip(), ids
    for bracket in _BRACKETS.finditer(line, 0, 110):
        ids = agencies.meant(bracket[1], alone=False)
        if ids and _names_only(line[: bracket.start()]):
            return line[bracket.end() :].lstrip(" -:"), ids
    place = _PLACE.match(line)
    if place is None:
        return line, frozenset()
    head = place[1] or place[2]
    pieces = _PIECES.split(head)
    ids = agencies.meant(pieces[-1])
    first = next(iter(_WORD.findall(head)), "")
    dated = len(pieces) > 1 and any(character.isdigit() for character in head)
    capitals = len(first) > 1 and first.isupper() and not first.isdigit()
    if _names_only(_BRACKETS.sub("", head)) and (ids or capitals or (dated and place[1] is not None)):
        return line[place.end() :], ids
    return line, frozenset()


def _credit_line(line: str, agencies: Agencies) -> frozenset[str]:
    """The agencies that a line credits which is nothing but a credit; none where it is something else."""
    if len(line) <= _LONGEST_LINE and (ids := agencies.meant(line.strip(" -/()[]|."))):
        return ids
    start = _CREDIT.match(line)
    if start is None:
        return frozenset()
    words = _WORD.findall(line[start.end() :])
    if len(words) > _LONGEST_CREDIT * (3 if _RIGHTS.match(line) else 1):
        return frozenset()
    small = sum(word[0].islower() for word in words)
    return agencies.named(words) if _RIGHTS.match(line) or small * 3 <= len(words) else frozenset()


def _names_only(text: str) -> bool:
    """Whether every word is written as in names and dates; short words may be small ("Cox's Bazar", "Rio de Janeiro")."""
    return all(not word[0].islower() or len(word) <= 3 for word in _WORD.findall(text))
