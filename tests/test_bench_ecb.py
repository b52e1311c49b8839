"""The measures of coreference in `bench/`: known small cases, and that no alignment is better than the one found."""

from __future__ import annotations

import importlib.util
import random
import sys
from itertools import permutations
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coreference", ROOT / "bench" / "coreference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_equal_clusters_have_full_marks(bench: ModuleType) -> None:
    clusters = [{"a", "b"}, {"c"}, {"d", "e", "f"}]
    assert bench.score(clusters, clusters).conll == 1


def test_the_example_of_luo(bench: ModuleType) -> None:
    """Twelve mentions of three entities, two of them joined wrongly (Luo 2005, system response b)."""
    gold = [{1, 2, 3, 4, 5}, {6, 7}, {8, 9, 10, 11, 12}]
    found = bench.score(gold, [{1, 2, 3, 4, 5, 8, 9, 10, 11, 12}, {6, 7}])
    assert found.muc.f1 == pytest.approx(0.947, abs=5e-4)
    assert found.b_cubed.precision == pytest.approx(7 / 12)
    assert found.b_cubed.recall == 1
    assert found.ceaf_e.f1 == pytest.approx(2 * (1 + 2 / 3) / (2 + 3))


def test_all_by_itself(bench: ModuleType) -> None:
    found = bench.score([{1, 2}, {3}], [{1}, {2}, {3}])
    assert found.muc.f1 == 0
    assert (found.b_cubed.precision, found.b_cubed.recall) == (1, pytest.approx(2 / 3))
    assert found.ceaf_e.f1 == pytest.approx(2 * (2 / 3 + 1) / (3 + 2))


def test_mentions_that_one_side_lacks(bench: ModuleType) -> None:
    found = bench.score([{1, 2}], [{1, 9}])
    assert (found.b_cubed.precision, found.b_cubed.recall) == (0.25, 0.25)
    assert found.ceaf_e.f1 == 0.5
    assert bench.score([], []).conll == 0


def test_no_alignment_is_better(bench: ModuleType) -> None:
    chance = random.Random(1)
    for _ in range(60):
        mentions = list(range(9))
        sides = []
        for _ in range(2):
            clusters: dict[int, set[int]] = {}
            for one in mentions:
                clusters.setdefault(chance.randrange(5), set()).add(one)
            sides.append(list(clusters.values()))
        gold, given = sorted(sides, key=len)
        best = max(
            sum(2 * len(one & other) / (len(one) + len(other)) for one, other in zip(gold, order, strict=False))
            for order in permutations(given, len(gold))
        )
        assert bench.score(gold, given).ceaf_e.recall == pytest.approx(best / len(gold))
