"""What the rules of the record conclude from the facts of a chain, without a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from chain_checks import checked
from chain_conclusions import BETWEEN_EVENTS, Checked, Conclusions, top
from chain_facts import ChainFacts, codebook, subset
from chain_files import Chain, Entry
from chain_readings import readings

from dragoman.record.copies import Fingerprint, candidates, likeness
from dragoman.record.facts import Figure, Group, Line, Relation, Support, Telling
from dragoman.record.wording import Agencies
from dragoman.record.works import Address, works

if TYPE_CHECKING:
    from dragoman.record.figures import Drawn


class Ruled:
    """The conclusions from facts, in the order in which they stand."""

    copies = False

    def __init__(self, chain: Chain, known: ChainFacts) -> None:
        self.chain = chain
        self.known = known
        self._days: dict[date, Conclusions] = {}

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """By id."""
        return {figure.id: figure for figure in self.known.figures}

    @cached_property
    def tellings(self) -> Mapping[str, Telling]:
        """By id."""
        return {telling.id: telling for telling in self.known.tellings}

    @cached_property
    def _blocks(self) -> dict[str, list[Figure]]:
        from dragoman.record import figures

        blocks: defaultdict[str, list[Figure]] = defaultdict(list)
        for figure in self.known.figures:
            blocks[figures.block(figure)].append(figure)
        return blocks

    @cached_property
    def _drawn(self) -> list[Drawn]:
        from dragoman.record import figures

        return [figures.draw(block, self.known.world, disowned=self.known.tellings) for block in self._blocks.values()]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        return tuple(line for drawn in self._drawn for line in drawn.lines)

    @cached_property
    def alone(self) -> tuple[str, ...]:
        """Figures in no line."""
        return tuple(id_ for drawn in self._drawn for id_ in drawn.alone)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Between figures."""
        return tuple(one for drawn in self._drawn for one in drawn.relations)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Events."""
        from dragoman.record import merge

        return merge.groups(self.known.tellings, self.known.world, decided={})

    @cached_property
    def _tied(self) -> tuple[Relation, ...]:
        from dragoman.record import history

        return history.relations(self.groups, self.known.tellings, self.known.world)

    @cached_property
    def event_relations(self) -> tuple[Relation, ...]:
        """Between events."""
        return tuple(one for one in self._tied if one.type in BETWEEN_EVENTS)

    @cached_property
    def stands(self) -> tuple[Relation, ...]:
        """Denials and admissions of events and figures."""
        of_figures = (one for drawn in self._drawn for one in drawn.stands)
        return (*of_figures, *(one for one in self._tied if one.type not in BETWEEN_EVENTS))

    @cached_property
    def works(self) -> frozenset[frozenset[str]]:
        """The pages of every work of more than one, by their texts."""
        pages = {one.page: one.reading.report for one in readings(self.chain)}
        agencies = Agencies.of(codebook().outlets, codebook().names)
        prints = {page: Fingerprint.of(report.text, agencies) for page, report in pages.items()}
        links = [
            (*pair, kind) for pair in candidates(prints) if (kind := likeness(*(prints[one] for one in pair)).kind)
        ]
        found = works([Address(page, report.outlet, report.published) for page, report in pages.items()], links)
        return frozenset(frozenset(one.report for one in work.members) for work in found if len(work.members) > 1)

    def support(self, kind: str, about: str) -> Support:
        """Who stands behind a figure or an event."""
        if kind == "figure":
            from dragoman.record import figures

            block = next(block for block in self._blocks.values() if any(figure.id == about for figure in block))
            return figures.support(about, block, self.known.world)
        from dragoman.record import history

        group = next(group for group in self.groups if about in group.tellings)
        return history.support(group, self.known.tellings, self.known.world)

    def check(self, entry: Entry) -> Checked:
        """What comes of one entry of ``checks``."""
        return checked(self.chain, self.known, self, entry)

    def at(self, day: date) -> Conclusions:
        """What could be known as published by a day."""
        if day not in self._days:
            self._days[day] = Ruled(self.chain, subset(self.known, day))
        return self._days[day]

    def voice(self, entity: str) -> str:
        """The topmost controller of an entity."""
        return top(entity, self.known.world)
