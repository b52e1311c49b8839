"""Text to grammar and names: a spaCy pipeline with Universal Dependencies, ours by default.

`load` accepts whatever `spacy.load` does, checks that the pipeline gives what the extractors need, and says what it lacks.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

from dragoman.errors import PipelineError

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT = "dragoman_en"
MAX_CHARACTERS = 1_000_000
_PROBE = "The minister, who had met officials in Paris on Monday, was told that talks would resume."
_OLD_LABELS = frozenset({"dobj", "nsubjpass", "prep", "pobj", "auxpass"})


def load(pipeline: str | Language = DEFAULT, *, threads: int = 2) -> Language:
    """Return a pipeline that keeps the language contract.

    `pipeline` is ``dragoman_en``, the name or path of a spaCy pipeline, or a `Language`. `threads` is for our own model.
    Raises `PipelineError` with what is missing.

    >>> nlp = load()  # doctest: +SKIP
    >>> [t.dep_ for t in nlp("Chad sent envoys.")]  # doctest: +SKIP
    ['nsubj', 'ROOT', 'obj', 'punct']
    """
    import spacy

    if isinstance(pipeline, str):
        if pipeline == DEFAULT:
            return _default(threads)
        try:
            nlp = spacy.load(pipeline)
        except OSError as error:
            raise PipelineError(pipeline, ("an installed spaCy pipeline of that name",)) from error
    else:
        nlp = pipeline
    missing = lacks(nlp)
    if missing:
        raise PipelineError(nlp.meta.get("name", str(pipeline)), missing)
    return nlp


@functools.lru_cache(maxsize=4)
def _default(threads: int) -> Language:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman", config={"threads": threads})
    nlp.max_length = MAX_CHARACTERS
    return nlp


def lacks(nlp: Language) -> tuple[str, ...]:
    """Return what a pipeline lacks of the language contract, as phrases; empty where it keeps it."""
    doc = nlp(_PROBE)
    missing = []
    if not doc.has_annotation("SENT_START"):
        missing.append("sentences")
    if not any(t.lemma_ for t in doc):
        missing.append("lemmas (token.lemma_)")
    if not any(t.pos_ for t in doc):
        missing.append("universal parts of speech (token.pos_)")
    labels = {t.dep_ for t in doc}
    if not doc.has_annotation("DEP"):
        missing.append("dependencies (token.dep_, token.head)")
    elif labels & _OLD_LABELS or not labels & {"obl", "nsubj:pass", "case"}:
        missing.append("Universal Dependencies labels (it uses another label set)")
    if not doc.ents:
        missing.append("names (doc.ents)")
    return tuple(missing)


def digest(nlp: Language) -> str:
    """Return a content hash of a pipeline: of the weights for ours, of the meta data for others."""
    if "dragoman" in nlp.pipe_names:
        network = nlp.get_pipe("dragoman").network  # type: ignore[attr-defined]
        return str(network.digest)[:16]
    return hashlib.sha256(repr(sorted(nlp.meta.items(), key=lambda kv: kv[0])).encode()).hexdigest()[:16]
