"""Grammar to events, attributions and figures: words only, no entities, no dates.

`extract` runs every extractor over one document; what they found travels as an `Extraction`, without the `Doc`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.codebook import Codebook
from dragoman.model import Claim, Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.extract.events import Told
    from dragoman.extract.figure_setting import FigureSetting
    from dragoman.extract.mentions import Mention
    from dragoman.extract.times import Time


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the grammar of one report says, in words."""

    events: tuple[Told, ...]
    claims: tuple[Claim, ...]
    """Attributions."""
    quantities: tuple[Quantity, ...]
    counts: tuple[Claim, ...]
    """First, last and n-times claims, and revisions."""
    mentions: tuple[Mention, ...]
    sentences: tuple[Span, ...]
    times: tuple[Time, ...] = ()
    """Dates in words."""
    settings: Mapping[str, FigureSetting] = field(default_factory=dict)
    """What stands around figures, by their ids."""


def extract(doc: Doc, codebook: Codebook) -> Extraction:
    """Return everything that the extractors find in a document."""
    from dragoman.extract.attribution import attributions
    from dragoman.extract.counts import counts
    from dragoman.extract.events import events
    from dragoman.extract.figure_setting import settings
    from dragoman.extract.marks import marked
    from dragoman.extract.mentions import mentions
    from dragoman.extract.phrases import token_span
    from dragoman.extract.quantities import anchored
    from dragoman.extract.revisions import revisions
    from dragoman.extract.times import times

    dates = times(doc, codebook)
    pairs = anchored(doc, codebook)
    figures = tuple(quantity for quantity, _ in pairs)
    sentences = []
    for sent in doc.sents:
        words = [t for t in sent if not t.is_space]
        if words:
            sentences.append(token_span(words[0], words[-1]))
    return Extraction(
        marked(events(doc, codebook, dates), doc, codebook, figures),
        tuple(attributions(doc, codebook)),
        figures,
        (*counts(doc, codebook), *revisions(doc, codebook, figures)),
        mentions(doc, codebook),
        tuple(sentences),
        dates,
        settings(pairs, codebook),
    )
