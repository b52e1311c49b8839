"""What counts as what: files that political scientists edit, and their checker."""

from __future__ import annotations

from .book import Codebook
from .cameo import Act
from .check import check
from .explain import Explanation
from .problems import Problem

__all__ = ["Act", "Codebook", "Explanation", "Problem", "check"]
