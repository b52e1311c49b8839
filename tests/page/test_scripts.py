"""Scripts that a report brings: none runs on any page, with the policy and without it, and the policy has nothing to report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from tests.page.shapes import SHAPES, fill

if TYPE_CHECKING:
    from pathlib import Path

    from tests.page.conftest import Served, Watched

    from dragoman.codebook import Codebook

LISTS = (
    "/reports", "/events", "/claims", "/who", "/who/anna", "/pair?a=anna&b=jan", "/checks", "/review", "/judgements", "/changes", "/snapshots",
    "/diff?before=2020-01-01", "/search?q=actor", "/figures", "/timeline", "/map", "/about",
)  # fmt: skip
ECHOES = (
    "/search?q={}",
    "/events?actor={}",
    "/claims?source={}",
    "/who?name={}",
    "/pair?a={}&b={}",
    "/reports?words={}",
    "/about?code={}",
    "/events/{}",
    "/changes?since={}",
)
FOREIGN = """() => [...document.querySelectorAll("*")].flatMap((one) => [
  ...[...one.attributes].filter((each) => /^on|^hx-on/i.test(each.name) || (/^(href|src|action|formaction|data)$/i.test(each.name) && /^\\s*(java|vb)script:|^data:text/i.test(each.value))).map((each) => `${one.tagName} ${each.name}`),
  ...(one.matches("script:not([src]):not([type='application/json']), iframe, object, embed, base, meta[http-equiv]") ? [one.tagName] : []),
])"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, codebook: Codebook) -> Iterator[Served]:
    from tests.page.conftest import serving

    path: Path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    fill(str(path), codebook)
    with serving(path, codebook) as found:
        yield found


def test_there_are_sixty_shapes() -> None:
    assert len(set(SHAPES)) == 60


@pytest.mark.parametrize("policy", [True, False], ids=["with policy", "without policy"])
def test_nothing_that_a_report_brings_runs(hostile: Served, watch: Callable[..., Watched], *, policy: bool) -> None:
    seen = watch(policy=policy)
    ran: list[str] = []
    seen.page.expose_function("ran", lambda told: ran.append(str(told)))
    seen.page.on("dialog", lambda dialog: ran.append(dialog.message))
    reports = [one["id"] for one in hostile.get("/reports.json").json()]
    events = [one["id"] for one in hostile.get("/events.json").json()]
    paths = [
        *LISTS,
        *(f"/reports/{one}" for one in reports),
        *(f"/events/{one}" for one in events[:5]),
        f"/reports/{reports[0]}/cite?entry=e1",
        f"/events/{events[0]}/cite",
    ]
    assert len(reports) == len(SHAPES)
    for path in paths:
        seen.page.goto(hostile.address + path, wait_until="load")
        assert seen.page.evaluate(FOREIGN) == [], path
    for n, shape in enumerate(SHAPES):
        path = ECHOES[n % len(ECHOES)].replace("{}", quote(shape, safe=""))
        seen.page.goto(hostile.address + path, wait_until="load")
        assert seen.page.evaluate(FOREIGN) == [], path
    seen.page.wait_for_timeout(200)
    assert ran == []
    harmless = (
        "status of 4",
        "net::ERR_ABORTED",
    )  # a page that is not there; what was still loading when the next page was opened
    assert [one for one in seen.complaints if not any(known in one for known in harmless)] == []
