"""The view that says whether a session may listen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sixianghui.common import wire
from sixianghui.realtime import keys
from sixianghui.realtime.public import register_topic
from sixianghui.realtime.topics import topics
from tests.factories import an_account, signed_in

#: What differs by itself: the mask that a form carries, and the asked address in the link to the other language.
_OWN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|href="/en/events/[^"]*"')
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _owners(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(topics, "kinds", {})
    register_topic("lecture", lambda person, name: True)
    register_topic("mine", lambda person, name: str(person.pk) == name)
    yield


def answer(client: Client, *asked: str) -> tuple[int, Any, Any]:
    found = client.get(wire.EVENTS, {"topic": list(asked)})
    return found.status_code, found.get(wire.STREAM), found.get(wire.TOPICS)


def test_anybody_when_the_owner_of_a_topic_says_so_then_may_listen(client: Client) -> None:
    assert answer(client, "lecture:7") == (200, "- -", "lecture:7")


def test_person_when_signed_in_then_is_named_by_words_that_say_nothing() -> None:
    account = an_account()
    client = signed_in(account)
    words = f"{keys.account_key(account.pk)} {keys.session_key(client.session.session_key)}"
    assert answer(client, f"mine:{account.pk}", "lecture:7", "lecture:7") == (
        200,
        words,
        f"lecture:7 mine:{account.pk}",
    )
    assert account.username not in words


def test_topic_when_foreign_unknown_or_malformed_then_the_answer_is_the_same_to_the_byte(
    client: Client,
) -> None:
    other = an_account()
    asked = (
        [f"mine:{other.pk}"],
        ["mine:999"],
        ["nothing:1"],
        ["../etc"],
        [],
        ["lecture:7", f"mine:{other.pk}"],
        [f"lecture:{number}" for number in range(9)],
    )
    for reader in (client, signed_in(an_account())):
        bodies = {
            (found.status_code, _OWN.sub(b"", found.content))
            for found in (reader.get(wire.EVENTS, {"topic": one}) for one in asked)
        }
        assert [status for status, _ in bodies] == [404]


def test_account_when_disabled_then_listens_no_more() -> None:
    account = an_account()
    client = signed_in(account)
    assert answer(client, f"mine:{account.pk}")[0] == 200
    account.is_active = False
    account.save()
    assert answer(client, f"mine:{account.pk}")[0] == 404


def test_stream_when_asked_for_by_post_then_is_refused(client: Client) -> None:
    assert client.post(wire.EVENTS + "?topic=lecture:7").status_code == 405


def test_session_when_only_a_stream_is_open_then_is_not_prolonged_by_it() -> None:
    account = an_account()
    client = signed_in(account)
    quiet = timezone.now() - dt.timedelta(minutes=10)
    seen = []
    for address in (f"{wire.EVENTS}?topic=lecture:7", "/"):
        account.open_sessions.update(seen_at=quiet)
        assert client.get(address).status_code == 200
        seen.append(account.open_sessions.get().seen_at == quiet)
    assert seen == [True, False]
