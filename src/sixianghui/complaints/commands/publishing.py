"""A question and its answer for everybody: prepared by whoever answered, released by somebody else, and taken back at any
moment by whoever wrote the letter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.complaints import queries, rules, search
from sixianghui.complaints.actions import Action
from sixianghui.complaints.commands.desks import lock
from sixianghui.complaints.commands.handling import require_desk
from sixianghui.complaints.commands.writing import whose
from sixianghui.complaints.models import Complaint, Part, Preparation, PublicText, Turn, Verdict, Words
from sixianghui.complaints.queries import Letter
from sixianghui.complaints.rules import Publicity, State, Told
from sixianghui.notify import public as notify


def prepare(complaint: Complaint, told: Told, *, by: Account) -> Preparation:
    """Write what everybody is to read of an answered question. It waits for somebody else, and nobody reads it until then."""
    told = _checked(told)
    with transaction.atomic():
        letter = lock(complaint)
        require_desk(letter, by)
        if not letter.to_prepare:
            raise Conflict(_why_not(letter))
        sender = queries.sender_of(complaint)
        assert letter.desk is not None
        made = Preparation.objects.create(complaint=complaint, at=time.now(), actor=by, unit=letter.desk.unit)
        PublicText.objects.create(
            preparation=made,
            title=told.title,
            question=told.question,
            answer=told.answer,
            shown_as=sender.shown_as if sender is not None else "",
            abridged=told != _as_written(complaint),
        )
        audit.record("letter:prepare", actor=by, thing=made)
    return made


def release(preparation: Preparation, *, by: Account) -> Verdict:
    """Let everybody read it. Never by whoever prepared it, gave the answer or wrote the letter."""
    with transaction.atomic():
        letter, found = _waiting(preparation, by)
        made = _say(found, Turn.RELEASED, by)
        audit.record(str(Action.RELEASE), actor=by, thing=found)
        search.show(found.ref)
        sender = queries.sender_of(found.complaint)
        if sender is not None and sender.account is not None:
            notify.tell(
                sender.account,
                kind="complaints.answered",
                title=gettext_lazy("你问的和答复公开了"),
                text=format_lazy(
                    gettext_lazy("你写给书记的“{title}”和答复，现在大家都读得到。不想公开了，随时可以撤下。"),
                    title=found.text.title,
                ),
                url=queries.own_url(letter.ref),
            )
    return made


def send_back(preparation: Preparation, reason: str, *, by: Account) -> Verdict:
    """Return it to whoever prepared it, with what should be otherwise. They are told; the reason stands on the letter's page."""
    if not rules.SHORTEST <= len(reason.strip()) <= rules.LONGEST:
        raise HouseError(_("请写一句为什么退回，准备的人要照着改。"))
    with transaction.atomic():
        letter, found = _waiting(preparation, by)
        made = _say(found, Turn.RETURNED, by)
        found.text.reason = reason.strip()
        found.text.save(update_fields=["reason"])
        audit.record("letter:return", actor=by, thing=found)
        if letter.desk is not None:
            notify.tell(
                letter.desk.handler,
                kind="complaints.waiting",
                title=gettext_lazy("公开稿退回来了"),
                text=gettext_lazy("你准备的一份公开稿被退回来了。为什么退、要怎么改，登录后在那封信里看。"),
                url=queries.desk_url(letter.ref),
            )
    return made


def hide(complaint: Complaint, *, by: Account | None = None, code: str = "") -> Publicity:
    """The writer wants the answer for themselves alone. What was prepared goes, what stands for everybody is taken down at
    once; it does not come back. Returns how far it was. Whoever wrote it may: by their account, or by the receipt code.
    """
    with transaction.atomic():
        letter = lock(complaint)
        sender = whose(complaint, by, code)
        before = letter.publicity
        if before is Publicity.PRIVATE:
            raise Conflict(_("答复本来就只给你一个人看。"))
        sender.public, sender.shown_as = False, ""
        sender.save(update_fields=["public", "shown_as"])
        found = queries.newest_preparation(complaint)
        if found is not None:
            turn = Turn.TAKEN_DOWN if before is Publicity.RELEASED else Turn.DROPPED
            _end(found, turn, by=None)
        audit.record("letter:hide", actor=by, thing=complaint)
    return before


