"""What this room keeps about people: who wrote, checked, published and withdrew."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.ledger import public as ledger
from sixianghui.reports import erasing
from sixianghui.vault.public import (
    NOT_PERSONAL,
    Class,
    Entry,
    Holder,
    Sees,
    purposes,
    register_holder,
    register_model,
)

_EXPORT = Entry(Class.INTERNAL, purposes.WORK, _("做好后七天"), (Sees.SELF,))
_NAME = Entry(
    Class.RESTRICTED, purposes.WORK, _("做好后七天"), (Sees.NOBODY,),
    unexported=_("下载地址里的随机编号，不含内容。"),
)  # fmt: skip


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "reports.Template",
        {
            "ref code unit name summary span audience body made_at kept_until retired_at": NOT_PERSONAL,
            "made_by": purposes.DONE_BY,
        },
    )
    register_model(
        "reports.Report",
        {
            "ref unit template title audience scope body version made_at changed_at": NOT_PERSONAL,
            "made_by": purposes.DONE_BY,
        },
    )
    register_model("reports.Writer", {"report": NOT_PERSONAL, "account": purposes.DONE_BY})
    register_model("reports.Submission", {**ledger.FACT, "report version ended_at": NOT_PERSONAL})
    register_model("reports.Verdict", {**ledger.FACT, "submission result reason": NOT_PERSONAL})
    register_model(
        "reports.Edition",
        {
            **ledger.FACT,
            "ref report number title audience scope as_of content digest note": NOT_PERSONAL,
        },
    )
    register_model("reports.Withdrawal", {**ledger.FACT, "edition reason": NOT_PERSONAL})
    register_model(
        "reports.Export",
        {
            "account figure scope as_of kind language name asked_at ready_at gone_at": _EXPORT,
            "ref": _NAME,
            "reach done total size": NOT_PERSONAL,
        },
        about={"account": "account_id"},
    )
    register_holder(Holder("reports", _("成效报告"), erasing.erase, order=80))
