"""Mail as a mail server sees it."""

from __future__ import annotations

import datetime as dt
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sixianghui.access.public import Account
from sixianghui.common.time import SHANGHAI
from sixianghui.notify import clock as notify_clock
from sixianghui.notify.adapters.mail import Mail
from sixianghui.notify.commands import letters
from sixianghui.notify.models import Delivery, Message, Preference, State
from sixianghui.notify.public import tell
from sixianghui.notify.senders import MAIL, Envelope, TryAgain, Undeliverable
from sixianghui.tasks import public as tasks
from tests.adapters.notify.conftest import KIND, configure, reachable, use_mail
from tests.adapters.notify.far_ends import PASSWORD, USER, MailServer, text_of
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


def an_envelope(**more: str) -> Envelope:
    values: dict[str, Any] = {
        "token": "a-token", "account": 1, "channel": MAIL, "to": "zhang@example.org", "subject": "好", "text": "一句话。",
    }  # fmt: skip
    return Envelope(**{**values, **more})


def a_reader() -> Account:
    return reachable("mail", "zhang@example.org")


@pytest.fixture
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters go by the real clock: it stands at ten, so that no digest's hour comes between two messages."""
    ten = dt.datetime.now(SHANGHAI).replace(hour=10, minute=0, second=0, microsecond=0).astimezone(dt.UTC)
    monkeypatch.setattr(notify_clock, "now", lambda: ten)


def sent(account: Account, **more: Any) -> None:
    tell(account, **{"kind": KIND, "title": "计划批了", "text": "不用再改。", **more})
    tasks.work_off()


# --- the talk with the server ----------------------------------------------------------------------------------------


def test_mail_when_sent_then_travels_encrypted(mail: MailServer) -> None:
    Mail().send(an_envelope())
    assert (mail.encrypted, mail.recipients) == ([True], ["zhang@example.org"])


def test_mail_when_the_server_offers_no_encryption_then_does_not_leave(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailServer(tmp_path, starttls=False) as server:
        use_mail(settings, server, monkeypatch)
        with pytest.raises(TryAgain, match="smtp-cannot"):
            Mail().send(an_envelope())
        assert server.letters == []
        configure(settings, mail_tls="none")
        Mail().send(an_envelope())
        assert server.encrypted == [False], "the control: on this machine, and when told so, it does"


def test_mail_when_the_certificate_is_not_trusted_then_does_not_leave(
    mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(TryAgain, match="smtp-tls"):
        Mail().send(an_envelope())
    assert mail.letters == []


@pytest.mark.parametrize(("password", "expected"), [(PASSWORD, None), ("another", "smtp-login-535")])
def test_mail_when_the_server_asks_who_we_are_then_is_told(
    password: str, expected: str | None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text(password + "\n")
    with MailServer(tmp_path / "mail", login=True) as server:
        use_mail(settings, server, monkeypatch, mail_user=USER, mail_password_file=tmp_path / "password")
        if expected is None:
            Mail().send(an_envelope())
        else:
            with pytest.raises(TryAgain, match=expected):
                Mail().send(an_envelope())
        assert len(server.letters) == (expected is None)


def test_mail_when_the_server_is_away_then_is_tried_again(mail: MailServer, settings: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        configure(settings, mail_port=taken.getsockname()[1])
        with pytest.raises(TryAgain, match="smtp-away"):
            Mail().send(an_envelope())


@pytest.mark.parametrize(
    ("answer", "kind"), [(450, TryAgain), (452, TryAgain), (550, Undeliverable), (553, Undeliverable)]
)
def test_mail_when_the_recipient_is_refused_then_says_whether_for_good(
    answer: int, kind: type[Exception], mail: MailServer
) -> None:
    mail.to_address = answer
    with pytest.raises(kind, match=f"smtp-{answer}"):
        Mail().send(an_envelope())


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "好\r\nBcc: other@example.org"},
        {"subject": "好\nX-Evil: 1"},
        {"to": "zhang@example.org\r\nBcc: other@example.org"},
        {"to": "zhang@example.org, other@example.org"},
        {"to": "no address"},
    ],
)
def test_mail_when_a_header_would_be_smuggled_in_then_does_not_leave(
    more: dict[str, str], mail: MailServer
) -> None:
    with pytest.raises(Undeliverable, match="not-a-header"):
        Mail().send(an_envelope(**more))
    assert mail.letters == []
    Mail().send(an_envelope(text="一句话。\r\n\r\nBcc: other@example.org\r\n.\r\n还有一句。"))
    assert (mail.recipients, mail.letters[0]["Bcc"]) == (["zhang@example.org"], None)
    assert "还有一句。" in text_of(mail.letters[0])


# --- how a letter reads ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title", ["计划批了", "六月主题党日改到星期四晚七点，地点不变：红谷读书角，" * 4, "Plan approved: 100 %"]
)
def test_subject_when_chinese_or_long_then_arrives_as_written_and_travels_in_seven_bits(
    title: str, mail: MailServer
) -> None:
    sent(a_reader(), title=title)
    assert mail.letters[0]["Subject"] == title.strip()
    assert mail.letters[0].as_bytes().isascii()
    assert max(map(len, mail.letters[0]["Subject"].fold(policy=mail.letters[0].policy).splitlines())) < 79


def test_letter_when_one_message_then_says_all_why_and_how_to_stop(mail: MailServer) -> None:
    account = a_reader()
    sent(account, url="/week/")
    plain, html = text_of(mail.letters[0]), text_of(mail.letters[0], "html")
    for text in (plain, html):
        assert [
            part
            for part in (
                "计划批了",
                "不用再改。",
                "2018年6月5日 12:00",
                "https://sxh.example/week/",
                "因为这是测试。",
                "不再收“测试通知”的邮件",
            )
            if part not in text
        ] == []
    assert '<html lang="zh-Hans">' in html
    assert (mail.letters[0]["From"], mail.letters[0]["Auto-Submitted"]) == (
        "思享汇 <notice@sxh.example>",
        "auto-generated",
    )
    assert mail.letters[0]["Message-ID"] == f"<{Delivery.objects.get().token}@sxh.example>"


