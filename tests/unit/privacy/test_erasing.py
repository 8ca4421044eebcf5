"""Erasing somebody: what goes, what stays for which reason, and who may do it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import models

from sixianghui.access.models import ResetRequest
from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.directory.commands import end_appointment, invite, let_go, show_card
from sixianghui.directory.models import Card, RollCount, RosterImport
from sixianghui.directory.public import Affiliation, Appointment, Person, Standing, Unit, UnitKind
from sixianghui.directory.queries import wrong_counts
from sixianghui.privacy import commands, erased, queries
from sixianghui.privacy.models import Outcome, Request
from sixianghui.vault.public import consents_of
from tests.factories import a_person, a_unit, an_account, an_appointment, signed_in, someone_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Unit:
    return a_unit(parent=a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))


@pytest.fixture
def clerk(branch: Unit) -> Account:
    return someone_with(Post.COMMITTEE_CLERK, branch.parent)


def a_member(branch: Unit, *, left: bool = False) -> Account:
    account = an_account(name="王样例")
    person = a_person(branch, account=account, birth_on=dt.date(1988, 3, 1), number="A-17")
    if left:
        person.affiliations.update(until=dt.date(2018, 5, 1))
        person.left_on = dt.date(2018, 5, 1)
        person.save()
    return account


def asked(account: Account) -> Request:
    return commands.ask_erasure(text="我已经离开这个行业", by=account)


def kept(request: Request) -> list[str]:
    return [what for room in request.report["rooms"] for what, _why in room["kept"]]


def test_somebody_who_left_when_erased_then_nothing_says_who_it_was(branch: Unit, clerk: Account) -> None:
    account = a_member(branch, left=True)
    username, browser = account.username, signed_in(account)
    an_appointment(account, branch, Post.GROUP_LEADER, until=dt.date(2018, 4, 1))
    commands.ask_correction(text="这里写错了", by=account)
    request = commands.erase(asked(account), answer="已经按你的要求删除", by=clerk)
    person, account = (
        Person.objects.get(pk=queries.subject_of(account).person or _of(account)),
        _again(account),
    )
    assert (person.name, person.pinyin, person.initials, person.number) == ("已删除", "", "", "")
    assert (person.birth_on, person.account, person.erased_at is not None) == (None, None, True)
    assert (account.name, account.is_active, account.has_usable_password()) == ("已注销", False, False)
    assert account.username.startswith("erased-") and account.username != username
    assert not Standing.objects.filter(person=person).exists()
    assert kept(request) == ["账号的编号", "任职的起止", "提过什么请求、哪天办的", "审计记录"]
    assert (request.outcome, request.answered_by, request.answer) == (
        Outcome.DONE,
        clerk,
        "已经按你的要求删除",
    )
    assert [one.text for one in Request.objects.filter(account=account)] == ["", ""]
    assert browser.get("/me/data/").status_code in {302, 401}


def _of(account: Account) -> int:
    return Person.objects.filter(erased_at__isnull=False).get().pk


def _again(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def test_somebody_who_still_belongs_when_erased_then_the_roster_stays_with_the_reason(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch)
    person = Person.objects.get(account=account)
    request = commands.erase(asked(account), answer="账号关了，名册依法要留", by=clerk)
    person.refresh_from_db()
    assert (person.name, person.account, person.erased_at) == ("王样例", None, None)
    assert _again(account).name == "已注销"
    assert "名册上的姓名、身份、组织关系和任职" in kept(request)


def test_somebody_whose_post_is_yet_to_begin_then_is_not_erased_before_it_was_ended(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch, left=True)
    post = an_appointment(account, branch, Post.GUIDE, since=dt.date(2018, 6, 15))
    request = asked(account)
    with pytest.raises(Conflict, match=f"在{branch.name}的职务从2018年6月15日开始，请有权免职的人先免去"):
        commands.preview_erasure(request, by=clerk)
    end_appointment(post, on=post.since, by=someone_with(Post.SECURITY_ADMIN, branch.parent))
    commands.erase(request, answer="已经按你的要求删除", by=clerk)
    post.refresh_from_db()
    assert (post.person.name, post.until) == ("已删除", dt.date(2018, 6, 15))


def test_card_when_its_person_is_erased_then_is_gone_and_the_consent_taken_back(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch)
    show_card(line="爱读书", by=account)
    commands.erase(asked(account), answer="账号关了，名册依法要留", by=clerk)
    assert not Card.objects.exists()
    assert [one.withdrawn_at is not None for one in consents_of(account.pk)] == [True]


def test_erasure_when_looked_at_first_then_says_the_same_and_changes_nothing(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch, left=True)
    request = asked(account)
    seen = commands.preview_erasure(request, by=clerk)
    assert _again(account).name == "王样例"
    assert Person.objects.get(account=account).birth_on == dt.date(1988, 3, 1)
    done = commands.erase(request, answer="已经按你的要求删除", by=clerk)
    assert [(str(one.label), [[str(a), b] for a, b in one.done.erased]) for one in seen] == [
        (room["label"], room["erased"]) for room in done.report["rooms"]
    ]


def test_erasure_when_a_post_is_still_held_then_handing_over_comes_first(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch)
    an_appointment(account, branch, Post.SECRETARY)
    with pytest.raises(Conflict, match="先办交接"):
        commands.erase(asked(account), answer="已经按你的要求删除", by=clerk)
    assert _again(account).name == "王样例"


def test_erasure_when_a_post_ends_only_later_then_says_until_when_and_sends_nobody_to_a_handover(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch)
    ending = an_appointment(account, branch, Post.SECRETARY, until=dt.date(2018, 9, 1))
    request = asked(account)
    with pytest.raises(Conflict, match="到2018年9月1日为止，到那天再来删除；要提前，请有权免职的人先免去"):
        commands.erase(request, answer="已经按你的要求删除", by=clerk)
    ending.until = dt.date(2018, 6, 5)
    ending.save()
    commands.erase(request, answer="已经按你的要求删除", by=clerk)
    assert _again(account).name == "已注销"


def test_erasure_when_done_by_anyone_else_or_twice_or_without_a_word_then_is_refused(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch, left=True)
    request = asked(account)
    for other in (
        account,
        someone_with(Post.SECRETARY, branch),
        someone_with(Post.SECURITY_ADMIN),
        someone_with(Post.AUDITOR),
    ):
        with pytest.raises(Refused):
            commands.erase(request, answer="已经按你的要求删除", by=other)
    with pytest.raises(HouseError, match="理由"):
        commands.erase(request, answer="", by=clerk)
    with pytest.raises(Conflict, match="办理页"):
        commands.answer_request(request, done=True, answer="已经删除了", by=clerk)
    commands.erase(request, answer="已经按你的要求删除", by=clerk)
    with pytest.raises(Conflict, match="已经办过"):
        commands.erase(request, answer="已经按你的要求删除", by=clerk)


def test_erasure_when_refused_then_nothing_changes_and_the_reason_is_there(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch)
    request = commands.answer_request(asked(account), done=False, answer="案件还在办，办完再说", by=clerk)
    assert (request.outcome, request.answer, _again(account).name) == (
        Outcome.REFUSED,
        "案件还在办，办完再说",
        "王样例",
    )


def test_backup_when_an_older_one_is_restored_then_the_list_erases_again(
    branch: Unit, clerk: Account, django_capture_on_commit_callbacks: Any
) -> None:
    left, belongs = a_member(branch, left=True), a_member(branch)
    before = [(row.__class__, row.__dict__.copy()) for row in (*Account.objects.all(), *Person.objects.all())]
    with django_capture_on_commit_callbacks(execute=True):
        for account in (left, belongs):
            commands.erase(asked(account), answer="已经按你的要求删除", by=clerk)
    text = erased.list_file().read_text()
    assert len(text.split()) == 3  # two accounts, and the one person who is no longer on a roster
    assert "王样例" not in text and left.username not in text
    for model, values in before:  # the backup comes back
        model.objects.filter(pk=values["id"]).update(
            **{name: value for name, value in values.items() if name[0] != "_"}
        )
    assert _again(left).name == "王样例"
    assert commands.erase_again() == 2
    assert [_again(one).name for one in (left, belongs)] == ["已注销", "已注销"]
    assert sorted(Person.objects.exclude(account=clerk).values_list("name", flat=True)) == [
        "已删除",
        "王样例",
    ]
    assert commands.erase_again() == 0


BACKED_UP = (Account, Person, Affiliation, Standing, Appointment, Request)


def backed_up() -> list[models.Model]:
    return [row for model in BACKED_UP for row in model._base_manager.all()]


def restored(rows: list[models.Model]) -> None:
    """All that was there then is there again, as it was."""
    for row in rows:
        row.save()


def test_backup_when_made_before_they_left_then_those_who_were_erased_are_on_no_roster_and_the_others_stay(
    branch: Unit, clerk: Account, django_capture_on_commit_callbacks: Any
) -> None:
    left, belongs = a_member(branch), a_member(branch)
    post = an_appointment(left, branch, Post.GROUP_LEADER)
    number, requests = Person.objects.get(account=left).pk, [asked(left), asked(belongs)]
    before = backed_up()
    with django_capture_on_commit_callbacks(execute=True):
        let_go(Person.objects.get(pk=number), on=dt.date(2018, 6, 5), by=clerk)
        for request in requests:
            commands.erase(request, answer="已经按你的要求删除", by=clerk)
    restored(before)
    assert Person.objects.get(pk=number).affiliations.filter(until=None).exists()

    assert commands.erase_again() == 2

    person = Person.objects.get(pk=number)
    assert (person.name, person.birth_on, person.erased_at is not None) == ("已删除", None, True)
    assert not person.affiliations.exists() and not person.standings.exists()
    post.refresh_from_db()
    assert post.until == dt.date(2018, 6, 5)
    # The control: whoever still belonged when they were erased is on the roster, without the account.
    assert Person.objects.filter(name="王样例", account=None).count() == 1
    assert sum(RollCount.objects.filter(unit=branch).values_list("people", flat=True)) == 1
    assert not wrong_counts()
    assert [one.outcome for one in Request.objects.all()] == [Outcome.DONE, Outcome.DONE]
    assert commands.erase_again() == 0


def test_somebody_who_was_erased_while_on_the_roster_when_they_have_left_then_may_ask_again_for_the_rest(
    branch: Unit, clerk: Account
) -> None:
    account = a_member(branch)
    person = Person.objects.get(account=account)
    commands.erase(asked(account), answer="账号关了，名册依法要留", by=clerk)
    let_go(person, on=dt.date(2018, 6, 5), by=clerk)
    invite(person, username="again", by=clerk)
    commands.erase(asked(Account.objects.get(username="again")), answer="已经按你的要求删除", by=clerk)
    person.refresh_from_db()
    assert (person.name, person.account, person.erased_at is not None) == ("已删除", None, True)
    assert not Account.objects.filter(name="王样例").exists()


def test_what_an_erased_person_had_asked_for_when_it_was_still_open_then_waits_for_nobody(
    branch: Unit, clerk: Account
) -> None:
    account, other = a_member(branch, left=True), a_member(branch)
    for one in (account, other):
        commands.ask_correction(text="出生日期写错了", by=one)
        ResetRequest.objects.create(account=one, asked_by=clerk)
    request = asked(account)
    commands.preview_erasure(request, by=clerk)
    assert queries.waiting_for(clerk).count() == 3
    commands.erase(request, answer="已经按你的要求删除", by=clerk)
    assert [
        (one.kind, one.outcome, one.answered_at is not None) for one in queries.own_requests(account)
    ] == [
        ("erasure", Outcome.DONE, True),
        ("correction", Outcome.WITHDRAWN, True),
    ]
    # The control: what others asked for goes on waiting.
    assert [one.account for one in queries.waiting_for(clerk)] == [other]
    assert [one.account for one in ResetRequest.objects.all()] == [other]


def test_roster_that_was_uploaded_when_its_uploader_is_erased_then_says_no_more_what_the_file_was_called(
    clerk: Account,
) -> None:
    account, other = an_account(), an_account()
    Person.objects.filter(account=account).delete()
    for one in (account, other):
        RosterImport.objects.create(account=one, file_name="王样例整理的名册.xlsx")
    commands.erase(asked(account), answer="已经按你的要求删除", by=clerk)
    assert dict(RosterImport.objects.values_list("account", "file_name")) == {
        account.pk: "",
        other.pk: "王样例整理的名册.xlsx",
    }


def test_account_when_closed_already_in_the_older_backup_then_is_erased_again_too(
    branch: Unit, clerk: Account, django_capture_on_commit_callbacks: Any
) -> None:
    account = an_account(name="王样例")
    request = asked(account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    username = account.username
    with django_capture_on_commit_callbacks(execute=True):
        commands.erase(request, answer="已经按你的要求删除", by=clerk)
    Account.objects.filter(pk=account.pk).update(name="王样例", username=username)  # the backup comes back
    assert commands.erase_again() == 1
    assert _again(account).name == "已注销"
    assert commands.erase_again() == 0


def test_list_when_a_process_died_before_it_was_written_then_the_routine_catches_up(
    branch: Unit, clerk: Account
) -> None:
    commands.erase(asked(a_member(branch, left=True)), answer="已经按你的要求删除", by=clerk)
    assert erased.noted() == set()
    commands.note_erased()
    commands.note_erased()
    assert len(erased.list_file().read_text().split()) == 2
    assert erased.list_file().stat().st_mode & 0o777 == 0o600


def test_chain_when_somebody_is_erased_then_still_holds(branch: Unit, clerk: Account) -> None:
    from sixianghui.audit.public import verify

    commands.erase(asked(a_member(branch, left=True)), answer="已经按你的要求删除", by=clerk)
    assert verify().ok
    assert AuditEvent.objects.filter(action="privacy:erase").count() == 1
