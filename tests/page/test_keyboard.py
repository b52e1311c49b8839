"""Tasks done by keyboard alone: no pointer touches the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.page.conftest import serving
from tests.page.shapes import reading

from dragoman.codebook import Codebook
from dragoman.record.record import Record

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.page.conftest import Served, Watched

MOST = 200
"""Tab stops after which a task counts as not done."""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    """The words of what has the focus, else its name."""
    return str(
        page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim().replace(/\\s+/g, ' ')"
        )
    )


def tab_to(page: Page, words: str) -> None:
    """Press Tab until something whose words begin so has the focus; it must be seen to have it."""
    for _ in range(MOST):
        press(page, "Tab")
        if focused(page).startswith(words):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"nothing shows that {words!r} has the focus"
            return
    pytest.fail(f"{words!r} cannot be reached")


@pytest.fixture
def asking(tmp_path: Path, codebook: Codebook) -> Iterator[Served]:
    """A record in which something is open: claims whose source is a guess, of an event and of a figure."""
    path = tmp_path / "open.db"
    with Record(str(path), codebook=codebook) as record:
        for n in range(2):
            for _ in record.add([reading(n, f"plain words {n}")]):
                pass
    with serving(path, codebook) as found:
        yield found


@pytest.fixture
def page(served: Served, watch: Callable[..., Watched]) -> Page:
    """The list of reports."""
    seen = watch()
    seen.go(f"{served.address}/reports")
    return seen.page


def test_1_skip_to_the_content_and_open_the_first_report(page: Page) -> None:
    press(page, "Tab")
    assert focused(page) == "To the content"
    press(page, "Enter")
    tab_to(page, "Mozambique")
    press(page, "Enter")
    page.wait_for_url("**/reports/r*")


def test_2_walk_from_entry_to_entry_and_to_the_words_and_back(page: Page) -> None:
    tab_to(page, "Mozambique")
    press(page, "Enter")
    page.wait_for_url("**/reports/r*")
    press(page, "ArrowDown", "ArrowDown")
    entry = page.evaluate("document.activeElement.closest('.entry').dataset.entry")
    assert entry == page.locator(".entry").nth(1).get_attribute("data-entry")
    assert page.locator(f"mark.w-{entry}.lit").count() > 0
    press(page, "Enter")
    assert page.evaluate(f"document.activeElement.closest('mark').classList.contains('w-{entry}')")
    press(page, "Enter")
    assert page.evaluate("document.activeElement.closest('.entry')?.dataset.entry ?? ''")


def test_3_switch_a_layer_off(page: Page) -> None:
    tab_to(page, "Mozambique")
    press(page, "Enter")
    page.wait_for_url("**/reports/r*")
    tab_to(page, "what is done")
    before = page.locator(".words .l-event").first.evaluate("one => getComputedStyle(one).fontWeight")
    press(page, "Space")
    assert page.locator(".words .l-event").first.evaluate("one => getComputedStyle(one).fontWeight") != before


def test_4_find_the_planned_events(page: Page) -> None:
    tab_to(page, "Events")
    press(page, "Enter")
    page.wait_for_url("**/events")
    tab_to(page, "Status")
    page.keyboard.type("planned")
    tab_to(page, "Filter")
    press(page, "Enter")
    page.wait_for_url("**status=planned**")
    assert set(page.locator("tbody td[data-label='Status'] .tag").first.all_inner_texts()) == {"planned"}


def test_5_see_who_tells_an_event(page: Page) -> None:
    page.goto(page.url.replace("/reports", "/events"))
    tab_to(page, "CONSULT")
    press(page, "Enter")
    page.wait_for_url("**/events/e*")
    tab_to(page, "The words in the report")
    press(page, "Enter")
    page.wait_for_url("**/reports/r*#w-e*")


def test_6_search(page: Page) -> None:
    tab_to(page, "Search")
    press(page, "Enter")
    page.wait_for_url("**/search")
    tab_to(page, "Words")
    page.keyboard.type("air accord")
    press(page, "Enter")
    page.wait_for_url("**q=air+accord**")
    tab_to(page, "Kenya and Portugal")


def test_7_look_as_known_on_a_day(page: Page) -> None:
    tab_to(page, "As known now")
    press(page, "Enter")
    tab_to(page, "As known on")
    page.keyboard.type("07012025")
    tab_to(page, "Show")
    press(page, "Enter")
    page.wait_for_url("**as_published=2025-07-01**")
    assert "As known on 2025-07-01" in page.locator("details.look summary").inner_text()


def test_8_put_two_parties_side_by_side(page: Page) -> None:
    page.goto(page.url.replace("/reports", "/pair"))
    tab_to(page, "One")
    page.keyboard.type("Kenya")
    tab_to(page, "The other")
    page.keyboard.type("Portugal")
    press(page, "Enter")
    page.wait_for_url("**a=Kenya&b=Portugal**")
    assert page.locator("main h1").inner_text() == "Kenya and Portugal"


def test_9_cite_an_entry(page: Page) -> None:
    tab_to(page, "Mozambique")
    press(page, "Enter")
    page.wait_for_url("**/reports/r*")
    tab_to(page, "cite")
    press(page, "Enter")
    page.wait_for_url("**/cite")
    tab_to(page, "RIS")
    with page.expect_response("**/cite.ris"):
        page.evaluate("fetch(document.activeElement.href)")


def test_10_decide_and_undo(asking: Served, watch: Callable[..., Watched]) -> None:
    seen = watch()
    page = seen.page
    seen.go(f"{asking.address}/review#token={asking.token}")
    assert "token" not in page.url
    start = len(asking.get("/judgements.json").json())
    tab_to(page, "Your name")
    page.keyboard.type("Ana")
    tab_to(page, "Unsure")
    press(page, "r")
    page.wait_for_url("**done=j*")
    assert [one["verdict"] for one in asking.get("/judgements.json").json()][start:] == ["rejected"]
    assert "Written down" in page.locator("form.undo").inner_text()
    press(page, "z")
    page.wait_for_url(lambda address: "done=" not in address)
    assert "Nobody has decided anything" in asking.get("/judgements", accept="text/html").text
    assert seen.complaints == []


def test_a_correction_by_a_plain_form_stands_beside_the_machines_row(
    asking: Served, watch: Callable[..., Watched]
) -> None:
    seen = watch(scripts=False)
    page = seen.page
    questions = asking.get("/review.json").json()
    at = next(n for n, one in enumerate(questions) if one["kind"] != "same event?")
    page.goto(f"{asking.address}/review?at={at}")
    form = page.locator("form.decide").first
    form.get_by_label("Your name").fill("Ana")
    form.get_by_label("Token").fill(str(asking.token))
    form.locator("summary").click()
    form.get_by_role("button", name="Write down").click()
    assert "Written down: corrected by Ana" in page.locator("form.undo").inner_text()
    (made,) = asking.get("/judgements.json").json()
    assert made["replacement"] is not None


@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_form_without_the_token_writes_nothing(asking: Served, token: str) -> None:
    question = asking.get("/review.json").json()[0]
    fields = {"row": question["rows"][0], "verdict": "rejected", "by": "Eve", "token": token}
    found = asking.client.post("/review", data=fields)
    assert found.status_code == 401
    assert asking.get("/judgements.json").json() == []
