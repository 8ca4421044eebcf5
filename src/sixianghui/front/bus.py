"""Fronts on several machines, told over Redis. What is said is numbered there, so that nobody misses anything unknowingly.

`app` says a line and waits until every front that may believe itself up to date has done it, or until none of the
others believes it any more. A front believes it for `LEASE` seconds after a beat that it had asked for came back with
the number of the last line that it has heard. Redis holds nothing that may not be lost.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)

#: Seconds for which a front believes that it has heard everything, and between two of its beats.
LEASE = 2.0
BEAT = 0.5
#: Seconds that acknowledgements are kept for whoever waits for them, and between two tries to say what is owed.
KEPT = 10
_AGAIN = 0.3

#: What a line says: its word, the rest, and whether it takes the number of an event.
_Line = tuple[str, str, str]
_LEAP: _Line = ("leap", "", "leap")
#: A word that no front knows: each acknowledges it and does nothing.
_HELLO: _Line = ("hello", "", "")

#: Both counters begin at the clock, so that one that was lost goes on above all that were given.
_BEGIN = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local clock = t[1] .. string.format('%06d', t[2])
local fresh = redis.call('SETNX', KEYS[1], clock)
redis.call('SETNX', KEYS[2], clock)
"""
#: Numbers are read back as texts: Lua would round them.
SAY = f"""{_BEGIN}
local rest = ARGV[3]
if ARGV[4] == 'next' then
  redis.call('INCR', KEYS[2])
  rest = redis.call('GET', KEYS[2]) .. ' ' .. rest
elseif ARGV[4] == 'leap' then
  redis.call('INCRBY', KEYS[2], 2)
  if tonumber(redis.call('GET', KEYS[2])) < tonumber(clock) then redis.call('SET', KEYS[2], clock) end
  rest = redis.call('GET', KEYS[2])
end
redis.call('INCR', KEYS[1])
local said = redis.call('GET', KEYS[1])
local heard = redis.call('PUBLISH', ARGV[1], said .. ' ' .. ARGV[2] .. ' ' .. rest)
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
return {{fresh, said, redis.call('GET', KEYS[2]), heard, redis.call('ZRANGE', KEYS[3], 0, -1)}}
"""
#: ARGV: the front's own channel, its name, what it wants to hear back, its lease in milliseconds.
BEATING = f"""{_BEGIN}
redis.call('ZADD', KEYS[3], now + ARGV[4], ARGV[2])
redis.call('PUBLISH', ARGV[1], redis.call('GET', KEYS[1]) .. ' ' .. redis.call('GET', KEYS[2]) .. ' ' .. ARGV[3])
"""


@dataclass(frozen=True)
class Names:
    """What things are called in Redis. Channels are the same in all of its databases, so the database is in the name."""

    prefix: str

    @property
    def channel(self) -> str:
        """Where everything is said."""
        return f"{self.prefix}said"

    def channel_of(self, front: str) -> str:
        """Where a front hears its own beats."""
        return f"{self.prefix}beat:{front}"

    @property
    def keys(self) -> tuple[str, str, str]:
        """The number of the last line, the number of the last event, the fronts and when their leases end."""
        return f"{self.prefix}lines", f"{self.prefix}events", f"{self.prefix}fronts"

    def done(self, number: str) -> str:
        """Who has done what line `number` says."""
        return f"{self.prefix}done:{number}"


def names_in(url: str) -> Names:
    """The names that belong to the database of this address."""
    parts = urlsplit(url)
    return Names(f"sixianghui:{parts.query if parts.scheme == 'unix' else parts.path.strip('/') or '0'}:")


@dataclass(frozen=True)
class Said:
    """What became of a line. `event`: the number of the last event; `silent`: fronts that did not answer in time."""

    event: int
    silent: frozenset[str]


