"""What a page says of what it records, before it sends."""

from __future__ import annotations

from django import forms

from sixianghui.common.errors import Conflict


class RecorderForm(forms.Form):
    """What its pieces are: `kind` of file, codecs of picture and sound. What browsers record, and we can read."""

    kind = forms.ChoiceField(choices=[(one, one) for one in ("mp4", "webm")])
    picture = forms.ChoiceField(choices=[(one, one) for one in ("", "h264", "vp8", "vp9")], required=False)
    sound = forms.ChoiceField(choices=[(one, one) for one in ("", "aac", "opus")], required=False)

    def told(self, refusal: str) -> dict[str, str]:
        """What it says. Raises `Conflict` with that sentence."""
        if not self.is_valid():
            raise Conflict(refusal)
        return dict(self.cleaned_data)
