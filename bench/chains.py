"""Measure what the record concludes from chains: one story each, as many pages told it, with what must be concluded.

    python bench/chains.py ../shared/gold/chains/visits           the rules alone, over the facts of the chain
    python bench/chains.py ../shared/gold/chains/*/ --shuffles 20  in more orders
    python bench/chains.py FOLDER --only lines relations          some kinds of conclusion
    python bench/chains.py FOLDER --record                        whole records, in files of SQLite
    python bench/chains.py FOLDER --record postgresql://localhost in new databases of a server, which are dropped again

Records get a reading of each page, in several orders and twice; what they answer and export must be the same for each. Every difference is one line; the exit status is 1 if there is any. The chains are no part of this repository.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from chain_compare import JUDGES, compare
from chain_conclusions import Conclusions, Difference
from chain_facts import ChainFacts, codebook, facts
from chain_files import Chain, load
from chain_readings import readings
from chain_record import Recorded, everything, fill
from chain_rules import Ruled

from dragoman.record.record import Record


def shuffled(known: ChainFacts, seed: int) -> ChainFacts:
    """The same facts in another order."""
    chance = random.Random(seed)  # noqa: S311 - an order, no secret
    figures, tellings = list(known.figures), list(known.tellings)
    chance.shuffle(figures)
    chance.shuffle(tellings)
    return replace(known, figures=tuple(figures), tellings=tuple(tellings))


def by_rules(chain: Chain, seed: int) -> Conclusions:
    """What the rules conclude from a chain's facts in an order; 0 is that of the file."""
    known = facts(chain)
    return Ruled(chain, shuffled(known, seed) if seed else known)


@contextmanager
def database(server: str | None) -> Iterator[str]:
    """The place of a new record, which is gone afterwards."""
    if server is None:
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder, "record.db"))
        return
    import psycopg

    name = f"chains_{uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name}".encode())


def by_record(
    chain: Chain, seed: int, server: str | None, kinds: list[str]
) -> tuple[list[Difference], dict[str, object]]:
    """The differences of a record that is filled in an order, and all that it answers."""
    known, pages = facts(chain), readings(chain)
    with database(server) as where, Record(where, codebook=codebook()) as record:
        fill(record, pages, seed)
        answers = everything(record)
        return compare(chain, Recorded(chain, known, record, pages), kinds), answers


def table(chain: Chain, found: list[Difference], kinds: list[str]) -> str:
    """How many answers of each kind there are, and how many differences."""
    wrong = Counter(one.kind for one in found)
    rows = [f"{chain.name}: {len(found)} differences"]
    for kind in kinds:
        answers = len(chain["groups" if kind == "history" else kind])
        if answers or wrong[kind]:
            rows.append(f"  {kind:<16} {answers:>4} answers {wrong[kind]:>4} differences")
    return "\n".join(rows)


def main() -> int:
    """Print a table for each chain, and every difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--shuffles", type=int, default=3, help="how many orders besides that of the file")
    parser.add_argument("--seed", type=int, default=1, help="of the first of them")
    parser.add_argument("--only", nargs="+", choices=list(JUDGES), default=list(JUDGES), help="kinds of conclusion")
    parser.add_argument("--record", nargs="?", const="sqlite", help="in records: of SQLite, or of a PostgreSQL server")
    options = parser.parse_args()
    server = None if options.record == "sqlite" else options.record
    failed = False
    for folder in options.folders:
        chain = load(folder)
        first: tuple[list[Difference], dict[str, object]] | None = None
        for seed in (0, *range(options.seed, options.seed + options.shuffles)):
            if options.record:
                found = by_record(chain, seed, server, options.only)
            else:
                found = compare(chain, by_rules(chain, seed), options.only), {}
            if first is None:
                first = found
                print(table(chain, found[0], options.only))
                print(*found[0], sep="\n")
            for one in [one for one in found[0] if one not in first[0]]:
                print(f"seed {seed}: {one}")
            other = [name for name, answers in found[1].items() if first[1][name] != answers]
            if other:
                print(f"seed {seed}: the record answers otherwise: {', '.join(other)}")
            failed = failed or bool(found[0] or other) or found[0] != first[0]
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
