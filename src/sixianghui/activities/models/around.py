"""What may stand around an activity: names where a rule needs them, pictures that nobody asks for, an article, a feed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sixianghui.activities.models.activities import Activity
from sixianghui.common import time
from sixianghui.directory.public import Person


class Attendee(models.Model):
    """Somebody was there, written down because a rule needs the name: a vote, hours of training. Goes on `until`."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="attendees"
    )
    person = models.ForeignKey(Person, verbose_name=_("到会的人"), on_delete=models.CASCADE, related_name="+")
    until = models.DateField(_("留到"), db_index=True)

    class Meta:
        verbose_name = _("到会的人")
        verbose_name_plural = _("到会的人")
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="attends_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.person_id}"


class Illustration(models.Model):
    """A picture of an activity, for the story. Its words stand with the picture itself."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="illustrations"
    )
    picture = models.ForeignKey(
        "media.Picture", verbose_name=_("图片"), on_delete=models.CASCADE, related_name="+"
    )
    added_at = models.DateTimeField(_("加上的时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("活动的图")
        verbose_name_plural = _("活动的图")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "picture"], name="picture_once_in_an_activity")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.picture_id}"


class Story(models.Model):
    """The article that was begun from an activity; there is at most one."""

    activity = models.OneToOneField(
        Activity, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="story"
    )
    page = models.OneToOneField(
        "channel.ArticlePage", verbose_name=_("稿子"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("活动的稿子")
        verbose_name_plural = _("活动的稿子")

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.page_id}"


class Feed(models.Model):
    """A secret address under which somebody's calendar fetches their units' activities. Only its digest is kept."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="+"
    )
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("生成时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")

    def __str__(self) -> str:
        return str(self.account_id)
