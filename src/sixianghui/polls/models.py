"""Polls, who has answered one that is still open, how often each option was chosen, and what became of it.

Nothing here joins a person to a choice. That somebody answered is one row without a time, under a random key; what was
chosen is added to a sum. With the count both go: what stays is the numbers in a fact.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.common import ids, time
from sixianghui.directory.public import Unit
from sixianghui.ledger.models import Fact
from sixianghui.polls import rules


def new_key() -> int:
    """A key that says nothing of when its row was written."""
    return secrets.randbelow(2**62) + 1


class RandomKey(models.BigIntegerField):
    """A random primary key. On SQLite it is the place of the row itself, which would otherwise be counted up unseen."""

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Poll(models.Model):
    """One question with its options, asked by a unit until the end of a day. `most`: how many one may choose."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("谁来问"), on_delete=models.PROTECT, related_name="+")
    question = models.CharField(pgettext_lazy("小调查", "问题"), max_length=rules.QUESTION_LENGTH)
    why = models.CharField(_("为什么问"), max_length=rules.WHY_LENGTH, blank=True)
    use = models.CharField(_("用来做什么"), max_length=rules.USE_LENGTH)
    most = models.PositiveSmallIntegerField(_("最多选几项"), default=1)
    closes_on = models.DateField(_("最后一天"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁写的"), null=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    made_at = models.DateTimeField(_("写下的时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("小调查")
        verbose_name_plural = _("小调查")
        constraints = [models.CheckConstraint(condition=Q(most__gte=1), name="poll_lets_choose_one")]
        indexes = [models.Index(fields=["unit", "-made_at"], name="polls_of_unit")]

    def __str__(self) -> str:
        return self.question


class Option(models.Model):
    """Something one may choose, and while the poll is open how many have. All sums of a poll are written together."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(_("第几项"))
    text = models.CharField(_("选项"), max_length=rules.OPTION_LENGTH)
    tally = models.PositiveIntegerField(_("选的人"), default=0, editable=False)

    class Meta:
        verbose_name = _("选项")
        verbose_name_plural = _("选项")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="option_once_in_a_poll")]

    def __str__(self) -> str:
        return self.text


class Participation(models.Model):
    """Somebody has answered a poll that is open. Without a time; gone when the poll is counted. `account` is empty once
    the person was erased: that somebody answered still counts."""

    key = RandomKey(primary_key=True, default=new_key, editable=False)
    poll = models.ForeignKey(
        Poll, verbose_name=_("小调查"), on_delete=models.CASCADE, related_name="participations"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁答过"), null=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip

    class Meta:
        verbose_name = _("答过")
        verbose_name_plural = _("答过")
        constraints = [models.UniqueConstraint(fields=["poll", "account"], name="one_answer_of_one_person")]

    def __str__(self) -> str:
        return str(self.poll_id)


def _standing(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=fields or ("poll",), condition=Q(struck_at__isnull=True), name=name)


class Opening(Fact):
    """A poll was published. From then on its words stay as they are."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="openings")

    class Meta:
        verbose_name = _("发布")
        verbose_name_plural = _("发布")
        constraints = [_standing("one_standing_poll_opening")]

    def __str__(self) -> str:
        return str(self.poll_id)


class Closing(Fact):
    """A poll ended and was counted: how many answered, and how many chose each option in its order.

    `counts` is empty when fewer than five answered. `reason` says why it ended before its last day.
    """

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="closings")
    answers = models.PositiveIntegerField(_("作答"))
    counts = models.JSONField(_("各选了多少"), default=list)
    reason = models.CharField(_("为什么提前结束"), max_length=rules.REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("结束")
        verbose_name_plural = _("结束")
        constraints = [_standing("one_standing_poll_closing")]
        indexes = [models.Index(fields=["-at"], name="poll_closings_by_time")]

    def __str__(self) -> str:
        return str(self.poll_id)


class Withdrawal(Fact):
    """An open poll was taken back, and why. What had been answered is deleted."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.CharField(_("为什么撤回"), max_length=rules.REASON_LENGTH)

    class Meta:
        verbose_name = _("撤回")
        verbose_name_plural = _("撤回")
        constraints = [_standing("one_standing_poll_withdrawal")]

    def __str__(self) -> str:
        return str(self.poll_id)


class Outcome(Fact):
    """What came of a poll, in the asker's words; a later one is added below it."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField(_("第几条"))
    text = models.CharField(_("结果怎么用了"), max_length=rules.OUTCOME_LENGTH)

    class Meta:
        verbose_name = _("结果怎么用了")
        verbose_name_plural = _("结果怎么用了")
        constraints = [_standing("one_standing_poll_outcome", "poll", "number")]

    def __str__(self) -> str:
        return self.text
