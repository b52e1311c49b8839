"""Batches for the network and dev figures of a torch model: gold tokens, gold sentences for trees, windows for starts."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from data import Sentence

from dragoman.language import scripts
from dragoman.language.decode import best_names, best_tree, spans_of
from dragoman.language.pieces import Pieces
from dragoman.language.windows import encode


@dataclass
class Batch:
    pieces: torch.Tensor
    cases: torch.Tensor
    owner: torch.Tensor
    features: torch.Tensor
    tags: dict[str, torch.Tensor]
    heads: torch.Tensor
    deps: torch.Tensor
    starts: torch.Tensor
    names: dict[str, torch.Tensor]
    allowed: torch.Tensor
    has_tree: torch.Tensor
    forms: list[list[str]]


def collate(
    wins: list[list[Sentence]],
    pieces: Pieces,
    words,  # noqa: ANN001 - the vocabulary of train.py, which imports this module
    rng: random.Random | None = None,
    drop: float = 0.0,
) -> Batch:
    arrays = [encode([f for s in w for f in s.forms], pieces) for w in wins]
    pad = lambda n: -(-n // 16) * 16  # noqa: E731
    P, W, B = pad(max(len(x.pieces) for x in arrays)), pad(max(len(x.features) for x in arrays)), len(wins)  # noqa: N806 - the axes
    piece, case, owner = np.zeros((B, P), np.int64), np.full((B, P), 7), np.full((B, P), -2)
    feats = np.zeros((B, W, 4), np.int64)
    tags = {k: np.full((B, W), -100) for k in ("upos", "xpos", "feats", "lemma")}
    heads, deps, starts = np.full((B, W), -100), np.full((B, W), -100), np.full((B, W), -1)
    layers = [k[6:] for k in words.lists if k.startswith("names:")]
    names = {k: np.full((B, W), -100) for k in layers}
    sent = np.full((B, W), -1)
    for i, (w, x) in enumerate(zip(wins, arrays, strict=True)):
        piece[i, : len(x.pieces)], case[i, : len(x.pieces)], owner[i, : len(x.pieces)] = x.pieces, x.cases, x.words
        feats[i, : len(x.features)] = x.features
        at = 0
        for number, s in enumerate(w):
            n = len(s.forms)
            sent[i, at : at + n] = number
            if s.heads is not None:
                tags["upos"][i, at : at + n] = [words.index["upos"].get(t, -100) for t in s.upos]
                tags["xpos"][i, at : at + n] = [words.index["xpos"].get(t, -100) for t in s.xpos]
                tags["feats"][i, at : at + n] = [words.index["feats"].get(t, -100) for t in s.feats]
                tags["lemma"][i, at : at + n] = [
                    words.index["lemma"].get(scripts.make(f, x), -100) for f, x in zip(s.forms, s.lemmas, strict=True)
                ]
                heads[i, at : at + n] = [0 if h == 0 else h + at for h in s.heads]
                deps[i, at : at + n] = [words.index["deps"].get(d, -100) for d in s.deps]
                starts[i, at : at + n] = 0
                starts[i, at] = 1
            for layer, labels in s.names.items():
                if layer in names:
                    index = words.index[f"names:{layer}"]
                    names[layer][i, at : at + n] = [index.get(x, 0) for x in labels]
            at += n
    if rng is not None and drop:
        mask = (np.random.default_rng(rng.randrange(1 << 30)).random(piece.shape) < drop) & (owner >= 0)
        piece[mask] = pieces.unknown
    same = (sent[:, :, None] == sent[:, None, :]) & (sent[:, :, None] >= 0)
    same[:, np.arange(W), np.arange(W)] = False
    allowed = np.concatenate([np.ones((B, W, 1), bool), same], 2)
    t = torch.from_numpy
    return Batch(t(piece), t(case), t(owner), t(feats), {k: t(v) for k, v in tags.items()}, t(heads), t(deps), t(starts),
                 {k: t(v) for k, v in names.items()}, t(allowed), t(heads >= 0), [[f for s in w for f in s.forms] for w in wins])  # fmt: skip


@torch.no_grad()
def evaluate(net, docs: list[list[Sentence]], pieces: Pieces, words) -> dict[str, float]:  # noqa: ANN001, C901, PLR0912, PLR0915 - one walk over the sentences
    """UPOS, XPOS, FEATS, lemma accuracy, UAS, LAS with gold tokens and sentences; name F1 per layer (exact spans)."""
    net.eval()
    wins, current, size = [], [], 0
    for doc in docs:
        for s in doc:
            n = sum(len(pieces(f).pieces) for f in s.forms)
            if n > 500:
                continue
            if current and size + n > 128:
                wins.append(current)
                current, size = [], 0
            current.append(s)
            size += n
        if current:
            wins.append(current)
        current, size = [], 0
    hits, total = dict.fromkeys(("upos", "xpos", "feats", "lemma", "uas", "las"), 0), 0
    found: dict[str, list[int]] = {}
    for k in range(0, len(wins), 8):
        group = wins[k : k + 8]
        b = collate(group, pieces, words)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            v = net.word_vectors(b.pieces, b.cases, b.owner, b.features)
            hidden = net.tag_hidden(v)
            guess = {t: head(hidden).argmax(-1).numpy() for t, head in net.tags.items()}
            scores, heads_in = net.arcs(v)
            scores = scores.float().masked_fill(~b.allowed, -1e4).numpy()
            bio = {t: head(net.name_hidden[t](v)).float().numpy() for t, head in net.names.items()}
        trees = np.zeros(b.heads.shape, np.int64)
        for i, w in enumerate(group):
            at = 0
            for s in w:
                n = len(s.forms)
                block = np.concatenate([scores[i, at : at + n, :1], scores[i, at : at + n, at + 1 : at + n + 1]], 1)
                tree = best_tree(block)
                trees[i, at : at + n] = [0 if h == 0 else h + at for h in tree]
                at += n
        with torch.autocast("cpu", dtype=torch.bfloat16):
            rel = net.labels(v, heads_in, torch.from_numpy(trees)).float().argmax(-1).numpy()
        for i, w in enumerate(group):
            at = 0
            for s in w:
                for j in range(len(s.forms)):
                    x = at + j
                    total += 1
                    hits["upos"] += words.lists["upos"][guess["upos"][i, x]] == s.upos[j]
                    hits["xpos"] += words.lists["xpos"][guess["xpos"][i, x]] == s.xpos[j]
                    hits["feats"] += words.lists["feats"][guess["feats"][i, x]] == s.feats[j]
                    hits["lemma"] += (
                        scripts.apply(words.lists["lemma"][guess["lemma"][i, x]], s.forms[j]) == s.lemmas[j]
                    )
                    head = trees[i, x] - at if trees[i, x] else 0
                    ok = head == s.heads[j]
                    hits["uas"] += ok
                    hits["las"] += ok and words.lists["deps"][rel[i, x]] == s.deps[j]
                for layer, gold in s.names.items():
                    labels = words.lists[f"names:{layer}"]
                    best = [labels[q] for q in best_names(bio[layer][i, at : at + len(s.forms)], labels)]
                    g, f = set(spans_of(gold)), set(spans_of(best))
                    c = found.setdefault(layer, [0, 0, 0])
                    c[0] += len(g & f)
                    c[1] += len(f)
                    c[2] += len(g)
                at += len(s.forms)
    out = {k: round(100 * n / total, 2) for k, n in hits.items()}
    for layer, (ok, f, g) in found.items():
        out[layer] = round(200 * ok / max(1, f + g), 2)
    return out
