"""About a record: what is in it, and what the words on its pages mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman import __version__
from dragoman.codebook import Codebook
from dragoman.codebook.explain import Explanation
from dragoman.model.markup import LAYERS
from dragoman.model.tables import Cell
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import draw
from dragoman.web.records import Asking, Looking

router = APIRouter(include_in_schema=False)
COLUMNS = ("kind", "code", "meaning", "example")
Code = Annotated[str, Query(max_length=100)]


def words(codebook: Codebook) -> Iterator[Explanation]:
    """What the codes of entries mean: statuses, types, certainties and the like."""
    for code in (
        *codebook.status.statuses,
        *codebook.types,
        *(code for terms in codebook.vocabularies.values() for code in terms),
    ):
        found = codebook.explain(code)
        if found is not None:
            yield found


def _row(one: Explanation) -> Mapping[str, Cell]:
    return {
        "kind": one.kind,
        "code": one.code,
        "meaning": one.meaning,
        "example": one.examples[0] if one.examples else None,
    }


@router.get("/about.json")
def about_json(record: Asking) -> Response:
    """The same as JSON."""
    return json_answer([_row(one) for one in words(record.codebook)])


@router.get("/about.csv")
def about_csv(record: Asking) -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, (_row(one) for one in words(record.codebook)), "words.csv")


@router.get("/about")
def about(request: Request, record: Asking, look: Looking, code: Code = "") -> Response:
    """The page; ``code`` is a word to explain."""
    codebook = record.codebook
    kinds: dict[str, dict[str, Explanation]] = {}
    for one in words(codebook):
        kinds.setdefault(one.kind, {}).setdefault(one.code, one)
    return draw(
        request, "about.html", version=__version__, kinds=kinds, layers=LAYERS, code=code, found=codebook.explain(code) if code.strip() else None,
        hash=codebook.hash, digest=record.digest(as_published=look.as_published, as_recorded=look.as_recorded),
    )  # fmt: skip
