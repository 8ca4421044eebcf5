"""A copy of everything: complete by the register, for its owner alone, gone after a week."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from typing import Any

import pytest

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from sixianghui.notify.public import Message
from sixianghui.privacy import commands, papers, queries
from sixianghui.privacy.commands import copies
from sixianghui.privacy.models import Copy
from sixianghui.vault.public import Section, Subject, registered
from tests.factories import a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db


def somebody() -> Account:
    account = an_account(name="王样例")
    a_person(a_unit(), account=account, birth_on=dt.date(1988, 3, 1), number="A-17")
    an_appointment(account, a_unit(), Post.SECRETARY)
    return account


def content(copy: Copy) -> tuple[dict[str, Any], str]:
    with zipfile.ZipFile(queries.copy_file(copy)) as archive:
        return json.loads(archive.read(papers.MACHINE)), archive.read(papers.READER).decode()


def missing(sections: list[Section], subject: Subject) -> list[str]:
    """Registered fields about somebody that a copy leaves out although there is a row."""
    told = {(section.model, item.field) for section in sections for row in section.rows for item in row}
    lines = []
    for one in registered():
        here = [
            about
            for about in one.about
            if subject.id_of(about.kind) is not None
            and one.model._base_manager.filter(**{about.path: subject.id_of(about.kind)}).exists()
        ]
        for field, entry in one.personal():
            if here and not entry.unexported and not entry.counted and (one.label, field.name) not in told:
                lines.append(f"{one.label}.{field.name}")
    return lines


def test_copy_when_made_then_holds_every_registered_field_of_every_row_about_the_person() -> None:
    account = somebody()
    commands.ask_correction(text="出生日期写错了", by=account)
    subject = queries.subject_of(account)
    sections = [section for told in queries.everything_about(subject) for section in told.sections]
    assert missing(sections, subject) == []
    assert {"access.Account", "directory.Person", "directory.Affiliation", "directory.Standing",
            "directory.Appointment", "privacy.Request"} <= {section.model for section in sections}  # fmt: skip
    without = [section for section in sections if section.model != "directory.Standing"]
    assert missing(without, subject) == [
        f"directory.Standing.{name}" for name in ("since", "until", "person", "line", "status")
    ]


def test_copy_when_read_then_both_files_say_the_same_and_secrets_are_left_out() -> None:
    account = somebody()
    account.set_password("a long enough secret")
    account.save()
    commands.ask_correction(text="出生日期写错了", by=account)
    copy = commands.ask_for_copy(by=account)
    machine, reader = content(copy)
    text = json.dumps(machine, ensure_ascii=False)
    for word in ("王样例", account.username, "A-17", "正式党员", "书记", "出生日期写错了"):
        assert word in text and word in reader, word
    assert "1988-03-01" in text and "1988年3月1日" in reader
    assert account.password not in text + reader
    assert [room["name"] for room in machine["rooms"]] == ["access", "directory", "privacy", "project"]
    assert machine["account"] == account.username


def test_copy_when_asked_for_then_is_there_the_person_is_told_and_the_chain_knows() -> None:
    account = somebody()
    copy = commands.ask_for_copy(by=account)
    copy.refresh_from_db()
    path = queries.copy_file(copy)
    assert (copy.ready_at is not None, copy.size, copy.rooms_done) == (True, path.stat().st_size, copy.rooms)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert list(Message.objects.values_list("account", "kind")) == [(account.pk, commands.READY)]
    with commands.fetch_copy(copy, by=account) as file:
        assert file.read(2) == b"PK"
    assert [event.action for event in AuditEvent.objects.filter(action__startswith="privacy:")] == [
        "privacy:copy",
        "privacy:fetch",
    ]


def test_copy_when_the_job_runs_twice_then_is_made_once() -> None:
    copy = commands.ask_for_copy(by=somebody())
    before = queries.copy_file(copy).stat().st_mtime_ns
    commands.make_copy.call(copy.pk, "zh-hans")
    assert queries.copy_file(copy).stat().st_mtime_ns == before
    assert Message.objects.count() == 1


def test_copy_when_somebody_else_asks_for_it_then_does_not_exist() -> None:
    copy = commands.ask_for_copy(by=somebody())
    stranger = somebody()
    assert (queries.copy_of(stranger, copy.ref), queries.may_follow(stranger, copy.ref)) == (None, False)
    assert queries.may_follow(copy.account, copy.ref)


def test_copy_when_a_week_has_passed_then_file_and_offer_are_gone(clock: Any) -> None:
    account = somebody()
    copy = commands.ask_for_copy(by=account)
    path = queries.copy_file(copy)
    stray = path.with_name("nobody.zip")
    stray.write_bytes(b"PK")
    clock.set(clock.at + dt.timedelta(days=7, seconds=-1))
    commands.drop_old_copies()
    assert (path.exists(), stray.exists(), list(queries.copies_of(account))) == (True, False, [copy])
    clock.set(clock.at + dt.timedelta(seconds=1))
    commands.drop_old_copies()
    assert (path.exists(), Copy.objects.count()) == (False, 0)


def test_copy_when_one_was_never_finished_then_another_may_be_asked_for(clock: Any) -> None:
    account = somebody()
    stuck = Copy.objects.create(account=account, rooms=5)
    assert commands.ask_for_copy(by=account) == stuck
    clock.set(clock.at + dt.timedelta(minutes=10))
    fresh = commands.ask_for_copy(by=account)
    stuck.refresh_from_db()
    assert (fresh == stuck, stuck.gone_at is not None) == (False, True)


def test_copy_when_its_writer_was_killed_then_what_lies_there_in_the_clear_goes(clock: Any) -> None:
    account = somebody()
    copy = commands.ask_for_copy(by=account)
    folder = queries.copy_file(copy).parent
    stuck = Copy.objects.create(account=account, rooms=5)
    halves = [folder / f"{stuck.ref}.new", folder / "nobody.new"]
    for half in halves:
        half.write_bytes(b"PK")
    commands.drop_old_copies()
    assert [half.exists() for half in halves] == [True, False]  # the first may still be being written
    clock.set(clock.at + dt.timedelta(days=1))
    commands.drop_old_copies()
    assert (halves[0].exists(), list(Copy.objects.all())) == (False, [copy])
    assert queries.copy_file(copy).exists()


def test_copies_when_dropped_then_half_written_ones_go_at_once(
    django_capture_on_commit_callbacks: Any,
) -> None:
    account = somebody()
    half = queries.copy_file(Copy.objects.create(account=account, rooms=5)).with_suffix(".new")
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"PK")
    with django_capture_on_commit_callbacks(execute=True):
        assert commands.drop_copies(account.pk) == 1
    assert not half.exists()


def test_copy_when_another_run_finished_it_meanwhile_then_the_file_stays(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """A worker was taken for dead, and both have made it."""
    copy = Copy.objects.create(account=somebody(), rooms=5)
    ask = copies._asked_one_by_one

    def while_another_runs(one: Copy) -> list[queries.Told]:
        monkeypatch.setattr(copies, "_asked_one_by_one", ask)
        commands.make_copy.call(copy.pk, "zh-hans")
        return ask(one)

    monkeypatch.setattr(copies, "_asked_one_by_one", while_another_runs)
    with django_capture_on_commit_callbacks(execute=True):
        commands.make_copy.call(copy.pk, "zh-hans")
    copy.refresh_from_db()
    assert (copy.ready_at is not None, queries.copy_file(copy).exists()) == (True, True)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("gone", ["the row", "the copy"])
def test_copy_when_its_owner_was_erased_while_it_was_made_then_its_file_goes(
    gone: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    copy = Copy.objects.create(account=somebody(), rooms=5)
    path = queries.copy_file(copy)
    ask = copies._asked_one_by_one

    def while_erased(one: Copy) -> list[queries.Told]:
        found, mine = ask(one), Copy.objects.filter(pk=copy.pk)
        if gone == "the row":
            mine.delete()
        else:
            mine.update(gone_at=time.now())
        return found

    monkeypatch.setattr(copies, "_asked_one_by_one", while_erased)
    with django_capture_on_commit_callbacks(execute=True):
        commands.make_copy.call(copy.pk, "zh-hans")
    assert not path.exists()
