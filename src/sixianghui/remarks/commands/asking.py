"""Asking that a remark be looked at: readers report, writers appeal, somebody else answers."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.notify import public as notify
from sixianghui.remarks import places, queries, rules
from sixianghui.remarks.actions import Action
from sixianghui.remarks.commands import telling
from sixianghui.remarks.commands.judging import decide, lock
from sixianghui.remarks.models import Appeal, AppealAnswer, AppealWords, Remark, Report, ReportKind, Verdict
from sixianghui.remarks.rules import Outcome, State


def report(remark: Remark, kind: ReportKind, note: str, *, by: Account) -> Report:
    """Ask that a remark which everybody can read be looked at. The same person's second report is the first one."""
    with transaction.atomic():
        row = lock(remark)
        if queries.state_of(row) is not State.SHOWN or not places.may_see(by, row.thread):
            raise NotThere(_("这一条已经不在了。"))
        known = Report.objects.standing().filter(remark=remark, actor=by).first()
        if known is not None:
            return known
        made = Report.objects.create(
            remark=remark,
            kind=kind,
            note=" ".join(note.split())[: rules.REASON_LONGEST],
            actor=by,
            unit=row.thread.unit,
            at=time.now(),
        )
        telling.tell_desk(row.thread)
        audit.record("remark:report", actor=by, thing=remark, detail={"kind": str(kind)})
    return made


def appeal(remark: Remark, words: str, *, by: Account) -> Appeal:
    """Ask that somebody else look again at a refusal or at what was taken off; once for each decision."""
    said = " ".join(words.split())
    if not rules.REASON_SHORTEST <= len(said) <= rules.REASON_LONGEST:
        raise HouseError(_("请用一两句话说说为什么应当放出来。"))
    try:
        with transaction.atomic():
            row = lock(remark)
            if row.author.account_id != by.pk:
                raise NotThere(_("没有这一条。"))
            if queries.state_of(row) not in {State.REFUSED, State.HIDDEN}:
                raise Conflict(_("这一条现在不用申诉。"))
            verdict = Verdict.objects.standing().filter(remark=remark).order_by("-number")[0]
            made = Appeal.objects.create(verdict=verdict, actor=None, unit=row.thread.unit, at=time.now())
            AppealWords.objects.create(appeal=made, text=said)
            audit.record("remark:appeal", actor=by, thing=remark)
            return made
    except IntegrityError as error:
        raise Conflict(_("已经申诉过一次了，正在等另一个人看。")) from error


def answer_appeal(appeal: Appeal, agreed: bool, *, by: Account, reason: str = "") -> AppealAnswer:
    """Answer an appeal: not whoever decided first, nor its writer. Agreed, the remark is let through at once."""
    remark = appeal.verdict.remark
    require(by, Action.MODERATE, remark.thread)
    why = " ".join(reason.split())
    if not agreed and not rules.REASON_SHORTEST <= len(why) <= rules.REASON_LONGEST:
        raise HouseError(_("不同意，请写一句理由，写的人看得到。"))
    with transaction.atomic():
        row = lock(remark)
        if by.pk in {appeal.verdict.actor_id, row.author.account_id}:
            raise Refused(_("申诉要由另一个人来看。"))
        if AppealAnswer.objects.standing().filter(appeal=appeal).exists():
            raise Conflict(_("刚才已经有人答复了。"))
        if not queries.open_appeals().filter(pk=appeal.pk).exists():
            raise Conflict(_("这一条刚才已经放出来，或者写的人撤回了，不用再答复。"))
        made = AppealAnswer.objects.create(
            appeal=appeal, agreed=agreed, reason=why, actor=by, unit=row.thread.unit, at=time.now()
        )
        audit.record("remark:answer-appeal", actor=by, thing=remark, detail={"agreed": agreed})
        if agreed:
            decide(row, Outcome.SHOWN, by=by, reason=why)
        if row.author.account is not None:
            notify.tell(
                row.author.account,
                kind="remarks.decided",
                title=gettext_lazy("你的申诉有答复了"),
                text=gettext_lazy("另一个人看过了，你的评论放出来了。")
                if agreed
                else format_lazy(gettext_lazy("另一个人看过了，还是不放。理由是：{reason}。"), reason=why),
                url=queries.own_url(),
            )
    return made
