"""The scanner for malware, where the operator has one: what it answers, and who it is.

The adapters register; without one, files are let through as `unchecked` and the pages of editors say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Protocol


@dataclass(frozen=True)
class Verdict:
    """What the scanner found: nothing, or something with a name."""

    found: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.found


class ScannerAway(Exception):
    """The scanner could not be asked. The file goes on waiting; nothing is let through."""


class Scanner(Protocol):
    """Somebody who looks into files."""

    def scan(self, file: IO[bytes]) -> Verdict:
        """Look at all of it. Raises `ScannerAway`."""
        ...


_present: list[Scanner] = []


def register(scanner: Scanner | None) -> None:
    """Put a scanner in place, or none. Called in `AppConfig.ready()`."""
    _present[:] = [] if scanner is None else [scanner]


def scanner() -> Scanner | None:
    """The scanner, if there is one."""
    return _present[0] if _present else None
