"""Who read what: millions of narrow rows, their sums by piece and day, and what is left of a month when they go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connections, models
from django.utils.translation import gettext_lazy as _

from sixianghui.channel.models.pages import BasePage, ColumnPage


class ReadQuerySet(models.QuerySet):
    """Reads are added, and go with their month; nothing else."""

    def update(self, **changes: Any) -> int:
        raise TypeError("a read is never edited")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("a read is not deleted; its month is closed")

    def add(self, rows: Iterable[tuple[int, int, int]]) -> None:
        """Add rows of (piece, at, reader). Without an object for each: a replay adds a million."""
        table = connections[self.db].ops.quote_name(self.model._meta.db_table)
        with connections[self.db].cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} (piece, at, reader) VALUES (%s, %s, %s)", list(rows))

    def go_with_their_month(self) -> int:
        """Delete the rows of a month that is closed; for `close_month` alone. Returns how many."""
        return self._raw_delete(self.db)


class Read(models.Model):
    """Somebody read a piece: one fact, narrow because there are millions.

    `piece` is the number of a page; `at` the seconds since 1970; `reader` what `front` called the reader that day.
    It has none of a `ledger.Fact`'s columns: nobody records it, and nobody strikes a single one.
    """

    piece = models.IntegerField()
    at = models.BigIntegerField()
    reader = models.BigIntegerField()

    objects = ReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("阅读")
        verbose_name_plural = _("阅读")
        # Finds what a reader has read before, and holds all that this asks for.
        constraints = [models.UniqueConstraint(fields=["reader", "piece", "at"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.piece} · {self.at}"


class ReadDay(models.Model):
    """What the reads of one piece on one day in Shanghai come to, added up as they are written and recounted nightly.

    readers: of the piece. `readers_in_column`, `readers_on_site`: those whose first read of that day in the column, on
    the site, was of this piece, so that summing them counts nobody twice a day. `column`, `unit` as they were.
    """

    piece = models.ForeignKey(
        BasePage, verbose_name=_("稿件"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField(_("日期"))
    column = models.ForeignKey(ColumnPage, verbose_name=_("栏目"), on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("送稿的组织"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reads = models.PositiveIntegerField(_("人次"))
    readers = models.PositiveIntegerField(_("人数"))
    readers_in_column = models.PositiveIntegerField(_("栏目里新到的人数"))
    readers_on_site = models.PositiveIntegerField(_("全站新到的人数"))

    class Meta:
        verbose_name = _("一天的阅读")
        verbose_name_plural = _("一天的阅读")
        constraints = [models.UniqueConstraint(fields=["piece", "day"], name="read_day_once")]
        indexes = [
            models.Index(fields=["day"], name="read_days"),
            models.Index(fields=["-day", "piece"], name="read_days_from_the_last"),
            models.Index(fields=["column", "reads"], name="read_days_by_column"),
        ]

    def __str__(self) -> str:
        return f"{self.piece_id} · {self.day} · {self.reads}"


class ReadMonth(models.Model):
    """A month whose rows are gone: what they came to, and the digest by which a copy of them could be known."""

    month = models.DateField(_("月份"), unique=True, help_text="its first day in Shanghai")
    reads = models.PositiveBigIntegerField(_("人次"))
    readers = models.PositiveBigIntegerField(_("人数"))
    digest = models.CharField(_("摘要"), max_length=64)
    closed_at = models.DateTimeField(_("结账时间"))

    class Meta:
        verbose_name = _("阅读月账")
        verbose_name_plural = _("阅读月账")
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} · {self.reads}"


class ReadSource(models.Model):
    """A front, and the number of the last batch of it that was written: a batch that comes again is known."""

    name = models.CharField(max_length=32, unique=True)
    number = models.PositiveBigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("阅读的来处")
        verbose_name_plural = _("阅读的来处")

    def __str__(self) -> str:
        return f"{self.name} · {self.number}"
