"""Units, the two kinds of line between them, and terms of office. People stand in `people.py`."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from tree_queries.models import OrderableTreeNode

from sixianghui.common import time
from sixianghui.ledger.models import Fact


class Enterprise(models.Model):
    """A member enterprise: a company, whatever Party organisations it has."""

    name = models.CharField(_("名称"), max_length=80, unique=True)
    short_name = models.CharField(_("简称"), max_length=20)
    is_sample = models.BooleanField(_("示例"), default=False, help_text=_("虚构的企业，不计入任何数字"))
    registered_at = models.DateTimeField(_("登记时间"), default=time.now, editable=False)

    class Meta:
        verbose_name = _("企业")
        verbose_name_plural = _("企业")

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    """What kind of unit it is. `ENTERPRISE`: an enterprise of which no Party organisation is registered yet."""

    INDUSTRY_COMMITTEE = "industry_committee", _("行业党委")
    PARTY_COMMITTEE = "party_committee", _("党委")
    GENERAL_BRANCH = "general_branch", _("党总支")
    BRANCH = "branch", _("党支部")
    GROUP = "group", _("党小组")
    LEAGUE_BRANCH = "league_branch", _("团支部")
    ENTERPRISE = "enterprise", _("企业")


class Unit(OrderableTreeNode):
    """A unit of the tree. `parent` is its superior by subordination (隶属), the only line with approval power."""

    kind = models.CharField(_("类型"), max_length=24, choices=UnitKind)
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=20)
    slug = models.SlugField(_("网址"), max_length=80, unique=True)
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("所属企业"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
    )
    summary = models.CharField(_("一句话介绍"), max_length=200, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta(OrderableTreeNode.Meta):
        verbose_name = _("组织")
        verbose_name_plural = _("组织")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="one_unit_name_in_an_enterprise"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(closed_on__gte=F("founded_on")),
                name="unit_closes_after_it_is_founded",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def policy_unit_id(self) -> int:
        """For permissions a unit is its own unit."""
        return int(self.pk)


class Guidance(Fact):
    """Industry guidance (行业指导): `unit` is guided by `committee`. Guidance only; it carries no approval power.

    `ended_at` may lie before the moment at which it was written down, `end_recorded_at`: until then numbers counted the line,
    and those that were published do so still. Lines that ended before that moment was kept have none.
    """

    filled_later = ("ended_at", "end_recorded_at")
    written_down_later = ("end_recorded_at",)

    committee = models.ForeignKey(
        Unit, verbose_name=_("指导者"), on_delete=models.PROTECT, related_name="guides"
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    end_recorded_at = models.DateTimeField(_("结束的记录时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("行业指导")
        verbose_name_plural = _("行业指导")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "unit"],
                condition=Q(struck_at__isnull=True, ended_at__isnull=True),
                name="one_standing_guidance",
            ),
            models.CheckConstraint(condition=~Q(committee=F("unit")), name="nobody_guides_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} → {self.unit_id}"


class Term(models.Model):
    """A term of office of a unit's leadership: from the election to the day a new one is due."""

    unit = models.ForeignKey(Unit, verbose_name=_("组织"), on_delete=models.CASCADE, related_name="terms")
    began_on = models.DateField(_("起"))
    ends_on = models.DateField(_("届满"))
    years = models.PositiveSmallIntegerField(_("年限"))
    rule = models.CharField(_("依据"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("任期")
        ordering = ["-began_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "began_on"], name="one_term_a_day"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("began_on")), name="term_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.began_on:%Y}—{self.ends_on:%Y}"
