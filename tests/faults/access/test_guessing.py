"""Guessing passwords: many tries of one name, one try of many names, many at the same moment, and what answers give away."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.backends import BaseBackend
from django.db import connections
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from sixianghui.access import rules
from sixianghui.access.commands import tries
from sixianghui.access.commands.accounts import make_link, set_password, use_link
from sixianghui.access.models import Account, FailedSignIn
from tests.conftest import Lane
from tests.factories import an_account
from tests.faults.access.hashing import Counting

Counted = Callable[[Callable[[], Any]], tuple[int, Any]]
PASSWORD = "三个臭皮匠 beat one 诸葛亮"


@pytest.fixture
def counted(settings: Any) -> Iterator[Counted]:
    """`counted(act)`: how often a hasher worked while `act` was done, and what `act` gave."""
    settings.PASSWORD_HASHERS = ["tests.faults.access.hashing.Counting"]

    def during(act: Callable[[], Any]) -> tuple[int, Any]:
        Counting.calls = 0
        found = act()
        return Counting.calls, found

    yield during


def attempt(name: str, password: str = "wrong", **more: Any) -> Any:
    return Client(**more).post("/sign-in/", {"login": name, "password": password})


# --- many names from one address -------------------------------------------------------------------------------------


def looked_at(names: list[str]) -> int:
    """Of so many tries from one address, how many passwords were looked at."""
    return [attempt(name).status_code for name in names].count(200)


@pytest.mark.django_db
def test_spray_when_one_address_tries_many_names_then_it_is_slowed_down(lane: Lane) -> None:
    names = [f"victim-{number}" for number in range(lane.pick(60, 200, 200))]
    assert looked_at(names) == rules.TRIES_OF_ADDRESS
    assert attempt("victim-0", REMOTE_ADDR="198.51.100.4").status_code == 200


@pytest.mark.django_db
def test_spray_when_nothing_slows_an_address_then_every_name_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: without the rule, the same spray gets through."""
    monkeypatch.setattr(rules, "address_must_wait", lambda *_: False)
    assert looked_at([f"victim-{number}" for number in range(60)]) == 60


@pytest.mark.django_db
def test_spray_when_a_minute_has_passed_then_a_few_more_tries_are_free() -> None:
    names = [f"victim-{number}" for number in range(rules.TRIES_OF_ADDRESS + 10)]
    looked_at(names)
    FailedSignIn.objects.update(at=timezone.now() - dt.timedelta(seconds=61))
    assert looked_at([f"later-{number}" for number in range(10)]) == rules.TRIES_A_MINUTE


