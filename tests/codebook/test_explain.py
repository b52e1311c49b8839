"""What codes mean."""

from __future__ import annotations

import pytest

from dragoman.codebook import Codebook


@pytest.mark.parametrize(
    "code, kind, words",
    [
        ("CONSULT", "type", "meets or talks"),
        ("CONSULT visit", "mode", "travels"),
        ("CONSULT-visit", "mode", "travels"),
        ("visit", "mode", "travels"),
        ("martial-law", "mode", "emergency"),
        ("human_security", "context", "food"),
        ("COP", "sector", "Police"),
        ("UNO", "code in place of a country", "United Nations"),
        ("042", "cameo", ""),
        ("0212", "cameo", "asks for material cooperation: military"),
        ("planned", "status", "scheduled"),
        ("zsp", "fold", "modality table"),
        ("PR+", "certainty", "probable"),
        (">=", "op", "or more"),
        ("cumulative", "aggregation", "so far"),
        ("anchored", "basis", "publication"),
        ("[..2025-09-02]", "date", "not later"),
        ("2011/2025-09-02", "date", "both included"),
        ("201X", "date", "ten years"),
        ("2025-21", "date", "season"),
        ("NOR", "country", "Norway"),
        ("death", "type", ""),
    ],
)
def test_every_kind_of_code_is_explained(code: str, kind: str, words: str, codebook: Codebook) -> None:
    explanation = codebook.explain(code)
    assert explanation is not None
    assert explanation.kind == kind
    assert words.casefold() in explanation.meaning.casefold()
    file, _, line = explanation.where.rpartition(":")
    assert file.endswith((".yml", ".csv"))
    assert int(line) > 1


def test_every_code_of_the_codebook_has_an_explanation(codebook: Codebook) -> None:
    codes = [
        *codebook.types,
        *(f"{one.name}-{mode}" for one in codebook.events for mode in one.modes),
        *codebook.contexts,
        *codebook.sectors,
        *(row.code for row in codebook.cameo),
        *codebook.status.statuses,
        *(cue.cue for cue in codebook.cues),
        *(hedge.word for hedge in codebook.hedges),
        *(name for terms in codebook.vocabularies.values() for name in terms),
        *(form.example for form in codebook.date_forms if form.example),
    ]
    assert [code for code in codes if codebook.explain(code) is None] == []


def test_a_type_says_what_it_becomes_and_shows_examples(codebook: Codebook) -> None:
    explanation = codebook.explain("CONSULT")
    assert explanation is not None
    facts = dict(explanation.facts)
    assert facts["quad"] == "1 verbal cooperation"
    assert facts["when planned"] == "AGREE (036)"
    assert facts["when denied"] == "no row"
    assert explanation.rules
    assert explanation.examples
    assert not any("[" in example for example in explanation.examples)


def test_a_word_tells_all_that_it_names(codebook: Codebook) -> None:
    predicate = next(one for one in codebook.predicates if one.pos == "verb" and " " in one.lemma)
    explanation = codebook.explain(predicate.lemma)
    assert explanation is not None
    assert explanation.kind == "verb"
    assert dict(explanation.facts)["is"].startswith(predicate.type)


def test_a_name_with_two_meanings_tells_both(codebook: Codebook) -> None:
    explanation = codebook.explain("withdraw")
    assert explanation is not None
    assert any(
        other.startswith("mode SANCTION withdraw") for other in (*explanation.others, f"mode {explanation.code}")
    )
    assert explanation.others


@pytest.mark.parametrize("code", ["", "  ", "nothing-of-this-name", "99", "2025-13-01", "CONSULT-nothing", "\x00"])
def test_what_has_no_meaning_has_no_explanation(code: str, codebook: Codebook) -> None:
    assert codebook.explain(code) is None
