"""How the figures of one report hang together: parts, additions, revisions, and what a bare number takes over.

First the links that the shape of the sentences gives, then what is counted, then the order of two tellings of one count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.codebook.quantities import Quantities
from dragoman.extract.counted import first_conjunct
from dragoman.extract.figure_kind import aggregation, is_planned
from dragoman.extract.figure_order import order
from dragoman.extract.figures import Figure, Signals, dimension, sentences_apart

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 1
"""How many sentences back a figure may hang on another."""
_MEMORY = 3
"""How many sentences back a bare number may take from what it counts."""
_LONGEST_LIST = 8
_SURE_SUM = 10
"""A sum of two that is smaller may be chance, where the list does not follow its whole."""


def link(figures: Sequence[Figure], words: Quantities) -> None:
    """Fill links, aggregation, and what bare numbers take over from the figures before them."""
    signals = Signals(words)
    for at, figure in enumerate(figures):
        before = [one for one in figures[:at] if alike(one, figure)]
        _part(figure, before, signals)
        _of_number(figure, figures[at + 1 :])
        _change(figure, before, words)
    _enumerations(figures, words)
    _wholes(figures, signals)
    for at, figure in enumerate(figures):
        _addition(figure, figures[:at], figures[at + 1 :], signals)
        _take_over(figure, figures[:at])
        _sum_up(figure, figures, words)
    order(figures, words)
    for figure in figures:
        figure.aggregation = aggregation(figure, words, signals)
    for figure in figures:
        older = figure.links.get("revises")
        if older is not None and figure.aggregation == "planned" and older.aggregation == "total" and older.inherits:
            older.aggregation = "planned"


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures may speak of one set: no ordinals, both shares or neither, both of one unit."""
    if "ordinal" in (one.phrase.kind, other.phrase.kind):
        return False
    return one.is_share == other.is_share and dimension(one) == dimension(other)


def _same_count(one: Figure, other: Figure) -> bool:
    return one.name is not None and one.name == other.name


def _same_things(one: Figure, other: Figure) -> bool:
    nouns = [figure.of_noun.lemma_.lower() for figure in (one, other) if figure.of_noun is not None]
    return len(nouns) == 2 and nouns[0] == nouns[1]


def _fits_in(part: Figure, whole: Figure) -> bool:
    a, b = part.phrase.number, whole.phrase.number
    return a is None or b is None or a <= b


def _part(figure: Figure, before: list[Figure], signals: Signals) -> None:
    """As in "Of them", "including", "among them", and the further members of such a list."""
    if figure.is_share:
        return
    if before and "part_of" in before[-1].links and _goes_on(before[-1], figure):
        if _fits_in(figure, before[-1].links["part_of"]) and before[-1].listed:
            figure.links["part_of"], figure.listed = before[-1].links["part_of"], True
        return
    if not any(signals.beside(figure, "part_of")):
        return
    same = [one for one in before if one.number == figure.number] or before[-1:]
    wholes = [one for one in same if "part_of" not in one.links and _fits_in(figure, one)]
    if wholes and sentences_apart(wholes[-1], figure) <= _REACH:
        figure.links["part_of"], figure.listed = wholes[-1], True


def _goes_on(one: Figure, other: Figure) -> bool:
    """Whether two figures are neighbours in one list."""
    if one.number != other.number:
        return False
    gap = one.root.doc[one.root.i + 1 : other.root.i]
    joined = first_conjunct(other.anchor) == first_conjunct(one.anchor)
    commas = (
        bool(gap)
        and gap[-1].text.lower() in {",", "and"}
        and not any((token.pos_ in ("VERB", "AUX") and token.dep_ != "amod") or token.text in ":;" for token in gap)
    )
    return joined or commas


def _of_number(figure: Figure, after: Sequence[Figure]) -> None:
    """As in "300 of the some 900": a number within the "of" phrase of another is its whole."""
    for other in after[:1]:
        between = figure.text[figure.phrase.end : other.phrase.start].split()
        whole = alike(figure, other) and not figure.is_share and _fits_in(figure, other)
        if whole and between and between[0].lower() in ("of", "among") and len(between) <= 3:
            figure.links.setdefault("part_of", other)
            if figure.of is None and other.of is not None:
                figure.of, figure.of_noun, figure.unit = other.of, other.of_noun, other.unit


