"""The closed vocabularies of a reading. What a codebook may extend (types, modes, contexts, what is counted) is plain text instead."""

from __future__ import annotations

from typing import Literal

Status = Literal[
    "happened", "under_way", "planned", "promised", "threatened", "attempted", "cancelled", "denied", "hypothetical"
]
"""Where an act stands, by what the report says. ``cancelled`` is also what was put off."""

Certainty = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu"]
"""FactBank: certain, probable, possible, each of it being so (+) or not (-); known whether but not which (CTu); not committed (Uu)."""

ClaimKind = Literal[
    "event",
    "plan",
    "commitment",
    "quantity",
    "count",
    "first",
    "recency",
    "revision",
    "attribute",
    "relation",
    "statement_act",
    "evaluation",
]
"""What a claim is about. ``first``, ``recency`` and ``count`` become checks; an ``evaluation`` is never counted as a fact."""

Attitude = Literal[
    "assertion",
    "belief",
    "commitment",
    "demand",
    "threat",
    "denial",
    "question",
    "expressive",
    "evaluation",
    "estimate",
    "confirmation",
    "admission",
]
"""How a source stands to what it says (PARC, PolNeAR, widened by what news reports do)."""

Scope = Literal["stated", "carried_over", "guessed"]
"""Whether a link stands beside its content, was carried over from the sentence before, or was guessed."""

TimeRef = Literal["past", "present", "future"]
"""Whether what is said lies behind, is so now, or lies ahead."""

Op = Literal["=", "~", ">=", ">", "<=", "<", "range", "several"]
"""The bound that the words assert: exactly, about, at least, over, at most, under, from–to, an unstated number."""

Aggregation = Literal[
    "cumulative",
    "increment",
    "planned",
    "part",
    "total",
    "count_in_window",
    "ordinal",
    "prior_count",
    "share",
    "rate",
]
"""How a figure adds up."""

DateBasis = Literal["stated", "anchored", "derived", "policy"]
"""Why a date is what it is: written out, counted from the day of publication, taken from another event, or set by a named policy."""

AsOfBasis = Literal["stated", "derived", "report"]
"""Why a figure's day is what it is: stated with it, the day of its event, or no later than the report."""

PlacePrecision = Literal["site", "district", "city", "admin2", "admin1", "country", "region", "sea"]
"""How closely a place is known; its coordinates stand for an area of that kind."""

CheckKind = Literal["count", "first", "ordinal", "recency", "arithmetic", "sum", "part_whole", "roster", "direction"]
"""What a check compares."""

Verdict = Literal["consistent", "not contradicted", "inconsistent", "arithmetic only", "cannot be checked"]
"""What came of a check. Without a statement that the record is complete, ``not contradicted`` is the best there is."""
