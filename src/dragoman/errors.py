"""What can go wrong, drawn as a tree.

::

    DragomanError
    ├── IntakeError
    │   ├── UnknownFormat
    │   └── OverLimit
    ├── CodebookError
    ├── PipelineError
    ├── SpanMismatch
    ├── RecordError
    │   ├── RecordTooNew
    │   ├── RecordBusy
    │   └── NotInRecord
    ├── CheckError
    ├── ExportError
    ├── MissingExtra
    └── SettingsError

Every error says what is wrong, where, and what to do next; it carries the data of its message as attributes, can be pickled (so that it
comes back whole from a worker process) and names the exit code with which the command line ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


def _rebuild(kind: type[DragomanError], data: Mapping[str, object], args: tuple[object, ...]) -> DragomanError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(data)
    return error


class DragomanError(Exception):
    """The root of all errors that Dragoman raises on purpose.

    >>> DragomanError.exit_code
    1
    """

    exit_code = 1
    """The exit code of the command line when this error ends a command."""

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.__dict__, self.args)


class IntakeError(DragomanError):
    """A report cannot be read: it is refused with the reason, and the others go on.

    >>> error = IntakeError("inbox/photo.txt", "this is no text but binary data", hint="give text, HTML, CSV or JSON Lines")
    >>> str(error)
    'inbox/photo.txt: this is no text but binary data; give text, HTML, CSV or JSON Lines'
    >>> error.where, error.reason
    ('inbox/photo.txt', 'this is no text but binary data')
    """

    exit_code = 3

    def __init__(self, where: str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{where}: {reason}" + (f"; {hint}" if hint else ""))
        self.where = where
        """The file, with the line or row where that is known: ``reports.csv, row 3``."""
        self.reason = reason
        """What is wrong, without the place."""
        self.hint = hint
        """What to do next, if there is something to do."""


class UnknownFormat(IntakeError):
    """No reader knows a file of this kind.

    >>> str(UnknownFormat("scan.pdf", ".pdf", known=(".txt", ".html")))
    'scan.pdf: files that end in .pdf cannot be read; known are .txt .html'
    """

    exit_code = 2

    def __init__(self, where: str, suffix: str, *, known: Iterable[str]) -> None:
        names = tuple(known)
        near = get_close_matches(suffix, names, n=1)
        what = f"files that end in {suffix} cannot be read" if suffix else "its format is not known"
        hint = f"did you mean {near[0]}? " if near else ""
        super().__init__(where, what, hint=f"{hint}known are {' '.join(names)}")
        self.known = names
        """The endings that are known."""


class OverLimit(IntakeError):
    """A report is too large, too deep or too slow to be read.

    >>> error = OverLimit("dump.txt", "is too large", limit="20 MB", value="50 MB")
    >>> str(error)
    'dump.txt: is too large: 50 MB, and the limit is 20 MB'
    """

    def __init__(self, where: str, what: str, *, limit: str, value: str | None = None, hint: str = "") -> None:
        reason = f"{what}: {value}, and the limit is {limit}" if value is not None else f"{what}: the limit is {limit}"
        super().__init__(where, reason, hint=hint)
        self.limit = limit
        """The limit, with its unit."""
        self.value = value
        """What was found, with its unit; null where only the limit is known to have been passed."""


class CodebookError(DragomanError):
    """Codebook files are wrong; all mistakes are told at once.

    >>> error = CodebookError([("events/AID.yml", 12, "unknown key 'verbs'", "did you mean 'verb'?")])
    >>> print(error)
    1 mistake in the codebook
      events/AID.yml:12: unknown key 'verbs' — did you mean 'verb'?
    """

    def __init__(self, problems: Iterable[tuple[str, int, str, str]]) -> None:
        self.problems = tuple(problems)
        """File, line, what is wrong, and a hint (or an empty text), one tuple for each mistake."""
        number = len(self.problems)
        lines = [f"{number} mistake{'' if number == 1 else 's'} in the codebook"]
        for file, line, what, hint in self.problems:
            lines.append(f"  {file}:{line}: {what}" + (f" — {hint}" if hint else ""))
        super().__init__("\n".join(lines))


class PipelineError(DragomanError):
    """The language pipeline is not there, or lacks what the extractors need.

    >>> str(PipelineError("en_core_old", ["UD relations in dep_"]))
    'the pipeline en_core_old lacks UD relations in dep_'
    """

    def __init__(self, pipeline: str, missing: Iterable[str], *, hint: str = "") -> None:
        self.pipeline = pipeline
        """The name of the pipeline."""
        self.missing = tuple(missing)
        """What it lacks."""
        self.hint = hint
        """What to do next, if there is something to do."""
        super().__init__(f"the pipeline {pipeline} lacks {', '.join(self.missing)}" + (f"; {hint}" if hint else ""))


class SpanMismatch(DragomanError):
    """The words of a span are not the words of the text at its place.

    It does not derive from ``ValueError``, so that it leaves a pydantic validator as itself.

    >>> str(SpanMismatch((0, 3, "Kim"), found="Xi "))
    "words and offsets disagree: [0, 3) is said to be 'Kim', and the text has 'Xi '"
    """

    exit_code = 4

    def __init__(self, span: tuple[int, int, str], *, found: str | None) -> None:
        start, end, words = span
        has = "that is no stretch of text" if found is None else f"the text has {found!r}"
        super().__init__(f"words and offsets disagree: [{start}, {end}) is said to be {words!r}, and {has}")
        self.span = span
        """Start, end and words as they were given."""
        self.found = found
        """The words that stand there; null where the offsets alone are impossible."""


class RecordError(DragomanError):
    """A record cannot be opened, read or written.

    >>> str(RecordError("korea.db", "does not exist", hint="make it with: dragoman add korea.db FILE…"))
    'korea.db: does not exist; make it with: dragoman add korea.db FILE…'
    """

    exit_code = 74

    def __init__(self, path: str, what: str, *, hint: str = "", away: bool = False) -> None:
        super().__init__(f"{path}: {what}" + (f"; {hint}" if hint else ""))
        self.path = path
        """The file or the address, without a password."""
        self.what = what
        """What is wrong, without the place."""
        self.hint = hint
        """What to do next, if there is something to do."""
        if away:
            self.exit_code = 69


class RecordTooNew(RecordError):
    """A record was written by a newer Dragoman.

    >>> str(RecordTooNew("korea.db", written=3, known=1))
    'korea.db: was written by a newer Dragoman (tables of version 3; this one knows 1); update with: pip install --upgrade dragoman'
    """

    def __init__(self, path: str, *, written: int, known: int) -> None:
        super().__init__(
            path,
            f"was written by a newer Dragoman (tables of version {written}; this one knows {known})",
            hint="update with: pip install --upgrade dragoman",
        )
        self.written = written
        """The version of its tables."""
        self.known = known
        """The newest version that this Dragoman knows."""


class RecordBusy(RecordError):
    """Another process holds the record and did not let go of it in time. The same command may work a moment later.

    >>> RecordBusy("korea.db").retry
    True
    """

    exit_code = 75
    retry = True
    """Trying again may help."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "is being written by another process", hint="try again when that has ended")


