"""Drawing pages: templates, the links of a page, and its rows as JSON and CSV beside it.

A template gets, besides what the page passes: ``link(path, **fields)``, an address that keeps the look; ``asset(name)``, that of a file of ours;
``here``, the page itself; ``look``; ``title_of_record``. Texts are escaped by the templates; the filter ``line`` shows characters that would be
invisible. Data for scripts goes through `script_json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic_core import to_jsonable_python
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from dragoman.errors import SettingsError
from dragoman.export.cells import cell, csv_line
from dragoman.model.tables import Cell
from dragoman.model.visible import one_line, visible
from dragoman.web.records import Look, address, looking
from dragoman.web.security import HTMX

NAVIGATION = (
    ("Reports", "/reports"), ("Events", "/events"), ("Figures", "/figures"), ("Timeline", "/timeline"), ("Map", "/map"), ("Who", "/who"),
    ("Checks", "/checks"), ("Review", "/review"), ("Changes", "/changes"), ("Search", "/search"),
)  # fmt: skip
"""The pages that every page leads to."""
STATIC = Path(__file__).with_name("static")
_LOOK = ("as_published", "as_recorded", "machine_only")
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True)
class Here:
    """The page that is asked for."""

    path: str
    fields: Mapping[str, str]
    """What its address says beyond the look: filters, the sort, the place in a list."""
    look: Look
    bad_look: bool = False
    """Whether the address asks for a look that cannot be."""

    def with_(self, **changes: str | None) -> str:
        """The address of the same page with other fields; null or an empty text takes one out."""
        return address(
            self.path, {**self.fields, **{name: value or "" for name, value in changes.items()}}, self.look.fields
        )

    def beside(self, suffix: str) -> str:
        """The address of the same rows in another form: ``beside(".csv")``."""
        return address(self.path.rstrip("/") + suffix, dict(self.fields), self.look.fields)

    @property
    def now(self) -> str:
        """The address of the same page as all is held now."""
        return address(self.path, dict(self.fields))


def here_of(scope: Scope) -> Here:
    """The page that a request asks for."""
    pairs = parse_qsl(scope["query_string"].decode("ascii", "replace"), errors="replace")
    given, bad = dict(pairs), False
    try:
        look = looking(*(given.get(name) for name in _LOOK))
    except SettingsError:
        look, bad = Look(), True
    return Here(str(scope["path"]), {name: value for name, value in pairs if name not in _LOOK}, look, bad)


Linker = Callable[..., str]
"""From a path of a page and fields to an address."""


class Pages:
    """The templates. ``linker`` makes the addresses of pages, ``asset`` those of files; a static folder has others than a server."""

    def __init__(
        self, title: str, *, may_write: bool, linker: Linker | None = None, asset: Callable[[str], str] | None = None
    ) -> None:
        self.title = title
        self.linker = linker or address
        self.environment = Environment(
            loader=PackageLoader("dragoman.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )  # fmt: skip
        self.environment.filters |= {"line": line, "shown": shown, "script_json": script_json, "number": number}
        self.environment.globals |= {
            "navigation": NAVIGATION, "title_of_record": title, "may_write": may_write, "asset": asset or (lambda name: f"/static/{name}"),
        }  # fmt: skip

    def text(self, template: str, scope: Scope, *, htmx: bool = False, **context: object) -> str:
        """A page as text. ``htmx`` loads htmx on it, and so goes without Trusted Types."""
        here = here_of(scope)
        scope.setdefault("state", {})[HTMX] = htmx

        def link(path: str, **fields: object) -> str:
            told = {name: str(value) for name, value in fields.items() if value is not None}
            return self.linker(path, {**told, **here.look.fields})

        return self.environment.get_template(template).render(
            here=here, look=here.look, link=link, htmx=htmx, **context
        )


def page(request: Request, template: str, *, htmx: bool = False, status: int = 200, **context: object) -> Response:
    """A page drawn from a template."""
    pages: Pages = request.app.state.pages
    return HTMLResponse(pages.text(template, request.scope, htmx=htmx, **context), status)


def plain(value: object) -> Any:  # noqa: ANN401 - JSON is any of its values
    """A value of the record's types as plain JSON: dates as ISO 8601, what is endless as null, the id of a merged event in front."""
    found = to_jsonable_python(value, by_alias=True, inf_nan_mode="null")
    name = getattr(value, "id", None)
    return {"id": name, **found} if isinstance(found, dict) and isinstance(name, str) else found


def json_answer(value: object) -> Response:
    """Plain data as JSON."""
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "backslashreplace"), media_type="application/json")


def csv_answer(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], name: str) -> Response:
    """Rows as CSV (RFC 4180) with a header, safe for spreadsheets; ``name`` is the file that a browser saves it as."""
    lines = [csv_line(columns)]
    lines += [csv_line(visible(cell(row[column], safe_cells=True), keep="\n\t") for column in columns) for row in rows]
    return Response(
        "".join(lines).encode("utf-8", "backslashreplace"), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )  # fmt: skip


def script_json(value: object) -> Markup:
    r"""Data for a script, to stand in ``<script type="application/json">``: nothing in it can end the element.

    >>> str(script_json(["</script>"]))
    '["\\u003c/script\\u003e"]'
    """
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False)
    for character, code in _ESCAPED.items():
        text = text.replace(character, code)
    return Markup(text)  # noqa: S704 - all that HTML knows is escaped


def line(value: object) -> str:
    """Text of a report on one line, with invisible characters shown; nothing for null."""
    return "" if value is None else one_line(str(value))


def shown(value: str) -> str:
    """Text of a report with its line breaks, and other invisible characters shown."""
    return visible(value, keep="\n\t")


def number(value: float | None) -> str:
    """A number with commas: 2,000.

    >>> number(2000), number(12.5), number(None)
    ('2,000', '12.5', '')
    """
    if value is None:
        return ""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
