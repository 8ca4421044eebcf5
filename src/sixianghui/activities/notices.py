"""What people are told about activities. Each text says everything; nobody must sign in to understand it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import Account, Post
from sixianghui.activities import queries
from sixianghui.activities.models import Activity, Resolution
from sixianghui.directory.public import Unit
from sixianghui.notify.public import register_kind, tell
from sixianghui.ui import public as ui

PARTNER = "activities.partner"
RESOLUTION = "activities.resolution"
#: Who is told that their unit was named as a partner.
_LEADERS = frozenset({Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.GUIDE})


def register() -> None:
    """Tell `notify` what kinds of messages these are."""
    register_kind(PARTNER, _("写成合办的活动"), _("别的组织把你所在的组织写成了合办，由你看一眼对不对。"))
    register_kind(RESOLUTION, _("等我办的决议"), _("会上定了一件事由你来办，或者快到日子了。"))


def named(activity: Activity, units: Iterable[Unit], *, by: Account) -> None:
    """To those who lead the units that were named as partners."""
    for unit in units:
        for account in queries.holders(unit, _LEADERS):
            if account.pk != by.pk:
                tell(
                    account,
                    kind=PARTNER,
                    title=format_lazy(_("{unit}把你们写成了合办"), unit=activity.unit.short_name),
                    text=format_lazy(
                        _("{day}的“{title}”写着由{unit}合办。参加了就不用管；没有参加，可以自己退出来。"),
                        day=lazy(ui.long_date, str)(activity.starts_on),
                        title=activity.title,
                        unit=unit.short_name,
                    ),
                    url=reverse("activities:activity", args=[activity.ref]),
                    once=f"activity:{activity.ref}:partner:{unit.pk}",
                )


def resolved(resolution: Resolution, *, by: Account) -> None:
    """To whoever has to do it, unless they wrote it down themselves."""
    for account in queries.owners_of(resolution):
        if account.pk != by.pk:
            _tell(account, resolution, _("会上定了一件事由你来办"), "new")


def due(resolution: Resolution) -> None:
    """To whoever has to do it, once, a few days before."""
    for account in queries.owners_of(resolution):
        _tell(account, resolution, _("会上定的一件事快到日子了"), "due")


def _name(resolution: Resolution) -> str:
    """By which it is known though its meeting's time was put right: then it is another row with the same words.

    One that is written again for another day is another one: who has to do it must hear of that day.
    """
    words = hashlib.sha256(resolution.text.encode()).hexdigest()[:16]
    return f"{resolution.activity.ref}:{words}:{resolution.due_on:%Y%m%d}"


def _tell(account: Account, resolution: Resolution, title: object, why: str) -> None:
    tell(
        account,
        kind=RESOLUTION,
        title=title,  # type: ignore[arg-type]
        text=format_lazy(
            _("“{text}”，办到{day}。办好了写一句结果就行。"),
            text=resolution.text,
            day=lazy(ui.long_date, str)(resolution.due_on),
        ),
        url=reverse("activities:settlement", args=[resolution.pk]),
        once=f"resolution:{_name(resolution)}:{why}",
    )
