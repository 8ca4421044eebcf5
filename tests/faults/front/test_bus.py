"""The end of `app` while Redis hangs or is away: one waits for it, nobody else does, and nothing that is owed is forgotten."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from sixianghui.front.bus import names_in
from sixianghui.front.public import Bus
from tests.adapters.front.harness import wait_for
from tests.redis_server import RedisServer

pytestmark = [pytest.mark.redis, pytest.mark.deep]
TAGS = [f"tag-{number}" for number in range(10)]


def tries(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands with which this thread turns to Redis from now on."""
    sent: list[str] = []
    plain, here = bus._redis.execute_command, threading.get_ident()

    def count(*words: Any, **more: Any) -> Any:
        if threading.get_ident() == here:
            sent.append(words[0])
        return plain(*words, **more)

    monkeypatch.setattr(bus._redis, "execute_command", count)
    return sent


def purged(ear: Any, last: str) -> list[str]:
    """What was said to be purged, up to `last`."""
    found: list[str] = []
    until = time.monotonic() + 60
    while last not in found:
        assert time.monotonic() < until, found
        message = ear.get_message(timeout=1)
        words = message["data"].decode().split(" ", 2) if message is not None else ("", "", "")
        if words[1] == "purge":
            found.append(words[2])
    return found


@pytest.mark.parametrize("first", ["say", "last"])
def test_redis_when_it_hangs_then_the_first_waits_for_it_and_what_is_owed_is_said_once_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    with RedisServer(tmp_path) as redis, redis.client().pubsub(ignore_subscribe_messages=True) as ear:
        ear.subscribe(names_in(redis.url).channel)
        ear.get_message(timeout=20)
        bus = Bus(redis.url)
        number = bus.say("leap", event="leap", patience=0).event
        sent = tries(bus, monkeypatch)
        redis.stop()
        if first == "last":
            assert bus.last() == number
        else:
            with pytest.raises(OSError, match="does not answer"):
                bus.say("purge", "first")
        assert len(sent) == 1  # the control: whoever comes first did try

        for tag in TAGS:
            assert bus.last() == number
            with pytest.raises(OSError, match="already"):
                bus.say("purge", tag)
        assert len(sent) == 1

        redis.go_on()
        assert [tag for tag in purged(ear, TAGS[-1]) if tag != "first"] == TAGS
        wait_for(lambda: not bus.is_owing)
        bus.say("purge", "after", patience=0)
        assert purged(ear, "after") == ["after"]
        assert bus.last() == number


def test_purge_when_the_same_is_just_being_said_for_another_change_then_is_said_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RedisServer(tmp_path) as redis:
        bus = Bus(redis.url)
        redis.kill()
        with pytest.raises(OSError, match="does not answer"):
            bus.say("purge", "units")
        said: list[str] = []
        plain = bus._redis.execute_command

        def say_again(*words: Any, **more: Any) -> Any:
            """Between Redis's answer and what is made of it, something changes again."""
            answer = plain(*words, **more)
            said.append(words[-2])
            if len(said) == 1:
                with contextlib.suppress(OSError):
                    bus.say("purge", "units")
            return answer

        monkeypatch.setattr(bus._redis, "execute_command", say_again)
        redis.start()
        wait_for(lambda: not bus.is_owing)
        assert said == ["units", "units"]
