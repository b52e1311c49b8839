"""What a record promises, over both databases: twice is once, any order is one, nothing is overwritten, every answer is what was put in."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dragoman.errors import NotInRecord, SettingsError
from dragoman.model import Reading, Report
from dragoman.record import schema
from dragoman.record.coverage import Coverage
from dragoman.record.record import Record

Open = Callable[[str], Record]


def add(record: Record, readings: tuple[Reading, ...]) -> list[str]:
    return [change.kind for change in record.add(readings)]


def said(record: Record, **options: Any) -> tuple[Any, ...]:
    """Everything that a record answers, but for when it learned it."""
    return (
        [
            (one.group, one.support, one.relations, [told.event for told in one.tellings])
            for one in record.events(**options)
        ],
        [(one.line, one.relations, [each.quantity for each in one.figures]) for one in record.figures(**options)],
        [one.quantity for one in record.figures_alone(**options)],
        [one.claim for one in record.claims(**options)],
        [one.entity for one in record.entities(**options)],
    )


def test_a_reading_comes_back_as_it_was_added(record: Record, read_examples: tuple[Reading, ...]) -> None:
    add(record, read_examples)
    for reading in read_examples:
        assert record.reading(reading.report.id) == reading


def test_adding_twice_is_adding_once(record: Record, read_examples: tuple[Reading, ...]) -> None:
    add(record, read_examples)
    before, digest = said(record), record.digest()
    assert set(add(record, read_examples)) == {"known"}
    assert (said(record), record.digest()) == (before, digest)


def test_the_order_of_adding_does_not_matter(
    where: str, open_record: Open, read_examples: tuple[Reading, ...], tmp_path: object
) -> None:
    one, other = open_record(where), open_record(f"{tmp_path}/other.db")
    add(one, read_examples)
    shuffled = list(read_examples)
    random.Random(7).shuffle(shuffled)
    add(other, tuple(shuffled))
    assert said(one) == said(other)
    assert one.digest() == other.digest()


def test_the_database_itself_refuses_to_change_what_was_read(
    record: Record, read_examples: tuple[Reading, ...]
) -> None:
    add(
        record, tuple(one.replace(report=one.report.replace(url="https://news.example/a")) for one in read_examples[:1])
    )
    report = read_examples[0].report.id
    record.keep_source(report, "0" * 64, "inbox/a.txt")
    record.keep_refused("inbox/b.pdf", "cannot be read", b"%PDF")
    record.judge(next(record.events()).tellings[0].id, "accepted", by="ana")
    record.cover(Coverage(id="", of="visits", parties=("KEN",), window="2025", as_published=date(2026, 1, 1), by="ana"))
    record.snapshot("first")
    empty = set()
    for table in schema.GUARDED:
        with record._database.read() as connection:
            if not connection.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one():
                empty.add(table.name)
                continue
        column = next(iter(table.columns)).name
        for statement in (f'DELETE FROM "{table.name}"', f'UPDATE "{table.name}" SET "{column}" = "{column}"'):
            with pytest.raises(DBAPIError, match="only grows"), record._database._writing.begin() as connection:
                connection.execute(text(statement))
    assert empty <= {"mark"}, "the example fills every other table"


def test_what_is_held_ends_once_and_is_never_taken_back(record: Record, read_examples: tuple[Reading, ...]) -> None:
    add(record, read_examples[:1])
    end = "UPDATE held SET until = '2030-01-01' WHERE n = 1"
    with record._database._writing.begin() as connection:
        connection.execute(text(end))
    for statement in (end, "UPDATE held SET until = NULL", "DELETE FROM held"):
        with pytest.raises(DBAPIError, match="only grows"), record._database._writing.begin() as connection:
            connection.execute(text(statement))


def test_what_was_published_by_a_day_is_what_a_record_of_those_reports_says(
    where: str, open_record: Open, read_examples: tuple[Reading, ...], tmp_path: object
) -> None:
    one = open_record(where)
    add(one, read_examples)
    days = sorted(reading.report.published for reading in read_examples if reading.report.published)
    for day in days[:2]:
        some = open_record(f"{tmp_path}/{day}.db")
        add(
            some,
            tuple(reading for reading in read_examples if reading.report.published and reading.report.published <= day),
        )
        shown = said(one, as_published=day)
        assert shown[:3] == said(some)[:3]
        assert {entity.id for entity in shown[4]} == {entity.id for entity in said(some)[4]}


def test_what_was_recorded_at_a_moment_can_be_asked_for_again(
    record: Record, read_examples: tuple[Reading, ...]
) -> None:
    for month, reading in enumerate(read_examples, 1):
        list(record.add([reading], at=f"2031-{month:02}-01T00:00:00.000+00:00"))
    assert len(list(record.claims(as_recorded="2031-02-10"))) == sum(len(one.claims) for one in read_examples[:2])
    assert list(record.events(as_recorded="2030-01-01")) == []
    assert record.digest(as_recorded="2031-12-31") == record.digest()


def test_a_second_reading_of_a_report_takes_the_place_of_the_first_and_keeps_it(
    record: Record, read_examples: tuple[Reading, ...]
) -> None:
    first = read_examples[0]
    fewer = first.replace(
        events=first.events[:1],
        claims=(),
        quantities=(),
        checks=(),
        notes=(),
        reader=first.reader.replace(version="9.9.9"),
    )
    list(record.add([first], at="2031-01-01T00:00:00.000+00:00"))
    (change, *_) = record.add([fewer], at="2031-02-01T00:00:00.000+00:00")
    assert change.kind == "re-read"
    assert record.reading(first.report.id) == fewer
    assert record.reading(first.report.id, as_recorded="2031-01-15") == first
    assert len(list(record.claims())) == 0
    (ended,) = record.diff("2031-01-15").ended
    assert "9.9.9" in ended.why


def test_a_person_rejects_accepts_corrects_and_can_undo(record: Record, read_examples: tuple[Reading, ...]) -> None:
    add(record, read_examples[:1])
    before = said(record)
    one = next(iter(record.events()))
    rejected = record.judge(one.tellings[0].id, "rejected", by="ana", why="no such act")
    assert one.id not in {each.id for each in record.events()}
    assert one.id in {each.id for each in record.events(machine_only=True)}
    record.undo(rejected.id, by="ana")
    assert said(record) == before
    event = one.tellings[0].event
    corrected = record.judge(
        one.tellings[0].id, "corrected", by="ana", replacement=event.replace(type="AID", mode=None, plover=None)
    )
    assert corrected.replacement in {told.id for each in record.events(type="AID") for told in each.tellings}
    record.undo(corrected.id, by="ana")
    assert said(record) == before


def test_what_a_person_accepted_outlives_another_reading(record: Record, read_examples: tuple[Reading, ...]) -> None:
    first = read_examples[0]
    add(record, (first,))
    one = next(iter(record.events()))
    judgement = record.judge(one.tellings[0].id, "accepted", by="ana")
    fewer = first.replace(
        events=(), claims=(), quantities=(), checks=(), notes=(), reader=first.reader.replace(version="9.9.9")
    )
    add(record, (fewer,))
    assert [each.id for each in record.events()] == [one.id]
    record.undo(judgement.id, by="ana")
    assert list(record.events()) == []


def test_people_join_and_part_events(record: Record, read_examples: tuple[Reading, ...]) -> None:
    add(record, read_examples)
    before = said(record)
    left, right = list(record.events())[:2]
    joined = record.join(left.id, right.id, same=True, by="ana", why="one and the same")
    (both,) = [each for each in record.events() if left.tellings[0].id in each.group.tellings]
    assert right.tellings[0].id in both.group.tellings
    assert {record.event(left.id).id, record.event(right.id).id} == {both.id}
    record.undo(joined.id, by="ana")
    assert said(record) == before


def test_coverage_is_stated_and_ended(record: Record) -> None:
    stated = record.cover(
        Coverage(
            id="",
            of="visits",
            parties=("KEN", "PRT"),
            window="2020/2025",
            as_published=date(2026, 1, 1),
            by="ana",
            why="chronology",
        )
    )
    assert record.coverages() == (stated,)
    assert record.cover(stated) == stated
    assert len(record.coverages()) == 1
    record.uncover(stated.id, by="ana")
    assert record.coverages() == ()


def test_snapshots_are_named_by_what_is_held(record: Record, read_examples: tuple[Reading, ...]) -> None:
    add(record, read_examples[:2])
    first = record.snapshot("first")
    assert first.rows == 2
    assert first.sha256 == record.digest()
    add(record, read_examples[2:])
    assert record.digest(as_recorded="first") == first.sha256 != record.digest()
    assert {title for _, _, title in record.diff("first").added} == {one.report.title for one in read_examples[2:]}
    with pytest.raises(SettingsError, match="already"):
        record.snapshot("first")
    with pytest.raises(SettingsError, match="date"):
        record.snapshot("2025-01-01")
    with pytest.raises(NotInRecord, match="there are first"):
        list(record.events(as_recorded="secnod"))


def test_what_is_not_there_is_said(record: Record) -> None:
    for ask in (record.event, record.reading, record.report, record.support):
        with pytest.raises(NotInRecord, match="holds no"):
            ask("enothing")
    with pytest.raises(SettingsError, match="is no date"):
        list(record.events(since="soon"))


def test_what_a_later_reading_knows_of_somebody_changes_what_was_drawn_before(
    where: str, open_record: Open, read_examples: tuple[Reading, ...], tmp_path: object
) -> None:
    one = next(
        reading
        for reading in read_examples
        if any(link.source.entity for claim in reading.claims for link in claim.attribution)
    )
    speaker = next(link.source.entity for claim in one.claims for link in claim.attribution if link.source.entity)
    known = tuple(
        entity.replace(controlled_by="the-junta", country="TCD", kind="organization")
        if entity.id == speaker
        else entity
        for entity in one.entities
    )
    head = "Again: "
    again = Report.of(
        one.report.body, title=f"{head}{one.report.title}", published=date(2025, 1, 1), outlet="Elsewhere"
    )
    moved = _moved(one.replace(entities=known).model_dump(mode="json"), len(head))
    other = Reading.model_validate(moved | {"report": again.model_dump(mode="json")})
    first, second = open_record(where), open_record(f"{tmp_path}/other.db")
    add(first, (one, other))
    add(second, (other, one))
    assert said(first) == said(second)
    assert list(first.verify()) == list(second.verify()) == []


def _moved(value: Any, by: int) -> Any:
    """The same entries in a text that begins later."""
    if isinstance(value, dict):
        return {name: one + by if name in ("start", "end") else _moved(one, by) for name, one in value.items()}
    return [_moved(one, by) for one in value] if isinstance(value, list) else value
