r"""Kinds of event and the words that name them: the files ``events/*.yml``.

One file per type, PLOVER types in capitals, our own in small letters::

    about: {origin: …, licence: CC0-1.0, updated: 2026-11-23}
    type: RETREAT
    meaning: Gives way in deed, with effect at once.
    quad: 2                                  # 1-4; left out for own types
    score: 6.5                               # -10 to +10
    recipient: required                      # or optional (the default)
    cameo: 084                               # code of an event without mode, where one exists
    rules: [ … ]                             # border cases in prose, shown by explain
    modes:
      withdraw: {meaning: …, score: 8, cameo: 0874, note: …}
    predicates:
      - verb: pull out                       # or noun, adjective, phrase; the lemma, a verb with its particle
        slots: {actor: subject, with: object, place: of|from}
        mode: withdraw
        contexts: [military]
        only: {actor: [country, MIL]}        # per role or place in the grammar: kinds, sectors, countries or words
        unless: {object: [market]}
        force: demand                        # REQUEST only: appeal or demand
        status: planned                      # what the word itself says of where the act stands
        light: [complete, begin]             # nouns: verbs that add only phase or status
        examples: [ "[actor Chad] [event pulled out] of [place Faya].", {not: "…"} ]

Whoever writes such a file checks it with ``check_files``::

    python -c "import sys; from dragoman.codebook.events import check_files as c; print(*c(sys.argv[1:]), sep='\n')" FILE…
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .about import parse_about
from .examples import Example, parse_examples
from .problems import Problem, nearest
from .shape import Fields, split_alternatives
from .yamltext import Node, Table, Text, YamlProblem, load_text

PARTS = ("verb", "noun", "adjective", "phrase")
"""What a predicate may be."""
SLOT_ROLES = ("actor", "recipient", "with", "place", "when", "content", "from")
"""Roles that a predicate's slots may fill."""
GRAMMAR = ("subject", "object", "indirect", "possessor", "content", "clause")
"""Places in the grammar other than prepositions."""
STATUSES = (
    "happened", "under_way", "planned", "promised", "threatened", "attempted", "cancelled", "denied", "hypothetical",
)  # fmt: skip
FORCES = ("appeal", "demand")


@dataclass(frozen=True, slots=True)
class Mode:
    """How an act of some type is done."""

    name: str
    meaning: str
    score: float | None = None
    """Conflict-cooperation scale, -10 to +10; None: the type's score holds."""
    cameo: str | None = None
    note: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that names an act of some type, and where its roles stand in the grammar."""

    type: str
    pos: str
    """verb noun adjective phrase"""
    lemma: str
    """The word as it stands in a dictionary; a verb with its particle ("pull out"), a phrase with all its words."""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Role to places in the grammar: subject object indirect possessor content clause, or prepositions."""
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    force: str | None = None
    """appeal or demand, for REQUEST."""
    status: str | None = None
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per role or place in the grammar, what must stand there: kinds, sectors, countries or words."""
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    light: tuple[str, ...] = ()
    """Verbs that add only phase or status to a noun."""
    note: str | None = None
    examples: tuple[Example, ...] = ()
    where: str = ""

    @property
    def head(self) -> str:
        """The first word: the verb of "pull out"."""
        return self.lemma.split(" ", 1)[0]

    @property
    def particle(self) -> str | None:
        """The rest of a verb of several words, "out" in "pull out"."""
        parts = self.lemma.split(" ", 1)
        return parts[1] if self.pos == "verb" and len(parts) == 2 else None

    @property
    def key(self) -> str:
        """What an overlay replaces, all entries that share it: type, part of speech, lemma, slots and mode."""
        slots = ",".join(f"{role}={'|'.join(sorted(places))}" for role, places in sorted(self.slots.items()))
        return f"{self.type} {self.pos} {self.lemma} {slots} {self.mode or ''}".strip()


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event."""

    name: str
    meaning: str
    quad: int | None = None
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; None for own types."""
    score: float | None = None
    recipient_required: bool = False
    cameo: str | None = None
    """Code of an event without mode, where one exists."""
    modes: Mapping[str, Mode] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    note: str | None = None
    where: str = ""

    @property
    def plover(self) -> bool:
        """Whether it is one of PLOVER's types (in capitals)."""
        return self.name.isupper()


@dataclass(frozen=True, slots=True)
class EventFile:
    """What one file of ``events/`` says."""

    type: EventType
    predicates: tuple[Predicate, ...] = ()


def parse(node: Node, file: str, problems: list[Problem]) -> EventFile:
    """Read one file. Mistakes of shape go to ``problems``; the result then holds what could be read."""
    fields = Fields(node, file, problems)
    parse_about(fields)
    name = fields.text("type", required=True)
    modes = {str(mode): _parse_mode(mode, inner, fields) for mode, inner in fields.mapping("modes").items()}
    event_type = EventType(
        name=name,
        meaning=fields.text("meaning", required=True),
        quad=fields.whole("quad"),
        score=fields.number("score"),
        recipient_required=fields.one_of("recipient", ("required", "optional")) == "required",
        cameo=_code(fields),
        modes=modes,
        rules=fields.texts("rules"),
        note=fields.text("note"),
        where=fields.where if "type" not in fields.node else f"{file}:{fields.at('type')}",
    )
    if event_type.quad is not None and event_type.quad not in (1, 2, 3, 4):
        fields.problem(f"quad: {event_type.quad} is not 1, 2, 3 or 4", line=fields.at("quad"))
    if event_type.score is not None and not -10 <= event_type.score <= 10:
        fields.problem(f"score: {event_type.score} is outside -10 to +10", line=fields.at("score"))
    if name and not (name.isupper() or name.islower()):
        fields.problem(
            f"type: {name!r}", "PLOVER types stand in capitals, our own in small letters", line=fields.at("type")
        )
    predicates: list[Predicate] = []
    seen: dict[str, str] = {}
    for item in fields.items("predicates"):
        predicate = _parse_predicate(item, event_type, file, problems)
        if predicate is None:
            continue
        # One word may name several kinds of one act, told apart by what stands in its slots.
        key = f"{predicate.key} {sorted(predicate.only.items())}"
        if key in seen:
            first = seen[key]
            problems.append(_at(predicate.where, f"predicate {predicate.lemma!r} stands twice", f"first at {first}"))
            continue
        seen[key] = predicate.where
        predicates.append(predicate)
    fields.done()
    return EventFile(event_type, tuple(predicates))


