"""Figures: which counts there are, the chart of each, and the sentence behind every mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from dragoman.codebook import Codebook
from dragoman.errors import NotInRecord
from dragoman.model.tables import Cell
from dragoman.record.facts import Support
from dragoman.record.outlines import Counted
from dragoman.record.record import Record
from dragoman.record.views import RecordedFigure, Series
from dragoman.web import charts_figures, told_figures
from dragoman.web.charts_figures import Chart, Mark, block_of, key_of
from dragoman.web.errors import gone
from dragoman.web.pages import csv_answer, json_answer, page
from dragoman.web.records import Asking, Look, Looking, address

router = APIRouter(include_in_schema=False)

COLUMNS = ("key", "counted", "of", "where", "lines", "figures", "revisions", "contradictions", "stale")
SHOWN = 100
"""Counts on one page."""
TOGETHER = 4
"""Further counts that may share a chart."""

Filter = Annotated[str, Query(max_length=200)]
Key = str
Also = Annotated[list[str] | None, Query(max_length=TOGETHER)]


@dataclass(frozen=True, slots=True)
class Other:
    """A figure to which something is drawn from another."""

    said: str
    """What the other is to this one: ``revises``."""
    id: str
    words: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with the sentence that tells it."""

    mark: Mark
    pieces: tuple[told_figures.Piece, ...]
    chain: tuple[told_figures.Hop, ...]
    archived: str | None
    event: str | None
    support: Support
    relations: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The series of a chart."""

    series: Sequence[Series]
    alone: Sequence[RecordedFigure]
    chart: Chart


def row(one: Counted, codebook: Codebook) -> Mapping[str, Cell]:
    """A count as a row of the list."""
    country = codebook.countries.get(one.where)
    return {
        "key": key_of(one.block), "counted": one.counted, "of": one.of, "where": country.name if country else one.where,
        "lines": one.lines, "figures": one.figures, "revisions": one.revisions, "contradictions": one.contradictions, "stale": one.stale,
    }  # fmt: skip


def found(record: Record, look: Look, counted: str, of: str, origin: str) -> list[Mapping[str, Cell]]:
    """The counts that fit, those first of which most is drawn."""
    told = record.counts(counted=counted or None, of=of or None, origin=origin or None, **look.arguments)
    return [row(one, record.codebook) for one in told]


def held(record: Record, look: Look, keys: Sequence[str]) -> Held:
    """The chart of a count, and of others with it. Raises `NotInRecord` where it is not held, and `Refused` where it is not to be seen in this look."""
    series: list[Series] = []
    alone: list[RecordedFigure] = []
    for key in keys:
        block = block_of(key)
        lines, loose = record.series(block, **look.arguments)
        if not lines and not loose and key == keys[0]:
            if look.is_present or record.series(block) == ((), ()):
                raise NotInRecord(record.where, "count", key)
            raise gone("count", key)
        series += lines
        alone += loose
    return Held(series, alone, charts_figures.chart(series, alone, _names(record.codebook, series)))


def _names(codebook: Codebook, series: Sequence[Series]) -> Mapping[str, str]:
    """The codebook's names of origins."""
    found = {}
    for who in {who for one in series for who in one.line.origin}:
        known = codebook.countries.get(who) or codebook.entities.get(who)
        if known is not None:
            found[who] = known.name
    return found


def days_of(record: Record, look: Look, keys: Sequence[str], chart: Chart) -> Chart:
    """The chart of all that is held, whatever the day: its axes and the days to choose from do not move."""
    if look.as_published is None:
        return chart
    return held(record, Look(None, look.as_recorded, look.machine_only), keys).chart


@router.get("/figures")
def figures(request: Request, record: Asking, look: Looking, counted: Filter = "", of: Filter = "", origin: Filter = "", after: Annotated[int, Query(ge=0)] = 0) -> Response:  # fmt: skip
    """The list of counts."""
    everything = found(record, look, counted, of, origin)
    kinds = sorted({str(one["counted"]) for one in everything} | ({counted} - {""}))
    return page(
        request, "figures.html", counts=everything[after : after + SHOWN], number=len(everything), kinds=kinds, counted=counted, of=of,
        origin=origin, next=after + SHOWN if after + SHOWN < len(everything) else None,
    )  # fmt: skip


@router.get("/figures.json")
def figures_json(record: Asking, look: Looking, counted: Filter = "", of: Filter = "", origin: Filter = "") -> Response:
    """The same as JSON."""
    return json_answer(found(record, look, counted, of, origin))


@router.get("/figures.csv")
def figures_csv(record: Asking, look: Looking, counted: Filter = "", of: Filter = "", origin: Filter = "") -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, found(record, look, counted, of, origin), "figures.csv")


