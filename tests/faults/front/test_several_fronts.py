"""Two fronts over Redis: no stale byte once a purge is acknowledged or its time is over, whatever happens to Redis."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sixianghui.common import wire
from sixianghui.front.bus import LEASE
from sixianghui.front.public import Bus
from tests.adapters.front.harness import Front, House, house, wait_for
from tests.redis_server import RedisServer

pytestmark = pytest.mark.redis


class Trusting(Front):
    """The control: a front that goes on believing what it knows, however long it has heard nothing."""

    patch = "from sixianghui.front.subscriber import Subscriber; Subscriber.sure = lambda self: True"


class Uncounting(Front):
    """The control: a front that does not compare numbers, so it does not see that it missed something."""

    patch = """
from sixianghui.front import subscriber
def hear(self, line, event, asked):
    self.losses, self._line, self._event, self._until = 1, line, event, asked + subscriber.LEASE
subscriber.Subscriber._hear_beat = hear
"""


class Fleet:
    """Two fronts on two machines, each with an app that shows the present version, and the Redis between them."""

    def __init__(self, redis: RedisServer, houses: list[House]) -> None:
        self.redis, self.houses = redis, houses
        self.bus = Bus(redis.url)
        self.version = 0
        for one in houses:
            one.app.views["/v"] = lambda environ: (200, {wire.CACHE_TAGS: "all v"}, b"%d" % self.version)
            one.app.views["/other"] = lambda environ: (200, {wire.CACHE_TAGS: "all other"}, b"other")

    def caches(self) -> bool:
        """Does every front answer from its cache?"""
        for one in self.houses:
            one.front.ask("/v")
        before = [one.app.count("/v") for one in self.houses]
        for one in self.houses:
            one.front.ask("/v")
        return before == [one.app.count("/v") for one in self.houses]

    def changed(self) -> frozenset[str] | None:
        """Change what the page shows and purge it: the fronts that were silent, or None where it could not be said."""
        self.version += 1
        try:
            return self.bus.say("purge", "v").silent
        except OSError:
            return None

    def seen(self) -> list[int]:
        return [int(one.front.ask("/v").body) for one in self.houses]


NewFleet = Callable[..., Fleet]


@pytest.fixture
def new_fleet(tmp_path: Path) -> Iterator[NewFleet]:
    with ExitStack() as stack:

        def make(front: type[Front] = Front) -> Fleet:
            redis = stack.enter_context(RedisServer(tmp_path))
            houses = []
            for name in ("a", "b"):
                (tmp_path / name).mkdir()
                houses.append(stack.enter_context(house(tmp_path / name, redis_url=redis.url, front=front)))
            fleet = Fleet(redis, houses)
            # Each begins anew with its first beat.
            wait_for(lambda: all(one.front.figure("cache_losses_total") for one in houses))
            wait_for(fleet.caches)
            return fleet

        yield make


def raced(fleet: Fleet, purges: int) -> tuple[int, list[tuple[int, int]]]:
    """How often readers on both fronts read while a page changes and is purged, and what of it was too old."""
    acknowledged, stop, read = [0], threading.Event(), [0]
    wrong: list[tuple[int, int]] = []

    def reader(front: Front) -> None:
        with front.client() as client:
            while not stop.is_set():
                at_least = acknowledged[0]
                seen = int(client.ask("/v").body)
                read[0] += 1
                if seen < at_least:
                    wrong.append((at_least, seen))

    readers = [threading.Thread(target=reader, args=[one.front]) for one in fleet.houses * 2]
    for one in readers:
        one.start()
    for _ in range(purges):
        if fleet.changed() is not None:
            acknowledged[0] = fleet.version
    stop.set()
    for one in readers:
        one.join()
    return read[0], wrong


def test_purge_when_readers_and_writers_race_on_two_fronts_then_nobody_reads_what_was_replaced(
    new_fleet: NewFleet, record_property: Callable[..., None]
) -> None:
    read, wrong = raced(new_fleet(), 100)
    record_property("counted", f"two fronts over Redis: 100 purges, {read} reads, {len(wrong)} stale")
    assert wrong == []


@pytest.mark.deep
def test_purge_when_redis_halts_again_and_again_during_the_race_then_still_nobody_does(
    new_fleet: NewFleet, record_property: Callable[..., None]
) -> None:
    fleet = new_fleet()
    over = threading.Event()

    def halt() -> None:
        for seconds in (0.3, 1.2, 1.9, 2.5) * 2:
            fleet.redis.stop()
            threading.Event().wait(seconds)
            fleet.redis.go_on()
            if over.wait(0.5):
                return

    halting = threading.Thread(target=halt)
    halting.start()
    read, wrong = raced(fleet, 60)
    over.set()
    halting.join()
    record_property("counted", f"two fronts, Redis halting: 60 purges, {read} reads, {len(wrong)} stale")
    assert wrong == []


def test_purge_when_a_tag_is_named_then_other_pages_stay_on_every_front(new_fleet: NewFleet) -> None:
    fleet = new_fleet()
    for _ in range(2):
        assert [one.front.ask("/other").body for one in fleet.houses] == [b"other"] * 2
        fleet.changed()
    assert [one.app.count("/other") for one in fleet.houses] == [1, 1]
    assert fleet.seen() == [2, 2]


def killed(fleet: Fleet) -> None:
    fleet.redis.kill()


def stopped(fleet: Fleet) -> None:
    fleet.redis.stop()


def after_it_could_not_be_said(fleet: Fleet, what: Callable[[Fleet], None]) -> list[int]:
    """What readers get when Redis is gone, the page changed, and the time of the purge is over."""
    what(fleet)
    assert fleet.changed() is None
    threading.Event().wait(LEASE)
    return fleet.seen()


@pytest.mark.deep
@pytest.mark.parametrize("what", [killed, stopped])
def test_redis_when_it_is_gone_then_no_kept_page_is_served_and_all_goes_on_when_it_is_back(
    new_fleet: NewFleet, what: Callable[[Fleet], None]
) -> None:
    fleet = new_fleet()
    assert after_it_could_not_be_said(fleet, what) == [1, 1]
    fleet.version = 2
    assert (fleet.seen(), fleet.caches()) == ([2, 2], False)
    if what is killed:
        fleet.redis.start()
    else:
        fleet.redis.go_on()
    wait_for(lambda: not fleet.bus.is_owing)
    wait_for(fleet.caches)
    assert fleet.seen() == [2, 2]
    assert (fleet.changed(), fleet.seen()) == (frozenset(), [3, 3])


@pytest.mark.deep
@pytest.mark.parametrize("what", [killed, stopped])
def test_control_when_a_front_goes_on_believing_then_it_serves_stale_pages(
    new_fleet: NewFleet, what: Callable[[Fleet], None]
) -> None:
    assert after_it_could_not_be_said(new_fleet(Trusting), what) == [0, 0]


def after_a_flush(fleet: Fleet) -> list[int]:
    """What readers get when Redis forgot everything, hung up on the fronts, and the page changed before they are back."""
    fleet.redis.client().client_kill_filter(_type="pubsub")
    fleet.redis.flush()
    fleet.changed()
    return fleet.seen()


@pytest.mark.deep
def test_redis_when_it_is_flushed_and_fronts_miss_a_line_then_they_begin_anew(new_fleet: NewFleet) -> None:
    fleet = new_fleet()
    assert after_a_flush(fleet) == [1, 1]
    wait_for(fleet.caches)
    assert (fleet.changed(), fleet.seen()) == (frozenset(), [2, 2])


@pytest.mark.deep
def test_control_when_a_front_does_not_count_then_it_serves_what_it_missed(new_fleet: NewFleet) -> None:
    assert after_a_flush(new_fleet(Uncounting)) == [0, 0]


@pytest.mark.deep
def test_front_when_it_was_stopped_during_a_purge_then_its_first_answer_is_fresh(new_fleet: NewFleet) -> None:
    fleet = new_fleet()
    lame = fleet.houses[0].front.running.pid
    os.kill(lame, signal.SIGSTOP)
    with contextlib.ExitStack() as after:
        after.callback(os.kill, lame, signal.SIGCONT)
        assert len(fleet.changed() or ()) == 1
        with fleet.houses[0].front.client() as waiting:
            waiting.send(b"GET /v HTTP/1.1\r\nHost: example.test\r\n\r\n")
            os.kill(lame, signal.SIGCONT)
            assert waiting.answer().body == b"1"
    assert fleet.seen() == [1, 1]


def test_front_when_it_leaves_then_nobody_waits_for_it(new_fleet: NewFleet) -> None:
    fleet = new_fleet()
    assert fleet.houses[0].front.terminate() == 0
    assert fleet.redis.client().zcard("sixianghui::fronts") == 1
    assert fleet.changed() == frozenset()
