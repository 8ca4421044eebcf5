"""Twenty answers of one person to a poll at the same moment: one is counted, nineteen are told so kindly."""

from __future__ import annotations

import http.client
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from sixianghui.polls.models import Option, Participation
from tests.factories import an_account
from tests.faults.house import House
from tests.together import at_once
from tests.unit.polls.house import a_house

MANY = 20
SAID = "你已经答过了，一人一份，没有再算一次。"


def twenty(act: Callable[[int], Any]) -> list[Any]:
    """What each of twenty that start together got."""
    return at_once(*(partial(act, number) for number in range(MANY)))


def _answered_by_one_person_twenty_times() -> list[tuple[int, bool]]:
    """The status of each answer, and whether it says kindly that one has answered already."""
    poll, person = a_house().poll(), an_account()
    clients = [Client() for _ in range(MANY)]
    for client in clients:
        client.force_login(person)

    def send(number: int) -> tuple[int, bool]:
        answer = clients[number].post(f"/polls/{poll.ref}/answer/", {"choice": str(number % 3 + 1)})
        return answer.status_code, SAID in answer.content.decode()

    return twenty(send)


@pytest.mark.django_db(transaction=True)
def test_answers_when_one_person_sends_twenty_at_once_then_one_counts_and_nineteen_are_told() -> None:
    answers = _answered_by_one_person_twenty_times()
    assert Counter(answers) == {(302, False): 1, (409, True): MANY - 1}
    assert Participation.objects.count() == 1
    assert sum(Option.objects.values_list("tally", flat=True)) == 1


@pytest.mark.django_db(transaction=True)
def test_answers_when_the_constraint_is_gone_then_more_than_one_counts() -> None:
    """The control: nothing but the database holds it."""
    constraints = Participation._meta.constraints
    Participation._meta.constraints = []
    with connection.schema_editor() as editor:
        editor.remove_constraint(Participation, constraints[0])
    try:
        answers = _answered_by_one_person_twenty_times()
        assert Counter(answers)[302, False] == Participation.objects.count() > 1
        assert sum(Option.objects.values_list("tally", flat=True)) == Participation.objects.count()
    finally:
        Participation.objects.all().delete()
        Participation._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(Participation, constraints[0])


# --- over the product's own front and app ----------------------------------------------------------------------------


@pytest.mark.sqlite
@pytest.mark.django_db
def test_answers_when_they_come_over_the_network_at_once_then_one_is_in_the_database(
    product_environ: dict[str, str],
) -> None:
    seeded = subprocess.run(
        [sys.executable, "-m", "tests.faults.polls.seed"],
        env=product_environ, text=True, capture_output=True, check=True,
    )  # fmt: skip
    ref, token = seeded.stdout.split()
    with House(product_environ) as house:
        session = _spent(house.port, token)
        answers = twenty(lambda number: _send(house.port, f"/polls/{ref}/answer/", number % 3 + 1, session))
    assert Counter((status, SAID in body) for status, body in answers) == {
        (302, False): 1,
        (409, True): MANY - 1,
    }
    with sqlite3.connect(Path(product_environ["SIXIANGHUI_DATA"], "sixianghui.sqlite3")) as database:
        rows = database.execute("select count(*) from polls_participation").fetchone()[0]
        tallies = database.execute("select sum(tally) from polls_option").fetchone()[0]
        chained = database.execute(
            "select count(*) from audit_auditevent where action = 'poll:answer'"
        ).fetchone()[0]
    assert (rows, tallies, chained) == (1, 1, 1)


_CSRF = "s" * 32


def _post(port: int, path: str, body: dict[str, Any], cookies: str = "") -> tuple[int, str, str]:
    """Status, body, and the cookies that were set, of a POST on a connection of its own."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(
            "POST",
            path,
            body=urlencode({"csrfmiddlewaretoken": _CSRF, **body}),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"csrftoken={_CSRF}; {cookies}",
            },
        )
        answer = link.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Set-Cookie") or ""
    finally:
        link.close()


def _spent(port: int, token: str) -> str:
    """The session that a one-time link opens."""
    status, _body, cookies = _post(port, f"/links/{token}/", {})
    found = re.search(r"\S*session\S*?=[^;]+", cookies)
    assert status == 302 and found is not None, (status, cookies)
    return found[0]


def _send(port: int, path: str, choice: int, session: str) -> tuple[int, str]:
    status, body, _cookies = _post(port, path, {"choice": choice}, session)
    return status, body
