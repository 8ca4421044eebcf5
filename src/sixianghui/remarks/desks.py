"""The desk of those who moderate, among the desks of a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.remarks import queries
from sixianghui.ui.public import Place


def desks(account: Account) -> Iterator[Place]:
    """Where remarks are looked at."""
    if queries.may_moderate(account):
        yield Place(_("评论审核"), reverse("remarks:desk"), _("等着看的、举报、申诉和总开关"))
