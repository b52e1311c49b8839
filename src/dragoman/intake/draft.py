"""What a file says about a report, before it is one; and the step that makes it one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from dragoman.errors import IntakeError, OverLimit
from dragoman.intake.languages import language_of
from dragoman.intake.limits import Limits
from dragoman.model.report import Report

_UNBROKEN = re.compile(r"\S+")
_WORD = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")
_STOP = re.compile(r"[.?!…。\n]+")


class Remark(NamedTuple):
    """Something about an input that did not stop it from being read, but that its user should know."""

    where: str
    """The file, with the line or row where that is known."""
    message: str
    """What was seen and what was done about it."""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class Draft(NamedTuple):
    """The text and what the file says about it; null or empty where it says nothing."""

    where: str
    body: str
    title: str = ""
    published: date | None = None
    author: str = ""
    outlet: str | None = None
    url: str | None = None
    language: str | None = None

    def saying(self, said: Mapping[str, str]) -> Draft:
        """The same with what a file says about itself, by the names of the fields; a day is written as in ISO 8601."""
        day = said.get("published")
        return Draft(
            self.where,
            self.body,
            title=said.get("title", self.title),
            published=date.fromisoformat(day) if day else self.published,
            author=said.get("author", self.author),
            outlet=said.get("outlet", self.outlet),
            url=said.get("url", self.url),
            language=said.get("language", self.language),
        )


class Given(NamedTuple):
    """What the user says about inputs that do not say it themselves."""

    published: date | None = None
    outlet: str | None = None
    language: str | None = None


def finish(draft: Draft, given: Given, limits: Limits, note: Callable[[Remark], object]) -> Report:
    """The report of a draft. The file's own word wins over the user's, and a difference is a remark; only the language can be insisted on.

    Raises `dragoman.errors.IntakeError` if there is no text, if it is over a limit, or if its language cannot be read.
    """
    title, body = " ".join(draft.title.split()), draft.body.rstrip()
    text = f"{title}\n\n{body}"
    if not text.strip():
        raise IntakeError(draft.where, "is empty")
    if len(text) > limits.characters:
        raise OverLimit(
            draft.where,
            "has too long a text",
            limit=f"{limits.characters:,} characters",
            value=f"{len(text):,} characters",
        )
    longest = max(found.end() - found.start() for found in _UNBROKEN.finditer(text))
    if longest > limits.unbroken:
        raise OverLimit(
            draft.where,
            "has a stretch without any blank",
            limit=f"{limits.unbroken:,} characters",
            value=f"{longest:,} characters",
        )
    stretches = [sum(1 for _ in _WORD.finditer(stretch)) for stretch in _STOP.split(text)]
    for count, limit, what in (
        (sum(stretches), limits.words, "has too many words and marks"),
        (max(stretches), limits.run_on, "has a stretch without a full stop or the end of a line"),
    ):
        if count > limit:
            raise OverLimit(draft.where, what, limit=f"{limit:,} words and marks", value=f"{count:,}")
    if half := re.search("[\ud800-\udfff]", text):
        raise IntakeError(draft.where, f"holds half a character (U+{ord(half[0]):04X}), which is no text")
    for name in ("published", "outlet"):
        own, said = getattr(draft, name), getattr(given, name)
        if own and said and own != said:
            note(Remark(draft.where, f"says {name} {own}, not {said}; its own word is kept"))
    return Report.of(
        body,
        title=title,
        published=draft.published or given.published,
        author=" ".join(draft.author.split()),
        outlet=draft.outlet or given.outlet,
        url=draft.url,
        language=given.language
        or language_of(draft.where, text, draft.language, note=lambda message: note(Remark(draft.where, message))),
    )
