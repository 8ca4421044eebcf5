"""What this room keeps about people: who wrote, checked, published and withdrew."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.ledger import public as ledger
from sixianghui.vault.public import NOT_PERSONAL, Holder, purposes, register_holder, register_model


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
    register_holder(Holder("reports", _("成效报告"), order=80))
