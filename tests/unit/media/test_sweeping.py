"""What was thrown away is swept after a week; what somebody puts back at that moment stays, whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import NotThere
from sixianghui.media import commands
from sixianghui.media.commands import arriving
from sixianghui.media.models import Hotspot, Panorama
from tests.factories import signed_in, someone_with
from tests.factories.files import a_panorama_picture, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Account:
    return someone_with(Post.EDITOR)


def a_panorama(by: Account) -> Panorama:
    made = commands.add_panorama(
        named(a_panorama_picture(2048), "p.jpg"),
        title="样例大厅",
        alt="一间有格子的大厅",
        consent="drawing",
        by=by,
    )
    return Panorama.objects.get(pk=made.pk)


def a_spot(by: Account) -> Hotspot:
    made = commands.add_hotspot(a_panorama(by), yaw=0, pitch=0, label="前台", by=by)
    return Hotspot.objects.get(pk=made.pk)


def thrown_away(thing: Panorama | Hotspot) -> None:
    """A week and an hour ago."""
    before = timezone.now() - arriving.THROWN_AWAY - dt.timedelta(hours=1)
    type(thing)._default_manager.filter(pk=thing.pk).update(removed_at=before)


def events() -> int:
    return AuditEvent.objects.count()


def test_spot_when_thrown_away_for_a_week_then_goes_with_its_still(editor: Account) -> None:
    spot = a_spot(editor)
    assert spot.still.storage.exists(spot.still.name)
    thrown_away(spot)
    arriving.sweep()
    assert not Hotspot.objects.filter(pk=spot.pk).exists()
    assert not spot.still.storage.exists(spot.still.name)


def test_spot_when_put_back_while_the_sweep_runs_then_stays_with_its_still(editor: Account) -> None:
    spot = a_spot(editor)
    thrown_away(spot)
    seen: list[str] = []

    def put_back_then(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Right after the sweep has asked what there is to sweep."""
        answer = execute(sql, params, many, context)
        if sql.startswith("SELECT") and 'FROM "media_hotspot"' in sql and not seen:
            seen.append(sql)
            Hotspot.objects.filter(pk=spot.pk).update(removed_at=None)
        return answer

    with connection.execute_wrapper(put_back_then):
        arriving.sweep()
    assert (len(seen), Hotspot.objects.filter(pk=spot.pk, removed_at=None).exists()) == (1, True)
    assert spot.still.storage.exists(spot.still.name)


def test_panorama_when_swept_meanwhile_then_whoever_puts_it_back_is_told_and_nothing_is_recorded(
    editor: Account,
) -> None:
    one = a_panorama(editor)
    thrown_away(one)
    arriving.sweep()
    before = events()
    with pytest.raises(NotThere, match="找不回来"):
        commands.return_panorama(one, by=editor)
    assert events() == before


def test_spot_when_swept_meanwhile_then_whoever_puts_it_back_is_told_and_nothing_is_recorded(
    editor: Account,
) -> None:
    spot = a_spot(editor)
    thrown_away(spot)
    arriving.sweep()
    before = events()
    with pytest.raises(NotThere, match="找不回来"):
        commands.return_hotspot(spot, by=editor)
    assert events() == before
    again = f"/panoramas/{spot.panorama.ref}/spots/{spot.ref}/removal/undo/"
    assert signed_in(editor).post(again).status_code == 404
