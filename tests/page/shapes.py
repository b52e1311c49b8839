"""Shapes of stored scripts, and a record that has one of them in every field of text."""

from __future__ import annotations

from datetime import date

from dragoman.codebook import Codebook
from dragoman.model import (
    Attribution,
    Check,
    Claim,
    Entity,
    Event,
    Mark,
    Note,
    Participant,
    Place,
    Quantity,
    ReaderInfo,
    Reading,
    Report,
    Source,
    Span,
    When,
)
from dragoman.record.coverage import Coverage
from dragoman.record.record import Record

RUN = "window.ran('{n}')"
_SHAPES = (
    "<script>{run}</script>", "<ScRiPt>{run}</sCrIpT >", "<script src=//x.example/{n}.js></script>", "</script><script>{run}</script>",
    "<img src=x onerror={run}>", '<img src="x" onerror="{run}">', "<svg onload={run}>", "<svg/onload={run}//", "<svg><script>{run}</script></svg>",
    "<svg><animate onbegin={run} attributeName=x dur=1s>", "<body onload={run}>", "<iframe srcdoc='<script>{run}</script>'></iframe>",
    "<iframe src=javascript:{run}></iframe>", "<a href=javascript:{run}>x</a>", "javascript:{run}", "JaVaScRiPt:{run}", " javascript:{run}", "java\tscript:{run}",
    "data:text/html,<script>{run}</script>", "vbscript:{run}", '"><script>{run}</script>', "'><script>{run}</script>", '" onmouseover="{run}" x="',
    "' onfocus='{run}' autofocus='", "` onclick=`{run}`", '" autofocus onfocus="{run}', "--><script>{run}</script><!--", "]]><script>{run}</script>",
    "</title><script>{run}</script>", "</textarea><script>{run}</script>", "</style><script>{run}</script>", "</option></select><script>{run}</script>",
    "<details open ontoggle={run}>", "<video><source onerror={run}>", "<audio src=x onerror={run}>", "<object data=javascript:{run}>", "<embed src=javascript:{run}>",
    "<form action=javascript:{run}><input type=submit>", "<input autofocus onfocus={run}>", "<button formaction=javascript:{run}>x</button>",
    "<math><mtext><table><mglyph><style><img src=x onerror={run}>", "<template><script>{run}</script></template>", "<base href=//x.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:{run}'>", "<link rel=stylesheet href=//x.example/{n}.css>", "<style>@import '//x.example/{n}.css'</style>",
    "<div style=background:url(javascript:{run})>", "{{{{constructor.constructor('{run}')()}}}}", "{{% include '/etc/passwd' %}}", "${{{run}}}", "#{{{run}}}",
    "<x hx-get=/about hx-trigger=load>", "<x hx-on:load={run}>", "&lt;script&gt;{run}&lt;/script&gt;", "\\u003cscript\\u003e{run}\\u003c/script\\u003e", "%3Cscript%3E{run}%3C/script%3E",
    "\ufeff<script>{run}</script>", "\u202e<script>{run}</script>\u202c", "<scr\u200bipt>{run}</scr\u200bipt>", "\uff1cscript\uff1e{run}\uff1c/script\uff1e",
)  # fmt: skip
SHAPES = tuple(one.format(run=RUN.format(n=n), n=n) for n, one in enumerate(_SHAPES))
"""Sixty texts that would run, load or break something where they were taken for more than text."""


def reading(n: int, shape: str) -> Reading:
    """A reading whose report and entries have a shape in every field that takes free text."""
    pieces, at = [], 0
    spans: dict[str, Span] = {}

    def put(name: str, words: str) -> None:
        nonlocal at
        spans[name] = Span(start=at, end=at + len(words), words=words)
        pieces.append(words)
        at += len(words)

    put("title", shape)
    put("gap", "\n\n")
    for name in ("actor", "trigger", "recipient", "place", "when", "number", "source", "cue", "content"):
        put(name, f"{name} {shape}")
        put(f"{name} end", " ")
    put("note", f"note {shape}.")
    text = "".join(pieces)
    report = Report(title=shape, text=text, published=date(2025, 3, 1 + n % 28), author=shape, outlet=shape, url=shape)
    place = Place(name=shape, country="FRA", within=(shape,), words=spans["place"])
    chain = (
        Attribution(
            source=Source(entity="anna", descriptor=shape, words=spans["source"]),
            cue=spans["cue"],
            attitude="assertion",
            certainty="PR+",
            scope="guessed",
        ),
    )
    whole = Span(start=0, end=len(text), words=text)
    return Reading(
        report=report,
        entities=(
            Entity(id="anna", name=shape, kind=shape, sector=shape, office=shape, country="FRA", mentions=(spans["actor"], spans["source"])),
            Entity(id="jan", name=f"Jan {shape}", kind="person", mentions=(spans["recipient"],)),
        ),
        events=(
            Event(
                id="e1", type="CONSULT", mode="visit", contexts=(shape,), status="happened", actors=(Participant(entity="anna", words=spans["actor"]),),
                recipients=(Participant(entity="jan", words=spans["recipient"]),), place=place,
                when=When.of("2025-03-01", basis="stated", words=spans["when"], time_of_day=shape), trigger=spans["trigger"], evidence=whole,
                marks=(Mark(kind=shape, value=shape, words=spans["trigger"]),),
            ),
        ),
        quantities=(
            Quantity(
                id="q1", counted="killed", of=shape, of_entity="jan", event="e1", op="=", point=n + 1, unit=shape, place=place, as_of="2025-03-01",
                as_of_basis="stated", words=spans["number"],
            ),
        ),
        claims=(
            Claim(id="c1", kind="event", event="e1", content=(spans["content"],), author_certainty="Uu", attribution=chain),
            Claim(id="c2", kind="quantity", quantity="q1", content=(spans["number"],), author_certainty="Uu", attribution=chain),
            Claim(id="c3", kind="first", event="e1", content=(spans["content"],), author_certainty="CT+"),
            Claim(id="c4", kind="attribute", content=(spans["source"],), author_certainty="Uu", attribution=chain),
        ),
        checks=(Check(kind="first", claim="c3", claimed=shape, verdict="cannot be checked", why=shape),),
        notes=(Note(kind=shape, words=spans["note"], message=shape),), reader=ReaderInfo(name=shape, version=shape, pipeline=shape, codebook=shape),
    )  # fmt: skip


def fill(where: str, codebook: Codebook) -> None:
    """A record with all shapes, in what people said too."""
    with Record(where, codebook=codebook) as record:
        for n, shape in enumerate(SHAPES):
            for _ in record.add([reading(n, shape)]):
                pass
        claims = [one.id for one in record.claims(kind="attribute")]
        for n, shape in enumerate(SHAPES):
            record.judge(claims[n], "unsure", by=shape, why=shape)
            record.cover(
                Coverage(
                    id="",
                    of=shape,
                    parties=("anna", "jan"),
                    window="2020/2025",
                    as_published=date(2025, 1, 1),
                    by=shape,
                    why=shape,
                )
            )
            record.snapshot(f"s {shape}")
