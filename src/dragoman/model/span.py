"""Exact words and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from dragoman.errors import SpanMismatch
from dragoman.model.base import Model


class Span(Model):
    """Exact words of a report, with their place: ``report.text[start:end] == words``, or the span does not exist.

    >>> span = Span.of("Rebels attacked Goma.", 7, 15)
    >>> str(span), len(span)
    ('attacked', 8)

    Raises `dragoman.errors.SpanMismatch` if the words cannot stand between the offsets.
    """

    start: int
    """Where the words begin, in Unicode code points from the start of ``report.text``."""
    end: int
    """Where they end, exclusive."""
    words: str
    """The words themselves."""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """The span of a stretch of text."""
        return cls(start=start, end=end, words=text[start:end])

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 0 <= self.start < self.end or len(self.words) != self.end - self.start:
            raise SpanMismatch((self.start, self.end, self.words), found=None)
        return self

    def __str__(self) -> str:
        return self.words

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether another span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether another span shares a character with this one."""
        return self.start < other.end and other.start < self.end

    def spans(self) -> Iterator[Span]:
        """This span alone."""
        yield self
