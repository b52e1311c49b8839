"""What a cue passes on: its content, found at the places in the grammar that the codebook names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.codebook.cues import Cue

from .attribution_clauses import Content, apart, clause, gerund_like
from .attribution_grammar import bare, finite, has_case, infinitive, ing, passive, words_of
from .attribution_lexicon import Lexicon
from .phrases import matches
from .quotation import Quotation

_RANK = {"clause": 0, "question": 0, "judgement": 1, "infinitive": 3, "gerund": 3, "object": 4}


@dataclass(frozen=True, slots=True)
class Finding:
    """A content with the entry of the codebook under which it was found."""

    entry: Cue
    content: Content


def find(verb: Token, entries: Iterable[Cue], lexicon: Lexicon, quotes: list[Quotation]) -> Finding | None:
    """The content of a verb by the most telling place that its entries name, None if there is none."""
    options = sorted(
        (
            (_RANK.get(place, 2), number, entry, place)
            for number, entry in enumerate(entries)
            for place in entry.contents
        ),
        key=lambda option: option[:2],
    )
    for _, _, entry, place in options:
        content = at_place(verb, place, entry, lexicon)
        if place in {"object", "of"} and "number" in entry.only.get("content", ()) and not passive(verb):
            content = _whole_figure(verb, content, place)
        if content is not None and _fits(content, entry, quotes):
            return Finding(entry, content)
    return None


def at_place(verb: Token, place: str, entry: Cue, lexicon: Lexicon) -> Content | None:
    """The content of a verb at one place in the grammar."""
    if place == "clause" and passive(verb):
        return clause(verb, lexicon) or _infinitive(verb)
    simple: dict[str, Callable[[Token, Lexicon], Content | None]] = {
        "clause": clause, "question": clause, "gerund": _gerund, "object": _object, "judgement": _judgement,
    }  # fmt: skip
    if place in simple:
        found = simple[place](verb, lexicon)
        if place == "judgement" and entry.attitude == "evaluation":
            return _without_pronoun(found) if found is not None else None
        if place == "judgement" and found is None:
            return _ended(verb)
        return found
    if place == "infinitive":
        return _infinitive(verb)
    first, plus, second = place.partition(" + ")
    if plus and second == "infinitive":
        return _addressed(verb, first, whole=entry.attitude != "demand")
    if plus:
        return _pair(verb, second)
    return None if place in {"quote", "governor", "as"} else _prepositional(verb, place)


def _gerund(verb: Token, lexicon: Lexicon) -> Content | None:
    del lexicon
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp", "obj", "advcl"} and child.i > verb.i and gerund_like(child):
            if child.dep_ == "advcl" and child.i - verb.i > 2:
                continue
            return Content(words_of(child), child, "gerund")
    return None


def _infinitive(verb: Token) -> Content | None:
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and child.i > verb.i and infinitive(child):
            return Content(words_of(child), child, "infinitive")
    host = verb.head
    if verb.dep_ == "ccomp" and host.i > verb.i:  # "promised, the statement said, to come"
        late = next((c for c in host.children if c.i > host.i and c.dep_ == "xcomp" and infinitive(c)), None)
        return Content(words_of(late), late, "infinitive") if late is not None else None
    return None


def _object(verb: Token, lexicon: Lexicon) -> Content | None:
    del lexicon
    relation = "nsubj" if passive(verb) else "obj"
    for child in verb.children:
        if matches(child, relation) and child.pos_ != "PRON":
            return Content(words_of(child), child, "object")
    if relation == "obj":
        only = [c for c in verb.children if c.dep_ == "iobj" and c.i > verb.i and c.pos_ in {"NOUN", "PROPN"}]
        if only and not any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children):
            return Content(words_of(only[0]), only[0], "object")
    return None


def _whole_figure(verb: Token, content: Content | None, place: str) -> Content | None:
    if content is not None and not any(t.pos_ == "NUM" for t in content.tokens):
        return content
    if content is None and place != "object":
        return None
    lead = next((t for t in verb.doc[verb.i + 1 : verb.i + 3] if t.lower_ == place), None)
    return _figure(verb, lead) or content


def _figure(verb: Token, after: Token | None = None) -> Content | None:
    """A figure with all that stands behind it in its clause: "24 freed: 16 by one side, eight by the other"."""
    start = after.i if after is not None else verb.i
    tokens: list[Token] = []
    for child in verb.children:
        if child.right_edge.i <= start or (child.dep_ == "punct" and child.text in {";", "."}):
            if child.right_edge.i > start:
                break
            continue
        if matches(child, "conj", "cc", "parataxis", "advcl", "ccomp") and not any(
            t.pos_ == "NUM" for t in child.children
        ):
            break
        tokens.extend(t for t in words_of(child) if t.i > start)
    head = next((t for t in tokens if t.pos_ == "NUM"), None)
    if head is None or not tokens:
        return None
    return Content(tokens, head if head.dep_ != "nummod" else head.head, "object")


def _judgement(verb: Token, lexicon: Lexicon) -> Content | None:
    del lexicon
    every = [
        c
        for c in verb.children
        if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i and not gerund_like(c) and not apart(verb, c)
    ]
    said = next((c for c in every if c.dep_ == "xcomp"), every[0] if every else None)
    if said is None or (said.dep_ == "ccomp" and finite(said)):
        return _two_objects(verb)
    about = next((c for c in verb.children if c.dep_ in {"obj", "iobj", "nsubj:pass"}), None)
    about = about or next((c for c in said.children if matches(c, "nsubj")), None)
    tokens = {t.i: t for c in every if c == said or c.dep_ == "xcomp" for t in words_of(c)}
    if about is not None:
        tokens.update({t.i: t for t in words_of(about)})
    found = [tokens[i] for i in sorted(tokens)]
    return Content(_with_rest(verb, found), said, "judgement") if about is not None or said.pos_ != "VERB" else None


def _with_rest(verb: Token, tokens: list[Token]) -> list[Token]:
    """A judgement with what belongs to it though the tree hangs it on the verb."""
    found = list(tokens)
    for child in verb.children:
        last = max(t.i for t in found)
        if (
            child.i > last
            and matches(child, "obl", "nmod")
            and not any(c.text in {",", ";"} for c in verb.doc[last : child.left_edge.i])
        ):
            found.extend(words_of(child))
    return found


def _ended(verb: Token) -> Content | None:
    """A judgement of one word that the tree takes for an adverb: "declared the drill over"."""
    about = next((c for c in verb.children if c.dep_ == "obj" and c.i > verb.i), None)
    if about is None or about.right_edge.i + 1 >= len(verb.doc):
        return None
    said = verb.doc[about.right_edge.i + 1]
    following = said.nbor(1) if said.i + 1 < len(verb.doc) else None
    alone = following is None or following.is_punct or following.is_space
    if said.head != verb or said.dep_ not in {"advmod", "compound:prt"} or not alone:
        return None
    return Content([*words_of(about), said], said, "judgement")


def _two_objects(verb: Token) -> Content | None:
    """A judgement that the tree takes for a second object, or for an apposition of the first."""
    objects = [
        c
        for c in verb.children
        if c.i > verb.i and c.dep_ in {"obj", "iobj", "obl:unmarked"} and not any(k.dep_ == "case" for k in c.children)
    ]
    if len(objects) > 1:
        return Content(_with_rest(verb, [t for c in objects for t in words_of(c)]), objects[-1], "judgement")
    if len(objects) == 1:
        said = next(
            (
                c
                for c in objects[0].children
                if c.i > objects[0].i
                and matches(c, "appos", "nmod", "amod", "dep", "acl", "obj")
                and not any(matches(k, "case", "mark", "nsubj") for k in c.children)
            ),
            None,
        )
        if said is not None and not ing(said):
            return Content(words_of(objects[0]), said, "judgement")
    return None


def _without_pronoun(content: Content) -> Content:
    tokens = content.tokens
    if len(tokens) > 1 and tokens[0].pos_ == "PRON" and tokens[0].head in {content.head, content.head.head}:
        content.tokens = tokens[1:]
    return content


def _complement(verb: Token, word: str) -> Token | None:
    """The phrase or clause that a preposition introduces, at the verb or at its object."""
    for child in verb.children:
        if child.i > verb.i and (matches(child, "obl", "advcl", "xcomp", "ccomp", "nmod")) and has_case(child, word):
            if word == "to" and infinitive(child):
                continue
            return child
    return None


def _prepositional(verb: Token, word: str) -> Content | None:
    found = _complement(verb, word)
    if found is None:
        return None
    lead = {c.i for c in found.children if c.dep_ in {"case", "mark"} and c.lower_ == word and c.i < found.i}
    return Content([t for t in words_of(found) if t.i not in lead], found, word)


def _pair(verb: Token, word: str) -> Content | None:
    about = next((c for c in verb.children if c.dep_ in ({"nsubj:pass"} if passive(verb) else {"obj"})), None)
    if about is None:
        return None
    said = _complement(verb, word) or next((c for c in about.subtree if c.i > about.i and has_case(c, word)), None)
    if said is None:
        return None
    rest = [
        c
        for c in verb.children
        if c.i > said.i
        and matches(c, "obl", "nmod", "appos", "dep", "nummod")
        and any(t.pos_ == "NUM" for t in c.subtree)
    ]
    tokens = {t.i: t for one in (about, said, *(rest if word == "at" else ())) for t in words_of(one)}
    return Content([tokens[i] for i in sorted(tokens)], said, f"object + {word}")


def _addressed(verb: Token, first: str, *, whole: bool) -> Content | None:
    """What somebody is asked to do ("urged both sides to talk", "called on him to go"), or expected to."""
    if first == "object":
        asked = next(
            (c for c in verb.children if c.dep_ in {"obj", "iobj"} or (passive(verb) and c.dep_ == "nsubj:pass")), None
        )
    else:
        asked = _complement(verb, first)
    places = [*verb.children, *(asked.children if asked is not None else ())]
    act = next(
        (c for c in places if c.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and c.i > verb.i and infinitive(c)), None
    )
    if act is None and first != "object" and asked is not None and infinitive(asked):
        act = asked
    if act is None:
        return None
    asked = asked or next((c for c in act.children if matches(c, "nsubj")), None)
    if asked is None:
        return None
    inner = next((c for c in act.children if matches(c, "nsubj")), None)
    tokens = words_of(act, [] if whole or inner is None else [inner])
    start = next((t.i for t in act.children if t.dep_ in {"mark", "aux"} and t.lower_ == "to"), act.i)
    tokens = tokens if whole else [t for t in tokens if t.i >= start - 1 and (t.i >= start or t.lower_ == "not")]
    if whole and asked != act:
        tokens = sorted({t.i: t for t in (*words_of(asked), *tokens)}.values(), key=lambda t: t.i)
    return Content(tokens, act, f"{first} + infinitive")


def _fits(content: Content, entry: Cue, quotes: list[Quotation]) -> bool:
    wanted, barred = entry.only.get("content"), entry.unless.get("content")
    if wanted and not any(_is_shaped(content, shape, quotes) for shape in wanted):
        return False
    return not (barred and any(_is_shaped(content, shape, quotes) for shape in barred))


def fits_source(source: Token | None, entry: Cue, lexicon: Lexicon) -> bool:
    """Whether a source is one of those that an entry asks for; nothing is asked of a source that is not known."""
    wanted = entry.only.get("source")
    if not wanted or source is None:
        return True
    speaks = "speaker" in wanted and lexicon.is_speaker(source)
    document = "document" in wanted and lexicon.is_document(source)
    return speaks or document or source.lemma_.lower() in wanted


def _is_shaped(content: Content, shape: str, quotes: list[Quotation]) -> bool:
    if shape == "clause":
        return content.place == "clause"
    if shape == "number":
        return any(
            t.pos_ == "NUM" or t.like_num or t.ent_type_ in {"CARDINAL", "MONEY", "PERCENT", "QUANTITY"}
            for t in content.tokens
        )
    if shape == "quotation":
        return any(t in quote for quote in quotes for t in content.tokens)
    if shape == "that + bare verb":
        return content.place == "clause" and _is_subjunctive(content.head)
    heads = [content.head, *(t for t in content.tokens if t.dep_ in {"compound", "obj"} and t.head == content.head)]
    return any(shape in {t.lemma_.lower(), t.lower_} for t in heads)


def _is_subjunctive(head: Token) -> bool:
    """Whether a clause has the bare form of its verb: "that the sides meet", "that he be freed"."""
    lead = next((c for c in head.children if matches(c, "aux:pass", "cop")), head)
    if any(c.dep_ == "aux" for c in head.children):
        return False
    if bare(lead):
        return True
    subjects = [c for c in head.children if matches(c, "nsubj")]
    singular = any("Number=Sing" in str(c.morph) and "Person=1" not in str(c.morph) for c in subjects)
    present = "Tense=Pres" in str(lead.morph) and lead.lower_ == lead.lemma_.lower()
    return bool(singular and present and lead.pos_ == "VERB")
