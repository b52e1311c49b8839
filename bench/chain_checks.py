"""The checks of a chain: its claims as the record is asked about them, and what comes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from chain_conclusions import Checked, Conclusions, States
from chain_facts import ChainFacts, Maker
from chain_files import Chain, Entry, number, texts

from dragoman.record.checks import Asked, check
from dragoman.record.coverage import MEETINGS, VISITS, Coverage
from dragoman.record.facts import Group, Telling
from dragoman.record.figures import check_sum

_VISITS = re.compile(r"(.+) visits (.+)")


def checked(chain: Chain, known: ChainFacts, found: Conclusions, entry: Entry) -> Checked:
    """What comes of one entry of ``checks``, by what was concluded as published by its day."""
    claim = entry["claim"]
    if claim["kind"] in ("sum", "part_whole"):
        parts = [found.figures[id_] for id_ in texts(claim.get("parts") or claim.get("part"))]
        result = check_sum(parts, found.figures[claim["whole"]], known.world)
        return Checked(result.verdict, why=result.why)
    if claim["kind"] == "direction":
        return _direction(claim, found)
    verdict = check(
        asked(chain, known, found, entry),
        found.groups,
        found.tellings,
        known.world,
        as_published=date.fromisoformat(entry["as_published"]),
        coverage=[
            coverage(chain, known, one) for one in chain["coverage"] if one["id"] in texts(entry.get("coverage"))
        ],
        relations=(*found.event_relations, *found.stands),
    )
    return Checked(verdict.verdict, verdict.record_min, verdict.record_max, verdict.why)


def _direction(claim: Entry, found: Conclusions) -> Checked:
    states = States(found)
    wanted = states.tie("revised_by", claim["from"], claim["to"])
    drawn = [one.direction for one in found.relations if states.tie(one.type, one.left, one.right) == wanted]
    if not drawn:
        return Checked("cannot be checked", why="no revision is drawn between the two")
    return Checked("consistent" if drawn[0] == claim["direction"] else "inconsistent", why=f"drawn {drawn[0]}")


def asked(chain: Chain, known: ChainFacts, found: Conclusions, entry: Entry) -> Asked:
    """The claim of an entry of ``checks`` as the record is asked about it."""
    claim, about = entry["claim"], entry.get("about")
    of, named = claim.get("of") or MEETINGS, texts(claim.get("parties"))
    what = claim.get("what", "")
    marks: tuple[tuple[str, str], ...] = ()
    if visit := _VISITS.fullmatch(what):
        of, named = VISITS, (visit[1], visit[2])
    elif what:
        of, marks = _act(known.tellings, what)
    elif not named:
        named = chain.talks
    return Asked(
        claim["kind"],
        of=of,
        parties=parties(chain, known, named),
        place=claim.get("place") or None,
        marks=marks,
        n=int(claim["n"]) if claim.get("n") else None,
        op=claim.get("op") or "=",
        window=claim.get("window") or (f"../{about}" if about else None),
        event=_event(chain, found.groups, claim.get("event", "")),
        before=claim.get("before") or None,
        last=claim.get("last") or None,
        none_in=claim.get("none_in") or None,
        years=number(claim.get("years")),
        months=number(claim.get("months")),
        weeks=number(claim.get("weeks")),
        days=number(claim.get("days")),
        from_=claim.get("from") or None,
        to=claim.get("to") or None,
        what=what,
    )


def parties(chain: Chain, known: ChainFacts, names: Iterable[str]) -> tuple[str, ...]:
    """Ids of those whom a chain names; an office stays words."""
    maker, found = Maker(chain), []
    for name in names:
        who = maker.who(name)
        found.append(known.ids.get(name) or (name if who.kind == "thing" else who.id))
    return tuple(found)


def coverage(chain: Chain, known: ChainFacts, one: Entry) -> Coverage:
    """A statement that a record is complete."""
    return Coverage(
        id=one["id"],
        of=one["of"],
        parties=parties(chain, known, texts(one.get("parties"))),
        window=one["window"],
        as_published=date.fromisoformat(one["as_published"]),
        by=one["by"],
        place=one.get("place") or None,
        complete=one.get("complete", "yes") == "yes",
    )


def _act(tellings: Iterable[Telling], what: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Type and marks of the tellings whose marks share a long word with some words."""
    words = {word for word in re.findall(r"\w+", what.casefold()) if len(word) > 4}
    told = [
        (telling.type, mark) for telling in tellings for mark in telling.marks if words & {*mark[1].casefold().split()}
    ]
    types = sorted({type_ for type_, _ in told})
    return types[0] if types else what, tuple(sorted({mark for _, mark in told}))


def _event(chain: Chain, groups: Iterable[Group], name: str) -> str | None:
    """The id of the drawn event that a chain calls so."""
    members = next((group["tellings"] for group in chain["groups"] if group["id"] == name), ())
    return next((group.id for group in groups for id_ in members if id_ in group.tellings), None)