def _change(figure: Figure, before: list[Figure], words: Quantities) -> None:
    """As in "Up from 300", "from 300 to 500", "rose to 500 from 300"."""
    if not before:
        return
    last = before[-1]
    if sentences_apart(last, figure) > 0:
        return
    text = figure.text
    lead = text[last.phrase.end : figure.phrase.start].lower()
    up_from = [one.word for one in words.revisions if one.direction]
    article = r"(?:the\s+|an?\s+)?(?:\w+\s+)?"
    came_from = any(re.search(rf"\b{re.escape(word)}\s+{article}$", lead) for word in up_from)
    verb = governing_verb(last)
    changes = verb is not None and verb.lemma_.lower() in words.changes
    if came_from or (changes and re.fullmatch(rf"[^.;:]*\b{words.change_from}\s+{article}", lead)):
        last.links.setdefault("revises", figure)
        figure.takes_from = last if figure.inherits else None
        return
    begun = re.search(rf"\b{words.change_from}\s+$", text[: last.phrase.start].lower())
    if begun and re.fullmatch(r"[^.;:]{0,60}\bto\s+", lead) and not is_planned(figure, words):
        figure.links.setdefault("revises", last)


def governing_verb(figure: Figure) -> Token | None:
    """The verb over a figure, near by."""
    token = figure.anchor
    for _ in range(3):
        if token.pos_ == "VERB":
            return token
        token = token.head
    return None


def _enumerations(figures: Sequence[Figure], words: Quantities) -> None:
    """Parts of a whole before them: a list that adds up to it, or the objects of "comprises"."""
    for start in range(1, len(figures)):
        for size in range(_LONGEST_LIST, 1, -1):
            run = figures[start : start + size]
            if len(run) == size and _is_list(run) and (whole := _whole_of_sum(run, figures[:start])):
                for one in run:
                    one.links["part_of"] = whole
                break
    lists: dict[int, list[Figure]] = {}
    for figure in figures:
        verb = _whole_verb(figure, words)
        if verb is not None and "part_of" not in figure.links and not figure.is_share:
            lists.setdefault(verb.i, []).append(figure)
    for verb_at, objects in lists.items():
        run = _with_the_rest(objects, figures)
        outdated = [one.links["revises"] for one in figures if "revises" in one.links]
        wholes = [
            one for one in figures
            if one.root.i < verb_at and not one.is_share and one not in run and "part_of" not in one.links
            and all(_fits_in(part, one) and alike(part, one) for part in run) and sentences_apart(one, run[0]) <= _REACH + 1
        ]  # fmt: skip
        summed = [one for one in wholes if _sums_to(run, one, 0.01)]
        current = [one for one in wholes if one not in outdated]
        for choice in (summed, current, wholes):
            if choice:
                for part in run:
                    part.links["part_of"] = choice[-1]
                break


def _with_the_rest(run: list[Figure], figures: Sequence[Figure]) -> list[Figure]:
    """The objects of "comprises" with the figures after them in the sentence, if these complete the sum of one before."""
    last = max(figures.index(one) for one in run)
    rest = [one for one in figures[last + 1 :] if one.number == run[0].number and alike(one, run[0])]
    before = [one for one in figures[:last] if one not in run and alike(one, run[0])]
    for size in range(1, len(rest) + 1):
        longer = [*run, *rest[:size]]
        if any(_sums_to(longer, whole, 0.01) for whole in before):
            return longer
    return run


def _is_list(run: Sequence[Figure]) -> bool:
    """Whether figures stand in one sentence, of one unit, none of them a part yet."""
    first = run[0]
    return all(
        one.number == first.number and alike(one, first) and not one.is_share and "part_of" not in one.links
        and one.phrase.point is not None
        for one in run
    )  # fmt: skip


def _whole_of_sum(run: Sequence[Figure], before: Sequence[Figure]) -> Figure | None:
    """The figure before a list that the list adds up to."""
    for whole in reversed(before):
        if sentences_apart(whole, run[0]) > _REACH:
            return None
        if alike(whole, run[0]) and "part_of" not in whole.links and _sums_to(run, whole, 0.0):
            adjacent = whole is before[-1]
            sure = len(run) > 2 or (whole.phrase.number or 0) >= _SURE_SUM
            if _leads(whole, run[0]) and (adjacent or sure):
                return whole
    return None


def _sums_to(run: Sequence[Figure], whole: Figure, tolerance: float) -> bool:
    numbers = [one.phrase.number for one in run]
    number = whole.phrase.number
    if number is None or None in numbers or len(run) < 2:
        return False
    return abs(sum(one for one in numbers if one is not None) - number) <= tolerance * number


def _leads(whole: Figure, part: Figure) -> bool:
    """Whether a list begins between two figures: a colon, dash, bracket or stop, or a verb of its own."""
    gap = whole.root.doc[whole.root.i + 1 : part.root.i]
    return any(
        token.text in {":", "(", "—", "–", "-", ";"} or token.pos_ == "VERB" or token.is_sent_start for token in gap
    )


