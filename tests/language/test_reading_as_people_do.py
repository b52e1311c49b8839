"""Ten sentences of our own, read as a reader would read them."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Token

from dragoman import language

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def word(doc: Doc, text: str) -> Token:
    return next(t for t in doc if t.text == text)


def test_the_subject_of_a_passive_suffers(nlp: Language) -> None:
    doc = nlp("Two fishermen were detained by the coast guard near the island.")
    assert word(doc, "fishermen").dep_ == "nsubj:pass"
    assert word(doc, "guard").dep_ == "obl:agent"
    assert word(doc, "detained").lemma_ == "detain"


def test_chains_of_of(nlp: Language) -> None:
    doc = nlp("The leader of the armed wing of the party resigned.")
    assert word(doc, "wing").head.text == "leader"
    assert word(doc, "party").head.text == "wing"
    assert word(doc, "leader").head.text == "resigned"


def test_what_is_reported_hangs_on_who_reports(nlp: Language) -> None:
    doc = nlp("The governor said that troops had left the city.")
    assert word(doc, "left").dep_ == "ccomp"
    assert word(doc, "left").head.text == "said"
    assert word(doc, "governor").dep_ == "nsubj"


def test_a_bound_of_a_number_belongs_to_it(nlp: Language) -> None:
    doc = nlp("The quake killed at least 600 people in Nepal.")
    assert word(doc, "600").head.text == "people"
    assert word(doc, "least").head.text == "600" or word(doc, "least").head.head.text == "600"
    assert word(doc, "people").dep_ == "obj"


def test_who_is_named_is_a_person(nlp: Language) -> None:
    doc = nlp("Ana Petrova met officials of the World Bank in Lisbon on Tuesday.")
    labels = {ent.text: ent.label_ for ent in doc.ents}
    assert labels["Ana Petrova"] == "PERSON"
    assert labels["Lisbon"] == "GPE"
    assert labels["World Bank"] == "ORG"


def test_a_relative_clause_tells_of_its_noun(nlp: Language) -> None:
    doc = nlp("The general who ordered the raid has fled.")
    assert word(doc, "ordered").dep_ == "acl:relcl"
    assert word(doc, "ordered").head.text == "general"
    assert word(doc, "fled").dep_ == "ROOT"


def test_two_actors_are_joined(nlp: Language) -> None:
    doc = nlp("Kenya and Uganda signed an agreement on trade.")
    assert word(doc, "Uganda").dep_ == "conj"
    assert word(doc, "Uganda").head.text == "Kenya"
    assert word(doc, "agreement").dep_ == "obj"


def test_what_is_planned_hangs_on_the_plan(nlp: Language) -> None:
    doc = nlp("The government plans to close the border.")
    assert word(doc, "close").dep_ == "xcomp"
    assert word(doc, "border").head.text == "close"


def test_a_negation_stands_by_its_verb(nlp: Language) -> None:
    doc = nlp("The rebels did not attack the convoy.")
    assert word(doc, "not").head.text == "attack"
    assert "Polarity=Neg" in str(word(doc, "not").morph)


def test_sentences_end_where_they_end(nlp: Language) -> None:
    doc = nlp("Mr. Diallo left the U.S. on 3 May. He did not say why. “We go home,” his aide said.")
    assert [sent.text.split()[0] for sent in doc.sents] == ["Mr.", "He", "“We"]