@pytest.mark.django_db
def test_addresses_when_in_one_ipv6_network_then_count_as_one() -> None:
    account = an_account()
    set_password(account, PASSWORD)
    for number in range(5):
        attempt(account.username, REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert attempt(account.username, PASSWORD, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert attempt(account.username, PASSWORD, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


@pytest.mark.django_db
def test_owner_when_strangers_try_from_everywhere_then_is_never_locked_out() -> None:
    account = an_account()
    set_password(account, PASSWORD)
    for number in range(50):
        attempt(account.username, REMOTE_ADDR=f"203.0.113.{number}")
        attempt(account.username, REMOTE_ADDR="203.0.113.200")
    assert attempt(account.username, PASSWORD, REMOTE_ADDR="198.51.100.4").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Sixianghui-Client"])
def test_tries_when_a_client_says_it_is_elsewhere_then_count_all_the_same(header: str) -> None:
    answers = [attempt("victim", headers={header: f"198.51.100.{number}"}).status_code for number in range(6)]
    assert answers == [200] * 5 + [429]


# --- many at the same moment -----------------------------------------------------------------------------------------


def at_once(number: int, act: Callable[[], bool]) -> int:
    """How many of so many threads that start together are let through."""
    gate, allowed = threading.Barrier(number), []

    def run() -> None:
        gate.wait()
        try:
            allowed.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(allowed)


@pytest.mark.django_db(transaction=True)
def test_tries_when_many_come_at_the_same_moment_then_no_more_than_five_get_through(lane: Lane) -> None:
    # As many connections as a server of PostgreSQL has to give besides those of others.
    number = lane.pick(12, 40, 80)
    allowed = at_once(number, lambda: tries.begin_try("victim", "203.0.113.9"))
    # When all are written before any is counted, nobody gets through; they have cost nobody a try.
    later = sum(tries.begin_try("victim", "203.0.113.9") for _ in range(number))
    assert (allowed <= rules.TRIES, allowed + later) == (True, rules.TRIES)


@pytest.mark.django_db(transaction=True)
def test_tries_when_counted_before_they_are_written_then_more_get_through() -> None:
    """The control: looking first and writing afterwards is a way around the limit."""
    together = threading.Barrier(12)

    def naive() -> bool:
        few = not rules.must_wait(FailedSignIn.objects.filter(address="203.0.113.9").count())
        together.wait()
        if few:
            FailedSignIn.objects.create(name_digest="x", address="203.0.113.9", at=timezone.now())
        return few

    assert at_once(12, naive) == 12


# --- what answers give away ------------------------------------------------------------------------------------------


def kinds_of_names() -> dict[str, str]:
    """Somebody who may come in, some who may not, and nobody; all spelt with as many letters."""
    there, disabled, sample, bare = (an_account(username=f"name-{letter}") for letter in "abcd")
    for account in (there, disabled, sample):
        set_password(account, PASSWORD)
    Account.objects.filter(pk=disabled.pk).update(is_active=False)
    Account.objects.filter(pk=sample.pk).update(is_sample=True)
    known = {"there": there, "disabled": disabled, "sample": sample, "without password": bare}
    return {**{kind: account.username for kind, account in known.items()}, "missing": "name-z"}


def told(answer: Any, name: str) -> tuple[int, str, tuple[tuple[str, str], ...]]:
    """All that an answer says, but for the name that was typed, the form's token and the time."""
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.content.decode()).replace(name, "·")
    headers = sorted(item for item in answer.headers.items() if item[0] != "Expires")
    return answer.status_code, text, tuple(headers)


def said_to(name: str) -> tuple[Any, ...]:
    """What someone hears who tries this name with a wrong password."""
    return told(attempt(name), name)


@pytest.mark.django_db
def test_names_when_they_exist_or_not_then_answers_are_the_same_and_cost_the_same(
    counted: Counted, lane: Lane
) -> None:
    names = kinds_of_names()
    for _ in range(lane.pick(1, 40, 80)):
        FailedSignIn.objects.all().delete()
        found = [counted(partial(said_to, name)) for name in names.values()]
        assert [cost for cost, _ in found] == [1] * len(names)
        assert len({answer for _, answer in found}) == 1
    for name in names.values():
        for _ in range(5):
            attempt(name)
    assert len({told(attempt(name), name) for name in names.values()}) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["disabled", "sample"])
def test_account_when_closed_then_the_right_password_gets_the_same_answer_as_a_wrong_one(kind: str) -> None:
    name = kinds_of_names()[kind]
    assert told(attempt(name, PASSWORD), name) == told(attempt(name), name)


class Hasty(BaseBackend):
    """What not to do: look at the password only of those who exist."""

    def authenticate(self, request: HttpRequest | None, **said: Any) -> Account | None:
        found = Account.objects.filter(username=said["username"]).first()
        return found if found is not None and found.check_password(said["password"]) else None


@pytest.mark.django_db
def test_names_when_only_those_that_exist_are_looked_at_then_the_cost_tells(
    counted: Counted, settings: Any
) -> None:
    """The control: the same measure finds a backend that gives names away."""
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.Hasty"]
    names = kinds_of_names()
    costs = {kind: counted(partial(attempt, name))[0] for kind, name in names.items()}
    assert costs["there"] == 1
    assert costs["missing"] == 0


@pytest.mark.django_db
def test_links_when_used_unknown_or_of_somebody_disabled_then_answers_are_the_same() -> None:
    used, disabled = make_link(an_account()), an_account()
    use_link(used, address="127.0.0.1")
    of_disabled = make_link(disabled)
    Account.objects.filter(pk=disabled.pk).update(is_active=False)
    answers = [
        told(Client().post(f"/links/{token}/"), token) for token in (used, of_disabled, "x" * len(used))
    ]
    assert len(set(answers)) == 1


@pytest.mark.django_db
def test_logs_when_somebody_fails_then_hold_neither_name_nor_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    account = an_account(username="canary-name")
    set_password(account, "canary-password-42-x")
    attempt("canary-name", "canary-password-wrong")
    attempt("canary-name", "canary-password-42-x")
    assert "canary" not in caplog.text
    assert django_settings.DEBUG is False
