"""What is said in a lecture takes back the pages that count it, and no others: remarks come by the second."""

from __future__ import annotations

import pytest

from sixianghui.ledger import public as ledger
from sixianghui.remarks import public as remarks
from tests import factories
from tests.pages.channel.shelf import Shelf
from tests.pages.lectures.test_room import address, asked
from tests.unit.lectures.house import House

pytestmark = pytest.mark.django_db


def number(name: str) -> str:
    return f"/figures/{name}/"


def shelf(*more: str) -> Shelf:
    """Every figure that everybody may see, the lists of figures, and `more`."""
    everybody = [one for one in ledger.registry.figures.values() if one.published_by_default]
    return Shelf([number(one.name) for one in everybody] + ["/figures/", "/figures/?room=lectures", *more])


def test_pages_when_a_question_is_let_through_then_those_that_count_it_are_taken_back_and_no_others(
    house: House,
) -> None:
    made = house.on_air()
    kept = shelf(address(made))
    asked(house, made, "算法会不会偏心？")

    assert kept.taken_back() == {
        address(made),
        number("lectures.questions"),
        number("lectures.comments"),
        number("remarks.written"),
        number("remarks.shown"),
        "/figures/?room=lectures",
    }
    assert kept.stale() == set()


def test_pages_when_a_remark_is_taken_off_again_then_what_is_left_is_true(house: House) -> None:
    made = house.on_air()
    writer = factories.an_account()
    remarks.choose_name(writer, "一位听众")
    said = remarks.write(made.comments, "讲得明白。", by=writer, nonce="one")
    remarks.judge(said, remarks.Outcome.SHOWN, by=house.host)
    kept = shelf(address(made))
    remarks.judge(said, remarks.Outcome.HIDDEN, by=house.host, reason="写错了地方。")

    assert number("lectures.comments") in kept.taken_back()
    assert kept.stale() == set()