def take_down(preparation: Preparation, *, by: Account) -> Verdict:
    """The organisation takes back what everybody reads: something should not have stood there. It may be prepared anew."""
    with transaction.atomic():
        letter = lock(preparation.complaint)
        require(by, Action.RELEASE, preparation)
        found = queries.newest_preparation(preparation.complaint)
        if letter.publicity is not Publicity.RELEASED or found is None or found.pk != preparation.pk:
            raise Conflict(_("这一份没有公开着，不用撤。"))
        made = _end(found, Turn.TAKEN_DOWN, by=by)
        audit.record("letter:take-down", actor=by, thing=found)
    return made


def _end(found: Any, turn: Turn, *, by: Account | None) -> Verdict:
    """Nobody is to read a text any more: its words go, those of earlier ones that were returned, and whatever shows them."""
    made = _say(found, turn, by)
    PublicText.objects.filter(preparation__complaint=found.complaint_id).delete()
    search.show(found.ref)
    return made


def _say(found: Any, turn: Turn, by: Account | None) -> Verdict:
    return Verdict.objects.create(
        preparation=found, what=turn, at=time.now(), actor=by, unit_id=found.unit_id
    )


def _waiting(preparation: Preparation, by: Account) -> tuple[Letter, Any]:
    """A text that waits for a second person, held until the transaction ends; and that this is one."""
    letter = lock(preparation.complaint)
    found = queries.preparation(preparation.pk)
    require(by, Action.RELEASE, found)
    if not queries.may_release(by, found):
        raise Refused(_("自己写的、自己答的、自己准备的，要请另一个人来看。"))
    newest = queries.newest_preparation(preparation.complaint)
    if letter.publicity is not Publicity.PREPARED or newest is None or newest.pk != found.pk:
        raise Conflict(_("这一份已经有人看过，或者写信的人不想公开了。"))
    return letter, found


def _checked(told: Told) -> Told:
    told = Told(told.title.strip(), told.question.strip(), told.answer.strip())
    if not told.title or len(told.title) > rules.TITLE_LONGEST:
        raise HouseError(_("题目请控制在 %(most)d 个字以内。") % {"most": rules.TITLE_LONGEST})
    if not all(rules.SHORTEST <= len(text) <= rules.LONGEST for text in (told.question, told.answer)):
        raise HouseError(
            _("问和答都请写 %(least)d 到 %(most)d 个字。") % {"least": rules.SHORTEST, "most": rules.LONGEST}
        )
    return told


def _as_written(complaint: Complaint) -> Told:
    texts = {one.part: one.text for one in Words.objects.filter(complaint=complaint)}
    parts = (Part.TITLE, Part.LETTER, Part.ANSWER)
    return Told(*(texts.get(part, "") for part in parts))


def _why_not(letter: Letter) -> str:
    if letter.state is not State.ANSWERED:
        return _("先答复，再准备公开。")
    if letter.publicity is Publicity.PRIVATE:
        return _("写信的人要的是只回本人，不能公开。")
    return _("已经准备好了，等另一个人看。")


def forget_writer(complaints: Iterable[int], *, name: str = "") -> int:
    """Nobody is behind these letters any more. What was never released goes. What stands for everybody loses the name that
    stood with it; where `name` stands in its words, it is taken down. Returns how many stay.
    """
    stay = 0
    texts = PublicText.objects.filter(preparation__complaint__in=list(complaints))
    for text in texts.select_related("preparation"):
        found = text.preparation
        if not queries.is_released(found):
            if not found.verdicts.filter(struck_at__isnull=True).exists():
                _say(found, Turn.DROPPED, None)
            text.delete()
            continue
        names = {one for one in (name.strip(), text.shown_as.strip()) if len(one) > 1}
        said = "\n".join((text.title, text.question, text.answer, *queries.changes_in(found)))
        if any(one in said for one in names):
            _end(found, Turn.TAKEN_DOWN, by=None)
            continue
        text.shown_as = ""
        text.save(update_fields=["shown_as"])
        search.show(found.ref)
        stay += 1
    return stay
