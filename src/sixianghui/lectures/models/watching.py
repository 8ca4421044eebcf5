"""Who was in the room on line: one narrow row for each stay of a viewer, and what they come to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.lectures.models.lectures import Lecture


class Side(models.TextChoices):
    """Seen as it happened, or afterwards. The two are never added up."""

    LIVE = "live", _("直播")
    REPLAY = "replay", _("回放")


class WatchSource(models.Model):
    """A front since its start: the number of its last report that was written, and how many watch there now."""

    name = models.CharField(max_length=32, unique=True)
    number = models.PositiveBigIntegerField()
    seen_at = models.DateTimeField()
    now = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("观看的来处")
        verbose_name_plural = _("观看的来处")
        indexes = [models.Index(fields=["seen_at"], name="watch_sources_by_time")]

    def __str__(self) -> str:
        return f"{self.name} · {self.number}"


class Viewing(models.Model):
    """A viewer stayed in the room, in seconds since 1970. `ended` is empty while they are there.

    `viewer` is what `front` called them that day; `source` and `span` name the row for the front that reports its end.
    It has none of a `ledger.Fact`'s columns: nobody records it, and nobody strikes a single one.
    """

    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="viewings", db_index=False)
    side = models.CharField(_("直播还是回放"), max_length=6, choices=Side)
    viewer = models.BigIntegerField()
    began = models.BigIntegerField()
    ended = models.BigIntegerField(null=True)
    source = models.ForeignKey(WatchSource, on_delete=models.PROTECT, related_name="+", db_index=False)
    span = models.BigIntegerField()

    class Meta:
        verbose_name = _("观看")
        verbose_name_plural = _("观看")
        constraints = [models.UniqueConstraint(fields=["source", "span"], name="stay_once")]
        indexes = [
            models.Index(fields=["lecture", "side", "viewer", "began"], name="stays_of_viewer"),
            models.Index(fields=["source"], condition=models.Q(ended__isnull=True), name="stays_not_over"),
        ]

    def __str__(self) -> str:
        return f"{self.lecture_id} · {self.began}"


class Audience(models.Model):
    """What the stays of a lecture that began on one day in Shanghai come to, recounted as they are written.

    closed_at: its stays are deleted, so it is counted no more. viewers: people of that day. peak: the most at one time, at `peak_at`. seconds: spent by all together.
    """

    lecture = models.ForeignKey(
        Lecture, verbose_name=_("党课"), on_delete=models.PROTECT, related_name="audiences", db_index=False
    )
    side = models.CharField(_("直播还是回放"), max_length=6, choices=Side)
    day = models.DateField(_("日期"))
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("主办"), on_delete=models.PROTECT, related_name="+"
    )
    viewings = models.PositiveIntegerField(pgettext_lazy("党课", "人次"), default=0)
    viewers = models.PositiveIntegerField(pgettext_lazy("党课", "人数"), default=0)
    peak = models.PositiveIntegerField(_("同时在看最多"), default=0)
    peak_at = models.DateTimeField(_("最多的时候"), null=True)
    seconds = models.PositiveBigIntegerField(_("看了多少秒"), default=0)
    counted_at = models.DateTimeField(_("数到什么时候"))
    closed_at = models.DateTimeField(_("单条删去的时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("一天的观看")
        verbose_name_plural = _("一天的观看")
        constraints = [models.UniqueConstraint(fields=["lecture", "side", "day"], name="audience_of_a_day")]
        indexes = [models.Index(fields=["side", "-day"], name="audiences_by_day")]

    def __str__(self) -> str:
        return f"{self.lecture_id} · {self.day}"
