"""The table of forms and lemmas that goes beside the weights: what the treebanks and the grammar say, not what was guessed.

python train/lemmas.py CORPORA src/dragoman/language/weights/lemmas.tsv
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from data import read_conllu

from dragoman.codebook import Codebook

KEPT = {"VERB", "NOUN", "ADJ", "ADV", "AUX", "PRON", "DET"}


def main() -> None:
    corpora, out = Path(sys.argv[1]), Path(sys.argv[2])
    counts: dict[tuple[str, str], Counter[str]] = {}
    for name in ("ewt", "gum-open"):
        for doc in read_conllu(corpora / name / "train.conllu", skip="GUM_conversation_"):
            for s in doc:
                for form, lemma, pos in zip(s.forms, s.lemmas, s.upos, strict=True):
                    if pos in KEPT and form.isalpha() and lemma.replace("-", "").isalpha():
                        counts.setdefault((form.lower(), pos), Counter())[lemma] += 1
    table = {key: found.most_common(1)[0][0] for key, found in counts.items()}
    for line in (Path(__file__).parent / "irregular.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, *forms = line.split()
            table[(lemma, "VERB")] = lemma
            for form in forms:
                table[(form, "VERB")] = lemma
    for (
        predicate
    ) in Codebook.load().predicates:  # the verbs of the codebook are words, whether a treebank has them or not
        if predicate.pos == "verb":
            table.setdefault((predicate.head, "VERB"), predicate.head)
    rows = sorted((pos, form, lemma) for (form, pos), lemma in table.items())
    out.write_text("".join(f"{pos}\t{form}\t{lemma}\n" for pos, form, lemma in rows), "utf-8")
    print(f"{len(rows)} forms")


if __name__ == "__main__":
    main()
