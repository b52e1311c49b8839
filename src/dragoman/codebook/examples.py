"""Examples of codebook entries: sentences with their answers marked in place, so that nobody counts characters.

``[role words]`` marks words, a role repeated means discontinuous words or several members, ``[[`` is a literal
bracket. An example is a test: reading its text must yield the marked event, and a ``not:`` example must yield none.

>>> example = Example("[actor Chad] [event pulled] its garrison [event out] of [place Faya].", where="x.yml:1")
>>> example.text
'Chad pulled its garrison out of Faya.'
>>> [example.text[start:end] for start, end in example.spans["event"]]
['pulled', 'out']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.model import Event, Span

from .shape import Fields
from .yamltext import Table, Text

ROLES = ("event", "actor", "recipient", "with", "place", "when", "source", "cue", "content", "number", "hedge", "mark")
"""Roles that markup may name."""

_PIECE = re.compile(r"\[\[|\[([^\s\[\]]*)(\s?)([^\[\]]*)\]|\[|[^\[]+")

_VALID = re.compile(rf"(?:[^\[]|\[\[|\[(?:{'|'.join(ROLES)}) [^\s\[\]](?:[^\[\]]*[^\s\[\]])?\])+")
"""Markup without a mistake: one look at it is quicker than taking it apart, and a codebook has thousands."""

SHARED = 0.5
"""How much of the longer of two stretches of text they must share to be the same words but for an article or a title."""
HAPPENING = frozenset({"happened", "under_way"})

Spans = Mapping[str, tuple[tuple[int, int], ...]]


class MarkupError(ValueError):
    """The markup of an example cannot be read."""


def parse_markup(marked: str) -> tuple[str, Spans]:
    """The text without markup, and the marked places (code points, end exclusive) by role, in order.

    Raises ``MarkupError``.

    >>> parse_markup("[[sic] [event fell]")
    ('[sic] fell', {'event': ((6, 10),)})
    """
    pieces: list[str] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    at = 0
    for match in _PIECE.finditer(marked):
        found = match.group(0)
        if found == "[[":
            words = "["
        elif found == "[":
            raise MarkupError(
                "a bracket is not closed, or stands inside another: write [role words], or [[ for a bracket"
            )
        elif found.startswith("["):
            role, words = match.group(1), match.group(3)
            if role not in ROLES:
                raise MarkupError(f"role {role!r} is not known; known: {' '.join(ROLES)}")
            if not words.strip() or words != words.strip():
                raise MarkupError(f"[{role} …] needs words, without a blank at either edge")
            spans.setdefault(role, []).append((at, at + len(words)))
        else:
            words = found
        pieces.append(words)
        at += len(words)
    return "".join(pieces), {role: tuple(places) for role, places in spans.items()}


@dataclass(frozen=True, slots=True)
class Example:
    """One example of an entry."""

    marked: str
    """The sentence with its markup."""
    negative: bool = False
    """Given as ``not:``: the entry must find nothing here."""
    expect: Mapping[str, str] = field(default_factory=dict)
    """What else is expected: type, mode, status, and the day of publication under ``published``."""
    where: str = ""
    """file:line"""

    @property
    def text(self) -> str:
        """The sentence as it would be read."""
        return parse_markup(self.marked)[0]

    @property
    def spans(self) -> Spans:
        """Marked places by role."""
        return parse_markup(self.marked)[1]

    def words(self, role: str) -> tuple[str, ...]:
        """The words marked with a role."""
        text, spans = parse_markup(self.marked)
        return tuple(text[start:end] for start, end in spans.get(role, ()))


def parse_examples(
    fields: Fields,
    key: str = "examples",
    *,
    expectations: Collection[str] = ("type", "mode", "status"),
    defaults: Mapping[str, str] | None = None,
    needs: str = "event",
) -> tuple[Example, ...]:
    """The examples of an entry; ``defaults`` are expected where an example does not say otherwise.

    ``expectations`` are the keys that an example may carry beside text and published; ``needs`` is the role that
    every example other than ``not:`` must mark ("" for none). Mistakes go to ``fields.problems``.
    """
    examples: list[Example] = []
    for node in fields.items(key):
        expect = dict(defaults or {})
        negative = False
        if isinstance(node, Text):
            marked, line = str(node), node.line
        elif isinstance(node, Table):
            inner = Fields(node, fields.file, fields.problems)
            line = inner.line
            negative = "not" in node
            marked = inner.text("not" if negative else "text", required=True)
            inner.text("note")
            for name in ("published", *expectations):
                value = inner.text(name)
                if value is not None:
                    expect[name] = value
            inner.done()
        else:
            fields.problem("an example is a text or a mapping with text or not", line=node.line)
            continue
        example = Example(marked, negative, expect, f"{fields.file}:{line}")
        _check(example, fields, line, needs)
        examples.append(example)
    return tuple(examples)


def _check(example: Example, fields: Fields, line: int, needs: str) -> None:
    marked = example.marked
    if _VALID.fullmatch(marked) is None:
        try:
            parse_markup(marked)
        except MarkupError as error:
            fields.problem(f"example: {error}", line=line)
        else:
            fields.problem("example is empty", line=line)
    elif needs and not example.negative and f"[{needs} " not in marked:
        fields.problem(f"example marks no [{needs} …]", f"mark the words that are the {needs}", line=line)


def compare(example: Example, events: Sequence[Event], *, status: str | None = None) -> str | None:
    """What is wrong with the events that a reader found in an example; None where all is as marked.

    One event must be triggered by the marked words, with the expected type, mode and status (the entry's own
    ``status``, else that it happens), and its actors and recipients must be the marked ones and no others; of ``with``,
    ``place`` and ``when`` the marked ones must be there. A ``not:`` example must have no event of its type and mode.
    """
    type_, mode = example.expect.get("type"), example.expect.get("mode")
    alike = [event for event in events if event.type == type_ and event.mode == mode]
    named = f"{type_} {mode or ''}".strip()
    if example.negative:
        return f"{named} was found in {str(alike[0].trigger)!r}" if alike else None
    marked = example.spans["event"]
    found = [event for event in alike if any(_meets(event.trigger, place) for place in marked)]
    if not found:
        others = ", ".join(
            f"{event.type} {event.mode or ''}".strip() + f" in {str(event.trigger)!r}" for event in events
        )
        return f"no {named} was found in {' … '.join(example.words('event'))!r}" + (f", but {others}" if others else "")
    return _compare_one(example, found[0], status)


def _compare_one(example: Example, event: Event, status: str | None) -> str | None:
    wanted = example.expect.get("status") or status
    if event.status != wanted if wanted else event.status not in HAPPENING:
        return f"status is {event.status}, not {wanted or 'happened'}"
    roles: dict[str, tuple[bool, list[Span]]] = {
        "actor": (True, [one.words for one in event.actors]),
        "recipient": (True, [one.words for one in event.recipients]),
        "with": (False, [one.words for one in event.with_]),
        "place": (False, [event.place.words] if event.place and event.place.words else []),
        "when": (False, [event.when.words] if event.when and event.when.words else []),
    }
    for role, (exact, found) in roles.items():
        places = example.spans.get(role, ())
        missing = [place for place in places if not any(_same(span, place) for span in found)]
        if missing:
            had = ", ".join(repr(str(span)) for span in found) or "nothing"
            return f"{role} {example.text[slice(*missing[0])]!r} was not found, but {had}"
        extra = [span for span in found if not any(_same(span, place) for place in places)]
        if exact and extra:
            return f"{role} {str(extra[0])!r} is not marked"
    return None


def _meets(span: Span, place: tuple[int, int]) -> bool:
    return span.start < place[1] and place[0] < span.end


def _same(span: Span, place: tuple[int, int]) -> bool:
    """Tell whether two stretches are the same words: nearly, or one is the other with more before it or after it.

    An article, a title, an owner before a name or a phrase after it ("girls in Tigray") do not change who is meant.
    """
    shared = min(span.end, place[1]) - max(span.start, place[0])
    inside = shared == min(span.end - span.start, place[1] - place[0]) > 0
    return shared > SHARED * max(span.end - span.start, place[1] - place[0]) or (
        inside and (span.start == place[0] or span.end == place[1])
    )
