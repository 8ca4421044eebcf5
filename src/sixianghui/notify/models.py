"""Messages, the letters in which they travel, and how each person wants to be told."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import Account
from sixianghui.common import ids, time
from sixianghui.notify.rules import Hours
from sixianghui.vault.public import EncryptedTextField


class Message(models.Model):
    """Something one person was told, whole: nobody has to open another page to read it."""

    ref = models.CharField(max_length=32, unique=True, default=ids.new_token, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("种类"), max_length=64)
    title = EncryptedTextField(_("标题"))
    text = EncryptedTextField(_("内容"))
    url = models.CharField(_("去办的地址"), max_length=500, blank=True)
    urgent = models.BooleanField(_("立即送达"), default=False)
    made_at = models.DateTimeField(_("时间"), default=time.now)
    once = models.CharField(max_length=120, null=True, blank=True)

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["account", "-made_at", "-id"], name="messages_of_account")]
        constraints = [models.UniqueConstraint(fields=["account", "once"], name="told_once")]

    def __str__(self) -> str:
        return self.ref


class Address(models.Model):
    """Where a person can be reached by a channel. It counts once it is proved, and until another takes its place.

    `index` finds the same address again without opening it. A code to prove it with is kept as a keyed digest.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_token, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="addresses")
    channel = models.CharField(_("渠道"), max_length=16)
    value = EncryptedTextField(_("地址"))
    index = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(_("填写时间"))
    proved_at = models.DateTimeField(_("验证时间"), null=True)
    left_at = models.DateTimeField(_("停用时间"), null=True)
    code = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("联系地址")
        verbose_name_plural = _("联系地址")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "channel"],
                condition=Q(proved_at__isnull=False, left_at__isnull=True),
                name="one_proved_address",
            ),
            models.UniqueConstraint(
                fields=["account", "channel"],
                condition=Q(proved_at__isnull=True),
                name="one_address_to_prove",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class State(models.TextChoices):
    """Where a letter is."""

    WAITING = "waiting", _("等着送出")
    SENT = "sent", _("已送出")
    KEPT = "kept", _("留在本机")
    FAILED = "failed", _("送不到")


class Delivery(models.Model):
    """A letter: one message, or a digest of several, on its way to one person by one channel.

    A try takes the letter by counting `tries` up and moving `due_at` on; only the one whose count it was may send.
    `token` is the same in every try, so that a receiver can tell a second copy. `address` is given when it is not the
    one in force: somebody whose address was changed hears of it at the old one.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="deliveries")
    messages = models.ManyToManyField(Message, related_name="deliveries")
    channel = models.CharField(_("渠道"), max_length=16)
    address = models.ForeignKey(Address, null=True, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.WAITING)
    urgent = models.BooleanField(_("立即送达"), default=False)
    due_at = models.DateTimeField(_("何时送"))
    tries = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    sent_at = models.DateTimeField(_("送出时间"), null=True)
    error = models.CharField(_("原因代码"), max_length=40, blank=True)
    token = models.CharField(max_length=32, unique=True, default=ids.new_token, editable=False)

    class Meta:
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="letters_waiting")]

    def __str__(self) -> str:
        return f"{self.channel} · {self.state}"


class Preference(models.Model):
    """How one person wants to be told. `read_until` is theirs alone: the last message they marked as read."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="notify_preference")
    ref = models.CharField(max_length=32, unique=True, default=ids.new_token, editable=False)
    language = models.CharField(_("语言"), max_length=8, default="zh-hans")
    quiet_from = models.TimeField(_("从几点起不打扰"), default=dt.time(22))
    quiet_until = models.TimeField(_("到几点为止"), default=dt.time(7))
    digest_at = models.TimeField(_("每天几点合成一封"), default=dt.time(8))
    at_once = models.JSONField(_("有了就单独发"), default=list, blank=True)
    muted = models.JSONField(_("不要邮件的种类"), default=list, blank=True)
    mute_all = models.BooleanField(_("都不要邮件"), default=False)
    read_until = models.BigIntegerField(_("看到哪一条"), default=0)

    class Meta:
        verbose_name = _("收消息的方式")
        verbose_name_plural = _("收消息的方式")

    def __str__(self) -> str:
        return self.ref

    @property
    def hours(self) -> Hours:
        """The person's hours, as the rules want them."""
        return Hours(self.quiet_from, self.quiet_until, self.digest_at)


class OutboxLetter(models.Model):
    """A letter that stayed on this machine: to an invented person, or while its channel is not set up."""

    ref = models.CharField(max_length=32, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="outbox_letters")
    channel = models.CharField(_("渠道"), max_length=16)
    address = EncryptedTextField(_("寄往"))
    subject = EncryptedTextField(_("标题"))
    text = EncryptedTextField(_("内容"))
    made_at = models.DateTimeField(_("时间"), default=time.now)

    class Meta:
        verbose_name = _("留在本机的信")
        verbose_name_plural = _("留在本机的信")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.ref


class Sending(models.Model):
    """A code or a text message that went to an address: so many in a minute, an hour, a day, and no more.

    One row in a minute at most, so that two that come together cannot both pass.
    """

    address = models.CharField(max_length=64)
    minute = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("发送记录")
        constraints = [models.UniqueConstraint(fields=["address", "minute"], name="one_sending_a_minute")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
