from __future__ import annotations

import pytest

from dragoman.codebook import Codebook


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return Codebook.load()
