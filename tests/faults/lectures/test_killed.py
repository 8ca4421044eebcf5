"""App, front and Redis are killed while a lecture is on: what was acknowledged is there, viewers come back by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.lectures.room import Room, Viewer, Writer, until
from tests.redis_server import RedisServer

pytestmark = pytest.mark.sqlite
WRITERS, VIEWERS = 6, 5
Record = Callable[[str, object], None]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def talk(
    room: Room, fault: Callable[[], None], *, times: int, forgetful: bool = False
) -> tuple[list[Viewer], list[str]]:
    """People write and watch while the fault happens so often; everybody then has time to catch up."""
    viewers = [Viewer(room, forgetful=forgetful) for _ in range(VIEWERS)]
    writers = [Writer(room, number) for number in range(WRITERS)]
    for one in (*viewers, *writers):
        one.start()
    for viewer in viewers:
        assert viewer.ready.wait(60)
    for _ in range(times):
        before = sum(len(one.taken) for one in writers)
        until(lambda known=before: sum(len(one.taken) for one in writers) >= known + WRITERS)  # type: ignore[misc]
        fault()
        room.wait_ready()
    before = sum(len(one.taken) for one in writers)
    until(lambda: sum(len(one.taken) for one in writers) >= before + WRITERS)
    taken = [text for one in writers for text in one.stop()]
    if not forgetful:
        until(lambda: all(set(taken) <= set(viewer.seen.values()) for viewer in viewers))
    time.sleep(0.5)
    for viewer in viewers:
        viewer.stop()
    return viewers, taken


def judge(room: Room, viewers: list[Viewer], taken: list[str], record: Record, what: str) -> None:
    """Everything acknowledged is there once, and on every screen once."""
    _cursor, kept = room.page()
    assert len(taken) == len(set(taken))
    assert sorted(taken) == sorted(text for text in kept.values() if text in set(taken))
    assert all(viewer.twice == [] for viewer in viewers)
    assert all(len(viewer.seen) == len(set(viewer.seen.values())) for viewer in viewers)
    gaps, back = sum(one.gaps for one in viewers), sum(one.came_back for one in viewers)
    record("counted", f"{what}: {len(taken)} acknowledged, 0 lost, 0 twice; {back} returns, {gaps} gaps told")


@pytest.mark.parametrize("child", ["front-0", pytest.param("app-0", marks=pytest.mark.deep)])
def test_comments_when_a_process_is_killed_then_all_there_once_on_every_screen(
    product_environ: dict[str, str], stack: ExitStack, record_property: Record, child: str
) -> None:
    room = stack.enter_context(Room(product_environ, crowd=WRITERS))

    viewers, taken = talk(room, lambda: room.kill(child), times=1 if child == "front-0" else 2)

    judge(room, viewers, taken, record_property, child)


@pytest.mark.deep
def test_control_when_viewers_come_back_without_a_number_then_something_is_missing(
    product_environ: dict[str, str], stack: ExitStack
) -> None:
    room = stack.enter_context(Room(product_environ, crowd=WRITERS))

    viewers, taken = talk(room, lambda: room.kill("front-0"), times=3, forgetful=True)

    assert any(set(taken) - set(viewer.seen.values()) for viewer in viewers)


def killed(redis: RedisServer) -> None:
    redis.kill()
    time.sleep(1)
    redis.start()


def stopped(redis: RedisServer) -> None:
    """It takes connections and answers nobody: worse than being gone."""
    redis.stop()
    time.sleep(8)
    redis.go_on()


def flushed(redis: RedisServer) -> None:
    redis.flush()


@pytest.mark.deep
@pytest.mark.redis
@pytest.mark.parametrize("fault", [killed, stopped, flushed])
def test_comments_when_redis_fails_then_all_there_once_on_every_screen(
    product_environ: dict[str, str],
    tmp_path: Path,
    stack: ExitStack,
    record_property: Record,
    fault: Callable[[RedisServer], None],
) -> None:
    redis = stack.enter_context(RedisServer(tmp_path))
    room = stack.enter_context(Room({**product_environ, "SIXIANGHUI_REDIS_URL": redis.url}, crowd=WRITERS))

    viewers, taken = talk(room, lambda: fault(redis), times=2 if fault is killed else 1)

    judge(room, viewers, taken, record_property, f"redis {fault.__name__}")


@pytest.mark.deep
def test_viewers_when_the_front_is_killed_then_counted_once(
    product_environ: dict[str, str], stack: ExitStack
) -> None:
    room = stack.enter_context(Room(product_environ, crowd=1))
    viewers = [Viewer(room, watch=f"{'viewer-token-abc'}{number:04}") for number in range(VIEWERS)]
    for viewer in viewers:
        viewer.start()
    until(lambda: room.value("lectures.viewings") == VIEWERS)
    room.kill("front-0")
    room.wait_ready()
    time.sleep(15)  # long enough for a second viewing of theirs to be told of, if there were one
    for viewer in viewers:
        viewer.stop()
    room.end()

    assert room.value("lectures.viewings") == room.value("lectures.viewers") == VIEWERS
