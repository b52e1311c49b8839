"""A small record made by hand: four acts of a country that does not exist and of some that do, told by reports of nobody's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.export.source import order
from dragoman.model import (
    Attribution,
    Check,
    Claim,
    Entity,
    Event,
    Mark,
    Note,
    Participant,
    Place,
    Plover,
    Quantity,
    Report,
    Source,
    Span,
    When,
)
from dragoman.model.tables import Row, Table
from dragoman.record import tables
from dragoman.record.facts import Figure, Group, Holder, Page, Relation, Step, Support
from dragoman.record.views import RecordedClaim, RecordedEntity, RecordedEvent, RecordedFigure, ReportInfo, Told

SEEN = datetime(2025, 9, 5, 12, 30, tzinfo=UTC)


@dataclass
class Made:
    """Stands for a record: holds merged events and what else its tables want."""

    codebook: Codebook
    held: list[RecordedEvent] = field(default_factory=list)
    counted: dict[str, list[RecordedFigure]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def events(self) -> Iterator[RecordedEvent]:
        return iter(sorted(self.held, key=order))

    def figures(self, event: str) -> Sequence[RecordedFigure]:
        return self.counted.get(event, ())

    def text(self, report: str) -> str:
        return self.texts[report]

    def about(self) -> Mapping[str, object]:
        return {
            "snapshot": "s1", "codebook": "cb", "reader": "rules 0.1.0", "as_published": date(2025, 9, 5), "as_recorded": None,
            "selection": {"actor": "PRT"}, "policies": {"tolerance": "tolerance/1"},
        }  # fmt: skip

    def rows(self, table: Table) -> Iterator[Row]:
        held = lambda _: tables.Held(SEEN)  # noqa: E731
        tellings = [told for event in self.events() for told in event.tellings]
        found: dict[Table, Callable[[], Iterator[Row]]] = {
            "reports": lambda: (tables.report_row(told.report) for told in tellings),
            "events": lambda: (row for one in self.events() for row in tables.event_rows(one, self.codebook, held)),
            "participants": lambda: (
                row for one in self.events() for row in tables.participant_rows(one, self.codebook)
            ),
            "claims": lambda: (tables.claim_row(one, held) for one in self._claims()),
            "attributions": lambda: (row for one in self._claims() for row in tables.attribution_rows(one)),
            "quantities": lambda: (
                tables.figure_row(one, tolerance="tolerance/1") for event in self.events() for one in self.figures(event.id)
            ),
            "entities": lambda: (
                tables.entity_row(RecordedEntity(one, (one.name,), 1, 1, 1), self.codebook)
                for told in tellings
                for one in told.entities.values()
            ),
            "mentions": lambda: (
                row
                for told in tellings
                for one in told.entities.values()
                for row in tables.mention_rows(told.report.id, one)
            ),
            "relations": lambda: (
                tables.relation_row(one, tables.Held(SEEN)) for event in self.events() for one in event.relations
            ),
            "checks": lambda: iter(
                [
                    tables.check_row(
                        "k1",
                        Check(kind="count", claim="c1", claimed=2, record_min=1, verdict="not contradicted", why="one is held"),
                        coverage=None,
                        checked_at=SEEN,
                    )
                ]
            ),
            "notes": lambda: (
                tables.note_row(told.report.id, Note(kind="date", words=told.event.trigger, message="no year"))
                for told in tellings
            ),
        }  # fmt: skip
        return found[table]()

    def _claims(self) -> Iterator[RecordedClaim]:
        for event in self.events():
            for told in event.tellings:
                for n, claim in enumerate(told.claims):
                    yield RecordedClaim(f"{told.id}c{n}", claim, told.report, told.entities, event.id, None, SEEN)


def tell(
    made: Made,
    body: str,
    *,
    id: str,  # noqa: A002
    trigger: str,
    type: str,  # noqa: A002
    status: str = "happened",
    mode: str | None = None,
    title: str = "A day in Oru",
    outlet: str | None = "Oru Herald",
    published: date | None = date(2025, 9, 4),
    url: str | None = None,
    actors: Sequence[tuple[str, Entity | None]] = (),
    recipients: Sequence[tuple[str, Entity | None]] = (),
    along: Sequence[tuple[str, Entity | None]] = (),
    place: Place | None = None,
    when: str | None = None,
    said: Sequence[tuple[str, Entity | None, str]] = (),
    **more: Any,
) -> Told:
    """A telling; ``said`` are the links of one claim: words of the source, who it is, words that say so."""
    report = Report.of(body, title=title, outlet=outlet, published=published, url=url)
    made.texts[report.id] = report.text

    def span(words: str) -> Span:
        start = report.text.index(words, len(title))
        return Span.of(report.text, start, start + len(words))

    def parties(members: Sequence[tuple[str, Entity | None]]) -> tuple[Participant, ...]:
        return tuple(Participant(entity=one.id if one else None, words=span(words)) for words, one in members)

    event = Event.model_validate(
        {
            "id": "e1", "type": type, "mode": mode, "status": status, "trigger": span(trigger), "evidence": span(body),
            "actors": parties(actors), "recipients": parties(recipients), "with": parties(along),
            "place": place.replace(words=span(place.words.words)) if place else None,
            "when": When.of(when, basis="anchored", time_of_day=more.pop("time_of_day", None)) if when else None, **more,
        }
    )  # fmt: skip
    links = tuple(
        Attribution(
            source=Source(entity=one.id if one else None, words=span(words)), cue=span(cue), attitude="assertion",
            certainty="PR+", scope="stated",
        )
        for words, one, cue in said
    )  # fmt: skip
    claims = (
        (Claim(id="c1", kind="event", event="e1", content=(span(body),), author_certainty="Uu", attribution=links),)
        if links
        else ()
    )
    info = ReportInfo(
        id=report.id, outlet=outlet, title=title, author="", published=published, language="en", url=url,
        characters=len(report.text), text_sha256="0" * 64, work=report.id, link=None, first_seen=SEEN,
    )  # fmt: skip
    everyone = [one for _, one in (*actors, *recipients, *along)] + [one for _, one, _ in said]
    entities = {one.id: one for one in everyone if one}
    return Told(id, event, info, entities, claims, "rules 0.1.0", "cb")


def merge(*tellings: Told, relations: tuple[Relation, ...] = (), **changes: Any) -> RecordedEvent:
    """A merged event of some tellings, the first of which is the main one."""
    main = tellings[0]
    one = main.event
    given: dict[str, Any] = {
        "id": main.id, "tellings": tuple(told.id for told in tellings), "type": one.type, "mode": one.mode, "status": one.status,
        "actors": tuple(dict.fromkeys(p.entity for told in tellings for p in told.event.actors if p.entity)),
        "recipients": tuple(dict.fromkeys(p.entity for told in tellings for p in told.event.recipients if p.entity)),
        "place": one.place, "when": (one.when.edtf,) if one.when else (), "history": (Step(main.report.published, one.status, one.type),),
    }  # fmt: skip
    support = Support(voices=1, works=len(tellings), pages=len(tellings), origins=("x",))
    return RecordedEvent(Group(**given | changes), tellings, main, support, relations)


def figure(told: Told, event: str, words: str, *, id: str, **asserts: Any) -> RecordedFigure:  # noqa: A002
    """A figure of a telling's report."""
    start = told.event.evidence.start + told.event.evidence.words.index(words)
    quantity = Quantity(id="q1", words=Span(start=start, end=start + len(words), words=words), **asserts)
    page = Page(told.report.id, told.report.id, told.report.published)
    fact = Figure(
        id=id, page=page, holder=Holder("named", ("ministry",), "Oruvian interior ministry"), counted=quantity.counted, op=quantity.op,
        low=quantity.low, high=quantity.high, point=quantity.point, words=words,
    )  # fmt: skip
    return RecordedFigure(
        id, quantity, fact, told.report, (), told.entities, None, event, "killed|people", "point", (2.0, float("inf"))
    )


