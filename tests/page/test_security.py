"""What must not come in, and what stands on everything that goes out."""

from __future__ import annotations

import http.client
import itertools
import socket
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.codebook import Codebook
from dragoman.web import create_app
from dragoman.web.security import BODY_LIMIT, HEADERS, POLICY, TRUSTED_TYPES

if TYPE_CHECKING:
    from tests.page.conftest import Served

ROUTES = [
    "/", "/reports", "/reports.json", "/reports.csv", "/changes.atom", "/openapi.json", "/api/v1/reports", "/api/v1/events?limit=1",
    "/api/v1/events/nothing", "/api/v1/reports?limit=0", "/reports?as_published=soon", "/reports/nothing", "/nothing", "/docs", "/redoc",
    "/static/page.css", "/static/page.js", "/static/vendor/plot.umd.min.js", "/static/nothing.js", "/static/../app.py", "/reports?words=%00",
]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_has_the_exact_headers(served: Served, path: str, method: str) -> None:
    answer = served.client.request(method, path)
    found = {name: answer.headers.get(name) for name in HEADERS}
    assert found == HEADERS
    policy = answer.headers.get_list("content-security-policy")
    assert policy in ([POLICY], [POLICY + TRUSTED_TYPES])
    assert answer.headers["cache-control"]
    assert "server-timing" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers
    assert answer.status_code < 500


def test_every_route_that_is_served_is_looked_at(served: Served, filled: Any, codebook: Codebook) -> None:
    """Routes without parameters, whatever was added since, have the headers too."""
    app = create_app(str(filled), codebook=codebook).app
    plain = sorted({route.path for route in _routes(app) if "{" not in route.path and "GET" in (route.methods or ())})
    assert len(plain) > 10
    for path in plain:
        answer = served.get(path)
        assert answer.status_code < 500, path
        assert answer.headers["content-security-policy"] in (POLICY, POLICY + TRUSTED_TYPES), path


def _routes(app: Any) -> Any:
    for route in app.routes:
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        if hasattr(route, "methods"):
            yield route
        elif inner is not None:
            yield from _routes(inner)


def test_the_policy_allows_nothing_unsafe_and_nobody_else() -> None:
    assert "unsafe" not in POLICY
    assert "*" not in POLICY
    assert "http" not in POLICY
    parts = dict(part.strip().split(" ", 1) for part in POLICY.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == "'self'"
    assert parts["frame-ancestors"] == parts["base-uri"] == "'none'"


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_there_are_no_pages_that_load_from_elsewhere(served: Served, path: str) -> None:
    assert served.get(path).status_code == 404


def test_a_mistake_of_ours_is_answered_with_the_headers_too(filled: Any, codebook: Codebook) -> None:
    from starlette.testclient import TestClient

    guard = create_app(str(filled), codebook=codebook, port=80)

    def broken() -> None:
        raise ZeroDivisionError("secret words")

    guard.app.add_api_route("/broken", broken)  # type: ignore[attr-defined]
    with TestClient(guard, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        answer = client.get("/broken", headers={"accept": "text/html"})
        told = client.get("/broken", headers={"accept": "application/json"})
    assert (answer.status_code, told.status_code) == (500, 500)
    assert answer.headers["content-security-policy"] == POLICY + TRUSTED_TYPES
    assert "secret" not in answer.text + told.text
    assert told.json()["error"]["code"] == "mistake"


HOSTS = ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize("host", HOSTS)
def test_the_server_answers_to_its_own_names(served: Served, host: str) -> None:
    port = served.address.rpartition(":")[2]
    assert served.get("/reports", Host=f"{host}:{port}").status_code == 200
    assert served.get("/reports", Host=f"{host.upper()}:{port}").status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "localhost.:{port}", "0.0.0.0:{port}", "", "[::1]", "127.0.0.1:{port}@evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/reports", "/api/v1/reports", "/static/page.css"])
def test_the_server_does_not_answer_to_other_names(served: Served, host: str, path: str) -> None:
    answer = served.get(path, Host=host.format(port=served.address.rpartition(":")[2]))
    assert answer.status_code in (400, 421)
    if answer.status_code == 421:
        assert answer.json()["error"]["code"] == "unknown_host"


