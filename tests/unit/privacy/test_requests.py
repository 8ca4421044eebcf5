"""Asking for a correction or an erasure, and who answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.notify.public import Message
from sixianghui.privacy import commands, queries
from sixianghui.privacy.models import Kind, Outcome, Request
from tests.factories import a_person, a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Unit:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    return a_unit(parent=committee)


def a_member(unit: Unit) -> Account:
    account = an_account()
    a_person(unit, account=account)
    return account


def a_clerk(branch: Unit) -> Account:
    return someone_with(Post.COMMITTEE_CLERK, branch.parent)


def test_correction_when_asked_for_then_waits_for_whoever_keeps_the_roster_and_for_the_clerk(
    branch: Unit,
) -> None:
    member, secretary, clerk = a_member(branch), someone_with(Post.SECRETARY, branch), a_clerk(branch)
    made = commands.ask_correction(text="出生日期应为 1988 年", topic="directory.Person.birth_on", by=member)
    assert (made.kind, made.unit, made.due_on) == (Kind.CORRECTION, branch, dt.date(2018, 6, 20))
    for asker in (secretary, clerk):
        assert list(queries.waiting_for(asker)) == [made]
    others = (
        member,
        someone_with(Post.SECRETARY),
        someone_with(Post.SECURITY_ADMIN),
        someone_with(Post.AUDITOR),
    )
    assert [list(queries.waiting_for(asker)) for asker in others] == [[], [], [], []]
    assert queries.topic_words(made.topic) == "人员 · 出生日期"


def test_erasure_when_asked_for_then_waits_for_the_clerk_alone_and_one_is_enough(branch: Unit) -> None:
    member, secretary, clerk = a_member(branch), someone_with(Post.SECRETARY, branch), a_clerk(branch)
    made = commands.ask_erasure(text="我已经离开这个行业", by=member)
    assert (list(queries.waiting_for(secretary)), list(queries.waiting_for(clerk))) == ([], [made])
    with pytest.raises(Conflict, match="正在办"):
        commands.ask_erasure(text="我已经离开这个行业", by=member)
    commands.withdraw_request(made, by=member)
    assert commands.ask_erasure(text="我已经离开这个行业", by=member).outcome == ""


def test_erasure_when_no_reason_is_given_then_is_asked_all_the_same(branch: Unit) -> None:
    assert commands.ask_erasure(text="  ", by=a_member(branch)).text == ""
    assert commands.ask_erasure(text="走了", by=a_member(branch)).text == "走了"
    with pytest.raises(HouseError, match="一千字"):
        commands.ask_erasure(text="长" * 1001, by=a_member(branch))


def test_request_when_somebody_is_on_no_roster_then_waits_for_whoever_answers_for_all(branch: Unit) -> None:
    clerk = a_clerk(branch)
    made = commands.ask_correction(text="登录名写错了字", by=an_account())
    assert (made.unit, list(queries.waiting_for(clerk))) == (None, [made])
    assert commands.answer_request(made, done=True, answer="已经改正", by=clerk).outcome == Outcome.DONE


def test_answer_when_given_then_has_a_reason_and_reaches_the_person_once(branch: Unit) -> None:
    member, secretary = a_member(branch), someone_with(Post.SECRETARY, branch)
    made = commands.ask_correction(text="入党时间早一年", by=member)
    for words in ("", "  不行 "):
        with pytest.raises(HouseError, match="理由"):
            commands.answer_request(made, done=False, answer=words, by=secretary)
    commands.answer_request(made, done=False, answer="档案里写的就是这一年", by=secretary)
    with pytest.raises(Conflict, match="已经办过"):
        commands.answer_request(made, done=True, answer="改了改了", by=secretary)
    made.refresh_from_db()
    assert (made.outcome, made.answer, made.answered_by) == (
        Outcome.REFUSED,
        "档案里写的就是这一年",
        secretary,
    )
    told = Message.objects.get(account=member)
    assert (told.kind, "档案里写的就是这一年" in told.text) == (commands.ANSWERED, True)
    assert [event.action for event in AuditEvent.objects.filter(action__startswith="privacy:")] == [
        "privacy:ask",
        "privacy:answer",
    ]


def test_request_when_its_own_asker_could_answer_then_does_not(branch: Unit) -> None:
    secretary, clerk = someone_with(Post.SECRETARY, branch), a_clerk(branch)
    own = commands.ask_correction(text="我的名字写错了", by=secretary)
    assert (list(queries.waiting_for(secretary)), list(queries.waiting_for(clerk))) == ([], [own])
    with pytest.raises(Refused, match="别人"):
        commands.answer_request(own, done=True, answer="自己改好了", by=secretary)


def test_request_when_a_stranger_answers_or_withdraws_then_is_refused(branch: Unit) -> None:
    made = commands.ask_correction(text="入党时间早一年", by=a_member(branch))
    stranger = someone_with(Post.SECRETARY)
    for act in (
        lambda: commands.answer_request(made, done=True, answer="改好了改好了", by=stranger),
        lambda: commands.withdraw_request(made, by=stranger),
    ):
        with pytest.raises(Refused):
            act()
    assert queries.request_of(stranger, made.ref) is None


def test_words_when_stored_then_are_cipher_text(branch: Unit) -> None:
    from django.db import connection

    commands.ask_correction(text="身份证上写的是八月", by=a_member(branch))
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM privacy_request")
        (stored,) = cursor.fetchone()
    assert stored.startswith("v1.")
    assert Request.objects.get().text == "身份证上写的是八月"


def test_topic_when_it_is_nobodys_or_hidden_then_is_refused(branch: Unit) -> None:
    member = a_member(branch)
    for topic in ("access.Account.password", "directory.Unit.name", "nothing"):
        with pytest.raises(HouseError, match="列表"):
            commands.ask_correction(text="这里写错了", topic=topic, by=member)


def test_member_when_they_also_hold_a_post_elsewhere_then_the_request_goes_to_where_they_belong(
    branch: Unit,
) -> None:
    member = a_member(branch)
    an_appointment(member, a_unit(), Post.EDITOR)
    assert queries.unit_of(member) == branch


def test_staff_when_on_no_roster_then_the_request_goes_to_where_they_serve(branch: Unit) -> None:
    assert queries.unit_of(someone_with(Post.EDITOR, branch)) == branch
    assert queries.unit_of(an_account()) is None


def test_consents_when_given_and_withdrawn_then_each_has_its_row_in_the_chain(
    branch: Unit, monkeypatch: Any
) -> None:
    from sixianghui.vault import consents
    from sixianghui.vault.public import Asked

    monkeypatch.setitem(consents._asked, "photo", Asked("photo", "照片", "…", "…", "1"))
    member = a_member(branch)
    commands.give_consent("photo", by=member)
    assert [one.given is not None for one in queries.consents_now(member) if one.asked.code == "photo"] == [
        True
    ]
    commands.withdraw_consent("photo", by=member)
    assert [one.given for one in queries.consents_now(member) if one.asked.code == "photo"] == [None]
    assert [event.action for event in AuditEvent.objects.filter(action__startswith="consent:")] == [
        "consent:give",
        "consent:withdraw",
    ]
