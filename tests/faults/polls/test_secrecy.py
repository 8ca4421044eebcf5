"""Whoever has the whole database does not learn from it who chose what, nor in which order people answered.

Each attack is tried on what the house keeps, and on what it would keep if it did the usual thing: there it works.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sixianghui.access.public import Account
from sixianghui.polls import commands
from sixianghui.polls.models import Option, Participation, Poll
from tests.factories import an_account, signed_in
from tests.unit.polls.house import House, a_house

#: Enough that chance stands far from certainty.
PEOPLE = 24
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def house(db: None) -> House:
    return a_house()


def dump() -> Rows:
    """Every table, its rows in the order in which they lie in the file."""
    order = "rowid" if connection.vendor == "sqlite" else "ctid"
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            try:
                cursor.execute(f"select * from {name} order by {order}")
            except Exception:  # a table without a place of its own for rows
                cursor.execute(f"select * from {name}")
            found[table] = list(cursor.fetchall())
    return found


def grown(before: Rows, after: Rows) -> Rows:
    """The rows that came, of every table that grew by one for each person."""
    new = {table: [row for row in rows if row not in before.get(table, [])] for table, rows in after.items()}
    return {table: rows for table, rows in new.items() if len(rows) == PEOPLE}


def columns(rows: list[tuple[Any, ...]]) -> Iterator[list[Any]]:
    for place in range(len(rows[0])):
        yield [row[place] for row in rows]


def linked_by_order(new: Rows, poll: Poll) -> list[tuple[Any, ...]]:
    """What a row-by-row reading gives: for each table that grew and names options, its options in their order."""
    names: list[set[Any]] = [
        set(poll.options.values_list(field, flat=True)) for field in ("pk", "number", "text")
    ]
    return [
        tuple(column)
        for rows in new.values()
        for column in columns(rows)
        if len({str(one) for one in column}) > 1
        and any({str(one) for one in column} <= {str(name) for name in known} for known in names)
    ]


def linked_by_digest(new: Rows, poll: Poll, people: list[Account]) -> dict[int, int]:
    """What trying all choices gives: who is named beside a digest of a form with this choice in it."""
    path = f"/polls/{poll.ref}/answer/"
    digests = {
        hashlib.sha256(repr((path, [("choice", str(number))])).encode()).hexdigest(): number
        for number in range(1, 9)
    }
    known, found = {person.pk for person in people}, {}
    for rows in new.values():
        for who in columns(rows):
            if set(who) == known:
                for what in columns(rows):
                    found |= {
                        one: digests[said] for one, said in zip(who, what, strict=True) if said in digests
                    }
    return found


def everybody_answers(poll: Poll) -> tuple[list[Account], list[int], Rows]:
    """People answer one after another over the pages; what they chose, and what the database holds since."""
    people = [an_account() for _ in range(PEOPLE)]
    chosen = [(number * 7 + number // 5) % 3 + 1 for number in range(PEOPLE)]
    clients = [signed_in(person) for person in people]
    before = dump()
    for client, number in zip(clients, chosen, strict=True):
        sent = client.post(
            f"/polls/{poll.ref}/answer/", {"choice": str(number), "intent": f"key-{number}-{id(client)}"}
        )
        assert sent.status_code == 302
    return people, chosen, grown(before, dump())


def test_database_when_everybody_has_answered_then_no_table_leads_from_a_person_to_a_choice(
    house: House, record_property: Any
) -> None:
    poll = house.poll()
    people, chosen, new = everybody_answers(poll)
    assert "polls_participation" in new
    assert linked_by_order(new, poll) == []
    assert linked_by_digest(new, poll, people) == {}
    totals = [chosen.count(number) for number in (1, 2, 3)]
    assert list(Option.objects.order_by("number").values_list("tally", flat=True)) == totals
    record_property("counted", f"secrecy of polls: {PEOPLE} answers, {len(new)} tables grew, 0 people linked")


def test_database_when_the_form_carries_a_key_then_everybody_is_linked(house: House, settings: Any) -> None:
    """The control: a key's digest of what was sent is the choice, beside the account."""
    settings.ROOT_URLCONF = "tests.faults.polls.keyed_urls"
    poll = house.poll()
    people, chosen, new = everybody_answers(poll)
    found = linked_by_digest(new, poll, people)
    assert found == {person.pk: number for person, number in zip(people, chosen, strict=True)}


def test_database_when_choices_are_rows_counted_up_then_everybody_is_linked(house: House) -> None:
    """The control: a row for each choice, without an account and in the order in which it came."""
    poll = house.poll()
    with connection.cursor() as cursor:
        cursor.execute("create table naive_choice (id integer, chosen integer)")
    before = dump()
    people = [an_account() for _ in range(PEOPLE)]
    chosen = [number % 3 + 1 for number in range(PEOPLE)]
    for place, (person, number) in enumerate(zip(people, chosen, strict=True)):
        commands.answer(poll, [number], by=person)
        with connection.cursor() as cursor:
            cursor.execute("insert into naive_choice values (%s, %s)", [place, number])
    assert linked_by_order(grown(before, dump()), poll) == [tuple(chosen)]


def in_step(order: list[int]) -> float:
    """How far an order follows the one in which things happened: 1 exactly, 0 not at all, -1 backwards."""
    pairs = list(combinations(order, 2))
    return sum(1 if one < other else -1 for one, other in pairs) / len(pairs)


def test_participations_when_read_in_any_order_then_it_is_not_the_order_of_answering(house: House) -> None:
    poll = house.poll()
    people = [an_account() for _ in range(60)]
    for person in people:
        commands.answer(poll, [1], by=person)
    came = {person.pk: place for place, person in enumerate(people)}
    orders = ["key"] + (["rowid"] if connection.vendor == "sqlite" else [])
    for order in orders:
        with connection.cursor() as cursor:
            cursor.execute(f"select account_id from polls_participation order by {order}")
            found = [came[account] for (account,) in cursor.fetchall()]
        assert abs(in_step(found)) < 0.5, order
    # The control: numbers counted up are in step.
    assert in_step([came[pk] for pk in sorted(came)]) == 1


@pytest.mark.django_db(transaction=True)
def test_sums_when_an_answer_is_counted_then_all_are_written_together() -> None:
    """One statement writes them, so that not even the number of its transaction tells which of them moved."""
    poll = a_house().answered([[1]])
    with CaptureQueriesContext(connection) as asked:
        commands.answer(poll, [2], by=an_account())
    writes = [one["sql"] for one in asked if one["sql"].startswith('UPDATE "polls_option"')]
    assert len(writes) == 1
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(distinct xmin::text), count(*) from polls_option where poll_id = %s", [poll.pk]
            )
            assert cursor.fetchone() == (1, 3)


def test_participations_when_the_poll_is_counted_then_are_gone_from_the_database(house: House) -> None:
    poll = house.answered([[1]] * 6)
    assert Participation.objects.count() == 6
    commands.close_early(poll, "够了", by=house.asker)
    assert dump()["polls_participation"] == []
