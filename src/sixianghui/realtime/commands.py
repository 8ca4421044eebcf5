"""Publishing, and telling the fronts whose streams to ask about. What is said waits for the commit unless it says not."""

from __future__ import annotations

import functools
import json
import logging
import time as real
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from sixianghui.realtime import keys
from sixianghui.realtime.backend import Backend
from sixianghui.realtime.fronts import Fronts
from sixianghui.realtime.over_redis import OverRedis
from sixianghui.realtime.topics import topics

log = logging.getLogger(__name__)

#: The longest event in bytes: an event says what changed, the page holds it.
LONGEST = 16 * 1024
#: Seconds between two steps of one topic's progress.
STEP = 0.2

_told_at: dict[str, float] = {}
_told_too: list[Callable[[int, int, str], object]] = []


@functools.cache
def backend() -> Backend:
    """The backend of this installation."""
    url = settings.CONFIG.redis_url
    return Fronts(settings.CONFIG.run) if url is None else OverRedis(url)


def publish(topic: str, event: Mapping[str, Any]) -> None:
    """Tell whoever listens to `topic`, once the present transaction is committed; never, if it is rolled back.

    Raises `ValueError` at once for a topic that nobody owns and for an event of more than 16 KB, `TypeError` for
    data that JSON cannot carry.
    """
    data = _checked(topic, event)
    transaction.on_commit(lambda: _say(lambda: backend().publish(topic, data)))


def publish_now(topic: str, event: Mapping[str, Any]) -> None:
    """Tell whoever listens at once, even inside a transaction: only for what is true whether or not it commits."""
    data = _checked(topic, event)
    _say(lambda: backend().publish(topic, data))


def progress(topic: str, done: int, total: int, stage: str = "", *, finished: bool = False) -> None:
    """Say how far a job has come: at once, five times a second at most. Call it as often as you like.

    `stage` is a code for which the page has words. That it is finished is said on commit, and always.
    """
    for told in _told_too:
        told(done, total, stage)
    event = {"done": done, "total": total, "stage": stage, "finished": finished}
    if finished:
        _told_at.pop(topic, None)
        publish(topic, event)
    elif real.monotonic() - _told_at.get(topic, float("-inf")) >= STEP:
        _told_at[topic] = real.monotonic()
        publish_now(topic, event)


def progress_too(told: Callable[[int, int, str], object]) -> None:
    """Have everything that `progress` is told said to `told` as well. Called in `AppConfig.ready()`."""
    if told not in _told_too:
        _told_too.append(told)


def recheck(account: int) -> None:
    """What this account may do has changed: on commit its open streams fall silent until they are allowed anew."""
    transaction.on_commit(lambda: _say(lambda: backend().recheck(keys.account_key(account))))


def recheck_everybody() -> None:
    """What many may do has changed in a way that nobody works out: on commit all are asked about, one after the other."""
    if not any(follow_up[1] is _ask_about_everybody for follow_up in connection.run_on_commit):
        transaction.on_commit(_ask_about_everybody)


def _ask_about_everybody() -> None:
    _say(lambda: backend().recheck(keys.EVERYBODY))


def close(account: int) -> None:
    """On commit, end this account's open streams."""
    transaction.on_commit(lambda: _say(lambda: backend().close(keys.account_key(account))))


def begin_anew() -> None:
    """Call when a process that publishes starts: what the one before it committed last may never have been said."""
    _say(backend().lose)


def _checked(topic: str, event: Mapping[str, Any]) -> Any:
    topics.parse(topic)
    text = json.dumps(dict(event))
    if len(text) > LONGEST:
        raise ValueError(f"an event has {LONGEST} bytes at most")
    return json.loads(text)


def _say(how: Callable[[], object]) -> None:
    """What is committed stays committed, whether or not it can be told."""
    try:
        how()
    except OSError:
        log.exception("the fronts could not be told")
