"""What a code means: the data behind ``dragoman explain CODE``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.model.edtf import bounds

from .events import EventType, Mode, Predicate
from .folds import COLUMNS, OWN, Cell

if TYPE_CHECKING:
    from .book import Codebook

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
_DATE = r"(?:-?\d[\dX]{3}(?:-[\dX]{2}){0,2}[~?%]?)"
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one code, word or entity of the codebook means."""

    code: str
    kind: str
    """type mode context sector country cameo status cue hedge predicate entity op certainty … date"""
    meaning: str
    facts: tuple[tuple[str, str], ...] = ()
    """Name and value, in the order in which a reader wants them."""
    rules: tuple[str, ...] = ()
    """Border cases and notes, in prose."""
    where: str = ""
    """file:line"""
    examples: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())
    """Other kinds of thing that have this name: MED is a sector, and a code of another list."""


def explain(codebook: Codebook, code: str) -> Explanation | None:
    """What a code means; None where nothing has this name. Where several things do, the first kind goes before."""
    asked = " ".join(code.split())
    if not asked:
        return None
    found = list(_found(codebook, asked))
    if not found and asked.upper() != asked:
        found = list(_found(codebook, asked.upper()))
    if not found:
        return None
    first = found[0]
    others = tuple(f"{other.kind} {other.code}: {other.meaning}" for other in found[1:])
    return Explanation(
        first.code, first.kind, first.meaning, first.facts, first.rules, first.where, first.examples, others
    )


def _found(codebook: Codebook, asked: str) -> Iterator[Explanation]:
    yield from _types(codebook, asked)
    if asked in codebook.contexts:
        context = codebook.contexts[asked]
        words = ", ".join(sorted(context.words))
        facts = (("words that support it", words),) if words else ()
        yield Explanation(asked, "context", context.meaning, facts, where=context.where)
    if asked in codebook.sectors:
        sector = codebook.sectors[asked]
        kind = "sector" if sector.kind == "sector" else "code in place of a country"
        facts = (("in CAMEO files", sector.cameo),) if sector.cameo else ()
        yield Explanation(asked, kind, sector.meaning, facts, where=sector.where)
    yield from _status(codebook, asked)
    yield from _cameo(codebook, asked)
    for kind, terms in codebook.vocabularies.items():
        term = terms.get(asked)
        if term is not None:
            examples = (term.example,) if term.example else ()
            yield Explanation(asked, kind, term.meaning, where=term.where, examples=examples)
    yield from _words(codebook, asked)
    yield from _who(codebook, asked)
    yield from _date(codebook, asked)


def _types(codebook: Codebook, asked: str) -> Iterator[Explanation]:
    if asked in codebook.types:
        yield _type(codebook, codebook.types[asked])
    for event_type in codebook.types.values():
        for mode in event_type.modes.values():
            if asked in (mode.name, f"{event_type.name}-{mode.name}", f"{event_type.name} {mode.name}"):
                yield _mode(codebook, event_type, mode)


def _type(codebook: Codebook, event_type: EventType) -> Explanation:
    facts = [("modes", ", ".join(event_type.modes))] if event_type.modes else []
    if event_type.quad is not None:
        facts.append(("quad", f"{event_type.quad} {QUADS[event_type.quad]}"))
    if event_type.score is not None:
        facts.append(("score", f"{event_type.score:+g} on a scale from -10 to +10"))
    if event_type.recipient_required:
        facts.append(("recipient", "required"))
    cameo = codebook.cameo_code(event_type.name)
    if cameo:
        facts.append(("CAMEO", cameo))
    if not event_type.plover:
        facts.append(("in PLOVER", "no type of its own"))
    facts.extend(_folds(codebook, event_type.name))
    rules = event_type.rules + ((event_type.note,) if event_type.note else ())
    examples = _examples(entry for entry in codebook.predicates if entry.type == event_type.name)
    return Explanation(event_type.name, "type", event_type.meaning, tuple(facts), rules, event_type.where, examples)


