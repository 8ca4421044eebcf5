"""A front's end of Redis (`bus.py`): it does what it hears, and knows when it may have missed something."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sixianghui.front.bus import BEAT, BEATING, KEPT, LEASE, names_in
from sixianghui.front.control import Doing

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.client import PubSub

log = logging.getLogger(__name__)

#: Between two tries to reach Redis.
_AGAIN = 0.2
_NEVER = float("-inf")


class Subscriber:
    """`doings` are those of the control socket. `forget` is called with the number of the last event whenever something
    may have been missed: then nothing that this front knows may be used any more.
    """

    def __init__(self, url: str, doings: Mapping[str, Doing], forget: Callable[[int], None]) -> None:
        self.name = secrets.token_hex(8)
        self.losses = 0
        self._url = url
        self._names = names_in(url)
        self._doings = doings
        self._forget = forget
        self._line = 0
        self._event = 0
        self._until = _NEVER
        self._tasks: set[asyncio.Task[None]] = set()

    def sure(self) -> bool:
        """May this front believe that it has heard everything? Asks the clock anew: a process may have been stopped."""
        return time.monotonic() < self._until

    def last(self) -> int:
        """The number of the last event, as of the last beat."""
        return self._event

    async def run(self) -> None:
        """Listen until cancelled; come back as often as Redis does."""
        from redis import RedisError
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        while True:
            redis: Redis = Redis.from_url(
                self._url,
                decode_responses=True,
                socket_timeout=LEASE,
                socket_connect_timeout=1,
                retry=Retry(NoBackoff(), 0),
            )
            try:
                await self._listen(redis)
            except* Exception as error:
                if self._until != _NEVER:
                    log.error(
                        "Redis is lost; nothing is served from the cache until it is back: %s",
                        error.exceptions[0],
                    )
            finally:
                self._until = _NEVER
                with contextlib.suppress(RedisError, OSError):
                    await redis.aclose()
            await asyncio.sleep(_AGAIN)

    async def leave(self) -> None:
        """This front goes: nobody need wait for it."""
        from redis import RedisError
        from redis.asyncio import Redis

        with contextlib.suppress(RedisError, OSError):
            async with Redis.from_url(self._url, socket_timeout=1, socket_connect_timeout=1) as redis:
                await redis.zrem(self._names.keys[2], self.name)

    async def _listen(self, redis: Redis) -> None:
        async with redis.pubsub(ignore_subscribe_messages=True) as channels:
            await channels.subscribe(self._names.channel, self._names.channel_of(self.name))
            async with asyncio.TaskGroup() as group:
                group.create_task(self._beat(redis))
                group.create_task(self._hear(redis, channels))

    async def _beat(self, redis: Redis) -> None:
        names = self._names
        own = names.channel_of(self.name)
        while True:
            asked = time.monotonic()
            await redis.eval(BEATING, 3, *names.keys, own, self.name, repr(asked), str(round(LEASE * 1000)))
            await asyncio.sleep(BEAT)

    async def _hear(self, redis: Redis, channels: PubSub) -> None:
        heard_at = time.monotonic()
        while time.monotonic() < heard_at + LEASE:
            message: dict[str, Any] | None = await channels.get_message(timeout=BEAT)
            if message is None:
                continue
            heard_at = time.monotonic()
            first, second, *rest = message["data"].split(" ", 2)
            if message["channel"] == self._names.channel:
                self._hear_line(redis, int(first), second, rest[0] if rest else "")
            else:
                self._hear_beat(int(first), int(second), float(rest[0]))
        raise TimeoutError("the channel is silent")

    def _hear_line(self, redis: Redis, number: int, word: str, rest: str) -> None:
        if number == self._line + 1:
            self._line = number
        else:
            self._until = _NEVER  # the next beat says up to where something was missed
        task = asyncio.get_running_loop().create_task(self._do(redis, number, word, rest))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _hear_beat(self, line: int, event: int, asked: float) -> None:
        """Nothing was said before the beat was asked for that comes later than it."""
        self._event = event
        if line != self._line or not self.sure():
            self._line = line
            self.losses += 1
            self._forget(event)
        self._until = asked + LEASE

    async def _do(self, redis: Redis, number: int, word: str, rest: str) -> None:
        from redis import RedisError

        doing = self._doings.get(word)
        try:
            if doing is not None:
                await doing(rest)
            done = self._names.done(str(number))
            async with redis.pipeline() as pipe:
                pipe.rpush(done, self.name)
                pipe.expire(done, KEPT)
                await pipe.execute()
        except (RedisError, OSError) as error:
            log.warning("what was done could not be acknowledged: %s", error)
        except Exception:
            log.exception("a line from Redis could not be obeyed")
