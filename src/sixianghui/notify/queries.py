"""Reads of notify. A person sees their own messages and nobody else's; administrators see numbers."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.notify import kinds, links, rules, senders
from sixianghui.notify.models import Address, Delivery, Message, OutboxLetter, Preference, State
from sixianghui.notify.senders import MAIL, SMS, Undeliverable

#: Where invented people seem to get their mail. No such domain can exist.
SAMPLE_DOMAIN = "sample.example"
PAGE = 30
TOPIC = "messages"


# --- how somebody wants to be told -----------------------------------------------------------------------------------


def preference_of(account: Account) -> Preference:
    """How this person wants to be told; the usual way while they have not said."""
    return Preference.objects.filter(account=account).first() or Preference(account=account)


def wants(preference: Preference, kind: str) -> bool:
    """Whether messages of this kind may leave by letter. Security notices always may."""
    found = kinds.find(kind)
    if found is not None and not found.may_unsubscribe:
        return True
    return not preference.mute_all and kind not in preference.muted


def stop_asked(token: str) -> tuple[links.Stop, Preference]:
    """What a link from a letter stops, and whose. Raises `NotThere` for one that leads to nobody."""
    asked = links.read_stop(token)
    preference = Preference.objects.filter(ref=asked.preference).first() if asked else None
    if asked is None or preference is None:
        raise NotThere(links.GONE)
    return asked, preference


def label_of(kind: str) -> str:
    """What a kind is called; nothing for all of them together."""
    found = kinds.find(kind)
    return str(found.label) if found else ""


# --- addresses -------------------------------------------------------------------------------------------------------


def _in_force() -> QuerySet[Address]:
    return Address.objects.filter(proved_at__isnull=False, left_at__isnull=True)


def channels_of(account: Account) -> set[str]:
    """The channels by which this person can be reached."""
    return set(_in_force().filter(account=account).values_list("channel", flat=True))


def address_in_force(account: Account, channel: str) -> Address | None:
    """The proved address of a person for a channel."""
    return _in_force().filter(account=account, channel=channel).select_related("account").first()


@dataclass(frozen=True)
class ShownAddress:
    """An address as its owner sees it on a screen: enough to recognise it."""

    ref: str
    masked: str
    minutes: int


def shown(address: Address) -> ShownAddress:
    """An address for its owner's eyes."""
    life = rules.CODE_LIFE[address.channel]
    return ShownAddress(
        address.ref, rules.masked(address.channel, address.value), int(life.total_seconds() // 60)
    )


@dataclass(frozen=True)
class Reached:
    """A channel on the page of settings: whether one can be reached by it, and the words for it."""

    channel: str
    open: bool
    in_force: ShownAddress | None
    to_prove: ShownAddress | None
    failing: bool
    label: str
    none: str
    closed: str
    ask: str
    input: str
    autocomplete: str


def reach_of(account: Account) -> list[Reached]:
    """How somebody can be reached, channel by channel. What this site has not set up is said."""
    mine = Address.objects.filter(account=account, left_at__isnull=True)
    proved = {one.channel: shown(one) for one in mine if one.proved_at}
    waiting = {one.channel: shown(one) for one in mine if not one.proved_at}
    words = (
        (
            MAIL,
            _("邮箱"),
            _("还没有邮箱，消息只在这里看。"),
            _("本站还没有接通邮件，消息只在这里看。"),
            _("你的邮箱"),
            "email",
            "email",
        ),
        (
            SMS,
            _("手机"),
            _("还没有手机号。没有邮箱的时候，账号安全的提醒、马上要开始的事会发短信。"),
            _("本站还没有接通短信。"),
            _("你的手机号"),
            "tel",
            "tel",
        ),
    )
    return [
        Reached(
            channel,
            account.is_sample or senders.is_open(channel),
            proved.get(channel),
            waiting.get(channel),
            channel in proved and _is_failing(account, channel),
            *rest,
        )
        for channel, *rest in words
    ]


def _is_failing(account: Account, channel: str) -> bool:
    """Whether the last letter that left for this person by a channel came to nothing."""
    tried = Delivery.objects.filter(
        account=account, channel=channel, address=None, state__in=(State.SENT, State.FAILED)
    )
    return tried.order_by("-pk").values_list("state", flat=True).first() == State.FAILED


def own_address(account: Account, ref: str) -> Address:
    """One of this person's addresses. Somebody else's is not there."""
    found = (
        Address.objects.filter(account=account, ref=ref, left_at__isnull=True)
        .select_related("account")
        .first()
    )
    if found is None:
        raise NotThere(_("没有这个地址，也许已经删掉了。"))
    return found


# --- letters ---------------------------------------------------------------------------------------------------------


def messages_in(letter: Delivery, preference: Preference) -> list[Message]:
    """What is in a letter and still wanted, the oldest first."""
    found = letter.messages.order_by("made_at", "pk")
    return [one for one in found if wants(preference, one.kind)]


def address_for(letter: Delivery) -> str:
    """Where a letter goes. Raises `Undeliverable` when there is no proved address any more."""
    if letter.address is not None:
        return letter.address.value
    found = address_in_force(letter.account, letter.channel)
    if found is not None:
        return found.value
    if letter.account.is_sample:
        return f"{letter.account.username}@{SAMPLE_DOMAIN}"
    raise Undeliverable("no-address")


# --- the page of messages --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A message on the page: what kind it is in words, and whether its reader has not marked it as read."""

    message: Message
    label: str
    unread: bool

    @property
    def url(self) -> str:
        """Where to act, in the language of the page."""
        return links.in_language(self.message.url) if self.message.url else ""

    @property
    def clock(self) -> str:
        """The hour in Shanghai."""
        return f"{self.message.made_at.astimezone(time.SHANGHAI):%H:%M}"

    @property
    def chinese(self) -> bool:
        """Whether it is written in Chinese, for those who have it read out on an English page."""
        return re.search("[\u3400-\u9fff]", self.message.title + self.message.text) is not None


@dataclass(frozen=True)
class Day:
    """The messages of one day, the newest first."""

    day: dt.date
    shown: list[Shown]


@dataclass(frozen=True)
class Inbox:
    """One page of somebody's messages. `before` leads to the older ones, `newest` is what "read" may reach up to."""

    days: list[Day]
    unread: int
    newest: int
    before: int | None


def topic_of(account: Account) -> str:
    """The topic that says there is something new for this person."""
    return f"{TOPIC}:{account.pk}"


def visible_to(person: Account) -> QuerySet[Message]:
    """The messages that this person may see: their own."""
    return Message.objects.filter(account=person)


def inbox(account: Account, *, before: int | None = None) -> Inbox:
    """A page of one's messages, the newest first; `before`: only those older than the message of this number."""
    seen = preference_of(account).read_until
    mine = visible_to(account).order_by("-pk")
    newest = mine.values_list("pk", flat=True).first() or 0
    rows = list((mine.filter(pk__lt=before) if before else mine)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    days = [
        Day(day, [_shown(one, seen) for one in ones])
        for day, ones in itertools.groupby(rows, key=lambda one: one.made_at.astimezone(time.SHANGHAI).date())
    ]
    return Inbox(days, mine.filter(pk__gt=seen).count(), newest, rows[-1].pk if more else None)


def _shown(message: Message, seen: int) -> Shown:
    return Shown(message, label_of(message.kind) or _("其他"), message.pk > seen)


def has_unread(account: Account) -> bool:
    """Whether there is a message that this person has not marked as read."""
    seen = Preference.objects.filter(account=account).values("read_until")
    return visible_to(account).filter(pk__gt=Coalesce(Subquery(seen), 0)).exists()


# --- the outbox ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """How many letters of a channel are in a state, and for which reason."""

    channel: str
    state: State
    error: str
    count: int

    @property
    def channel_word(self) -> str:
        """The channel in words."""
        return {MAIL: _("邮件"), SMS: _("短信")}.get(self.channel, self.channel)


@dataclass(frozen=True)
class OutboxPage:
    """What somebody sees of the outbox: letters of invented people, or numbers."""

    letters: list[OutboxLetter] | None
    states: list[Tally] | None
    kinds: list[tuple[str, int]] | None


def may_see_outbox(person: Account) -> bool:
    """Whether somebody may see anything of the outbox."""
    return person.is_sample or may(person, "instance:run")


def outbox_for(person: Account) -> OutboxPage | None:
    """The outbox as this person may see it; None: not at all.

    The people of a demo see each other's letters, which are as invented as they are. Whoever runs the installation
    sees how many went and how many did not, and never what was in them or to whom.
    """
    runs = may(person, "instance:run")
    if not may_see_outbox(person):
        return None
    letters = (
        OutboxLetter.objects.filter(account__is_sample=True).select_related("account")
        if person.is_sample
        else None
    )
    return OutboxPage(
        list(letters[:200]) if letters is not None else None,
        _states() if runs else None,
        _kinds() if runs else None,
    )


def _states() -> list[Tally]:
    rows = (
        Delivery.objects.values_list("channel", "state", "error")
        .annotate(count=Count("pk"))
        .order_by("channel", "state", "error")
    )
    return [Tally(channel, State(state), error, count) for channel, state, error, count in rows]


def _kinds() -> list[tuple[str, int]]:
    rows = Message.objects.values_list("kind").annotate(count=Count("pk")).order_by("kind")
    return [(str(found.label) if (found := kinds.find(name)) else name, count) for name, count in rows]
