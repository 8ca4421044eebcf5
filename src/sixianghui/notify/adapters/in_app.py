"""The page of messages: a message is on it as soon as it is kept; a page that is open hears that there is a new one."""

from __future__ import annotations

from typing import Any

from sixianghui.notify import queries
from sixianghui.notify.senders import IN_APP, Envelope
from sixianghui.realtime import public as realtime


def may_listen(person: Any, name: str) -> bool:
    """Each person to their own messages."""
    return bool(person.is_authenticated) and str(person.pk) == name


class InApp:
    """Needs nothing and cannot fail. What goes to the open page is only that there is something to read."""

    channel = IN_APP

    def is_ready(self) -> bool:
        return True

    def send(self, envelope: Envelope) -> None:
        realtime.publish(f"{queries.TOPIC}:{envelope.account}", {"new": True})
