"""`sixianghui vault`: keys changed from the command line, sealed anew by a job, and recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from sixianghui.audit.public import AuditEvent
from sixianghui.privacy import commands
from sixianghui.project import vaulting
from sixianghui.vault import keyring
from sixianghui.vault.models import DataKey
from sixianghui.vault.public import left_to_reseal
from tests.unit.vault.conftest import drawers, stored

__all__ = ["drawers"]


def test_keys_when_rotated_and_cleaned_then_every_value_has_the_new_one_and_the_chain_says_so(
    drawers: type[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    drawers.objects.create(phone="13800000000")
    old = keyring.in_force("restricted")
    assert vaulting.run("rotate") == 0
    assert not left_to_reseal()
    assert stored(drawers)[0].split(".")[1] != old
    DataKey.objects.filter(pk=old).update(retired_at=timezone.now() - dt.timedelta(hours=2))
    assert [
        vaulting.run("status"),
        vaulting.run("clean"),
        vaulting.run("rotate", master=True),
        vaulting.run("clean"),
    ] == [0] * 4
    assert [event.action for event in AuditEvent.objects.all()] == [
        "key:rotate",
        "key:destroy",
        "key:renew",
        "key:destroy",
    ]
    assert drawers.objects.get().phone == "13800000000"
    assert old in capsys.readouterr().out


def test_values_when_a_rotation_was_cut_short_then_status_says_so_and_the_routine_goes_on(
    drawers: type[Any],
) -> None:
    from sixianghui.vault.public import rotate

    drawers.objects.create(phone="13800000000")
    rotate()
    assert vaulting.run("status") == 1
    commands.reseal_what_is_left()
    assert vaulting.run("status") == 0


def test_keys_when_the_master_file_is_gone_then_a_sentence_and_status_one(
    drawers: type[Any], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    drawers.objects.create(phone="13800000000")
    (settings.DATA / "secrets" / "vault_master_key").unlink()
    keyring.forget()
    assert vaulting.run("rotate") == 1
    assert "主密钥文件不见了" in capsys.readouterr().err


def test_keys_when_there_is_nothing_encrypted_then_nothing_is_changed(
    transactional_db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (vaulting.run("status"), vaulting.run("clean")) == (0, 0)
    assert "还没有密钥" in capsys.readouterr().out
