"""What whoever runs the machine may do with accounts."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.project import founding
from tests.factories import signed_in, someone_with

pytestmark = pytest.mark.django_db


def test_second_step_when_taken_off_at_the_machine_then_its_owner_is_out_and_it_is_recorded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    account = someone_with(Post.SECURITY_ADMIN)
    client = signed_in(account)
    assert founding.reset(account.username) == 0
    assert "已经去掉" in capsys.readouterr().out
    assert Authenticator.objects.filter(user=account).count() == 0
    assert client.get("/week/").status_code == 302
    assert AuditEvent.objects.filter(action="second-step:reset", actor=None).count() == 1


def test_second_step_when_nobody_has_that_name_then_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert founding.reset("nobody") == 3
    assert "没有登录名是 nobody 的账号" in capsys.readouterr().out
