"""Identity inside a report: which mentions mean the same entity, and which entity of the codebook that is.

In passes from the surest to the least sure: names, acronyms and short names; role words with their country and bodies named
before; pronouns; what these own. What no pass decides stays words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dragoman.codebook import Codebook
from dragoman.extract.mentions import Mention
from dragoman.resolve.bodies import appositions, owned, role_words
from dragoman.resolve.cast import Cast
from dragoman.resolve.naming import full_names, short_names
from dragoman.resolve.pronouns import antecedents


def identify(mentions: Sequence[Mention], codebook: Codebook, text: str, published: date | None) -> Cast:
    """Return the cast of a report, every mention linked that the text decides."""
    cast = Cast(mentions, codebook, text, published)
    full_names(cast)
    short_names(cast)
    role_words(cast)
    appositions(cast)

    def adopt(number: int) -> str | None:
        made = cast.group(mentions[number].span)
        return made.id if made is not None else None

    for number, target in antecedents(mentions, cast.of, cast.drafts, adopt).items():
        if len(target) == 1:
            cast.link(number, target[0])
        else:
            cast.join(target, number=number)
    owned(cast)
    return cast
