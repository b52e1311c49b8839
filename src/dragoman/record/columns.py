"""The eleven tables in which a record is handed on: their columns in order, what a cell holds, and what each column says.

Ids of events, claims and figures are those of the record, the same in every record. A merged event is told by several reports, so `events` has a
row for every telling; ``canonical_id`` joins those of one event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.model.tables import Table

Kind = Literal["text", "whole", "number", "day", "time", "texts", "wholes"]
"""What a cell holds: a text, a whole number, a number, a day, a moment (UTC), a list of texts, a list of whole numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: Kind
    says: str
    """What it says, for the sheet that explains the columns."""


def columns(table: Table) -> tuple[str, ...]:
    """The names of a table's columns, in order.

    >>> columns("notes")
    ('report', 'kind', 'words', 'start', 'end', 'message')
    """
    return tuple(column.name for column in COLUMNS[table])


def _placed(prefix: str, what: str) -> tuple[Column, Column, Column]:
    return (
        Column(f"{prefix}words", "text", f"The exact words {what}."),
        Column(f"{prefix}start", "whole", "Where they begin: code points from the start of the report's text."),
        Column(f"{prefix}end", "whole", "Where they end, exclusive."),
    )


def _held() -> tuple[Column, Column, Column]:
    return (
        Column("recorded_at", "time", "When the record came to hold it."),
        Column("retired_at", "time", "When the record ceased to hold it; empty: it is held."),
        Column("retired_why", "text", "Why it is no longer held."),
    )


