"""Everything that was concluded from a chain, compared with what must be concluded: every difference in one line.

Groups are compared as sets, lines and relations by states: a point may stand on any figure of its state, a relation on any figures of its two
states. ``no_relation`` and ``apart`` are prohibitions; ``may_relations`` are neither wanted nor wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

import chain_events as events
import chain_figures as figures
from chain_conclusions import Conclusions, Difference, States, sets
from chain_files import Chain, Entry, number


def compare(chain: Chain, found: Conclusions, kinds: Collection[str] = ()) -> list[Difference]:
    """Every difference between a chain's answers and what was concluded; of some kinds of conclusion, or of all."""
    judges = {kind: judge for kind, judge in JUDGES.items() if not kinds or kind in kinds}
    return [Difference(kind, text) for kind, judge in judges.items() for text in judge(chain, found)]


def works(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Copies, and nothing else, in one work."""
    wanted = frozenset(frozenset(work["members"]) for work in chain["works"])
    if found.works != wanted:
        yield f"{sorted(map(sorted, found.works))}, not {sorted(map(sorted, wanted))}"


def support(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Voices, works and pages behind a figure or an event as published by a day."""
    for one in chain["support"]:
        then = found.at(date.fromisoformat(one["as_published"]))
        kind = "event" if "event" in one else "figure"
        about = _event_of(chain, then, one["event"]) if kind == "event" else _figure_of(then, one)
        name = f"{one.get('event', '')} {one.get('figure') or one.get('what')} on {one['as_published']}".strip()
        if about is None:
            yield f"{name}: nothing is told of it"
            continue
        held = then.support(kind, about)
        pages = {page for page in one["pages"] if then.copies or chain.originals[page] == page}
        wanted = {
            "pages": sorted(pages),
            "number of pages": len(pages),
            "works": number(one.get("works")),
            "origins": sorted(one["origins"]),
            "voices": number(one["voices"]),
            "against": one.get("against_it"),
            "admitted by": one.get("admitted_by"),
        }
        given = {
            "pages": sorted(held.reports),
            "number of pages": held.pages,
            "works": held.works,
            "origins": sorted(held.origins),
            "voices": held.voices,
            "against": sorted({then.voice(who) for who in held.against}),
            "admitted by": sorted({then.voice(who) for who in held.admitted_by}),
        }
        for field, should in wanted.items():
            if should is not None and should != given[field]:
                yield f"{name}: {field} {given[field]}, not {should}"


def checks(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Verdicts, and the numbers that the record held against a claim."""
    for one in chain["checks"]:
        then = found.at(date.fromisoformat(one["as_published"])) if one.get("as_published") else found
        held = then.check(one)
        wrong = [f"{held.verdict}, not {one['verdict']}"] if held.verdict != one["verdict"] else []
        wrong += [
            f"{field} {getattr(held, field)}, not {one[field] or 'none'}"
            for field in ("record_min", "record_max")
            if field in one and number(one[field]) != getattr(held, field)
        ]
        if wrong:
            yield f"{one['claim']} on {one['as_published']}{' with ' * bool(one['coverage'])}{one['coverage']}: {'; '.join(wrong)} ({held.why})"


def as_published(chain: Chain, found: Conclusions) -> Iterator[str]:
    """What a reader of the news could know on a day."""
    for one in chain["as_published"]:
        then = found.at(date.fromisoformat(one["date"]))
        states = States(then)
        wrong = [*_newest(one, then, states), *_events(chain, one, then)]
        if "contradicts" in one:
            wanted = {frozenset(states[id_] for id_ in pair) for pair in one["contradicts"]}
            allowed = {frozenset({states[tie["from"]], states[tie["to"]]}) for tie in chain["may_relations"]}
            drawn = {
                frozenset({states[tie.left], states[tie.right]}) for tie in then.relations if tie.type == "contradicts"
            }
            if difference := sets(_pairs(wanted), _pairs((drawn - allowed) | (drawn & wanted))):
                wrong.append(f"contradicts {difference}")
        if "withdrawn" in one:
            gone = {state.first for line in then.lines for state in line.states if state.withdrawn}
            if difference := sets({states[id_] for id_ in one["withdrawn"]}, gone):
                wrong.append(f"withdrawn {difference}")
        yield from (f"{one['date']}: {text}" for text in wrong)


def _newest(one: Entry, then: Conclusions, states: States) -> Iterator[str]:
    counts = {
        key: value for key, value in one.items() if key not in ("date", "events", "contradicts", "withdrawn", "modal")
    }
    for counted in {**counts, **({"": one["modal"]} if "modal" in one else {})}:
        modal = not counted
        wanted = one["modal"] if modal else one[counted]
        drawn = {
            f"{' '.join(line.origin)} {line.place or ''}".strip(): line.states[-1].first
            for line in then.lines
            if line.origin
            and line.states
            and line.modal == modal
            and (line.counted == counted or (modal and line.counted in counts))
        }
        should = {name: states[id_] for name, id_ in wanted.items()}
        for name in sorted({*drawn, *should}):
            if drawn.get(name) != should.get(name):
                yield f"{counted or 'forecast'}, {name}: {drawn.get(name)}, not {should.get(name)}"


def _events(chain: Chain, one: Entry, then: Conclusions) -> Iterator[str]:
    of = {id_: group for group in then.groups for id_ in group.tellings}
    for name, wanted in (one.get("events") or {}).items():
        group = of.get(_event_of(chain, then, name) or "")
        if group is None:
            yield f"{name} is not known"
            continue
        standing = [tie for tie in then.stands if tie.right == group.id and tie.until is None]
        held = {
            "status": group.status,
            "type": group.type,
            "contested": sorted(group.contested),
            "denies": _speakers(then, (tie.left for tie in standing if tie.type == "denies")),
            "admits": _speakers(then, (tie.left for tie in standing if tie.type == "admits")),
        }
        for field, value in wanted.items():
            should = value if isinstance(held[field], str) else sorted(value)
            if held[field] != should:
                yield f"{name}: {field} {held[field]}, not {should}"


def _speakers(then: Conclusions, tellings: Iterator[str]) -> list[str]:
    return sorted(
        {then.voice(who) for id_ in tellings for holder in then.tellings[id_].holders for who in holder.entities}
    )


def _pairs(pairs: set[frozenset[str]]) -> set[str]:
    return {" and ".join(sorted(pair)) for pair in pairs}


def _event_of(chain: Chain, then: Conclusions, name: str) -> str | None:
    """The first telling of an event that is known by then."""
    wanted = next(group for group in chain["groups"] if group["id"] == name)
    return next((id_ for id_ in wanted["tellings"] if id_ in then.tellings), None)


def _figure_of(then: Conclusions, one: Entry) -> str | None:
    """The earliest figure, on the pages that are named, with the number that is named."""
    digits = re.search(r"\d[\d,]*", one["figure"])
    wanted = number(digits[0].replace(",", "")) if digits else None
    told = [
        figure
        for figure in then.figures.values()
        if figure.page.report in one["pages"] and wanted in (figure.point, figure.low, figure.high)
    ]
    told.sort(key=lambda figure: (figure.counted not in one["figure"], figure.page.published or date.max, figure.id))
    return told[0].id if told else None


JUDGES: Mapping[str, Callable[[Chain, Conclusions], Iterator[str]]] = {
    "lines": figures.lines,
    "alone": figures.alone,
    "relations": figures.relations,
    "no_relation": figures.no_relation,
    "sums": figures.sums,
    "works": works,
    "support": support,
    "groups": events.groups,
    "history": events.history,
    "apart": events.apart,
    "event_relations": events.event_relations,
    "stale_tellings": events.stale_tellings,
    "stands": events.stands,
    "checks": checks,
    "as_published": as_published,
}
"""Kind of conclusion to what compares it."""
