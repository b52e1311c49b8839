"""Every page in a real browser: light and dark, wide and narrow, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.page.conftest import Served, Watched

PAGES = ["/reports", "/reports?words=flood&as_published=2030-01-01", "/reports/nothing"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_is_drawn_whole_and_the_browser_has_no_complaint(
    served: Served, watch: Callable[..., Watched], path: str, width: int, *, dark: bool
) -> None:
    seen = watch(width=width, dark=dark)
    seen.go(served.address + path)
    seen.shot(f"{path}-{width}-{'dark' if dark else 'light'}")
    assert [one for one in seen.complaints if "404" not in one] == []
    assert seen.too_wide() == 0
    assert seen.page.locator("main h1").count() == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_without_scripts(served: Served, watch: Callable[..., Watched], path: str) -> None:
    seen = watch(scripts=False)
    seen.page.goto(served.address + path)
    seen.shot(f"{path}-no-script")
    assert seen.page.locator("main").inner_text().strip()
    assert seen.too_wide() == 0
