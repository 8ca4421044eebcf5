"""How a letter reads: every message in it whole, the oldest first, then why it came and how to stop it."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.common import text as chinese
from sixianghui.common import time
from sixianghui.notify import kinds, links
from sixianghui.notify.models import Delivery, Message, Preference
from sixianghui.notify.senders import SMS, Envelope

RULE = "—" * 12


@dataclass(frozen=True)
class Reason:
    """Why messages of a kind came, and the address that stops them; an empty one where nothing can."""

    label: str
    why: str
    stop: str


def sealed(letter: Delivery, messages: list[Message], to: str, preference: Preference) -> Envelope:
    """The letter in its envelope, in the person's language. There is at least one message."""
    with translation.override(preference.language):
        return (
            _by_sms(letter, messages, to)
            if letter.channel == SMS
            else _by_mail(letter, messages, to, preference)
        )


def _by_sms(letter: Delivery, messages: list[Message], to: str) -> Envelope:
    """A text message: no more than it has to say."""
    words = [
        f"{one.title}{_('：')}{one.text}" + (f" {links.whole(links.in_language(one.url))}" if one.url else "")
        for one in messages
    ]
    text = _("【思享汇】%(words)s") % {"words": " ".join(words)}
    return Envelope(
        letter.token,
        letter.account_id,
        letter.channel,
        to,
        messages[0].title,
        text,
        told_at=messages[-1].made_at,
    )


def _by_mail(letter: Delivery, messages: list[Message], to: str, preference: Preference) -> Envelope:
    reasons = _reasons(messages, preference)
    stoppable = [one for one in reasons if one.stop]
    context = {
        "english": preference.language.startswith("en"),
        "subject": _subject(messages),
        "messages": [
            (one, moment(one), links.whole(links.in_language(one.url)) if one.url else "") for one in messages
        ],
        "reasons": reasons,
        "settings_url": links.whole(reverse("notify:settings")),
        "stop_all": links.Stop(preference.ref).url if stoppable and not letter.urgent else "",
    }
    only_one_kind = len(stoppable) == len(reasons) == 1
    unsubscribe = stoppable[0].stop if only_one_kind else str(context["stop_all"])
    return Envelope(
        letter.token,
        letter.account_id,
        letter.channel,
        to,
        str(context["subject"]),
        _plain(messages, reasons, context),
        render_to_string("notify/mail.html", context),
        unsubscribe,
        messages[-1].made_at,
    )


def _subject(messages: list[Message]) -> str:
    if len(messages) == 1:
        return messages[0].title
    return ngettext("%(count)s 条消息：%(first)s", "%(count)s 条消息：%(first)s 等", len(messages)) % {
        "count": len(messages),
        "first": messages[0].title,
    }


def moment(message: Message) -> str:
    """When it was told, in Shanghai, as an editor writes it."""
    local = message.made_at.astimezone(time.SHANGHAI)
    if (translation.get_language() or "").startswith("en"):
        return f"{local.day} {date_format(local, 'F Y')}, {local:%H:%M}"
    return f"{chinese.long_date(local.date())} {local:%H:%M}"


def _reasons(messages: list[Message], preference: Preference) -> list[Reason]:
    found = []
    for name in sorted({one.kind for one in messages}):
        kind = kinds.find(name)
        if kind is not None:
            stop = links.Stop(preference.ref, name).url if kind.may_unsubscribe else ""
            found.append(Reason(str(kind.label), str(kind.why), stop))
    return found


def _plain(messages: list[Message], reasons: list[Reason], context: dict[str, object]) -> str:
    """The letter as text. An address has a line of its own, so that every mail program finds both its ends."""
    parts = []
    for number, one in enumerate(messages, start=1):
        title = one.title if len(messages) == 1 else f"{number}. {one.title}"
        parts += [title, moment(one), "", one.text, ""]
        if one.url:
            parts += [_("去办："), links.whole(links.in_language(one.url)), ""]
    parts.append(RULE)
    for reason in reasons:
        parts.append(reason.why)
        if reason.stop:
            parts += [_("不再收“%(label)s”的邮件：") % {"label": reason.label}, reason.stop, ""]
        else:
            parts += [_("这是账号安全提醒，不能停。"), ""]
    if context["stop_all"] and len(reasons) > 1:
        parts += [_("什么邮件都不收了："), str(context["stop_all"]), ""]
    parts += [_("换个时间或地址收："), str(context["settings_url"])]
    return "\n".join(parts) + "\n"
