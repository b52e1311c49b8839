"""One text as published."""

from __future__ import annotations

import json
import unicodedata
from base64 import b32encode
from datetime import date
from hashlib import sha256
from typing import Self

from pydantic import model_validator

from dragoman.model.base import Model

_RECIPE = "dragoman.id/1"


def report_id(*, outlet: str | None, published: date | None, text: str) -> str:
    """The id of a report: ``r`` and the first 20 bytes of a SHA-256 in small base32 letters, over outlet, date and text.

    The hash is taken over canonical JSON (sorted keys, no blanks, NFC, UTF-8), so the same report has the same id in every record.

    >>> report_id(outlet=None, published=None, text="Rebels attacked Goma.")
    'rzed47wtqylcjvyutf5le6mn7vj23cvqf'
    """
    said = {
        "code": _RECIPE,
        "kind": "report",
        "outlet": outlet,
        "published": published.isoformat() if published else None,
        "text": text,
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = sha256(unicodedata.normalize("NFC", canonical).encode("utf-8")).digest()
    return "r" + b32encode(digest[:20]).decode("ascii").lower()


class Report(Model):
    r"""One text as published, with what is known about it.

    >>> report = Report.of("Rebels attacked Goma.", title="Attack on Goma", published=date(2025, 1, 27))
    >>> report.text
    'Attack on Goma\n\nRebels attacked Goma.'
    >>> report.body
    'Rebels attacked Goma.'

    The id follows from outlet, date and text; a report whose id does not is refused.
    """

    id: str = ""
    """Hash of outlet, date and text (`report_id`)."""
    title: str = ""
    """The headline; empty where the text has none."""
    published: date | None = None
    """The day of publication, the anchor of all dates in the text; null where it is not known."""
    author: str = ""
    """Who signed it, as written."""
    outlet: str | None = None
    """Who publishes it."""
    url: str | None = None
    """Where it was published."""
    language: str = "en"
    """The language of the text, a BCP 47 code."""
    text: str
    """The one coordinate space of all spans: headline, blank line, body."""

    @classmethod
    def of(
        cls,
        body: str,
        *,
        title: str = "",
        published: date | None = None,
        author: str = "",
        outlet: str | None = None,
        url: str | None = None,
        language: str = "en",
    ) -> Self:
        """A report from its headline and body."""
        text = f"{title}\n\n{body}" if title and body else title or body
        return cls(
            title=title, published=published, author=author, outlet=outlet, url=url, language=language, text=text
        )

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.title and self.text != self.title and not self.text.startswith(f"{self.title}\n\n"):
            raise ValueError("the text does not begin with the title and a blank line")
        made = report_id(outlet=self.outlet, published=self.published, text=self.text)
        if not self.id:
            self.__dict__["id"] = made
        elif self.id != made:
            raise ValueError(f"the id {self.id} is not that of this outlet, date and text, which is {made}")
        return self

    @property
    def body(self) -> str:
        """The text after headline and blank line."""
        return self.text.removeprefix(self.title).removeprefix("\n\n") if self.title else self.text
