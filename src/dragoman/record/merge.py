"""From tellings to merged events: which belong together, in any order of loading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from dragoman.record.facts import Group, Telling, World
from dragoman.record.keys import keys
from dragoman.record.pairs import Pair, pair
from dragoman.record.summary import by_publication, summarize
from dragoman.record.tellings import view

__all__ = ["Pair", "candidates", "groups", "keys", "pair"]


def groups(
    tellings: Iterable[Telling],
    world: World,
    *,
    decided: Mapping[frozenset[str], bool],
    newest: date | None = None,
) -> tuple[Group, ...]:
    """The merged events that some tellings make.

    Pairs are joined by strength, then the nearer measured values, then the nearer publication, then by id; a pair joins two groups only if no member of one
    vetoes a member of the other. Groups that only unsure pairs tie are one, marked as a guess, where nothing among them has a veto. ``decided`` holds
    what people said of pairs of tellings, by their ids: true joins against a veto, false keeps apart. A telling on a copy or an older version of a page
    joins the event of its counterpart on the page that counts, and changes nothing. ``newest`` is the day of the newest page of the record, by
    which plans are overdue; without it that of the newest of the tellings.
    """
    told = {one.id: one for one in sorted(tellings, key=by_publication)}
    repeated = _copies(told.values())
    own = [one for one in told.values() if one.id not in repeated and one.page.counts]
    said = {
        frozenset(repeated.get(one, one) for one in ids): joined for ids, joined in sorted(decided.items(), key=_first)
    }
    grouping = _Grouping(own, world, said)
    copies = defaultdict(list)
    for copy, original in repeated.items():
        copies[original].append(told[copy])
    newest = newest or max((one.page.published for one in own if one.page.published), default=None)
    return tuple(
        summarize(
            members, world, copies=[copy for one in members for copy in copies[one.id]], guessed=guessed, newest=newest
        )
        for members, guessed in grouping.found()
    )


def _first(decision: tuple[frozenset[str], bool]) -> tuple[list[str], bool]:
    return sorted(decision[0]), decision[1]


def candidates(tellings: Sequence[Telling], world: World) -> list[tuple[int, int]]:
    """The pairs of tellings, by their places in the sequence, of which one seeks a key of the other."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(tellings):
        for key in keys(one, world).own:
            found[key].append(at)
    return sorted(
        {
            (left, right)
            for right, one in enumerate(tellings)
            for key in keys(one, world).sought
            for left in found.get(key, ())
            if left < right
        }
    )


def _copies(tellings: Iterable[Telling]) -> dict[str, str]:
    """Each telling of a copy to its counterpart on the page that counts. One without a counterpart was edited in, and is no telling of an event."""
    works: defaultdict[str, list[Telling]] = defaultdict(list)
    for one in tellings:
        works[one.page.work].append(one)
    found = {}
    for pages in works.values():
        own = [one for one in pages if one.page.counts]
        for copy in pages:
            fits = [one for one in own if (one.type, one.status) == (copy.type, copy.status)]
            if not copy.page.counts and fits:
                found[copy.id] = min(fits, key=_unlike(copy)).id
    return found


def _unlike(copy: Telling) -> Callable[[Telling], tuple[object, ...]]:
    return lambda one: (
        one.trigger != copy.trigger, one.actors != copy.actors, one.edtf != copy.edtf, abs(one.start - copy.start), one.id
    )  # fmt: skip


