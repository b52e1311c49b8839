r"""How dates are said: the file ``dates/en.yml``.

Names of months, days and units, and the forms built from them: a form is one or more patterns and what they mean.

>>> expression = pattern("in {n} {unit}'s time|in {n} {unit}", {"n": r"\d+", "unit": "weeks?"})
>>> expression.search("They will meet in 2 weeks.")["unit"]
'weeks'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dragoman.model.edtf import bounds

from .about import parse_about
from .problems import Problem
from .shape import Fields
from .yamltext import Node

DOES = (
    "date", "named", "weekday", "day", "unit", "move", "stretch", "within", "relation", "open", "year", "season",
    "decade", "century", "quarter", "half", "months", "clock",
)  # fmt: skip
"""What a form can do."""
UNITS = (
    "minute",
    "hour",
    "day",
    "night",
    "weekend",
    "week",
    "fortnight",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
)
BASES = ("published", "previous")
SIDES = ("last", "next", "this")
EDGES = ("early", "middle", "late")
FRAMES = ("since", "until", "by", "before", "after", "span", "at")
TENSES = ("past", "future")

_YEAR = r"(?:1[4-9]|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_CLOCK = r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:a\.?m\.?|p\.?m\.?)|(?:[01]?\d|2[0-3]):[0-5]\d"


@dataclass(frozen=True, slots=True)
class Form:
    """One way of saying a date."""

    words: tuple[str, ...]
    """Patterns."""
    does: str
    of: str = "published"
    shift: int = 0
    sign: int = 0
    side: str | None = None
    week: int | None = None
    year: int | None = None
    edtf: str | None = None
    time_of_day: str | None = None
    half: str | None = None
    tense: str | None = None
    """The only tense in which the words are a date."""
    unless: tuple[str, ...] = ()
    """Words that must not stand before it in its sentence."""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of a form, compiled, with the slots and words that it cannot do without."""

    expression: re.Pattern[str]
    form: Form
    slots: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """Words before a date that say how an act lies to it."""

    words: tuple[str, ...]
    frame: str
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dates:
    """The words and forms of dates in one language."""

    months: Mapping[str, int] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    """Names of months that are common words too."""
    before_month: frozenset[str] = frozenset()
    weekdays: Mapping[str, int] = field(default_factory=dict)
    seasons: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    vague_numbers: tuple[str, ...] = ()
    ordinals: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    """Words for a part of the day to its time."""
    named_days: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[Form, ...] = ()
    edges: Mapping[str, str] = field(default_factory=dict)
    frames: tuple[Frame, ...] = ()
    lasting: frozenset[str] = frozenset()

    @cached_property
    def slots(self) -> Mapping[str, str]:
        """The regular expression of each slot of a pattern."""
        ordinals = rf"{_any(self.ordinals)}|\d{{1,2}}(?:st|nd|rd|th)"
        return {
            "iso": rf"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])",
            "month": rf"(?-i:{_any(_spellings(self.months))})",
            "weekday": rf"(?-i:{_any(_spellings(self.weekdays))})",
            "day": rf"{_DAY}|{_any(self.ordinals)}",
            "day2": rf"{_DAY}|{_any(self.ordinals)}",
            "nth": r"\d{1,2}(?:st|nd|rd|th)",
            "ordinal": ordinals,
            "year": _YEAR,
            "decade": r"(?:(?:1[4-9]|20)\d|['’]?\d)0['’]?s",
            "season": _any(self.seasons),
            "unit": _any(self.units),
            "n": rf"\d{{1,4}}|{_any(self.numbers)}",
            "vague": _any(self.vague_numbers),
            "part": _any(self.parts),
            "named_day": rf"(?-i:{_any(self.named_days)})",
            "clock": _CLOCK,
        }

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """Every pattern of every form, compiled, in the order of the file."""
        return tuple(
            Pattern(pattern(words, self.slots), form, *_needs(words)) for form in self.forms for words in form.words
        )

    @cached_property
    def _slot_expressions(self) -> Mapping[str, re.Pattern[str]]:
        return {name: re.compile(rf"(?<!\w)(?:{text})(?!\w)", re.IGNORECASE) for name, text in self.slots.items()}

    def possible(self, text: str) -> list[tuple[int, Pattern]]:
        """The patterns, with their rank, that some words can match: all that they cannot do without is there."""
        present = {name for name, expression in self._slot_expressions.items() if expression.search(text)}
        words = set(re.findall(r"[a-z]+", text.lower()))
        return [(rank, one) for rank, one in enumerate(self.patterns) if one.slots <= present and one.words <= words]

    @cached_property
    def any_date(self) -> re.Pattern[str]:
        """What nearly every date has in it, to pass over sentences without one."""
        names = ("month", "weekday", "unit", "season", "part", "named_day")
        fixed = {
            word
            for form in self.forms
            for words in form.words
            if "{" not in words
            for word in re.findall(r"[a-z]{4,}", words)
        }
        return re.compile(rf"\b(?:{'|'.join(self.slots[n] for n in names)}|{_any(fixed)})\b|\d", re.IGNORECASE)

    @cached_property
    def before(self) -> tuple[tuple[re.Pattern[str], str, str], ...]:
        """What may stand straight before a date: the pattern, its kind (part, edge or frame) and its value."""
        found = [
            (
                rf"(?:(?:in|at|on|during)\s+)?(?:the\s+)?{_words(w)}(?:\s+(?:hours|hour))?\s+(?:of|on)\s+(?:the\s+)?",
                "part",
                t,
            )
            for w, t in self.parts.items()
        ]
        found += [(rf"{_words(w)}\s+(?:on\s+)?", "part", t) for w, t in self.parts.items()]
        found += [(rf"{_words(w)}(?:\s+of)?(?:\s+|(?<=-)\s*|-)", "edge", e) for w, e in self.edges.items()]
        found += [(rf"{_any(f.words)}\s+(?:the\s+)?", "frame", f.frame) for f in self.frames]
        found.sort(key=lambda item: -len(item[0]))
        return tuple(
            (re.compile(rf"(?<![\w-])(?:{text})\Z", re.IGNORECASE), kind, value) for text, kind, value in found
        )

    @cached_property
    def part_after(self) -> re.Pattern[str]:
        """A part of the day straight after a date."""
        return re.compile(rf"(?:\s+|,\s+)(?:in the\s+|at\s+)?({_any(self.parts)})\b", re.IGNORECASE)

    @cached_property
    def between(self) -> re.Pattern[str]:
        """What joins the two ends of a stretch."""
        return re.compile(
            rf"\s*(?:{_any(word for f in self.frames for word in f.between)})\s*(?:the\s+)?", re.IGNORECASE
        )


