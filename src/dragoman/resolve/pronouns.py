"""Pronouns: who "he", "its", "they" or "the two" is, by agreement, recency and the preference for subjects.

After Lappin and Leass (1994) and the centering tradition, with weights set by hand: each earlier candidate of the right kind in
this sentence or the three before it gets a score, and the best one wins; a thing that is no entity may win too, and then nobody is meant.
Plurals may also mean several that were named together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dragoman.extract.mentions import Mention
from dragoman.resolve.names import Draft

_WINDOW = 3
_PERSONAL = {
    "he": "Masc", "him": "Masc", "his": "Masc", "himself": "Masc", "she": "Fem", "her": "Fem", "hers": "Fem", "herself": "Fem",
}  # fmt: skip
_NEUTER = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
_PEOPLE = frozenset({"person", "group"})
_BODIES = frozenset({"country", "organization", "outlet"})

Fits = Callable[[Draft], bool]
Target = tuple[str, ...]
"""One entity, or the several that a plural means."""


def antecedents(
    mentions: Sequence[Mention],
    known: Mapping[int, str],
    drafts: Mapping[str, Draft],
    adopt: Callable[[int], str | None],
) -> dict[int, Target]:
    """Return whom each pronoun means where the text decides it, by number of the mention.

    `adopt` makes an entity of unnamed people that a pronoun was found to mean: "the protesters".
    """
    search = _Search(mentions, dict(known), drafts, adopt)
    links: dict[int, Target] = {}
    for number, mention in enumerate(mentions):
        if number in known or mention.person in {"1", "2"}:
            continue
        target = search.of(number, mention)
        if target:
            links[number] = target
            if len(target) == 1:
                search.known[number] = target[0]
            else:
                search.several[number] = target
    return links


class _Search:
    """The candidates of one report, with what earlier pronouns were found to mean."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        known: dict[int, str],
        drafts: Mapping[str, Draft],
        adopt: Callable[[int], str | None],
    ) -> None:
        self.mentions = mentions
        self.adopt = adopt
        self.known = known
        self.several: dict[int, Target] = {}
        self.drafts = drafts
        self.genders = {id_: d.gender for id_, d in drafts.items()}

    def of(self, number: int, mention: Mention) -> Target:
        """Return whom one mention means; nobody where it is no pronoun or nothing fits."""
        word = mention.head.words.lower()
        pronoun = mention.kind in {"pronoun", "possessive"}
        if pronoun and word in _PERSONAL:
            gender = _PERSONAL[word]
            target = self._best(
                number, lambda d: d.kind == "person" and self.genders.get(d.id, "") in {"", gender}, things=False
            )
            for id_ in target:
                self.genders[id_] = self.genders.get(id_) or gender
            return target
        if pronoun and word in _NEUTER:
            return self._best(number, lambda d: d.kind in _BODIES, things=not mention.speaks)
        if pronoun and word in _PLURAL:
            return self._best(number, lambda d: d.kind in _BODIES | {"group"}, things=not mention.speaks, plural=True)
        if (
            mention.counted
            and (mention.definite or mention.counted in _PLURAL)
            and mention.name is None
            and not mention.places
            and mention.owner is None
            and mention.possessor is None
            and (mention.counted == word or mention.number == "Plur")
        ):
            return self._named_together(number, mention)
        return ()

    def _best(self, number: int, fits: Fits, *, things: bool, plural: bool = False) -> Target:
        pronoun = self.mentions[number]
        best: tuple[float, Target, int | None] = (float("-inf"), (), None)
        for other in self._before(number):
            candidate = self.mentions[other]
            weight = _salience(pronoun, candidate)
            if plural:
                for together in self._together(other):
                    if weight + 0.6 > best[0]:
                        best = (weight + 0.6, together, None)
            meant = self._meant(other, fits, things=things, plural=plural)
            if meant is None or _coarguments(pronoun, candidate):
                continue
            target, unnamed, penalty = meant
            if weight - penalty > best[0]:
                best = (weight - penalty, target, unnamed)
        made = self.adopt(best[2]) if best[2] is not None else None
        return (made,) if made is not None else best[1]

    def _meant(self, number: int, fits: Fits, *, things: bool, plural: bool) -> tuple[Target, int | None, float] | None:
        """Return what a candidate stands for, itself if it is unnamed people, and what it costs; None where it does not fit."""
        candidate = self.mentions[number]
        if number in self.several:
            return (self.several[number], None, 0.0) if plural else None
        entity = self.drafts.get(self.known.get(number, ""))
        if entity is not None:
            bodies = plural and entity.kind in _BODIES and candidate.number != "Plur"
            return ((entity.id,), None, 2.0 if bodies else 0.0) if fits(entity) else None
        if candidate.kind != "nominal" or not _agrees(candidate, plural=plural):
            return None
        if plural and candidate.denotes & _PEOPLE:
            return (), number, 0.0
        return ((), None, 0.0) if things else None

    def _before(self, number: int) -> Iterator[int]:
        """Yield the numbers of the mentions that a pronoun may mean."""
        pronoun = self.mentions[number]
        for other in range(number):
            candidate = self.mentions[other]
            if pronoun.sentence - candidate.sentence > _WINDOW or candidate.kind == "adjective":
                continue
            around = candidate.span.start <= pronoun.span.start < candidate.span.end
            if around and (pronoun.kind != "possessive" or candidate.head.start > pronoun.head.start):
                continue
            yield other

    def _together(self, number: int) -> Iterator[Target]:
        """Yield the entities that are named together: joined by *and*, or subject and object of one clause."""
        mention = self.mentions[number]
        spans = {(s.start, s.end) for s in mention.joined}
        if spans:
            ids = [
                self.known[n]
                for n, m in enumerate(self.mentions)
                if n in self.known and (m.span.start, m.span.end) in spans
            ]
            if len(ids) == len(spans) and len(set(ids)) > 1:
                yield tuple(dict.fromkeys(ids))
        if mention.possessor is not None:
            # "his meetings with her": whoever owns the act and whoever it is done with
            owner = next(
                (self.known[n] for n, m in enumerate(self.mentions) if n in self.known and m.span == mention.possessor),
                None,
            )
            partner = next(
                (
                    self.known[n]
                    for n in range(number, min(number + 3, len(self.mentions)))
                    if n in self.known and self.mentions[n].preposition == "with"
                ),
                None,
            )
            if owner and partner and owner != partner:
                yield (owner, partner)
        if mention.subject and not spans and number in self.known:
            one = self.drafts[self.known[number]]
            for n, m in enumerate(self.mentions):
                beside = (
                    n in self.known
                    and m.clause == mention.clause
                    and (m.relation in {"obj", "iobj"} or m.preposition == "with")
                    and m.sentence == mention.sentence
                )
                if (
                    beside
                    and self.drafts[self.known[n]].kind == one.kind
                    and one.kind in {"person", "country"}
                    and self.known[n] != one.id
                ):
                    yield (one.id, self.known[n])

    def _named_together(self, number: int, mention: Mention) -> Target:
        """Return the last named together before "the two", "the two sides", as many as the number says."""
        size = {"two": 2, "both": 2, "three": 3, "four": 4, "2": 2, "3": 3}.get(mention.counted)
        for other in reversed(list(self._before(number))):
            groups = [*self._together(other), *([self.several[other]] if other in self.several else [])]
            for together in groups:
                people = all(self.drafts[id_].kind == "person" for id_ in together)
                if len(together) == size and ("person" not in mention.denotes or people):
                    return together
        return ()


