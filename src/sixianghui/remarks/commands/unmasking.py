"""Looking up who is behind a remark: for a reason, in the audit chain, and never alone."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.notify import public as notify
from sixianghui.remarks import queries, rules
from sixianghui.remarks.actions import Action
from sixianghui.remarks.models import Remark
from sixianghui.vault import public as vault


def unmask(remark: Remark, reason: str, *, by: Account) -> Account:
    """The account behind a remark. A second person is told at once who looked it up and why; without one, nobody may."""
    require(by, Action.UNMASK, remark.thread)
    why = " ".join(reason.split())
    if not 4 <= len(why) <= rules.REASON_LONGEST:
        raise HouseError(_("请用一句话写明为什么要查，四个字以上。"))
    writer = queries.writer_of(remark)
    if writer is None or writer.account is None:
        raise Conflict(_("写的人的账号已经注销，查不到了。"))
    told = queries.told_of_unmasking(by)
    if not told:
        raise Conflict(_("没有第二个人可以告知：要先有人担任审计员或安全管理员。"))
    with transaction.atomic():
        look = vault.note_look(writer, "account", reason=why, account=by.pk)
        audit.record("remark:unmask", actor=by, thing=remark, detail={"look": look.pk})
        for one in told:
            notify.tell(
                one,
                kind="remarks.unmasked",
                title=gettext_lazy("有人查看了一条评论是谁写的"),
                text=format_lazy(
                    gettext_lazy("{who}查看了评论 {ref} 背后的人，写的理由是：{reason}。不妥的话，请过问。"),
                    who=by.name,
                    ref=remark.ref,
                    reason=why,
                ),
            )
    return writer.account
