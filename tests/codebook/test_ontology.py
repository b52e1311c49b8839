"""The shipped files hold all of PLOVER 2.0 as the project's documentation tells it."""

from __future__ import annotations

import pytest

from dragoman.codebook import Codebook

TYPES = {  # quad, score, recipient required
    "AGREE": (1, 2.5, False),
    "CONSULT": (1, 2.5, False),
    "SUPPORT": (1, 5, False),
    "CONCEDE": (1, 4.5, False),
    "COOPERATE": (2, 9.5, True),
    "AID": (2, 10, True),
    "RETREAT": (2, 6.5, False),
    "REQUEST": (3, 0, False),
    "ACCUSE": (3, -3, False),
    "REJECT": (3, -2, False),
    "THREATEN": (3, -3.5, False),
    "PROTEST": (4, -5, False),
    "SANCTION": (4, -6, True),
    "MOBILIZE": (4, -5.5, False),
    "COERCE": (4, -7, False),
    "ASSAULT": (4, -9, False),
}
MODES: dict[str, dict[str, float | None]] = {
    "CONSULT": {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5},
    "RETREAT": {"withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5},
    "REQUEST": {"assist": 0.5, "change": -1, "yield": -1, "meet": 0},
    "REJECT": {"assist": -1.5, "change": -2, "yield": -2, "meet": -2},
    "ACCUSE": {"disapprove": -2, "investigate": -3.5, "allege": -3.5},
    "THREATEN": {
        "restrict": -3, "arrest": -3.5, "relations": -3.5, "expel": -3.5, "territory": -4, "violence": -3.5,
    },
    "PROTEST": {
        "demo": -5, "riot": -7, "strike": -5, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5, "vandalize": None,
    },
    "SANCTION": {"convict": -6, "expel": -5.5, "withdraw": -6, "discontinue": -6},
    "MOBILIZE": {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6},
    "COERCE": {
        "seize": -7, "restrict": -7, "censor": -6.5, "curfew": -6.5, "martial-law": -7.5, "arrest": -7, "deport": -7,
        "withhold": -7, "misinformation": -6.5, "cyber": -7,
    },
    "ASSAULT": {
        "abduct": -8.5, "beat": -7.5, "torture": -8.5, "sexual": -8.5, "targeted": -9.5, "destroy": -8.5,
        "primitive": -8, "firearms": -9, "explosives": -9, "suicide-attack": -9.5, "aerial": -9.5, "drone": -9.5,
        "heavy-weapons": -9.5, "crowd-control": -7.5, "unconventional": -10,
    },
}  # fmt: skip
OWN = {
    "statement", "ceremony", "takes_office", "leaves_office", "death", "displacement", "election", "law", "disaster",
    "accident", "conflict",
}  # fmt: skip
CONTEXTS = [
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy", "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression", "human_security", "gender", "lgbt", "religion_ethnicity", "peacekeeping", "environment", "technology", "terrorism", "cbrn", "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking", "health", "asylum", "migration", "disasters", "natural_resource", "inequality", "diplomatic", "territory",
]  # fmt: skip
SECTORS = [
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
]  # fmt: skip
FREQUENT = [
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK",
]  # fmt: skip
COUNTRIES = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"]


@pytest.mark.parametrize("name", TYPES)
def test_type_has_the_quad_score_and_recipient_of_the_manual(name: str, codebook: Codebook) -> None:
    event_type = codebook.types[name]
    assert (event_type.quad, event_type.score, event_type.recipient_required) == TYPES[name]
    assert event_type.meaning


@pytest.mark.parametrize("name", TYPES)
def test_modes_have_the_scores_of_the_manual(name: str, codebook: Codebook) -> None:
    assert {mode.name: mode.score for mode in codebook.types[name].modes.values()} == MODES.get(name, {})
    assert all(mode.meaning for mode in codebook.types[name].modes.values())


def test_counts_of_types_and_modes(codebook: Codebook) -> None:
    plover = [event_type for event_type in codebook.events if event_type.plover]
    assert len(plover) == 16
    assert sum(len(event_type.modes) for event_type in plover) == 67


def test_own_types_stand_beside_those_of_plover(codebook: Codebook) -> None:
    assert {event_type.name for event_type in codebook.events if not event_type.plover} == OWN


def test_a_mode_without_a_score_takes_that_of_its_type(codebook: Codebook) -> None:
    assert codebook.score("PROTEST", "vandalize") == codebook.score("PROTEST") == -5
    assert codebook.score("ASSAULT", "unconventional") == -10
    assert codebook.score("statement") is None
    assert codebook.score("NOTHING") is None


def test_contexts(codebook: Codebook) -> None:
    assert list(codebook.contexts) == CONTEXTS
    assert len(CONTEXTS) == 37
    assert "humanitarian" in codebook.contexts["human_security"].also
    assert "democracy" in codebook.contexts["pro_democracy"].also


def test_sectors(codebook: Codebook) -> None:
    sectors = [sector for sector in codebook.sectors.values() if sector.kind == "sector"]
    assert [sector.code for sector in sectors] == SECTORS
    assert [sector.code for sector in sectors if sector.frequent] == FREQUENT
    assert [sector.code for sector in codebook.sectors.values() if sector.kind == "country"] == COUNTRIES
    assert len(SECTORS) == 25


def test_policies(codebook: Codebook) -> None:
    policies = codebook.policies
    assert policies.default_tolerance == "tolerance/1"
    bounds = [policies.vague_numbers[name]["dozens"] for name in ("words/1", "acled/1")]
    assert bounds == [(24, 99), (12, 12)]
    assert policies.historical_after_days == 30
    assert policies.families["giving way"] == ("CONCEDE", "RETREAT")
    assert {"people", "victims"} <= policies.generic_populations
    assert policies.made_of["casualties"] == ("killed", "injured")
