"""The spaCy component: a tokenised `Doc` in, the same `Doc` with tags, lemmas, trees, sentences and names out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS
from spacy.tokens import Doc, Span, Token

from dragoman.language.decode import best_names, best_tree, is_tree, spans_of
from dragoman.language.labels import COARSE, PLACES, entity_type
from dragoman.language.lemmas import Lemmas
from dragoman.language.session import Network, Scores
from dragoman.language.windows import PIECE_LIMIT, first_window


@Language.factory("dragoman", default_config={"threads": 2})
def make_dragoman(nlp: Language, name: str, threads: int) -> Dragoman:  # noqa: ARG001 - as spaCy calls it
    """Make the component; spaCy calls this for `nlp.add_pipe("dragoman")`."""
    return Dragoman(name, threads)


class Dragoman:
    """The language model as a pipeline component. The network is loaded on first use, in each process."""

    def __init__(self, name: str = "dragoman", threads: int = 2) -> None:
        self.name = name
        self.threads = threads
        self._network: Network | None = None

    @property
    def network(self) -> Network:
        """The network, loaded when first asked for."""
        if self._network is None:
            self._network = Network.load(self.threads)
        return self._network

    def __getstate__(self) -> dict[str, Any]:
        """Leave the session behind: it cannot travel between processes."""
        return {"name": self.name, "threads": self.threads, "_network": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the state back; the network loads on first use."""
        self.__dict__.update(state)

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:  # noqa: ARG002 - as spaCy calls it
        """Annotate documents one by one; batches would change the answers (see `session`)."""
        for doc in stream:
            yield self(doc)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document in place and return it."""
        words = [t for t in doc if not t.is_space]
        if not words:
            return doc
        rows = _Rows(doc, words, self.network.lemmas)
        paragraphs, forced = _paragraphs(words)
        sizes = [len(self.network.pieces(t.text).pieces) for t in words]
        begin = 0
        while begin < len(words):
            stop = first_window(sizes, paragraphs, begin)
            scores = self.network.run([t.text for t in words[begin:stop]], forced[begin:stop])
            starts = [forced[begin + i] or scores.start[i] > 0 for i in range(stop - begin)]
            starts[0] = True
            if stop < len(words) and paragraphs[stop] == paragraphs[stop - 1]:
                cut = max((i for i, yes in enumerate(starts) if yes), default=0)
                if not cut and sum(sizes[begin:stop]) > PIECE_LIMIT // 2:
                    # A sentence longer than the window: cut after its last comma or semicolon, else at the limit.
                    breaks = [i + 1 for i in range(stop - begin) if words[begin + i].text in {",", ";"}]
                    cut = breaks[-1] if breaks and breaks[-1] > (stop - begin) // 2 else stop - begin
                    stop = begin + cut
                    starts = starts[:cut]
                elif cut:
                    stop = begin + cut
                    starts = starts[:cut]
            self._fill(rows, scores, starts, begin)
            begin = stop
        rows.write()
        return doc

    def _fill(self, rows: _Rows, scores: Scores, starts: list[bool], begin: int) -> None:
        network, labels = self.network, self.network.labels
        edges = [i for i, yes in enumerate(starts) if yes] + [len(starts)]
        for first, stop in pairwise(edges):
            heads = [int(h) for h in scores.heads[first:stop]]
            local = [0 if h == 0 else h - first for h in heads]
            deps = [int(d) for d in scores.deps[first:stop]]
            if not all(0 <= h <= stop - first for h in local) or not is_tree(local):
                block = np.concatenate(
                    [scores.arcs[first:stop, :1], scores.arcs[first:stop, first + 1 : stop + 1]], axis=1
                )
                block[np.arange(stop - first), np.arange(1, stop - first + 1)] = -1e9
                tree = best_tree(block)
                for i, head in enumerate(tree):
                    if head != local[i]:
                        deps[i] = network.relation(scores, first + i, head + first if head else 0)
                local = tree
            for i, head in enumerate(local):
                at = first + i
                rows.add(
                    begin + at,
                    begin + first + head - 1 if head else begin + at,
                    labels["deps"][deps[i]] if head else "ROOT",
                    labels["upos"][scores.upos[at]],
                    labels["xpos"][scores.xpos[at]],
                    labels["lemma"][scores.lemma[at]],
                    labels["feats"][scores.feats[at]],
                )
            fine = [labels["names"][k] for k in best_names(scores.names[first:stop], labels["names"])]
            coarse = [labels["coarse"][k] for k in best_names(scores.coarse[first:stop], labels["coarse"])]
            rows.names.extend((begin + first + a, begin + first + b, kind) for a, b, kind in _joined(fine, coarse))


def _joined(fine: list[str], coarse: list[str]) -> list[tuple[int, int, str]]:
    """Spans of both name heads as one flat list: hand-made labels decide persons, organizations and places."""
    spans = spans_of(fine)
    out: list[tuple[int, int, str]] = []
    for start, end, kind in spans_of(coarse):
        label = COARSE[kind]
        if kind == "LOC":
            votes = [k for a, b, k in spans if k in PLACES and a < end and b > start]
            label = votes[0] if votes else "GPE"
        out.append((start, end, label))
    taken = {i for a, b, _ in out for i in range(a, b)}
    for start, end, kind in spans:
        known = entity_type(kind)
        if known is not None and not taken.intersection(range(start, end)):
            out.append((start, end, known))
    return sorted(out)


def _paragraphs(words: list[Token]) -> tuple[list[int], list[bool]]:
    """Return paragraph numbers and forced sentence starts of the words: a blank line is a boundary."""
    number, numbers, forced = 0, [], []
    text = words[0].doc.text if words else ""  # made anew from all tokens at each asking
    before: Token | None = None
    for word in words:
        gap = "" if before is None else text[before.idx + len(before.text) : word.idx]
        new = before is None or gap.count("\n") > 1
        number += new and before is not None
        numbers.append(number)
        forced.append(new)
        before = word
    return numbers, forced


class _Rows:
    """The annotation of one document as it grows, written into the `Doc` in one go."""

    def __init__(self, doc: Doc, words: list[Token], lemmas: Lemmas) -> None:
        self.doc, self.words, self.lemmas = doc, words, lemmas
        self.table = np.zeros((len(doc), 6), dtype=np.uint64)
        self.names: list[tuple[int, int, str]] = []
        strings, morphology = doc.vocab.strings, doc.vocab.morphology
        self._code = strings.add
        self._morph = morphology.add
        head = words[0].i  # white space hangs on the word before it, at the start of a text on the first word
        for token in doc:
            if token.is_space:
                self.table[token.i] = self._row(head - token.i, "dep", "SPACE", "_SP", token.text, "_")
            else:
                head = token.i

    def _row(self, offset: int, dep: str, pos: str, tag: str, lemma: str, feats: str) -> list[int]:
        return [
            offset % (1 << 64),
            self._code(dep),
            IDS[pos],
            self._code(tag),
            self._code(lemma),
            int(self._morph("" if feats == "_" else feats)),
        ]

    def add(self, word: int, head: int, dep: str, pos: str, tag: str, script: str, feats: str) -> None:
        token, target = self.words[word], self.words[head]
        lemma = self.lemmas(token.text, pos, script) or token.text
        self.table[token.i] = self._row(target.i - token.i, dep, pos, tag, lemma, feats)

    def write(self) -> None:
        self.doc.from_array([HEAD, DEP, POS, TAG, LEMMA, MORPH], self.table)  # type: ignore[arg-type]  # 64 bits: heads are offsets modulo 2^64
        ents = [Span(self.doc, self.words[a].i, self.words[b - 1].i + 1, label=kind) for a, b, kind in self.names]
        self.doc.set_ents([e for e in ents if e.text.strip()])
