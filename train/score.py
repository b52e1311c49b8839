"""Measure the language model that ships: int8, one window per call, as a reading uses it.

    python train/score.py CORPORA --out train/results.jsonl

Dev parts only. Gold tokens: trees on gold sentences (forced starts; a boundary that the network adds is taken back), tags and lemmas on
gold words; labels with their subtypes, punctuation counted. Raw text: our tokens and sentences; words are matched by their characters, F1.
Names: exact spans of `doc.ents` on gold tokens, as persons, organizations and places. Speed: 40 statements of the White House.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from data import Sentence, add_uner, read_conllu, read_iob
from spacy.language import Language
from spacy.tokens import Doc

from dragoman import language
from dragoman.language.decode import best_tree, spans_of
from dragoman.language.session import Network, Scores
from dragoman.language.windows import PIECE_LIMIT

MASK = 1e4  # what the graph takes off a score across sentences
KINDS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def windows(document: list[Sentence], network: Network) -> list[list[Sentence]]:
    """Whole sentences up to the piece limit."""
    found: list[list[Sentence]] = []
    size = PIECE_LIMIT
    for sentence in document:
        pieces = sum(len(network.pieces(form).pieces) for form in sentence.forms)
        if size + pieces > PIECE_LIMIT:
            found.append([])
            size = 0
        found[-1].append(sentence)
        size += pieces
    return found


def tree(scores: Scores, network: Network, first: int, stop: int) -> tuple[list[int], list[int]]:
    """Heads (0 the root, else 1-based in the sentence) and labels of the words of one gold sentence."""
    arcs = scores.arcs[first:stop].astype(np.float64)
    arcs = np.where(arcs < -MASK / 2, arcs + MASK, arcs)
    block = np.concatenate([arcs[:, :1], arcs[:, first + 1 : stop + 1]], axis=1)
    block[np.arange(stop - first), np.arange(1, stop - first + 1)] = -1e9
    heads = best_tree(block)
    return heads, [network.relation(scores, first + i, head + first if head else 0) for i, head in enumerate(heads)]


def with_gold_tokens(documents: list[list[Sentence]], network: Network) -> dict[str, float]:
    """Accuracies per word, in per cent."""
    labels, hits, total = network.labels, Counter[str](), 0
    for document in documents:
        for window in windows(document, network):
            forced = [i == 0 for s in window for i in range(len(s.forms))]
            scores = network.run([form for s in window for form in s.forms], forced)
            first = 0
            for s in window:
                heads, deps = tree(scores, network, first, first + len(s.forms))
                for i, form in enumerate(s.forms):
                    at = first + i
                    upos = labels["upos"][scores.upos[at]]
                    lemma = network.lemmas(form, upos, labels["lemma"][scores.lemma[at]])
                    hits["upos"] += upos == s.upos[i]
                    hits["xpos"] += labels["xpos"][scores.xpos[at]] == s.xpos[i]
                    hits["feats"] += labels["feats"][scores.feats[at]] == s.feats[i]
                    hits["lemma"] += lemma == s.lemmas[i]
                    hits["uas"] += heads[i] == s.heads[i]
                    hits["las"] += heads[i] == s.heads[i] and labels["deps"][deps[i]] == s.deps[i]
                first += len(s.forms)
                total += len(s.forms)
    return {
        "words": total,
        **{name: percent(hits[name], total) for name in ("upos", "xpos", "feats", "lemma", "uas", "las")},
    }


def percent(part: float, whole: float) -> float:
    """A share in per cent, two decimals."""
    return round(100 * part / max(1, whole), 2)


Row = tuple[str, str, tuple[int, int] | None]


def gold_rows(document: list[Sentence]) -> tuple[str, dict[tuple[int, int], Row], set[int], int]:
    """The text of a document, its words (characters to tag, label, head), its sentence starts, and how many words there are."""
    text, rows, starts, total = "", dict[tuple[int, int], Row](), set[int](), 0
    for number, s in enumerate(document):
        text += "" if not number else "\n\n" if s.new_paragraph else " "
        spans = [(len(text) + a, len(text) + a + len(f)) for a, f in zip(s.starts, s.forms, strict=False)]
        starts.add(len(text))
        for i, at in enumerate(spans):
            rows[at] = (s.upos[i], s.deps[i], spans[s.heads[i] - 1] if s.heads[i] else None)
        total += len(s.forms)
        text += s.text
    return text, rows, starts, total


def from_raw_text(documents: list[list[Sentence]], nlp: Language) -> dict[str, float]:
    """F1 over words matched by their characters, in per cent."""
    hits, gold_words, our_words, gold_starts, our_starts = Counter[str](), 0, 0, 0, 0
    for document in documents:
        text, rows, starts, total = gold_rows(document)
        doc = nlp(text)
        tokens = [t for t in doc if not t.is_space]
        gold_words, our_words = gold_words + total, our_words + len(tokens)
        ours = {next(t.idx for t in sent if not t.is_space) for sent in doc.sents if sent.text.strip()}
        gold_starts, our_starts = gold_starts + len(starts), our_starts + len(ours)
        hits["starts"] += len(starts & ours)
        for token in tokens:
            row = rows.get((token.idx, token.idx + len(token.text)))
            if row is None:
                continue
            upos, dep, head = row
            own = None if token.head == token else (token.head.idx, token.head.idx + len(token.head.text))
            hits["words"] += 1
            hits["upos"] += token.pos_ == upos
            hits["uas"] += own == head
            hits["las"] += own == head and (token.dep_ == dep or (token.dep_ == "ROOT" and dep == "root"))
    f1 = {name: percent(2 * hits[name], gold_words + our_words) for name in ("words", "upos", "uas", "las")}
    return {**f1, "sentence_starts": percent(2 * hits["starts"], gold_starts + our_starts)}


def names(documents: list[list[Sentence]], nlp: Language) -> dict[str, Any]:
    """F1 of exact spans against UNER, per type and over all; a paragraph break is a white-space token."""
    right, ours, gold = Counter[str](), Counter[str](), Counter[str]()
    for document in documents:
        words: list[str] = []
        wanted: set[tuple[int, int, str]] = set()
        judged: set[int] = set()
        for s in document:
            if words and s.new_paragraph:
                words.append("\n\n")
            if "uner" in s.names:
                wanted |= {(len(words) + a, len(words) + b, kind) for a, b, kind in spans_of(s.names["uner"])}
                judged |= set(range(len(words), len(words) + len(s.forms)))
            words += s.forms
        doc = nlp.get_pipe("dragoman")(Doc(nlp.vocab, words=words))
        found = {(e.start, e.end, KINDS[e.label_]) for e in doc.ents if e.label_ in KINDS and e.start in judged}
        right.update(kind for *_, kind in found & wanted)
        ours.update(kind for *_, kind in found)
        gold.update(kind for *_, kind in wanted)
    by_kind = {
        kind: {"f1": percent(2 * right[kind], ours[kind] + gold[kind]), "n": gold[kind]} for kind in sorted(gold)
    }
    both = {"p": percent(right.total(), ours.total()), "r": percent(right.total(), gold.total())}
    return {"f1": percent(2 * right.total(), ours.total() + gold.total()), "n": gold.total(), **both, **by_kind}


def speed(corpora: Path, nlp: Language) -> dict[str, float]:
    """Tokens a second from text to `Doc`, by the clock and by the processor's time: medians of three runs over 40 statements."""
    with (corpora / "white-house/statements.jsonl").open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for _, line in zip(range(40), file, strict=False)]
    rates, tokens = list[tuple[float, float]](), 0
    for _ in range(3):
        wall, processor = time.perf_counter(), time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts))
        rates.append((tokens / (time.perf_counter() - wall), tokens / (time.process_time() - processor)))
    by_clock, by_processor = (round(median(column)) for column in zip(*rates, strict=True))
    return {"tokens": tokens, "tokens_s": by_clock, "tokens_processor_s": by_processor}


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("corpora", type=Path)
    p.add_argument("--out", type=Path)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    nlp = language.load(threads=a.threads)
    network = nlp.get_pipe("dragoman").network
    info = json.loads((resources.files("dragoman.language") / "weights" / "model.json").read_text("utf-8"))
    line: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "version": info["version"],
        "sha256": network.digest,
    }
    line |= {"threads": a.threads, "speed": speed(a.corpora, nlp)}
    for name in ("ewt", "gum-open"):
        documents = read_conllu(a.corpora / name / "dev.conllu")
        line[name] = {"gold_tokens": with_gold_tokens(documents, network), "raw_text": from_raw_text(documents, nlp)}
        if name == "ewt":
            add_uner(documents, read_iob(a.corpora / "uner-ewt/dev.iob2"))
            line["uner-ewt"] = names(documents, nlp)
        print(json.dumps(line[name]), flush=True)
    print(json.dumps(line), flush=True)
    if a.out is not None:
        with a.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
