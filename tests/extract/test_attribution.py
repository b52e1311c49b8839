"""Attributions over trees made by hand: what the grammar of a cue decides, without a model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span

import dragoman.codebook
from dragoman.codebook.cues import Cue, Hedge, parse
from dragoman.codebook.problems import Problem
from dragoman.codebook.yamltext import load_text, parse_text
from dragoman.extract.attribution import attributions
from dragoman.extract.attribution_lexicon import regular_forms
from dragoman.extract.attribution_words import stretches
from dragoman.extract.certainty import weaker
from dragoman.extract.quotation import quotations
from dragoman.model import Claim

FILES = Path(dragoman.codebook.__file__).parent / "files"


@dataclass(frozen=True, eq=False)
class Lexical:
    """The part of a codebook that attributions need."""

    cues: tuple[Cue, ...]
    hedges: tuple[Hedge, ...]


@pytest.fixture(scope="module")
def codebook() -> Lexical:
    problems: list[Problem] = []
    cues = parse(load_text(FILES / "cues" / "en.yml"), "cues/en.yml", problems).cues
    hedges = parse(load_text(FILES / "hedges" / "en.yml"), "hedges/en.yml", problems).hedges
    assert problems == []
    return Lexical(cues, hedges)


FORMS = {
    "Fin": "VerbForm=Fin|Tense=Past",
    "Inf": "VerbForm=Inf",
    "Ing": "VerbForm=Part|Tense=Pres",
    "Part": "VerbForm=Part|Tense=Past",
}


def tree(*rows: str, ents: Iterable[str] = ()) -> Doc:
    """A parsed text; a row is ``word lemma POS relation head [form]``, the head a row number from 0."""
    words: list[str] = []
    lemmas: list[str] = []
    pos: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    morphs: list[str] = []
    for row in rows:
        word, lemma, part, dep, head, *form = row.split()
        words.append(word)
        lemmas.append(lemma)
        pos.append(part)
        deps.append(dep)
        heads.append(int(head))
        morph = FORMS.get(form[0], form[0]) if form else ""
        morphs.append(morph or ("Person=3|PronType=Prs" if part == "PRON" else ""))
    doc = Doc(spacy.blank("en").vocab, words=words, lemmas=lemmas, pos=pos, deps=deps, heads=heads, morphs=morphs)
    labels = dict(name.split() for name in ents)
    doc.ents = [Span(doc, token.i, token.i + 1, label=labels[token.text]) for token in doc if token.text in labels]
    return doc


def told(claim: Claim) -> tuple[list[str | None], str | None, str, str]:
    """Sources, cue, certainty and content of a claim, as words."""
    sources = [link.source.words.words if link.source.words else None for link in claim.attribution]
    last = claim.attribution[-1]
    return (
        sources,
        last.cue.words if last.cue else None,
        last.certainty,
        " … ".join(span.words for span in claim.content),
    )


SAID = (
    "The the DET det 1", "envoy envoy NOUN nsubj 2", "said say VERB ROOT 2 Fin", "that that SCONJ mark 7",
    "the the DET det 5", "port port NOUN nsubj 7", "might might AUX aux 7", "close close VERB ccomp 2 Inf", ". . PUNCT punct 2",
)  # fmt: skip


def test_a_clause_without_its_conjunction_and_a_modal_that_lowers_certainty(codebook: Lexical) -> None:
    (claim,) = attributions(tree(*SAID), codebook)
    assert told(claim) == (["The envoy"], "said", "PS+", "the port might close")
    assert (claim.author_certainty, claim.attribution[0].attitude, claim.attribution[0].scope) == (
        "Uu",
        "assertion",
        "stated",
    )


def test_spans_are_the_words_of_the_text(codebook: Lexical) -> None:
    doc = tree(*SAID)
    for claim in attributions(doc, codebook):
        for span in (*claim.content, claim.attribution[0].cue, claim.attribution[0].source.words):
            assert span is not None
            assert doc.text[span.start : span.end] == span.words


def test_a_cue_in_the_middle_splits_the_content(codebook: Lexical) -> None:
    doc = tree(
        "The the DET det 1", "talks talk NOUN nsubj 7", ", , PUNCT punct 4", "he he PRON nsubj 4", "said say VERB parataxis 7 Fin",
        ", , PUNCT punct 4", "were be AUX cop 7 Fin", "frank frank ADJ ROOT 7", ". . PUNCT punct 7",
    )  # fmt: skip
    (claim,) = attributions(doc, codebook)
    assert told(claim) == (["he"], "said", "CT+", "The talks … were frank")
    assert claim.kind == "evaluation"


def test_a_denial_and_what_is_not_said(codebook: Lexical) -> None:
    rows = (
        "Norland Norland PROPN nsubj {at}", "{aux}", "denied deny VERB ROOT {at} Fin", "that that SCONJ mark {end}",
        "it it PRON nsubj {end}", "paid pay VERB ccomp {at} Fin", ". . PUNCT punct {at}",
    )  # fmt: skip
    plain = [row.format(at=1, end=4, aux="") for row in rows if row != "{aux}"]
    (claim,) = attributions(tree(*plain, ents=["Norland GPE"]), codebook)
    assert told(claim) == (["Norland"], "denied", "CT-", "it paid")
    assert claim.attribution[0].attitude == "denial"
    negated = [
        "Norland Norland PROPN nsubj 3", "did do AUX aux 3 Fin", "not not PART advmod 3 Polarity=Neg", "deny deny VERB ROOT 3 Inf",
        "that that SCONJ mark 6", "it it PRON nsubj 6", "paid pay VERB ccomp 3 Fin", ". . PUNCT punct 3",
    ]  # fmt: skip
    (claim,) = attributions(tree(*negated, ents=["Norland GPE"]), codebook)
    assert told(claim)[2] == "Uu"


def test_a_chain_is_outermost_first(codebook: Lexical) -> None:
    doc = tree(
        "Radio Radio PROPN compound 1", "Norland Norland PROPN nsubj 2", "reported report VERB ROOT 2 Fin", "that that SCONJ mark 6",
        "the the DET det 5", "general general NOUN nsubj 6", "vowed vow VERB ccomp 2 Fin", "to to PART mark 8",
        "resign resign VERB xcomp 6 Inf", ". . PUNCT punct 2",
    )  # fmt: skip
    outer, inner = attributions(doc, codebook)
    assert told(outer) == (["Radio Norland"], "reported", "CT+", "the general vowed to resign")
    assert told(inner) == (["Radio Norland", "the general"], "vowed", "CT+", "to resign")
    assert [link.attitude for link in inner.attribution] == ["assertion", "commitment"]
    assert inner.kind == "commitment"


def test_according_to_takes_the_rest_of_its_clause(codebook: Lexical) -> None:
    doc = tree(
        "Nine nine NUM nummod 1", "people people NOUN nsubj 2", "drowned drown VERB ROOT 2 Fin", ", , PUNCT punct 7",
        "according accord VERB case 7", "to to ADP fixed 4", "the the DET det 7", "coastguard coastguard NOUN obl 2", ". . PUNCT punct 2",
    )  # fmt: skip
    (claim,) = attributions(doc, codebook)
    assert told(claim) == (["the coastguard"], "according to", "CT+", "Nine people drowned")
    assert claim.kind == "quantity"


def test_a_joint_source_is_one_link(codebook: Lexical) -> None:
    doc = tree(
        "Ann Ann PROPN nsubj 3", "and and CCONJ cc 2", "Bo Bo PROPN conj 0", "urged urge VERB ROOT 3 Fin", "both both DET det 5",
        "sides side NOUN obj 3", "to to PART mark 7", "talk talk VERB xcomp 3 Inf", ". . PUNCT punct 3", ents=["Ann PERSON", "Bo PERSON"],
    )  # fmt: skip
    (claim,) = attributions(doc, codebook)
    assert told(claim) == (["Ann and Bo"], "urged", "Uu", "to talk")
    assert claim.attribution[0].attitude == "demand"


def test_nobody_is_named(codebook: Lexical) -> None:
    doc = tree(
        "It it PRON expl 2", "is be AUX aux:pass 2 Fin", "estimated estimate VERB ROOT 2 Part", "that that SCONJ mark 6", "the the DET det 5",
        "dam dam NOUN nsubj 6", "leaks leak VERB ccomp 2 Fin", ". . PUNCT punct 2",
    )  # fmt: skip
    (claim,) = attributions(doc, codebook)
    assert told(claim) == ([None], "is estimated", "PR+", "the dam leaks")


@pytest.mark.parametrize("verb, found", [("marvelled marvel", True), ("ensured ensure", False)])
def test_a_verb_that_is_not_listed(codebook: Lexical, verb: str, found: bool) -> None:
    doc = tree(
        "The the DET det 1", "minister minister NOUN nsubj 2", f"{verb} VERB ROOT 2 Fin", "that that SCONJ mark 6", "the the DET det 5",
        "dam dam NOUN nsubj 6", "held hold VERB ccomp 2 Fin", ". . PUNCT punct 2",
    )  # fmt: skip
    assert bool(attributions(doc, codebook)) is found


def test_what_is_only_supposed_to_be_said_is_not_said(codebook: Lexical) -> None:
    doc = tree(
        "The the DET det 1", "minister minister NOUN nsubj 3", "could could AUX aux 3", "say say VERB ROOT 3 Inf", "that that SCONJ mark 7",
        "the the DET det 6", "dam dam NOUN nsubj 7", "held hold VERB ccomp 3 Fin", ". . PUNCT punct 3",
    )  # fmt: skip
    assert attributions(doc, codebook) == []


def test_quotation_marks_pair_within_a_paragraph() -> None:
    doc = spacy.blank("en")("“One.” Two “three.\n\n“Four,” she said, \"five\" isn't 'six'.")
    assert [doc[q.start : q.end].text for q in quotations(doc)] == ["“One.”", "“three.", "“Four,”", '"five"', "'six'"]
    assert [q.is_speech for q in quotations(doc)] == [True, True, True, False, False]


def test_a_dateline_is_not_said() -> None:
    doc = tree(
        "BRONA BRONA PROPN dep 3",
        "- - PUNCT punct 0",
        "Nine nine NUM nsubj 3",
        "drowned drown VERB ROOT 3 Fin",
        ". . PUNCT punct 3",
    )
    assert [span.words for span in stretches(list(doc))] == ["Nine drowned"]


@pytest.mark.parametrize(
    "verb, forms",
    [
        ("vow", {"vows", "vowed", "vowing"}),
        ("urge", {"urges", "urged", "urging"}),
        ("deny", {"denies", "denied", "denying"}),
    ],
)
def test_regular_forms(verb: str, forms: set[str]) -> None:
    assert set(regular_forms(verb)) == forms


def test_the_weaker_certainty_wins() -> None:
    assert weaker("CT+", "PS+") == "PS+"
    assert weaker("PR+", "CT-") == "PR+"


@pytest.mark.parametrize(
    "entry, what",
    [
        ("{cue: moan, pos: verb, slots: {source: subject}}", "says no place of its content"),
        ("{cue: moan, pos: verb, slots: {source: subject, content: clause}}", "has no example"),
        ("{cue: moan, pos: werb, slots: {content: clause}, examples: ['[content x]']}", "'werb' is not known"),
        (
            "{cue: moan, pos: verb, slots: {actor: subject, content: clause}, examples: ['[content x]']}",
            "role 'actor' is not known",
        ),
        ("{cue: moan, pos: verb, slots: {content: ccomp:x}, examples: ['[content x]']}", "'ccomp:x'"),
        (
            "{cue: moan, pos: verb, slots: {content: clause}, certainty: CT, examples: ['[content x]']}",
            "'CT' is not known",
        ),
    ],
)
def test_mistakes_in_a_cue_are_told(entry: str, what: str) -> None:
    problems: list[Problem] = []
    about = "about: {origin: x, licence: CC0-1.0, updated: 2026-11-24}"
    parse(parse_text(f"{about}\ncues:\n  - {entry}"), "cues/en.yml", problems)
    assert any(what in str(problem) for problem in problems), problems


def test_the_shipped_cues_are_many_and_each_has_an_example(codebook: Lexical) -> None:
    cues = [cue for cue in codebook.cues if cue.contents]
    assert len(cues) > 300
    assert all(cue.examples for cue in cues)
    assert len({hedge.word for hedge in codebook.hedges}) > 120
