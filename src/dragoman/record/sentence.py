"""What a sentence or a report claims that a record can check: who did what for the first or last time, or how often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from dragoman.codebook import Codebook
from dragoman.errors import CheckError
from dragoman.model import Claim, Event, Place, Reading, Report
from dragoman.record.asked_parties import parties, term
from dragoman.record.asked_times import bound, date_in, gap, since
from dragoman.record.checks import Asked
from dragoman.record.coverage import CALLS, MEETINGS, TALK, TALKS, VISITS
from dragoman.record.spans import Span

if TYPE_CHECKING:
    from dragoman.reader import Reader

_HINT = 'write who did what and how often, or when first or last: "Anna Ito has met Jan Kos five times since 2011"'
_AHEAD = frozenset({"planned", "promised", "threatened", "hypothetical"})
_NTH = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
_BY = re.compile(r"(?i)\bby\s+((?:an?|any|the)\s.*)")
_AS = re.compile(r"(?i)\bas\s+(?!(?:part|a result)\b)(?:an?\s+|the\s+)?([\w-]+(?:\s+[\w-]+)?)")
_NO = re.compile(r"(?i)no\b")

_Kind = Literal["count", "ordinal", "first", "last"]
_ASKED: dict[_Kind, Literal["count", "ordinal", "first", "recency"]] = {
    "count": "count", "ordinal": "ordinal", "first": "first", "last": "recency",
}  # fmt: skip


def ask(text: str, reader: Reader, *, day: date) -> tuple[Asked, ...]:
    """What a sentence claims, read as a report published on a day.

    Raises `CheckError` where it says nothing that can be counted, or leaves open who takes part or when.
    """
    found: tuple[Asked, ...] = ()
    if text.strip():
        found = asked_in(reader.read(Report.of(text, published=day)), day=day, codebook=reader.codebook)
    if not found:
        raise CheckError(text, "says nothing that can be counted", hint=_HINT)
    clear = tuple(one for one in found if not one.unclear)
    if not clear:
        raise CheckError(text, f"cannot be checked, {found[0].unclear}", hint=_HINT)
    return clear


def asked_in(reading: Reading, *, day: date, codebook: Codebook) -> tuple[Asked, ...]:
    """What a reading claims, as published on a day, in the order of the text.

    A claim that leaves something open that a check needs says so (`Asked.unclear`). `Asked.told` and `Asked.claim` are ids of the reading.
    """
    found: list[tuple[int, Asked]] = []
    counted: set[str] = set()
    for claim in reading.claims:
        if claim.kind in ("count", "first", "recency"):
            event = told_in(claim, reading.events, codebook)
            if event is None:
                asked = Asked(
                    "count", what=_content(claim), claim=claim.id, unclear="no act is named that a record counts"
                )
            else:
                counted.add(event.id)
                asked = _Told(reading, event, day, codebook, claim).asked()
            found.append((claim.content[0].start, asked))
    found += [
        (event.trigger.start, never)
        for event in reading.events
        if event.id not in counted and (never := _Told(reading, event, day, codebook).never()) is not None
    ]
    return tuple(asked for _, asked in sorted(found, key=lambda pair: pair[0]))


def told_in(claim: Claim, events: Sequence[Event], codebook: Codebook) -> Event | None:
    """The event that a claim of first, last or n times is about.

    It is the one whose trigger stands in the claim's words, before any "since", else the last one before them in the sentence, else the first after them.
    """
    for piece in claim.content:
        until = piece.start + len(_before_since(piece.words, codebook))
        around = [one for one in events if one.evidence.covers(piece)]
        within = [one for one in around if one.trigger.start < until and piece.start < one.trigger.end]
        before = [one for one in around if one.trigger.end <= piece.start]
        after = [one for one in around if one.trigger.start >= piece.end]
        if within or before or after:
            return (
                min(within, key=lambda one: one.trigger.start, default=None)
                or max(before, key=lambda one: one.trigger.end, default=None)
                or min(after, key=lambda one: one.trigger.start, default=None)
            )
    return None


def _before_since(words: str, codebook: Codebook) -> str:
    names = "|".join(map(re.escape, sorted(codebook.quantities.counts.since_words)))
    return re.split(rf"(?i)\b(?:{names})\b", words)[0]


def _content(claim: Claim) -> str:
    return " ".join(piece.words for piece in claim.content)


@dataclass(frozen=True, slots=True)
class _Told:
    """An event of a reading, and the claim that counts it."""

    reading: Reading
    event: Event
    day: date
    codebook: Codebook
    claim: Claim | None = None

    @property
    def begin(self) -> int:
        return self.claim.content[0].start if self.claim is not None else self.event.evidence.start

    @property
    def onward(self) -> str:
        """The words from the claim to the end of its sentence."""
        return self.reading.report.text[self.begin : max(self.event.evidence.end, self.begin)]

    @property
    def words(self) -> str:
        return _content(self.claim) if self.claim is not None else self.event.evidence.words

    def asked(self) -> Asked:
        kind = self._kind()
        if kind is None:
            return Asked(
                "first",
                what=self.words,
                claim=self._id(),
                unclear="a record counts, and does not measure the largest or the worst",
            )
        asked = self._subject(kind)
        if asked.unclear:
            return asked
        if kind == "count":
            return self._window(replace(asked, op=bound(self.words, self.codebook)))
        return self._last(asked) if kind == "last" else self._nth(asked)

    def never(self) -> Asked | None:
        """A denial that counts: "has never visited", "have not met since 2011", "no president has visited since"."""
        said = self.event.evidence.words
        nobody = bool(self.event.actors) and _NO.match(self.event.actors[0].words.words) is not None
        if self.event.status != "denied" and not nobody:
            return None
        ever = any(_has(word, said) for word in self.codebook.quantities.counts.never_adverbs)
        after = since(said, self.event, self.codebook)
        if not ever and after is None:
            return None
        asked = self._subject("last" if after is not None else "count")
        if after is None or asked.unclear:
            return replace(asked, n=0)
        return replace(asked, last=after[1]) if after[1] else self._since(replace(asked, kind="count", n=0), after[0])

    def _kind(self) -> _Kind | None:
        """None for the largest or worst of its kind, which no count decides."""
        said, counts = self.words.lower(), self.codebook.quantities.counts
        if self.claim is not None and self.claim.kind == "count":
            words = re.findall(r"[\w-]+", said)
            nth = _NTH.search(said) or any(word in self.codebook.quantities.ordinals for word in words)
            return "ordinal" if nth and not any(word in ("times", "twice") for word in words) else "count"
        if any(_has(word, said) for word in (*counts.first_words, *counts.first_phrases, *counts.never_words)):
            return "first"
        return "last" if any(_has(word, said) for word in (*counts.last_words, *counts.last_adverbs)) else None

    def _subject(self, kind: _Kind) -> Asked:
        """Who and what is counted."""
        of, place = self._of(), self._place()
        known = place is not None and (place.country is not None or place.geonames is not None)
        country = place.country if place is not None and place.precision == "country" else None
        where = None if place is None or not known else country or place.name
        # Which countries a region has, no record says: an event may lie in it.
        narrower = self._narrower() if place is None or known else (*self._narrower(), place.name.casefold())
        by = _BY.search(self.words)
        named = parties(
            self.event,
            self.reading,
            self.codebook,
            of=of,
            by=by[1] if by else "",
            host=place.country if place else None,
        )
        return Asked(
            _ASKED[kind], of, named.all, named.actors, None if where in named.all else where, narrower=narrower,
            n=self.claim.n if self.claim is not None else None, what=self.words, claim=self._id(),
            told=self.event.id if kind != "count" or self.event.is_set else None, unclear=named.unclear,
        )  # fmt: skip

    def _id(self) -> str | None:
        if self.claim is not None:
            return self.claim.id
        return next((one.id for one in self.reading.claims if one.event == self.event.id), None)

    def _of(self) -> str:
        event = self.event
        if event.type != TALK or event.mode == "multilateral":
            return f"{event.type} {event.mode}" if event.mode else event.type
        if event.mode == "phone":
            return CALLS
        if event.mode == "visit":
            return VISITS
        said = event.trigger.words.lower().split()
        return MEETINGS if any(word in self.codebook.quantities.counts.in_person for word in said) else TALKS

    def _tells_the_act(self) -> bool:
        """Whether the claim's own words name the act: "their first meeting", not "for the first time"."""
        trigger = self.event.trigger
        return self.claim is not None and any(
            piece.start < trigger.end and trigger.start < piece.end for piece in self.claim.content
        )

    def _place(self) -> Place | None:
        """The place that the claim names: in its own words, where these tell the act, or to whom it is done; else anywhere in the sentence."""
        place = self.event.place
        if place is None or self.claim is None or not self._tells_the_act():
            return place
        said = (*self.claim.content, *(one.words for one in self.event.recipients))
        return place if any(one.start <= place.words.start < one.end for one in said) else None

    def _narrower(self) -> tuple[str, ...]:
        """The words between "first" and what is counted that make it a kind of its own."""
        if not self._tells_the_act():
            return ()
        counts, trigger = self.codebook.quantities.counts, self.event.trigger
        ranks = {*counts.first_words, *counts.last_words, *counts.last_adverbs, *self.codebook.quantities.ordinals}
        inside = trigger.start < self.begin
        words = re.findall(
            r"[\w-]+", self.reading.report.text[self.begin : trigger.end if inside else trigger.start].lower()
        )
        at = next((n for n, word in enumerate(words) if word in ranks or _NTH.fullmatch(word)), len(words))
        between = words[at + 1 : len(words) - inside]
        if between and between[0] in counts.time_nouns:
            return ()  # "the last time that they met"
        return tuple(word for word in between if word not in counts.plain and word not in ranks)

    def _window(self, asked: Asked) -> Asked:
        """The window of a number of times."""
        when, after = self.event.when, since(self.onward, self.event, self.codebook)
        if after is not None and after[1] is None:
            return self._since(asked, after[0])
        if when is not None:
            return replace(asked, window=when.edtf)
        if after is not None:
            return replace(asked, window=f"{after[1]}/..")
        span = gap(self.reading, self.begin, self.event.evidence.end, self.codebook)
        if span is not None:
            length = Span(((span.unit, span.number),)).length
            return replace(asked, window=f"{self.day - timedelta(days=round(length))}/{self.day}")
        return self._in_office(asked)

    def _last(self, asked: Asked) -> Asked:
        """When the last one was."""
        when = self.event.when
        last = when.edtf if when is not None else date_in(self.onward, self.codebook)
        return replace(asked, last=last) if last else replace(asked, unclear="it does not say when the last one was")

    def _nth(self, asked: Asked) -> Asked:
        """A first or n-th one: before what, and since when."""
        when, after = self.event.when, since(self.onward, self.event, self.codebook)
        dated = when is not None and not (after is not None and when.edtf.partition("/")[0] == after[1])
        if dated and when is not None and when.words is not None and when.words.words.lower().startswith("this "):
            asked, dated = replace(asked, window=when.edtf), False
        if dated and when is not None:
            asked = replace(asked, before=when.edtf)
        elif self.event.status in _AHEAD:
            asked = replace(asked, before=f"[{self.day}..]")
        else:
            asked = replace(asked, undated=True)
        if after is not None:
            return self._since(asked, *after)
        span = gap(self.reading, self.begin, self.event.evidence.end, self.codebook)
        if span is None:
            return self._in_office(asked)
        if asked.kind == "first":
            length: dict[str, Any] = {span.unit: span.number}
            return replace(asked, kind="recency", op=span.op, **length)
        days = Span(((span.unit, span.number),)).length
        return replace(asked, window=f"{self.day - timedelta(days=round(days))}/..")

    def _since(self, asked: Asked, words: str, day: str | None = None) -> Asked:
        """What is counted from a day on: the first since 2019 means one in 2019; the third since then is the third of those after."""
        if day is not None:
            return (
                replace(asked, kind="recency", last=day)
                if asked.kind == "first"
                else replace(asked, window=f"{day}/..")
            )
        begun = self._term(words) if any(one.type == "takes_office" for one in self.reading.events) else None
        if begun is None:
            return replace(asked, unclear=f"it does not say when that was: since {words.strip(' .')}")
        return replace(asked, window=f"{begun[0]}/..")

    def _in_office(self, asked: Asked) -> Asked:
        """Only what was done in an office: "twelve times as chancellor"."""
        found = _AS.search(self.onward)
        held = self._term(found[1]) if found is not None else None
        return replace(asked, window=f"{held[0]}/{held[1] or '..'}") if held is not None else asked

    def _term(self, words: str) -> tuple[str, str] | None:
        people = [one.entity for one in self.event.actors if one.entity is not None]
        return term(people[0], words, self.codebook, self.day) if people else None


def _has(word: str, text: str) -> bool:
    return re.search(rf"(?i)\b{re.escape(word)}\b", text) is not None
