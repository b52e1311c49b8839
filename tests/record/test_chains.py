"""Chains: what the rules conclude from one story as many pages told it, against what must be concluded; and the harness that compares them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dragoman.model import Reading
from dragoman.record.record import Record

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold"
FOLDERS = [path for path in (*sorted(GOLD.glob("chains/*")), GOLD / "north-korea") if path.is_dir()]
SEEDS = (0, 1, 2)
"""Of the order in which the facts are given; 0 is that of the file."""
KINDS = (
    "lines", "alone", "relations", "no_relation", "sums", "works", "support", "groups", "history", "apart", "event_relations",
    "stale_tellings", "stands", "checks", "as_published",
)  # fmt: skip
OWN = """
chain: oru-2031
pages:
  p1: {outlet: Oru Herald, published: 2031-05-02, language: en}
  p2: {outlet: Lake Times, published: "2031-05-03?", language: en}
  p3: {outlet: Copy Shop, published: 2031-05-04, language: en, copy_of: p1}
  p4: {outlet: Second Copy, published: 2031-05-04, language: en, copy_of: p1, edited: "the talks went to Dorn and not to Velm"}
  p5: {outlet: Third Copy, published: "2031-05", language: en, copy_of: p2, edited: "a word"}
origins:
  GOV: {name: government of Oru, kind: government, country: FRA}
  MIN: {name: "Lea Sorn, minister", kind: ministry, country: FRA, controlled_by: GOV}
  BOTH: {name: two bodies, kind: joint, includes: [MIN]}
scopes: {Velm: the north, the north: FRA}
places:
  Velm: {in: the north, near: [Dorn]}
  Dorn: {in: FRA}
figures:
  - {id: a1, page: p1, origin: MIN, relay: [BOTH, a wire], counted: killed, of: Miners, scope: Velm, op: "~", point: 40, words: about 40, as_of: 2031-05-02, as_of_basis: report, aggregation: cumulative}
  - {id: a2, page: p1, origin: , relay: [], counted: killed, of: Miners, scope: FRA, op: ">=", low: 30, words: at least 30, as_of: 2031, as_of_basis: stated, aggregation: cumulative}
  - {id: a3, page: p2, origin: author, relay: [], counted: killed, of: Miners, op: range, low: 1.5, high: 2, words: 1.5 to 2, time_ref: future, certainty: PS+}
tellings:
  - {id: t1, page: p1, type: CONSULT, mode: visit, actors: [Joe Biden], recipients: [Oru Council], place: Velm, when: "[2031-05-01..]", basis: derived, status: planned, evidence: ["summit: Oru of 2031"], origin: MIN}
  - {id: t2, page: p2, type: disaster, actors: [], recipients: [], place: , when: , basis: , status: happened, evidence: [], origin: author, set: yes}
relations:
  - {from: a2, type: revised_by, to: a1, direction: up, by: words}
lines:
  - {counted: killed, of: Miners, scope: Velm, origin: MIN, points: [a1]}
alone: [a2, a3]
works:
  - {members: [p1, p3, p4], link: copy, original: p1}
"""


@pytest.fixture(scope="module")
def bench() -> Iterator[SimpleNamespace]:
    """The modules of the harness, which import each other by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "bench"))
        names = (
            "chain_files",
            "chain_facts",
            "chain_readings",
            "chain_conclusions",
            "chain_compare",
            "chain_rules",
            "chain_record",
            "chains",
        )
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in names})


@pytest.fixture(scope="module")
def concluded(bench: SimpleNamespace) -> Any:
    """The chain of a folder, and what the rules conclude from it in an order; worked out once."""

    @cache
    def conclude(folder: Path, seed: int) -> tuple[Any, Any]:
        chain = bench.chain_files.load(folder)
        return chain, bench.chains.by_rules(chain, seed)

    return conclude


@pytest.mark.skipif(not FOLDERS, reason="the chains of ../shared/gold are no part of this repository")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("folder", FOLDERS, ids=[path.name for path in FOLDERS])
def test_the_rules_conclude_what_a_careful_reader_would(
    bench: SimpleNamespace, concluded: Any, folder: Path, kind: str, seed: int
) -> None:
    chain, found = concluded(folder, seed)
    assert [str(one) for one in bench.chain_compare.compare(chain, found, [kind])] == []


