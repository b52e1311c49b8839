"""What keeps the page safe: headers on every answer, a list of hosts, no requests from other sites, a limit on bodies, and the token for writing.

The server listens on this machine, so whoever can make the user's browser send a request must still not get one through: a foreign name that points
here is refused by the list of hosts, a request from another site by what the browser says of its origin, and every write by the missing token.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from dragoman.web.errors import Refused, answer

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PLOT_STYLES = ("jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww=", "rCZUQsEQJf1DmnfnMZmlj08XC7qbIZySA6bEtitbQ00=")
"""SHA-256 of the two style blocks that Observable Plot writes into a page: of a chart, and of its legend."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' "
    + " ".join(f"'sha256-{one}'" for one in PLOT_STYLES)
    + "; img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The content security policy of every answer."""
TRUSTED_TYPES = "; require-trusted-types-for 'script'"
"""Added for all but pages that load htmx, which parses HTML."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
BODY_LIMIT = 2_000_000
"""Bytes that a request may bring."""
LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine."""
READS = frozenset({"GET", "HEAD"})
HTMX = "htmx"
"""The flag in the state of a request that says that its page loads htmx."""


def policy(*, htmx: bool) -> str:
    """The content security policy of a page with or without htmx.

    >>> policy(htmx=False).endswith("require-trusted-types-for 'script'")
    True
    """
    return POLICY if htmx else POLICY + TRUSTED_TYPES


class Guard:
    """The outermost layer: it refuses what must not come in, and puts the headers on whatever goes out.

    ``hosts`` are further names by which the server may be called, ``port`` is its port: a Host header is one of the names, with that port or (for the
    ports of http and https) without one.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = (), port: int) -> None:
        self.app = app
        self.hosts = frozenset(
            form for name in (*LOCAL, *hosts) for form in (f"{name}:{port}", *([name] if port in (80, 443) else []))
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state: MutableMapping[str, Any] = scope.setdefault("state", {})

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = policy(htmx=bool(state.get(HTMX)))
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await answer(scope, refusal)(scope, receive, guarded)
            return
        if scope["method"] in READS:
            await self.app(scope, receive, guarded)
            return
        body = await _body(receive)
        if body is None:
            too_long = Refused(413, "too_long", f"a request may bring {BODY_LIMIT:,} bytes, and this one brings more")
            await answer(scope, too_long)(scope, receive, guarded)
            return
        if b"\x00" in body or b"\\u0000" in body:
            strange = Refused(400, "bad_request", "the request holds a character that no text of a record has")
            await answer(scope, strange)(scope, receive, guarded)
            return
        await self.app(scope, _again(body, receive), guarded)

    def _refusal(self, scope: Scope) -> Refused | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self.hosts or len(headers.getlist("host")) != 1:
            return Refused(
                421, "unknown_host", f"this server is not called {host!r}" if host else "the request names no host",
                hint="call it by the address that dragoman serve printed, or allow a name with --host",
            )  # fmt: skip
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            return Refused(400, "bad_request", "the address holds a character that nothing here has in its name")
        if scope["method"] in READS:
            return None
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        foreign = site not in (None, "same-origin")
        # Under no-referrer the browser sends a plain form of this very page with the origin "null"; what site it came from it still says.
        if origin is not None and not (origin == "null" and site == "same-origin"):
            parts = urlsplit(origin)
            foreign |= parts.scheme not in ("http", "https") or parts.netloc.lower() != host
        if foreign:
            return Refused(403, "cross_site", "a request that changes something must come from this very page")
        return None


async def _body(receive: Receive) -> bytes | None:
    """The whole body; null where it is over the limit."""
    found = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(found)
        found += message.get("body", b"")
        if len(found) > BODY_LIMIT:
            return None
        if not message.get("more_body", False):
            return bytes(found)


def _again(body: bytes, receive: Receive) -> Receive:
    """A channel that gives a body that was read already, and then what comes after it."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


def given_token(headers: Headers, form: str = "") -> str:
    """The token that a request brings: as a bearer, in a header of its own, or in the field of a form.

    >>> given_token(Headers({"authorization": "Bearer t0"})), given_token(Headers({}), "t1")
    ('t0', 't1')
    """
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and value.strip():
        return value.strip()
    return headers.get("x-dragoman-token", "") or form


def check_token(token: str | None, given: str) -> None:
    """Let a write pass, or raise `Refused`. ``token`` is the server's own; null where it only shows."""
    if token is None:
        raise Refused(
            403, "read_only", "this server only shows the record", hint="start it without --readonly to write"
        )
    if not given:
        raise Refused(
            401, "no_token", "writing needs the token",
            hint="it stands after # in the address that dragoman serve printed; send it as Authorization: Bearer TOKEN",
        )  # fmt: skip
    if not hmac.compare_digest(token.encode(), given.encode("utf-8", "replace")):
        raise Refused(
            401,
            "wrong_token",
            "this is not the token of this server",
            hint="dragoman serve prints a new one at each start",
        )
