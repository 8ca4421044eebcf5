"""Conditions and ranges of a request for a file. Pure."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from sixianghui.front.entry import etag_matches

_SINGLE_RANGE = re.compile(rb"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*\Z", re.IGNORECASE)


def not_modified(fields: dict[bytes, bytes], etag: bytes, modified: int) -> bool:
    """Does the client have this file already? `modified` is in whole seconds since the epoch."""
    known = fields.get(b"if-none-match")
    if known is not None:
        return etag_matches(known, etag)
    since = _seconds(fields.get(b"if-modified-since", b""))
    return since is not None and modified <= since


def wanted_range(fields: dict[bytes, bytes], size: int, etag: bytes, modified: int) -> tuple[int, int] | None:
    """(first byte, end) that is asked for; None for the whole file, which also answers several ranges.

    Raises `LookupError` for a range that the file does not have.
    """
    match = _SINGLE_RANGE.match(fields.get(b"range", b""))
    if match is None or not _still_the_same(fields.get(b"if-range"), etag, modified):
        return None
    first, last = match.groups()
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < int(first):
            return None
    elif last:
        start, end = max(0, size - int(last)), size
    else:
        return None
    if start >= size or start >= end:
        raise LookupError
    return start, end


def _still_the_same(if_range: bytes | None, etag: bytes, modified: int) -> bool:
    if if_range is None:
        return True
    if if_range.startswith((b'"', b"W/")):
        return if_range == etag and not etag.startswith(b"W/")
    return _seconds(if_range) == modified


def _seconds(http_date: bytes) -> int | None:
    try:
        return int(parsedate_to_datetime(http_date.decode("ascii")).timestamp())
    except (ValueError, TypeError, UnicodeDecodeError):
        return None
