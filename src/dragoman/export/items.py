"""An event as the field's formats see it: one type after folding, parties in a row, one stretch of days, one place.

A merged event takes its words from its main telling; parties that only other tellings name come after those of the main one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dragoman.codebook import Act, Codebook
from dragoman.errors import SettingsError
from dragoman.export.about import About
from dragoman.export.options import DatePolicy, Options
from dragoman.export.source import Export
from dragoman.model import Entity, Event, Participant, Place, Plover
from dragoman.model.edtf import together
from dragoman.record.tables import said_by
from dragoman.record.views import RecordedEvent, RecordedFigure, Told

_AS_READ = "manual"
"""The fold that readings carry."""
_DONE = ("happened", "under_way")


@dataclass(frozen=True, slots=True)
class Who:
    """A party: the words, and who they mean where that is known."""

    words: str
    entity: Entity | None


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes one row: a merged event, or one telling of it."""

    id: str
    event: RecordedEvent
    told: Told
    """The telling whose words stand for it."""
    type: str
    mode: str | None
    status: str
    plover: Plover | None
    """Type and mode after folding; null where the fold makes no row."""
    when: tuple[str, ...]
    earliest: date | None
    latest: date | None
    place: Place | None
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    with_: tuple[Who, ...]

    @property
    def one_day(self) -> date | None:
        """The day, if the date is one day."""
        return self.earliest if self.earliest == self.latest else None

    def day(self, policy: DatePolicy) -> date | None:
        """The one day that stands for the date, by a policy where it is not one day."""
        first, last = self.earliest, self.latest
        if self.one_day is not None or policy == "omit":
            return self.one_day
        if policy == "published":
            return self.told.report.published
        if policy == "midpoint":
            return first + (last - first) // 2 if first and last else None
        return first if policy == "earliest" else last

    def figures(self, source: Export) -> tuple[RecordedFigure, ...]:
        """The figures of the event that the telling's own report tells."""
        return tuple(one for one in source.figures(self.event.id) if one.report.id == self.told.report.id)

    def chain(self) -> tuple[str, ...]:
        """Who says so, outermost first: the sources of the first claim that asserts it."""
        if not self.told.claims:
            return ()
        claim = self.told.claims[0]
        return tuple(said_by(claim, hop, self.told.entities) or "unnamed" for hop in range(len(claim.attribution)))

    def certainty(self) -> str | None:
        """What the innermost source takes on, else the report's author; null where no claim asserts it."""
        if not self.told.claims:
            return None
        claim = self.told.claims[0]
        return claim.attribution[-1].certainty if claim.attribution else claim.author_certainty


def chosen(source: Export, codebook: Codebook, options: Options, about: About, *, plover: bool) -> Iterator[Item]:
    """The rows of the events of a selection that a format has; what is left out is counted by reason.

    ``plover``: the format knows no types but PLOVER's. Raises `dragoman.errors.SettingsError` for a fold that the codebook does not have.
    """
    if options.fold not in codebook.status.folds:
        raise SettingsError("fold", f"there is no fold {options.fold!r}; there are {', '.join(codebook.status.folds)}")
    about.events = 0
    for event in source.events():
        about.events += 1
        for item in items(event, codebook, options):
            reason = _why_not(item, codebook, options, plover=plover)
            if reason is None:
                yield item
            else:
                about.left_out[reason] += 1


def _why_not(item: Item, codebook: Codebook, options: Options, *, plover: bool) -> str | None:
    if options.statuses and item.status not in options.statuses:
        return f"status {item.status} was not asked for"
    if item.plover is not None:
        return None
    kind = codebook.types.get(item.type)
    if kind is None or not kind.plover:
        if plover:
            return "no type of PLOVER"
        return None if options.statuses or item.status in _DONE else f"status {item.status} of a type without folding"
    if plover or not (options.statuses or item.status in _DONE):
        return f"status {item.status} makes no row"
    return None


def items(event: RecordedEvent, codebook: Codebook, options: Options) -> Iterator[Item]:
    """The one item of a merged event, or one for each telling."""
    if options.per == "mention":
        for told in event.tellings:
            yield _of_telling(event, told, codebook, options.fold)
        return
    group, main = event.group, event.main
    actors = _parties(event, "actors", group.actors)
    earliest, latest = together(group.when)
    yield Item(
        id=event.id,
        event=event,
        told=main,
        type=group.type,
        mode=group.mode,
        status=group.status,
        plover=_folded((group.type, group.mode, group.status), main.event, actors, codebook, options.fold),
        when=group.when,
        earliest=earliest,
        latest=latest,
        place=group.place,
        actors=actors,
        recipients=_parties(event, "recipients", group.recipients),
        with_=_those(main.event.with_, main),
    )


def _of_telling(event: RecordedEvent, told: Told, codebook: Codebook, fold: str) -> Item:
    one = told.event
    actors = _those(one.actors, told)
    return Item(
        id=told.id,
        event=event,
        told=told,
        type=one.type,
        mode=one.mode,
        status=one.status,
        plover=_folded((one.type, one.mode, one.status), one, actors, codebook, fold),
        when=(one.when.edtf,) if one.when else (),
        earliest=one.when.earliest if one.when else None,
        latest=one.when.latest if one.when else None,
        place=one.place,
        actors=actors,
        recipients=_those(one.recipients, told),
        with_=_those(one.with_, told),
    )


def _those(members: Iterable[Participant], told: Told) -> tuple[Who, ...]:
    return tuple(Who(one.words.words, told.entities.get(one.entity or "")) for one in members)


def _parties(event: RecordedEvent, role: str, wanted: tuple[str, ...]) -> tuple[Who, ...]:
    """The parties of the main telling, then those of the merged event that only other tellings name; nobody comes to stand on two sides."""
    main = event.main.event
    found = list(_those(getattr(main, role), event.main))
    known = {one.entity for one in (*main.actors, *main.recipients, *main.with_)}
    for told in event.tellings:
        for who in _those(getattr(told.event, role), told):
            if who.entity and who.entity.id in wanted and who.entity.id not in known:
                known.add(who.entity.id)
                found.append(who)
    return tuple(found)


def _folded(
    act: tuple[str, str | None, str], event: Event, actors: tuple[Who, ...], codebook: Codebook, fold: str
) -> Plover | None:
    type_, mode, status = act
    # The reading knows what is no longer seen here: whether an act is its speaker's own, and what the verb demanded.
    if fold == _AS_READ and event.plover is not None and act == (event.type, event.mode, event.status):
        return event.plover
    sectors = tuple(who.entity.sector for who in actors if who.entity and who.entity.sector)
    words = tuple(event.evidence.words.lower().split())
    signs = Act(contexts=event.contexts, words=words, status=status, sectors=sectors)
    return codebook.fold(type_, mode, status, act=signs, fold=fold)
