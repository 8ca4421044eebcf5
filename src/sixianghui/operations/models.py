"""Backups: when, how big, where, and whether it was proved that they can be restored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids


class Backup(models.Model):
    """One archive, or a try to make one. Its times are those of the real clock.

    `verified_at`: it was read back, restored and found equal. `fault` and `offsite_fault`: what went wrong, a sentence
    without names. `contents`: counts that the page shows (rows, files, figures, seconds of each stage).
    """

    class Stage(models.TextChoices):
        """How far it is; what the page shows while it runs."""

        DATABASE = "database", _("复制数据库")
        FILES = "files", _("写进档案")
        PROOF = "proof", _("还原一遍来核对")
        OFFSITE = "offsite", _("送到异地")
        ENDED = "ended", _("结束")

        @property
        def begins(self) -> int:
            """Of a hundred, where it begins on the page."""
            return {"database": 0, "files": 15, "proof": 50, "offsite": 85, "ended": 100}[self.value]

    ref = models.CharField(max_length=24, unique=True, default=ids.new_ref, editable=False)
    began_at = models.DateTimeField(_("开始"), db_index=True)
    ended_at = models.DateTimeField(_("结束"), null=True)
    stage = models.CharField(_("到哪一步"), max_length=12, choices=Stage.choices, default=Stage.DATABASE)
    name = models.CharField(_("档案"), max_length=80)
    size = models.BigIntegerField(_("字节"), default=0)
    verified_at = models.DateTimeField(_("核对"), null=True, db_index=True)
    offsite_at = models.DateTimeField(_("送到异地"), null=True)
    fault = models.CharField(_("没有成的原因"), max_length=300, blank=True)
    offsite_fault = models.CharField(_("没有送到异地的原因"), max_length=300, blank=True)
    contents = models.JSONField(_("内容"), default=dict)
    #: Whoever pressed the button; nobody, when it was its turn.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁按的"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("备份")
        verbose_name_plural = _("备份")
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return self.name
