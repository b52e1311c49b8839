"""From links between reports to works; one spelling for the addresses of a page; what changed between its versions.

A work is what copy and version links hold together. Which of its reports is the original, and which one counts, follows from outlets, dates and ids
alone, so the same reports and links give the same works in any order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from dragoman.model import Span

from .wording import plain

Part = Literal["original", "copy", "version"]
Link = tuple[str, str, str]
"""The ids of two reports and the kind of a positive link: ``copy`` or ``version``; links of other kinds join nothing."""
_JOINS = frozenset({"copy", "version"})
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "at_", "hsa_", "guce_", "_hs")
_TRACKING = frozenset(
    {
        "fbclid", "gclid", "gclsrc", "dclid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "gbraid", "wbraid",
        "srsltid", "mc_cid", "mc_eid", "mkt_tok", "ref_src", "ref_url", "_ga", "_gl", "guccounter", "cmpid", "icid", "ncid",
        "ocid", "s_cid", "smid", "smtyp", "spm", "xtor", "amp", "outputtype",
    }
)  # fmt: skip
"""Parameters that say how a reader came to a page, and those that ask for its AMP form."""
_AMP_CACHE = re.compile(r"(?:(?:[^/]+\.)?cdn\.ampproject\.org/[a-z]|(?:www\.)?google\.[a-z.]+/amp)/(?:s/)?(.+)")
_AMP_PATH = re.compile(r"\A(?:/amp(?=/|\Z))+|(?:/amp|/)+\Z|\.amp(?=(?:\.html?)?/*\Z)", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_SENTENCE_END = re.compile(
    r"""(?<![.!?…])[.!?…]{1,9}["'”’»)\]]{0,3}(?=\s+["'“‘«(\[]{0,3}(?![a-z])\w)|[。！？]["'”’」』)]{0,3}|\n"""
)
_SHORT_FORM = re.compile(r"(?:\b[A-Z][a-z]{0,2}|\b(?:\w\.)+\w)\.\Z")
_LIKE = 0.5
_AHEAD = 20


@dataclass(frozen=True, slots=True)
class Address:
    """What works are drawn from: a report, who published it when, and where."""

    report: str
    outlet: str | None = None
    published: date | None = None
    urls: tuple[str, ...] = ()
    """Its addresses, as `canonical_url` gives them."""
    credits: tuple[str, ...] = ()
    """The ids of the agencies that it credits, as `dragoman.record.wording.credited` gives them."""


@dataclass(frozen=True, slots=True)
class Member:
    """A report of a work."""

    report: str
    part: Part
    counts: bool
    """Whether its entries are those of the work: true for one member, the newest version of the original's page."""


@dataclass(frozen=True, slots=True)
class Work:
    """Reports that are one text: an original, its copies, and the versions of its page."""

    id: str
    """The id of the original."""
    members: tuple[Member, ...]
    """Sorted by publication and id; the original is among them."""
    newest: str
    """The id of the report that counts."""


def versions(pages: Iterable[Address]) -> tuple[Link, ...]:
    """The links between reports that stood at one address of one outlet, sorted; each is tied to the next in time.

    An outlet that is not known agrees with any.

    >>> one = Address("r1", "oru-times", date(2025, 3, 1), ("https://orutimes.example/a",))
    >>> two = Address("r2", "oru-times", date(2025, 3, 2), ("https://orutimes.example/a",))
    >>> versions([two, one])
    (('r1', 'r2', 'version'),)
    """
    there: dict[str, dict[str, Address]] = defaultdict(dict)
    for page in pages:
        for url in page.urls:
            there[url][page.report] = page
    found = set()
    for reports in there.values():
        known: list[str | None] = [*sorted({page.outlet for page in reports.values() if page.outlet is not None})]
        for outlet in known or [None]:
            same = sorted((page for page in reports.values() if page.outlet in (outlet, None)), key=_when)
            found |= {(left.report, right.report, "version") for left, right in pairwise(same)}
    return tuple(sorted(found))


def works(
    pages: Iterable[Address], links: Iterable[Link], *, apart: Collection[frozenset[str]] = ()
) -> tuple[Work, ...]:
    """The works that positive links make of reports, sorted by id; a report without a link is a work of its own.

    The original is the earliest report of the agency that most of the others credit, if it is there, else the earliest of all; one without a date
    comes last, and ids decide between those of one day. What counts is the newest version of the original's page. ``apart`` are pairs of reports
    that a person found to be two works: no chain of links joins them. Links to reports that are not among ``pages`` are passed over.

    >>> pages = [Address("r1", "daily", date(2025, 3, 2)), Address("r2", "wire", date(2025, 3, 2), credits=()), Address("r3")]
    >>> [(work.id, [member.part for member in work.members]) for work in works(pages, [("r1", "r2", "copy")])]
    [('r1', ['original', 'copy']), ('r3', ['original'])]
    """
    known = {page.report: page for page in pages}
    joining = sorted(
        {(*sorted(pair), kind) for *pair, kind in links if kind in _JOINS and known.keys() >= set(pair)},
        key=lambda link: (link[2] != "version", link),
    )
    groups = _joined(known, [(left, right) for left, right, _ in joining], apart)
    same_page = [(left, right) for left, right, kind in joining if kind == "version"]
    of_page = {report: group for group in _joined(known, same_page, apart) for report in group}
    return tuple(sorted((_work([known[one] for one in group], of_page) for group in groups), key=lambda work: work.id))


def _work(members: Sequence[Address], of_page: Mapping[str, frozenset[str]]) -> Work:
    ordered = sorted(members, key=_when)
    original = _original(ordered)
    page = of_page[original.report]
    newest = max(
        (one for one in ordered if one.report in page), key=lambda one: (one.published or date.min, one.report)
    )

    def part(report: str) -> Part:
        return "original" if report == original.report else "version" if report in page else "copy"

    told = tuple(Member(one.report, part(one.report), one is newest) for one in ordered)
    return Work(original.report, told, newest.report)


