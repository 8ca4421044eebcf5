"""New keys while traffic goes on (T23): nothing unreadable at any moment, and the old key can go."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from sixianghui.vault import commands, keyring
from sixianghui.vault.models import DataKey
from sixianghui.vault.public import CannotOpen, blind_index, clean, renew_master, reseal, rotate, status
from tests.conftest import Lane
from tests.unit.vault.conftest import stored

LATER = commands.GRACE + dt.timedelta(seconds=1)


def _in_force() -> str:
    return keyring.in_force("restricted")


def test_rotation_when_it_is_done_in_steps_then_each_step_leaves_everything_readable(
    drawers: type[Any],
) -> None:
    for number in range(7):
        drawers.objects.create(phone=f"1380000000{number}", note="" if number else "一")
    old = _in_force()
    rotate()
    assert _in_force() != old
    done = 0
    while step := reseal(most=3):
        done += step
        assert [one.phone for one in drawers.objects.order_by("pk")] == [
            f"1380000000{number}" for number in range(7)
        ]
    assert done == 8
    assert {text.split(".")[1] for text in stored(drawers)} == {_in_force()}
    assert {state.key.pk: state.values for state in status()} == {_in_force(): 8, old: 0}


def test_old_key_when_values_need_it_or_it_is_fresh_then_stays_and_else_is_destroyed(
    drawers: type[Any],
) -> None:
    drawer = drawers.objects.create(phone="13800000000")
    old, before = _in_force(), stored(drawers)[0]
    rotate()
    now = timezone.now()
    assert clean(now=now + LATER) == ([], [])
    reseal()
    assert clean(now=now) == ([], [])
    assert clean(now=now + LATER) == ([old], [])
    keyring.forget()
    assert drawers.objects.get().phone == "13800000000"
    from tests.unit.vault.conftest import overwrite

    overwrite(drawers, drawer.pk, before)
    with pytest.raises(CannotOpen, match="已经销毁"):
        drawers.objects.get().phone  # noqa: B018


def test_master_key_when_renewed_then_values_stay_and_the_old_one_can_go(
    drawers: type[Any], tmp_path: Path
) -> None:
    drawers.objects.create(phone="13800000000")
    index, before = blind_index("phone", "1"), stored(drawers)
    path = tmp_path / "secrets" / "vault_master_key"
    (old,) = [line.split()[0] for line in path.read_text().splitlines()]
    new = renew_master()
    assert [line.split()[0] for line in path.read_text().splitlines()] == [old, new]
    assert clean() == ([], [old])
    keyring.forget()
    assert (stored(drawers), drawers.objects.get().phone, blind_index("phone", "1")) == (
        before,
        "13800000000",
        index,
    )
    assert path.stat().st_mode & 0o777 == 0o600


def test_master_key_when_a_renewal_stops_half_way_then_both_are_accepted(drawers: type[Any]) -> None:
    """The new key is in the file, the data keys are still wrapped with the old one."""
    from sixianghui.vault import masters

    drawers.objects.create(phone="13800000000")
    masters.installed().renew()
    keyring.forget()
    assert drawers.objects.get().phone == "13800000000"
    assert clean() == ([], [])


def test_key_when_made_in_a_transaction_that_is_undone_then_is_not_used_again(drawers: type[Any]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        drawers.objects.create(phone="13800000000")
        raise RuntimeError
    assert DataKey.objects.count() == 0
    drawers.objects.create(phone="13900000000")
    keyring.forget()
    assert drawers.objects.get().phone == "13900000000"


def test_rotation_when_others_read_and_write_then_no_read_fails_and_no_write_is_lost(
    drawers: type[Any], lane: Lane, record_property: Any
) -> None:
    rows = lane.pick(300, 20_000, 100_000)
    drawers.objects.bulk_create((drawers(phone=f"{number:011}") for number in range(rows)), batch_size=1000)
    numbers = list(drawers.objects.order_by("pk").values_list("pk", flat=True))
    old, stop, written = _in_force(), threading.Event(), dict(zip(numbers, range(rows), strict=True))
    reads, failures = [0], []

    def traffic() -> None:
        turn = 0
        try:
            while not stop.is_set() or turn < 50:
                number = numbers[turn * 7919 % rows]
                drawer = drawers.objects.get(pk=number)
                if int(drawer.phone) != written[number]:
                    failures.append(f"{number} reads {drawer.phone}")
                reads[0] += 1
                if turn % 3 == 0:
                    written[number] += rows
                    drawer.phone = f"{written[number]:011}"
                    drawer.save(update_fields=["phone"])
                turn += 1
        except Exception as error:  # a failed read or write is what this test looks for
            failures.append(repr(error))
        finally:
            connections.close_all()

    others = threading.Thread(target=traffic)
    others.start()
    rotate()
    while reseal(most=500):
        pass
    stop.set()
    others.join()
    reseal()
    assert failures == []
    assert clean(now=timezone.now() + LATER)[0] == [old]
    keyring.forget()
    found = {drawer.pk: int(drawer.phone) for drawer in drawers.objects.all()}
    assert found == written
    record_property("counted", f"key rotation: {rows} rows sealed anew, {reads[0]} reads meanwhile, 0 failed")


def test_rotation_when_it_writes_without_looking_then_would_lose_a_write(drawers: type[Any]) -> None:
    """The control of the test before: sealing anew must replace only what is still what it read."""
    drawer = drawers.objects.create(phone="1")
    field, text = drawers._meta.get_field("phone"), stored(drawers)[0]
    rotate()
    drawer.phone = "2"
    drawer.save()
    from sixianghui.vault.fields import Sealed
    from sixianghui.vault.queries import sealed_otherwise

    stale = field.sealed(field.unsealed(Sealed(text), drawer.ref), drawer.ref)
    assert sealed_otherwise(drawers, field, "none").filter(pk=drawer.pk, raw=text).update(phone=stale) == 0
    drawers.objects.filter(pk=drawer.pk).update(phone=stale)
    assert drawers.objects.get().phone == "1"
