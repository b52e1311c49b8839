"""What tests of the page share: a served record, a browser, and what a browser complains about.

Set ``DRAGOMAN_SHOTS`` to a folder to keep pictures of the pages that tests look at.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import httpx
import pytest
import uvicorn

from dragoman.codebook import Codebook
from dragoman.model import Reading
from dragoman.record.record import Record
from dragoman.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOLDEN = Path(__file__).parent.parent / "golden"
TOKEN = "t0ken-of-the-tests"
CHROMIUM = "/usr/bin/chromium"


def _lacking(what: str) -> NoReturn:
    if os.environ.get("DRAGOMAN_TEST_INSIST"):
        pytest.fail(f"{what}, and this run insists on it")
    pytest.skip(what)


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    """The shipped codebook, loaded once."""
    return Codebook.load()


@pytest.fixture(scope="session")
def readings() -> tuple[Reading, ...]:
    """The readings of the four examples."""
    return tuple(Reading.model_validate(json.loads(path.read_text("utf-8"))) for path in sorted(GOLDEN.glob("*.json")))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, readings: tuple[Reading, ...], codebook: Codebook) -> Path:
    """The file of a record of the four examples, with a snapshot ``four``. Copy it before you write."""
    path = tmp_path_factory.mktemp("record") / "examples.db"
    with Record(str(path), codebook=codebook) as record:
        list(record.add(readings, at="2025-12-01T12:00:00.000+00:00"))
        record.snapshot("four", at="2025-12-02T12:00:00.000+00:00")
    return path


@dataclass
class Served:
    """A record that is served."""

    address: str
    """Such as ``http://127.0.0.1:40001``."""
    path: Path
    token: str | None
    client: httpx.Client

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a page."""
        return self.client.get(path, headers=headers)

    def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        """Write something, with the token."""
        return self.client.post(path, json=body, headers={**self._bearer, **headers})

    def delete(self, path: str, **headers: str) -> httpx.Response:
        """Take something back, with the token."""
        return self.client.delete(path, headers={**self._bearer, **headers})

    @property
    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@contextmanager
def serving(path: Path, codebook: Codebook, *, token: str | None = TOKEN) -> Iterator[Served]:
    """Serve a record on a free port, in a thread."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = create_app(str(path), codebook=codebook, token=token, port=port)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        for _ in range(500):
            if server.started:
                break
            time.sleep(0.01)
        assert server.started
        try:
            address = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
                yield Served(address, path, token, client)
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def served(filled: Path, codebook: Codebook) -> Iterator[Served]:
    """The four examples, served for all tests that only read."""
    with serving(filled, codebook, token=None) as found:
        yield found


@pytest.fixture
def writable(filled: Path, tmp_path: Path, codebook: Codebook) -> Iterator[Served]:
    """A copy of the four examples for one test, served with a token."""
    path = tmp_path / "writable.db"
    shutil.copy(filled, path)
    with serving(path, codebook) as found:
        yield found


@pytest.fixture(scope="session")
def serve(codebook: Codebook) -> Callable[..., AbstractContextManager[Served]]:
    """Serves any record: ``with serve(path) as served: …``."""
    return partial(serving, codebook=codebook)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not Path(CHROMIUM).exists():
        _lacking("Chromium is not installed: apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Watched:
    """A page of a browser, with what the browser complained about: errors of scripts, of the console, and breaches of the policy."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        """Open an address and wait until scripts have drawn."""
        self.page.goto(address, wait_until="load")
        self.page.wait_for_load_state("networkidle")

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page where ``DRAGOMAN_SHOTS`` names a folder."""
        folder = os.environ.get("DRAGOMAN_SHOTS")
        if folder:
            path = Path(folder, re.sub(r"[^\w.-]+", "-", name).strip("-") + ".png")
            path.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=path, full_page=True)

    def too_wide(self) -> int:
        """By how many pixels the page is wider than its window; 0 where nothing is cut off."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def watch(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Opens pages: ``watch(width=360, dark=True, scripts=False)``."""
    contexts = []

    def open_(
        *, width: int = 1440, height: int = 900, dark: bool = False, scripts: bool = True, policy: bool = True
    ) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", java_script_enabled=scripts, bypass_csp=not policy
        )  # fmt: skip
        contexts.append(context)
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
        )
        found = Watched(context.new_page())
        found.page.on(
            "console", lambda said: found.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.page.on(
            "requestfailed", lambda request: found.complaints.append(f"failed: {request.url} {request.failure}")
        )
        return found

    yield open_
    for context in contexts:
        context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that look at pages in a browser, or call the interface a thousand times, take minutes: ``make page`` runs them."""
    for item in items:
        path = str(item.path)
        if "tests/page" in path and (
            {"watch", "browser"} & set(getattr(item, "fixturenames", ())) or "schemathesis" in path
        ):
            item.add_marker(pytest.mark.browser)
