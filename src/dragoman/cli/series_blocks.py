"""Series of figures for the eye: each point with its words, what restates it, what tells it too late, and the arrows between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from dragoman.cli.entries import Block, Part, Row, amount, says, words_of
from dragoman.cli.told_blocks import entity_names, page
from dragoman.record.facts import Relation
from dragoman.record.views import RecordedFigure, Series

ARROWS = {
    "revised_by": "↓ revised by",
    "contradicts": "≠ contradicts",
    "corroborates": "+ the same as",
    "repeats_stale": "↑ old number, told as new:",
    "part_of": "⊂ part of",
    "added_to": "+ added to",
    "restates": "= says again",
}
"""What is written between two figures; other relations have their own names."""


def series_blocks(found: Iterable[Series]) -> Iterator[Block]:
    """Series as blocks. Figures are compared only where they count the same, so each such group shows the words of both ends of an arrow."""
    for _, group in groupby(found, key=lambda one: (one.line.counted, one.line.population)):
        together = list(group)
        known = {figure.id: figure for one in together for figure in one.figures}
        yield from (series_block(one, known) for one in together)


def series_block(series: Series, known: Mapping[str, RecordedFigure]) -> Block:
    """One series: what is counted, who counts, and its figures in order of publication."""
    line = series.line
    rows = [Row("origin", (Part(_origin(series)),))]
    withdrawn = {state.first: state.withdrawn for state in line.states if state.withdrawn}
    for figure in series.figures:
        rows += _figure_rows(figure, figure.part, known, series.relations)
        if figure.id in withdrawn:
            rows.append(Row("", (Part(f"withdrawn on {withdrawn[figure.id]}"),)))
    tags = ("forecast",) if line.modal else ()
    title = " · ".join(filter(None, (line.counted, _population(series), line.place)))
    return Block("", "number", title, tags, tuple(rows), 0)


def alone_block(figure: RecordedFigure, known: Mapping[str, RecordedFigure]) -> Block:
    """A figure that stands in no series."""
    quantity = figure.quantity
    place = quantity.place.name if quantity.place else None
    title = " · ".join(filter(None, (quantity.counted, quantity.of, place)))
    tags = ("in no series", *((quantity.aggregation,) if quantity.aggregation else ()))
    return Block("", "number", title, tags, tuple(_figure_rows(figure, "figure", known, figure.relations)), 0)


def _figure_rows(
    figure: RecordedFigure, label: str, known: Mapping[str, RecordedFigure], relations: Iterable[Relation]
) -> Iterator[Row]:
    quantity = figure.quantity
    what = " ".join(filter(None, (amount(quantity), quantity.unit)))
    day = f"as of {quantity.as_of}" if quantity.as_of else f"told {figure.report.published or 'without a date'}"
    yield Row(label, (*words_of(quantity.words, "number"), Part(f"{what}, {day}")))
    if figure.attribution:
        yield says(figure.attribution, "", entity_names(figure.entities))
    else:
        yield Row("says", (Part("the report itself"),))
    yield Row("in", (Part(page(figure.report)),))
    yield Row("id", (Part(figure.id),))
    for one in relations:
        if one.left == figure.id:
            yield Row("", tuple(_arrow(one, known)))


def _arrow(one: Relation, known: Mapping[str, RecordedFigure]) -> Iterator[Part]:
    direction = {"up": " upwards", "down": " downwards"}.get(one.direction or "", "")
    yield Part(ARROWS.get(one.type, one.type.replace("_", " ")))
    other = known.get(one.right)
    if other is None:
        yield Part(one.right)
    else:
        yield from words_of(other.quantity.words, "number")
        yield Part(f"of {_holder(other)}, {other.report.published or 'without a date'}")
    why = one.why or ("as the words say" if one.rule == "words" else one.rule)
    yield Part(f"{direction.strip()}{', ' if direction else ''}{why}{f', until {one.until}' if one.until else ''}")


def _holder(figure: RecordedFigure) -> str:
    holder = figure.figure.holder
    return "the report itself" if holder.voice == "author" else holder.words or "a source without a name"


def _origin(series: Series) -> str:
    names = {one.id: one.name for figure in series.figures for one in figure.entities.values()}
    if not series.line.origin:
        return "no origin that is named"
    return ", ".join(names.get(one, one) for one in series.line.origin)


def _population(series: Series) -> str:
    names = {one.id: one.name for figure in series.figures for one in figure.entities.values()}
    return names.get(series.line.population, series.line.population)
