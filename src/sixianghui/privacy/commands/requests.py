"""Asking for a correction or an erasure, and answering. An answer always has its reason."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, may
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.notify import public as notify
from sixianghui.privacy import queries, rules
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Kind, Outcome, Request

ANSWERED = "privacy.answered"


def ask_correction(*, text: str, by: Account, topic: str = "") -> Request:
    """Ask to have something about oneself corrected; it goes to whoever keeps the roster of one's unit."""
    known = dict(queries.topics(queries.subject_of(by)))
    if topic and topic not in known:
        raise HouseError(_("没有这一项，请从列表里选。"))
    return _ask(Kind.CORRECTION, sound_text(text), by, topic)


def ask_erasure(*, text: str = "", by: Account) -> Request:
    """Ask to be erased; it goes to whoever answers for personal data. It needs no reason, and one open request is enough."""
    words = sound_text(text, shortest=0)
    try:
        return _ask(Kind.ERASURE, words, by, "")
    except IntegrityError as error:
        raise Conflict(_("你已经提过删除申请，正在办。")) from error


def withdraw_request(request: Request, *, by: Account) -> Request:
    """Take one's own request back while it is open."""
    if request.account_id != by.pk:
        raise Refused(_("只有提出的人能撤回。"))
    with transaction.atomic():
        _close(request, Outcome.WITHDRAWN, "", by)
        audit.record("privacy:withdraw", actor=by, thing=request)
    return request


def answer_request(request: Request, *, done: bool, answer: str, by: Account) -> Request:
    """Answer: a correction was made, or anything was refused, each with the reason. An erasure is done by `erase`."""
    require_answerer(request, by)
    if done and request.kind == Kind.ERASURE:
        raise Conflict(_("删除要在办理页上确认，办完会自动答复。"))
    words = sound_text(answer)
    with transaction.atomic():
        _close(request, Outcome.DONE if done else Outcome.REFUSED, words, by)
        audit.record("privacy:answer", actor=by, thing=request, detail={"outcome": request.outcome})
        title = gettext_lazy("你的更正请求办好了") if done else gettext_lazy("你的请求没有办，理由在这里")
        notify.tell(
            request.account,
            kind=ANSWERED,
            title=title,
            text=words,
            url="/me/data/",
            once=f"privacy:{request.ref}",
        )
    return request


def require_answerer(request: Request, by: Account) -> None:
    """Raise `Refused` unless `by` may answer this one; nobody answers their own."""
    reach = may(by, Action.ANSWER, request) or (request.unit_id is None and may(by, Action.ANSWER))
    if request.kind == Kind.CORRECTION:
        reach = reach or may(by, queries.EDIT_PERSON, request)
    if request.account_id == by.pk or not reach:
        raise Refused(_("这一件要由别人来答复。"))


def sound_text(text: str, *, shortest: int = rules.SHORTEST) -> str:
    """Words that say something; else a sentence about what is wrong with them."""
    words = text.strip()
    match rules.text_fault(words, shortest=shortest):
        case rules.TextFault.TOO_SHORT:
            raise HouseError(_("请写明理由，至少四个字。"))
        case rules.TextFault.TOO_LONG:
            raise HouseError(_("请写短一些，一千字以内。"))
    return words


def _ask(kind: Kind, words: str, by: Account, topic: str) -> Request:
    with transaction.atomic():
        request = Request.objects.create(
            kind=kind,
            account=by,
            unit=queries.unit_of(by),
            topic=topic,
            text=words,
            due_on=rules.answer_due(time.today()),
        )
        audit.record("privacy:ask", actor=by, thing=request, detail={"kind": str(kind)})
    return request


def _close(request: Request, outcome: Outcome, answer: str, by: Account) -> None:
    open_ = Request.objects.filter(pk=request.pk, outcome="")
    if not open_.update(outcome=outcome, answered_by=by, answered_at=time.now()):
        raise Conflict(_("这一件已经办过了。"))
    request.refresh_from_db()
    if answer:
        request.answer = answer
        request.save(update_fields=["answer"])