def whole(words: str) -> Span:
    """A span whose place does not matter."""
    return Span(start=0, end=len(words), words=words)


PREMIER = Entity(
    id="ana-reyes", name="Ana Reyes", kind="person", country="PRT", sector="GOV", office="Prime Minister of Portugal"
)
PORTUGAL = Entity(id="PRT", name="Portugal", kind="country", qid="Q45", country="PRT", sector="GOV")
SPAIN = Entity(id="ESP", name="Spain", kind="country", qid="Q29", country="ESP", sector="GOV")
UNION = Entity(id="Q458", name="European Union", kind="organization", qid="Q458", country="EUR")
MINISTRY = Entity(id="oru-interior", name="Oruvian interior ministry", kind="organization", sector="GOV")
LISBON = Place(
    name="Lisbon", country="PRT", geonames=2267057, lat=38.717, lon=-9.139, precision="city", words=whole("Lisbon")
)
LAND = Place(
    name="Spain", country="ESP", geonames=2510769, lat=40.0, lon=-4.0, precision="country", words=whole("Spain")
)


@pytest.fixture
def tools() -> SimpleNamespace:
    """What makes tellings, merged events and figures."""
    return SimpleNamespace(
        Made=Made, tell=tell, merge=merge, figure=figure, place=LISBON, premier=PREMIER, spain=SPAIN, ministry=MINISTRY
    )


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return Codebook.load()


