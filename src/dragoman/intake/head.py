"""The first lines of a text: headline, date, byline, outlet, address; the rest is the body."""

from __future__ import annotations

import re
from datetime import date

from dragoman.errors import IntakeError
from dragoman.intake.dates import day_of
from dragoman.intake.draft import Draft

LONGEST_HEADLINE = 300
"""Code points of a headline; a longer first line is the beginning of the body."""

_LABELS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "published on": "published",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "outlet": "outlet",
    "publisher": "outlet",
    "url": "url",
    "link": "url",
    "language": "language",
}
_LABELLED = re.compile(rf"({'|'.join(_LABELS)})\s*:\s+(\S.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+(\S.*)", re.IGNORECASE)
_DATELINE = re.compile(r"[^\W\d_][^\d,;:.!?]{1,40}(?:,\s+[^\W\d_][^\d,;:.!?]{1,40}){0,2},\s+(\S.*\b\d{4})")
_LONGEST_BYLINE = 120


def read_head(where: str, text: str) -> Draft:
    r"""The draft of a plain text.

    The first line that is not blank is the headline. Then come, in any order and each optional, a date line, a byline ("By …", "Author: …"),
    an outlet, an address, a language, and a dateline with a whole date; blank lines between them do not matter. All else is the body.

    >>> draft = read_head("a.txt", "Toll rises\n2025-06-18\nBy Ana Reyes\n\nThe toll rose to 31.")
    >>> draft.title, draft.published, draft.author, draft.body
    ('Toll rises', datetime.date(2025, 6, 18), 'Ana Reyes', 'The toll rose to 31.')

    Raises `dragoman.errors.IntakeError` if a line that is labelled as the date is none.
    """
    lines = text.split("\n")
    said: dict[str, str] = {}
    body_from = 0
    for number, line in enumerate(lines):
        plain = line.strip()
        if not plain:
            continue
        name, value = _head_line(f"{where}, line {number + 1}", plain)
        if name is None and "title" not in said and len(plain) <= LONGEST_HEADLINE:
            name, value = "title", plain
        if name is None or name in said:
            break
        said[name] = value
        body_from = number + 1
    body = "\n".join(lines[body_from:]).strip("\n")
    return Draft(where, re.sub(r"\A(?:[^\S\n]*\n)+", "", body)).saying(said)


def _head_line(where: str, line: str) -> tuple[str | None, str]:
    """What a line says about the report, null if it is none of the head's lines."""
    if labelled := _LABELLED.fullmatch(line):
        name, value = _LABELS[labelled[1].lower()], labelled[2].strip()
        return name, said_day(where, value).isoformat() if name == "published" else value
    if day := day_of(line):
        return "published", day.isoformat()
    if _ADDRESS.fullmatch(line):
        return "url", line
    if (byline := _BYLINE.fullmatch(line)) and _names(byline[1]):
        return "author", byline[1].strip()
    if (dateline := _DATELINE.fullmatch(line)) and (day := _day_at_end(dateline[1])):
        return "published", day.isoformat()
    return None, ""


def said_day(where: str, value: str) -> date:
    """The day that a value names which is said to be a date. Raises `dragoman.errors.IntakeError` if it is none."""
    day = day_of(value)
    if day is None:
        shown = value if len(value) <= 40 else f"{value[:40]}…"
        raise IntakeError(
            where, f"{shown!r} is no date that can be read", hint="write it as 2025-09-02, or leave it out"
        )
    return day


def _day_at_end(text: str) -> date | None:
    """The day of the shortest end of a dateline that is a whole date."""
    parts = text.split(", ")
    return next((day for at in range(len(parts)) if (day := day_of(", ".join(parts[at:])))), None)


def _names(text: str) -> bool:
    """Whether the words after "By" look like names and not like the beginning of a sentence."""
    words = text.split()
    capital = sum(word[:1].isupper() for word in words)
    sentence = text.rstrip()[-1] in ".!?" and not re.search(r"\b\w\.$", text.rstrip())
    return (
        len(text) <= _LONGEST_BYLINE
        and words[0][:1].isupper()
        and capital * 2 > len(words)
        and not sentence
        and not any(character.isdigit() for character in text)
    )
