"""A record on a page: what reports say, who says so, how it changed; and the same over HTTP for programs.

`create_app` makes the application that ``dragoman serve`` serves. Nothing here reads settings, and nothing is written without a token.
"""

from __future__ import annotations

from dragoman.web.app import create_app

__all__ = ["create_app"]
