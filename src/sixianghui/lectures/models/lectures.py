"""Lectures: an activity with a lecturer, a room on line, and perhaps a hall.

What it is called, when and where it takes place and who holds it stands with its activity, once. That it went on air and
that it ended are facts.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids, time
from sixianghui.lectures import rules
from sixianghui.ledger.models import Fact


class Lecture(models.Model):
    """A lecture. `seats` is None where there is no hall; `names`: who is in the hall is written down, and `why`.

    `salt` is what arrivals are known again by; it goes with the registrations, and then nobody can tell any more.
    """

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    activity = models.OneToOneField(
        "activities.Activity", verbose_name=_("活动"), on_delete=models.PROTECT, related_name="lecture"
    )
    lecturer = models.CharField(_("主讲"), max_length=rules.LECTURER_LENGTH)
    lecturer_line = models.CharField(_("主讲人介绍"), max_length=rules.LINE_LENGTH, blank=True)
    intro = models.TextField(_("讲什么"), max_length=rules.INTRO_LENGTH, blank=True)
    poster = models.ForeignKey(
        "media.Picture", verbose_name=_("海报"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # fmt: skip
    stream = models.OneToOneField(
        "media.Stream", verbose_name=_("录像"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        editable=False,
    )  # fmt: skip
    next_stream = models.OneToOneField(
        "media.Stream", verbose_name=_("换上来的录像"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", editable=False,
    )  # fmt: skip
    #: Until when its recording is kept, if somebody had a reason to keep it longer than the rule says.
    kept_until = models.DateField(_("录像留到"), null=True, blank=True, editable=False)
    kept_why = models.CharField(_("为什么多留"), max_length=rules.REASON_LENGTH, blank=True, editable=False)
    warned_at = models.DateTimeField(_("到期提醒过的时间"), null=True, editable=False)
    seats = models.PositiveSmallIntegerField(_("现场座位"), null=True, blank=True)
    names = models.BooleanField(_("现场要记名"), default=False)
    why = models.CharField(_("为什么要记名"), max_length=rules.REASON_LENGTH, blank=True)
    comments = models.OneToOneField(
        "remarks.Thread", verbose_name=_("评论"), on_delete=models.PROTECT, related_name="comments_of"
    )
    questions = models.OneToOneField(
        "remarks.Thread", verbose_name=_("提问"), on_delete=models.PROTECT, related_name="questions_of"
    )
    made_at = models.DateTimeField(_("定下的时间"), default=time.now, editable=False)
    changed_at = models.DateTimeField(_("改动时间"), default=time.now, editable=False)
    reminded_at = models.DateTimeField(_("提醒过的时间"), null=True, editable=False)
    salt = models.CharField(max_length=64, default=ids.new_token, editable=False)

    class Meta:
        verbose_name = _("党课")
        verbose_name_plural = _("党课")
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gte=1), name="a_hall_has_a_seat"
            ),
            models.CheckConstraint(condition=Q(names=False) | ~Q(why=""), name="names_have_a_reason"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def topic(self) -> str:
        """What its pages listen to; the same number is told to viewers and to whoever only looks after it."""
        return f"lecture:{self.ref}"

    @property
    def watch_topic(self) -> str:
        """What a viewer listens to: whoever does is counted."""
        return f"watch:{self.ref}"

    @property
    def tag(self) -> str:
        """The cache tag of every page that shows it."""
        return f"lecture:{self.pk}"


class Helper(models.Model):
    """Somebody who has a part in one lecture without a post: who lectures, who looks after the talk."""

    class Part(models.TextChoices):
        """What they do."""

        LECTURER = "lecturer", _("主讲")
        MODERATOR = "moderator", _("主持")

    lecture = models.ForeignKey(Lecture, on_delete=models.CASCADE, related_name="helpers")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="+"
    )
    part = models.CharField(_("做什么"), max_length=10, choices=Part)

    class Meta:
        verbose_name = _("主讲和主持")
        verbose_name_plural = _("主讲和主持")
        constraints = [
            models.UniqueConstraint(fields=["lecture", "account", "part"], name="helper_once_in_a_part")
        ]

    def __str__(self) -> str:
        return f"{self.lecture_id} · {self.part}"


class AgendaItem(models.Model):
    """A line of the agenda; when it was come to, in seconds after the beginning: then it is a chapter."""

    lecture = models.ForeignKey(Lecture, on_delete=models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField(_("次序"))
    title = models.CharField(_("讲到什么"), max_length=rules.TITLE_LENGTH)
    seconds = models.PositiveIntegerField(_("从第几秒起"), null=True, editable=False)

    class Meta:
        verbose_name = _("提纲")
        verbose_name_plural = _("提纲")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["lecture", "number"], name="item_once_in_an_agenda")]

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """Something to take along: a file of ours, or an address elsewhere."""

    lecture = models.ForeignKey(Lecture, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("名称"), max_length=rules.TITLE_LENGTH)
    file = models.ForeignKey(
        "media.File", verbose_name=_("文件"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # fmt: skip
    link = models.URLField(_("网址"), max_length=rules.LINK_LENGTH, blank=True)
    added_at = models.DateTimeField(_("加上的时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("资料")
        verbose_name_plural = _("资料")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


def standing(name: str, *fields: str) -> models.UniqueConstraint:
    """At most one fact of these fields stands."""
    return models.UniqueConstraint(
        fields=fields or ("lecture",), condition=Q(struck_at__isnull=True), name=name
    )


class Broadcast(Fact):
    """A lecture went on air, `at` its beginning."""

    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="broadcasts")

    class Meta:
        verbose_name = _("开播")
        verbose_name_plural = _("开播")
        constraints = [standing("on_air_once")]

    def __str__(self) -> str:
        return str(self.lecture_id)


class Ending(Fact):
    """A lecture ended, after so many minutes on air."""

    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="endings")
    minutes = models.PositiveIntegerField(_("时长"))

    class Meta:
        verbose_name = _("结束")
        verbose_name_plural = _("结束")
        constraints = [standing("ended_once")]
        indexes = [models.Index(fields=["-at"], name="lectures_by_their_end")]

    def __str__(self) -> str:
        return str(self.lecture_id)


class Notice(Fact):
    """The moderator said something to everybody. The latest that stands is pinned above the talk."""

    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="notices")
    text = models.CharField(_("说了什么"), max_length=rules.NOTICE_LENGTH)
    key = models.CharField(max_length=32, default=ids.new_ref, editable=False)

    class Meta:
        verbose_name = _("主持人的话")
        verbose_name_plural = _("主持人的话")
        constraints = [standing("said_once", "key")]
        indexes = [models.Index(fields=["lecture", "-at"], name="notices_of_lecture")]

    def __str__(self) -> str:
        return self.text
