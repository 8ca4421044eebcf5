"""Notices: what a committee asks of units, point by point, to whom it went, and what it costs them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.campaigns.models.campaigns import Audience, Campaign, Carrier
from sixianghui.common import ids, time
from sixianghui.directory.public import UnitKind
from sixianghui.ledger.models import Fact


class Way(models.TextChoices):
    """The line between sender and addressee. Only subordination carries the power to approve."""

    SUBORDINATION = "subordination", _("隶属")
    GUIDANCE = "guidance", _("行业指导")


class Notice(models.Model):
    """A notice from `unit`. A draft may be edited; what was sent may not: it is amended or recalled.

    `public`: the campaign's page shows it to everybody. `plan_due_on`: until when plans are asked for (None: it asks
    for none). `number` is given at sending.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("发文组织"), on_delete=models.PROTECT, related_name="+"
    )
    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("主题活动"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
    )
    title = models.CharField(_("标题"), max_length=80)
    opening = models.TextField(_("开头"), max_length=1000, blank=True)
    closing = models.TextField(_("结尾"), max_length=500, blank=True)
    plan_due_on = models.DateField(_("计划哪天前交"), null=True, blank=True)
    public = models.BooleanField(_("公开"), default=False)
    number = models.CharField(_("发文字号"), max_length=40, blank=True, editable=False)
    drafted_by = models.ForeignKey(
        "access.Account", verbose_name=_("起草人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="notice_number_once_in_a_committee"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Ask(models.TextChoices):
    """What a point wants."""

    PLAN = "plan", _("列入计划")
    ANSWER = "answer", _("答一句")
    KNOW = "know", _("知道就行")


class Point(models.Model):
    """One thing that a notice asks: what, of whom, by when, why, and how long it takes a unit.

    `holding`: by its code, what the platform already holds that answers it (`holdings.py`); where it does, the point
    is answered beforehand, hidden, and costs nothing.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    ask = models.CharField(_("要什么"), max_length=8, choices=Ask, default=Ask.PLAN)
    title = models.CharField(_("要做的事"), max_length=60)
    text = models.TextField(_("具体说明"), max_length=600, blank=True)
    audience = models.CharField(_("谁来做"), max_length=12, choices=Audience, default=Audience.MEMBERS)
    why = models.CharField(_("为什么要"), max_length=120, blank=True)
    due_on = models.DateField(_("哪天前"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("大约几分钟"), default=0)
    carrier = models.ForeignKey(
        Carrier, verbose_name=_("载体"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    holding = models.CharField(_("平台已有"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("事项")
        verbose_name_plural = _("事项")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Letterhead(models.Model):
    """What stands at the head of a committee's notices: the organ's name, and the code (机关代字) before the number.

    Without one, both are the committee's own name. A site that plays invented things has 样例 as its code.
    """

    unit = models.OneToOneField(
        "directory.Unit", verbose_name=_("发文组织"), on_delete=models.PROTECT, related_name="+"
    )
    organ = models.CharField(_("发文机关名称"), max_length=40)
    code = models.CharField(_("机关代字"), max_length=12)

    class Meta:
        verbose_name = _("文头")

    def __str__(self) -> str:
        return self.code


class Address(models.Model):
    """How a notice says to whom it goes: to one unit, or to all of a kind, on a line, or with a carrier."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="addresses")
    to_unit = models.ForeignKey(
        "directory.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_kind = models.CharField(max_length=24, choices=UnitKind, blank=True)
    to_way = models.CharField(max_length=16, choices=Way, blank=True)
    to_carrier = models.ForeignKey(Carrier, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("主送")
        verbose_name_plural = _("主送")

    def __str__(self) -> str:
        return f"{self.to_unit_id or self.to_kind or self.to_way or self.to_carrier_id}"


class Budget(Fact):
    """How many minutes a month a committee (`unit`) may ask of one branch, from `month` (its first day) on."""

    month = models.DateField(_("从哪个月起"))
    minutes = models.PositiveSmallIntegerField(_("每月几分钟"))

    class Meta:
        verbose_name = _("每月上限")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month"], condition=Q(struck_at__isnull=True), name="one_budget_from_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.minutes}"


class Sending(Fact):
    """A notice was sent: to how many units, at how many minutes in all, against which budget.

    `year` and `sequence` make its number: every committee counts its own, from 1 in each year. `budget`: minutes a
    month and branch. `reason`: why it goes over the budget, in words that every addressee reads.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="sendings")
    year = models.PositiveSmallIntegerField(_("年份"))
    sequence = models.PositiveIntegerField(_("发文顺序号"))
    units = models.PositiveIntegerField(_("主送几个组织"))
    minutes = models.PositiveIntegerField(_("一共几分钟"))
    budget = models.PositiveSmallIntegerField(_("每月上限"), null=True)
    reason = models.CharField(_("超过上限的原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("发出")
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(struck_at__isnull=True), name="one_standing_sending"
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "sequence"],
                condition=Q(struck_at__isnull=True),
                name="a_number_once_in_a_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self.notice_id)


class Delivery(Fact):
    """A notice reached a unit. Delivered counts as reached: who opened it is recorded nowhere.

    `minutes`: what it asks of this unit, without what the platform held when it was sent: `held`, the points (their
    ids) that are answered and hidden there. What the answer is, is looked up when it is shown.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    way = models.CharField(_("按哪条线"), max_length=16, choices=Way)
    minutes = models.PositiveSmallIntegerField(_("几分钟"))
    held = models.JSONField(_("平台已有的事项"), default=list)

    class Meta:
        verbose_name = _("送达")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "unit"], condition=Q(struck_at__isnull=True), name="one_delivery_to_a_unit"
            )
        ]
        indexes = [models.Index(fields=["unit", "at"], name="deliveries_of_unit")]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.unit_id}"


class Amendment(Fact):
    """A notice that was sent is corrected: the old words stay legible beside it. `plan_due_on`: a new date, if any."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="amendments")
    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    text = models.CharField(_("改了什么"), max_length=600)
    plan_due_on = models.DateField(_("计划改到哪天前交"), null=True, blank=True)

    class Meta:
        verbose_name = _("更正")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ref"], condition=Q(struck_at__isnull=True), name="one_standing_amendment"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Recall(Fact):
    """A notice was withdrawn: it asks for nothing any more."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="recalls")
    reason = models.CharField(_("原因"), max_length=300)

    class Meta:
        verbose_name = _("撤回")
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(struck_at__isnull=True), name="one_standing_recall"
            )
        ]

    def __str__(self) -> str:
        return str(self.notice_id)