class Bus:
    """The end of `app`. Threads may share it."""

    def __init__(self, url: str) -> None:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        self._names = names_in(url)
        self._redis: Redis = Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=LEASE + 1,
            socket_connect_timeout=1,
            retry=Retry(NoBackoff(), 0),  # nobody knows whether an event that was cut off was said
        )
        self._owed = _Owed(self)
        self._last = 0

    @property
    def is_owing(self) -> bool:
        """Whether Redis did not answer, and has not yet been told everything since."""
        return self._owed.are_there

    def say(self, word: str, rest: str = "", *, event: str = "", patience: float = LEASE) -> Said:
        """Have every front do what a line asks. `event`: `next` puts the number of a new event before the rest, `leap`
        a number that leaves a hole.

        Returns when all have done it or after `patience` seconds; with `LEASE`, a front that has not done it then
        serves nothing from its cache. Raises `OSError` when Redis does not answer; the line is then owed, and
        said when Redis is back (of an event, that it was lost). While something is owed, nobody else waits for Redis.
        """
        owed = _LEAP if event else (word, rest, "")
        if self._owed.takes(owed):
            raise ConnectionError("Redis does not answer: it is being tried already")
        try:
            return self._say(word, rest, event, patience)
        except OSError:
            self._owed.note(owed)
            raise

    def _say(self, word: str, rest: str, event: str, patience: float) -> Said:
        from redis import RedisError

        names = self._names
        try:
            answer: Any = self._redis.eval(SAY, 3, *names.keys, names.channel, word, rest, event)
            # From now on: Redis may have taken its time, and given leases meanwhile.
            until = time.monotonic() + patience
            fresh, number, last, heard, leased = answer
            self._last = int(last)
            wanted, done = set(leased), set[str]()
            # Redis has just lost its memory: who holds a lease is not known.
            while fresh or wanted - done or len(done) < heard:
                left = until - time.monotonic()
                if left <= 0:
                    break
                found: Any = self._redis.blpop([names.done(number)], timeout=max(0.01, left))
                if found is not None:
                    done.add(found[1])
        except RedisError as error:
            raise ConnectionError(f"Redis does not answer: {error}") from error
        return Said(int(last), frozenset(wanted - done))

    def last(self) -> int:
        """The number of the last event; the last one that was known here while Redis does not answer."""
        from redis import RedisError

        if self.is_owing:
            return self._last
        try:
            self._last = int(self._redis.get(self._names.keys[1]) or 0) or self._say_nothing()
        except (RedisError, OSError):
            log.warning("Redis does not answer; open pages may be told less than they should")
            self._owed.note(_HELLO)  # until it has been said, nobody else waits for Redis
        return self._last

    def _say_nothing(self) -> int:
        return self.say("leap", event="leap", patience=0).event


@dataclass
class _Owed:
    """Lines that could not be said. They are said, in their order, as soon as Redis answers."""

    bus: Bus
    _lines: list[_Line] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _running: bool = False

    @property
    def are_there(self) -> bool:
        return self._running

    def takes(self, line: _Line) -> bool:
        """While something is owed this is too. False when nothing is, and nothing is done."""
        with self._lock:
            if self._running:
                self._add(line)
            return self._running

    def note(self, line: _Line) -> None:
        with self._lock:
            self._add(line)
            if not self._running:
                threading.Thread(target=self._pay, name="owed to the fronts", daemon=True).start()
                self._running = True

    def _add(self, line: _Line) -> None:
        if line not in self._lines:
            self._lines.append(line)

    def _pay(self) -> None:
        while True:
            with self._lock:
                if not self._lines:
                    self._running = False
                    return
                # It may be said by now: whoever owes the same from here on means what has changed since.
                line = self._lines.pop(0)
            try:
                self.bus._say(*line, patience=0)
            except OSError:
                with self._lock:
                    self._lines = [line, *(one for one in self._lines if one != line)]
                time.sleep(_AGAIN)
            except Exception:  # one that can never be said must not hold up the others
                log.exception("a line is not said to the fronts: %s", line[0])


@functools.cache
def bus(url: str) -> Bus:
    """This process's end of the Redis at this address."""
    return Bus(url)
