"""Claims of a report: attributions tied to events, figures and counts with their sources, the rest in the report's own voice."""

from __future__ import annotations

from dragoman.extract import Extraction
from dragoman.model import Claim, Event, Note, Quantity, Report, Span
from dragoman.model.words import Certainty, TimeRef

_UNCODED = "no entry of the codebook names an act, a figure or a source here"
_SHORT = 3
"""Words of a stretch that is no sentence worth a note."""
_CERTAINTY: dict[str, Certainty] = {"denied": "CT-", "cancelled": "CT-", "hypothetical": "Uu"}
"""What the author takes on by telling an act in the report's own voice, by its status."""


def claims(
    attributed: tuple[Claim, ...], found: Extraction, events: tuple[Event, ...], quantities: tuple[Quantity, ...]
) -> tuple[Claim, ...]:
    """Link attributions to events, give figures and counts their sources, and tell the rest in the report's own voice."""
    out: list[Claim] = []
    asserted: set[str] = set()
    for claim in attributed:
        inside = [e for e in events if _within(e.trigger, claim)]
        asserted.update(e.id for e in inside)
        out.append(claim.replace(event=inside[0].id if inside else None))
    for figure in quantities:
        holder = _holder(figure.words, attributed)
        out.append(
            Claim(
                id="c0", kind="quantity", quantity=figure.id, event=figure.event, content=holder.content if holder else (figure.words,),
                author_certainty=holder.author_certainty if holder else "CT+", attribution=holder.attribution if holder else (),
                time_ref=_time_ref(figure, found),
            )
        )  # fmt: skip
    for count in found.counts:
        holder = _holder(count.content[0], attributed)
        out.append(
            count.replace(attribution=holder.attribution, author_certainty=holder.author_certainty) if holder else count
        )
    out.extend(_own_voice(event) for event in events if event.id not in asserted)
    return _numbered(out)


def _time_ref(figure: Quantity, found: Extraction) -> TimeRef | None:
    """Return ``future`` for a forecast that is nobody's plan."""
    setting = found.settings.get(figure.id)
    return "future" if setting is not None and setting.ahead and figure.aggregation != "planned" else None


def _own_voice(event: Event) -> Claim:
    """Return the claim of an event that the report tells without naming a source."""
    return Claim(
        id="c0",
        kind="event",
        event=event.id,
        content=(event.evidence,),
        author_certainty=_CERTAINTY.get(event.status, "CT+"),
    )


def _within(words: Span, claim: Claim) -> bool:
    return any(piece.covers(words) for piece in claim.content)


def _holder(words: Span, attributed: tuple[Claim, ...]) -> Claim | None:
    """Return the smallest attributed claim whose content holds some words."""
    holding = [c for c in attributed if _within(words, c)]
    return min(holding, key=lambda c: sum(len(p.words) for p in c.content), default=None)


def _numbered(claims: list[Claim]) -> tuple[Claim, ...]:
    ordered = sorted(claims, key=lambda c: c.content[0].start)
    return tuple(claim.replace(id=f"c{n}") for n, claim in enumerate(ordered, 1))


def notes(found: Extraction, report: Report, events: tuple[Event, ...]) -> tuple[Note, ...]:
    """Return what was seen and not coded: sentences with no entry at all, and a missing date."""
    found_notes: list[Note] = []
    if report.published is None:
        found_notes.append(Note(kind="date", words=None, message="no publication date: relative dates stay words"))
    told = (
        [e.trigger.start for e in events]
        + [c.content[0].start for c in found.claims]
        + [q.words.start for q in found.quantities]
        + [c.content[0].start for c in found.counts]
    )
    found_notes.extend(
        Note(kind="uncoded", words=sentence, message=_UNCODED)
        for sentence in found.sentences
        if len(sentence.words.split()) > _SHORT and not any(sentence.start <= place < sentence.end for place in told)
    )
    return tuple(found_notes)
