"""Where this room leads: what guards one's own account, the accounts of others, and what waits to be decided."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access import roll
from sixianghui.access.actions import Action
from sixianghui.access.models import Account
from sixianghui.access.queries import may
from sixianghui.common import time
from sixianghui.ui.public import About, Card, Mine, Place


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


def desks(account: Account) -> Iterator[Place]:
    """The accounts, for those who open them."""
    if may(account, Action.OPEN_ACCOUNT):
        yield Place(_("账号"), reverse("access:accounts"), _("开账号、停用、发登录链接"))


def cards(account: Account) -> Iterator[Card]:
    """Second steps to take off, for those who may decide."""
    for one in roll.resets_to_decide(account):
        yield Card(
            eyebrow=_("账号安全"),
            title=_("给%(name)s重置第二步验证") % {"name": one.account.name},
            text=_("%(who)s提出。先问清楚，确实是本人丢了手机或密钥。") % {"who": one.asked_by.name},
            verb=_("批一下"),
            url=reverse("access:resets"),
            minutes=2,
            since=one.asked_at.astimezone(time.SHANGHAI).date(),
        )
