"""CAMEO's codes, and the law of the two maps: PLOVER to CAMEO and back."""

from __future__ import annotations

from collections import Counter

import pytest

from dragoman.codebook import Act, Codebook

PHOENIX = {"016": 3.4, "124": -5, "1246": -5, "163": -6.5, "164": -7, "166": -8}
NO_TYPE = ("01", "02")
# What the way there and back changes, and why: CAMEO lacks the mode, or gives one code two meanings.
OTHER_TYPE = {
    ("CONCEDE", None, "0871"): "RETREAT",
    ("RETREAT", "resign", "0831"): "CONCEDE",
}
OTHER_MODE = {
    ("CONSULT", "multilateral"), ("THREATEN", "arrest"), ("MOBILIZE", "weapons"), ("MOBILIZE", "militia"),
    ("COERCE", "censor"), ("COERCE", "withhold"), ("ASSAULT", "drone"), ("PROTEST", "strike"), ("PROTEST", "boycott"),
    ("PROTEST", "vandalize"), ("SANCTION", "expel"), ("COERCE", "misinformation"), ("COERCE", "cyber"),
}  # fmt: skip
OTHER_MODE_OF_CODE = {
    ("THREATEN", "expel", "1313"), ("SANCTION", "discontinue", "161"), ("SANCTION", "discontinue", "160"),
    ("SANCTION", "withdraw", "1661"), ("SANCTION", "withdraw", "1662"), ("SANCTION", "withdraw", "1663"),
    ("ASSAULT", "primitive", "180"), ("ASSAULT", "crowd-control", "175"),
    ("THREATEN", "restrict", "133"), ("ASSAULT", "beat", "1823"),
}  # fmt: skip


def test_codes_are_complete(codebook: Codebook) -> None:
    codes = [row.code for row in codebook.cameo]
    assert len(codes) == len(set(codes)) == 313
    assert sum(len(code) == 2 for code in codes) == 20
    for code in codes:
        assert code[:2] in codebook.cameo
        assert len(code) < 4 or code[:3] in codebook.cameo


def test_marks_count_the_corrections_of_the_published_map(codebook: Codebook) -> None:
    marks = Counter(row.mark for row in codebook.cameo)
    assert marks == {"": 218, "-": 39, "s": 20, "m": 14, "t": 12, "c": 9, "r": 1}
    for row in codebook.cameo:
        assert (row.mark == "-") == (row.code[:2] in NO_TYPE) == (not row.type)


def test_both_scales_are_kept(codebook: Codebook) -> None:
    assert {
        row.code: row.goldstein_phoenix for row in codebook.cameo if row.goldstein_phoenix != row.goldstein_icews
    } == PHOENIX
    assert codebook.cameo["016"].goldstein_icews == -5


def test_a_leading_zero_is_part_of_a_code(codebook: Codebook) -> None:
    assert codebook.cameo["042"].mode == "visit"
    assert "42" not in codebook.cameo


def test_every_type_and_mode_has_a_row(codebook: Codebook) -> None:
    rows = set(codebook.cameo_map.rows)
    wanted: set[tuple[str, str | None]] = {
        (event_type.name, None) for event_type in codebook.events if event_type.plover
    }
    wanted |= {(one.name, mode) for one in codebook.events if one.plover for mode in one.modes}
    assert rows == wanted
    assert len(rows) == 83


def test_there_and_back_keeps_the_type(codebook: Codebook) -> None:
    changed = set()
    for (type_, mode), row in codebook.cameo_map.rows.items():
        for code in row.all_codes():
            back = codebook.cameo[code]
            if type_ == "REQUEST" and code.startswith("02"):
                assert not back.type
            elif back.type != type_:
                assert OTHER_TYPE.get((type_, mode, code)) == back.type, (type_, mode, code)
                changed.add((type_, mode, code))
    assert changed == set(OTHER_TYPE)


def test_there_and_back_keeps_the_mode(codebook: Codebook) -> None:
    changed = set()
    for (type_, mode), row in codebook.cameo_map.rows.items():
        for code in row.all_codes():
            back = codebook.cameo[code]
            if mode is None or not back.type or back.type != type_ or (back.mode or None) == mode:
                continue
            assert (type_, mode) in OTHER_MODE or (type_, mode, code) in OTHER_MODE_OF_CODE, (
                type_,
                mode,
                code,
                back.mode,
            )
            changed |= {(type_, mode), (type_, mode, code)}
    assert changed >= OTHER_MODE
    assert changed >= OTHER_MODE_OF_CODE


def test_every_code_with_a_type_is_made_by_some_row(codebook: Codebook) -> None:
    made = {code for row in codebook.cameo_map.rows.values() for code in row.all_codes()}
    typed = {row.code for row in codebook.cameo if row.type and len(row.code) > 2}
    assert typed - made == set()


@pytest.mark.parametrize(
    "type_, mode, act, code",
    [
        ("CONSULT", "visit", Act(), "042"),
        ("CONSULT", "visit", Act(dyad="host"), "043"),
        ("CONSULT", None, Act(words={"negotiate"}), "046"),
        ("REQUEST", "assist", Act(), "021"),
        ("REQUEST", "assist", Act(force="demand"), "101"),
        ("REQUEST", "assist", Act(force="demand", words={"aid"}, contexts=["military"]), "1032"),
        ("REQUEST", "assist", Act(contexts=["military"]), "0212"),
        ("AGREE", None, Act(words={"truce"}), "037"),
        ("ASSAULT", "targeted", Act(status="attempted"), "185"),
        ("ASSAULT", "targeted", Act(), "186"),
        ("ASSAULT", None, Act(), "190"),
        ("ASSAULT", None, Act(sectors=["MIL"]), "190"),
        ("ASSAULT", None, Act(sectors=["CVL"]), "180"),
        ("THREATEN", "restrict", Act(words={"state", "of", "emergency"}), "1324"),
        ("COERCE", "restrict", Act(words={"movement"}), "172"),
        ("COERCE", "restrict", Act(words={"movement"}, contexts=["military"]), "191"),
        ("AID", None, Act(contexts=["health"]), "073"),
    ],
)
def test_the_first_case_that_fits_gives_the_code(
    type_: str, mode: str | None, act: Act, code: str, codebook: Codebook
) -> None:
    assert codebook.cameo_code(type_, mode, act) == code


def test_the_code_of_a_predicate_goes_before_the_map(codebook: Codebook) -> None:
    predicate = next(entry for entry in codebook.predicates if entry.cameo is not None)
    assert codebook.cameo_code(predicate.type, predicate.mode, predicate=predicate) == predicate.cameo


def test_own_types_take_the_code_of_their_mode(codebook: Codebook) -> None:
    assert codebook.cameo_code("statement", "denies") == "016"
    assert codebook.cameo_code("death", "killed") is None
