"""Which numbers are no figures: dates, times, ages, numbers in names and labels, and what is only pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.quantities import Quantities
from dragoman.extract.counted import case_of, feature
from dragoman.extract.figures import Figure, covered

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK", "LAW", "EVENT", "NORP", "WORK_OF_ART"})
_NAMING = frozenset({"nummod", "flat", "compound", "appos", "nmod", "dep", "nmod:unmarked", "nmod:desc"})
_POINTING = frozenset({"the", "these", "those", "this", "that", "both"})
_SMALL = 12
_OLDEST = 120
_YEARS = (1000, 2100)
_AGE_REACH = 5
"""How many words before a number "aged" may stand."""


def is_figure(words: Quantities, figure: Figure) -> bool:
    """Whether a number is a figure at all."""
    tests = (_is_date, _is_time, _is_dated, _is_labelled, _is_name, _is_age, _is_pointer)
    return not any(test(words, figure) for test in tests)


def _around(figure: Figure) -> tuple[Token | None, Token | None]:
    """The tokens before and after a number."""
    doc = figure.root.doc
    tokens = covered(doc, figure.phrase.core_start, figure.phrase.core_end) or [figure.root]
    first, last = tokens[0].i, tokens[-1].i
    return (doc[first - 1] if first else None), (doc[last + 1] if last + 1 < len(doc) else None)


def _is_plural(token: Token) -> bool:
    return "Plur" in feature(token, "Number")


def _is_year(number: float | None) -> bool:
    return number is not None and _YEARS[0] <= number <= _YEARS[1] and number == int(number)


def _is_date(words: Quantities, figure: Figure) -> bool:
    """As in "3 May", "May 3" and "in 2019", "between 2019 and 2021"."""
    phrase, anchor = figure.phrase, figure.anchor
    if phrase.kind != "number" or phrase.unit is not None:
        return False
    number = phrase.number or 0
    before, after = _around(figure)
    for token in (before, after):
        if token is not None and token.lower_.rstrip(".") in words.calendar and token.text[:1].isupper():
            single = anchor.pos_ in ("NOUN", "PROPN") and not _is_plural(anchor)
            if number <= _YEARS[1] and (anchor in (figure.root, token) or single):
                return True
    if phrase.op == "range":
        written = figure.text[phrase.core_start : phrase.core_end]
        return _is_year(phrase.low) and _is_year(phrase.high) and "," not in written and anchor == figure.root
    year = phrase.digits.isdigit() and _is_year(number) and phrase.op in ("=", "~", "<=")
    return year and not _counts_things(figure, after)


def _counts_things(figure: Figure, after: Token | None) -> bool:
    """Whether a number that looks like a year stands before plural things: "1950 soldiers", not "2024 elections in"."""
    anchor = figure.anchor
    determined = any(child.dep_ in ("det", "nmod:poss") for child in anchor.children)
    plural = anchor != figure.root and anchor.pos_ == "NOUN" and _is_plural(anchor)
    return plural and not determined and after is not None and after.pos_ in ("NOUN", "ADJ")


def _is_time(words: Quantities, figure: Figure) -> bool:
    """As in "9 pm" and "at 8.30"."""
    phrase = figure.phrase
    if phrase.kind != "number" or phrase.unit is not None:
        return False
    before, after = _around(figure)
    if after is not None and after.lower_ in words.clock:
        return True
    clocked = before is not None and before.lower_ in words.clock_before
    if "." not in phrase.digits or not clocked or figure.anchor != figure.root:
        return False
    return figure.root.ent_type_ == "TIME" or after is None or after.is_punct


def _is_dated(words: Quantities, figure: Figure) -> bool:
    """As in "three weeks ago": a length of time that gives a date."""
    if figure.measured is None or figure.measured.dimension != "time":
        return False
    doc = figure.root.doc
    before, after = _around(figure)
    last = max(figure.anchor.i + 1, after.i if after is not None else 0)
    following = doc[last].lower_ if last < len(doc) else ""
    started = before is not None and before.lower_ in words.dating_before and figure.phrase.number == 1
    return following in words.dating or started


def _is_labelled(words: Quantities, figure: Figure) -> bool:
    """As in "Article 5", "No. 10", "a category 3 storm"."""
    root, anchor, phrase = figure.root, figure.anchor, figure.phrase
    label, _ = _around(figure)
    if label is not None and label.text == "." and label.i:
        label = label.nbor(-1)
    if label is None or label.lower_ not in words.labels or phrase.start != phrase.core_start:
        return False
    if anchor == root:
        return True
    singular = not _is_plural(label) and label.pos_ not in ("VERB", "AUX")
    return bool(phrase.digits) and singular and (label.head == anchor or anchor.is_ancestor(label))


def _is_name(_: Quantities, figure: Figure) -> bool:
    """As in "Group of 7", "Flight 752", "10 Downing Street"."""
    root, anchor, phrase = figure.root, figure.anchor, figure.phrase
    if root.ent_type_ in _NAMES and anchor.ent_type_ in (*_NAMES, ""):
        entity = next((one for one in root.doc.ents if one.start <= root.i < one.end), None)
        if entity is not None and entity.start_char < phrase.start:
            return any(token.pos_ == "PROPN" for token in entity)
    written = figure.text[phrase.core_start : phrase.core_end]
    inside = root.i > figure.sentence.start and figure.sentence[0].i < root.i - 1 and not figure.text.isupper()
    if inside and written.istitle() and root.nbor(-1).lower_ == "of" and root.nbor(-2).pos_ in ("PROPN", "NOUN"):
        return root.nbor(-2).text[0].isupper()  # "the Group of Seven"
    plain = phrase.op == "=" and 0 < len(phrase.digits) <= 4 and phrase.digits.isdigit()
    if not plain or phrase.start != phrase.core_start:
        return False
    if anchor != root:
        name = anchor.pos_ == "PROPN" or (
            anchor.text[0].isupper() and anchor.i == root.i + 1 and root.ent_type_ in _NAMES
        )
        return name and not _is_plural(anchor) and anchor.ent_type_ != "NORP"
    label, _after = _around(figure)
    if label is None or label.pos_ != "PROPN":
        return False
    attached = root.head == label or label.head == root or label.is_ancestor(root)
    return attached and root.dep_ in _NAMING and not case_of(root)


def _is_age(words: Quantities, figure: Figure) -> bool:
    """As in "Ana Costa, 45," and "aged 45", "she was 45"."""
    root, phrase = figure.root, figure.phrase
    if phrase.kind != "number" or figure.anchor != root or phrase.op != "=" or (phrase.number or 0) > _OLDEST:
        return False
    doc = root.doc
    if any(token.lower_ in words.ages for token in doc[max(figure.sentence.start, root.i - _AGE_REACH) : root.i]):
        return True
    subject = next((child for child in root.children if child.dep_ == "nsubj"), None)
    if subject is not None and any(child.dep_ == "cop" for child in root.children):
        return bool(feature(subject, "Gender")) or subject.ent_type_ == "PERSON"
    before, after = _around(figure)
    if before is None or before.text not in {",", "("} or root.dep_ in ("conj", "nsubj", "obj"):
        return False
    closed = after is None or after.text in {",", ".", ";", ")"}
    name = before.nbor(-1) if before.i else None
    return closed and name is not None and (name.pos_ == "PROPN" or name.ent_type_ == "PERSON" or root.head is name)


def _is_pointer(words: Quantities, figure: Figure) -> bool:
    """As in "the two sides", "the first half"."""
    phrase, root, anchor = figure.phrase, figure.root, figure.anchor
    small = phrase.kind == "number" and phrase.op == "=" and not phrase.digits and (phrase.number or 0) <= _SMALL
    if small and any(
        child.lower_ in _POINTING for one in {root, anchor} for child in one.children if child.dep_ == "det"
    ):
        return True
    if anchor != root and anchor.lemma_.lower() in words.not_counted and phrase.kind == "number":
        return True
    return phrase.kind == "share" and root.dep_ == "amod" and anchor != root
