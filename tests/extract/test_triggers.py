"""Which entry a word is: the one whose conditions say most; none in names and descriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.codebook import Codebook
from dragoman.extract.triggers import triggers

Parse = Callable[[str], Any]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


def found(doc: Any, codebook: Codebook) -> list[tuple[str, str | None, str]]:
    return [(t.predicate.type, t.predicate.mode, t.token.text) for t in triggers(doc, codebook)]


def test_an_entry_that_names_the_words_beats_the_general_one(parse: Parse, codebook: Codebook) -> None:
    threat = """
    Brussels Brussels PROPN NNP nsubj 2 GPE
    threatened threaten VERB VBD ROOT 2
    Lima Lima PROPN NNP obj 2 GPE
    with with ADP IN case 5
    {} obl 2
    """
    assert ("THREATEN", "restrict", "threatened") in found(parse(threat.format("tariffs tariff NOUN NNS")), codebook)
    assert ("THREATEN", "violence", "threatened") in found(parse(threat.format("invasion invasion NOUN NN")), codebook)
    assert ("THREATEN", None, "threatened") in found(parse(threat.format("poems poem NOUN NNS")), codebook)


def test_a_word_of_a_name_tells_no_act(parse: Parse, codebook: Codebook) -> None:
    doc = parse(
        "the the DET DT det 2\nCourt Court PROPN NNP ROOT 2 ORG\nof of ADP IN case 4\nSession session PROPN NNP nmod 2 ORG"
    )
    assert found(doc, codebook) == []


def test_a_word_that_only_describes_tells_no_act(parse: Parse, codebook: Codebook) -> None:
    doc = parse("the the DET DT det 3\nmeeting meeting NOUN NN compound 3\npoint point NOUN NN ROOT 3")
    assert found(doc, codebook) == []


def test_telling_somebody_to_do_something_is_a_request_and_telling_that_is_not(
    parse: Parse, codebook: Codebook
) -> None:
    told = """
    Police police NOUN NNS nsubj 2
    told tell VERB VBD ROOT 2
    hawkers hawker NOUN NNS {}
    """
    order = told.format("obj 2") + "to to PART TO mark 5\nleave leave VERB VB xcomp 2"
    claim = told.format("iobj 2") + "that that SCONJ IN mark 6\nrain rain NOUN NN nsubj 6\nfell fall VERB VBD ccomp 2"
    assert ("REQUEST", None, "told") in found(parse(order), codebook)
    assert not [t for t in found(parse(claim), codebook) if t[2] == "told"]


def test_words_of_a_phrase_belong_to_one_clause(parse: Parse, codebook: Codebook) -> None:
    doc = parse(
        """
        Chad Chad PROPN NNP nsubj 2 GPE
        held hold VERB VBD ROOT 2
        talks talk NOUN NNS obj 2
        with with ADP IN case 5
        Mali Mali PROPN NNP nmod 3 GPE
        """
    )
    acts = triggers(doc, codebook)
    assert [t.predicate.type for t in acts] == ["CONSULT"]  # the noun in the phrase is no second act
    assert {w.text for w in (acts[0].token, *acts[0].words)} == {"held", "talks"}