@pytest.mark.usefixtures("at_ten")
def test_letter_when_a_digest_then_holds_every_text_whole_the_oldest_first(
    mail: MailServer, clock: Any
) -> None:
    account = a_reader()
    Preference.objects.filter(account=account).update(at_once=[], quiet_from="22:00", quiet_until="07:00")
    for number in range(3):
        clock.set(clock.at + dt.timedelta(hours=1))
        sent(account, title=f"第{number}条", text=f"第{number}条的全部内容。")
    assert (mail.letters, Delivery.objects.count()) == ([], 1)
    letters.send_due(now=timezone.now() + dt.timedelta(days=2))
    tasks.work_off()
    (letter,) = mail.letters
    assert letter["Subject"] == "3 条消息：第0条 等"
    for text in (letter.get_body(("plain",)), letter.get_body(("html",))):
        assert text is not None
        assert re.findall(r"第(\d)条的全部内容。", text.get_content()) == ["0", "1", "2"]


def test_letter_when_its_reader_wants_english_then_is_english(mail: MailServer) -> None:
    account = a_reader()
    Preference.objects.filter(account=account).update(language="en")
    sent(account, title="Plan approved", text="Nothing to change.", url="/week/")
    plain, html = text_of(mail.letters[0]), text_of(mail.letters[0], "html")
    assert "5 June 2018, 12:00" in plain
    assert "https://sxh.example/en/week/" in plain
    assert '<html lang="en">' in html
    assert re.search("[\u3400-\u9fff]", plain.replace("因为这是测试。", "").replace("测试通知", "")) is None


def test_letter_when_what_it_held_is_erased_then_does_not_go(mail: MailServer) -> None:
    account = a_reader()
    tell(account, kind=KIND, title="计划批了", text="不用再改。")
    Message.objects.all().delete()
    tasks.work_off()
    assert (mail.letters, Delivery.objects.count()) == ([], 0)


def test_letter_when_the_address_has_gone_then_is_given_up(mail: MailServer) -> None:
    account = a_reader()
    tell(account, kind=KIND, title="计划批了", text="不用再改。")
    account.addresses.all().delete()
    tasks.work_off()
    assert [(one.state, one.error) for one in Delivery.objects.all()] == [(State.FAILED, "no-address")]


def test_letter_when_the_account_was_closed_meanwhile_then_is_given_up(mail: MailServer) -> None:
    account = a_reader()
    tell(account, kind=KIND, title="计划批了", text="不用再改。")
    account.is_active = False
    account.save()
    tasks.work_off()
    assert (mail.letters, Delivery.objects.get().error) == ([], "closed")


def test_address_when_the_last_letter_came_to_nothing_then_its_owner_sees_that(mail: MailServer) -> None:
    account = a_reader()
    mail.to_address = 550
    sent(account)
    assert "最近一次没送到" in signed_in(account).get("/messages/settings/").content.decode()
    mail.to_address = 0
    sent(account)
    assert "最近一次没送到" not in signed_in(account).get("/messages/settings/").content.decode()


# --- stopping --------------------------------------------------------------------------------------------------------


def test_stopping_when_pressed_in_the_mail_program_then_works_without_signing_in(
    mail: MailServer, client: Client
) -> None:
    account = a_reader()
    sent(account)
    (letter,) = mail.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = str(letter["List-Unsubscribe"]).strip("<>")
    assert url in text_of(letter)
    path = url.removeprefix("https://sxh.example")
    assert client.get(path).status_code == 200
    assert Preference.objects.get(account=account).muted == [], "a look at the page stops nothing"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preference.objects.get(account=account).muted == [KIND]
    sent(account)
    sent(account, kind="tests.security", urgent=True)
    assert [one["Subject"] for one in mail.letters] == ["计划批了", "计划批了"]
    assert [one["List-Unsubscribe"] for one in mail.letters][1] is None, "a security notice cannot be stopped"
    assert strict.post(path, {"again": "yes"}).status_code == 200
    assert Preference.objects.get(account=account).muted == []


def test_stopping_when_the_link_was_tampered_with_then_is_not_there(mail: MailServer, client: Client) -> None:
    account = a_reader()
    sent(account)
    path = str(mail.letters[0]["List-Unsubscribe"]).strip("<>").removeprefix("https://sxh.example")
    head, _, tail = path.strip("/").rpartition("/")
    assert client.post(f"/{head}/{'x' + tail[1:]}/").status_code == 404
    assert client.post(path).status_code == 200


@pytest.mark.usefixtures("at_ten")
def test_stopping_when_a_digest_holds_several_kinds_then_stops_them_all_but_the_security(
    mail: MailServer,
) -> None:
    account = a_reader()
    Preference.objects.filter(account=account).update(at_once=[])
    sent(account)
    sent(account, kind="tests.security")
    letters.send_due(now=timezone.now() + dt.timedelta(days=2))
    tasks.work_off()
    path = str(mail.letters[0]["List-Unsubscribe"]).strip("<>").removeprefix("https://sxh.example")
    assert "什么邮件都不收了" in text_of(mail.letters[0])
    assert Client().post(path).status_code == 200
    assert Preference.objects.get(account=account).mute_all
    sent(account)
    sent(account, kind="tests.security", urgent=True)
    assert len(mail.letters) == 2
