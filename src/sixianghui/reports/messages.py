"""What people are told about reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.notify import public as notify
from sixianghui.reports.commands.exports import READY
from sixianghui.reports.commands.review import SETTLED


def register() -> None:
    """Tell `notify` what kind of messages these are."""
    notify.register_kind(SETTLED, _("报告的回音"), _("你送审的报告可以公布了，或者退回来了，就告诉你。"))
    notify.register_kind(READY, _("导出的文件做好了"), _("因为你要过一份行数多的文件。"))
