"""Forms: Wagtail's own for pictures and files, with our rules; and those of panoramas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from sixianghui.media import queries, rules, uploads, wording
from sixianghui.media.models import Consent, Hotspot, Panorama
from sixianghui.media.rules import Unfit, Why
from sixianghui.ui.public import HouseForm

_LIMIT = {"limit": rules.MAX_BYTES // rules.MIB}
_BIG = wording.SENTENCES[Why.TOO_BIG]
_ACCEPT = ".jpg,.jpeg,.png,.webp,.gif,image/jpeg,image/png,image/webp,image/gif"


class PictureField(WagtailImageField):
    """A picture as `uploads.take_picture` makes it. Wagtail's own reading of the file is not asked."""

    default_validators: ClassVar[list[Any]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = None
        super().__init__(*args, **kwargs)
        self.by: Any = None
        self.help_text = _("JPEG、PNG、WebP 或 GIF，最多 %(limit)s MB。拍摄地点之类的信息会去掉。") % _LIMIT
        self.error_messages["invalid_image_extension"] = wording.SENTENCES[Why.NOT_A_PICTURE]
        self.error_messages["file_too_large_unknown_size"] = _BIG % _LIMIT
        self.error_messages["empty"] = wording.SENTENCES[Why.EMPTY]

    def to_python(self, data: Any) -> Any:
        return _taken(self, data, uploads.take_picture)


class PaperField(WagtailDocumentField):
    """A file as `uploads.take_paper` lets it pass."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = None
        super().__init__(*args, **kwargs)
        self.by: Any = None
        self.max_upload_size = rules.MAX_BYTES
        self.help_text = _("PDF、DOCX、XLSX、PPTX、TXT 或 CSV，最多 %(limit)s MB。") % _LIMIT
        self.error_messages["file_too_large_unknown_size"] = _BIG % _LIMIT
        self.error_messages["empty"] = wording.SENTENCES[Why.EMPTY]

    def to_python(self, data: Any) -> Any:
        return _taken(self, data, uploads.take_paper)


def _taken(field: Any, data: Any, take: Any) -> Any:
    found = forms.FileField.to_python(field, data)
    if found is None:
        return None
    try:
        return take(found, by=field.by)
    except Unfit as unfit:
        raise ValidationError(wording.sentence(unfit), code=str(unfit.why)) from unfit


def _replace(form: Any, field: type[PictureField] | type[PaperField]) -> None:
    """Put our field in the place of Wagtail's, with its widget and its word."""
    before = form.fields.get("file")
    if before is None:
        return
    ours = field(label=before.label, required=before.required, widget=before.widget)
    ours.by = getattr(form, "user", None) or getattr(form.instance, "uploaded_by_user", None)
    form.fields["file"] = ours


class PictureForm(BaseImageForm):
    """Wherever Wagtail takes or changes a picture: our rules for the file, and words for who cannot see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self.user = user
        _replace(self, PictureField)
        if self.instance.pk and user is not None and self.instance.uploaded_by_user_id != user.pk:
            # Consent and words of another's picture may be put right; what is to be seen in it was reviewed as it is.
            self.fields.pop("file", None)
        description = self.fields.get("description")
        if description is not None:
            description.label = _("图里有什么")
            description.required = True
            description.help_text = _("看不见图的人靠它知道。比如：会议室里，五个人围着一张图纸。")
            description.error_messages["required"] = wording.SENTENCES[Why.NO_ALT]
        _say_scan(self)

    def clean_description(self) -> str:
        text = str(self.cleaned_data["description"])
        if not rules.describes(text):
            raise ValidationError(str(wording.SENTENCES[Why.NO_ALT]))
        return text


class FileForm(BaseDocumentForm):
    """Wherever Wagtail takes or changes a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self.user = user
        _replace(self, PaperField)
        _say_scan(self)


def _say_scan(form: Any) -> None:
    """What the scanner said of what is there, beside its title."""
    if form.instance.pk and "title" in form.fields:
        form.fields["title"].help_text = form.instance.get_scan_display()


class PanoramaWords(HouseForm):
    """What is said of a panorama, and of whoever is in it."""

    title = forms.CharField(
        label=_("标题"), max_length=255, error_messages={"required": wording.SENTENCES[Why.NO_TITLE]}
    )
    alt = forms.CharField(
        label=_("图里有什么"),
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一两句话，看不见的人靠它知道。比如：一间大办公室，窗边一排工位，中间一张长桌。"),
        error_messages={"required": wording.SENTENCES[Why.NO_ALT]},
    )
    consent = forms.ChoiceField(
        label=_("里面的人"),
        choices=Consent.choices,
        initial=Consent.NOT_ASKED,
        help_text=_("还没有问过的，不会公开。"),
        error_messages={"required": _("请选一项。"), "invalid_choice": _("请选一项。")},
    )
    consent_note = forms.CharField(
        label=_("怎么同意的"),
        max_length=200,
        required=False,
        help_text=_("谁在什么时候答应的，一句话，只有编辑看得到"),
    )
    credit = forms.CharField(label=_("作者或来源"), max_length=120, required=False)
    heading = forms.IntegerField(
        label=_("一开始朝哪里看"),
        required=False,
        min_value=-180,
        max_value=180,
        initial=0,
        help_text=_("度数，0 是图片正中，往右是正数"),
        error_messages={"invalid": _("请填一个 -180 到 180 的整数。")},
    )

    def words(self) -> dict[str, Any]:
        """What a command takes."""
        names = ("title", "alt", "consent", "consent_note", "credit", "heading")
        found = {name: self.cleaned_data[name] for name in names}
        found["heading"] = found["heading"] or 0
        return found


class PanoramaUpload(PanoramaWords):
    """A panorama and its words."""

    file = forms.FileField(
        label=_("全景图"),
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        help_text=_("宽正好是高的两倍，2048×1024 到 8192×4096，最多 %(limit)s MB") % _LIMIT,
        error_messages={
            "required": _("请选一张全景图。"),
            "missing": _("请选一张全景图。"),
            "invalid": _("文件没有传上来，请再传一次。"),
            "empty": wording.SENTENCES[Why.EMPTY],
        },
    )
    field_order = ("file", "title", "alt", "consent", "consent_note", "credit", "heading")


class PanoramaChoice(forms.ModelChoiceField):
    """A panorama by its ref."""

    def label_from_instance(self, one: Panorama) -> str:
        return one.title


class Spot(HouseForm):
    """Where a spot is, what is there, where it leads."""

    yaw = forms.DecimalField(
        label=_("左右（度）"), min_value=Decimal(-180), max_value=Decimal(180), decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
        help_text=_("-180 到 180，0 是图片正中"),
        error_messages={"required": _("请在图上点一下，或者填度数。"), "invalid": _("请填数字。")},
    )  # fmt: skip
    pitch = forms.DecimalField(
        label=_("上下（度）"), min_value=Decimal(-90), max_value=Decimal(90), decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
        help_text=_("-90 到 90，0 是地平线"),
        error_messages={"required": _("请在图上点一下，或者填度数。"), "invalid": _("请填数字。")},
    )  # fmt: skip
    label = forms.CharField(
        label=_("名称"), max_length=40, error_messages={"required": _("请给这个点起个名字。")}
    )
    text = forms.CharField(
        label=pgettext_lazy("全景", "说明"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    target = PanoramaChoice(
        queries.no_panoramas(),
        label=_("通往另一张全景"),
        required=False,
        to_field_name="ref",
        empty_label=_("不通往别处"),
        error_messages={"invalid_choice": _("请从名单里选。")},
    )
    link = forms.CharField(
        label=_("链接"), max_length=200, required=False, help_text=_("以 https:// 或 / 开头的网址")
    )

    def __init__(self, *args: Any, panorama: Panorama, spot: Hotspot | None = None, **kwargs: Any) -> None:
        if spot is not None:
            kwargs["initial"] = {
                "yaw": spot.yaw,
                "pitch": spot.pitch,
                "label": spot.label,
                "text": spot.text,
                "target": spot.target.ref if spot.target else None,
                "link": spot.link,
            }
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = queries.other_panoramas(panorama)  # type: ignore[attr-defined]

    def clean_link(self) -> str:
        """Said at its own field."""
        link = str(self.cleaned_data["link"])
        if link and not rules.is_plain_link(link):
            raise ValidationError(wording.BAD_LINK)
        return link

    def values(self) -> dict[str, Any]:
        """What a command takes."""
        found = dict(self.cleaned_data)
        return {**found, "yaw": float(found["yaw"]), "pitch": float(found["pitch"])}


class TourForm(HouseForm):
    """A walk: its words, and for each panorama which stop it is."""

    title = forms.CharField(
        label=_("标题"), max_length=100, error_messages={"required": wording.SENTENCES[Why.NO_TITLE]}
    )
    summary = forms.CharField(
        label=_("一两句话介绍"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        before: dict[int, int] = kwargs.pop("stops", {})
        self.choices = list(queries.panoramas())
        super().__init__(*args, **kwargs)
        for one in self.choices:
            field = forms.IntegerField(
                label=one.title, required=False, min_value=1, max_value=99, initial=before.get(one.pk)
            )
            field.widget.attrs["class"] = "input"
            self.fields[f"stop-{one.ref}"] = field

    def stop_fields(self) -> list[forms.BoundField]:
        """The fields of the stops."""
        return [self[f"stop-{one.ref}"] for one in self.choices]

    def stops(self) -> list[Panorama]:
        """The chosen panoramas by their numbers; equal numbers keep the order of the list."""
        chosen = [
            (self.cleaned_data.get(f"stop-{one.ref}"), place, one) for place, one in enumerate(self.choices)
        ]
        return [one for _n, _p, one in sorted((n, p, one) for n, p, one in chosen if n is not None)]
