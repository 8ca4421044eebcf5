"""What was resolved at an activity, whose it is to do, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import post_words
from sixianghui.activities import rules
from sixianghui.activities.models.activities import Activity
from sixianghui.directory.public import Person
from sixianghui.ledger.models import Fact


class Resolution(Fact):
    """Something was resolved, to be done by `due_on` by whoever holds `post` in `unit`, or by `owner`.

    A post rather than a name wherever one is known: what is open goes along when the post changes hands.
    """

    activity = models.ForeignKey(
        Activity, verbose_name=_("活动"), on_delete=models.PROTECT, related_name="resolutions"
    )
    text = models.CharField(_("决定的事"), max_length=rules.LINE_LENGTH)
    post = models.CharField(_("由什么职务办"), max_length=32, blank=True)
    owner = models.ForeignKey(
        Person, verbose_name=_("由谁办"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("办到哪天"))
    despite = models.CharField(_("人数不够还作决议的理由"), max_length=rules.REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("决议")
        verbose_name_plural = _("决议")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "text"], condition=Q(struck_at__isnull=True), name="resolved_once"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(post=""), name="resolution_has_one_owner"
            ),
        ]
        indexes = [models.Index(fields=["unit", "due_on"], name="resolution_by_unit")]

    def __str__(self) -> str:
        return self.text

    @property
    def post_label(self) -> str:
        """The post in the reader's language; nothing where a person does it."""
        return post_words(self.post) if self.post else ""


class Settlement(Fact):
    """A resolution was done, or given up: with a line on how it ended."""

    resolution = models.ForeignKey(
        Resolution, verbose_name=_("决议"), on_delete=models.PROTECT, related_name="settlements"
    )
    line = models.CharField(_("结果"), max_length=rules.LINE_LENGTH)

    class Meta:
        verbose_name = _("决议的结果")
        verbose_name_plural = _("决议的结果")
        constraints = [
            models.UniqueConstraint(
                fields=["resolution"], condition=Q(struck_at__isnull=True), name="settled_once"
            )
        ]

    def __str__(self) -> str:
        return self.line
