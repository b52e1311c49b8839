"""What PLOVER makes of type and status."""

from __future__ import annotations

import pytest

from dragoman.codebook import Act, Codebook
from dragoman.codebook.events import STATUSES

TYPES = [
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip


def modes(codebook: Codebook, type_: str) -> list[str | None]:
    return [None, *codebook.types[type_].modes]


@pytest.mark.parametrize("name", ["manual", "zsp", "surface"])
def test_each_type_and_status_has_a_cell(name: str, codebook: Codebook) -> None:
    fold = codebook.status.folds[name]
    for type_ in TYPES:
        for status in (*STATUSES, "own"):
            assert fold.cell(type_, status) is not None, (type_, status)


@pytest.mark.parametrize("name", ["manual", "zsp", "surface"])
def test_folded_types_and_modes_are_plovers(name: str, codebook: Codebook) -> None:
    fold = codebook.status.folds[name]
    for type_ in TYPES:
        for status in STATUSES:
            for mode in modes(codebook, type_):
                for own in (True, False):
                    folded = codebook.folded(type_, mode, status, own=own, fold=name)
                    if folded is None or folded.type in fold.types:
                        continue
                    assert folded.type in TYPES
                    assert folded.mode in modes(codebook, folded.type)
                    assert folded.cameo in codebook.cameo


@pytest.mark.parametrize("name", ["manual", "surface"])
def test_what_happened_stays_as_it_is(name: str, codebook: Codebook) -> None:
    for type_ in TYPES:
        for mode in modes(codebook, type_):
            for status in ("happened", "under_way"):
                folded = codebook.folded(type_, mode, status, fold=name)
                assert folded is not None
                assert (folded.type, folded.mode) == (type_, mode)
                assert folded.cameo == codebook.cameo_code(type_, mode)


@pytest.mark.parametrize("name", ["manual", "zsp", "surface"])
def test_folding_twice_is_folding_once(name: str, codebook: Codebook) -> None:
    for type_ in TYPES:
        for status in STATUSES:
            for mode in modes(codebook, type_):
                once = codebook.fold(type_, mode, status, fold=name)
                if once is not None and once.type in TYPES:
                    assert codebook.fold(once.type, once.mode, "happened", fold=name) == once


@pytest.mark.parametrize(
    "before, act, wanted",
    [
        (("CONSULT", "visit", "planned"), Act(), ("AGREE", None, "036")),
        (("CONSULT", None, "promised"), Act(words={"mediate"}), ("AGREE", None, "039")),
        (("CONSULT", "visit", "cancelled"), Act(), ("REJECT", "meet", "161")),
        (("CONSULT", None, "cancelled"), Act(words={"talks"}), ("REJECT", "meet", "164")),
        (("CONSULT", None, "denied"), Act(), None),
        (("RETREAT", "withdraw", "planned"), Act(), ("CONCEDE", None, "0356")),
        (("RETREAT", "release", "promised"), Act(), ("CONCEDE", None, "0353")),
        (("RETREAT", None, "planned"), Act(words={"embargo"}), ("CONCEDE", None, "0354")),
        (("RETREAT", "disarm", "cancelled"), Act(), ("REJECT", "yield", "1246")),
        (("AID", None, "promised"), Act(contexts=["military"]), ("AGREE", None, "0332")),
        (("AID", None, "planned"), Act(words={"debt"}), ("AID", None, "070")),
        (("AID", None, "cancelled"), Act(contexts=["economic"]), ("SANCTION", "discontinue", "1621")),
        (("ASSAULT", "firearms", "threatened"), Act(), ("THREATEN", "violence", "1384")),
        (("ASSAULT", "unconventional", "planned"), Act(), ("THREATEN", "violence", "1385")),
        (("ASSAULT", "targeted", "attempted"), Act(), ("ASSAULT", "targeted", "185")),
        (("ASSAULT", None, "cancelled"), Act(), ("CONCEDE", None, "0356")),
        (("SANCTION", "discontinue", "planned"), Act(words={"embargo"}), ("THREATEN", "restrict", "1312")),
        (("SANCTION", "discontinue", "planned"), Act(words={"aid"}), ("THREATEN", "relations", "1311")),
        (("SANCTION", "expel", "threatened"), Act(words={"ambassador"}), ("THREATEN", "expel", "1313")),
        (("SANCTION", "convict", "planned"), Act(), ("THREATEN", None, "132")),
        (("PROTEST", "strike", "planned"), Act(), ("THREATEN", "restrict", "133")),
        (("PROTEST", "demo", "planned"), Act(), ("THREATEN", None, "133")),
        (("COERCE", "seize", "planned"), Act(words={"island"}), ("THREATEN", "territory", "1382")),
        (("COERCE", "cyber", "planned"), Act(), ("THREATEN", None, "130")),
        (("REQUEST", "meet", "planned"), Act(force="demand"), ("REQUEST", "meet", "106")),
        (("REQUEST", "meet", "cancelled"), Act(), ("CONCEDE", None, "080")),
        (("THREATEN", "violence", "threatened"), Act(), ("THREATEN", "violence", "138")),
        (("MOBILIZE", "police", "planned"), Act(), ("THREATEN", "violence", "137")),
        (("AGREE", None, "attempted"), Act(), None),
        (("AGREE", None, "planned"), Act(words={"summit"}), ("AGREE", None, "036")),
    ],
)
def test_cells_of_the_manual(
    before: tuple[str, str | None, str], act: Act, wanted: tuple[str, str | None, str] | None, codebook: Codebook
) -> None:
    folded = codebook.folded(*before, act=act)
    assert (None if folded is None else (folded.type, folded.mode, folded.cameo)) == wanted


def test_a_supposition_counts_only_from_the_actor_itself(codebook: Codebook) -> None:
    assert codebook.fold("CONSULT", "visit", "hypothetical") is None
    own = codebook.fold("CONSULT", "visit", "hypothetical", own=True)
    assert own is not None
    assert own.type == "AGREE"


def test_the_table_of_modalities_of_zsp(codebook: Codebook) -> None:
    def folded(type_: str, status: str) -> str | None:
        row = codebook.fold(type_, None, status, fold="zsp")
        return row.type if row is not None else None

    assert [folded(type_, "happened") for type_ in ("CONCEDE", "RETREAT")] == ["YIELD", "YIELD"]
    assert folded("RETREAT", "planned") == "AGREE"
    assert [folded(type_, "denied") for type_ in ("AGREE", "AID", "REQUEST", "ASSAULT")] == [
        "REJECT",
        "SANCTION",
        "AGREE",
        "YIELD",
    ]
    assert [folded(type_, "cancelled") for type_ in ("AID", "ASSAULT")] == ["REJECT", "AGREE"]


def test_own_types_are_never_forced_into_plover(codebook: Codebook) -> None:
    for event_type in codebook.events:
        if not event_type.plover:
            assert codebook.fold(event_type.name, None, "happened") is None


def test_an_unknown_fold_is_an_error(codebook: Codebook) -> None:
    with pytest.raises(KeyError):
        codebook.fold("AID", None, "happened", fold="nobody")
