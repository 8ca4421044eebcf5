"""Where this room leads: the page of what guards one's own account, and what the security administrator does."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.actions import Action
from sixianghui.access.models import Account
from sixianghui.access.queries import may
from sixianghui.ui.public import About, Mine


def mine(account: Account) -> Iterator[Mine]:
    """The second step, and where one is signed in."""
    yield Mine(
        _("第二步验证和登录着的设备"),
        reverse("access:security"),
        _("验证器、通行密钥、备用码；退出别的设备"),
        about=About.SIGN_IN,
    )
    if settings.SOCIALACCOUNT_PROVIDERS and may(account, Action.OPEN_ACCOUNT):
        yield Mine(
            _("替人连上登录方式"),
            reverse("access:beforehand"),
            _("第一次登录以前，按企业微信账号一类的编号连好"),
            about=About.SIGN_IN,
        )
