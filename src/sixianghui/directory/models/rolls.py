"""How many people stand where: sums of the roster, so that a million rows need not be counted for every reader."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.directory.models.people import Line, Status
from sixianghui.directory.models.units import Unit


class RollCount(models.Model):
    """So many people of this status belong to this unit now. Counted afresh from the roster whenever that changes,
    never added to; none where there is nobody."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("组织"), on_delete=models.CASCADE, related_name="roll_counts"
    )
    line = models.CharField(_("关系"), max_length=8, choices=Line)
    status = models.CharField(_("政治面貌"), max_length=16, choices=Status)
    people = models.PositiveIntegerField(pgettext_lazy("名册", "人数"))

    class Meta:
        verbose_name = _("名册人数")
        verbose_name_plural = _("名册人数")
        constraints = [
            models.UniqueConstraint(fields=["unit", "line", "status"], name="one_roll_count_of_a_status")
        ]
        indexes = [models.Index(fields=["line", "status", "unit", "people"], name="roll_counts_by_status")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.status} {self.people}"
