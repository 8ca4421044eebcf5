"""What waits of backups, for 本周 of whoever runs the installation: that they are not well."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.operations import proofs
from sixianghui.operations.actions import Action
from sixianghui.operations.checks import Level
from sixianghui.ui.public import Card


def cards(account: Account) -> Iterator[Card]:
    """One card, with the first thing that is wrong."""
    if not may(account, Action.RUN):
        return
    bad = next((one for one in proofs.backup() if one.level == Level.BAD), None)
    if bad is not None:
        yield Card(
            eyebrow=_("运维　备份"),
            title=_("备份要看一下"),
            text=bad.text,
            verb=_("去看"),
            url=reverse("operations:backups"),
            minutes=5,
            note=bad.advice,
        )
