"""A text with a NUL is kept by no database of ours, and whoever sends one is told, not shown a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import DataError, connection, transaction
from django.test import Client
from django.utils import timezone

from sixianghui.ui.models import Intent
from tests.factories import an_account, signed_in

pytestmark = pytest.mark.django_db


def keep(key: str) -> None:
    Intent.objects.create(account=1, key=key, body="", made_at=timezone.now())


def keep_many(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE ui_intent SET body = %s WHERE key = %s", [["", "one"], ["", key]])


@pytest.mark.parametrize("act", [keep, keep_many, lambda key: Intent.objects.filter(key=key).exists()])
def test_text_with_a_nul_when_written_or_asked_for_then_is_refused_and_the_connection_goes_on(
    act: Callable[[str], None],
) -> None:
    with pytest.raises(DataError), transaction.atomic():
        act("one\0two")
    act("one two")  # the control
    assert not Intent.objects.filter(key__startswith="one\x01").exists()


def test_bytes_with_a_nul_when_given_to_the_database_then_are_taken() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(%s)", [b"a\0b"])
        assert cursor.fetchone() == (3,)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/letters/a%00b/", 404),
        ("/activities/?unit=a%00b", 400),
        ("/letters/ab/", 404),
        ("/search/?q=%00", 200),
    ],
)
def test_page_when_asked_for_with_a_nul_then_answers_in_a_sentence(address: str, status: int) -> None:
    answer = Client().get(address)
    assert (answer.status_code, "<h1" in answer.content.decode()) == (status, True)


def test_form_when_its_key_holds_a_nul_then_nothing_is_done_and_it_is_a_bad_request() -> None:
    client = signed_in(an_account())
    answer = client.post("/remarks/none/new/", {"text": "一句话", "intent": "a\0b"})
    assert answer.status_code == 400
    assert not Intent.objects.exists()


@pytest.mark.parametrize("key", ["\0bcdefghijkl", "a b c d e f g", "0123456789abcdef"])
def test_page_when_the_cookie_of_a_session_holds_anything_then_is_that_of_a_stranger(key: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/sign-in/").status_code == 200
