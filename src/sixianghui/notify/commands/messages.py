"""Telling a person something."""

from __future__ import annotations

import datetime as dt
import re

from django.db import IntegrityError, connection, transaction
from django.utils import translation

from sixianghui.access.public import Account
from sixianghui.notify import clock, kinds, queries, rules, senders
from sixianghui.notify.commands.letters import hand_over
from sixianghui.notify.kinds import Text
from sixianghui.notify.models import Delivery, Message, Preference, State
from sixianghui.notify.senders import IN_APP, MAIL, SMS, Envelope

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def tell(
    account: Account,
    *,
    kind: str,
    title: Text,
    text: Text,
    url: str = "",
    urgent: bool = False,
    before: dt.datetime | None = None,
    once: str = "",
) -> Message:
    """Tell one person something, in the caller's transaction: the message exists only if what it tells happened.

    `text` says everything; nobody should have to sign in to understand it. `title` and `text` may be lazy
    (`gettext_lazy`, `format_lazy`): they are read in the person's own language. `url` is a path of this site for those who want to act, in any language: it leads each to their own. `urgent` goes out at
    once, at night too: keep it for security and for what is lost by the morning. `before` is when what is told begins:
    a message that would come too late with the digest goes out by itself. `once` names what is told ("term:12")
    so that telling it again tells nothing; a job that may run twice gives it.

    Raises `RuntimeError` outside a transaction, `LookupError` for a kind that no room registered, `ValueError` for an
    empty title or text and for a `url` that is no path of this site.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("notify.tell belongs into the transaction of what it tells")
    known = kinds.kind_named(kind)
    if url and (not url.startswith("/") or url.startswith("//") or _BREAKS.search(url)):
        raise ValueError(f"not a path of this site: {url!r}")
    preference = queries.preference_of(account)
    with translation.override(preference.language):
        head, body = _BREAKS.sub(" ", str(title)).strip(), _CONTROLS.sub("", str(text)).strip()
    if not head or not body:
        raise ValueError(f"a message of kind {kind} says nothing")
    message = Message(
        account=account,
        kind=known.name,
        title=head[:200],
        text=body,
        url=url.removeprefix("/en") if url.startswith("/en/") else url,
        urgent=urgent,
        once=once or None,
    )
    if once:
        earlier = _told_before(message)
        if earlier is not None:
            return earlier
    else:
        message.save()
    senders.sender_for(IN_APP, is_sample=False).send(
        Envelope(message.ref, account.pk, IN_APP, "", message.title, message.text)
    )
    late = rules.cannot_wait(clock.now_for(account), preference.hours, before)
    for channel in _channels(account, preference, known, cannot_wait=urgent or late):
        _put_into_a_letter(message, channel, preference, before)
    return message


def _told_before(message: Message) -> Message | None:
    """Save the message unless what it tells was told before; then return what was."""
    same = Message.objects.filter(account=message.account, once=message.once)
    before = same.first()
    if before is not None:
        return before
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:
        return same.get()
    return None


def _channels(account: Account, preference: Preference, kind: kinds.Kind, *, cannot_wait: bool) -> list[str]:
    """By which ways, besides the page of messages, this person is told: mail, or a text when it cannot wait."""
    if not account.is_active:
        return []
    if not queries.wants(preference, kind.name):
        return []
    if account.is_sample:
        return [MAIL]
    reached = queries.channels_of(account)
    if MAIL in reached:
        return [MAIL]
    return [SMS] if cannot_wait and SMS in reached else []


def _put_into_a_letter(
    message: Message, channel: str, preference: Preference, before: dt.datetime | None
) -> None:
    """Add the message to the letter that leaves at the same moment, or begin a letter."""
    account = message.account
    now = clock.now_for(account)
    due = rules.due(
        now,
        preference.hours,
        urgent=message.urgent,
        at_once=message.kind in preference.at_once,
        before=before,
    )
    letter = None if due <= now else _waiting(account, channel, due)
    if letter is None:
        letter = Delivery.objects.create(account=account, channel=channel, due_at=due, urgent=message.urgent)
    letter.messages.add(message)
    if due <= now:
        hand_over(letter, urgent=message.urgent)


def _waiting(account: Account, channel: str, due: dt.datetime) -> Delivery | None:
    """The letter to this person that leaves at `due` and that nobody has taken yet.

    One that somebody else is adding to is passed over: they may wait for the chain, which we may have. Then there are
    two letters.
    """
    return (
        Delivery.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(account=account, channel=channel, state=State.WAITING, tries=0, due_at=due)
        .first()
    )