def _code(fields: Fields) -> str | None:
    code = fields.text("cameo")
    if code is not None and not (code.isdigit() and 2 <= len(code) <= 4):
        fields.problem(
            f"cameo: {code!r} is no CAMEO code", "two to four digits, a leading zero kept", line=fields.at("cameo")
        )
    return code


def _parse_mode(name: str, node: Node, outer: Fields) -> Mode:
    line = name.line if isinstance(name, Text) else outer.line
    fields = Fields(node, outer.file, outer.problems, line=line)
    mode = Mode(
        name=str(name),
        meaning=fields.text("meaning", required=True),
        score=fields.number("score"),
        cameo=_code(fields),
        note=fields.text("note"),
        where=fields.where,
    )
    fields.done()
    return mode


def _parse_predicate(node: Node, event_type: EventType, file: str, problems: list[Problem]) -> Predicate | None:
    fields = Fields(node, file, problems, line=node.line)
    if not isinstance(node, Table):
        return None
    given = [(part, fields.text(part)) for part in PARTS]
    words = [(part, word) for part, word in given if word]
    if len(words) != 1:
        fields.problem(f"a predicate has exactly one of {' '.join(PARTS)}, this one has {len(words)}")
        return None
    pos, lemma = words[0]
    lemma = " ".join(lemma.split())
    mode = fields.text("mode")
    if mode and mode not in event_type.modes:
        fields.problem(
            f"mode: {event_type.name} has no mode {mode!r}", nearest(mode, event_type.modes), line=fields.at("mode")
        )
    defaults = {"type": event_type.name} | ({"mode": mode} if mode else {})
    predicate = Predicate(
        type=event_type.name,
        pos=pos,
        lemma=lemma,
        slots=_parse_slots(fields),
        mode=mode,
        contexts=fields.texts("contexts"),
        cameo=_code(fields),
        force=fields.one_of("force", FORCES),
        status=fields.one_of("status", STATUSES),
        only=_conditions(fields, "only"),
        unless=_conditions(fields, "unless"),
        light=fields.texts("light"),
        note=fields.text("note"),
        examples=parse_examples(fields, defaults=defaults),
        where=fields.where,
    )
    for example in predicate.examples:
        status = example.expect.get("status")
        if status and status not in STATUSES:
            problems.append(_at(example.where, f"status: {status!r} is not known", nearest(status, STATUSES)))
    if not any(not example.negative for example in predicate.examples):
        fields.problem(f"{pos} {lemma!r} has no example", "at least one example and one not: each")
    elif not any(example.negative for example in predicate.examples):
        fields.problem(f"{pos} {lemma!r} has no counter-example", '- not: "a sentence that the entry must leave alone"')
    fields.done()
    return predicate


def _parse_slots(fields: Fields) -> dict[str, tuple[str, ...]]:
    slots: dict[str, tuple[str, ...]] = {}
    for role, node in fields.mapping("slots").items():
        line = role.line if isinstance(role, Text) else fields.line
        if role not in SLOT_ROLES:
            fields.problem(f"slots: role {str(role)!r} is not known", nearest(role, SLOT_ROLES), line=line)
        if not isinstance(node, Text) or not node.strip():
            fields.problem(f"slots.{role} must be a text", "places parted by |: subject|of", line=line)
            continue
        places = split_alternatives(node)
        for place in places:
            # Places in the grammar are in small letters; a dependency label would tie an entry to one label set.
            if not place.replace(" ", "").isalpha() or not place.islower():
                fields.problem(f"slots.{role}: {place!r}", "a place in the grammar or a preposition", line=line)
        slots[str(role)] = places
    return slots


def _conditions(fields: Fields, key: str) -> dict[str, tuple[str, ...]]:
    """What must (not) stand in a slot; alternatives are a list or parted by ``|``."""
    found = {
        place: tuple(part for item in items for part in split_alternatives(item))
        for place, items in fields.lists(key).items()
    }
    for place in found:
        if not place.replace(" ", "").isalpha() or not place.islower():
            fields.problem(f"{key}: {place!r}", "a role, a place in the grammar or a preposition", line=fields.at(key))
    return found


def _at(where: str, what: str, hint: str = "") -> Problem:
    file, _, line = where.rpartition(":")
    return Problem(file, int(line), what, hint)


def check_files(paths: Iterable[str | Path]) -> list[Problem]:
    """All mistakes of shape in the given ``events/*.yml`` files, in order; an empty list when there is none."""
    problems: list[Problem] = []
    for path in map(Path, paths):
        try:
            node = load_text(path)
        except YamlProblem as error:
            problems.append(error.problem)
        except OSError as error:
            problems.append(Problem(str(path), 1, f"cannot be opened: {error.strerror}"))
        else:
            parse(node, str(path), problems)
    return problems
