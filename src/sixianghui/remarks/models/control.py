"""What keeps order: the switch, who must be silent for a while, the operators' own words, how often one may write."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.ledger.models import Fact
from sixianghui.remarks import rules
from sixianghui.remarks.models.threads import Thread

_RUNS = Q(struck_at__isnull=True, ended_at__isnull=True)


class Switch(Fact):
    """Remarks are off: those of one thread, or, without one, all of the site. Until somebody ends it."""

    filled_later: ClassVar[tuple[str, ...]] = ("ended_at",)

    thread = models.ForeignKey(Thread, null=True, on_delete=models.PROTECT, related_name="switches")
    everywhere = models.BooleanField(_("全站"), default=False)
    reason = models.CharField(_("理由"), max_length=rules.REASON_LONGEST)
    ended_at = models.DateTimeField(_("到何时"), null=True, editable=False)

    class Meta:
        verbose_name = _("总开关")
        verbose_name_plural = _("总开关")
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=_RUNS & Q(thread__isnull=False), name="one_switch_of_a_thread"
            ),
            models.UniqueConstraint(
                fields=["everywhere"], condition=_RUNS & Q(everywhere=True), name="one_switch_of_all"
            ),
            models.CheckConstraint(
                condition=Q(everywhere=True, thread__isnull=True) | Q(everywhere=False, thread__isnull=False),
                name="switch_of_one_or_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id or '*'}"


class Mute(Fact):
    """Somebody may not write until a moment; told why. `unit`: whose moderators imposed it."""

    filled_later: ClassVar[tuple[str, ...]] = ("ended_at",)

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateTimeField(_("到何时"))
    reason = models.CharField(_("理由"), max_length=rules.REASON_LONGEST)
    ended_at = models.DateTimeField(_("提前解除"), null=True, editable=False)

    class Meta:
        verbose_name = _("禁言")
        verbose_name_plural = _("禁言")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "at", "actor"],
                condition=Q(struck_at__isnull=True),
                name="one_silence_of_a_decision",
            )
        ]
        indexes = [models.Index(fields=["account", "until"], name="mutes_of_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.until:%Y-%m-%d %H:%M}"


class HeldWord(models.Model):
    """A word of the operators' own list: whatever contains it is looked at first. The house ships none."""

    word = models.CharField(_("词"), max_length=40, unique=True)
    note = models.CharField(_("为什么"), max_length=100, blank=True)
    added_at = models.DateTimeField(_("加入时间"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁加的"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("要看一眼的词")
        verbose_name_plural = _("要看一眼的词")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class Bucket(models.Model):
    """How many tokens somebody has left of a named limit. By the real clock; a keyed digest, no account."""

    digest = models.CharField(max_length=64, unique=True)
    level = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("次数限制")

    def __str__(self) -> str:
        return f"{self.level:.1f}"
