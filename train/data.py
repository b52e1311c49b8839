"""Training data: treebanks, names and running text as sentences that carry whatever labels they have.

A `Sentence` is a list of forms with optional layers; layers that a set lacks are None and cost nothing in the loss.
Trees are given twice where spaCy's tokens differ from the treebank's words: as annotated, and projected onto spaCy's.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import spacy

BLANK = spacy.blank("en")


@dataclass
class Sentence:
    forms: list[str]
    lemmas: list[str] | None = None
    upos: list[str] | None = None
    xpos: list[str] | None = None
    feats: list[str] | None = None
    heads: list[int] | None = None  # 0 is the root, else 1-based
    deps: list[str] | None = None
    names: dict[str, list[str]] = field(default_factory=dict)  # head of the model -> BIO labels
    sent_id: str = ""
    text: str = ""
    starts: list[int] = field(default_factory=list)  # character offsets of the forms in text
    new_paragraph: bool = False
    projected: Sentence | None = None


def read_conllu(path: Path, skip: str = "") -> list[list[Sentence]]:
    """Documents of a treebank. Documents whose id holds `skip` are left out."""
    docs: list[list[Sentence]] = []
    keep, paragraph, meta, rows = True, False, {}, []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            key = key.strip()
            if key.startswith("newdoc"):
                keep = not skip or skip not in value
                docs.append([])
                paragraph = True
            elif key.startswith("newpar"):
                paragraph = True
            meta[key] = value.strip()
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            if keep:
                sentence = _sentence(rows, meta)
                sentence.new_paragraph = paragraph
                docs[-1].append(sentence)
            meta, rows, paragraph = {}, [], False
    return [d for d in docs if d]


def _sentence(rows: list[list[str]], meta: dict[str, str]) -> Sentence:
    words = [r for r in rows if r[0].isdigit()]
    forms = [r[1] for r in words]
    text = meta["text"]
    starts, position = [], 0
    for form in forms:
        found = text.find(form, position)
        if found < 0 or text[position:found].strip():
            starts = []
            break
        starts.append(found)
        position = found + len(form)
    return Sentence(
        forms, [r[2] for r in words], [r[3] for r in words], [r[4] for r in words], [r[5] for r in words],
        [int(r[6]) for r in words], [r[7] for r in words], {}, meta.get("sent_id", ""), text, starts,
    )  # fmt: skip


def project(s: Sentence) -> Sentence | None:  # noqa: C901, PLR0912 - one walk over words and tokens
    """The tree on spaCy's tokens, by the rules of docs/understand/language.md; None where tokens cross words."""
    if not s.starts:
        return None
    tokens = [t for t in BLANK(s.text) if not t.is_space]
    spans = [(a, a + len(f)) for a, f in zip(s.starts, s.forms, strict=True)]
    tspans = [(t.idx, t.idx + len(t.text)) for t in tokens]
    if spans == tspans:
        return s
    groups: list[tuple[list[int], list[int]]] = []  # words, tokens
    w = t = 0
    while w < len(spans) or t < len(tspans):
        if w >= len(spans) or t >= len(tspans):
            return None
        ws, ts = [w], [t]
        if spans[w][0] != tspans[t][0]:
            return None
        while spans[ws[-1]][1] != tspans[ts[-1]][1]:
            if spans[ws[-1]][1] < tspans[ts[-1]][1]:
                ws.append(ws[-1] + 1)
            else:
                ts.append(ts[-1] + 1)
            if ws[-1] >= len(spans) or ts[-1] >= len(tspans):
                return None
        if len(ws) > 1 and len(ts) > 1:
            return None
        groups.append((ws, ts))
        w, t = ws[-1] + 1, ts[-1] + 1
    head_token: dict[int, int] = {}
    for ws, ts in groups:
        main = next((x for x in reversed(ts) if any(c.isalnum() for c in tokens[x].text)), ts[-1])
        for word in ws:
            head_token[word] = main
    n = len(tokens)
    out = Sentence(
        [x.text for x in tokens], [""] * n, ["X"] * n, ["FW"] * n, ["_"] * n, [0] * n, ["dep"] * n, {}, s.sent_id, s.text,
        [x.idx for x in tokens], s.new_paragraph,
    )  # fmt: skip
    for ws, ts in groups:
        main = head_token[ws[0]]
        top = next((x for x in ws if s.heads[x] == 0 or s.heads[x] - 1 not in ws), ws[0])
        head = s.heads[top]
        out.heads[main] = 0 if head == 0 else head_token[head - 1] + 1
        out.deps[main], out.upos[main], out.xpos[main], out.feats[main] = (
            s.deps[top],
            s.upos[top],
            s.xpos[top],
            s.feats[top],
        )
        joined = tokens[main].text
        out.lemmas[main] = (
            s.lemmas[top] if len(ws) == 1 and len(ts) == 1 else (joined if s.upos[top] == "PROPN" else joined.lower())
        )
        if len(ts) > 1 and len(ws) == 1 and s.upos[top] != "PROPN":
            lemma = s.lemmas[top]
            tail = re.split(r"[-–]", lemma)[-1] if "-" in lemma else lemma
            if tail and tail[0].lower() == joined[0].lower():
                out.lemmas[main] = tail
        for x in ts:
            if x == main:
                continue
            letters = any(c.isalnum() for c in tokens[x].text)
            out.heads[x] = main + 1
            out.deps[x] = "compound" if letters else "punct"
            out.upos[x] = (
                ("ADJ" if tokens[x].text.lower() in {"pro", "non", "anti", "co", "ex"} else "X") if letters else "PUNCT"
            )
            out.xpos[x] = "AFX" if letters else ("HYPH" if tokens[x].text in "-–" else ".")
            out.lemmas[x] = tokens[x].text.lower()
    for layer, labels in s.names.items():
        new = ["O"] * n
        for ws, ts in groups:
            label = labels[ws[0]]
            for k, x in enumerate(ts):
                new[x] = label if k == 0 else ("I" + label[1:] if label != "O" else "O")
        out.names[layer] = new
    return out


