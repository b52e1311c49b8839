"""Changes of a record as an Atom feed (RFC 4287), so that any feed reader can watch a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from dragoman.model.visible import one_line
from dragoman.record.changes import Change, change_line

_EPOCH = "1970-01-01T00:00:00.000+00:00"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, even as a reference."""


def feed(changes: Iterable[Change], where: str, *, base: str = "") -> Iterator[str]:
    """The text of a feed, the newest change first. Its ids follow from what a change says, so they stay the same from call to call.

    ``base`` is the address at which the record is served, for the links of the feed and its entries.
    """
    found = list(changes)
    updated = max((change.at for change in found), default=_EPOCH)
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"<title>Changes of {_text(where)}</title>\n<id>{_id('feed', where)}</id>\n<updated>{_text(updated)}</updated>\n"
    yield "<author><name>dragoman</name></author>\n<generator>dragoman</generator>\n"
    if base:
        yield f'<link rel="self" href="{_text(base)}/changes.atom"/>\n<link href="{_text(base)}/changes"/>\n'
    for change in reversed(found):
        yield _entry(change, base)
    yield "</feed>\n"


def _entry(change: Change, base: str) -> str:
    told = (change.kind, change.report, change.subject, change.before, change.after, change.why, change.at)
    link = f'<link href="{_text(base)}/reports/{_text(change.report)}"/>\n' if base and change.report else ""
    return (
        f"<entry>\n<title>{_text(f'{change.kind}: {change.title}')}</title>\n<id>{_id('change', *told)}</id>\n"
        f'<updated>{_text(change.at)}</updated>\n<category term="{_text(change.kind)}"/>\n{link}'
        f"<summary>{_text(change_line(change))}</summary>\n"
        f'<content type="text">{_text(_content(change))}</content>\n</entry>\n'
    )


def _content(change: Change) -> str:
    facts = (
        ("before", change.before), ("after", change.after), ("why", change.why), ("report", change.report), ("about", change.subject),
    )  # fmt: skip
    return "; ".join(f"{name}: {value}" for name, value in facts if value)


def _id(*said: str) -> str:
    """A name that follows from what it names."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, _NO_XML.sub(' ', ' '.join(said)))}"


def _text(words: str) -> str:
    return escape(_NO_XML.sub("\ufffd", one_line(words)), {'"': "&quot;"})
