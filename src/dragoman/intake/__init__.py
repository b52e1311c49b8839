"""Files become reports, and what cannot is refused with the reason.

Plain text, Markdown, web pages, JSON Lines, JSON and CSV are known; web pages are taken apart in a process of their own.
"""

from __future__ import annotations

from dragoman.intake.draft import Remark
from dragoman.intake.limits import Limits
from dragoman.intake.reports import KNOWN, reports

__all__ = ["KNOWN", "Limits", "Remark", "reports"]
