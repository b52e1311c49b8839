from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from pydantic import ValidationError

from dragoman.errors import SpanMismatch
from dragoman.model import Report, Span, report_id


@pytest.mark.parametrize("start, end, words", [(3, 3, ""), (-1, 2, "abc"), (5, 3, "ab"), (0, 2, "abc"), (0, 4, "abc")])
def test_a_span_whose_words_cannot_stand_there_does_not_exist(start: int, end: int, words: str) -> None:
    with pytest.raises(SpanMismatch) as caught:
        Span(start=start, end=end, words=words)
    assert caught.value.span == (start, end, words)


def test_spans_count_code_points() -> None:
    text = "🚂 é" + unicodedata.normalize("NFD", "é") + " x"
    assert Span.of(text, len(text) - 1, len(text)).words == "x"
    assert len(Span.of(text, 0, len(text))) == len(text)


def test_spans_cover_and_overlap() -> None:
    text = "abcdef"
    whole, left, right = Span.of(text, 0, 6), Span.of(text, 0, 3), Span.of(text, 3, 6)
    assert whole.covers(left)
    assert not left.covers(whole)
    assert whole.overlaps(right)
    assert not left.overlaps(right)


def test_the_text_is_headline_blank_line_body() -> None:
    report = Report.of("Body.", title="Head")
    assert report.text == "Head\n\nBody."
    assert (report.title, report.body) == ("Head", "Body.")
    assert Report.of("", title="Head").text == "Head"
    assert Report.of("Body.").body == "Body."


def test_a_text_that_does_not_begin_with_its_title_is_refused() -> None:
    with pytest.raises(ValidationError, match="does not begin with the title"):
        Report(title="Head", text="Other\n\nBody.")


def test_the_id_follows_from_outlet_date_and_text_alone() -> None:
    one = Report.of("Body.", title="Head", outlet="Oru Herald", published=date(2025, 3, 4))
    assert one.id == one.replace(author="Ana Reyes", url="https://example.org/1").id
    assert len(one.id) == 33
    others = [
        Report.of("Body!", title="Head", outlet="Oru Herald", published=date(2025, 3, 4)),
        Report.of("Body.", title="Head", outlet="Oru Post", published=date(2025, 3, 4)),
        Report.of("Body.", title="Head", outlet="Oru Herald", published=date(2025, 3, 5)),
        Report.of("Body.", title="Head", outlet="Oru Herald"),
    ]
    assert len({one.id, *(other.id for other in others)}) == 5


def test_a_report_whose_id_is_another_is_refused() -> None:
    report = Report.of("Body.")
    with pytest.raises(ValidationError, match="is not that of this outlet"):
        report.replace(text="Body!")
    assert report.id == report_id(outlet=None, published=None, text="Body.")


def test_a_report_comes_back_from_json() -> None:
    report = Report.of("Zoë 🚂", title="Head", published=date(2025, 3, 4))
    assert Report.model_validate_json(report.model_dump_json()) == report
