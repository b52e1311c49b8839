"""What an addition changes: new, confirmed, revised, contradicted, stale, denied, carried out; with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dragoman.record import history
from dragoman.record.draw_events import Redrawn
from dragoman.record.draw_figures import Block
from dragoman.record.facts import Figure, Group, Relation, Telling, World

Kind = Literal[
    "new", "confirmed", "revised", "contradicted", "stale", "denied", "admitted", "withdrawn", "carried out", "called off",
    "copy", "version", "re-read", "known", "inconsistent",
]  # fmt: skip
"""``known`` says that nothing changed: the reading was there."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an addition, a judgement or a correction changed."""

    kind: Kind
    report: str
    """The id of the report that brought it."""
    subject: str
    """What it is about: the id of a report, a merged event or a figure."""
    title: str = ""
    """In one line: what the report, the event or the count is."""
    before: str = ""
    """Words of what was held before; empty where nothing was."""
    after: str = ""
    """Words of what is held now."""
    why: str = ""
    at: str = ""
    """When the record learned it, ISO 8601 in UTC."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """For a new report: how many events, claims and figures it brought."""


def of_events(
    redrawn: Redrawn, before: Mapping[str, Before], report: str, own: frozenset[str], world: World
) -> Iterator[Change]:
    """What became of merged events. ``before`` knows the events that held the same tellings, ``own`` are the new tellings."""
    for group in redrawn.after.values():
        new = [redrawn.tellings[one] for one in group.tellings if one in own]
        if not new:
            continue
        old = [before[one] for one in group.tellings if one in before]
        title, words = headline(group, world), new[0].trigger
        if not old:
            continue  # the report's own news is counted with the report
        was = old[0]
        if group.status != was.status and group.status in ("happened", "under_way", "cancelled"):
            kind: Kind = "called off" if group.status == "cancelled" else "carried out"
            yield Change(kind, report, group.id, title, was.words, words, f"{was.status} → {group.status}")
            continue
        support = history.support(group, list(redrawn.tellings.values()), world)
        if support.voices > max(one.voices for one in old):
            yield Change(
                "confirmed",
                report,
                group.id,
                title,
                was.words,
                words,
                f"{support.voices} independent voices, {was.voices} before",
            )
    for stand in redrawn.relations:
        if (
            stand.left in own
            and stand.type in ("denies", "admits")
            and (stand.type, stand.left, stand.right) not in redrawn.gone
        ):
            group, telling = redrawn.after[stand.right], redrawn.tellings[stand.left]
            if len(group.tellings) > 1:
                yield Change(
                    "denied" if stand.type == "denies" else "admitted",
                    report,
                    group.id,
                    headline(group, world),
                    "",
                    telling.trigger,
                    stand.why,
                )


@dataclass(frozen=True, slots=True)
class Before:
    """What an event was before tellings were added."""

    event: str
    status: str
    voices: int
    words: str


def of_figures(block: Block, own: frozenset[str], report: str, world: World) -> Iterator[Change]:
    """What became of a block of figures."""
    for one in block.new:
        if not {one.left, one.right} <= block.known.keys() | {one.left if one.type == "denies" else one.right}:
            continue  # tied to a figure that is not in this scope
        if one.type == "revised_by" and one.right in own:
            yield _figures("revised", block.known, one, report, world, old=one.left, new=one.right)
        elif one.type == "contradicts" and (one.left in own or one.right in own):
            old, new = (one.right, one.left) if one.left in own else (one.left, one.right)
            yield _figures("contradicted", block.known, one, report, world, old=old, new=new)
        elif one.type == "repeats_stale" and one.left in own:
            yield _figures("stale", block.known, one, report, world, old=one.newer or one.right, new=one.left)
        elif one.type == "corroborates" and (one.left in own or one.right in own):
            old, new = (one.right, one.left) if one.left in own else (one.left, one.right)
            yield _figures("confirmed", block.known, one, report, world, old=old, new=new)
        elif one.type == "denies" and one.right in block.known:
            figure = block.known[one.right]
            yield Change("withdrawn", report, figure.id, counted(figure, world), figure.words, "", one.why)


def _figures(
    kind: Kind, figures: Mapping[str, Figure], relation: Relation, report: str, world: World, *, old: str, new: str
) -> Change:
    before, after = figures[old], figures[new]
    return Change(kind, report, new, counted(after, world), told(before), told(after), relation.why or relation.rule)


def told(figure: Figure) -> str:
    """A figure with who says it: "about 2,000", National Intelligence Service."""
    who = "the outlet" if figure.holder.voice == "author" else figure.holder.words or "a source without a name"
    day = figure.page.published
    return f"{figure.words}, {who}{_on(day)}"


def counted(figure: Figure, world: World) -> str:
    """What a figure counts: killed, north korean soldiers, Derna."""
    what = world.names.get(figure.population, figure.population)
    return ", ".join(filter(None, (figure.counted, what, figure.place.name if figure.place else None)))


def headline(group: Group, world: World) -> str:
    """A merged event in one line: CONSULT visit, Ana Bell → Kalt, 2025-03-02, happened."""
    who = [" and ".join(world.names.get(one, one) for one in side) for side in (group.actors, group.recipients)]
    sides = " → ".join(side for side in who if side)
    kind = " ".join(filter(None, (group.type, group.mode)))
    where = group.place.name if group.place else None
    return ", ".join(filter(None, (kind, sides, where, " or ".join(group.when), group.status)))


def change_line(change: Change) -> str:
    """A change on one line: what it is about, the words before and after, and why.

    >>> change_line(Change("revised", "r1", "q1", "killed, people", before="19, the ministry", after="31, the ministry", why="L2"))
    'killed, people: 19, the ministry → 31, the ministry (L2)'
    """
    told = (
        " → ".join(filter(None, (change.before, change.after)))
        if change.kind not in ("copy", "version")
        else f"of {change.before}"
    )
    counts = ", ".join(f"{number} {what}" for what, number in change.counts.items())
    head = change.title or "(no title)"
    return f"{head}{f': {told}' if told else ''}{f' ({change.why})' if change.why else ''}{f' · {counts}' if counts else ''}"


def before_of(groups: Iterable[tuple[Group, Mapping[str, Telling], World]]) -> dict[str, Before]:
    """What events were, by each of their tellings."""
    found: dict[str, Before] = {}
    for group, tellings, world in groups:
        support = history.support(group, list(tellings.values()), world)
        was = Before(group.id, group.status, support.voices, tellings[group.tellings[0]].trigger)
        found |= dict.fromkeys(group.tellings, was)
    return found


def _on(day: date | None) -> str:
    return f" ({day.isoformat()})" if day else ""
