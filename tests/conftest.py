"""What all tests share: a small reading made by hand, no network, and the switch that rewrites golden files."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

from dragoman.model import (
    Attribution,
    Check,
    Claim,
    Entity,
    Event,
    Note,
    Participant,
    Place,
    Plover,
    Quantity,
    ReaderInfo,
    Reading,
    Report,
    Source,
    Span,
    When,
)

settings.register_profile("push", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("campaign", parent=settings.get_profile("push"), max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "push"))

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files instead of comparing")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(autouse=True)
def no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed does not depend on the terminal in which tests run; tests in several processes set a width of their own."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is tested may speak to another machine. Sockets of this machine's own are left alone: notebooks need them."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if isinstance(host, str) and host not in ("127.0.0.1", "::1", "localhost"):
            _refuse(host)
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _refuse(host: str) -> NoReturn:
    raise AssertionError(f"a test tried to reach {host}")


TITLE = "Two soldiers killed near Lake Oru"
BODY = (
    "Rebels attacked an army post near Lake Oru on Monday, the Oruvian defence ministry said. "
    "At least two soldiers were killed, a spokesman told Radio Oru; earlier reports spoke of one."
)


@pytest.fixture
def report() -> Report:
    """A report of nobody's: the country does not exist."""
    return Report.of(BODY, title=TITLE, published=date(2025, 3, 4), author="Ana Reyes", outlet="Oru Herald")


@pytest.fixture
def find(report: Report) -> Callable[[str], Span]:
    """The span of the first place after the headline where words stand."""

    def first(words: str) -> Span:
        start = report.text.index(words, len(TITLE))
        return Span.of(report.text, start, start + len(words))

    return first


@pytest.fixture
def reading(report: Report, find: Callable[[str], Span]) -> Reading:
    """A reading of that report, with one entry of each kind at least."""
    sentence = find(BODY.partition(". ")[0] + ".")
    ministry = Entity(
        id="oruvian-defence-ministry",
        name="Oruvian defence ministry",
        kind="organization",
        sector="MIL",
        mentions=(find("the Oruvian defence ministry"),),
    )
    rebels = Entity(id="rebels", name="Rebels", kind="group", sector="REB", mentions=(find("Rebels"),))
    said = Attribution(
        source=Source(entity=ministry.id, words=find("the Oruvian defence ministry")),
        cue=find("said"),
        attitude="assertion",
        certainty="CT+",
        scope="stated",
    )
    told = Attribution(
        source=Source(descriptor="spokesman", words=find("a spokesman")),
        cue=find("told"),
        attitude="assertion",
        certainty="CT+",
        scope="stated",
    )
    attack = Event(
        id="e1",
        type="ASSAULT",
        mode="firearms",
        cameo="193",
        contexts=("military",),
        plover=Plover(type="ASSAULT", mode="firearms"),
        actors=(Participant(entity=rebels.id, words=find("Rebels")),),
        recipients=(Participant(words=find("an army post")),),
        place=Place(name="Lake Oru", precision="site", words=find("Lake Oru")),
        when=When.of("2025-03-03", basis="anchored", words=find("on Monday")),
        status="happened",
        trigger=find("attacked"),
        evidence=sentence,
    )
    claims = (
        Claim(
            id="c1",
            kind="event",
            event="e1",
            content=(find("Rebels attacked an army post near Lake Oru on Monday"),),
            author_certainty="Uu",
            attribution=(said,),
        ),
        Claim(
            id="c2",
            kind="quantity",
            quantity="q1",
            content=(find("At least two soldiers were killed"),),
            author_certainty="Uu",
            attribution=(told,),
        ),
        Claim(id="c3", kind="quantity", quantity="q2", content=(find("one"),), author_certainty="Uu"),
    )
    figures = (
        Quantity(
            id="q1",
            counted="killed",
            of="soldiers",
            event="e1",
            op=">=",
            low=2,
            unit="people",
            aggregation="total",
            as_of="2025-03-03",
            as_of_basis="derived",
            revises="q2",
            words=find("At least two"),
        ),
        Quantity(id="q2", counted="killed", op="=", point=1, unit="people", words=find("one")),
    )
    return Reading(
        report=report,
        entities=(rebels, ministry),
        events=(attack,),
        claims=claims,
        quantities=figures,
        checks=(Check(kind="direction", claim="c2", claimed="rise", verdict="consistent", why="1 to at least 2"),),
        notes=(Note(kind="uncoded", words=find("earlier reports"), message="whose reports is not said"),),
        reader=ReaderInfo(name="rules", version="0.1.0", pipeline="p", codebook="c"),
    )
