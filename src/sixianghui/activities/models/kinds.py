"""Kinds of activity and the rules that some of them stand under. Both are data: the committee changes them, not the code."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sixianghui.activities import rules


class Nature(models.TextChoices):
    """What a rule says."""

    QUORUM = "quorum", _("到会人数")
    RHYTHM = "rhythm", _("多久一次")


class Rule(models.Model):
    """An article of a rule: from what text, in which version, whether an officer has checked it (else 待核实).

    A quorum asks for `above` / `below` of those entitled (more than that when `more`); a rhythm says once in `months`.
    A rule that is not confirmed may remind, never block.
    """

    code = models.SlugField(_("代号"), max_length=40, unique=True)
    nature = models.CharField(_("管什么"), max_length=8, choices=Nature)
    name = models.CharField(_("规定"), max_length=80)
    version = models.CharField(_("版本"), max_length=40)
    article = models.CharField(_("条"), max_length=20)
    text = models.CharField(_("怎么说的"), max_length=200)
    above = models.PositiveSmallIntegerField(_("几分之几的分子"), null=True, blank=True)
    below = models.PositiveSmallIntegerField(_("几分之几的分母"), null=True, blank=True)
    more = models.BooleanField(_("要超过"), default=False)
    months = models.PositiveSmallIntegerField(_("几个月一次"), null=True, blank=True)
    since = models.DateField(_("施行日期"), null=True, blank=True)
    confirmed = models.BooleanField(_("核实过"), default=False)
    confirmed_at = models.DateTimeField(_("核实时间"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核实人"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("规定")
        verbose_name_plural = _("规定")
        constraints = [
            models.CheckConstraint(
                condition=~Q(nature="quorum") | Q(above__gte=1, below__gte=1, above__lte=F("below")),
                name="quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=~Q(nature="rhythm") | Q(months__gte=1), name="rhythm_has_its_months"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.article}"

    def in_force_on(self, day: dt.date) -> bool:
        """Whether it was in force on a day."""
        return self.since is None or day >= self.since

    @property
    def quorum(self) -> rules.Quorum:
        """The share as the rules see it."""
        assert self.above is not None
        assert self.below is not None
        return rules.Quorum(self.above, self.below, self.more)

    @property
    def cited(self) -> str:
        """The rule as a page cites it: 《…》第十一条."""
        return f"{gettext(self.name)}{gettext(self.article)}"

    @property
    def said(self) -> str:
        """What it says, in the reader's language where it came with the house."""
        return gettext(self.text)


class Kind(models.Model):
    """What sort of thing an activity is. `code` is its name in the code and in files, `name` what people read.

    `open_at_first`: activities of this kind are shown to everybody unless their unit says otherwise. `names_needed`:
    a rule asks who was there (a vote, hours of training), not only how many.
    """

    code = models.SlugField(_("代号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=20)
    place = models.PositiveSmallIntegerField(_("次序"), default=100)
    open_at_first = models.BooleanField(_("一般给大家看"), default=True)
    names_needed = models.BooleanField(_("要记名字"), default=False)
    quorum = models.ForeignKey(
        Rule, verbose_name=_("到会人数"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rhythm = models.ForeignKey(
        Rule, verbose_name=_("多久一次"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(_("停用时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("活动种类")
        verbose_name_plural = _("活动种类")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(retired_at__isnull=True), name="one_kind_in_use_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, where it came with the house; else as the committee wrote it."""
        return gettext(self.name)

    @property
    def in_use(self) -> bool:
        """Whether new activities may be of this kind."""
        return self.retired_at is None
