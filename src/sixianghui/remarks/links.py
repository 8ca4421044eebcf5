"""Where somebody who is signed in finds what they wrote."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.remarks import queries
from sixianghui.ui.public import About, Mine


def mine(_account: Account) -> Iterator[Mine]:
    """What one wrote."""
    yield Mine(
        _("我写过的评论"), queries.own_url(), _("放出来没有，要改、要撤回、要申诉"), about=About.WRITTEN
    )
