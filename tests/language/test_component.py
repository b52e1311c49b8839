"""The model that ships, as a pipeline: text kept, order and threads without effect, any text at all."""

from __future__ import annotations

import pickle
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from dragoman import language
from dragoman.language.component import Dragoman

pytestmark = pytest.mark.model

TEXTS = (
    "The envoys met in Kyiv on Monday.  They agreed on little, a spokesman said.\n\nTalks go on.",
    "\n\n  North Korean soldiers crossed the Yalu 🕊 at dawn\r\nand came back.\n",
    "MINISTER QUITS\n\n\tAt least 600 people — most of them farmers — fled ‘the worst floods in decades’.",
    "e\u0301lan, naïve, 평양, \u202eabc\u202c and zero\u200bwidth were all she wrote.",
    "",
    " \n\n \t ",
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def content(doc: Doc) -> bytes:
    return bytes(doc.to_bytes(exclude=["user_data"]))


@pytest.mark.parametrize("text", TEXTS)
def test_text_and_places_are_kept(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t.text)] == t.text for t in doc)


@pytest.mark.parametrize("text", TEXTS)
def test_a_document_survives_bytes(nlp: Language, text: str) -> None:
    doc = nlp(text)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert content(again) == content(doc)
    assert [(t.dep_, t.head.i, t.lemma_, str(t.morph)) for t in again] == [
        (t.dep_, t.head.i, t.lemma_, str(t.morph)) for t in doc
    ]


@pytest.mark.parametrize("text", TEXTS[:4])
def test_each_word_has_everything(nlp: Language, text: str) -> None:
    for sent in nlp(text).sents:
        words = [t for t in sent if not t.is_space]
        assert sum(t.dep_ == "ROOT" for t in words) == 1
        assert all(t.pos_ and t.tag_ and t.lemma_ and t.dep_ for t in words)
        assert all(t.pos_ == "SPACE" for t in sent if t.is_space)


def test_names_hold_no_white_space_at_their_edges(nlp: Language) -> None:
    for text in TEXTS:
        assert all(ent.text == ent.text.strip() and ent.label_ for ent in nlp(text).ents)


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_any_text_is_read(text: str) -> None:
    doc = language.load()(text)
    assert doc.text == text
    assert all(t.dep_ and t.pos_ for t in doc if not t.is_space)


def test_a_long_line(nlp: Language) -> None:
    text = "Rebels of the north attacked the town of Belo again, and the army sent more men to the river. " * 1_080
    assert len(text) > 100_000
    doc = nlp(text)
    assert doc.text == text
    assert len(list(doc.sents)) > 500
    assert max(len(sent) for sent in doc.sents) < 130


def test_a_document_does_not_depend_on_its_neighbours(nlp: Language) -> None:
    alone = [content(nlp(text)) for text in TEXTS]
    assert [content(doc) for doc in nlp.pipe(TEXTS)] == alone
    order = list(range(len(TEXTS)))
    random.Random(3).shuffle(order)
    assert [content(doc) for doc in nlp.pipe(TEXTS[i] for i in order)] == [alone[i] for i in order]
    assert [content(nlp(text)) for text in TEXTS] == alone


def test_threads_do_not_change_a_document(nlp: Language) -> None:
    single = language.load(threads=1)
    for text in TEXTS:
        one, two = single(text), nlp(text)
        assert [(t.head.i, t.dep_, t.pos_, t.tag_, t.lemma_, str(t.morph), t.ent_type_) for t in one] == [
            (t.head.i, t.dep_, t.pos_, t.tag_, t.lemma_, str(t.morph), t.ent_type_) for t in two
        ]


def test_the_component_can_be_sent_to_a_process(nlp: Language) -> None:
    component = nlp.get_pipe("dragoman")
    assert isinstance(component, Dragoman)
    again = pickle.loads(pickle.dumps(component))
    assert again.threads == component.threads
    assert content(again(nlp.make_doc(TEXTS[0]))) == content(nlp(TEXTS[0]))
