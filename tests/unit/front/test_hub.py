"""Events in a front: nobody hears one twice, out of order, or misses one without being told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sixianghui.front import hub as hubs
from sixianghui.front.backlog import Backlog, Event
from sixianghui.front.hub import Hub
from sixianghui.front.sequence import NAME, Sequence
from sixianghui.front.stream import Stream

TOPICS = ("a:1", "a:2", "a:3")
GAP = "gap"


def event(number: int, topic: str = "a:1", size: int = 10) -> Event:
    return Event(number, topic, b"x" * size)


def numbers(found: list[Event] | None) -> list[int] | None:
    return None if found is None else [one.number for one in found]


def test_backlog_when_events_or_topics_or_bytes_are_too_many_then_says_what_it_forgot() -> None:
    backlog = Backlog(events=2, topics=2, size=100)
    backlog.begin(10)
    for number, topic in enumerate(["a:1", "a:1", "a:1", "a:2"], start=11):
        backlog.keep(event(number, topic))
    assert [numbers(backlog.since(["a:1"], cursor, 99)) for cursor in (9, 10, 11, 12, 13, 14, 15)] == [
        None, None, [12, 13], [13], [], [], None,
    ]  # fmt: skip
    assert [numbers(backlog.since(["a:1", "a:2"], 12, upto)) for upto in (12, 13, 14)] == [[], [13], [13, 14]]
    backlog.keep(event(15, "a:3"))  # a:1 was silent longest
    assert [numbers(backlog.since([topic], 12, 99)) for topic in TOPICS] == [None, [14], [15]]
    backlog.keep(event(16, "a:1"))  # it comes back, and what it said before is still forgotten
    assert [numbers(backlog.since(["a:1"], cursor, 99)) for cursor in (12, 13, 14)] == [None, [16], [16]]
    backlog.keep(event(17, "a:1", size=95))
    assert (backlog.size, numbers(backlog.since(["a:1"], 16, 99))) == (0, None)


def test_numbers_when_taken_in_turns_then_grow_by_one_and_a_leap_by_more(tmp_path: Path) -> None:
    one, other = Sequence(tmp_path), Sequence(tmp_path)
    first = one.last()
    taken = []
    for sequence in (one, other, one):
        with sequence.next() as number:
            taken.append(number)
    with other.leap() as leapt:
        pass
    with one.next() as after:
        pass
    assert (taken, leapt > taken[-1] + 1, after) == ([first + 1, first + 2, first + 3], True, leapt + 1)
    (tmp_path / NAME).write_bytes((2**62).to_bytes(8, "big"))  # a clock that once was far ahead
    with one.leap() as number:
        pass
    assert number == 2**62 + 2


class Wire:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.written = b""
        self.over = False

    def write(self, data: bytes) -> None:
        self.written += data

    def get_write_buffer_size(self) -> int:
        return 0

    def close(self) -> None:
        self.over = True

    abort = close


class Reader:
    """A stream, and what it has heard."""

    def __init__(self, hub: Hub, topics: tuple[str, ...], cursor: int) -> None:
        self.topics, self.cursor = topics, cursor
        self.wire = Wire()
        self.stream = Stream(cast(Any, SimpleNamespace(hub=hub)), cast(Any, None), cast(Any, self.wire))
        hub.join(self.stream, topics, cursor)

    def heard(self) -> list[int | str]:
        found: list[int | str] = []
        for block in self.wire.written.split(b"\n\n"):
            fields = dict(line.split(b": ", 1) for line in block.splitlines())
            if fields.get(b"event") == b"gap":
                found.append(GAP)
                found.append(int(fields[b"id"]))
            elif b"id" in fields and b"event" not in fields:
                found.append(int(fields[b"id"]))
        return found

    def should_hear(self, said: list[tuple[int, str]]) -> bool:
        """Is what was heard all of what was said after the cursor, or after the last gap?"""
        heard, cursor = self.heard(), self.cursor
        if GAP in heard:
            at = len(heard) - heard[::-1].index(GAP)
            cursor, heard = cast(int, heard[at]), heard[at + 1 :]
        return heard == [number for number, topic in said if number > cursor and topic in self.topics]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from(TOPICS)),
        st.tuples(st.just("say"), st.sampled_from(TOPICS)),
        st.tuples(
            st.just("come"), st.tuples(st.sets(st.sampled_from(TOPICS), min_size=1), st.integers(0, 12))
        ),
        st.tuples(st.just("lose"), st.integers(1, 3)),
        st.tuples(st.just("mute"), st.integers(0, 5)),
        st.tuples(st.just("unmute"), st.integers(0, 5)),
        st.tuples(st.just("beat"), st.none()),
        st.tuples(st.just("wait"), st.integers(1, 4)),
    ),
    max_size=40,
)


async def play(steps: list[tuple[str, Any]], hub_of: Callable[[asyncio.AbstractEventLoop], Hub]) -> bool:
    """Do these steps; does every reader end up with what it should?"""
    hub = hub_of(asyncio.get_running_loop())
    hub.backlog = Backlog(events=6, topics=2)
    hub.begin(100)
    said: list[tuple[int, str]] = []
    readers: list[Reader] = []
    muted: set[int] = set()
    for what, how in steps:
        if what == "say":
            said.append((hub.last + 1, how))
            hub.publish(hub.last + 1, how, "{}")
        elif what == "come":
            readers.append(Reader(hub, tuple(sorted(how[0])), hub.last - how[1]))
        elif what == "lose":
            hub.lose(hub.last + how)
        elif what in ("mute", "unmute") and how < len(readers) and (how in muted) == (what == "unmute"):
            muted ^= {how}
            if what == "mute":
                hub.leave(readers[how].stream, readers[how].topics)
            else:
                hub.join(readers[how].stream, readers[how].topics, readers[how].stream.sent)
        elif what == "beat":
            hub.beat()
        elif what == "wait":
            for _ in range(how):
                await asyncio.sleep(0)
    for index in muted:
        hub.join(readers[index].stream, readers[index].topics, readers[index].stream.sent)
    while hub._delivery is not None:
        await asyncio.sleep(0)
    return all(reader.should_hear(said) for reader in readers)


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "TICK", 0.0)
    monkeypatch.setattr(hubs, "SLICE", 1)


@pytest.mark.usefixtures("_at_once")
def test_readers_when_they_come_go_silent_and_come_back_in_any_order_then_hear_each_event_once() -> None:
    @settings(max_examples=5 * settings().max_examples)
    @given(STEPS)
    def hold(steps: list[tuple[str, Any]]) -> None:
        assert asyncio.run(play(steps, Hub))

    hold()


class Hasty(Hub):
    """The control: a hub that takes who comes for somebody who has heard all that was published."""

    def join(self, stream: Stream, topics: Any, cursor: int | None, hello: bytes = b"") -> None:
        super().join(stream, topics, cursor, hello)
        stream.round = self.round + 1


@pytest.mark.usefixtures("_at_once")
def test_control_when_a_hub_counts_rounds_wrongly_then_it_is_found() -> None:
    steps: list[tuple[str, Any]] = [("say", "a:1"), ("come", ({"a:1"}, 0)), ("say", "a:1"), ("wait", 4)]
    assert [asyncio.run(play(steps, hub)) for hub in (Hub, Hasty)] == [True, False]
