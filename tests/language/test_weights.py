"""What lies in the wheel: size, hash, labels."""

from __future__ import annotations

import hashlib
import json
import re
from importlib import resources
from typing import Any

import pytest

from dragoman.language.labels import COARSE, entity_type

pytestmark = pytest.mark.model

FOLDER = resources.files("dragoman.language") / "weights"
FEATS = re.compile(
    r"_|[A-Z][A-Za-z]*(?:\[[a-z]+\])?=[A-Z0-9][A-Za-z0-9]*(?:\|[A-Z][A-Za-z]*(?:\[[a-z]+\])?=[A-Z0-9][A-Za-z0-9]*)*"
)
SCRIPT = re.compile(r"=|l|c\d{1,2}\+[^\W\d_]{0,4}|w[^\W\d_]+")


@pytest.fixture(scope="module")
def info() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "model.json").read_text("utf-8"))
    return found


def test_the_model_is_the_one_that_was_described(info: dict[str, Any]) -> None:
    assert hashlib.sha256((FOLDER / "model.onnx").read_bytes()).hexdigest() == info["sha256"]


def test_all_files_together_are_small() -> None:
    assert sum(len(file.read_bytes()) for file in FOLDER.iterdir()) <= 30_000_000


def test_labels_are_unique(info: dict[str, Any]) -> None:
    for kind, labels in info["labels"].items():
        if kind != "lemma":  # several scripts that were odd words are "lower-case" now
            assert len(labels) == len(set(labels)), kind
    assert all(info["labels"]["lemma"].count(script) == 1 for script in info["labels"]["lemma"] if script != "l")


def test_features_are_well_formed_and_sorted(info: dict[str, Any]) -> None:
    for feats in info["labels"]["feats"]:
        assert FEATS.fullmatch(feats), feats
        names = [one.partition("=")[0].lower() for one in feats.split("|")]
        assert names == sorted(set(names)), feats


def test_lemma_scripts_hold_words_alone(info: dict[str, Any]) -> None:
    assert [script for script in info["labels"]["lemma"] if not SCRIPT.fullmatch(script)] == []


def test_names_are_those_that_extractors_read(info: dict[str, Any]) -> None:
    assert {label[2:] for label in info["labels"]["coarse"] if label != "O"} == set(COARSE)
    assert all(entity_type(label[2:]) for label in info["labels"]["names"] if label != "O")


def test_the_card_tells_the_hash_and_the_sets(info: dict[str, Any]) -> None:
    card = (FOLDER / "MODEL_CARD.md").read_text("utf-8")
    for what in (
        info["sha256"][:16],
        info["version"],
        "EWT",
        "GUM",
        "UNER",
        "CrossNER",
        "WNUT17",
        "OntoNotes",
        "share-alike",
    ):
        assert what in card, what
