from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dragoman.model import When
from dragoman.model.edtf import LONGEST, bounds

CASES = [
    ("2025-09-02", "2025-09-02", "2025-09-02"),
    ("2025-09-02T07:10:00", "2025-09-02", "2025-09-02"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2019", "2019-01-01", "2019-12-31"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("2024-XX", "2024-01-01", "2024-12-31"),
    ("2024-05-XX", "2024-05-01", "2024-05-31"),
    ("2024-05?", "2024-05-01", "2024-05-31"),
    ("2024-21", "2024-03-01", "2024-05-31"),
    ("2023-24", "2023-12-01", "2024-02-29"),
    ("[..2025-09-02]", None, "2025-09-02"),
    ("[2025-09-02..]", "2025-09-02", None),
    ("[2025-08..2025-09-02]", "2025-08-01", "2025-09-02"),
    ("[2011,2012]", "2011-01-01", "2012-12-31"),
    ("[..2011,2013]", None, "2013-12-31"),
    ("{2011,2012}", "2011-01-01", "2012-12-31"),
    ("2011/2025-09-02", "2011-01-01", "2025-09-02"),
    ("../2025-09-02", None, "2025-09-02"),
    ("/2025-09-02", None, "2025-09-02"),
    ("2025-09-02/..", "2025-09-02", None),
]


@pytest.mark.parametrize("edtf, earliest, latest", CASES)
def test_bounds(edtf: str, earliest: str | None, latest: str | None) -> None:
    assert [day and day.isoformat() for day in bounds(edtf)] == [earliest, latest]


@pytest.mark.parametrize(
    "edtf", ["", "soon", "2025-13", "2025-02-30", "[..]", "[]", "2025-9-2", "2026/2025", "0000", "2025-09-02 ", "٢٠٢٥"]
)
def test_what_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|ends before"):
        bounds(edtf)


def test_a_long_value_is_refused_unread() -> None:
    with pytest.raises(ValueError, match="limit is 256"):
        bounds("[" + "2025-09-02," * LONGEST + "2025-09-02]")


@given(st.text(max_size=40))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        bounds(text)
    except ValueError as error:
        assert str(error)


@given(st.dates(), st.dates())
def test_an_interval_and_a_set_hold_the_same_days(one: date, two: date) -> None:
    first, last = sorted((one, two))
    assert bounds(f"{first}/{last}") == bounds(f"[{first}..{last}]") == (first, last)


def test_when_knows_its_bounds_and_refuses_others() -> None:
    when = When.of("2024-06", basis="stated")
    assert (when.earliest, when.latest) == (date(2024, 6, 1), date(2024, 6, 30))
    with pytest.raises(ValidationError, match="are not those of"):
        when.replace(latest=date(2024, 7, 1))
