"""The data keys, each wrapped by a master key that is not in the database."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DataKey(models.Model):
    """A key for one class of values. Retired, it still opens what it sealed; removed, it opens nothing any more."""

    id = models.CharField(_("编号"), max_length=16, primary_key=True)
    klass = models.CharField(_("类别"), max_length=16)
    suite = models.CharField(_("算法"), max_length=8)
    wrapped = models.TextField(_("包起来的密钥"), blank=True)
    made_at = models.DateTimeField(_("生成时间"))
    retired_at = models.DateTimeField(_("停用时间"), null=True)
    removed_at = models.DateTimeField(_("销毁时间"), null=True)

    class Meta:
        verbose_name = _("数据密钥")
        constraints = [
            models.UniqueConstraint(
                fields=["klass"], condition=Q(retired_at__isnull=True), name="one_key_in_force"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(wrapped="", retired_at__isnull=False),
                name="a_removed_key_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.klass} {self.id}"

    @property
    def label(self) -> str:
        """What its wrapping is bound to."""
        return f"{self.klass}|{self.id}|{self.suite}"
