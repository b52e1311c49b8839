"""Markdown becomes plain text: its marks are taken away, its words and paragraphs stay."""

from __future__ import annotations

import re

from dragoman.intake.draft import Draft
from dragoman.intake.head import read_head, said_day

_KEYS = {
    "title": "title",
    "date": "published",
    "published": "published",
    "author": "author",
    "outlet": "outlet",
    "url": "url",
    "language": "language",
    "lang": "language",
}
_FRONT = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[ \t]*=+[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+|[-*+][ \t]+)", re.MULTILINE)
_CLOSING = re.compile(r"(?<=\S)[ \t]+#+[ \t]*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\[\]\n]+)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_DEFINITION = re.compile(r"^[ \t]{0,3}\[[^\]\n]+\]:[ \t]+\S.*$", re.MULTILINE)
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)([^*_\n]+?)(?<=[^\s\\])\1")
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*(?=\S)([^*\n]+?)(?<=[^\s\\])\*(?![\w*])|(?<![\w\\])_(?=\S)([^_\n]+?)(?<=[^\s\\])_(?!\w)"
)
_CODE = re.compile(r"(?<!\\)`([^`\n]+)`")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_markdown(where: str, text: str) -> Draft:
    r"""The draft of a Markdown text: front matter first, then head lines as in plain text, the marks taken away.

    >>> draft = read_markdown("a.md", "---\ndate: 2025-06-18\n---\n# Toll *rises*\n\nThe [toll](x.html) rose to **31**.")
    >>> draft.title, draft.published, draft.body
    ('Toll rises', datetime.date(2025, 6, 18), 'The toll rose to 31.')
    """
    front, rest = _front_matter(where, text)
    rest = plain(rest)
    draft = read_head(where, f"Title: {front['title']}\n{rest}" if "title" in front else rest)
    if "title" in front:
        draft = _without_heading(draft)
    return draft.saying({key: value for key, value in front.items() if key != "title"})


def _front_matter(where: str, text: str) -> tuple[dict[str, str], str]:
    matter = _FRONT.match(text)
    if matter is None:
        return {}, text
    found: dict[str, str] = {}
    for line in matter[1].split("\n"):
        key, colon, value = line.partition(":")
        name, value = _KEYS.get(key.strip().lower()), value.strip().strip("\"'")
        if colon and name and value:
            found[name] = said_day(where, value).isoformat() if name == "published" else value
    return found, text[matter.end() :]


def _without_heading(draft: Draft) -> Draft:
    """The draft without a first line of the body that repeats the title of the front matter."""
    first, _, rest = draft.body.partition("\n")
    return draft._replace(body=rest.lstrip("\n")) if first.strip() == draft.title else draft


def plain(text: str) -> str:
    r"""Markdown without its marks.

    >>> plain("> He said *no*.\n\n- `one`\n- two_of_three")
    'He said no.\n\none\ntwo_of_three'
    """
    for pattern in (_FENCE, _RULE, _DEFINITION, _IMAGE, _BLOCK, _CLOSING):
        text = pattern.sub("", text)
    text = _LINK.sub(r"\1", _AUTOLINK.sub(r"\1", text))
    text = _EMPHASIS.sub(lambda found: found[1] or found[2], _STRONG.sub(r"\2", text))
    return _ESCAPE.sub(r"\1", _CODE.sub(r"\1", text))
