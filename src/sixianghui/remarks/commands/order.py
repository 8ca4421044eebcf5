"""Keeping order: the switch, silence for a while, how a thread is run, the operators' own words."""

from __future__ import annotations

import contextlib
import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.notify import public as notify
from sixianghui.remarks import queries, rules
from sixianghui.remarks.actions import Action
from sixianghui.remarks.commands import telling
from sixianghui.remarks.commands.judging import require_moderator
from sixianghui.remarks.models import HeldWord, Moderation, Mute, Remark, Switch, Thread

#: How the chain names the whole site.
EVERYWHERE = ("remarks.site", 0)
#: Words of one transaction. It holds the audit chain from its first word on, and whoever else does anything waits.
_PORTION = 100


def _reason(text: str) -> str:
    why = " ".join(text.split())
    if not rules.REASON_SHORTEST <= len(why) <= rules.REASON_LONGEST:
        raise HouseError(_("请写一句理由。"))
    return why


def switch_off(thread: Thread | None, reason: str, *, by: Account) -> Switch:
    """Turn remarks off, of one thread or, without one, of the whole site: nothing can be written, nothing is shown.

    Open pages learn it on commit, kept pages are taken back. Already off is as good.
    """
    _require_switch(thread, by)
    why = _reason(reason)
    running = Switch.objects.standing().filter(ended_at__isnull=True, thread=thread)
    try:
        with transaction.atomic():
            made = Switch.objects.create(
                thread=thread,
                everywhere=thread is None,
                reason=why,
                actor=by,
                unit=thread.unit if thread else None,
                at=time.now(),
            )
            audit.record("remark:switch-off", actor=by, thing=thread or EVERYWHERE)
            _tell(thread)
            return made
    except IntegrityError:
        return running.get()


def switch_on(switch: Switch, *, by: Account) -> Switch:
    """Turn them on again; what was shown before is shown again."""
    _require_switch(switch.thread, by)
    with transaction.atomic():
        if Switch.objects.filter(pk=switch.pk).fill_in(ended_at=time.now()):
            audit.record("remark:switch-on", actor=by, thing=switch.thread or EVERYWHERE)
            _tell(switch.thread)
    switch.refresh_from_db()
    return switch


def _require_switch(thread: Thread | None, by: Account) -> None:
    """One thread: whoever moderates it. The whole site: its own permission."""
    if thread is None:
        require(by, Action.SWITCH)
    else:
        require_moderator(thread, by)


def _tell(thread: Thread | None) -> None:
    if thread is None:
        telling.tell_everywhere()
    else:
        telling.tell_state(thread)


def set_thread(
    thread: Thread,
    *,
    by: Account,
    moderation: Moderation | None = None,
    slow: int | None = None,
    closed: bool | None = None,
) -> Thread:
    """Change how a thread is run: when remarks are looked at, seconds between two of one person, no more new ones."""
    require_moderator(thread, by)
    if slow is not None and not 0 <= slow <= rules.LONGEST_SLOW:
        raise HouseError(_("最多隔 %(most)d 秒。") % {"most": rules.LONGEST_SLOW})
    with transaction.atomic():
        thread = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
        thread.moderation = moderation if moderation is not None else thread.moderation
        thread.slow = slow if slow is not None else thread.slow
        thread.closed = closed if closed is not None else thread.closed
        thread.save(update_fields=["moderation", "slow", "closed"])
        detail = {"moderation": thread.moderation, "slow": thread.slow, "closed": thread.closed}
        audit.record("remark:set-thread", actor=by, thing=thread, detail=detail)
        telling.tell_state(thread)
    return thread


def mute(remark: Remark, lasting: dt.timedelta, reason: str, *, by: Account) -> Mute:
    """Have whoever wrote this be silent for a while, everywhere. They are told until when and why; who it is, the
    moderator does not learn."""
    require(by, Action.MODERATE, remark.thread)
    why = _reason(reason)
    if not dt.timedelta() < lasting <= rules.LONGEST_MUTE:
        raise HouseError(_("最长九十天；到时候还要，再定一次。"))
    writer = queries.writer_of(remark)
    if writer is None or writer.account is None:
        raise Conflict(_("写的人的账号已经注销了。"))
    if writer.account_id == by.pk:
        raise HouseError(_("这是你自己写的。"))
    now = time.now()
    with transaction.atomic():
        # `no_key`: who writes a row that only names this account does not wait.
        Account.objects.select_for_update(no_key=True).get(pk=writer.account.pk)
        known = Mute.objects.standing().filter(account=writer.account, actor=by, at=now).first()
        if known is not None:
            return known
        made = Mute.objects.create(
            account=writer.account, until=now + lasting, reason=why, actor=by, unit=remark.thread.unit, at=now
        )
        audit.record(
            "remark:mute", actor=by, thing=remark, detail={"hours": lasting // dt.timedelta(hours=1)}
        )
        notify.tell(
            writer.account,
            kind="remarks.decided",
            title=gettext_lazy("你暂时不能发评论"),
            text=format_lazy(
                gettext_lazy("到 {until} 为止。理由是：{reason}。觉得不妥，可以从页脚的“建议与投诉”反映。"),
                until=f"{made.until.astimezone(time.SHANGHAI):%Y-%m-%d %H:%M}",
                reason=why,
            ),
        )
    return made


def unmute(mute: Mute, *, by: Account) -> None:
    """End somebody's silence before its time."""
    require(by, Action.MODERATE, mute if mute.unit_id else None)
    with transaction.atomic():
        if Mute.objects.filter(pk=mute.pk).fill_in(ended_at=time.now()):
            audit.record("remark:unmute", actor=by, thing=mute)


def add_word(word: str, note: str, *, by: Account) -> HeldWord:
    """Put a word on the operators' list; what contains it is looked at first from now on."""
    require(by, Action.WORDS)
    plain = " ".join(word.split())
    if not 1 <= len(plain) <= 40 or not rules.normal(plain):
        raise HouseError(_("请写一个词，四十个字以内。"))
    with transaction.atomic():
        made, new = HeldWord.objects.get_or_create(
            word=plain,
            defaults={"note": " ".join(note.split())[:100], "added_at": time.now(), "added_by": by},
        )
        if new:
            audit.record("remark:add-word", actor=by, thing=made)
    return made


def add_words(words: list[tuple[str, str]], *, by: Account) -> int:
    """Put many words with their notes on the list; what stands there already, or is no word, is passed over. How many
    are new. What is cut off half-way is sent once more."""
    require(by, Action.WORDS)
    before = HeldWord.objects.count()
    for start in range(0, len(words), _PORTION):
        with transaction.atomic():
            for word, note in words[start : start + _PORTION]:
                with contextlib.suppress(HouseError):
                    add_word(word, note, by=by)
    return HeldWord.objects.count() - before


def remove_word(word: HeldWord, *, by: Account) -> None:
    """Take a word off the list."""
    require(by, Action.WORDS)
    with transaction.atomic():
        audit.record("remark:remove-word", actor=by, thing=word)
        word.delete()
