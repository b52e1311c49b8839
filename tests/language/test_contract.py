"""What every pipeline must deliver: one built by hand passes, one of older labels is refused with what it lacks."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from dragoman import language
from dragoman.errors import PipelineError

OURS = {"det": "det", "subject": "nsubj:pass", "object": "obl", "case": "case", "auxiliary": "aux:pass"}
OLD = {"det": "det", "subject": "nsubjpass", "object": "pobj", "case": "prep", "auxiliary": "auxpass"}


def annotated(doc: Doc, labels: dict[str, str]) -> Doc:
    """Grammar by hand that hangs every word on the verb "told", whatever the sentence."""
    root = next((t.i for t in doc if t.text == "told"), 0)
    kinds = {"The": "det", "minister": "subject", "was": "auxiliary", "in": "case", "Paris": "object"}
    deps = ["ROOT" if t.i == root else labels[kinds[t.text]] if t.text in kinds else "dep" for t in doc]
    pos = ["VERB" if t.i == root else "NOUN" for t in doc]
    words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
    made = Doc(doc.vocab, words, spaces, pos=pos, lemmas=words, heads=[root] * len(doc), deps=deps)
    made.set_ents([Span(made, t.i, t.i + 1, label="GPE") for t in made if t.text == "Paris"])
    return made


@Language.component("by_hand")
def by_hand(doc: Doc) -> Doc:
    return annotated(doc, OURS)


@Language.component("of_older_labels")
def of_older_labels(doc: Doc) -> Doc:
    return annotated(doc, OLD)


def pipeline(name: str) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    return nlp


def test_a_second_pipeline_passes() -> None:
    nlp = pipeline("by_hand")
    assert language.load(nlp) is nlp
    assert language.lacks(nlp) == ()


def test_older_labels_are_refused_by_name() -> None:
    with pytest.raises(PipelineError, match="Universal Dependencies"):
        language.load(pipeline("of_older_labels"))


def test_an_empty_pipeline_is_told_all_that_it_lacks() -> None:
    with pytest.raises(PipelineError) as caught:
        language.load(spacy.blank("en"))
    for what in ("sentences", "lemmas", "parts of speech", "dependencies", "names"):
        assert what in str(caught.value)


def test_a_pipeline_that_is_not_installed() -> None:
    with pytest.raises(PipelineError, match="no_such_pipeline"):
        language.load("no_such_pipeline")


def test_other_pipelines_have_a_digest() -> None:
    one, other = language.digest(pipeline("by_hand")), language.digest(spacy.blank("en"))
    assert len(one) == 16
    assert one != other


@pytest.mark.model
def test_our_own_keeps_the_contract() -> None:
    assert language.lacks(language.load()) == ()
