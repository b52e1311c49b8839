"""The pages of a chain as readings: one line of our own for each figure and telling, so that every span exists.

The words between the names and numbers are made up, other ones on every page: two pages that tell the same are no copies, and a copy has its
original's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from chain_facts import Known, Maker, codebook
from chain_files import Chain, Entry, texts

import dragoman
from dragoman.model import (
    Attribution,
    Claim,
    Entity,
    Event,
    Mark,
    Participant,
    Place,
    Quantity,
    ReaderInfo,
    Reading,
    Report,
    Source,
    Span,
    When,
)
from dragoman.model.words import Certainty

FILLING = 80
"""Words at the end of a text. A text that is so long stays a copy when one of them changes."""


@dataclass(frozen=True)
class ChainReading:
    """A page as a reading, and which of the chain's entries its events and figures are."""

    page: str
    reading: Reading
    ids: dict[str, str]
    """Local id to the chain's; ``page:id`` in a copy."""


def readings(chain: Chain) -> list[ChainReading]:
    """One reading for every page, in the order of the file."""
    maker = Maker(chain)
    maker.world()
    return [_Writer(maker, page).reading() for page in chain.pages]


def _words(seed: str) -> Iterator[str]:
    """Words that mean nothing, the same for the same seed."""
    onsets, vowels = "bdfgklmnprstvz", "aeiou"
    for n in count():
        digest = sha256(f"{seed} {n}".encode()).digest()
        yield "".join(onsets[digest[at] % 14] + vowels[digest[at + 1] % 5] for at in (0, 2, 4))


