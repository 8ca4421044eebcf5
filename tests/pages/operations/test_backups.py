"""The page of backups: what there is, one now, how far it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sixianghui.access.public import Post
from sixianghui.operations import clock, proofs, rules
from sixianghui.operations.commands.backups import note_lost, start_by_timetable
from sixianghui.operations.models import Backup
from sixianghui.operations.queries import backups as queries
from tests.factories import signed_in, someone_with

pytestmark = pytest.mark.django_db
PAGE = "/operations/backups/"


@pytest.fixture(autouse=True)
def _set_up(settings: Any, tmp_path: Path) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    settings.BACKUPS = replace(settings.BACKUPS, folder=tmp_path / "archives")


@pytest.fixture
def admin() -> Any:
    return signed_in(someone_with(Post.SYSTEM_ADMIN))


def a_backup(**more: Any) -> Backup:
    now = clock.now()
    return Backup.objects.create(**{"began_at": now, "name": rules.name_of(now, "abcdef"), **more})


def test_page_when_no_backup_was_made_then_says_so_and_offers_one(admin: Any) -> None:
    html = admin.get(PAGE).content.decode()
    assert "还没有。" in html
    assert "现在备份" in html
    assert "要处理" in html


def test_page_when_nothing_is_set_up_then_offers_none(admin: Any, settings: Any) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, folder=None)
    assert "现在备份" not in admin.get(PAGE).content.decode()
    assert "还没有设备份放在哪里" in admin.post(PAGE, follow=True).content.decode()
    assert not Backup.objects.exists()


def test_button_when_pressed_twice_then_one_is_made_and_the_page_shows_how_far_it_is(admin: Any) -> None:
    assert [admin.post(PAGE).status_code for _ in range(2)] == [302, 302]
    one = Backup.objects.get()
    html = admin.get(PAGE).content.decode()
    assert "现在备份</button>" not in html
    assert 'data-stage="database">复制数据库' in html
    assert 'data-stage="proof" hidden' in html
    address = f"{PAGE}{one.ref}/progress/"
    assert address in html
    Backup.objects.update(stage=Backup.Stage.PROOF)
    assert admin.get(address).json() == {"done": 50, "total": 100, "stage": "proof", "finished": False}
    assert 'value="50"' in admin.get(PAGE).content.decode()
    Backup.objects.update(stage=Backup.Stage.ENDED, ended_at=clock.now())
    assert admin.get(address).json()["finished"] is True


def test_page_when_backups_ended_then_tells_of_each_what_became_of_it(admin: Any) -> None:
    now = clock.now()
    ended = {"ended_at": now, "stage": Backup.Stage.ENDED}
    a_backup(
        **ended,
        verified_at=now,
        size=5_000_000,
        contents={"rows": 12, "seconds": 3.5, "files": 2},
        offsite_at=now,
    )
    a_backup(**ended, fault="磁盘满了，没有做完。", began_at=now - dt.timedelta(days=1))
    a_backup(
        **ended, verified_at=now, offsite_fault="异地存储连不上（X）。", began_at=now - dt.timedelta(days=2)
    )
    html = admin.get(PAGE).content.decode()
    for shown in (
        "核对过",
        "异地有",
        "没有成",
        "磁盘满了，没有做完。",
        "异地没有",
        "异地存储连不上（X）。",
        "12",
    ):
        assert shown in html, shown


def test_page_when_the_process_of_a_backup_was_lost_then_says_in_both_languages_what_to_do(
    admin: Any,
) -> None:
    note_lost(a_backup().pk)
    for page in (PAGE, f"/en{PAGE}"):
        html = admin.get(page).content.decode()
        assert ("请再按一次“现在备份”。" in html, "Press “Back up now” again." in html) == (True, True)


@pytest.mark.parametrize("post", [Post.SECRETARY, Post.EDITOR])
def test_page_when_somebody_else_asks_then_there_is_none(post: Post) -> None:
    client = signed_in(someone_with(post))
    one = a_backup()
    for path in (PAGE, f"{PAGE}{one.ref}/progress/"):
        assert client.get(path).status_code in {403, 404}
    assert client.post(PAGE).status_code in {403, 404}


def test_timetable_when_the_last_was_quick_and_small_then_another_is_made_an_hour_later_and_the_page_says_so(
    admin: Any, tmp_path: Path
) -> None:
    (tmp_path / "archives").mkdir()
    now = clock.now()
    ended = {"ended_at": now, "stage": Backup.Stage.ENDED, "verified_at": now, "size": 5_000_000}
    one = a_backup(**ended, contents={"seconds": 9.3}, began_at=now - dt.timedelta(minutes=40))
    assert "每 1 小时做一份" in admin.get(PAGE).content.decode()
    start_by_timetable()
    assert Backup.objects.count() == 1

    Backup.objects.filter(pk=one.pk).update(began_at=now - dt.timedelta(minutes=61))
    start_by_timetable()
    assert Backup.objects.count() == 2


def test_timetable_when_the_last_took_long_or_the_hours_are_set_then_the_next_comes_later(
    admin: Any, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "archives").mkdir()
    now = clock.now()
    ended = {"ended_at": now, "stage": Backup.Stage.ENDED, "verified_at": now, "size": 5_000_000}
    one = a_backup(**ended, contents={"seconds": 400}, began_at=now - dt.timedelta(hours=5))
    assert "每 6 小时做一份" in admin.get(PAGE).content.decode()
    start_by_timetable()
    settings.BACKUPS = replace(settings.BACKUPS, every_hours=3)
    html = admin.get(PAGE).content.decode()
    assert Backup.objects.get() == one
    assert "每 3 小时做一份" in html and "按做一份要多少时间" not in html
    start_by_timetable()
    assert Backup.objects.count() == 2


def test_timetable_when_the_last_failed_then_it_is_tried_again_within_the_hour_and_then_less_often(
    settings: Any,
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, every_hours=24)
    now = clock.now()
    ended = {"ended_at": now, "stage": Backup.Stage.ENDED}
    hours = dt.timedelta(hours=1)
    a_backup(**ended, verified_at=now, began_at=now - 23 * hours)
    assert not queries.is_due()  # the control
    a_backup(**ended, fault="磁盘满了，没有做完。", began_at=now - hours)
    assert queries.is_due()
    one = a_backup(**ended, fault="磁盘满了，没有做完。", began_at=now - hours)
    assert not queries.is_due()
    Backup.objects.filter(pk=one.pk).update(began_at=now - 2 * hours)
    assert not queries.is_due()  # the newest of the two was an hour ago
    Backup.objects.filter(verified_at=None).update(began_at=now - 2 * hours)
    assert queries.is_due()


def test_timetable_when_a_try_found_another_under_way_then_that_was_no_try_and_nothing_is_wrong(
    settings: Any,
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, every_hours=24, offsite=settings.BACKUPS.folder)
    now = clock.now()
    ended = {"ended_at": now, "stage": Backup.Stage.ENDED}
    proved = a_backup(**ended, verified_at=now, offsite_at=now, began_at=now - dt.timedelta(hours=25))
    a_backup(**ended, fault=rules.BUSY)
    assert queries.is_due()
    Backup.objects.filter(pk=proved.pk).update(began_at=now - dt.timedelta(hours=2))
    assert not queries.is_due()
    assert [finding.level.value for finding in proofs.backup()] == ["ok"]


def test_backups_when_a_clock_ran_ahead_once_then_what_it_wrote_holds_up_and_hides_nothing(
    settings: Any,
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, every_hours=24, offsite=settings.BACKUPS.folder)
    now, hours = clock.now(), dt.timedelta(hours=1)
    ahead, ended = now + 1000 * hours, {"stage": Backup.Stage.ENDED}
    a_backup(**ended, began_at=ahead, ended_at=ahead, verified_at=ahead)
    a_backup(began_at=ahead)
    assert (queries.running(), queries.last_proof(), queries.is_due()) == (None, None, True)
    assert proofs.too_old_words(-1) in [finding.text for finding in proofs.backup()]

    old = a_backup(**ended, began_at=now - 30 * hours, ended_at=now, verified_at=now - 30 * hours)
    assert (queries.last_proof(), queries.hours_too_old()) == (old.verified_at, 30)
    failed = a_backup(**ended, began_at=now - hours / 2, ended_at=now, fault="磁盘满了，没有做完。")
    assert (queries.last_ended(), queries.is_due()) == (failed, False)
    # The control: what a right clock wrote makes all well, and is running while it is.
    a_backup(**ended, began_at=now, ended_at=now, verified_at=now, offsite_at=now)
    assert [finding.level.value for finding in proofs.backup()] == ["ok"]
    assert queries.running() is None
    under_way = a_backup(began_at=now)
    assert queries.running() == under_way


def findings() -> list[tuple[str, str]]:
    """How bad each thing is that the check says, and what it says."""
    return [(finding.level.value, finding.text) for finding in proofs.backup()]


ALL_IS_WELL = ("ok", "按时做、还原核对过、异地也有一份。")


def test_check_when_a_place_elsewhere_was_set_up_since_the_last_backup_then_says_that_none_is_there_yet(
    settings: Any, tmp_path: Path
) -> None:
    now = clock.now()
    ended = {"ended_at": now, "stage": Backup.Stage.ENDED, "verified_at": now}
    settings.BACKUPS = replace(settings.BACKUPS, offsite=tmp_path / "one")
    a_backup(**ended)
    assert findings() == [("warn", "还没有一份送到异地。")]
    a_backup(**ended, offsite_at=now, contents={queries.SENT_TO: settings.BACKUPS.elsewhere})
    assert findings() == [ALL_IS_WELL]  # the control
    settings.BACKUPS = replace(settings.BACKUPS, offsite=tmp_path / "another")
    assert findings() == [("warn", "还没有一份送到异地。")]
    assert (queries.last_sent(), queries.hours_unsent()) == (None, None)
    a_backup(**ended, offsite_fault="异地的目录用不了。")
    assert findings() == [("bad", "最近一份没有送到异地：异地的目录用不了。")]
    settings.BACKUPS = replace(settings.BACKUPS, offsite=None)
    assert [level for level, _text in findings()] == ["warn"]


def test_check_when_the_last_try_failed_then_does_not_say_that_all_is_well_and_looks_for_the_last_good_one(
    settings: Any, tmp_path: Path
) -> None:
    now = clock.now()
    ended = {"ended_at": now, "stage": Backup.Stage.ENDED}
    settings.BACKUPS = replace(settings.BACKUPS, offsite=tmp_path / "one")
    good = a_backup(**ended, verified_at=now, offsite_at=now)
    assert findings() == [ALL_IS_WELL]  # the control
    a_backup(**ended, fault="磁盘满了，没有做完。")
    failed = ("bad", "最近一次备份没有成：磁盘满了，没有做完。")
    assert findings() == [failed]
    Backup.objects.filter(pk=good.pk).update(offsite_at=None)
    assert findings() == [failed, ("warn", "还没有一份送到异地。")]


def test_check_when_each_process_is_gone_before_it_has_sent_anything_then_that_is_bad(
    settings: Any, tmp_path: Path
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, offsite=tmp_path / "one")
    one = a_backup(verified_at=clock.now())
    note_lost(one.pk)
    assert [level for level, _text in findings()] == ["bad", "bad"]
    assert findings()[1][1] == "还没有一份送到异地。"
