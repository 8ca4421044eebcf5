"""What was published is counted once more, from the rows as they stood."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from sixianghui.access.public import Post
from sixianghui.channel.public import withdraw_article
from sixianghui.common import time
from sixianghui.ledger.public import Scope, Since, publish, seal_holds, since, value_of
from sixianghui.reports.commands import withdraw
from sixianghui.reports.queries.recounting import Recounted, recount
from sixianghui.reports.recounting import sentence
from sixianghui.reports.rules import body
from tests.factories import someone_with
from tests.unit.channel.desk import open_desk
from tests.unit.ledger.book import GUARDED, TURNS, Book, open_book, registered
from tests.unit.reports.house import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(house: House) -> Book:
    return open_book()


def told(one: Recounted) -> tuple[object, ...]:
    return one.entry.value, one.then, one.holds, one.today, one.since, one.changed_definition


def later(clock: time.ManualClock) -> None:
    clock.set(clock.at + dt.timedelta(hours=1))


def test_edition_when_facts_changed_since_then_it_still_comes_out_and_today_is_another(
    house: House, book: Book, clock: time.ManualClock
) -> None:
    with registered(TURNS):
        facts = [book.turn() for _ in range(4)]
        later(clock)
        edition = house.published(body=[{"kind": "text", "text": f"有[[{TURNS.name}:all]]个"}])
        later(clock)
        book.strike(facts[0]), book.strike(facts[1]), book.turn()

        assert [told(one) for one in recount(edition)] == [(4, 4, True, 3, Since(gone=2, come=1), False)]


def test_edition_when_the_definition_changed_then_says_so_and_not_whether_it_holds(
    house: House, book: Book, clock: time.ManualClock
) -> None:
    with registered(TURNS):
        book.turn(), later(clock)
        edition = house.published(body=[{"kind": "text", "text": f"有[[{TURNS.name}:all]]个"}])
    with registered(replace(TURNS, version=2)):
        one = recount(edition)[0]
        assert (one.holds, one.changed_definition, one.gone) == (None, True, False)
    assert recount(edition)[0].gone


def test_edition_when_a_row_reads_otherwise_then_does_not_hold(
    house: House, book: Book, clock: time.ManualClock
) -> None:
    with registered(TURNS):
        fact = book.turn()
        later(clock)
        edition = house.published(body=[{"kind": "text", "text": f"有[[{TURNS.name}:all]]个"}])
        later(clock)
        unit = fact.unit
        unit.name = "换了名字的支部"
        unit.save()
        assert (recount(edition)[0].holds, recount(edition, most=0)[0].holds) == (False, None)


def test_edition_with_a_guarded_number_when_recounted_then_says_no_more_than_everybody_may_know(
    house: House, book: Book, clock: time.ManualClock
) -> None:
    with registered(GUARDED):
        unit = book.branch()
        facts = [book.turn(unit)]
        later(clock)
        picks = (body.Pick(GUARDED.name, whole=True), body.Pick(GUARDED.name, unit=unit.pk))
        edition = house.published(body=body.to_json([body.Figures("", picks)]))
        later(clock)
        book.strike(facts[0]), book.turn(unit)

        assert [told(one) for one in recount(edition)] == [
            (1, 1, True, 1, None, False),
            (None, None, None, None, None, False),
        ]


def test_published_reports_when_one_is_withdrawn_then_are_fewer_and_what_was_said_of_them_still_comes_out(
    house: House, clock: time.ManualClock
) -> None:
    edition = house.published()
    later(clock)
    sealed = publish("reports.published", Scope(), by=house.clerk)
    later(clock)
    withdraw(edition, "一个数算重了", by=house.clerk)
    assert (sealed.value, seal_holds(sealed), value_of("reports.published", Scope())) == (1, True, 0)
    assert since(sealed) == Since(gone=1, come=0)


def test_pieces_when_one_is_taken_back_and_another_comes_out_then_one_counts_no_more_and_one_is_new(
    clock: time.ManualClock,
) -> None:
    desk, clerk = open_desk(), someone_with(Post.COMMITTEE_CLERK)
    piece = desk.released()
    later(clock)
    sealed = publish("channel.articles", Scope(), by=clerk)
    assert since(sealed) == Since(gone=0, come=0)
    later(clock)
    withdraw_article(piece, by=desk.chief, reason="写到的人收回了同意。")
    assert since(sealed) == Since(gone=1, come=0)
    desk.released("又一篇，写的是别的事")
    assert since(sealed) == Since(gone=1, come=1)


def test_words_when_no_row_came_or_went_then_say_nothing_of_rows_and_of_a_middle_never_its_units() -> None:
    days = replace(TURNS, measure="天", median=lambda row: row.at.day)
    assert sentence("今天 2", Since(gone=0, come=0), days) == "今天 2。"
    assert sentence("今天 2", Since(gone=1, come=0), days) == "今天 2；不再算 1 条、新算 0 条。"
    assert sentence("今天 2", Since(gone=1, come=1_200), TURNS) == "今天 2；不再算 1 个、新算 1,200 个。"
