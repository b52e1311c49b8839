"""The resources for programs: answers on their schema, lists that are whole and keep their place, tags, one error object."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
import pytest
from jsonschema import Draft202012Validator

from dragoman.codebook import Codebook
from dragoman.model import Reading
from dragoman.record.record import Record

if TYPE_CHECKING:
    from tests.page.conftest import Served

LISTS = [
    "reports",
    "events",
    "figures",
    "claims",
    "entities",
    "checks",
    "changes",
    "snapshots",
    "judgements",
    "coverage",
]
LOOKS: list[dict[str, Any]] = [
    {},
    {"as_published": "2025-09-30"},
    {"as_recorded": "four"},
    {"machine_only": "1"},
    {"as_published": "2025-12", "as_recorded": "2025-12-03"},
]


def schema_of(document: dict[str, Any], path: str, method: str = "get", status: str = "200") -> Draft202012Validator:
    """The schema that the OpenAPI file gives an answer."""
    answer = document["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    return Draft202012Validator({**answer, "components": document["components"]})


@pytest.fixture(scope="module")
def document(served: Served) -> dict[str, Any]:
    return dict(served.get("/openapi.json").json())


def everything(served: Served, name: str, limit: int = 1000, **fields: Any) -> list[dict[str, Any]]:
    """A whole list, part by part."""
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        answer = served.get(f"/api/v1/{name}?{urlencode({**fields, 'limit': limit, 'after': after})}")
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        after = answer.json()["next"]
        assert len(answer.json()["items"]) <= limit
        if not after:
            return found


@pytest.mark.parametrize("look", LOOKS, ids=urlencode)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_on_its_schema_and_whole_in_any_parts(
    served: Served, document: dict[str, Any], name: str, look: dict[str, Any]
) -> None:
    answer = served.get(f"/api/v1/{name}?{urlencode({**look, 'limit': 1000})}")
    schema_of(document, f"/api/v1/{name}").validate(answer.json())
    whole = everything(served, name, **look)
    assert everything(served, name, limit=len(whole) // 3 + 1, **look) == whole
    if name in ("reports", "events", "figures", "claims", "entities") and not look:
        assert len(whole) > 3


def test_lists_say_what_the_record_says(served: Served, filled: Path, codebook: Codebook) -> None:
    with Record(str(filled), codebook=codebook, readonly=True) as record:
        assert [one["id"] for one in everything(served, "reports", 2)] == [one.id for one in record.reports()]
        assert [one["id"] for one in everything(served, "events", 30)] == [one.id for one in record.events()]
        assert [one["id"] for one in everything(served, "claims", 60)] == [one.id for one in record.claims()]
        assert [one["entity"]["id"] for one in everything(served, "entities", 30)] == sorted(
            one.entity.id for one in record.entities()
        )
        assert len(everything(served, "checks", 2)) == len(list(record.checks()))
        assert [one["subject"] for one in everything(served, "changes", 1)] == [one.subject for one in record.changes()]
        figures = {one.id for series in record.figures() for one in series.figures} | {
            one.id for one in record.figures_alone()
        }
        found = [one["id"] for one in everything(served, "figures", 30)]
        assert sorted(found) == sorted(figures)
        killed = everything(served, "figures", counted="killed")
        assert {one["quantity"]["counted"] for one in killed} == {"killed"}
        day = "2025-09-30"
        then = [one["id"] for one in everything(served, "events", 5, as_published=day)]
        assert then == [one.id for one in record.events(as_published=day)]
        assert then != [one.id for one in record.events()]


@pytest.mark.parametrize("name", ["reports", "events", "figures", "claims", "entities", "changes"])
def test_a_cursor_keeps_its_place_while_reports_are_added(
    tmp_path: Path, readings: tuple[Reading, ...], codebook: Codebook, serve: Any, name: str
) -> None:
    path = tmp_path / "growing.db"
    with Record(str(path), codebook=codebook) as record:
        list(record.add(readings[1:]))
    with serve(path) as served:
        before = everything(served, name)
        first = served.get(f"/api/v1/{name}?limit=2").json()
        with Record(str(path), codebook=codebook) as record:
            list(record.add(readings[:1]))
        rest = everything_after(served, name, first["next"])
    key = "subject" if name == "changes" else "id"
    told = [_key(one, key) for one in (*first["items"], *rest)]
    assert len(told) == len(set(told)) or name == "changes"
    assert set(told) >= {_key(one, key) for one in before}


def everything_after(served: Served, name: str, after: str | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while after:
        answer = served.get(f"/api/v1/{name}?{urlencode({'limit': 40, 'after': after})}").json()
        found += answer["items"]
        after = answer["next"]
    return found


def _key(one: dict[str, Any], name: str) -> str:
    return str(one["entity"]["id"] if "entity" in one else one[name])


def test_an_event_and_a_report_are_found_by_their_ids(served: Served, document: dict[str, Any]) -> None:
    event = everything(served, "events")[-1]
    answer = served.get(f"/api/v1/events/{event['id']}")
    assert answer.json() == event
    schema_of(document, "/api/v1/events/{event}").validate(answer.json())
    report = everything(served, "reports")[0]["id"]
    answer = served.get(f"/api/v1/reports/{report}")
    schema_of(document, "/api/v1/reports/{report}").validate(answer.json())
    assert Reading.model_validate(answer.json()).report.id == report


def test_what_is_not_there_is_told_apart_from_what_is_not_seen(served: Served) -> None:
    event = everything(served, "events", as_published="2025-12")[-1]["id"]
    assert _error(served.get("/api/v1/events/nothing"), 404) == "not_found"
    assert _error(served.get(f"/api/v1/events/{event}?as_published=2001"), 410) == "gone"
    assert _error(served.get("/api/v1/events/nothing?as_published=2001"), 404) == "not_found"
    assert _error(served.get("/api/v1/reports/nothing"), 404) == "not_found"
    assert _error(served.get("/api/v1/nothing"), 404) == "not_found"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("limit=0", 422, "invalid"),
        ("limit=1001", 422, "invalid"),
        ("limit=many", 422, "invalid"),
        ("after=x", 400, "bad_cursor"),
        ("after=W10", 400, "bad_cursor"),
        ("after=WzEsMiwzXQ", 400, "bad_cursor"),
        ("as_published=soon", 400, "bad_request"),
        ("as_recorded=nothing", 400, "bad_request"),
        ("as_recorded=2025-99-99", 400, "bad_request"),
        ("machine_only=perhaps", 422, "invalid"),
        ("since=never", 400, "bad_request"),
        ("party=%00", 400, "bad_request"),
    ],
)
def test_a_wrong_question_gets_the_one_error_object(
    served: Served, document: dict[str, Any], query: str, status: int, code: str
) -> None:
    answer = served.get(f"/api/v1/events?{query}")
    assert _error(answer, status) == code
    schema_of(document, "/api/v1/events", status="4XX").validate(answer.json())


def _error(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message", "hint"}
    assert answer.json()["error"]["message"]
    return str(answer.json()["error"]["code"])


@pytest.mark.parametrize("name", LISTS)
def test_what_the_caller_has_is_not_sent_again_until_it_changes(writable: Served, name: str) -> None:
    address = f"/api/v1/{name}?limit=5"
    first = writable.get(address)
    tag = first.headers["etag"]
    again = writable.get(address, **{"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert writable.get(f"/api/v1/{name}?limit=4").headers["etag"] != tag
    assert writable.get(f"{address}&as_published=2025-06").headers["etag"] != tag
    claim = writable.get("/api/v1/claims?limit=1").json()["items"][0]["id"]
    assert writable.post("/api/v1/judgements", {"row": claim, "verdict": "unsure", "by": "Ana"}).status_code == 201
    changed = writable.get(address, **{"If-None-Match": tag})
    assert (changed.status_code, changed.headers["etag"] != tag) == (200, True)


def test_a_judgement_is_made_and_undone(writable: Served, document: dict[str, Any]) -> None:
    figure = everything(writable, "figures", counted="killed")[0]
    said = {"row": figure["id"], "verdict": "rejected", "by": "Ana Reyes", "why": "misread"}
    made = writable.post("/api/v1/judgements", said)
    assert made.status_code == 201
    schema_of(document, "/api/v1/judgements", "post", "201").validate(made.json())
    assert figure["id"] not in [one["id"] for one in everything(writable, "figures")]
    assert figure["id"] in [one["id"] for one in everything(writable, "figures", machine_only="1")]
    assert [one["id"] for one in everything(writable, "judgements")] == [made.json()["id"]]
    assert everything(writable, "judgements", machine_only="1") == []
    assert everything(writable, "judgements", as_recorded="four") == []
    ended = writable.delete(f"/api/v1/judgements/{made.json()['id']}?by=Ana")
    assert (ended.status_code, ended.json()) == (200, made.json())
    assert figure["id"] in [one["id"] for one in everything(writable, "figures")]
    assert _error(writable.delete(f"/api/v1/judgements/{made.json()['id']}?by=Ana"), 404) == "not_found"


def test_a_correction_must_fit_the_report(writable: Served) -> None:
    figure = everything(writable, "figures", counted="killed")[0]
    better = {**figure["quantity"], "op": "=", "low": None, "high": None, "point": 7}
    wrong = {**better, "words": {"start": 0, "end": 3, "words": "xyz"}}
    said = {"row": figure["id"], "verdict": "corrected", "by": "Ana"}
    assert _error(writable.post("/api/v1/judgements", {**said, "replacement": wrong}), 400) == "bad_request"
    assert _error(writable.post("/api/v1/judgements", said), 400) == "bad_request"
    assert writable.post("/api/v1/judgements", {**said, "replacement": better}).status_code == 201
    assert 7 in [one["quantity"]["point"] for one in everything(writable, "figures", counted="killed")]


def test_two_events_are_joined_and_kept_apart(writable: Served) -> None:
    one, other = (event["tellings"][0]["id"] for event in everything(writable, "events")[:2])
    said = {"row": one, "other": other, "by": "Ana"}
    assert writable.post("/api/v1/judgements", {**said, "verdict": "accepted"}).status_code == 201
    assert len(writable.get(f"/api/v1/events/{one}").json()["tellings"]) == 2
    assert writable.post("/api/v1/judgements", {**said, "verdict": "rejected"}).status_code == 201
    assert len(writable.get(f"/api/v1/events/{one}").json()["tellings"]) == 1
    assert _error(writable.post("/api/v1/judgements", {**said, "verdict": "unsure"}), 400) == "bad_request"


def test_coverage_is_stated_and_ended(writable: Served) -> None:
    said = {
        "of": "visits",
        "parties": ["KEN", "PRT"],
        "window": "2011/2025-09",
        "as_published": "2025-09-30",
        "by": "Ana",
    }
    made = writable.post("/api/v1/coverage", said)
    assert made.status_code == 201
    assert everything(writable, "coverage") == [made.json()]
    assert everything(writable, "coverage", as_published="2025-08") == []
    assert _error(writable.post("/api/v1/coverage", {**said, "window": "once"}), 400) == "bad_request"
    assert writable.delete(f"/api/v1/coverage/{made.json()['id']}?by=Ana").status_code == 204
    assert everything(writable, "coverage") == []


def test_the_feed_of_changes(served: Served) -> None:
    answer = served.get("/changes.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert answer.text.startswith("<?xml")
    assert answer.text.count("<entry>") == len(everything(served, "changes"))
    assert f'href="{served.address}/changes.atom"' in answer.text


def test_a_record_that_is_not_there_is_said(tmp_path: Path, codebook: Codebook) -> None:
    from dragoman.errors import RecordError
    from dragoman.web import create_app

    with pytest.raises(RecordError, match="does not exist"):
        create_app(str(tmp_path / "nothing.db"), codebook=codebook)
    (tmp_path / "text.db").write_text("no database", "utf-8")
    with pytest.raises(RecordError, match="not a database"):
        create_app(str(tmp_path / "text.db"), codebook=codebook)
    shutil.rmtree(tmp_path)