def pattern(words: str, slots: Mapping[str, str]) -> re.Pattern[str]:
    """Compile a pattern: ``{slots}``, ``[what may be missing]``, ``(alternatives|…)``.

    Raises ``ValueError`` for an unknown slot or a bracket without its partner.
    """
    text, at = _alternatives(words, 0, "", slots)
    if at != len(words):
        raise ValueError(f"{words[at]!r} closes nothing")
    return re.compile(rf"(?<![\w$£€])(?<![\d\s]-)(?:{text})(?![\w])(?!-\w)", re.IGNORECASE)


def _needs(words: str) -> tuple[frozenset[str], frozenset[str]]:
    """The slots and words of a pattern outside all brackets."""
    while (bare := re.sub(r"\[[^\[\]]*\]|\([^()\[\]]*\)", " ", words)) != words:
        words = bare
    slots = frozenset(re.findall(r"\{(\w+)\}", words))
    return slots, frozenset(re.findall(r"[a-z]+", re.sub(r"\{\w+\}", " ", words).lower()))


def _alternatives(words: str, at: int, closing: str, slots: Mapping[str, str]) -> tuple[str, int]:
    """The expression of what stands up to a closing bracket, and the place after it."""
    branches, out = [], ""
    while at < len(words) and words[at] != closing and words[at] not in ")]":
        sign = words[at]
        spaced = at == 0 or words[at - 1] in " [(|"
        if sign == "|":
            branches.append(out)
            out = ""
            at += 1
        elif sign in "[(":
            inner, at = _alternatives(words, at + 1, ")" if sign == "(" else "]", slots)
            if at >= len(words):
                raise ValueError(f"{sign!r} is not closed")
            at += 1
            if sign == "(":
                out += f"(?:{inner})"
            elif spaced and words[at : at + 1] == " ":
                out += rf"(?:(?:{inner})\s+)?"
                at += 1
            elif out.endswith(r"\s+") and at == len(words):
                out = rf"{out[:-3]}(?:\s+(?:{inner}))?"
            else:
                out += f"(?:{inner})?"
        elif sign == "{":
            end = words.find("}", at)
            name = words[at + 1 : end]
            if end < 0 or name not in slots:
                raise ValueError(f"there is no slot {name!r}")
            out += f"(?P<{name}>{slots[name]})"
            at = end + 1
        else:
            out += r"\s+" if sign == " " else "['’]" if sign == "'" else re.escape(sign)
            at += 1
    if closing and (at >= len(words) or words[at] != closing):
        raise ValueError(f"{closing!r} is missing")
    return "|".join([*branches, out]), at