def _mode(codebook: Codebook, event_type: EventType, mode: Mode) -> Explanation:
    facts = [("type", f"{event_type.name}: {event_type.meaning}")]
    score = codebook.score(event_type.name, mode.name)
    if score is not None:
        facts.append(("score", f"{score:+g} on a scale from -10 to +10"))
    cameo = codebook.cameo_code(event_type.name, mode.name)
    if cameo:
        facts.append(("CAMEO", cameo))
    entries = (entry for entry in codebook.predicates if entry.type == event_type.name and entry.mode == mode.name)
    return Explanation(
        f"{event_type.name} {mode.name}",
        "mode",
        mode.meaning,
        tuple(facts),
        (mode.note,) if mode.note else (),
        mode.where,
        _examples(entries),
    )


def _folds(codebook: Codebook, type_: str) -> Iterator[tuple[str, str]]:
    """What a type becomes with each status under the ordinary fold."""
    fold = codebook.status.folds.get("manual")
    if fold is None or type_ not in fold.rows:
        return
    for status in COLUMNS:
        cell = fold.cell(type_, status)
        if cell is not None and not cell.same:
            name = "hypothetical, said by its own actor" if status == OWN else status
            yield (f"when {name}", _cell(cell))


def _cell(cell: Cell) -> str:
    if cell.none:
        return "no row"
    return " ".join(filter(None, (cell.type, cell.mode, f"({cell.cameo})" if cell.cameo else "")))


def _status(codebook: Codebook, asked: str) -> Iterator[Explanation]:
    term = codebook.status.statuses.get(asked)
    if term is not None:
        auxiliary = codebook.status.auxiliary.get(asked)
        facts = (("PLOVER's auxiliary mode", auxiliary),) if auxiliary else ()
        examples = (term.example,) if term.example else ()
        yield Explanation(asked, "status", term.meaning, facts, where=term.where, examples=examples)
    if asked in codebook.status.folds:
        fold = codebook.status.folds[asked]
        yield Explanation(asked, "fold", fold.meaning, where=fold.where)


def _cameo(codebook: Codebook, asked: str) -> Iterator[Explanation]:
    row = codebook.cameo.get(asked) if asked.isdigit() else None
    if row is None:
        return
    parent = codebook.cameo.get(asked[:3]) if len(asked) == 4 else None
    meaning = f"{parent.meaning}: {row.meaning}" if parent is not None else row.meaning
    facts = [("name", row.icews_text)] if row.icews_text else []
    facts.append(("in PLOVER", " ".join(filter(None, (row.type, row.mode))) or "no type"))
    if row.contexts:
        facts.append(("contexts", ", ".join(row.contexts)))
    if row.goldstein_icews is not None:
        facts.append(("Goldstein score in ICEWS", f"{row.goldstein_icews:+g}"))
    if row.goldstein_phoenix is not None and row.goldstein_phoenix != row.goldstein_icews:
        facts.append(("Goldstein score in Phoenix", f"{row.goldstein_phoenix:+g}"))
    rows = (entry for entry in codebook.cameo_map.rows.values() if asked in entry.all_codes())
    made = ", ".join(f"{entry.type} {entry.mode or ''}".strip() for entry in rows)
    if made:
        facts.append(("made from", made))
    entries = (entry for entry in codebook.predicates if entry.cameo == asked)
    yield Explanation(asked, "cameo", meaning, tuple(facts), where=row.where, examples=_examples(entries))


