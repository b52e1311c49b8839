"""A reading's text as HTML: every layer of words highlighted, nothing but text nodes and elements written here.

`Reading._repr_html_` shows it in a notebook, and the page of ``dragoman read --html`` is made of the same pieces. The text is cut at every
border of a highlighted span, so that spans may overlap in any way; each stretch carries the classes of all layers and entries that cover it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dragoman.model.visible import visible

if TYPE_CHECKING:
    from dragoman.model.reading import Reading
    from dragoman.model.span import Span

LAYERS: Mapping[str, str] = {
    "event": "what is done",
    "party": "who takes part",
    "setting": "where and when",
    "source": "who says so",
    "cue": "the word that says so",
    "content": "what is said",
    "number": "how many",
    "note": "seen, not coded",
}
"""The layers in the order of the legend, with their meaning."""


_BORDER = re.compile(r"[ \t]*\n[ \t]*\n\s*|(?<=[.!?:\"”’)])[ \t]*\n")


class Mark(NamedTuple):
    """A highlighted span: its place in the text, its layer, and the id of the entry that it belongs to."""

    start: int
    end: int
    layer: str
    entry: str


def marks(reading: Reading) -> list[Mark]:
    """Every span of a reading's entries, by place; the evidence of events is left out, it is the whole sentence."""
    found = [*_event_marks(reading), *_claim_marks(reading)]
    found += [Mark(figure.words.start, figure.words.end, "number", figure.id) for figure in reading.quantities]
    notes = ((number, note.words) for number, note in enumerate(reading.notes, 1))
    found += [Mark(words.start, words.end, "note", f"n{number}") for number, words in notes if words is not None]
    return sorted(set(found))


def _event_marks(reading: Reading) -> Iterator[Mark]:
    for event in reading.events:
        layers: list[tuple[str, Span | None]] = [("event", event.trigger)]
        layers += [("party", one.words) for one in (*event.actors, *event.recipients, *event.with_)]
        layers += [("setting", one.words) for one in (event.place, event.when) if one is not None]
        yield from (Mark(span.start, span.end, layer, event.id) for layer, span in layers if span is not None)


def _claim_marks(reading: Reading) -> Iterator[Mark]:
    for claim in reading.claims:
        for link in claim.attribution:
            spans = (("source", link.source.words if link.source else None), ("cue", link.cue))
            yield from (Mark(span.start, span.end, layer, claim.id) for layer, span in spans if span is not None)
        if claim.attribution or (claim.event is None and claim.quantity is None):
            yield from (Mark(span.start, span.end, "content", claim.id) for span in claim.content)


def as_html(text: str) -> str:
    r"""Text as the content of an element, invisible characters shown.

    >>> as_html("<b> & \u202e")
    '&lt;b&gt; &amp; ⟨U+202E⟩'
    """
    return escape(visible(text, keep="\n\t"))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""The places of a text's paragraphs: cut at blank lines, and at line ends after a sentence; lines wrapped by hand stay together.

    >>> list(paragraphs("Title\n\nOne\nmore. \nTwo."))
    [(0, 5), (7, 16), (18, 22)]
    """
    start = 0
    for border in _BORDER.finditer(text):
        if text[start : border.start()].strip():
            yield start, border.start()
        start = border.end()
    if text[start:].strip():
        yield start, len(text)


def anchors(found: Iterable[Mark]) -> dict[str, int]:
    """Where the words of each entry are best pointed at: its act or number, else what is said, else its first mark."""
    order = ("event", "number", "note", "content")
    ranked = sorted(
        found, key=lambda mark: (order.index(mark.layer) if mark.layer in order else len(order), mark.start)
    )
    return {mark.entry: mark.start for mark in reversed(ranked)}


def highlighted(
    text: str,
    found: Iterable[Mark],
    start: int = 0,
    end: int | None = None,
    *,
    prefix: str = "",
    targets: Mapping[str, int] | None = None,
) -> str:
    """A stretch of text with its marks as ``<mark>`` elements.

    Classes are the layers (``l-event``) and the entries (``w-e1``). With ``targets`` (`anchors`), for pages that show the entries too, each
    mark links to its entry (``#PREFIXe1``), and the place of an entry's words can be linked to (``#PREFIXw-e1``).

    >>> highlighted("Rebels attacked Goma.", [Mark(7, 15, "event", "e1")])
    'Rebels <mark class="l-event w-e1" title="what is done">attacked</mark> Goma.'
    """
    stop = len(text) if end is None else end
    here = [mark for mark in found if mark.start < stop and mark.end > start]
    borders = sorted(
        {start, stop, *(min(max(place, start), stop) for mark in here for place in (mark.start, mark.end))}
    )
    pieces = []
    for left, right in pairwise(borders):
        cover = sorted(
            (mark for mark in here if mark.start <= left and mark.end >= right), key=lambda mark: mark.end - mark.start
        )
        piece = as_html(text[left:right])
        if cover:
            title = escape(", ".join(LAYERS[layer] for layer in _layers(cover)))
            if targets is not None and piece.strip():
                piece = f'<a href="#{escape(prefix + cover[0].entry)}">{piece}</a>'
            piece = f'<mark class="{_classes(cover)}" title="{title}">{piece}</mark>'
            pieces += [
                _place(prefix, entry) for entry in _entries(cover) if targets is not None and targets[entry] == left
            ]
        pieces.append(piece)
    return "".join(pieces)


def _place(prefix: str, entry: str) -> str:
    return f'<span id="{escape(prefix)}w-{escape(entry)}" class="a-{escape(entry)}"></span>'


def _entries(cover: list[Mark]) -> list[str]:
    return list(dict.fromkeys(mark.entry for mark in cover))


def _layers(cover: list[Mark]) -> list[str]:
    return sorted({mark.layer for mark in cover}, key=list(LAYERS).index)


def _classes(cover: list[Mark]) -> str:
    return escape(" ".join([*(f"l-{layer}" for layer in _layers(cover)), *(f"w-{entry}" for entry in _entries(cover))]))
