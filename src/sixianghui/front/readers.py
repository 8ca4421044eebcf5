"""What a reader or viewer is called within a day: a word that leads to nobody, and after that day not even to the same browser.

The day's key lies in a file beside the control sockets, so that all fronts of a machine, and one that was killed and
came back, call a reader the same. The next day's takes its place, and nothing can be computed again from what was kept.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from pathlib import Path

_FILE = "reader-key"
_SIXTY = 2**60 - 1
_SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def today() -> str:
    """The day in Shanghai, by the machine's clock."""
    return dt.datetime.now(_SHANGHAI).date().isoformat()


class Readers:
    """`folder` holds the key of the day; `day` says which day it is."""

    def __init__(self, folder: Path, day: Callable[[], str] = today) -> None:
        self._folder = folder
        self._day = day
        self._known = ""
        self._key = b""

    def name(self, address: str, agent: str) -> int:
        """64 bits, signed: the same for an address and a user agent all day long. Raises `OSError` without a disk."""
        return self._number(f"{place_of(address)}\n{agent}".encode("utf-8", "surrogateescape"))

    def viewer(self, token: str) -> int:
        """The same for a token that a page made for one lecture: 60 bits, which Python keeps in less. Raises `OSError`
        without a disk."""
        return self._number(token.encode("ascii"), b"viewer") & _SIXTY

    def _number(self, said: bytes, kind: bytes = b"") -> int:
        day = self._day()
        if day != self._known:
            self._key, self._known = self._key_of(day), day
        digest = hashlib.blake2b(said, digest_size=8, key=self._key, person=kind).digest()
        return int.from_bytes(digest, "big", signed=True)

    def _key_of(self, day: str) -> bytes:
        path = self._folder / f"{_FILE}.{day}"
        if not path.exists():
            descriptor, fresh = tempfile.mkstemp(dir=self._folder)  # of mode 0600
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)  # the first front wins when two begin the day together
            Path(fresh).unlink()
        for old in self._folder.glob(f"{_FILE}.*"):
            if old != path:
                old.unlink(missing_ok=True)
        return path.read_bytes()


def place_of(address: str) -> str:
    """The part of an address that stays: all of IPv4, the network of IPv6."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(IPv6Address(int(ip) >> 64 << 64))
