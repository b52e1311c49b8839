"""A chain as the facts that the rules of the record compute with.

    chain = load(Path("../shared/gold/chains/visits"))
    known = facts(chain)

Who somebody is that a chain only names (a person, a country) is looked up in the codebook.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

from chain_files import Chain, Entry, load, number, texts

from dragoman.codebook import Codebook
from dragoman.model import Place, Span
from dragoman.model.edtf import bounds
from dragoman.model.words import Attitude, Certainty
from dragoman.record.facts import Figure, Holder, Page, Party, Telling, Voice, World
from dragoman.record.knowledge import Knowledge

__all__ = ["Chain", "ChainFacts", "Entry", "Known", "Maker", "facts", "load", "subset"]

STEP = 0.2
"""Degrees of latitude, 22 km, between towns that the pages of a chain confuse, where the gazetteer does not know them."""


@dataclass(frozen=True)
class ChainFacts:
    """What the rules compute with; ids are the chain's own."""

    pages: dict[str, Page]
    figures: tuple[Figure, ...]
    tellings: tuple[Telling, ...]
    world: World
    ids: dict[str, str]
    """What the chain calls somebody, to the id."""


def facts(chain: Chain) -> ChainFacts:
    """A chain as the facts of the record. A copy has a page, and no figures and tellings of its own."""
    maker = Maker(chain)
    figures = tuple(maker.figure(entry) for entry in chain["figures"])
    tellings = tuple(maker.telling(at, entry) for at, entry in enumerate(chain["tellings"]))
    return ChainFacts(maker.pages, figures, tellings, maker.world(), dict(maker.ids))


@dataclass(frozen=True)
class Known:
    """Somebody or something with an id."""

    id: str
    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    controlled_by: str | None = None
    members: tuple[str, ...] = ()


@cache
def codebook() -> Codebook:
    """The shipped codebook."""
    return Codebook.load()


@cache
def codebook_world() -> World:
    """What the codebook says of offices, countries, types and number words, as a record knows it."""
    return Knowledge(codebook()).base


def is_country(code: str) -> bool:
    """Whether a text is the code of a state or territory."""
    return codebook().countries.get(code) is not None


