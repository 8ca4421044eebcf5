"""Files, pictures and panoramas. The models of Wagtail's screens are our own from the first migration."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from sixianghui.common import ids, time
from sixianghui.media import rules


class Consent(models.TextChoices):
    """Whether those in a picture agree to be seen."""

    NOBODY = rules.Consent.NOBODY, _("里面没有认得出的人")
    AGREED = rules.Consent.AGREED, _("里面的人都同意公开")
    DRAWING = rules.Consent.DRAWING, _("是画、图表或截图，没有真人")
    NOT_ASKED = rules.Consent.NOT_ASKED, _("还没有问过里面的人")


class Scan(models.TextChoices):
    """What the scanner for malware said."""

    UNCHECKED = rules.Scan.UNCHECKED, _("没有查过病毒")
    WAITING = rules.Scan.WAITING, _("正在查病毒，查完才能用")
    CLEAN = rules.Scan.CLEAN, _("查过病毒，没有问题")
    REFUSED = rules.Scan.REFUSED, _("查出病毒，已经隔离")


class Arrived(models.Model):
    """Something with bytes that came from outside. What the scanner said holds for the file `scan_of` and no other."""

    scan = models.CharField(
        _("病毒检查"), max_length=12, choices=Scan.choices, default=Scan.WAITING, editable=False
    )
    scan_of = models.CharField(max_length=200, blank=True, editable=False)
    is_sample = models.BooleanField(_("示例"), default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def may_be_sent(self) -> bool:
        """Whether its bytes may leave the house at all."""
        return rules.may_be_sent(self.scan, scanned=self.scan_of, file=str(self.file or ""))  # type: ignore[attr-defined]


class Shown(models.Model):
    """Something in which people may be recognised."""

    consent = models.CharField(
        _("里面的人"),
        max_length=12,
        choices=Consent.choices,
        default=Consent.NOT_ASKED,
        help_text=_("还没有问过的，不会公开。"),
    )
    consent_note = models.CharField(
        _("怎么同意的"), max_length=200, blank=True, help_text=_("谁在什么时候答应的，一句话，只有编辑看得到")
    )

    class Meta:
        abstract = True


class Picture(Arrived, Shown, AbstractImage):
    """A picture with the words that stand for it where it cannot be seen."""

    credit = models.CharField(_("作者或来源"), max_length=120, blank=True)

    #: No tags: nobody looks for pictures by them here, and Wagtail's field for them has no name for a screen reader.
    admin_form_fields = (
        *(name for name in WagtailImage.admin_form_fields if name != "tags"),
        "consent",
        "consent_note",
        "credit",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_each"
            )
        ]


class File(Arrived, AbstractDocument):
    """A file that can be downloaded."""

    admin_form_fields = tuple(name for name in WagtailDocument.admin_form_fields if name != "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文件")
        verbose_name_plural = _("文件")


class Panorama(Arrived, Shown):
    """A view all around, from one point. What readers get is made from it by a job."""

    class State(models.TextChoices):
        QUEUED = "queued", _("排队等着做")
        WORKING = "working", _("正在做各种尺寸")
        READY = "ready", _("做好了")
        FAILED = "failed", _("没有做成")

    ref = models.CharField(max_length=24, unique=True, default=ids.new_ref, editable=False)
    title = models.CharField(_("标题"), max_length=255)
    alt = models.CharField(_("图里有什么"), max_length=255)
    credit = models.CharField(_("作者或来源"), max_length=120, blank=True)
    file = models.FileField(upload_to="panorama_sources", max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file_size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    heading = models.SmallIntegerField(_("一开始朝哪里看"), default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=time.now)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.title


class PanoramaRendition(models.Model):
    """A panorama in one size and format."""

    panorama = models.ForeignKey(Panorama, on_delete=models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=16)
    file = models.FileField(upload_to="panoramas", max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panorama", "name"], name="one_panorama_rendition_each")
        ]


class Hotspot(models.Model):
    """A place in a panorama worth looking at, and perhaps the way to another one."""

    panorama = models.ForeignKey(Panorama, on_delete=models.CASCADE, related_name="hotspots")
    ref = models.CharField(max_length=24, unique=True, default=ids.new_ref, editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    yaw = models.DecimalField(_("左右（度）"), max_digits=5, decimal_places=1)
    pitch = models.DecimalField(_("上下（度）"), max_digits=4, decimal_places=1)
    label = models.CharField(_("名称"), max_length=40)
    text = models.TextField(pgettext_lazy("全景", "说明"), max_length=400, blank=True)
    target = models.ForeignKey(
        Panorama, null=True, blank=True, on_delete=models.SET_NULL, related_name="ways_here"
    )
    link = models.CharField(_("链接"), max_length=200, blank=True)
    still = models.FileField(upload_to="panoramas", max_length=200, blank=True)
    #: The direction that the still shows; another one means that it has to be made anew.
    still_of = models.CharField(max_length=24, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(yaw__gte=-180, yaw__lte=180, pitch__gte=-90, pitch__lte=90), name="spot_in_sphere"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def direction(self) -> str:
        """Where it is, as `still_of` keeps it."""
        return f"{self.yaw:.1f},{self.pitch:.1f}"


class Tour(models.Model):
    """A walk through several panoramas."""

    ref = models.CharField(max_length=24, unique=True, default=ids.new_ref, editable=False)
    title = models.CharField(_("标题"), max_length=100)
    summary = models.TextField(_("一两句话介绍"), max_length=400, blank=True)
    is_sample = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=time.now)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.title


class TourStop(models.Model):
    """One stop of a walk."""

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="stops")
    panorama = models.ForeignKey(Panorama, on_delete=models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["tour", "panorama"], name="one_stop_each"),
            models.UniqueConstraint(fields=["tour", "order"], name="one_stop_at_a_place"),
        ]
