"""The pages with charts in a browser: the figures of a real story, the slider, the keyboard, the timeline and the map."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.codebook import Codebook
from dragoman.record.record import Record

if TYPE_CHECKING:
    from conftest import Served, Watched  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parents[2]
STORY = ROOT.parent / "shared" / "gold" / "north-korea"
KILLED = "/figures/killed~north_korean_soldiers~"
PAGES = [
    "/figures", "/figures?counted=killed", KILLED, f"{KILLED}?as_published=2025-05-01", f"{KILLED}?also=injured~north_korean_soldiers~", "/timeline",
    "/timeline?lanes=actor&since=2018&until=2019", "/map",
]  # fmt: skip


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, codebook: Codebook, serve: Callable[..., Any]) -> Iterator[Served]:
    """The story of which the design says what its chart must show, served."""
    if not STORY.is_dir():
        pytest.skip("the story of the figures chart is not here: ../shared/gold/north-korea")
    path = tmp_path_factory.mktemp("story") / "story.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "bench"))
        files, made = importlib.import_module("chain_files"), importlib.import_module("chain_readings")
        with Record(str(path), codebook=codebook) as record:
            list(
                record.add(
                    [one.reading for one in made.readings(files.load(STORY))], at="2025-12-01T12:00:00.000+00:00"
                )
            )
    with serve(path, token=None) as served:
        yield served


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_chart_is_drawn_whole_and_the_browser_has_no_complaint(
    story: Served, watch: Callable[..., Watched], path: str, width: int, *, dark: bool
) -> None:
    seen = watch(width=width, dark=dark)
    seen.go(story.address + path)
    seen.shot(f"{path}-{width}-{'dark' if dark else 'light'}")
    assert seen.complaints == []
    assert seen.too_wide() == 0
    if not path.startswith("/figures?") and path != "/figures":
        assert seen.page.locator("#plot svg").count() >= 1


@pytest.mark.parametrize("path", PAGES)
def test_the_rows_of_a_chart_can_be_read_without_scripts(
    story: Served, watch: Callable[..., Watched], path: str
) -> None:
    seen = watch(scripts=False)
    seen.page.goto(story.address + path)
    assert seen.page.locator("main table tbody tr, .places li").count() >= 1
    assert seen.too_wide() == 0


def marks(seen: Watched, part: str) -> list[str]:
    """What marks of a kind say of themselves."""
    return [str(one.text_content()) for one in seen.page.locator(f"a.mark.{part} title").all()]


def test_the_chart_shows_what_the_story_must_show(story: Served, watch: Callable[..., Watched]) -> None:
    seen = watch()
    seen.go(story.address + KILLED)
    points = marks(seen, "point")
    assert [one.split(" killed")[0] for one in points] == [
        "At least 100",
        "etwa 1.000",
        "some 300",
        "600",
        "Around 2,000",
    ]
    assert len(marks(seen, "tick")) == 7
    assert len(marks(seen, "stale")) == 1
    assert seen.page.locator(".bridge").count() == 1
    assert seen.page.locator(".figures .line").count() == 2
    hues = {one.get_attribute("class").split()[2] for one in seen.page.locator("a.mark.point").all()}
    assert hues == {"hue0", "hue1"}
    assert seen.page.locator("a.mark.point .whisker").count() == 3
    assert seen.page.locator("a.mark.point .arrow").count() == 1
    assert seen.page.locator("a.mark.point .bar").count() == 2


def test_the_slider_takes_away_what_was_published_later(story: Served, watch: Callable[..., Watched]) -> None:
    from playwright.sync_api import expect

    seen = watch()
    seen.go(story.address + KILLED)
    whole = seen.page.locator(".line[data-line=A] path").get_attribute("d")
    seen.page.locator("#day").focus()
    for _ in range(3):
        seen.page.keyboard.press("ArrowLeft")
    seen.page.wait_for_url("**as_published=2025-04-30**")
    expect(seen.page.locator("a.mark.point")).to_have_count(3)
    assert [one.split(" killed")[0] for one in marks(seen, "point")] == ["At least 100", "some 300", "600"]
    assert marks(seen, "stale") == []
    assert seen.page.locator("#rows tbody tr").count() == 6
    shorter = seen.page.locator(".line[data-line=A] path").get_attribute("d")
    assert shorter != whole
    assert shorter is not None
    assert whole is not None
    assert shorter.count("V") < whole.count("V")
    assert seen.page.locator(".look summary").inner_text() == "As known on 2025-04-30"
    assert "as_published=2025-04-30" in str(seen.page.locator("#rows a").first.get_attribute("href"))
    kept = seen.page.locator("a.mark").count()
    seen.go(story.address + f"{KILLED}?as_published=2025-05-01")
    assert seen.page.locator("a.mark").count() == kept
    assert seen.complaints == []


def test_the_days_play_to_the_end(story: Served, watch: Callable[..., Watched]) -> None:
    from playwright.sync_api import expect

    seen = watch()
    seen.go(story.address + KILLED)
    seen.page.get_by_role("button", name="Play").click()
    seen.page.wait_for_url("**as_published=2024-12-19**")
    expect(seen.page.locator("a.mark.point")).to_have_count(1)
    expect(seen.page.locator("#days output")).to_have_text("now", timeout=15_000)
    expect(seen.page.locator("a.mark.point")).to_have_count(5)
    assert seen.page.get_by_role("button", name="Play").count() == 1


def test_the_keyboard_walks_from_mark_to_mark_and_opens_a_sentence(
    story: Served, watch: Callable[..., Watched]
) -> None:
    seen = watch()
    seen.go(story.address + KILLED)
    first = seen.page.locator("a.mark[tabindex='0']")
    assert first.count() == 1
    first.focus()
    seen.page.keyboard.press("End")
    seen.page.keyboard.press("Home")
    for _ in range(3):
        seen.page.keyboard.press("ArrowRight")
    assert "some 300" in str(seen.page.evaluate("document.activeElement.querySelector('title').textContent"))
    seen.page.keyboard.press("Enter")
    panel = seen.page.locator("#told")
    panel.wait_for(state="visible")
    for layer in ("source", "cue", "content", "number", "modifier"):
        assert panel.locator(f".words .l-{layer}").count() >= 1
    assert panel.locator(".words .l-number").inner_text() == "300"
    assert panel.locator("ol.chain li").count() >= 2
    assert "contradicts" in panel.inner_text()
    seen.shot("sentence-1440-light")
    seen.page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert "some 300" in str(seen.page.evaluate("document.activeElement.querySelector('title').textContent"))
    assert seen.complaints == []


def test_a_mark_of_a_chart_with_two_counts_opens_its_own_sentence(story: Served, watch: Callable[..., Watched]) -> None:
    seen = watch()
    seen.go(f"{story.address}{KILLED}?also=injured~north_korean_soldiers~")
    seen.page.locator("a.mark.point", has_text="roughly 27-hundred injured").focus()
    seen.page.keyboard.press("Enter")
    seen.page.locator("#told .words").wait_for(state="visible")
    assert "27-hundred" in seen.page.locator("#told .words").inner_text()
    assert seen.page.locator("a.mark.point path.dot").count() == 3
    assert seen.complaints == []


def test_a_sentence_has_a_page_of_its_own(story: Served, watch: Callable[..., Watched]) -> None:
    seen = watch(width=360, scripts=False)
    seen.page.goto(story.address + KILLED)
    seen.page.get_by_role("link", name="etwa 1.000").click()
    assert seen.page.locator(".words .l-number").inner_text() == "1.000"
    assert seen.too_wide() == 0
    id_ = seen.page.url.rsplit("/", 1)[1]
    found = story.get(f"/figure/{id_}")
    assert (found.status_code, found.headers["location"]) == (307, f"{KILLED}/{id_}")
    assert story.get(f"{KILLED}/{id_}?as_published=2025-02-01").status_code == 410
    assert story.get(f"{KILLED}/q0").status_code == 404


def test_the_data_of_a_chart_stays_at_its_address(story: Served) -> None:
    rows = story.get("/chart/killed~north_korean_soldiers~.json").json()
    assert len(rows) == 14
    assert {"as_of", "low", "point", "high", "op", "origin", "words", "report", "url", "recorded_at"} <= set(rows[0])
    lines = story.get("/chart/killed~north_korean_soldiers~.csv").text.splitlines()
    assert lines[0].startswith("as_of,low,point,high,op,origin,words")
    assert len(lines) == 15
    assert len(story.get("/chart/killed~north_korean_soldiers~.json?as_published=2025-05-01").json()) == 6
    assert story.get("/chart/nothing~at_all~.json").status_code == 404
    assert story.get("/chart/killed~north_korean_soldiers~.json?as_published=2020-01-01").status_code == 410


def test_counts_are_found_by_what_of_whom_and_by_whom(story: Served) -> None:
    assert len(story.get("/figures.json").json()) == 8
    assert [one["of"] for one in story.get("/figures.json?counted=injured").json()] == ["north korean soldiers"]
    assert {one["counted"] for one in story.get("/figures.json?origin=Western officials").json()} == {
        "killed",
        "casualties",
        "deployed",
    }
    assert story.get("/figures.csv?of=leaders").text.splitlines()[1].startswith("attending~")


def test_an_event_of_the_timeline_and_a_place_of_the_map_are_reached_by_keys(
    story: Served, watch: Callable[..., Watched]
) -> None:
    seen = watch()
    seen.go(story.address + "/timeline")
    links = seen.page.locator(".timeline a")
    assert links.count() >= 6
    links.first.focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.evaluate("document.activeElement.getAttribute('href')").startswith("/events/")
    seen.go(story.address + "/map")
    area = seen.page.locator(".map a").first
    area.focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert seen.page.locator(".places details[open] a").count() >= 1
    assert seen.complaints == []
