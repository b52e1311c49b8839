from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import IntakeError, OverLimit
from dragoman.intake import Limits
from dragoman.intake.page import PageReader
from dragoman.intake.page_worker import gate

PAGE = """<!doctype html>
<html lang="en-GB"><head><title>Toll in Bol rises to 31 - Sahel Wire</title>
<meta property="og:title" content="Toll in Bol rises to 31"><meta property="og:site_name" content="Sahel Wire">
<meta name="author" content="Miriam Oduya"><meta property="article:published_time" content="2025-06-18T10:00:00Z">
<link rel="canonical" href="https://sahelwire.example/bol"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Toll in Bol rises to 31</h1>
<p>Gunmen attacked a cattle market in Bol on Monday and killed at least 31&nbsp;people, the health ministry said on Wednesday.</p>
<p>The governor, <b>Idriss Saleh</b>, blamed a jihadist group &amp; promised that the army would send troops within days.</p>
<ul><li>Nobody has claimed the attack on the market so far.</li></ul></article>
<footer>Copyright 2019 Sahel Wire. All rights reserved.</footer><script>var x = "<div>";</script></body></html>
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return path


def test_a_page_is_read_by_its_metadata_and_its_main_part(page: Path) -> None:
    report = next(dragoman.reports(page))
    assert (report.title, report.published, report.author) == (
        "Toll in Bol rises to 31",
        date(2025, 6, 18),
        "Miriam Oduya",
    )
    assert (report.outlet, report.url, report.language) == ("Sahel Wire", "https://sahelwire.example/bol", "en-GB")
    assert report.body.startswith("Gunmen attacked a cattle market in Bol on Monday")
    assert "Idriss Saleh, blamed a jihadist group & promised" in report.body
    assert "\n\nNobody has claimed" in report.body
    assert "Home" not in report.text
    assert "Copyright" not in report.text


def test_a_page_under_another_ending_is_known(page: Path) -> None:
    text = page.rename(page.with_suffix(".txt"))
    assert next(dragoman.reports(text)).title == "Toll in Bol rises to 31"


def test_a_page_without_a_date_has_none(page: Path) -> None:
    page.write_text(
        PAGE.replace('<meta property="article:published_time" content="2025-06-18T10:00:00Z">', ""), "utf-8"
    )
    assert next(dragoman.reports(page)).published is None


def test_a_page_in_an_older_encoding_says_so_itself(page: Path) -> None:
    page.write_bytes(
        PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("Saleh", "Salé").encode("latin-1")
    )
    assert "Idriss Salé" in next(dragoman.reports(page)).text


@pytest.mark.parametrize("content", ["<html></html>", "<html><body><nav>Home</nav></body></html>", "\x00\x01\x02" * 50])
def test_a_page_without_an_article_is_refused(page: Path, content: str) -> None:
    page.write_text(content, "utf-8")
    with pytest.raises(IntakeError, match="no article"):
        next(dragoman.reports(page))


def test_an_empty_page_is_empty(page: Path) -> None:
    page.write_text(" \n", "utf-8")
    with pytest.raises(IntakeError, match="is empty"):
        next(dragoman.reports(page))


def test_a_page_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    page = PAGE.encode()
    with PageReader(Limits(seconds=0.01)) as pages, pytest.raises(OverLimit, match="takes too long"):
        pages.read("slow.html", page)
    with PageReader(Limits()) as pages:
        assert pages.read("a.html", page).title == "Toll in Bol rises to 31"
        assert pages._process is not None
        pages._process.kill()
        pages._process.wait()
        with pytest.raises(IntakeError, match="ended the process"):
            pages.read("b.html", page)
        assert pages.read("c.html", page).title == "Toll in Bol rises to 31"


def test_a_worker_without_memory_refuses_and_the_parent_lives() -> None:
    with PageReader(Limits(memory_bytes=60_000_000)) as pages, pytest.raises(IntakeError):
        pages.read("a.html", PAGE.encode())


def test_the_worker_ends_with_its_block() -> None:
    with PageReader(Limits()) as pages:
        pages.read("a.html", PAGE.encode())
        process = pages._process
    assert process is not None
    assert process.poll() is not None


GATED = [
    (b"<p>" * 50_001, "too many elements"),
    (b"<div>" * 257, "inside each other"),
    (b"<a " + b"x=1 " * 1_001 + b">", "too many attributes"),
    (b"<p>" * 50_000, None),
    (b"<div></div>" * 1_000, None),
    (b"<li>" * 1_000, None),
    (b"<script>" + b"<div>" * 1_000 + b"</script><p>", None),
    (b"<!-- " + b"<div>" * 1_000 + b" --><p>", None),
    (b"<!-- " + b"<div>" * 1_000, None),
    (b"<br/>" * 1_000, None),
    (b"a < b > c" * 1_000, None),
]


@pytest.mark.parametrize("page, reason", GATED)
def test_the_gate_counts_before_anything_is_parsed(page: bytes, reason: str | None) -> None:
    refused = gate(page, Limits())
    assert (refused is None) == (reason is None)
    if refused and reason:
        assert reason in " ".join(refused)
