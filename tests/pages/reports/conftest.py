from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.ledger.book import GUARDED, KEPT, TURNS, Book, open_book, registered
from tests.unit.reports.house import House, a_house


@pytest.fixture
def figures() -> Iterator[None]:
    with registered(TURNS, GUARDED, KEPT):
        yield


@pytest.fixture
def book(db: None, figures: None) -> Book:
    return open_book()


@pytest.fixture
def house(db: None) -> House:
    return a_house()