def _whole_verb(figure: Figure, words: Quantities) -> Token | None:
    """The verb "comprise" or "consist of" over a figure."""
    token = first_conjunct(figure.anchor)
    head = token.head
    good = head.pos_ == "VERB" and head.lemma_.lower() in words.wholes and token.i > head.i
    return head if good and token.dep_.startswith(("obj", "obl")) else None


def _wholes(figures: Sequence[Figure], signals: Signals) -> None:
    """As in "… in all", "… to make up the 50": the figures before it in the sentence are its parts."""
    for at, whole in enumerate(figures):
        if whole.is_share or not any(signals.beside(whole, "whole")):
            continue
        for one in figures[:at]:
            if one.number == whole.number and alike(one, whole) and _fits_in(one, whole):
                one.links.setdefault("part_of", whole)


def _addition(figure: Figure, before: Sequence[Figure], after: Sequence[Figure], signals: Signals) -> None:
    """As in "Another 40": added to the figure of the same count or things, of the same sentence or else the one before."""
    if figure.is_share or not any(signals.beside(figure, "added_to")):
        return
    outdated = [one.links["revises"] for one in before if "revises" in one.links]
    near = [
        one
        for one in before
        if alike(one, figure) and sentences_apart(one, figure) <= _REACH + 1 and one not in outdated
    ]
    same = [one for one in near if sentences_apart(one, figure) == 0]
    near = same or [one for one in near if "part_of" not in one.links] or near
    fitting = [
        one for one in near if _same_count(one, figure) or _same_things(one, figure) or figure.is_bare or one.inherits
    ]
    if figure.counted is not None and figure.counted.known and figure.is_bare and same:
        fitting = [
            one
            for one in fitting
            if _same_count(one, figure) or (one.root.i == same[-1].root.i and _is_clause_mate(one, figure))
        ]
    summed = [one for one in fitting if any(_sums_to([one, figure], later, 0.0) for later in after[:1])]
    fitting = [one for one in fitting if not _two_counts_of_people(one, figure)]
    for choice in (summed, fitting):
        if choice:
            figure.links["added_to"] = choice[-1]
            return


def _two_counts_of_people(one: Figure, figure: Figure) -> bool:
    """As in "Two people died and 20 others were hurt" adds nothing to the two."""
    known = all(each.counted is not None and each.counted.known and not each.counted.weak for each in (one, figure))
    return known and one.unit == "people" and one.name != figure.name


def _is_clause_mate(one: Figure, figure: Figure) -> bool:
    """Whether both are subjects, or both objects, of joined verbs: "two hit the port and four others were sunk"."""
    return one.anchor.dep_.split(":")[0] == first_conjunct(figure.anchor).dep_.split(":")[0]


def _sum_up(whole: Figure, figures: Sequence[Figure], words: Quantities) -> None:
    """A bare whole counts what its parts count together: killed and injured are casualties."""
    names = {one.name for one in figures if one.links.get("part_of") is whole and one.name is not None}
    if whole.inherits and names:
        together = next((name for both, name in words.combined if both <= names), None)
        whole.name = together or whole.name


def _take_over(figure: Figure, before: Sequence[Figure]) -> None:
    """A bare number counts what the figure that it hangs on, or the last one, counts."""
    own = [one for one in before if alike(one, figure)]
    source = next((figure.links[name] for name in ("part_of", "added_to") if name in figure.links), figure.takes_from)
    if source is None and figure.is_share:
        mates = [one for one in before if one.number == figure.number and one.name]
        near = [one for one in before if sentences_apart(one, figure) <= _MEMORY]
        source = next((one for one in (*reversed(mates), *reversed(own), *reversed(near)) if one.name), None)
    own = [one for one in own if sentences_apart(one, figure) <= _MEMORY]
    if source is None and own:
        whole = [one for one in own if "part_of" not in one.links or sentences_apart(one, figure) == 0]
        source = (whole or own)[-1]
    if source is None:
        return
    if figure.inherits or (figure.counted is None and "part_of" in figure.links):
        figure.name, figure.counted = source.name or figure.name, source.counted or figure.counted
    elif "part_of" in figure.links and figure.counted is not None and not figure.counted.known:
        figure.name = source.name or figure.name
    if figure.of is None and source.of is not None and (figure.inherits or _same_count(figure, source)):
        figure.of, figure.of_noun = source.of, source.of_noun
        figure.unit = figure.unit or source.unit
    if figure.unit is None and figure.inherits:
        figure.unit = source.unit