def _original(ordered: Sequence[Address]) -> Address:
    outlets = {one.outlet for one in ordered}
    credited = Counter(agency for one in ordered for agency in set(one.credits) if agency in outlets - {one.outlet})
    if not credited:
        return ordered[0]
    agency = min(credited, key=lambda one: (-credited[one], one))
    return next(one for one in ordered if one.outlet == agency)


def _when(page: Address) -> tuple[date, str]:
    return page.published or date.max, page.report


def _joined(
    reports: Iterable[str], pairs: Iterable[tuple[str, str]], apart: Collection[frozenset[str]]
) -> list[frozenset[str]]:
    """The groups that pairs make of reports; a pair that would put two in one group that are to stay apart is passed over."""
    group = {report: {report} for report in reports}
    kept_from: dict[str, set[str]] = defaultdict(set)
    for one in apart:
        for report in one:
            kept_from[report] |= one - {report}
    for left, right in pairs:
        small, large = sorted((group[left], group[right]), key=len)
        if small is large or any(kept_from[report] & large for report in small if report in kept_from):
            continue
        large |= small
        group.update(dict.fromkeys(small, large))
    return [frozenset(one) for one in {id(one): one for one in group.values()}.values()]


def canonical_url(url: str) -> str:
    """One spelling for the addresses of one page; what is no address of the web comes back as it is, without blanks around it.

    Scheme ``https``, host in small letters and without ``www.``, no usual port, user or fragment, no parameters of tracking, the others sorted by
    name, no slash at the end; AMP forms become the page's own. Escapes are those of RFC 3986.

    >>> canonical_url("http://www.Example.org/news/a/?utm_source=x&id=3#top")
    'https://example.org/news/a?id=3'
    >>> canonical_url("https://amp.example.org/news/a/amp/"), canonical_url("https://cdn.ampproject.org/c/s/example.org/b.amp.html")
    ('https://example.org/news/a', 'https://example.org/b.html')
    """
    told = url.strip()
    try:
        parts = urlsplit(told)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return told
    if parts.scheme not in {"http", "https"} or not host:
        return told
    if inner := _AMP_CACHE.fullmatch(host + parts.path):
        return canonical_url(f"https://{inner[1]}{'?' + parts.query if parts.query else ''}")
    while host.startswith(("www.", "amp.")) and "." in host[4:]:
        host = host[4:]
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~", errors="surrogatepass")
    path = _ESCAPE.sub(lambda found: _unescaped(found[0]), path)
    while (shorter := _AMP_PATH.sub("", path)) != path:
        path = shorter
    asked = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name.lower())
    ]
    query = urlencode(sorted(asked, key=lambda pair: pair[0]), errors="surrogatepass")
    where = f"[{host}]" if ":" in host else host
    return f"https://{where}{'' if port in {None, 80, 443} else f':{port}'}{path}{'?' + query if query else ''}"


def _tracks(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _unescaped(escape: str) -> str:
    sign = chr(int(escape[1:], 16))
    return sign if sign in _UNRESERVED else escape.upper()


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that one of two versions has, or has in other words."""

    kind: Literal["added", "dropped", "changed"]
    old: Span | None
    """In the older text; null for what was added."""
    new: Span | None
    """In the newer text; null for what was dropped."""


def changes(old: str, new: str) -> tuple[Change, ...]:
    """The sentences that differ between two texts, in the order of the newer; how quotes, dashes and blanks are set does not count.

    >>> [(one.kind, str(one.old), str(one.new)) for one in changes("Two died. It rained.", "Three died. It rained.")]
    [('changed', 'Two died.', 'Three died.')]
    """
    before, after = _sentences(old), _sentences(new)
    keys = [plain(str(one)) for one in before], [plain(str(one)) for one in after]
    found = []
    for what, start, end, other, other_end in SequenceMatcher(None, *keys).get_opcodes():
        if what != "equal":
            found += _paired(before[start:end], after[other:other_end])
    return tuple(found)


def _sentences(text: str) -> list[Span]:
    """The sentences by their form, without blanks at their edges; a full stop after a short word with a capital ends none."""
    ends = [
        end.end()
        for end in _SENTENCE_END.finditer(text)
        if end[0] != "." or not _SHORT_FORM.search(text, max(end.end() - 12, 0), end.end())
    ]
    found = []
    for start, end in pairwise(sorted({0, *ends, len(text)})):
        words = text[start:end].strip()
        if words:
            first = text.index(words, start)
            found.append(Span.of(text, first, first + len(words)))
    return found


def _paired(old: Sequence[Span], new: Sequence[Span]) -> list[Change]:
    """What became of a run of sentences: those alike by half of their words are one that changed."""
    bags = [frozenset(plain(str(one)).casefold().split()) for one in old]
    found: list[Change] = []
    at = 0
    for sentence in new:
        words = frozenset(plain(str(sentence)).casefold().split())
        near = range(at, min(at + _AHEAD, len(old)))
        likest = max(near, key=lambda n: (_shared(bags[n], words), -n), default=None)
        if likest is None or _shared(bags[likest], words) < _LIKE:
            found.append(Change("added", None, sentence))
            continue
        found += [Change("dropped", one, None) for one in old[at:likest]]
        found.append(Change("changed", old[likest], sentence))
        at = likest + 1
    return [*found, *(Change("dropped", one, None) for one in old[at:])]


def _shared(left: Collection[str], right: Collection[str]) -> float:
    """Words in common as a share of the mean number of words (Dice)."""
    return 2 * sum(word in right for word in left) / max(len(left) + len(right), 1)