def read_iob(path: Path) -> dict[str, tuple[list[str], list[str]]]:
    """UNER: sent_id -> forms, labels of PER, LOC, ORG (other labels become O)."""
    out, sid, forms, labels = {}, "", [], []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.startswith("# sent_id"):
            sid = line.split("=", 1)[1].strip()
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            forms.append(cells[1])
            labels.append(cells[2] if cells[2][2:] in {"PER", "LOC", "ORG"} else "O")
        elif not line and forms:
            out[sid] = (forms, labels)
            forms, labels = [], []
    return out


def add_uner(docs: list[list[Sentence]], table: dict[str, tuple[list[str], list[str]]]) -> None:
    for doc in docs:
        for s in doc:
            row = table.get(s.sent_id)
            if row and row[0] == s.forms:
                s.names["uner"] = row[1]


def read_pairs(path: Path, layer: str) -> list[Sentence]:
    """CrossNER and WNUT17: token, tab, label."""
    out, forms, labels = [], [], []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        cells = line.split("\t")
        if len(cells) >= 2 and cells[0].strip():
            forms.append(cells[0])
            labels.append(cells[1].strip())
        elif forms:
            out.append(Sentence(forms, names={layer: labels}))
            forms, labels = [], []
    return out


_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<[^>]+>")


def running_text(corpora: Path) -> Iterator[str]:
    """Paragraphs of news-like text without labels, for silver names."""
    with (corpora / "wikinews-2019/articles.csv").open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            yield row["title"]
            yield from (p for p in row["text"].split("\n\n"))
    for line in (
        (corpora / "state-dept-2021/items.jsonl").open(encoding="utf-8")
        if (corpora / "state-dept-2021/items.jsonl").exists()
        else ()
    ):
        row = json.loads(line)
        yield row["title"]
        html = re.sub(r"</(p|div|li|h\d)>|<br ?/?>", "\n\n", row["content_html"] or "")
        text = (
            _TAG.sub("", html)
            .replace("&nbsp;", " ")
            .replace("&amp;", "&")
            .replace("&#8217;", "’")
            .replace("&#8220;", "“")
            .replace("&#8221;", "”")
            .replace("&#8211;", "–")
        )
        yield from text.split("\n\n")
    for line in (corpora / "white-house/statements.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        yield row["title"]
        text = _LINK.sub(r"\1", row["text"]).replace("*", "").replace("\\", "")
        yield from (" ".join(p.split()) for p in text.split("\n\n"))
    for line in (corpora / "current-events/days-2022-2024.jsonl").open(encoding="utf-8"):
        for item in json.loads(line)["items"]:
            yield re.sub(r"\s*\([^()]*\)\s*$", "", item)


def with_projection(docs: list[list[Sentence]]) -> list[list[Sentence]]:
    return [[replace(s, projected=project(s)) for s in doc] for doc in docs]
