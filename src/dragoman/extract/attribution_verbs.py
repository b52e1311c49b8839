"""Cues that are verbs: "said that", "…, he added", "was quoted as saying", "vowing to", "called it a farce"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from dragoman.codebook.cues import Cue
from dragoman.model import Span

from . import certainty
from .attribution_clauses import Content, clause, cut, resumed
from .attribution_content import find, fits_source
from .attribution_grammar import (
    agent,
    clause_of,
    finite,
    has_case,
    hypothetical,
    infinitive,
    ing,
    party,
    passive,
    words_of,
)
from .attribution_lexicon import Lexicon, Link
from .attribution_subjects import adjacent, nearest_before, raised, subject
from .phrases import matches, phrase, text_of, token_span
from .quotation import Quotation

PLAIN = Cue(cue="", pos="verb", slots={"source": ("subject",), "content": ("clause", "quote")})
"""What a verb counts as that is not listed but stands between a speaker and a clause."""
_BRIEF = 4
"""Tokens of hearers and adverbs behind a cue that stands between commas."""
_LONG = 30
"""Tokens in the longest cue that stands in parentheses ("…, said X, who is Y, on Monday, …")."""


def source_span(holder: Token) -> Span:
    """The words of a source, all members of a coordination together."""
    first, last = party(holder)
    one, other = phrase(first), phrase(last)
    doc = holder.doc
    start, end = min(one.start, other.start), max(one.end, other.end)
    for twin in first.head.children:  # "spokesman" and the name behind it, taken for two subjects
        if twin != first and twin.dep_ == first.dep_ and matches(first, "nsubj") and phrase(twin).end == start - 1:
            start = phrase(twin).start
    for child in first.children:
        if child.dep_ == "cc:preconj" and child.idx < start and text_of(doc)[child.idx : start].strip() == child.text:
            start = child.idx
    return Span(start=start, end=end, words=text_of(doc)[start:end])


def verb_link(verb: Token, lexicon: Lexicon, quotes: Sequence[Quotation]) -> Link | None:
    """What a verb passes on, None if nothing."""
    entries = lexicon.cues_of(verb)
    if verb.lemma_.lower() in lexicon.silent or verb.pos_ != "VERB" or hypothetical(verb):
        return None
    relay = next((entry for entry in entries if "holder" in entry.slots), None)
    if relay is not None and (link := _relayed(verb, relay)):
        return link
    entries = [entry for entry in entries if "holder" not in entry.slots]
    holder = speaker(verb, lexicon)
    fitting = [entry for entry in entries if fits_source(holder, entry, lexicon)]
    if not entries:
        return _unlisted(verb, holder, lexicon)
    inserted = holder is not None and not passive(verb) and _inserted(verb, holder)
    found = None if inserted else find(verb, fitting, lexicon, list(quotes))
    if found is None:
        return _around(verb, holder, fitting, lexicon)
    entry, content = found.entry, found.content
    if passive(verb):
        return _passive(verb, holder, entry, content)
    if holder is None or _expletive(holder) or not _is_act(verb, entry):
        return None
    return build(verb, holder, entry, content, lexicon)


def _is_act(verb: Token, entry: Cue) -> bool:
    """Whether something was said at all: not by nobody, no promise that was not made, no purpose but a demand."""
    subject_ = next((c for c in verb.children if matches(c, "nsubj")), None)
    if subject_ is not None and "PronType=Neg" in str(subject_.morph):
        return False
    if infinitive(verb) and verb.dep_ == "advcl":
        return entry.attitude == "demand"
    refused = certainty.negated(verb) or (
        verb.dep_ == "conj" and any(c.dep_ == "cc" and c.lower_ == "nor" for c in verb.children)
    )
    return not (refused and entry.attitude in {"commitment", "threat", "demand", "expressive", "evaluation"})


def speaker(verb: Token, lexicon: Lexicon) -> Token | None:
    """Who speaks by a verb: its subject or agent, with what trees and documents hide set right."""
    if passive(verb):
        return agent(verb)
    if (quoted := _quoted(verb, lexicon)) is not None:
        return quoted
    holder = subject(raised(verb, lexicon) or verb)
    if holder is None and lexicon.cues_of(verb):
        holder = adjacent(verb, lexicon)
    if (
        ing(verb)
        and verb.dep_ == "advcl"
        and (holder is None or not (lexicon.is_speaker(holder) or lexicon.is_document(holder)))
    ):
        main = speaker(verb.sent.root, lexicon) if verb.sent.root.pos_ == "VERB" and verb.sent.root != verb else None
        holder = main if main is not None and lexicon.is_speaker(main) else holder
    if holder is not None and "PronType=Rel" in str(holder.morph):
        return None
    pronoun = next((c for c in verb.children if matches(c, "nsubj") and "PronType=Rel" in str(c.morph)), None)
    if (
        holder is not None
        and pronoun is not None
        and not lexicon.is_speaker(holder)
        and not lexicon.is_document(holder)
    ):
        holder = nearest_before(pronoun, lexicon) or holder
    if (
        holder is not None
        and verb.dep_ == "acl"
        and holder == verb.head
        and holder.dep_ == "obj"
        and lexicon.is_document(holder)
    ):
        writer = subject(holder.head)  # "posted a message blaming"
        holder = writer if writer is not None and lexicon.is_speaker(writer) else holder
    return holder


def _quoted(verb: Token, lexicon: Lexicon) -> Token | None:
    """Whom a source is quoting: "quoted [Kim] as saying"."""
    if not has_case(verb, "as"):
        return None
    for relay in (verb.head, verb.head.head):
        if relay.pos_ == "VERB" and any(
            "as" in entry.contents and "holder" in entry.slots for entry in lexicon.cues_of(relay)
        ):
            wanted = {"nsubj:pass"} if passive(relay) else {"obj", "iobj"}
            return next((c for c in relay.children if c.dep_ in wanted), None)
    return None


def build(verb: Token, holder: Token | None, entry: Cue, content: Content, lexicon: Lexicon) -> Link:
    """A link of a verb with its source."""
    if holder is not None and content.head not in holder.subtree and content.place in {"clause", "governor"}:
        gone = {t.i for t in holder.subtree}
        content.tokens = [t for t in content.tokens if t.i not in gone]
    sure = "Uu" if content.open else certainty.holders(entry, verb, content.head, lexicon.hedges)
    link = Link(
        at=verb, cue=cue_span(verb, content), entry=entry, source=source_span(holder) if holder is not None else None,
        holder=holder, content=content.tokens, head=content.head, certainty=sure,
    )  # fmt: skip
    through = next(
        (c for c in verb.children if matches(c, "obl") and has_case(c, "through") and lexicon.is_speaker(c)), None
    )
    if through is not None and holder is not None:
        link.outer.append(_outer(verb, link.cue, entry, holder))
        link.source, link.holder = source_span(through), through
    return link


def cue_span(verb: Token, content: Content | None = None) -> Span:
    """The words of a verbal cue: the verb with its passive auxiliary before and its particle or preposition behind."""
    first, last = verb, verb
    for child in verb.children:
        if child.dep_ == "aux:pass" and child.i == first.i - 1:
            first = child
    following = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    if following.dep_ in {"compound:prt", "case"} and (
        following.head == verb or (content is not None and following.head == content.head)
    ):
        last = following
    return token_span(first, last)


def _outer(at: Token, cue: Span | None, entry: Cue, holder: Token) -> Link:
    return Link(
        at=at, cue=cue, entry=entry, source=source_span(holder), holder=holder, content=[], head=None, silent=True
    )


def _expletive(token: Token) -> bool:
    return token.dep_ == "expl" or (token.lower_ == "there" and token.pos_ == "PRON")


def _unlisted(verb: Token, holder: Token | None, lexicon: Lexicon) -> Link | None:
    if holder is None or passive(verb) or not lexicon.is_speaker(holder) or not finite(verb):
        return None
    content = clause(verb, lexicon)
    if content is None or not finite(content.head) or not any(matches(c, "nsubj") for c in content.head.children):
        return None
    if any(c.dep_ == "advmod" and "PronType=Int" in str(c.morph) for c in content.head.children):
        return None
    return build(verb, holder, PLAIN, content, lexicon)


def _passive(verb: Token, holder: Token | None, entry: Cue, content: Content) -> Link | None:
    """A passive: "is believed to have", "it is estimated that", "was identified as X by Y"."""
    reported = content.place in {"clause", "question", "infinitive"} or (
        content.place == "object" and holder is not None
    )
    if holder is None and (not reported or entry.attitude in {"demand", "commitment", "threat"} or verb.dep_ == "acl"):
        return None
    if content.place == "infinitive":
        about = next((c for c in verb.children if matches(c, "nsubj")), None)
        if about is not None and any(t.pos_ == "NUM" for t in about.subtree):  # a figure belongs to what is said of it
            content.tokens = [*words_of(about), *content.tokens]
    if content.place == "object" and verb.dep_ != "acl":
        rest = [c for c in verb.children if c.i > verb.i and has_case(c, "as")]
        content.tokens = sorted([*content.tokens, *(t for c in rest for t in words_of(c))], key=lambda t: t.i)
    sure = certainty.holders(entry, verb, content.head, {})
    if holder is None and sure == "CT+":
        sure = "PR+" if content.place == "infinitive" else sure
    source = source_span(holder) if holder is not None else None
    return Link(verb, cue_span(verb), entry, source, holder, content.tokens, content.head, sure)


def _around(verb: Token, holder: Token | None, entries: Sequence[Cue], lexicon: Lexicon) -> Link | None:
    """A cue that stands after its content or in the middle of it: "…, the envoy said", "The talks, he said, were frank"."""
    entry = next((e for e in entries if {"clause", "quote"} & set(e.contents)), None)
    governed = next((e for e in entries if "governor" in e.contents), None)
    if holder is None or passive(verb) or not finite(verb):
        return None
    if matches(verb, "acl", "advcl:relcl") and not any(_is_plain_subject(c) for c in verb.children):
        return None
    if matches(verb, "acl", "advcl:relcl") and entry is not None and entry.attitude in {"denial", "demand", "question"}:
        return None
    if any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children) and verb.dep_ == "advcl":
        entry = governed or entry
    elif entry is None or (not matches(verb, "acl", "advcl:relcl") and not _parenthetic(verb, holder, lexicon)):
        return None
    if entry is None:
        return None
    for content in (_relative(verb, holder), _governor(verb, lexicon), _surface(verb, holder)):
        if content is not None and _says_something(content):
            return build(verb, holder, entry, content, lexicon)
    return None


def _is_plain_subject(child: Token) -> bool:
    return matches(child, "nsubj") and not any("PronType=Rel" in str(t.morph) for t in (child, *child.children))


def _inserted(verb: Token, holder: Token) -> bool:
    """Whether a cue stands between commas inside what it passes on: "the dams, he told us, and the dykes were old"."""
    if verb.dep_ != "parataxis" or verb.head.i > verb.i or holder.i > verb.i:
        return False
    doc = verb.doc
    before = next((t for t in reversed(doc[verb.sent.start : holder.left_edge.i]) if not t.is_space), None)
    comma = next((t for t in doc[verb.i + 1 : verb.sent.end] if t.is_punct), None)
    heard = list(doc[verb.i + 1 : comma.i]) if comma is not None else []
    short = len(heard) <= _BRIEF and not any(t.pos_ in {"VERB", "AUX", "SCONJ"} for t in heard)
    return before is not None and before.text == "," and comma is not None and comma.text == "," and short


def _says_something(content: Content) -> bool:
    return sum(not t.is_punct for t in content.tokens) > 1


def edges(verb: Token, holder: Token) -> tuple[int, int]:
    """First and last index of a cue with its source and what else stands beside them in the same breath."""
    first, last = party(holder)
    start = min(verb.i, holder.i)
    comma = next(
        (t.i for t in verb.doc[max(verb.i, holder.right_edge.i) + 1 : verb.sent.end] if t.is_punct), verb.sent.end
    )
    words = [verb, first, last]
    for child in verb.children:
        if child.i > start and matches(child, "aux", "advmod", "obl", "obj", "iobj") and not _is_content(child, verb):
            words.extend(t for t in child.subtree if start < t.i < comma)
    for member in (first, last):
        words.extend(t for t in member.subtree if abs(t.i - member.i) < _LONG and t != verb)
    near = sorted(t.i for t in words if abs(t.i - verb.i) <= _LONG and not t.is_punct and not t.is_space)
    return near[0], near[-1]


def _is_content(child: Token, verb: Token) -> bool:
    return child.i < verb.i and finite(child)


def _parenthetic(verb: Token, holder: Token, lexicon: Lexicon) -> bool:
    """Whether a cue is set off by commas or ends its sentence."""
    first, last = edges(verb, holder)
    if last - first > _LONG or any(c.dep_ == "obj" and not lexicon.is_speaker(c) for c in verb.children):
        return False
    doc = verb.doc
    before = next((t for t in reversed(doc[verb.sent.start : first]) if not t.is_space), None)
    after = next((t for t in doc[last + 1 : verb.sent.end] if not t.is_space), None)
    set_off = before is not None and before.is_punct and before.text not in {".", "(", ":"}
    return set_off and (after is None or after.is_punct or after.dep_ in {"cc", "mark"})


def _governor(verb: Token, lexicon: Lexicon) -> Content | None:
    head = verb.head
    if any(t.text == ";" for t in verb.doc[min(head.i, verb.i) : verb.i]):
        return None
    if head == verb or verb.dep_ not in {"parataxis", "advcl", "ccomp", "dep", "acl:relcl", "advcl:relcl", "discourse"}:
        return None
    if matches(verb, "acl", "advcl") and not any(c.dep_ == "mark" for c in verb.children):
        twin = next((c for c in verb.doc[verb.i + 1 : verb.sent.end] if _goes_on(c, verb)), None)
        return Content(cut(twin, verb, lexicon), twin, "governor") if twin is not None else None
    if verb.dep_ in {"ccomp", "acl:relcl"} and not verb.i > head.i:
        return None
    head = clause_of(head) if not matches(head, "ccomp", "parataxis") else head
    if head == verb or head in verb.subtree:
        return None
    tokens = [*cut(head, verb, lexicon), *resumed(verb)]
    return Content(tokens, head, "governor")


def _goes_on(token: Token, verb: Token) -> bool:
    """Whether a clause behind a cue goes on with what a relative pronoun began: "which, he said, [were safe]"."""
    return (
        matches(token, "acl:relcl", "advcl:relcl", "parataxis", "ccomp") and finite(token) and token.head.i <= verb.i
    ) or (token == verb.head and token.i > verb.i)


def _relative(verb: Token, holder: Token) -> Content | None:
    """What goes on behind a cue that interrupts a relative clause: "rivals who, he said, [had lied]"."""
    doc = verb.doc
    first, last = edges(verb, holder)
    before = [t for t in doc[max(first - 2, verb.sent.start) : first] if not t.is_punct and not t.is_space]
    if not before or not ("PronType=Rel" in str(before[-1].morph) or before[-1].tag_ == "WRB"):
        return None
    rest = [t for t in doc[last + 1 : verb.sent.end] if not t.is_space]
    start = 1 if rest and rest[0].is_punct else 0
    stop = next((n for n, t in enumerate(rest) if n >= start and t.text in {";", "."}), len(rest))
    tokens = rest[start:stop]
    head = next((t for t in tokens if t.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} and finite(t)), None)
    return Content(tokens, head, "governor") if head is not None else None


def _surface(verb: Token, holder: Token) -> Content | None:
    """The rest of the sentence around a cue in parentheses, where the tree does not say what the cue belongs to."""
    doc = verb.doc
    first, last = edges(verb, holder)
    before = [t for t in doc[verb.sent.start : first] if not t.is_space]
    before = before[max((n + 1 for n, t in enumerate(before) if t.text == ";"), default=0) :]
    after = [t for t in doc[last + 1 : verb.sent.end] if not t.is_space]
    if not any(not t.is_punct for t in before):
        return None
    stop = next((n for n, t in enumerate(after) if t.text in {";", "."}), len(after))
    rest = after[:stop] if after and after[0].text == "," else []
    tokens = [*before, *rest]
    heads = [t for t in tokens if t.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} and finite(t)]
    head = next((t for t in heads if t.head == verb or t.dep_ in {"ROOT", "ccomp"}), heads[0] if heads else None)
    return Content(tokens, head, "governor") if head is not None else None


def _relayed(verb: Token, entry: Cue) -> Link | None:
    """A source's source: "quoted Kim as saying", "citing two officials", "credited the figures to"."""
    place = entry.slots["holder"][0]
    outer = agent(verb) if passive(verb) else subject(verb)
    if place != "object":
        holder = next((c for c in verb.children if c.i > verb.i and matches(c, "obl") and has_case(c, place)), None)
        given = next((c for c in verb.children if c.dep_ == ("nsubj:pass" if passive(verb) else "obj")), None)
        if holder is None or given is None:
            return None
        link = Link(verb, cue_span(verb), entry, source_span(holder), holder, words_of(given), given)
    elif "governor" in entry.contents:
        holder = next((c for c in verb.children if c.dep_ == "obj"), None)
        if holder is None or passive(verb):
            return None
        return Link(verb, cue_span(verb), entry, source_span(holder), holder, [], None)
    else:
        said = said_as(verb)
        if said is None or outer is None:
            return None
        return Link(verb, cue_span(verb), entry, source_span(outer), outer, words_of(said), said, silent=True)
    if outer is not None:
        link.outer.append(_outer(verb, link.cue, entry, outer))
    return link


def said_as(verb: Token) -> Token | None:
    """The verb after "as" in "quoted him as saying"."""
    inside = [*verb.children, *(g for c in verb.children if c.dep_ in {"obj", "nsubj:pass"} for g in c.children)]
    return next(
        (c for c in inside if c.i > verb.i and c.pos_ == "VERB" and not infinitive(c) and has_case(c, "as")), None
    )
