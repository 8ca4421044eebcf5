"""Topics have owners; events wait for the commit; the fronts are asked to ask again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from sixianghui.realtime import commands, keys
from sixianghui.realtime.public import (
    close,
    may_subscribe,
    progress,
    publish,
    publish_now,
    recheck,
    recheck_everybody,
    register_topic,
)
from sixianghui.realtime.topics import topics


class Notebook:
    """A backend that writes down what is said."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    def publish(self, topic: str, data: Any) -> int:
        self.said.append(data)
        return len(self.said)

    def cursor(self) -> int:
        return len(self.said)

    def lose(self) -> None:
        raise OSError("nobody is there")

    def recheck(self, account: str) -> None:
        self.said.append(("recheck", account))

    def close(self, account: str) -> None:
        self.said.append(("close", account))


@pytest.fixture(autouse=True)
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    notebook = Notebook()
    monkeypatch.setattr(commands, "backend", lambda: notebook)
    monkeypatch.setattr(topics, "kinds", {})
    monkeypatch.setattr(commands, "_told_at", {})
    register_topic("lecture", only_zhang)
    yield notebook.said


def only_zhang(person: Any, name: str) -> bool:
    return bool(person == "zhang" and name == "7")


def test_topic_when_owned_then_its_owner_decides_who_listens() -> None:
    asked = [
        ("zhang", "lecture:7"),
        ("zhang", "lecture:8"),
        ("li", "lecture:7"),
        ("zhang", "other:7"),
        ("zhang", "../x"),
    ]
    assert [may_subscribe(*one) for one in asked] == [True, False, False, False, False]


def test_topics_when_several_are_asked_for_then_all_or_none() -> None:
    asked = [["lecture:7"], ["lecture:7", "lecture:8"], [], ["lecture:7"] * 9]
    assert [topics.may_listen("zhang", one) for one in asked] == [True, False, False, False]


def test_topic_when_nobody_owns_it_then_nothing_can_be_published() -> None:
    for say in (publish, publish_now):
        with pytest.raises(ValueError, match="no topic"):
            say("other:7", {})


def test_kind_when_malformed_or_owned_already_then_is_refused() -> None:
    register_topic("lecture", only_zhang)  # the same owner may say it again
    for kind in ("lecture", "a:b", "Upper", ""):
        with pytest.raises(ValueError, match="kind"):
            register_topic(kind, lambda person, name: True)


@pytest.mark.django_db(transaction=True)
def test_event_when_its_transaction_commits_then_is_heard_and_not_before(said: list[Any]) -> None:
    with transaction.atomic():
        publish("lecture:7", {"n": 1})
        publish_now("lecture:7", {"n": 2})
        assert said == [{"n": 2}]
    assert said == [{"n": 2}, {"n": 1}]


@pytest.mark.django_db(transaction=True)
def test_event_when_its_transaction_rolls_back_then_is_never_heard(said: list[Any]) -> None:
    with pytest.raises(RuntimeError, match="no"), transaction.atomic():
        publish("lecture:7", {"n": 1})
        recheck(5)
        close(5)
        raise RuntimeError("no")
    assert said == []


@pytest.mark.django_db(transaction=True)
def test_account_when_it_changed_then_the_fronts_hear_a_word_that_says_nothing_of_it(said: list[Any]) -> None:
    with transaction.atomic():
        recheck(5)
        close(6)
        recheck_everybody()
        recheck_everybody()
        assert said == []
    assert said == [("recheck", keys.account_key(5)), ("close", keys.account_key(6)), ("recheck", "*")]
    words = {keys.account_key(5), keys.account_key(6), keys.session_key("5"), keys.account_key(None)}
    assert (len(words), {len(word) for word in words}) == (4, {1, 32})


def test_event_when_json_cannot_carry_it_or_it_is_long_then_is_refused_at_once() -> None:
    with pytest.raises(TypeError):
        publish("lecture:7", {"at": dt.date(2018, 6, 5)})
    with pytest.raises(ValueError, match="bytes"):
        publish("lecture:7", {"text": "x" * commands.LONGEST})


def test_fronts_when_they_cannot_be_told_then_what_is_committed_stays(
    caplog: pytest.LogCaptureFixture,
) -> None:
    commands.begin_anew()
    assert "could not be told" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_progress_when_a_job_has_ten_thousand_rows_then_is_told_five_times_a_second_and_at_the_end(
    said: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [100.0]
    monkeypatch.setattr(commands.real, "monotonic", lambda: moment[0])
    with transaction.atomic():
        for row in range(10_000):  # two seconds of work
            moment[0] += 0.0002
            progress("lecture:7", row + 1, 10_000, "check")
        assert len(said) == 10
        progress("lecture:7", 10_000, 10_000, "check", finished=True)
        assert len(said) == 10
    assert said[-1] == {"done": 10_000, "total": 10_000, "stage": "check", "finished": True}
    assert [one["done"] for one in said[:3]] == [1, 1001, 2001]
