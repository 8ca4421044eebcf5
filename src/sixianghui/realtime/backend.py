"""What every backend promises; `tests/adapters/realtime` holds each of them to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Backend(Protocol):
    """Carries what is said from the processes that say it to the fronts that hold the streams.

    Every front that runs hears everything once and in the order of the numbers. What may have been lost on the way
    leaves a hole in the numbers, and a front that sees a hole tells its readers to fetch the page anew.
    """

    def publish(self, topic: str, data: Mapping[str, Any]) -> int:
        """Hand an event on and return its number. `data` is what JSON can carry."""
        ...

    def cursor(self) -> int:
        """The number of the last event of all topics. A page is rendered with it."""
        ...

    def lose(self) -> None:
        """Say that something may have been committed and never published."""
        ...

    def recheck(self, account: str) -> None:
        """Have the fronts ask anew about this account's streams, which are silent until then."""
        ...

    def close(self, account: str) -> None:
        """Have the fronts end this account's streams."""
        ...
