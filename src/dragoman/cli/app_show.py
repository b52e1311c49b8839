"""The verb that shows a record on a page."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from dragoman.cli.options import Overlay, Quiet


def serve(
    record: Annotated[
        str | None,
        Argument(
            metavar="[RECORD]",
            help="The record: a file such as korea.db, or postgresql://HOST/NAME. Without one a demonstration is shown.",
            show_default=False,
        ),
    ] = None,
    *,
    port: Annotated[int, Option(min=0, max=65535, help="The port; 0 takes one that is free.")] = 8765,
    host: Annotated[
        list[str] | None,
        Option(
            metavar="NAME",
            help="Where to listen; a further one is a name by which the page may be called. This machine alone if left out.",
            show_default="127.0.0.1",
        ),
    ] = None,
    readonly: Annotated[bool, Option("--readonly", help="Only show: nobody decides anything on the page.")] = False,
    open_: Annotated[bool, Option("--open/--no-open", help="Open the page in the browser.")] = True,
    codebook: Overlay = None,
    quiet: Quiet = False,
) -> int:
    """Show a record on a page: reports, events, figures that changed, who says so. Ctrl-C ends it; nothing leaves this machine.

    Examples:

        dragoman serve

        dragoman serve korea.db --port 8080 --readonly
    """
    from dragoman.cli.serve import Serving, serve_record

    return serve_record(
        record, Serving(port=port, hosts=tuple(host or ()), readonly=readonly, open=open_, quiet=quiet), codebook
    )