class _Grouping:
    """Joins tellings, each by its place in a sequence that is sorted."""

    def __init__(self, tellings: Sequence[Telling], world: World, decided: Mapping[frozenset[str], bool]) -> None:
        self.tellings, self.world, self.decided = tellings, world, decided
        self.group = list(range(len(tellings)))
        self.members = {at: [at] for at in self.group}
        self.guessed: set[int] = set()
        self._pairs: dict[tuple[int, int], Pair] = {}

    def found(self) -> list[tuple[list[Telling], bool]]:
        """The members of each group, and whether a guess holds it together."""
        places = {one.id: at for at, one in enumerate(self.tellings)}
        for ids, joined in self.decided.items():
            known = sorted(places[one] for one in ids if one in places)
            if joined and len(known) == 2 and not self._kept_apart(known[0], known[1]):
                self._join(known[0], known[1])
        unsure = self._join_sure()
        self._join_guesses(unsure)
        return [
            ([self.tellings[at] for at in members], group in self.guessed)
            for group, members in sorted(self.members.items(), key=lambda item: item[1])
        ]

    def _pair(self, left: int, right: int) -> Pair:
        key = (left, right) if left < right else (right, left)
        found = self._pairs.get(key)
        if found is None:
            found = self._pairs[key] = pair(self.tellings[left], self.tellings[right], self.world)
        return found

    def _join_sure(self) -> list[tuple[int, int]]:
        """Join what is positive, and give back the unsure pairs."""
        sure: list[tuple[Pair, int, int]] = []
        unsure = []
        for left, right in candidates(self.tellings, self.world):
            found = self._pair(left, right)
            if found.answer == "positive":
                sure.append((found, left, right))
            elif found.answer == "unsure":
                unsure.append((left, right))
        sure.sort(key=lambda one: (-one[0].strength, one[0].measured, one[0].days, one[1], one[2]))
        again = [one for one in sure if one[0].rule == "d"]
        for found, left, right in sure:
            if found.rule != "d":
                self._join_if_none_vetoes(left, right)
        self._join_headlines([one for one in again if self._is_lead(one[1], one[2])])
        self._join_mentions([one for one in again if not self._is_lead(one[1], one[2])])
        return unsure

    def _join_if_none_vetoes(self, left: int, right: int) -> None:
        if self.group[left] != self.group[right] and not self._vetoed(left, right):
            self._join(left, right)

    def _in_text_order(self, left: int, right: int) -> tuple[int, int]:
        first, later = sorted((left, right), key=lambda at: (self.tellings[at].start, at))
        return first, later

    def _is_lead(self, left: int, right: int) -> bool:
        first, later = self._in_text_order(left, right)
        return self.tellings[first].position == "headline" and self.tellings[later].position == "lead"

    def _join_headlines(self, pairs: Sequence[tuple[Pair, int, int]]) -> None:
        """Headline and lead, one to one: two acts in one headline stay two."""
        told: set[int] = set()
        for _, left, right in sorted(pairs, key=lambda one: not self._alike(one[1], one[2])):
            if not told & {left, right}:
                told |= {left, right}
                self._join_if_none_vetoes(left, right)

    def _join_mentions(self, pairs: Sequence[tuple[Pair, int, int]]) -> None:
        """Mentions, in the order of the text: of the nearest act that the same word names; one that says nothing more, of the only act that it can mean."""
        before: defaultdict[int, list[int]] = defaultdict(list)
        for _, left, right in pairs:
            first, mention = self._in_text_order(left, right)
            before[mention].append(first)
        for mention in sorted(before, key=lambda at: (self.tellings[at].page.report, self.tellings[at].start, at)):
            nearest = sorted(before[mention], key=lambda at: (-self.tellings[at].start, at))
            free = [at for at in nearest if not self._vetoed(at, mention)]
            alike = [at for at in free if self._alike(at, mention)]
            told = self.tellings[mention]
            says_nothing_more = not (told.actors or told.recipients or told.with_ or told.marks)
            if alike:
                self._join(alike[0], mention)
            elif says_nothing_more and len({self.group[at] for at in free}) == 1:
                self._join(free[0], mention)

    def _alike(self, left: int, right: int) -> bool:
        """Whether one word names both."""
        one, other = (view(self.tellings[at], self.world) for at in (left, right))
        return bool(one.words & other.words)

    def _join_guesses(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Join groups that unsure pairs tie, where one only fits."""
        tied: defaultdict[int, set[int]] = defaultdict(set)
        for left, right in pairs:
            one, other = self.group[left], self.group[right]
            if one != other and other not in tied[one] and not self._vetoed(left, right):
                tied[one].add(other)
                tied[other].add(one)
        kept: defaultdict[int, set[int]] = defaultdict(set)
        for one, others in tied.items():
            for other in others:
                if not self._rivals(other, others) and not self._rivals(one, tied[other]):
                    kept[one].add(other)
        seen: set[int] = set()
        for start in sorted(kept):
            if start in seen:
                continue
            together = _reached(start, kept)
            seen |= together
            first, *rest = sorted(together)
            if any(self._rivals(one, together) for one in together):
                continue
            for other in rest:
                self._join(first, other)
            self.guessed.add(self.group[first])

    def _rivals(self, one: int, others: Iterable[int]) -> bool:
        """Whether one of some groups vetoes another."""
        return any(other != one and self._vetoed(other, one) for other in others)

    def _vetoed(self, left: int, right: int) -> bool:
        return any(
            self._apart(one, other)
            for one in self.members[self.group[left]]
            for other in self.members[self.group[right]]
        )

    def _apart(self, left: int, right: int) -> bool:
        said = self._decided(left, right)
        return self._pair(left, right).answer == "veto" if said is None else not said

    def _kept_apart(self, left: int, right: int) -> bool:
        return any(
            self._decided(one, other) is False
            for one in self.members[self.group[left]]
            for other in self.members[self.group[right]]
        )

    def _decided(self, left: int, right: int) -> bool | None:
        if not self.decided:
            return None
        return self.decided.get(frozenset((self.tellings[left].id, self.tellings[right].id)))

    def _join(self, left: int, right: int) -> None:
        one, other = sorted((self.group[left], self.group[right]))
        if one == other:
            return
        moved = self.members.pop(other)
        for at in moved:
            self.group[at] = one
        self.members[one] = sorted([*self.members[one], *moved])


def _reached(start: int, tied: Mapping[int, set[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        for other in tied[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
