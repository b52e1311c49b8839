"""Claims that a figure has changed: "updated counts reveal a sharp rise"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dragoman.extract.counted import verb_forms
from dragoman.extract.phrases import phrase, token_span
from dragoman.model import Claim, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.codebook import Codebook


def revisions(doc: Doc, codebook: Codebook, quantities: Sequence[Quantity]) -> list[Claim]:
    """A claim for every figure that revises another and whose sentence, or the other's, has a word of rise or fall.

    The content is that word with its noun phrase; `quantity` is the newer figure.
    """
    changes = codebook.quantities.changes
    by_id = {figure.id: figure for figure in quantities}
    found: list[Claim] = []
    for newer in quantities:
        older = by_id.get(newer.revises or "")
        if older is None:
            continue
        words = [*_sentence(doc, newer), *_sentence(doc, older)]
        word = next((one for one in words if _way(one, changes) is not None), None)
        if word is not None:
            content = phrase(word) if word.pos_ == "NOUN" else token_span(word)
            number = len(found) + 1
            found.append(
                Claim(id=f"r{number}", kind="revision", quantity=newer.id, content=(content,), author_certainty="CT+")
            )
    return found


def _sentence(doc: Doc, figure: Quantity) -> list[Token]:
    covered = doc.char_span(figure.words.start, figure.words.end, alignment_mode="expand")
    return [token for token in covered.sent if token.pos_ in ("VERB", "NOUN")] if covered is not None else []


def _way(word: Token, changes: Mapping[str, str | None]) -> str | None:
    """The direction of a word of change; None for any other word."""
    return next((way for form in verb_forms(word) if (way := changes.get(form))), None)
