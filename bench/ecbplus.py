"""How well events are merged over reports: ECB+, CoNLL F1 over all its texts at once, without being told which texts have to do with each other.

    python bench/ecbplus.py FOLDER                 gold mentions; FOLDER holds the corpus ecbplus, unpacked or as .tar.xz
    python bench/ecbplus.py FOLDER --cache FILE    and mentions by the reader, whose readings are kept in FILE (see `cached.py`)
    python bench/ecbplus.py FOLDER --mistakes 20   with pairs that are wrongly joined or kept apart

The corpus serves for measuring only. Single mentions count. Of gold mentions the measure uses: the words of each mention; the words of participants, places and
times, and which of them are one within a text; and, in the lines that say so, which are one across texts, as a stand-in for resolved ids. It does not use
which act a participant belongs to (our own parse says that), what the corpus says of time and place beyond their words, nor its topics. The type of an event is
the lemma of its head. The corpus gives no day of publication: all texts count as published on one day, which says nothing and so vetoes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from pathlib import Path

from cached import read
from coreference import Scores, score
from ecb_files import Document, documents, is_there
from ecb_tellings import Maker, published

from dragoman.model import Event
from dragoman.record import merge
from dragoman.record.facts import Telling
from dragoman.record.record import Record

FLOOR = 0.68
Cluster = AbstractSet[tuple[str, int]]


def gold(texts: Iterable[Document]) -> list[Cluster]:
    """The mentions of each event, by text and number."""
    found: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for text in texts:
        for at, mention in enumerate(text.events):
            found[mention.chain].add((text.id, at))
    return list(found.values())


def by_lemma(tellings: Mapping[tuple[str, int], Telling]) -> list[Cluster]:
    """The floor without a model: one event for each lemma."""
    found: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for name, telling in tellings.items():
        found[telling.type].add(name)
    return list(found.values())


def merged(tellings: Mapping[tuple[str, int], Telling], maker: Maker) -> list[Cluster]:
    """The events that the rules of the record make of tellings."""
    names = {telling.id: name for name, telling in tellings.items()}
    groups = merge.groups(tellings.values(), maker.world, decided={})
    return [{names[one] for one in group.tellings} for group in groups]


def by_reader(texts: Sequence[Document], cache: Path) -> tuple[list[Cluster], int]:
    """The events that a record makes of readings, over the gold mentions at which the reader found an event; and how many those are.

    An event of the reader stands for the first mention that its trigger shares a letter with; events elsewhere are left out. A mention that no event of the reader stands for
    is by itself.
    """
    reports = [published(text.report) for text in texts]
    names = {report.id: text for report, text in zip(reports, texts, strict=True)}
    found: list[Cluster] = []
    with tempfile.TemporaryDirectory() as folder, Record(f"{folder}/ecb.db") as record:
        for _ in record.add(read(reports, cache)):
            pass
        taken: set[tuple[str, int]] = set()
        for event in record.events():
            cluster = {
                name
                for one in event.tellings
                if (name := _mention(one.event, names[one.report.id])) is not None and name not in taken
            }
            taken |= cluster
            found.append(cluster)
    alone: list[Cluster] = [{(text.id, at)} for text in texts for at in range(len(text.events))]
    return [*(one for one in found if one), *(one for one in alone if not one & taken)], len(taken)


def _mention(event: Event, text: Document) -> tuple[str, int] | None:
    trigger = event.trigger
    return next(
        ((text.id, at) for at, one in enumerate(text.events) if one.start < trigger.end and trigger.start < one.end),
        None,
    )


def line(name: str, scores: Scores) -> str:
    """One line of the table."""
    parts = [
        f"{one.precision:.3f}/{one.recall:.3f}/{one.f1:.3f}" for one in (scores.muc, scores.b_cubed, scores.ceaf_e)
    ]
    return f"{name:<44}{'  '.join(parts)}  {scores.conll:.3f}"


def mistakes(tellings: Mapping[tuple[str, int], Telling], texts: Sequence[Document], maker: Maker, number: int) -> None:
    """Why pairs are wrongly joined or kept apart: the rules that answered, how often, with examples."""
    chain = {(text.id, at): one.chain for text in texts for at, one in enumerate(text.events)}
    group = {name: at for at, cluster in enumerate(merged(tellings, maker)) for name in cluster}
    examples: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    by_type: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, telling in sorted(tellings.items()):
        by_type[telling.type].append(name)
    for names in by_type.values():
        for one, other in combinations(names, 2):
            same, joined = chain[one] == chain[other], group[one] == group[other]
            if same != joined:
                pair = merge.pair(tellings[one], tellings[other], maker.world)
                kind = ("apart" if same else "JOINED", f"{pair.answer} {pair.rule}")
                counts[kind] += 1
                examples[kind].append(f"{_said(one, tellings)} | {_said(other, tellings)}")
    apart = sum(n * (n - 1) // 2 for n in Counter(chain.values()).values())
    print(f"\n{apart} pairs are wanted; of those with one lemma wrong, by what the rules say of the pair:")
    for kind, count in counts.most_common():
        print(f"{count:7} {' '.join(kind)}")
        step = max(1, len(examples[kind]) // max(number, 1))
        print(*(f"        {one}" for one in examples[kind][::step][:number]), sep="\n")


def _said(name: tuple[str, int], tellings: Mapping[tuple[str, int], Telling]) -> str:
    one = tellings[name]
    who, whom = ([party.entity or f"“{party.words}”" for party in side] for side in (one.actors, one.recipients))
    return f"{name[0]} {one.trigger} {who}>{whom} {one.place.name if one.place else ''} {one.edtf or ''}"


def main() -> int:
    """Measure and print; 1 if below the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the corpora")
    parser.add_argument("--cache", type=Path, help="where readings are kept")
    parser.add_argument("--mistakes", type=int, default=0, metavar="N")
    options = parser.parse_args()
    if not is_there(options.folder):
        print(f"skipped: the corpus ecbplus is not in {options.folder}")
        return 0
    texts = documents(options.folder)
    wanted = gold(texts)
    print(f"{len(texts)} texts, {sum(map(len, wanted))} mentions of {len(wanted)} events\n")
    print(f"{'':<44}{'MUC p/r/f1':<19}{'B3 p/r/f1':<19}{'CEAF-e p/r/f1':<19}CoNLL")
    reached = 0.0
    for across in (True, False):
        maker = Maker(across=across)
        tellings = maker.tellings(texts)
        if across:
            print(line("gold mentions, one event for each lemma", score(wanted, by_lemma(tellings))))
        scores = score(wanted, merged(tellings, maker))
        print(line(f"gold mentions, who is who {'across texts given' if across else 'within a text given'}", scores))
        reached = reached or scores.conll
        if options.mistakes:
            mistakes(tellings, texts, maker, options.mistakes)
    if options.cache:
        found, number = by_reader(texts, options.cache)
        print(line(f"the reader's mentions ({number} found)", score(wanted, found)))
    print(f"\n{'reached' if reached >= FLOOR else 'below'}: the floor with gold mentions is {FLOOR}")
    return int(reached < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
