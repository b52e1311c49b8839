"""``dragoman serve``: a record on a page of this machine."""

from __future__ import annotations

import contextlib
import errno
import secrets
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dragoman.cli.text import say
from dragoman.errors import SettingsError
from dragoman.model.visible import one_line

if TYPE_CHECKING:
    from dragoman.codebook import Codebook

LOCAL = "127.0.0.1"
GRACE = 3
"""Seconds that requests which are being answered get at the end."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How a record is served."""

    port: int = 8765
    hosts: tuple[str, ...] = ()
    """The first is where to listen, all are names by which the page may be called."""
    readonly: bool = False
    open: bool = True
    quiet: bool = False


def serve_record(where: str | None, serving: Serving, overlay: Path | None) -> int:
    """Serve a record, or the demonstration, until the process is interrupted."""
    from dragoman.codebook import Codebook

    book = Codebook.load(overlay) if overlay is not None else Codebook.load()
    with _listening(serving) as listening:
        if where is not None:
            _run(where, book, serving, listening)
        else:
            with _demonstration(book, serving) as (place, title):
                _run(place, book, serving, listening, title=title)
    return 0


def _run(
    where: str, codebook: Codebook, serving: Serving, listening: socket.socket, *, title: str | None = None
) -> None:
    import uvicorn

    from dragoman.web import create_app

    host, port = serving.hosts[0] if serving.hosts else LOCAL, listening.getsockname()[1]
    token = None if serving.readonly else secrets.token_urlsafe(24)
    names = [f"[{name}]" if ":" in name else name for name in serving.hosts]
    app = create_app(where, codebook=codebook, token=token, hosts=names, port=port, title=title)
    called = LOCAL if host in ("0.0.0.0", "::") else names[0] if names else LOCAL  # noqa: S104 - compared, not bound
    address = f"http://{called}:{port}/" + (f"#token={token}" if token else "")
    print(address, flush=True)
    if not serving.quiet:
        may = "who has this address may also decide" if token else "the page only shows"
        say(f"dragoman: serving {one_line(title or where)}; {may}; Ctrl-C ends it")
    if serving.open:
        import webbrowser

        webbrowser.open(address)
    config = uvicorn.Config(app, log_level="warning", ws="none", server_header=False, timeout_graceful_shutdown=GRACE)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn has ended everything, and passes the signal on
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _listening(serving: Serving) -> Iterator[socket.socket]:
    """A socket that listens. Raises `dragoman.errors.SettingsError` where that is not possible."""
    host = serving.hosts[0] if serving.hosts else LOCAL
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, serving.port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise SettingsError(
            "host", f"{host!r} is no name or address of this machine", origin="option --host"
        ) from error
    with socket.socket(family, kind, protocol) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(place)
            listening.listen(128)
        except OSError as error:
            raise _cannot(error, host, serving.port) from error
        yield listening


def _cannot(error: OSError, host: str, port: int) -> SettingsError:
    if error.errno == errno.EADDRINUSE:
        return SettingsError(
            "port", f"{port} is taken by another program; take another one (--port {port + 1}), or any that is free (--port 0)",
            origin="option --port",
        )  # fmt: skip
    if error.errno == errno.EACCES:
        return SettingsError(
            "port", f"the system keeps {port} for itself; take one from 1024 on", origin="option --port"
        )
    return SettingsError(
        "host", f"{host!r} is no address of this machine: {error.strerror or error}", origin="option --host"
    )


@contextmanager
def _demonstration(codebook: Codebook, serving: Serving) -> Iterator[tuple[str, str]]:
    """The demonstration record in a folder that is gone afterwards, and its title."""
    from dragoman.web import demo

    with TemporaryDirectory(prefix="dragoman-") as folder:
        place = str(Path(folder, "demonstration.db"))
        if not serving.quiet:
            say("dragoman: no record was named, so the demonstration is read and shown; it takes some seconds")
        demo.make(place, codebook=codebook)
        yield place, demo.TITLE