@pytest.fixture
def made(codebook: Codebook) -> Made:
    """The record: a visit, a plan, an attack with figures, a denial, a flood, a summit of 27."""
    record = Made(codebook)
    visit = tell(
        record, "Ana Reyes received the Spanish government in Lisbon at 07:10 on Tuesday, her office said, Radio Oru reported.", id="visit",
        trigger="received", type="CONSULT", mode="visit", actors=[("Ana Reyes", PREMIER)], recipients=[("the Spanish government", SPAIN)],
        place=LISBON, when="2025-09-02", time_of_day="07:10", cameo="043", plover=Plover(type="CONSULT", mode="visit"),
        said=[("Radio Oru", None, "reported"), ("her office", PREMIER, "said")], url="https://oru.example/1", contexts=("economic", "military"),
        marks=(Mark(kind="summit", value="Oru summit"),),
    )  # fmt: skip
    again = tell(
        record, "The European Union and Ana Reyes met Spain.", id="again", trigger="met", type="CONSULT", outlet="Oru Times",
        actors=[("The European Union", UNION), ("Ana Reyes", PREMIER)], recipients=[("Spain", SPAIN)], when="2025-09-02",
        published=date(2025, 9, 5),
    )  # fmt: skip
    plan = tell(
        record, "Portugal and Spain plan talks in Spain next week.", id="plan", trigger="talks", type="CONSULT", mode="visit",
        status="planned", actors=[("Portugal", PORTUGAL), ("Spain", SPAIN)], place=LAND, when="2025-09-08/2025-09-14",
        plover=Plover(type="AGREE"), contexts=("military",),
    )  # fmt: skip
    attack = tell(
        record, "Gunmen killed at least two and injured about 30 in Lisbon, the ministry said.", id="attack", trigger="killed", type="ASSAULT",
        mode="firearms", actors=[("Gunmen", None)], place=LISBON, when="[..2025-09-03]", plover=Plover(type="ASSAULT", mode="firearms"),
        said=[("the ministry", MINISTRY, "said")], time_of_day="night",
    )  # fmt: skip
    denial = tell(
        record,
        "Spain denied that it had shelled Oru.",
        id="denial",
        trigger="shelled",
        type="ASSAULT",
        status="denied",
        actors=[("Spain", SPAIN)],
    )
    flood = tell(
        record, "A flood hit the coast.", id="flood", trigger="flood", type="disaster", published=None, outlet=None
    )
    names = [f"Guest {n:02}" for n in range(1, 28)]
    summit = tell(
        record, f"{', '.join(names)} met on Monday.", id="summit", trigger="met", type="CONSULT", mode="multilateral",
        actors=[(name, Entity(id=name.lower().replace(" ", "-"), name=name, kind="person")) for name in names],
        plover=Plover(type="CONSULT", mode="multilateral"),
    )  # fmt: skip
    series = Relation("member_of", "visit", "summit", "words")
    record.held = [
        merge(summit), merge(flood), merge(denial), merge(attack), merge(plan), merge(visit, again, relations=(series,), contested=("type",)),
    ]  # fmt: skip
    record.counted["attack"] = [
        figure(
            attack,
            "attack",
            "at least two",
            id="q-dead",
            counted="killed",
            op=">=",
            low=2,
            unit="people",
            as_of="2025-09-03",
        ),
        figure(attack, "attack", "about 30", id="q-hurt", counted="injured", op="~", point=30, unit="people"),
    ]
    return record
