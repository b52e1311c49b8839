"""Measure how well copies are found: changed copies of real pages among other real pages, and the versions of pages that were revised.

    python bench/copies.py FOLDER              FOLDER holds corpora, unpacked or as .tar.xz
    python bench/copies.py FOLDER --tune       try thresholds on the other half of the pages
    python bench/copies.py FOLDER --floors     fail where a limit of FLOORS is missed

Pages are split in halves by a hash of their id; thresholds are chosen on one half and measured on the other. In a half, five hundred originals get
copies until there are three thousand pages: another headline, cut to the first half or to three fifths, another agency's dateline and credit, three
sentences left out, and combinations of these. All other pairs of pages should not be found; many are formulaic (greetings, schedules, yearly
letters). A page all of whose sentences stand in another one counts as its copy, whatever the archives say of the two.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import json
import re
import sys
import tarfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random

from dragoman.codebook import Codebook
from dragoman.record import copies
from dragoman.record.copies import Fingerprint, candidates, likeness
from dragoman.record.wording import Agencies
from dragoman.record.works import Address, canonical_url, versions, works

ORIGINALS = 500
PAGES = 3000
FLOORS = {"precision": 0.99, "recall": 0.95}
SHORTEST_ORIGINAL = 120
"""Words in the body, so that half of it is long enough to be looked for in a longer text."""
WIRES = [
    ("Reuters", "(Reporting by {}; Editing by {})"),
    ("AFP", "© 2021 AFP"),
    ("AP", ""),
    ("dpa", "dpa"),
    ("Xinhua", "Source: Xinhua"),
]
PLACES = ["GENEVA, May 3", "NAIROBI, Kenya", "PARIS", "Seoul, 4 June", "BEIRUT"]
PEOPLE = ["A. Bell", "Jo Carter", "Mina Okafor", "Lars Dahl"]


@dataclass(frozen=True)
class Page:
    """A page of a corpus, or a changed copy of one."""

    id: str
    title: str
    body: str
    url: str = ""
    published: date | None = None
    version: int = 1
    original: str = ""
    """The id of the page that it was made from; its own for a real page."""
    change: str = ""
    bare: str = ""
    """The body without a credit that was put to it."""

    @property
    def text(self) -> str:
        """Headline, blank line, body."""
        return f"{self.title}\n\n{self.body}"


def file_of(folder: Path, corpus: str, name: str) -> str:
    """The text of a file of a corpus, from its folder or its archive."""
    if (folder / corpus / name).is_file():
        return (folder / corpus / name).read_text("utf-8")
    archive = folder / f"{corpus}.tar.xz"
    if not archive.is_file():
        raise SystemExit(f"neither {folder / corpus} nor {archive} is there")
    with tarfile.open(archive) as packed:
        member = packed.extractfile(f"{corpus}/{name}")
        if member is None:
            raise SystemExit(f"{archive} has no {name}")
        return member.read().decode("utf-8")


def visible(markup: str) -> str:
    """The words of an HTML fragment, one paragraph a line."""
    broken = re.sub(r"</(?:p|div|h\d|li|tr)\b[^>]*>|<br\b[^>]*>", "\n", markup)
    lines = html.unescape(re.sub(r"<[^>]+>", "", broken)).split("\n")
    return "\n\n".join(" ".join(line.split()) for line in lines if line.strip())


def unwrapped(text: str) -> str:
    """A text whose lines were broken at a width, one paragraph a line."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def releases(folder: Path) -> list[Page]:
    """All versions of all items of the feed of press releases."""
    found = []
    for line in file_of(folder, "state-dept-2021", "items.jsonl").splitlines():
        item = json.loads(line)
        day = parsedate_to_datetime(item["pubDate"]).date()
        body = visible(item["content_html"])
        found.append(Page(item["guid"], item["title"], body, item["link"], day, item["version"], item["guid"]))
    return found


def real_pages(folder: Path) -> list[Page]:
    """One page for each release (its first version), news report and statement."""
    found = [page for page in releases(folder) if page.version == 1]
    for row in csv.DictReader(io.StringIO(file_of(folder, "wikinews-2019", "articles.csv"))):
        body = unwrapped(row["text"].partition("\n")[2])
        found.append(Page(row["url"], row["title"], body, row["url"], original=row["url"]))
    for line in file_of(folder, "white-house", "statements.jsonl").splitlines():
        item = json.loads(line)
        body = unwrapped(re.sub(r"[*\\]", "", item["text"]))
        found.append(Page(item["id"], item["title"], body, item["url"], original=item["id"]))
    return found


