"""What goes wrong as an answer: one error object for programs, a page with the same words for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from dragoman.errors import CheckError, DragomanError, NotInRecord, RecordBusy, SettingsError, SpanMismatch

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Scope

    from dragoman.web.pages import Pages

SNAPSHOT = "snapshot"
"""The kind of `NotInRecord` that tells of a wrong ``as_recorded``."""


class Problem(BaseModel):
    """What went wrong."""

    code: str
    """One word for programs: ``not_found``, ``bad_request``, ``no_token``, …"""
    message: str
    """What is wrong, in a sentence."""
    hint: str | None = None
    """What to do next, if there is something to do."""


class ErrorAnswer(BaseModel):
    """The answer to every request that is not done."""

    error: Problem


class Refused(Exception):
    """A request that is not done, with its status."""

    def __init__(self, status: int, code: str, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.told = Problem(code=code, message=message, hint=hint)


def gone(kind: str, wanted: str) -> Refused:
    """The refusal for what is held, but not as the record is looked at."""
    return Refused(
        410, "gone", f"the {kind} {wanted} is held, but not as the record is looked at here",
        hint="leave out as_published, as_recorded or machine_only to see it",
    )  # fmt: skip


def refusal(error: Exception) -> Refused:
    """Any error as a refusal."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, DragomanError):
        return _known(error)
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        words = "there is no such page" if error.status_code == HTTPStatus.NOT_FOUND else str(error.detail).lower()
        return Refused(error.status_code, phrase.lower().replace(" ", "_"), words)
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"][1:])
        return Refused(422, "invalid", f"{place}: {first['msg']}" if place else str(first["msg"]))
    return Refused(
        500, "mistake", "this is a mistake in Dragoman itself", hint="please report it with the address of this page"
    )


def _known(error: DragomanError) -> Refused:
    if isinstance(error, NotInRecord) and error.kind == SNAPSHOT:
        return Refused(
            400, "bad_request", f"there is no snapshot {error.wanted!r}", hint="give a moment: 2025-09-03T12:00"
        )
    if isinstance(error, NotInRecord):
        return Refused(404, "not_found", f"the record holds no {error.kind} {error.wanted}")
    if isinstance(error, SettingsError | CheckError | SpanMismatch):
        return Refused(400, "bad_request", str(error))
    if isinstance(error, RecordBusy):
        return Refused(503, "busy", "the record is being written", hint="try again in a moment")
    return Refused(500, "failed", str(error))


def for_programs(scope: Scope) -> bool:
    """Whether a request asks for data and not for a page."""
    path = str(scope["path"])
    if path.startswith("/api/") or path.endswith((".json", ".csv", ".atom")):
        return True
    accept = Request(scope).headers.get("accept", "")
    return "text/html" not in accept and "application/json" in accept


def answer(scope: Scope, error: Exception, pages: Pages | None = None) -> Response:
    """The answer to a request that is not done; a page where a person asked and there are pages, else the error object."""
    found = refusal(error)
    headers = {"Retry-After": "1"} if found.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if found.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, HTTPException):
        headers |= dict(error.headers or {})
    if pages is None or for_programs(scope):
        return JSONResponse(ErrorAnswer(error=found.told).model_dump(), found.status, headers)
    text = pages.text("error.html", scope, status=found.status, phrase=HTTPStatus(found.status).phrase, told=found.told)
    return HTMLResponse(text, found.status, headers)


def install(app: FastAPI, pages: Pages) -> None:
    """Answer every error in the one way."""

    async def handle(request: Request, error: Exception) -> Response:
        return answer(request.scope, error, pages)

    kinds: tuple[Any, ...] = (DragomanError, Refused, HTTPException, RequestValidationError, Exception)
    for kind in kinds:
        app.add_exception_handler(kind, handle)
