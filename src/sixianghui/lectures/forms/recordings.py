"""A recording for a lecture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sixianghui.lectures import rules
from sixianghui.media import public as media
from sixianghui.ui.public import HouseForm


class Moment(forms.CharField):
    """A moment of a film, written 1:02:15; its seconds."""

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value)
        found = rules.seconds_of(words) if words else None
        if words and found is None:
            raise forms.ValidationError(_("请写成 时:分:秒，比如 0:05:30。"))
        return found


class TrimForm(HouseForm):
    """From where to where a recording stays."""

    begin = Moment(label=_("从这里开始"), error_messages={"required": _("请写从哪里开始。")})
    end = Moment(label=_("到这里结束"), error_messages={"required": _("请写到哪里结束。")})


class TranscriptForm(HouseForm):
    """A file, or what is typed."""

    file = forms.FileField(
        label=_("字幕文件"), required=False, help_text=_(".vtt 或 .srt，最多 1 MB。选了文件，就用文件里的。"),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt,text/plain"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("或者写在这里"), required=False, strip=False,
        help_text=_("一行一句，前面写时间：“1:05 大家好”。也可以贴 .vtt、.srt 里的字。全删掉再存，就没有文字稿了。"),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is None:
            return ""
        if file.size > media.TRANSCRIPT_BYTES:
            raise forms.ValidationError(_("文字稿太长了，最多 1 MB。"))
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return file.read().decode(encoding)
            except UnicodeDecodeError:
                file.seek(0)
        raise forms.ValidationError(_("这个文件不是纯文本。请用记事本另存为 UTF-8 编码再传。"))


class KeepForm(HouseForm):
    """How much longer a recording is kept, and why."""

    months = forms.TypedChoiceField(label=_("再留"), coerce=int, choices=())
    reason = forms.CharField(
        label=_("为什么"),
        max_length=rules.REASON_LENGTH,
        error_messages={"required": _("请写一句为什么要多留。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = [  # type: ignore[attr-defined]
            (one, _("%(many)d 个月") % {"many": one}) for one in rules.KEPT_LONGER
        ]


class RecordingForm(HouseForm):
    """One file. How large it may be is what `front` takes at once."""

    file = forms.FileField(
        label=_("录像或录音"),
        widget=forms.FileInput(attrs={"accept": "video/*,audio/*"}),
        error_messages={
            "required": _("请选一个文件。"),
            "empty": _("这个文件是空的，请重新选一个。"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("MP4 最好，最多 %(most)s MB。") % {
            "most": settings.CONFIG.max_upload_mb
        }
