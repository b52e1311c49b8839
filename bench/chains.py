"""Measure what the record concludes from chains: one story each, as many pages told it, with what must be concluded.

    python bench/chains.py ../shared/gold/chains/visits           the rules alone, over the facts of the chain
    python bench/chains.py ../shared/gold/chains/*/ --shuffles 20  in more orders
    python bench/chains.py FOLDER --only lines relations          some kinds of conclusion

Every difference is one line; the exit status is 1 if there is any. The chains are no part of this repository.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from chain_compare import JUDGES, compare
from chain_conclusions import Conclusions, Difference
from chain_facts import ChainFacts, facts
from chain_files import Chain, load
from chain_rules import Ruled


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
    options = parser.parse_args()
    failed = False
    for folder in options.folders:
        chain = load(folder)
        first: list[Difference] = []
        for seed in (0, *range(options.seed, options.seed + options.shuffles)):
            found = compare(chain, by_rules(chain, seed), options.only)
            failed = failed or bool(found)
            if not seed:
                first = found
                print(table(chain, found, options.only))
                print(*found, sep="\n")
            elif found != first:
                print(f"{chain.name}, seed {seed}: another order, other differences")
                print(*(one for one in found if one not in first), sep="\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
