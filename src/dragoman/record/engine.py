"""Opening a record: a file of SQLite, or a database of PostgreSQL by its address.

Two engines for each record: writing transactions take the one write lock at once (``BEGIN IMMEDIATE``, or an advisory lock in PostgreSQL), so that
nothing read inside them can change before they end; reading transactions see a steady snapshot and wait for nobody.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from dragoman.errors import MissingExtra, RecordBusy, RecordError, RecordTooNew
from dragoman.record import schema, search

_MAGIC = b"SQLite format 3\x00"
_LOCK = 0x64726167
"""The number of the advisory lock that writers of one PostgreSQL record share: "drag" in ASCII."""
BUSY_SECONDS = 30
"""How long a writer waits for another one."""
OWNER_ONLY = 0o600


def is_address(where: str) -> bool:
    """Whether a record is named by the address of a server and not by a file.

    >>> is_address("postgresql://localhost/korea"), is_address("korea.db")
    (True, False)
    """
    return re.match(r"postgres(ql)?(\+\w+)?://", where) is not None


class Database:
    """The two engines of a record, and the one place that turns database errors into ours.

    ``readonly`` never writes, nor makes the file. Raises `RecordError` where there is no record, `RecordTooNew` where it was written by a newer
    Dragoman, and `RecordBusy` where another writer holds it.
    """

    def __init__(self, where: str, *, create: bool = True, readonly: bool = False) -> None:
        self.where = where
        self.readonly = readonly
        self.dialect = "postgresql" if is_address(where) else "sqlite"
        if self.dialect == "sqlite":
            self.fresh = _look(Path(where), create=create and not readonly)
            self._writing = _sqlite(where, "BEGIN IMMEDIATE", readonly=readonly)
            self._reading = _sqlite(where, "BEGIN", readonly=readonly)
        else:
            self._writing = self._reading = _postgresql(where)
        with self.errors():
            self._prepare(create=create and not readonly)

    def close(self) -> None:
        """Give the connections back. A SQLite file is then whole by itself."""
        self._writing.dispose()
        self._reading.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees the record as it is now, and keeps seeing that."""
        with self.errors(), self._reading.connect() as connection:
            steady = {} if self.dialect == "sqlite" else {"isolation_level": "REPEATABLE READ"}
            yield connection.execution_options(**steady)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is alone in writing; it is kept whole, or not at all where anything is raised."""
        if self.readonly:
            raise RecordError(self.where, "was opened for reading only")
        with self.errors(), self._writing.begin() as connection:
            if self.dialect == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            yield connection

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Errors of the database as ours, with what to do next."""
        try:
            yield
        except DBAPIError as error:
            raise _ours(self.where, error) from error

    def _prepare(self, *, create: bool) -> None:
        with self._reading.connect() as connection:
            known = inspect(connection).has_table("about")
            version = (
                connection.execute(select(schema.about.c.value).where(schema.about.c.key == "schema")).scalar()
                if known
                else None
            )
            strange = not known and self.dialect == "sqlite" and bool(inspect(connection).get_table_names())
        if (known and version is None) or strange:
            raise RecordError(
                self.where, "is a database, but no record of Dragoman", hint="give another name for the record"
            )
        if version is not None:
            if not version.isdecimal():
                raise RecordError(self.where, f"was changed: it says that its version is {version!r}")
            if int(version) > schema.VERSION:
                raise RecordTooNew(self.where, written=int(version), known=schema.VERSION)
            return
        if not create:
            raise RecordError(self.where, "holds no record yet", hint=f"make one with: dragoman add {self.where} FILE…")
        with self._writing.begin() as connection:
            if self.dialect == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            if inspect(connection).has_table("about"):
                return  # another process was quicker
            schema.metadata.create_all(connection)
            for statement in schema.guards(self.dialect):
                connection.exec_driver_sql(statement)
            search.prepare(connection)
            connection.execute(
                insert(schema.about),
                [{"key": "schema", "value": str(schema.VERSION)}, {"key": "ids", "value": "dragoman.id/1"}],
            )


def _look(path: Path, *, create: bool) -> bool:
    """Whether the file has to be made; a file that is no database is refused before anything touches it."""
    if path.is_dir():
        raise RecordError(str(path), "is a folder", hint="name a file: korea.db")
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except FileNotFoundError:
        if not create:
            raise RecordError(str(path), "does not exist", hint=f"make it with: dragoman add {path} FILE…") from None
        if not path.absolute().parent.is_dir():
            raise RecordError(str(path), f"there is no folder {path.parent}") from None
        _touch(path)
        return True
    except OSError as error:
        raise RecordError(str(path), f"cannot be opened: {error.strerror or error}") from error
    if head and head != _MAGIC:
        raise RecordError(str(path), "is no record: not a database at all", hint="give another name for the record")
    return not head


def _touch(path: Path) -> None:
    """Make the file for its owner alone: reports and judgements are nobody else's business."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, OWNER_ONLY))
    except OSError as error:
        raise RecordError(str(path), f"cannot be made: {error.strerror or error}") from error


def _sqlite(where: str, begin: str, *, readonly: bool) -> Engine:
    path = Path(where).absolute()
    url = f"file:{path.as_uri().removeprefix('file://')}?mode={'ro' if readonly else 'rw'}"
    if readonly and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists():
        url += "&immutable=1"  # no place for the file that readers share: fine where nobody is writing
    engine = create_engine("sqlite://", creator=lambda: _connect(url), poolclass=NullPool if readonly else QueuePool)

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # no implicit transactions: BEGIN is ours
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        if begin != "BEGIN" and not readonly:  # once the file is known to be a record: this changes it
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if readonly else begin)

    return engine


def _connect(url: str) -> sqlite3.Connection:
    return sqlite3.connect(url, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)


def _postgresql(where: str) -> Engine:
    try:
        return create_engine(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", where), pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise MissingExtra("postgres", "a record in PostgreSQL") from error


_FULL = re.compile(r"disk is full|no space left|disk I/O error", re.IGNORECASE)


def _ours(where: str, error: DBAPIError) -> RecordError:
    """A database's error in our words."""
    told = str(error.orig).strip().splitlines()[0] if error.orig is not None else str(error)
    low = told.lower()
    if "locked" in low or "busy" in low:
        return RecordBusy(where)
    if _FULL.search(told):
        return RecordError(
            where,
            f"cannot be written: {told}",
            hint=f"{'look after' if 'i/o' in low else 'make room on'} the disk and run the same command again: nothing is lost or doubled",
        )
    if "unable to open" in low and not os.access(Path(where).absolute().parent, os.W_OK):
        return RecordError(
            where,
            "cannot be written, nor read with changes that lie beside it in the file …-wal: its folder is read-only",
            hint="copy it, with that file if there is one, to a folder that you can write to",
        )
    if "readonly" in low or "read-only" in low:
        return RecordError(where, "cannot be written: it is read-only")
    if "not a database" in low or "malformed" in low:
        return RecordError(
            where, f"is no sound database: {told}", hint=f"see what can be read with: dragoman verify {where}"
        )
    if isinstance(error, OperationalError) and is_address(where) and not isinstance(error.orig, sqlite3.Error):
        return RecordError(without_password(where), f"the server does not answer: {told}", away=True)
    return RecordError(without_password(where), told)


def without_password(where: str) -> str:
    """The address without a password in it.

    >>> without_password("postgresql://ana:secret@localhost/korea")
    'postgresql://ana:…@localhost/korea'
    """
    return re.sub(r"(://[^:/@]+):[^@]*@", r"\1:…@", where)
