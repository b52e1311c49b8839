"""Names of entity types: one small set that the extractors read, whatever a pipeline calls them."""

from __future__ import annotations

ENTITY_TYPES = (
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY",
    "EVENT", "LAW", "WORK_OF_ART", "PRODUCT",
)  # fmt: skip

# The coarse head of the model (persons, places, organizations, trained on hand-made labels) in these terms.
COARSE = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
PLACES = frozenset({"GPE", "LOC", "FAC"})


def entity_type(label: str) -> str | None:
    """Map a pipeline's entity label to the small set; None for labels that no extractor reads.

    >>> entity_type("PER"), entity_type("GPE"), entity_type("LANGUAGE")
    ('PERSON', 'GPE', None)
    """
    if label in ENTITY_TYPES:
        return label
    return COARSE.get(label) or {"ORGANIZATION": "ORG", "PLACE": "LOC"}.get(label)
