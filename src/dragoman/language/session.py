"""The network at run time: the only module that imports onnxruntime.

One window per call. Dynamic int8 quantisation takes one scale over a whole activation tensor, so with several windows in a batch
each would move the others' answers; a reading must not depend on its neighbours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime

from dragoman.language.lemmas import Lemmas
from dragoman.language.pieces import Pieces
from dragoman.language.windows import encode

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


class Scores(NamedTuple):
    """What the network says of one window of W words: the outputs of its graph, by name. Heads are 1-based, 0 is the root."""

    heads: Ints  # (W,)
    arcs: Floats  # (W, W + 1)
    deps: Ints  # (W,) labels of the greedy heads
    label_dep: Floats  # (W, 97)
    label_head: Floats  # (W + 1, 97)
    start: Floats  # (W,) above zero: starts a sentence
    upos: Ints
    xpos: Ints
    feats: Ints
    lemma: Ints
    names: Floats  # (W, labels)
    coarse: Floats  # (W, labels)


@dataclass(slots=True)
class Network:
    """The session with its vocabulary and its labels."""

    session: Any
    pieces: Pieces
    labels: Mapping[str, Sequence[str]]
    relations: Floats
    lemmas: Lemmas
    digest: str

    @classmethod
    def load(cls, threads: int = 2) -> Network:
        """Build the session from the weights in the package; `threads` work on one call."""
        folder = resources.files("dragoman.language") / "weights"
        info = json.loads((folder / "model.json").read_text("utf-8"))
        model = (folder / "model.onnx").read_bytes()
        vocab = {line: number for number, line in enumerate((folder / "vocab.txt").read_text("utf-8").splitlines())}
        with (folder / "relations.npy").open("rb") as file:
            relations = np.load(file).astype(np.float32)
        lemmas = Lemmas.parse((folder / "lemmas.tsv").read_text("utf-8"), vocab)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "1" if threads > 1 else "0")
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return cls(session, Pieces(vocab), info["labels"], relations, lemmas, hashlib.sha256(model).hexdigest())

    def run(self, forms: Sequence[str], forced: Sequence[bool]) -> Scores:
        """Read one window; `forced` marks words that start a sentence whatever the network thinks."""
        arrays = encode(forms, self.pieces)
        feed = {
            "pieces": arrays.pieces[None],
            "cases": arrays.cases[None],
            "owner": arrays.words[None],
            "features": arrays.features[None],
            "forced": np.asarray([forced], dtype=np.int64),
        }
        return Scores(*(output[0] for output in self.session.run(Scores._fields, feed)))

    def relation(self, scores: Scores, word: int, head: int) -> int:
        """Return the label of a word under a head that is not the greedy one (both as in `Scores.heads`)."""
        return int((self.relations @ scores.label_dep[word] @ scores.label_head[head]).argmax())
