"""What waits on somebody's desk, for 本周. Cards hold no words of a letter."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, within
from sixianghui.common import time
from sixianghui.complaints import queries
from sixianghui.complaints.models import Kind
from sixianghui.complaints.rules import Publicity, State
from sixianghui.ui.public import Card, Whose


def cards(account: Account) -> Iterator[Card]:
    """Letters to answer; for whoever grants posts, letters that nobody may have."""
    if queries.may_handle(account):
        for letter in queries.on_desk(account):
            title, text = _TEXTS[Kind(letter.complaint.kind)]()
            if letter.state is State.PASSED_ON:
                text = _("别处转来的，转办说明在信里。")
            yield Card(
                eyebrow=_("书记信箱") if letter.is_question else _("建议与投诉"),
                title=title,
                text=text,
                verb=_("去答复"),
                url=queries.desk_url(letter.ref),
                minutes=5,
                due=letter.complaint.promised_on,
                since=letter.received_on,
                whose=Whose.ORGANISATION,
                provisional=letter.complaint.provisional,
                note=letter.clock,
            )
        yield from _to_prepare(account)
    yield from _to_release(account)
    if within(account, "appointment:approve").everywhere:
        yield from _nobodys()


def _to_prepare(account: Account) -> Iterator[Card]:
    """Answers that everybody is to read and that wait for their public text."""
    for letter in queries.to_prepare(account):
        returned = letter.publicity is Publicity.RETURNED
        yield Card(
            eyebrow=_("书记信箱"),
            title=_("公开稿退回来了") if returned else _("准备一份公开稿"),
            text=_("照退回的原因改好，再送一次。")
            if returned
            else _("答复过了，写信的人同意公开。去掉看得出是谁的地方，请另一个人看过再公开。"),
            verb=_("去改") if returned else _("去准备"),
            url=queries.desk_url(letter.ref),
            minutes=5,
            since=letter.answered_on,
            whose=Whose.ORGANISATION,
        )


def _to_release(account: Account) -> Iterator[Card]:
    """Public texts that wait for this person. The card says nothing of what is in them."""
    for one in queries.to_release(account):
        yield Card(
            eyebrow=_("书记信箱"),
            title=_("看一份公开稿"),
            text=_("别人准备的公开答复，你看过才公开。不行就写一句退回去。"),
            verb=_("去看"),
            url=queries.release_url(one.ref),
            minutes=3,
            since=one.at.astimezone(time.SHANGHAI).date(),
            whose=Whose.ORGANISATION,
        )


def _nobodys() -> Iterator[Card]:
    """One card for all letters without a desk: someone has to be given the post. It says nothing of what they say."""
    waiting = [letter for letter in queries.all_open() if letter.desk is None]
    if waiting:
        first = waiting[0]
        yield Card(
            eyebrow=_("建议与投诉"),
            title=_("有信没有人能受理"),
            text=_("没有人担任纪检委员或工作人员，或者担任的人要回避。有人任了职，信就自动到他手上。"),
            verb=_("去看组织"),
            url=reverse("directory:units"),
            minutes=5,
            due=first.complaint.promised_on,
            since=first.received_on,
            whose=Whose.ORGANISATION,
            provisional=first.complaint.provisional,
        )


_TEXTS = {
    Kind.QUESTION: lambda: (
        _("答复一封写给书记的信"),
        _("有人写给书记，问一件事。该别人管的，附一句话转过去。"),
    ),
    Kind.SUGGESTION: lambda: (_("答复一条建议"), _("有人写来一条建议。不归你管的，可以转给管的人。")),
    Kind.COMPLAINT: lambda: (_("答复一件投诉"), _("有人写来一件投诉。先核实，再把结果告诉他。")),
    Kind.BURDEN: lambda: (
        _("答复一件“要求太多”"),
        _("有人说某件事要求太多。发要求的人不知道这封信，请替写信的人把关。"),
    ),
}
