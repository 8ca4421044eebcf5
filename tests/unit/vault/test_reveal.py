"""Looking at an encrypted value: permission, a reason, and exactly one row in the chain."""

from __future__ import annotations

from typing import Any

import pytest

from sixianghui.access.public import Post, reveal
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import HouseError, Refused
from sixianghui.vault.public import CannotOpen, looks_at
from tests.factories import a_unit, an_account, someone_with
from tests.unit.vault.conftest import overwrite


def _rows() -> list[tuple[str, int]]:
    return list(AuditEvent.objects.filter(action="field:reveal").values_list("object_kind", "actor"))


def test_value_when_looked_at_with_a_reason_then_one_row_says_who_and_the_note_says_why(
    drawers: type[Any],
) -> None:
    unit = a_unit()
    clerk = someone_with(Post.SECRETARY, unit)
    drawer = drawers.objects.create(phone="13800000000")
    drawer.unit_id = unit.pk
    text = reveal(drawer, "phone", action="person:edit", reason="  联系本人\n核对到会时间 ", by=clerk)
    assert (text, _rows()) == ("13800000000", [("vault.drawer", clerk.pk)])
    assert [(look.account, look.field, look.reason) for look in looks_at(drawer)] == [
        (clerk.pk, "phone", "联系本人 核对到会时间")
    ]
    assert "核对" not in AuditEvent.objects.get(action="field:reveal").detail


def test_value_when_permission_or_reason_is_missing_or_it_does_not_open_then_nothing_is_written(
    drawers: type[Any],
) -> None:
    unit = a_unit()
    clerk, drawer = someone_with(Post.SECRETARY, unit), drawers.objects.create(phone="13800000000")
    drawer.unit_id = unit.pk
    with pytest.raises(Refused):
        reveal(drawer, "phone", action="person:edit", reason="想看看号码", by=an_account())
    for reason in ("", "   看 ", "长" * 201):
        with pytest.raises(HouseError, match="一句话"):
            reveal(drawer, "phone", action="person:edit", reason=reason, by=clerk)
    overwrite(drawers, drawer.pk, "v1.gone.AAAA")
    broken = drawers.objects.get()
    broken.unit_id = unit.pk
    with pytest.raises(CannotOpen):
        reveal(broken, "phone", action="person:edit", reason="联系本人核对", by=clerk)
    assert (_rows(), list(looks_at(drawer))) == ([], [])
