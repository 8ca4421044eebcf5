"""A recording for a lecture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sixianghui.ui.public import HouseForm


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
