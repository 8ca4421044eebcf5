"""What happens in the room: wanting to know too, answering, saying something to everybody, coming to a point."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.lectures import queries, rules
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.telling import tell
from sixianghui.lectures.models import AgendaItem, Answered, Helper, Lecture, Notice, Second
from sixianghui.lectures.rules import State
from sixianghui.ledger import public as ledger
from sixianghui.remarks import public as remarks
from sixianghui.ui import public as ui


def require_part(lecture: Lecture, by: Account, *parts: str) -> None:
    """Raise `Refused` unless this person has one of these parts in the lecture; whoever organises it has all."""
    if not queries.parts_of(by, lecture) & frozenset(parts or Helper.Part.values):
        raise Refused(_("这件事由主讲、主持人或者主办的组织来做。"))


def second(lecture: Lecture, question: remarks.Remark, *, by: Account) -> int:
    """I want to know it too, once. Returns how many do."""
    _shown(lecture, question)
    with transaction.atomic():
        try:
            with transaction.atomic():
                Second.objects.create(question=question, account=by)
        except IntegrityError:
            return queries.wish_count(question)  # pressed twice
        return _tell_wishes(lecture, question)


def unsecond(lecture: Lecture, question: remarks.Remark, *, by: Account) -> int:
    """No longer. Returns how many still do."""
    with transaction.atomic():
        if Second.objects.filter(question=question, account=by).delete()[0]:
            return _tell_wishes(lecture, question)
    return queries.wish_count(question)


def mark_answered(lecture: Lecture, question: remarks.Remark, *, by: Account) -> Answered:
    """Take a question up now: the moment stands with it, and leads into the replay. Again is as good."""
    require_part(lecture, by)
    _shown(lecture, question)
    with transaction.atomic():
        locked = lock(lecture)
        stands = queries.standing(locked)
        if stands.began is None:
            raise Conflict(_("还没有开播。开播以后再标“正在答”。"))
        if stands.state is State.ENDED:
            raise Conflict(_("课已经结束了。没有答到的，请书面答复。"))
        known = queries.answered(question)
        if known is not None:
            return known
        now = time.now()
        Answered.objects.standing().filter(lecture=locked).fill_in(done_at=now)  # the one before is over
        made = Answered.objects.create(
            lecture=locked,
            question=question,
            seconds=rules.seconds_in(stands.began, now),
            at=now,
            actor=by,
            unit=locked.activity.unit,
        )
        audit.record("lecture:answer", actor=by, thing=made)
        _tell_answered(locked, question, made.seconds, done=False)
    return made


def finish_answer(lecture: Lecture, question: remarks.Remark, *, by: Account) -> None:
    """Say that the answer is over."""
    require_part(lecture, by)
    with transaction.atomic():
        known = _taken_up(question)
        if Answered.objects.filter(pk=known.pk).fill_in(done_at=time.now()):
            audit.record("lecture:finish-answer", actor=by, thing=known)
            _tell_answered(lecture, question, known.seconds, done=True)


def unmark(lecture: Lecture, question: remarks.Remark, *, by: Account) -> None:
    """It was not answered after all: struck."""
    require_part(lecture, by)
    with transaction.atomic():
        known = _taken_up(question)
        rows = Answered.objects.filter(pk=known.pk)
        if rows.fill_in(struck_at=time.now(), struck_by=by, struck_reason=_("标错了")):
            audit.record("lecture:unmark", actor=by, thing=known)
            _tell_answered(lecture, question, None, done=False)


def say_notice(lecture: Lecture, text: str, *, by: Account) -> Notice:
    """Say something to everybody; it is pinned until something else is said or it is taken back. What is pinned already is
    not said twice: somebody pressed once more."""
    require_part(lecture, by, Helper.Part.MODERATOR)
    said = " ".join(text.split())
    if not 2 <= len(said) <= rules.NOTICE_LENGTH:
        raise HouseError(_("请写 2 到 %(most)d 个字。") % {"most": rules.NOTICE_LENGTH})
    with transaction.atomic():
        lock(lecture)
        pinned = queries.notice(lecture)
        if pinned is not None and pinned.text == said:
            return pinned
        made = Notice.objects.create(
            lecture=lecture, text=said, at=time.now(), actor=by, unit=lecture.activity.unit
        )
        audit.record("lecture:notice", actor=by, thing=made)
        tell(lecture, "notice", text=said)
        ui.purge(lecture.tag)
    return made


def take_back_notice(lecture: Lecture, *, by: Account) -> None:
    """Nothing is pinned any more: what was said stays in the book, struck."""
    require_part(lecture, by, Helper.Part.MODERATOR)
    with transaction.atomic():
        rows = Notice.objects.standing().filter(lecture=lecture)
        if rows.fill_in(struck_at=time.now(), struck_by=by, struck_reason=_("主持人收回")):
            audit.record("lecture:take-back-notice", actor=by, thing=lecture)
            tell(lecture, "notice", text="")
            ui.purge(lecture.tag)


def come_to(lecture: Lecture, item: AgendaItem, *, by: Account) -> AgendaItem:
    """This point is spoken of from now on: it is a chapter. Again puts the moment right."""
    require_part(lecture, by)
    with transaction.atomic():
        locked = lock(lecture)
        stands = queries.standing(locked)
        if stands.began is None or stands.state is State.ENDED:
            raise Conflict(_("正在直播的时候才能标“讲到这里”。"))
        item = AgendaItem.objects.select_for_update(no_key=True).get(pk=item.pk, lecture=locked)
        item.seconds = rules.seconds_in(stands.began, time.now())
        item.save(update_fields=["seconds"])
        audit.record("lecture:come-to", actor=by, thing=item, detail={"seconds": item.seconds})
        tell(locked, "agenda", number=item.number, clock=rules.clock(item.seconds), seconds=item.seconds)
        ui.purge(locked.tag)
    return item


def close_talk() -> int:
    """Have lectures that ended a while ago take no more comments and questions. Returns how many threads were closed."""
    with transaction.atomic():
        done = 0
        for lecture in queries.still_talking():
            done += remarks.close_threads([lecture.comments_id, lecture.questions_id])
            ui.purge(lecture.tag)
        return done


def tell_numbers() -> int:
    """Tell the rooms that are on air how many came so far. Returns how many rooms."""
    rooms = queries.on_air_anywhere()
    for lecture in rooms:
        found = queries.numbers(lecture, State.LIVE)
        tell(lecture, "counted", viewings=found.viewings, present=found.present)
    return len(rooms)


def _shown(lecture: Lecture, question: remarks.Remark) -> None:
    """Only what everybody reads is wanted or answered."""
    if queries.question(lecture, question.ref) is None:
        raise NotThere(_("没有这个问题，或者它还没有放出来。"))


def _taken_up(question: remarks.Remark) -> Answered:
    known = queries.answered(question)
    if known is None:
        raise Conflict(_("这个问题没有标过“正在答”。"))
    return known


def _tell_wishes(lecture: Lecture, question: remarks.Remark) -> int:
    many = queries.wish_count(question)
    tell(lecture, "second", ref=question.ref, many=many)
    ui.purge(lecture.tag)
    return many


def _tell_answered(lecture: Lecture, question: remarks.Remark, seconds: int | None, *, done: bool) -> None:
    clock = "" if seconds is None else rules.clock(seconds)
    tell(lecture, "answered", ref=question.ref, seconds=seconds, clock=clock, done=done)
    ui.purge(lecture.tag, ledger.get("lectures.answered").tag)
