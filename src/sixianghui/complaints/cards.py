"""What waits on somebody's desk, for 本周. Cards hold no words of a letter."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, within
from sixianghui.complaints import queries
from sixianghui.complaints.models import Kind
from sixianghui.complaints.rules import State
from sixianghui.ui.public import Card, Whose


def cards(account: Account) -> Iterator[Card]:
    """Letters to answer; for whoever grants posts, letters that nobody may have."""
    if queries.may_handle(account):
        for letter in queries.on_desk(account):
            title, text = _TEXTS[Kind(letter.complaint.kind)]()
            if letter.state is State.PASSED_ON:
                text = _("别处转来的，转办说明在信里。")
            yield Card(
                eyebrow=_("建议与投诉"),
                title=title,
                text=text,
                verb=_("去答复"),
                url=queries.desk_url(letter.ref),
                minutes=5,
                due=letter.complaint.promised_on,
                since=letter.received_on,
                whose=Whose.ORGANISATION,
                provisional=letter.complaint.provisional,
            )
    if within(account, "appointment:approve").everywhere:
        yield from _nobodys()


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
    Kind.SUGGESTION: lambda: (_("答复一条建议"), _("有人写来一条建议。不归你管的，可以转给管的人。")),
    Kind.COMPLAINT: lambda: (_("答复一件投诉"), _("有人写来一件投诉。先核实，再把结果告诉他。")),
    Kind.BURDEN: lambda: (
        _("答复一件“要求太多”"),
        _("有人说某件事要求太多。发要求的人不知道这封信，请替写信的人把关。"),
    ),
}
