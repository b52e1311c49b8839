"""The header of a codebook file: where its content comes from and under which licence.

Every YAML file opens with ``about:``; every CSV has a sibling ``NAME.about.yml``, because comments inside a CSV
do not survive spreadsheets. A file without header, licence or date does not load.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .shape import Fields, plain

LICENCES = frozenset(
    {
        "CC0-1.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "MIT", "Apache-2.0",
        "BSD-2-Clause", "BSD-3-Clause", "ODC-By-1.0", "ODbL-1.0", "PDDL-1.0", "LicenseRef-Public-Domain",
    }
)  # fmt: skip
"""SPDX identifiers under which content may stand in a codebook that is shared under Apache-2.0, each in its own file."""

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class About:
    """Where a file comes from."""

    origin: str
    licence: str
    """SPDX identifier."""
    updated: str
    """Day, ISO 8601."""
    checked: str | None = None
    known_problems: tuple[str, ...] = ()


def parse_about(fields: Fields) -> About:
    """The header of a file, mistakes noted in ``fields.problems``."""
    node = fields.raw("about")
    if node is None:
        fields.problem("no about: header", "about: {origin: …, licence: CC0-1.0, updated: 2026-11-23}")
        return About("", "", "")
    inner = Fields(node, fields.file, fields.problems)
    updated = inner.text("updated", required=True)
    if updated and not _DAY.fullmatch(updated):
        inner.problem(f"updated: {updated!r} is not a day", "write it as 2026-11-23", line=inner.at("updated"))
    licence = inner.one_of("licence", LICENCES, required=True)
    origin = inner.text("origin", required=True)
    checked = inner.raw("checked")
    inner.text("note")
    problems = inner.texts("known_problems")
    inner.done()
    return About(origin, licence, updated, str(plain(checked)) if checked is not None else None, problems)
