"""Checks that one report decides: sums and parts, shares, directions, and first, last and n times over its own events.

Pure functions. A report never knows that it tells every event, so for counts the best verdict here is "not
contradicted". Comparing uses the policy ``tolerance/1``: half of the place of a number's last non-zero digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import inf

from dragoman.codebook import tolerance
from dragoman.codebook.quantities import Quantities
from dragoman.codebook.tolerance import Interval, interval
from dragoman.model import Check, Claim, Event, Quantity
from dragoman.model.words import Verdict

_HELD = frozenset({"happened", "under_way"})
_NEWS = timedelta(days=7)
"""How old the news of a report may be on the day it is published."""
_WHOLE_SHARE = 100.0
_PERCENT = frozenset({"percent", "%"})


def checks(
    events: Sequence[Event],
    claims: Sequence[Claim],
    quantities: Sequence[Quantity],
    words: Quantities | None = None,
    *,
    published: date | None = None,
) -> list[Check]:
    """The checks of one report. ``words`` gives the words of rise and fall; without it no direction is checked.

    ``published`` tells the report's own news from what it looks back on.
    """
    claim_of = {claim.quantity: claim for claim in claims if claim.quantity is not None and claim.kind != "revision"}
    found = [*_parts(quantities, claim_of), *_sums(quantities, claim_of), *_shares(quantities, claim_of)]
    found += [*_rosters(events, quantities, claim_of)]
    for claim in claims:
        if claim.kind in ("count", "first", "recency"):
            found.append(_over_events(claim, events, published))
        elif claim.kind == "revision" and words is not None:
            found += _direction(claim, quantities, words)
    return found


def shown(figure: Quantity) -> str:
    """A figure for a reason: "~ 2000", ">= 600", "990 to 1650"."""
    return tolerance.shown(figure, figure.words.words)


def _parts(quantities: Sequence[Quantity], claim_of: Mapping[str, Claim]) -> Iterator[Check]:
    """A part is no larger than its whole."""
    by_id = {figure.id: figure for figure in quantities}
    for part in quantities:
        whole = by_id.get(part.part_of or "")
        if whole is None or part.id not in claim_of or _is_share(part) != _is_share(whole):
            continue
        a, b = interval(part), interval(whole)
        if a is None or b is None:
            continue
        fits = a[0] <= b[1]
        why = f"{shown(part)} of {shown(whole)}: the part {'fits' if fits else 'is larger than the whole'}"
        yield Check(
            kind="part_whole", claim=claim_of[part.id].id, claimed=shown(part), record_min=_finite(b[0]),
            record_max=_finite(b[1]), verdict="consistent" if fits else "inconsistent", why=why,
        )  # fmt: skip


def _sums(quantities: Sequence[Quantity], claim_of: Mapping[str, Claim]) -> Iterator[Check]:
    """Two or more parts of one whole: their sum may not pass it, and where it meets it the sum is right.

    A whole may be divided more than once ("two of them children; ten went north, sixteen south"), so a run of
    neighbouring parts that meets the whole is enough.
    """
    for whole in quantities:
        parts = [one for one in quantities if one.part_of == whole.id and _is_share(one) == _is_share(whole)]
        total = interval(whole)
        if len(parts) < 2 or total is None or whole.id not in claim_of:
            continue
        sums = [(run, added) for run in _runs(parts) if (added := _added(run)) is not None]
        meets = next(((run, added) for run, added in sums if added[0] <= total[1] and added[1] >= total[0]), None)
        everything = _added(parts)
        verdict: Verdict
        if meets is not None:
            (run, added), verdict, what = meets, "consistent", "meets"
        elif everything is not None and everything[0] > total[1]:
            run, added, verdict, what = parts, everything, "inconsistent", "is more than"
        else:
            continue  # the parts need not be all of it
        listed = " + ".join(shown(one) for one in run)
        yield Check(
            kind="sum", claim=claim_of[whole.id].id, claimed=shown(whole), record_min=_finite(added[0]),
            record_max=_finite(added[1]), verdict=verdict, why=f"{listed} {what} {shown(whole)}",
        )  # fmt: skip


def _runs(parts: Sequence[Quantity]) -> Iterator[Sequence[Quantity]]:
    """Neighbouring parts, two or more, the longest runs first."""
    for size in range(len(parts), 1, -1):
        for start in range(len(parts) - size + 1):
            yield parts[start : start + size]


def _added(parts: Sequence[Quantity]) -> Interval | None:
    """The sum of some figures as intervals; None where one is vague."""
    bounds = [bound for one in parts if (bound := interval(one)) is not None]
    if len(bounds) < len(parts):
        return None
    return sum(one[0] for one in bounds), sum(one[1] for one in bounds)


def _is_share(figure: Quantity) -> bool:
    return figure.unit in _PERCENT


def _shares(quantities: Sequence[Quantity], claim_of: Mapping[str, Claim]) -> Iterator[Check]:
    """A share of a whole lies between nothing and all of it."""
    for figure in quantities:
        bounds = interval(figure)
        if figure.aggregation != "share" or not _is_share(figure) or bounds is None or figure.id not in claim_of:
            continue
        if bounds[0] > _WHOLE_SHARE:
            yield Check(
                kind="part_whole", claim=claim_of[figure.id].id, claimed=shown(figure), record_min=0,
                record_max=_WHOLE_SHARE, verdict="inconsistent", why=f"a share of {shown(figure)} percent",
            )  # fmt: skip


def _rosters(events: Sequence[Event], quantities: Sequence[Quantity], claim_of: Mapping[str, Claim]) -> Iterator[Check]:
    """No more take part by name than are counted."""
    by_id = {event.id: event for event in events}
    for figure in quantities:
        event, bounds = by_id.get(figure.event or ""), interval(figure)
        if event is None or figure.counted != "attending" or bounds is None or figure.id not in claim_of:
            continue
        named = {one.entity for one in (*event.actors, *event.with_) if one.entity is not None}
        if named:
            more = len(named) > bounds[1]
            yield Check(
                kind="roster", claim=claim_of[figure.id].id, claimed=shown(figure), record_min=len(named),
                verdict="inconsistent" if more else "not contradicted", why=f"{len(named)} are named",
            )  # fmt: skip


def _direction(claim: Claim, quantities: Sequence[Quantity], words: Quantities) -> Iterator[Check]:
    """A jump goes up, a cut goes down."""
    by_id = {figure.id: figure for figure in quantities}
    newer = by_id.get(claim.quantity or "")
    older = by_id.get(newer.revises or "") if newer else None
    said = [
        way for span in claim.content for word in span.words.lower().split()
        if (way := _way(word.strip(".,;:!?\"'"), words))
    ]  # fmt: skip
    if newer is None or older is None or not said:
        return
    a, b = interval(older), interval(newer)
    if a is None or b is None:
        return
    middle = [
        next(one for one in (figure.point, figure.low, figure.high) if one is not None) for figure in (older, newer)
    ]
    fits = middle[1] > middle[0] if said[0] == "up" else middle[1] < middle[0]
    yield Check(
        kind="direction", claim=claim.id, claimed=said[0], verdict="consistent" if fits else "inconsistent",
        why=f"from {shown(older)} to {shown(newer)}",
    )  # fmt: skip


def _way(word: str, words: Quantities) -> str | None:
    """The direction of a word of change, in any of its regular forms."""
    stems = (word, word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("ed"), word.removesuffix("ing"))
    return next((way for stem in stems if (way := words.changes.get(stem))), None)


def _over_events(claim: Claim, events: Sequence[Event], published: date | None) -> Check:
    """A first, last or n-th time against the events of the report itself."""
    told = next((one for one in events if one.id == claim.event), None) or _told_in(claim, events)
    claimed = claim.n if claim.kind == "count" else 0
    if told is None:
        return _unchecked(claim, claimed, "no event is told in these words")
    parties = [one.entity for one in (*told.actors, *told.recipients)]
    if not parties or None in parties:
        return _unchecked(claim, claimed, "not all of those who take part are known")
    alike = [one for one in events if one is not told and _is_alike(one, told, {one for one in parties if one})]
    if claim.kind == "count":
        inside = [one for one in [*alike, told] if one.status in _HELD and _surely_within(one, told)]
        least = max(_distinct(inside), 1 if alike else 0)
        over = claim.n is not None and least > claim.n
        return _check(claim, claimed, least, over, f"{least} told in the report")
    if told.when is None and alike:
        return _unchecked(claim, claimed, "the event has no date")
    if claim.kind == "first":
        others = [one for one in alike if one.when and told.when and _before(one.when.latest, told.when.earliest)]
        return _check(claim, claimed, len(others), bool(others), f"{len(others)} told that came before")
    # "Their last meeting" is the last before the one that the report brings: what happened in the days before it was published is that one.
    news = published - _NEWS if published is not None else date.max
    others = [
        one for one in alike
        if one.when and told.when and one.status in _HELD
        and _before(told.when.latest, one.when.earliest) and _before(one.when.latest, news)
    ]  # fmt: skip
    return _check(claim, claimed, len(others), bool(others), f"{len(others)} told that came after")


def _check(claim: Claim, claimed: int | None, least: int, broken: bool, why: str) -> Check:
    kind = claim.kind if claim.kind in ("count", "first", "recency") else "count"
    verdict = "inconsistent" if broken else "not contradicted"
    return Check.model_validate(
        {"kind": kind, "claim": claim.id, "claimed": claimed, "record_min": least, "verdict": verdict, "why": why}
    )


def _unchecked(claim: Claim, claimed: int | None, why: str) -> Check:
    data = {"kind": claim.kind, "claim": claim.id, "claimed": claimed, "verdict": "cannot be checked", "why": why}
    return Check.model_validate(data)


def _told_in(claim: Claim, events: Sequence[Event]) -> Event | None:
    """The event whose trigger stands in the claim's words, else the last one before them in the sentence."""
    for span in claim.content:
        for event in events:
            if span.start <= event.trigger.start and event.trigger.end <= span.end:
                return event
        around = [one for one in events if one.evidence.start <= span.start and span.end <= one.evidence.end]
        before = [one for one in around if one.trigger.end <= span.start]
        if before:
            return max(before, key=lambda one: one.trigger.end)
    return None


def _is_alike(event: Event, other: Event, parties: set[str]) -> bool:
    """Whether an event that took place is of one type with another, with all the same parties."""
    there = {one.entity for one in (*event.actors, *event.recipients, *event.with_)}
    return event.type == other.type and event.status in _HELD and parties <= there


def _surely_within(event: Event, window: Event) -> bool:
    if event is window or window.when is None:
        return event is not window
    start, end = window.when.earliest, window.when.latest
    if event.when is None:
        return False
    first, last = event.when.earliest, event.when.latest
    return (start is None or (first is not None and first >= start)) and (
        end is None or (last is not None and last <= end)
    )


def _before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other


def _distinct(events: Sequence[Event]) -> int:
    """How many events there are at least: those whose dates do not meet are not one."""
    dated = [
        (one.when.latest, one.when.earliest) for one in events if one.when and one.when.latest and one.when.earliest
    ]
    number, end = 0, date.min
    for latest, earliest in sorted(dated):
        if earliest > end or number == 0:
            number, end = number + 1, latest
    return number


def _finite(number: float) -> float | None:
    return number if number != inf else None
