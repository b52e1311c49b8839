"""Figures to their events, places and the entities that their words count in or leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.extract.figure_setting import FigureSetting
from dragoman.model import Event, Place, Quantity, Span
from dragoman.resolve.cast import Cast
from dragoman.resolve.places import Gazetteer

_NO_SETTING = FigureSetting()
_TELLABLE = frozenset({"person", "organization", "country", "group"})


class Figures:
    """What resolving knows of the figures of one report."""

    def __init__(
        self, settings: Mapping[str, FigureSetting], cast: Cast, gazetteer: Gazetteer, events: Sequence[Event]
    ) -> None:
        self._settings = settings
        self._cast = cast
        self._gazetteer = gazetteer
        self._events = events
        self._local = cast.codebook.quantities.local_counts

    def quantity(self, figure: Quantity) -> Quantity:
        """Fill what a figure belongs to.

        Its event is that of the nearest trigger of its sentence, and its day that event's; its place the one that its clause names, else, for a count
        of those whom something befell, that of the event which its own clause tells.
        """
        setting = self._settings.get(figure.id, _NO_SETTING)
        event = self._event(figure)
        as_of = figure.as_of
        if as_of is None and event is not None and event.when is not None and event.status == "happened":
            as_of = event.when.edtf
        return figure.replace(
            event=event.id if event is not None else figure.event,
            as_of=as_of,
            place=self._place(figure, setting, event),
            includes=self._entities(setting.includes),
            excludes=self._entities(setting.excludes),
        )

    def _event(self, figure: Quantity) -> Event | None:
        near = [e for e in self._events if e.evidence.covers(figure.words)]
        return min(near, key=lambda e: abs(e.trigger.start - figure.words.start), default=None)

    def _place(self, figure: Quantity, setting: FigureSetting, event: Event | None) -> Place | None:
        if setting.place is not None:
            place = self._gazetteer.place(setting.place)
            # Words that the gazetteer does not know may be no place at all; an event's place is known by its grammar alone.
            return place if place.precision is not None else None
        if event is None or event.place is None or event.place.precision is None or figure.counted not in self._local:
            return None
        own = any(event.trigger.start <= start < event.trigger.end for start in setting.clause)
        return event.place if own else None

    def _entities(self, words: Sequence[Span]) -> tuple[str, ...]:
        """The ids of the entities that some words mean; a joint one is its members."""
        found: dict[str, None] = {}
        for span in words:
            id_ = self._cast.entity_at(span)
            for one in self._cast.members.get(id_ or "", (id_,)):
                entity = self._cast.drafts.get(one or "")
                if one is not None and entity is not None and entity.kind in _TELLABLE:
                    found.setdefault(one)
        return tuple(found)
