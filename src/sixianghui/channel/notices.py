"""What senders are told: their article came back, or came out. And the desk: what could not come out at its time. The
words say it all; nobody has to sign in to know."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import Account
from sixianghui.channel.models import BasePage, Piece, Release, Review
from sixianghui.notify import public as notify

KIND, LABEL, WHY = "channel.contribution", _("我投的稿"), _("你给频道投了稿，退回或发布了就告诉你。")
LATE, LATE_LABEL = "channel.late", _("没能发布的稿子")
LATE_WHY = _("你写的或你终审的稿子，定了时间却没能发布，就告诉你。")


def returned(page: Piece, review: Review) -> None:
    """To the sender, with the reason."""
    if page.contributor is None:
        return
    notify.tell(
        page.contributor,
        kind=KIND,
        title=format_lazy(_("《{title}》请你改一改"), title=page.draft_title),
        text=format_lazy(_("编辑的意见：{reason} 改好再送就行；不想改，放着也可以。"), reason=review.reason),
        url=reverse("channel:contribution", args=[page.pk]),
        once=f"review:{review.pk}",
    )


def released(page: Piece, release: Release) -> None:
    """To the sender, with the address."""
    if page.contributor is None:
        return
    notify.tell(
        page.contributor,
        kind=KIND,
        title=format_lazy(_("《{title}》发布了"), title=release.title),
        text=format_lazy(
            _("你投的稿经三审发布在“{column}”。发现哪里不对，按文末的“告诉编辑”就行。"),
            column=release.column.title,
        ),
        url=page.get_url() or "",
        once=f"release:{release.pk}",
    )


def not_released(page: BasePage, chief: Account | None, fault: str) -> None:
    """To whoever wrote it and whoever passed it: it had its time, and is a draft again. Whoever sent it in from a branch
    does not enter the desk, and is sent to it as it stands among their own.
    """
    sender = getattr(page, "contributor_id", None)
    for person in {one for one in (page.owner, chief) if one is not None}:
        own = person.pk == sender
        notify.tell(
            person,
            kind=KIND if own else LATE,
            title=format_lazy(_("《{title}》到了时间没能发布"), title=page.draft_title),
            text=format_lazy(_("原因：{fault} 这一版现在又是草稿，改好再送审就行。"), fault=fault),
            url=reverse("channel:contribution" if own else "wagtailadmin_pages:edit", args=[page.pk]),
        )
