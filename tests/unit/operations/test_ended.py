"""How a backup ends in its row."""

from __future__ import annotations

import pytest

from sixianghui.operations import clock
from sixianghui.operations.commands import backups
from sixianghui.operations.models import Backup

pytestmark = pytest.mark.django_db


def test_backup_when_its_worker_was_taken_for_dead_and_it_ends_well_all_the_same_then_no_fault_stands() -> (
    None
):
    one = Backup.objects.create(began_at=clock.now(), name="x")
    backups.note_lost(one.pk)
    one.refresh_from_db()
    assert one.fault
    Backup.objects.filter(pk=one.pk).update(verified_at=clock.now(), size=1)
    backups._end(one, {"seconds": 1})
    one.refresh_from_db()
    assert (one.fault, one.contents["seconds"], one.ended_at is not None) == ("", 1, True)
