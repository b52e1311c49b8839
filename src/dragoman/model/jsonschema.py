"""The JSON Schema of a reading, made from the types."""

from __future__ import annotations

import json

from dragoman.model.reading import Reading


def schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of what ``dragoman read --json`` prints for one report."""
    made = Reading.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def schema_text() -> str:
    """The same as text, as it is published in ``docs/reading.schema.json``."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
