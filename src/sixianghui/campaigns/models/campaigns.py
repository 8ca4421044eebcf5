"""Campaigns: who calls for them, for how long, with what aims, for whom, by which carriers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import ids, time
from sixianghui.ledger.models import Fact


class Audience(models.TextChoices):
    """For whom something is meant. A League branch is a unit; the other two are people."""

    MEMBERS = "members", _("党员")
    CORE_YOUNG = "core_young", _("核心青年骨干")
    LEAGUE = "league", _("团支部")
    EVERYBODY = "everybody", _("全体员工")


class Campaign(models.Model):
    """A campaign that a committee (`unit`) carries out from `begins_on` to `ends_on`, both days included.

    `title` is the short name people use, `full_title` the official one. It may be edited until it ends; whether it is
    open is told by `Opening` and `Closing`.
    """

    ref = models.CharField(max_length=32, unique=True, default=ids.new_ref, editable=False)
    slug = models.SlugField(_("网址"), max_length=60, unique=True)
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("承办组织"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("名称"), max_length=40)
    full_title = models.CharField(_("全称"), max_length=120, blank=True)
    summary = models.CharField(_("一句话说明"), max_length=200)
    begins_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    audiences = models.JSONField(_("面向谁"), default=list, help_text="values of `Audience`")
    made_at = models.DateTimeField(_("建立时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("主题活动")
        verbose_name_plural = _("主题活动")
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="campaign_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Issuer(models.Model):
    """Whoever called for the campaign: often an office above that is no unit here."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="issuers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("主办单位"), max_length=60)
    unit = models.ForeignKey(
        "directory.Unit",
        verbose_name=_("组织"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("主办单位")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="issuer_once_in_a_campaign")]

    def __str__(self) -> str:
        return self.name


class Aim(models.Model):
    """What the campaign is for, in one sentence."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="aims")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("目标"), max_length=120)

    class Meta:
        verbose_name = _("目标")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["campaign", "text"], name="aim_once_in_a_campaign")]

    def __str__(self) -> str:
        return self.text


class Carrier(models.Model):
    """A named carrier (载体) of a campaign: what its activities are gathered under. Any number, also none."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="carriers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("载体"), max_length=40)
    text = models.CharField(_("做什么"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("载体")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="carrier_once_in_a_campaign")
        ]

    def __str__(self) -> str:
        return self.name


class Opening(Fact):
    """A campaign was opened: from now on everybody may read of it, and notices may go out under it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="openings")

    class Meta:
        verbose_name = _("启动")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(struck_at__isnull=True), name="one_standing_opening"
            )
        ]

    def __str__(self) -> str:
        return str(self.campaign_id)


class Closing(Fact):
    """A campaign has ended: on the day after its end date by itself (`actor` empty), or earlier by hand."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="closings")
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("结束")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(struck_at__isnull=True), name="one_standing_closing"
            )
        ]

    def __str__(self) -> str:
        return str(self.campaign_id)
