"""Rows of the record's own tables: what is looked up beside the views."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dragoman.codebook import Codebook
from dragoman.model import Attribution, Claim, Entity, Place, Source, Span
from dragoman.model.tables import Row
from dragoman.record import tables
from dragoman.record.views import RecordedClaim, RecordedEntity, ReportInfo

SEEN = datetime(2025, 9, 5, tzinfo=UTC)
ALONE = Entity(id="a", name="Ana Reyes", kind="person")
OTHER = Entity(id="b", name="Bo Lund", kind="person")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


def info(link: str | None) -> ReportInfo:
    return ReportInfo("r2", "Oru Herald", "", "", None, "en", None, 3, "0" * 64, "r1", link, SEEN)


def said(source: Entity) -> list[Row]:
    words = Span(start=0, end=3, words="she")
    link = Attribution(
        source=Source(entity=source.id, words=words), attitude="assertion", certainty="CT+", scope="stated"
    )
    claim = Claim(id="c1", kind="event", content=(words,), author_certainty="Uu", attribution=(link,))
    known = {one.id: one for one in (source, ALONE, OTHER)}
    return list(tables.attribution_rows(RecordedClaim("k", claim, info(None), known, None, None, SEEN)))


def test_a_copy_and_a_version_point_to_what_they_are_of() -> None:
    pairs = [
        (tables.report_row(info(link))["copy_of"], tables.report_row(info(link))["version"])
        for link in (None, "copy", "version")
    ]
    assert pairs == [(None, None), ("r1", None), (None, "r1")]


def test_those_who_speak_together_have_a_row_each() -> None:
    joint = Entity(id="both", name="Ana Reyes and Bo Lund", kind="group", members=("a", "b"))
    assert [(row["hop"], row["n"], row["name"]) for row in said(joint)] == [(0, 1, "Ana Reyes"), (0, 2, "Bo Lund")]


def test_a_body_is_never_taken_apart() -> None:
    body = Entity(id="Q7", name="Oruvian League", kind="organization", qid="Q7", members=("a", "b"))
    assert [row["name"] for row in said(body)] == ["Oruvian League"]
    assert [row["name"] for row in said(ALONE)] == ["Ana Reyes"]


def test_an_entity_has_the_days_of_its_office(codebook: Codebook) -> None:
    office = next(row for row in codebook.offices if row.start and row.end)
    entity = Entity(id=office.holder, name="X", kind="person", office=office.office)
    row = tables.entity_row(RecordedEntity(entity, (), 1, 1, 1), codebook)
    assert (row["since"], row["until"]) in {
        (one.start, one.end or None) for one in codebook.offices.find("holder", office.holder)
    }
    bare = tables.entity_row(RecordedEntity(entity.replace(office=None), (), 1, 1, 1), codebook)
    assert (bare["since"], bare["until"]) == (None, None)


def test_a_place_of_the_gazetteer_has_its_radius(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        "id,name,kind,country,lat,lon,radius_km\nlake-oru,Lake Oru,region,PRT,1.5,2.5,12\n", "utf-8"
    )
    about = "about: {origin: by hand, licence: CC0-1.0, updated: 2026-11-24}\n"
    (tmp_path / "places.about.yml").write_text(about, "utf-8")
    codebook = Codebook.load(tmp_path)
    place = Place(name="Lake Oru", lat=1.5, lon=2.5, words=Span(start=0, end=1, words="x"))
    assert tables.radius(place, codebook) == 12.0
    assert tables.radius(place.replace(lat=0.0), codebook) is None
    assert tables.radius(None, codebook) is None
