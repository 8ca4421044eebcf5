"""A file that takes long: made by a job, whole or not at all, its asker's alone, gone after a week."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict
from sixianghui.ledger.public import WHOLE, Scope
from sixianghui.notify.public import Message
from sixianghui.reports import commands
from sixianghui.reports.commands import exports as making
from sixianghui.reports.erasing import erase
from sixianghui.reports.models import Export
from sixianghui.reports.queries import exports as queries
from sixianghui.tasks.jobs import lost_of
from sixianghui.vault.public import Subject
from tests.factories import an_account, someone_with
from tests.unit.ledger.book import GUARDED, TURNS, Book, open_book, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Book]:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    with registered(TURNS, GUARDED):
        yield open_book()


def lines(export: Export, by: Account) -> list[list[str]]:
    """The rows of a CSV, as its owner gets it."""
    file = commands.fetch_export(export, by=by)
    assert file is not None
    with file:
        found = list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))
    return found[found.index([]) + 2 :]


def waiting(book: Book, by: Account) -> Export:
    """One whose job has not run."""
    return Export.objects.create(
        account=by,
        figure=TURNS.name,
        scope="{}",
        as_of=dt.datetime(2018, 6, 5, 5, tzinfo=dt.UTC),
        kind="csv",
        language="en",
    )


def test_export_when_made_then_is_private_whole_and_its_owner_is_told(book: Book) -> None:
    book.turn(book.branch(name="样例支部"))
    somebody = an_account()
    made = commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=somebody)
    made.refresh_from_db()
    path = queries.file_of(made)
    assert (made.ready_at is not None, made.size, made.done, made.total) == (True, path.stat().st_size, 1, 1)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert [row[1] for row in lines(made, somebody)] == ["样例支部"]
    assert list(Message.objects.values_list("account", "kind")) == [(somebody.pk, making.READY)]
    events = AuditEvent.objects.filter(action__in=["evidence:export", "report:fetch"])
    assert [one.action for one in events] == ["evidence:export", "report:fetch"]


def test_export_as_a_sheet_when_made_then_opens_with_the_same_rows(book: Book) -> None:
    book.turn(book.branch(name="=样例")), book.turn(book.branch(name="样例支部"))
    somebody = an_account()
    made = commands.ask_for_rows(TURNS.name, WHOLE, "xlsx", by=somebody)
    made.refresh_from_db()
    file = commands.fetch_export(made, by=somebody)
    assert file is not None
    with file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read())).active
    assert sheet is not None
    assert [sheet.cell(line, 2).value for line in (sheet.max_row - 1, sheet.max_row)] == ["=样例", "样例支部"]
    assert made.name == "轮值的支部_20180605.xlsx"


def test_export_when_its_job_runs_twice_then_is_made_once(book: Book) -> None:
    made = commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=an_account())
    before = queries.file_of(made).stat().st_mtime_ns
    making.make_export.call(made.pk)
    assert queries.file_of(made).stat().st_mtime_ns == before
    assert Message.objects.count() == 1


def test_export_when_rows_are_struck_after_it_was_asked_for_then_tells_of_then(
    book: Book, clock: Any
) -> None:
    fact = book.turn(book.branch(name="样例支部"))
    somebody = an_account()
    clock.set(clock.at + dt.timedelta(hours=1))
    made = waiting(book, somebody)
    made.as_of = clock.at
    made.save()
    clock.set(clock.at + dt.timedelta(hours=1))
    book.strike(fact)
    making.make_export.call(made.pk)
    made.refresh_from_db()
    assert [row[1] for row in lines(made, somebody)] == ["样例支部"]


def test_export_when_another_is_being_made_then_the_same_is_given_and_another_refused(book: Book) -> None:
    somebody = an_account()
    made = waiting(book, somebody)
    made.asked_at = dt.datetime.now(dt.UTC) + dt.timedelta(days=36_500)
    made.save()
    assert commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=somebody) == made
    with pytest.raises(Conflict, match="上一份还在做"):
        commands.ask_for_rows(TURNS.name, WHOLE, "xlsx", by=somebody)


def test_export_when_one_was_never_finished_then_another_may_be_asked_for(book: Book, clock: Any) -> None:
    somebody = an_account()
    stuck = waiting(book, somebody)
    clock.set(clock.at + dt.timedelta(hours=2))
    fresh = commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=somebody)
    stuck.refresh_from_db()
    assert (fresh == stuck, stuck.gone_at is not None) == (False, True)


def test_export_when_somebody_else_asks_then_does_not_exist(book: Book) -> None:
    owner, stranger = an_account(), an_account()
    made = commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=owner)
    assert (queries.export_of(stranger, made.ref), queries.may_follow(stranger, made.ref)) == (None, False)
    assert queries.may_follow(owner, made.ref)


def test_export_of_guarded_rows_when_its_owner_leaves_the_post_then_is_gone(
    book: Book, django_capture_on_commit_callbacks: Any
) -> None:
    book.turn(book.branch(name="金丝雀支部"))
    auditor = someone_with(Post.AUDITOR)
    made = commands.ask_for_rows(GUARDED.name, WHOLE, "csv", by=auditor)
    assert [row[1] for row in lines(made, auditor)] == ["金丝雀支部"]
    stranger = commands.ask_for_rows(GUARDED.name, Scope(), "csv", by=an_account())
    assert (stranger.total, lines(stranger, stranger.account)) == (0, [])
    with django_capture_on_commit_callbacks(execute=True):
        assert commands.fetch_export(made, by=an_account()) is None
    made.refresh_from_db()
    assert (made.gone_at is not None, queries.file_of(made).exists()) == (True, False)


def test_export_when_a_week_has_passed_then_is_gone_and_strays_too(book: Book, clock: Any) -> None:
    somebody = an_account()
    made = commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=somebody)
    path = queries.file_of(made)
    stray, half = path.with_name("nobody.csv"), path.with_name(f"{path.name}.half")
    stray.write_bytes(b"x"), half.write_bytes(b"x")
    clock.set(clock.at + dt.timedelta(days=7, seconds=-1))
    commands.drop_old_exports()
    assert (path.exists(), stray.exists(), half.exists()) == (True, False, False)
    clock.set(clock.at + dt.timedelta(seconds=1))
    commands.drop_old_exports()
    assert (path.exists(), Export.objects.count()) == (False, 0)


def test_export_when_its_writer_was_killed_then_what_was_asked_for_goes_after_a_day(
    book: Book, clock: Any
) -> None:
    waiting(book, an_account())
    clock.set(clock.at + dt.timedelta(days=1, seconds=-1))
    commands.drop_old_exports()
    assert Export.objects.count() == 1
    clock.set(clock.at + dt.timedelta(seconds=1))
    commands.drop_old_exports()
    assert Export.objects.count() == 0


def test_exports_when_it_is_only_tried_what_an_erasure_would_do_then_stay(
    book: Book, django_capture_on_commit_callbacks: Any
) -> None:
    somebody = an_account()
    made = commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=somebody)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        erase(Subject(account=somebody.pk))
        transaction.set_rollback(True)
    assert (queries.file_of(made).exists(), queries.export_of(somebody, made.ref)) == (True, made)


def test_exports_when_their_owner_is_erased_then_are_gone(
    book: Book, django_capture_on_commit_callbacks: Any
) -> None:
    somebody = an_account()
    made = commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=somebody)
    with django_capture_on_commit_callbacks(execute=True):
        done = erase(Subject(account=somebody.pk))
    assert [(str(what), number) for what, number in done.erased] == [("导出的文件", 1)]
    assert (queries.file_of(made).exists(), queries.export_of(somebody, made.ref)) == (False, None)
    assert erase(Subject(account=somebody.pk)).erased == []


def test_exports_when_their_owner_is_erased_then_what_was_asked_for_goes_too_and_that_of_others_stays(
    book: Book,
) -> None:
    somebody, other = an_account(), an_account()
    for one in (somebody, other):
        commands.ask_for_rows(TURNS.name, WHOLE, "csv", by=one)
    waiting(book, somebody)
    erase(Subject(account=somebody.pk))
    assert [one.account for one in Export.objects.all()] == [other]


def test_export_when_no_try_remains_then_its_asker_hears_and_may_ask_for_another(book: Book) -> None:
    somebody = an_account()
    stuck = waiting(book, somebody)
    lost = lost_of(making.make_export)
    assert lost is not None
    lost(stuck.pk), lost(stuck.pk)
    assert [one.title for one in Message.objects.filter(account=somebody)] == ["你要的文件没有做成"]
    commands.ask_for_rows(TURNS.name, WHOLE, "xlsx", by=somebody)


def test_export_when_it_is_finished_while_it_is_given_up_then_stays_and_nobody_hears_that_it_failed(
    book: Book,
) -> None:
    somebody = an_account()
    stuck, lost = waiting(book, somebody), lost_of(making.make_export)
    assert lost is not None
    theirs = Export.objects.filter(pk=stuck.pk)
    asked: list[str] = []

    def finish_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """At the last moment before anything is written about it, the one who was thought dead has finished."""
        if sql.startswith("UPDATE") and "reports_export" in sql and not asked:
            asked.append(sql)
            theirs.update(ready_at=stuck.as_of)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(finish_first):
        lost(stuck.pk)
    stuck.refresh_from_db()
    assert (stuck.ready_at is not None, stuck.gone_at, Message.objects.count()) == (True, None, 0)
