"""What the installation does again and again."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.access.commands import housekeeping
from sixianghui.access.models import FailedSignIn, SignInLink
from sixianghui.tasks import routines
from tests.factories import an_account

HOUR = dt.timedelta(hours=1)


def test_routines_when_the_site_starts_then_are_these() -> None:
    assert {name: one.every for name, one in routines.registry.items()} == {
        "access.forget_old": HOUR,
        "activities.forget_names": 24 * HOUR,
        "activities.remind": 24 * HOUR,
        "audit.anchor": HOUR,
        "campaigns.close": HOUR,
        "channel.forget_links": 24 * HOUR,
        "channel.forget_notes": 24 * HOUR,
        "channel.publish_due": HOUR / 60,
        "channel.relate_all": 24 * HOUR,
        "channel.tend_reads": 24 * HOUR,
        "complaints.forget": 24 * HOUR,
        "complaints.forget_attempts": HOUR,
        "complaints.reassign": HOUR,
        "lectures.close_talk": HOUR / 12,
        "lectures.end_recordings": 24 * HOUR,
        "lectures.forget": 24 * HOUR,
        "lectures.recount": HOUR / 60,
        "lectures.remind": HOUR,
        "lectures.tell_numbers": HOUR / 60,
        "remarks.forget": 24 * HOUR,
        "remarks.forget_buckets": HOUR,
        "directory.hide_closed_units": HOUR,
        "directory.rolls": 24 * HOUR,
        "directory.rosters": 6 * HOUR,
        "media.scan": HOUR / 4,
        "media.sweep": 24 * HOUR,
        "notify.forget_old": 24 * HOUR,
        "notify.send_due": HOUR / 60,
        "operations.write_gauges": HOUR / 60,
        "operations.back_up": HOUR,
        "operations.keep_list_fresh": HOUR / 4,
        "polls.close_due": HOUR / 60,
        "privacy.drop_old_copies": HOUR,
        "privacy.forget": 24 * HOUR,
        "privacy.note_erased": HOUR,
        "privacy.reseal": HOUR,
        "reports.drop_old_exports": HOUR,
        "search.forget_queries": 24 * HOUR,
        "tasks.clear_finished_jobs": 24 * HOUR,
        "tasks.clear_sessions": 24 * HOUR,
        "tasks.know_sizes": 6 * HOUR,
        "tasks.tend_outbox": HOUR / 60,
        "ui.forget_intents": 24 * HOUR,
    }


@pytest.mark.django_db
def test_routines_when_run_on_an_empty_site_then_do_no_harm() -> None:
    for one in routines.registry.values():
        one.run()


@pytest.mark.django_db
def test_old_failures_and_links_when_forgotten_then_new_ones_stay() -> None:
    now = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    account = an_account()
    for minutes in (14, 16):
        at = now - dt.timedelta(minutes=minutes)
        FailedSignIn.objects.create(name_digest=str(minutes), address="127.0.0.1", at=at)
    for name, ends in (("old", now - HOUR), ("new", now + HOUR)):
        SignInLink.objects.create(digest=name, account=account, made_at=now - 2 * HOUR, ends_at=ends)
    housekeeping.forget_old(now=now)
    assert list(FailedSignIn.objects.values_list("name_digest", flat=True)) == ["14"]
    assert list(SignInLink.objects.values_list("digest", flat=True)) == ["new"]
