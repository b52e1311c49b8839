"""What kind of figure a figure is: total, part, share, rate, planned, cumulative …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.quantities import Quantities, Signal
from dragoman.extract.counted import feature
from dragoman.extract.figures import Figure, Signals
from dragoman.model.words import Aggregation

if TYPE_CHECKING:
    from spacy.tokens import Token

_HOPS = 5
_CLAUSE_ENDS = frozenset({"ROOT", "parataxis", "advcl", "acl:relcl", "advcl:relcl"})


def aggregation(figure: Figure, words: Quantities, signals: Signals) -> Aggregation:
    """The kind of a figure, once its links are known."""
    if figure.phrase.kind == "ordinal":
        return "ordinal"
    tests: list[tuple[Aggregation, bool]] = [
        ("share", figure.is_share),
        ("rate", _is_rate(figure, words)),
        ("part", "part_of" in figure.links),
        ("planned", is_planned(figure, words) and not is_forecast(figure.anchor, words)),
        ("increment", "added_to" in figure.links),
    ]
    return next((kind for kind, holds in tests if holds), None) or _running(figure, words, signals)


def _running(figure: Figure, words: Quantities, signals: Signals) -> Aggregation:
    """Whether a figure is a running count ("have died", "since May"), one of a stretch of time, or simply a total."""
    if any(one.aggregation == "increment" for one in signals.beside(figure)):
        return "total"
    word = figure.counted.word if figure.counted else None
    for one in words.signals:
        if one.link is None and one.aggregation in ("cumulative", "count_in_window") and _stands_by(one, figure, word):
            return one.aggregation
    if word is None or figure.counted is None:
        return "total"
    perfect = figure.phrase.unit is None and any(
        child.dep_ == "aux" and child.lemma_ == "have" and "Pres" in feature(child, "Tense") for child in word.children
    )
    return "cumulative" if perfect or figure.counted.running else "total"


def _stands_by(signal: Signal, figure: Figure, word: Token | None) -> bool:
    """Whether words of time such as "so far" or "since May" belong to the verb of a figure."""
    parts = signal.word.split()
    for token in figure.sentence:
        if token.lower_ != parts[0] or [one.lower_ for one in token.doc[token.i : token.i + len(parts)]] != parts:
            continue
        verb = token.head.head if token.dep_ in ("case", "mark") else token.head
        if word is None or word.pos_ != "VERB" or verb in (word, word.head) or token.head == figure.anchor:
            return True
    return False


def _is_rate(figure: Figure, words: Quantities) -> bool:
    """As in "600 a day", "two a week"; not "two a week earlier"."""
    text = figure.root.doc
    last = max(figure.anchor.i, figure.root.i)
    following = [token.lower_ for token in text[last + 1 : last + 3]]
    units = {word for unit in words.units if unit.dimension == "time" for word in unit.words}
    dated = last + 3 < len(text) and text[last + 3].lower_ in words.dating
    return len(following) == 2 and following[0] in words.rates and following[1] in units and not dated


def is_planned(figure: Figure, words: Quantities) -> bool:
    """Whether the verb over a figure is still to come: a modal, "is to", the content of a plan."""
    before = figure.text[: figure.phrase.start].rstrip()
    if words.change_from and before.lower().endswith(f" {words.change_from}"):
        return False  # what a planned change begins with is there already
    verbal = figure.counted is not None and figure.counted.word.pos_ in ("VERB", "AUX")
    token = figure.counted.word if verbal and figure.counted is not None else figure.anchor
    for _ in range(_HOPS):
        if token.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            modal = any(
                child.dep_.startswith("aux") and child.lemma_.lower() in words.planning for child in token.children
            )
            if modal and token.pos_ in ("VERB", "AUX"):
                return not any(child.dep_ == "aux" and child.lemma_ == "have" for child in token.children)
            if _is_infinitive(token):
                head = token.head
                if head.lemma_.lower() in words.planning | words.planning_nouns or head.lemma_ == "be":
                    return True
                if any(child.dep_.startswith("aux") and child.lemma_ == "be" for child in token.children):
                    return "Part" not in feature(token, "VerbForm")
        if token.dep_ in _CLAUSE_ENDS or token.head == token:
            break
        token = token.head
    return False


def is_forecast(anchor: Token, words: Quantities) -> bool:
    """Whether a figure is what a count may come to, not what somebody plans: "the toll could reach 20,000", "10,000 people may die"."""
    forecasts, node = words.forecasts, anchor
    for _ in range(_HOPS):
        helpers = {child.lemma_.lower() for child in node.children if child.dep_.startswith("aux")}
        helpers |= {child.lower_ for child in node.children if child.dep_.startswith("aux")}
        told = any(
            child.dep_.startswith("nsubj") and child.lemma_.lower() in words.tellings | words.holders
            for child in node.children
        )
        lemma = node.lemma_.lower()
        befalls = lemma in forecasts.befalling
        equals = node == anchor and told and any(child.dep_ == "cop" for child in node.children)
        if equals or befalls or (lemma in forecasts.growing and node != anchor and node.pos_ == "VERB"):
            if "have" in helpers:
                return False
            if helpers & forecasts.modals or (helpers & forecasts.will and (told or befalls)):
                return True
            return _is_infinitive(node) and node.head.lemma_.lower() in forecasts.by
        if node.head == node or node.dep_ in _CLAUSE_ENDS or node.dep_ in ("conj", "ccomp"):
            return False
        node = node.head
    return False


def _is_infinitive(token: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "to" for child in token.children)
