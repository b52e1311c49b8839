"""Silver names: a teacher's entity types on the treebanks' sentences and on running text, one JSON line each.

python train/silver.py CORPORA TEACHER OUT --words 700000
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import spacy
from data import read_conllu, running_text

SKIP = {"LANGUAGE"}


def labels(doc: spacy.tokens.Doc) -> list[str]:
    """BIO per token that is no white space; the article before a name and a final 's are outside."""
    bio = ["O"] * len(doc)
    for ent in doc.ents:
        a, b = ent.start, ent.end
        while a < b and (doc[a].lower_ in {"the", "a", "an"} or doc[a].is_space):
            a += 1
        while b > a and (doc[b - 1].lower_ in {"'s", "’s", "'", "’"} or doc[b - 1].is_space):
            b -= 1
        if ent.label_ in SKIP or a >= b:
            continue
        for i in range(a, b):
            bio[i] = ("B-" if i == a else "I-") + ent.label_
    return [x for x, t in zip(bio, doc, strict=True) if not t.is_space]


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("corpora", type=Path)
    p.add_argument("teacher")
    p.add_argument("out", type=Path)
    p.add_argument("--words", type=int, default=700_000)
    a = p.parse_args()
    nlp = spacy.load(a.teacher, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    rng = random.Random(1)
    with a.out.open("w", encoding="utf-8") as out:
        for name in ("ewt/train", "ewt/dev", "gum-open/train", "gum-open/dev"):
            sents = [s for d in read_conllu(a.corpora / f"{name}.conllu") for s in d]
            docs = [spacy.tokens.Doc(nlp.vocab, words=s.forms) for s in sents]
            for s, doc in zip(sents, nlp.pipe(docs, batch_size=200), strict=True):
                out.write(json.dumps({"id": s.sent_id, "names": labels(doc)}) + "\n")
        paragraphs = [" ".join(t.split()) for t in running_text(a.corpora)]
        paragraphs = [t for t in dict.fromkeys(paragraphs) if 20 < len(t) < 1500]
        rng.shuffle(paragraphs)
        total = 0
        for doc in nlp.pipe(paragraphs, batch_size=100):
            forms = [t.text for t in doc if not t.is_space]
            out.write(json.dumps({"forms": forms, "names": labels(doc)}, ensure_ascii=False) + "\n")
            total += len(forms)
            if total > a.words:
                break


if __name__ == "__main__":
    main()
