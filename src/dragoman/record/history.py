"""What merged events have to do with each other, who denies or admits them, and who stands behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dragoman.record import stands, voices
from dragoman.record.facts import Group, Relation, Support, Telling, World
from dragoman.record.merge import candidates
from dragoman.record.pairs import WHY, is_part, pair
from dragoman.record.summary import by_publication
from dragoman.record.tellings import DEEDS, PLANS


def relations(groups: Sequence[Group], tellings: Iterable[Telling], world: World) -> tuple[Relation, ...]:
    """What events have to do with each other, and who denies or admits them.

    ``part_of`` (what was done on a visit), ``member_of`` (one of several told at once) and ``taken_up_again`` (a plan called off, and the first new start)
    lead from event to event; ``denies`` and ``admits`` from the telling to the event, ``since`` the day of publication, ``until`` the day on which
    the same voice said otherwise.
    """
    told = {one.id: one for one in tellings}
    found = [*_between(groups, told, world)]
    for group in groups:
        members = [told[one] for one in group.tellings if one in told and told[one].page.counts]
        found += _stands(group, stands.stances(members, world), world)
    return tuple(sorted(found, key=lambda one: (one.type, one.left, one.right)))


def _between(groups: Sequence[Group], told: dict[str, Telling], world: World) -> list[Relation]:
    of = {id_: group for group in groups for id_ in group.tellings}
    own = sorted((told[id_] for id_ in of if id_ in told and told[id_].page.counts), key=by_publication)
    ties: dict[tuple[str, str, str], str] = {}
    anew: defaultdict[str, set[str]] = defaultdict(set)
    for at, other in candidates(own, world):
        left, right = own[at], own[other]
        one, two = of[left.id], of[right.id]
        if one.id == two.id:
            continue
        rule = pair(left, right, world).rule
        if rule == "set":
            part, whole = (two, one) if left.is_set else (one, two)
            # What was called off is none of those that took place.
            if not (part.status == "cancelled" and whole.status in DEEDS):
                ties["member_of", part.id, whole.id] = rule
        elif rule == "part":
            part, whole = (two, one) if is_part(right, left, world) else (one, two)
            ties["part_of", part.id, whole.id] = rule
        elif rule in ("M5", "M6"):
            off, new = (one, two) if left.status == "cancelled" else (two, one)
            if off.status == "cancelled":
                anew[off.id].add(new.id)
                ties.setdefault(("taken_up_again", off.id, new.id), rule)
    for off_id, starts in anew.items():
        first = min(starts, key=lambda id_: by_publication(told[id_]))
        for other_id in starts - {first}:
            del ties["taken_up_again", off_id, other_id]
    return [
        Relation(type=type_, left=left_id, right=right_id, rule=rule, why=WHY[rule])
        for (type_, left_id, right_id), rule in ties.items()
    ]


def _stands(group: Group, found: Sequence[stands.Stance], world: World) -> list[Relation]:
    denials = [one for one in found if one.denies and not one.holder.guessed]
    asserted = any(not one.denies for one in found)
    drawn = {
        (type_, one.telling.id): Relation(
            type=type_,
            left=one.telling.id,
            right=group.id,
            rule=rule,
            since=one.day,
            until=one.until,
            why=f"until {one.ended_by}" if one.ended_by else "",
        )
        for type_, rule, stances in (
            ("denies", "R14", denials if asserted else []),
            ("admits", "R12", stands.admissions(found, world)),
        )
        for one in stances
    }
    return list(drawn.values())


def support(group: Group, tellings: Iterable[Telling], world: World) -> Support:
    """Who asserts an event as it stands: its present type and status. ``tellings`` may be more than those of the event.

    Everybody who tells it is a page; only those with a name are voices, and one controller is one voice however many speak for it.
    """
    told = [one for one in sorted(tellings, key=by_publication) if one.id in set(group.tellings)]
    own = [one for one in told if one.page.counts]
    found = stands.stances(own, world)
    stale = {one for one, _ in group.stale}
    behind = [
        one
        for one in stands.standing(found, denies=False)
        if one.sure and one.telling.id not in stale and _tells_as_it_stands(one.telling, group, world)
    ]
    works = {one.telling.page.work for one in behind}
    pages = {one.telling.page.report for one in behind}
    pages |= {
        one.page.report
        for one in told
        if not one.page.counts and one.page.work in works and _tells_as_it_stands(one, group, world)
    }
    origins = {one.holder.entities for one in behind if one.named}
    against = [one for one in stands.standing(found, denies=True) if one.named]
    admitted = [one for one in stands.admissions(found, world) if one.until is None]
    return Support(
        voices=voices.count(origins, world),
        works=len(works),
        pages=len(pages),
        origins=tuple(sorted({who for origin in origins for who in origin})),
        against=_topmost(against, world),
        admitted_by=_topmost(admitted, world),
        reports=tuple(sorted(pages)),
    )


def _tells_as_it_stands(one: Telling, group: Group, world: World) -> bool:
    families = world.families.get(group.type, frozenset())
    same = one.type == group.type or bool(families & world.families.get(one.type, frozenset()))
    return same and any(one.status in stage and group.status in stage for stage in (PLANS, DEEDS, {one.status}))


def _topmost(found: Iterable[stands.Stance], world: World) -> tuple[str, ...]:
    """Those who speak, without those for whom somebody above them speaks too."""
    who = {entity for one in found for entity in one.holder.entities}
    return tuple(sorted(one for one in who if who.isdisjoint(voices.chain_of_command(one, world)[1:])))
