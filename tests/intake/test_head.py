from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import IntakeError
from dragoman.intake.dates import day_of
from dragoman.intake.head import read_head

DAY = date(2025, 6, 18)

HEADS = [
    ("Toll rises\n2025-06-18\nAuthor: Ana Reyes\nThe toll rose.", ("Toll rises", DAY, "Ana Reyes", "The toll rose.")),
    ("Toll rises\n\nBy Ana Reyes\n\n18 June 2025\n\nThe toll rose.", ("Toll rises", DAY, "Ana Reyes", "The toll rose.")),
    ("\n\n  Toll rises  \n\nThe toll rose.\n", ("Toll rises", None, "", "The toll rose.")),
    ("Toll rises\nThe toll rose.\nBy Monday it was 31.", ("Toll rises", None, "", "The toll rose.\nBy Monday it was 31.")),
    ("Toll rises\n\nBy Monday the toll had risen", ("Toll rises", None, "", "By Monday the toll had risen")),
    ("Toll rises\n\nBy Monday, Bol was quiet.", ("Toll rises", None, "", "By Monday, Bol was quiet.")),
    ("Toll rises\nBY ANA REYES AND B. ODUYA\nThe toll rose.", ("Toll rises", None, "ANA REYES AND B. ODUYA", "The toll rose.")),
    ("Title: Toll rises\nDate: June 18, 2025\nThe toll rose.", ("Toll rises", DAY, "", "The toll rose.")),
    ("Toll rises\nBOL, Chad, 18 June 2025\nThe toll rose.", ("Toll rises", DAY, "", "The toll rose.")),
    ("Toll rises\n\nBOL, June 18 -- The toll rose.", ("Toll rises", None, "", "BOL, June 18 -- The toll rose.")),
    ("Toll rises\n2025-06-18\n2025-06-17\nwas worse.", ("Toll rises", DAY, "", "2025-06-17\nwas worse.")),
    ("2025-06-18\nToll rises\nThe toll rose.", ("Toll rises", DAY, "", "The toll rose.")),
    ("The toll rose. " * 30, ("", None, "", "The toll rose. " * 30)),
    ("Toll rises", ("Toll rises", None, "", "")),
    ("Toll rises\nNote: the toll rose.", ("Toll rises", None, "", "Note: the toll rose.")),
]  # fmt: skip


@pytest.mark.parametrize("text, wanted", HEADS)
def test_head_lines_are_known_for_what_they_are(text: str, wanted: tuple[str, date | None, str, str]) -> None:
    draft = read_head("a.txt", text)
    assert (draft.title, draft.published, draft.author, draft.body) == wanted


def test_outlet_address_and_language() -> None:
    draft = read_head("a.txt", "Toll rises\nOutlet: Sahel Wire\nhttps://example.org/1\nLanguage: en\nThe toll rose.")
    assert (draft.outlet, draft.url, draft.language) == ("Sahel Wire", "https://example.org/1", "en")
    assert draft.body == "The toll rose."


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(IntakeError, match=r"a.txt, line 2: 'soon' is no date that can be read; write it as 2025-09-02"):
        read_head("a.txt", "Toll rises\nDate: soon\nThe toll rose.")


DAYS = [
    ("2025-06-18", DAY),
    ("2025/6/18", DAY),
    ("2025-06-18T14:03:00Z", DAY),
    ("2025-06-18 14:03", DAY),
    ("Wednesday, 18 June 2025", DAY),
    ("18th June, 2025", DAY),
    ("Jun. 18, 2025", DAY),
    ("June 18, 2025 at 14:03 GMT", DAY),
    ("Wed 18-Jun-2025", DAY),
    ("18/06/2025", DAY),
    ("06/18/2025", DAY),
    ("Sept 2, 2025", date(2025, 9, 2)),
    ("06/07/2025", None),
    ("06/06/2025", date(2025, 6, 6)),
    ("2025-02-30", None),
    ("Someday, 18 Juny 2025", None),
    ("June 2025", None),
    ("yesterday", None),
    ("", None),
    ("2025-06-18 " + "x" * 100, None),
]


@pytest.mark.parametrize("text, wanted", DAYS)
def test_days(text: str, wanted: date | None) -> None:
    assert day_of(text) == wanted