@router.get("/chart/{key}.json")
def rows_json(record: Asking, look: Looking, key: Key) -> Response:
    """The rows of a chart as JSON, at an address that stays."""
    return json_answer(charts_figures.rows(held(record, look, [key]).chart))


@router.get("/chart/{key}.csv")
@router.get("/figures/{key}.csv")
def rows_csv(record: Asking, look: Looking, key: Key, also: Also = None) -> Response:
    """The rows of a chart as CSV."""
    rows = charts_figures.rows(held(record, look, [key, *(also or ())]).chart)
    return csv_answer(charts_figures.ROWS, rows, "chart.csv")


@router.get("/figures/{key}.json")
def chart_json(record: Asking, look: Looking, key: Key, also: Also = None) -> Response:
    """The chart as its script draws it."""
    return json_answer(held(record, look, [key, *(also or ())]).chart)


@router.get("/figures/{key}")
def chart(request: Request, record: Asking, look: Looking, key: Key, also: Also = None) -> Response:
    """The page of a chart."""
    keys = [key, *(also or ())]
    here = held(record, look, keys)
    whole = days_of(record, look, keys, here.chart)
    block = block_of(key)
    counted, _, rest = block.partition("|")
    population, _, where = rest.rpartition("|")
    country = record.codebook.countries.get(where)
    near = [{"key": key_of(one), "counted": one.partition("|")[0]} for one in record.blocks_beside(block)]
    return page(
        request, "figures_chart.html", chart=here.chart, days=whole.days, span=whole.span, top=whole.top, key=key,
        count={"counted": counted, "of": _of(here.chart, population), "where": country.name if country else where}, near=near, also=also or (),
        axes={"days": whole.days, "span": whole.span, "top": whole.top, "key": key, "also": also or ()},
    )  # fmt: skip


def _of(chart: Chart, population: str) -> str:
    """Of whom, as most figures of the chart write it."""
    words = Counter(one.of for one in chart.marks)
    return max(sorted(words), key=lambda one: words[one], default=population)


@router.get("/figures/{key}/{figure}.json")
def figure_json(record: Asking, look: Looking, key: Key, figure: str) -> Response:
    """A figure with its sentence, as JSON."""
    return json_answer(told(record, look, key, figure))


@router.get("/figures/{key}/{figure}")
def figure(request: Request, record: Asking, look: Looking, key: Key, figure: str) -> Response:
    """A figure with its sentence."""
    return page(request, "figure.html", told=told(record, look, key, figure), key=key)


@router.get("/figure/{figure}")
def figure_alone(record: Asking, look: Looking, figure: str) -> Response:
    """A figure by its id alone: the way to its place in its chart."""
    blocks = record.blocks_of(figure)
    if not blocks:
        raise NotInRecord(record.where, "figure", figure)
    return RedirectResponse(address(f"/figures/{key_of(blocks[0])}/{figure}", look.fields), 307)


def told(record: Record, look: Look, key: str, figure: str) -> Told:
    """A figure of a chart with its sentence. Raises `NotInRecord`, and `Refused` where it is not to be seen in this look."""
    here = held(record, look, [key])
    known = {one.id: one for one in (*(one for each in here.series for one in each.figures), *here.alone)}
    if figure not in known:
        raise gone("figure", figure) if record.blocks_of(figure) else NotInRecord(record.where, "figure", figure)
    one = known[figure]
    reading = record.reading(one.report.id, as_recorded=look.as_recorded)
    claim = told_figures.claim_of(reading, one)
    marks = {mark.id: mark for mark in here.chart.marks}
    return Told(
        mark=marks[figure],
        pieces=told_figures.sentence(reading.report.text, one, claim, record.codebook),
        chain=told_figures.chain(one.attribution, dict(one.entities)),
        archived=told_figures.archived(one.report.url, one.report.published),
        event=one.event,
        support=record.support(figure, **look.arguments),
        relations=tuple(_other(link, figure, marks) for link in here.chart.links if figure in (link.left, link.right)),
    )


_SAID = {
    "revised_by": ("revised by", "revises"), "restates": ("restates", "restated by"), "repeats_stale": ("repeats the outdated", "repeated though outdated by"),
    "contradicts": ("contradicts", "contradicts"), "corroborates": ("agrees with", "agrees with"), "part_of": ("is part of", "includes"),
    "added_to": ("comes on top of", "to which is added"), "denies": ("denies", "denied by"), "corrects": ("corrects", "corrected by"),
}  # fmt: skip
"""What the left figure is to the right one, and the right to the left."""


def _other(link: charts_figures.Link, figure: str, marks: Mapping[str, Mark]) -> Other:
    other = marks[link.right if link.left == figure else link.left]
    said = _SAID.get(link.type, (link.type, link.type))[link.left != figure]
    return Other(said, other.id, other.words, f"{other.origin}, {other.published or 'no date'}", link.why)
