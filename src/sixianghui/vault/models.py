"""The data keys, each wrapped by a master key that is not in the database; looks at encrypted values; consents.

This room stands below accounts and persons, so it holds their ids as plain numbers.
"""

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


class Reveal(models.Model):
    """Somebody looked at an encrypted value, and said why. The audit chain holds the same act without the words."""

    at = models.DateTimeField(_("时间"))
    account = models.BigIntegerField(_("查看的人"), db_index=True)
    kind = models.CharField(_("对象种类"), max_length=64)
    object_id = models.CharField(_("对象编号"), max_length=64)
    field = models.CharField(_("哪一项"), max_length=64)
    reason = models.CharField(_("理由"), max_length=200)

    class Meta:
        verbose_name = _("查看敏感信息的记录")
        verbose_name_plural = _("查看敏感信息的记录")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "object_id"], name="looks_at_an_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.field}"


class Consent(models.Model):
    """Somebody agreed to one purpose, in words of one version, and may have taken it back."""

    account = models.BigIntegerField(_("账号"))
    purpose = models.CharField(_("同意什么"), max_length=40)
    wording = models.CharField(_("文本版本"), max_length=20)
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        verbose_name = _("同意记录")
        verbose_name_plural = _("同意记录")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_for_a_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.purpose}"
