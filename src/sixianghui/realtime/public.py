"""What other rooms may use: topics, publishing, and telling the fronts that an account changed."""

from __future__ import annotations

from sixianghui.realtime.commands import (
    backend,
    begin_anew,
    close,
    progress,
    progress_too,
    publish,
    publish_now,
    recheck,
    recheck_everybody,
)
from sixianghui.realtime.topics import MaySubscribe, topics

__all__ = [
    "MaySubscribe",
    "begin_anew",
    "close",
    "cursor",
    "may_subscribe",
    "progress",
    "progress_too",
    "publish",
    "publish_now",
    "recheck",
    "recheck_everybody",
    "register_topic",
]

register_topic = topics.register
may_subscribe = topics.may_subscribe


def cursor() -> int:
    """The number to render into a page, so that its island misses nothing between rendering and connecting.

    Ask for it before the page's data is read: what is published later is then told again rather than missed.
    """
    return backend().cursor()
