"""Who acts at the desk. Wagtail's signals do not say it: a revision names who wrote it, not who lets it out.

The middleware names whoever asks under `/cms/`, a command names its own person, a routine names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sixianghui.access.public import Account

_actor: ContextVar[Account | None] = ContextVar("channel_actor", default=None)


def actor() -> Account | None:
    """Whoever acts; None: nobody, it happens by itself."""
    return _actor.get()


@contextmanager
def acting(person: Account | None) -> Iterator[None]:
    """For the length of a block it is this person who acts."""
    token = _actor.set(person)
    try:
        yield
    finally:
        _actor.reset(token)
