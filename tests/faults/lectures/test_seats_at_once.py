"""Twenty people ask for the last seats at the same moment: no seat is given twice, and nobody is lost."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.lectures import commands, queries
from sixianghui.lectures.commands.seating import give
from sixianghui.lectures.models import Lecture, Registration, Seat
from tests.factories import an_account
from tests.together import at_once
from tests.unit.lectures.house import House, a_house

MANY = 20
SEATS = 7


def twenty(act: Callable[[int], Any]) -> list[Any]:
    """What each of twenty that start together got."""
    return at_once(*(partial(act, number) for number in range(MANY)))


def a_lecture() -> tuple[Lecture, list[Account]]:
    """One in an hour, with seven seats, and twenty people who want one each."""
    house: House = a_house(time.ManualClock(time.now()))
    begin = time.now() + dt.timedelta(hours=1)
    made = house.lecture(seats=SEATS, starts_at=begin, ends_at=begin + dt.timedelta(hours=1))
    return made, [an_account() for _ in range(MANY)]


@pytest.mark.django_db(transaction=True)
def test_last_seats_when_twenty_ask_at_once_then_each_is_given_once_and_the_rest_wait_in_order() -> None:
    made, people = a_lecture()
    clients = [Client() for _ in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    path = f"/lectures/{made.ref}/seat/"
    answers = twenty(lambda number: clients[number].post(path, {"heads": "1"}).status_code)

    assert Counter(answers) == {302: MANY}
    numbers = list(Seat.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, SEATS + 1))
    in_order = list(Registration.objects.order_by("pk"))
    assert [one.taken.count() for one in in_order] == [1] * SEATS + [0] * (MANY - SEATS)


@pytest.mark.django_db(transaction=True)
def test_registration_when_one_person_sends_twenty_at_once_then_one_stands() -> None:
    made, people = a_lecture()

    def ask(_number: int) -> bool:
        try:
            commands.register(made, heads=1, by=people[0])
        except Conflict:
            return False
        return True

    assert Counter(twenty(ask)) == {True: 1, False: MANY - 1}
    assert Seat.objects.count() == 1


def _without_the_lock() -> list[bool]:
    """Twenty look how many seats are free, all before anybody takes one, and then take one each."""
    made, people = a_lecture()
    rows = [Registration.objects.create(lecture=made, account=person, heads=1) for person in people]
    looked = threading.Barrier(MANY)

    def ask(number: int) -> bool:
        taken = queries.numbers_taken(made)
        assert SEATS - len(taken) >= 1
        looked.wait(30)
        try:
            with transaction.atomic():
                give(rows[number], taken, 1)
        except Conflict:
            return False
        return True

    return twenty(ask)


@pytest.mark.django_db(transaction=True)
def test_seats_when_nobody_waits_for_the_lock_then_the_database_has_the_last_word() -> None:
    assert Counter(_without_the_lock()) == {True: 1, False: MANY - 1}
    assert list(Seat.objects.values_list("number", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_seats_when_lock_and_constraint_are_gone_then_one_seat_is_given_twenty_times() -> None:
    """The control: without either, the hall is overbooked."""
    constraints = Seat._meta.constraints
    Seat._meta.constraints = []
    with connection.schema_editor() as editor:
        editor.remove_constraint(Seat, constraints[0])
    try:
        assert Counter(_without_the_lock()) == {True: MANY}
        assert Seat.objects.filter(number=1).count() == MANY > SEATS
    finally:
        Seat.objects.all().delete()
        Seat._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(Seat, constraints[0])
