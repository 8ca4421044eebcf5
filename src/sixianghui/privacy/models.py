"""Requests about one's own data, copies of it, assessments and breaches."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.common import ids, time
from sixianghui.vault.public import EncryptedTextField


class Kind(models.TextChoices):
    """What is asked for."""

    CORRECTION = "correction", _("更正")
    ERASURE = "erasure", pgettext_lazy("个人信息", "删除")


class Outcome(models.TextChoices):
    """How it ended."""

    DONE = "done", _("办好了")
    REFUSED = "refused", _("没有办")
    WITHDRAWN = "withdrawn", _("撤回了")


class Request(models.Model):
    """Someone asks for a correction or an erasure of what is kept about them, and is answered with a reason.

    What they write and what is answered is encrypted. `report` is what an erasure did: what is gone, what stays and
    why, in the words shown then.
    """

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    kind = models.CharField(_("要求"), max_length=12, choices=Kind)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        on_delete=models.CASCADE,
        related_name="privacy_requests",
    )
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("组织"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.CharField(_("哪一项"), max_length=120, blank=True)
    text = EncryptedTextField(_("要求的话"), blank=True)
    made_at = models.DateTimeField(_("提出时间"), default=time.now, editable=False)
    due_on = models.DateField(_("答复期限"))
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("答复人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    answer = EncryptedTextField(_("答复"), blank=True)
    report = models.JSONField(_("办理结果"), default=dict, editable=False)

    class Meta:
        verbose_name = _("个人信息请求")
        verbose_name_plural = _("个人信息请求")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(kind="erasure", outcome=""), name="one_open_erasure_request"
            )
        ]
        indexes = [models.Index(fields=["outcome", "made_at"], name="open_privacy_requests")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

    @property
    def policy_unit_id(self) -> int | None:
        """For permissions: the unit of whoever asks."""
        return self.unit_id


class Copy(models.Model):
    """A copy of everything kept about somebody, made by a job, theirs alone for a week."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="copies"
    )
    asked_at = models.DateTimeField(_("提出时间"), default=time.now, editable=False)
    rooms = models.PositiveSmallIntegerField(_("要问的地方"), default=0)
    rooms_done = models.PositiveSmallIntegerField(_("问过的地方"), default=0)
    ready_at = models.DateTimeField(_("做好的时间"), null=True, editable=False)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    gone_at = models.DateTimeField(_("删掉的时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("个人信息副本")
        verbose_name_plural = _("个人信息副本")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(ready_at__isnull=True, gone_at__isnull=True),
                name="one_copy_being_made",
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Assessment(models.Model):
    """An impact assessment made before sensitive data is used, or a record of a processing; kept three years."""

    class Kind(models.TextChoices):
        """Which of the two."""

        IMPACT = "impact", _("影响评估")
        PROCESSING = "processing", _("处理记录")

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    title = models.CharField(_("处理什么"), max_length=80)
    purpose = models.TextField(_("目的和必要性"))
    risks = models.TextField(_("对人的影响和风险"))
    measures = models.TextField(_("保护措施"))
    conclusion = models.CharField(_("结论"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("评估人"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("时间"), default=time.now, editable=False)
    kept_until = models.DateField(_("至少保存到"))
    office = models.ForeignKey(
        "directory.Unit", verbose_name=_("哪个组织的档案"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("影响评估和处理记录")
        verbose_name_plural = _("影响评估和处理记录")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def policy_unit_id(self) -> int:
        """For permissions: the unit whose record it is."""
        return self.office_id


class Breach(models.Model):
    """Personal data may have leaked: when it was found, what it is about, and what was done. Who is affected is asked anew."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    title = models.CharField(_("出了什么事"), max_length=80)
    found_at = models.DateTimeField(_("发现时间"))
    first_day = models.DateField(_("从哪天"))
    last_day = models.DateField(_("到哪天"))
    unit = models.ForeignKey(
        "directory.Unit",
        verbose_name=_("涉及的组织"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    rooms = models.JSONField(_("涉及的地方"), default=list)
    measures = models.TextField(_("已采取的措施"), blank=True)
    is_drill = models.BooleanField(_("演练"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("登记时间"), default=time.now, editable=False)
    reported_at = models.DateTimeField(_("报告时间"), null=True)
    office = models.ForeignKey(
        "directory.Unit", verbose_name=_("哪个组织的档案"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("泄露事件")
        verbose_name_plural = _("泄露事件")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="breach_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def policy_unit_id(self) -> int:
        """For permissions: the unit whose record it is."""
        return self.office_id
