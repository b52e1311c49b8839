"""What an export says of itself, in the file ``FILE.about.json`` beside it: where it comes from, what was left out and why, what was lost."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dragoman.export.options import Options

_CHUNK = 1 << 20


@dataclass(slots=True)
class About:
    """An export's account of itself. A writer fills in the counts while it writes."""

    format: str
    """Its name."""
    source: Mapping[str, object]
    """What the record says of the selection."""
    codebook: str
    """Hash of the codebook that folded types and named countries; that of the readings is in ``source``."""
    options: Options
    safe_cells: bool = False
    """Whether risky cells got an apostrophe."""
    conforms: bool = True
    """Whether the file has the format's own columns and meanings and no others."""
    events: int | None = None
    """How many events the selection holds; null where the format is of tables."""
    rows: Counter[str] = field(default_factory=Counter)
    """Rows written, by table."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Events or rows that were not written, by reason."""
    losses: Counter[str] = field(default_factory=Counter)
    """Rows that hold less than the record does, by what is lost."""
    changed: Counter[str] = field(default_factory=Counter)
    """Values that were changed to fit, by what was done to them."""
    files: list[Mapping[str, object]] = field(default_factory=list)
    """Name, bytes and SHA-256 of every file."""

    def document(self) -> dict[str, Any]:
        """The account as plain values, in a fixed order."""
        options = asdict(self.options)
        written = options.pop("written")
        held = dict(self.source)
        policies = held.pop("policies", None)
        told = {
            "format": self.format,
            "conforms": self.conforms,
            "written": written,
            **held,
            "fold": options.pop("fold"),
            "fold_codebook": self.codebook,
            "policies": {"date": options.pop("date"), **(policies if isinstance(policies, Mapping) else {})},
            "options": {**options, "safe_cells": self.safe_cells},
            **({} if self.events is None else {"events": self.events}),
            "rows": dict(self.rows),
            "left_out": _sorted(self.left_out),
            "losses": _sorted(self.losses),
            "changed": _sorted(self.changed),
        }
        return {**told, "files": self.files} if self.files else told

    def text(self) -> str:
        """The account as JSON."""
        return json.dumps(self.document(), ensure_ascii=False, indent=2, default=iso) + "\n"

    def sign(self, files: Iterable[Path]) -> None:
        """Take down size and SHA-256 of the files written, by which a reader sees that the account is of these very files."""
        for path in files:
            digest, size = hashlib.sha256(), 0
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
            self.files.append({"name": path.name, "bytes": size, "sha256": digest.hexdigest()})


def iso(value: object) -> str:
    """A day or moment as ISO 8601; what else JSON does not know, as its text."""
    form = getattr(value, "isoformat", None)
    return str(form()) if form is not None else str(value)


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts) if counts[name]}
