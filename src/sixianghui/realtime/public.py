"""What other rooms may use: topics, and publishing on commit."""

from __future__ import annotations

from typing import Any

from sixianghui.realtime import commands
from sixianghui.realtime.backend import Backlog, Event
from sixianghui.realtime.commands import publish
from sixianghui.realtime.topics import MaySubscribe, topics

__all__ = [
    "Backlog",
    "Event",
    "MaySubscribe",
    "cursor",
    "may_subscribe",
    "publish",
    "register_topic",
    "since",
]

register_topic = topics.register
may_subscribe = topics.may_subscribe


def cursor() -> int:
    """The id to render into a page, so that its island misses nothing between rendering and connecting."""
    return commands.backend.cursor()


def since(person: Any, topic: str, cursor: int) -> Backlog | None:
    """What happened on `topic` after `cursor`; None when this person may not listen or there is no such topic."""
    return commands.backend.since(topic, cursor) if topics.may_subscribe(person, topic) else None
