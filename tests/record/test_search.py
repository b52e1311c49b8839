"""Searching texts and entries: what is found, in which scope, and that no query is wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from dragoman.model import Reading
from dragoman.record import search
from dragoman.record.record import Record


@pytest.fixture
def filled(record: Record, read_examples: Sequence[Reading]) -> Record:
    """The examples."""
    for _ in record.add(read_examples, at="2025-12-01T12:00:00.000+00:00"):
        pass
    return record


def titles(record: Record, query: str, **look: str) -> list[str]:
    return [one.report.title for one in record.search(query, **look).reports]  # type: ignore[arg-type]


def test_all_words_have_to_be_there_and_endings_may_be_missing(filled: Record) -> None:
    assert [one[:10] for one in titles(filled, "flood")] == ["Mozambique"]
    assert titles(filled, "FLOOD mozambique") == titles(filled, "flood")
    assert titles(filled, "flood lisbon") == []


def test_accents_and_case_do_not_count(filled: Record) -> None:
    assert (
        titles(filled, "asuncion")
        == titles(filled, "ASUNCIÓN")
        == ["Live: former minister jailed as marchers fill Asunción"]
    )


def test_words_in_quotation_marks_stand_side_by_side(filled: Record) -> None:
    assert len(titles(filled, '"air accord"')) == 1
    assert titles(filled, '"accord air"') == []
    assert len(titles(filled, "accord air")) == 1


def test_entries_have_the_words_themselves(filled: Record) -> None:
    found = filled.search("air accord").entries
    assert found
    for one in found:
        assert {piece.words.lower() for piece in one.words if piece.found} >= {"air", "accord"}
    assert {one.kind for one in filled.search("lisbon", limit=100).entries} >= {"event", "claim"}


def test_entities_are_found_by_their_names(filled: Record) -> None:
    assert next(one.id for one in filled.search("Kenya").entities) == "KEN"


def test_another_scope_finds_what_was_there(filled: Record) -> None:
    assert len(titles(filled, "minister", as_published="2025-04-01")) == 1
    assert titles(filled, "minister", as_recorded="2025-01-01") == []
    assert filled.search("Kenya", as_published="2025-01-01").entities == ()


def test_the_index_can_be_made_again(filled: Record) -> None:
    before = filled.search("minister")
    with filled._database.write() as connection:
        connection.execute(text("DROP TABLE report_words"))
        search.reindex(connection)
        search.reindex(connection)
    assert filled.search("minister") == before


def test_adding_twice_finds_once_and_the_record_stays_sound(filled: Record, read_examples: Sequence[Reading]) -> None:
    before = filled.search("minister")
    for _ in filled.add(read_examples):
        pass
    assert filled.search("minister") == before
    assert list(filled.verify()) == []


HOSTILE = [
    "", " ", '"', '""', "'", "''", "*", "a*", "^a", "-a", "a -b", "NOT", "a NOT b", "OR", "AND AND", "NEAR(a b, 5)", "words:a", "report_words", "(", ")", "(a", "a)", "{a}",
    "a:b", "a+b", "a&b", "a|b", "!a", "a<->b", "a:*", "\\", "\\'", "a\\", "%", "_", "?", ":query", ";", "; DROP TABLE report", "--", "/*", "\x00", "a\x00b", "\ud800", "\ufeff", "\u202e",
    "\n\r\t", "ﬁ", "ﷺ", "🙂", "日本語", "中文 minister", "ß", "İ", "①²", "а" * 5000, "a " * 5000, '"a' * 500, "e\u0301", "१२", "1e5", "0x1F", "1.5", "-1", "nan", "infinity",
]  # fmt: skip


def test_no_query_is_wrong(filled: Record) -> None:
    for query in HOSTILE:
        filled.search(query)


@given(st.text(max_size=60))
def test_terms_are_letters_and_digits_alone(query: str) -> None:
    for term in search.terms(query):
        assert term
        assert all(word.isalnum() and len(word) <= 100 for word in term)


@given(st.text(max_size=300), st.text(min_size=1, max_size=10))
def test_what_is_shown_is_a_stretch_of_the_text(told: str, query: str) -> None:
    pieces = search.shown(told, search.terms(query))
    assert "".join(piece.words for piece in pieces).strip("…") in told


def test_a_text_that_is_too_much_for_an_index_is_held_all_the_same(
    record: Record, read_examples: Sequence[Reading]
) -> None:
    long = " ".join(f"{n:x}q{'z' * 90}" for n in range(30_000))
    report = read_examples[0].report.model_copy(update={"id": "", "text": f"{read_examples[0].report.text}\n\n{long}"})
    longer = Reading.model_validate(
        {**read_examples[0].model_dump(by_alias=True), "report": {**report.model_dump(), "id": ""}}
    )
    for _ in record.add([longer]):
        pass
    assert len(titles(record, read_examples[0].report.title.split()[0])) == 1
