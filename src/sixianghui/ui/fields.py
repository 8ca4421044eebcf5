"""How a form's fields look and speak: our classes, an error tied to its field, nothing required said twice."""

from __future__ import annotations

from typing import Any

from django import forms


class HouseForm(forms.Form):
    """A form in the look of the house; templates show each field with `ui/parts/field.html`."""

    use_required_attribute = False
    required_css_class = "must"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            if isinstance(
                widget,
                forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple | forms.HiddenInput,
            ):
                continue
            widget.attrs.setdefault("class", "input")
            if isinstance(widget, forms.Textarea):
                # A browser would cut what is pasted without a word; we say how much is too much.
                widget.attrs.pop("maxlength", None)
            if isinstance(widget, forms.DateInput):
                widget.input_type, widget.format = "date", "%Y-%m-%d"
                widget.attrs.setdefault("max", "9999-12-31")


class DayField(forms.DateField):
    """A day, picked or typed as 2018-06-05, 2018.6.5, 2018/6/5 or 2018年6月5日."""

    input_formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d"))
        super().__init__(input_formats=self.input_formats, **kwargs)
