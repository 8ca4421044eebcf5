"""Consent: one purpose at a time, in words of a version, and taken back whenever somebody likes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from sixianghui.common.errors import Conflict, NotThere
from sixianghui.vault import consents
from sixianghui.vault.public import (
    Asked,
    all_asked,
    consented,
    consents_of,
    give_consent,
    register_consent,
    withdraw_consent,
)
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_asked() -> Iterator[None]:
    before = dict(consents._asked)
    consents._asked.clear()
    for code in ("card", "photo"):
        register_consent(Asked(code, code, "…", "…", "1"))
    yield
    consents._asked.clear()
    consents._asked.update(before)


def test_consent_when_given_for_one_thing_then_not_for_another_nor_for_others() -> None:
    give_consent(7, "card")
    assert [consented(account, code) for account in (7, 8) for code in ("card", "photo")] == [
        True,
        False,
        False,
        False,
    ]


def test_consent_when_withdrawn_then_no_longer_counts_and_both_moments_stay(clock: Any) -> None:
    given = give_consent(7, "card").given_at
    clock.set(clock.at + dt.timedelta(days=1))
    withdrawn = withdraw_consent(7, "card").withdrawn_at
    assert not consented(7, "card")
    give_consent(7, "card")
    assert [(one.given_at, one.withdrawn_at) for one in consents_of(7)] == [
        (clock.now(), None),
        (given, withdrawn),
    ]


def test_consent_when_the_words_change_then_is_asked_for_again() -> None:
    give_consent(7, "card")
    consents._asked["card"] = Asked("card", "card", "…", "…", "2")
    assert not consented(7, "card")
    give_consent(7, "card")
    assert consented(7, "card")
    assert consents_of(7).filter(withdrawn_at__isnull=True).count() == 1


def test_consent_when_said_twice_or_never_or_for_nothing_then_a_sentence_says_so() -> None:
    give_consent(7, "card")
    with pytest.raises(Conflict, match="已经同意过"):
        give_consent(7, "card")
    with pytest.raises(Conflict, match="没有同意过"):
        withdraw_consent(7, "photo")
    with pytest.raises(NotThere):
        consented(7, "nothing")
    with pytest.raises(ValueError, match="already"):
        register_consent(Asked("card", "card", "…", "…", "1"))
    assert [one.code for one in all_asked()] == ["card", "photo"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_consent_when_pressed_twice_at_once_then_is_given_once(_time: int) -> None:
    def press() -> None:
        with transaction.atomic():
            give_consent(7, "card")

    told = at_once(press, press)
    assert sorted(told, key=str) == [None, "这一项你已经同意过了。"]
    assert len(consents_of(7)) == 1
