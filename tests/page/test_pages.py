"""Every page in a real browser: light and dark, wide and narrow, with and without scripts; axe-core finds nothing on any."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.page.conftest import Served, Watched

PAGES = [
    "/reports", "/reports?words=flood&as_published=2030-01-01", "/reports/nothing", "/reports/{report}", "/reports/{report}/cite", "/reports/{report}/cite?entry=e1",
    "/events", "/events?status=planned&since=2025-01", "/events?actor=nobody", "/events/{event}", "/events/{event}/cite", "/events/{event}?as_published=2026-01-01",
    "/claims", "/claims?certainty=PR%2B", "/who", "/who/{entity}", "/pair", "/pair?a={entity}&b={other}", "/checks", "/checks?report={report}", "/review",
    "/judgements", "/changes", "/diff", "/diff?before=2020-01-01", "/snapshots", "/search", "/search?q=minister", "/about", "/about?code=CONSULT",
    "/figures", "/figures?counted=killed", "/figures/{count}", "/timeline", "/timeline?lanes=actor", "/map", "/map?status=planned",
]  # fmt: skip
BESIDE = [path for path in PAGES if "nothing" not in path and "/cite" not in path]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FOUND = "axe.run({resultTypes: ['violations']}).then((found) => JSON.stringify(found.violations.map((one) => [one.id, one.nodes[0].html])))"


@pytest.fixture(scope="session")
def named(served: Served) -> dict[str, str]:
    """Ids that stand for the names in addresses."""
    events = served.get("/events.json").json()
    who = served.get("/who.json").json()
    return {
        "report": served.get("/reports.json").json()[0]["id"], "event": max(events, key=lambda one: one["tellings"])["id"],
        "entity": who[0]["id"], "other": who[1]["id"], "count": served.get("/figures.json").json()[0]["key"],
    }  # fmt: skip


def accessible(seen: Watched) -> list[list[str]]:
    """What axe-core finds wrong with the page, put in past the policy."""
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    found = session.send("Runtime.evaluate", {"expression": FOUND, "awaitPromise": True})
    return list(json.loads(found["result"]["value"]))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (1440, False), (1440, True)])
def test_a_page_is_drawn_whole_and_the_browser_has_no_complaint(
    served: Served, named: dict[str, str], watch: Callable[..., Watched], path: str, width: int, *, dark: bool
) -> None:
    seen = watch(width=width, dark=dark)
    seen.go(served.address + path.format_map(named))
    seen.shot(f"{path}-{width}-{'dark' if dark else 'light'}")
    assert [one for one in seen.complaints if "404" not in one] == []
    assert seen.too_wide() == 0
    assert seen.page.locator("main h1").count() == 1
    assert accessible(seen) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_without_scripts(
    served: Served, named: dict[str, str], watch: Callable[..., Watched], path: str
) -> None:
    seen = watch(scripts=False)
    seen.page.goto(served.address + path.format_map(named))
    seen.shot(f"{path}-no-script")
    assert seen.page.locator("main").inner_text().strip()
    assert seen.too_wide() == 0


@pytest.mark.parametrize("path", BESIDE)
@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_every_page_has_its_rows_beside_it(served: Served, named: dict[str, str], path: str, suffix: str) -> None:
    before, mark, after = path.format_map(named).partition("?")
    found = served.get(f"{before}{suffix}{mark}{after}")
    assert found.status_code == 200
    assert found.headers["content-type"].startswith({".json": "application/json", ".csv": "text/csv"}[suffix])
    if suffix == ".json":
        found.json()
    else:
        assert "," in found.text.split("\n")[0]


@pytest.mark.parametrize(
    "path", ["/events/nothing", "/who/nobody", "/reports/{report}/cite?entry=x9", "/reports/{report}/cite.doc"]
)
def test_what_is_not_held_is_said_so(served: Served, named: dict[str, str], path: str) -> None:
    found = served.get(path.format_map(named), accept="text/html")
    assert found.status_code == 404
    assert "It is not here" in found.text


def test_what_is_held_but_not_in_the_look_is_gone(served: Served, named: dict[str, str]) -> None:
    for kind in ("report", "event"):
        assert served.get(f"/{kind}s/{named[kind]}?as_published=1999-01-01", accept="text/html").status_code == 410


@pytest.mark.parametrize("form", ["ris", "json"])
def test_one_entry_can_be_cited(served: Served, named: dict[str, str], form: str) -> None:
    event = served.get(f"/events/{named['event']}.json").json()
    words = event["main"]["event"]["evidence"]["words"]
    found = served.get(f"/events/{named['event']}/cite.{form}")
    if form == "ris":
        lines = found.text.split("\r\n")
        assert lines[0] == "TY  - NEWS"
        assert lines[-2] == "ER  - "
        assert all(line[2:6] == "  - " for line in lines[:-1])
    else:
        (item,) = found.json()
        assert item["type"] == "article-newspaper"
        assert item["id"] == event["id"]
    assert words.split("\n")[0][:40] in found.text


def test_the_offsets_of_a_citation_are_those_of_the_browser(
    served: Served, named: dict[str, str], watch: Callable[..., Watched]
) -> None:
    reading = served.get(f"/reports/{named['report']}.json").json()["reading"]
    seen = watch()
    seen.go(f"{served.address}/reports/{named['report']}/cite?entry=e3")
    rows = seen.page.locator("main dl").evaluate(
        "list => [...list.querySelectorAll('dt')].map(dt => [dt.textContent, dt.nextElementSibling.textContent])"
    )
    start, end = map(int, dict(rows)["UTF-16"].split(" to "))
    words = seen.page.evaluate(
        "([text, start, end]) => text.slice(start, end)", [reading["report"]["text"], start, end]
    )
    assert words == next(one for one in reading["events"] if one["id"] == "e3")["evidence"]["words"]