class NotInRecord(RecordError):
    """Nothing in the record has this id or name.

    >>> str(NotInRecord("korea.db", "event", "eabc"))
    'korea.db: holds no event eabc'
    """

    exit_code = 1

    def __init__(self, path: str, kind: str, wanted: str, *, hint: str = "") -> None:
        super().__init__(path, f"holds no {kind} {wanted}", hint=hint)
        self.kind = kind
        """What was looked for."""
        self.wanted = wanted
        """The id or name."""


class CheckError(DragomanError):
    """A sentence says nothing that a record can check.

    >>> error = CheckError("It rained.", "says nothing that can be counted", hint="write who did what, and how often")
    >>> str(error)
    "'It rained.' says nothing that can be counted; write who did what, and how often"
    """

    exit_code = 2

    def __init__(self, sentence: str, what: str, *, hint: str = "") -> None:
        super().__init__(f"{sentence!r} {what}" + (f"; {hint}" if hint else ""))
        self.sentence = sentence
        """The sentence."""
        self.what = what
        """What is wrong with it."""
        self.hint = hint
        """What to write instead."""


class ExportError(DragomanError):
    """A reading cannot be written.

    >>> str(ExportError("out/events.csv", "No space left on device"))
    'out/events.csv: cannot be written: No space left on device'
    """

    exit_code = 74

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: cannot be written: {why}")
        self.path = path
        """The file."""
        self.why = why
        """The reason that the system gave."""


class MissingExtra(DragomanError, ImportError):
    """What is asked for needs a library that comes with an extra of this package, and it is not installed.

    >>> str(MissingExtra("parquet", "Parquet"))
    "Parquet needs a library that is not installed; install it with: pip install 'dragoman[parquet]'"
    """

    exit_code = 2

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(
            f"{what} needs a library that is not installed; install it with: pip install 'dragoman[{extra}]'"
        )
        self.extra = extra
        """The name of the extra."""
        self.what = what
        """What needs it."""


class SettingsError(DragomanError):
    """A setting or an option has a value that it cannot have.

    >>> str(SettingsError("published", "'soon' is no date", origin="option --published"))
    "published (option --published): 'soon' is no date"
    """

    exit_code = 2

    def __init__(self, key: str, what: str, *, origin: str = "") -> None:
        super().__init__(f"{key}{f' ({origin})' if origin else ''}: {what}")
        self.key = key
        """The name of the setting."""
        self.origin = origin
        """Where the value came from: an option, a variable, a file."""
