"""Where this room leads: the page of what guards one's own account."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.models import Account
from sixianghui.ui.public import About, Mine


def mine(account: Account) -> Iterator[Mine]:
    """The second step, and where one is signed in."""
    yield Mine(
        _("第二步验证和登录着的设备"),
        reverse("access:security"),
        _("验证器、通行密钥、备用码；退出别的设备"),
        about=About.SIGN_IN,
    )
