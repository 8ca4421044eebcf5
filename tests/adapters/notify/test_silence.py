"""A mail server or a gateway that says nothing holds up one letter, and not whatever waits behind it. What goes wrong in a way
that nobody foresaw comes to an end as well."""

from __future__ import annotations

import datetime as dt
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sixianghui.notify import senders
from sixianghui.notify.adapters import mail as mail_adapter
from sixianghui.notify.adapters import sms as sms_adapter
from sixianghui.notify.commands import letters
from sixianghui.notify.models import Delivery, Sending, State
from sixianghui.notify.public import tell
from sixianghui.notify.senders import Envelope, TryAgain
from sixianghui.tasks import public as tasks
from sixianghui.tasks import silence
from tests.adapters.notify.conftest import KIND, configure, reachable, use_mail
from tests.adapters.notify.far_ends import USER, Gateway, MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Somebody who takes connections and says nothing, in place of the mail server and of the gateway."""
    for module in (mail_adapter, sms_adapter):
        monkeypatch.setattr(module, "PATIENCE", 0.3)
    monkeypatch.setattr(silence, "LONG", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        usual = {"mail_sender": "notice@sxh.example", "site_url": "https://sxh.example"}
        configure(
            settings, mail_host="127.0.0.1", mail_port=port, sms_url=f"http://127.0.0.1:{port}/", **usual
        )
        yield server


def an_envelope(channel: str) -> Envelope:
    to = "zhang@example.org" if channel == senders.MAIL else "+8613800001234"
    return Envelope("a-token", 1, channel, to, "好", "一句话。")


def seconds_until_away(sender: senders.Sender) -> float:
    began = time.monotonic()
    with pytest.raises(TryAgain, match="(smtp|sms)-away"):
        sender.send(an_envelope(sender.channel))
    return time.monotonic() - began


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("kind", [mail_adapter.Mail, sms_adapter.Sms])
def test_far_end_when_it_kept_silent_then_the_next_letters_do_not_wait_for_it(
    kind: type[mail_adapter.Mail | sms_adapter.Sms], monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = kind()
    assert seconds_until_away(sender) >= 0.3
    assert [seconds_until_away(sender) < 0.1 for _ in range(3)] == [True] * 3
    monkeypatch.setattr(silence, "monotonic", lambda: time.monotonic() + silence.REST)
    assert seconds_until_away(sender) >= 0.3  # it is asked again, half a minute later


def test_far_end_when_it_refuses_at_once_then_the_next_letter_is_tried(
    mail: MailServer, settings: Any
) -> None:
    sender = mail_adapter.Mail()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        configure(settings, mail_port=taken.getsockname()[1])
        seconds_until_away(sender)
    configure(settings, mail_port=mail.port)
    sender.send(an_envelope(senders.MAIL))
    assert len(mail.letters) == 1


def waiting_jobs() -> int:
    return DBTaskResult.objects.filter(task_path=letters.deliver.module_path, status="READY").count()


def told(count: int = 1) -> None:
    account = reachable("mail", "zhang@example.org")
    for number in range(count):
        tell(account, kind=KIND, title=f"第{number}条", text="不用再改。", urgent=True)


def test_letters_when_nobody_is_at_work_then_each_is_handed_over_once(mail: MailServer) -> None:
    told(3)
    moment = timezone.now()
    for _minute in range(5):
        moment += dt.timedelta(minutes=11)  # longer than a try may take
        letters.send_due(now=moment)
    assert waiting_jobs() == 3
    tasks.work_off()
    assert len(mail.letters) == 3


def test_letters_when_many_are_handed_over_already_then_the_others_are_not_forgotten(
    mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "ROUND", 2)
    told(5)
    DBTaskResult.objects.all().delete()
    later = timezone.now() + dt.timedelta(minutes=11)
    assert [letters.send_due(now=later) for _ in range(4)] == [2, 2, 1, 0]


def test_letter_when_the_job_of_its_try_was_lost_then_is_handed_over_again(mail: MailServer) -> None:
    told()
    for status in ("FAILED", "SUCCESSFUL"):
        DBTaskResult.objects.update(status=status)
        later = timezone.now() + dt.timedelta(hours=1)
        Delivery.objects.update(due_at=later)
        assert letters.send_due(now=later) == 1


def test_letter_when_the_mail_password_is_not_ascii_then_it_is_given_up_after_seven_tries_and_no_job_fails(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text("密码！\n")
    with MailServer(tmp_path / "mail", login=True) as server:
        use_mail(settings, server, monkeypatch, mail_user=USER, mail_password_file=tmp_path / "password")
        told()
        try_for_a_day()
        assert server.letters == []
    assert [(one.state, one.tries, one.error) for one in Delivery.objects.all()] == [
        (State.FAILED, 7, "UnicodeEncodeError")
    ]
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_text_when_the_token_of_the_gateway_cannot_be_read_then_it_is_given_up_and_no_job_fails(
    gateway: Gateway, settings: Any, tmp_path: Path
) -> None:
    configure(settings, sms_token_file=tmp_path)  # as root, who runs the tests, reads every file
    tell(reachable("sms", "+8613800001234"), kind="tests.security", title="一", text="二。", urgent=True)
    try_for_a_day()
    assert [(one.state, one.tries, one.error) for one in Delivery.objects.all()] == [
        (State.FAILED, 7, "IsADirectoryError")
    ]
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_letter_when_the_database_is_away_while_it_is_sent_then_no_reason_is_made_up(
    mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(letters.queries, "address_for", away)
    told()
    tasks.work_off()
    assert [(one.state, one.error) for one in Delivery.objects.all()] == [(State.WAITING, "")]


def try_for_a_day() -> None:
    moment = timezone.now()
    for _round in range(10):
        tasks.work_off()
        moment += dt.timedelta(hours=12)
        Sending.objects.all().delete()  # the minute of a number is over
        Delivery.objects.filter(state=State.WAITING).update(due_at=moment)
        letters.send_due(now=moment)
