"""Which reports are one text: the links of a new report to those that are there, and the works that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Connection, delete, func, or_, select

from dragoman.record import schema
from dragoman.record.copies import Fingerprint, likeness, needed
from dragoman.record.rebuild import chunks, day
from dragoman.record.wording import Agencies, credited
from dragoman.record.works import Address, Link, versions, works


def link_report(connection: Connection, number: int, report: str, print_: Fingerprint, agencies: Agencies) -> bool:
    """Find the copies of a new report among all that are there, and keep what says so; whether there is any."""
    if sketch := sketched(number, print_):
        connection.execute(schema.into(schema.sketch), sketch)
    if rows := list(links(connection, number, report, print_, agencies)):
        connection.execute(schema.into(schema.report_link), rows)
    return bool(rows)


def new_work(connection: Connection, report: str) -> None:
    """A report that nothing ties to another is a work of its own."""
    connection.execute(schema.into(schema.work), {"report": report, "work": report, "part": "original", "counts": 1})


def shares_address(connection: Connection, canonical: str, report: int) -> bool:
    """Whether another report stood at an address."""
    a = schema.address.c
    return (
        connection.execute(select(a.report).where(a.canonical_url == canonical, a.report != report)).first() is not None
    )


def sketched(number: int, print_: Fingerprint) -> list[dict[str, int]]:
    """The hashes by which a report is found, as they are stored."""
    return [{"hash": one, "report": number, "size": len(print_.sketch)} for one in print_.sketch]


def links(
    connection: Connection, number: int, report: str, print_: Fingerprint, agencies: Agencies
) -> Iterator[dict[str, str]]:
    """What ties a report to others, as it is stored."""
    for other, text in _alike(connection, number, print_.sketch):
        found = likeness(print_, Fingerprint.of(text, agencies))
        if found.kind is not None:
            left, right = sorted((report, other))
            yield {
                "left": left, "right": right, "kind": found.kind, "rule": "copies/1", "why": found.why,
                "answer": "positive" if found.kind == "copy" else "unsure",
            }  # fmt: skip


def _alike(connection: Connection, number: int, sketch: tuple[int, ...]) -> list[tuple[str, str]]:
    """Ids and texts of the reports that are worth comparing."""
    s, r = schema.sketch.c, schema.report.c
    shared: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for chunk in chunks(sketch):
        told = (
            select(s.report, func.count(), func.max(s.size))
            .where(s.hash.in_(chunk), s.report != number)
            .group_by(s.report)
        )
        for other, count, size in connection.execute(told):
            shared[other] = shared.get(other, 0) + count
            sizes[other] = size
    wanted = sorted(one for one, count in shared.items() if count >= needed(len(sketch), sizes[one]))
    found: list[tuple[str, str]] = []
    for chunk in chunks(wanted):
        found += [
            (row.id, row.text) for row in connection.execute(select(r.id, r.text).where(r.n.in_(chunk)).order_by(r.id))
        ]
    return found


def redraw_works(
    connection: Connection, reports: Iterable[str], agencies: Agencies, apart: Iterable[frozenset[str]] = ()
) -> set[str]:
    """Draw the works of some reports again; returns every report whose work or part in it is another than before."""
    pages, links = gathered(connection, reports, agencies)
    w = schema.work.c
    ids = [page.report for page in pages]
    before = {
        row.report: (row.work, row.part, bool(row.counts))
        for chunk in chunks(ids)
        for row in connection.execute(select(schema.work).where(w.report.in_(chunk)))
    }
    after = {
        member.report: (one.id, member.part, member.counts)
        for one in works(pages, links, apart=frozenset(apart))
        for member in one.members
    }
    other = {one for one, now in after.items() if before.get(one) != now}
    for chunk in chunks(sorted(other)):
        connection.execute(delete(schema.work).where(w.report.in_(chunk)))
        connection.execute(
            schema.into(schema.work),
            [
                {"report": one, "work": after[one][0], "part": after[one][1], "counts": int(after[one][2])}
                for one in chunk
            ],
        )
    return other


def works_among(
    connection: Connection, allowed: Callable[[str], bool], agencies: Agencies, apart: Iterable[frozenset[str]] = ()
) -> dict[str, tuple[str, bool]]:
    """Work and whether it counts, of the reports that share a work, as far as some reports alone show it.

    Fewer reports have fewer links, so what was one work of several among them is within one of the works of today.
    """
    w = schema.work.c
    shared = select(w.work).group_by(w.work).having(func.count() > 1)
    there = {one for one in connection.execute(select(w.report).where(w.work.in_(shared))).scalars() if allowed(one)}
    if not there:
        return {}
    pages, links = gathered(connection, there, agencies)
    pages = [page for page in pages if page.report in there]
    links = [link for link in links if link[2] != "version"] + list(versions(pages))
    return {
        member.report: (one.id, member.counts)
        for one in works(pages, links, apart=frozenset(apart))
        for member in one.members
    }


def gathered(connection: Connection, reports: Iterable[str], agencies: Agencies) -> tuple[list[Address], list[Link]]:
    """Everything that copies, addresses and further copies tie to some reports: the pages, and the links between them."""
    link, r, a = schema.report_link.c, schema.report.c, schema.address.c
    found: dict[str, Address] = {}
    copies: set[Link] = set()
    wanted = set(reports)
    asked = set[str]()
    while wanted:
        asked |= wanted
        ids = sorted(wanted)
        told = [
            row
            for chunk in chunks(ids)
            for row in connection.execute(select(r.n, r.id, r.outlet, r.published, r.text).where(r.id.in_(chunk)))
        ]
        urls: dict[int, list[str]] = {}
        for chunk in chunks([row.n for row in told]):
            for number, url in connection.execute(
                select(a.report, a.canonical_url).where(a.report.in_(chunk)).order_by(a.canonical_url)
            ):
                urls.setdefault(number, []).append(url)
        ties = [
            (left, right, kind)
            for chunk in chunks(ids)
            for left, right, kind in connection.execute(
                select(link.left, link.right, link.kind).where(
                    link.answer == "positive", or_(link.left.in_(chunk), link.right.in_(chunk))
                )
            )
        ]
        copies.update(ties)
        tied = {one for left, right, _ in ties for one in (left, right)}
        for row in told:
            found[row.id] = Address(
                report=row.id, outlet=agencies.outlet(row.outlet), published=day(row.published), urls=tuple(urls.get(row.n, ())),
                credits=credited(row.text, agencies) if row.id in tied else (),
            )  # fmt: skip
        there = sorted({url for these in urls.values() for url in these})
        neighbours = {
            one
            for chunk in chunks(there)
            for one in connection.execute(
                select(r.id).join(schema.address, a.report == r.n).where(a.canonical_url.in_(chunk))
            ).scalars()
        }
        wanted = (tied | neighbours) - asked
    pages = sorted(found.values(), key=lambda page: page.report)
    return pages, sorted(copies | set(versions(pages)))
