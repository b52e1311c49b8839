"""A reading in a notebook: the text with its layers highlighted, and a legend. No script, and no style outside its own box."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dragoman.model.markup import LAYERS, highlighted, marks
from dragoman.model.visible import one_line

if TYPE_CHECKING:
    from dragoman.model.reading import Reading

# Colours with alpha, so that the notebook's own light or dark ground shows through and the text keeps its contrast.
_COLOURS = {
    "event": "rgba(220,80,60,.38)",
    "party": "rgba(60,130,220,.26)",
    "setting": "rgba(90,160,90,.28)",
    "source": "rgba(150,90,200,.32)",
    "cue": "rgba(230,150,30,.38)",
    "content": "rgba(140,140,140,.16)",
    "number": "rgba(0,160,160,.36)",
    "note": "rgba(140,140,140,.36)",
}
_BOX = "white-space:pre-wrap;line-height:1.7;max-width:72ch"


def notebook_view(reading: Reading) -> str:
    """A fragment of HTML for ``_repr_html_``."""
    report, found = reading.report, marks(reading)
    shown = {mark.layer for mark in found}
    # A later rule wins: the smaller layers come last and stay visible inside the content of a claim.
    order = ["content", *(layer for layer in LAYERS if layer != "content")]
    rules = "".join(f".dragoman mark.l-{layer}{{background:{_COLOURS[layer]}}}" for layer in order)
    legend = " ".join(
        f'<mark class="l-{layer}">{escape(what)}</mark>' for layer, what in LAYERS.items() if layer in shown
    )
    facts = [report.published.isoformat() if report.published else "no date", report.outlet or "", report.author]
    counts = ((reading.events, "events"), (reading.claims, "claims"), (reading.quantities, "figures"))
    facts += [f"{len(entries)} {name}" for entries, name in counts]
    line = escape(one_line(" · ".join(fact for fact in facts if fact)))
    return (
        f'<div class="dragoman"><style>.dragoman mark{{color:inherit;border-radius:2px}}{rules}</style>'
        f"<p><small>{line}</small><br><small>{legend}</small></p>"
        f'<div style="{_BOX}">{highlighted(report.text, found)}</div></div>'
    )
