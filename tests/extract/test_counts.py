"""First, last and n times."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from spacy.tokens import Doc

from dragoman.codebook import Codebook
from dragoman.extract.counts import counts
from dragoman.model import Claim


@cache
def codebook() -> Codebook:
    return Codebook.load()


def read(doc: Doc) -> list[Claim]:
    found = counts(doc, codebook())
    for claim in found:
        for span in claim.content:
            assert doc.text[span.start : span.end] == span.words
    return found


def test_n_times(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        The DET det 2
        presidents NOUN nsubj 4
        have AUX aux 4
        met VERB root 0 meet
        four NUM nummod 6
        times NOUN obl:unmarked 4 time Number=Plur
        . PUNCT punct 4""")
    (claim,) = read(doc)
    assert (claim.kind, claim.n, claim.content[0].words) == ("count", 4, "met four times")


def test_a_multiple_is_no_count(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        It PRON nsubj 4
        is AUX cop 4 be
        four NUM nummod 4
        times NOUN root 0 time Number=Plur
        larger ADJ amod 4 large Degree=Cmp
        . PUNCT punct 4""")
    assert read(doc) == []


def test_first_since_a_date_is_recency_and_first_of_somebody_is_first(tree: Callable[..., Doc]) -> None:
    since = tree("""
        It PRON nsubj 5
        was AUX cop 5 be
        the DET det 5
        first ADJ amod 5 first
        strike NOUN root 0
        since ADP case 7
        2014 NUM nmod 5
        . PUNCT punct 5""")
    owned = tree("""
        It PRON nsubj 5
        was AUX cop 5 be
        her PRON nmod:poss 5
        first ADJ amod 5 first
        visit NOUN root 0
        to ADP case 7
        Lima PROPN nmod 5
        . PUNCT punct 5""")
    assert [(one.kind, one.content[0].words) for one in read(since)] == [("recency", "the first strike since 2014")]
    assert [(one.kind, one.content[0].words) for one in read(owned)] == [("first", "her first visit to Lima")]


def test_the_nth_time(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        It PRON nsubj 5
        is AUX cop 5 be
        the DET det 5
        third ADJ amod 5 third
        coup NOUN root 0
        since ADP case 7
        1990 NUM nmod 5
        . PUNCT punct 5""")
    (claim,) = read(doc)
    assert (claim.kind, claim.n) == ("count", 3)


@pytest.mark.parametrize("noun", ["day", "phase", "week"])
def test_a_day_or_phase_is_no_event(noun: str, tree: Callable[..., Doc]) -> None:
    doc = tree(f"""
        It PRON nsubj 5
        was AUX cop 5 be
        the DET det 5
        third ADJ amod 5 third
        {noun} NOUN root 0
        of ADP case 7
        talks NOUN nmod 5
        . PUNCT punct 5""")
    assert read(doc) == []


def test_last_met(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        The DET det 2
        ministers NOUN nsubj 4
        last ADV advmod 4
        met VERB root 0 meet
        in ADP case 6
        May PROPN obl 4
        . PUNCT punct 4""")
    (claim,) = read(doc)
    assert (claim.kind, claim.content[0].words) == ("recency", "last met in May")


@pytest.mark.model
@pytest.mark.parametrize(
    "text, kind, n",
    [
        ("Rwanda sent troops abroad for the first time.", "first", None),
        ("It was the second summit of the two leaders this year.", "count", 2),
        ("The envoys have spoken several times.", "count", None),
        ("In an unprecedented move, the court closed.", "first", None),
    ],
)
def test_sentences_read_by_the_shipped_model(text: str, kind: str, n: int | None) -> None:
    import dragoman.language

    (claim,) = read(dragoman.language.load()(text))
    assert (claim.kind, claim.n) == (kind, n)
