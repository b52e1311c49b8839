"""The codebook as the readers see it: typed, frozen, with the origin of every entry."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from dragoman.errors import CodebookError
from dragoman.model import Plover

from . import cameo as cameo_map_file
from . import cues as cue_file
from . import dates as date_file
from . import events as event_file
from . import folds as status_file
from . import marks as mark_file
from . import ontology, roles
from . import quantities as quantities_file
from . import statuswords as statuswords_file
from .cameo import NO_ACT, Act, CameoMap
from .cues import Cue, CueFile, Hedge
from .dates import Dates
from .events import EventType, Predicate
from .explain import Explanation, explain
from .folds import Folded, StatusFile
from .loader import Loaded, TableSource, load
from .marks import Marks
from .ontology import Context, Policies, Sector, Term
from .problems import Problem
from .quantities import Quantities
from .roles import Roles
from .statuswords import StatusWords
from .tables import CameoRow, CountryRow, EntityRow, NameRow, OfficeRow, OutletRow, PlaceRow, RowTable
from .yamltext import Node

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Codebook:
    """What counts as what: the shipped files, with a user's folder laid over them.

    Tables are read when they are first asked for. Two codebooks are equal when their content is.

    >>> codebook = Codebook.load()
    >>> codebook.types["CONSULT"].modes["visit"].score
    4.0
    >>> codebook.fold("CONSULT", "visit", "planned")
    Plover(type='AGREE', mode=None)
    >>> codebook.cameo_code("CONSULT", "visit")
    '042'
    """

    overlay: Path | None = None
    """The user's folder."""
    types: Mapping[str, EventType] = field(default_factory=dict)
    """Kinds of event by name, PLOVER types in capitals."""
    predicates: tuple[Predicate, ...] = ()
    contexts: Mapping[str, Context] = field(default_factory=dict)
    sectors: Mapping[str, Sector] = field(default_factory=dict)
    """By code, the seven that stand for a country too."""
    status: StatusFile = field(default_factory=StatusFile)
    cameo_map: CameoMap = field(default_factory=CameoMap)
    policies: Policies = field(default_factory=Policies)
    vocabularies: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    date_forms: tuple[Term, ...] = ()
    roles: Roles = field(default_factory=Roles)
    cues: tuple[Cue, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    quantities: Quantities = field(default_factory=Quantities)
    dates: Dates = field(default_factory=Dates)
    status_words: StatusWords = field(default_factory=StatusWords)
    marks: Marks = field(default_factory=Marks)
    sources: Mapping[str, TableSource] = field(default_factory=dict)
    """Where the rows of each table come from."""
    text_hash: str = ""
    """A hash of the YAML files alone."""

    @classmethod
    def load(cls, overlay: str | Path | None = None) -> Codebook:
        """Read the shipped files and, laid over them, a folder of the same shape.

        Raises ``CodebookError`` with all mistakes at once.
        """
        folder = Path(overlay) if overlay is not None else None
        with _collector_at_rest():
            loaded = load(folder)
            codebook = typed(loaded, folder)
        if loaded.problems:
            raise CodebookError(sorted(set(loaded.problems)))
        return codebook

    @property
    def events(self) -> tuple[EventType, ...]:
        """Kinds of event."""
        return tuple(self.types.values())

    @cached_property
    def hash(self) -> str:
        """A hash of the whole content: neither order, blanks, comments, headers nor examples count."""
        parts = [self.text_hash, *(f"{name} {source.digest()}" for name, source in sorted(self.sources.items()))]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @cached_property
    def cameo(self) -> RowTable[CameoRow]:
        """The codes of CAMEO, and the type and mode that each becomes."""
        return self.sources["cameo"].table()

    @cached_property
    def countries(self) -> RowTable[CountryRow]:
        """States and territories, by ISO 3166-1 alpha-3."""
        return self.sources["countries"].table()

    @cached_property
    def entities(self) -> RowTable[EntityRow]:
        """Persons, organizations, groups."""
        return self.sources["entities"].table()

    @cached_property
    def names(self) -> RowTable[NameRow]:
        """Names of countries, entities and outlets."""
        return self.sources["names"].table()

    @cached_property
    def offices(self) -> RowTable[OfficeRow]:
        """Who held which office when."""
        return self.sources["offices"].table()

    @cached_property
    def places(self) -> RowTable[PlaceRow]:
        """Places with coordinates."""
        return self.sources["places"].table()

    @cached_property
    def outlets(self) -> RowTable[OutletRow]:
        """Who publishes."""
        return self.sources["outlets"].table()

    def score(self, type_: str, mode: str | None = None) -> float | None:
        """The conflict-cooperation score of a type and mode, -10 to +10; None where the codebook gives none.

        >>> Codebook.load().score("PROTEST", "vandalize")
        -5.0
        """
        event_type = self.types.get(type_)
        if event_type is None:
            return None
        named = event_type.modes.get(mode or "")
        return named.score if named is not None and named.score is not None else event_type.score

    def fold(
        self,
        type_: str,
        mode: str | None,
        status: str,
        *,
        own: bool = False,
        act: Act = NO_ACT,
        fold: str = "manual",
    ) -> Plover | None:
        """What PLOVER makes of a type, mode and status; None where it makes no row, and for the codebook's own types.

        ``own``: hypothetical, and said by the actor of its own act. Raises ``KeyError`` for an unknown fold.
        """
        folded = self.folded(type_, mode, status, own=own, act=act, fold=fold)
        return Plover(type=folded.type, mode=folded.mode) if folded is not None else None

    def folded(
        self,
        type_: str,
        mode: str | None,
        status: str,
        *,
        own: bool = False,
        act: Act = NO_ACT,
        fold: str = "manual",
    ) -> Folded | None:
        """The same with the CAMEO code of the folded row, for exports."""
        table = self.status.folds[fold]
        return status_file.fold(table, self.cameo_map, type_, mode, status, own=own, act=act)

    def cameo_code(
        self, type_: str, mode: str | None = None, act: Act = NO_ACT, *, predicate: Predicate | None = None
    ) -> str | None:
        """The CAMEO code of the act that the words name, whatever its status; None where there is none.

        >>> Codebook.load().cameo_code("REQUEST", "meet", Act(force="demand"))
        '106'
        """
        if predicate is not None and predicate.cameo is not None:
            return predicate.cameo
        code = self.cameo_map.code(type_, mode, act)
        event_type = self.types.get(type_)
        if code is not None or event_type is None:
            return code
        named = event_type.modes.get(mode or "")
        return (named.cameo if named is not None else None) or event_type.cameo

    def explain(self, code: str) -> Explanation | None:
        """What a type, mode, context, sector, CAMEO code, status, cue, entity, date or other value means.

        None where nothing has this name. ``CONSULT-visit`` or ``CONSULT visit`` names a mode.
        """
        return explain(self, code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Codebook) and other.hash == self.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __reduce__(self) -> tuple[Callable[[Path | None, str], Codebook], tuple[Path | None, str]]:
        # Reading the files again is as quick as unpickling, and keeps the lazy tables lazy.
        return _again, (self.overlay, self.hash)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Hundreds of thousands of nodes are made, and none is garbage yet: looking for it takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _again(overlay: Path | None, expected: str) -> Codebook:
    codebook = Codebook.load(overlay)
    if codebook.hash != expected:
        where = str(overlay or "shipped codebook")
        raise CodebookError([Problem(where, 1, "the codebook has changed since it was loaded", "start again")])
    return codebook


def typed(loaded: Loaded, overlay: Path | None = None) -> Codebook:
    """The typed codebook of loaded files; what is wrong is added to ``loaded.problems``."""
    problems = loaded.problems

    def read(name: str, parse: Callable[[Node, str, list[Problem]], T], empty: T) -> T:
        node = loaded.nodes.get(name)
        return parse(node, node.file, problems) if node is not None else empty

    types: dict[str, EventType] = {}
    predicates: list[Predicate] = []
    for node in loaded.events.values():
        content = event_file.parse(node, node.file, problems)
        types[content.type.name] = content.type
        predicates.extend(content.predicates)
    cameo_map = read("cameo_map.yml", cameo_map_file.parse, CameoMap())
    no_terms: tuple[dict[str, dict[str, Term]], tuple[Term, ...]] = ({}, ())
    vocabularies, date_forms = read("vocabulary.yml", ontology.parse_vocabulary, no_terms)
    cue_entries, hedge_entries = (read(name, cue_file.parse, CueFile()) for name in ("cues/en.yml", "hedges/en.yml"))
    return Codebook(
        overlay=overlay,
        types=types,
        predicates=tuple(predicates),
        contexts=read("contexts.yml", ontology.parse_contexts, {}),
        sectors=read("sectors.yml", ontology.parse_sectors, {}),
        status=read("status.yml", lambda n, f, p: status_file.parse(n, f, cameo_map.cases, p), StatusFile()),
        cameo_map=cameo_map,
        policies=read("policies.yml", ontology.parse_policies, Policies()),
        vocabularies=vocabularies,
        date_forms=date_forms,
        roles=read("roles.yml", roles.parse, Roles()),
        cues=cue_entries.cues,
        hedges=hedge_entries.hedges,
        quantities=read("quantities/en.yml", quantities_file.parse, Quantities()),
        dates=read("dates/en.yml", date_file.parse, Dates()),
        status_words=read("status_words/en.yml", statuswords_file.parse, StatusWords()),
        marks=read("marks/en.yml", mark_file.parse, Marks()),
        sources=loaded.tables,
        text_hash=loaded.digest(),
    )
