"""What this room keeps about people: who recorded which branch runs which official account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.ledger import public as ledger
from sixianghui.vault.public import NOT_PERSONAL, Holder, register_holder, register_model


def register() -> None:
    """Called when the app is ready."""
    register_model("wechat.OfficialAccount", {"name slug opened_at": NOT_PERSONAL})
    register_model("wechat.AccountBranch", {**ledger.FACT, "account": NOT_PERSONAL})
    register_holder(Holder("wechat", _("公众号"), order=70))
