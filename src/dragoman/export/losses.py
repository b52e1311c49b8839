"""What a row of a format does not say and the record does, counted by name for the sidecar."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from dragoman.export.about import About
from dragoman.export.items import Item
from dragoman.record.views import RecordedFigure

Test = Callable[[Item, Sequence[RecordedFigure]], bool]

_HELD: Mapping[str, Test] = {
    "with": lambda item, _: bool(item.with_),
    "status": lambda item, _: item.status != "happened",
    "attribution": lambda item, _: any(claim.attribution for claim in item.told.claims),
    "certainty": lambda item, _: item.certainty() not in (None, "CT+"),
    "quantities": lambda _, figures: bool(figures),
    "date": lambda item, _: bool(item.when) and item.one_day is None,
    "time of day": lambda item, _: item.told.event.when is not None and item.told.event.when.time_of_day is not None,
    "place precision": lambda item, _: item.place is not None and item.place.precision is not None,
    "offsets of words": lambda _item, _figures: True,
    "marks": lambda item, _: bool(item.told.event.marks),
    "other tellings": lambda item, _: len(item.event.tellings) > 1,
    "contested fields": lambda item, _: bool(item.event.group.contested),
    "history of the status": lambda item, _: len(item.event.group.history) > 1,
    "relations to other events": lambda item, _: bool(item.event.relations),
    "who speaks against it": lambda item, _: bool(item.event.support.against),
}
"""What an event of the record may hold that a format may not."""


def count(about: About, item: Item, figures: Sequence[RecordedFigure], lost: Collection[str]) -> None:
    """Count what a row loses of the things that its format cannot say."""
    for name in lost:
        if _HELD[name](item, figures):
            about.losses[name] += 1
