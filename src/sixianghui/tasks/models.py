"""Who is at work on which job and how far it has come, and when each routine is due."""

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
    failed_at = models.DateTimeField(_("上次出错"), null=True)
    error = models.CharField(_("错在哪里"), max_length=120, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("例行任务")

    def __str__(self) -> str:
        return self.name


class Watch(models.Model):
    """What the workers' clock showed last, and when it last leapt. One row, made when there is first a clock to see."""

    seen_at = models.DateTimeField(_("最近一次"))
    leapt_at = models.DateTimeField(_("跳到"), null=True)
    leapt_from = models.DateTimeField(_("从哪里跳的"), null=True)

    class Meta:
        verbose_name = _("时钟")

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M}"


class Worker(models.Model):
    """Somebody who does jobs: a thread of a process. It says every half minute that it is alive."""

    name = models.CharField(_("名称"), max_length=64, primary_key=True)
    host = models.CharField(_("机器"), max_length=120)
    process = models.PositiveIntegerField(_("进程号"))
    is_long = models.BooleanField(_("只做要很久的"))
    began_at = models.DateTimeField(_("开始"))
    seen_at = models.DateTimeField(_("最近一次"), db_index=True)

    class Meta:
        verbose_name = _("工作者")

    def __str__(self) -> str:
        return self.name


class Progress(models.Model):
    """How far a running job has come, as it said itself."""

    job = models.UUIDField(_("任务"), primary_key=True)
    done = models.PositiveBigIntegerField(_("做完的"))
    total = models.PositiveBigIntegerField(_("一共"))
    words = models.CharField(_("在做什么"), max_length=80, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("进度")

    def __str__(self) -> str:
        return f"{self.done} / {self.total}"


class SendingState(models.TextChoices):
    """Where something stands that has to happen outside exactly once."""

    WAITING = "waiting", _("等着送")
    SENDING = "sending", _("正在送")
    SENT = "sent", _("送到了")
    UNKNOWN = "unknown", _("不知道到没到")
    FAILED = "failed", _("没送成")


class Outgoing(models.Model):
    """Something that has to happen outside exactly once: written in the transaction of the act that asks for it."""

    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("键"), max_length=80)
    content = models.JSONField(_("内容"))
    state = models.CharField(
        _("状态"), max_length=8, choices=SendingState.choices, default=SendingState.WAITING
    )
    tries = models.PositiveIntegerField(_("试了几次"), default=0)
    error = models.CharField(_("错在哪里"), max_length=60, blank=True)
    answer = models.CharField(_("对方的编号"), max_length=120, blank=True)
    made_at = models.DateTimeField(_("写下"))
    due_at = models.DateTimeField(_("最早什么时候送"), db_index=True)
    changed_at = models.DateTimeField(_("变动"))

    class Meta:
        verbose_name = _("要送出去的")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="outgoing_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
