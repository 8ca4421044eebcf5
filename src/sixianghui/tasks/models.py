"""Who is at work on which job, and when each routine is due."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lease(models.Model):
    """A worker's hold on a running job. It lapses unless the worker keeps renewing it; then the job is free again."""

    job = models.UUIDField(_("任务"), primary_key=True)
    worker = models.CharField(_("工作者"), max_length=64)
    until = models.DateTimeField(_("有效到"), db_index=True)
    last = models.DateTimeField(_("最迟到"))

    class Meta:
        verbose_name = _("任务租约")

    def __str__(self) -> str:
        return f"{self.job} · {self.worker}"


class Schedule(models.Model):
    """When a routine is due next. Moving `due_at` on is what makes exactly one worker run it."""

    name = models.CharField(_("名称"), max_length=80, primary_key=True)
    due_at = models.DateTimeField(_("下次"))
    ran_at = models.DateTimeField(_("上次"), null=True)

    class Meta:
        verbose_name = _("例行任务")

    def __str__(self) -> str:
        return self.name
