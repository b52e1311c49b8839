"""Citing one entry: its quote with offsets and hash, as plain text, RIS, and CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from dragoman.model import Span
from dragoman.model.visible import one_line
from dragoman.record.views import ReportInfo


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry, or a whole report, as it is cited."""

    id: str
    kind: str
    report: ReportInfo
    text: str
    """The text of the report."""
    spans: tuple[Span, ...]
    """The words of the entry; none for a whole report."""
    abstract: str
    """What the entry says, in our words."""
    keywords: tuple[str, ...]
    snapshot: str
    """The hash of all that is held."""
    address: str
    """The address of the entry's own page."""
    day: date | None = None
    """As known on a day."""

    @property
    def quote(self) -> str:
        """The exact words."""
        return " … ".join(span.words for span in self.spans)

    @property
    def hash(self) -> str:
        """SHA-256 of the exact words, else of the text."""
        return (
            sha256("\n".join(span.words for span in self.spans).encode()).hexdigest()
            if self.spans
            else self.report.text_sha256
        )

    def offsets(self) -> Iterator[tuple[str, int, int]]:
        """Where the words stand, end exclusive, counted in three ways: code points, UTF-16 units (JavaScript), bytes of UTF-8."""
        for span in self.spans:
            before, words = self.text[: span.start], span.words
            for unit, length in (
                ("code points", len),
                ("UTF-16", lambda told: len(told.encode("utf-16-le", "surrogatepass")) // 2),
                ("UTF-8", lambda told: len(told.encode("utf-8", "surrogatepass"))),
            ):
                start = length(before)
                yield unit, start, start + length(words)

    @property
    def plain(self) -> str:
        """In one paragraph."""
        one = self.report
        head = ", ".join(
            filter(
                None,
                (
                    one_line(one.author),
                    f"“{one_line(one.title) or 'untitled'}”",
                    one_line(one.outlet or ""),
                    str(one.published or "no date"),
                ),
            )
        )
        quote = f" “{one_line(self.quote)}”." if self.quote else ""
        return f"{head}.{quote} {one.url or ''} (entry {self.id}, SHA-256 {self.hash}; record {self.snapshot})".replace(
            "  ", " "
        )

    def note(self) -> str:
        """The exact words with their place and hash."""
        if not self.spans:
            return f"SHA-256 of the text {self.hash}"
        places = "; ".join(f"{span.start}-{span.end}" for span in self.spans)
        return f"“{self.quote}” at {places} (code points), SHA-256 {self.hash}"

    def ris(self) -> str:
        """As RIS, for Zotero and its like."""
        one = self.report
        tags = [
            ("TY", "NEWS"), ("ID", self.id), ("TI", one.title or "untitled"), *([("AU", one.author)] if one.author else []),
            *([("T2", one.outlet)] if one.outlet else []), *([("PY", str(one.published.year)), ("DA", f"{one.published:%Y/%m/%d}")] if one.published else []),
            *([("UR", one.url)] if one.url else []), ("LA", one.language), ("AB", self.abstract), ("N1", self.note()),
            *(("KW", word) for word in self.keywords), ("M2", self.snapshot), ("ER", ""),
        ]  # fmt: skip
        return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in tags)

    def csl(self) -> list[dict[str, object]]:
        """As CSL-JSON: a list of one item."""
        one = self.report
        item: dict[str, object] = {
            "id": self.id, "type": "article-newspaper", "title": one.title or "untitled", "author": [{"literal": one.author}] if one.author else [],
            "container-title": one.outlet or "", "URL": one.url or "", "language": one.language, "abstract": self.abstract, "note": self.note(),
            "archive": "Dragoman", "archive_location": self.snapshot,
        }  # fmt: skip
        if one.published:
            item["issued"] = {"date-parts": [[one.published.year, one.published.month, one.published.day]]}
        return [{name: value for name, value in item.items() if value}]
