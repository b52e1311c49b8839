"""A thousand made-up calls of the API: none breaks it, and every answer is on its schema."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from tests.page.conftest import Served

CALLS = 1_000
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]


def known(served: Served) -> dict[str, list[Any]]:
    """Values for parameters and fields that mean something, so that calls get behind the first look at them."""

    def ids(name: str) -> list[str]:
        return [one["id"] for one in served.get(f"/api/v1/{name}?limit=8").json()["items"]]

    days = ["2025-09-02", "2025-06", "2025", ""]
    after = [
        served.get(f"/api/v1/{name}?limit=1").json()["next"]
        for name in ("reports", "events", "figures", "claims", "entities", "changes")
    ]
    return {
        "as_published": days, "as_recorded": ["four", "2025-12-01T12:00:00", "2030-01-01", ""], "machine_only": ["1", "0"], "since": days, "until": days,
        "after": [one for one in after if one], "limit": [1, 3, 1000], "party": ["KEN", "Kenya", "nobody"], "report": ids("reports"), "kind": ["event", "count"],
        "event": [one["event"] for one in served.get("/api/v1/figures?limit=9").json()["items"]], "counted": ["killed"], "row": ids("figures") + ids("claims"),
        "other": ids("events"), "window": ["2011/2025-09", "2025"], "verdict": ["accepted", "rejected", "unsure"],
    }  # fmt: skip


def test_made_up_calls_are_answered_on_the_schema(writable: Served) -> None:
    document = schemathesis.openapi.from_url(f"{writable.address}/openapi.json")
    operations = [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]
    chosen = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in known(writable).items()})
    each = -(-CALLS // len(operations))
    made: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    for operation in operations:

        @settings(
            max_examples=each, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(), values=chosen, tame=st.booleans())
        def call(case: Any, values: dict[str, Any], *, tame: bool) -> None:
            for part in (case.query, case.path_parameters, case.body if isinstance(case.body, dict) else None):
                if tame and part:
                    part |= {name: value for name, value in values.items() if name in part and value is not None}
            answer = case.call(headers={"Authorization": f"Bearer {writable.token}"}, timeout=30)
            made[case.operation.label] += 1
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

        call()
    assert made.total() >= CALLS * 0.9, made  # hypothesis may find that a resource has fewer calls than asked for
    assert statuses[200] > CALLS / 3, statuses
    assert len(made) == len(operations)
