"""How this room forgets somebody: their habits in the editor go; who edited what stays, without a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, Comment, PageLogEntry, PageSubscription, Revision
from wagtail.users.models import UserProfile

from sixianghui.vault.public import Erasure, Holder, Subject, register_holder


def register() -> None:
    """Called when the app is ready."""
    tables = ("wagtailcore", "wagtailadmin", "wagtailusers", "wagtaildocs", "wagtailimages")
    register_holder(Holder("channel", _("频道与编辑"), erase, order=60, tables=tables))


def erase(subject: Subject) -> Erasure:
    """Delete what only served this person's own editing."""
    done = Erasure()
    if subject.account is None:
        return done
    for label, model in (
        (_("编辑器的个人设置"), UserProfile),
        (_("正在编辑的记录"), EditingSession),
        (_("没写完的表单"), FormState),
        (_("接口凭据"), APIToken),
        (_("关注的页面"), PageSubscription),
    ):
        rows = model._base_manager.filter(user_id=subject.account)
        done.note(label, rows.count())
        rows.delete()
    if any(
        model._base_manager.filter(user_id=subject.account).exists()
        for model in (Revision, PageLogEntry, Comment)
    ):
        done.keep(_("编辑、审稿的记录"), _("稿子改过什么、谁发的，是编辑部的档案；名字已经抹去。"))
    return done