@pytest.mark.skipif(not FOLDERS, reason="the chains of ../shared/gold are no part of this repository")
@pytest.mark.parametrize("folder", FOLDERS, ids=[path.name for path in FOLDERS])
def test_a_record_concludes_the_same_in_any_order_and_twice(
    bench: SimpleNamespace, folder: Path, where: str, open_record: Callable[[str], Record], tmp_path: Path
) -> None:
    chain = bench.chain_files.load(folder)
    pages = bench.chain_readings.readings(chain)
    one, other = open_record(where), open_record(str(tmp_path / "other.db"))
    for seed, record in enumerate((one, other)):
        bench.chain_record.fill(record, pages, seed)
    answers, others = bench.chain_record.everything(one), bench.chain_record.everything(other)
    assert [name for name in answers if answers[name] != others[name]] == []
    found = bench.chain_record.Recorded(chain, bench.chain_facts.facts(chain), one, pages)
    assert [str(each) for each in bench.chain_compare.compare(chain, found)] == []


def test_every_kind_of_conclusion_is_asked_for(bench: SimpleNamespace) -> None:
    assert set(KINDS) == set(bench.chain_compare.JUDGES)


@pytest.fixture(scope="module")
def own(bench: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A chain of our own; no such place exists."""
    folder = tmp_path_factory.mktemp("oru")
    (folder / "chain.yml").write_text(OWN, "utf-8")
    return bench.chain_files.load(folder)


def test_a_chain_becomes_facts(bench: SimpleNamespace, own: Any) -> None:
    known = bench.chain_facts.facts(own)
    about, least, forecast = known.figures
    assert (about.holder.voice, about.holder.entities, about.holder.relays) == ("named", ("MIN",), ("BOTH", "a wire"))
    assert (about.point, about.population, about.revises) == (40, "miners", "a2")
    assert (about.place.name, about.place.within, about.place.country) == ("Velm", ("the north",), "FRA")
    assert (least.holder.voice, least.place.precision, least.place.country) == ("unnamed", "country", "FRA")
    assert (forecast.holder.voice, forecast.holder.certainty, forecast.low, forecast.time_ref) == (
        "author",
        "PS+",
        1.5,
        "future",
    )
    visit, flood = known.tellings
    assert (visit.actors[0].kind, visit.actors[0].country, visit.recipients[0].entity) == (
        "person",
        "USA",
        "oru-council",
    )
    assert (visit.marks, visit.edtf) == ((("summit", "Oru of 2031"),), "[2031-05-01..]")
    assert (flood.is_set, flood.edtf, flood.place) == (True, None, None)
    assert (known.world.controlled_by["MIN"], known.world.members) == ("GOV", {"BOTH": ("MIN",)})
    assert {page.work: page.counts for page in known.pages.values() if page.report == page.work} == {
        "p1": True,
        "p2": True,
    }
    assert (known.pages["p4"].work, known.pages["p4"].counts, known.pages["p5"].published) == ("p1", False, None)


def test_towns_that_are_confused_lie_near_each_other(bench: SimpleNamespace, own: Any) -> None:
    places = bench.chain_facts.Maker(own).coordinates
    assert set(places) == {"Velm", "Dorn"}
    assert 0 < abs(places["Velm"][0] - places["Dorn"][0]) * 111 < 50


def test_a_chain_becomes_readings(bench: SimpleNamespace, own: Any) -> None:
    pages: dict[str, Reading] = {one.page: one.reading for one in bench.chain_readings.readings(own)}
    first, second = pages["p1"], pages["p2"]
    assert [len(first.quantities), len(first.events), len(first.claims)] == [2, 1, 3]
    assert first.quantities[0].revises == "q2"
    chain = [(link.source.entity, str(link.source.words)) for link in first.claims[0].attribution]
    assert chain == [(None, "a wire"), ("BOTH", "two bodies"), ("MIN", "Lea Sorn, minister")]
    assert {entity.id for entity in first.entities} >= {"MIN", "GOV", "BOTH"}
    assert (second.claims[0].attribution, second.claims[0].author_certainty, second.claims[0].time_ref) == (
        (),
        "PS+",
        "future",
    )
    assert pages["p3"].report.text == first.report.text
    words, edited = first.report.text.split(), pages["p4"].report.text.split()
    assert [pair for pair in zip(words, edited, strict=True) if pair[0] != pair[1]] == [("Velm", "Dorn")]
    assert (
        sum(
            one != other for one, other in zip(second.report.text.split(), pages["p5"].report.text.split(), strict=True)
        )
        == 1
    )


def test_pages_of_their_own_share_no_run_of_words(bench: SimpleNamespace, own: Any) -> None:
    texts = [one.reading.report.text.split() for one in bench.chain_readings.readings(own)][:2]
    runs = [{tuple(words[at : at + 5]) for at in range(len(words) - 4)} for words in texts]
    assert not runs[0] & runs[1]
