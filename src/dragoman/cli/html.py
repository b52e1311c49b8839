"""Readings as one self-contained page: the text with highlighted layers, and every entry beside its paragraph.

No script, no picture, no font and no address from elsewhere: a strict policy in the page forbids them, and names its one style block by hash. Whatever
comes out of a report is escaped text. Pointing at an entry lights its words, pointing at words lights their entries; both are links to each other.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape

from dragoman.cli.entries import Block, Part, Row, blocks, note_rows
from dragoman.model import Entity, Reading
from dragoman.model.markup import LAYERS, anchors, as_html, highlighted, marks, paragraphs
from dragoman.model.visible import one_line

STYLE = """\
.dragoman { --event: #b45309; --event-ground: #fdecc8; --party: #0e7490; --setting: #3f7d20; --source: #9333a8; --number: #1d4ed8;
  --content-ground: #f1edf7; --faint: #8a8578; line-height: 1.6; max-width: 46em }
@media (prefers-color-scheme: dark) { .dragoman { --event: #fbbf24; --event-ground: #4a3410; --party: #4cc9dd; --setting: #8ccf63;
  --source: #dc8ff0; --number: #8fb4ff; --content-ground: #2b2735; --faint: #8d887b } }
.dragoman mark { background: none; color: inherit; border-radius: 2px }
.dragoman .l-content { background: var(--content-ground) }
.dragoman .l-party { box-shadow: inset 0 -2px var(--party) }
.dragoman .l-setting { box-shadow: inset 0 -2px var(--setting) }
.dragoman .l-note { text-decoration: underline dotted var(--faint) }
.dragoman .l-source { box-shadow: inset 0 -2px var(--source) }
.dragoman .l-cue { color: var(--source); font-style: italic }
.dragoman .l-number { color: var(--number); font-weight: 600 }
.dragoman .l-event { background: var(--event-ground); color: var(--event); font-weight: 600 }
.dragoman .legend { font-size: 85%; word-spacing: .1em }
.dragoman .legend mark { margin-right: .8em }
:root { color-scheme: light dark; --ground: #fbfaf7; --ink: #23211d; --card: #fff; --line: #e3dfd5; --lit: #ffe28a; --faint: #78736a }
@media (prefers-color-scheme: dark) { :root { --ground: #17161a; --ink: #e6e2da; --card: #201f24; --line: #37343c; --lit: #6b5214;
  --faint: #98928a } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
a { color: inherit; text-decoration: none }
a:focus-visible { outline: 2px solid var(--source); outline-offset: 2px }
main.dragoman { max-width: 88rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 3rem) 3rem }
header h1 { font: 600 clamp(1.5rem, 3.4vw, 2.3rem)/1.2 Georgia, "Times New Roman", serif; margin: .4rem 0 .3rem; max-width: 30em }
.facts, footer, .dragoman .legend { color: var(--faint); font-size: .87rem }
.dragoman .legend { margin: .6rem 0 1.6rem; line-height: 2 }
.dragoman .legend mark { white-space: nowrap; margin-right: 1.1em; padding: .1em .15em }
.row { display: grid; grid-template-columns: minmax(0, 33rem) minmax(0, 1fr); gap: 0 2.5rem; padding: 1.1rem 0;
  border-top: 1px solid var(--line) }
.words { font: 1.13rem/1.75 Georgia, "Times New Roman", serif; margin: 0; white-space: pre-line; overflow-wrap: anywhere }
.entries { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: .6rem; align-content: start }
.entry { background: var(--card); border: 1px solid var(--line); border-left: 3px solid var(--edge, var(--line)); border-radius: 5px;
  padding: .45rem .7rem .5rem; font-size: .87rem; overflow-wrap: anywhere; scroll-margin: 2rem }
.entry.event { --edge: var(--event) } .entry.number { --edge: var(--number) } .entry.content { --edge: var(--source) }
.entry h2 { font-size: .92rem; margin: 0 0 .15rem; line-height: 1.35 }
.entry.event h2 { color: var(--event) } .entry.number h2 { color: var(--number) } .entry.content h2 { color: var(--source) }
.entry h2 small, .tag { font-weight: 400; color: var(--faint) }
.tag { font-style: italic; margin-left: .5em; font-size: .82rem }
dl { display: grid; grid-template-columns: 4.6rem minmax(0, 1fr); gap: .05rem .7rem; margin: 0 }
dt { color: var(--faint) } dd { margin: 0 }
.ours { color: var(--faint) } .certainty { font-weight: 600 }
.dragoman .lit, .entry:target { background: var(--lit) }
.entry dd a:hover { text-decoration: underline }
section.more { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem }
section.more h2 { font-size: 1rem; margin: 0 0 .5rem }
table { border-collapse: collapse; font-size: .87rem } td, th { text-align: left; padding: .15rem 1.2rem .15rem 0; vertical-align: top }
th { color: var(--faint); font-weight: 400 }
article + article { margin-top: 4rem }
@media (max-width: 52rem) { .row { grid-template-columns: minmax(0, 1fr); gap: .8rem } }
@media print { .row { break-inside: avoid } .entry { border-color: #999 } }
"""


def page(readings: Sequence[Reading], *, reasons: Sequence[Mapping[str, list[Row]]] = ()) -> str:
    """One page of one or more readings; ``reasons`` (one mapping a reading, by entry id) are the further rows of ``--explain``."""
    several = len(readings) > 1
    articles, ids = [], dict[str, None]()
    for number, reading in enumerate(readings):
        article = _Article(reading, f"r{number + 1}-" if several else "", reasons[number] if reasons else {})
        articles.append("".join(article.lines()))
        ids |= dict.fromkeys(article.ids)
    style = STYLE + "".join(map(_lighting, ids))
    policy = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'; base-uri 'none'; form-action 'none'"
    title = f"{len(readings)} reports" if several else one_line(readings[0].report.title) if readings else "No report"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)} · Dragoman</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<main class="dragoman">\n{"".join(articles)}</main>\n</body>\n</html>\n'
    )


def _lighting(entry: str) -> str:
    """The rules that light an entry and its words together."""
    own = escape(entry)
    lit = "background: var(--lit); border-radius: 2px"
    return (
        f"article:has(.b-{own}:hover, .b-{own}:target, .a-{own}:target) .w-{own} {{ {lit} }}\n"
        f"article:has(.w-{own}:hover) .b-{own} {{ border-color: var(--edge); box-shadow: 0 0 0 1px var(--edge) }}\n"
    )


class _Article:
    """The part of the page that shows one reading; ids get a prefix where there are several."""

    def __init__(self, reading: Reading, prefix: str, reasons: Mapping[str, list[Row]]) -> None:
        self.reading, self.prefix, self.reasons = reading, prefix, reasons
        self.blocks = blocks(reading)
        homes = {claim.id: claim.event or claim.quantity for claim in reading.claims}
        own = {block.id for block in self.blocks}
        # The words of a claim that is shown inside the block of its event or figure light that block.
        self.marks = [
            mark if mark.entry in own else mark._replace(entry=homes.get(mark.entry) or mark.entry)
            for mark in marks(reading)
        ]
        self.targets = anchors(self.marks)
        self.ids = [block.id for block in self.blocks] + [name for name, _ in note_rows(reading.notes)]

    def lines(self) -> Iterator[str]:
        report = self.reading.report
        facts = (str(report.published or "no date"), report.outlet, report.author, report.url)
        told = f"{len(self.reading.events)} events, {len(self.reading.claims)} claims, {len(self.reading.quantities)} figures"
        legend = " ".join(f'<mark class="l-{layer}">{escape(meaning)}</mark>' for layer, meaning in LAYERS.items())
        stretches = list(paragraphs(report.text))
        title = stretches.pop(0) if report.title and stretches and stretches[0][1] <= len(report.title) else None
        heading = self._words(*title) if title else "(no title)"
        yield f"<article>\n<header>\n<h1>{heading}</h1>\n"
        yield f'<p class="facts">{escape(" · ".join(one_line(str(one)) for one in (*facts, told) if one))}</p>\n</header>\n'
        yield f'<p class="legend">{legend}</p>\n'
        for number, (start, end) in enumerate(stretches):
            first = 0 if number == 0 else start
            last = stretches[number + 1][0] if number + 1 < len(stretches) else len(report.text) + 1
            yield from self._row(start, end, [block for block in self.blocks if first <= block.start < last])
        yield from self._entities([entity for entity in self.reading.entities if entity.mentions])
        yield from self._notes()
        made = self.reading.reader
        yield f'<footer class="more"><p>Read by Dragoman {escape(made.version)} ({escape(made.name)}), codebook {escape(made.codebook[:12])}.</p></footer>\n'
        yield "</article>\n"

    def _words(self, start: int, end: int) -> str:
        return highlighted(self.reading.report.text, self.marks, start, end, prefix=self.prefix, targets=self.targets)

    def _row(self, start: int, end: int, here: Iterable[Block]) -> Iterator[str]:
        yield f'<div class="row">\n<p class="words">{self._words(start, end)}</p>\n<div class="entries">\n'
        for block in here:
            yield from self._block(block)
        yield "</div>\n</div>\n"

    def _block(self, block: Block) -> Iterator[str]:
        name = escape(block.id)
        tags = "".join(f'<span class="tag">{escape(one_line(tag))}</span>' for tag in block.tags)
        heading = f"{escape(one_line(block.title))}{tags} <small>{name}</small>"
        yield f'<div class="entry {block.layer} b-{name}" id="{self.prefix}{name}">\n<h2>{heading}</h2>\n'
        yield from self._list([*block.rows, *self.reasons.get(block.id, ())], block.id)
        yield "</div>\n"

    def _list(self, rows: Iterable[Row], entry: str) -> Iterator[str]:
        yield "<dl>"
        for row in rows:
            yield f"<dt>{escape(one_line(row.label))}</dt><dd>{' '.join(self._part(part, entry) for part in row.parts)}</dd>\n"
        yield "</dl>\n"

    def _part(self, part: Part, entry: str) -> str:
        if part.span is None:
            return f'<span class="{"certainty" if part.layer == "certainty" else "ours"}">{escape(one_line(part.text))}</span>'
        words = f'<mark class="l-{part.layer}">{as_html(one_line(part.text))}</mark>'
        return f'“<a href="#{self.prefix}w-{escape(entry)}">{words}</a>”'

    def _entities(self, entities: Sequence[Entity]) -> Iterator[str]:
        if not entities:
            return
        yield '<section class="more">\n<h2>Who and what is named</h2>\n<table><tr><th>name</th><th>kind</th><th>id</th><th>mentions</th></tr>\n'
        for entity in entities:
            words = dict.fromkeys(one_line(mention.words) for mention in entity.mentions)
            cells = (entity.name, entity.kind, entity.id, f"{len(entity.mentions)}: " + ", ".join(words))
            yield "<tr>" + "".join(f"<td>{escape(one_line(str(cell)))}</td>" for cell in cells) + "</tr>\n"
        yield "</table>\n</section>\n"

    def _notes(self) -> Iterator[str]:
        if not self.reading.notes:
            return
        yield '<section class="more">\n<h2>Seen, not coded</h2>\n<dl>\n'
        for name, row in note_rows(self.reading.notes):
            parts = " ".join(self._part(part, name) for part in row.parts)
            yield f'<dt id="{self.prefix}{name}" class="b-{name}">{escape(one_line(row.label))}</dt><dd class="b-{name}">{parts}</dd>\n'
        yield "</dl>\n</section>\n"
