"""What rooms put on every page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError

from sixianghui.ui.registry import Link, Links

ONE, TWO = Link("一", "/one/"), Link("二", "/two/")


def one() -> Iterator[Link]:
    yield ONE


def two() -> Iterator[Link]:
    yield TWO


def unreachable() -> Iterator[Link]:
    raise OperationalError("no database")


def broken() -> Iterator[Link]:
    raise ValueError("a fault of the room")


def test_links_when_rooms_register_then_they_come_in_that_order_and_once() -> None:
    links = Links()
    for source in (two, one, two):
        links.register(source)
    assert links.all() == [TWO, ONE]


def test_links_when_the_database_does_not_answer_then_the_others_still_come() -> None:
    links = Links()
    for source in (one, unreachable, two):
        links.register(source)
    assert links.all() == [ONE, TWO]


def test_links_when_a_room_is_at_fault_then_the_fault_is_seen() -> None:
    links = Links()
    links.register(broken)
    with pytest.raises(ValueError, match="a fault of the room"):
        links.all()
