from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import IntakeError
from dragoman.intake.markdown import plain, read_markdown

PLAIN = [
    ("# Head\n\n## Sub\ntext", "Head\n\nSub\ntext"),
    ("a **bold** and *slanted* and `code`", "a bold and slanted and code"),
    ("[words](https://example.org) ![picture](x.png)", "words "),
    ("> He said\n> no.", "He said\nno."),
    ("- one\n* two", "one\ntwo"),
    ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
    (r"\*not\*", "*not*"),
    ("[sic] and [1]", "[sic] and [1]"),
    ("<https://example.org>", "https://example.org"),
    ("1. one", "1. one"),
]


@pytest.mark.parametrize("text, wanted", PLAIN)
def test_marks_are_taken_away_and_words_stay(text: str, wanted: str) -> None:
    assert plain(text) == wanted


def test_front_matter_says_what_the_text_does_not() -> None:
    text = "---\ntitle: 'Toll rises'\ndate: 2025-06-18\nauthor: Ana Reyes\noutlet: Sahel Wire\ntags: [a]\n---\n\n# Toll rises\n\nThe toll *rose*."
    draft = read_markdown("a.md", text)
    assert (draft.title, draft.published, draft.author, draft.outlet) == (
        "Toll rises", date(2025, 6, 18), "Ana Reyes", "Sahel Wire"
    )  # fmt: skip
    assert draft.body == "The toll rose."


def test_without_front_matter_head_lines_are_those_of_plain_text() -> None:
    draft = read_markdown("a.md", "# Toll rises\n\n*18 June 2025*\n\nBy **Ana Reyes**\n\nThe toll rose.")
    assert (draft.title, draft.published, draft.author, draft.body) == (
        "Toll rises", date(2025, 6, 18), "Ana Reyes", "The toll rose."
    )  # fmt: skip


def test_a_date_of_the_front_matter_that_is_none_is_refused() -> None:
    with pytest.raises(IntakeError, match="'soon' is no date"):
        read_markdown("a.md", "---\ndate: soon\n---\n# Toll rises")
