"""Figures: what is counted, links, and numbers that are none, on trees written by hand and read by the shipped model."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from spacy.tokens import Doc

from dragoman.codebook import Codebook
from dragoman.extract.quantities import quantities
from dragoman.extract.revisions import revisions
from dragoman.model import Quantity


@cache
def codebook() -> Codebook:
    return Codebook.load()


def read(doc: Doc) -> list[Quantity]:
    found = quantities(doc, codebook())
    for figure in found:
        assert doc.text[figure.words.start : figure.words.end] == figure.words.words
    return found


def by_words(found: list[Quantity]) -> dict[str, Quantity]:
    return {figure.words.words: figure for figure in found}


def test_passive_active_and_noun_say_the_same(tree: Callable[..., Doc]) -> None:
    passive = tree("""
        At ADP case 2
        least ADJ advmod 3
        40 NUM nummod 4
        farmers NOUN nsubj:pass 6 farmer Number=Plur
        were AUX aux:pass 6 be
        killed VERB root 0 kill VerbForm=Part|Tense=Past
        . PUNCT punct 6""")
    active = tree("""
        Raiders NOUN nsubj 2 raider
        killed VERB root 0 kill VerbForm=Fin|Tense=Past
        at ADP case 4
        least ADJ advmod 5
        40 NUM nummod 6
        farmers NOUN obj 2 farmer Number=Plur
        . PUNCT punct 2""")
    noun = tree("""
        The DET det 3
        death NOUN compound 3
        toll NOUN nsubj 4
        rose VERB root 0 rise
        to ADP case 8
        at ADP case 7
        least ADJ advmod 8
        40 NUM obl 4
        . PUNCT punct 4""")
    for doc in (passive, active, noun):
        (figure,) = read(doc)
        assert (figure.counted, figure.op, figure.low, figure.unit) == ("killed", ">=", 40, "people")


def test_a_bare_number_takes_over_and_parts_know_their_whole(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        The DET det 2
        navy NOUN nsubj 3
        rescued VERB root 0 rescue VerbForm=Fin|Tense=Past
        26 NUM nummod 5
        sailors NOUN obj 3 sailor Number=Plur
        , PUNCT punct 10
        three NUM nsubj 10
        of ADP case 9
        them PRON nmod 7 they PronType=Prs
        injured ADJ parataxis 3
        . PUNCT punct 3""")
    whole, part = read(doc)
    assert (whole.counted, whole.of, whole.point) == ("rescued", "sailors", 26)
    assert (part.point, part.part_of, part.aggregation) == (3, whole.id, "part")


def test_two_counts_of_people_are_not_added(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        Two NUM nummod 2
        people NOUN nsubj:pass 4 person Number=Plur
        were AUX aux:pass 4 be
        killed VERB root 0 kill VerbForm=Part|Tense=Past
        and CCONJ cc 9
        20 NUM nummod 7
        others NOUN nsubj:pass 9 other Number=Plur
        were AUX aux:pass 9 be
        hurt VERB conj 4 hurt VerbForm=Part|Tense=Past
        . PUNCT punct 4""")
    killed, injured = read(doc)
    assert (killed.counted, injured.counted) == ("killed", "injured")
    assert injured.added_to is None


def test_an_elliptic_participle_counts(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        Three NUM nummod 2
        people NOUN nsubj:pass 4 person Number=Plur
        were AUX aux:pass 4 be
        killed VERB root 0 kill VerbForm=Part|Tense=Past
        and CCONJ cc 7
        nine NUM nummod 7
        wounded VERB conj 4 wound VerbForm=Part|Tense=Past
        . PUNCT punct 4""")
    assert [(one.counted, one.point) for one in read(doc)] == [("killed", 3), ("injured", 9)]


def test_killed_or_wounded_are_casualties(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        Some DET advmod 2
        900 NUM nummod 3
        men NOUN nsubj:pass 5 man Number=Plur
        were AUX aux:pass 5 be
        killed VERB root 0 kill VerbForm=Part|Tense=Past
        or CCONJ cc 7
        wounded VERB conj 5 wound VerbForm=Part|Tense=Past
        . PUNCT punct 5""")
    (figure,) = read(doc)
    assert (figure.counted, figure.op, figure.point) == ("casualties", "~", 900)


def test_dates_ages_names_and_pointers_are_no_figures(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        On ADP case 3
        4 NUM nummod 3
        March PROPN obl 13
        2021 NUM nmod:unmarked 3
        the DET det 7
        two NUM nummod 7
        sides NOUN nsubj 13 side Number=Plur
        and CCONJ cc 9
        Ana PROPN conj 7
        , PUNCT punct 11
        45 NUM appos 9
        , PUNCT punct 11
        met VERB root 0 meet
        on ADP case 15
        Flight PROPN obl 13
        88 NUM nummod 15
        . PUNCT punct 13""")
    assert read(doc) == []


def test_up_from_names_the_older_figure(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        The DET det 2
        UN PROPN nsubj 3
        counted VERB root 0 count VerbForm=Fin|Tense=Past
        5,400 NUM nummod 6
        displaced ADJ amod 6
        families NOUN obj 3 family Number=Plur
        , PUNCT punct 10
        up ADV advmod 3
        from ADP case 10
        3,900 NUM obl 3
        in ADP case 12
        May PROPN obl 3
        . PUNCT punct 3""")
    newer, older = read(doc)
    assert newer.revises == older.id
    assert older.counted == newer.counted == "displaced"


def test_a_revision_is_claimed_by_the_word_of_change(tree: Callable[..., Doc]) -> None:
    doc = tree("""
        The DET det 3
        death NOUN compound 3
        toll NOUN nsubj 4
        rose VERB root 0 rise
        to ADP case 6
        40 NUM obl 4
        from ADP case 8
        30 NUM obl 4
        . PUNCT punct 4""")
    newer, older = found = read(doc)
    assert newer.revises == older.id
    (claim,) = revisions(doc, codebook(), found)
    assert (claim.kind, claim.quantity, claim.content[0].words) == ("revision", newer.id, "rose")


@pytest.mark.model
@pytest.mark.parametrize(
    "text, counted, point, aggregation",
    [
        ("The governor said that 31 villagers had been arrested.", "detained", 31, "total"),
        ("Thousands of people fled and 1,250 homes were destroyed.", "destroyed", 1250, "total"),
        ("The two countries plan to deploy 4,000 soldiers next year.", "deployed", 4000, "planned"),
        ("Some 70 lorries a day cross the bridge.", "crossed", 70, "rate"),
        ("The storm left 12 people dead.", "killed", 12, "total"),
        ("More than 8,000 protesters marched through Quito.", "attending", None, "total"),
        ("Norway has given $40m.", None, 40_000_000, None),
        ("About 60 per cent of the ballots were counted.", None, 60, "share"),
    ],
)
def test_sentences_read_by_the_shipped_model(
    text: str, counted: str | None, point: float | None, aggregation: str | None
) -> None:
    import dragoman.language

    found = read(dragoman.language.load()(text))
    figure = next(one for one in found if one.point == point or (point is None and one.low is not None))
    assert counted is None or figure.counted == counted
    assert aggregation is None or figure.aggregation == aggregation
