"""What writers do: choose a name, write, put right, take back. Any account may, so the permission is being signed in."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.directory.public import Unit, open_units
from sixianghui.remarks import places, queries, rules
from sixianghui.remarks.commands import telling
from sixianghui.remarks.models import (
    Alias,
    Author,
    HeldWord,
    Moderation,
    Remark,
    Thread,
    Verdict,
    Withdrawal,
    Words,
)
from sixianghui.remarks.rules import NameFault, Outcome, State

_NAME_FAULTS = {
    NameFault.LENGTH: lambda: _("名字请用 2 到 12 个字。"),
    NameFault.LETTERS: lambda: _("名字里只能有文字、数字和 · - _。"),
    NameFault.RESERVED: lambda: _("这个名字容易让人当成单位或工作人员，请换一个。"),
    NameFault.NUMBER: lambda: _("名字里数字太多，像电话号码，请换一个。"),
}


def choose_name(account: Account, name: str) -> Alias:
    """Choose the name one is shown under from now on; what was written before keeps the old one."""
    chosen = " ".join(name.split())
    fault = rules.name_fault(chosen, reserved=open_units().values_list("short_name", flat=True))
    if fault is not None:
        raise HouseError(_NAME_FAULTS[fault]())
    try:
        with transaction.atomic():
            made, _new = Alias.objects.update_or_create(
                account=account,
                defaults={"name": chosen, "plain": rules.normal(chosen), "chosen_at": time.now()},
            )
            audit.record("remark:name", actor=account, thing=made)
            return made
    except IntegrityError as error:
        raise Conflict(_("已经有人用这个名字了，请换一个。")) from error


def write(
    thread: Thread,
    text: str,
    *,
    by: Account,
    nonce: str,
    reply_to: str = "",
    for_unit: Unit | None = None,
) -> Remark:
    """Write a remark. It waits until somebody lets it through; in a thread that is looked at afterwards, only when
    something about it makes a look necessary.

    `nonce` was made with the form: the same form sent twice is one remark. `for_unit`: said in a unit's name, which
    the caller has asked permission for. Raises `Conflict` where nothing can be written now, `HouseError` for what is
    wrong with the text.
    """
    said = _checked(text)
    ref = ids.digest_of(f"remark {by.pk} {nonce}")[:24]
    try:
        with transaction.atomic():
            thread = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
            before = queries.remarks().filter(ref=ref).first()
            if before is not None:
                return _same(before, said)
            require_open(thread, by)
            _require_pace(thread, by)
            parent = _parent(thread, reply_to)
            held = _holds(said)
            remark = Remark.objects.create(
                ref=ref, thread=thread, reply_to=parent, unit=for_unit, at=time.now()
            )
            Author.objects.create(remark=remark, account=by, name=_name_of(by))
            audit.record("remark:write", actor=by, thing=remark)
            _put(remark, said, number=1, held=held, moderation=Moderation(thread.moderation))
            return remark
    except IntegrityError:
        before = queries.remarks().filter(ref=ref).first()  # the same form, sent twice at once
        if before is None:
            raise
        return _same(before, said)


def _checked(text: str) -> str:
    said = rules.clean(text)
    if not rules.SHORTEST <= len(said) <= rules.LONGEST:
        raise HouseError(
            _("请写 %(least)d 到 %(most)d 个字。") % {"least": rules.SHORTEST, "most": rules.LONGEST}
        )
    return said


def _same(before: Any, said: str) -> Remark:
    if before.text != said:
        raise Conflict(_("这一条已经发过了。要再写一条，请刷新这一页。"))
    return before


def require_open(thread: Thread, by: Account) -> None:
    """Raise `Conflict` with a sentence where this person cannot write now, however long they wait a few seconds."""
    now = time.now()
    off = queries.switched_off(thread)
    if off is not None:
        raise Conflict(_("评论暂时关了，写好的字还在，过一会儿再发。"))
    if thread.closed or not places.may_see(by, thread):
        raise Conflict(_("这里不再收新的评论了。"))
    mute = queries.is_muted_until(by, now)
    if mute is not None:
        raise Conflict(
            _("%(until)s 以前你不能发评论，理由是：%(reason)s")
            % {"until": f"{mute.until.astimezone(time.SHANGHAI):%m-%d %H:%M}", "reason": mute.reason}
        )


def _require_pace(thread: Thread, by: Account) -> None:
    """In a slow thread somebody waits between two."""
    if thread.slow:
        now = time.now()
        last = Remark.objects.standing().filter(thread=thread, author__account=by).order_by("-at").first()
        wait = 0 if last is None else thread.slow - int((now - last.at).total_seconds())
        if wait > 0:
            raise Conflict(_("这里放慢了：请等 %(seconds)d 秒再发。写好的字还在。") % {"seconds": wait})


def _parent(thread: Thread, ref: str) -> Remark | None:
    """What it answers: what everybody can read, in the same thread. An answer to an answer stands beside it."""
    if not ref:
        return None
    found = queries.standing(State.SHOWN).filter(thread=thread, ref=ref).first()
    if found is None:
        raise NotThere(_("你要回复的那一条已经不在了。"))
    return found if found.reply_to_id is None else Remark.objects.get(pk=found.reply_to_id)


def _name_of(account: Account) -> str:
    alias = Alias.objects.filter(account=account).first()
    if alias is None:
        raise HouseError(_("先给自己起一个显示的名字。"))
    return alias.name


def _holds(said: str, *, but: Remark | None = None) -> str:
    """Why it has to be looked at first. A list of words may be long: asked before the chain, for which everybody waits."""
    return " ".join(
        rules.holds(
            said,
            words=HeldWord.objects.order_by().values_list("word", flat=True),
            latest=queries.latest_texts(time.now(), but=but),
        )
    )


def _put(remark: Remark, said: str, *, number: int, held: str, moderation: Moderation) -> None:
    """Write a wording down, and let it through where the thread does that by itself and nothing speaks against it."""
    now = time.now()
    Words.objects.create(remark=remark, number=number, text=said, holds=held, at=now)
    verdicts = remark.verdicts.filter(struck_at__isnull=True)
    last = verdicts.order_by("-number").first()
    through = moderation == Moderation.AFTER and not held
    outcome = Outcome.SHOWN if through else Outcome.HELD
    if not through and (last is None or last.outcome == Outcome.SHOWN):
        telling.tell_desk(remark.thread)
    if last is None and not through:
        return
    Verdict.objects.create(
        remark=remark,
        number=(last.number if last else 0) + 1,
        outcome=outcome,
        at=now,
        unit=remark.thread.unit,
    )
    if through:
        telling.tell_shown(queries.remarks().get(pk=remark.pk))
    elif last is not None and last.outcome == Outcome.SHOWN:
        telling.tell_gone(remark.thread, remark.ref)


def edit(remark: Remark, text: str, *, by: Account) -> Remark:
    """Put right what one wrote, within a few minutes and while nobody has decided on it. Old wordings are kept."""
    said = _checked(text)
    with transaction.atomic():
        row = _own(remark, by)
        require_open(row.thread, by)
        where = queries.state_of(row)
        if not rules.may_edit(time.now(), row.at, where=where, decided=row.decided_by is not None):
            raise Conflict(_("已经改不了了：过了五分钟，或者已经有人看过。可以撤回再写一条。"))
        if said != row.text:
            number, held = row.words.count() + 1, _holds(said, but=row)
            audit.record("remark:edit", actor=by, thing=remark)
            _put(row, said, number=number, held=held, moderation=Moderation(row.thread.moderation))
    return row


def withdraw(remark: Remark, *, by: Account) -> Withdrawal:
    """Take back what one wrote, at any time. Readers stop seeing it at once; once taken back is enough."""
    with transaction.atomic():
        row = _own(remark, by)
        if row.withdrawn:
            return Withdrawal.objects.standing().get(remark=remark)
        was_shown = queries.state_of(row) is State.SHOWN
        made = Withdrawal.objects.create(remark=remark, at=time.now(), unit=row.thread.unit)
        audit.record("remark:withdraw", actor=by, thing=remark)
        if was_shown:
            telling.tell_gone(row.thread, row.ref)
    return made


def _own(remark: Remark, by: Account) -> Any:
    """One's own remark as it is now, held until the transaction ends."""
    Remark.objects.select_for_update(of=("self",), no_key=True).get(pk=remark.pk)
    row = queries.own(by, remark.ref)
    if row is None:
        raise NotThere(_("没有这一条。"))
    return row
