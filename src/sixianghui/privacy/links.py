"""The room's links: in the foot, on the page “我”, on the desk of whoever answers."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.common import time
from sixianghui.privacy import queries
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Kind
from sixianghui.ui.public import About, Card, Link, Mine, Place, Whose


def foot() -> Iterator[Link]:
    """What the house keeps about people."""
    yield Link(_("个人信息怎么用"), reverse("privacy:register"))


def mine(account: Account) -> Iterator[Mine]:
    """What is kept about oneself."""
    note = _("这里记着你的什么，可以带走、更正、删除")
    yield Mine(_("我的信息"), reverse("privacy:mine"), note, about=About.INFORMATION)


def desks(account: Account) -> Iterator[Place]:
    """Requests about personal data, records, breaches."""
    if may(account, Action.ANSWER):
        note = _("更正和删除的请求，评估和记录，泄露处置")
        yield Place(_("个人信息"), reverse("privacy:requests"), note)
    elif may(account, queries.EDIT_PERSON):
        yield Place(_("更正请求"), reverse("privacy:corrections"), _("有人说名册上写错了"))


def cards(account: Account) -> Iterator[Card]:
    """Each request that waits for this person, with the promised day."""
    officer = may(account, Action.ANSWER)
    for one in queries.waiting_for(account)[:20]:
        erasure = one.kind == Kind.ERASURE
        yield Card(
            eyebrow=one.unit.short_name if one.unit else _("个人信息"),
            title=_("%(name)s申请删除个人信息") % {"name": one.account.name}
            if erasure
            else _("%(name)s请求更正个人信息") % {"name": one.account.name},
            text=_("看看哪些能删、哪些要留，办完答复对方。")
            if erasure
            else _("核对以后改正，或说明为什么不改。"),
            verb=_("去办"),
            url=reverse("privacy:request" if officer else "privacy:correction-answer", args=[one.ref]),
            minutes=10 if erasure else 5,
            due=one.due_on,
            since=one.made_at.astimezone(time.SHANGHAI).date(),
            whose=Whose.ORGANISATION,
        )
