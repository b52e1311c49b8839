"""Forms to lemmas: edit scripts, and the table that keeps guesses to words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import scripts
from dragoman.language.lemmas import Lemmas, regular

TEXT = "VERB\tinvaded\tinvade\nVERB\tinvade\tinvade\nVERB\tmeet\tmeet\nVERB\tmet\tmeet\nNOUN\tpeople\tpeople\nADJ\tbetter\tgood\n"


@pytest.fixture
def lemmas() -> Lemmas:
    return Lemmas.parse(TEXT, {"welcome", "hold", "treaty", "building", "stop"})


@given(st.text(min_size=1), st.text())
def test_a_script_makes_its_lemma_again(form: str, lemma: str) -> None:
    assert scripts.apply(scripts.make(form, lemma), form) == lemma


@given(st.text(min_size=1), st.sampled_from(["=", "l", "c0+", "c3+y", "c99+x", "wgo"]))
def test_any_script_fits_any_form(form: str, script: str) -> None:
    assert isinstance(scripts.apply(script, form), str)


@pytest.mark.parametrize(
    "form, pos, script, lemma",
    [
        ("Invaded", "VERB", "c2+", "invade"),
        ("met", "VERB", "=", "meet"),
        ("better", "ADJ", "=", "good"),
        ("welcomed", "VERB", "c2+", "welcome"),
        ("stopped", "VERB", "c2+", "stop"),
        ("treaties", "NOUN", "c1+", "treaty"),
        ("'re", "AUX", "wbe", "be"),
        ("Kenyans", "PROPN", "wChristian", "Kenyans"),
        ("Oslo", "PROPN", "=", "Oslo"),
        ("officials", "NOUN", "c1+", "official"),
    ],
)
def test_a_guess_gives_way_to_a_word(lemmas: Lemmas, form: str, pos: str, script: str, lemma: str) -> None:
    assert lemmas(form, pos, script) == lemma


@given(st.text(min_size=1, max_size=12), st.sampled_from(["VERB", "NOUN", "ADJ", "PROPN", "AUX", "PUNCT"]))
def test_no_form_lacks_a_lemma(form: str, pos: str) -> None:
    known = Lemmas.parse(TEXT, {"hold"})
    assert known(form, pos, "=")
    assert all(isinstance(one, str) for one in regular(form, pos))
