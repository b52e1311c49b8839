"""Words to places: which place of the gazetteer a report means, by the countries that it speaks of and by size."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from dragoman.codebook import Codebook
from dragoman.codebook.tables import PlaceRow
from dragoman.model import Place, Span
from dragoman.model.words import PlacePrecision

_WORD = re.compile(r"[^\W_][\w'’.-]*", re.UNICODE)
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:[ ](?:of|and|the|de|al|el|[^\W\d_a-z][\w'’.-]*)){0,4}")
_DATELINE = re.compile(
    r"\n\n\W*(?P<place>[^\W\d_a-z][^\n\d,(:–—]{1,40}?)\s*(?:[,(][^\n–—]{1,30}?)?\s*(?:--|(?<=\s)-|–|—|:)\s"
)
_SITUATED = re.compile(
    r"\b(?:in|at|near|of|to|outside|from)\s+(?:the\s+)?([^\W\d_a-z][\w'’-]*(?:[ ](?:de|al|el|[^\W\d_a-z][\w'’-]*)){0,3})"
)
_KINDS = {
    "city": frozenset({"city"}),
    "town": frozenset({"city"}),
    "region": frozenset({"admin1", "region"}),
    "province": frozenset({"admin1"}),
}
"""Nouns that point back to a place named before, and the kinds of place that they mean."""
_SIDES = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"})
_HERE = "here"
_CAPITAL = "capital"
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_RANK = {
    "country": 6.0,
    "sea": 5.0,
    "city": 4.0,
    "region": 4.0,
    "admin1": 3.5,
    "admin2": 2.0,
    "district": 2.0,
    "site": 3.0,
}
_PRECISIONS: tuple[PlacePrecision, ...] = ("site", "district", "city", "admin2", "admin1", "country", "region", "sea")
_COUNTRY_NAMES = frozenset({"short", "full", "former", "acronym"})


class Gazetteer:
    """The places of a codebook as one report speaks of them."""

    def __init__(self, codebook: Codebook, text: str) -> None:
        self._codebook = codebook
        self._text = text
        self._found: dict[str, Place | None] = {}

    def place(self, words: Span) -> Place:
        """The place that some words name; their own words where the gazetteer has no such place."""
        key = words.words
        if key.lower() == _HERE and self.dateline is not None:
            return self.place(self.dateline).replace(words=words)
        if _bare(key).lower() == _CAPITAL and self.countries:
            country = self._codebook.countries.get(self.countries.most_common(1)[0][0])
            if country is not None and country.capital and country.capital != key:
                return self.place(words.replace(end=words.start + len(country.capital), words=country.capital)).replace(
                    words=words
                )
        kinds = _KINDS.get(_bare(key).lower())
        named = self._named_before(words.start, kinds) if kinds is not None else None
        if named is not None:
            return named.replace(words=words)
        if key not in self._found:
            self._found[key] = self._look_up(words)
        found = self._found[key]
        return found.replace(words=words) if found is not None else Place(name=_bare(key) or key, words=words)

    def _named_before(self, start: int, kinds: frozenset[str]) -> Place | None:
        """The place of some kinds that the report named last before: what "the city" is then."""
        for match in reversed(list(_SITUATED.finditer(self._text, 0, start))):
            words = Span(start=match.start(1), end=match.end(1), words=match[1])
            if match[1] not in self._found:
                self._found[match[1]] = self._look_up(words)
            found = self._found[match[1]]
            if found is not None and found.precision in kinds and found.country in self.countries:
                return found
        return None

    @cached_property
    def dateline(self) -> Span | None:
        """The place in the line of place and date that opens the body; null where there is none, or more than one."""
        match = _DATELINE.search(self._text)
        if (
            match is None
            or "/" in match["place"]
            or not all(word[0].isupper() for word in match["place"].split() if len(word) > 3)
        ):
            return None
        return Span(start=match.start("place"), end=match.end("place"), words=match["place"])

    @cached_property
    def countries(self) -> Counter[str]:
        """How often the report speaks of each country, by its names, adjectives and capital."""
        found: Counter[str] = Counter()
        for match in _CAPITALISED.finditer(self._text):
            for words, last in _runs(match[0]):
                rows = self._codebook.names.find("name", words)
                codes = {row.entity for row in rows if row.entity in self._codebook.countries and not row.needs}
                if len(codes) == 1:
                    found.update(codes)
                    break
                if last:
                    break
        return found

    def _look_up(self, words: Span) -> Place | None:
        for name in _candidates(words.words):
            if name.islower() or (name.lower() in _SIDES and name != _bare(words.words)):
                continue  # "the centre" is no place called Centre, nor "North Ossetia" one called North
            country = self._country(name)
            rows = [*self._codebook.places.find("name", name), *self._codebook.places.find("names", name)]
            best = max(dict.fromkeys(rows), key=lambda row: self._score(row, name), default=None)
            if country is not None and (
                best is None or best.kind not in {"city", "country"} or self._score(best, name) < _RANK["country"]
            ):
                return self._of_country(country, words)
            if best is not None:
                return self._of_row(best, name, words)
        return None

    def _country(self, name: str) -> str | None:
        rows = [row for row in self._codebook.names.find("name", name) if row.kind in _COUNTRY_NAMES and not row.needs]
        codes = {row.entity for row in rows if row.entity in self._codebook.countries}
        return codes.pop() if len(codes) == 1 else None

    def _score(self, row: PlaceRow, name: str) -> float:
        """How likely a place is meant: one in a country of the report before a large one elsewhere."""
        score = _RANK.get(row.kind, 1.0) + math.log10(max(row.population or 1, 1)) / 2
        if row.country in self.countries:
            score += 4.0 + min(self.countries[row.country], 6) / 3
        if row.name.casefold() == name.casefold():
            score += 0.5
        return score

    def _of_country(self, code: str, words: Span) -> Place:
        row = self._codebook.countries[code]
        match = next((place for place in self._codebook.places.find("country", code) if place.kind == "country"), None)
        return Place(
            name=row.name, country=code if re.fullmatch(r"[A-Z]{3}", code) else None, geonames=match.geonames if match else None,
            lat=match.lat if match else None, lon=match.lon if match else None, precision="country", words=words,
        )  # fmt: skip

    def _of_row(self, row: PlaceRow, name: str, words: Span) -> Place:
        # GeoNames prefers one transcription; a listed name that the report uses is as good, and readers know it.
        listed = next((one for one in row.names if one.casefold() == name.casefold()), row.name)
        precision = next((p for p in _PRECISIONS if p == row.kind), None)
        return Place(
            name=row.name if row.name.casefold() == name.casefold() else listed, country=row.country or None, geonames=row.geonames,
            lat=row.lat, lon=row.lon, precision=precision, within=self._within(row, name), words=words,
        )  # fmt: skip

    def _within(self, row: PlaceRow, called: str) -> tuple[str, ...]:
        """The larger places in which one lies, the nearest first, without its country."""
        found: list[str] = []
        above = self._codebook.places.get(row.parent) if row.parent else None
        while above is not None and above.kind != "country" and above.name not in found:
            if above.name.casefold() not in {row.name.casefold(), called.casefold()}:
                found.append(above.name)
            above = self._codebook.places.get(above.parent) if above.parent else None
        return tuple(found)


def _bare(words: str) -> str:
    return _POSSESSIVE.sub("", _ARTICLE.sub("", words.strip())).strip(" ,.;:")


def _candidates(words: str) -> Iterator[str]:
    """Yield the names that some words may hold, the fullest first: "the port city of Odesa", "Odesa"."""
    whole = _ARTICLE.sub("", words.strip())
    seen: set[str] = set()
    for text in (
        words.strip(),
        whole,
        _bare(words),
        whole.split(",")[0],
        re.sub(r"^the\s+", "the ", words.strip(), flags=re.IGNORECASE),
    ):
        if text and text not in seen:
            seen.add(text)
            yield text
    runs = sorted((m[0] for m in _CAPITALISED.finditer(whole)), key=len, reverse=True)
    for run in runs:
        for name, _ in _runs(run):
            bare = _POSSESSIVE.sub("", name)
            for text in (name, bare):
                if text not in seen:
                    seen.add(text)
                    yield text


def _runs(words: str) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of some words from the longest to the single words, and whether it is the last."""
    parts = [m[0] for m in _WORD.finditer(words)]
    spans = [(low, low + size) for size in range(len(parts), 0, -1) for low in range(len(parts) - size + 1)]
    for number, (low, high) in enumerate(spans, 1):
        run = " ".join(parts[low:high])
        if run[:1].isupper():
            yield _POSSESSIVE.sub("", run), number == len(spans)
