"""The ways out: what a sender is given, what it may answer, and the registry that the adapters fill.

A new channel is a file in `adapters/` and one line in `apps.py`; WeChat will register its own from above.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

IN_APP, MAIL, SMS, OUTBOX = "in-app", "mail", "sms", "outbox"


@dataclass(frozen=True)
class Envelope:
    """A letter ready to go. `token` is the same in every try; `unsubscribe` is where one press stops such letters.

    `told_at`: when its last message was told, by the domain's clock.
    """

    token: str
    account: int
    channel: str
    to: str
    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""
    told_at: dt.datetime | None = None


class NotSent(Exception):
    """A letter did not go. `code` says why, and holds nothing of its content or address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:40]


class TryAgain(NotSent):
    """Not now; later perhaps."""


class Undeliverable(NotSent):
    """Not at all: trying again would change nothing."""


class Sender(Protocol):
    """A way out."""

    channel: str

    def is_ready(self) -> bool:
        """Whether this installation has what the channel needs."""
        ...

    def send(self, envelope: Envelope) -> None:
        """Hand the letter over; having returned, it is the far end's. Raises `TryAgain` or `Undeliverable`."""
        ...


_senders: dict[str, Sender] = {}


def register_sender(sender: Sender) -> None:
    """Open a channel. Called in `AppConfig.ready()`; the last one registered for a channel has it."""
    _senders[sender.channel] = sender


def is_open(channel: str) -> bool:
    """Whether letters really leave by this channel."""
    return channel in _senders and _senders[channel].is_ready()


def sender_for(channel: str, *, is_sample: bool) -> Sender:
    """Who takes a letter of this channel: the local outbox for invented people, and while the channel is not set up."""
    return _senders[channel] if is_open(channel) and not is_sample else _senders[OUTBOX]
