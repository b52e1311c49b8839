from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from pydantic import ValidationError

from dragoman.errors import SpanMismatch
from dragoman.model import Event, Note, Quantity, Reading, Span
from dragoman.model.jsonschema import schema, schema_text
from dragoman.model.quantity import _HOLDS
from dragoman.model.tables import Table
from dragoman.model.words import Op

Find = Callable[[str], Span]


def test_a_reading_comes_back_from_json_and_from_a_pickle(reading: Reading) -> None:
    assert Reading.model_validate_json(reading.model_dump_json()) == reading
    assert pickle.loads(pickle.dumps(reading)) == reading


def test_json_has_the_names_of_the_contract(reading: Reading) -> None:
    plain = json.loads(reading.model_dump_json())
    assert list(plain) == [
        "schema", "report", "entities", "events", "claims", "quantities", "checks", "notes", "reader"
    ]  # fmt: skip
    assert plain["schema"] == "dragoman.reading/1"
    event = plain["events"][0]
    assert list(event) == [
        "id", "type", "mode", "cameo", "contexts", "plover", "actors", "recipients", "with", "place", "when",
        "status", "trigger", "evidence", "closed", "is_set", "again", "marks",
    ]  # fmt: skip
    assert event["trigger"] == {"start": event["trigger"]["start"], "end": event["trigger"]["end"], "words": "attacked"}


def test_the_schema_accepts_what_is_written(reading: Reading) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(reading.model_dump_json()), schema())


def test_the_schema_refuses_what_is_not_in_the_contract(reading: Reading) -> None:
    plain = json.loads(reading.model_dump_json())
    plain["events"][0]["target"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, schema())


def test_the_published_schema_is_up_to_date(root: Path) -> None:
    assert (root / "docs" / "reading.schema.json").read_text("utf-8") == schema_text(), "run: make docs"


def _without_descriptions(node: Any) -> list[str]:
    missing = []
    for name, kind in node["$defs"].items():
        missing += [f"{name}.{key}" for key, value in kind.get("properties", {}).items() if "description" not in value]
    return missing


def test_every_field_is_described() -> None:
    assert not _without_descriptions(schema())


def test_words_that_are_not_the_texts_are_refused_wherever_they_stand(reading: Reading) -> None:
    trigger = reading.events[0].trigger
    wrong = Span(start=trigger.start + 1, end=trigger.end + 1, words=trigger.words)
    with pytest.raises(SpanMismatch) as caught:
        reading.replace(events=(reading.events[0].replace(trigger=wrong),))
    assert caught.value.found == reading.report.text[wrong.start : wrong.end]
    beyond = Span(start=10_000, end=10_003, words="abc")
    for changes in (
        {"notes": (Note(kind="uncoded", words=beyond),)},
        {"entities": tuple(entity.replace(mentions=(beyond,)) for entity in reading.entities)},
        {"claims": tuple(claim.replace(content=(beyond,)) for claim in reading.claims)},
    ):
        with pytest.raises(SpanMismatch):
            reading.replace(**changes)


def test_one_changed_character_in_json_is_found(reading: Reading) -> None:
    plain = json.loads(reading.model_dump_json())
    plain["claims"][0]["attribution"][0]["cue"]["words"] = "sayd"
    with pytest.raises(SpanMismatch):
        Reading.model_validate_json(json.dumps(plain))


@pytest.mark.parametrize(
    "changes",
    [
        {"entities": ()},
        {"events": ()},
        {"quantities": ()},
        {"claims": ()},
    ],
)
def test_an_entry_that_points_to_nothing_is_refused(reading: Reading, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="which is not there"):
        reading.replace(**changes)


def test_an_id_stands_for_one_entry(reading: Reading) -> None:
    with pytest.raises(ValidationError, match="the id e1 stands for more than one event"):
        reading.replace(events=reading.events * 2)


def test_types_are_frozen_closed_and_checked(reading: Reading) -> None:
    event = reading.events[0]
    with pytest.raises(ValidationError):
        event.status = "planned"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        event.replace(target="x")
    with pytest.raises(ValidationError):
        event.replace(status="done")
    assert event.replace(status="denied").status == "denied"
    assert hash(event) == hash(Event.model_validate(event.model_dump()))


def test_entries_are_found_by_their_ids(reading: Reading) -> None:
    assert reading.entity("rebels").name == "Rebels"
    assert reading.event("e1").type == "ASSAULT"
    assert reading.quantity("q2").point == 1
    with pytest.raises(KeyError):
        reading.entity("nobody")


def test_every_operator_says_which_numbers_it_holds() -> None:
    assert set(_HOLDS) == set(get_args(Op))


@pytest.mark.parametrize(
    "numbers",
    [
        {"op": ">=", "point": 600},
        {"op": ">=", "low": 600, "high": 700},
        {"op": "~", "low": 600},
        {"op": "several", "low": 3},
        {"op": "range", "low": 2},
        {"op": "range", "low": 3, "high": 2},
        {"op": "=", "point": float("nan")},
        {"op": "=", "point": 1, "as_of": "soon"},
    ],
)
def test_a_figure_holds_only_what_its_operator_asserts(find: Find, numbers: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Quantity(id="q1", counted="killed", words=find("one"), **numbers)


def test_rows_have_the_same_columns_and_flat_cells(reading: Reading) -> None:
    for table in get_args(Table):
        rows = reading.rows(table)
        assert rows, table
        assert len({tuple(row) for row in rows}) == 1, table
        for row in rows:
            assert not {type(value).__name__ for value in row.values()} & {"list", "dict"}, table
    assert reading.rows("events")[0]["trigger_words"] == "attacked"
    assert reading.rows("participants")[0]["name"] == "Rebels"
    assert [row["innermost"] for row in reading.rows("claims")] == ["Oruvian defence ministry", "a spokesman", None]
    assert reading.rows("relations") == [{"type": "revises", "from": "q1", "to": "q2", "basis": "words"}]
    assert reading.rows("quantities")[0]["claim"] == "c2"
    with pytest.raises(ValueError, match="there is no table 'stories'"):
        reading.rows("stories")  # type: ignore[arg-type]


def test_a_notebook_shows_the_text_with_its_layers_and_no_script(reading: Reading) -> None:
    html = reading._repr_html_()
    assert "attacked</mark>" in html
    assert "Ana Reyes" in html
    assert "<script" not in html
    hostile = reading.replace(
        report=reading.report.replace(author="<script>alert(1)</script>\x1b[31m"), reader=reading.reader
    )
    assert "<script" not in hostile._repr_html_()
    assert "\x1b" not in hostile._repr_html_()


def test_a_country_may_be_one_that_iso_does_not_list() -> None:
    from dragoman.model import Entity

    assert Entity(id="somaliland", name="Somaliland", kind="country", country="somaliland").country == "somaliland"
    with pytest.raises(ValidationError):
        Entity(id="x", name="X", kind="country", country="Somaliland")
