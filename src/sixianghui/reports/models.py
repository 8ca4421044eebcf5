"""Reports as they are written, what was published of them, and templates.

A draft is edited; everything that counts is a fact. Where a report stands is told by its facts: a standing `Submission`
without an end waits; its `Verdict` says how it ended. What was published is an `Edition`, whole and frozen.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids, time
from sixianghui.ledger.models import Fact
from sixianghui.reports.rules.body import TITLE_LENGTH
from sixianghui.reports.rules.reports import REASON_LENGTH


class Audience(models.TextChoices):
    """For whom a report is published."""

    EVERYBODY = "everybody", _("所有人")
    UNIT = "unit", _("本组织的人")


class Span(models.TextChoices):
    """What a template takes its numbers over."""

    CAMPAIGN = "campaign", _("一项主题活动")
    QUARTER = "quarter", _("一个季度")
    YEAR = "year", _("一年")
    FREE = "free", _("自己定")


class Template(models.Model):
    """A report without its numbers, to begin from. `code` names one that ships ("": somebody saved it).

    `unit`: whose it is (None: everybody's). `kept_until`: until when it is needed though nobody uses it. `retired_at`:
    put away; it can be taken out again.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    code = models.CharField(max_length=40, blank=True, editable=False)
    unit = models.ForeignKey(
        "directory.Unit",
        verbose_name=_("组织"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("名称"), max_length=40)
    summary = models.CharField(_("用来做什么"), max_length=120, blank=True)
    span = models.CharField(_("范围"), max_length=12, choices=Span, default=Span.FREE)
    audience = models.CharField(_("给谁看"), max_length=12, choices=Audience, default=Audience.EVERYBODY)
    body = models.JSONField(_("内容"), default=list)
    made_by = models.ForeignKey(
        "access.Account", verbose_name=_("存的人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("存的时间"), default=time.now, editable=False)
    kept_until = models.DateField(_("留到"), null=True, editable=False)
    retired_at = models.DateTimeField(_("收起的时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("报告模板")
        verbose_name_plural = _("报告模板")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="template_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """A report that `unit` writes. `scope`: `ledger.Scope.text()`, what its numbers are narrowed to unless one says
    otherwise. `body`: `rules.body.to_json`. `version` grows with every change.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("写报告的组织"), on_delete=models.PROTECT, related_name="+"
    )
    template = models.ForeignKey(
        Template,
        verbose_name=_("模板"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    title = models.CharField(_("标题"), max_length=TITLE_LENGTH)
    audience = models.CharField(_("给谁看"), max_length=12, choices=Audience, default=Audience.EVERYBODY)
    scope = models.CharField(_("范围"), max_length=120, default="{}")
    body = models.JSONField(_("内容"), default=list)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        "access.Account", verbose_name=_("起草人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("起草时间"), default=time.now, editable=False)
    changed_at = models.DateTimeField(_("改动时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("报告")
        verbose_name_plural = _("报告")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["unit", "changed_at"], name="reports_of_unit")]

    def __str__(self) -> str:
        return self.title


class Writer(models.Model):
    """Somebody wrote at a report: whoever did may not be the one who checks it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="writers")
    account = models.ForeignKey(
        "access.Account", verbose_name=_("一起写的人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("一起写报告的人")
        verbose_name_plural = _("一起写报告的人")
        constraints = [models.UniqueConstraint(fields=["report", "account"], name="writer_once_in_a_report")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.account_id}"


class Submission(Fact):
    """A report was handed over to be checked, at this version of its text. `ended_at` is filled when it is settled."""

    filled_later: ClassVar[tuple[str, ...]] = ("ended_at",)

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveIntegerField()
    ended_at = models.DateTimeField(_("有结果的时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("送审")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(struck_at__isnull=True, ended_at__isnull=True),
                name="one_submission_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.version}"


class Result(models.TextChoices):
    """How a submission ended."""

    APPROVED = "approved", _("同意公布")
    RETURNED = "returned", _("退回")
    TAKEN_BACK = "taken_back", _("收回")


class Verdict(Fact):
    """What became of a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="verdicts")
    result = models.CharField(_("结果"), max_length=12, choices=Result)
    reason = models.CharField(_("意见"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("审核结果")
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(struck_at__isnull=True), name="one_verdict_of_a_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.result}"


class Edition(Fact):
    """A report as it was published: whole, frozen, with the digest of what everybody may see of it.

    `number`: 1 for the first of a report. `content`: `rules.frozen.Content.to_json()`. `note`: what is different from
    the edition before.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("第几版"))
    title = models.CharField(_("标题"), max_length=TITLE_LENGTH)
    audience = models.CharField(_("给谁看"), max_length=12, choices=Audience)
    scope = models.CharField(_("范围"), max_length=120)
    as_of = models.DateTimeField(_("截至"))
    content = models.JSONField(_("内容"))
    digest = models.CharField(_("摘要"), max_length=64)
    note = models.CharField(_("和上一版有什么不同"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("公布的报告")
        verbose_name_plural = _("公布的报告")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                condition=Q(struck_at__isnull=True),
                name="edition_once_in_a_report",
            )
        ]
        indexes = [models.Index(fields=["audience", "at"], name="editions_by_audience")]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"


class Withdrawal(Fact):
    """An edition was withdrawn, and why. It stays in the book; nobody reads its numbers as valid any more."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.CharField(_("原因"), max_length=REASON_LENGTH)

    class Meta:
        verbose_name = _("撤回")
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(struck_at__isnull=True), name="edition_withdrawn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}"


class Export(models.Model):
    """A file of the rows behind a number that takes long to make: its asker's alone for a week.

    `scope` and `as_of`: of which rows; `done` of `total` rows are written; `reach`: what its asker may see of the
    figure, in short (`queries.exports.reach_of`).
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    account = models.ForeignKey(
        "access.Account", verbose_name=_("谁要的"), on_delete=models.CASCADE, related_name="+"
    )
    figure = models.CharField(_("数字"), max_length=80)
    scope = models.CharField(_("范围"), max_length=120)
    as_of = models.DateTimeField(_("截至"))
    kind = models.CharField(_("格式"), max_length=4)
    language = models.CharField(_("语言"), max_length=10)
    reach = models.CharField(max_length=64, blank=True)
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("提出时间"), default=time.now, editable=False)
    done = models.PositiveIntegerField(_("写好的行"), default=0)
    total = models.PositiveIntegerField(_("全部的行"), default=0)
    ready_at = models.DateTimeField(_("做好的时间"), null=True, editable=False)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    gone_at = models.DateTimeField(_("删掉的时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("导出的文件")
        verbose_name_plural = _("导出的文件")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(ready_at__isnull=True, gone_at__isnull=True),
                name="one_export_being_made",
            )
        ]

    def __str__(self) -> str:
        return self.ref
