"""Viewers are counted once however many pages they have open, and their stays told of once when they last and once when over."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sixianghui.front import presence as presences
from sixianghui.front.presence import Presence, Span

ROOM, OTHER = "watch:1", "watch-again:1"
ANN, BEN = 101, -7


class Book:
    """A presence and what it told, in the order of telling, without the numbers of spans."""

    def __init__(self, kind: type[Presence] = Presence) -> None:
        self.spans: list[Span] = []
        self.presence = kind(self.spans.append)

    @property
    def told(self) -> list[tuple[str, int, float, float | None]]:
        return [(one.topic, one.viewer, one.began, one.ended) for one in self.spans]


def test_viewer_when_two_pages_are_open_then_counts_once_until_both_are_closed() -> None:
    book = Book()
    seen = []
    for step, at in (("enter", 0), ("enter", 1), ("leave", 2), ("leave", 3)):
        getattr(book.presence, step)(ROOM, ANN, at)
        seen.append(book.presence.here.get(ROOM, 0))
    assert seen == [1, 1, 1, 0]


def test_viewer_when_watching_live_and_again_then_is_counted_for_each_apart() -> None:
    book = Book()
    for topic, viewer in ((ROOM, ANN), (ROOM, BEN), (OTHER, ANN)):
        book.presence.enter(topic, viewer, 0)
    assert book.presence.here == {ROOM: 2, OTHER: 1}


def test_span_when_it_has_lasted_ten_seconds_then_is_told_of_and_again_when_it_is_over() -> None:
    book = Book()
    book.presence.enter(ROOM, ANN, 0)
    book.presence.sweep(9.9)
    assert book.told == []
    book.presence.sweep(10)
    book.presence.sweep(11)
    assert book.told == [(ROOM, ANN, 0, None)]
    book.presence.leave(ROOM, ANN, 25)
    book.presence.sweep(55)
    assert len(book.told) == 1
    book.presence.sweep(55.1)
    assert book.told == [(ROOM, ANN, 0, None), (ROOM, ANN, 0, 25)]
    assert len({one.number for one in book.spans}) == 1


def test_span_when_shorter_than_ten_seconds_then_is_never_told_of() -> None:
    book = Book()
    book.presence.enter(ROOM, ANN, 0)
    book.presence.leave(ROOM, ANN, 9)
    book.presence.sweep(100)
    book.presence.end_all(200)
    assert (book.told, book.presence.here) == ([], {})


def test_viewer_when_back_within_thirty_seconds_then_goes_on_with_the_same_span() -> None:
    book = Book()
    for at in (0, 40, 75):
        book.presence.enter(ROOM, ANN, at)
        book.presence.leave(ROOM, ANN, at + 10)
    book.presence.sweep(200)
    assert book.told == [(ROOM, ANN, 0, None), (ROOM, ANN, 0, 85)]


def test_viewer_when_back_later_then_begins_a_span_with_a_number_of_its_own() -> None:
    book = Book()
    for at in (0, 61):
        book.presence.enter(ROOM, ANN, at)
        book.presence.sweep(at + 10)
        book.presence.leave(ROOM, ANN, at + 30)
    book.presence.sweep(200)
    assert book.told == [(ROOM, ANN, 0, None), (ROOM, ANN, 0, 30), (ROOM, ANN, 61, None), (ROOM, ANN, 61, 91)]
    assert [one.number for one in book.spans] == [1, 1, 2, 2]


def test_span_when_the_viewer_was_away_at_its_tenth_second_then_is_told_of_on_return() -> None:
    book = Book()
    book.presence.enter(ROOM, ANN, 0)
    book.presence.leave(ROOM, ANN, 5)
    book.presence.sweep(12)
    assert book.told == []
    book.presence.enter(ROOM, ANN, 20)
    assert book.told == [(ROOM, ANN, 0, None)]


def test_front_when_it_goes_then_every_span_that_lasted_is_told_of_with_its_end() -> None:
    book = Book()
    book.presence.enter(ROOM, ANN, 0)
    book.presence.enter(ROOM, BEN, 0)
    book.presence.leave(ROOM, BEN, 9)
    book.presence.leave(ROOM, ANN, 11)
    book.presence.end_all(12)
    assert book.told == [(ROOM, ANN, 0, None), (ROOM, ANN, 0, 11)]
    assert book.presence._audiences == {}


def test_viewers_who_left_when_too_many_then_who_left_first_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(presences, "MOST_AWAY", 2)
    book = Book()
    for viewer in range(5):
        book.presence.enter(ROOM, viewer, 0)
        book.presence.leave(ROOM, viewer, 10)
    assert book.told == [(ROOM, one, 0, end) for one in range(3) for end in (None, 10)]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 45)),
        st.tuples(st.just("enter"), st.tuples(st.sampled_from([ROOM, OTHER]), st.integers(1, 3))),
        st.tuples(st.just("leave"), st.integers(0, 5)),
    ),
    max_size=40,
)


def by_hand(moves: list[tuple[int, str, int, int]], now: int) -> tuple[dict[str, int], set[Any]]:
    """The naive way: all that ever happened, looked through from the beginning."""
    here: Counter[str] = Counter()
    told = set()
    for topic, viewer in {(topic, viewer) for _, topic, viewer, _ in moves}:
        pages, began, left = 0, 0, None
        spans: list[tuple[int, int | None]] = []
        for at, _, _, step in (move for move in moves if move[1:3] == (topic, viewer)):
            if step > 0 and pages == 0 and (left is None or at - left > 30):
                if left is not None:
                    spans.append((began, left))
                began = at
            pages += step
            left = at if pages == 0 else None if pages == 1 and step > 0 else left
        here[topic] += pages > 0
        spans.append((began, None if pages else left))
        for start, end in spans:
            if (now if end is None else end) - start >= 10:
                told.add((topic, viewer, start, None))
                if end is not None and end + 30 < now:
                    told.add((topic, viewer, start, end))
    return {topic: number for topic, number in here.items() if number}, told


def agrees(steps: list[tuple[str, Any]], kind: type[Presence] = Presence) -> bool:
    """Do the presence and the naive way say the same after each of these steps?"""
    book, now = Book(kind), 0
    moves: list[tuple[int, str, int, int]] = []
    pages: list[tuple[str, int]] = []
    for what, how in steps:
        if what == "wait":
            now += how
        elif what == "enter":
            pages.append(how)
            moves.append((now, *how, 1))
            book.presence.enter(*how, now)
        elif how < len(pages):
            gone = pages.pop(how)
            moves.append((now, *gone, -1))
            book.presence.leave(*gone, now)
        book.presence.sweep(now)
        here, told = by_hand(moves, now)
        if (book.presence.here, Counter(book.told)) != (here, Counter(told)):
            return False
    return True


@settings(max_examples=5 * settings().max_examples)
@given(STEPS)
def test_presence_when_pages_open_and_close_in_any_order_then_says_what_counting_by_hand_says(
    steps: list[tuple[str, Any]],
) -> None:
    assert agrees(steps)


class Hasty(Presence):
    """The control: whoever closes the last page is gone for good."""

    def leave(self, topic: str, viewer: int, now: float) -> None:
        super().leave(topic, viewer, now)
        self.end_all(now)


def test_control_when_nobody_is_waited_for_then_it_is_found() -> None:
    steps: list[tuple[str, Any]] = [
        ("enter", (ROOM, 1)),
        ("wait", 15),
        ("leave", 0),
        ("wait", 5),
        ("enter", (ROOM, 1)),
    ]
    assert [agrees(steps, kind) for kind in (Presence, Hasty)] == [True, False]
