"""What the package promises: sorted, there, documented, typed, and in the words of the field."""

from __future__ import annotations

import inspect
import re
from importlib.metadata import version
from types import FunctionType, ModuleType

import pytest
from pydantic import BaseModel

import dragoman
import dragoman.errors
import dragoman.intake
import dragoman.model

PROMISED = [
    "Claim", "Codebook", "DragomanError", "Entity", "Event", "Quantity", "Reader", "Reading", "Record", "Report", "Span",
    "__version__", "read", "reports",
]  # fmt: skip
REJECTED = re.compile(
    r"article|story|stories|document(?!ed)|target|newspaper|publisher|statement(?!_act)", re.IGNORECASE
)
"""Words that the field or we use for something else: report, recipient, outlet, claim are ours."""


def test_the_public_names_are_those_promised_and_sorted() -> None:
    assert dragoman.__all__ == PROMISED == sorted(PROMISED)
    assert dir(dragoman) == PROMISED


@pytest.mark.parametrize("name", [name for name in PROMISED if name != "__version__"])
def test_every_public_name_is_there_documented_and_typed(name: str) -> None:
    found = getattr(dragoman, name)
    assert inspect.getdoc(found), f"{name} has no docstring"
    for function in _functions(found):
        signature = inspect.signature(function)
        untyped = [
            p.name for p in signature.parameters.values() if p.annotation is p.empty and p.name not in ("self", "cls")
        ]
        assert not untyped, f"{function.__qualname__} has untyped parameters {untyped}"
        assert signature.return_annotation is not signature.empty, f"{function.__qualname__} says not what it returns"
        assert inspect.getdoc(function), f"{function.__qualname__} has no docstring"


def _functions(found: object) -> list[FunctionType]:
    if isinstance(found, FunctionType):
        return [found]
    members = vars(found).items() if inspect.isclass(found) else ()
    plain = [getattr(member, "__func__", member) for name, member in members if not name.startswith("_")]
    return [member for member in plain if isinstance(member, FunctionType) and member.__module__.startswith("dragoman")]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Spark'"):
        _ = dragoman.Spark


@pytest.mark.parametrize("module", [dragoman.model, dragoman.intake], ids=lambda module: module.__name__)
def test_the_rooms_below_sort_and_document_their_names_too(module: ModuleType) -> None:
    assert module.__all__ == sorted(module.__all__)
    for name in module.__all__:
        found = getattr(module, name)
        if inspect.isclass(found) or inspect.isfunction(found):
            assert inspect.getdoc(found), f"{module.__name__}.{name} has no docstring"


def test_rejected_words_are_in_no_public_name() -> None:
    names = {*PROMISED, *dragoman.model.__all__, *dragoman.intake.__all__, *vars(dragoman.errors)}
    for kind in vars(dragoman.model).values():
        if inspect.isclass(kind) and issubclass(kind, BaseModel):
            names |= set(kind.model_fields)
    assert not [name for name in sorted(names) if REJECTED.search(name) and not name.startswith("_")]


def test_the_version_is_that_of_the_distribution() -> None:
    assert version("dragoman") == dragoman.__version__