def sentences(body: str) -> list[list[str]]:
    """Paragraphs as sentences."""
    return [re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", part) for part in body.split("\n\n")]


def joined(parts: Sequence[Sequence[str]]) -> str:
    """The body of paragraphs of sentences."""
    return "\n\n".join(" ".join(part) for part in parts if part)


def cut(share: float) -> Callable[[Page, Random, Sequence[Page]], Page]:
    """Keep sentences from the beginning until a share of the words is reached."""

    def change(page: Page, _: Random, __: Sequence[Page]) -> Page:
        wanted, kept = share * len(page.body.split()), list[list[str]]()
        for part in sentences(page.body):
            kept.append([])
            for sentence in part:
                if wanted > 0:
                    kept[-1].append(sentence)
                    wanted -= len(sentence.split())
        return replace(page, body=joined(kept))

    return change


def headline(page: Page, chance: Random, pages: Sequence[Page]) -> Page:
    """Put the headline of another page."""
    return replace(page, title=chance.choice(pages).title)


def credit(page: Page, chance: Random, _: Sequence[Page]) -> Page:
    """Put dateline and credit of an agency; what the original has of these is its own."""
    wire, end = chance.choice(WIRES)
    body = f"{chance.choice(PLACES)} ({wire}) {chance.choice('-–—')} {page.body}"
    signed = end.format(*chance.sample(PEOPLE, 2))
    return replace(page, body=f"{body}\n\n{signed}" if signed else body)


def drop(page: Page, chance: Random, _: Sequence[Page]) -> Page:
    """Leave three sentences out."""
    parts = sentences(page.body)
    places = [(n, m) for n, part in enumerate(parts) for m, sentence in enumerate(part) if len(sentence.split()) > 3]
    gone = set(chance.sample(places, min(3, len(places))))
    return replace(
        page, body=joined([[one for m, one in enumerate(part) if (n, m) not in gone] for n, part in enumerate(parts)])
    )


CHANGES: dict[str, list[Callable[[Page, Random, Sequence[Page]], Page]]] = {
    "headline": [headline],
    "first half": [cut(0.5)],
    "first 60 %": [cut(0.6)],
    "agency": [credit],
    "three sentences": [drop],
    "headline, agency": [headline, credit],
    "headline, half, agency": [headline, cut(0.5), credit],
    "headline, 60 %, three": [headline, cut(0.6), drop],
    "headline, agency, three": [headline, drop, credit],
}


def half_of(pages: Sequence[Page], number: int) -> list[Page]:
    """The pages whose id's hash is even or odd, by that hash."""
    hashed = sorted((sha256(page.id.encode()).hexdigest(), page) for page in pages)
    return [page for digest, page in hashed if int(digest, 16) % 2 == number]


def with_copies(pages: Sequence[Page], wanted: int, originals: int) -> list[Page]:
    """Pages and changed copies of some of them, as many as wanted altogether; each kind of change as often as any other."""
    chosen = [page for page in pages if len(page.body.split()) >= SHORTEST_ORIGINAL][:originals]
    if len(chosen) < originals:
        raise SystemExit(f"only {len(chosen)} pages are long enough to be copied")
    made = []
    kinds = list(CHANGES)
    for number in range(wanted - len(pages)):
        page, kind = chosen[number % originals], kinds[(number % originals + number // originals) % len(kinds)]
        chance = Random(f"{page.id} {kind}")  # noqa: S311
        copy = page
        for change in CHANGES[kind]:
            copy = change(copy, chance, pages)
            copy = copy if change is credit else replace(copy, bare=copy.body)
        made.append(replace(copy, id=f"{page.id} copy {number // originals}", change=kind))
    return [*pages, *made]


@dataclass(frozen=True)
class Outcome:
    """What was found among some pages."""

    right: int
    same: int
    """Of these, pairs that were not made: each sentence of the shorter page stands in the longer as well."""
    found: int
    by_change: Mapping[str, tuple[int, int]]
    """For each kind of change: copies tied to their original, and copies made."""
    placed: int
    """Copies that stand in one work with their original."""
    false_pairs: Sequence[tuple[str, str, str]]
    compared: int
    stored: float
    """Stored hashes a page."""
    seconds: float

    @property
    def precision(self) -> float:
        """Of the pairs found, the share of those that are copies."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of the copies made, the share of those tied to their original."""
        tied, made = (sum(counts) for counts in zip(*self.by_change.values(), strict=True))
        return tied / made if made else 1.0


def measure(pages: Sequence[Page], agencies: Agencies) -> Outcome:
    """Find copies among pages and compare with what was made."""
    start = time.perf_counter()
    prints = {page.id: Fingerprint.of(page.text, agencies) for page in pages}
    pairs = candidates(prints)
    found = {pair: like for pair in pairs if (like := likeness(prints[pair[0]], prints[pair[1]])).kind == "copy"}
    seconds = time.perf_counter() - start
    by_id = {page.id: page for page in pages}
    told = {
        page.id: {" ".join(one.split()) for part in sentences(page.bare or page.body) for one in part} for page in pages
    }
    right = {
        (left, right)
        for left, right in found
        if by_id[left].original == by_id[right].original or told[left] <= told[right] or told[right] <= told[left]
    }
    same = sum(by_id[left].original != by_id[right].original for left, right in right)
    by_change: dict[str, tuple[int, int]] = {}
    group = {
        m.report: work.id
        for work in works(map(Address, by_id), [(*pair, "copy") for pair in found])
        for m in work.members
    }
    placed = 0
    for page in pages:
        if page.change:
            tied, made = by_change.get(page.change, (0, 0))
            pair = (min(page.id, page.original), max(page.id, page.original))
            by_change[page.change] = (tied + (pair in found), made + 1)
            placed += group[page.id] == group[page.original]
    wrong = [
        (by_id[left].title, by_id[right].title, found[left, right].why) for left, right in sorted(found.keys() - right)
    ]
    stored = sum(len(one.sketch) for one in prints.values()) / max(len(prints), 1)
    return Outcome(len(right), same, len(found), by_change, placed, wrong, len(pairs), stored, seconds)


def revisions(folder: Path, agencies: Agencies) -> Iterator[str]:
    """What is found of the versions of press releases."""
    items: dict[str, list[Page]] = defaultdict(list)
    everything = releases(folder)
    for page in everything:
        items[page.id].append(page)
    several = {guid: sorted(told, key=lambda one: one.version) for guid, told in items.items() if len(told) > 1}
    rows = {f"{page.id} {page.version}": page for page in everything}
    links = versions(
        Address(id_, "state-dept", page.published, (canonical_url(page.url),)) for id_, page in rows.items()
    )
    tied = {frozenset((left, right)) for left, right, _ in links}
    kinds: Counter[str] = Counter()
    steps = [(a, b) for told in several.values() for a, b in pairwise(told)]
    changed = [(a, b) for a, b in steps if a.text.split() != b.text.split()]
    for a, b in changed:
        like = likeness(Fingerprint.of(a.text, agencies), Fingerprint.of(b.text, agencies))
        kinds["same wording" if like.why == "same wording" else like.kind or "neither"] += 1
    by_address = sum(frozenset((f"{a.id} {a.version}", f"{b.id} {b.version}")) in tied for a, b in steps)
    across = sum(rows[left].id != rows[right].id for left, right, _ in links)
    yield f"press releases with more than one version: {len(several)}, steps between versions: {len(steps)}, of visible text: {len(changed)}"
    yield f"  by address: {by_address} of {len(steps)} steps; links between different items: {across}"
    yield f"  by text, of {len(changed)} changed: " + ", ".join(
        f"{kind} {number}" for kind, number in kinds.most_common()
    )


def table(outcome: Outcome) -> Iterator[str]:
    """The figures as lines."""
    made = sum(number for _, number in outcome.by_change.values())
    yield f"{'change':28}{'copies':>8}{'found':>8}{'recall':>8}"
    for kind, (tied, number) in sorted(outcome.by_change.items()):
        yield f"{kind:28}{number:8}{tied:8}{tied / number:8.3f}"
    yield f"{'all, tied to the original':28}{made:8}{round(outcome.recall * made):8}{outcome.recall:8.3f}"
    yield f"{'in one work with it':28}{made:8}{outcome.placed:8}{outcome.placed / made:8.3f}"
    yield f"pairs called copies: {outcome.found}, right: {outcome.right} ({outcome.same} not made), precision {outcome.precision:.4f}"
    yield f"pairs compared: {outcome.compared}, stored hashes a page: {outcome.stored:.0f}, seconds: {outcome.seconds:.1f}"
    for left, right, why in outcome.false_pairs[:10]:
        yield f"  wrong: {left[:60]!r} and {right[:60]!r}: {why}"


def tune(pages: Sequence[Page], agencies: Agencies) -> Iterator[str]:
    """Precision and recall for other thresholds than those of the code."""
    names = ("COPY", "PART", "WINDOW", "SHARE")
    kept: dict[str, float] = {name: getattr(copies, name) for name in names}
    tried: list[dict[str, float]] = [
        {},
        {"COPY": 0.7},
        {"COPY": 0.9},
        {"PART": 0.8},
        {"PART": 0.9},
        {"WINDOW": 8},
        {"WINDOW": 32},
        {"SHARE": 0.4},
    ]
    yield "".join(f"{name:>10}" for name in (*names, "precision", "recall", "compared", "stored"))
    for change in tried:
        for name in names:
            setattr(copies, name, change.get(name, kept[name]))
        got = measure(pages, agencies)
        values = "".join(f"{getattr(copies, name):10}" for name in names)
        yield f"{values}{got.precision:10.4f}{got.recall:10.3f}{got.compared:10}{got.stored:10.0f}"
    for name, value in kept.items():
        setattr(copies, name, value)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="corpora, as folders or as .tar.xz")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--originals", type=int, default=ORIGINALS)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    codebook = Codebook.load()
    agencies = Agencies.of(codebook.outlets, codebook.names)
    half = half_of(real_pages(options.folder), 0 if options.tune else 1)
    pages = with_copies(half, options.pages, options.originals)
    print(f"{len(pages)} pages: {len(half)} real, {options.originals} of them with copies", flush=True)
    if options.tune:
        for line in tune(pages, agencies):
            print(line, flush=True)
        return
    outcome = measure(pages, agencies)
    print(*table(outcome), *revisions(options.folder, agencies), sep="\n")
    missed = [name for name, floor in FLOORS.items() if getattr(outcome, name) < floor]
    if options.floors and missed:
        sys.exit(f"under the floor: {', '.join(missed)}")


if __name__ == "__main__":
    main()
