"""Events: groups of tellings and what is made of them, as they must be and as they were drawn."""

from __future__ import annotations

from collections.abc import Iterator

from chain_conclusions import Conclusions, States, day
from chain_files import Chain, texts

from dragoman.record.facts import Relation


def groups(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Events as sets of tellings, with what is made of them."""
    of = {id_: group for group in found.groups for id_ in group.tellings}
    for wanted in chain["groups"]:
        members = set(wanted["tellings"])
        touched = {of[id_].id: of[id_] for id_ in wanted["tellings"] if id_ in of}
        if len(touched) != 1 or set(next(iter(touched.values())).tellings) != members:
            yield f"{wanted['id']} {sorted(members)} is {[list(group.tellings) for group in touched.values()]}"
            continue
        group = next(iter(touched.values()))
        given = {
            "status": (wanted["status"], group.status),
            "when": (sorted(texts(wanted["when"])), sorted(group.when)),
            "contested": (sorted(texts(wanted.get("contested"))), sorted(group.contested)),
            "a set": (wanted.get("set") == "yes", group.is_set),
        }
        for field, (should, is_) in given.items():
            if should != is_:
                yield f"{wanted['id']}: {field} {is_}, not {should}"
    told = {id_ for wanted in chain["groups"] for id_ in wanted["tellings"]}
    yield from (f"{id_} is in no event" for id_ in sorted(told - set(of)))


def history(chain: Chain, found: Conclusions) -> Iterator[str]:
    """The steps of an event, by day of publication."""
    of = {id_: group for group in found.groups for id_ in group.tellings}
    for wanted in chain["groups"]:
        group = of.get(wanted["tellings"][0])
        if not wanted.get("history") or group is None:
            continue
        held = [(str(one.published), one.status, one.type, one.contested, one.admitted) for one in group.history]
        steps = wanted["history"]
        fits = len(held) == len(steps) and all(
            (published, status, contested, admitted)
            == (step["published"], step["status"], step.get("contested") == "yes", step.get("admitted") == "yes")
            and step.get("type", type_) == type_
            for (published, status, type_, contested, admitted), step in zip(held, steps, strict=True)
        )
        if not fits:
            shown = [" ".join([*one[:3], *("contested",) * one[3], *("admitted",) * one[4]]) for one in held]
            yield f"{wanted['id']}: {shown}, not {steps}"


def apart(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Tellings that were merged and must not be."""
    of = {id_: group.id for group in found.groups for id_ in group.tellings}
    for one in chain["apart"]:
        left, right = one["pair"]
        if left in of and of.get(left) == of.get(right):
            yield f"{left} and {right} are one event, though {one.get('why', 'they must not be')}"


def event_relations(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Parts, members of a set, plans taken up again."""
    names = {id_: group["id"] for group in chain["groups"] for id_ in group["tellings"]}
    wanted = {(one["from"], one["type"], one["to"]) for one in chain["event_relations"]}
    drawn = {(names[one.left], one.type, names[one.right]) for one in found.event_relations}
    yield from (f"missing: {' '.join(one)}" for one in sorted(wanted - drawn))
    yield from (f"unwanted: {' '.join(one)}" for one in sorted(drawn - wanted))


def stale_tellings(chain: Chain, found: Conclusions) -> Iterator[str]:
    """An old status told after it was closed."""
    wanted = {(one["telling"], one["newer"]) for one in chain["stale_tellings"]}
    drawn = {pair for group in found.groups for pair in group.stale}
    if wanted != drawn:
        yield f"{sorted(drawn)}, not {sorted(wanted)}"


def stands(chain: Chain, found: Conclusions) -> Iterator[str]:
    """Denials and admissions: of what, since when, until when. Any telling of the same holder may stand for it."""
    states, names = States(found), {id_: group["id"] for group in chain["groups"] for id_ in group["tellings"]}
    drawn: dict[tuple[str, str], list[Relation]] = {}
    for one in found.stands:
        drawn.setdefault((one.type, names.get(one.right) or states[one.right]), []).append(one)
    for wanted in chain["stands"]:
        key = wanted["type"], wanted["event"] if "event" in wanted else states[wanted["figure"]]
        held = [one for one in drawn.get(key, ()) if _speakers(found, one.left) == _speakers(found, wanted["telling"])]
        days = {(day(one.since), day(one.until)) for one in held}
        if (wanted["since"], wanted.get("until", "")) not in days:
            told = f"from {wanted['since']} to {wanted.get('until') or 'now'}"
            yield f"{wanted['telling']} {' '.join(key)} {told}: drawn {sorted(days) or 'nowhere'}"
    about = {(one["type"], one["event"] if "event" in one else states[one["figure"]]) for one in chain["stands"]}
    yield from (f"unwanted: {one.left} {' '.join(key)}" for key in drawn if key not in about for one in drawn[key])


def _speakers(found: Conclusions, telling: str) -> set[str]:
    return {who for holder in found.tellings[telling].holders for who in holder.entities}
