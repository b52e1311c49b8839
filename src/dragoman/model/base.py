"""The base of all types: frozen, closed to unknown fields, and changed only by making a new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from dragoman.model.span import Span

Number = int | float
"""A number as the words give it: whole where they are whole."""

Id = Annotated[str, Field(min_length=1, max_length=256)]
"""An id, never empty."""


class Model(BaseModel):
    """What every type of a reading is: frozen, hashable, equal by value, and readable from and to JSON by the names of the contract.

    Fields whose names Python or pydantic keep for themselves are spelled with an underscore at the end in Python (``with_``, ``schema_``)
    and without it in JSON.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        serialize_by_alias=True,
        validate_by_name=True,
        validate_by_alias=True,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
    )

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - each field has its own type, checked here
        """The same with some fields changed; the result is checked as a new one is.

        >>> from dragoman.model import Span
        >>> Span(start=0, end=3, words="Kim").replace(words="Xi")
        Traceback (most recent call last):
        ...
        dragoman.errors.SpanMismatch: words and offsets disagree: [0, 3) is said to be 'Xi', and that is no stretch of text
        """
        return type(self).model_validate({**self.__dict__, **changes})

    def spans(self) -> Iterator[Span]:
        """Every span inside, this one included if it is one, in the order of the fields."""
        for value in self.__dict__.values():
            if isinstance(value, Model):
                yield from value.spans()
            elif isinstance(value, tuple):
                for item in value:
                    if isinstance(item, Model):
                        yield from item.spans()
