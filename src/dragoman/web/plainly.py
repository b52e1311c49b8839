"""Plain English for the codes of entries, for templates: ``say.certainty("PR+")``. Codes are shown beside the words, never instead of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fastapi import Request
from starlette.responses import Response

from dragoman.model import Attribution, Entity, Participant, Quantity
from dragoman.web.pages import number, page

CERTAINTY: Mapping[str, str] = {
    "CT+": "as certain", "PR+": "as probable", "PS+": "as possible", "CT-": "as certainly not so", "PR-": "as probably not so",
    "PS-": "as possibly not so", "CTu": "knows whether, does not tell", "Uu": "takes nothing on",
}  # fmt: skip
SIGNS: Mapping[str, str] = {
    "=": "",
    "~": "about ",
    ">=": "at least ",
    ">": "more than ",
    "<=": "at most ",
    "<": "fewer than ",
}
CLAIMS: Mapping[str, str] = {
    "event": "something done", "plan": "a plan", "commitment": "a promise", "quantity": "a figure", "count": "how many times", "first": "a first time",
    "recency": "a last time", "revision": "a changed figure", "attribute": "what somebody is", "relation": "how two are related",
    "statement_act": "that somebody spoke", "evaluation": "an opinion",
}  # fmt: skip
RELATIONS: Mapping[str, str] = {
    "revised_by": "revised by", "restates": "says again", "repeats_stale": "tells an old number as new", "contradicts": "contradicts",
    "corroborates": "independently says the same as", "part_of": "part of", "added_to": "comes on top of", "member_of": "one of",
    "taken_up_again": "taken up again as", "denies": "denied", "admits": "admitted", "corrects": "corrected",
}  # fmt: skip
GOOD = frozenset(
    {
        "happened",
        "under_way",
        "accepted",
        "consistent",
        "confirmed",
        "carried out",
        "admitted",
        "corroborates",
        "admits",
    }
)
BAD = frozenset(
    {
        "denied",
        "cancelled",
        "rejected",
        "inconsistent",
        "contradicted",
        "withdrawn",
        "called off",
        "contradicts",
        "denies",
    }
)
AHEAD = frozenset({"planned", "promised", "threatened", "hypothetical", "attempted"})
DOUBT = frozenset(
    {
        "unsure",
        "stale",
        "contested",
        "not contradicted",
        "cannot be checked",
        "repeats_stale",
        "corrected",
        "revised",
        "revised_by",
    }
)
BASIS: Mapping[str, str] = {
    "stated": "written out", "anchored": "counted from the day of publication", "derived": "taken from another event", "policy": "set by a policy",
    "report": "no later than the report",
}  # fmt: skip


class Say:
    """What templates say of codes."""

    claims, relations = CLAIMS, RELATIONS

    @staticmethod
    def certainty(code: str) -> str:
        """How surely somebody says it."""
        return CERTAINTY.get(code, code)

    @staticmethod
    def basis(code: str | None) -> str:
        """Why a date is what it is."""
        return BASIS.get(code or "", code or "")

    @staticmethod
    def plain(code: str | None) -> str:
        """A code of words joined by underscores.

        >>> Say.plain("under_way")
        'under way'
        """
        return (code or "").replace("_", " ")

    @staticmethod
    def tone(code: str) -> str:
        """The class of a tag: good, bad, doubt, planned, or nothing."""
        tones = (("good", GOOD), ("bad", BAD), ("planned", AHEAD), ("doubt", DOUBT))
        return next((tone for tone, codes in tones if code in codes), "")

    @staticmethod
    def amount(figure: Quantity) -> str:
        """What a figure's words assert: at least 31, 8,000 to 10,000, several."""
        if figure.op == "range":
            return f"{number(figure.low)} to {number(figure.high)}"
        value = next((one for one in (figure.point, figure.low, figure.high) if one is not None), None)
        return "several" if value is None else SIGNS.get(figure.op, "") + number(value)

    @staticmethod
    def several(n: int, one: str, more: str | None = None) -> str:
        """A number of things.

        >>> Say.several(1, "page"), Say.several(2000, "page"), Say.several(2, "copy", "copies")
        ('1 page', '2,000 pages', '2 copies')
        """
        return f"{number(n)} {one if n == 1 else more or one + 's'}"

    @staticmethod
    def who(links: Iterable[Attribution], names: Mapping[str, Entity]) -> str:
        """Who says so, innermost last: "lawmaker, citing National Intelligence Service"."""
        return " › ".join(source(link, names) for link in links) or "the report itself"

    @staticmethod
    def party(one: Participant, names: Mapping[str, Entity]) -> str:
        """A participant's name, else the words."""
        known = names.get(one.entity or "")
        return known.name if known is not None else one.words.words

    @staticmethod
    def source(link: Attribution, names: Mapping[str, Entity]) -> str:
        """One link of a chain."""
        return source(link, names)


def source(link: Attribution, names: Mapping[str, Entity]) -> str:
    """Who speaks in a link: a name, else the words, else that nobody is named."""
    known = names.get(link.source.entity or "")
    if known is not None:
        return known.name
    if link.source.words is not None:
        return link.source.words.words
    return link.source.descriptor or "somebody who is not named"


def draw(request: Request, template: str, *, status: int = 200, htmx: bool = False, **context: object) -> Response:
    """A page whose template may say codes in plain words."""
    return page(request, template, status=status, htmx=htmx, say=Say(), **context)