@dataclass
class _Writer:
    """Writes one page and what is to be read in it."""

    maker: Maker
    page: str
    text: str = ""
    mentions: dict[str, list[Span]] = field(default_factory=dict)
    """By the id of who is mentioned."""
    edited: bool = False
    """Whether the copier changed something that is not yet changed."""

    def __post_init__(self) -> None:
        self.chain = self.maker.chain
        self.original = self.chain.originals[self.page]
        self.edited = bool(self.chain.pages[self.page].get("edited"))
        self.filling = _words(f"{self.chain.name} {self.original}")
        self.day = self.maker.pages[self.original].published

    def reading(self) -> ChainReading:
        """The page as a reading."""
        figures = [one for one in self.chain["figures"] if one["page"] == self.original]
        tellings = [self._edit(one) for one in self.chain["tellings"] if one["page"] == self.original]
        self.fill(6)
        title = self.text
        self.text += "\n\n"
        self.fill(12)
        told = {one["id"]: f"q{n}" for n, one in enumerate(figures, 1)}
        quantities, events, claims = [], [], []
        for n, one in enumerate(figures, 1):
            quantity, claim = self._figure(one, f"q{n}", told)
            quantities.append(quantity)
            claims.append(claim)
        for n, one in enumerate(tellings, 1):
            event, claim = self._event(one, f"e{n}")
            events.append(event)
            claims.append(claim)
        self._end()
        page, copied = self.chain.pages[self.page], "" if self.page == self.original else f"{self.page}:"
        report = Report(
            title=title,
            published=self.chain.published(self.page),
            outlet=page.get("outlet") or None,
            url=page.get("address") or None,
            language=page.get("language") or "en",
            text=self.text,
        )
        reading = Reading(
            report=report,
            entities=tuple(self._entity(self.maker.known[id_]) for id_ in sorted(self.mentions)),
            events=tuple(events),
            claims=tuple(one.replace(id=f"c{n}") for n, one in enumerate(claims, 1)),
            quantities=tuple(quantities),
            reader=ReaderInfo(name="rules", version=dragoman.__version__, pipeline="none", codebook=codebook().hash),
        )
        ids = {local: f"{copied}{id_}" for id_, local in told.items()}
        ids |= {f"e{n}": f"{copied}{one['id']}" for n, one in enumerate(tellings, 1)}
        return ChainReading(self.page, reading, ids)

    def say(self, words: str) -> Span:
        """Write words and give their place."""
        if self.text and not self.text.endswith("\n"):
            self.text += " "
        self.text += words
        return Span(start=len(self.text) - len(words), end=len(self.text), words=words)

    def fill(self, number: int = 3) -> Span:
        """Write words that mean nothing, and give the place of the last."""
        return [self.say(next(self.filling)) for _ in range(number)][-1]

    def name(self, name: str) -> tuple[str, Span]:
        """Write the name of somebody; their id, and the place."""
        who = self.maker.who(name)
        span = self.say(who.name)
        self.mentions.setdefault(who.id, []).append(span)
        return who.id, span

    def _edit(self, entry: Entry) -> Entry:
        """What an edited copy makes of a telling: another of the places that the edit names."""
        names = re.findall(r"\b[A-Z]\w+", self.chain.pages[self.page].get("edited", ""))
        others = [name for name in names if name in self.chain.wholes and name != entry.get("place")]
        if entry.get("place") not in names or not others:
            return entry
        self.edited = False
        return {**entry, "place": others[0]}

    def _place(self, name: str | None) -> Place | None:
        place = self.maker.place(name)
        return place.replace(words=self.say(place.name)) if place is not None else None

    def _from(self, start: int) -> Span:
        return Span.of(self.text, start, len(self.text))

    def _line(self) -> int:
        """Begin a line and give its place."""
        self.text += "\n"
        return len(self.text)

    def _claim(self, entry: Entry) -> tuple[tuple[Attribution, ...], Certainty]:
        """Who says so, outermost first; and what the outlet takes on itself."""
        holder = self.maker.holder(entry)
        if holder.voice == "author":
            return (), holder.certainty
        links = []
        for name in reversed(texts(entry.get("relay"))):
            id_, words = self.name(name) if name in self.chain.origins else (None, self.say(name))
            source = Source(entity=id_, descriptor=None if id_ else name, words=words)
            links.append(
                Attribution(source=source, cue=self.fill(), attitude="assertion", certainty="CT+", scope="stated")
            )
        if holder.voice == "named":
            id_, words = self.name(entry["origin"])
            source = Source(entity=id_, words=words)
        else:
            source = Source(words=self.fill(1))
        links.append(
            Attribution(
                source=source,
                cue=self.fill(),
                attitude=holder.attitude,
                certainty=holder.certainty,
                scope="stated",
            )
        )
        return tuple(links), "Uu"

    def _figure(self, entry: Entry, id_: str, told: Mapping[str, str]) -> tuple[Quantity, Claim]:
        figure = self.maker.figure(entry)
        start = self._line()
        self.fill()
        attribution, certainty = self._claim(entry)
        content = len(self.text) + 1
        self.fill()
        words = self.say(figure.words)
        self.fill()
        self.say(f"{entry.get('of', '')} {figure.counted}".strip())
        self.fill()
        place = self._place(entry.get("scope"))
        includes, excludes = (
            tuple(self.name(name)[0] for name in texts(entry.get(key))) for key in ("includes", "excludes")
        )
        self.fill()
        self.say(f"{figure.as_of or ''}.".strip())
        quantity = Quantity(
            id=id_,
            counted=figure.counted,
            of=entry.get("of") or None,
            place=place,
            includes=includes,
            excludes=excludes,
            op=figure.op,
            low=figure.low,
            high=figure.high,
            point=figure.point,
            unit=figure.unit,
            aggregation=figure.aggregation,
            as_of=figure.as_of,
            as_of_basis=figure.as_of_basis,
            part_of=told.get(figure.part_of or ""),
            added_to=told.get(figure.added_to or ""),
            revises=told.get(figure.revises or ""),
            words=words,
        )
        claim = Claim(
            id=id_,
            kind="quantity",
            quantity=id_,
            content=(self._from(content if attribution else start),),
            time_ref=figure.time_ref,
            author_certainty=certainty,
            attribution=attribution,
        )
        return quantity, claim

    def _event(self, entry: Entry, id_: str) -> tuple[Event, Claim]:
        telling = self.maker.telling(0, entry)
        start = self._line()
        self.fill()
        attribution, certainty = self._claim(entry)
        content = len(self.text) + 1
        actors = self._parties(entry, "actors")
        self.fill()
        trigger = self.say(telling.trigger)
        self.fill()
        recipients, with_ = self._parties(entry, "recipients"), self._parties(entry, "with")
        place = self._place(entry.get("place"))
        self.fill()
        when = None
        if telling.edtf and telling.basis:
            when = When.of(telling.edtf, basis=telling.basis, words=self.say(telling.edtf))
        again = self.fill() if telling.again else None
        marks = tuple(Mark(kind=kind, value=value, words=self.say(value)) for kind, value in telling.marks)
        self.say(f"{telling.status}.")
        own = telling.type not in codebook().types or telling.type.islower()
        event = Event(
            id=id_,
            type=telling.type,
            mode=telling.mode,
            plover=None if own else codebook().fold(telling.type, telling.mode, telling.status),
            actors=actors,
            recipients=recipients,
            with_=with_,
            place=place,
            when=when,
            status=telling.status,
            trigger=trigger,
            evidence=self._from(start),
            closed=telling.closed,
            is_set=telling.is_set,
            again=again,
            marks=marks,
        )
        claim = Claim(
            id=id_,
            kind="event",
            event=id_,
            content=(self._from(content),),
            author_certainty=certainty,
            attribution=attribution,
        )
        return event, claim

    def _parties(self, entry: Entry, role: str) -> tuple[Participant, ...]:
        named = [self.name(name) for name in texts(entry.get(role))]
        return tuple(Participant(entity=id_, words=words) for id_, words in named)

    def _end(self) -> None:
        """Who answers to whom, and words enough that a copy with one word changed stays a copy."""
        done: set[str] = set()
        while waiting := sorted(set(self.mentions) - done):
            for id_ in waiting:
                done.add(id_)
                who = self.maker.known[id_]
                for other in (*texts(who.controlled_by), *who.members):
                    self._line()
                    self.fill()
                    self.name(id_)
                    self.fill()
                    self.name(other)
        self._line()
        self.fill(FILLING)
        if self.edited:
            self.text = f"{self.text[: -len(self.text.split()[-1])]}{next(_words(self.page))}"

    def _entity(self, who: Known) -> Entity:
        return Entity(
            id=who.id,
            name=who.name,
            kind=who.kind,
            qid=who.id if re.fullmatch(r"Q[1-9]\d*", who.id) else None,
            country=who.country,
            sector=who.sector,
            office=self.maker.office(who, self.day),
            controlled_by=who.controlled_by,
            members=who.members,
            mentions=tuple(self.mentions[who.id]),
        )
