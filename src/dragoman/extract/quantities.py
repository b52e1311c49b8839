"""Figures: how many, of what, with which bounds, and how the figures of a report hang together.

Words only: no entity, event or date is filled in here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.codebook.quantities import Quantities
from dragoman.extract.counted import Counted, CountedFinder, case_of, feature, verb_forms
from dragoman.extract.figure_filter import is_figure
from dragoman.extract.figure_links import link
from dragoman.extract.figures import Figure, Ground, anchor_of, covered, locate, things_of, unit_of
from dragoman.extract.numbers import NumberPhrase, grammar
from dragoman.extract.phrases import span
from dragoman.model import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.codebook import Codebook

_PRONOUNS = frozenset({"PRON", "DET"})
_MEASURED = frozenset({"time", "length", "area", "power", "yield", "temperature", "speed"})


def quantities(doc: Doc, codebook: Codebook) -> list[Quantity]:
    """The figures of a report, in the order of the text, with ids q1, q2, …; `as_of`, `event` and `of_entity` are empty."""
    return [quantity for quantity, _ in anchored(doc, codebook)]


def anchored(doc: Doc, codebook: Codebook) -> list[tuple[Quantity, Figure]]:
    """The same figures, each with its place in the tree."""
    found = figures(doc, codebook.quantities)
    ids = {id(figure): f"q{number}" for number, figure in enumerate(found, 1)}
    return [(_quantity(doc, figure, ids), figure) for figure in found]


def figures(doc: Doc, words: Quantities) -> list[Figure]:
    """The figures of a report, with what they count and how they hang together."""
    ground = Ground(doc)
    phrases = grammar(words).phrases(ground.text)
    found = [figure for phrase in phrases if (figure := _figure(doc, ground, words, phrase))]
    finder = CountedFinder(words)
    for figure in found:
        _count(words, finder, figure)
    found = [figure for figure in found if _is_worth(words, figure)]
    link(found, words)
    for figure in found:
        bare = figure.unit is None and figure.of_noun is None and not figure.is_share
        if bare and figure.name in words.person_counts:
            figure.unit = "people"
        if figure.name is None and figure.inherits and (noun := _last_things(figure)) is not None:
            figure.name, figure.of, figure.of_noun = noun.lower_, _noun_words(noun), noun
    return found


def _figure(doc: Doc, ground: Ground, words: Quantities, phrase: NumberPhrase) -> Figure | None:
    root = locate(doc, phrase)
    if root is None:
        return None
    anchor = anchor_of(root, phrase)
    phrase = _bound(ground, words, phrase, anchor)
    figure = Figure(ground, phrase, root, anchor)
    figure.measured = unit_of(words, figure.anchor) if figure.anchor != root else None
    if phrase.kind == "ordinal":
        return figure if figure.anchor.lemma_.lower() in words.anniversaries else None
    return figure if is_figure(words, figure) else None


def _bound(ground: Ground, words: Quantities, phrase: NumberPhrase, anchor: Token) -> NumberPhrase:
    """The phrase with what only the tree tells of its bound: "handed over four" is no more than four, "sixty people or
    more" is.
    """
    if phrase.words and phrase.op != "range":
        first = covered(anchor.doc, phrase.start, phrase.end)[0]
        during = (
            len(phrase.words) == 1
            and first.dep_ == "case"
            and unit_of(words, anchor) is not None
            and first.lower_ == "over"
        )
        if first.dep_ == "compound:prt" or during:
            return replace(phrase, start=phrase.core_start, op="=", low=None, high=None, point=phrase.number, words=())
    end = anchor.idx + len(anchor)
    if phrase.op == "=" and end > phrase.end:
        for entry in words.operators:
            if entry.side == "after" and ground.text[end : end + 1 + len(entry.word)].lower() == f" {entry.word}":
                low = phrase.point if entry.op in (">", ">=") else None
                high = phrase.point if entry.op in ("<", "<=") else None
                point = phrase.point if entry.op == "~" else None
                stop = end + 1 + len(entry.word)
                return replace(phrase, end=stop, op=entry.op, low=low, high=high, point=point)
    return phrase


def _count(words: Quantities, finder: CountedFinder, figure: Figure) -> None:
    """Say what a figure counts, of what, and in which unit."""
    phrase, anchor = figure.phrase, figure.anchor
    things = things_of(anchor) or (things_of(figure.root) if anchor != figure.root else None)
    partitive = things is not None and things.pos_ in _PRONOUNS
    figure.of_noun = None if partitive else things
    if anchor != figure.root and figure.measured is None and not _adds(words, anchor):
        figure.of_noun = anchor
    figure.of = _of(figure, None if partitive else things) if figure.of_noun is not None or figure.measured else None
    if partitive and things is not None and (noun := _antecedent(figure, things)) is not None:
        figure.of_noun, figure.of, partitive, things = noun, _noun_words(noun), False, noun
    figure.unit = _unit(words, figure)
    if phrase.kind == "ordinal":
        figure.name, figure.aggregation, figure.unit = anchor.lemma_, "ordinal", "years"
        return
    if figure.measured is not None and figure.measured.dimension in _MEASURED:
        figure.name = _measured(words, finder, figure)
        subject = next(
            (one for word, _ in finder.clause(anchor) for one in word.children if one.dep_.startswith("nsubj")), None
        )
        figure.of = _noun_words(subject) if subject is not None and things is None else figure.of
        return
    counted = finder.find(anchor)
    if counted is not None and figure.is_share and (counted.weak or not counted.known):
        counted = None
    if (counted is None or not counted.known) and things is not None and not partitive:
        counted = _of_things(finder, things) or counted
    if counted is not None and counted.things is not None and figure.of is None:
        figure.of, figure.of_noun = _noun_words(counted.things), counted.things
    figure.counted = counted
    figure.name = counted.name if counted else None
    noun = figure.of_noun
    if counted is None and noun is not None:
        figure.name = noun.lower_
    figure.inherits = counted is None and (noun is None or (figure.is_share and partitive))


def _adds(words: Quantities, token: Token) -> bool:
    """Whether a word only says that something is added: "two more", "three others"."""
    return any(one.word == token.lower_ and one.aggregation == "increment" for one in words.signals)


def _antecedent(figure: Figure, pronoun: Token) -> Token | None:
    """The plural noun before "eleven of them", if no figure stands nearer."""
    if "Prs" not in feature(pronoun, "PronType") and pronoun.lower_ not in ("them", "these", "those"):
        return None
    doc, sent = figure.root.doc, figure.sentence
    for token in reversed(doc[sent.start : max(sent.start, figure.root.i)]):
        if token.like_num or token.pos_ == "NUM":
            return None
        of = token.dep_ == "nmod" and case_of(token) == "of"
        if (
            token.pos_ == "NOUN"
            and (of or token.dep_ in ("obj", "nsubj", "nsubj:pass"))
            and "Plur" in feature(token, "Number")
        ):
            counted = any(child.dep_ == "nummod" or child.like_num for child in token.children)
            return None if counted else token
    return None


def _last_things(figure: Figure) -> Token | None:
    """The last plural subject or object before a bare number that no figure explains: "The lorries left. 60 came back."."""
    doc, start = figure.root.doc, figure.sentence.start
    start = figure.ground.sentences[figure.number - 1].start if start else start
    for token in reversed(doc[start : figure.root.i]):
        if token.pos_ == "NOUN" and "Plur" in feature(token, "Number") and token.dep_ in ("nsubj", "nsubj:pass", "obj"):
            return token
    return None


def _of_things(finder: CountedFinder, things: Token) -> Counted | None:
    """What the noun after "of" says: "half of the displaced", "copies of the ballots"."""
    found = finder.find(things)
    return found if found is not None and found.known and found.word is not things.head else None


def _measured(words: Quantities, finder: CountedFinder, figure: Figure) -> str:
    """What a measurement is of, by the verb and nouns that it stands with."""
    near = {form for word, _ in finder.clause(figure.anchor) for form in verb_forms(word)}
    near |= {child.lemma_.lower() for child in figure.anchor.children} | {figure.anchor.head.lemma_.lower()}
    dimension = figure.measured.dimension if figure.measured else ""
    fitting = [one for one in words.measures if one.dimension == dimension and (not one.with_ or near & set(one.with_))]
    best = next((one for one in fitting if one.with_), fitting[0] if fitting else None)
    return best.counted if best else dimension


def _of(figure: Figure, things: Token | None) -> str | None:
    """The words of what is counted."""
    if things is not None:
        if figure.anchor == figure.root or figure.measured is not None:
            return _noun_words(things)
        return _noun_words(figure.anchor, after=figure.phrase.end)
    return _noun_words(figure.anchor, after=figure.phrase.end) if figure.anchor != figure.root else None


def _noun_words(noun: Token, after: int = 0) -> str:
    """A noun with its adjectives and "of" phrase, without article and number."""
    skipped = {"det", "nummod", "case", "punct", "cc", "advmod", "mark", "predet", "det:predet"}
    first = min(
        [child.left_edge.i for child in noun.children if child.i < noun.i and child.dep_ not in skipped] + [noun.i]
    )
    last = noun.i
    for child in noun.children:
        if child.dep_ == "nmod" and case_of(child) == "of" and child.i > noun.i:
            last = max(last, *(one.i for one in child.subtree if one.dep_ not in ("punct", "acl:relcl")))
        elif child.dep_ in ("flat", "compound") and child.i > noun.i:
            last = max(last, child.i)
    words = noun.doc[first : last + 1].text[max(0, after - noun.doc[first].idx) :]
    return " ".join(words.split()).strip(" ,-–") or noun.text


def _unit(words: Quantities, figure: Figure) -> str | None:
    phrase, noun = figure.phrase, figure.of_noun
    if phrase.unit is not None:
        return phrase.unit
    if figure.measured is not None:
        return figure.measured.unit
    if noun is None:
        return None
    plural_people = noun.ent_type_ == "NORP" or (noun.pos_ == "PROPN" and "Plur" in feature(noun, "Number"))
    if noun.lemma_.lower() in words.persons or plural_people:
        return "people"
    return noun.lower_


def _is_worth(words: Quantities, figure: Figure) -> bool:
    """Whether a number that may be a figure says enough to be one."""
    phrase = figure.phrase
    known = figure.counted is not None and figure.counted.known
    core = figure.text[phrase.core_start : phrase.core_end].lower()
    if _is_idle(words, figure, known):
        return False
    if phrase.kind == "number" and phrase.number == 1 and not phrase.digits and phrase.op == "=":
        strong = known and figure.counted is not None and not figure.counted.weak
        return strong and figure.anchor != figure.root and figure.of_noun == figure.anchor
    if core in words.weak_vague or core in words.nothing:
        noun = figure.anchor != figure.root and figure.anchor.pos_ == "NOUN"
        return known or (noun and core in words.strong_vague) or (figure.of_noun is not None and core in words.nothing)
    if phrase.kind == "share" and core in {one.word for one in words.vague_shares}:
        return things_of(figure.root) is not None
    if phrase.kind == "share" and core == words.half:
        return figure.text[phrase.end :].startswith(" of ") or figure.anchor != figure.root
    return True


def _is_idle(words: Quantities, figure: Figure, known: bool) -> bool:
    """As in "three times larger", "a quarter of an hour", "his two sons", and the number of a name."""
    phrase, anchor = figure.phrase, figure.anchor
    after = anchor.nbor(1) if anchor.i + 1 < len(anchor.doc) else None
    if anchor.lemma_.lower() in words.counts.times_nouns and after is not None and "Cmp" in feature(after, "Degree"):
        return True
    things = things_of(figure.root) if phrase.kind == "share" else None
    if things is not None and (unit := unit_of(words, things)) is not None and unit.dimension == "time":
        return True
    if known or phrase.op != "=":
        return False
    owned = any(child.dep_ == "nmod:poss" and child.pos_ == "PRON" for child in anchor.children)
    named = anchor != figure.root and anchor.pos_ == "PROPN" and "Plur" not in feature(anchor, "Number")
    return (owned and not phrase.digits) or (named and phrase.digits.isdigit())


def _quantity(doc: Doc, figure: Figure, ids: dict[int, str]) -> Quantity:
    phrase = figure.phrase
    links = {name: ids.get(id(other)) for name, other in figure.links.items()}
    return Quantity(
        id=ids[id(figure)], counted=figure.name or figure.unit or figure.anchor.lower_, of=figure.of, of_entity=None, event=None, op=phrase.op,
        low=phrase.low, high=phrase.high, point=phrase.point, unit=figure.unit, aggregation=figure.aggregation,
        as_of=None, part_of=links.get("part_of"), added_to=links.get("added_to"), revises=links.get("revises"),
        words=span(doc, phrase.start, phrase.end),
    )  # fmt: skip
