"""A crowd that listens while a front, an app or Redis is killed: all come back, nothing is missed unsaid, nothing comes twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sixianghui.common import wire
from sixianghui.front.public import bus
from sixianghui.realtime.fronts import Fronts
from sixianghui.realtime.over_redis import OverRedis
from tests.adapters.front.harness import Front, House, house, wait_for
from tests.adapters.front.listener import GAP
from tests.conftest import Lane
from tests.faults.front.crowd import Crowd
from tests.redis_server import RedisServer

ROOM = "lecture:1"
SAID = 60


class Wide(Front):
    """A front with the listening sockets of the product."""

    queues = 5


class Trusting(Wide):
    """The control: a front that believes that nothing was said before it began."""

    patch = """
def begin(self, number):
    self.last = self.flushed = number
    self.backlog.begin(0)
    self.backlog._last = number
hub.Hub.begin = begin
"""


class Silent(Wide):
    """The control: a front that tells nobody of what was lost."""

    patch = """
hub.Hub.lose = lambda self, upto: setattr(self, "last", upto)
listening.Listening.forget = lambda self, number: self.hub.lose(number)
"""


def let_in(place: House) -> None:
    place.app.views[wire.EVENTS] = lambda environ: (200, {wire.STREAM: "- -", wire.TOPICS: ROOM}, b"")


def killed_in_the_middle(place: House, readers: int, *, app_too: bool) -> Crowd:
    """Sixty events, each a little after the other; after the twentieth the front is killed, and back after the fortieth."""
    let_in(place)
    fronts = Fronts(place.folder)
    crowd = Crowd([place.front.port], ROOM, readers, SAID)
    listening = threading.Thread(target=crowd.run)
    listening.start()
    wait_for(lambda: crowd.listening() == readers)
    for number in range(1, SAID + 1):
        if number == 21:
            place.front.kill()
            if app_too:
                place.app.stop()
        elif number == 41:
            place.front.start()
            if app_too:
                place.app.start()
            wait_for(lambda: place.front.figure("streams") == readers)
        fronts.publish(ROOM, {"n": number})
    listening.join(100)
    assert not listening.is_alive()
    return crowd


def told_of(crowd: Crowd) -> tuple[list[str], Counter[int]]:
    """All that was wrong for anybody, and how many were told of so many gaps."""
    wrong = [fault for reader in crowd.readers for fault in reader.missed()]
    return wrong, Counter(reader.heard.count(GAP) for reader in crowd.readers)


@pytest.mark.parametrize("app_too", [False, True])
def test_crowd_when_the_front_is_killed_then_all_come_back_and_each_is_told_of_the_gap(
    tmp_path: Path, lane: Lane, app_too: bool, record_property: Callable[..., None]
) -> None:
    readers = lane.pick(200, 600, 600)
    with house(tmp_path, control="front-0.control", front=Wide) as place:
        crowd = killed_in_the_middle(place, readers, app_too=app_too)
    record_property(
        "counted", f"{readers} readers, front killed{' with app' * app_too}: all back, each with one gap"
    )
    assert told_of(crowd) == ([], {1: readers})


def test_control_when_a_front_trusts_that_nothing_was_before_it_then_the_crowd_misses_events(
    tmp_path: Path,
) -> None:
    with house(tmp_path, control="front-0.control", front=Trusting) as place:
        wrong, gaps = told_of(killed_in_the_middle(place, 20, app_too=False))
    assert (len(wrong) >= 20, gaps) == (True, {0: 20})


NewFleet = Callable[..., tuple[RedisServer, list[House]]]


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[NewFleet]:
    """Two fronts, each with its app, and a Redis."""
    with ExitStack() as stack:

        def make(front: type[Front]) -> tuple[RedisServer, list[House]]:
            redis = stack.enter_context(RedisServer(tmp_path))
            houses = []
            for name in ("a", "b"):
                (tmp_path / name).mkdir()
                houses.append(stack.enter_context(house(tmp_path / name, redis_url=redis.url, front=front)))
                let_in(houses[-1])
            wait_for(lambda: all(one.front.figure("cache_losses_total") for one in houses))
            return redis, houses

        yield make


def redis_killed_in_the_middle(redis: RedisServer, houses: list[House], readers: int) -> Crowd:
    """Sixty events; Redis is away from the twenty-first to the fortieth, of which nobody hears."""
    backend = OverRedis(redis.url)
    crowd = Crowd([one.front.port for one in houses], ROOM, readers, SAID)
    listening = threading.Thread(target=crowd.run)
    listening.start()
    wait_for(lambda: crowd.listening() == readers)
    for number in range(1, SAID + 1):
        if number == 21:
            redis.kill()
        elif number == 41:
            redis.start()
            # The publisher has found it again, and each front has found out that it may have missed something.
            wait_for(lambda: not bus(redis.url).is_owing)
            wait_for(lambda: all(one.front.figure("cache_losses_total") > 1 for one in houses))
            wait_for(lambda: sum(one.front.figure("streams") for one in houses) == readers)
        try:
            backend.publish(ROOM, {"n": number})
        except OSError:
            assert 20 < number <= 40
    listening.join(100)
    assert not listening.is_alive()
    return crowd


@pytest.mark.redis
def test_crowd_when_redis_is_killed_then_nobody_on_either_front_misses_anything_unsaid(
    fleet: NewFleet, lane: Lane
) -> None:
    crowd = redis_killed_in_the_middle(*fleet(Wide), lane.pick(40, 400, 400))
    wrong, gaps = told_of(crowd)
    assert (wrong, gaps[0]) == ([], 0)


@pytest.mark.redis
@pytest.mark.deep
def test_control_when_fronts_tell_nobody_of_what_was_lost_then_the_crowd_misses_events(
    fleet: NewFleet,
) -> None:
    wrong, _ = told_of(redis_killed_in_the_middle(*fleet(Silent), 10))
    assert len(wrong) >= 10
