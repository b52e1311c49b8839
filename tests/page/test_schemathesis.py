"""A thousand made-up calls of the API: none breaks it, and every answer is on its schema."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

if TYPE_CHECKING:
    from conftest import Served

CALLS = 1_000
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]


def test_made_up_calls_are_answered_on_the_schema(writable: Served) -> None:
    document = schemathesis.openapi.from_url(f"{writable.address}/openapi.json")
    operations = [found.ok() for found in document.get_all_operations()]
    each = -(-CALLS // len(operations))
    made: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    for operation in operations:

        @settings(
            max_examples=each, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def call(case: Any) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {writable.token}"}, timeout=30)
            made[case.operation.label] += 1
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

        call()
    assert made.total() >= CALLS * 0.9, made  # hypothesis may find that a resource has fewer calls than asked for
    assert statuses[200] > CALLS / 10, statuses
    assert len(made) == len(operations)
