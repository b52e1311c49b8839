"""Bytes become text, or a reason why they do not."""

from __future__ import annotations

import codecs
import re

from dragoman.errors import IntakeError

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 8192


def decode(where: str, data: bytes) -> str:
    r"""The text of a file: UTF-8, or UTF-16 with its mark; line ends become ``\n``.

    Raises `dragoman.errors.IntakeError` for nothing, binary data, and bytes that are not UTF-8.
    """
    if not data.strip():
        raise IntakeError(where, "is empty")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return unix(data.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise IntakeError(where, f"begins as UTF-16 but is not: {error.reason} at byte {error.start:,}") from error
    if looks_binary(data):
        raise IntakeError(where, "is binary data, not text", hint="give plain text, Markdown, HTML, CSV or JSON Lines")
    try:
        return unix(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"is not UTF-8: byte 0x{data[error.start]:02X} in line {line:,}"
        raise IntakeError(where, reason, hint="save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)") from error


def unix(text: str) -> str:
    r"""Text with ``\n`` as the only line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes hold a NUL, or more control characters than text does."""
    sample = data[:_SAMPLE]
    return b"\x00" in sample or len(_CONTROL.findall(sample)) * 20 > len(sample)
