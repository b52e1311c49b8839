"""Figures over time: lines and relations of a chain as they must be, and as they were drawn."""

from __future__ import annotations

from collections.abc import Iterator

from chain_conclusions import Conclusions, States, Tie, members, sets
from chain_files import Chain, Entry, texts


def lines(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Lines by their states; ticks, stale figures, what was withdrawn, and whether it is a forecast."""
    holds = {id_: line for line in found.lines if line.origin for id_ in members(line)}
    matched: list[str] = []
    for wanted in chain["lines"]:
        name = _line_name(wanted)
        points, ticks, stale = (list(texts(wanted.get(key))) for key in ("points", "ticks", "stale"))
        line = holds.get(points[0])
        if line is None:
            yield f"{name}: no line has {points[0]}"
            continue
        matched.append(line.key)
        expected, drawn = {*points, *ticks, *stale}, set(members(line))
        if expected != drawn:
            yield f"{name}: {sets(expected, drawn)}"
        states = [sorted(state.figures) for state in line.states]
        if len(states) != len(points) or any(point not in state for point, state in zip(points, states, strict=False)):
            yield f"{name}: states {states}, not {points}"
        if set(stale) != set(line.stale):
            yield f"{name}: stale {sorted(line.stale)}, not {stale}"
        if set(line.ticks) != drawn - set(line.stale) - {state.first for state in line.states}:
            yield f"{name}: ticks {sorted(line.ticks)}"
        if line.modal != (wanted.get("modal") == "yes"):
            yield f"{name}: modal {line.modal}"
        days = sorted({str(state.withdrawn) for state in line.states if state.withdrawn})
        if days != list(texts(wanted.get("withdrawn"))):
            yield f"{name}: withdrawn {days}, not {wanted.get('withdrawn') or 'never'}"
        if (
            line.counted != wanted["counted"]
            or line.origin != (wanted["origin"],)
            or (line.place or "") != wanted.get("scope", "")
        ):
            yield f"{name}: is told as {line.key}"
    free = _unlisted(chain)
    for line in found.lines:
        if line.origin and line.key not in matched and not free >= set(members(line)):
            yield f"an unwanted line {line.key}: {members(line)}"


def alone(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Figures in no line of an origin."""
    loose = {id_ for line in found.lines if not line.origin for id_ in members(line)}
    if (wanted := set(chain["alone"])) != (drawn := {*found.alone, *loose} - _unlisted(chain)):
        yield sets(wanted, drawn)


def relations(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Wanted relations that are missing or differ, and drawn ones that nobody wants."""
    states = States(found)
    drawn = {states.tie(one.type, one.left, one.right): one for one in found.relations if one.type != "restates"}
    allowed = {states.tie(one["type"], one["from"], one["to"]) for one in chain["may_relations"]}
    wanted: set[Tie] = set()
    for one in chain["relations"]:
        if one["type"] == "restates":
            if states[one["from"]] != states[one["to"]]:
                yield f"missing: {_told(one)}"
            continue
        tie = states.tie(one["type"], one["from"], one["to"])
        wanted.add(tie)
        if tie not in drawn:
            yield f"missing: {_told(one)}"
            continue
        held = drawn[tie]
        if one.get("direction") and held.direction != one["direction"]:
            yield f"{_told(one)}: direction {held.direction}, not {one['direction']}"
        if one.get("newer") and states[held.newer or ""] != states[one["newer"]]:
            yield f"{_told(one)}: newer {held.newer}, not {one['newer']}"
        if one.get("until") and str(held.until) != one["until"]:
            yield f"{_told(one)}: until {held.until}, not {one['until']}"
    for tie, held in drawn.items():
        if tie not in wanted and tie not in allowed:
            yield f"unwanted: {held.left} {held.type} {held.right} by {held.rule}{': ' * bool(held.why)}{held.why}"


def no_relation(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Traps that were walked into."""
    states = States(found)
    drawn = {(one.type, frozenset({states[one.left], states[one.right]})) for one in found.relations}
    for trap in chain["no_relation"]:
        left, right = trap["pair"]
        if trap["not"] == "restates":
            bad = states[left] == states[right]
        else:
            bad = (trap["not"], frozenset({states[left], states[right]})) in drawn
        if bad:
            yield f"{left} {trap['not']} {right}, though {trap.get('why', 'it must not')}"


def sums(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Parts against wholes."""
    for one in chain["sums"]:
        claim = {"kind": "sum", "parts": one["parts"], "whole": one["whole"]}
        result = found.check({"claim": claim, "as_published": "", "coverage": ""})
        if result.verdict != one["verdict"]:
            yield f"{' + '.join(one['parts'])} against {one['whole']}: {result.verdict}, not {one['verdict']} ({result.why})"


def _unlisted(chain: Chain) -> set[str]:
    """Figures of which the answers do not say whether they are in a line."""
    listed = {id_ for line in chain["lines"] for key in ("points", "ticks", "stale") for id_ in texts(line.get(key))}
    return {figure["id"] for figure in chain["figures"]} - listed - {*chain["alone"]}


def _line_name(line: Entry) -> str:
    return " ".join(str(line[key]) for key in ("origin", "counted", "of", "scope") if line.get(key))


def _told(one: Entry) -> str:
    return f"{one['from']} {one['type']} {one['to']}"
