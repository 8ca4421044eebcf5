"""What this room keeps about people: who drafted, edited, handed in, advised and decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.ledger import public as ledger
from sixianghui.vault.public import NOT_PERSONAL, Holder, purposes, register_holder, register_model


def register() -> None:
    """Called when the app is ready."""
    _campaigns_and_notices()
    _plans_and_practices()
    register_holder(Holder("campaigns", _("主题活动"), order=75))


def _campaigns_and_notices() -> None:
    register_model(
        "campaigns.Campaign",
        {"ref slug unit title full_title summary begins_on ends_on audiences made_at": NOT_PERSONAL},
    )
    register_model("campaigns.Issuer", {"campaign position name unit": NOT_PERSONAL})
    register_model("campaigns.Aim", {"campaign position text": NOT_PERSONAL})
    register_model("campaigns.Carrier", {"campaign position name text": NOT_PERSONAL})
    register_model("campaigns.Opening", {**ledger.FACT, "campaign": NOT_PERSONAL})
    register_model("campaigns.Closing", {**ledger.FACT, "campaign reason": NOT_PERSONAL})
    register_model(
        "campaigns.Notice",
        {
            "ref unit campaign title opening closing plan_due_on public number drafted_at": NOT_PERSONAL,
            "drafted_by": purposes.DONE_BY,
        },
    )
    register_model(
        "campaigns.Point",
        {"ref notice position ask title text audience why due_on minutes carrier holding": NOT_PERSONAL},
    )
    register_model("campaigns.Letterhead", {"unit organ code": NOT_PERSONAL})
    register_model("campaigns.Address", {"notice to_unit to_kind to_way to_carrier": NOT_PERSONAL})
    register_model("campaigns.Budget", {**ledger.FACT, "month minutes": NOT_PERSONAL})
    register_model(
        "campaigns.Sending", {**ledger.FACT, "notice year sequence units minutes budget reason": NOT_PERSONAL}
    )
    register_model("campaigns.Delivery", {**ledger.FACT, "notice way minutes held": NOT_PERSONAL})
    register_model("campaigns.Amendment", {**ledger.FACT, "notice ref text plan_due_on": NOT_PERSONAL})
    register_model("campaigns.Recall", {**ledger.FACT, "notice reason": NOT_PERSONAL})


def _plans_and_practices() -> None:
    register_model("campaigns.Plan", {"ref notice unit made_at": NOT_PERSONAL})
    register_model(
        "campaigns.PlanLine",
        {
            "ref plan position stance text reason carrier kind month audience version edited_at removed_at": NOT_PERSONAL,
            "edited_by": purposes.DONE_BY,
        },
    )
    register_model("campaigns.LineCover", {"line point": NOT_PERSONAL})
    register_model(
        "campaigns.Goal",
        {
            "ref plan audience text model version edited_at": NOT_PERSONAL,
            "edited_by": purposes.DONE_BY,
        },
    )
    register_model("campaigns.Writer", {"plan": NOT_PERSONAL, "account": purposes.DONE_BY})
    register_model("campaigns.HandIn", {**ledger.FACT, "plan content digest ended_at": NOT_PERSONAL})
    register_model("campaigns.Outcome", {**ledger.FACT, "hand_in result way reason": NOT_PERSONAL})
    register_model(
        "campaigns.Advice",
        {**ledger.FACT, "ref plan line text settled_at": NOT_PERSONAL, "settled_by": purposes.DONE_BY},
    )
    register_model("campaigns.Realisation", {**ledger.FACT, "campaign activity carrier line": NOT_PERSONAL})
    register_model("campaigns.Intention", {"activity line unit": NOT_PERSONAL})
    register_model(
        "campaigns.Practice",
        {**ledger.FACT, "ref campaign activity title done for_whom took came open": NOT_PERSONAL},
    )
    register_model("campaigns.Trial", {**ledger.FACT, "practice went text": NOT_PERSONAL})
