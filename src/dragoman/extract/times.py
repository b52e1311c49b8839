"""Dates in words: where the forms of the codebook stand in a report, with the tense of their clauses.

Nothing is counted out here. What a date means depends on the day of publication and on the dates told before it, and
`resolve` knows both.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from dragoman.codebook import Codebook
from dragoman.codebook.dates import Dates, Form
from dragoman.extract.phrases import children, span, text_of
from dragoman.model import Span

_NO_DATES = frozenset({"PERSON", "ORG", "FAC", "GPE", "LOC", "PRODUCT", "WORK_OF_ART", "LAW"})
_LINK = re.compile(r"\s*(?:,|\bon\b|\bat\b|\babout\b|\baround\b|\bthe\b|\s)*\s*", re.IGNORECASE)
_DASH = re.compile(r"\s*\)?\s*(?:--|-|–|—|:)\s")
_WORD_BEFORE = re.compile(r"([\w']+)[\s-]*\Z")
_NOMINAL = frozenset(
    {
        "obl",
        "nmod",
        "advmod",
        "compound",
        "amod",
        "nummod",
        "conj",
        "appos",
        "fixed",
        "flat",
        "dep",
        "obl:unmarked",
        "nmod:unmarked",
        "nmod:poss",
        "case",
        "det",
        "obj",
        "obl:tmod",
        "nmod:tmod",
        "punct",
    }
)
_MODIFIER = frozenset({"nmod:poss", "compound", "nmod:unmarked", "amod"})
_BACKGROUND = frozenset({"acl:relcl", "acl"})
_LONGEST = 90
_REACH = 60


@dataclass(frozen=True, slots=True)
class Time:
    """A date in words: the form of the codebook, what fills its slots, and what stands around it."""

    span: Span
    form: Form
    slots: Mapping[str, str]
    token: int
    """The number of its head word."""
    governor: int
    """The number of the verb whose clause it stands in; its own head word where there is none; -1 where it opens a line,
    as in a line of place and date."""
    sentence: int
    tense: str = "past"
    told: bool = False
    """Whether its verb stands in the simple past, which looks back for certain."""
    background: bool = False
    """Whether it stands in a relative clause, aside from what is told in order."""
    edge: str | None = None
    part: str | None = None
    """The time of day."""
    frame: str | None = None
    end: Time | None = None
    """The other end of a stretch."""


def times(doc: Doc, codebook: Codebook) -> tuple[Time, ...]:
    """Return the dates of a document in the order of the text; none overlap."""
    dates = codebook.dates
    starts = [t.idx for t in doc]
    sentences = {t.i: n for n, s in enumerate(doc.sents) for t in s}
    atoms = [_time(doc, match, form, starts, sentences) for match, form in _atoms(doc, dates, starts)]
    framed = [_around(text_of(doc), time, dates) for time in atoms if _fits(doc, time)]
    return tuple(_joined(doc, framed, dates))


def _atoms(doc: Doc, dates: Dates, starts: list[int]) -> list[tuple[re.Match[str], Form]]:
    """Return the longest matches of all forms that do not overlap."""
    found: list[tuple[int, int, re.Match[str], Form]] = []
    text = text_of(doc)
    for low, high in _windows(text, dates):
        for rank, one in dates.possible(text[low:high]):
            found.extend((m.start() - m.end(), rank, m, one.form) for m in one.expression.finditer(text, low, high))
    found.sort(key=lambda item: item[:2])
    taken: list[tuple[int, int]] = []
    kept = []
    for _, _, match, form in found:
        if any(match.start() < end and start < match.end() for start, end in taken) or not _is_date(
            doc, match, form, dates, starts
        ):
            continue
        taken.append(match.span())
        kept.append((match, form))
    return sorted(kept, key=lambda item: item[0].start())


def _windows(text: str, dates: Dates) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text that can hold a date."""
    low = high = -1
    for match in dates.any_date.finditer(text):
        if high < 0 or match.start() - _REACH > high:
            if high >= 0:
                yield low, high
            low = max(0, match.start() - _REACH)
        high = min(len(text), match.end() + _LONGEST)
    if high >= 0:
        yield low, high


