"""Facts and publications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Self, cast

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.ledger import gate

#: As long as the reason of a strike may be.
REASON_LENGTH = 200
STRIKE_FIELDS = ("struck_at", "struck_by", "struck_reason")


class FactQuerySet(models.QuerySet):
    """Facts are added and struck; nothing else."""

    def standing(self, at: dt.datetime | None = None) -> Self:
        """Those not struck; with `at`, those that were recorded and not struck at that moment."""
        if at is None:
            return self.filter(struck_at__isnull=True)
        return self.filter(recorded_at__lte=at).filter(Q(struck_at__isnull=True) | Q(struck_at__gt=at))

    def fill_in(self, **values: Any) -> int:
        """Fill fields that are still empty and that the model names in `filled_later`, such as an end.

        Returns how many rows were filled; rows whose fields are filled already are left as they are.
        """
        allowed = {*cast("type[Fact]", self.model).filled_later, *STRIKE_FIELDS}
        if not values or not values.keys() <= allowed:
            raise TypeError(f"only {sorted(allowed)} may be filled in later")
        empty = self.filter(**{f"{name}__isnull": True for name in values if name != "struck_reason"})
        with transaction.atomic(savepoint=False):
            for name in {"struck_at", *cast("type[Fact]", self.model).written_down_later} & values.keys():
                values[name] = gate.stamp(values[name])
            return super(FactQuerySet, empty).update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Add many, as each would be added by itself."""
        rows = list(objs)
        with transaction.atomic(savepoint=False):
            for one in rows:
                one.recorded_at = gate.stamp(one.recorded_at)
            return super().bulk_create(rows, *args, **kwargs)

    def update(self, **changes: Any) -> int:
        raise TypeError("a fact is never edited; strike it and record the true one")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("a fact is never deleted; strike it")


class Fact(models.Model):
    """One countable thing that happened: one row, never edited, never deleted.

    `at` is when it happened, `recorded_at` when it was written down, `actor` who wrote it, `unit` whose it
    was then. A mistake is struck with who, when and why, by a command of its room. A subclass makes its
    uniqueness a database constraint on standing rows: `condition=Q(struck_at__isnull=True)`. The database
    refuses edits by triggers, put there after every migration; only fields named in `filled_later` may be
    filled in later, once.
    """

    #: Fields that are empty at first and may be filled once, by `FactQuerySet.fill_in`.
    filled_later: ClassVar[tuple[str, ...]] = ()
    #: Those of them that say when something was written down, as `recorded_at` does of the row: what a number was at a past
    #: moment may ask for them, and `gate` sees that nothing is published in between.
    written_down_later: ClassVar[tuple[str, ...]] = ()

    at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("记录时间"), default=time.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("记录人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        "directory.Unit", verbose_name=_("组织"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    struck_at = models.DateTimeField(_("划销时间"), null=True, editable=False)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("划销人"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    struck_reason = models.CharField(_("划销原因"), max_length=REASON_LENGTH, blank=True, editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def stands(self) -> bool:
        """Whether it has not been struck."""
        return self.struck_at is None

    def anew(self, **changes: Any) -> Self:
        """The same to be written down again: standing, recorded now, with `changes` in it. It is not saved."""
        left_out = {"recorded_at", *STRIKE_FIELDS}
        fields = [one for one in self._meta.concrete_fields if not one.primary_key]
        kept = {one.attname: getattr(self, one.attname) for one in fields if one.name not in left_out}
        made = type(self)(**kept)
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a fact is never edited; strike it and record the true one")
        with transaction.atomic(savepoint=False):
            self.recorded_at = gate.stamp(self.recorded_at)
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a fact is never deleted; strike it")


class Publication(models.Model):
    """A figure's value as it was made public: frozen with its date and digest, whatever is struck later."""

    figure = models.CharField(_("数字"), max_length=80, db_index=True)
    version = models.PositiveSmallIntegerField(_("口径版本"))
    scope = models.CharField(
        _("范围"), max_length=120, help_text="`Scope.text()`: canonical, so that equal scopes are equal"
    )
    value = models.BigIntegerField(_("公布值"))
    as_of = models.DateTimeField(_("截至"))
    published_at = models.DateTimeField(_("公布时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("公布人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("公布")
        constraints = [
            models.UniqueConstraint(fields=["figure", "version", "scope", "as_of"], name="published_once")
        ]
        ordering = ["-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.figure} = {self.value}"
