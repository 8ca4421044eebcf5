"""What is kept as proof goes three years after its end: requests, looks at hidden values, consents taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.audit.public import AuditEvent
from sixianghui.privacy import commands, erased
from sixianghui.privacy.models import Outcome, Request
from sixianghui.vault import consents
from sixianghui.vault.models import Consent, Reveal
from sixianghui.vault.public import Asked, give_consent, note_look, withdraw_consent
from tests.factories import an_account

pytestmark = pytest.mark.django_db


def a_request(*, open_: bool = False) -> Request:
    account = an_account()
    made = commands.ask_correction(text="入党时间早一年", by=account)
    return made if open_ else commands.withdraw_request(made, by=account)


def test_proof_when_three_years_have_passed_then_goes_and_what_stands_or_waits_stays(
    clock: Any, monkeypatch: Any
) -> None:
    monkeypatch.setitem(consents._asked, "photo", Asked("photo", "照片", "…", "…", "1"))
    ended, waiting = a_request(), a_request(open_=True)
    note_look(ended, "text", reason="核对", account=1)
    for account in (1, 2):
        give_consent(account, "photo")
    withdraw_consent(1, "photo")
    clock.set(clock.at.replace(year=2021))
    commands.forget_old()
    assert (Request.objects.count(), Reveal.objects.count(), Consent.objects.count()) == (2, 1, 2)
    clock.set(clock.at + dt.timedelta(days=1))
    assert commands.forget_old() == 3
    assert list(Request.objects.all()) == [waiting]
    assert (list(Reveal.objects.all()), [one.account for one in Consent.objects.all()]) == ([], [2])
    assert commands.forget_old() == 0
    assert [event.detail for event in AuditEvent.objects.filter(action="privacy:forget")] == [
        '{"consents":1,"looks":1,"requests":1}'
    ]


def test_erased_person_when_their_request_is_forgotten_then_the_list_still_knows_them(clock: Any) -> None:
    account = an_account()
    made = commands.ask_erasure(by=account)
    Request.objects.filter(pk=made.pk).update(outcome=Outcome.DONE, answered_at=clock.now())
    commands.note_erased()
    clock.set(clock.at.replace(year=2022))
    commands.forget_old()
    commands.note_erased()
    assert (Request.objects.count(), erased.digest_of(account) in erased.noted()) == (0, True)