@dataclass
class Maker:
    """Makes the facts of one chain, and remembers whom it spoke of."""

    chain: Chain
    known: dict[str, Known] = field(default_factory=dict)
    """By id."""
    ids: dict[str, str] = field(default_factory=dict)
    """By what the chain calls somebody."""

    def __post_init__(self) -> None:
        for name in self.chain.origins:
            self.who(name)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """By the chain's own id."""
        return {
            id_: Page(
                report=id_,
                work=self.chain.originals[id_],
                published=self.chain.published(id_),
                outlet=page.get("outlet") or None,
                language=page.get("language") or "en",
                counts=self.chain.originals[id_] == id_,
            )
            for id_, page in self.chain.pages.items()
        }

    def who(self, name: str) -> Known:
        """Whom a chain means: one of its origins, a country, somebody of the codebook, else a slug."""
        if name in self.ids:
            return self.known[self.ids[name]]
        found = self._who(name)
        self.ids[name] = found.id
        if found.id not in self.known:
            self.known[found.id] = found
            for other in (*texts(found.controlled_by), *found.members):
                self.who(other)
        return self.known[found.id]

    def _who(self, name: str) -> Known:
        if (origin := self.chain.origins.get(name)) is not None:
            state = is_country(name) and origin["kind"] in ("state", "government")
            return Known(
                id=name,
                name=origin["name"],
                kind="country" if state else origin["kind"],
                country=origin.get("country") or (name if state else None),
                controlled_by=origin.get("controlled_by") or None,
                members=tuple(sorted(self.who(one).id for one in texts(origin.get("includes")))),
            )
        if (country := codebook().countries.get(name)) is not None:
            return Known(country.id, country.name, "country", country.id)
        for row in codebook().names.find("name", name):
            entity = codebook().entities.get(row.entity)
            if entity is not None and row.kind in ("name", "full") and not row.needs:
                return Known(entity.id, name, entity.kind, entity.country or None, entity.sector or None)
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
        person = len(name.split()) > 1 and name.replace(" ", "").isalpha() and name.istitle()
        return Known(re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or name, name, "person" if person else "thing")

    def office(self, who: Known, day: date | None) -> str | None:
        """The office that somebody held on a day."""
        rows = codebook().offices.find("holder", who.id)
        return next((row.office for row in rows if day and _held(row.start, row.end, day)), None)

    def party(self, name: str, day: date | None) -> Party:
        """Somebody's part in an event told on a day."""
        who = self.who(name)
        return Party(who.id, who.name, who.kind, who.country, who.sector, self.office(who, day))

    def holder(self, entry: Entry) -> Holder:
        """Who says so."""
        attitude: Attitude = entry.get("attitude") or "assertion"
        certainty: Certainty = entry.get("certainty") or "CT+"
        relays = tuple(
            name if name not in self.chain.origins else self.who(name).id for name in texts(entry.get("relay"))
        )
        origin = entry.get("origin")
        if not origin or origin == "author":
            voice: Voice = "author" if origin else "unnamed"
            return Holder(voice, relays=relays, attitude=attitude, certainty=certainty)
        who = self.who(origin)
        return Holder("named", (who.id,), who.name, relays, attitude, certainty)

    def place(self, name: str | None) -> Place | None:
        """A place with all larger ones up to its country."""
        if not name:
            return None
        words = Span(start=0, end=len(name), words=name)
        if is_country(name):
            return Place(name=name, country=name, precision="country", words=words)
        within: list[str] = []
        whole = self.chain.wholes.get(name, "")
        while whole and not is_country(whole) and whole not in within:
            within.append(whole)
            whole = self.chain.wholes.get(whole, "")
        lat, lon = self.coordinates.get(name, (None, None))
        area = name in self.chain.wholes.values()
        return Place(
            name=name,
            country=whole if whole and is_country(whole) else None,
            lat=lat,
            lon=lon,
            precision="admin1" if area else "city",
            within=tuple(within),
            words=words,
        )

    @cached_property
    def coordinates(self) -> dict[str, tuple[float, float]]:
        """Of the towns that pages confuse: real ones for the first that the gazetteer knows, the others set beside it."""
        found: dict[str, tuple[float, float]] = {}
        for town in sorted(self.chain.near, key=lambda name: (self._real(name) is None, name)):
            waiting = [town]
            while waiting:
                name = waiting.pop()
                lat, lon = found.setdefault(name, self._real(name) or (0.0, 20.0 * len(found)))
                for at, other in enumerate(self.chain.near[name]):
                    if other not in found:
                        found[other] = (round(lat + STEP * (1 if at % 2 else -1), 3), lon)
                        waiting.append(other)
        return found

    def _real(self, name: str) -> tuple[float, float] | None:
        country = self.chain.wholes.get(name)
        rows = [row for row in codebook().places.find("name", name) if row.kind == "city" and row.country == country]
        best = max(rows, key=lambda row: row.population or 0, default=None)
        return (best.lat, best.lon) if best is not None and best.lat is not None and best.lon is not None else None

    def figure(self, entry: Entry) -> Figure:
        """A quantity as one page tells it."""
        ties = {
            relation["type"]: relation
            for relation in self.chain["relations"]
            if relation.get("by") == "words" and relation["type"] != "revised_by" and relation["from"] == entry["id"]
        }
        older = [
            relation["from"]
            for relation in self.chain["relations"]
            if relation.get("by") == "words" and relation["type"] == "revised_by" and relation["to"] == entry["id"]
        ]
        counted_in = tuple(sorted(self.who(name).id for name in texts(entry.get("includes"))))
        left_out = tuple(sorted(self.who(name).id for name in texts(entry.get("excludes"))))
        return Figure(
            id=entry["id"],
            page=self.pages[entry["page"]],
            holder=self.holder(entry),
            counted=entry["counted"],
            op=entry["op"],
            low=number(entry.get("low")),
            high=number(entry.get("high")),
            point=number(entry.get("point")),
            population=(entry.get("of") or "").casefold(),
            place=self.place(entry.get("scope")),
            unit=entry.get("unit") or None,
            aggregation=entry.get("aggregation") or None,
            as_of=entry.get("as_of") or None,
            as_of_basis=entry.get("as_of_basis") or None,
            time_ref=entry.get("time_ref") or None,
            includes=counted_in,
            excludes=left_out,
            part_of=ties["part_of"]["to"] if "part_of" in ties else None,
            added_to=ties["added_to"]["to"] if "added_to" in ties else None,
            revises=older[0] if older else None,
            words=entry.get("words") or "",
        )

    def telling(self, at: int, entry: Entry) -> Telling:
        """An event as one page tells it."""
        page = self.pages[entry["page"]]
        actors, recipients, with_ = (
            tuple(self.party(name, page.published) for name in texts(entry.get(role)))
            for role in ("actors", "recipients", "with")
        )
        return Telling(
            id=entry["id"],
            page=page,
            holders=(self.holder(entry),),
            type=entry["type"],
            status=entry["status"],
            mode=entry.get("mode") or None,
            actors=actors,
            recipients=recipients,
            with_=with_,
            place=self.place(entry.get("place")),
            edtf=entry.get("when") or None,
            basis=entry.get("basis") or None,
            closed=date.fromisoformat(entry["closed"]) if entry.get("closed") else None,
            is_set=entry.get("set") == "yes",
            again=entry.get("again") == "yes" or entry["id"] in self.again,
            marks=marks(entry),
            trigger=(entry.get("mode") or entry["type"]).lower(),
            start=at,
        )

    @cached_property
    def again(self) -> frozenset[str]:
        """The tellings whose words say that something is taken up again: those whose page tells the stop too, else the first."""
        groups = {group["id"]: group["tellings"] for group in self.chain["groups"]}
        page = {telling["id"]: telling["page"] for telling in self.chain["tellings"]}
        found: set[str] = set()
        for relation in self.chain["event_relations"]:
            if relation["type"] == "taken_up_again" and relation.get("by") == "words":
                stopped = {page[one] for one in groups[relation["from"]]}
                anew = sorted(
                    groups[relation["to"]], key=lambda one: (self.pages[page[one]].published or date.max, one)
                )
                found.update([one for one in anew if page[one] in stopped] or anew[:1])
        return frozenset(found)

    def world(self) -> World:
        """What is known beyond the pages: the codebook's, and over it what the chain says of its origins."""
        known, base = dict(sorted(self.known.items())), codebook_world()
        return replace(
            base,
            controlled_by={
                **base.controlled_by,
                **{id_: who.controlled_by for id_, who in known.items() if who.controlled_by},
            },
            members={**base.members, **{id_: who.members for id_, who in known.items() if who.members}},
            countries={**base.countries, **{id_: who.country for id_, who in known.items() if who.country}},
            names={**base.names, **{id_: who.name for id_, who in known.items()}},
            kinds={**base.kinds, **{id_: who.kind for id_, who in known.items()}},
        )


def _held(first: str, last: str, day: date) -> bool:
    start = bounds(first)[0] if first else None
    end = bounds(last)[1] if last else None
    return (start or date.min) <= day <= (end or date.max)


def marks(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Kind and value of what tells an event from others of its kind."""
    pairs = (mark.partition(":") for mark in texts(entry.get("evidence")))
    return tuple((kind.strip(), value.strip()) for kind, _, value in pairs)


def subset(known: ChainFacts, day: date) -> ChainFacts:
    """What was published by a day."""

    def told(page: Page) -> bool:
        return page.published is not None and page.published <= day

    return ChainFacts(
        {id_: page for id_, page in known.pages.items() if told(page)},
        tuple(figure for figure in known.figures if told(figure.page)),
        tuple(telling for telling in known.tellings if told(telling.page)),
        known.world,
        known.ids,
    )
