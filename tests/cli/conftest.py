"""A small reading made by hand, with one entry of every kind, for the views."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dragoman.cli import main
from dragoman.codebook import Codebook
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

BODY = (
    "Envoys from Chad will visit Oslo on Friday, state radio reported, citing a minister. "
    "More than 40 people were hurt, 12 of them badly.\n\n"
    "It is their second visit this year. Rain fell."
)


@pytest.fixture
def make() -> Callable[..., Reading]:
    """A reading of `BODY`, with title, author and further changes to the report."""

    def build(title: str = "Envoys to visit Oslo", author: str = "A. Writer", extra: str = "") -> Reading:
        report = Report.of(BODY + extra, title=title, author=author, published=date(2025, 6, 18))

        def span(words: str) -> Span:
            start = report.text.index(words, len(title))
            return Span.of(report.text, start, start + len(words))

        content = span("Envoys from Chad will visit Oslo on Friday")
        chain = (
            Attribution(
                source=Source(entity="state-radio", words=span("state radio")), cue=span("reported"), attitude="assertion",
                certainty="CT+", scope="stated",
            ),
            Attribution(
                source=Source(words=span("a minister")), cue=span("citing"), attitude="assertion", certainty="PR+", scope="carried_over"
            ),
        )  # fmt: skip
        return Reading(
            report=report,
            entities=(
                Entity(id="TCD", name="Chad", kind="country", country="TCD", mentions=(span("Chad"),)),
                Entity(id="envoys", name="Envoys from Chad", kind="group", country="TCD", mentions=(span("Envoys from Chad"),)),
                Entity(id="state-radio", name="Radio Chad", kind="organization", mentions=(span("state radio"),)),
            ),
            events=(
                Event(
                    id="e1", type="CONSULT", mode="visit", cameo="042", contexts=("diplomatic",), plover=Plover(type="AGREE"),
                    actors=(Participant(entity="envoys", words=span("Envoys from Chad")),),
                    place=Place(name="Oslo", country="NOR", lat=59.91, lon=10.75, precision="city", words=span("Oslo")),
                    when=When.of("2025-06-20", basis="anchored", words=span("on Friday")),
                    status="planned", trigger=span("will visit"), evidence=content,
                ),
            ),
            claims=(
                Claim(id="c1", kind="event", event="e1", content=(content,), author_certainty="Uu", attribution=chain),
                Claim(id="c2", kind="quantity", quantity="q1", content=(span("More than 40 people were hurt"),), author_certainty="CT+"),
                Claim(id="c3", kind="count", n=2, content=(span("their second visit this year"),), author_certainty="CT+"),
            ),
            quantities=(
                Quantity(id="q1", counted="injured", of="people", op=">", low=40, unit="people", aggregation="total", words=span("More than 40")),
                Quantity(id="q2", counted="injured", op="=", point=12, unit="people", aggregation="part", part_of="q1", words=span("12")),
            ),
            checks=(Check(kind="count", claim="c3", claimed=2, record_min=1, verdict="not contradicted", why="one visit is told"),),
            notes=(Note(kind="uncoded", words=span("fell"), message="no predicate fits"), Note(kind="date", message="a note without words")),
            reader=ReaderInfo(name="rules", version="0.1.0", pipeline="p" * 64, codebook="c" * 64),
        )  # fmt: skip

    return build


@pytest.fixture
def reading(make: Callable[..., Reading]) -> Reading:
    """The reading as it is."""
    return make()


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def shipped() -> Codebook:
    """The shipped codebook, loaded once."""
    return Codebook.load()


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shipped: Codebook) -> Run:
    """Run the command in an empty folder, with the shipped codebook loaded once."""
    load = Codebook.load
    monkeypatch.setattr(Codebook, "load", lambda overlay=None: load(overlay) if overlay else shipped)
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str, str]:
        code = main([*words])
        out = capsys.readouterr()
        assert "Traceback" not in out.err
        return code, out.out, out.err

    return command


@pytest.fixture(scope="session")
def golden() -> tuple[Reading, ...]:
    """The readings of the example reports, as the golden files have them: no model is needed."""
    folder = Path(__file__).resolve().parents[1] / "golden"
    return tuple(Reading.model_validate_json(path.read_text("utf-8")) for path in sorted(folder.glob("*.json")))


@pytest.fixture(scope="session")
def made_record(golden: tuple[Reading, ...], shipped: Codebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of these readings, to be copied."""
    from dragoman.record.record import Record

    path = tmp_path_factory.mktemp("record") / "made.db"
    with Record(str(path), codebook=shipped) as record:
        for _ in record.add(golden):
            pass
    return path


@pytest.fixture
def db(made_record: Path, tmp_path: Path) -> str:
    """A copy of the record as ``korea.db`` in the test's own folder; returns the name."""
    shutil.copy(made_record, tmp_path / "korea.db")
    return "korea.db"


@pytest.fixture
def lines(golden: tuple[Reading, ...], tmp_path: Path) -> str:
    """The readings as JSON Lines in the test's own folder; returns the name."""
    (tmp_path / "readings.jsonl").write_text("".join(f"{one.model_dump_json()}\n" for one in golden), "utf-8")
    return "readings.jsonl"
