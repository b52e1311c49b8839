"""The demonstration shows what it is made to show, read by the shipped reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dragoman.record import Record
from dragoman.record.views import RecordedEvent, Series
from dragoman.web import demo

pytestmark = pytest.mark.model
MINISTRY, HOSPITAL, UNION, BRIGADE = (
    "ury-interior-ministry",
    "tacuarembo-hospital",
    "miners-union",
    "northern-fire-brigade",
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    where = str(Path(tmp_path_factory.mktemp("demo")) / "demo.db")
    demo.make(where)
    with Record(where, readonly=True) as made:
        yield made


@pytest.fixture(scope="module")
def dead(record: Record) -> dict[str, Series]:
    """The lines of the dead of the town, by origin."""
    return {"+".join(one.line.origin): one for one in record.figures(counted="killed", of="people")}


@pytest.fixture(scope="module")
def events(record: Record) -> list[RecordedEvent]:
    return list(record.events())


def numbers(series: Series) -> list[float | None]:
    by_id = {one.id: one.quantity for one in series.figures}
    return [by_id[state.first].point or by_id[state.first].low for state in series.line.states]


def visits_of(events: list[RecordedEvent], who: str) -> dict[str, RecordedEvent]:
    return {
        one.group.when[0]: one
        for one in events
        if one.group.mode == "visit" and one.group.actors == (who,) and one.group.when
    }


def test_the_reports_are_short_and_of_several_outlets() -> None:
    told = list(demo.pages())
    days = [one.published for one in told if one.published]
    assert len(told) == len(days) == 14
    assert max(days) - min(days) == date(2025, 5, 28) - date(2025, 5, 7)
    assert len({one.outlet for one in told}) == 7
    assert all(120 <= len(one.body.split()) <= 250 for one in told)
    assert all((one.url or "").split("/")[2].endswith(".example") for one in told)


def test_a_ministry_corrects_itself_downwards_and_then_upwards(dead: dict[str, Series]) -> None:
    line = dead[MINISTRY]
    assert numbers(line) == [61, 54, 66]
    assert [one.direction for one in sorted(line.relations, key=lambda one: one.why) if one.type == "revised_by"] == [
        "up",
        "down",
    ]
    assert len(line.line.ticks) >= 3
    assert [one.report.outlet for one in line.figures if one.part == "stale"] == ["Bourse Bulletin"]


def test_the_first_count_is_replaced_and_told_again(dead: dict[str, Series]) -> None:
    line = dead[BRIGADE]
    assert numbers(line) == [12, 40]
    assert [one.report.outlet for one in line.figures if one.part == "stale"] == ["Nordfjord Daily"]


def test_the_sources_contradict_each_other_and_agree_in_the_end(dead: dict[str, Series]) -> None:
    assert numbers(dead[HOSPITAL]) == [58, 59, 66]
    assert numbers(dead[UNION]) == [120]
    between = {one.type for series in dead.values() for one in series.relations}
    assert {"contradicts", "corroborates", "restates", "revised_by", "repeats_stale"} <= between


def test_a_copy_is_one_voice(record: Record, dead: dict[str, Series]) -> None:
    first = next(one for one in dead[BRIGADE].figures if one.report.outlet == "Plata Wire")
    support = record.support(first.id, as_published="2025-05-08")
    assert (support.voices, support.works, support.pages) == (1, 1, 2)
    links = {one.outlet: one.link for one in record.reports() if one.link}
    assert links == {"Cuareim Courier": "copy", "Evening Standard-Bearer": "version"}


def test_an_accusation_is_denied_and_then_admitted(events: list[RecordedEvent]) -> None:
    shots = next(one for one in events if one.group.type == "ASSAULT" and "platino-minerals-guards" in one.group.actors)
    steps = [(str(one.published), one.contested, one.admitted) for one in shots.group.history]
    assert steps == [("2025-05-08", True, False), ("2025-05-16", False, True)]
    assert shots.support.admitted_by
    assert all(one.until for one in shots.relations if one.type == "denies")


def test_a_visit_is_put_off_and_taken_up_again(events: list[RecordedEvent]) -> None:
    visits = visits_of(events, "sunna-bergdal")
    stopped, made = visits["2025-05-13"], visits["2025-05-20"]
    assert [one.status for one in stopped.group.history] == ["planned", "cancelled"]
    assert str(stopped.group.closed) == "2025-05-11"
    assert [one.status for one in made.group.history] == ["planned", "happened"]
    assert ("taken_up_again", stopped.id, made.id) in {(one.type, one.left, one.right) for one in made.relations}
    assert not any(one.type == "member_of" for one in stopped.relations)


def test_plans_are_carried_out_or_pass_in_silence(events: list[RecordedEvent]) -> None:
    summit = next(one for one in events if one.group.mode == "multilateral" and one.group.actors == ("URY",))
    assert [one.status for one in summit.group.history] == ["planned", "happened"]
    assert [one.group.place.name for one in events if one.group.overdue and one.group.place] == ["Buenos Aires"]


def test_one_claim_is_inconsistent_and_one_not_contradicted(record: Record) -> None:
    found = {one.asked.what: one.verdict.verdict for one in record.checks()}
    assert found["Bergdal's first visit to Uruguay in five years"] == "inconsistent"
    assert found["the third meeting of Bergdal and Iturbide since June 2024"] == "not contradicted"
    assert found["visited Uruguay twice"] == "consistent"


def test_a_person_has_decided(record: Record) -> None:
    assert {one.verdict for one in record.judgements()} == {"accepted", "unsure"}
    assert [one.by for one in record.coverages()] == [demo.AUTHOR]
    assert [one.name for one in record.snapshots()] == [demo.SNAPSHOT]
    assert not list(record.verify())


def test_the_tour_has_two_sentences_a_stop() -> None:
    stops = demo.tour()
    assert 6 <= len(stops) <= 8
    for stop in stops:
        assert set(stop) == {"address", "heading", "text"}
        assert stop["address"].startswith("/")
        assert stop["text"].count(". ") + stop["text"].count(": ") >= 1