def _is_date(doc: Doc, match: re.Match[str], form: Form, dates: Dates, starts: list[int]) -> bool:
    """Tell whether a match is a date: no month that is a verb, no year that is a number, no day in a name."""
    words, text = match[0].lower().strip(), text_of(doc)
    before = _WORD_BEFORE.search(text, max(0, match.start() - 20), match.start())
    introduced = before is not None and before[1].lower() in dates.before_month
    first = doc[bisect.bisect_right(starts, match.start()) - 1]
    last = doc[bisect.bisect_right(starts, match.end() - 1) - 1]
    label = last.ent_type_
    if (
        label in _NO_DATES
        and first.ent_type_ == label
        and not introduced
        and (
            first.i == 0
            or first.ent_iob_ == "I"
            or (first.i + 1 < len(doc) and doc[first.i + 1].ent_iob_ == "I" and last == first)
        )
    ):
        return False
    if words in dates.ambiguous:
        return introduced or label == "DATE"
    if form.does == "year" and words.isdigit():
        following = text[match.end() : match.end() + 2]
        counted = last.i + 1 < len(doc) and doc[last.i + 1].pos_ in {"NOUN", "ADJ"} and label != "DATE"
        return (
            (introduced or label == "DATE")
            and label not in _NO_DATES
            and not counted
            and not (following[:1] in {".", ","} and following[1:].isdigit())
        )
    if words in dates.seasons or (form.does == "season" and words.removeprefix("the ") == "fall"):
        return introduced or label == "DATE"
    if form.does == "within" and text.startswith(" of ", match.end()):
        return False  # "within half an hour", "within two days of the vote"
    if form.does == "clock" and text[max(0, match.start() - 1) : match.start()] in {":", "."}:
        return False
    return not (
        form.does == "date"
        and set(match.groupdict()) == {"nth"}
        and last.i + 1 < len(doc)
        and doc[last.i + 1].pos_ in {"NOUN", "PROPN", "ADJ"}
    )


def _time(doc: Doc, match: re.Match[str], form: Form, starts: list[int], sentences: dict[int, int]) -> Time:
    first = bisect.bisect_right(starts, match.start()) - 1
    last = bisect.bisect_right(starts, match.end() - 1) - 1
    root = doc[first : last + 1].root
    governor = _governor(root, doc[first], doc[last])
    opens_line = _opens_line(text_of(doc), match)
    slots = {name: value for name, value in match.groupdict().items() if value}
    return Time(
        span=span(doc, match.start(), match.end()), form=form, slots=slots, token=root.i, governor=-1 if opens_line else governor.i,
        sentence=sentences.get(root.i, 0), tense=_tense(governor, modifier=root.dep_ in _MODIFIER and root.head.pos_ in {"NOUN", "PROPN"}), background=_is_background(governor),
        told="Fin" in governor.morph.get("VerbForm", []) and "Past" in governor.morph.get("Tense", []) and governor.pos_ == "VERB" and not children(governor, "aux", "aux:pass"),
    )  # fmt: skip


def _opens_line(text: str, match: re.Match[str]) -> bool:
    """Tell whether a date opens its line, alone or after the name of a place: "OSLO, 3 May -", "17:20 -"."""
    start = text.rfind("\n", 0, match.start()) + 1
    before = text[start : match.start()].strip()
    return (
        bool(_DASH.match(text, match.end())) and len(before) < 40 and (not before or before.endswith((",", "(", "/")))
    )


def _fits(doc: Doc, time: Time) -> bool:
    """Tell whether a form may stand in this clause: "in two weeks" is a date of what is to come alone."""
    if time.form.tense is not None and time.form.tense != time.tense:
        return False
    if time.form.does == "open" and time.slots.get("unit", "").lower().startswith(("hour", "minute")):
        return False
    if not time.form.unless:
        return True
    sentence = doc[time.token].sent
    return not any(
        t.lower_ in time.form.unless or t.tag_ in {"JJS", "RBS"} for t in sentence if t.idx < time.span.start
    )


def _governor(token: Token, first: Token, last: Token) -> Token:
    """Return the verb that a date belongs to: the one straight before it, or that of its clause."""
    doc = token.doc
    at = first.i - 1
    while at >= 0 and doc[at].pos_ in {"ADP", "ADV"} and doc[at].sent == token.sent:
        at -= 1
    if at >= 0 and doc[at].pos_ == "VERB" and doc[at].sent == token.sent:
        return doc[at]
    if last.i + 1 < len(doc) and doc[last.i + 1].lower_ == "that" and doc[last.i + 1].dep_ == "mark":
        speech = next((t for t in reversed(doc[token.sent.start : first.i]) if t.pos_ == "VERB"), None)
        if speech is not None:
            return speech
    node = token
    for _ in range(8):
        if node.pos_ in {"VERB", "AUX"} and node != token:
            return node
        if any(c.dep_ == "cop" for c in node.children) or node.dep_ not in _NOMINAL or node.head == node:
            return node
        node = node.head
    return node


