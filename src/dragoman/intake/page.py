"""Web pages: taken apart in a process of its own, which is killed when it takes too long."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import date
from threading import Timer
from types import TracebackType
from typing import IO, Self

from dragoman.errors import IntakeError, OverLimit
from dragoman.intake.draft import Draft
from dragoman.intake.head import LONGEST_HEADLINE
from dragoman.intake.limits import Limits
from dragoman.intake.page_worker import Answer, read_message, write_message

# The worker finds Dragoman where its parent did; that a program can be run only from its own folder must not matter.
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from dragoman.intake.page_worker import Limits, serve; serve(Limits(*json.loads(sys.argv[2])))"

_FEWEST_WORDS = 5
"""Words of an article; what is shorter is a button or a heading that was left over."""


class PageReader:
    """Reads web pages one after another in one worker process, started with the first page and replaced when it had to be killed.

    A context manager: the process ends with the ``with`` block.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, where: str, page: bytes) -> Draft:
        """The draft of a page. Raises `dragoman.errors.IntakeError` if it has no article, is over a limit, or breaks the parser."""
        answer = self._ask(where, page)
        if what := answer.get("over"):
            raise OverLimit(where, what, limit=answer["limit"] or "", value=answer["value"])
        if failed := answer.get("failed"):
            raise IntakeError(where, f"cannot be taken apart as a web page ({failed})")
        text = (answer.get("text") or "").strip()
        if len(text.split()) < _FEWEST_WORDS:
            raise IntakeError(where, "holds no article that could be found on the page", hint="save its text as .txt")
        return _draft(where, answer, text)

    def _ask(self, where: str, page: bytes) -> Answer:
        process = self._process or self._begin()
        late = False

        def kill() -> None:
            nonlocal late
            late = True
            process.kill()

        timer = Timer(self.limits.seconds, kill)
        timer.daemon = True
        timer.start()
        answer = None
        try:
            with suppress(BrokenPipeError):
                write_message(_pipe(process.stdin), page)
                answer = read_message(_pipe(process.stdout))
        finally:
            timer.cancel()
            if answer is None:
                self._end()
        if answer is not None:
            read: Answer = json.loads(answer)
            return read
        if late:
            raise OverLimit(where, "takes too long to take apart as a web page", limit=f"{self.limits.seconds:g} s")
        raise IntakeError(where, "ended the process that takes web pages apart (out of memory, or a bug of its parser)")

    def _begin(self) -> subprocess.Popen[bytes]:
        # The worker gets no shell, no words from outside and no network address: our own code and three pipes.
        command = [sys.executable, "-c", _START, json.dumps(sys.path), json.dumps(self.limits)]
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(BrokenPipeError):
                _pipe(process.stdin).close()
            _pipe(process.stdout).close()
            process.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _draft(where: str, answer: Answer, text: str) -> Draft:
    title = " ".join((answer.get("title") or "").split())
    if len(title) > LONGEST_HEADLINE:
        title = ""
    paragraphs = [line.removeprefix("- ").strip() for line in text.split("\n")]
    paragraphs = [line for line in paragraphs if line]
    if paragraphs and " ".join(paragraphs[0].split()) == title:
        del paragraphs[0]
    published = None
    with suppress(ValueError):
        published = date.fromisoformat(answer.get("date") or "")
    return Draft(
        where,
        "\n\n".join(paragraphs),
        title=title,
        published=published,
        author=(answer.get("author") or "").replace("; ", ", "),
        outlet=answer.get("sitename"),
        url=answer.get("url"),
        language=answer.get("language"),
    )
