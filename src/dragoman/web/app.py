"""The application: which pages there are, wired to one record."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from dragoman import __version__
from dragoman.codebook import Codebook
from dragoman.web import (
    api,
    api_write,
    errors,
    pages_about,
    pages_changes,
    pages_checks,
    pages_cite,
    pages_claims,
    pages_events,
    pages_feeds,
    pages_figures,
    pages_map,
    pages_report,
    pages_reports,
    pages_review,
    pages_search,
    pages_timeline,
    pages_who,
)
from dragoman.web.pages import STATIC, Pages
from dragoman.web.records import Records
from dragoman.web.security import Guard

ROUTERS = (
    api.router,
    api_write.router,
    pages_about.router,
    pages_changes.router,
    pages_checks.router,
    pages_cite.router,
    pages_claims.router,
    pages_events.router,
    pages_feeds.router,
    pages_figures.router,
    pages_map.router,
    pages_report.router,
    pages_reports.router,
    pages_review.router,
    pages_search.router,
    pages_timeline.router,
    pages_who.router,
)
"""Every module with pages or resources has a ``router``."""


def create_app(
    where: str, *, codebook: Codebook | None = None, token: str | None = None, hosts: Iterable[str] = (), port: int = 8765, title: str | None = None,
) -> Guard:  # fmt: skip
    """The application for a record, as ASGI; its FastAPI is the attribute ``app``.

    Without a ``token`` it only shows. ``hosts`` are further names by which it may be called. ``title`` is what pages call the record, its file's name
    if left out. Raises `dragoman.errors.RecordError` where there is no record.
    """
    records = Records(where, codebook=codebook)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        records.close()

    app = FastAPI(
        title="Dragoman", version=__version__, summary="A record of news reports: who did what to whom, who says so, and how it changed.",
        docs_url=None, redoc_url=None, openapi_url="/openapi.json", lifespan=living,
    )  # fmt: skip
    app.state.records = records
    app.state.token = token
    app.state.pages = Pages(title or _name(where), may_write=token is not None)
    errors.install(app, app.state.pages)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return Guard(app, hosts=hosts, port=port)


def _name(where: str) -> str:
    """The name of a record's file or database, without the way to it.

    >>> _name("/home/ana/korea.db"), _name("postgresql://ana:secret@db/korea")
    ('korea.db', 'korea')
    """
    return Path(where.partition("?")[0]).name or where.partition(":")[0]
