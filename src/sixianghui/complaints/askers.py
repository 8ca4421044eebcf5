"""Who asked for what a page asks: rooms that send requests register here, so that “this asks too much” goes past them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Asker:
    """Who sent a request (the id of an account, if known), and for which unit."""

    account: int | None = None
    unit: int | None = None


Source = Callable[[str], Asker | None]
_sources: list[Source] = []


def register_asker(source: Source) -> None:
    """Let a room say who asked on its pages: path → asker, or None for a page that is not its own."""
    if source not in _sources:
        _sources.append(source)


def asker_of(path: str) -> Asker | None:
    """Who asked on this page; None where nobody did or nobody says."""
    return next((found for source in _sources if path and (found := source(path)) is not None), None)
