"""What every store can do. What goes wrong comes as a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class StoreFault(Exception):
    """The store cannot be reached, or did not take or give what was asked. The text is a sentence without secrets."""


class Store(Protocol):
    """Files by name, whole or not at all. Each method raises `StoreFault`."""

    def names(self) -> dict[str, int]:
        """What lies there, and how many bytes each has."""
        ...

    def put(self, path: Path, name: str) -> None:
        """Keep a file; goes on where an earlier try broke off, if the store can."""
        ...

    def get(self, name: str, path: Path) -> None:
        """Fetch a file into `path`, which is not there yet."""
        ...

    def remove(self, name: str) -> None:
        """Throw it away; what is not there is no fault."""
        ...
