"""How this room forgets somebody: what was written and published stays, without a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.reports.commands import drop_exports
from sixianghui.reports.queries.reports import had_a_hand
from sixianghui.vault.public import Erasure, Subject


def erase(subject: Subject) -> Erasure:
    """Delete the files that were made for them, and which they were; say what stays, and why."""
    done = Erasure()
    if subject.account is not None:
        done.note(_("导出的文件"), drop_exports(subject.account))
    if subject.account is not None and had_a_hand(subject.account):
        done.keep(
            _("写过、看过、公布过的报告"),
            _("公布的报告是组织说过的话，谁审的、谁公布的要留下；名字已经抹去。"),
        )
    return done
