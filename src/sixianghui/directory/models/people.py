"""People with a Party or League relation, who asked to be in it, or who hold a post; others are headcounts."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.common import ids, time
from sixianghui.directory.models.units import Unit


class Line(models.TextChoices):
    """Which organisation a relation is with. Someone may have one with each."""

    PARTY = "party", pgettext_lazy("关系", "党组织")
    LEAGUE = "league", _("团组织")


class Status(models.TextChoices):
    """What someone is to the Party or the League. The order of the Party's is that of the procedure."""

    APPLICANT = "applicant", _("入党申请人")
    ACTIVIST = "activist", _("入党积极分子")
    TARGET = "target", _("发展对象")
    PROBATIONARY = "probationary", _("预备党员")
    FULL = "full", _("正式党员")
    LEAGUE_MEMBER = "league_member", _("共青团员")


class _Spell(models.Model):
    """Something that holds since a day and until one, on which it has ended; without an end it still holds."""

    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-since", "-pk"]

    def holds_on(self, day: object) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or self.until > day)  # type: ignore[operator]


class Person(models.Model):
    """Someone on the roster. `ref` is what addresses name: it is random and tells nothing.

    `pinyin` and `initials` hold every reading of the name, for staff who search; `number` is the unit's own number for
    a person, which tells two of the same name apart. A person who left or was erased keeps the row, so that what they
    did in a post stays true; erasing empties the rest.
    """

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    name = models.CharField(_("姓名"), max_length=64)
    pinyin = models.CharField(_("拼音"), max_length=400, blank=True, editable=False)
    initials = models.CharField(_("首字母"), max_length=120, blank=True, editable=False)
    number = models.CharField(_("编号"), max_length=32, blank=True, db_index=True)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    employed_on = models.DateField(_("参加工作日期"), null=True, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    entered_at = models.DateTimeField(_("登记时间"), default=time.now, editable=False)
    changed_at = models.DateTimeField(_("改动时间"), default=time.now, editable=False)
    left_on = models.DateField(_("离开日期"), null=True, blank=True)
    erased_at = models.DateTimeField(_("删除时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        indexes = [models.Index(fields=["name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def policy_unit_ids(self) -> frozenset[int]:
        """For permissions: the units to which someone belongs, or belonged last; posts elsewhere do not count."""
        rows = list(self.affiliations.all())
        standing = [row for row in rows if row.until is None]
        if not standing and rows:
            latest = max(rows, key=lambda row: (row.until or row.since, row.pk))
            standing = [latest]
        return frozenset(row.unit_id for row in standing)

    @property
    def owner_id(self) -> int | None:
        """For permissions: what someone's own is."""
        return self.account_id


class Affiliation(_Spell):
    """The unit with which someone's relation is kept (组织关系): one for the Party, one for the League."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="affiliations"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("组织"), on_delete=models.PROTECT, related_name="affiliations"
    )
    line = models.CharField(_("关系"), max_length=8, choices=Line, default=Line.PARTY)

    class Meta(_Spell.Meta):
        abstract = False
        verbose_name = _("组织关系")
        verbose_name_plural = _("组织关系")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "line"], condition=Q(until__isnull=True), name="one_standing_affiliation"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="affiliation_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "until"], name="affiliation_by_unit"),
            # The rows behind a number of people, in the order in which they are shown.
            models.Index(
                fields=["line", "since", "id", "unit", "person"],
                condition=Q(until__isnull=True),
                name="affiliations_now",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.line} {self.unit_id}"


class Standing(_Spell):
    """Someone's political status (政治面貌) over a stretch of time; the rows together are its history."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="standings"
    )
    line = models.CharField(_("关系"), max_length=8, choices=Line, default=Line.PARTY)
    status = models.CharField(_("政治面貌"), max_length=16, choices=Status)

    class Meta(_Spell.Meta):
        abstract = False
        verbose_name = _("政治面貌")
        verbose_name_plural = _("政治面貌")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "line"], condition=Q(until__isnull=True), name="one_standing_status"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="status_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "line", "status"], condition=Q(until__isnull=True), name="status_now"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.status}"


class Appointment(_Spell):
    """Someone holds a post in a unit, since a day and until one. What the post may do stands in `access`."""

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="appointments"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("组织"), on_delete=models.PROTECT, related_name="appointments"
    )
    post = models.CharField(_("职务"), max_length=32)

    class Meta(_Spell.Meta):
        abstract = False
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "post"],
                condition=Q(until__isnull=True),
                name="one_standing_appointment",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="appointment_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post} {self.unit_id}"

    @property
    def owner_id(self) -> int | None:
        """For permissions: whose post it is."""
        return self.person.account_id


class AppointmentRequest(models.Model):
    """A post asked for somebody: it is granted by a second person, who is neither the asker nor the one it is for."""

    class Outcome(models.TextChoices):
        """How it was decided."""

        APPROVED = "approved", _("同意")
        REFUSED = "refused", _("不同意")
        WITHDRAWN = "withdrawn", _("撤回")

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="appointment_requests"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("组织"), on_delete=models.PROTECT, related_name="+")
    post = models.CharField(_("职务"), max_length=32)
    since = models.DateField(_("起"))
    reason = models.CharField(pgettext_lazy("任职", "依据"), max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("提出时间"), default=time.now, editable=False)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, editable=False)
    answer = models.CharField(_("答复"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("任职申请")
        verbose_name_plural = _("任职申请")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "post"], condition=Q(outcome=""), name="one_open_request_for_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post} {self.unit_id}"


class Handover(models.Model):
    """A post offered by whoever holds it to a successor, who takes it or not. Open work goes along."""

    class Outcome(models.TextChoices):
        """How it ended."""

        TAKEN = "taken", _("已接手")
        DECLINED = "declined", _("没有接")
        WITHDRAWN = "withdrawn", _("已撤回")

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("任职"), on_delete=models.CASCADE, related_name="handovers"
    )
    successor = models.ForeignKey(
        Person, verbose_name=_("接手人"), on_delete=models.CASCADE, related_name="handovers"
    )
    note = models.CharField(_("交代的话"), max_length=400, blank=True)
    offered_at = models.DateTimeField(_("提出时间"), default=time.now, editable=False)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(_("了结时间"), null=True, editable=False)
    moved = models.JSONField(_("移交的事"), default=list, editable=False)

    class Meta:
        verbose_name = _("交接")
        verbose_name_plural = _("交接")
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(outcome=""), name="one_open_handover_of_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} → {self.successor_id}"


class Card(models.Model):
    """What someone shows of themselves to everybody (亮身份), while they agree to it: see `cards_open`.

    The name, the unit, the status and the posts come from the roster; `line` is what they add. Its `ref` is not the
    person's, so that one tells nothing of the other.
    """

    ref = models.CharField(_("代号"), max_length=32, unique=True, default=ids.new_ref, editable=False)
    person = models.OneToOneField(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="card"
    )
    line = models.CharField(_("一句话"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("身份卡")
        verbose_name_plural = _("身份卡")

    def __str__(self) -> str:
        return self.ref
