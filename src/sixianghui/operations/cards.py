"""What waits on the desk of whoever runs the installation."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.operations.actions import Action
from sixianghui.tasks import public as tasks
from sixianghui.ui.public import Card


def cards(account: Account) -> Iterator[Card]:
    """Jobs that failed and are tried no more: somebody decides."""
    if not may(account, Action.RUN):
        return
    failed = tasks.counts().failed
    if failed:
        yield Card(
            eyebrow=_("运行状况"),
            title=_("%(count)s 个后台任务没做成") % {"count": failed},
            text=_("试了几次都不行，不会自己再试。看看为什么，再试一次或者不做了。"),
            verb=_("看一看"),
            url=reverse("operations:jobs"),
            minutes=3,
        )
    outside = tasks.open_ones().count()
    if outside:
        yield Card(
            eyebrow=_("运行状况"),
            title=_("%(count)s 件送到外面的事要看一眼") % {"count": outside},
            text=_("不知道成没成，为了不重复，没有再送。到对方那里看一眼。"),
            verb=_("看一看"),
            url=reverse("operations:jobs"),
            minutes=3,
        )
