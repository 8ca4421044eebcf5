"""What can be found, and what was asked. The words themselves are in `search_index`, the database's own full-text index."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """One thing that everybody may find. Its row number is its number in `search_index`.

    kind and key: which room's thing it is, and which. column and year: what results are narrowed by. names: what the
    thing is called, one name a line; readers find these by their sound. Narrow, so that thousands are counted fast.
    """

    kind = models.CharField(_("种类"), max_length=20)
    key = models.CharField(_("编号"), max_length=64)
    column = models.CharField(_("栏目"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("年"), null=True)
    at = models.DateTimeField(_("时间"), null=True)
    title = models.CharField(_("标题"), max_length=255)
    url = models.CharField(_("网址"), max_length=500)
    names = models.TextField(_("叫法"), blank=True)

    class Meta:
        verbose_name = _("可以检索的内容")
        verbose_name_plural = _("可以检索的内容")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="found_once")]

    def __str__(self) -> str:
        return self.title


class Text(models.Model):
    """The plain text of a document, from which results show a few words."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True, related_name="text")
    lead = models.TextField(_("眉题和摘要"), blank=True)
    body = models.TextField(_("正文"), blank=True)

    class Meta:
        verbose_name = _("检索的正文")
        verbose_name_plural = _("检索的正文")

    def __str__(self) -> str:
        return str(self.document_id)


class Asked(models.Model):
    """Somebody asked for something on a day. `reader` is a keyed digest with that day's salt: on another day the same
    reader has another one, and nobody can be found by it. Gone after thirty days."""

    query = models.CharField(_("问的词"), max_length=32)
    day = models.DateField(_("哪一天"))
    reader = models.CharField(_("读者的摘要"), max_length=32)

    class Meta:
        verbose_name = _("问过的词")
        verbose_name_plural = _("问过的词")
        constraints = [models.UniqueConstraint(fields=["query", "day", "reader"], name="asked_once_a_day")]
        indexes = [models.Index(fields=["day"], name="asked_by_day")]

    def __str__(self) -> str:
        return f"{self.query} · {self.day}"


class Popular(models.Model):
    """A query that at least five people asked on one day, so that it may be shown. `people`: the most on any day."""

    query = models.CharField(_("问的词"), max_length=32, primary_key=True)
    people = models.PositiveIntegerField(_("一天里问的人"))
    day = models.DateField(_("最近哪一天"))

    class Meta:
        verbose_name = _("常问的词")
        verbose_name_plural = _("常问的词")

    def __str__(self) -> str:
        return self.query
