"""The page: complete in itself, nothing runs, every entry beside its words."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser

from dragoman.cli.html import page
from dragoman.model import Reading
from dragoman.model.markup import Mark, highlighted, marks, paragraphs

PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "</style><script>x</script>", "</title><b>",
    "<a href=javascript:alert(1)>x</a>", "<!--", "]]>", "&lt;b&gt;", "' onmouseover='x", "<base href=//evil.example>", "<meta http-equiv=refresh content=0>",
]  # fmt: skip
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "main", "article", "header", "h1", "h2", "p", "div", "mark", "a", "span", "small", "dl", "dt",
    "dd", "section", "table", "tr", "th", "td", "footer",
}  # fmt: skip


class Page(HTMLParser):
    """The elements, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def ids(self) -> list[str]:
        return [one["id"] or "" for _, one in self.tags if "id" in one]


def test_nothing_comes_from_elsewhere_and_nothing_runs(make: Callable[..., Reading]) -> None:
    for payload in PAYLOADS:
        reading = make(payload, payload, f" {payload}").replace(notes=[{"kind": payload, "message": payload}])
        text = page([reading])
        seen = Page(text)
        assert {tag for tag, _ in seen.tags} <= KNOWN
        for tag, attributes in seen.tags:
            assert not any(
                name.startswith("on") or name in ("src", "style", "srcset", "action") for name in attributes
            ), tag
            assert (attributes.get("href") or "#").startswith("#")
        assert payload in seen.words
        assert "http://" not in text
        assert "https://" not in text


def test_the_policy_names_the_style_by_its_hash(reading: Reading) -> None:
    text = page([reading])
    policy = next(
        one["content"] or ""
        for tag, one in Page(text).tags
        if tag == "meta" and one.get("http-equiv") == "Content-Security-Policy"
    )
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    assert f"'sha256-{b64encode(sha256(style[1].encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert text.count("<style") == 1


def test_every_entry_is_on_the_page_and_linked_with_its_words(reading: Reading) -> None:
    seen = Page(page([reading]))
    ids = seen.ids()
    assert len(ids) == len(set(ids))
    assert {"e1", "q1", "q2", "c3", "n1", "n2", "w-e1", "w-q1", "w-q2", "w-c3", "w-n1"} <= set(ids)
    links = {(one.get("href") or "#")[1:] for tag, one in seen.tags if tag == "a"}
    assert links <= set(ids)
    assert {"e1", "w-e1", "q1", "w-q1"} <= links


def test_several_readings_share_a_page_without_sharing_ids(reading: Reading) -> None:
    seen = Page(page([reading, reading]))
    assert len(seen.ids()) == len(set(seen.ids()))
    assert {"r1-e1", "r2-e1"} <= set(seen.ids())
    assert {(one.get("href") or "#")[1:] for tag, one in seen.tags if tag == "a"} <= set(seen.ids())


def test_a_page_without_readings_is_a_page() -> None:
    assert "No report" in page([])


def test_marking_changes_no_word(reading: Reading) -> None:
    text = reading.report.text
    assert Page(highlighted(text, marks(reading))).words == text
    assert Page(
        "".join(highlighted(text, marks(reading), start, end) for start, end in paragraphs(text))
    ).words == text.replace("\n", "")


def test_marks_may_overlap_in_any_way() -> None:
    text = highlighted("abcdef", [Mark(0, 4, "event", "e1"), Mark(2, 6, "source", "c1"), Mark(3, 4, "number", "q1")])
    assert Page(text).words == "abcdef"
    assert [one["class"] for tag, one in Page(text).tags if tag == "mark"] == [
        "l-event w-e1", "l-event l-source w-e1 w-c1", "l-event l-source l-number w-q1 w-e1 w-c1", "l-source w-c1",
    ]  # fmt: skip


def test_wrapped_lines_are_one_paragraph() -> None:
    text = "Title\n\nOne line\nand its rest.\nAnother.\n\n\n  Last"
    assert [text[start:end] for start, end in paragraphs(text)] == [
        "Title",
        "One line\nand its rest.",
        "Another.",
        "Last",
    ]