def _words(codebook: Codebook, asked: str) -> Iterator[Explanation]:
    for predicate in codebook.predicates:
        if predicate.lemma == asked:
            kind = f"{predicate.type} {predicate.mode or ''}".strip()
            event_type = codebook.types[predicate.type]
            mode = event_type.modes.get(predicate.mode or "")
            facts = [("is", kind), *((role, " or ".join(places)) for role, places in predicate.slots.items())]
            facts.extend((f"only with {role}", ", ".join(words)) for role, words in predicate.only.items())
            facts.extend((f"not with {role}", ", ".join(words)) for role, words in predicate.unless.items())
            notes = (predicate.note,) if predicate.note else ()
            meaning = mode.meaning if mode is not None else event_type.meaning
            examples = _examples((predicate,))
            yield Explanation(asked, predicate.pos, meaning, tuple(facts), notes, predicate.where, examples)
    for cue in codebook.cues:
        if cue.cue == asked:
            term = codebook.vocabularies.get("certainty", {}).get(cue.certainty)
            facts = [("attitude", cue.attitude), ("certainty of the source", cue.certainty)]
            facts.append(("certainty of the author", cue.author_certainty))
            facts.extend((role, " or ".join(places)) for role, places in cue.slots.items())
            notes = (cue.note,) if cue.note else ()
            examples = tuple(example.text for example in cue.examples if not example.negative)[:EXAMPLES]
            meaning = f"Passes on what a source says. {term.meaning if term else ''}".strip()
            yield Explanation(asked, f"cue ({cue.pos})", meaning, tuple(facts), notes, cue.where, examples)
    for hedge in codebook.hedges:
        if hedge.word == asked:
            named = (("certainty of the source", hedge.certainty), ("certainty of the author", hedge.author_certainty))
            facts = [(name, value) for name, value in named if value]
            facts.extend((f"figure: {name}", value) for name, value in hedge.quantity.items())
            examples = tuple(example.text for example in hedge.examples if not example.negative)[:EXAMPLES]
            meaning = f"A hedge: {hedge.kind}."
            yield Explanation(asked, "hedge", meaning, tuple(facts), where=hedge.where, examples=examples)


def _who(codebook: Codebook, asked: str) -> Iterator[Explanation]:
    country = codebook.countries.get(asked)
    if country is not None:
        facts = _given(
            ("formal name", country.formal_name),
            ("Wikidata", country.qid),
            ("capital", country.capital),
            ("in PLOVER", country.plover),
            ("people", ", ".join(country.demonyms)),
            ("until", country.until),
        )
        yield Explanation(asked, "country", country.name, facts, where=country.where)
    entity = codebook.entities.get(asked)
    if entity is not None:
        facts = _given(
            ("kind", entity.kind),
            ("country", entity.country),
            ("sector", " ".join((entity.sector, *entity.other_sectors)).strip()),
            ("what", entity.description),
            ("since", entity.since),
            ("until", entity.until),
        )
        offices = tuple(
            f"{office.office}, {office.start or '?'} to {office.end or 'now, as known ' + (office.as_known or '?')}"
            for office in codebook.offices.find("holder", asked)
        )
        yield Explanation(asked, "entity", entity.name, facts, offices, entity.where)
    outlet = codebook.outlets.get(asked)
    if outlet is not None:
        facts = _given(
            ("kind", outlet.kind),
            ("country", outlet.country),
            ("ownership", outlet.ownership),
            ("state-controlled", outlet.state_controlled),
            ("owner", outlet.owner),
        )
        yield Explanation(asked, "outlet", outlet.name, facts, where=outlet.where)
    for name in codebook.names.find("name", asked):
        if name.name == asked:
            meaning = f"{_title(codebook, name.entity)} ({name.entity})"
            facts = _given(("only near", ", ".join(name.needs)))
            yield Explanation(asked, f"name ({name.kind})", meaning, facts, where=name.where)


def _given(*facts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The facts that have a value."""
    return tuple((name, value) for name, value in facts if value)


def _title(codebook: Codebook, id_: str) -> str:
    row = codebook.countries.get(id_) or codebook.entities.get(id_) or codebook.outlets.get(id_)
    return row.name if row is not None else id_


def _date(codebook: Codebook, asked: str) -> Iterator[Explanation]:
    if asked.isdigit() and len(asked) != 4:
        return
    for form in codebook.date_forms:
        if re.fullmatch(form.name.replace("D", _DATE), asked) is None:
            continue
        try:
            earliest, latest = bounds(asked)
        except ValueError:
            return
        facts = (("earliest", str(earliest or "open")), ("latest", str(latest or "open")))
        yield Explanation(
            asked, "date", form.meaning, facts, where=form.where, examples=(form.example,) if form.example else ()
        )
        return


def _examples(predicates: Iterator[Predicate] | tuple[Predicate, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for predicate in predicates:
        for example in predicate.examples:
            if not example.negative:
                found.append(example.text)
                break
        if len(found) == EXAMPLES:
            break
    return tuple(found)