COLUMNS: dict[Table, tuple[Column, ...]] = {
    "reports": (
        Column("id", "text", "The id of the report."),
        Column("outlet", "text", "Who publishes it."),
        Column("title", "text", "The headline."),
        Column("author", "text", "Who signed it."),
        Column("published", "day", "The day of publication."),
        Column("language", "text", "The language of the text, BCP 47."),
        Column("url", "text", "Where it was published."),
        Column("characters", "whole", "Code points of its text."),
        Column("version", "text", "The report of which it is another version, by its id."),
        Column("copy_of", "text", "The report of which it is a copy, by its id."),
        Column("first_seen", "time", "When the record first saw it."),
        Column("text_sha256", "text", "SHA-256 of its text."),
    ),
    "events": (
        Column("id", "text", "The id of the telling: an event as one report tells it."),
        Column("canonical_id", "text", "The id of the event that the telling tells."),
        Column("report", "text", "The report that tells it: reports.id."),
        Column(
            "type", "text", "The kind of act that the words name: a PLOVER type, or in small letters one of our own."
        ),
        Column("mode", "text", "The mode within the type."),
        Column("cameo", "text", "The CAMEO code of the act, as text."),
        Column("contexts", "texts", "PLOVER contexts."),
        Column("status", "text", "Where the act stands: happened, under_way, planned, promised, threatened, …"),
        Column("plover_type", "text", "What PLOVER makes of type and status."),
        Column("plover_mode", "text", "The mode that goes with it."),
        Column("quad", "whole", "The quad class of the PLOVER type: 1, 2 cooperation, 3, 4 conflict; 1, 3 verbal."),
        Column("score", "number", "PLOVER's conflict-cooperation score, -10 to +10."),
        Column("edtf", "text", "When, an EDTF value (ISO 8601-2)."),
        Column("earliest", "day", "The first day that it can mean; empty: open."),
        Column("latest", "day", "The last day that it can mean; empty: open."),
        Column("time_of_day", "text", "A time, a stretch of time, or a word for one."),
        Column("date_basis", "text", "Why the date is what it is: stated, anchored, derived, policy."),
        Column("place", "text", "Where."),
        Column("place_country", "text", "The country of the place, ISO 3166-1 alpha-3."),
        Column("geonames", "whole", "The GeoNames id of the place."),
        Column("lat", "number", "Degrees north, WGS 84."),
        Column("lon", "number", "Degrees east, WGS 84."),
        Column("place_precision", "text", "The kind of area that the coordinates stand for."),
        Column("radius_km", "number", "How far the place reaches from its coordinates, kilometres."),
        *_placed("trigger_", "that name the act"),
        *_placed("evidence_", "of the sentence that tells it"),
        Column("voices", "whole", "How many independent origins assert the event."),
        Column("works", "whole", "How many works tell it, copies and versions of one page counted once."),
        Column("pages", "whole", "How many pages tell it."),
        Column("contradicted", "whole", "How many origins speak against it."),
        *_held(),
        Column("reader", "text", "Name and version of the reader."),
        Column("codebook", "text", "Hash of the codebook."),
    ),
    "participants": (
        Column("event", "text", "The telling: events.id."),
        Column("role", "text", "actor, recipient, or with for those who go along."),
        Column("n", "whole", "The order of naming within the role, from 1."),
        Column("entity", "text", "Who it is: entities.id; empty where the words stay words."),
        Column("name", "text", "The name of the entity."),
        Column("kind", "text", "person, organization, country, group, …"),
        Column("country", "text", "The country that it is or belongs to."),
        Column("sector", "text", "Its primary PLOVER sector."),
        Column("other_sectors", "texts", "Its other sectors."),
        Column("office", "text", "The office that it held on the day of the report."),
        *_placed("", "that name the participant"),
        Column("why", "text", "Why the words mean this entity."),
    ),
    "claims": (
        Column("id", "text", "The id of the claim."),
        Column("report", "text", "The report that passes it on: reports.id."),
        Column("kind", "text", "What it is about: event, plan, quantity, count, first, …"),
        Column("event", "text", "The event that it asserts: events.canonical_id."),
        Column("quantity", "text", "The figure that it asserts: quantities.id."),
        Column("content_words", "texts", "The exact words of what is said, piece by piece."),
        Column("content_start", "wholes", "Where each piece begins: code points from the start of the report's text."),
        Column("content_end", "wholes", "Where each piece ends, exclusive."),
        Column("author_certainty", "text", "What the report's author takes on, a FactBank value."),
        Column(
            "chain_length", "whole", "How many links lie between the report and the content; 0: the report's own voice."
        ),
        Column("outermost", "text", "The source next to the report."),
        Column("innermost", "text", "The source next to the content."),
        Column("attitude", "text", "How the innermost source stands to the content."),
        Column("certainty", "text", "What the innermost source takes on, a FactBank value."),
        Column("scope", "text", "Whether the innermost link is stated, carried over or guessed."),
        *_held(),
    ),
    "attributions": (
        Column("claim", "text", "The claim: claims.id."),
        Column("hop", "whole", "The place in the chain, 0 for the outermost."),
        Column("n", "whole", "The number among joint sources of one link, from 1."),
        Column("entity", "text", "Who says so: entities.id; empty where nobody is named."),
        Column("name", "text", "The name of the source."),
        Column("descriptor", "text", "What the report says of the source."),
        *_placed("source_", "that name the source"),
        *_placed("cue_", "that say that it is said"),
        Column("attitude", "text", "How the source stands to the content."),
        Column("certainty", "text", "What the source takes on, a FactBank value."),
        Column("scope", "text", "Whether the link is stated, carried over or guessed."),
    ),
    "quantities": (
        Column("id", "text", "The id of the figure."),
        Column("report", "text", "The report that tells it: reports.id."),
        Column("claim", "text", "The claim that asserts it: claims.id."),
        Column("event", "text", "The event that it belongs to: events.canonical_id."),
        Column("counted", "text", "The predicate: killed, injured, displaced, …"),
        Column("of", "text", "What is counted, in the report's words."),
        Column("of_entity", "text", "The entity that is counted: entities.id."),
        Column("op", "text", "The bound that the words assert: = ~ >= > <= < range several."),
        Column("low", "number", "The lower bound, where the words give one."),
        Column("high", "number", "The upper bound, where the words give one."),
        Column("point", "number", "The number, for = and ~."),
        Column("unit", "text", "What one of them is."),
        Column("aggregation", "text", "How it adds up: total, cumulative, increment, part, …"),
        Column("as_of", "text", "The time that the number speaks of, an EDTF value."),
        Column("as_of_basis", "text", "Why that time: stated, derived, report."),
        Column("as_of_earliest", "day", "The first day that it can mean."),
        Column("as_of_latest", "day", "The last day that it can mean."),
        Column("cmp_low", "number", "The least that it may stand for when figures are compared."),
        Column("cmp_high", "number", "The most that it may stand for when figures are compared."),
        Column("tolerance", "text", "The policy that gave these two."),
        Column("part_of", "text", "The figure of which it is a part: quantities.id."),
        Column("added_to", "text", "The figure to which it comes: quantities.id."),
        Column("revises", "text", "The older figure whose place it takes: quantities.id."),
        Column("series", "text", "The key of its line: comparable figures of one origin."),
        Column("origin", "text", "Who says so: the innermost source that is named."),
        *_placed("", "of the number with its modifier"),
        Column("modifier_words", "text", "The exact words that make the number a bound."),
    ),
    "entities": (
        Column("id", "text", "A Wikidata id, ISO 3166-1 alpha-3 for a country, or a stable slug."),
        Column("name", "text", "Its name."),
        Column("kind", "text", "person, organization, country, group, …"),
        Column("qid", "text", "Its Wikidata id."),
        Column("country", "text", "The country that it is or belongs to."),
        Column("sector", "text", "Its primary PLOVER sector."),
        Column("other_sectors", "texts", "Its other sectors."),
        Column("office", "text", "The office that it holds."),
        Column("since", "text", "Since when it holds the office, an EDTF value."),
        Column("until", "text", "Until when, an EDTF value; empty: as far as is known it still does."),
    ),
    "mentions": (
        Column("report", "text", "The report: reports.id."),
        Column("entity", "text", "Who is meant: entities.id."),
        *_placed("", "that mean the entity"),
        Column("score", "number", "How sure the reader is, 0 to 1."),
        Column("why", "text", "Why the words mean this entity."),
    ),
    "relations": (
        Column("type", "text", "revised_by, restates, contradicts, corroborates, part_of, member_of, denies, …"),
        Column("from", "text", "The figure, telling or event that has the relation."),
        Column("to", "text", "The figure or event to which it has it."),
        Column("basis", "text", "The rule that drew it; words: the report says so."),
        Column("recorded_at", "time", "When the record drew it."),
        Column("retired_at", "time", "When it ceased to stand."),
    ),
    "checks": (
        Column("id", "text", "The id of the check."),
        Column("kind", "text", "What is compared: count, first, ordinal, recency, sum, …"),
        Column("claim", "text", "The claim that is checked: claims.id."),
        Column("claimed", "text", "What it says."),
        Column("record_min", "number", "The least that the events held allow."),
        Column("record_max", "number", "The most that they allow; empty: nothing says that they are complete."),
        Column("verdict", "text", "What came of it."),
        Column("why", "text", "The reason, with what was compared."),
        Column("coverage", "text", "The statement of what is held completely on which it rests."),
        Column("checked_at", "time", "When it was checked."),
    ),
    "notes": (
        Column("report", "text", "The report: reports.id."),
        Column("kind", "text", "uncoded, date, metadata, …"),
        *_placed("", "that the note is about"),
        Column("message", "text", "What was seen, and why it was left."),
    ),
}
"""The columns of every table."""
