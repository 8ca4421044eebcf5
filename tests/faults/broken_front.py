"""The product's front with one thing broken on purpose: `python -m tests.faults.broken_front deaf --fd 3 --index 0`."""

from __future__ import annotations

import sys

from sixianghui.front.hub import Hub
from sixianghui.front.listening import Listening
from sixianghui.front.outbox import Outbox
from sixianghui.project import cli


def deaf() -> None:
    """Acknowledges that an account changed and does nothing about it."""

    async def ignore(self: Listening, rest: str) -> int:
        return 0

    Listening._recheck = Listening._close = ignore  # type: ignore[method-assign]


def trusting() -> None:
    """Believes that nothing was published before it began."""

    def begin(self: Hub, number: int) -> None:
        self.last = self.flushed = number
        self.backlog.begin(0)
        self.backlog._last = number

    Hub.begin = begin  # type: ignore[method-assign]


def forgetful() -> None:
    """Tells pages that their reads are taken and throws them away."""
    Outbox.put = lambda self, read: None  # type: ignore[method-assign]


if __name__ == "__main__":
    {"deaf": deaf, "trusting": trusting, "forgetful": forgetful}[sys.argv[1]]()
    sys.exit(cli.main(["front", *sys.argv[2:]]))
