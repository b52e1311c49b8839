"""Gold mentions of ECB+ as tellings: who takes part comes from our parse, who is who from the corpus."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ecb_files import Document, Mention

from dragoman import language
from dragoman.model import Place, Report, Span
from dragoman.record.facts import Holder, Page, Party, Telling, World

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DAY = date(2010, 6, 16)
"""The day on which all texts count as published, a Wednesday."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED_DAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b",
    re.IGNORECASE,
)
_DOERS = frozenset({"nsubj", "csubj", "obl:agent"})
_DONE_TO = frozenset({"obj", "iobj", "nsubj:pass", "obl", "nmod", "nmod:poss", "compound", "appos"})


def published(report: Report) -> Report:
    """The report, published on the day that all share."""
    return Report.of(report.body if report.title else report.text, title=report.title, published=DAY)


@dataclass
class Maker:
    """Makes tellings of gold mentions. ``across``: whether the corpus says who is who across texts too, else only within one; names that are written alike are one all the same."""

    across: bool
    world: World = field(default_factory=World)

    def tellings(self, texts: Iterable[Document]) -> dict[tuple[str, int], Telling]:
        """A telling of each event mention, by text and number."""
        nlp = language.load(language.DEFAULT, threads=1)
        found = {}
        for text in texts:
            doc = nlp(text.report.text)
            page = Page(report=text.id, work=text.id, published=DAY)
            ids = self._ids(text)
            heads = [_head(doc, one) for one in text.events]
            parts = _parts(doc, text, heads)
            for at, (mention, head) in enumerate(zip(text.events, heads, strict=True)):
                found[text.id, at] = self._telling(f"{text.id}.{at:03}", page, mention, head, parts[at], ids, text)
        return found

    def _ids(self, text: Document) -> dict[str, str | None]:
        """An id for each chain of a text: that of the corpus, else the longest name in it; None where nothing is named."""
        if self.across:
            return {one.chain: one.chain for one in text.others}
        names: defaultdict[str, list[str]] = defaultdict(list)
        for one in text.others:
            names[one.chain] += [one.words] if one.words[:1].isupper() and one.start > 0 else []
        return {
            one.chain: max(names[one.chain], key=lambda name: (len(name), name)).casefold()
            if names[one.chain]
            else None
            for one in text.others
        }

    def _telling(
        self, id_: str, page: Page, mention: Mention, head: Token, parts: Sequence[tuple[str, Mention]], ids: dict[str, str | None], text: Document
    ) -> Telling:  # fmt: skip
        roles: dict[str, dict[str | None, Party]] = {"actor": {}, "recipient": {}}
        place: Place | None = None
        when: str | None = None
        for role, one in parts:
            known = ids[one.chain]
            if one.kind == "LOC" and known is not None:
                place = place or Place(
                    name=known, precision="city", words=Span(start=0, end=len(one.words), words=one.words)
                )
            elif one.kind == "TIM":
                when = when or self._day(one)
            elif one.kind in ("HUM", "NON") and role in roles:
                roles[role].setdefault(known, Party(entity=known, words=one.words))
        title = len(text.report.title)
        before = text.report.text[: mention.start].split()[-2:]
        first = text.report.text.find(".", title + 2)
        return Telling(
            id=id_,
            page=page,
            holders=(Holder(voice="author"),),
            type=head.lemma_.casefold(),
            status="happened",
            actors=tuple(roles["actor"].values()),
            recipients=tuple(one for known, one in roles["recipient"].items() if known not in roles["actor"]),
            place=place,
            edtf=when,
            position="headline" if mention.start < title else "lead" if title and mention.start < first else "body",
            definite=head.pos_ == "NOUN"
            and any(word.casefold() in ("the", "this", "that", "his", "her", "their", "its") for word in before),
            trigger=head.lemma_,
            start=mention.start,
        )

    def _day(self, mention: Mention) -> str | None:
        """A day for words that name one: that of its chain, or the one that they name before the common day of publication."""
        words = _NAMED_DAY.search(mention.words)
        if words is None:
            return None
        if self.across:
            number = int(re.sub(r"\D", "", mention.chain)[-9:] or 0)
            return (DAY - timedelta(days=2 + 2 * (number % 150_000))).isoformat()
        weekday = words[0][:3].casefold()
        if weekday in _WEEKDAYS:
            return (DAY - timedelta(days=(DAY.weekday() - _WEEKDAYS.index(weekday)) % 7)).isoformat()
        return None


def _head(doc: Doc, mention: Mention) -> Token:
    """The highest token of a mention."""
    tokens = [token for token in doc if token.idx < mention.end and mention.start < token.idx + len(token)]
    inside = {token.i for token in tokens}
    return next(token for token in tokens if token.head.i == token.i or token.head.i not in inside)


def _parts(doc: Doc, text: Document, heads: Sequence[Token]) -> list[list[tuple[str, Mention]]]:
    """Who takes part in each event, when and where: what hangs on it, or on a verb that it shares a subject with."""
    found: list[list[tuple[str, Mention]]] = [[] for _ in heads]
    at_token = defaultdict(list)
    for at, head in enumerate(heads):
        at_token[head.i].append(at)
    for mention in text.others:
        token = _head(doc, mention)
        for at, role in _owners(token, at_token):
            found[at].append((role, mention))
    return found


def _owners(token: Token, at_token: dict[int, list[int]]) -> Iterator[tuple[int, str]]:
    below = token
    while below.head.i != below.i:
        above = below.head
        if above.i in at_token:
            role = "actor" if below.dep_ in _DOERS or _by(below) else "recipient" if below.dep_ in _DONE_TO else "other"
            for at in at_token[above.i]:
                yield at, role
            if below.dep_ in _DOERS | {"nsubj:pass"}:
                for other in above.children:
                    if other.dep_ in ("conj", "xcomp") and other.i in at_token:
                        yield from ((at, role) for at in at_token[other.i])
            return
        below = above


def _by(token: Token) -> bool:
    return any(child.dep_ == "case" and child.lower_ == "by" for child in token.children)
