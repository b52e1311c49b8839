"""The texts and gold mentions of ECB+, as the corpus `ecbplus` packs them."""

from __future__ import annotations

import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.model import Report

__all__ = ["Document", "Mention", "documents", "is_there"]

PARTS = ("train", "dev")
_CLOSING = frozenset(
    {".", ",", ";", ":", "?", "!", ")", "]", "%", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "''", "”", "’", "..."}
)
_OPENING = frozenset({"(", "[", "$", "``", "“", "‘", "#"})
_WRITTEN = {"``": "“", "''": "”"}


@dataclass(frozen=True)
class Mention:
    """Words that mean an event, or somebody or something that takes part."""

    chain: str
    kind: str
    """``ACT`` for events; ``HUM`` ``NON`` ``LOC`` ``TIM``."""
    sentence: int
    tokens: tuple[int, ...]
    words: str
    start: int
    """Where its first token begins in the text of the document."""
    end: int


@dataclass
class Document:
    """A text: those of its sentences that the corpus has checked."""

    id: str
    report: Report
    events: list[Mention] = field(default_factory=list)
    others: list[Mention] = field(default_factory=list)


def is_there(folder: Path) -> bool:
    """Whether a folder of corpora holds it, unpacked or as an archive."""
    return (folder / "ecbplus" / "dev.txt").is_file() or (folder / "ecbplus.tar.xz").is_file()


def documents(folder: Path) -> list[Document]:
    """All documents, by id. The first sentence is the headline where it ends without a full stop."""
    found = []
    for part in PARTS:
        mentions = {kind: json.loads(_file(folder, f"{part}-{kind}.json")) for kind in ("events", "entities")}
        placed: dict[str, tuple[Document, dict[tuple[int, int], tuple[int, int]]]] = {}
        for name, sentences in _tokens(_file(folder, f"{part}.txt")).items():
            title, body, spans = _laid_out(sentences)
            placed[name] = (Document(name, Report.of(body, title=title)), spans)
        for kind, rows in mentions.items():
            for row in rows:
                document, spans = placed[row["doc_id"]]
                at = [spans[row["sent_id"], token] for token in row["tokens_number"]]
                mention = Mention(
                    row["coref_chain"], row["mention_type"][:3], row["sent_id"], tuple(row["tokens_number"]),
                    row["tokens_str"], min(start for start, _ in at), max(end for _, end in at),
                )  # fmt: skip
                (document.events if kind == "events" else document.others).append(mention)
        found += [document for document, _ in placed.values()]
    for document in found:
        document.events.sort(key=lambda one: (one.start, one.end, one.chain))
        document.others.sort(key=lambda one: (one.start, one.end, one.chain))
    return sorted(found, key=lambda one: one.id)


def _file(folder: Path, name: str) -> str:
    if (folder / "ecbplus" / name).is_file():
        return (folder / "ecbplus" / name).read_text("utf-8")
    with tarfile.open(folder / "ecbplus.tar.xz") as archive:
        member = archive.extractfile(f"ecbplus/{name}")
        if member is None:
            raise FileNotFoundError(name)
        return member.read().decode("utf-8")


def _tokens(text: str) -> dict[str, dict[int, list[str]]]:
    found: defaultdict[str, dict[int, list[str]]] = defaultdict(dict)
    for name, sentence, _, word, *_ in (line.split("\t") for line in text.splitlines() if line):
        found[name].setdefault(int(sentence), []).append(word)
    return found


def _laid_out(sentences: dict[int, list[str]]) -> tuple[str, str, dict[tuple[int, int], tuple[int, int]]]:
    """Headline, body, and where each token stands in headline, blank line and body."""
    first = min(sentences)
    head = first == 0 and len(sentences) > 1 and sentences[first][-1] not in {".", "?", "!", "''", "”"}
    text, spans = "", {}
    title = ""
    for number in sorted(sentences):
        if title and text == title:
            text += "\n\n"
        elif text:
            text += " "
        for at, (word, start, end) in enumerate(_words(sentences[number], len(text))):
            text += " " * (start - len(text)) + word
            spans[number, at] = (start, end)
        if head and number == first:
            title = text
    return title, text[len(title) :].lstrip("\n") if title else text, spans


def _words(tokens: list[str], start: int) -> Iterator[tuple[str, int, int]]:
    before = older = ""
    for token, later in zip(tokens, [*tokens[1:], ""], strict=True):
        word = _WRITTEN.get(token, token)
        if before and not _together(older, before, token, later):
            start += 1
        yield word, start, start + len(word)
        start += len(word)
        older, before = before, token


def _together(older: str, before: str, token: str, later: str) -> bool:
    """Whether a token was written on to the one before it; the corpus has hyphens, numbers and initials in pieces."""
    if before in _OPENING or token in _CLOSING:
        return True
    if "-" in (before, token):
        one, other = (older, token) if before == "-" else (before, later)
        return one[:1].isalnum() and other[:1].isalnum() and (one[:1].isupper() <= other[:1].isupper())
    digits = before in (".", ",", ":") and older[-1:].isdigit() and token[:1].isdigit()
    return digits or (before == "." and len(older) == 1 and len(token) == 1 and older.isupper() and token.isupper())
