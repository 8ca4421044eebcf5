"""What every backend of realtime promises. A new one joins by adding itself to `BACKENDS`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from sixianghui.front.public import Sequence, bus
from sixianghui.realtime.backend import Backend
from sixianghui.realtime.fronts import Fronts
from sixianghui.realtime.over_redis import OverRedis
from tests.adapters.realtime.ear import Ear
from tests.adapters.realtime.redis_ear import RedisEar
from tests.redis_server import RedisServer


@dataclass
class Kind:
    """A backend: what makes one, as another process would have it, and what makes the end that a front has."""

    make: Callable[[], Backend]
    ear: Callable[[int], AbstractContextManager[Ear | RedisEar]]


def _fronts(folder: Path, _stack: ExitStack) -> Kind:
    return Kind(lambda: Fronts(folder), lambda index: Ear(folder / f"front-{index}.control"))


def _redis(folder: Path, stack: ExitStack) -> Kind:
    url = stack.enter_context(RedisServer(folder)).url
    return Kind(lambda: OverRedis(url), lambda index: RedisEar(url))


BACKENDS = {"fronts": _fronts, "redis": _redis}


@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.redis if name == "redis" else ()) for name in BACKENDS]
)
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kind]:
    with ExitStack() as stack:
        yield BACKENDS[request.param](tmp_path, stack)
        bus.cache_clear()


@pytest.fixture
def make(kind: Kind) -> Callable[[], Backend]:
    """Each call is what another process would have."""

    def fresh() -> Backend:
        bus.cache_clear()
        return kind.make()

    return fresh


@pytest.fixture
def listen(kind: Kind) -> Iterator[Callable[[int], Ear | RedisEar]]:
    """`listen(0)`: a front's end that remembers what it is told."""
    with ExitStack() as stack:
        yield lambda index: stack.enter_context(kind.ear(index))


def test_event_when_several_fronts_run_then_each_has_heard_it_when_publish_returns(
    make: Callable[[], Backend], listen: Callable[[int], Ear | RedisEar]
) -> None:
    backend, ears = make(), [listen(0), listen(1)]
    number = backend.publish("a:1", {"text": "比一比\n看贡献", "n": 1})
    line = f'publish {number} a:1 {{"text":"比一比\\n看贡献","n":1}}'
    assert [ear.heard for ear in ears] == [[line], [line]]
    assert backend.cursor() == number


def test_event_when_no_front_runs_then_is_counted_all_the_same(
    make: Callable[[], Backend], listen: Callable[[int], Ear | RedisEar]
) -> None:
    backend = make()
    first = backend.publish("a:1", {})
    ear = listen(0)
    second = backend.publish("a:1", {})
    assert (second, ear.numbers) == (first + 1, [second])


def test_numbers_when_many_processes_publish_at_once_then_each_front_hears_all_in_order_and_without_holes(
    make: Callable[[], Backend], listen: Callable[[int], Ear | RedisEar]
) -> None:
    ears = [listen(0), listen(1)]
    first = make().cursor() + 1
    together = threading.Barrier(4)

    def publish(backend: Backend) -> None:
        together.wait()
        for number in range(25):
            backend.publish(f"a:{number}", {"n": number})

    threads = [threading.Thread(target=publish, args=[make()]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [ear.numbers for ear in ears] == [list(range(first, first + 100))] * 2


def test_cursor_when_read_by_another_process_then_is_the_last_number(make: Callable[[], Backend]) -> None:
    one, other = make(), make()
    before = other.cursor()
    number = one.publish("a:1", {})
    assert (before, other.cursor()) == (number - 1, number)


def test_loss_when_it_is_said_then_the_numbers_have_a_hole_and_go_on_above_it(
    make: Callable[[], Backend], listen: Callable[[int], Ear | RedisEar]
) -> None:
    backend, ear = make(), listen(0)
    before = backend.publish("a:1", {})
    backend.lose()
    after = backend.publish("a:1", {})
    assert ear.heard[1].split() == ["leap", str(after - 1)]
    assert after - 1 > before + 1


def test_account_when_it_changed_then_each_front_is_told(
    make: Callable[[], Backend], listen: Callable[[int], Ear | RedisEar]
) -> None:
    backend, ears = make(), [listen(0), listen(1)]
    backend.recheck("abc")
    backend.close("abc")
    assert [ear.heard for ear in ears] == [["recheck abc", "close abc"]] * 2


def test_publisher_when_a_front_does_not_answer_then_goes_on_and_the_next_event_shows_the_hole(
    make: Callable[[], Backend], listen: Callable[[int], Ear | RedisEar], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend, deaf, good = make(), listen(0), listen(1)
    deaf.deaf = True
    with monkeypatch.context() as impatient:  # with those that hear there is patience again
        for backend_of in ("fronts", "over_redis"):
            impatient.setattr(f"sixianghui.realtime.{backend_of}.PATIENCE", 0.5)
        first = backend.publish("a:1", {})
    deaf.deaf = False
    second = backend.publish("a:1", {})
    assert (good.numbers, deaf.numbers) == ([first, second], [second])


def test_numbers_when_their_file_is_lost_then_go_on_above_all_that_were_given(tmp_path: Path) -> None:
    backend = Fronts(tmp_path)
    given = [backend.publish("a:1", {}) for _ in range(3)]
    (tmp_path / "events.sequence").unlink()
    assert Fronts(tmp_path).publish("a:1", {}) > given[-1]


def test_numbers_when_first_asked_for_then_are_there(tmp_path: Path) -> None:
    assert Sequence(tmp_path / "new").last() > 0
