"""What every backend of realtime promises. A new one joins by adding itself to `BACKENDS`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sixianghui.realtime.backend import Backend
from sixianghui.realtime.memory import Memory

#: A maker takes (events kept for each topic, topics kept).
BACKENDS: dict[str, Callable[[int, int], Backend]] = {"memory": Memory}


@pytest.fixture(params=sorted(BACKENDS))
def make(request: pytest.FixtureRequest) -> Callable[[int, int], Backend]:
    return BACKENDS[request.param]


def said(backend: Backend, topic: str, cursor: int) -> tuple[list[object], bool]:
    backlog = backend.since(topic, cursor)
    return [event.data["n"] for event in backlog.events], backlog.complete


def test_backlog_when_a_page_connects_late_then_holds_what_came_after_its_cursor(
    make: Callable[[int, int], Backend],
) -> None:
    backend = make(10, 10)
    assert backend.cursor() == 0
    backend.publish("a:1", {"n": 1})
    cursor = backend.cursor()
    backend.publish("a:1", {"n": 2})
    backend.publish("b:1", {"n": 3})
    backend.publish("a:1", {"n": 4})
    assert said(backend, "a:1", cursor) == ([2, 4], True)
    assert said(backend, "a:1", backend.cursor()) == ([], True)


def test_ids_when_many_topics_are_published_then_grow(make: Callable[[int, int], Backend]) -> None:
    backend = make(10, 10)
    ids = [backend.publish(f"a:{number % 3}", {"n": number}).id for number in range(9)]
    assert ids == sorted(set(ids))


def test_backlog_when_older_events_were_dropped_then_says_that_it_is_not_complete(
    make: Callable[[int, int], Backend],
) -> None:
    backend = make(2, 10)
    first = backend.publish("a:1", {"n": 1}).id
    backend.publish("a:1", {"n": 2})
    assert said(backend, "a:1", 0) == ([1, 2], True)
    backend.publish("a:1", {"n": 3})
    assert said(backend, "a:1", first) == ([2, 3], True)
    assert said(backend, "a:1", 0) == ([2, 3], False)


def test_backlog_when_the_whole_topic_was_forgotten_then_says_that_it_is_not_complete(
    make: Callable[[int, int], Backend],
) -> None:
    backend = make(10, 1)
    backend.publish("a:1", {"n": 1})
    last = backend.publish("b:1", {"n": 2}).id
    assert said(backend, "a:1", 0) == ([], False)
    assert said(backend, "a:1", last) == ([], True)


def test_backlog_when_the_cursor_is_from_another_life_then_says_that_it_is_not_complete(
    make: Callable[[int, int], Backend],
) -> None:
    backend = make(10, 10)
    backend.publish("a:1", {"n": 1})
    assert said(backend, "a:1", 900) == ([1], False)


def test_backlog_when_nothing_was_ever_said_then_is_empty_and_complete(
    make: Callable[[int, int], Backend],
) -> None:
    assert said(make(10, 10), "a:1", 0) == ([], True)
