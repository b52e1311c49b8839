"""Feeds: what changed, for feed readers."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.export.atom import feed
from dragoman.record import listing
from dragoman.web.pages import Pages
from dragoman.web.records import Asking, Looking

router = APIRouter(include_in_schema=False)

ENTRIES = 200
"""Changes in a feed, the newest of all."""


@router.get("/changes.atom")
def changes_atom(request: Request, record: Asking, look: Looking) -> Response:
    """The newest changes as Atom (RFC 4287)."""
    with record.select(**look.arguments) as selection:
        newest = listing.changes(selection, limit=ENTRIES, newest=True).items
    pages: Pages = request.app.state.pages
    text = "".join(feed(reversed(newest), pages.title, base=str(request.base_url).rstrip("/")))
    return Response(text.encode("utf-8", "replace"), media_type="application/atom+xml; charset=utf-8")
