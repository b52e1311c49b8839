"""The command line: arguments in, calls to the Python API, words and exit codes out. Nothing is decided here that the API lacks.

Exit codes: 0 done; 1 failed, findings, or a bug; 2 wrong usage; 3 done, some reports refused; 4 words and offsets disagree; 74 reading or writing
failed; 130 interrupted; 141 the pipe was closed. Data goes to stdout, everything else to stderr.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

INTERRUPTED, PIPE_CLOSED, IO_FAILED = 130, 141, 74


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``dragoman`` with some arguments (by default those of the process) and return its exit code; nothing is raised.

    >>> main(["--version"])
    dragoman 0.1.0
    0
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in (words[: words.index("--")] if "--" in words else words)
    if debug:
        words.remove("--debug")
    if words == ["--version"]:
        from dragoman import __version__

        print(f"dragoman {__version__}")
        return 0
    try:
        return _run(words)
    except KeyboardInterrupt:
        _say("dragoman: interrupted; nothing was left half written")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the interpreter flushes stdout once more at its end
        return PIPE_CLOSED
    except Exception as error:  # the last net: whatever happens, the user gets a sentence and not a stack
        if debug:
            raise
        return _unforeseen(error)


def _run(words: list[str]) -> int:
    from typer.exceptions import Abort, Exit, TyperException
    from typer.main import get_command

    from dragoman.cli.app import app
    from dragoman.errors import DragomanError

    command = get_command(app)
    if "_DRAGOMAN_COMPLETE" in os.environ:
        command.main(words, prog_name="dragoman")  # answers the shell, and ends the process
    try:
        # What `command.main` would do, but for its own handling of closed pipes and interrupts.
        with command.make_context("dragoman", words) as context:
            told = command.invoke(context)
        sys.stdout.flush()
    except Exit as end:
        return end.exit_code
    except TyperException as error:
        _say(_usage(error))
        return error.exit_code
    except DragomanError as error:
        _say(f"dragoman: {error}")
        return error.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    return told if isinstance(told, int) else 0


def _usage(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    verb = context.command_path if context is not None else "dragoman"
    message: str = error.format_message() if hasattr(error, "format_message") else str(error)
    if message.startswith("Usage:"):  # no argument at all: the message is the help
        return message
    return f"dragoman: {message}\nsee: {verb} --help"


def _unforeseen(error: Exception) -> int:
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        _say(f"dragoman: {place}{error.strerror or error}")
        return IO_FAILED
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" in {frame.tb_frame.f_code.co_filename.rpartition(os.sep)[2]}:{frame.tb_lineno}" if frame else ""
    _say(
        f"dragoman: this is a mistake in Dragoman itself: {type(error).__name__}: {error}{place}\n"
        "the same command with --debug shows where; please report it with the text that caused it"
    )
    return 1


def _say(message: str) -> None:
    from dragoman.cli.text import say

    say(message)