def _any(words: Iterable[str]) -> str:
    """An expression for any of some words, the longest first."""
    return (
        "(?:" + "|".join(_words(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")" if words else r"(?!)"
    )


def _words(words: str) -> str:
    return r"\s+".join(re.escape(w).replace("'", "['’]") for w in words.split(" "))


def _spellings(words: Iterable[str]) -> list[str]:
    """Names in capitals too, as in a line of place and date."""
    return [form for word in words for form in (word, word.upper())]


def parse(node: Node, file: str, problems: list[Problem]) -> Dates:
    """Read the file. Mistakes go to ``problems``; the result holds what could be read."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    months, ambiguous = _months(fields)
    found = Dates(
        months=months,
        ambiguous=ambiguous,
        before_month=frozenset(fields.texts("before_month")),
        weekdays=_numbered(fields, "weekdays", 1, 7),
        seasons=_numbered(fields, "seasons", 21, 24),
        units=_worded(fields, "units", "unit", UNITS),
        numbers=_counts(fields, "numbers"),
        vague_numbers=fields.texts("vague_numbers"),
        ordinals=_counts(fields, "ordinals"),
        parts=_worded(fields, "parts", "time_of_day"),
        named_days=_worded(fields, "named_days", "day"),
        forms=tuple(_form(item, file, problems) for item in fields.items("forms")),
        edges=_worded(fields, "edges", "edge", EDGES),
        frames=tuple(_frame(item, file, problems) for item in fields.items("frames")),
        lasting=frozenset(fields.texts("lasting", FRAMES)),
    )
    fields.done()
    for form in found.forms:
        for words in form.words:
            try:
                pattern(words, found.slots)
            except (ValueError, re.error) as error:
                line = int(form.where.rpartition(":")[2])
                problems.append(Problem(file, line, f"pattern {words!r}: {error}", "slots: " + " ".join(found.slots)))
    return found


def _months(fields: Fields) -> tuple[dict[str, int], frozenset[str]]:
    months: dict[str, int] = {}
    ambiguous: set[str] = set()
    for item in fields.items("months"):
        entry = Fields(item, fields.file, fields.problems)
        words, number = entry.texts("words"), entry.whole("number", required=True)
        if entry.flag("ambiguous"):
            ambiguous.update(word.lower() for word in words)
        months.update(dict.fromkeys(words, number or 1))
        entry.done()
    return months, frozenset(ambiguous)


def _numbered(fields: Fields, key: str, least: int, most: int) -> dict[str, int]:
    out: dict[str, int] = {}
    for item in fields.items(key):
        entry = Fields(item, fields.file, fields.problems)
        number = entry.whole("number", required=True)
        if number is not None and not least <= number <= most:
            entry.problem(f"number: {number} is not between {least} and {most}")
        out.update(dict.fromkeys(entry.texts("words"), number or least))
        entry.done()
    return out


def _worded(fields: Fields, key: str, value: str, known: tuple[str, ...] = ()) -> dict[str, str]:
    out: dict[str, str] = {}
    for item in fields.items(key):
        entry = Fields(item, fields.file, fields.problems)
        text = entry.one_of(value, known, required=True) if known else entry.text(value, required=True)
        out.update(dict.fromkeys(entry.texts("words"), text))
        entry.done()
    return out


def _counts(fields: Fields, key: str) -> dict[str, int]:
    inner = Fields(fields.raw(key), fields.file, fields.problems)
    return {str(word): inner.whole(str(word)) or 0 for word in inner.node}


def _form(node: Node, file: str, problems: list[Problem]) -> Form:
    entry = Fields(node, file, problems)
    values: dict[str, Any] = {
        "does": entry.one_of("does", DOES, required=True),
        "of": entry.one_of("of", BASES) or "published",
        "shift": entry.whole("shift") or 0,
        "sign": entry.whole("sign") or 0,
        "side": entry.one_of("side", SIDES),
        "week": entry.whole("week"),
        "year": entry.whole("year"),
        "edtf": entry.text("edtf"),
        "time_of_day": entry.text("time_of_day"),
        "half": entry.one_of("half", ("past", "coming")),
        "tense": entry.one_of("tense", TENSES),
        "unless": entry.texts("unless"),
    }
    form = Form(words=entry.texts("words"), where=entry.where, **values)
    if form.edtf is not None:
        try:
            bounds(form.edtf.format(base="2000-01-02", before="2000-01-01"))
        except (ValueError, KeyError) as error:
            entry.problem(f"edtf: {error}", "{base} and {before} stand for days", line=entry.at("edtf"))
    elif form.does == "open":
        entry.problem("a form that is open needs edtf")
    entry.done()
    return form


def _frame(node: Node, file: str, problems: list[Problem]) -> Frame:
    entry = Fields(node, file, problems)
    frame = Frame(entry.texts("words"), entry.one_of("frame", FRAMES, required=True), entry.texts("between"))
    entry.done()
    return frame