def _agrees(candidate: Mention, *, plural: bool) -> bool:
    if candidate.relation in {"obl:unmarked", "nmod:unmarked", "compound"} or candidate.label in {"DATE", "TIME"}:
        return False
    return (candidate.number == "Plur") == plural


def _coarguments(pronoun: Mention, candidate: Mention) -> bool:
    """Tell whether both are arguments of one verb, where a plain pronoun cannot mean the other."""
    if pronoun.kind == "possessive" or pronoun.head.words.lower().endswith(("self", "selves")):
        return False
    return pronoun.clause == candidate.clause and not pronoun.subject and candidate.subject


def _salience(pronoun: Mention, candidate: Mention) -> float:
    weight = {0: 3.0, 1: 2.0, 2: 0.5, 3: 0.0}[pronoun.sentence - candidate.sentence]
    if candidate.subject:
        weight += 1.6
    elif candidate.relation in {"obj", "iobj"}:
        weight += 0.5
    elif candidate.relation in {"nmod", "compound", "nmod:poss", "appos"}:
        weight -= 0.6
    if pronoun.subject and candidate.subject:
        weight += 0.4
    if pronoun.speaks and candidate.speaks:
        weight += 0.4
    if candidate.name is not None or candidate.kind == "pronoun":
        weight += 0.5
    if pronoun.quoted != candidate.quoted and not candidate.subject:
        weight -= 0.5
    if candidate.speaks and not candidate.quoted and pronoun.quoted:
        weight -= 2.5  # who speaks of himself says "I"
    elif (
        candidate.speaks
        and candidate.sentence == pronoun.sentence
        and not pronoun.subject
        and pronoun.kind == "pronoun"
    ):
        weight -= 1.5
    return weight - (pronoun.position - candidate.position) / 200
