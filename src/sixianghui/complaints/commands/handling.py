"""What whoever has a letter on the desk does with it. Two things must be true: the permission, and the desk."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.complaints import queries, rules
from sixianghui.complaints.commands.desks import barred_from, lay_on, lock
from sixianghui.complaints.models import Answer, Assignment, Complaint, Part, Why, Words
from sixianghui.complaints.queries import Destination, Letter
from sixianghui.notify import public as notify
from sixianghui.ui import public as ui


def read(letter: Letter, *, by: Account) -> list[Words]:
    """Open a letter that lies on one's desk. That it was opened goes into the audit chain, what it says does not."""
    require_desk(letter, by)
    with transaction.atomic():
        audit.record("complaint:read", actor=by, thing=letter.complaint)
        return queries.words_of(letter)


def answer(complaint: Complaint, text: str, *, by: Account) -> Answer:
    """Answer a letter, once. Whoever wrote it under their name is told; with a code one reads it."""
    said = text.strip()
    with transaction.atomic():
        letter = lock(complaint)
        require_desk(letter, by)
        _require_open(letter)
        if not rules.SHORTEST <= len(said) <= rules.LONGEST:
            raise HouseError(
                _("答复请写 %(least)d 到 %(most)d 个字。") % {"least": rules.SHORTEST, "most": rules.LONGEST}
            )
        now = time.now()
        made = Answer.objects.create(complaint=complaint, at=now, actor=by, unit=_desk(letter).unit)
        Words.objects.create(complaint=complaint, part=Part.ANSWER, text=said, at=now)
        audit.record("complaint:answer", actor=by, thing=complaint)
        sender = queries.sender_of(complaint)
        if sender is not None and sender.account is not None:
            notify.tell(
                sender.account,
                kind="complaints.answered",
                title=gettext_lazy("你写的信有答复了"),
                text=format_lazy(
                    gettext_lazy(
                        "{unit}答复了你写来的信。为了稳妥，答复不写在这里；登录后在“我写过的”里读。"
                    ),
                    unit=str(_desk(letter).unit),
                ),
                url=queries.own_url(complaint.ref),
            )
        ui.purge("figures")
    return made


def pass_on(complaint: Complaint, to: Destination, note: str, *, by: Account) -> Assignment:
    """Pass a letter on to someone who is nearer to it. The promised day stays; the writer sees to whom it went, and why."""
    with transaction.atomic():
        letter = lock(complaint)
        require_desk(letter, by)
        _require_open(letter)
        barred = barred_from(complaint) | {by.pk}
        if to.key not in {one.key for one in queries.destinations(complaint, barred)}:
            raise NotThere(_("不能转给这个人，请另选一位。"))
        if not rules.SHORTEST <= len(note.strip()) <= rules.LONGEST:
            raise HouseError(_("请写一句为什么转，接手的人和写信的人都看得到。"))
        Words.objects.create(complaint=complaint, part=Part.PASSING, text=note.strip(), at=time.now())
        audit.record("complaint:pass-on", actor=by, thing=complaint)
        return lay_on(complaint, to.desk, Why.PASSED_ON, actor=by)


def take_back(complaint: Complaint, *, by: Account) -> Assignment:
    """Undo passing on, within ten minutes and while nobody has answered."""
    with transaction.atomic():
        letter = lock(complaint)
        desk = letter.desk
        if desk is None or desk.actor_id != by.pk or not letter.may_be_taken_back:
            raise Conflict(
                _("已经收不回来了：过了十分钟，或者对方已经办了。要补充的话，请直接告诉接手的人。")
            )
        before = queries.desk_before(desk, by)
        if before is None:
            raise NotThere(_("没有这封信。"))
        require(by, queries.action_for(complaint.kind), before)
        note = Words.objects.filter(complaint=complaint, part=Part.PASSING).last()
        if note is not None:
            note.delete()
        return lay_on(complaint, before.desk, Why.TAKEN_BACK, actor=by)


def _desk(letter: Letter) -> Assignment:
    if letter.desk is None:
        raise NotThere(_("没有这封信。"))
    return letter.desk


def require_desk(letter: Letter, by: Account) -> None:
    """Raise unless the letter lies on this person's desk and the post still allows it."""
    desk = _desk(letter)
    if desk.handler_id != by.pk:
        raise NotThere(_("没有这封信。"))
    require(by, queries.action_for(letter.complaint.kind), desk)


def _require_open(letter: Letter) -> None:
    if letter.state is rules.State.WITHDRAWN:
        raise Conflict(_("对方已经撤回，不用答复了。"))
    if not letter.state.is_open:
        raise Conflict(_("已经答复过了。"))