def test_two_hosts_are_none(served: Served) -> None:
    name = served.address.removeprefix("http://")
    with socket.create_connection(("127.0.0.1", int(name.rpartition(":")[2]))) as connection:
        connection.sendall(
            f"GET /reports HTTP/1.1\r\nHost: {name}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode()
        )
        assert connection.recv(100).split(b" ")[1] in (b"400", b"421")


def test_a_name_can_be_allowed(filled: Any, codebook: Codebook) -> None:
    from starlette.testclient import TestClient

    guard = create_app(str(filled), codebook=codebook, hosts=["desk.example"], port=8765)
    with TestClient(guard, base_url="http://desk.example:8765") as client:
        assert client.get("/reports").status_code == 200
        assert client.get("/reports", headers={"Host": "other.example:8765"}).status_code == 421


SITES = [None, "same-origin", "same-site", "cross-site", "none"]
ORIGINS = [None, "same", "https://evil.example", "null"]
TOKENS = [False, True]


@pytest.mark.parametrize(
    ("site", "origin", "token"),
    list(itertools.product(SITES, ORIGINS, TOKENS)),
    ids=lambda one: str(one).replace("/", ""),
)
def test_a_request_from_another_site_or_without_the_token_writes_nothing(
    writable: Served, site: str | None, origin: str | None, *, token: bool
) -> None:
    headers = {} if token else {"Authorization": ""}
    if site is not None:
        headers["Sec-Fetch-Site"] = site
    if origin is not None:
        headers["Origin"] = writable.address if origin == "same" else origin
    claim = writable.get("/api/v1/claims?limit=1").json()["items"][0]["id"]
    answer = writable.post("/api/v1/judgements", {"row": claim, "verdict": "unsure", "by": "Ana"}, **headers)
    own = origin in (None, "same") or (
        origin == "null" and site == "same-origin"
    )  # the latter is a plain form of our page
    allowed = token and site in (None, "same-origin") and own
    assert (answer.status_code == 201) is allowed
    assert bool(writable.get("/api/v1/judgements").json()["items"]) is allowed
    if not allowed:
        assert answer.json()["error"]["code"] in ("cross_site", "no_token")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_of_another_page_writes_nothing(writable: Served, kind: str) -> None:
    claim = writable.get("/api/v1/claims?limit=1").json()["items"][0]["id"]
    body = f'{{"row": "{claim}", "verdict": "unsure", "by": "Eve"}}'
    answer = writable.client.post("/api/v1/judgements", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (401, 422)
    assert writable.get("/api/v1/judgements").json()["items"] == []


def test_the_token_comes_in_one_of_two_headers_and_must_be_right(writable: Served) -> None:
    claim = writable.get("/api/v1/claims?limit=1").json()["items"][0]["id"]
    said = {"row": claim, "verdict": "unsure", "by": "Ana"}
    wrong = writable.post("/api/v1/judgements", said, Authorization="Bearer wrong")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "wrong_token")
    assert wrong.headers["www-authenticate"] == "Bearer"
    other = writable.post("/api/v1/judgements", said, **{"Authorization": "", "X-Dragoman-Token": writable.token or ""})
    assert other.status_code == 201


def test_a_server_without_a_token_only_shows(served: Served) -> None:
    answer = served.post(
        "/api/v1/judgements", {"row": "x", "verdict": "unsure", "by": "Ana"}, Authorization="Bearer any"
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "read_only")
    assert served.delete("/api/v1/coverage/x?by=Ana").status_code == 403


def test_a_body_that_is_too_long_is_refused(writable: Served) -> None:
    long = writable.post("/api/v1/judgements", {"row": "x" * BODY_LIMIT, "verdict": "unsure", "by": "Ana"})
    assert (long.status_code, long.json()["error"]["code"]) == (413, "too_long")
    fits = writable.post("/api/v1/judgements", {"row": "x" * (BODY_LIMIT - 100), "verdict": "unsure", "by": "Ana"})
    assert fits.status_code == 422

    def pieces() -> Any:
        for _ in range(30):
            yield b"x" * 100_000

    endless = writable.client.post("/api/v1/judgements", content=pieces())
    assert endless.status_code == 413


def test_a_path_out_of_the_folder_of_files_leads_nowhere(served: Served) -> None:
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/vendor/..%5c..%5capp.py",
    ):
        connection = http.client.HTTPConnection(served.address.removeprefix("http://"))
        connection.request("GET", path)
        assert connection.getresponse().status == 404, path
        connection.close()