def _is_background(governor: Token) -> bool:
    node = governor
    for _ in range(4):
        if node.dep_ in _BACKGROUND:
            return True
        if node.dep_ not in {"conj", "advcl", "xcomp"} or node.head == node:
            return False
        node = node.head
    return False


def _tense(verb: Token, *, modifier: bool) -> str:
    """Return the direction in which a clause looks: future for what is to come, else past.

    "Sunday's vote" and "the June meeting" look back, unless the clause itself looks ahead.
    """
    node = verb
    for _ in range(4):
        helpers = [c for c in children(node, "aux", "aux:pass", "cop") if c.i < node.i]
        words = {c.lower_ for c in helpers}
        if words & {"will", "'ll", "’ll", "shall", "would", "wo", "may", "might", "could", "should", "must"}:
            return "past" if "have" in words else "future"
        infinitive = "Inf" in node.morph.get("VerbForm", []) and any(c.lower_ == "to" for c in children(node, "mark"))
        if modifier and (not helpers or node.pos_ != "VERB"):
            return "past"
        if infinitive and "have" not in words:
            return "future"
        if helpers or "Fin" in node.morph.get("VerbForm", []):
            return "past"
        if node.head == node or node.dep_ not in {"conj", "xcomp", "advcl", "acl", "obj", "obl", "nmod"}:
            return "past"
        node = node.head
    return "past"


def _around(text: str, time: Time, dates: Dates) -> Time:
    """Return a date with what stands around it: the part of the day, an edge (late, early), a frame (since, by)."""
    part = time.form.time_of_day or dates.parts.get(time.slots.get("part", "").lower())
    start, end = time.span.start, time.span.end
    after = dates.part_after.match(text, end)
    if part is None and after is not None and time.form.does in {"date", "weekday", "day", "move", "named"}:
        part, end = dates.parts[" ".join(after[1].lower().split())], after.end()
    edge = frame = None
    for _ in range(3):
        for expression, kind, value in dates.before:
            match = expression.search(text, max(0, start - 40), start)
            if match is None or "\n" in match[0]:
                continue
            if kind == "part" and part is None and time.form.does in {"date", "weekday", "day", "named"}:
                part, start = value, match.start()
            elif kind == "edge" and edge is None and frame is None:
                edge, start = value, match.start()
            elif kind == "frame" and frame is None and (value == "at" or text[end : end + 2] not in {"'s", "’s"}):
                frame = value
                start = match.start() if value != "at" else start
            else:
                continue
            break
        else:
            break
        if frame is not None:
            break
    words = Span(start=start, end=end, words=text[start:end])
    return replace(time, span=words, part=part, edge=edge, frame=frame)


def _joined(doc: Doc, found: list[Time], dates: Dates) -> list[Time]:
    """Join the two ends of a stretch ("from Monday to Wednesday") and an hour to the day beside it."""
    out: list[Time] = []
    for time in found:
        last = out[-1] if out else None
        gap = text_of(doc)[last.span.end : time.span.start] if last is not None else ""
        whole = text_of(doc)[last.span.start : time.span.end] if last is not None else ""
        if last is not None and last.sentence == time.sentence and len(gap) < 20:
            end = Span(start=last.span.start, end=time.span.end, words=whole)
            is_clock = (last.form.does == "clock", time.form.does == "clock")
            if is_clock[0] != is_clock[1] and _LINK.fullmatch(gap):
                day, clock = (time, last) if is_clock[0] else (last, time)
                out[-1] = replace(day, span=end, part=clock.slots.get("clock") or clock.span.words.split()[-1])
                continue
            opens = last.frame in {"span", "since"} and last.end is None and is_clock == (False, False)
            if opens and (dates.between.fullmatch(gap) or (time.frame == "until" and not gap.strip())):
                out[-1] = replace(last, span=end, end=time, frame="span")
                continue
        out.append(time)
    return out
